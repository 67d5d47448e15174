//! `/report/{id}`: the clean text with everything that was read from it.

use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use dateline_ledger::{EventMembership, Ledger};
use dateline_record::{Record, Report};
use maud::{Markup, Render, html};
use serde::Serialize;

use crate::answer::{Form, Library};
use crate::error::PageError;
use crate::highlight::{SHOWN, highlights, lines};
use crate::layout::{Here, layout};
use crate::query::{Fields, Stretches};
use crate::side::side;
use crate::{links, words};

/// One report, the incidents that its events belong to, and what the reader came for.
#[derive(Debug, Serialize)]
struct ReportPage {
    record: Record,
    incidents: Vec<EventMembership>,
    #[serde(skip)]
    stretches: Stretches,
}

pub(crate) async fn page(State(library): State<Library>, uri: Uri) -> Response {
    let form = Form::of(&uri);
    let asked = links::id_in(&uri).and_then(|id| Ok((id, Fields::of(&uri)?.stretches()?)));
    match asked {
        Ok((id, stretches)) => {
            let ask = move |ledger: &Ledger| read(ledger, &id, stretches);
            library.answer(form, ask).await
        }
        Err(error) => error.response(form),
    }
}

fn read(ledger: &Ledger, id: &str, stretches: Stretches) -> Result<ReportPage, PageError> {
    let record = ledger.report(id)?;
    Ok(ReportPage {
        record: record.ok_or_else(|| PageError::NotFound(format!("report {id}")))?,
        incidents: ledger.memberships(id)?,
        stretches,
    })
}

impl ReportPage {
    fn incident(&self, event: &str) -> Option<String> {
        let mut incidents = self.incidents.iter();
        let found = incidents.find(|membership| membership.event == event);
        found.map(|membership| membership.incident.clone())
    }

    fn source(&self) -> Markup {
        let report = &self.record.report;
        html! {
            p.source {
                @if let Some(site) = &report.site { strong { (site) } " · " }
                "published " (words::published(&report.published))
                @if let Some(byline) = &report.byline { " · " (byline) }
                @if let Some(url) = &report.url { " · " (address(url)) }
                " · " span.quiet { "report " (report.id) }
            }
            @for problem in &self.record.problems {
                p.note { (problem.message) " (" (problem.code) ")" }
            }
        }
    }

    fn text(&self) -> Markup {
        let record = &self.record;
        let highlights = highlights(record, &self.stretches, |event| self.incident(event));
        let lines = lines(&record.report.text, &highlights);
        let titled = has_title(&record.report);
        let is_cut = record.report.text.chars().nth(SHOWN).is_some();
        html! {
            article.text lang=[record.report.language.as_deref()] {
                @for (index, line) in lines.iter().enumerate() {
                    @if index == 0 && titled {
                        h1 { @for piece in line { (piece) } }
                        (self.source())
                    } @else {
                        p { @for piece in line { (piece) } }
                    }
                }
                @if is_cut {
                    p.note { "The text goes on; the JSON of this page has all of it." }
                }
            }
        }
    }
}

impl Render for ReportPage {
    fn render(&self) -> Markup {
        let report = &self.record.report;
        let body = html! {
            @if !has_title(report) {
                h1 { (title(report)) }
                (self.source())
            }
            (legend())
            div.reading {
                (self.text())
                div.side { (side(&self.record, &self.incidents)) }
            }
        };
        let twin = links::twin(&links::report(&report.id));
        layout(title(report), Here::Reports, Some(&twin), &body)
    }
}

fn title(report: &Report) -> &str {
    report
        .title
        .as_deref()
        .unwrap_or("Report without a headline")
}

/// Whether the text begins with the headline.
fn has_title(report: &Report) -> bool {
    let first = report.text.lines().find(|line| !line.trim().is_empty());
    let first = first.map(str::trim);
    first.is_some() && first == report.title.as_deref().map(str::trim)
}

/// Where the report was published; a link when it is an address of the web and nothing else.
fn address(url: &str) -> Markup {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    html! {
        @if is_web {
            a href=(url) rel="noreferrer nofollow external" { (words::shortened(url, 80)) }
        } @else {
            (words::shortened(url, 80))
        }
    }
}

fn legend() -> Markup {
    html! {
        p.legend {
            span.event { "event" } " "
            span.toll { "figure" } " "
            span.who { "participant" } " "
            span.where { "place" } " "
            span.when { "time" } " "
            span.speaker { "speaker" } " "
            span.cue { "attribution" } " "
            span.claim { "claimed" } " "
            span.against { "denied or doubted" }
        }
    }
}
