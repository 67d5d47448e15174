//! From a record to the rows that index it.

use dateline_record::{Event, Participant, Record};
use rusqlite::{Transaction, params};

use crate::error::Fault;
use crate::profile::Profile;
use crate::voice;

/// Events whose window spans more days are kept apart in the index, so that a search for neighbours reads few rows.
pub(crate) const NARROW_DAYS: i32 = 10;

/// Writes all rows derived from the record of report `number`; its events then wait for linking.
pub(crate) fn write(
    transaction: &Transaction<'_>,
    number: i64,
    record: &Record,
) -> Result<(), Fault> {
    let report = &record.report;
    transaction
        .prepare_cached("INSERT INTO report_text(rowid, title, body) VALUES (?1, ?2, ?3)")?
        .execute(params![number, report.title, report.text])?;
    for (position, event) in record.events.iter().enumerate() {
        write_event(transaction, number, record, position, event)?;
    }
    let mut statement = transaction.prepare_cached(
        "INSERT INTO claim(report, position, id, voice, stance) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (position, claim) in record.claims.iter().enumerate() {
        let voice = voice::of_claim(report, claim).key;
        statement.execute(params![
            number,
            integer(position as u64),
            claim.id,
            voice,
            claim.stance.as_str()
        ])?;
    }
    Ok(())
}

/// Removes all rows derived from the record of report `number`.
pub(crate) fn erase(transaction: &Transaction<'_>, number: i64) -> Result<(), Fault> {
    for sql in [
        "DELETE FROM report_text WHERE rowid = ?1",
        "DELETE FROM event WHERE report = ?1",
        "DELETE FROM claim WHERE report = ?1",
    ] {
        transaction.prepare_cached(sql)?.execute([number])?;
    }
    Ok(())
}

fn write_event(
    transaction: &Transaction<'_>,
    report: i64,
    record: &Record,
    position: usize,
    event: &Event,
) -> Result<(), Fault> {
    let profile = Profile::new(record, position, event);
    let json = serde_json::to_string(&profile).map_err(|source| Fault::Json {
        report: record.report.id.clone(),
        source,
    })?;
    let place = event.place.as_ref();
    let when = event.when.as_ref();
    let window = profile.window;
    transaction
        .prepare_cached(
            "INSERT INTO event(report, id, position, key, event_type, mode, cameo, realis, country, admin1,
               latitude, longitude, geonames_id, earliest, latest, wide, first_day, last_day, profile)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
        )?
        .execute(params![
            report,
            event.id,
            integer(position as u64),
            profile.key,
            event.plover.event_type.as_str(),
            event.plover.mode,
            event.cameo,
            event.realis.as_str(),
            place.and_then(|place| place.country.as_deref()),
            place.and_then(|place| place.admin1.as_deref()),
            place.and_then(|place| place.latitude),
            place.and_then(|place| place.longitude),
            place.and_then(|place| place.geonames_id).map(integer),
            when.and_then(|when| when.earliest.as_deref()),
            when.and_then(|when| when.latest.as_deref()),
            window.map(|window| window.last - window.first > NARROW_DAYS),
            window.map(|window| window.first),
            window.map(|window| window.last),
            json,
        ])?;
    let number = transaction.last_insert_rowid();
    write_side(transaction, number, "actor", &event.actor)?;
    write_side(transaction, number, "recipient", &event.recipient)?;
    write_tolls(transaction, number, event)?;
    transaction
        .prepare_cached("INSERT INTO waiting(event) VALUES (?1)")?
        .execute([number])?;
    Ok(())
}

fn write_side(
    transaction: &Transaction<'_>,
    event: i64,
    side: &str,
    participants: &[Participant],
) -> Result<(), Fault> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO participant(event, side, position, id, name, country, code) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (position, who) in participants.iter().enumerate() {
        statement.execute(params![
            event,
            side,
            integer(position as u64),
            who.id,
            who.name,
            who.country,
            who.code
        ])?;
    }
    Ok(())
}

fn write_tolls(transaction: &Transaction<'_>, event: i64, source: &Event) -> Result<(), Fault> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO toll(event, position, kind, low, high, claim) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for (position, toll) in source.tolls.iter().enumerate() {
        statement.execute(params![
            event,
            integer(position as u64),
            toll.kind.as_str(),
            toll.low.map(integer),
            toll.high.map(integer),
            toll.claim
        ])?;
    }
    Ok(())
}

/// SQLite's integers are signed; no count in a report comes near the border.
pub(crate) fn integer(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
