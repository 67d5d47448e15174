//! The pages as programs see them: what they show, what they refuse, what guards them.
#![allow(clippy::unwrap_used)]

#[path = "../../ledger/tests/common/mod.rs"]
mod common;

use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use common::{Story, ledger_of, three_tellings};
use dateline_record::{EventType, Link, Realis, Relation, SpeakerKind, Stance};
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt as _;

/// The pages of a ledger that holds these reports.
struct Pages {
    _folder: TempDir,
    router: Router,
    runtime: tokio::runtime::Runtime,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Pages {
    fn of(stories: &[Story]) -> Self {
        let (folder, ledger) = ledger_of(stories);
        let router = dateline_serve::router(ledger.path().to_owned());
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        Self {
            _folder: folder,
            router,
            runtime,
        }
    }

    fn get(&self, address: &str) -> Answer {
        self.ask("GET", address, Some("127.0.0.1:8733"))
    }

    fn ask(&self, method: &str, address: &str, host: Option<&str>) -> Answer {
        let mut request = Request::builder().method(method).uri(address);
        if let Some(host) = host {
            request = request.header("host", host);
        }
        let request = request.body(Body::empty()).unwrap();
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let body = to_bytes(body, 1 << 24).await.unwrap();
            Answer {
                status: parts.status,
                headers: parts.headers,
                body: String::from_utf8(body.to_vec()).unwrap(),
            }
        })
    }

    fn json(&self, address: &str) -> Value {
        let answer = self.get(address);
        assert_eq!(
            answer.headers["content-type"], "application/json",
            "{address}"
        );
        serde_json::from_str(&answer.body).unwrap()
    }

    /// The id of the only incident that the query finds.
    fn only(&self, query: &str) -> String {
        let page = self.json(&format!("/incidents.json?{query}"));
        assert_eq!(page["incidents"]["total"], 1, "{query}");
        page["incidents"]["items"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    fn total(&self, query: &str) -> u64 {
        let page = self.json(&format!("/incidents.json?{query}"));
        page["incidents"]["total"].as_u64().unwrap()
    }
}

fn march() -> Story {
    Story::new(
        "d-4",
        "Delta Wire",
        "2031-06-02",
        "Union calls march in Mehan\n\nThe dockers' union will march in Mehan on 9 June in answer to the arrests.",
    )
    .event(EventType::Protest, "demo", "141", "march in Mehan on")
    .by("dockers' union", "dockers' union", "")
    .at(common::MEHAN)
    .on("on 9 June", "2031-06-09")
    .realis(Realis::Future)
    .event(EventType::Coerce, "arrest", "173", "arrests")
}

fn with_link(mut story: Story) -> Story {
    let span = story.span("in answer to");
    story.0.links.push(Link {
        from: "e1".to_owned(),
        to: "e2".to_owned(),
        relation: Relation::ResponseTo,
        span,
    });
    story
}

/// A report that tries to become markup wherever it can.
fn hostile() -> Story {
    let attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";
    let text = format!(
        "{attack}\n\nA crowd {attack} struck Qarun & left. <b>Medics</b> said \"<i>two</i>\" were killed."
    );
    let mut story = Story::new("../<x>?y=\"1\"#z/é.json", attack, "2031-05-09", &text)
        .strike("struck")
        .by("A crowd <script>", "A crowd <script>", "")
        .at(common::QARUN)
        .claim(
            Some(("<b>Medics</b>", SpeakerKind::Unnamed)),
            Stance::Denies,
            "said",
            "\"<i>two</i>\" were killed",
            &["e1"],
        )
        .killed("<i>two</i>", 2, Some(2), Some("c1"));
    story.0.report.url = Some("javascript:alert(3)".to_owned());
    story.0.report.byline = Some(attack.to_owned());
    story
}

#[test]
fn the_list_shows_what_the_address_asks_for() {
    let tellings = three_tellings();
    let pages = Pages::of(&[tellings[0].clone(), tellings[1].clone(), with_link(march())]);
    assert_eq!(
        pages.total(""),
        2,
        "planned events are left out unless asked for"
    );
    assert_eq!(pages.total("realis=all"), 3);
    assert_eq!(pages.total("realis=future"), 1);
    for query in [
        "event_type=ASSAULT",
        "event_type=assault",
        "country=syr",
        "actor=northern%20guard",
        "actor=group%3Anorthern-guard",
        "from=2031-05-01&to=2031-05-31",
        "status=contested",
        "min_killed=17",
        "min_reports=2",
        "text=medics",
        "text=%22overnight+raid%22&country=SYR&realis=actual",
    ] {
        let id = pages.only(query);
        let page = pages.get(&format!("/?{query}"));
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains(&format!("/incident/{id}")), "{query}");
    }
    for query in [
        "min_killed=18",
        "country=MLI",
        "actor=100%25",
        "text=zeppelin",
        "page=9",
    ] {
        let page = pages.get(&format!("/?{query}"));
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.body.contains("href=\"/incident/"), "{query}");
    }
    let page = pages.get("/?country=SYR");
    for said in [
        "contested",
        "2–17 or more",
        "2 sources",
        "2 reports",
        "United States",
        "Qarun, Syria",
    ] {
        assert!(page.body.contains(said), "{said}");
    }
}

