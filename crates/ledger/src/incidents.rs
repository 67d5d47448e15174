//! Keeping the incidents of the file as the linking rule says.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use dateline_record::{Record, TollKind};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::error::Fault;
use crate::index::{NARROW_DAYS, integer};
use crate::joining::{Fit, LONGEST_DAYS, SLACK_DAYS, fit};
use crate::linking::{Pair, group};
use crate::profile::Profile;
use crate::store::LinkSummary;
use crate::{IncidentSummary, Member, policy};

/// Records parsed at once while views are computed: neighbours in time share reports.
const RECORDS_KEPT: usize = 64;

/// Links all waiting events.
pub(crate) fn link(transaction: &Transaction<'_>) -> Result<LinkSummary, Fault> {
    let waiting: BTreeSet<i64> = numbers(transaction, "SELECT event FROM waiting")?;
    let mut events = Events::new(transaction);
    let (order, pairs) = events.reachable(&waiting)?;
    let contradict = |a: usize, b: usize| fit(&order[a].0, &order[b].0) == Fit::Contradict;
    let mut changed = Vec::new();
    let mut stale = BTreeSet::new();
    let groups: Vec<Vec<i64>> = group(order.len(), pairs, contradict)
        .into_iter()
        .map(|group| group.into_iter().map(|place| order[place].1).collect())
        .collect();
    for members in &groups {
        let incident = events.profile(members[0])?.key.clone();
        let before = incidents_of(transaction, members)?;
        let same = before.len() == 1
            && before.contains(&incident)
            && size(transaction, &incident)? == members.len()
            && !members.iter().any(|event| waiting.contains(event));
        if !same {
            stale.extend(before);
            changed.push((incident, members));
        }
    }
    for (incident, members) in &changed {
        enrol(transaction, incident, members)?;
    }
    for incident in stale {
        transaction
            .prepare_cached("DELETE FROM incident_view WHERE id = ?1")?
            .execute([incident])?;
    }
    let mut records = Records::new(transaction);
    for (incident, members) in &changed {
        let mut keys = Vec::new();
        for event in *members {
            let profile = events.profile(*event)?;
            keys.push((profile.report.clone(), profile.position));
        }
        write_view(transaction, incident, &records.members(&keys)?)?;
    }
    transaction.execute_batch(
        "DELETE FROM incident_view WHERE id NOT IN (SELECT incident FROM member);
         DELETE FROM waiting;",
    )?;
    let incidents: i64 =
        transaction.query_row("SELECT count(*) FROM incident_view", [], |row| row.get(0))?;
    Ok(LinkSummary {
        events: waiting.len() as u64,
        changed: changed.len() as u64,
        incidents: u64::try_from(incidents).unwrap_or(0),
    })
}

/// Marks the events that match an event of report `number`: when it goes, they may regroup.
pub(crate) fn disturb_neighbours(transaction: &Transaction<'_>, number: i64) -> Result<(), Fault> {
    let mut statement = transaction.prepare_cached("SELECT number FROM event WHERE report = ?1")?;
    let own: Vec<i64> = statement
        .query_map([number], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut events = Events::new(transaction);
    for event in own {
        for (neighbour, _) in events.neighbours(event)? {
            transaction
                .prepare_cached("INSERT OR IGNORE INTO waiting(event) VALUES (?1)")?
                .execute([neighbour])?;
        }
    }
    Ok(())
}

fn numbers<C: FromIterator<i64>>(connection: &Connection, sql: &str) -> Result<C, Fault> {
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<C, _>>()?)
}

fn incidents_of(transaction: &Transaction<'_>, events: &[i64]) -> Result<BTreeSet<String>, Fault> {
    let mut statement =
        transaction.prepare_cached("SELECT incident FROM member WHERE event = ?1")?;
    let mut found = BTreeSet::new();
    for event in events {
        let incident: Option<String> = statement.query_row([event], |row| row.get(0)).optional()?;
        found.extend(incident);
    }
    Ok(found)
}

fn size(transaction: &Transaction<'_>, incident: &str) -> Result<usize, Fault> {
    let count: i64 = transaction
        .prepare_cached("SELECT count(*) FROM member WHERE incident = ?1")?
        .query_row([incident], |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or(0))
}

fn enrol(transaction: &Transaction<'_>, incident: &str, members: &[i64]) -> Result<(), Fault> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO member(event, incident) VALUES (?1, ?2)
         ON CONFLICT(event) DO UPDATE SET incident = ?2",
    )?;
    for event in members {
        statement.execute(params![event, incident])?;
    }
    Ok(())
}

fn write_view(
    transaction: &Transaction<'_>,
    incident: &str,
    members: &[(Rc<Record>, usize)],
) -> Result<(), Fault> {
    let members: Vec<Member<'_>> = members
        .iter()
        .filter_map(|(record, position)| {
            let event = &record.events.get(*position)?.id;
            Some(Member { record, event })
        })
        .collect();
    let Some(summary) = policy::summarise(&members) else {
        return Ok(());
    };
    let json = serde_json::to_string(&summary).map_err(|source| Fault::Json {
        report: summary.first_report.clone(),
        source,
    })?;
    transaction
        .prepare_cached(
            "INSERT OR REPLACE INTO incident_view
               (id, policy, event_type, country, realis, status, earliest, latest, day, killed, reports, summary)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            incident,
            summary.policy,
            summary.event_type.as_str(),
            summary.country,
            summary.realis.as_str(),
            summary.status.as_str(),
            summary.earliest,
            summary.latest,
            day(&summary),
            integer(summary.toll(TollKind::Killed).map_or(0, |range| range.high)),
            integer(summary.reports),
            json,
        ])?;
    Ok(())
}

