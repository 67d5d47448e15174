//! Atoms: a sentence cut into words, numbers and signs, whatever way its tokens are cut.
//!
//! Dates and figures are spelled in many ways ("Feb. 26", "2021-02-26", "$5m", "twenty-two", "12th") and a tokenizer
//! may cut each of them in several. The patterns of [`crate::time`] and [`crate::quantity`] therefore read atoms,
//! which depend on the characters alone, and map back to tokens at the end.

use std::ops::Range;

use dateline_parse::{Analysis, Sentence};

/// A word, a number or one sign.
#[derive(Clone, Debug)]
pub(crate) struct Atom {
    /// The characters in lower case, with plain apostrophes, hyphens for every short dash.
    pub(crate) lower: String,
    /// Byte range in the text.
    pub(crate) bytes: Range<usize>,
    /// Value when the atom is written in digits.
    pub(crate) number: Option<f64>,
    /// Whether no white space stands before it.
    pub(crate) glued: bool,
    /// Whether it begins with a capital letter.
    pub(crate) capital: bool,
}

/// The atoms of one sentence.
#[derive(Debug)]
pub(crate) struct Atoms<'a> {
    /// The sentence they were cut from.
    pub(crate) sentence: &'a Sentence,
    list: Vec<Atom>,
    /// Range of tokens that each atom touches.
    tokens: Vec<Range<usize>>,
}

impl<'a> Atoms<'a> {
    /// Cuts a sentence.
    pub(crate) fn of(analysis: &Analysis, sentence: &'a Sentence) -> Self {
        let text = analysis.text.slice(sentence.bytes.clone());
        let list = cut(text, sentence.bytes.start);
        let tokens = align(&list, sentence);
        Self {
            sentence,
            list,
            tokens,
        }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// The atom at `index`, if there is one.
    pub(crate) fn get(&self, index: usize) -> Option<&Atom> {
        self.list.get(index)
    }

    /// The atom before `index`, if there is one.
    pub(crate) fn before(&self, index: usize) -> Option<&Atom> {
        index.checked_sub(1).and_then(|before| self.get(before))
    }

    /// Lower-case characters at `index`; empty outside the sentence.
    pub(crate) fn lower(&self, index: usize) -> &str {
        self.get(index).map_or("", |atom| atom.lower.as_str())
    }

    /// Lower-case characters `back` atoms before `index`; empty outside the sentence.
    pub(crate) fn lower_before(&self, index: usize, back: usize) -> &str {
        index
            .checked_sub(back)
            .map_or("", |position| self.lower(position))
    }

    /// Whether the atom is one of the words.
    pub(crate) fn is(&self, index: usize, words: &[&str]) -> bool {
        words.contains(&self.lower(index))
    }

    /// Whether the words stand here in sequence; gives the index after them.
    pub(crate) fn phrase(&self, index: usize, words: &[&str]) -> Option<usize> {
        let fits = words
            .iter()
            .enumerate()
            .all(|(offset, word)| self.lower(index + offset) == *word);
        fits.then_some(index + words.len())
    }

    /// The first of the phrases (words separated by single spaces) that stands here; gives the index after it.
    pub(crate) fn any_phrase(&self, index: usize, phrases: &[&str]) -> Option<usize> {
        phrases.iter().find_map(|phrase| {
            let words: Vec<&str> = phrase.split(' ').collect();
            self.phrase(index, &words)
        })
    }

    /// Value of digits without fraction at `index`.
    pub(crate) fn integer(&self, index: usize) -> Option<i64> {
        let number = self.get(index)?.number?;
        let whole = number.fract() == 0.0 && number.abs() < 1e15;
        #[expect(clippy::cast_possible_truncation, reason = "whole and below 1e15")]
        whole.then_some(number as i64)
    }

    /// Whether the atom stands directly at the one before, without white space.
    pub(crate) fn glued(&self, index: usize) -> bool {
        self.get(index).is_some_and(|atom| atom.glued)
    }

    /// Whether the atom begins with a capital letter.
    pub(crate) fn capital(&self, index: usize) -> bool {
        self.get(index).is_some_and(|atom| atom.capital)
    }

    /// Tokens that a range of atoms touches.
    pub(crate) fn tokens(&self, atoms: Range<usize>) -> Range<usize> {
        let touched = self.tokens.get(atoms).unwrap_or_default();
        match (touched.first(), touched.last()) {
            (Some(first), Some(last)) => first.start..last.end.max(first.start),
            _ => 0..0,
        }
    }

    /// Bytes from the first to the last of a range of atoms.
    pub(crate) fn bytes(&self, atoms: Range<usize>) -> Range<usize> {
        let touched = self.list.get(atoms).unwrap_or_default();
        match (touched.first(), touched.last()) {
            (Some(first), Some(last)) => first.bytes.start..last.bytes.end,
            _ => self.sentence.bytes.start..self.sentence.bytes.start,
        }
    }
}

/// The atoms of a phrase, in lower case.
pub(crate) fn words(text: &str) -> Vec<String> {
    cut(text, 0).into_iter().map(|atom| atom.lower).collect()
}

/// Cuts `text`, which begins at byte `offset` of the report.
fn cut(text: &str, offset: usize) -> Vec<Atom> {
    let mut atoms: Vec<Atom> = Vec::new();
    let mut glued = false;
    let mut at = 0;
    while let Some(first) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if first.is_whitespace() {
            at += first.len_utf8();
            glued = false;
            continue;
        }
        let rest = text.get(at..).unwrap_or_default();
        let after_letter = glued && atoms.last().is_some_and(|atom| is_word(&atom.lower));
        let parted = glued && after_number_and_point(&atoms);
        let length = if first.is_ascii_digit() {
            digits(rest, !parted)
        } else if first.is_alphabetic() {
            letters(rest)
        } else if is_apostrophe(first) && after_letter {
            clitic(rest)
        } else {
            first.len_utf8()
        };
        let form = rest.get(..length).unwrap_or_default();
        atoms.push(Atom {
            lower: normal(form),
            bytes: offset + at..offset + at + length,
            number: if first.is_ascii_digit() {
                form.replace(',', "").parse().ok()
            } else {
                None
            },
            glued,
            capital: first.is_uppercase(),
        });
        at += length;
        glued = true;
    }
    atoms
}

