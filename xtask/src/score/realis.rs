//! Whether an event that is given is told as real: the project's annotated reports, and MEANTIME's factuality.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use dateline_corpus::Split;
use dateline_parse::Reader;
use dateline_record::Realis;

use super::count::{Classes, Share};
use super::meantime::{self, Document, Event};
use super::reports::{self, SPLITS, may_show};
use super::table::Table;

/// The tables for the test and dev splits and for MEANTIME.
pub(crate) fn score(reader: &Reader, corpora: &Path, verbose: bool) -> anyhow::Result<Vec<Table>> {
    let mut tables = Vec::new();
    for split in SPLITS {
        tables.push(of_split(reader, split, may_show(split, verbose))?);
    }
    tables.push(of_meantime(reader, corpora)?);
    Ok(tables)
}

/// The table of one split.
fn of_split(reader: &Reader, split: Split, verbose: bool) -> anyhow::Result<Table> {
    let reports = reports::read(reader, split)?;
    let mut classes = Classes::default();
    for report in &reports {
        for given in report.given(reader) {
            let found = given.trigger.map(|trigger| trigger.realis);
            classes.add(found, Some(given.event.realis));
            if verbose && found != Some(given.event.realis) {
                let found = found.map_or("nothing", Realis::as_str);
                let gold = given.event.realis;
                eprintln!(
                    "{}\t{}\tgold {gold}\tfound {found}",
                    report.annotated.file, given.span.text
                );
            }
        }
    }
    let mut table = Table::new(&format!(
        "Realis (corpus {}, {} reports; every mention of an event, given where it stands)",
        split.as_str(),
        reports.len()
    ));
    let target = if split == Split::Test {
        "≥ 80 (issue 3)"
    } else {
        ""
    };
    table.percent(
        "Macro-F1 of the classes that the gold has",
        classes.macro_f1(),
        target,
        "",
    );
    table.percent("Right", classes.all().recall(), "", "");
    table.text(
        "F1 by class (gold mentions)",
        &classes.show(Realis::as_str),
        "",
        "",
    );
    Ok(table)
}

/// MEANTIME gives certainty, time and polarity. `actual` is what is CERTAIN, NON_FUTURE, POS and of no special case;
/// all other realis together are what is POSSIBLE or PROBABLE, FUTURE, NEG, generic (GEN) or in a conditional (COND_…).
/// Mentions of which one of the three is underspecified or not given are left out, and so are GRAMMATICAL ones ("began").
fn of_meantime(reader: &Reader, corpora: &Path) -> anyhow::Result<Table> {
    let mut classes = Classes::default();
    let mut always = Share::default();
    for document in meantime::read(corpora)? {
        let gold: Vec<(&Event, bool)> = document
            .events
            .iter()
            .filter(|event| event.class != "GRAMMATICAL")
            .filter_map(|event| Some((event, is_actual(event)?)))
            .collect();
        for (found, (_, actual)) in realis(reader, &document, &gold).iter().zip(&gold) {
            classes.add(found.map(|found| found == Realis::Actual), Some(*actual));
            always.add(*actual);
        }
    }
    let mut table = Table::new(
        "Realis (MEANTIME events of the annotated sentences, given where they stand: actual or not, by certainty, time, polarity)",
    );
    table.percent("Macro-F1", classes.macro_f1(), "publish", "");
    let all = format!("{:.1} (all actual)", always.percent());
    table.percent("Right", classes.all().recall(), "publish", &all);
    let name = |actual: bool| if actual { "actual" } else { "not actual" };
    table.text("F1 by class (gold mentions)", &classes.show(name), "", "");
    Ok(table)
}

/// Whether MEANTIME says that it happened; nothing where it does not commit itself.
fn is_actual(event: &Event) -> Option<bool> {
    let certain = match event.certainty.as_str() {
        "CERTAIN" => true,
        "POSSIBLE" | "PROBABLE" => false,
        _ => return None,
    };
    let past = match event.time.as_str() {
        "NON_FUTURE" => true,
        "FUTURE" => false,
        _ => return None,
    };
    let positive = match event.polarity.as_str() {
        "POS" => true,
        "NEG" => false,
        _ => return None,
    };
    let plain = !matches!(
        event.special_cases.as_str(),
        "GEN" | "COND_IF_CLAUSE" | "COND_MAIN_CLAUSE"
    );
    Some(certain && past && positive && plain)
}

/// The model's realis of each event.
fn realis(reader: &Reader, document: &Document, events: &[(&Event, bool)]) -> Vec<Option<Realis>> {
    let mut by_sentence: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, (event, _)) in events.iter().enumerate() {
        by_sentence
            .entry(event.place.sentence)
            .or_default()
            .push(index);
    }
    let mut found = vec![None; events.len()];
    for (sentence, indexes) in by_sentence {
        let wanted: Vec<Range<usize>> = indexes
            .iter()
            .map(|index| events[*index].0.place.words.clone())
            .collect();
        let read = reader.annotate_anchors(&document.sentences[sentence], &[], &wanted);
        if read.triggers.len() == wanted.len() {
            for (index, trigger) in indexes.iter().zip(read.triggers) {
                found[*index] = Some(trigger.realis);
            }
        }
    }
    found
}
