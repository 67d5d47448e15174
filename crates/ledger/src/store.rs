//! The ledger file: opening it, adding reports.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use dateline_record::{Record, SCHEMA};
use rusqlite::{
    Connection, ErrorCode, OpenFlags, OptionalExtension, Transaction, TransactionBehavior, params,
};
use serde::{Deserialize, Serialize};

use crate::error::Fault;
use crate::schema::{self, Identity};
use crate::{LedgerError, incidents, index};

/// How long to wait for another process that writes.
const PATIENCE: Duration = Duration::from_secs(10);
/// The first bytes of every SQLite file.
const SQLITE_MARK: &[u8] = b"SQLite format 3\0";

/// Many reports in one SQLite file.
#[derive(Debug)]
pub struct Ledger {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
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
        refuse_other_files(path)?;
        let connection =
            Connection::open(path).map_err(|source| refused(path, "opening", source))?;
        let mut ledger = Self {
            connection,
            path: path.to_owned(),
        };
        let identity = ledger.identify()?;
        if let Identity::Ledger(found) = identity {
            ledger.refuse_newer(found)?;
        }
        ledger
            .prepare()
            .and_then(|()| ledger.refresh())
            .map_err(|fault| ledger.failed("opening", fault))?;
        Ok(ledger)
    }

    /// Opens the ledger at `path` for reading. Never makes or changes a ledger.
    ///
    /// # Errors
    /// When there is no file, it is not a ledger, is of another version, or SQLite refuses.
    pub fn open_read_only(path: &Path) -> Result<Self, LedgerError> {
        if !path.exists() {
            return Err(LedgerError::Missing {
                path: path.to_owned(),
            });
        }
        refuse_other_files(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)
            .map_err(|source| refused(path, "opening", source))?;
        let ledger = Self {
            connection,
            path: path.to_owned(),
        };
        match ledger.identify()? {
            Identity::Ledger(found) => {
                ledger.refuse_newer(found)?;
                if found < schema::known_version() {
                    return Err(LedgerError::Older {
                        path: ledger.path,
                        found,
                    });
                }
            }
            Identity::Empty | Identity::Other => {
                return Err(LedgerError::NotALedger { path: ledger.path });
            }
        }
        Ok(ledger)
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds one report in one transaction.
    ///
    /// The same record twice changes nothing; a record with the id of an earlier one and other content replaces it.
    /// Its events belong to no incident until [`Ledger::link`] is called; they wait for it in the file, so a process
    /// that ends in between loses nothing.
    ///
    /// # Errors
    /// When the record follows another schema or SQLite refuses; the ledger is then as it was.
    pub fn add(&mut self, record: &Record) -> Result<Added, LedgerError> {
        if record.schema != SCHEMA {
            return Err(LedgerError::OtherSchema {
                report: record.report.id.clone(),
                found: record.schema.clone(),
            });
        }
        let doing = format!("adding report {}", record.report.id);
        self.write(&doing, |transaction| add(transaction, record))
    }

    /// Joins the events added since the last call into incidents, in one transaction.
    ///
    /// # Errors
    /// When SQLite refuses; the ledger is then as it was and the events still wait.
    pub fn link(&mut self) -> Result<LinkSummary, LedgerError> {
        self.write("linking", incidents::link)
    }

    /// Runs `work` in a transaction that begins by taking the write lock.
    fn write<T>(
        &mut self,
        doing: &str,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>,
    ) -> Result<T, LedgerError> {
        let Self { connection, path } = self;
        transact(connection, work).map_err(|fault| failed(path, doing, fault))
    }

    fn identify(&self) -> Result<Identity, LedgerError> {
        let not_a_ledger = || LedgerError::NotALedger {
            path: self.path.clone(),
        };
        self.connection
            .busy_timeout(PATIENCE)
            .and_then(|()| schema::identify(&self.connection))
            .map_err(|source| match source.sqlite_error_code() {
                Some(ErrorCode::NotADatabase) => not_a_ledger(),
                _ => refused(&self.path, "opening", source),
            })
            .and_then(|identity| match identity {
                Identity::Other => Err(not_a_ledger()),
                known => Ok(known),
            })
    }

    fn refuse_newer(&self, found: i64) -> Result<(), LedgerError> {
        let known = schema::known_version();
        if found <= known {
            return Ok(());
        }
        Err(LedgerError::Newer {
            path: self.path.clone(),
            found,
            known,
        })
    }

    fn prepare(&mut self) -> Result<(), Fault> {
        // A write-ahead log lets readers read while a writer writes; with FULL a commit survives a power cut.
        self.connection.pragma_update(None, "journal_mode", "WAL")?;
        self.connection.pragma_update(None, "synchronous", "FULL")?;
        self.connection.pragma_update(None, "foreign_keys", true)?;
        schema::migrate(&mut self.connection)?;
        Ok(())
    }

    /// Makes everything derived anew when this program derives it otherwise than the one that wrote it.
    fn refresh(&mut self) -> Result<(), Fault> {
        if schema::index_version(&self.connection)? == Some(schema::INDEX_VERSION) {
            return Ok(());
        }
        transact(&mut self.connection, |transaction| {
            let reports: Vec<(i64, String)> = transaction
                .prepare("SELECT number, id FROM report ORDER BY id")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<Result<_, _>>()?;
            for (number, id) in &reports {
                index::erase(transaction, *number)?;
                if let Some(record) = incidents::read_record(transaction, id)? {
                    index::write(transaction, *number, &record)?;
                }
            }
            incidents::link(transaction)?;
            Ok(schema::set_index_version(transaction)?)
        })
    }

    /// Adds path and purpose to a fault.
    pub(crate) fn failed(&self, doing: &str, fault: Fault) -> LedgerError {
        failed(&self.path, doing, fault)
    }
}

