//! `dateline code`: every form of input, both forms of output, and the exit status.
#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::process::{Command, Stdio};

use support::{GOOD, codes, dateline, gzip, ran, run};

const PAGE: &str = "<!doctype html><html lang=en><head><title>Shells hit market in Kharkiv</title>
<meta property='article:published_time' content='2024-03-05T08:00:00Z'></head><body><article><h1>Shells hit market in Kharkiv</h1>
<p>Artillery shells hit a market in Kharkiv on Monday, killing at least 12 people, police said.</p>
<p>The army denied that its guns had fired on the city.</p></article></body></html>";

#[test]
fn records_are_valid_by_the_published_schema() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), GOOD).unwrap();
    fs::write(folder.path().join("empty.txt"), "").unwrap();
    let schema = run(folder.path(), &["schema"]);
    assert_eq!(schema.status, 0);
    let schema = serde_json::from_str(&schema.out).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let coded = run(folder.path(), &["code", "--mentions", "."]);
    assert_eq!(coded.out.lines().count(), 2);
    for line in coded.out.lines() {
        let record = serde_json::from_str(line).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&record)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

#[test]
fn text_on_standard_input_gives_json_lines_in_a_pipe() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [&["code", "-"][..], &["code"]] {
        let ran = ran(dateline(folder.path()).args(arguments).write_stdin(GOOD));
        assert_eq!((ran.status, ran.err.as_str()), (0, ""));
        let record = ran.record();
        assert_eq!(
            record.report.title.as_deref(),
            Some("Shells hit market in Kharkiv")
        );
        assert_eq!(record.report.id.len(), 16);
        assert!(record.mentions.is_none());
    }
}

#[test]
fn text_html_and_gzip_of_either_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let files: [(&str, Vec<u8>); 5] = [
        ("a.txt", GOOD.into()),
        ("b.html", PAGE.into()),
        ("c.txt.gz", gzip(GOOD.as_bytes())),
        ("d.html.gz", gzip(PAGE.as_bytes())),
        ("e", PAGE.into()),
    ];
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    for (name, content) in &files {
        fs::write(folder.path().join(name), content).unwrap();
    }
    let ran = run(folder.path(), &[&["code"], &names[..]].concat());
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let records = ran.records();
    assert_eq!(records.len(), 5);
    for record in &records {
        assert_eq!(record.report.text, GOOD.trim_end());
    }
    assert_eq!(
        records[1].report.published.earliest.as_deref(),
        Some("2024-03-05")
    );
}

#[test]
fn folders_are_read_in_sorted_order() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("b")).unwrap();
    for (name, title) in [
        ("c.txt", "Third"),
        ("b/z.txt", "Second"),
        ("a.txt", "First"),
        ("x.pdf", "No"),
    ] {
        fs::write(folder.path().join(name), GOOD.replace("Shells", title)).unwrap();
    }
    let ran = run(folder.path(), &["code", "."]);
    let titles: Vec<String> = ran
        .records()
        .iter()
        .filter_map(|record| record.report.title.clone())
        .collect();
    let expected =
        ["First", "Second", "Third"].map(|first| format!("{first} hit market in Kharkiv"));
    assert_eq!(titles, expected);
}

#[test]
fn json_lines_carry_what_the_caller_knows_and_bad_lines_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let line = |value: serde_json::Value| value.to_string();
    let lines = [
        line(
            serde_json::json!({"id": "r1", "text": GOOD, "published": "2024-03-05", "url": "https://example.org/a"}),
        ),
        "{\"id\": \"r2\", ".to_owned(),
        String::new(),
        line(serde_json::json!({"id": 3, "html": PAGE})),
        line(serde_json::json!({"id": "r4", "published": "2024-03-05"})),
        line(
            serde_json::json!({"id": "r5", "text": "Shells hit a market in Kharkiv on Monday, killing 12 people, police said.",
            "title": "A headline of its own", "published": "yesterday"}),
        ),
    ];
    let content = lines.join("\n");
    fs::write(folder.path().join("news.jsonl"), &content).unwrap();
    fs::write(
        folder.path().join("news.ndjson.gz"),
        gzip(content.as_bytes()),
    )
    .unwrap();
    fs::write(folder.path().join("unnamed"), &content).unwrap();
    for name in ["news.jsonl", "news.ndjson.gz", "unnamed"] {
        let ran = run(folder.path(), &["code", name]);
        assert_eq!(ran.status, 1, "{}", ran.err);
        let records = ran.records();
        let ids: Vec<&str> = records
            .iter()
            .map(|record| record.report.id.as_str())
            .collect();
        assert_eq!(ids, ["r1", "3", "r5"]);
        assert_eq!(
            records[0].report.url.as_deref(),
            Some("https://example.org/a")
        );
        assert_eq!(
            records[0].report.published.latest.as_deref(),
            Some("2024-03-05")
        );
        assert_eq!(
            records[2].report.title.as_deref(),
            Some("A headline of its own")
        );
        assert_eq!(codes(&records[2]), ["bad-published"]);
        assert!(ran.err.contains(&format!("{name}:2: ")), "{}", ran.err);
        assert!(
            ran.err.contains(&format!("{name}:5: has neither")),
            "{}",
            ran.err
        );
    }
}

