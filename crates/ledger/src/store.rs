//! The ledger file: opening it, adding reports.

use std::io::Write;
use std::path::{Path, PathBuf};

use dateline_record::Record;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::{
    EventMembership, Facets, Filter, Format, IncidentSummary, IncidentView, LedgerError, Page,
    ReportFilter, ReportSummary, Table,
};

/// Many reports in one SQLite file.
#[derive(Debug)]
pub struct Ledger {
    connection: Connection,
    path: PathBuf,
}

/// What [`Ledger::add`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Added {
    /// The report was not there.
    New,
    /// The same record was there already; nothing was written.
    Unchanged,
    /// A report with the same id and another record was there; its events were replaced.
    Replaced,
}

/// What [`Ledger::link`] did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkSummary {
    /// Events that were added, or whose neighbours changed, since the last linking.
    pub events: u64,
    /// Incidents that are new or have other members than before.
    pub changed: u64,
    /// Incidents in the ledger now.
    pub incidents: u64,
}

/// What a ledger holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Reports.
    pub reports: u64,
    /// Events.
    pub events: u64,
    /// Claims.
    pub claims: u64,
    /// Incidents.
    pub incidents: u64,
    /// Events that wait for [`Ledger::link`].
    pub unlinked: u64,
}

impl Ledger {
    /// Opens the ledger at `path` for reading and writing; makes it if there is no file, upgrades an older one.
    ///
    /// # Errors
    /// When the file is not a ledger, is of a newer version, or SQLite refuses.
    pub fn open(path: &Path) -> Result<Self, LedgerError> {
        Err(LedgerError::Missing {
            path: PathBuf::new(),
        })
    }

    /// Opens the ledger at `path` for reading. Never makes or changes a file.
    ///
    /// # Errors
    /// When there is no file, it is not a ledger, is of another version, or SQLite refuses.
    pub fn open_read_only(path: &Path) -> Result<Self, LedgerError> {
        Err(LedgerError::Missing {
            path: PathBuf::new(),
        })
    }

    /// Adds one report in one transaction.
    ///
    /// The same record twice changes nothing; a record with the id of an earlier one and other content replaces it.
    /// Its events belong to no incident until [`Ledger::link`] is called.
    ///
    /// # Errors
    /// When the record follows another schema or SQLite refuses; the ledger is then as it was.
    pub fn add(&mut self, record: &Record) -> Result<Added, LedgerError> {
        Err(LedgerError::Missing {
            path: PathBuf::new(),
        })
    }

    /// Joins the events added since the last call into incidents, in one transaction.
    ///
    /// # Errors
    /// When SQLite refuses; the ledger is then as it was and the events still wait.
    pub fn link(&mut self) -> Result<LinkSummary, LedgerError> {
        Err(LedgerError::Missing {
            path: PathBuf::new(),
        })
    }

    /// What the ledger holds.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn counts(&self) -> Result<Counts, LedgerError> {
        Err(LedgerError::Missing {
            path: PathBuf::new(),
        })
    }

    /// What the incidents can be filtered by.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn facets(&self) -> Result<Facets, LedgerError> {
        Err(LedgerError::Missing {
            path: PathBuf::new(),
        })
    }

    /// Lists reports, the last published first, undated ones at the end.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn reports(&self, filter: &ReportFilter) -> Result<Page<ReportSummary>, LedgerError> {
        Err(LedgerError::Missing {
            path: PathBuf::new(),
        })
    }

    /// The record of one report, as it was added.
    ///
    /// # Errors
    /// When SQLite refuses or the stored record is damaged.
    pub fn report(&self, id: &str) -> Result<Option<Record>, LedgerError> {
        Err(LedgerError::Missing {
            path: PathBuf::new(),
        })
    }

    /// Which incidents the events of a report belong to, in the order of its events.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn memberships(&self, report: &str) -> Result<Vec<EventMembership>, LedgerError> {
        Err(LedgerError::Missing {
            path: PathBuf::new(),
        })
    }

    /// Lists incidents, the latest first, undated ones at the end.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn incidents(&self, filter: &Filter) -> Result<Page<IncidentSummary>, LedgerError> {
        Err(LedgerError::Missing {
            path: PathBuf::new(),
        })
    }

    /// One incident in full; `id` may be the key of any of its members.
    ///
    /// # Errors
    /// When SQLite refuses or a stored record is damaged.
    pub fn incident(&self, id: &str) -> Result<Option<IncidentView>, LedgerError> {
        Err(LedgerError::Missing {
            path: PathBuf::new(),
        })
    }

    /// Writes one table in one format; gives the number of rows. The same reports give the same bytes.
    ///
    /// # Errors
    /// When SQLite refuses or the writer does.
    pub fn export(
        &self,
        table: Table,
        format: Format,
        writer: impl Write + Send,
    ) -> Result<u64, LedgerError> {
        Err(LedgerError::Missing {
            path: PathBuf::new(),
        })
    }
}
