//! Who speaks: the phrase, what kind of speaker it is, and which participant.

use std::ops::Range;

use dateline_ground::ActorKind;
use dateline_parse::{EntityKind, Sentence};
use dateline_record::SpeakerKind;

use crate::cues::{Cue, CueTable};
use crate::reading::{Filler, Reading};
use crate::syntax;

/// Who speaks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SpeakerFound {
    pub(crate) sentence: usize,
    pub(crate) head: usize,
    /// Words of the phrase.
    pub(crate) words: Range<usize>,
    pub(crate) bytes: Range<usize>,
    pub(crate) kind: SpeakerKind,
    pub(crate) filler: Option<Filler>,
}

/// The word that heads the speaker of a cue: its logical subject, else the nearest noun that stands like one.
pub(crate) fn head_of(sentence: &Sentence, word: usize, cue: &Cue) -> Option<usize> {
    let bare = !cue.is_noun && sentence.child(word, &["nsubj"]).is_none();
    if let Some(beside) = bare.then(|| beside(sentence, word)).flatten() {
        return Some(beside);
    }
    let slots = syntax::verb_slots(sentence, word);
    let subject = slots.iter().find(|slot| slot.name == "subject");
    if let Some(slot) = subject {
        return Some(slot.head);
    }
    if cue.is_noun {
        return sentence.children(word).find(|child| {
            let token = &sentence.tokens[*child];
            token.deprel == "nmod:poss"
                || (token.has_relation(&["nmod"])
                    && matches!(
                        syntax::preposition(sentence, *child).as_str(),
                        "by" | "from" | "of"
                    ))
        });
    }
    relative_speaker(sentence, word)
}

/// "…, a driver said", "…, said a driver": the noun phrase between the punctuation and the cue, whatever the tree says.
fn beside(sentence: &Sentence, word: usize) -> Option<usize> {
    let tokens = &sentence.tokens;
    let is_edge = |at: usize| {
        matches!(
            tokens[at].form.as_str(),
            "," | "\"" | "”" | "''" | "?" | "!"
        )
    };
    if !matches!(tokens[word].xpos.as_str(), "VBD" | "VBZ" | "VBP" | "VBN") {
        return None;
    }
    if sentence.child(word, &["aux:pass"]).is_some() {
        return None;
    }
    let edge = (0..word).rev().take(16).find(|at| is_edge(*at))?;
    if edge + 1 == word {
        return nominal(sentence, word + 1)
            .filter(|head| *head < word + 8 && tokens[*head].upos != "PRON");
    }
    let mut before = edge + 1..word;
    let has_verb = before.any(|at| {
        let relative = at > 0 && matches!(tokens[at - 1].xpos.as_str(), "WP" | "WDT");
        matches!(tokens[at].xpos.as_str(), "VBD" | "VBZ" | "VBP" | "MD") && !relative
    });
    let opens = &tokens[edge + 1];
    let is_phrase = matches!(
        opens.upos,
        "DET" | "NOUN" | "PROPN" | "NUM" | "ADJ" | "PRON"
    ) && !matches!(opens.xpos.as_str(), "WP" | "WDT" | "WRB" | "WP$");
    let adjoins = !matches!(tokens[word - 1].upos, "CCONJ" | "SCONJ" | "ADP")
        && !matches!(tokens[word - 1].xpos.as_str(), "WP" | "WDT" | "TO");
    if has_verb || !is_phrase || !adjoins {
        return None;
    }
    nominal(sentence, edge + 1).filter(|head| *head < word)
}

/// Last word of the first run of nouns, or the first pronoun or number without a noun behind it.
pub(crate) fn nominal(sentence: &Sentence, from: usize) -> Option<usize> {
    let tokens = &sentence.tokens;
    let mut head = None;
    for at in from..tokens.len() {
        match tokens[at].upos {
            "NOUN" | "PROPN" => head = Some(at),
            "PRON" if head.is_none() && tokens[at].xpos == "PRP" => return Some(at),
            "NUM"
                if head.is_none() && tokens.get(at + 1).is_some_and(|next| next.upos == "ADP") =>
            {
                return Some(at);
            }
            "DET" if head.is_none() && tokens.get(at + 1).is_some_and(|next| next.form == "of") => {
                return Some(at);
            }
            "DET" | "ADJ" | "NUM" | "ADV" if head.is_none() => {}
            "PRON" if head.is_none() && tokens[at].xpos == "PRP$" => {}
            "PART" if tokens[at].form.contains('s') => {}
            _ => break,
        }
    }
    head
}

