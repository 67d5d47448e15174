//! The claims: one row a claim.

use std::collections::{BTreeMap, BTreeSet};

use dateline_record::{Claim, Record};
use rusqlite::Connection;

use super::events::{REPORT_COLUMNS, each_report, report_fields, toll};
use super::sheet::{Field, Kind, Sheet};
use crate::error::Fault;
use crate::profile::event_key;
use crate::voice;

const COLUMNS: &[(&str, Kind)] = &[
    ("claim", Kind::Text),
    ("voice", Kind::Text),
    ("speaker", Kind::Text),
    ("speaker_kind", Kind::Text),
    ("speaker_name", Kind::Text),
    ("speaker_id", Kind::Text),
    ("speaker_country", Kind::Text),
    ("stance", Kind::Text),
    ("quoted", Kind::Text),
    ("cue", Kind::Text),
    ("content", Kind::Text),
    ("content_start", Kind::Integer),
    ("content_end", Kind::Integer),
    ("about", Kind::Text),
    ("incidents", Kind::Text),
    ("tolls", Kind::Text),
    ("confidence", Kind::Real),
];

pub(super) fn sheet() -> Sheet {
    Sheet {
        columns: [REPORT_COLUMNS, COLUMNS].concat(),
    }
}

/// Gives the row of every claim to `write`.
pub(super) fn rows(
    connection: &Connection,
    write: &mut impl FnMut(Vec<Field>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    each_report(connection, |record, incidents| {
        for claim in &record.claims {
            let mut row = report_fields(&record.report);
            row.extend(claim_fields(record, claim, incidents));
            write(row)?;
        }
        Ok(())
    })
}

fn claim_fields(
    record: &Record,
    claim: &Claim,
    incidents: &BTreeMap<String, String>,
) -> Vec<Field> {
    let speaker = claim.speaker.as_ref();
    let participant = speaker.and_then(|speaker| speaker.participant.as_ref());
    let of_claim = incidents_of(record, claim, incidents);
    let tolls: Vec<String> = record
        .events
        .iter()
        .flat_map(|event| &event.tolls)
        .filter(|toll| toll.claim.as_ref() == Some(&claim.id))
        .filter_map(toll)
        .collect();
    vec![
        Field::text(&claim.id),
        Field::text(voice::of_claim(&record.report, claim).key),
        Field::maybe(speaker.map(|speaker| speaker.span.text.as_str())),
        Field::maybe(speaker.map(|speaker| speaker.kind.as_str())),
        Field::maybe(participant.map(|who| who.name.as_str())),
        Field::maybe(participant.and_then(|who| who.id.as_deref())),
        Field::maybe(participant.and_then(|who| who.country.as_deref())),
        Field::text(claim.stance.as_str()),
        Field::text(claim.quoted.as_str()),
        Field::text(&claim.cue.text),
        Field::text(&claim.content.text),
        Field::position(claim.content.start),
        Field::position(claim.content.end),
        Field::list(claim.about.iter().map(|id| Some(id.as_str()))),
        Field::list(of_claim.into_iter().map(Some)),
        Field::list(tolls.iter().map(|toll| Some(toll.as_str()))),
        Field::real(Some(claim.confidence)),
    ]
}

/// The incidents of the events that the claim is about or counts the victims of, sorted.
fn incidents_of<'a>(
    record: &Record,
    claim: &Claim,
    incidents: &'a BTreeMap<String, String>,
) -> BTreeSet<&'a str> {
    let concerned = record.events.iter().filter(|event| {
        let counts = event
            .tolls
            .iter()
            .any(|toll| toll.claim.as_ref() == Some(&claim.id));
        counts || claim.about.contains(&event.id)
    });
    concerned
        .filter_map(|event| incidents.get(&event_key(&record.report.id, &event.id)))
        .map(String::as_str)
        .collect()
}
