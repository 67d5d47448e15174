//! The sentence around a span: good enough to show and to highlight, not to parse.

use dateline_record::Span;

/// Words before a full stop that does not end a sentence, lower case.
const ABBREVIATIONS: &[&str] = &[
    "adm",
    "ayatollah",
    "brig",
    "capt",
    "cmdr",
    "col",
    "dr",
    "gen",
    "gov",
    "jr",
    "lt",
    "maj",
    "mr",
    "mrs",
    "ms",
    "no",
    "prof",
    "rep",
    "rev",
    "sen",
    "sgt",
    "sr",
    "st",
    "vs",
];

/// A report's text with its sentence borders.
#[derive(Debug)]
pub(crate) struct Sentences {
    characters: Vec<char>,
    /// First code points of sentences, sorted.
    starts: Vec<usize>,
}

impl Sentences {
    /// Finds the borders in one pass.
    pub(crate) fn new(text: &str) -> Self {
        let characters: Vec<char> = text.chars().collect();
        let starts = (1..characters.len())
            .filter(|position| begins(&characters, *position))
            .collect();
        Self { characters, starts }
    }

    /// The sentences that the code points `start..end` touch, without the white space around them.
    pub(crate) fn around(&self, start: usize, end: usize) -> Span {
        let length = self.characters.len();
        let start = start.min(length);
        let end = end.min(length).max(start);
        let before = self.starts.partition_point(|border| *border <= start);
        let mut first = before
            .checked_sub(1)
            .and_then(|index| self.starts.get(index).copied())
            .unwrap_or(0);
        let after = self.starts.partition_point(|border| *border < end);
        let mut last = self.starts.get(after).copied().unwrap_or(length);
        while first < last && self.is_space(first) {
            first += 1;
        }
        while first < last && self.is_space(last - 1) {
            last -= 1;
        }
        Span {
            start: first,
            end: last,
            text: self
                .characters
                .get(first..last)
                .unwrap_or_default()
                .iter()
                .collect(),
        }
    }

    fn is_space(&self, position: usize) -> bool {
        self.characters
            .get(position)
            .is_some_and(|c| c.is_whitespace())
    }
}

/// Whether a sentence begins at `position`: after a line end, or after closing punctuation and a space.
fn begins(characters: &[char], position: usize) -> bool {
    let (Some(here), Some(before)) = (characters.get(position), characters.get(position - 1))
    else {
        return false;
    };
    if *before == '\n' {
        return *here != '\n';
    }
    if !before.is_whitespace() || !opens(*here) {
        return false;
    }
    let head = characters.get(..position - 1).unwrap_or_default();
    let Some(stop) = head.iter().rposition(|c| !closes(*c)) else {
        return false;
    };
    match head.get(stop) {
        Some('!' | '?' | '…') => true,
        Some('.') => !is_abbreviation(head.get(..stop).unwrap_or_default()),
        _ => false,
    }
}

fn opens(character: char) -> bool {
    character.is_uppercase() || character.is_numeric() || "\"'“‘«(".contains(character)
}

fn closes(character: char) -> bool {
    "\"'”’»)".contains(character)
}

/// Whether the word at the end of `head`, before a full stop, is an initial or a title.
fn is_abbreviation(head: &[char]) -> bool {
    let word: String = head
        .iter()
        .rev()
        .take_while(|c| c.is_alphanumeric() || **c == '.')
        .take(12)
        .collect();
    let word: String = word.chars().rev().collect::<String>().to_lowercase();
    let letters = word.chars().count();
    (letters == 1 && word.chars().all(char::is_alphabetic))
        || word.contains('.')
        || ABBREVIATIONS.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_sentence_ends_at_its_full_stop_and_not_at_a_title() {
        let text = "Headline without stop\n\nGen. Omar S. Diallo spoke. “It is over.” Nobody died.";
        let sentences = Sentences::new(text);
        let of = |words: &str| {
            let start = text[..text.find(words).unwrap()].chars().count();
            sentences.around(start, start + words.chars().count()).text
        };
        assert_eq!(of("without"), "Headline without stop");
        assert_eq!(of("Diallo"), "Gen. Omar S. Diallo spoke.");
        assert_eq!(of("over"), "“It is over.”");
        assert_eq!(of("Nobody"), "Nobody died.");
        assert_eq!(of("spoke. “It"), "Gen. Omar S. Diallo spoke. “It is over.”");
    }

    #[test]
    fn any_position_is_safe() {
        assert_eq!(Sentences::new("").around(3, 9).text, "");
        assert_eq!(Sentences::new("Yes. B").around(9, 2).text, "B");
    }
}