#[test]
fn the_day_of_publication_can_be_given() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), GOOD).unwrap();
    let ran = run(
        folder.path(),
        &["code", "a.txt", "--published", "2024-03-05"],
    );
    let published = ran.record().report.published;
    assert_eq!(published.earliest.as_deref(), Some("2024-03-05"));
    let ran = run(folder.path(), &["code", "a.txt", "--published", "soon"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("2024-03-05"), "{}", ran.err);
}

#[test]
fn mentions_are_written_when_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), GOOD).unwrap();
    let mentions = run(folder.path(), &["code", "--mentions", "a.txt"])
        .record()
        .mentions
        .unwrap();
    let places: Vec<&str> = mentions
        .places
        .iter()
        .map(|place| place.span.text.as_str())
        .collect();
    assert!(places.contains(&"Kharkiv"), "{places:?}");
}

#[test]
fn the_output_is_the_same_for_every_number_of_threads_and_every_run() {
    let folder = tempfile::tempdir().unwrap();
    let days = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];
    for number in 0..40 {
        let day = days[number % 7];
        let report = GOOD
            .replace("Monday", day)
            .replace("12", &(number + 2).to_string());
        fs::write(folder.path().join(format!("{number}.txt")), report).unwrap();
    }
    let runs: Vec<String> = ["1", "1", "2", "5"]
        .iter()
        .map(|jobs| run(folder.path(), &["code", ".", "-j", jobs, "--mentions"]).out)
        .collect();
    assert_eq!(runs[0].lines().count(), 40);
    assert!(runs.iter().all(|other| *other == runs[0]));
}

#[test]
fn output_goes_to_a_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), GOOD).unwrap();
    let piped = run(folder.path(), &["code", "a.txt"]).out;
    let ran = run(folder.path(), &["code", "a.txt", "-o", "out.jsonl"]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""));
    assert_eq!(
        fs::read_to_string(folder.path().join("out.jsonl")).unwrap(),
        piped
    );
    let ran = run(folder.path(), &["code", "a.txt", "-o", "no/such/folder"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("no/such/folder"), "{}", ran.err);
}

#[test]
fn pretty_output_quotes_its_evidence_and_is_safe_to_show() {
    let folder = tempfile::tempdir().unwrap();
    let report = GOOD
        .replace("people", "peo\u{1b}[31mple\u{9b}")
        .replace("market in", "market \u{202e}in");
    fs::write(folder.path().join("a.txt"), report).unwrap();
    for arguments in [
        &["code", "--format", "pretty", "a.txt"][..],
        &["explain", "a.txt"],
        &["code", "a.txt"],
    ] {
        let ran = run(folder.path(), arguments);
        assert_eq!(ran.status, 0, "{}", ran.err);
        let unsafe_characters = |character: char| character.is_control() && character != '\n';
        assert!(!ran.out.contains(unsafe_characters), "{}", ran.out);
        assert!(ran.out.contains("Kharkiv"));
    }
    let ran = run(folder.path(), &["code", "--format", "pretty", "a.txt"]);
    assert!(ran.out.contains("ASSAULT"), "{}", ran.out);
    assert!(ran.out.contains("at least 12"), "{}", ran.out);
}

#[test]
fn an_explanation_shows_what_each_head_of_the_model_read() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), GOOD).unwrap();
    let ran = run(folder.path(), &["explain", "a.txt"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let shows = |start: &str, parts: &[&str]| {
        let mut lines = ran.out.lines().map(str::trim);
        let found = lines
            .any(|line| line.starts_with(start) && parts.iter().all(|part| line.contains(part)));
        assert!(found, "{start} {parts:?}: {}", ran.out);
    };
    shows("model    place “Kharkiv”", &[]);
    shows("model    predicate “hit”", &[", time “on Monday”"]);
    shows("model    ASSAULT", &["hit” actual", ", place “Kharkiv”"]);
    shows(
        "model    asserts “said”",
        &[", content “", ", speaker “police”"],
    );
    shows("model    denies “denied”", &[", speaker “The army”"]);
    let ran = run(folder.path(), &["explain", "--format", "jsonl", "a.txt"]);
    let explanation: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let saying = &explanation["sentences"][2]["sayings"][0];
    assert_eq!(saying["stance"], "denies");
    assert_eq!(saying["roles"][0]["role"], "speaker");
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), GOOD).unwrap();
    for arguments in [&["code", "a.txt"][..], &["schema"], &["explain", "a.txt"]] {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin!("dateline"))
            .args(arguments)
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
}
