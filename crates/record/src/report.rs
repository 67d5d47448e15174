//! The record of one report and the report itself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Claim, Event, Link, Mentions, PublishedBasis, Span};

/// What Dateline writes for one report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// Always [`crate::SCHEMA`].
    pub schema: String,
    /// The report that was read.
    pub report: Report,
    /// Events in text order.
    pub events: Vec<Event>,
    /// Claims in text order.
    pub claims: Vec<Claim>,
    /// Links between events.
    pub links: Vec<Link>,
    /// Every grounded mention, when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(default)]
    pub mentions: Option<Mentions>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// One published report: where it came from and its clean text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// The caller's id, else a hash of the source bytes.
    pub id: String,
    /// Where it was published.
    pub url: Option<String>,
    /// Name of the outlet.
    pub site: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Author line.
    pub byline: Option<String>,
    /// ISO 639-1 code, null when it could not be told.
    pub language: Option<String>,
    /// When it was published.
    pub published: Published,
    /// The clean article: title line first, then paragraphs separated by a blank line.
    pub text: String,
    /// What was left out of the source text.
    pub dropped: Vec<Dropped>,
}

/// The publication date as an interval.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Published {
    /// First possible day, ISO 8601.
    pub earliest: Option<String>,
    /// Last possible day, ISO 8601.
    pub latest: Option<String>,
    /// How it came to be known.
    pub basis: PublishedBasis,
    /// One line for each constraint.
    pub because: Vec<String>,
}

impl Published {
    /// A publication date of which nothing is known.
    #[must_use]
    pub const fn unknown() -> Self {
        Self {
            earliest: None,
            latest: None,
            basis: PublishedBasis::Unknown,
            because: Vec::new(),
        }
    }

    /// One known day, ISO 8601.
    #[must_use]
    pub fn day(day: &str, basis: PublishedBasis, because: String) -> Self {
        Self {
            earliest: Some(day.to_owned()),
            latest: Some(day.to_owned()),
            basis,
            because: vec![because],
        }
    }
}

/// A stretch of the source that is not article text, in source code points, end exclusive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Dropped {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// What it is, for example `comment form`.
    pub reason: String,
}

/// Something that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Problem {
    /// Short and stable, for programs: `not-english`, `too-long`, …
    pub code: String,
    /// What happened and what to do next, for people.
    pub message: String,
    /// Where in `report.text`, if anywhere.
    pub span: Option<Span>,
}

impl Problem {
    /// A problem of the report as a whole.
    #[must_use]
    pub fn of_report(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
            span: None,
        }
    }
}
