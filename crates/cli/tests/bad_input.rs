//! Whatever is put in, there is a message or a record with problems, in bounded time and memory, the other inputs are
//! coded, and the exit status tells.
#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::path::Path;
use std::time::Duration;

use assert_cmd::Command;
use dateline_record::Record;
use support::{GOOD, Ran, codes, gzip, ran, run};

/// Address space that reading may take, in KiB: 2 GiB, of which the program and its threads' stacks reserve most.
const MEMORY_KIB: u64 = 2 << 20;

/// Runs the command with bounded memory and time.
fn bounded(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg(format!("ulimit -v {MEMORY_KIB}; exec \"$0\" \"$@\""))
        .arg(assert_cmd::cargo::cargo_bin!("dateline"))
        .args(arguments)
        .current_dir(folder)
        .timeout(Duration::from_secs(240));
    ran(&mut command)
}

/// Reads a bad file between two good ones; gives its record. The good ones are read without problems.
fn beside_good(name: &str, bytes: &[u8]) -> (Record, Ran) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("good.txt"), GOOD).unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    let ran = bounded(
        folder.path(),
        &["code", "good.txt", name, "good.txt", "-j", "2"],
    );
    let mut records = ran.records();
    assert_eq!(records.len(), 3, "status {}: {}", ran.status, ran.err);
    assert!(codes(&records[0]).is_empty());
    assert_eq!(records[0], records[2]);
    let record = records.remove(1);
    assert_eq!(
        ran.status,
        i32::from(!record.problems.is_empty()),
        "{}",
        ran.err
    );
    for problem in &record.problems {
        assert!(ran.err.contains(&format!("{name}: ")) && ran.err.contains(&problem.code));
    }
    (record, ran)
}

#[test]
fn an_empty_file() {
    let (record, _) = beside_good("empty.txt", b"");
    assert_eq!(codes(&record), ["empty"]);
    let (record, _) = beside_good("blank.txt", b" \n\n\t ");
    assert!(!record.problems.is_empty());
    let (record, _) = beside_good("empty.html", b"<html><body></body></html>");
    assert!(!record.problems.is_empty());
}

#[test]
fn a_missing_file_is_named_and_the_others_are_coded() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("good.txt"), GOOD).unwrap();
    let ran = run(folder.path(), &["code", "nowhere.txt", "good.txt"]);
    assert_eq!((ran.status, ran.records().len()), (1, 1));
    assert!(
        ran.err.contains("nowhere.txt: there is no such file"),
        "{}",
        ran.err
    );
    let ran = run(folder.path(), &["code", "nowhere.txt"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("nowhere.txt"), "{}", ran.err);
}

#[test]
fn a_folder_without_reports() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("bare")).unwrap();
    fs::write(folder.path().join("bare/photo.jpg"), "no report").unwrap();
    fs::write(folder.path().join("good.txt"), GOOD).unwrap();
    let ran = run(folder.path(), &["code", "bare"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.contains("bare: no reports in this folder"),
        "{}",
        ran.err
    );
    let ran = run(folder.path(), &["code", "bare", "good.txt"]);
    assert_eq!((ran.status, ran.records().len()), (1, 1));
}

#[test]
fn a_file_that_may_not_be_read() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("lines.jsonl"), "\n\n").unwrap();
    let ran = run(folder.path(), &["code", "lines.jsonl"]);
    assert_eq!(ran.status, 2);
    assert!(
        ran.err.contains("lines.jsonl: holds no reports"),
        "{}",
        ran.err
    );
}

#[test]
fn binary_data() {
    let bytes: Vec<u8> = (0..20_000_u32)
        .map(|number| (number.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    let (record, _) = beside_good("noise.txt", &bytes);
    assert!(!record.problems.is_empty());
    assert!(record.events.is_empty());
    let png = [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], &bytes[..500]].concat();
    let (record, _) = beside_good("picture.txt", &png);
    assert!(!record.problems.is_empty());
}

#[test]
fn invalid_utf8() {
    let mut bytes = GOOD.as_bytes().to_vec();
    bytes.extend("\n\nПолиция said “so”. ".as_bytes());
    bytes.extend(b"The mayor \xff\xfe\xc3( was not there, \xf0\x9f a witness said.\n");
    let (record, _) = beside_good("broken.txt", &bytes);
    assert!(!record.problems.is_empty());
    assert!(record.report.text.contains("Kharkiv on Monday"));
}

#[test]
fn pages_in_old_encodings() {
    let page = |charset: &str| {
        format!(
            "<html><head><meta charset='{charset}'><title>Fire in caf\u{e9}</title></head><body><article><h1>Fire in caf\u{e9}</h1>\
             <p>Gunmen attacked a caf\u{e9} in Orl\u{e9}ans on Monday and killed two people, the police said in a statement.</p>\
             <p>Witnesses said that the men had arrived in a car and fled after the attack on the caf\u{e9}.</p></article></body></html>"
        )
    };
    let latin: Vec<u8> = page("iso-8859-1")
        .chars()
        .map(|character| character as u8)
        .collect();
    let (record, _) = beside_good("latin.html", &latin);
    assert_eq!(codes(&record), Vec::<&str>::new());
    assert!(
        record.report.text.contains("café in Orléans"),
        "{}",
        record.report.text
    );
    let windows: Vec<u8> = page("windows-1252")
        .replace("a statement", "\u{93}a statement\u{94}")
        .chars()
        .map(|character| character as u8)
        .collect();
    let (record, _) = beside_good("windows.html", &windows);
    assert_eq!(codes(&record), Vec::<&str>::new());
    assert!(
        record.report.text.contains("“a statement”"),
        "{}",
        record.report.text
    );
}

#[test]
fn a_single_line_of_fifty_megabytes() {
    let words = "Gunmen attacked the village and killed two people there, police said. ";
    let line = words.repeat(50_000_000 / words.len() + 1);
    let (record, ran) = beside_good("long.txt", line.as_bytes());
    assert!(!record.problems.is_empty());
    assert!(record.report.text.len() <= 2 << 20);
    assert!(ran.out.len() < 200 << 20);
    let (record, _) = beside_good("unbroken.txt", &vec![b'a'; 50_000_000]);
    assert!(!record.problems.is_empty());
}

#[test]
fn a_file_that_is_too_long_is_left_out() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("good.txt"), GOOD).unwrap();
    let file = fs::File::create(folder.path().join("huge.txt")).unwrap();
    file.set_len(5 << 30).unwrap();
    let ran = bounded(folder.path(), &["code", "huge.txt", "good.txt"]);
    assert_eq!((ran.status, ran.records().len()), (1, 1), "{}", ran.err);
    assert!(ran.err.contains("huge.txt: is longer than"), "{}", ran.err);
}

