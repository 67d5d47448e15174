//! The events: one row an event, as each report tells it.

use std::collections::BTreeMap;

use dateline_record::{Event, Participant, Record, Report, Toll, TollKind};
use rusqlite::Connection;

use super::sheet::{Field, Kind, Sheet};
use crate::error::Fault;
use crate::incidents::parse_record;
use crate::profile::event_key;
use crate::telling::figure;

/// The columns that say which report a row is from.
pub(super) const REPORT_COLUMNS: &[(&str, Kind)] = &[
    ("report", Kind::Text),
    ("report_url", Kind::Text),
    ("report_site", Kind::Text),
    ("report_title", Kind::Text),
    ("published_earliest", Kind::Text),
    ("published_latest", Kind::Text),
];

const COLUMNS: &[(&str, Kind)] = &[
    ("event", Kind::Text),
    ("event_key", Kind::Text),
    ("incident", Kind::Text),
    ("plover_type", Kind::Text),
    ("plover_mode", Kind::Text),
    ("plover_contexts", Kind::Text),
    ("cameo", Kind::Text),
    ("quad", Kind::Integer),
    ("goldstein", Kind::Real),
    ("acled_event_type", Kind::Text),
    ("acled_sub_event_type", Kind::Text),
    ("actor_names", Kind::Text),
    ("actor_ids", Kind::Text),
    ("actor_countries", Kind::Text),
    ("actor_codes", Kind::Text),
    ("recipient_names", Kind::Text),
    ("recipient_ids", Kind::Text),
    ("recipient_countries", Kind::Text),
    ("recipient_codes", Kind::Text),
    ("place", Kind::Text),
    ("country", Kind::Text),
    ("admin1", Kind::Text),
    ("latitude", Kind::Real),
    ("longitude", Kind::Real),
    ("precision", Kind::Text),
    ("radius_km", Kind::Real),
    ("geonames_id", Kind::Integer),
    ("earliest", Kind::Text),
    ("latest", Kind::Text),
    ("when_basis", Kind::Text),
    ("realis", Kind::Text),
    ("killed_low", Kind::Integer),
    ("killed_high", Kind::Integer),
    ("wounded_low", Kind::Integer),
    ("wounded_high", Kind::Integer),
    ("tolls", Kind::Text),
    ("trigger", Kind::Text),
    ("trigger_start", Kind::Integer),
    ("trigger_end", Kind::Integer),
    ("confidence", Kind::Real),
    ("rule", Kind::Text),
];

pub(super) fn sheet() -> Sheet {
    Sheet {
        columns: [REPORT_COLUMNS, COLUMNS].concat(),
    }
}

