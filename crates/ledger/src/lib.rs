//! Many reports in one SQLite file: incidents, queries, exports.
//!
//! A [`Ledger`] holds [`Record`](dateline_record::Record)s as they were written, one for each report. An *incident*
//! gathers the events of several reports that tell of one happening. It stores nothing but its membership: every
//! range, status and claims matrix is a view, computed from the members under the named policy [`POLICY`], so nothing
//! that a report says is lost and any merge can be undone by adding, replacing or re-linking reports.
//!
//! # One way through
//! 1. [`Ledger::open`] makes or upgrades the file.
//! 2. [`Ledger::add`] writes one report in one transaction. Its text is at once searchable.
//! 3. [`Ledger::link`] joins the events that were added since the last call into incidents, in one transaction.
//! 4. [`Ledger::incidents`], [`Ledger::incident`], [`Ledger::reports`], [`Ledger::report`] answer.
//! 5. [`Ledger::export`] writes a whole table as JSON Lines, CSV or Parquet.
//!
//! # When two events are one happening
//! The rule is in [`joining`], and [`linking`] says how pairs become incidents. The result is a
//! function of the set of reports alone: the order in which they were added does not matter.
//!
//! # Threads
//! A [`Ledger`] can be sent to another thread but not shared; a server opens one with [`Ledger::open_read_only`] for
//! each request or keeps one behind a mutex. Readers see the last committed state while a writer works.
#![forbid(unsafe_code)]

mod error;
mod export;
mod filter;
mod incidents;
mod index;
pub mod joining;
pub mod linking;
mod matrix;
mod policy;
mod profile;
mod query;
mod schema;
mod sentence;
mod store;
mod summary;
mod telling;
mod voice;

pub use error::LedgerError;
pub use export::{Format, Table};
pub use filter::{Facets, Filter, Page, ReportFilter};
pub use matrix::{Cell, ClaimsMatrix, Column, Evidence, Member, Row, Statement, claims_matrix};
pub use policy::POLICY;
pub use store::{Added, Counts, Ledger, LinkSummary};
pub use summary::{
    EventMembership, IncidentMember, IncidentSummary, IncidentView, ReportSummary, Status,
    TollRange,
};