/// An article inside markup that is hostile to parsers.
fn page(before: &str, after: &str) -> Vec<u8> {
    let paragraphs = GOOD
        .split("\n\n")
        .skip(1)
        .map(|text| format!("<p>{text}</p>"));
    let article: String = paragraphs.collect();
    format!("<html><body>{before}<article><h1>Shells hit market in Kharkiv</h1>{article}</article>{after}</body></html>").into_bytes()
}

#[test]
fn a_hundred_thousand_nested_elements() {
    let (record, _) = beside_good(
        "divs.html",
        &page(&"<div>".repeat(100_000), &"</div>".repeat(100_000)),
    );
    assert!(!record.problems.is_empty());
    let (record, _) = beside_good("open.html", &page(&"<div>".repeat(100_000), ""));
    assert!(!record.problems.is_empty());
    let (record, _) = beside_good("tables.html", &page(&"<table><tr><td>".repeat(20_000), ""));
    assert!(!record.problems.is_empty());
}

#[test]
fn fifty_thousand_nested_bold_and_italic() {
    let (record, _) = beside_good(
        "bold.html",
        &page(&"<b><i>".repeat(50_000), &"</i></b>".repeat(50_000)),
    );
    assert!(
        record.report.text.contains("Kharkiv on Monday"),
        "{:?}",
        record.problems
    );
    let (record, _) = beside_good(
        "crossed.html",
        &page(&"<b><i>".repeat(50_000), &"</b></i>".repeat(50_000)),
    );
    assert!(
        record.report.text.contains("Kharkiv on Monday"),
        "{:?}",
        record.problems
    );
}

#[test]
fn a_hundred_thousand_attributes_on_one_tag() {
    let attributes: String = (0..100_000)
        .map(|number| format!(" a{number}='{number}'"))
        .collect();
    let (record, _) = beside_good(
        "attributes.html",
        &page(&format!("<div{attributes}>"), "</div>"),
    );
    assert!(!record.problems.is_empty());
    assert!(record.report.text.contains("Kharkiv on Monday"));
}

#[test]
fn a_gzip_bomb_and_a_cut_gzip() {
    let (record, _) = beside_good("bomb.txt.gz", &gzip(&vec![b' '; 300 << 20]));
    assert!(
        codes(&record).contains(&"gzip-limit"),
        "{:?}",
        codes(&record)
    );
    let packed = gzip(GOOD.repeat(50).as_bytes());
    let (record, _) = beside_good("cut.txt.gz", &packed[..packed.len() - 20]);
    assert!(
        codes(&record).contains(&"gzip-broken"),
        "{:?}",
        codes(&record)
    );
    let folder = tempfile::tempdir().unwrap();
    let bomb = [b"{\"text\":\"".to_vec(), vec![b'a'; 300 << 20]].concat();
    fs::write(folder.path().join("bomb.jsonl.gz"), gzip(&bomb)).unwrap();
    let ran = bounded(folder.path(), &["code", "bomb.jsonl.gz"]);
    assert_eq!(ran.status, 2);
    assert!(
        ran.err.contains("bomb.jsonl.gz:1: the line is longer"),
        "{}",
        ran.err
    );
}

#[test]
fn another_language() {
    let report = "Granaten treffen Markt in Charkiw\n\nBei einem Angriff auf einen Markt in Charkiw sind am Montag mindestens \
        zwölf Menschen getötet worden, wie die Polizei mitteilte. Die Armee wies jede Beteiligung zurück.\n";
    let (record, _) = beside_good("german.txt", report.as_bytes());
    assert_eq!(codes(&record), ["not-english"]);
    assert_eq!(record.report.language.as_deref(), Some("de"));
    assert!(record.events.is_empty() && record.claims.is_empty());
}

#[test]
fn odd_text() {
    for text in [
        "((((((((((((((((((((((((((((((((((".repeat(400),
        "word ".repeat(5_000),
        "e\u{301}\u{301}\u{301}\u{301}\u{301} ".repeat(2_000),
        "👩‍👩‍👧‍👦🇺🇳 ".repeat(2_000),
        GOOD.to_uppercase(),
        format!("{GOOD}\u{0}\u{7}\u{1b}[2J\u{feff}"),
    ] {
        let (record, _) = beside_good("odd.txt", text.as_bytes());
        let characters: Vec<char> = record.report.text.chars().collect();
        for event in &record.events {
            let slice: String = characters[event.trigger.start..event.trigger.end]
                .iter()
                .collect();
            assert_eq!(slice, event.trigger.text);
        }
    }
}
