//! Plain text into blocks: paragraphs between blank lines, hard-wrapped lines joined again.

use std::ops::Range;

use crate::block::{Block, normalise};

/// A line is a candidate for hard wrapping only up to this many characters.
const WIDEST_WRAP: usize = 130;
/// A wrapped text has lines of at least this many characters.
const NARROWEST_WRAP: usize = 38;

/// One line of the source.
struct Line<'a> {
    text: &'a str,
    /// Source code points.
    source: Range<usize>,
    width: usize,
}

/// Splits a text into its blocks, each with its place in the source.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let lines = lines(text);
    let wrap = wrap_width(&lines);
    let mut blocks = Vec::new();
    let mut start = 0;
    for end in 1..=lines.len() {
        let joined = end < lines.len() && is_joined(&lines, end, wrap);
        if !joined {
            blocks.extend(lines.get(start..end).and_then(block));
            start = end;
        }
    }
    blocks
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut at = 0;
    for raw in text.split(['\n', '\u{2028}', '\u{2029}', '\u{c}', '\u{b}']) {
        for (index, part) in raw.split('\r').enumerate() {
            let ends_crlf = index > 0 && part.is_empty();
            let length = part.chars().count();
            at += usize::from(index > 0);
            if !ends_crlf {
                lines.push(Line {
                    text: part,
                    source: at..at + length,
                    width: part.trim().chars().count(),
                });
            }
            at += length;
        }
        at += 1;
    }
    lines
}

/// The width at which the text was wrapped by hand or by a mailer, if it was.
///
/// In wrapped text nearly every line that another one follows is full: the next line's first word would not have fitted.
fn wrap_width(lines: &[Line<'_>]) -> Option<usize> {
    let mut widths: Vec<usize> = lines
        .iter()
        .map(|line| line.width)
        .filter(|width| *width > 0)
        .collect();
    widths.sort_unstable();
    let widest = *widths.last()?;
    let typical = *widths.get(widths.len() * 9 / 10)?;
    let width = if widest <= WIDEST_WRAP {
        widest
    } else {
        typical
    };
    if !(NARROWEST_WRAP..=WIDEST_WRAP).contains(&width) || widest > 2 * WIDEST_WRAP {
        return None;
    }
    let pairs = || {
        lines
            .windows(2)
            .filter(|pair| pair.iter().all(|line| line.width > 0))
    };
    let full = pairs()
        .filter(|pair| matches!(pair, [line, next] if is_full(line, next, width)))
        .count();
    let all = pairs().count();
    (all > 0 && full * 10 >= all * 6).then_some(width)
}

/// Whether the next line's first word would not have fitted (a few characters of slack: wrapping is never exact).
fn is_full(line: &Line<'_>, next: &Line<'_>, width: usize) -> bool {
    let word = next.text.split_whitespace().next().unwrap_or_default();
    line.width + 1 + word.chars().count() + 4 > width
}

/// Whether line `index` goes on with the paragraph of the line before.
fn is_joined(lines: &[Line<'_>], index: usize, wrap: Option<usize>) -> bool {
    let (Some(line), Some(next)) = (lines.get(index - 1), lines.get(index)) else {
        return false;
    };
    let Some(width) = wrap else { return false };
    if line.width == 0 || next.width == 0 || starts_item(next.text) {
        return false;
    }
    let indented = next.text.starts_with([' ', '\t']) && !line.text.starts_with([' ', '\t']);
    let closed = line.text.trim_end().ends_with(['.', '!', '?', '”', '"']);
    let small = next.text.trim_start().starts_with(char::is_lowercase);
    small || (is_full(line, next, width) && !(indented && closed))
}

/// Bullets and numbers of list items.
fn starts_item(line: &str) -> bool {
    let line = line.trim_start();
    let bullet = line.strip_prefix(['*', '-', '•', '–', '·', '▪', '‣']);
    bullet.is_some_and(|rest| rest.starts_with([' ', '\t', '\u{a0}']))
}

fn block(lines: &[Line<'_>]) -> Option<Block> {
    let mut text = String::new();
    for line in lines {
        // A word split at its own hyphen ("anti-\ngovernment") keeps it.
        let split =
            text.ends_with('-') && text.chars().rev().nth(1).is_some_and(char::is_alphabetic);
        if !text.is_empty() && !split {
            text.push(' ');
        }
        text.push_str(line.text.trim());
    }
    let text = normalise(&text);
    if !text.chars().any(char::is_alphanumeric) {
        return None;
    }
    let start = lines.first()?.source.start;
    Some(Block::new(text, start..lines.last()?.source.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let blocks = blocks(text);
        let texts: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, expected);
        for block in &blocks {
            let source: String = text
                .chars()
                .skip(block.source.start)
                .take(block.source.len())
                .collect();
            assert_eq!(normalise(&source.replace("-\n", "-")), block.text);
        }
    }

    #[test]
    fn blank_lines_divide() {
        check(
            "Title\r\n\r\nOne.\u{a0}Two.\r\n\r\n\r\n----\r\n\r\nThree é.",
            &["Title", "One. Two.", "Three é."],
        );
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let text = "Army says convoy was hit near the border\n\nA convoy carrying food for a besieged town was hit by\nmortar fire on Monday, the army said. Nobody claimed the\nattack. An anti-\ngovernment group denied it.\n";
        check(
            text,
            &[
                "Army says convoy was hit near the border",
                "A convoy carrying food for a besieged town was hit by mortar fire on Monday, the army said. Nobody claimed the attack. An anti-government group denied it.",
            ],
        );
    }

    #[test]
    fn one_paragraph_a_line_is_not_joined() {
        let long = "The ministry said that the attackers had come in four vehicles and had left before dawn, taking nothing but radios, fuel, maps and two prisoners with them.";
        check(
            &format!("Raid on post\n{long}\nHe declined to say more.\n{long}"),
            &["Raid on post", long, "He declined to say more.", long],
        );
    }

    #[test]
    fn menus_are_not_joined() {
        check(
            "Home\nWorld\nAbout us\nThe general was arrested at his home on Sunday.",
            &[
                "Home",
                "World",
                "About us",
                "The general was arrested at his home on Sunday.",
            ],
        );
    }
}
