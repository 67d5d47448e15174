//! Where one sentence ends and the next begins.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use crate::abbreviation::{Kind, abbreviation};
use crate::character::is_digit;

/// Sentences inside a longer quotation stand alone even where a clause around it names the speaker.
const MAX_QUOTE: usize = 400;

/// No rule looks further than this many bytes.
const MAX_LOOK: usize = 80;

/// Words that open a sentence and are not the capitalised second part of a name.
static STARTERS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    include_str!("../data/starters.txt")
        .split_whitespace()
        .collect()
});

/// Verbs that follow a quotation ("“Why?” Angela Merkel asked").
const SPEECH: [&str; 14] = [
    "said", "says", "asked", "asks", "told", "tells", "added", "adds", "wrote", "writes", "cried",
    "shouted", "replied", "tweeted",
];

/// The bytes at which a new sentence begins inside a paragraph, in order.
pub(crate) fn borders(paragraph: &str) -> Vec<usize> {
    let mut borders = Vec::new();
    let quotes = embedded_quotes(paragraph);
    let mut quotes = quotes.iter().peekable();
    let mut start = 0;
    let mut position = 0;
    while let Some(found) = paragraph[position..].find(is_stop) {
        let stop = position + found;
        let rest = &paragraph[stop..];
        let stops = rest.len() - rest.trim_start_matches(is_stop).len();
        let after_stops = &rest[stops..];
        let closed = without_notes(after_stops.trim_start_matches(is_closer));
        let closers = after_stops.len() - closed.len();
        let next = closed.trim_start();
        position = stop + stops + closers;
        while quotes.next_if(|quote| quote.end <= stop).is_some() {}
        let inside = quotes
            .peek()
            .is_some_and(|quote| quote.start < stop && position < quote.end);
        if next.is_empty() || next.len() == closed.len() || inside {
            continue;
        }
        let place = Place {
            sentence: &paragraph[start..stop],
            stops: &rest[..stops],
            closers: &after_stops[..closers],
            next,
        };
        if place.is_border() {
            start = paragraph.len() - next.len();
            borders.push(start);
        }
    }
    borders
}

fn is_stop(character: char) -> bool {
    matches!(character, '.' | '!' | '?' | '…')
}

fn is_closer(character: char) -> bool {
    matches!(character, '”' | '’' | '"' | '\'' | ')' | ']' | '»')
}

fn is_opener(character: char) -> bool {
    matches!(
        character,
        '“' | '‘' | '"' | '\'' | '(' | '[' | '«' | '—' | '–' | '-' | '•' | '*' | '¿' | '¡'
    )
}

/// Short quotations that are part of a sentence around them: "“We saw it. It was big,” he said.", "He said: “No. Never.”"
fn embedded_quotes(paragraph: &str) -> Vec<Range<usize>> {
    let mut quotes = Vec::new();
    let mut open: Option<usize> = None;
    let mut before = ' ';
    for (byte, character) in paragraph.char_indices() {
        let opens =
            character == '“' || (character == '"' && open.is_none() && !before.is_alphanumeric());
        let closes = character == '”' || (character == '"' && !opens);
        if opens {
            open = Some(byte);
        } else if closes
            && let Some(start) = open.take()
            && byte - start <= MAX_QUOTE
            && is_embedded(
                &paragraph[..start],
                before,
                &paragraph[byte + character.len_utf8()..],
            )
        {
            quotes.push(start..byte + character.len_utf8());
        }
        before = character;
    }
    quotes
}

/// Whether the text before a quotation leads into it, or the text after it goes on.
fn is_embedded(before: &str, last: char, after: &str) -> bool {
    let before = before.trim_end();
    let leads = before
        .chars()
        .next_back()
        .is_some_and(|character| character.is_alphanumeric() || matches!(character, ',' | ':'));
    let goes_on = matches!(last, ',')
        || after
            .trim_start()
            .starts_with(|c: char| c.is_lowercase() || c == ',');
    leads || goes_on
}