/// Whether the last two atoms are digits and a point right after them, as in "15.02.2021".
fn after_number_and_point(atoms: &[Atom]) -> bool {
    match atoms {
        [.., number, point] => number.number.is_some() && point.lower == "." && point.glued,
        _ => false,
    }
}

fn is_word(lower: &str) -> bool {
    lower.chars().next().is_some_and(char::is_alphabetic)
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '\u{2019}')
}

fn normal(form: &str) -> String {
    form.chars()
        .flat_map(char::to_lowercase)
        .map(|character| match character {
            '\u{2019}' | '\u{2018}' => '\'',
            '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' => '-',
            other => other,
        })
        .collect()
}

/// Length of a number: digits, thousands separated by commas, one decimal point if `fraction` is allowed.
fn digits(text: &str, fraction: bool) -> usize {
    let bytes = text.as_bytes();
    let run = |from: usize| {
        bytes
            .get(from..)
            .unwrap_or_default()
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };
    let mut end = run(0);
    if end <= 3 {
        while bytes.get(end) == Some(&b',') && run(end + 1) == 3 {
            end += 4;
        }
    }
    if fraction && bytes.get(end) == Some(&b'.') {
        let fraction = run(end + 1);
        let date_like = bytes.get(end + 1 + fraction) == Some(&b'.')
            && fraction > 0
            && run(end + 2 + fraction) > 0;
        if fraction > 0 && !date_like {
            end += 1 + fraction;
        }
    }
    end
}

/// Length of a word; "U.S." and "p.m." are one word, with the last point only if there are at least two.
fn letters(text: &str) -> usize {
    let word: usize = text
        .chars()
        .take_while(|character| character.is_alphanumeric())
        .map(char::len_utf8)
        .sum();
    let bytes = text.as_bytes();
    let pair = |at: usize| {
        bytes.get(at).is_some_and(u8::is_ascii_alphabetic) && bytes.get(at + 1) == Some(&b'.')
    };
    if word != 1 || !pair(0) || !pair(2) {
        return word;
    }
    let mut end = 4;
    while pair(end) {
        end += 2;
    }
    end
}

