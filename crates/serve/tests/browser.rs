//! The pages in a real browser: from an incident to the sentence in one click, and the picture in the README.
//!
//! Needs Debian's `chromium` and `chromium-driver`. Without them the tests say what they left out and pass, unless
//! `DATELINE_BROWSER` is set. `DATELINE_UPDATE=1` writes the picture anew.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

#[path = "../../ledger/tests/common/mod.rs"]
mod common;
mod driver;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use common::{ledger_of, three_tellings};
use dateline::{Data, Dateline, Source};
use dateline_ledger::{Column, Evidence, Filter, Ledger};
use dateline_serve::Server;
use driver::Browser;

/// Serves the ledger for as long as the tests run and gives the address.
fn served(ledger: &Path) -> String {
    let server = Server::bind(ledger, SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).unwrap();
    let address = format!("http://{}", server.address());
    std::thread::spawn(move || server.run());
    address
}

/// Every figure of every incident with its evidence: incident, value, where it was read.
fn figures(ledger: &Ledger) -> Vec<(String, String, Evidence)> {
    let all = Filter {
        limit: 1000,
        ..Filter::default()
    };
    let mut found = Vec::new();
    for summary in ledger.incidents(&all).unwrap().items {
        let view = ledger.incident(&summary.id).unwrap().unwrap();
        for row in view.matrix.rows {
            for cell in row.cells.get(&Column::Killed).into_iter().flatten() {
                let evidence = cell.evidence[0].clone();
                found.push((summary.id.clone(), cell.value.clone(), evidence));
            }
        }
    }
    found
}

/// Clicks the figure on the incident's page and looks at the words that the report's page marks.
fn click_leads_to_sentence(browser: &Browser, address: &str, figure: &(String, String, Evidence)) {
    let (incident, value, evidence) = figure;
    browser.open(&format!("{address}/incident/{incident}"));
    let (start, end) = (evidence.span.start, evidence.span.end);
    let links = format!(".matrix td a[href*='/report/'][href*='mark={start}-{end}&']");
    let link = browser.find_saying(&links, value);
    browser.click(&link);
    let arrived = browser.arrived(|address| address.contains("/report/"));
    assert!(arrived.contains("/report/"), "{arrived}");
    let marked = browser.texts(".text mark").concat();
    assert_eq!(marked, evidence.span.text.trim());
    let mark = browser.find(".text mark");
    assert!(browser.is_in_view(&mark), "the words are on the screen");
    let sentence = browser.texts(".text .within").concat();
    let letters = |text: &str| text.split_whitespace().collect::<String>();
    assert_eq!(letters(&sentence), letters(&evidence.sentence.text));
}

#[test]
fn a_click_leads_from_an_incident_to_its_sentence() {
    let Some(browser) = Browser::start(1280, 900) else {
        return;
    };
    let (_folder, ledger) = ledger_of(&three_tellings());
    let address = served(ledger.path());
    browser.open(&format!("{address}/"));
    browser.click(&browser.find(".incidents tbody a"));
    let arrived = browser.arrived(|address| address.contains("/incident/"));
    assert!(arrived.contains("/incident/"), "{arrived}");
    assert_eq!(browser.texts("h1").len(), 1);
    let figures = figures(&ledger);
    assert!(figures.len() >= 3, "{figures:?}");
    for figure in &figures {
        click_leads_to_sentence(&browser, &address, figure);
    }
    // And back: the words that name the event lead to its incident.
    browser.click(&browser.find(".text .event a"));
    let arrived = browser.arrived(|address| address.contains("/incident/"));
    assert!(arrived.contains("/incident/"), "{arrived}");
}

#[test]
fn a_form_filters_and_its_address_is_short() {
    let Some(browser) = Browser::start(1280, 900) else {
        return;
    };
    let (_folder, ledger) = ledger_of(&three_tellings());
    let address = served(ledger.path());
    browser.open(&format!("{address}/"));
    browser.write(&browser.find("#actor"), "northern");
    browser.click(&browser.find("form.filters button"));
    let wanted = format!("{address}/?actor=northern");
    assert_eq!(browser.arrived(|address| address == wanted), wanted);
    assert_eq!(browser.texts(".incidents tbody tr").len(), 1);
}

#[test]
fn no_page_is_wider_than_a_telephone() {
    let Some(browser) = Browser::start(390, 844) else {
        return;
    };
    let (_folder, ledger) = ledger_of(&three_tellings());
    let address = served(ledger.path());
    let incident = &figures(&ledger)[0].0;
    for page in [
        "/",
        "/reports",
        &format!("/incident/{incident}"),
        "/report/a-1",
        "/nowhere",
    ] {
        browser.open(&format!("{address}{page}"));
        let width =
            browser.measure("return document.documentElement.scrollWidth - window.innerWidth");
        assert!(width <= 0.0, "{page} is {width} pixels too wide");
    }
}

/// The example reports of the corpus, coded.
fn example() -> (tempfile::TempDir, Ledger) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/example");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.retain(|path| {
        matches!(
            path.extension().and_then(|end| end.to_str()),
            Some("txt" | "html")
        )
    });
    paths.sort();
    let dateline = Dateline::open(&Data::embedded()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut ledger = Ledger::open(&folder.path().join("news.db")).unwrap();
    for path in paths {
        let bytes = std::fs::read(path).unwrap();
        ledger.add(&dateline.code(&Source::new(&bytes))).unwrap();
    }
    ledger.link().unwrap();
    (folder, ledger)
}

#[test]
fn the_example_reports_open_in_the_browser() {
    let Some(browser) = Browser::start(1280, 860) else {
        return;
    };
    let (_folder, ledger) = example();
    let address = served(ledger.path());
    let figures = figures(&ledger);
    for figure in &figures {
        click_leads_to_sentence(&browser, &address, figure);
    }
    // The picture shows the incident with most figures of people killed.
    let count = |incident: &str| figures.iter().filter(|(id, _, _)| id == incident).count();
    let most = figures
        .iter()
        .map(|(incident, _, _)| incident)
        .max_by_key(|incident| (count(incident), *incident));
    browser.open(&format!("{address}/incident/{}", most.unwrap()));
    let picture = browser.picture();
    assert!(picture.starts_with(b"\x89PNG") && picture.len() > 10_000);
    if std::env::var_os("DATELINE_UPDATE").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/screenshot.png");
        std::fs::write(path, picture).unwrap();
    }
}