/// Gives the row of every event to `write`.
pub(super) fn rows(
    connection: &Connection,
    write: &mut impl FnMut(Vec<Field>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    each_report(connection, |record, incidents| {
        for event in &record.events {
            let mut row = report_fields(&record.report);
            row.extend(event_fields(&record.report, event, incidents));
            write(row)?;
        }
        Ok(())
    })
}

/// Reads report by report, in the order of their ids, with the incident of each event key.
pub(super) fn each_report(
    connection: &Connection,
    mut work: impl FnMut(&Record, &BTreeMap<String, String>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut of_report = connection.prepare_cached(
        "SELECT e.key, m.incident FROM event e JOIN member m ON m.event = e.number WHERE e.report = ?1",
    )?;
    let mut statement = connection.prepare("SELECT number, id, record FROM report ORDER BY id")?;
    let mut reports = statement.query([])?;
    while let Some(row) = reports.next()? {
        let number: i64 = row.get(0)?;
        let id: String = row.get(1)?;
        let json: String = row.get(2)?;
        let record = parse_record(&id, &json)?;
        let incidents = of_report
            .query_map([number], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<BTreeMap<String, String>, _>>()?;
        work(&record, &incidents)?;
    }
    Ok(())
}

pub(super) fn report_fields(report: &Report) -> Vec<Field> {
    vec![
        Field::text(&report.id),
        Field::maybe(report.url.as_deref()),
        Field::maybe(report.site.as_deref()),
        Field::maybe(report.title.as_deref()),
        Field::maybe(report.published.earliest.as_deref()),
        Field::maybe(report.published.latest.as_deref()),
    ]
}

fn event_fields(
    report: &Report,
    event: &Event,
    incidents: &BTreeMap<String, String>,
) -> Vec<Field> {
    let key = event_key(&report.id, &event.id);
    let incident = incidents.get(&key).map(String::as_str);
    let acled = event.acled.as_ref();
    let contexts = event.plover.contexts.iter();
    let mut row = vec![
        Field::text(&event.id),
        Field::text(&key),
        Field::maybe(incident),
        Field::text(event.plover.event_type.as_str()),
        Field::maybe(event.plover.mode.as_deref()),
        Field::list(contexts.map(|context| Some(context.as_str()))),
        Field::text(&event.cameo),
        Field::integer(Some(u64::from(event.quad))),
        Field::real(Some(event.goldstein)),
        Field::maybe(acled.map(|acled| acled.event_type.as_str())),
        Field::maybe(acled.map(|acled| acled.sub_event_type.as_str())),
    ];
    row.extend(side(&event.actor));
    row.extend(side(&event.recipient));
    row.extend(place(event));
    row.extend([
        Field::maybe(
            event
                .when
                .as_ref()
                .and_then(|when| when.earliest.as_deref()),
        ),
        Field::maybe(event.when.as_ref().and_then(|when| when.latest.as_deref())),
        Field::maybe(event.when.as_ref().map(|when| when.basis.as_str())),
        Field::text(event.realis.as_str()),
    ]);
    row.extend(range(&event.tolls, TollKind::Killed));
    row.extend(range(&event.tolls, TollKind::Wounded));
    let tolls: Vec<String> = event.tolls.iter().filter_map(toll).collect();
    row.extend([
        Field::list(tolls.iter().map(|toll| Some(toll.as_str()))),
        Field::text(&event.trigger.text),
        Field::position(event.trigger.start),
        Field::position(event.trigger.end),
        Field::real(Some(event.confidence)),
        Field::text(&event.rule),
    ]);
    row
}

fn side(participants: &[Participant]) -> [Field; 4] {
    [
        Field::list(participants.iter().map(|who| Some(who.name.as_str()))),
        Field::list(participants.iter().map(|who| who.id.as_deref())),
        Field::list(participants.iter().map(|who| who.country.as_deref())),
        Field::list(participants.iter().map(|who| who.code.as_deref())),
    ]
}

fn place(event: &Event) -> [Field; 8] {
    let place = event.place.as_ref();
    [
        Field::maybe(place.map(|place| place.name.as_str())),
        Field::maybe(place.and_then(|place| place.country.as_deref())),
        Field::maybe(place.and_then(|place| place.admin1.as_deref())),
        Field::real(place.and_then(|place| place.latitude)),
        Field::real(place.and_then(|place| place.longitude)),
        Field::maybe(place.map(|place| place.precision.as_str())),
        Field::real(place.and_then(|place| place.radius_km)),
        Field::integer(place.and_then(|place| place.geonames_id)),
    ]
}

/// The lowest lower bound and the highest figure of one kind; the voices stand in the column `tolls`.
fn range(tolls: &[Toll], kind: TollKind) -> [Field; 2] {
    let of_kind = || tolls.iter().filter(move |toll| toll.kind == kind);
    let low = of_kind().filter_map(|toll| toll.low).min();
    let high = of_kind().filter_map(|toll| toll.high.max(toll.low)).max();
    [Field::integer(low), Field::integer(high)]
}

/// "killed at least 17 (c4)".
pub(super) fn toll(toll: &Toll) -> Option<String> {
    let figure = figure(toll.low, toll.high)?;
    let claim = toll.claim.as_deref().unwrap_or("the report");
    Some(format!("{} {figure} ({claim})", toll.kind))
}
