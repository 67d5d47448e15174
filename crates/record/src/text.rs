//! Text and the spans that point into it.

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A stretch of `report.text`. Positions are Unicode code points, end exclusive; `text` is exactly that slice.
#[derive(
    Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct Span {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The slice itself.
    pub text: String,
}

impl Span {
    /// Whether the two spans share at least one code point.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// The clean text of a report, able to turn byte ranges (what the stages work in) into code-point [`Span`]s.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    content: String,
    /// Code points before each block of [`BLOCK`] bytes.
    before_block: Vec<usize>,
}

/// Bytes per block of the index: a lookup counts at most this many bytes.
const BLOCK: usize = 256;

impl Text {
    /// Indexes the text once, in time linear in its length.
    #[must_use]
    pub fn new(content: String) -> Self {
        let mut before_block = Vec::with_capacity(content.len() / BLOCK + 1);
        let mut count = 0;
        for block in content.as_bytes().chunks(BLOCK) {
            before_block.push(count);
            count += code_points(block);
        }
        before_block.push(count);
        Self {
            content,
            before_block,
        }
    }

    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.content
    }

    /// The slice at a byte range; empty if the range is not on character borders or lies outside.
    #[must_use]
    pub fn slice(&self, bytes: Range<usize>) -> &str {
        self.content.get(bytes).unwrap_or_default()
    }

    /// Code points before byte offset `byte` (clamped to the length).
    #[must_use]
    pub fn codepoint(&self, byte: usize) -> usize {
        let byte = byte.min(self.content.len());
        let block = byte / BLOCK;
        let before = self.before_block.get(block).copied().unwrap_or_default();
        let rest = self.content.as_bytes().get(block * BLOCK..byte);
        before + rest.map_or(0, code_points)
    }

    /// The span of a byte range. Both ends must be character borders; a range that is not gives an empty span.
    #[must_use]
    pub fn span(&self, bytes: Range<usize>) -> Span {
        let text = self.slice(bytes.clone()).to_owned();
        let start = self.codepoint(bytes.start);
        let end = start + text.chars().count();
        Span { start, end, text }
    }
}

/// Counts the bytes that begin a UTF-8 character.
fn code_points(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte & 0xC0) != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_count_code_points_across_blocks() {
        let content = "é„x“ ".repeat(300);
        let text = Text::new(content.clone());
        let chars: Vec<(usize, char)> = content.char_indices().collect();
        for (position, (byte, character)) in chars.iter().enumerate() {
            let span = text.span(*byte..byte + character.len_utf8());
            assert_eq!(span.start, position);
            assert_eq!(span.text, character.to_string());
        }
    }

    #[test]
    fn a_range_off_the_borders_gives_an_empty_span() {
        let text = Text::new("é".to_owned());
        assert_eq!(text.span(1..2).text, "");
        assert_eq!(text.span(5..9).text, "");
    }
}
