//! Where the content of a statement ends: at the next statement, the end of its quotation, or where the tree says so.

use std::ops::Range;

use crate::content::{Place, View};

impl View<'_> {
    /// From the word to where the content ends.
    pub(crate) fn until_cut(
        &self,
        start: usize,
        place: &Place<'_>,
        unit: &Range<usize>,
    ) -> Option<Range<usize>> {
        let mut end = self.cut(start, place, unit);
        while end > start
            && (self.is(
                end - 1,
                &[
                    ",", "and", "but", "or", "while", "though", "although", "-", "–", "—",
                ],
            ))
        {
            end -= 1;
        }
        if start >= end {
            return None;
        }
        let mut bytes = self.sentence.bytes_of(start..end);
        if let Some(quote) = self.quotes.iter().find(|quote| quote.start == bytes.start) {
            let closes = self.sentence.tokens[start..end]
                .iter()
                .all(|token| token.bytes.start < quote.end);
            if closes || quote.end > bytes.end {
                bytes.end = quote.end;
            }
        }
        Some(bytes)
    }

    fn cut(&self, start: usize, place: &Place<'_>, unit: &Range<usize>) -> usize {
        let mut end = self.tree_end(start, place, unit);
        let quote_at_start = self.sentence.tokens.get(start).and_then(|token| {
            self.quotes
                .iter()
                .find(|quote| quote.start == token.bytes.start)
        });
        for at in start + 1..unit.end {
            let token = &self.sentence.tokens[at];
            if let Some(quote) = quote_at_start {
                // the quotation ends with its own stop: what follows is not said
                let text = self.reading.analysis.text.as_str();
                let closed = text[..quote.end.min(text.len())]
                    .trim_end_matches(['"', '”'])
                    .ends_with([',', '.', '!', '?']);
                if token.bytes.start >= quote.end && closed {
                    end = end.min(at);
                    break;
                }
            }
            if !self.is_quoted(at) && self.ends_at(at, place, unit) {
                end = end.min(at);
                break;
            }
        }
        end.max((start + 1).min(unit.end))
    }

    /// Whether another statement begins at the word.
    pub(crate) fn ends_at(&self, at: usize, place: &Place<'_>, unit: &Range<usize>) -> bool {
        let is_cue = |word: usize| {
            self.sentence.tokens.get(word).is_some_and(|token| {
                token.upos == "VERB" && self.cues.is_cue(&token.lemma.to_lowercase())
            })
        };
        if self.is(at, &["according"]) {
            return true;
        }
        if self.is(at, &[","]) {
            let gerund = self.xpos(at + 1) == "VBG" && is_cue(at + 1);
            let relative = self.is(at + 1, &["which"])
                && (at + 2..at + 8).any(|word| is_cue(word) && self.is_finite(word))
                && !self.is_finite(at + 2);
            let charge = self.is(at + 1, &["a", "an"])
                && self.cues.content.claims.contains(&self.form(at + 2));
            // "survivors, some of whom said …, wept": the main clause goes on
            let inside = (place.word.saturating_sub(6)..place.word)
                .any(|word| matches!(self.xpos(word), "WP" | "WDT"));
            if matches!(self.xpos(at + 1), "VBD" | "VBZ" | "VBP") && (inside || is_cue(at + 1)) {
                return true;
            }
            let last = unit.end.saturating_sub(1);
            let trailing = at < last
                && last < at + 9
                && is_cue(last)
                && self.is_finite(last)
                && !self.has_finite(at + 1..last);
            return gerund
                || trailing
                || relative
                || charge
                || self.is(at + 1, &["according"])
                || (self.is(at + 1, &["in"]) && self.is(at + 2, &["what"]));
        }
        if self.is(at, &["and", "but"]) {
            let verb = (at + 1..at + 3).find(|word| {
                self.sentence
                    .tokens
                    .get(*word)
                    .is_some_and(|token| token.upos == "VERB")
            });
            let same = |verb: usize| {
                let (one, other) = (self.xpos(place.word), self.xpos(verb));
                one == other || (told_past(one) && told_past(other))
            };
            return verb.is_some_and(|verb| {
                let adverb = verb == at + 1 || self.sentence.tokens[at + 1].upos == "ADV";
                let coordinated = self.sentence.tokens[verb].deprel == "conj"
                    && self.sentence.tokens[verb].head == Some(place.word);
                adverb && same(verb) && (is_cue(verb) || coordinated)
            });
        }
        false
    }

    /// Where the tree ends what hangs on the cue, if a comma or conjunction stands there.
    fn tree_end(&self, start: usize, place: &Place<'_>, unit: &Range<usize>) -> usize {
        let word = place.word;
        let conjuncts = self
            .sentence
            .children(word)
            .filter(|child| *child > start && self.sentence.tokens[*child].deprel == "conj");
        let first_conjunct = conjuncts
            .filter_map(|child| {
                self.sentence
                    .subtree(child)
                    .into_iter()
                    .find(|inner| *inner > word)
            })
            .filter(|inner| *inner > start + 1)
            .min();
        let mut end = first_conjunct.unwrap_or(unit.end).min(unit.end);
        if self.sentence.tokens[word].deprel.starts_with("acl") {
            let last = self
                .sentence
                .subtree(word)
                .last()
                .map_or(end, |last| last + 1);
            if last > start && self.is(last, &[","]) {
                end = end.min(last);
            }
        }
        let complement = self.sentence.children(word).filter(|child| {
            *child >= start && self.sentence.tokens[*child].has_relation(&["ccomp"])
        });
        let last = complement
            .filter_map(|clause| self.sentence.subtree(clause).last().copied())
            .max();
        if let Some(last) = last {
            let stops = self.is(last + 1, &[",", "but", "while"]) && last > start + 2;
            if stops && !self.has_object_role(last + 1) {
                end = end.min(last + 1);
            }
        }
        end
    }

    /// An enumeration goes on after its comma.
    fn has_object_role(&self, comma: usize) -> bool {
        let next = self.sentence.tokens.get(comma + 1);
        next.is_some_and(|token| {
            matches!(token.upos, "NOUN" | "PROPN" | "NUM") || token.xpos == "VBG"
        })
    }
}

/// Tags that the tagger takes for each other in "confirmed … and said".
fn told_past(tag: &str) -> bool {
    matches!(tag, "VBD" | "VBN" | "VBZ" | "VBP")
}
