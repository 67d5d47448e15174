//! The views of an incident and of a report: what a list row and a page show.

use std::fmt;

use dateline_record::{Event, EventType, Place, Realis, TollKind};
use serde::{Deserialize, Serialize};

use crate::ClaimsMatrix;

/// How well an incident is vouched for, under [`crate::POLICY`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// One voice says so, nobody contradicts.
    SingleSource,
    /// Two voices or more say so, nobody contradicts.
    Corroborated,
    /// Voices contradict each other: a denial beside an assertion, or figures that cannot both be right.
    Contested,
    /// Only denials are left, or the reports say that it did not happen.
    Denied,
}

impl Status {
    /// Every status.
    pub const ALL: &'static [Self] = &[
        Self::SingleSource,
        Self::Corroborated,
        Self::Contested,
        Self::Denied,
    ];

    /// The text used in JSON, in URLs and in the exports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SingleSource => "single-source",
            Self::Corroborated => "corroborated",
            Self::Contested => "contested",
            Self::Denied => "denied",
        }
    }

    /// The status written as `text`, if there is one.
    #[must_use]
    pub fn from_name(text: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|status| status.as_str() == text)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

/// The figures of all voices for one kind of harm, in people. Nothing is summed or averaged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TollRange {
    /// What is counted.
    pub kind: TollKind,
    /// The lowest lower bound that any voice gives.
    pub low: u64,
    /// The highest figure that any voice gives (its upper bound, else its lower bound).
    pub high: u64,
    /// Whether some voice says "at least": the true figure may lie above `high`.
    pub open: bool,
    /// The figure that most voices give: its lower bound.
    pub best_low: u64,
    /// The figure that most voices give: its upper bound; null when it has none.
    pub best_high: Option<u64>,
    /// How many voices give a figure.
    pub voices: u64,
}

/// One incident as a row of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentSummary {
    /// `i-` and 16 hexadecimal digits: the key of the member event that was published first.
    ///
    /// The key of any other member leads to the same incident, so a link to an incident never breaks when reports join it.
    pub id: String,
    /// The policy that made this view.
    pub policy: String,
    /// One line: what, where, when; made from the members, the same for the same members.
    pub headline: String,
    /// PLOVER type of most members.
    pub event_type: EventType,
    /// PLOVER mode of most members that have one.
    pub mode: Option<String>,
    /// CAMEO code of most members.
    pub cameo: String,
    /// ACLED-style sub-event type of most members that have one.
    pub acled: Option<String>,
    /// Whether the happening is told as real; the same for all members.
    pub realis: Realis,
    /// The most precise place that a member gives.
    pub place: Option<Place>,
    /// Alpha-3 code of the country of `place`.
    pub country: Option<String>,
    /// First possible day, ISO 8601, by the narrowest member.
    pub earliest: Option<String>,
    /// Last possible day, ISO 8601, by the narrowest member.
    pub latest: Option<String>,
    /// Names of those said to have done it, each once, the most often named first.
    pub actors: Vec<String>,
    /// Names of those said to have suffered it, each once, the most often named first.
    pub recipients: Vec<String>,
    /// One range for each kind of harm that is counted, in the order of the contract.
    pub tolls: Vec<TollRange>,
    /// How well it is vouched for.
    pub status: Status,
    /// Distinct voices that say so.
    pub voices: u64,
    /// Reports that tell of it.
    pub reports: u64,
    /// Names of the outlets, sorted; a report without one is named by its id.
    pub outlets: Vec<String>,
    /// Id of the member report published first.
    pub first_report: String,
    /// Its first possible publication day, ISO 8601.
    pub first_published: Option<String>,
    /// Id of the member report published last.
    pub last_report: String,
    /// Its last possible publication day, ISO 8601.
    pub last_published: Option<String>,
}

impl IncidentSummary {
    /// The range of one kind of harm.
    #[must_use]
    pub fn toll(&self, kind: TollKind) -> Option<&TollRange> {
        self.tolls.iter().find(|range| range.kind == kind)
    }
}

/// One incident in full.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentView {
    /// The list row.
    pub summary: IncidentSummary,
    /// The events of the reports, first published first.
    pub members: Vec<IncidentMember>,
    /// Who says what, side by side.
    pub matrix: ClaimsMatrix,
}

/// One report's event in an incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentMember {
    /// The report.
    pub report: ReportSummary,
    /// The event, as the record has it.
    pub event: Event,
}

/// One report as a row of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportSummary {
    /// The report's id.
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// Name of the outlet.
    pub site: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// First possible publication day, ISO 8601.
    pub published_earliest: Option<String>,
    /// Last possible publication day, ISO 8601.
    pub published_latest: Option<String>,
    /// How many events it tells of.
    pub events: u64,
    /// How many claims it holds.
    pub claims: u64,
}

/// Which incident an event of a report belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventMembership {
    /// The event's id in its report.
    pub event: String,
    /// The incident's id.
    pub incident: String,
    /// How many reports tell of the incident.
    pub reports: u64,
}