/// "who testified", "some of whom testified": the pronoun before the verb, or what it stands for.
fn relative_speaker(sentence: &Sentence, word: usize) -> Option<usize> {
    let token = &sentence.tokens[word];
    let noun = token.head.filter(|_| token.deprel == "acl:relcl")?;
    let has_subject = sentence.tokens[noun + 1..word.max(noun + 1)]
        .iter()
        .any(|between| matches!(between.xpos.as_str(), "WP" | "WDT"));
    has_subject.then_some(noun)
}

/// The speaker's phrase, kind and participant; `None` when the word can be no speaker.
pub(crate) fn speaker(
    reading: &Reading<'_>,
    cues: &CueTable,
    index: usize,
    head: usize,
) -> Option<SpeakerFound> {
    let sentence = reading.sentence(index)?;
    if !can_speak(reading, cues, index, head) || is_negative(sentence, head) {
        return None;
    }
    let filler = reading.fillers(index, head, true).into_iter().next();
    let words = phrase(sentence, head);
    let kind = kind(reading, cues, index, head, &words, filler.as_ref());
    Some(SpeakerFound {
        sentence: index,
        head,
        bytes: sentence.bytes_of(words.clone()),
        words,
        kind,
        filler,
    })
}

fn can_speak(reading: &Reading<'_>, cues: &CueTable, index: usize, head: usize) -> bool {
    let Some(token) = reading.token(index, head) else {
        return false;
    };
    let lemma = token.lemma.to_lowercase();
    let form = token.form.to_lowercase();
    let known = || {
        let actors = reading.grounded.actors.iter();
        actors
            .filter(|actor| actor.sentence == index && actor.head == head)
            .any(|actor| actor.kind != ActorKind::Pronoun)
            || reading.actor_at(index, head).is_some_and(|actor| {
                matches!(
                    actor.kind,
                    ActorKind::Person | ActorKind::Country | ActorKind::Group
                )
            })
    };
    match token.upos {
        "PRON" | "DET" => matches!(
            form.as_str(),
            "he" | "she"
                | "it"
                | "they"
                | "who"
                | "some"
                | "many"
                | "others"
                | "both"
                | "each"
                | "one"
                | "all"
                | "several"
                | "most"
                | "everyone"
        ),
        "NOUN" => {
            cues.can_speak(&lemma)
                || cues.can_speak(&form)
                || reading.lexicon.in_class("person", &lemma)
                || (known() && !is_deed(&lemma))
        }
        "PROPN" => {
            let entity = reading
                .sentence(index)
                .and_then(|found| found.entity_at(head));
            let named_thing = entity.is_some_and(|entity| {
                matches!(
                    entity.kind,
                    EntityKind::Date
                        | EntityKind::Quantity
                        | EntityKind::Weapon
                        | EntityKind::Event
                )
            });
            !named_thing
        }
        "NUM" | "ADJ" => true,
        _ => false,
    }
}

/// Nouns of happenings, by their endings.
fn is_deed(lemma: &str) -> bool {
    [
        "tion", "sion", "ing", "ment", "attack", "strike", "raid", "war", "clash", "killing",
    ]
    .iter()
    .any(|ending| lemma.ends_with(ending))
        && !matches!(
            lemma,
            "government"
                | "parliament"
                | "department"
                | "administration"
                | "opposition"
                | "organisation"
                | "organization"
                | "coalition"
                | "mission"
                | "commission"
                | "delegation"
                | "federation"
                | "union"
                | "association"
                | "prosecution"
                | "television"
        )
}

/// "no group", "nobody", "neither side": nobody speaks.
fn is_negative(sentence: &Sentence, head: usize) -> bool {
    let negative = |word: usize| {
        matches!(
            sentence.tokens[word].form.to_lowercase().as_str(),
            "no" | "nobody" | "none" | "neither" | "nothing"
        )
    };
    negative(head)
        || sentence
            .children(head)
            .any(|child| child < head && child + 3 > head && negative(child))
        || (head > 0 && negative(head - 1))
}

/// The words of a noun phrase without determiner, relative clause and what follows a comma.
fn phrase(sentence: &Sentence, head: usize) -> Range<usize> {
    let mut end = head + 1;
    let mut start = head;
    for word in sentence.subtree(head) {
        let token = &sentence.tokens[word];
        if word < head {
            let leading = token.has_relation(&["det", "punct", "cc", "case", "mark", "predet"]);
            if !leading && is_tight(sentence, head, word) {
                start = start.min(word);
            }
        } else if word >= end && is_tight(sentence, head, word) && !token.has_relation(&["punct"]) {
            end = end.max(word + 1);
        }
    }
    start..end
}

