//! The words around a name: sides, compounds, neighbours.

use std::ops::Range;

use dateline_parse::Sentence;

use super::area::Direction;

/// A side named beside a place, and the words of the whole.
pub(super) struct Sided {
    pub(super) direction: Direction,
    pub(super) tokens: Range<usize>,
}

/// The side named before a name ("eastern Syria", "the north of Mali", "northern parts of Mali") or after it ("Mali's north").
pub(super) fn side(sentence: &Sentence, tokens: &Range<usize>) -> Option<Sided> {
    let before = |back: usize| {
        tokens
            .start
            .checked_sub(back)
            .map(|word| lower(sentence, word))
            .unwrap_or_default()
    };
    let sided = |direction, back: usize| Sided {
        direction,
        tokens: tokens.start - back..tokens.end,
    };
    let joined = Direction::read(&format!("{}{}", before(3), before(1)));
    if let Some(direction) = joined.filter(|_| before(2) == "-") {
        return Some(sided(direction, 3));
    }
    if let Some(direction) = Direction::read(&before(1)).filter(|_| {
        sentence
            .tokens
            .get(tokens.start)
            .is_some_and(|token| token.form != ",")
    }) {
        return Some(sided(direction, 1));
    }
    let skip = usize::from(before(1) == "the");
    if before(1 + skip) == "of" {
        let part = matches!(
            before(2 + skip).as_str(),
            "part" | "parts" | "areas" | "half" | "region" | "regions" | "provinces"
        );
        let back = 2 + skip + usize::from(part);
        if let Some(direction) = Direction::read(&before(back)) {
            return Some(sided(direction, back));
        }
    }
    let possessive = matches!(
        lower(sentence, tokens.end).as_str(),
        "'s" | "’s" | "'" | "’"
    );
    let direction = Direction::read(&lower(sentence, tokens.end + 1)).filter(|_| possessive)?;
    Some(Sided {
        direction,
        tokens: tokens.start..tokens.end + 2,
    })
}

/// Whether a name is the first half of a compound: "Iran-backed", "U.S.-led".
pub(super) fn is_hyphenated(sentence: &Sentence, end: usize) -> bool {
    let touching = |word: usize| {
        let (left, right) = (
            sentence.tokens.get(word.wrapping_sub(1)),
            sentence.tokens.get(word),
        );
        left.zip(right)
            .is_some_and(|(left, right)| left.bytes.end == right.bytes.start)
    };
    let dash = matches!(lower(sentence, end).as_str(), "-" | "–" | "‑");
    let verbal = sentence.tokens.get(end + 1).is_some_and(|token| {
        matches!(token.upos, "VERB" | "ADJ") && token.form.starts_with(char::is_lowercase)
    });
    dash && verbal && touching(end) && touching(end + 1)
}

/// Whether "capital" is money: "working capital", "capital gains", "capital punishment".
pub(super) fn is_money(sentence: &Sentence, word: usize) -> bool {
    let compound = sentence
        .tokens
        .get(word)
        .is_some_and(|token| token.has_relation(&["compound", "amod"]));
    compound
        || matches!(
            lower(sentence, word + 1).as_str(),
            "gains" | "punishment" | "markets" | "murder" | "investment"
        )
}

/// A word in lower case, or nothing.
pub(super) fn lower(sentence: &Sentence, word: usize) -> String {
    sentence
        .tokens
        .get(word)
        .map(|token| token.form.to_lowercase())
        .unwrap_or_default()
}
