//! Incidents that stand in a stated relation to another.

use dateline_ledger::{IncidentView, Ledger};
use dateline_record::{Link, Span};
use serde::Serialize;

use crate::error::PageError;
use crate::words;

/// The most links that a page shows.
const MOST: usize = 40;

/// Another incident, how it stands to the one shown, and the words that say so.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Linked {
    /// "in response to", "answered by", …
    pub(crate) relation: &'static str,
    /// Its id.
    pub(crate) incident: String,
    /// Its headline.
    pub(crate) headline: String,
    /// The report that says so.
    pub(crate) report: String,
    /// The words, in code points of that report's text.
    pub(crate) span: Span,
}

/// The incidents that the reports tie to this one, each relation once, in the order of the reports.
pub(crate) fn linked(ledger: &Ledger, view: &IncidentView) -> Result<Vec<Linked>, PageError> {
    let mut found: Vec<Linked> = Vec::new();
    for member in &view.members {
        let Some(record) = ledger.report(&member.report.id)? else {
            continue;
        };
        let incidents = ledger.memberships(&member.report.id)?;
        for link in &record.links {
            let Some((other, from_here)) = other_end(link, &member.event.id) else {
                continue;
            };
            let relation = words::relation(link.relation, from_here);
            let other = incidents
                .iter()
                .find(|membership| membership.event == other);
            let Some(other) = other.filter(|other| other.incident != view.summary.id) else {
                continue;
            };
            let known = |one: &Linked| one.relation == relation && one.incident == other.incident;
            if found.iter().any(known) {
                continue;
            }
            let Some(told) = ledger.incident(&other.incident)? else {
                continue;
            };
            found.push(Linked {
                relation,
                incident: other.incident.clone(),
                headline: told.summary.headline,
                report: member.report.id.clone(),
                span: link.span.clone(),
            });
            if found.len() == MOST {
                return Ok(found);
            }
        }
    }
    Ok(found)
}

/// The event at the other end of a link, and whether the link leads from here to there.
fn other_end<'a>(link: &'a Link, event: &str) -> Option<(&'a str, bool)> {
    if link.from == event {
        Some((&link.to, true))
    } else if link.to == event {
        Some((&link.from, false))
    } else {
        None
    }
}
