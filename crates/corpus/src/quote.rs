//! Quotations: how a record line points into the report.
//!
//! `"raid"` is the only place where the words stand, `"raid"#2` the second of several, `"at least ... killed"` the
//! stretch from the first words to the last inside one paragraph. Words match whole words only.

use std::ops::Range;

use dateline_record::{Span, Text};

/// What stands between the first and the last words of a long quotation.
const ELISION: &str = " ... ";

/// Words of the report, as a record line quotes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quote {
    /// The words, possibly with an elision.
    pub(crate) words: String,
    /// Which of several places is meant, counted from 1.
    pub(crate) nth: Option<usize>,
}

/// Finds quotations in the clean text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Locator<'t> {
    pub(crate) text: &'t Text,
}

impl Locator<'_> {
    /// The span of a byte range.
    pub(crate) fn span(&self, range: &Range<usize>) -> Span {
        self.text.span(range.clone())
    }

    /// Every place where the words stand, or the one that the quotation names.
    pub(crate) fn all(&self, quote: &Quote) -> Result<Vec<Range<usize>>, String> {
        let mut places = occurrences(self.text.as_str(), &quote.words);
        if places.is_empty() {
            return Err(format!("the report has no {:?}", quote.words));
        }
        let Some(nth) = quote.nth else {
            return Ok(places);
        };
        let count = places.len();
        if nth == 0 || nth > count {
            return Err(format!(
                "the report has {:?} {count} times, not {nth}",
                quote.words
            ));
        }
        Ok(vec![places.swap_remove(nth - 1)])
    }

    /// The one place that is meant; words that stand in several places need `#N`.
    pub(crate) fn one(&self, quote: &Quote) -> Result<Range<usize>, String> {
        let mut places = self.all(quote)?;
        match (places.len(), places.pop()) {
            (1, Some(place)) => Ok(place),
            (count, _) => Err(format!(
                "{:?} stands in {count} places: say which with #1 to #{count}",
                quote.words
            )),
        }
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
        let places = self.nearest_first(quote, anchors)?;
        places
            .into_iter()
            .next()
            .ok_or_else(|| format!("the report has no {:?}", quote.words))
    }
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
fn cuts_word(text: &str, offset: usize) -> bool {
    let (before, after) = text.split_at(offset);
    let inside = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    inside(before.chars().next_back()) && inside(after.chars().next())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn quote(words: &str, nth: Option<usize>) -> Quote {
        Quote {
            words: words.to_owned(),
            nth,
        }
    }

    #[test]
    fn words_match_whole_and_need_a_number_when_they_repeat() {
        let text = Text::new("A raid. Raiders fled the raid.".to_owned());
        let locator = Locator { text: &text };
        assert!(locator.one(&quote("raid", None)).is_err());
        assert_eq!(locator.one(&quote("raid", Some(2))).unwrap(), 25..29);
        assert!(locator.one(&quote("raid", Some(3))).is_err());
        assert!(locator.one(&quote("rai", None)).is_err());
    }

    #[test]
    fn an_elision_stays_inside_the_paragraph() {
        let text = Text::new("He said it.\n\nAt least two were shot and died.".to_owned());
        let locator = Locator { text: &text };
        let span = locator.span(&locator.one(&quote("At least ... died", None)).unwrap());
        assert_eq!(span.text, "At least two were shot and died");
        assert!(locator.one(&quote("He ... died", None)).is_err());
    }

    #[test]
    fn a_place_in_the_same_paragraph_is_nearer() {
        let text = Text::new("it said\n\nmany died, someone said".to_owned());
        let locator = Locator { text: &text };
        let anchor = locator.one(&quote("many", None)).unwrap();
        let place = locator.nearest(&quote("said", None), &[anchor]).unwrap();
        assert!(place.start > 9);
    }

    #[test]
    fn the_nearest_place_is_chosen() {
        let text = Text::new("said one, said two, said three".to_owned());
        let locator = Locator { text: &text };
        let anchor = locator.one(&quote("two", None)).unwrap();
        let place = locator.nearest(&quote("said", None), &[anchor]).unwrap();
        assert_eq!(place.start, 10);
    }
}