/// The day by which lists are ordered: of the happening, else of the first report.
fn day(summary: &IncidentSummary) -> Option<&str> {
    let dates = [&summary.earliest, &summary.latest, &summary.first_published];
    dates.into_iter().find_map(|date| date.as_deref())
}

/// An event with its number in the file.
type Placed = (Rc<Profile>, i64);

/// The events of the file with what was read of them so far.
struct Events<'c> {
    transaction: &'c Transaction<'c>,
    profiles: BTreeMap<i64, Rc<Profile>>,
}

impl<'c> Events<'c> {
    fn new(transaction: &'c Transaction<'c>) -> Self {
        Self {
            transaction,
            profiles: BTreeMap::new(),
        }
    }

    fn profile(&mut self, number: i64) -> Result<Rc<Profile>, Fault> {
        if let Some(profile) = self.profiles.get(&number) {
            return Ok(Rc::clone(profile));
        }
        let json: String = self
            .transaction
            .prepare_cached("SELECT profile FROM event WHERE number = ?1")?
            .query_row([number], |row| row.get(0))?;
        let profile: Profile = serde_json::from_str(&json).map_err(|source| Fault::Json {
            report: format!("of event {number}"),
            source,
        })?;
        let profile = Rc::new(profile);
        self.profiles.insert(number, Rc::clone(&profile));
        Ok(profile)
    }

    /// All events tied to `from` by a chain of matching pairs, in the order of [`Profile::order`], and those pairs.
    fn reachable(&mut self, from: &BTreeSet<i64>) -> Result<(Vec<Placed>, Vec<Pair>), Fault> {
        let mut seen = from.clone();
        let mut open: Vec<i64> = from.iter().copied().collect();
        let mut edges = Vec::new();
        while let Some(event) = open.pop() {
            for (neighbour, strength) in self.neighbours(event)? {
                if seen.insert(neighbour) {
                    open.push(neighbour);
                }
                // The neighbour meets this event too: each edge is noted once.
                if event < neighbour {
                    edges.push((event, neighbour, strength));
                }
            }
        }
        let mut order: Vec<Placed> = Vec::new();
        for event in seen {
            order.push((self.profile(event)?, event));
        }
        order.sort_by(|(a, _), (b, _)| a.order().cmp(&b.order()));
        let numbers = order.iter().map(|(_, event)| *event);
        let place: BTreeMap<i64, usize> = numbers.zip(0..).collect();
        let pairs = edges.into_iter().filter_map(|(a, b, strength)| {
            let (a, b) = (*place.get(&a)?, *place.get(&b)?);
            Some(Pair { strength, a, b })
        });
        let pairs = pairs.collect();
        Ok((order, pairs))
    }

    /// The events that match `event`, each with the strength of the pair.
    fn neighbours(&mut self, event: i64) -> Result<Vec<(i64, u32)>, Fault> {
        let profile = self.profile(event)?;
        let Some(window) = profile.window else {
            return Ok(Vec::new());
        };
        let mut candidates: Vec<i64> = Vec::new();
        let mut statement = self.transaction.prepare_cached(
            "SELECT number FROM event
             WHERE realis = ?1 AND wide = ?2 AND first_day BETWEEN ?3 AND ?4 AND last_day >= ?5",
        )?;
        for (wide, longest) in [(false, NARROW_DAYS), (true, LONGEST_DAYS)] {
            let rows = statement.query_map(
                params![
                    profile.realis.as_str(),
                    wide,
                    window.first - SLACK_DAYS - longest,
                    window.last + SLACK_DAYS,
                    window.first - SLACK_DAYS,
                ],
                |row| row.get(0),
            )?;
            for row in rows {
                candidates.push(row?);
            }
        }
        drop(statement);
        let mut neighbours = Vec::new();
        for candidate in candidates {
            let other = self.profile(candidate)?;
            if let Fit::Match(strength) = fit(&profile, &other) {
                neighbours.push((candidate, strength));
            }
        }
        Ok(neighbours)
    }
}

/// Records of the file, the last read ones kept.
struct Records<'c> {
    connection: &'c Connection,
    kept: BTreeMap<String, Rc<Record>>,
}

impl<'c> Records<'c> {
    fn new(connection: &'c Connection) -> Self {
        Self {
            connection,
            kept: BTreeMap::new(),
        }
    }

    fn members(&mut self, keys: &[(String, usize)]) -> Result<Vec<(Rc<Record>, usize)>, Fault> {
        if self.kept.len() > RECORDS_KEPT {
            self.kept.clear();
        }
        let mut members = Vec::new();
        for (report, position) in keys {
            if !self.kept.contains_key(report)
                && let Some(record) = read_record(self.connection, report)?
            {
                self.kept.insert(report.clone(), Rc::new(record));
            }
            members.extend(
                self.kept
                    .get(report)
                    .map(|record| (Rc::clone(record), *position)),
            );
        }
        Ok(members)
    }
}

/// The record of one report.
pub(crate) fn read_record(connection: &Connection, id: &str) -> Result<Option<Record>, Fault> {
    let json: Option<String> = connection
        .prepare_cached("SELECT record FROM report WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    json.map(|json| parse_record(id, &json)).transpose()
}

/// A record as it was stored.
pub(crate) fn parse_record(id: &str, json: &str) -> Result<Record, Fault> {
    serde_json::from_str(json).map_err(|source| Fault::Json {
        report: id.to_owned(),
        source,
    })
}
