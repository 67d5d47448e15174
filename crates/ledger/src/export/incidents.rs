//! The incidents: one row an incident, as the policy sees it.
//!
//! Beside each column stands the HXL hashtag under which it may be published.

use dateline_record::TollKind;
use rusqlite::Connection;

use super::sheet::{Field, Kind, Sheet};
use crate::IncidentSummary;
use crate::error::Fault;
use crate::query::parse_summary;

/// The columns with their kinds and HXL 1.1 hashtags.
const COLUMNS: &[(&str, Kind)] = &[
    ("incident", Kind::Text),             // #event+id
    ("headline", Kind::Text),             // #description
    ("date_start", Kind::Text),           // #date+occurred+start
    ("date_end", Kind::Text),             // #date+occurred+end
    ("plover_type", Kind::Text),          // #event+code+v_plover
    ("plover_mode", Kind::Text),          // #event+mode
    ("cameo", Kind::Text),                // #event+code+v_cameo
    ("acled_sub_event_type", Kind::Text), // #event+type
    ("realis", Kind::Text),               // #status+realis
    ("actors", Kind::Text),               // #org+name+actor1
    ("recipients", Kind::Text),           // #org+name+actor2
    ("country", Kind::Text),              // #country+code+v_iso3
    ("admin1", Kind::Text),               // #adm1+name
    ("place", Kind::Text),                // #loc+name
    ("latitude", Kind::Real),             // #geo+lat
    ("longitude", Kind::Real),            // #geo+lon
    ("precision", Kind::Text),            // #geo+precision
    ("radius_km", Kind::Real),            // #geo+radius
    ("status", Kind::Text),               // #status
    ("voices", Kind::Integer),            // #meta+voice+num
    ("reports", Kind::Integer),           // #meta+source+num
    ("outlets", Kind::Text),              // #meta+source
    ("first_report", Kind::Text),         // #meta+id+first
    ("first_published", Kind::Text),      // #date+start
    ("last_report", Kind::Text),          // #meta+id+last
    ("last_published", Kind::Text),       // #date+updated
    ("policy", Kind::Text),               // #meta+policy
];

/// For each kind of harm: lowest, highest, best lower and best upper figure, `#affected+killed+min` and so on.
const TOLL_COLUMNS: &[(TollKind, [&str; 4])] = &[
    (
        TollKind::Killed,
        [
            "killed_low",
            "killed_high",
            "killed_best_low",
            "killed_best_high",
        ],
    ),
    (
        TollKind::Wounded,
        [
            "wounded_low",
            "wounded_high",
            "wounded_best_low",
            "wounded_best_high",
        ],
    ),
    (
        TollKind::Missing,
        [
            "missing_low",
            "missing_high",
            "missing_best_low",
            "missing_best_high",
        ],
    ),
    (
        TollKind::Detained,
        [
            "detained_low",
            "detained_high",
            "detained_best_low",
            "detained_best_high",
        ],
    ),
    (
        TollKind::Abducted,
        [
            "abducted_low",
            "abducted_high",
            "abducted_best_low",
            "abducted_best_high",
        ],
    ),
    (
        TollKind::Displaced,
        [
            "displaced_low",
            "displaced_high",
            "displaced_best_low",
            "displaced_best_high",
        ],
    ),
];

pub(super) fn sheet() -> Sheet {
    let tolls = TOLL_COLUMNS
        .iter()
        .flat_map(|(_, names)| names.iter().map(|name| (*name, Kind::Integer)));
    Sheet {
        columns: COLUMNS.iter().copied().chain(tolls).collect(),
    }
}

/// Gives the row of every incident to `write`.
pub(super) fn rows(
    connection: &Connection,
    write: &mut impl FnMut(Vec<Field>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut statement = connection.prepare("SELECT id, summary FROM incident_view ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id: String = row.get(0)?;
        let json: String = row.get(1)?;
        write(fields(&parse_summary(&id, &json)?))?;
    }
    Ok(())
}

fn fields(incident: &IncidentSummary) -> Vec<Field> {
    let place = incident.place.as_ref();
    let names = |names: &[String]| Field::list(names.iter().map(|name| Some(name.as_str())));
    let mut row = vec![
        Field::text(&incident.id),
        Field::text(&incident.headline),
        Field::maybe(incident.earliest.as_deref()),
        Field::maybe(incident.latest.as_deref()),
        Field::text(incident.event_type.as_str()),
        Field::maybe(incident.mode.as_deref()),
        Field::text(&incident.cameo),
        Field::maybe(incident.acled.as_deref()),
        Field::text(incident.realis.as_str()),
        names(&incident.actors),
        names(&incident.recipients),
        Field::maybe(incident.country.as_deref()),
        Field::maybe(place.and_then(|place| place.admin1.as_deref())),
        Field::maybe(place.map(|place| place.name.as_str())),
        Field::real(place.and_then(|place| place.latitude)),
        Field::real(place.and_then(|place| place.longitude)),
        Field::maybe(place.map(|place| place.precision.as_str())),
        Field::real(place.and_then(|place| place.radius_km)),
        Field::text(incident.status.as_str()),
        Field::integer(Some(incident.voices)),
        Field::integer(Some(incident.reports)),
        names(&incident.outlets),
        Field::text(&incident.first_report),
        Field::maybe(incident.first_published.as_deref()),
        Field::text(&incident.last_report),
        Field::maybe(incident.last_published.as_deref()),
        Field::text(&incident.policy),
    ];
    for (kind, _) in TOLL_COLUMNS {
        let range = incident.toll(*kind);
        row.extend([
            Field::integer(range.map(|range| range.low)),
            Field::integer(range.map(|range| range.high)),
            Field::integer(range.map(|range| range.best_low)),
            Field::integer(range.and_then(|range| range.best_high)),
        ]);
    }
    row
}