/// SQLite takes a file of a few bytes for an empty database and would write over it: look for its mark first.
fn refuse_other_files(path: &Path) -> Result<(), LedgerError> {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| {
        let mark = SQLITE_MARK.len() as u64;
        file.take(mark).read_to_end(&mut head)
    });
    // What cannot be read, SQLite will say.
    if read.is_err() || head.is_empty() || head == SQLITE_MARK {
        return Ok(());
    }
    Err(LedgerError::NotALedger {
        path: path.to_owned(),
    })
}

fn transact<T>(
    connection: &mut Connection,
    work: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let result = work(&transaction)?;
    transaction.commit()?;
    Ok(result)
}

fn add(transaction: &Transaction<'_>, record: &Record) -> Result<Added, Fault> {
    let report = &record.report;
    let json = serde_json::to_string(record).map_err(|source| Fault::Json {
        report: report.id.clone(),
        source,
    })?;
    let known: Option<(i64, String)> = transaction
        .prepare_cached("SELECT number, record FROM report WHERE id = ?1")?
        .query_row([&report.id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((_, stored)) = &known
        && *stored == json
    {
        return Ok(Added::Unchanged);
    }
    if let Some((number, _)) = &known {
        incidents::disturb_neighbours(transaction, *number)?;
        index::erase(transaction, *number)?;
    }
    // The number stays with the id: `NULL` asks for a new one.
    transaction
        .prepare_cached(
            "INSERT INTO report(number, id, title, site, url, published_earliest, published_latest, record)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT(number) DO UPDATE SET title = ?3, site = ?4, url = ?5,
               published_earliest = ?6, published_latest = ?7, record = ?8",
        )?
        .execute(params![
            known.as_ref().map(|(number, _)| number),
            report.id,
            report.title,
            report.site,
            report.url,
            report.published.earliest,
            report.published.latest,
            json,
        ])?;
    let number = match &known {
        Some((number, _)) => *number,
        None => transaction.last_insert_rowid(),
    };
    index::write(transaction, number, record)?;
    Ok(if known.is_some() {
        Added::Replaced
    } else {
        Added::New
    })
}

fn refused(path: &Path, doing: &str, source: rusqlite::Error) -> LedgerError {
    LedgerError::Database {
        path: path.to_owned(),
        doing: doing.to_owned(),
        source,
    }
}

fn failed(path: &Path, doing: &str, fault: Fault) -> LedgerError {
    match fault {
        Fault::Sql(source) => refused(path, doing, source),
        Fault::Json { report, source } => LedgerError::Damaged {
            path: path.to_owned(),
            report,
            source,
        },
        Fault::Output(reason) => LedgerError::Export {
            table: "a table",
            format: "a file",
            reason,
        },
    }
}
