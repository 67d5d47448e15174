//! The tables of the ledger file, as a list of migrations.
//!
//! `report.record` holds the record as it was added: the one source of truth. `event`, `participant`, `toll`, `claim`
//! and `report_text` index it, `member` says which incident an event belongs to, and `incident_view` keeps the views
//! computed under the policy. All but `report` can be thrown away and made again; that happens by itself when
//! [`INDEX_VERSION`] changes.

use rusqlite::{Connection, Transaction, TransactionBehavior};

/// Marks the file as a ledger: `DLN1` in ASCII, SQLite's `application_id`.
pub(crate) const APPLICATION_ID: i64 = 0x444C_4E31;

/// The version of what is derived from the records: raise it when the index, the joining rule or the policy changes.
pub(crate) const INDEX_VERSION: i64 = 1;

/// Each migration lifts the file by one `user_version`. Never change or remove one that was published: add another.
pub(crate) const MIGRATIONS: &[&str] = &[
    // 1: the beginning.
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
     CREATE TABLE report (
       number INTEGER PRIMARY KEY,
       id TEXT NOT NULL UNIQUE,
       title TEXT, site TEXT, url TEXT,
       published_earliest TEXT, published_latest TEXT,
       record TEXT NOT NULL
     ) STRICT;
     CREATE VIRTUAL TABLE report_text USING fts5(
       title, body, content='', contentless_delete=1, tokenize='porter unicode61 remove_diacritics 2'
     );
     CREATE TABLE event (
       number INTEGER PRIMARY KEY,
       report INTEGER NOT NULL REFERENCES report(number) ON DELETE CASCADE,
       id TEXT NOT NULL,
       position INTEGER NOT NULL,
       key TEXT NOT NULL UNIQUE,
       event_type TEXT NOT NULL, mode TEXT, cameo TEXT NOT NULL, realis TEXT NOT NULL,
       country TEXT, admin1 TEXT, latitude REAL, longitude REAL, geonames_id INTEGER,
       earliest TEXT, latest TEXT,
       wide INTEGER, first_day INTEGER, last_day INTEGER,
       profile TEXT NOT NULL
     ) STRICT;
     CREATE INDEX event_by_report ON event(report, position);
     CREATE INDEX event_by_days ON event(realis, wide, first_day, last_day);
     CREATE TABLE participant (
       event INTEGER NOT NULL REFERENCES event(number) ON DELETE CASCADE,
       side TEXT NOT NULL, position INTEGER NOT NULL,
       id TEXT, name TEXT NOT NULL, country TEXT, code TEXT,
       PRIMARY KEY (event, side, position)
     ) STRICT, WITHOUT ROWID;
     CREATE INDEX participant_by_id ON participant(id);
     CREATE TABLE toll (
       event INTEGER NOT NULL REFERENCES event(number) ON DELETE CASCADE,
       position INTEGER NOT NULL,
       kind TEXT NOT NULL, low INTEGER, high INTEGER, claim TEXT,
       PRIMARY KEY (event, position)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE claim (
       report INTEGER NOT NULL REFERENCES report(number) ON DELETE CASCADE,
       position INTEGER NOT NULL,
       id TEXT NOT NULL, voice TEXT NOT NULL, stance TEXT NOT NULL,
       PRIMARY KEY (report, position)
     ) STRICT, WITHOUT ROWID;
     CREATE INDEX claim_by_voice ON claim(voice);
     CREATE TABLE member (
       event INTEGER PRIMARY KEY REFERENCES event(number) ON DELETE CASCADE,
       incident TEXT NOT NULL
     ) STRICT;
     CREATE INDEX member_by_incident ON member(incident);
     CREATE TABLE waiting (
       event INTEGER PRIMARY KEY REFERENCES event(number) ON DELETE CASCADE
     ) STRICT;
     CREATE TABLE incident_view (
       id TEXT PRIMARY KEY,
       policy TEXT NOT NULL,
       event_type TEXT NOT NULL, country TEXT, realis TEXT NOT NULL, status TEXT NOT NULL,
       earliest TEXT, latest TEXT, day TEXT,
       killed INTEGER NOT NULL, reports INTEGER NOT NULL,
       summary TEXT NOT NULL
     ) STRICT, WITHOUT ROWID;
     CREATE INDEX incident_by_day ON incident_view(day);",
];

/// The version that this program writes.
pub(crate) fn known_version() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// What sort of file is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Identity {
    /// Nothing in it yet.
    Empty,
    /// A ledger of this version.
    Ledger(i64),
    /// Another program's database.
    Other,
}

/// Looks without changing anything.
pub(crate) fn identify(connection: &Connection) -> rusqlite::Result<Identity> {
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    let application = number("PRAGMA application_id")?;
    let version = number("PRAGMA user_version")?;
    let tables = number("SELECT count(*) FROM sqlite_schema")?;
    Ok(match (application, version, tables) {
        (APPLICATION_ID, version, _) => Identity::Ledger(version),
        (0, 0, 0) => Identity::Empty,
        _ => Identity::Other,
    })
}

/// Applies the migrations that the file lacks, each in a transaction of its own.
pub(crate) fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    for (index, migration) in MIGRATIONS.iter().enumerate() {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Asked inside the transaction: another process may just have migrated.
        let version: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        let lifted = i64::try_from(index + 1).unwrap_or(i64::MAX);
        if version < lifted {
            transaction.execute_batch(migration)?;
            transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
            transaction.pragma_update(None, "user_version", lifted)?;
        }
        transaction.commit()?;
    }
    Ok(())
}

/// The version of the derived tables, none before the first indexing.
pub(crate) fn index_version(connection: &Connection) -> rusqlite::Result<Option<i64>> {
    let mut statement = connection.prepare("SELECT value FROM setting WHERE name = 'index'")?;
    let mut rows = statement.query([])?;
    rows.next()?.map(|row| row.get(0)).transpose()
}

/// Notes that the derived tables are of [`INDEX_VERSION`].
pub(crate) fn set_index_version(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction
        .execute(
            "INSERT INTO setting(name, value) VALUES ('index', ?1)
             ON CONFLICT(name) DO UPDATE SET value = ?1",
            [INDEX_VERSION],
        )
        .map(|_| ())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn layout(connection: &Connection) -> Vec<String> {
        let mut statement = connection
            .prepare("SELECT name || coalesce(sql, '') FROM sqlite_schema ORDER BY name")
            .unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    }

    #[test]
    fn every_older_version_is_lifted_to_the_same_layout() {
        let mut fresh = Connection::open_in_memory().unwrap();
        migrate(&mut fresh).unwrap();
        let expected = layout(&fresh);
        migrate(&mut fresh).unwrap();
        assert_eq!(layout(&fresh), expected, "a second time changes nothing");
        assert_eq!(identify(&fresh).unwrap(), Identity::Ledger(known_version()));
        for older in 0..MIGRATIONS.len() {
            let mut connection = Connection::open_in_memory().unwrap();
            for migration in &MIGRATIONS[..older] {
                connection.execute_batch(migration).unwrap();
            }
            let version = i64::try_from(older).unwrap();
            connection
                .pragma_update(None, "user_version", version)
                .unwrap();
            migrate(&mut connection).unwrap();
            assert_eq!(layout(&connection), expected, "from version {older}");
        }
    }
}
