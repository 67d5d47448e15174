//! The ledger file: versions, refusals, and what survives a kill.
#![allow(clippy::unwrap_used)]

mod common;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::{QARUN, Story, groups, ledger_of, three_tellings};
use dateline_ledger::{Added, Ledger, LedgerError};
use rusqlite::Connection;

#[test]
fn the_same_report_twice_changes_nothing() {
    let [first, second, _] = three_tellings();
    let (folder, mut ledger) = ledger_of(std::slice::from_ref(&first));
    let counts = ledger.counts().unwrap();
    assert_eq!(ledger.add(&first.0).unwrap(), Added::Unchanged);
    assert_eq!(ledger.link().unwrap().changed, 0);
    assert_eq!(ledger.counts().unwrap(), counts);
    assert_eq!(ledger.add(&second.0).unwrap(), Added::New);
    let mut other = second.0.clone();
    other.events.clear();
    assert_eq!(ledger.add(&other).unwrap(), Added::Replaced);
    assert_eq!(ledger.report("b-2").unwrap().unwrap(), other);
    drop(ledger);
    let again = Ledger::open_read_only(&folder.path().join("news.db")).unwrap();
    assert_eq!(again.report("a-1").unwrap().unwrap(), first.0);
    assert_eq!(again.report("nobody").unwrap(), None);
}

#[test]
fn opening_twice_migrates_once() {
    let (folder, ledger) = ledger_of(&three_tellings());
    let path = folder.path().join("news.db");
    drop(ledger);
    let layout = |path: &Path| -> Vec<String> {
        let connection = Connection::open(path).unwrap();
        let mut statement = connection
            .prepare("SELECT name || coalesce(sql, '') FROM sqlite_schema ORDER BY name")
            .unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    };
    let before = layout(&path);
    let ledger = Ledger::open(&path).unwrap();
    assert_eq!(groups(&ledger).len(), 1);
    drop(ledger);
    assert_eq!(layout(&path), before);
}

#[test]
fn a_ledger_with_another_index_is_indexed_anew() {
    let (folder, ledger) = ledger_of(&three_tellings());
    let path = folder.path().join("news.db");
    let expected = groups(&ledger);
    drop(ledger);
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch("UPDATE setting SET value = 0 WHERE name = 'index'; DELETE FROM event; DELETE FROM incident_view;")
        .unwrap();
    drop(connection);
    let ledger = Ledger::open(&path).unwrap();
    assert_eq!(groups(&ledger), expected);
}

#[test]
fn other_files_are_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "not a database\n".repeat(200)).unwrap();
    let short = folder.path().join("short.txt");
    std::fs::write(&short, "x").unwrap();
    let foreign = folder.path().join("foreign.db");
    Connection::open(&foreign)
        .unwrap()
        .execute_batch("CREATE TABLE cheese (name TEXT)")
        .unwrap();
    for path in [text, short, foreign] {
        let before = std::fs::read(&path).unwrap();
        let error = Ledger::open(&path).unwrap_err();
        assert!(matches!(error, LedgerError::NotALedger { .. }), "{error}");
        assert!(
            error.to_string().contains(path.to_str().unwrap()),
            "{error}"
        );
        let error = Ledger::open_read_only(&path).unwrap_err();
        assert!(matches!(error, LedgerError::NotALedger { .. }), "{error}");
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }
    let missing = folder.path().join("missing.db");
    let error = Ledger::open_read_only(&missing).unwrap_err();
    assert!(matches!(error, LedgerError::Missing { .. }), "{error}");
    assert!(!missing.exists());
    assert!(Ledger::open(folder.path()).is_err(), "a folder");
}

#[test]
fn a_newer_ledger_is_refused() {
    let (folder, ledger) = ledger_of(&three_tellings());
    let path = folder.path().join("news.db");
    drop(ledger);
    let connection = Connection::open(&path).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    for result in [Ledger::open(&path), Ledger::open_read_only(&path)] {
        let error = result.unwrap_err();
        assert!(
            matches!(error, LedgerError::Newer { found: 99, .. }),
            "{error}"
        );
    }
}

#[test]
fn a_record_of_another_contract_is_refused() {
    let [mut story, _, _] = three_tellings();
    let (_folder, mut ledger) = ledger_of(&[]);
    story.0.schema = "dateline/0".to_owned();
    let error = ledger.add(&story.0).unwrap_err();
    assert!(matches!(error, LedgerError::OtherSchema { .. }), "{error}");
}

#[test]
fn a_reader_sees_the_last_commit_while_a_writer_works() {
    let [first, second, _] = three_tellings();
    let (folder, mut writer) = ledger_of(&[first]);
    let reader = Ledger::open_read_only(&folder.path().join("news.db")).unwrap();
    assert_eq!(reader.counts().unwrap().reports, 1);
    writer.add(&second.0).unwrap();
    assert_eq!(reader.counts().unwrap().reports, 2);
}

/// Names the ledger that the child of [`a_kill_loses_nothing_committed`] writes.
const CHILD_LEDGER: &str = "DATELINE_TEST_CHILD_LEDGER";
const CHILD_REPORTS: usize = 3000;

fn numbered(number: usize) -> Story {
    let text = format!("Strike {number}\n\nJets struck Qarun on that day.");
    Story::new(&format!("r{number:05}"), "Post", "2031-05-08", &text)
        .strike("struck")
        .at(QARUN)
        .on("that day", "2031-05-08")
}

#[test]
#[ignore = "run by a_kill_loses_nothing_committed in a process of its own"]
#[expect(clippy::disallowed_methods, reason = "the child is told its ledger so")]
fn child_that_adds_reports() {
    let Ok(path) = std::env::var(CHILD_LEDGER) else {
        return;
    };
    let mut ledger = Ledger::open(Path::new(&path)).unwrap();
    for number in 0..CHILD_REPORTS {
        ledger.add(&numbered(number).0).unwrap();
    }
}

#[test]
fn a_kill_loses_nothing_committed() {
    let (folder, ledger) = ledger_of(&[]);
    let path = folder.path().join("news.db");
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child_that_adds_reports", "--ignored"])
        .env(CHILD_LEDGER, &path)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while ledger.counts().unwrap().reports < 20 {
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "the child adds nothing"
        );
        std::thread::sleep(Duration::from_millis(2));
    }
    let committed = ledger.counts().unwrap().reports;
    child.kill().unwrap();
    child.wait().unwrap();
    drop(ledger);

    let mut ledger = Ledger::open(&path).unwrap();
    let counts = ledger.counts().unwrap();
    assert!(counts.reports >= committed);
    assert_eq!(
        counts.events, counts.reports,
        "a report is there wholly or not at all"
    );
    for number in 0..usize::try_from(counts.reports).unwrap() {
        let story = numbered(number);
        assert_eq!(ledger.add(&story.0).unwrap(), Added::Unchanged);
    }
    assert_eq!(ledger.link().unwrap().events, counts.events);
    let sound: String = Connection::open(&path)
        .unwrap()
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(sound, "ok");
}
