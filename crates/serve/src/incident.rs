//! `/incident/{id}`: one incident, who says what about it, and the reports that tell of it.

use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use dateline_ledger::{IncidentMember, IncidentView, Ledger, ReportSummary};
use dateline_record::Realis;
use maud::{Markup, Render, html};
use serde::Serialize;

use crate::answer::{Form, Library};
use crate::error::PageError;
use crate::incidents::status;
use crate::layout::{Here, layout};
use crate::linked::{Linked, linked};
use crate::matrix::{Labels, matrix};
use crate::{links, words};

/// How much of a headline stands for a report, in characters.
const TITLE: usize = 45;

/// One incident: the ledger's view and what the reports tie it to.
#[derive(Debug, Serialize)]
struct IncidentPage {
    #[serde(flatten)]
    view: IncidentView,
    linked: Vec<Linked>,
}

pub(crate) async fn page(State(library): State<Library>, uri: Uri) -> Response {
    let form = Form::of(&uri);
    match links::id_in(&uri) {
        Ok(id) => library.answer(form, move |ledger| read(ledger, &id)).await,
        Err(error) => error.response(form),
    }
}

fn read(ledger: &Ledger, id: &str) -> Result<IncidentPage, PageError> {
    let view = ledger.incident(id)?;
    let view = view.ok_or_else(|| PageError::NotFound(format!("incident {id}")))?;
    let linked = linked(ledger, &view)?;
    Ok(IncidentPage { view, linked })
}

impl IncidentPage {
    fn facts(&self) -> Markup {
        let summary = &self.view.summary;
        let mode = summary.mode.as_deref();
        let days = words::interval(summary.earliest.as_deref(), summary.latest.as_deref());
        html! {
            dl.facts {
                div {
                    dt { "What" }
                    dd {
                        (words::kind(summary.event_type, mode))
                        @if summary.realis != Realis::Actual {
                            " " span.tag { (summary.realis) } " " (words::realis(summary.realis))
                        }
                        small {
                            "PLOVER " (words::code(summary.event_type, mode)) " · CAMEO " (summary.cameo)
                            @if let Some(acled) = &summary.acled { " · ACLED " (acled) }
                        }
                    }
                }
                div {
                    dt { "When" }
                    dd { @if let Some(days) = &days { (words::days(days)) } @else { span.quiet { "no day is given" } } }
                }
                div { dt { "Where" } dd { (self.place()) } }
                div { dt { "By whom" } dd { (names(&summary.actors)) } }
                div { dt { "To whom" } dd { (names(&summary.recipients)) } }
                @for range in &summary.tolls {
                    div {
                        dt { (capital(range.kind.as_str())) }
                        dd {
                            (words::range(range))
                            small {
                                (words::counted(range.voices, "source"))
                                @if range.low != range.high {
                                    ", best estimate "
                                    @match range.best_high {
                                        Some(high) if high == range.best_low => (high),
                                        Some(high) => { (range.best_low) "–" (high) }
                                        None => { "at least " (range.best_low) }
                                    }
                                }
                            }
                        }
                    }
                }
                div {
                    dt { "Status" }
                    dd {
                        (status(summary.status))
                        small { (words::status(summary.status)) " (policy " (summary.policy) ")" }
                    }
                }
                div {
                    dt { "Told by" }
                    dd {
                        (words::counted(summary.voices, "voice"))
                        small { "in " (words::counted(summary.reports, "report")) ": " (self.outlets().join(", ")) }
                    }
                }
            }
        }
    }

    /// What to call the voices of reports without an outlet, for which the ledger has only an id.
    fn labels(&self) -> Labels {
        let is_only = self.view.summary.reports == 1;
        let nameless = self.view.members.iter().map(|member| &member.report);
        let nameless = nameless.filter(|report| report.site.is_none());
        let label = |report: &ReportSummary| {
            let title = words::shortened(report.title.as_deref()?, TITLE);
            let label = if is_only {
                "the report".to_owned()
            } else {
                format!("the report “{title}”")
            };
            Some((format!("the report ({})", report.id), label))
        };
        nameless.filter_map(label).collect()
    }

    fn outlets(&self) -> Vec<String> {
        let outlet = |name: &String| {
            let mut members = self.view.members.iter();
            let nameless = members.find(|member| member.report.id == *name);
            let title = nameless.and_then(|member| member.report.title.as_deref());
            title.map_or_else(
                || name.clone(),
                |title| format!("“{}”", words::shortened(title, TITLE)),
            )
        };
        self.view.summary.outlets.iter().map(outlet).collect()
    }

    fn place(&self) -> Markup {
        let summary = &self.view.summary;
        let position = summary.place.as_ref().and_then(|place| {
            let (latitude, longitude) = (place.latitude?, place.longitude?);
            Some(format!(
                "{latitude:.2}, {longitude:.2} ({})",
                place.precision
            ))
        });
        html! {
            @match words::incident_place(summary) {
                Some(place) => {
                    (place)
                    @if let Some(position) = position { small { (position) } }
                }
                None => span.quiet { "no place is given" },
            }
        }
    }

    fn linked(&self) -> Markup {
        html! {
            @if !self.linked.is_empty() {
                section aria-labelledby="linked" {
                    h2 #linked { "Linked incidents" }
                    ul.plain {
                        @for other in &self.linked {
                            li {
                                a.relation href=(links::words_in_report(&other.report, &other.span)) title="The words that say so" {
                                    (other.relation)
                                }
                                " " a href=(links::incident(&other.incident)) { (other.headline) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn reports(&self) -> Markup {
        html! {
            section aria-labelledby="reports" {
                h2 #reports { "Reports" }
                table.reports {
                    thead {
                        tr {
                            th scope="col" { "Published" }
                            th scope="col" { "Outlet" }
                            th scope="col" { "Report" }
                            th scope="col" { "Calls it" }
                            th scope="col" { "Coded by" }
                        }
                    }
                    tbody { @for member in &self.view.members { (report(member)) } }
                }
            }
        }
    }
}

impl Render for IncidentPage {
    fn render(&self) -> Markup {
        let summary = &self.view.summary;
        let body = html! {
            h1 { (summary.headline) }
            (self.facts())
            (matrix(&self.view, &self.labels()))
            (self.linked())
            (self.reports())
        };
        let twin = links::twin(&links::incident(&summary.id));
        layout(&summary.headline, Here::Incidents, Some(&twin), &body)
    }
}

fn report(member: &IncidentMember) -> Markup {
    let IncidentMember { report, event } = member;
    let published = words::interval(
        report.published_earliest.as_deref(),
        report.published_latest.as_deref(),
    );
    html! {
        tr {
            td.when data-label="Published" {
                @if let Some(days) = &published { (words::days(days)) } @else { span.quiet { "undated" } }
            }
            td data-label="Outlet" { (report.site.as_deref().unwrap_or("—")) }
            td data-label="Report" {
                a href=(links::report(&report.id)) { (report.title.as_deref().unwrap_or(&report.id)) }
            }
            td data-label="Calls it" {
                a href=(links::words_in_report(&report.id, &event.trigger)) { "“" (event.trigger.text) "”" }
            }
            td data-label="Coded by" {
                (event.rule) small { (words::code(event.plover.event_type, event.plover.mode.as_deref())) ", p " (format!("{:.2}", event.confidence)) }
            }
        }
    }
}

fn names(names: &[String]) -> Markup {
    html! {
        @if names.is_empty() { span.quiet { "nobody is named" } }
        (names.join(", "))
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}