/// Length of "'s", "'ll" and the like.
fn clitic(text: &str) -> usize {
    let mut characters = text.chars();
    let apostrophe = characters.next().map_or(0, char::len_utf8);
    let rest: usize = characters
        .take_while(|character| character.is_alphabetic())
        .map(char::len_utf8)
        .sum();
    apostrophe + rest
}

/// Tokens that each atom touches; both lists run in text order.
fn align(atoms: &[Atom], sentence: &Sentence) -> Vec<Range<usize>> {
    let tokens = &sentence.tokens;
    let mut first = 0;
    let mut aligned = Vec::with_capacity(atoms.len());
    for atom in atoms {
        while tokens
            .get(first)
            .is_some_and(|token| token.bytes.end <= atom.bytes.start)
        {
            first += 1;
        }
        let touched = tokens
            .get(first..)
            .unwrap_or_default()
            .iter()
            .take_while(|token| token.bytes.start < atom.bytes.end)
            .count();
        aligned.push(first..first + touched);
    }
    aligned
}

/// Analyses for tests, without syntax: words and signs as tokens, a sentence after each full stop.
#[cfg(test)]
pub(crate) mod sample {
    use dateline_parse::{Analysis, Sentence, Token};
    use dateline_record::Text;

    /// Reads paragraphs separated by blank lines; a sentence ends at ". " before a capital letter.
    pub(crate) fn analysis(text: &str) -> Analysis {
        let mut analysis = Analysis {
            text: Text::new(text.to_owned()),
            ..Analysis::default()
        };
        let mut offset = 0;
        for (paragraph, content) in text.split("\n\n").enumerate() {
            let mut from = 0;
            for (at, _) in content.match_indices(". ") {
                let capital = content[at + 2..].starts_with(char::is_uppercase);
                let short = content[..at].ends_with(|last: char| last.is_uppercase())
                    || ["Feb", "Sept", "Jan", "Mr", "p.m", "a.m"]
                        .iter()
                        .any(|word| content[..at].ends_with(word));
                if capital && !short {
                    let bytes = offset + from..offset + at + 1;
                    analysis.sentences.push(sentence(text, bytes, paragraph));
                    from = at + 2;
                }
            }
            let bytes = offset + from..offset + content.len();
            analysis.sentences.push(sentence(text, bytes, paragraph));
            offset += content.len() + 2;
        }
        analysis
    }

    fn sentence(text: &str, bytes: std::ops::Range<usize>, paragraph: usize) -> Sentence {
        let tokens = super::cut(&text[bytes.clone()], bytes.start)
            .into_iter()
            .map(|atom| Token {
                form: text[atom.bytes.clone()].to_owned(),
                bytes: atom.bytes,
                lemma: atom.lower,
                upos: "X",
                xpos: String::new(),
                head: None,
                deprel: String::new(),
            })
            .collect();
        Sentence {
            bytes,
            paragraph,
            is_title: false,
            tokens,
            ..Sentence::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let atoms = cut(text, 0);
        let words: Vec<&str> = atoms.iter().map(|atom| atom.lower.as_str()).collect();
        assert_eq!(words, expected, "{text}");
    }

    #[test]
    fn numbers_keep_their_separators() {
        check("1,500 men, 2.5 km", &["1,500", "men", ",", "2.5", "km"]);
        check("2021-02-15", &["2021", "-", "02", "-", "15"]);
        check(
            "15.02.2021 and 2021, too",
            &["15", ".", "02", ".", "2021", "and", "2021", ",", "too"],
        );
        check("$5bn", &["$", "5", "bn"]);
    }

    #[test]
    fn words_keep_initials_and_lose_clitics() {
        check(
            "U.S. forces at 5 p.m. on Friday’s",
            &["u.s.", "forces", "at", "5", "p.m.", "on", "friday", "'s"],
        );
        check("twenty–two", &["twenty", "-", "two"]);
    }
}
