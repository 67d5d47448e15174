//! What the joining rule knows of an event: a few comparable facts, read once from the record.

use std::collections::BTreeSet;

use dateline_record::{
    Event, EventType, Participant, PlacePrecision, Realis, Record, Relation, Stance, TollKind,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::joining::{FIRM_DAYS, LONGEST_DAYS, PUBLICATION_DAYS};

/// The comparable facts of one event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Profile {
    /// First possible publication day of the report (days since 1970), `i32::MAX` when unknown.
    pub(crate) published: i32,
    /// The report's id.
    pub(crate) report: String,
    /// The event's place in its report's list.
    pub(crate) position: usize,
    /// Permanent key of the event, see [`event_key`].
    pub(crate) key: String,
    pub(crate) event_type: EventType,
    pub(crate) mode: Option<String>,
    pub(crate) cameo: String,
    pub(crate) realis: Realis,
    /// Other events of its report are part of it.
    pub(crate) series: bool,
    /// A claim denies it, or accuses somebody of it: who did it is in dispute.
    pub(crate) disputed: bool,
    pub(crate) window: Option<Window>,
    pub(crate) place: Option<Spot>,
    pub(crate) actors: Vec<Party>,
    pub(crate) recipients: Vec<Party>,
    /// Lower bounds of the killed, sorted.
    pub(crate) killed: Vec<u64>,
}

/// The days on which an event may have happened, days since 1970, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Window {
    pub(crate) first: i32,
    pub(crate) last: i32,
    /// Stated by the report and short.
    pub(crate) firm: bool,
}

/// Where an event happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Spot {
    pub(crate) name: String,
    pub(crate) country: Option<String>,
    pub(crate) admin1: Option<String>,
    /// Degrees north and east.
    pub(crate) point: Option<(f64, f64)>,
    pub(crate) precision: PlacePrecision,
    pub(crate) radius_km: Option<f64>,
    pub(crate) geonames_id: Option<u64>,
}

/// Who took part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Party {
    pub(crate) id: Option<String>,
    /// Lower-case proper name; null for a common noun ("gunmen"), which identifies nobody.
    pub(crate) name: Option<String>,
    pub(crate) country: Option<String>,
}

impl Profile {
    /// Reads the profile of the event at `position`.
    pub(crate) fn new(record: &Record, position: usize, event: &Event) -> Self {
        Self {
            published: record
                .report
                .published
                .earliest
                .as_deref()
                .and_then(day_number)
                .unwrap_or(i32::MAX),
            report: record.report.id.clone(),
            position,
            key: event_key(&record.report.id, &event.id),
            event_type: event.plover.event_type,
            mode: event.plover.mode.clone(),
            cameo: event.cameo.clone(),
            realis: event.realis,
            series: is_series(record, &event.id),
            disputed: is_disputed(record, &event.id),
            window: window(record, event),
            place: spot(event),
            actors: event.actor.iter().map(party).collect(),
            recipients: event.recipient.iter().map(party).collect(),
            killed: killed(event),
        }
    }

    /// The order of events wherever one is needed: first published first, then by report id, then in text order.
    pub(crate) fn order(&self) -> (i32, &str, usize) {
        (self.published, &self.report, self.position)
    }
}

/// The permanent key of an event: `i-` and 16 hexadecimal digits, made from the ids of report and event.
pub(crate) fn event_key(report: &str, event: &str) -> String {
    let mut hash = Sha256::new();
    hash.update((report.len() as u64).to_le_bytes());
    hash.update(report.as_bytes());
    hash.update(event.as_bytes());
    let mut key = String::from("i-");
    for byte in hash.finalize().iter().take(8) {
        key.push_str(&format!("{byte:02x}"));
    }
    key
}

/// Days since 1970-01-01 of an ISO day.
pub(crate) fn day_number(iso: &str) -> Option<i32> {
    let date: Date = iso.parse().ok()?;
    let span = date.since(Date::constant(1970, 1, 1)).ok()?;
    Some(span.get_days())
}

fn window(record: &Record, event: &Event) -> Option<Window> {
    let stated = event.when.as_ref().and_then(|when| {
        let first = when.earliest.as_deref().and_then(day_number)?;
        let last = when.latest.as_deref().and_then(day_number)?;
        bounded(first, last, last - first < FIRM_DAYS)
    });
    stated.or_else(|| before_publication(record, event))
}

/// An event without a time is taken to be news: it happened in the days before the report came out.
/// An event with half a time ("since 1967") is not.
fn before_publication(record: &Record, event: &Event) -> Option<Window> {
    let dated = event
        .when
        .as_ref()
        .is_some_and(|when| when.earliest.is_some() || when.latest.is_some());
    if dated {
        return None;
    }
    let published = &record.report.published;
    let first = published.earliest.as_deref().and_then(day_number)?;
    let last = published.latest.as_deref().and_then(day_number)?;
    bounded(first - PUBLICATION_DAYS, last, false)
}

fn bounded(first: i32, last: i32, firm: bool) -> Option<Window> {
    let fits = first <= last && last - first <= LONGEST_DAYS;
    fits.then_some(Window { first, last, firm })
}

fn spot(event: &Event) -> Option<Spot> {
    let place = event.place.as_ref()?;
    Some(Spot {
        name: place.name.to_lowercase(),
        country: place.country.clone(),
        admin1: place.admin1.as_ref().map(|name| name.to_lowercase()),
        point: place.latitude.zip(place.longitude),
        precision: place.precision,
        radius_km: place.radius_km,
        geonames_id: place.geonames_id,
    })
}

fn party(participant: &Participant) -> Party {
    let proper = participant.name.chars().any(char::is_uppercase);
    Party {
        id: participant.id.clone(),
        name: proper.then(|| participant.name.to_lowercase()),
        country: participant.country.clone(),
    }
}

fn is_series(record: &Record, event: &str) -> bool {
    record
        .links
        .iter()
        .any(|link| link.relation == Relation::PartOf && link.to == event)
}

fn is_disputed(record: &Record, event: &str) -> bool {
    let disputing = |stance| matches!(stance, Stance::Denies | Stance::Accuses);
    let about: BTreeSet<&str> = record
        .claims
        .iter()
        .filter(|claim| claim.about.iter().any(|id| id == event))
        .map(|claim| claim.id.as_str())
        .collect();
    record.claims.iter().any(|claim| {
        let touches = about.contains(claim.id.as_str())
            || claim.about.iter().any(|id| about.contains(id.as_str()));
        touches && disputing(claim.stance)
    })
}

fn killed(event: &Event) -> Vec<u64> {
    let mut lows: Vec<u64> = event
        .tolls
        .iter()
        .filter(|toll| toll.kind == TollKind::Killed)
        .filter_map(|toll| toll.low)
        .collect();
    lows.sort_unstable();
    lows.dedup();
    lows
}
