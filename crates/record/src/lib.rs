//! The nouns of the contract `dateline/1`: what Dateline writes for one report.
//!
//! A [`Record`] holds the clean text of one [`Report`], the [`Event`]s read from it, the [`Claim`]s that say who
//! vouches for what, and the [`Link`]s between events. Every fact carries the [`Span`] that it was read from.
//! This crate does no input or output and knows no rule; it is what all other crates agree on.
//!
//! ```
//! let text = dateline_record::Text::new("Rockets hit Erbil".to_owned());
//! let span = text.span(12..17);
//! assert_eq!((span.start, span.end, span.text.as_str()), (12, 17, "Erbil"));
//! ```
#![forbid(unsafe_code)]

mod event;
mod mention;
mod report;
mod text;
mod vocabulary;

pub use event::{Acled, Claim, Event, Link, Plover, Speaker, Toll};
pub use mention::{Mentions, Participant, Place, Quantity, When};
pub use report::{Dropped, Problem, Published, Record, Report};
pub use text::{Span, Text};
pub use vocabulary::{
    Basis, EventType, PlacePrecision, PublishedBasis, QuadClass, Quoted, Realis, Relation,
    SpeakerKind, Stance, TollKind,
};

/// The name and version of the contract, the value of [`Record::schema`].
pub const SCHEMA: &str = "dateline/1";

/// The JSON Schema (draft 2020-12) of one [`Record`], as pretty-printed JSON with a closing newline.
///
/// # Errors
/// Never in practice: only if the schema could not be written as JSON.
pub fn json_schema() -> Result<String, serde_json::Error> {
    let schema = schemars::schema_for!(Record);
    serde_json::to_string_pretty(&schema).map(|json| json + "\n")
}
