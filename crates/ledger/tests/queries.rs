//! What the filters find.
#![allow(clippy::unwrap_used)]

mod common;

use common::{MEHAN, Story, ledger_of, three_tellings};
use dateline_ledger::{Filter, Ledger, ReportFilter, Status};
use dateline_record::{EventType, Realis};

fn ledger() -> (tempfile::TempDir, Ledger) {
    let mut stories = Vec::from(three_tellings());
    stories.push(
        Story::new(
            "d-4",
            "Post",
            "2031-06-02",
            "Crowd marches in Mehan\n\nFarmers marched through Mehan on Monday.",
        )
        .event(EventType::Protest, "demo", "141", "marched")
        .by("Farmers", "Farmers 50%_x", "")
        .at(MEHAN)
        .on("on Monday", "2031-06-02"),
    );
    ledger_of(&stories)
}

fn found(ledger: &Ledger, filter: &Filter) -> Vec<EventType> {
    let page = ledger.incidents(filter).unwrap();
    assert_eq!(page.total, page.items.len() as u64);
    page.items.iter().map(|item| item.event_type).collect()
}

#[test]
fn each_filter_finds_its_own() {
    let (_folder, ledger) = ledger();
    let strike = [EventType::Assault];
    let march = [EventType::Protest];
    let none: [EventType; 0] = [];
    let all = Filter::default;
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        found(&ledger, &all()),
        [march[0], strike[0]],
        "the latest first"
    );
    let find = |filter: Filter| found(&ledger, &filter);
    assert_eq!(
        find(Filter {
            event_type: Some(EventType::Assault),
            ..all()
        }),
        strike
    );
    assert_eq!(
        find(Filter {
            country: text("syr"),
            ..all()
        })
        .len(),
        2
    );
    assert_eq!(
        find(Filter {
            country: text("FRA"),
            ..all()
        }),
        none
    );
    assert_eq!(
        find(Filter {
            actor: text("country:USA"),
            ..all()
        }),
        strike
    );
    assert_eq!(
        find(Filter {
            actor: text("northern g"),
            ..all()
        }),
        strike
    );
    assert_eq!(
        find(Filter {
            actor: text("50%_"),
            ..all()
        }),
        march
    );
    assert_eq!(
        find(Filter {
            actor: text("%"),
            ..all()
        }),
        march
    );
    assert_eq!(
        find(Filter {
            from: text("2031-05-09"),
            ..all()
        }),
        march
    );
    assert_eq!(
        find(Filter {
            to: text("2031-05-08"),
            ..all()
        }),
        strike
    );
    assert_eq!(
        find(Filter {
            status: Some(Status::Contested),
            ..all()
        }),
        strike
    );
    assert_eq!(
        find(Filter {
            realis: Some(Realis::Future),
            ..all()
        }),
        none
    );
    assert_eq!(
        find(Filter {
            min_killed: Some(17),
            ..all()
        }),
        strike
    );
    assert_eq!(
        find(Filter {
            min_killed: Some(18),
            ..all()
        }),
        none
    );
    assert_eq!(
        find(Filter {
            min_reports: Some(2),
            ..all()
        }),
        strike
    );
    assert_eq!(
        find(Filter {
            text: text("medics raid"),
            ..all()
        }),
        strike
    );
    assert_eq!(
        find(Filter {
            text: text("march*"),
            ..all()
        }),
        march
    );
    assert_eq!(
        find(Filter {
            text: text("\"through Mehan\""),
            ..all()
        }),
        march
    );
    assert_eq!(
        find(Filter {
            text: text("\"Mehan through\""),
            ..all()
        }),
        none
    );
}

#[test]
fn nothing_typed_into_the_search_is_an_error() {
    let (_folder, ledger) = ledger();
    for text in [
        "",
        "\"",
        "*",
        "AND",
        "NOT x",
        "a:b",
        "(",
        "x^2",
        "'; DROP TABLE report",
        "\0",
        "NEAR(a b)",
        "-x",
        "{a}",
    ] {
        let filter = Filter {
            text: Some(text.to_owned()),
            ..Filter::default()
        };
        ledger.incidents(&filter).unwrap();
        let filter = ReportFilter {
            text: Some(text.to_owned()),
            ..ReportFilter::default()
        };
        ledger.reports(&filter).unwrap();
    }
}

#[test]
fn pages_divide_the_list() {
    let (_folder, ledger) = ledger();
    let page = |page| {
        ledger
            .reports(&ReportFilter {
                page,
                limit: 3,
                ..ReportFilter::default()
            })
            .unwrap()
    };
    let ids = |number| -> Vec<String> {
        page(number)
            .items
            .into_iter()
            .map(|report| report.id)
            .collect()
    };
    assert_eq!(page(1).pages(), 2);
    assert_eq!(ids(1), ["d-4", "c-3", "a-1"]);
    assert_eq!(ids(2), ["b-2"]);
    assert_eq!(ids(u64::MAX).len(), 0);
    let zero = ledger
        .reports(&ReportFilter {
            page: 0,
            limit: 0,
            ..ReportFilter::default()
        })
        .unwrap();
    assert_eq!((zero.page, zero.limit, zero.total), (1, 1, 4));
    let dated = ReportFilter {
        from: Some("2031-05-10".to_owned()),
        to: Some("2031-05-31".to_owned()),
        ..ReportFilter::default()
    };
    assert_eq!(ledger.reports(&dated).unwrap().items[0].id, "c-3");
}

#[test]
fn a_report_knows_its_incidents_and_the_ledger_its_facets() {
    let (_folder, ledger) = ledger();
    let memberships = ledger.memberships("b-2").unwrap();
    assert_eq!(memberships.len(), 1);
    assert_eq!(
        (memberships[0].event.as_str(), memberships[0].reports),
        ("e1", 3)
    );
    let facets = ledger.facets().unwrap();
    assert_eq!(
        facets.event_types,
        [("ASSAULT".to_owned(), 1), ("PROTEST".to_owned(), 1)]
    );
    assert_eq!(facets.countries, [("SYR".to_owned(), 2)]);
    assert_eq!(ledger.incident("i-unknown").unwrap(), None);
}
