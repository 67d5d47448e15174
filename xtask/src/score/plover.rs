//! Event types and countries against the PLOVER gold records, one sentence each.

use std::path::Path;

use dateline::{Dateline, Record, Source};
use dateline_parse::{Reader, Sentence, Trigger};
use dateline_record::{Event, EventType, Participant};
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

/// How many records the whole of Dateline codes rightly.
#[derive(Default)]
struct Coded {
    any: Share,
    typed: Share,
    on_words: Share,
    countries: Share,
    first: Share,
}

/// The table for the gold records.
pub(crate) fn score(dateline: &Dateline, corpora: &Path, verbose: bool) -> anyhow::Result<Table> {
    let coded = code(dateline, corpora, verbose)?;
    let mut table = Table::new("PLOVER gold records (CAMEO manual sentences)");
    let rows = [
        ("An event is found", coded.any, ""),
        (
            "Type right (some event of the record)",
            coded.typed,
            "≥ 65 (issue 3)",
        ),
        ("Type right on the gold's words", coded.on_words, ""),
        ("Type right, first event of the record", coded.first, ""),
        ("Type and both countries right", coded.countries, ""),
    ];
    for (measure, share, target) in rows {
        table.percent(measure, share.percent(), target, "");
    }
    Ok(table)
}

/// Shares of records whose type is right: of some event, and of the first, as the whole of Dateline codes them.
pub(crate) fn coded_types(dateline: &Dateline, corpora: &Path) -> anyhow::Result<[Share; 2]> {
    let coded = code(dateline, corpora, false)?;
    Ok([coded.typed, coded.first])
}

/// Shares of records whose type is right by the model's triggers alone: of some trigger, and of the likeliest.
pub(crate) fn trigger_types(reader: &Reader, corpora: &Path) -> anyhow::Result<[Share; 2]> {
    let mut shares = [Share::default(); 2];
    for gold in records(corpora)? {
        add_triggers(&mut shares, reader, &gold.text, today(&gold.event));
    }
    Ok(shares)
}

/// Counts one text: whether some trigger, and whether the likeliest one, has the type of that name.
pub(crate) fn add_triggers(shares: &mut [Share; 2], reader: &Reader, text: &str, name: &str) {
    let analysis = reader.read(text, false);
    let triggers = |sentence: &Sentence| sentence.triggers.clone();
    let triggers: Vec<Trigger> = analysis.sentences.iter().flat_map(triggers).collect();
    let is_right = |trigger: &Trigger| Some(trigger.event_type) == EventType::from_name(name);
    let likelier = |one: &&Trigger, other: &&Trigger| one.probability.total_cmp(&other.probability);
    shares[0].add(triggers.iter().any(is_right));
    shares[1].add(triggers.iter().max_by(likelier).is_some_and(is_right));
}

/// The records that have a text.
fn records(corpora: &Path) -> anyhow::Result<Vec<Gold>> {
    let path = corpora.join("dev/plover_gsr/gold_standard_records/PLOVER_GSR_CAMEO.txt");
    let mut records: Vec<Gold> = serde_json::from_str(&super::content(&path)?)?;
    records.retain(|gold| !gold.text.is_empty());
    Ok(records)
}

/// Codes every record's text.
fn code(dateline: &Dateline, corpora: &Path, verbose: bool) -> anyhow::Result<Coded> {
    let mut coded = Coded::default();
    for gold in records(corpora)? {
        let source = Source {
            published: Some("2000-01-01"),
            ..Source::new(gold.text.as_bytes())
        };
        let record = dateline.code(&source);
        let is_right = |event: &&Event| kind(event) == today(&gold.event);
        let right: Vec<&Event> = record.events.iter().filter(is_right).collect();
        let touched = |event: &&Event| touches(&record, event, &gold.words);
        coded.any.add(!record.events.is_empty());
        coded.typed.add(!right.is_empty());
        coded.on_words.add(right.iter().any(touched));
        coded
            .countries
            .add(right.iter().any(|event| sides_agree(event, &gold)));
        coded
            .first
            .add(record.events.first().as_ref().is_some_and(is_right));
        if verbose {
            tell(&gold, &record, !right.is_empty());
        }
    }
    Ok(coded)
}

/// The name of an event's type.
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

/// Whether a participant is of a country or sector.
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

/// Shows one record with what is coded.
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
