//! Quotations: how a record line points into the report.
//!
//! `"raid"` is the only place where the words stand, `"raid"#2` the second of several, `"at least ... killed"` the
//! stretch from the first words to the last inside one paragraph. Words match whole words only. Where the report block
//! has marks, a label (`e1`) may stand instead of a quotation; it points at every mark of that label.

use std::{fmt, ops::Range};

use dateline_record::{Span, Text};

use crate::marks::{Label, Marks};

/// What stands between the first and the last words of a long quotation.
const ELISION: &str = " ... ";

/// Words of the report, as a record line points at them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Quote {
    /// The words themselves.
    Words {
        /// The words, possibly with an elision.
        words: String,
        /// Which of several places is meant, counted from 1.
        nth: Option<usize>,
    },
    /// The label of marks in the report block.
    Label(Label),
}

impl Quote {
    /// The label, if the line points with one.
    pub(crate) const fn label(&self) -> Option<Label> {
        match self {
            Self::Words { .. } => None,
            Self::Label(label) => Some(*label),
        }
    }
}

impl fmt::Display for Quote {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words { words, .. } => write!(formatter, "{words:?}"),
            Self::Label(label) => write!(formatter, "{label}"),
        }
    }
}

/// Finds quotations and labels in the clean text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Locator<'t> {
    pub(crate) text: &'t Text,
    pub(crate) marks: &'t Marks,
}

impl Locator<'_> {
    /// The span of a byte range.
    pub(crate) fn span(&self, range: &Range<usize>) -> Span {
        self.text.span(range.clone())
    }

    /// Every place where the words or marks stand, or the one that the quotation names, in text order.
    pub(crate) fn all(&self, quote: &Quote) -> Result<Vec<Range<usize>>, String> {
        let (words, nth) = match quote {
            Quote::Words { words, nth } => (words, *nth),
            Quote::Label(label) => return self.marked(*label),
        };
        let mut places = occurrences(self.text.as_str(), words);
        if places.is_empty() {
            return Err(format!("the report has no {quote}"));
        }
        let Some(nth) = nth else {
            return Ok(places);
        };
        let count = places.len();
        if nth == 0 || nth > count {
            return Err(format!("the report has {quote} {count} times, not {nth}"));
        }
        Ok(vec![places.swap_remove(nth - 1)])
    }

    fn marked(&self, label: Label) -> Result<Vec<Range<usize>>, String> {
        let places = self.marks.ranges(label);
        if places.is_empty() {
            return Err(format!(
                "the report has no mark [{label} ...]: mark the words or correct the label"
            ));
        }
        Ok(places)
    }

    /// The one place that is meant; words that stand in several places need `#N`. Of a label's marks the first in the
    /// body comes first, those of the headline last.
    pub(crate) fn body_first(&self, quote: &Quote) -> Result<Vec<Range<usize>>, String> {
        let mut places = self.all(quote)?;
        match quote {
            Quote::Words { .. } if places.len() > 1 => Err(format!(
                "{quote} stands in {count} places: say which with #1 to #{count}",
                count = places.len()
            )),
            _ => {
                let headline = self.text.as_str().find('\n').unwrap_or_default();
                places.sort_by_key(|place| place.start < headline);
                Ok(places)
            }
        }
    }

    /// The first place of [`Self::body_first`].
    pub(crate) fn one(&self, quote: &Quote) -> Result<Range<usize>, String> {
        let places = self.body_first(quote)?;
        first(places, quote)
    }

    /// All places, those in a paragraph of `anchors` first, then the nearest to any of them.
    pub(crate) fn nearest_first(
        &self,
        quote: &Quote,
        anchors: &[Range<usize>],
    ) -> Result<Vec<Range<usize>>, String> {
        let mut places = self.all(quote)?;
        places.sort_by_key(|place| {
            let gaps = anchors.iter().map(|anchor| gap(place, anchor));
            let gap = gaps.min_by_key(|gap| (self.leaves_paragraph(gap), gap.len()));
            let gap = gap.unwrap_or_default();
            (self.leaves_paragraph(&gap), gap.len(), place.start)
        });
        Ok(places)
    }

    fn leaves_paragraph(&self, gap: &Range<usize>) -> bool {
        self.text.slice(gap.clone()).contains('\n')
    }

    /// The place nearest to any of `anchors`, in the same paragraph if there is one.
    pub(crate) fn nearest(
        &self,
        quote: &Quote,
        anchors: &[Range<usize>],
    ) -> Result<Range<usize>, String> {
        first(self.nearest_first(quote, anchors)?, quote)
    }
}

