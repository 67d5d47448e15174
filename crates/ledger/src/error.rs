//! What can go wrong with a ledger.

use std::path::PathBuf;

/// Why a ledger could not be opened, written, read or exported. Each message says what, where, and what to do next.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// There is no file at the path (read-only opening never makes one).
    #[error(
        "no ledger at {path}: check the path, or make one with `dateline add PATHS --ledger {path}`",
        path = path.display()
    )]
    Missing {
        /// The path that was asked for.
        path: PathBuf,
    },
    /// The file is something else: not SQLite, or another program's database.
    #[error(
        "{path} is not a Dateline ledger: give the path of a ledger, or a new path to begin one; the file was left as it is",
        path = path.display()
    )]
    NotALedger {
        /// The file.
        path: PathBuf,
    },
    /// The file was written by a later Dateline.
    #[error(
        "{path} has ledger version {found} and this Dateline knows versions up to {known}: use the newer Dateline that wrote it",
        path = path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// The version in the file.
        found: i64,
        /// The latest version that this program knows.
        known: i64,
    },
    /// The file was written by an earlier Dateline and cannot be upgraded while open for reading only.
    #[error(
        "{path} has the older ledger version {found}: upgrade it once by opening it for writing, for example with `dateline add --ledger {path}` and any report",
        path = path.display()
    )]
    Older {
        /// The file.
        path: PathBuf,
        /// The version in the file.
        found: i64,
    },
    /// SQLite refused.
    #[error(
        "{path}: {doing} failed: {source}; check that the disk is not full, that the file is writable and that no other program holds it",
        path = path.display()
    )]
    Database {
        /// The ledger file.
        path: PathBuf,
        /// What was being done, for example `adding report r1`.
        doing: String,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// A record cannot be stored or a stored one cannot be read.
    #[error(
        "{path}: the record of report {report} is damaged: {source}; add the report again to replace it",
        path = path.display()
    )]
    Damaged {
        /// The ledger file.
        path: PathBuf,
        /// The report's id.
        report: String,
        /// What is wrong with its JSON.
        source: serde_json::Error,
    },
    /// A record follows another contract than this program's.
    #[error(
        "report {report} has schema {found}, not {known}: code the report again with this Dateline",
        known = dateline_record::SCHEMA
    )]
    OtherSchema {
        /// The report's id.
        report: String,
        /// The schema that the record names.
        found: String,
    },
    /// An export could not be written.
    #[error(
        "the export of {table} as {format} could not be written: {reason}; check the space and the rights at the output, then export again"
    )]
    Export {
        /// The table, for example `events`.
        table: &'static str,
        /// The format, for example `parquet`.
        format: &'static str,
        /// What the writer says.
        reason: String,
    },
}

/// What went wrong below [`crate::Ledger`], which adds the path and what was being done.
#[derive(Debug)]
pub(crate) enum Fault {
    /// SQLite refused.
    Sql(rusqlite::Error),
    /// A stored record or view is not what was written.
    Json {
        report: String,
        source: serde_json::Error,
    },
    /// An export's output failed.
    Output(String),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}
