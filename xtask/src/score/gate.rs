//! What the gate before the network spares, and what it loses: sentences of the project's annotated reports.

use std::collections::BTreeSet;

use dateline_corpus::{GoldEvent, Split};
use dateline_parse::Reader;
use dateline_record::Span;

use super::count::Share;
use super::reports::{self, Report, SPLITS, may_show, overlap};
use super::table::Table;

/// The tables for the test and dev splits.
pub(crate) fn score(reader: &Reader, verbose: bool) -> anyhow::Result<Vec<Table>> {
    let tables = SPLITS.iter().map(|split| of_split(reader, *split, verbose));
    tables.collect()
}

/// The table of one split.
fn of_split(reader: &Reader, split: Split, verbose: bool) -> anyhow::Result<Table> {
    let reports = reports::read(reader, split)?;
    let (mut spared, mut kept) = (Share::default(), Share::default());
    for report in &reports {
        let wanted = wanted(report);
        for (number, sentence) in report.analysis.sentences.iter().enumerate() {
            spared.add(sentence.is_spared);
            if !wanted.contains(&number) {
                continue;
            }
            kept.add(!sentence.is_spared);
            if sentence.is_spared && may_show(split, verbose) {
                let text = report.slice(&sentence.bytes);
                eprintln!("{}\tlost: {text}", report.annotated.file);
            }
        }
    }
    let target = if split == Split::Test {
        "≥ 99.5 (issue 3)"
    } else {
        ""
    };
    let mut table = Table::new(&format!(
        "Gate (corpus {}, {} reports; sentences that the network is spared)",
        split.as_str(),
        reports.len()
    ));
    let show = |share: Share| format!("{:.1} (of {})", share.percent(), share.all);
    table.text(
        "Kept, of sentences with a gold event, claim or toll",
        &show(kept),
        target,
        "",
    );
    table.text("Spared, of all sentences", &show(spared), "", "");
    Ok(table)
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