#[test]
fn long_lists_are_turned_page_by_page() {
    let pages = Pages::of(&[three_tellings()[0].clone(), with_link(march())]);
    let first = pages.get("/?realis=all&limit=1").body;
    assert!(first.contains("Page 1 of 3"));
    assert!(first.contains("href=\"/?realis=all&amp;page=2&amp;limit=1\""));
    let last = pages.get("/?realis=all&page=3&limit=1").body;
    assert!(last.contains("Page 3 of 3") && !last.contains("Older"));
}

#[test]
fn a_form_that_leaves_fields_open_leads_to_the_short_address() {
    let pages = Pages::of(&three_tellings());
    let answer = pages.get("/?text=&actor=&event_type=ASSAULT&country=&realis=&min_killed=");
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.headers["location"], "/?event_type=ASSAULT");
    assert_eq!(
        pages.get("/reports?text=&from=").headers["location"],
        "/reports"
    );
}

#[test]
fn an_incident_lays_the_voices_side_by_side() {
    let pages = Pages::of(&three_tellings());
    let id = pages.only("");
    let page = pages.get(&format!("/incident/{id}"));
    assert_eq!(page.status, StatusCode::OK);
    for said in [
        "Col. Dana Reyes",
        "Local medics",
        "The Northern Guard",
        "at least 17",
        "questioned by the report (Delta Wire)",
        "class=\"answer denies\"",
        "class=\"answer doubts\"",
        "contested",
        "Harbour Post",
        "Jets hit depot in Qarun",
    ] {
        assert!(page.body.contains(said), "{said}");
    }
    for heading in [
        "Voice", "Killed", "Wounded", "Who", "To whom", "Where", "When",
    ] {
        assert!(
            page.body
                .contains(&format!("<th scope=\"col\">{heading}</th>")),
            "{heading}"
        );
    }
    // The address of every answer opens the report at the words that give it.
    let view = pages.json(&format!("/incident/{id}.json"));
    let cell = &view["matrix"]["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["label"] == "Local medics")
        .unwrap()["cells"]["killed"][0]["evidence"][0];
    let (start, end) = (&cell["span"]["start"], &cell["span"]["end"]);
    let (from, to) = (&cell["sentence"]["start"], &cell["sentence"]["end"]);
    let report = cell["report"].as_str().unwrap();
    let link = format!("/report/{report}?mark={start}-{end}&amp;within={from}-{to}#s{start}-{end}");
    assert!(page.body.contains(&link), "{link}");
    let report = pages.get(&link[..link.find('#').unwrap()].replace("&amp;", "&"));
    assert!(
        report
            .body
            .contains(&format!("<span id=\"s{start}-{end}\">"))
    );
    let marked = "<mark class=\"claim toll within mark\">at least 17</mark>";
    assert!(report.body.contains(marked));
}

#[test]
fn linked_incidents_stand_on_both_pages() {
    let pages = Pages::of(&[with_link(march())]);
    let march = pages.only("realis=future");
    let arrests = pages.only("realis=actual");
    let page = pages.get(&format!("/incident/{march}")).body;
    assert!(page.contains("in response to") && page.contains(&format!("/incident/{arrests}")));
    let page = pages.get(&format!("/incident/{arrests}")).body;
    assert!(page.contains("answered by") && page.contains(&format!("/incident/{march}")));
    let twin = pages.json(&format!("/incident/{march}.json"));
    assert_eq!(twin["linked"][0]["incident"], arrests.as_str());
}

#[test]
fn a_report_shows_its_text_and_what_was_read() {
    let pages = Pages::of(&three_tellings());
    let page = pages.get("/report/b-2").body;
    for said in [
        "Raid kills many in Qarun",
        "<span class=\"against\">That number</span>",
        "Local medics",
        "To the incident",
    ] {
        assert!(page.contains(said), "{said}");
    }
    let twin = pages.json("/report/b-2.json");
    assert_eq!(twin["record"]["schema"], "dateline/1");
    assert_eq!(twin["incidents"][0]["reports"], 3);
    let list = pages.get("/reports?text=reyes").body;
    assert!(
        list.contains("/report/a-1")
            && list.contains("/report/c-3")
            && !list.contains("/report/b-2")
    );
    assert_eq!(pages.json("/reports.json")["reports"]["total"], 3);
}

#[test]
fn nothing_that_a_report_says_becomes_markup() {
    let pages = Pages::of(&[hostile()]);
    let incident = pages.only("");
    let reports = pages.get("/reports").body;
    let start = reports.find("href=\"/report/").unwrap() + 6;
    let report = &reports[start..start + reports[start..].find('"').unwrap()];
    let search = "/?text=%3Cscript%3E%22onmouseover%3Dx&actor=%22%3E%3Cscript%3E";
    for address in [
        "/",
        "/reports",
        report,
        &format!("/incident/{incident}"),
        search,
    ] {
        let page = pages.get(address);
        assert_eq!(page.status, StatusCode::OK, "{address}");
        for forbidden in [
            "<script",
            "<img",
            "<b>",
            "<i>",
            "href=\"javascript",
            "style=",
        ] {
            assert!(!page.body.contains(forbidden), "{forbidden} in {address}");
        }
    }
    assert!(pages.get(report).body.contains("&lt;script&gt;alert(1)"));
    let twin = pages.json(&format!("{report}.json"));
    assert_eq!(twin["record"]["report"]["id"], "../<x>?y=\"1\"#z/é.json");
    let missing = pages.get("/incident/%3Cscript%3Ealert(1)");
    assert!(missing.status == StatusCode::NOT_FOUND && !missing.body.contains("<script"));
}

#[test]
fn every_answer_carries_the_guards() {
    let pages = Pages::of(&three_tellings());
    for address in [
        "/",
        "/incidents.json",
        "/incident/none",
        "/report/a-1",
        "/style.css",
        "/icon.svg",
        "/nowhere",
        "/?x=y",
    ] {
        let headers = pages.get(address).headers;
        assert_eq!(
            headers["content-security-policy"],
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "{address}"
        );
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["referrer-policy"], "no-referrer");
        assert!(headers.get("access-control-allow-origin").is_none());
    }
    assert_eq!(
        pages.get("/style.css").headers["content-type"],
        "text/css; charset=utf-8"
    );
}

