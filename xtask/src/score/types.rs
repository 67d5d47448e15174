//! Types of events: the project's annotated reports, and single sentences of the code books.

use std::collections::BTreeSet;
use std::ops::Range;

use dateline_corpus::Split;
use dateline_parse::Reader;
use dateline_record::EventType;

use super::count::{Classes, Overlap, Share, pairs};
use super::reports::{self, Report, SPLITS, may_show, overlap};
use super::table::Table;
use super::{Options, cameo, plover};

/// What others reach on another, held-out set.
const PEERS: &str =
    "held-out set: open dictionary coder 47.3; 355M zero-shot model, given both actors, 82.1";

/// Bins of the calibration error.
const BINS: usize = 10;

/// A mention of an event: its bytes and type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Mention {
    start: usize,
    end: usize,
    event_type: EventType,
}

/// The counts of one split.
#[derive(Default)]
struct Scores {
    given: Classes<EventType>,
    found: Classes<EventType>,
    untyped: Overlap,
    calibration: Calibration,
}

/// Probabilities and truth, by bins of probability.
#[derive(Default)]
struct Calibration([(Share, f64); BINS]);

/// The tables for the test and dev splits and for the sentences of the code books.
pub(crate) fn score(reader: &Reader, options: &Options) -> anyhow::Result<Vec<Table>> {
    let mut tables = Vec::new();
    for split in SPLITS {
        tables.push(of_split(reader, split, may_show(split, options.verbose))?);
    }
    tables.push(of_code_books(reader, options)?);
    Ok(tables)
}

/// The table of one split.
fn of_split(reader: &Reader, split: Split, verbose: bool) -> anyhow::Result<Table> {
    let reports = reports::read(reader, split)?;
    let mut scores = Scores::default();
    for report in &reports {
        scores.add_given(reader, report, verbose);
        scores.add_found(report, verbose);
    }
    let mut table = Table::new(&format!(
        "Event types (corpus {}, {} reports; every mention of an event)",
        split.as_str(),
        reports.len()
    ));
    let is_test = split == Split::Test;
    let target = |target: &'static str| if is_test { target } else { "" };
    let given = &scores.given;
    let classes = given.present().count();
    table.percent(
        &format!("Macro-F1 over {classes} types, given the trigger"),
        given.macro_f1(),
        target("≥ 80 (issue 3)"),
        PEERS,
    );
    table.percent("Right, given the trigger", given.all().recall(), "", "");
    let found = &scores.found;
    table.percent(
        &format!("Macro-F1 over {classes} types, found and typed"),
        found.macro_f1(),
        target("≥ 70 (issue 3)"),
        "",
    );
    table.text("F1, found and typed", &found.all().show(), "", "");
    table.text(
        "F1, found, whatever the type",
        &scores.untyped.show(),
        "",
        "",
    );
    let name = EventType::as_str;
    table.text(
        "F1 by type, given (gold mentions)",
        &given.show(name),
        "",
        "",
    );
    table.text("F1 by type, found and typed", &found.show(name), "", "");
    table.percent(
        "Calibration error of the probability (expected, 10 bins, points)",
        scores.calibration.error(),
        "",
        "",
    );
    Ok(table)
}

/// The sentences of PLOVER's gold records and of the CAMEO manual, for measuring only.
fn of_code_books(reader: &Reader, options: &Options) -> anyhow::Result<Table> {
    let mut table = Table::new(
        "Event types (sentences of the code books, for measuring only; some trigger or event has the type)",
    );
    let [some, likeliest] = plover::trigger_types(reader, &options.corpora)?;
    let [coded, first] = plover::coded_types(&super::dateline()?, &options.corpora)?;
    let mut row = |measure: &str, share: Share, target: &str, peer: &str| {
        let value = format!("{:.1} (of {})", share.percent(), share.all);
        table.text(measure, &value, target, peer);
    };
    row(
        "PLOVER gold records, by triggers alone",
        some,
        "≥ 65 (issue 3)",
        PEERS,
    );
    row(
        "PLOVER gold records, by the likeliest trigger",
        likeliest,
        "",
        "",
    );
    row(
        "PLOVER gold records, whole Dateline, some event",
        coded,
        "",
        "",
    );
    row(
        "PLOVER gold records, whole Dateline, first event",
        first,
        "",
        "",
    );
    let [some, likeliest] = cameo::trigger_types(reader, &options.ontology)?;
    row(
        "CAMEO manual's examples (03 to 20), by triggers alone",
        some,
        "",
        "",
    );
    row(
        "CAMEO manual's examples (03 to 20), by the likeliest trigger",
        likeliest,
        "",
        "",
    );
    Ok(table)
}

