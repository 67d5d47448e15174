//! Figures that are a part of, or another count of, those told just before: "including ten children", "three of them".

use std::ops::Range;

use dateline_parse::Sentence;

use crate::reading::Reading;
use crate::setting::head_of;
use crate::syntax;
use crate::toll::{Counted, TollTable, bound, counted_noun, counts_people, whom};

impl TollTable {
    /// Figures that only say which of those counted before: "including ten children", "three of them", "the number there".
    pub(crate) fn parts(&self, reading: &Reading<'_>, counted: &[Counted]) -> Vec<Counted> {
        let mut found: Vec<Counted> = Vec::new();
        for quantity in reading
            .grounded
            .quantities
            .iter()
            .filter(|quantity| counts_people(quantity))
        {
            let Some(sentence) = reading.sentence(quantity.sentence) else {
                continue;
            };
            let bytes = sentence.bytes_of(quantity.tokens.clone());
            let overlaps =
                |toll: &Counted| toll.bytes.start < bytes.end && bytes.start < toll.bytes.end;
            if counted.iter().any(overlaps) {
                continue;
            }
            let all = counted.iter().chain(&found);
            let before = all.filter(|toll| {
                toll.bytes.end <= bytes.start && toll.sentence + 2 > quantity.sentence
            });
            let Some(whole) = before.max_by_key(|toll| toll.bytes.start) else {
                continue;
            };
            let Some(number) = head_of(sentence, &quantity.tokens) else {
                continue;
            };
            let low = bound(quantity.quantity.low);
            let same = whole.sentence == quantity.sentence;
            let smaller = low < whole.high.or(Some(u64::MAX));
            let subset = is_subset(sentence, &quantity.tokens, same) && smaller;
            if subset || (self.is_other_count(reading, quantity.sentence, sentence, number)) {
                let victim = counted_noun(sentence, number);
                found.push(Counted {
                    kind: whole.kind,
                    sentence: quantity.sentence,
                    predicate: if same { whole.predicate } else { victim },
                    low,
                    high: bound(quantity.quantity.high),
                    bytes,
                    whom: (victim != number).then(|| whom(sentence, victim)),
                    additional: quantity.additional,
                });
            }
        }
        found
    }

    /// "put the number there at nine".
    fn is_other_count(
        &self,
        reading: &Reading<'_>,
        index: usize,
        sentence: &Sentence,
        number: usize,
    ) -> bool {
        let Some(head) = sentence.tokens[number].head else {
            return false;
        };
        let at = syntax::preposition(sentence, number) == "at";
        at && sentence.children(head).any(|child| {
            sentence.tokens[child].has_relation(&["obj", "nsubj"])
                && self.counting.contains(&reading.lemma(index, child))
        })
    }
}

/// Whether the words before or after the number make it a part of what was counted: "including", "among them", "of them".
fn is_subset(sentence: &Sentence, words: &Range<usize>, same: bool) -> bool {
    let form = |at: usize| {
        sentence
            .tokens
            .get(at)
            .map_or_else(String::new, |token| token.form.to_lowercase())
    };
    let from = words.start.saturating_sub(3);
    let opened = same
        && (from..words.start).any(|at| {
            matches!(
                form(at).as_str(),
                "including" | "among" | "include" | "included"
            )
        });
    let of = form(words.end) == "of"
        && (matches!(form(words.end + 1).as_str(), "them" | "whom")
            || (form(words.end + 1) == "the"
                && matches!(
                    form(words.end + 2).as_str(),
                    "dead" | "victims" | "wounded" | "injured" | "killed" | "missing"
                )));
    let coordinated = same && words.start > 1 && form(words.start - 1) == "and" && {
        let next = form(words.end);
        matches!(next.as_str(), "was" | "were")
    };
    opened || of || coordinated
}