#[test]
fn other_names_for_this_machine_are_refused() {
    let pages = Pages::of(&three_tellings());
    for host in [
        "evil.example",
        "127.0.0.1.evil.example:8733",
        "192.168.1.5:8733",
        "",
    ] {
        let answer = pages.ask("GET", "/reports.json", Some(host));
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{host}");
        assert!(!answer.body.contains("Qarun"));
    }
    assert_eq!(pages.ask("GET", "/", None).status, StatusCode::FORBIDDEN);
    let absolute = pages.ask("GET", "http://evil.example/", Some("127.0.0.1"));
    assert_eq!(absolute.status, StatusCode::FORBIDDEN);
    assert_eq!(
        pages.ask("GET", "/", Some("localhost:1")).status,
        StatusCode::OK
    );
}

#[test]
fn what_is_not_there_says_what_to_do() {
    let pages = Pages::of(&three_tellings());
    for address in [
        "/incident/i-0",
        "/report/none",
        "/nowhere",
        "/report/b-2/more",
    ] {
        let answer = pages.get(address);
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
        assert!(answer.body.contains("Check the address"), "{address}");
    }
    for address in [
        "/?colour=red",
        "/?event_type=WAR",
        "/?from=soon",
        "/report/b-2?mark=x",
        "/incident/%FF",
    ] {
        let answer = pages.get(address);
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{address}");
        assert!(answer.body.contains("Correct the address"), "{address}");
    }
    let error = pages.json("/incidents.json?colour=red");
    assert!(error["error"].as_str().unwrap().contains("colour") && error["help"].is_string());
    assert_eq!(
        pages.json("/report/none.json")["error"],
        "There is no report none."
    );
    assert_eq!(
        pages.ask("POST", "/", Some("localhost")).status,
        StatusCode::METHOD_NOT_ALLOWED
    );
    let long = format!("/?text={}", "a".repeat(5000));
    assert_eq!(pages.get(&long).status, StatusCode::BAD_REQUEST);
}

#[test]
fn an_empty_ledger_says_how_to_fill_it() {
    let pages = Pages::of(&[]);
    assert!(pages.get("/").body.contains("dateline add"));
}

#[test]
fn a_ledger_that_went_away_is_a_message() {
    let router = dateline_serve::router("/nonexistent/news.db".into());
    let pages = Pages {
        router,
        ..Pages::of(&[])
    };
    let answer = pages.get("/");
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(answer.body.contains("no ledger at"));
}

#[test]
fn only_this_machine_is_served() {
    let (_folder, ledger) = ledger_of(&three_tellings());
    for address in ["0.0.0.0:0", "192.0.2.1:80", "[::]:0"] {
        let error = dateline_serve::serve(ledger.path(), address.parse().unwrap()).unwrap_err();
        assert!(error.to_string().contains("other machines"), "{error}");
    }
    let home: SocketAddr = "127.0.0.1:0".parse().unwrap();
    let missing = dateline_serve::serve("/nonexistent/news.db".as_ref(), home).unwrap_err();
    assert!(missing.to_string().contains("no ledger at"));
    let server = dateline_serve::Server::bind(ledger.path(), home).unwrap();
    assert_ne!(server.address().port(), 0);
    let taken = dateline_serve::Server::bind(ledger.path(), server.address()).unwrap_err();
    assert!(taken.to_string().contains("--port"), "{taken}");
}
