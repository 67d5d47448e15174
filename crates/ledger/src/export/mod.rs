//! Whole tables for other programs.
//!
//! The three formats hold the same columns in the same order and the same rows: events and claims by report id and
//! place in the report, incidents by their id. So the same reports give the same bytes. Several values in one
//! column are separated by `;`. An unknown value is empty in CSV and null elsewhere.
//!
//! Text in CSV that a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@`, a tab or a carriage
//! return) gets an apostrophe in front, for the text comes from the web. Numbers, and the other formats, stay as they are.

use std::fmt;
use std::io::Write;

use crate::error::Fault;
use crate::{Ledger, LedgerError};

mod claims;
mod events;
mod incidents;
mod sheet;
mod writers;

use sheet::Sheet;
use writers::RowWriter;

/// What to export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// One row an event, as each report tells it.
    Events,
    /// One row a claim.
    Claims,
    /// One row an incident, under [`crate::POLICY`].
    Incidents,
}

impl Table {
    /// Every table.
    pub const ALL: &'static [Self] = &[Self::Events, Self::Claims, Self::Incidents];

    /// The name used by commands and URLs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::Claims => "claims",
            Self::Incidents => "incidents",
        }
    }

    /// The table of that name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|table| table.as_str() == name)
    }
}

impl fmt::Display for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

/// How to write an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON Lines: one object a row.
    Jsonl,
    /// CSV with a header, RFC 4180, UTF-8.
    Csv,
    /// Apache Parquet, Snappy-compressed.
    Parquet,
}

impl Format {
    /// Every format.
    pub const ALL: &'static [Self] = &[Self::Jsonl, Self::Csv, Self::Parquet];

    /// The name used by commands and URLs, also the file's extension.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Parquet => "parquet",
        }
    }

    /// The format of that name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|format| format.as_str() == name)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl Ledger {
    /// Writes one table in one format; gives the number of rows. The same reports give the same bytes.
    ///
    /// Reads report by report, so memory does not grow with the ledger.
    ///
    /// # Errors
    /// When SQLite refuses, a stored record is damaged, or the writer fails.
    pub fn export(
        &self,
        table: Table,
        format: Format,
        writer: impl Write + Send,
    ) -> Result<u64, LedgerError> {
        let sheet = match table {
            Table::Events => events::sheet(),
            Table::Claims => claims::sheet(),
            Table::Incidents => incidents::sheet(),
        };
        self.write_table(table, format, &sheet, writer)
            .map_err(|fault| match fault {
                Fault::Output(reason) => LedgerError::Export {
                    table: table.as_str(),
                    format: format.as_str(),
                    reason,
                },
                fault => self.failed(&format!("exporting {table}"), fault),
            })
    }

    fn write_table(
        &self,
        table: Table,
        format: Format,
        sheet: &Sheet,
        output: impl Write + Send,
    ) -> Result<u64, Fault> {
        // One read transaction: the export shows one state, whatever another process commits meanwhile.
        let state = self.connection.unchecked_transaction()?;
        let mut writer = RowWriter::new(format, sheet, output)?;
        let mut count = 0;
        let mut write = |row| {
            count += 1;
            writer.write(row)
        };
        match table {
            Table::Events => events::rows(&state, &mut write)?,
            Table::Claims => claims::rows(&state, &mut write)?,
            Table::Incidents => incidents::rows(&state, &mut write)?,
        }
        writer.finish()?;
        Ok(count)
    }
}
