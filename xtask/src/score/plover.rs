//! Event types and countries against the PLOVER gold records, one sentence each.

use std::path::Path;

use dateline::{Dateline, Record, Source};
use dateline_record::{Event, Participant};
use serde::Deserialize;
use serde_json::Value;

use super::count::Share;
use super::table::Table;

/// One gold record.
#[derive(Deserialize)]
struct Gold {
    event: String,
    #[serde(default)]
    text: String,
    #[serde(default, rename = "eventText")]
    words: String,
    #[serde(default)]
    source: Value,
    #[serde(default)]
    target: Value,
}

/// The table for the gold records.
pub(crate) fn score(dateline: &Dateline, corpora: &Path, verbose: bool) -> anyhow::Result<Table> {
    let path = corpora.join("dev/plover_gsr/gold_standard_records/PLOVER_GSR_CAMEO.txt");
    let records: Vec<Gold> = serde_json::from_str(&super::content(&path)?)?;
    let [mut any, mut typed, mut on_words, mut countries, mut first] = [Share::default(); 5];
    for gold in records.iter().filter(|gold| !gold.text.is_empty()) {
        let source = Source {
            published: Some("2000-01-01"),
            ..Source::new(gold.text.as_bytes())
        };
        let record = dateline.code(&source);
        let right: Vec<&Event> = record
            .events
            .iter()
            .filter(|event| kind(event) == today(&gold.event))
            .collect();
        any.add(!record.events.is_empty());
        typed.add(!right.is_empty());
        on_words.add(
            right
                .iter()
                .any(|event| touches(&record, event, &gold.words)),
        );
        countries.add(right.iter().any(|event| sides_agree(event, gold)));
        first.add(
            record
                .events
                .first()
                .is_some_and(|event| kind(event) == today(&gold.event)),
        );
        if verbose {
            tell(gold, &record, !right.is_empty());
        }
    }
    let mut table = Table::new("PLOVER gold records (CAMEO manual sentences)");
    table.percent("An event is found", any.percent(), "", "");
    table.percent(
        "Type right (some event of the record)",
        typed.percent(),
        "≥ 65 (issue 3)",
        "",
    );
    table.percent("Type right on the gold's words", on_words.percent(), "", "");
    table.percent(
        "Type right, first event of the record",
        first.percent(),
        "",
        "",
    );
    table.percent("Type and both countries right", countries.percent(), "", "");
    Ok(table)
}

fn kind(event: &Event) -> &'static str {
    event.plover.event_type.as_str()
}

/// The name of today's PLOVER for a type of the records' version.
fn today(event: &str) -> &str {
    match event {
        "DEMAND" => "REQUEST",
        "DISAPPROVE" | "INVESTIGATE" => "ACCUSE",
        "FIGHT" => "ASSAULT",
        other => other,
    }
}

/// Whether the event's trigger or a mention overlaps one of the words that the gold names.
fn touches(record: &Record, event: &Event, words: &str) -> bool {
    let text: Vec<char> = record.report.text.chars().collect();
    let spans = std::iter::once(&event.trigger).chain(&event.mentions);
    spans.into_iter().any(|span| {
        let slice: String = text
            .get(span.start..span.end)
            .unwrap_or_default()
            .iter()
            .collect();
        slice.split_whitespace().any(|word| {
            let stem = |word: &str| word.to_lowercase().chars().take(5).collect::<String>();
            words
                .split_whitespace()
                .any(|gold| stem(gold) == stem(word))
        })
    })
}

/// Whether every country of the gold's source is among the actors and of its target among the recipients. A gold
/// record without target has reciprocal actors, which may stand on both sides.
fn sides_agree(event: &Event, gold: &Gold) -> bool {
    let (source, target) = (codes(&gold.source), codes(&gold.target));
    let both: Vec<&Participant> = event.actor.iter().chain(&event.recipient).collect();
    let actors: Vec<&Participant> = event.actor.iter().collect();
    let recipients: Vec<&Participant> = event.recipient.iter().collect();
    let all = |codes: &[String], side: &[&Participant]| {
        codes
            .iter()
            .all(|code| side.iter().any(|one| has(one, code)))
    };
    if target.is_empty() {
        all(&source, &both)
    } else {
        all(&source, &actors) && all(&target, &recipients)
    }
}

fn has(participant: &Participant, code: &str) -> bool {
    let own = participant.code.as_deref().unwrap_or_default();
    participant.country.as_deref() == Some(code)
        || own.starts_with(code)
        || participant.sectors.iter().any(|one| one == code)
}

/// The country (or sector) codes of one side; slips of the records mended.
fn codes(side: &Value) -> Vec<String> {
    let actors = side.as_array().map(Vec::as_slice).unwrap_or_default();
    let code = |actor: &Value| {
        let code = actor.get("code")?.as_str()?;
        let mended = match code {
            "JAP" => "JPN",
            "ITL" => "ITA",
            "VTN" => "VNM",
            other => other,
        };
        Some(mended.to_owned())
    };
    actors.iter().filter_map(code).collect()
}

fn tell(gold: &Gold, record: &Record, typed: bool) {
    let side = |list: &[Participant]| {
        let codes = list
            .iter()
            .map(|one| one.code.clone().unwrap_or_else(|| one.name.clone()));
        codes.collect::<Vec<_>>().join("+")
    };
    let events = record.events.iter().map(|event| {
        format!(
            "{} \"{}\" {}>{}",
            kind(event),
            event.trigger.text,
            side(&event.actor),
            side(&event.recipient)
        )
    });
    let verdict = if typed { "typed" } else { "WRONG" };
    let (source, target) = (codes(&gold.source).join("+"), codes(&gold.target).join("+"));
    eprintln!(
        "{verdict}\t{} {source}>{target}\t{}\t{}",
        today(&gold.event),
        events.collect::<Vec<_>>().join("; "),
        gold.text
    );
}
