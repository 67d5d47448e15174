//! Words around a number that bound it: "at least", "nearly", "or more", "another".

use crate::atom::Atoms;

/// What a modifier makes of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Modifier {
    /// The number itself.
    Exact,
    /// The number or more.
    AtLeast,
    /// More than the number.
    MoreThan,
    /// The number or fewer.
    AtMost,
    /// Fewer than the number.
    LessThan,
    /// Somewhat below the number.
    Nearly,
    /// Somewhere near the number.
    About,
}

/// A modifier as read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Modified {
    /// What it makes of the number.
    pub(super) kind: Modifier,
    /// Whether the number comes on top of an earlier one ("another four").
    pub(super) additional: bool,
}

/// Phrases before a number. Longer ones stand before the shorter ones that they end with.
const BEFORE: &[(&str, Modifier)] = &[
    ("at the very least", Modifier::AtLeast),
    ("at least", Modifier::AtLeast),
    ("a minimum of", Modifier::AtLeast),
    ("no less than", Modifier::AtLeast),
    ("no fewer than", Modifier::AtLeast),
    ("not less than", Modifier::AtLeast),
    ("not fewer than", Modifier::AtLeast),
    ("no more than", Modifier::AtMost),
    ("not more than", Modifier::AtMost),
    ("a little more than", Modifier::MoreThan),
    ("slightly more than", Modifier::MoreThan),
    ("more than", Modifier::MoreThan),
    ("greater than", Modifier::MoreThan),
    ("upwards of", Modifier::MoreThan),
    ("upward of", Modifier::MoreThan),
    ("in excess of", Modifier::MoreThan),
    ("well over", Modifier::MoreThan),
    ("just over", Modifier::MoreThan),
    ("over", Modifier::MoreThan),
    ("above", Modifier::MoreThan),
    ("as many as", Modifier::AtMost),
    ("as much as", Modifier::AtMost),
    ("up to", Modifier::AtMost),
    ("at most", Modifier::AtMost),
    ("at the most", Modifier::AtMost),
    ("a maximum of", Modifier::AtMost),
    ("fewer than", Modifier::LessThan),
    ("less than", Modifier::LessThan),
    ("under", Modifier::LessThan),
    ("below", Modifier::LessThan),
    ("just under", Modifier::Nearly),
    ("nearly", Modifier::Nearly),
    ("almost", Modifier::Nearly),
    ("close to", Modifier::Nearly),
    ("approaching", Modifier::Nearly),
    ("around", Modifier::About),
    ("about", Modifier::About),
    ("roughly", Modifier::About),
    ("approximately", Modifier::About),
    ("an estimated", Modifier::About),
    ("estimated", Modifier::About),
    ("circa", Modifier::About),
    ("some", Modifier::About),
    ("exactly", Modifier::Exact),
    ("a total of", Modifier::Exact),
    ("only", Modifier::Exact),
    ("just", Modifier::Exact),
];

/// Phrases before a number that put it on top of an earlier one.
const MORE_BEFORE: &[&str] = &[
    "an additional",
    "a further",
    "another",
    "additional",
    "further",
];

/// Phrases after a number that bound it.
const AFTER: &[(&str, Modifier)] = &[
    ("or more", Modifier::AtLeast),
    ("or so", Modifier::About),
    ("or fewer", Modifier::AtMost),
    ("or less", Modifier::AtMost),
    ("at least", Modifier::AtLeast),
];

/// The phrase that ends right before `at` and begins at `from` or later; gives where it begins.
fn phrase_before(atoms: &Atoms<'_>, at: usize, from: usize, phrase: &str) -> Option<usize> {
    let length = phrase.split(' ').count();
    let start = at.checked_sub(length).filter(|start| *start >= from)?;
    atoms.any_phrase(start, &[phrase]).map(|_| start)
}

/// The modifiers that end right before the number at `at`, and where the first of them begins.
pub(super) fn before(atoms: &Atoms<'_>, at: usize, from: usize) -> (Modified, usize) {
    let mut start = at;
    let mut modified = Modified {
        kind: Modifier::Exact,
        additional: false,
    };
    for _ in 0..3 {
        if let Some(begin) = MORE_BEFORE
            .iter()
            .find_map(|phrase| phrase_before(atoms, start, from, phrase))
        {
            modified.additional = true;
            start = begin;
            continue;
        }
        let bounded = BEFORE.iter().find_map(|(phrase, kind)| {
            phrase_before(atoms, start, from, phrase).map(|begin| (*kind, begin))
        });
        match bounded {
            Some((kind, begin)) if modified.kind == Modifier::Exact => {
                modified.kind = kind;
                start = begin;
            }
            _ => break,
        }
    }
    (modified, start)
}

/// Modifiers after the number (which ends at `figure_end`, with its unit at `end`): the modifier, the index after it,
/// and whether the number comes on top of an earlier one ("four more").
pub(super) fn after(
    atoms: &Atoms<'_>,
    modified: Modified,
    figure_end: usize,
    end: usize,
) -> (Modified, usize, bool) {
    let found = AFTER.iter().find_map(|(phrase, kind)| {
        let after = atoms.any_phrase(figure_end, &[phrase])?;
        Some((*kind, after))
    });
    if let Some((kind, after)) = found.filter(|_| modified.kind == Modifier::Exact) {
        return (Modified { kind, ..modified }, after.max(end), false);
    }
    let more = atoms.is(figure_end, &["more", "additional", "further"])
        && atoms.lower(figure_end + 1) != "than";
    let end = if more { end.max(figure_end + 1) } else { end };
    (modified, end, more)
}