impl Scores {
    /// Types of gold triggers.
    fn add_given(&mut self, reader: &Reader, report: &Report, verbose: bool) {
        for given in report.given(reader) {
            let found = given.trigger.map(|trigger| trigger.event_type);
            let gold = given.event.event_type;
            self.given.add(found, Some(gold));
            if verbose && found != Some(gold) {
                let found = found.map_or("nothing", EventType::as_str);
                let file = &report.annotated.file;
                eprintln!(
                    "{file}\tgiven {}\tgold {gold}\tfound {found}",
                    given.span.text
                );
            }
        }
    }

    /// Triggers that the model finds, one to one with gold mentions that they overlap: those of equal type first.
    fn add_found(&mut self, report: &Report, verbose: bool) {
        let (found, probabilities): (Vec<Mention>, Vec<f32>) = found(report).into_iter().unzip();
        let gold = gold(report);
        let bytes = |it: &Mention| it.start..it.end;
        let meets = |a: &Mention, b: &Mention| overlap(&bytes(a), &bytes(b));
        let typed = pairs(&found, &gold, |a, b| {
            meets(a, b) && a.event_type == b.event_type
        });
        let is_met = |index: usize| typed.iter().any(|(at, _)| *at == index);
        for (index, mention) in found.iter().enumerate() {
            self.calibration.add(probabilities[index], is_met(index));
            if !is_met(index) {
                self.found.add(Some(mention.event_type), None);
            }
            if verbose && !is_met(index) {
                tell(report, "wrong", mention);
            }
        }
        for (index, mention) in gold.iter().enumerate() {
            let is_found = typed.iter().any(|(_, at)| *at == index);
            let class = Some(mention.event_type);
            self.found.add(class.filter(|_| is_found), class);
            if verbose && !is_found {
                tell(report, "missed", mention);
            }
        }
        self.untyped.add_fitting(&found, &gold, meets);
    }
}

/// Shows one mention that is missed or wrong.
fn tell(report: &Report, verdict: &str, mention: &Mention) {
    let Mention {
        start,
        end,
        event_type,
    } = mention;
    let text = report.slice(&(*start..*end));
    eprintln!("{}\t{verdict}\t{event_type}\t{text}", report.annotated.file);
}

/// The model's triggers with their probabilities.
fn found(report: &Report) -> Vec<(Mention, f32)> {
    let mut all = Vec::new();
    for sentence in &report.analysis.sentences {
        for trigger in &sentence.triggers {
            let bytes = sentence.bytes_of(trigger.words.clone());
            all.push((mention(&bytes, trigger.event_type), trigger.probability));
        }
    }
    all
}

/// Gold mentions; words that name two events of one type count once.
fn gold(report: &Report) -> Vec<Mention> {
    let events = report.annotated.gold.events.iter();
    let mentions = events.flat_map(|event| {
        let spans = event.triggers();
        spans.map(|span| mention(&report.bytes(span), event.event_type))
    });
    let distinct: BTreeSet<Mention> = mentions.collect();
    distinct.into_iter().collect()
}

/// A mention at bytes of the text.
fn mention(bytes: &Range<usize>, event_type: EventType) -> Mention {
    Mention {
        start: bytes.start,
        end: bytes.end,
        event_type,
    }
}

impl Calibration {
    /// Counts one trigger.
    fn add(&mut self, probability: f32, right: bool) {
        let probability = f64::from(probability);
        let upper =
            |bin: &usize| probability * 10.0 < f64::from(u8::try_from(bin + 1).unwrap_or(u8::MAX));
        let bin = (0..BINS - 1).find(upper).unwrap_or(BINS - 1);
        let (share, sum) = &mut self.0[bin];
        share.add(right);
        *sum += probability;
    }

    /// The mean distance of the bins' share right from their mean probability, weighted by their size, in points.
    #[allow(clippy::cast_precision_loss)] // counts of triggers
    fn error(&self) -> f64 {
        let all: usize = self.0.iter().map(|(share, _)| share.all).sum();
        let distances = self
            .0
            .iter()
            .map(|(share, sum)| (share.right as f64 - sum).abs());
        100.0 * distances.sum::<f64>() / all.max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::Calibration;

    #[test]
    fn the_calibration_error_weighs_bins_by_size() {
        let mut calibration = Calibration::default();
        calibration.add(0.95, true);
        calibration.add(0.95, false);
        calibration.add(1.0, true);
        calibration.add(0.55, true);
        // Two right where 2.9 were promised, one where 0.55 was.
        assert!((calibration.error() - 100.0 * (0.9 + 0.45) / 4.0).abs() < 1e-4);
    }
}