/// Whether the way from `word` up to `head` passes only through modifiers that belong to the name of the speaker.
fn is_tight(sentence: &Sentence, head: usize, word: usize) -> bool {
    const TIGHT: [&str; 16] = [
        "compound",
        "amod",
        "flat",
        "nmod",
        "nmod:poss",
        "nummod",
        "conj",
        "cc",
        "case",
        "punct",
        "det",
        "advmod",
        "fixed",
        "goeswith",
        "appos",
        "obl",
    ];
    let mut current = word;
    for _ in 0..8 {
        if current == head {
            return true;
        }
        let token = &sentence.tokens[current];
        if !token.has_relation(&TIGHT)
            || token.deprel.ends_with("tmod")
            || token.upos == "VERB"
            || token.deprel.starts_with("acl")
            || (token.deprel == "appos" && current > head && preceded_by_comma(sentence, current))
        {
            return false;
        }
        let Some(above) = token.head else {
            return false;
        };
        current = above;
    }
    false
}

fn preceded_by_comma(sentence: &Sentence, word: usize) -> bool {
    let is_break = |at: usize| {
        matches!(
            sentence.tokens[at].form.as_str(),
            "," | "(" | "-" | "—" | "–"
        )
    };
    let first = sentence.subtree(word).into_iter().next().unwrap_or(word);
    is_break(first) || first.checked_sub(1).is_some_and(is_break)
}

fn kind(
    reading: &Reading<'_>,
    cues: &CueTable,
    index: usize,
    head: usize,
    words: &Range<usize>,
    filler: Option<&Filler>,
) -> SpeakerKind {
    let Some(sentence) = reading.sentence(index) else {
        return SpeakerKind::Unnamed;
    };
    let lemma = reading.lemma(index, head);
    let known = filler.is_some_and(|filler| {
        matches!(filler.kind, Some(ActorKind::Country | ActorKind::Group)) && filler.head == head
    });
    if known && sentence.tokens[head].upos == "PROPN" && !names_media(filler) {
        return SpeakerKind::Institution;
    }
    if sentence.tokens[head].upos == "PRON" {
        return antecedent_kind(reading, cues, filler).unwrap_or(SpeakerKind::Unnamed);
    }
    let person_at_head = sentence
        .entity_at(head)
        .is_some_and(|entity| entity.kind == EntityKind::Person);
    if person_at_head || (names_person(sentence, head, words) && !cues.is_body(&lemma)) {
        return SpeakerKind::NamedPerson;
    }
    let is_media = names_media(filler);
    if cues.is_document(&lemma) {
        return SpeakerKind::Document;
    }
    if cues.is_unnamed(&lemma) {
        return SpeakerKind::Unnamed;
    }
    if cues.is_media(&lemma) || is_media {
        return SpeakerKind::Media;
    }
    if cues.is_body(&lemma) {
        return SpeakerKind::Institution;
    }
    match filler.and_then(|filler| filler.kind) {
        Some(ActorKind::Person) => SpeakerKind::NamedPerson,
        Some(ActorKind::Country | ActorKind::Group) => SpeakerKind::Institution,
        _ if sentence.tokens[head].upos == "PROPN" => SpeakerKind::Institution,
        _ => SpeakerKind::Unnamed,
    }
}

fn names_media(filler: Option<&Filler>) -> bool {
    filler.is_some_and(|filler| {
        let sectors = &filler.participant.sectors;
        sectors.iter().any(|sector| sector == "JRN")
    })
}

/// "spokesman John Kirby": the head's own name, not the name of whom a body belongs to.
fn names_person(sentence: &Sentence, head: usize, words: &Range<usize>) -> bool {
    sentence.entities.iter().any(|entity| {
        entity.kind == EntityKind::Person
            && entity.tokens.start < words.end
            && words.start < entity.tokens.end
            && entity.tokens.clone().any(|word| {
                word == head
                    || (sentence.tokens[word].head == Some(head)
                        && sentence.tokens[word].has_relation(&[
                            "appos",
                            "flat",
                            "compound",
                            "nmod:desc",
                        ]))
            })
    })
}

/// What a pronoun stands for: a mention elsewhere of the same participant tells.
fn antecedent_kind(
    reading: &Reading<'_>,
    cues: &CueTable,
    filler: Option<&Filler>,
) -> Option<SpeakerKind> {
    let participant = &filler?.participant;
    let actors = reading.grounded.actors.iter();
    let mention = actors
        .filter(|actor| actor.kind != ActorKind::Pronoun)
        .find(|actor| actor.participant.name == participant.name)?;
    match mention.kind {
        ActorKind::Person => Some(SpeakerKind::NamedPerson),
        ActorKind::Country | ActorKind::Group => Some(SpeakerKind::Institution),
        _ if cues.is_body(&reading.lemma(mention.sentence, mention.head)) => {
            Some(SpeakerKind::Institution)
        }
        _ => Some(SpeakerKind::Unnamed),
    }
}
