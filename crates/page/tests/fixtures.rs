//! Made-up pages and texts of different shapes, each beside what must be read from it.
//!
//! `NAME.html` or `NAME.txt` is read; `NAME.expected` holds the outcome. `DATELINE_UPDATE=1 cargo test -p dateline-page`
//! rewrites the expectations, to be reviewed as a diff.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::fmt::Write;
use std::path::{Path, PathBuf};

use dateline_page::{Article, Hints, read};

fn outcome(article: &Article, source: &str) -> String {
    let mut out = String::new();
    let line = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    writeln!(out, "title: {}", line(&article.title)).unwrap();
    writeln!(out, "byline: {}", line(&article.byline)).unwrap();
    writeln!(out, "site: {}", line(&article.site)).unwrap();
    writeln!(out, "url: {}", line(&article.url)).unwrap();
    writeln!(out, "language: {}", line(&article.language)).unwrap();
    let day = line(&article.published.earliest);
    writeln!(
        out,
        "published: {day} ({:?}) {}",
        article.published.basis,
        article.published.because.join("; ")
    )
    .unwrap();
    for problem in &article.problems {
        writeln!(out, "problem: {}: {}", problem.code, problem.message).unwrap();
    }
    for dropped in &article.dropped {
        let text: String = source
            .chars()
            .skip(dropped.start)
            .take(dropped.end - dropped.start)
            .collect();
        writeln!(
            out,
            "dropped: {}..{} {}: {:?}",
            dropped.start, dropped.end, dropped.reason, text
        )
        .unwrap();
    }
    write!(out, "---\n{}\n", article.text).unwrap();
    out
}

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension != "expected")
    });
    paths.sort();
    paths
}

#[test]
fn every_fixture_reads_as_expected() {
    let update = std::env::var("DATELINE_UPDATE").is_ok();
    let mut wrong = Vec::new();
    for path in fixtures() {
        let bytes = std::fs::read(&path).unwrap();
        let found = outcome(
            &read(&bytes, &Hints::default()),
            &String::from_utf8_lossy(&bytes),
        );
        let expected = PathBuf::from(format!("{}.expected", path.display()));
        if update {
            std::fs::write(&expected, &found).unwrap();
        }
        if std::fs::read_to_string(&expected).unwrap_or_default() != found {
            wrong.push(format!("{}\n{found}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n=====\n"));
}

#[test]
fn text_is_paragraphs_and_the_title_is_the_first() {
    for path in fixtures() {
        let article = read(&std::fs::read(&path).unwrap(), &Hints::default());
        let first = article.text.split("\n\n").next();
        assert_eq!(
            article.has_title,
            article.title.as_deref() == first,
            "{}",
            path.display()
        );
        assert!(
            !article.text.contains("\n\n\n") && !article.text.contains(" \n"),
            "{}",
            path.display()
        );
    }
}

#[test]
fn hints_are_believed_before_the_page() {
    let page = b"<title>Other - Site</title><meta name=date content=2020-05-05><p>Soldiers shot at a bus in the north on Friday, the army said.</p>";
    let hints = Hints {
        url: Some("https://x.example/2019/01/01/a"),
        title: Some("Soldiers shoot at bus"),
        published: Some(jiff::civil::date(2020, 5, 4)),
        ..Hints::default()
    };
    let article = read(page, &hints);
    assert_eq!(article.title.as_deref(), Some("Soldiers shoot at bus"));
    assert_eq!(article.published.earliest.as_deref(), Some("2020-05-04"));
    assert!(
        article
            .text
            .starts_with("Soldiers shoot at bus\n\nSoldiers shot")
    );
    let hints = Hints {
        published: None,
        title: None,
        ..hints
    };
    let article = read(
        b"Soldiers shot at a bus in the north on Friday, the army said.",
        &hints,
    );
    assert_eq!(
        article.published.because,
        ["URL: https://x.example/2019/01/01/a"]
    );
    assert!(!article.has_title);
}
