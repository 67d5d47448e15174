//! On which side of publication a time expression lies, told by the verb that it belongs to.

use std::ops::Range;

use dateline_parse::{Sentence, Token};

use crate::atom::Atoms;

/// Side of publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tense {
    /// Up to publication.
    Past,
    /// From publication on.
    Future,
    /// Not told.
    Unknown,
}

/// Verbs and adjectives whose complement lies ahead.
const AHEAD: &[&str] = &[
    "plan",
    "expect",
    "schedule",
    "set",
    "due",
    "intend",
    "want",
    "agree",
    "vow",
    "promise",
    "pledge",
    "prepare",
    "hope",
    "call",
    "urge",
    "ask",
    "order",
    "likely",
    "ready",
    "aim",
    "need",
    "have",
    "slate",
    "propose",
    "postpone",
    "demand",
    "threaten",
    "continue",
    "seek",
    "poise",
    "able",
    "go",
    "be",
    "begin",
    "start",
    "upcoming",
    "await",
    "delay",
    "reschedule",
];

/// Auxiliaries of the future.
const WILL: &[&str] = &[
    "will", "'ll", "shall", "wo", "would", "may", "might", "should", "must", "can",
];

/// Words that put the clause in the future when no syntax is at hand.
const FUTURE_CUES: &[&str] = &[
    "will",
    "'ll",
    "shall",
    "would",
    "scheduled",
    "planned",
    "expected",
    "due",
    "slated",
    "upcoming",
    "plans",
    "plan",
    "ahead",
    "should",
    "may",
    "might",
    "could",
    "set",
    "going",
];

/// Words that put the clause in the past when no syntax is at hand.
const PAST_CUES: &[&str] = &[
    "was", "were", "had", "did", "said", "told", "took", "began", "came", "went", "struck", "shot",
    "hit", "held", "met", "made", "left", "broke", "fell", "rose", "saw", "won", "lost", "led",
    "found", "fought", "sent", "became", "gave", "has", "have", "ago",
];

/// Whether a word alone points ahead.
pub(super) fn is_future_cue(word: &str) -> bool {
    FUTURE_CUES.contains(&word)
}

/// The side on which the expression at `atoms` lies.
pub(crate) fn of(atoms: &Atoms<'_>, range: &Range<usize>) -> Tense {
    if let Some(tense) = beside(atoms, range.start) {
        return tense;
    }
    let sentence = atoms.sentence;
    let tokens = atoms.tokens(range.clone());
    let parsed = sentence.tokens.iter().any(|token| token.head.is_some());
    let by_syntax = if parsed {
        governor(sentence, &tokens).map_or(Tense::Unknown, |head| by_verb(sentence, head, 0))
    } else {
        Tense::Unknown
    };
    match by_syntax {
        Tense::Unknown if !parsed => by_words(atoms, range),
        tense => tense,
    }
}

/// "scheduled for Monday", "ahead of Friday's vote": words directly before that settle it.
fn beside(atoms: &Atoms<'_>, start: usize) -> Option<Tense> {
    let before = |back| atoms.lower_before(start, back);
    let preposition = matches!(
        before(1),
        "for" | "on" | "in" | "by" | "of" | "until" | "to"
    );
    let word = if preposition { before(2) } else { before(1) };
    let ahead = matches!(
        word,
        "scheduled" | "due" | "planned" | "slated" | "set" | "ahead" | "upcoming" | "postponed"
    );
    ahead.then_some(Tense::Future)
}

/// The word outside the expression that it hangs on.
fn governor(sentence: &Sentence, tokens: &Range<usize>) -> Option<usize> {
    tokens
        .clone()
        .filter_map(|index| sentence.tokens.get(index)?.head)
        .find(|head| !tokens.contains(head))
}

/// Reads the tense off a word, going up the tree to the nearest finite verb.
fn by_verb(sentence: &Sentence, word: usize, depth: usize) -> Tense {
    let Some(token) = sentence.tokens.get(word).filter(|_| depth < 8) else {
        return Tense::Unknown;
    };
    let above = || {
        token
            .head
            .map_or(Tense::Unknown, |head| by_verb(sentence, head, depth + 1))
    };
    let auxiliaries: Vec<&Token> = sentence
        .children(word)
        .filter_map(|child| sentence.tokens.get(child))
        .filter(|child| child.has_relation(&["aux", "cop"]))
        .collect();
    let has = |words: &[&str]| {
        auxiliaries
            .iter()
            .any(|token| words.contains(&token.form.to_lowercase().as_str()))
    };
    if has(WILL) {
        return if has(&["have"]) {
            Tense::Past
        } else {
            Tense::Future
        };
    }
    let ahead = AHEAD.contains(&token.lemma.as_str());
    if has(&["was", "were", "had", "did", "has", "have", "'ve", "been"]) {
        return Tense::Past;
    }
    if has(&["is", "are", "'re", "am", "be", "'s"]) {
        return if ahead || token.xpos == "VBG" {
            Tense::Future
        } else {
            Tense::Unknown
        };
    }
    match token.xpos.as_str() {
        "VBD" => Tense::Past,
        "VBN"
            if matches!(
                token.lemma.as_str(),
                "schedule" | "plan" | "expect" | "slate"
            ) =>
        {
            Tense::Future
        }
        "VBN" => Tense::Past,
        "VB" => infinitive(sentence, word, depth),
        "VBZ" | "VBP" if ahead && token.lemma != "have" && token.lemma != "be" => Tense::Future,
        "VBZ" | "VBP" => Tense::Unknown,
        _ => above(),
    }
}

/// "plans to meet on Monday" lies ahead, "failed to appear on Monday" does not.
fn infinitive(sentence: &Sentence, word: usize, depth: usize) -> Tense {
    let Some(head) = sentence.tokens.get(word).and_then(|token| token.head) else {
        return Tense::Future;
    };
    let lemma = sentence
        .tokens
        .get(head)
        .map_or("", |token| token.lemma.as_str());
    if AHEAD.contains(&lemma) {
        return Tense::Future;
    }
    by_verb(sentence, head, depth + 1)
}

/// The nearest cue on the left in the clause, else on the right.
fn by_words(atoms: &Atoms<'_>, range: &Range<usize>) -> Tense {
    let cue = |index: usize| {
        let word = atoms.lower(index);
        // "should be completed": the participle tells nothing, the auxiliary does.
        if index > 0 && atoms.lower(index - 1) == "be" {
            return None;
        }
        if is_future_cue(word) {
            Some(Tense::Future)
        } else if PAST_CUES.contains(&word) || word.len() > 4 && word.ends_with("ed") {
            Some(Tense::Past)
        } else {
            None
        }
    };
    let left = (0..range.start)
        .rev()
        .take_while(|index| atoms.lower(*index) != ";")
        .find_map(cue);
    left.or_else(|| (range.end..atoms.len()).find_map(cue))
        .unwrap_or(Tense::Unknown)
}