fn first(places: Vec<Range<usize>>, quote: &Quote) -> Result<Range<usize>, String> {
    let place = places.into_iter().next();
    place.ok_or_else(|| format!("the report has no {quote}"))
}

/// The bytes between two ranges; empty if they touch or overlap.
fn gap(left: &Range<usize>, right: &Range<usize>) -> Range<usize> {
    let (first, second) = if left.start <= right.start {
        (left, right)
    } else {
        (right, left)
    };
    first.end..second.start.max(first.end)
}

/// Byte ranges of a quotation in the text, in order.
fn occurrences(text: &str, words: &str) -> Vec<Range<usize>> {
    let Some((head, tail)) = words.split_once(ELISION) else {
        return whole_words(text, words);
    };
    let tails = whole_words(text, tail);
    let close = |head: Range<usize>| {
        let end = tails.iter().find(|tail| tail.start >= head.end)?.end;
        let same_paragraph = !text.get(head.start..end)?.contains('\n');
        same_paragraph.then_some(head.start..end)
    };
    whole_words(text, head)
        .into_iter()
        .filter_map(close)
        .collect()
}

/// Byte ranges where `words` stand and do not cut a word, in order.
fn whole_words(text: &str, words: &str) -> Vec<Range<usize>> {
    if words.is_empty() {
        return Vec::new();
    }
    text.match_indices(words)
        .map(|(start, found)| start..start + found.len())
        .filter(|range| !cuts_word(text, range.start) && !cuts_word(text, range.end))
        .collect()
}

/// Whether a letter or digit stands on both sides of the byte offset.
pub(crate) fn cuts_word(text: &str, offset: usize) -> bool {
    let (before, after) = text.split_at(offset);
    let inside = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    inside(before.chars().next_back()) && inside(after.chars().next())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn quote(words: &str, nth: Option<usize>) -> Quote {
        Quote::Words {
            words: words.to_owned(),
            nth,
        }
    }

    #[test]
    fn words_match_whole_and_need_a_number_when_they_repeat() {
        let text = Text::new("A raid. Raiders fled the raid.".to_owned());
        let locator = Locator {
            text: &text,
            marks: &Marks::default(),
        };
        assert!(locator.one(&quote("raid", None)).is_err());
        assert_eq!(locator.one(&quote("raid", Some(2))).unwrap(), 25..29);
        assert!(locator.one(&quote("raid", Some(3))).is_err());
        assert!(locator.one(&quote("rai", None)).is_err());
    }

    #[test]
    fn an_elision_stays_inside_the_paragraph() {
        let text = Text::new("He said it.\n\nAt least two were shot and died.".to_owned());
        let locator = Locator {
            text: &text,
            marks: &Marks::default(),
        };
        let span = locator.span(&locator.one(&quote("At least ... died", None)).unwrap());
        assert_eq!(span.text, "At least two were shot and died");
        assert!(locator.one(&quote("He ... died", None)).is_err());
    }

    #[test]
    fn a_place_in_the_same_paragraph_is_nearer() {
        let text = Text::new("it said\n\nmany died, someone said".to_owned());
        let locator = Locator {
            text: &text,
            marks: &Marks::default(),
        };
        let anchor = locator.one(&quote("many", None)).unwrap();
        let place = locator.nearest(&quote("said", None), &[anchor]).unwrap();
        assert!(place.start > 9);
    }

    #[test]
    fn the_nearest_place_is_chosen() {
        let text = Text::new("said one, said two, said three".to_owned());
        let locator = Locator {
            text: &text,
            marks: &Marks::default(),
        };
        let anchor = locator.one(&quote("two", None)).unwrap();
        let place = locator.nearest(&quote("said", None), &[anchor]).unwrap();
        assert_eq!(place.start, 10);
    }
}
