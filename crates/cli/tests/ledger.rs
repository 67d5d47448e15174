//! From reports to a ledger, its incidents and its exports.
#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use support::{GOOD, run};

/// A second report of the same happening, with another toll.
const OTHER: &str = "Kharkiv market shelled, doctors count 17 dead

Shelling of a market in Kharkiv killed at least 17 people on Monday, doctors said. The army denied any involvement.
";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("reports")).unwrap();
    fs::write(folder.path().join("reports/a.txt"), GOOD).unwrap();
    fs::write(folder.path().join("reports/b.txt"), OTHER).unwrap();
    folder
}

const ADD: [&str; 4] = ["add", "reports", "--published", "2024-03-05"];

#[test]
fn adding_twice_changes_nothing() {
    let folder = folder();
    let ran = run(folder.path(), &ADD);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert!(
        ran.out.contains("news.db: 2 new, 0 unchanged"),
        "{}",
        ran.out
    );
    let incidents = run(folder.path(), &["incidents"]);
    let before = incidents.out;
    let ran = run(folder.path(), &ADD);
    assert!(ran.out.contains("0 new, 2 unchanged"), "{}", ran.out);
    assert_eq!(run(folder.path(), &["incidents"]).out, before);
}

#[test]
fn what_has_no_text_is_not_added() {
    let folder = folder();
    fs::write(folder.path().join("reports/c.txt"), "").unwrap();
    let ran = run(folder.path(), &ADD);
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("2 new"), "{}", ran.out);
    assert!(ran.err.contains("reports/c.txt"), "{}", ran.err);
}

#[test]
fn incidents_are_listed_and_shown_with_their_claims_side_by_side() {
    let folder = folder();
    run(folder.path(), &ADD);
    let list = run(
        folder.path(),
        &["incidents", "--type", "assault", "--min-killed", "1"],
    );
    assert_eq!(list.status, 0, "{}", list.err);
    let list: serde_json::Value = serde_json::from_str(&list.out).unwrap();
    let id = list["items"][0]["id"].as_str().unwrap().to_owned();
    let shown = run(folder.path(), &["incidents", &id, "--format", "json"]);
    let view: serde_json::Value = serde_json::from_str(&shown.out).unwrap();
    assert_eq!(view["summary"]["id"], id.as_str());
    assert!(!view["matrix"]["rows"].as_array().unwrap().is_empty());
    let pretty = run(folder.path(), &["incidents", &id, "--format", "pretty"]);
    assert!(pretty.out.contains("killed"), "{}", pretty.out);
    assert!(pretty.out.contains("Reports"), "{}", pretty.out);
    let pretty = run(folder.path(), &["incidents", "--format", "pretty"]);
    assert!(pretty.out.contains(&id), "{}", pretty.out);
}

#[test]
fn what_is_not_there_is_said() {
    let folder = folder();
    let ran = run(folder.path(), &["incidents", "--ledger", "none.db"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("none.db"), "{}", ran.err);
    assert!(!folder.path().join("none.db").exists());
    run(folder.path(), &ADD);
    let ran = run(folder.path(), &["incidents", "i-0000000000000000"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("i-0000000000000000"), "{}", ran.err);
    let ran = run(folder.path(), &["incidents", "--status", "perhaps"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("corroborated"), "{}", ran.err);
    fs::write(folder.path().join("text.db"), GOOD.repeat(40)).unwrap();
    let ran = run(folder.path(), &["add", "reports", "--ledger", "text.db"]);
    assert_eq!(ran.status, 2);
    assert_eq!(
        fs::read_to_string(folder.path().join("text.db")).unwrap(),
        GOOD.repeat(40)
    );
}

#[test]
fn tables_are_exported_in_three_formats() {
    let folder = folder();
    run(folder.path(), &ADD);
    for table in ["events", "claims", "incidents"] {
        let ran = run(folder.path(), &["export", "--table", table]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        let rows = ran.out.lines().count();
        assert!(rows > 0, "{table}");
        for line in ran.out.lines() {
            serde_json::from_str::<serde_json::Value>(line).unwrap();
        }
        let name = format!("{table}.csv");
        let ran = run(folder.path(), &["export", "--table", table, "-o", &name]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        assert!(ran.err.contains(&format!("{rows} {table}")), "{}", ran.err);
        let csv = fs::read_to_string(folder.path().join(&name)).unwrap();
        assert!(csv.lines().count() > rows);
        let name = format!("{table}.parquet");
        run(
            folder.path(),
            &[
                "export", "--table", table, "--format", "parquet", "-o", &name,
            ],
        );
        assert!(
            fs::read(folder.path().join(&name))
                .unwrap()
                .starts_with(b"PAR1")
        );
    }
}

/// The pages are tested where they are made; here only that the command serves them and says where.
#[test]
fn the_pages_are_served_on_this_machine() {
    let folder = folder();
    run(folder.path(), &ADD);
    let mut server = Command::new(assert_cmd::cargo::cargo_bin!("dateline"))
        .args(["serve", "--port", "0"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut url = String::new();
    BufReader::new(server.stdout.take().unwrap())
        .read_line(&mut url)
        .unwrap();
    let address = url
        .trim()
        .trim_start_matches("http://")
        .trim_end_matches('/')
        .to_owned();
    let mut stream = TcpStream::connect(&address).unwrap();
    write!(
        stream,
        "GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut page = String::new();
    stream.read_to_string(&mut page).unwrap();
    server.kill().unwrap();
    server.wait().unwrap();
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    assert!(page.contains("Kharkiv"), "{page}");
    let ran = run(folder.path(), &["serve", "--ledger", "none.db"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("none.db"), "{}", ran.err);
}
