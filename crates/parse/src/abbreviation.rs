//! Abbreviations whose full stop belongs to the word (`data/abbreviations.tsv`).

use std::collections::HashMap;
use std::sync::LazyLock;

/// How an abbreviation behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Stands before a name ("Gen."): its stop never ends a sentence.
    Title,
    /// Stands before a number ("No."): an abbreviation only there.
    Number,
    /// A month or weekday ("Sept."): no end of a sentence before a number or lower case.
    Calendar,
    /// May end a sentence ("Inc.", "a.m.", "etc."): it does before a capital letter that opens sentences.
    Any,
}

static ABBREVIATIONS: LazyLock<HashMap<&str, Kind>> = LazyLock::new(|| {
    include_str!("../data/abbreviations.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .flat_map(|(name, words)| {
            words
                .split(' ')
                .filter_map(move |word| Some((word, kind(name)?)))
        })
        .collect()
});

fn kind(name: &str) -> Option<Kind> {
    match name {
        "title" => Some(Kind::Title),
        "number" => Some(Kind::Number),
        "calendar" => Some(Kind::Calendar),
        "any" => Some(Kind::Any),
        _ => None,
    }
}

/// What kind of abbreviation `word` is (written without its last stop), if it is one.
pub(crate) fn abbreviation(word: &str) -> Option<Kind> {
    if let Some(kind) = ABBREVIATIONS.get(word) {
        return Some(*kind);
    }
    let mut characters = word.chars();
    let first = characters.next()?;
    match characters.next() {
        // An initial: "John F. Kennedy". "I" and a lower-case letter are words.
        None => (first.is_uppercase() && first != 'I').then_some(Kind::Title),
        Some(_) => is_acronym(word).then_some(Kind::Any),
    }
}

/// Single letters with stops between: "U.S", "a.m", "Ph.D".
fn is_acronym(word: &str) -> bool {
    word.contains('.')
        && word
            .split('.')
            .all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic))
}
