//! One run without white space to words: which characters stay in their word.

use std::ops::Range;

use crate::abbreviation::{Kind, abbreviation};
use crate::character::{is_apostrophe, is_attached, is_currency, is_digit, is_hyphen, is_sign};
use crate::words::clitic;

/// Prefixes that keep their hyphen ("anti-war"), lower case.
const PREFIXES: [&str; 31] = [
    "anti", "arch", "co", "counter", "cross", "de", "e", "ex", "extra", "inter", "intra", "mega",
    "micro", "mid", "mini", "multi", "neo", "non", "over", "post", "pre", "pro", "pseudo", "quasi",
    "re", "semi", "socio", "sub", "super", "trans", "un",
];

/// No rule looks further than this many characters, so that a chunk of any length costs linear time.
const MAX_LOOK: usize = 40;

/// What happens at one character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Part of the word around it.
    Keep,
    /// The last character of its word.
    KeepAndEnd,
    /// A word of its own, or of a run of the same signs.
    Apart,
}

/// Cuts a chunk that holds no address. `next` is the chunk after it; `offset` is added to all ranges.
pub(super) fn cut(chunk: &str, next: Option<&str>, offset: usize, words: &mut Vec<Range<usize>>) {
    if chunk.is_empty() {
        return;
    }
    let before = words.len();
    let view = View::new(chunk, next);
    let mut start = 0;
    let mut last: Option<(char, Place)> = None;
    for index in 0..view.characters.len() {
        let (byte, character) = view.characters[index];
        let place = if is_attached(character) && last.is_some() {
            continue;
        } else {
            view.place(index)
        };
        let joined = match last {
            None => true,
            Some((_, Place::KeepAndEnd)) => false,
            Some((sign, Place::Apart)) => place == Place::Apart && run(sign, character),
            Some((_, Place::Keep)) => place != Place::Apart,
        };
        if !joined {
            push(chunk, start..byte, offset, words);
            start = byte;
        }
        last = Some((character, place));
    }
    push(chunk, start..chunk.len(), offset, words);
    debug_assert!(words.len() > before);
}

/// Adds one word, or the two that a clitic makes of it.
fn push(chunk: &str, word: Range<usize>, offset: usize, words: &mut Vec<Range<usize>>) {
    let (start, end) = (word.start + offset, word.end + offset);
    if start == end {
        return;
    }
    match clitic::split(&chunk[word]) {
        Some(at) => {
            words.push(start..start + at);
            words.push(start + at..end);
        }
        None => words.push(start..end),
    }
}

/// Whether two neighbouring signs make one word: "...", "--", "?!", "''".
fn run(sign: char, next: char) -> bool {
    match sign {
        '.' | '-' | '*' | '_' | '=' | '~' | '\'' | '`' | '’' | '‘' | '>' | '<' | '+' | '/' => {
            sign == next
        }
        '!' | '?' => matches!(next, '!' | '?'),
        _ => false,
    }
}

/// A chunk as characters with their bytes.
struct View<'a> {
    chunk: &'a str,
    next: Option<&'a str>,
    characters: Vec<(usize, char)>,
}

impl<'a> View<'a> {
    fn new(chunk: &'a str, next: Option<&'a str>) -> Self {
        let characters = chunk.char_indices().collect();
        Self {
            chunk,
            next,
            characters,
        }
    }

    fn at(&self, index: usize) -> Option<char> {
        self.characters.get(index).map(|(_, character)| *character)
    }

    fn before(&self, index: usize) -> Option<char> {
        self.at(index.checked_sub(1)?)
    }

    /// Whether there is a character of a word there (a letter, a digit, a mark).
    fn is_word(&self, index: usize) -> bool {
        self.at(index).is_some_and(|character| !is_sign(character))
    }

    fn is_word_before(&self, index: usize) -> bool {
        self.before(index)
            .is_some_and(|character| !is_sign(character))
    }

    fn between_digits(&self, index: usize) -> bool {
        self.before(index).is_some_and(is_digit) && self.at(index + 1).is_some_and(is_digit)
    }

    fn place(&self, index: usize) -> Place {
        let Some(character) = self.at(index) else {
            return Place::Keep;
        };
        if !is_sign(character) {
            return Place::Keep;
        }
        let keep = match character {
            '.' => self.keeps_stop(index),
            ',' | ':' => self.between_digits(index),
            '/' => self.between_digits(index) && self.is_date_or_time(),
            '&' | '_' | '~' | '=' | '*' | '^' | '\\' => {
                self.is_word_before(index) && self.is_word(index + 1)
            }
            '+' => !self.is_word_before(index) && self.at(index + 1).is_some_and(is_digit),
            '$' => return self.currency(index),
            _ if is_apostrophe(character) => self.keeps_apostrophe(index),
            _ if is_hyphen(character) => self.keeps_hyphen(index),
            _ => false,
        };
        if keep { Place::Keep } else { Place::Apart }
    }

    /// "US$5": the letters belong to the sign.
    fn currency(&self, index: usize) -> Place {
        let letters = self.characters[..index]
            .iter()
            .rev()
            .take(4)
            .take_while(|(_, c)| c.is_ascii_uppercase())
            .count();
        let number = self.at(index + 1).is_some_and(is_digit);
        if (1..=3).contains(&letters) && number {
            Place::KeepAndEnd
        } else {
            Place::Apart
        }
    }

