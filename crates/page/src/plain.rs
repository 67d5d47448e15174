//! Plain text into blocks: paragraphs between blank lines, hard-wrapped lines joined again.

use std::ops::Range;

use crate::block::{Block, normalise};

/// A line is a candidate for hard wrapping only up to this many characters.
const WIDEST_WRAP: usize = 130;
/// A wrapped text has lines of at least this many characters.
const NARROWEST_WRAP: usize = 38;

/// Lines that are read; a report has some hundreds.
const MAX_LINES: usize = 50_000;

/// One line of the source.
struct Line<'a> {
    text: &'a str,
    /// Source code points.
    source: Range<usize>,
    width: usize,
}

/// Splits a text into its blocks, each with its place in the source. Whether there were more lines than are read.
pub(crate) fn blocks(text: &str) -> (Vec<Block>, bool) {
    let (lines, cut) = lines(text);
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
    (blocks, cut)
}

fn lines(text: &str) -> (Vec<Line<'_>>, bool) {
    let mut lines = Vec::new();
    let mut at = 0;
    for raw in text.split(['\n', '\u{2028}', '\u{2029}', '\u{c}', '\u{b}']) {
        for (index, part) in raw.split('\r').enumerate() {
            if lines.len() >= MAX_LINES {
                return (lines, true);
            }
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
    (lines, false)
}

/// The width at which the text was wrapped by hand or by a mailer, if it was: that of the widest wrapped paragraph.
fn wrap_width(lines: &[Line<'_>]) -> Option<usize> {
    let runs = lines
        .split(|line| line.width == 0)
        .filter(|run| run.len() > 1);
    runs.filter_map(run_width).max()
}

/// In a wrapped paragraph nearly every line is full (the next line's first word would not have fitted) or goes on in
/// lower case.
fn run_width(run: &[Line<'_>]) -> Option<usize> {
    let width = run.iter().map(|line| line.width).max()?;
    if !(NARROWEST_WRAP..=WIDEST_WRAP).contains(&width) {
        return None;
    }
    let new_paragraph =
        |pair: &[Line<'_>]| matches!(pair, [line, next] if is_closed(line) && is_indented(next));
    let pairs = || run.windows(2).filter(|pair| !new_paragraph(pair));
    let wrapped = |pair: &&[Line<'_>]| match pair {
        [line, next] => is_full(line, next, width) || starts_small(next),
        _ => false,
    };
    let small = run.iter().skip(1).any(starts_small);
    let (count, all) = (pairs().filter(wrapped).count(), pairs().count());
    (count > 0 && count * 10 >= all * 7 && (run.len() > 2 || small)).then_some(width)
}

fn is_indented(line: &Line<'_>) -> bool {
    line.text.starts_with([' ', '\t'])
}

fn starts_small(line: &Line<'_>) -> bool {
    line.text.trim_start().starts_with(char::is_lowercase)
}

/// Whether the next line's first word would not have fitted. Wrapping is never exact, least of all by hand: there is
/// slack, more of it where the sentence is not finished.
fn is_full(line: &Line<'_>, next: &Line<'_>, width: usize) -> bool {
    let word = next.text.split_whitespace().next().unwrap_or_default();
    let slack = if is_closed(line) { 4 } else { 10 };
    line.width + 1 + word.chars().count() + slack > width
}

fn is_closed(line: &Line<'_>) -> bool {
    line.text.trim_end().ends_with(['.', '!', '?', '”', '"'])
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
    let indented = is_indented(next) && !is_indented(line);
    let closed = is_closed(line);
    let fits = line.width <= width && next.width <= width;
    let mid_word = line.text.trim_end().ends_with('-');
    let goes_on = starts_small(next) && (mid_word || line.width * 2 > width);
    fits && (goes_on || is_full(line, next, width) && !(indented && closed))
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
        let (blocks, _) = blocks(text);
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
