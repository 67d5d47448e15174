//! Noun phrases: which words are heads, and which words around a head say who it is.

use std::ops::Range;

use dateline_parse::{EntityKind, Sentence, Token};

/// Relations of words inside the naming part of a noun phrase.
const NAMING: &[&str] = &[
    "amod",
    "compound",
    "flat",
    "fixed",
    "goeswith",
    "nmod:poss",
    "nmod:desc",
    "nmod:unmarked",
    "case",
    "punct",
    "obl",
    "det",
    "advmod",
    "nummod",
    "conj",
    "cc",
    "dep",
];

/// Words that may stand to the right of the head inside its name.
const FOLLOWING: &[&str] = &[
    "flat",
    "compound",
    "goeswith",
    "fixed",
    "nmod:desc",
    "nmod:unmarked",
    "appos",
];

/// Whether a word is the head of a noun phrase of its own, not a part of another name.
pub(super) fn heads_phrase(sentence: &Sentence, word: usize) -> bool {
    let Some(token) = sentence.tokens.get(word) else {
        return false;
    };
    let nominal = matches!(token.upos, "NOUN" | "PROPN" | "PRON")
        || (matches!(token.upos, "ADJ" | "NUM" | "X")
            && token.has_relation(&["nsubj", "obj", "iobj", "obl", "nmod"]));
    let inside = token.has_relation(&[
        "compound", "flat", "fixed", "goeswith", "amod", "case", "det", "punct", "mark", "cc",
    ]);
    nominal && (!inside || only_name_of_person(sentence, word))
}

/// Whether a word that the syntax hangs below a title still begins a person's name after a comma ("the minister, X").
fn only_name_of_person(sentence: &Sentence, word: usize) -> bool {
    let person = sentence
        .entity_at(word)
        .filter(|entity| entity.kind == EntityKind::Person && entity.tokens.start == word);
    person.is_some()
        && word
            .checked_sub(1)
            .is_some_and(|before| form(sentence, before) == ",")
}

/// The words around a head that say who it is: its modifiers and the parts of its name, without determiner, numbers and
/// what is attached further right.
pub(super) fn core(sentence: &Sentence, head: usize) -> Range<usize> {
    let mut start = head;
    while let Some(before) = start
        .checked_sub(1)
        .filter(|before| belongs(sentence, *before, head, NAMING))
    {
        start = before;
    }
    let mut end = head + 1;
    while belongs(sentence, end, head, FOLLOWING) {
        end += 1;
    }
    if let Some(entity) = sentence
        .entity_at(head)
        .filter(|entity| names_somebody(entity.kind))
    {
        start = start.min(entity.tokens.start);
        end = end.max(entity.tokens.end);
    }
    end = with_following_name(sentence, end);
    trim(sentence, start..end, head)
}

/// Takes in a person's name that follows a title without a comma, whatever the syntax says.
fn with_following_name(sentence: &Sentence, end: usize) -> usize {
    let follows = sentence
        .entities
        .iter()
        .find(|entity| entity.kind == EntityKind::Person && entity.tokens.contains(&end));
    let title = end
        .checked_sub(1)
        .and_then(|last| sentence.tokens.get(last))
        .is_some_and(|token| matches!(token.upos, "NOUN" | "PROPN"));
    match follows {
        Some(entity)
            if title
                && sentence
                    .tokens
                    .get(end)
                    .is_some_and(|token| token.head.is_some_and(|head| head < end)) =>
        {
            entity.tokens.end
        }
        _ => end,
    }
}

/// Whether such an entity is a name of an actor.
fn names_somebody(kind: EntityKind) -> bool {
    matches!(
        kind,
        EntityKind::Person
            | EntityKind::Organisation
            | EntityKind::Norp
            | EntityKind::Place
            | EntityKind::Facility
    )
}

/// Whether `word` hangs below `head` by naming relations only.
fn belongs(sentence: &Sentence, word: usize, head: usize, relations: &[&str]) -> bool {
    let mut current = word;
    for _ in 0..sentence.tokens.len() {
        let Some(token) = sentence.tokens.get(current) else {
            return false;
        };
        if current == head {
            return true;
        }
        if current == word && !allowed(token) {
            return false;
        }
        match token.head {
            Some(above)
                if token.has_relation(relations)
                    || (word > head && token.has_relation(&["punct"])) =>
            {
                current = above
            }
            _ => return false,
        }
    }
    false
}