    /// The word (letters, digits, inner stops) that ends before `index`.
    fn word_before(&self, index: usize) -> &'a str {
        let start = (0..index)
            .rev()
            .take(MAX_LOOK)
            .take_while(|at| {
                self.is_word(*at) || self.at(*at).is_some_and(|c| c == '.' || is_hyphen(c))
            })
            .last()
            .unwrap_or(index);
        let bytes = |at: usize| {
            self.characters
                .get(at)
                .map_or(self.chunk.len(), |(byte, _)| *byte)
        };
        let word = &self.chunk[bytes(start)..bytes(index)];
        if abbreviation(word).is_some() {
            return word;
        }
        word.rsplit(is_hyphen).next().unwrap_or(word)
    }

    fn keeps_stop(&self, index: usize) -> bool {
        let after = self.at(index + 1);
        if after == Some('.') || self.before(index) == Some('.') {
            return false;
        }
        if after.is_some_and(|character| !is_sign(character)) {
            return !self.is_missing_space(index);
        }
        if !self.is_word_before(index) {
            return false;
        }
        let word = self.word_before(index);
        match abbreviation(word) {
            None => false,
            Some(Kind::Number) => self
                .next
                .is_some_and(|next| next.starts_with(|c: char| is_digit(c) || c == '#')),
            // At the very end a title or an initial is an ordinary word: "plan B."
            Some(Kind::Title | Kind::Calendar) => {
                self.next.is_some() || after.is_some_and(is_hyphen)
            }
            Some(Kind::Any) => true,
        }
    }

    /// "the end.The start": a lower-case word, a stop and a capitalised word.
    fn is_missing_space(&self, index: usize) -> bool {
        let lower = |at: Option<char>| at.is_some_and(char::is_lowercase);
        lower(self.before(index))
            && index >= 2
            && lower(self.at(index - 2))
            && self.at(index + 1).is_some_and(char::is_uppercase)
            && self
                .at(index + 2)
                .is_none_or(|c| c.is_lowercase() || is_sign(c))
    }

    fn keeps_apostrophe(&self, index: usize) -> bool {
        let inside = self.is_word_before(index) && self.is_word(index + 1);
        let opens_year = self.at(index + 1).is_some_and(is_digit)
            && self.at(index + 2).is_some_and(is_digit)
            && self.at(index + 3).is_none_or(|c| c == 's' || is_sign(c));
        let closes_quote = matches!(self.at(index), Some('‘' | '`'));
        (inside && !closes_quote) || (index == 0 && opens_year && !closes_quote)
    }

    fn keeps_hyphen(&self, index: usize) -> bool {
        if !self.is_word(index + 1) {
            return false;
        }
        if !self.is_word_before(index) {
            // A negative number: "-5".
            return index == 0
                && self.at(index + 1).is_some_and(is_digit)
                && self.chunk.len() > 1
                && self.digits_only();
        }
        if self.between_digits(index) {
            return self.is_code_of_digits();
        }
        let start = (0..index)
            .rev()
            .take(MAX_LOOK)
            .take_while(|at| self.at(*at).is_some_and(char::is_alphabetic))
            .last();
        let Some(start) = start else { return false };
        let fresh = start == 0
            || self
                .at(start - 1)
                .is_some_and(|c| is_sign(c) && !is_hyphen(c) && c != '.');
        let prefix: String = self.characters[start..index]
            .iter()
            .map(|(_, c)| c.to_ascii_lowercase())
            .collect();
        fresh && PREFIXES.contains(&prefix.as_str())
    }

    /// The chunk up to closing punctuation.
    fn trimmed(&self) -> &'a str {
        if self.chunk.len() > MAX_LOOK {
            return "";
        }
        self.chunk
            .trim_matches(|c: char| is_sign(c) && !is_currency(c))
    }

    fn digits_only(&self) -> bool {
        let word = self.trimmed();
        !word.is_empty() && word.chars().all(|c| is_digit(c) || matches!(c, '.' | ','))
    }

    /// "2021-02-19", "713-853-3989", "555-1234"; not "2015-16" or "3-4".
    fn is_code_of_digits(&self) -> bool {
        let word = self.trimmed();
        let groups: Vec<&str> = word.split('-').collect();
        let digits = groups
            .iter()
            .all(|group| !group.is_empty() && group.chars().all(is_digit));
        digits
            && (groups.len() > 2
                || matches!(groups.as_slice(), [a, b] if a.len() == 3 && b.len() == 4))
    }

    /// "9/11", "05/12/2020", "24/7"; not the fractions "1/2" and "3/4".
    fn is_date_or_time(&self) -> bool {
        let word = self.trimmed();
        let groups: Vec<&str> = word.split('/').collect();
        let digits = groups
            .iter()
            .all(|group| (1..=4).contains(&group.len()) && group.chars().all(is_digit));
        digits && (groups.len() == 3 || (groups.len() == 2 && word.len() > 3) || word == "24/7")
    }
}
