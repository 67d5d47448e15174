//! Clean text to sentences: paragraphs first, then the sentences inside each.

use std::ops::Range;

use crate::border::borders;
use crate::character::is_separator;
use crate::dateline;

/// One sentence of the text, still without words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// Bytes of the text, without white space around.
    pub(crate) bytes: Range<usize>,
    /// Number of the paragraph.
    pub(crate) paragraph: usize,
    /// Whether it is the headline.
    pub(crate) is_title: bool,
}

/// The sentences of a clean text, in order. The title, when there is one, is the first line and one sentence.
pub(crate) fn split(text: &str, has_title: bool) -> Vec<Stretch> {
    let mut sentences = Vec::new();
    for (paragraph, bytes) in paragraphs(text, has_title).into_iter().enumerate() {
        let is_title = has_title && paragraph == 0;
        let parts = if is_title {
            vec![bytes]
        } else {
            sentences_of(text, bytes)
        };
        sentences.extend(parts.into_iter().map(|bytes| Stretch {
            bytes,
            paragraph,
            is_title,
        }));
    }
    sentences
}

/// Paragraphs: the title line, then what blank lines separate. Without white space around, never empty.
fn paragraphs(text: &str, has_title: bool) -> Vec<Range<usize>> {
    let mut paragraphs = Vec::new();
    let mut start = 0;
    let mut end = 0;
    let mut position = 0;
    for line in text.split_inclusive('\n') {
        let after = position + line.len();
        let blank = line.chars().all(is_separator);
        let ends = blank || (has_title && paragraphs.is_empty());
        if !blank {
            end = after;
        }
        if ends {
            paragraphs.extend(trim(text, start..end));
            start = after;
            end = after;
        }
        position = after;
    }
    paragraphs.extend(trim(text, start..end));
    paragraphs
}

/// The range without white space around it; nothing when nothing is left.
fn trim(text: &str, bytes: Range<usize>) -> Option<Range<usize>> {
    let slice = text.get(bytes.clone())?;
    let from = slice.find(|character| !is_separator(character))?;
    let kept = slice.trim_end_matches(is_separator);
    Some(bytes.start + from..bytes.start + kept.len())
}

/// The sentences of one paragraph; a dateline stands alone, so that place and agency are not read as its first clause.
fn sentences_of(text: &str, paragraph: Range<usize>) -> Vec<Range<usize>> {
    let dateline = dateline::length(&text[paragraph.clone()]);
    if dateline == 0 {
        return sentences_within(text, paragraph);
    }
    let body = paragraph.start + dateline;
    let mut sentences: Vec<Range<usize>> = trim(text, paragraph.start..body).into_iter().collect();
    let rest = trim(text, body..paragraph.end);
    sentences.extend(
        rest.into_iter()
            .flat_map(|rest| sentences_within(text, rest)),
    );
    sentences
}

/// The sentences of a paragraph without a dateline.
fn sentences_within(text: &str, paragraph: Range<usize>) -> Vec<Range<usize>> {
    let slice = &text[paragraph.clone()];
    let letter_after = |start: usize| {
        slice[start..]
            .find(char::is_alphanumeric)
            .map(|at| start + at)
    };
    let last = slice.rfind(char::is_alphanumeric).unwrap_or_default();
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut first = letter_after(0);
    for border in borders(slice) {
        if first.is_some_and(|first| first < border) && border <= last {
            sentences.extend(trim(
                text,
                paragraph.start + start..paragraph.start + border,
            ));
            start = border;
            first = letter_after(start);
        }
    }
    sentences.extend(trim(text, paragraph.start + start..paragraph.end));
    sentences
}

#[cfg(test)]
mod tests {
    use super::split;
    use proptest::prelude::*;

    fn check(text: &str, has_title: bool, expect: &[&str]) {
        let found: Vec<&str> = split(text, has_title)
            .into_iter()
            .map(|sentence| &text[sentence.bytes])
            .collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn the_title_and_paragraphs_are_borders() {
        check(
            "Troops leave town\n\nThey left\n\non Friday.",
            true,
            &["Troops leave town", "They left", "on Friday."],
        );
        check("One. Two.\n \nThree.", false, &["One.", "Two.", "Three."]);
        check("  \n\n ", true, &[]);
    }

    #[test]
    fn abbreviations_do_not_end_sentences() {
        check(
            "Gen. Dwight Eisenhower met Lt. Col. Theodore Roosevelt at 9 a.m. on Jan. 5. No. 7 was hit. Brig. Gen. Pershing left.",
            false,
            &[
                "Gen. Dwight Eisenhower met Lt. Col. Theodore Roosevelt at 9 a.m. on Jan. 5.",
                "No. 7 was hit.",
                "Brig. Gen. Pershing left.",
            ],
        );
        check(
            "The U.S. Army said John F. Kennedy died. He was 46.",
            false,
            &["The U.S. Army said John F. Kennedy died.", "He was 46."],
        );
        check(
            "It happened in the U.S. The army left.",
            false,
            &["It happened in the U.S.", "The army left."],
        );
    }

    #[test]
    fn a_dateline_stands_alone() {
        check(
            "GAO, Mali (Wire) - Troops left. They went north.\n\n21:40 - Police impose a curfew.\n\nBamako, 13 March 2024 – The staff said no.",
            false,
            &[
                "GAO, Mali (Wire) -",
                "Troops left.",
                "They went north.",
                "21:40 -",
                "Police impose a curfew.",
                "Bamako, 13 March 2024 –",
                "The staff said no.",
            ],
        );
        check(
            "The army - or what is left of it - fled.",
            false,
            &["The army - or what is left of it - fled."],
        );
    }

    #[test]
    fn a_short_quote_stays_with_its_speaker() {
        check(
            "“We will act!” the minister said. He left.",
            false,
            &["“We will act!” the minister said.", "He left."],
        );
    }

    #[test]
    fn sentences_inside_quotes_and_parentheses_stand_alone() {
        check(
            "“We saw it. It was big,” he said. (Nobody else did.) \"Why?\" Angela Merkel asked. \"No.\" She left.",
            false,
            &[
                "“We saw it. It was big,” he said.",
                "(Nobody else did.)",
                "\"Why?\" Angela Merkel asked.",
                "\"No.\"",
                "She left.",
            ],
        );
    }

    #[test]
    fn ellipses_numbers_and_names_do_not_mislead() {
        check(
            "He paused ... then left. Wait… What?",
            false,
            &["He paused ... then left.", "Wait…", "What?"],
        );
        check(
            "It rose 3.5 per cent. 20 people died.",
            false,
            &["It rose 3.5 per cent.", "20 people died."],
        );
        check(
            "1. Open the file. 2. Read it.",
            false,
            &["1. Open the file.", "2. Read it."],
        );
        check("She and I. He too.", false, &["She and I.", "He too."]);
    }

    proptest! {
        #[test]
        fn sentences_lie_in_the_text_in_order(text in "(\\PC|[\\n.!?\"“”() A-Za-z]){0,200}", title: bool) {
            let mut end = 0;
            for sentence in split(&text, title) {
                prop_assert!(sentence.bytes.start >= end);
                prop_assert!(!text[sentence.bytes.clone()].contains("\n\n"));
                prop_assert!(text[end..sentence.bytes.start].chars().all(crate::character::is_separator));
                end = sentence.bytes.end;
            }
            prop_assert!(text[end..].chars().all(crate::character::is_separator));
        }
    }
}