/// Whether a word may stand inside a name at all.
fn allowed(token: &Token) -> bool {
    match token.upos {
        "PUNCT" => matches!(
            token.form.as_str(),
            "-" | "–" | "‑" | "." | "'" | "’" | "\"" | "“" | "”"
        ),
        "VERB" | "ADP" | "CCONJ" | "SCONJ" | "AUX" | "INTJ" => {
            token.upos != "SCONJ" && token.upos != "INTJ"
        }
        _ => true,
    }
}

/// Drops determiners, numbers, adverbs and marks at both ends, never the head.
fn trim(sentence: &Sentence, words: Range<usize>, head: usize) -> Range<usize> {
    let idle = |word: usize| {
        sentence.tokens.get(word).is_none_or(|token| {
            matches!(
                token.upos,
                "DET" | "NUM" | "ADV" | "PUNCT" | "ADP" | "CCONJ" | "PRON" | "AUX" | "SYM"
            ) && sentence
                .entity_at(word)
                .is_none_or(|entity| !names_somebody(entity.kind))
                || (token.upos == "ADJ" && is_idle_adjective(&token.form))
                || token.has_relation(&["case", "mark"])
        })
    };
    let mut words = words;
    while words.start < head && idle(words.start) {
        words.start += 1;
    }
    while words.end > head + 1 && idle(words.end - 1) {
        words.end -= 1;
    }
    words
}

/// Adjectives that count rather than say who.
fn is_idle_adjective(form: &str) -> bool {
    matches!(
        form,
        "several"
            | "many"
            | "few"
            | "more"
            | "other"
            | "such"
            | "same"
            | "least"
            | "most"
            | "some"
            | "various"
            | "numerous"
    )
}

/// The word as written, or nothing.
pub(super) fn form(sentence: &Sentence, word: usize) -> &str {
    sentence
        .tokens
        .get(word)
        .map_or("", |token| token.form.as_str())
}

/// Whether a word is the first half of a hyphened modifier ("Iran-backed", "U.S.-led") or follows "anti-", "pro-".
pub(super) fn is_half_of_compound(sentence: &Sentence, word: usize) -> bool {
    let dash = |word: usize| matches!(form(sentence, word), "-" | "–" | "‑");
    let verbal = |word: usize| {
        sentence.tokens.get(word).is_some_and(|token| {
            matches!(token.upos, "VERB" | "ADJ" | "ADV")
                && token.form.starts_with(char::is_lowercase)
        })
    };
    let backed = dash(word + 1) && verbal(word + 2);
    let opposed = word >= 2
        && dash(word - 1)
        && matches!(
            form(sentence, word - 2).to_lowercase().as_str(),
            "anti" | "pro" | "non"
        );
    backed || opposed || written_together(form(sentence, word)) || supported_by(sentence, word)
}

/// "Iran-backed", "anti-American" written as one word.
fn written_together(form: &str) -> bool {
    let lower = form.to_lowercase();
    let halves = lower.split_once(['-', '–', '‑']);
    halves.is_some_and(|(first, second)| {
        matches!(first, "anti" | "pro" | "non")
            || BACKING.iter().any(|backing| second.starts_with(backing))
    })
}

/// Second halves of compounds that make a force somebody's proxy.
pub(super) const PROXY: &[&str] = &[
    "backed",
    "aligned",
    "allied",
    "supported",
    "sponsored",
    "linked",
    "funded",
    "affiliated",
];

/// Second halves of compounds that name a backer, leader or place.
pub(super) const BACKING: &[&str] = &[
    "backed",
    "aligned",
    "allied",
    "supported",
    "sponsored",
    "linked",
    "led",
    "funded",
    "trained",
    "affiliated",
    "based",
    "born",
    "made",
    "occupied",
    "controlled",
    "run",
    "held",
    "inspired",
    "brokered",
    "mediated",
    "armed",
    "friendly",
    "hosted",
];

/// "backed by Iran" before the noun: the name hangs below the participle.
fn supported_by(sentence: &Sentence, word: usize) -> bool {
    let head = sentence
        .tokens
        .get(word)
        .and_then(|token| token.head)
        .and_then(|head| sentence.tokens.get(head));
    let participle = head.is_some_and(|head| {
        matches!(head.upos, "VERB" | "ADJ") && BACKING.contains(&head.form.to_lowercase().as_str())
    });
    participle
        && sentence.tokens.get(word).is_some_and(|token| {
            token.has_relation(&["obl", "compound", "nmod", "npadvmod", "nsubj", "advmod"])
        })
}
