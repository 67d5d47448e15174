//! Quotations: stretches between quotation marks, inside one paragraph.

use std::ops::Range;

use dateline_parse::Analysis;
use dateline_record::Quoted;

/// Byte ranges of the quotations, marks included, in text order. A quotation that is not closed ends with its paragraph.
pub(crate) fn find(analysis: &Analysis) -> Vec<Range<usize>> {
    let text = analysis.text.as_str();
    let mut quotes = Vec::new();
    let mut open: Option<usize> = None;
    for (at, character) in text.char_indices() {
        let ends_paragraph = character == '\n' && text[at..].starts_with("\n\n");
        match character {
            '“' | '„' | '«' if open.is_none() => open = Some(at),
            '”' | '»' => {
                if let Some(start) = open.take() {
                    quotes.push(start..at + character.len_utf8());
                }
            }
            '"' => match open.take() {
                Some(start) => quotes.push(start..at + 1),
                None => open = Some(at),
            },
            _ if ends_paragraph => {
                if let Some(start) = open.take() {
                    quotes.push(start..at);
                }
            }
            _ => {}
        }
    }
    if let Some(start) = open {
        quotes.push(start..text.len());
    }
    quotes
}

/// How much of the content stands in quotation marks.
pub(crate) fn manner(content: &Range<usize>, quotes: &[Range<usize>]) -> Quoted {
    let quoted: usize = quotes
        .iter()
        .map(|quote| {
            quote
                .end
                .min(content.end)
                .saturating_sub(quote.start.max(content.start))
        })
        .sum();
    let outside = content.len().saturating_sub(quoted);
    if quoted <= 2 {
        Quoted::Indirect
    } else if outside * 8 <= content.len() {
        Quoted::Direct
    } else {
        Quoted::Mixed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(content: Range<usize>, quote: Range<usize>, expected: Quoted) {
        assert_eq!(manner(&content, &[quote]), expected);
    }

    #[test]
    fn a_content_without_quotation_marks_is_indirect() {
        check(10..60, 70..90, Quoted::Indirect);
    }

    #[test]
    fn a_content_inside_one_quotation_is_direct() {
        check(11..59, 10..60, Quoted::Direct);
    }

    #[test]
    fn a_quoted_fragment_is_mixed() {
        check(10..60, 40..60, Quoted::Mixed);
    }
}