/// Without footnote marks right behind a stop: "[17]".
fn without_notes(mut text: &str) -> &str {
    while let Some(note) = text.trim_start().strip_prefix('[') {
        let digits = note.bytes().take_while(u8::is_ascii_digit).count();
        match note.get(digits..).and_then(|rest| rest.strip_prefix(']')) {
            Some(rest) if (1..=3).contains(&digits) => text = rest,
            _ => break,
        }
    }
    text
}

/// A stop with its surroundings.
struct Place<'a> {
    /// The sentence up to the stop.
    sentence: &'a str,
    /// The stop or stops.
    stops: &'a str,
    /// Closing quotes and brackets behind it.
    closers: &'a str,
    /// What follows the white space.
    next: &'a str,
}

impl Place<'_> {
    fn is_border(&self) -> bool {
        let opened = self.next.trim_start_matches(is_opener);
        let Some(first) = opened.chars().next() else {
            return false;
        };
        if first.is_lowercase()
            || matches!(first, ',' | ';' | ':' | '.' | '!' | '?' | '%' | '&' | '/')
        {
            return false;
        }
        if !self.closers.is_empty() && self.speech_follows() {
            return false;
        }
        if self.stops != "." {
            return true;
        }
        self.full_stop_ends(first)
    }

    /// Whether a single full stop ends the sentence, given the first character of the next word.
    fn full_stop_ends(&self, first: char) -> bool {
        let word = self.last_word();
        if self.is_list_number(word) {
            return false;
        }
        match abbreviation(word) {
            None => true,
            Some(_) if self.closers.contains(['"', '”', ')']) => true,
            Some(Kind::Title) if word.chars().count() == 1 => {
                self.starter_follows() && !self.names_before(word)
            }
            Some(Kind::Title) => false,
            Some(Kind::Number | Kind::Calendar) => !is_digit(first),
            Some(Kind::Any) => self.starter_follows(),
        }
    }

    /// The word before the stop, opening signs left out.
    fn last_word(&self) -> &str {
        let from = self.sentence.len().saturating_sub(MAX_LOOK);
        let tail = &self.sentence[self.sentence.ceil_char_boundary(from)..];
        tail.rsplit(|character: char| {
            character.is_whitespace() || is_opener(character) || character == '/'
        })
        .next()
        .unwrap_or_default()
    }

    /// "1." or "a." at the very beginning.
    fn is_list_number(&self, word: &str) -> bool {
        self.sentence.trim_start().len() == word.len()
            && word.len() <= 2
            && word.chars().all(|c| c.is_ascii_alphanumeric())
    }

    /// Whether the word before an initial is capitalised, as in "Albert B.".
    fn names_before(&self, initial: &str) -> bool {
        let before = &self.sentence[..self.sentence.len() - initial.len()];
        let from = before.ceil_char_boundary(before.len().saturating_sub(MAX_LOOK));
        before[from..]
            .split_whitespace()
            .next_back()
            .and_then(|word| word.chars().next())
            .is_some_and(char::is_uppercase)
    }

    fn starter_follows(&self) -> bool {
        let word = self.next.trim_start_matches(is_opener);
        let end = word
            .find(|character: char| !character.is_alphabetic())
            .unwrap_or(word.len());
        STARTERS.contains(&word[..end])
    }

    /// Whether a verb of speech follows within five words, before any comma or stop.
    fn speech_follows(&self) -> bool {
        if self.stops.contains('.') && self.stops.len() == 1 || self.next.starts_with(is_opener) {
            return false;
        }
        let look = &self.next[..self.next.floor_char_boundary(MAX_LOOK)];
        let clause = look
            .split([',', '.', '!', '?', ';', ':', '“', '"'])
            .next()
            .unwrap_or_default();
        clause
            .split_whitespace()
            .take(5)
            .any(|word| SPEECH.contains(&word))
    }
}
