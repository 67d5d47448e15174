//! Words to word pieces and shape classes: the model's input alphabet (see `training/INTERFACE.md`).

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use crate::ParseError;
use crate::character::{is_digit, is_letter, is_nonspacing_mark, is_other, is_punctuation};

/// Parts longer than this many characters are unknown.
const MAX_PART: usize = 100;

/// The vocabulary of word pieces.
pub(crate) struct Vocabulary {
    ids: HashMap<Box<str>, i32>,
    max_word_pieces: usize,
    max_bytes: usize,
    pub(crate) unknown: i32,
    pub(crate) begin: i32,
    pub(crate) end: i32,
}

impl Vocabulary {
    /// Reads `vocab.txt`: one piece a line, its number is its id.
    pub(crate) fn open(lines: &str, max_word_pieces: usize) -> Result<Self, ParseError> {
        let ids: HashMap<Box<str>, i32> = (0..)
            .zip(lines.lines())
            .map(|(id, piece)| (piece.trim_end_matches('\r').into(), id))
            .collect();
        let special =
            |name: &'static str| ids.get(name).copied().ok_or(ParseError::Vocabulary(name));
        let (unknown, begin, end) = (special("[UNK]")?, special("[CLS]")?, special("[SEP]")?);
        let max_bytes = lines.lines().map(str::len).max().unwrap_or_default();
        Ok(Self {
            ids,
            max_word_pieces,
            max_bytes,
            unknown,
            begin,
            end,
        })
    }

    /// Whether the vocabulary holds the word in one piece.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.ids.contains_key(word)
    }

    /// The pieces of one word: at least one, at most `max_word_pieces`.
    pub(crate) fn word(&self, word: &str) -> Vec<i32> {
        let normal = normalise(word);
        if let Some(id) = self.ids.get(normal.as_str())
            && !normal.starts_with(['#', '['])
        {
            return vec![*id];
        }
        let mut pieces = Vec::new();
        for part in parts(&normal) {
            self.part(part, &mut pieces);
            if pieces.len() > self.max_word_pieces {
                break;
            }
        }
        if pieces.is_empty() || pieces.len() > self.max_word_pieces {
            return vec![self.unknown];
        }
        pieces
    }

    /// Greedy longest match first over one part.
    fn part(&self, part: &str, pieces: &mut Vec<i32>) {
        let before = pieces.len();
        let mut start = 0;
        if part.chars().take(MAX_PART + 1).count() > MAX_PART {
            pieces.push(self.unknown);
            return;
        }
        while start < part.len() {
            let Some((id, end)) = self.longest(part, start) else {
                pieces.truncate(before);
                pieces.push(self.unknown);
                return;
            };
            pieces.push(id);
            start = end;
        }
    }

    /// The longest piece that begins at `start`, with its end.
    fn longest(&self, part: &str, start: usize) -> Option<(i32, usize)> {
        let mut piece = if start == 0 {
            String::new()
        } else {
            "##".to_owned()
        };
        let prefix = piece.len();
        let mut end = part.len().min(start + self.max_bytes);
        while !part.is_char_boundary(end) {
            end -= 1;
        }
        piece.push_str(part.get(start..end)?);
        while piece.len() > prefix {
            if let Some(id) = self.ids.get(piece.as_str()) {
                return Some((*id, start + piece.len() - prefix));
            }
            piece.pop();
        }
        None
    }
}

/// BERT's uncased normaliser: no controls, no accents, lower case.
fn normalise(word: &str) -> String {
    if word.is_ascii() && !word.bytes().any(|byte| byte.is_ascii_control()) {
        return word.to_ascii_lowercase();
    }
    word.chars()
        .filter(|character| {
            matches!(character, '\t' | '\n' | '\r')
                || (!is_other(*character) && *character != '\u{FFFD}')
        })
        .nfd()
        .filter(|character| !is_nonspacing_mark(*character))
        .collect::<String>()
        .to_lowercase()
}

/// Splits a normalised word at white space and punctuation, each punctuation character alone.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let first = rest.chars().next()?;
        let end = if is_punctuation(first) {
            first.len_utf8()
        } else {
            rest.find(|character: char| character.is_whitespace() || is_punctuation(character))
                .unwrap_or(rest.len())
        };
        let (part, after) = rest.split_at(end);
        rest = after;
        Some(part)
    })
}

/// The shape classes of the words of one sentence.
pub(crate) fn shapes<'a>(words: impl Iterator<Item = &'a str>) -> Vec<i32> {
    let mut at_start = true;
    words
        .map(|word| {
            let shape = shape(word, at_start);
            at_start = at_start && shape == OTHER;
            shape
        })
        .collect()
}

const LOWER: i32 = 1;
const CAPITALISED: i32 = 2;
const CAPS: i32 = 3;
const SINGLE: i32 = 4;
const MIXED: i32 = 5;
const DIGIT: i32 = 6;
const OTHER: i32 = 7;
const INITIAL: i32 = 8;

fn shape(word: &str, at_start: bool) -> i32 {
    if word.chars().any(is_digit) {
        return DIGIT;
    }
    let mut letters = word.chars().filter(|character| is_letter(*character));
    let Some(first) = letters.next() else {
        return OTHER;
    };
    let rest = letters.clone().count();
    let upper_rest = letters.filter(|character| character.is_uppercase()).count();
    match (first.is_uppercase(), upper_rest) {
        (false, 0) => LOWER,
        (true, _) if rest == 0 => SINGLE,
        (true, upper) if upper == rest => CAPS,
        (true, 0) if at_start => INITIAL,
        (true, 0) => CAPITALISED,
        _ => MIXED,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn vocabulary() -> Vocabulary {
        let lines = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nu\n.\ns\nsyria\n##n\nnorth\n##ern\n'\nn\nt\ncafe";
        Vocabulary::open(lines, 16).unwrap()
    }

    fn check(word: &str, expect: &[i32]) {
        assert_eq!(vocabulary().word(word), expect, "{word}");
    }

    #[test]
    fn words_become_the_longest_pieces() {
        check("Syrian", &[7, 8]);
        check("northern", &[9, 10]);
        check("U.S.", &[4, 5, 6, 5]);
        check("n't", &[12, 11, 13]);
    }

    #[test]
    fn accents_and_controls_are_dropped() {
        check("Caf\u{e9}", &[14]);
        check("Cafe\u{301}", &[14]);
        check("ca\u{ad}fe", &[14]);
    }

    #[test]
    fn what_has_no_pieces_is_unknown() {
        check("\u{4e2d}", &[1]);
        check("\u{301}", &[1]);
        check(&"s.".repeat(9), &[1]);
        check(&"s".repeat(200), &[1]);
    }

    fn check_shapes(words: &str, expect: &[i32]) {
        assert_eq!(shapes(words.split(' ')), expect, "{words}");
    }

    #[test]
    fn shapes_tell_case_and_place() {
        check_shapes("“ The U.S. army", &[OTHER, INITIAL, CAPS, LOWER]);
        check_shapes(
            "A Reuters iPhone 5G X",
            &[SINGLE, CAPITALISED, MIXED, DIGIT, SINGLE],
        );
    }
}
