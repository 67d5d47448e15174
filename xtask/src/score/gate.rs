//! What a gate before the parser would spare, and what it would lose: sentences of the project's annotated reports.
//!
//! The parser has no gate yet. Measured is the trivial one, which asks the model itself: a sentence is kept when a
//! trigger or a saying in it is likely enough, or when it has a digit or a number word.

use std::collections::BTreeSet;

use dateline_corpus::{GoldEvent, Split};
use dateline_parse::{Reader, Sentence};
use dateline_record::Span;

use super::count::Share;
use super::reports::{self, Report, SPLITS, may_show, overlap};
use super::table::Table;

/// Words that make a figure of people without a digit.
const NUMBERS: &str = "no nobody none one two three four five six seven eight nine ten eleven twelve thirteen fourteen \
    fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety tens dozen dozens \
    score scores hundred hundreds thousand thousands million millions both several many few";

/// What keeps a sentence.
struct Gate {
    name: &'static str,
    /// The least probability of a trigger.
    trigger: f32,
    /// The least probability of a saying.
    saying: f32,
    /// Whether figures keep a sentence.
    numbers: bool,
}

/// The gates that are measured; the first is the one that the issue asks for.
const GATES: [Gate; 3] = [
    Gate {
        name: "trigger, saying, digit or number word",
        trigger: 0.0,
        saying: 0.0,
        numbers: true,
    },
    Gate {
        name: "trigger or saying",
        trigger: 0.0,
        saying: 0.0,
        numbers: false,
    },
    Gate {
        name: "trigger or saying of probability 0.8",
        trigger: 0.8,
        saying: 0.8,
        numbers: false,
    },
];

/// The tables for the test and dev splits.
pub(crate) fn score(reader: &Reader, verbose: bool) -> anyhow::Result<Vec<Table>> {
    let tables = SPLITS.iter().map(|split| of_split(reader, *split, verbose));
    tables.collect()
}

/// The table of one split.
fn of_split(reader: &Reader, split: Split, verbose: bool) -> anyhow::Result<Table> {
    let reports = reports::read(reader, split)?;
    let mut table = Table::new(&format!(
        "Gate (corpus {}, {} reports; the model's own findings as the gate: sentences with none of these are spared)",
        split.as_str(),
        reports.len()
    ));
    for (index, gate) in GATES.iter().enumerate() {
        let (mut spared, mut kept) = (Share::default(), Share::default());
        for report in &reports {
            let wanted = wanted(report);
            for (number, sentence) in report.analysis.sentences.iter().enumerate() {
                let is_kept = gate.keeps(sentence);
                spared.add(!is_kept);
                if wanted.contains(&number) {
                    kept.add(is_kept);
                }
                let is_lost = wanted.contains(&number) && !is_kept;
                if index == 0 && is_lost && may_show(split, verbose) {
                    let text = report.slice(&sentence.bytes);
                    eprintln!("{}\tlost: {text}", report.annotated.file);
                }
            }
        }
        let target = if split == Split::Test && index == 0 {
            "≥ 99.5 (issue 3)"
        } else {
            ""
        };
        let name = gate.name;
        let recall = format!("{:.1} (of {})", kept.percent(), kept.all);
        let measure = format!("Kept, of sentences with a gold event, claim or toll: {name}");
        table.text(&measure, &recall, target, "");
        let share = format!("{:.1} (of {})", spared.percent(), spared.all);
        table.text(
            &format!("Spared, of all sentences: no {name}"),
            &share,
            "",
            "",
        );
    }
    Ok(table)
}

impl Gate {
    /// Whether a sentence is worth reading.
    fn keeps(&self, sentence: &Sentence) -> bool {
        let mut triggers = sentence.triggers.iter();
        let mut sayings = sentence.sayings.iter();
        triggers.any(|trigger| trigger.probability >= self.trigger)
            || sayings.any(|saying| saying.probability >= self.saying)
            || self.numbers && sentence.tokens.iter().any(|token| is_number(&token.form))
    }
}

/// Whether a word is a figure or part of one.
fn is_number(form: &str) -> bool {
    form.contains(|character: char| character.is_ascii_digit())
        || NUMBERS
            .split_whitespace()
            .any(|number| number.eq_ignore_ascii_case(form))
}

/// The numbers of the sentences that hold a mention of an event, a cue, content or a figure.
fn wanted(report: &Report) -> BTreeSet<usize> {
    let gold = &report.annotated.gold;
    let mut spans: Vec<&Span> = gold.events.iter().flat_map(GoldEvent::triggers).collect();
    let tolls = gold.events.iter().flat_map(|event| &event.tolls);
    spans.extend(tolls.map(|toll| &toll.span));
    for claim in &gold.claims {
        spans.push(&claim.cue);
        spans.extend(&claim.content_parts);
    }
    let stretches: Vec<_> = spans.into_iter().map(|span| report.bytes(span)).collect();
    let sentences = report.analysis.sentences.iter().enumerate();
    let wanted = sentences.filter(|(_, sentence)| {
        let tokens = &sentence.tokens;
        let touches = |bytes| tokens.iter().any(|token| overlap(&token.bytes, bytes));
        stretches.iter().any(touches)
    });
    wanted.map(|(number, _)| number).collect()
}

#[cfg(test)]
mod tests {
    use super::is_number;

    #[test]
    fn digits_and_number_words_are_numbers() {
        assert!(is_number("1,200") && is_number("Dozens") && is_number("30th"));
        assert!(!is_number("troops"));
    }
}
