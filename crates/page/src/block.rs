//! A block: one line or paragraph of a report, before it is known whether it belongs to the article.

use std::ops::Range;

/// What the markup says about a block; plain text says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A paragraph or a line.
    Paragraph,
    /// A heading.
    Heading,
    /// An item of a list.
    Item,
    /// A cell of the n-th table.
    Cell(usize),
}

/// One line or paragraph.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// White space normalised, never empty.
    pub(crate) text: String,
    /// Where it stands in the source, in code points. Only for plain text.
    pub(crate) source: Range<usize>,
    /// What the markup says.
    pub(crate) form: Form,
    /// Share of its characters that are links, 0 to 1.
    pub(crate) links: f32,
    /// The markup puts it into a box that is not the article ("related", "share", …).
    pub(crate) boxed: bool,
}

impl Block {
    pub(crate) fn new(text: String, source: Range<usize>) -> Self {
        Self {
            text,
            source,
            form: Form::Paragraph,
            links: 0.0,
            boxed: false,
        }
    }

    /// White-space separated words that have a letter or a digit.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        let has_letter = |word: &&str| word.chars().any(char::is_alphanumeric);
        self.text.split_whitespace().filter(has_letter)
    }

    pub(crate) fn word_count(&self) -> usize {
        self.words().count()
    }

    /// Ends like a sentence: `.`, `!`, `?` or `…`, perhaps behind a closing quote or bracket, or before a short bracketed
    /// note ("[4]", "(more)").
    pub(crate) fn is_closed(&self) -> bool {
        let note = match self.text.chars().next_back() {
            Some(']') => self.text.rfind('['),
            Some(')') => self.text.rfind('('),
            _ => None,
        };
        let noted = note.and_then(|at| Some((self.text.get(..at)?, self.text.get(at..)?)));
        ends_sentence(&self.text)
            || noted.is_some_and(|(before, note)| {
                note.split_whitespace().count() <= 3 && ends_sentence(before)
            })
    }

    /// Has a quotation mark that opens speech.
    pub(crate) fn has_quote(&self) -> bool {
        self.text.contains(['“', '”', '"', '«', '»', '„']) || self.text.starts_with(['‘', '\''])
    }

    /// A paragraph of running text: a sentence of some length, or several of which the last was cut off.
    pub(crate) fn is_sentence(&self) -> bool {
        let words = self.word_count();
        (words >= 8 && self.is_closed()) || (words >= 25 && self.sentence_ends() >= 1)
    }

    /// Full stops between words of running text ("gate. The"), not those of abbreviations and initials.
    pub(crate) fn sentence_ends(&self) -> usize {
        let words = || self.text.split_whitespace();
        let pairs = words().zip(words().skip(1));
        let ends = |(before, after): &(&str, &str)| {
            let core = before.trim_end_matches(['"', '”', '’', ')', ']']);
            let long = core
                .trim_end_matches('.')
                .chars()
                .filter(|character| character.is_alphabetic())
                .count()
                >= 4;
            core.ends_with(['.', '!', '?'])
                && long
                && after.starts_with(|first: char| !first.is_lowercase())
        };
        pairs.filter(ends).count()
    }

    /// Share of the words of four letters and more that begin with a capital: near 1 in menus and names. 0 for text all in
    /// capitals, where it says nothing.
    pub(crate) fn capital_share(&self) -> f32 {
        if !self.text.contains(char::is_lowercase) && self.word_count() > 5 {
            return 0.0;
        }
        let long = || self.words().filter(|word| word.chars().count() >= 4);
        let capitals = long()
            .filter(|word| word.chars().any(char::is_uppercase))
            .count();
        ratio(capitals, long().count())
    }
}

fn ends_sentence(text: &str) -> bool {
    let core = text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '*', ' ']);
    core.ends_with(['.', '!', '?', '…'])
}

/// `part / whole`, 0 for an empty whole.
pub(crate) fn ratio(part: usize, whole: usize) -> f32 {
    let float = |count: usize| f32::from(u16::try_from(count).unwrap_or(u16::MAX));
    if whole == 0 {
        0.0
    } else {
        float(part) / float(whole)
    }
}

/// Joins runs of white space to one space; leaves out control, zero-width and direction characters.
pub(crate) fn normalise(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for character in text.chars() {
        let invisible = matches!(character, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
        if character.is_whitespace() || (character.is_control() && character != '\u{7f}') {
            if !clean.ends_with(' ') && !clean.is_empty() {
                clean.push(' ');
            }
        } else if !invisible && !character.is_control() {
            clean.push(character);
        }
    }
    clean.truncate(clean.trim_end().len());
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(text: &str) -> Block {
        Block::new(text.to_owned(), 0..0)
    }

    #[test]
    fn white_space_is_one_space_and_other_characters_stay() {
        assert_eq!(
            normalise(" Iran’s\u{a0}\t“plan”\r\n is\0 off\u{200b}. "),
            "Iran’s “plan” is off."
        );
        assert_eq!(normalise("\u{feff}"), "");
    }

    #[test]
    fn sentences_are_told_from_labels() {
        assert!(block("“We will not leave this town,” the mayor said on Friday.").is_sentence());
        assert!(block("He said: “We will not leave this town tonight.”").is_sentence());
        assert!(!block("World News Politics Business Sport").is_closed());
        assert!(block("World News Politics Business Sport").capital_share() > 0.9);
    }
}
