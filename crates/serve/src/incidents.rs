//! `/`: the incidents, filtered.

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use dateline_ledger::{Counts, Facets, Filter, IncidentSummary, Ledger, Page, Status, TollRange};
use dateline_record::{EventType, Realis, TollKind};
use maud::{Markup, Render, html};
use serde::Serialize;

use crate::answer::{Form, Library};
use crate::error::PageError;
use crate::layout::{Here, layout};
use crate::links;
use crate::paging::paging;
use crate::query::{ANY, Fields, incident_pairs};
use crate::{countries, words};

/// The list of incidents.
#[derive(Debug, Serialize)]
struct IncidentsPage {
    filter: Filter,
    counts: Counts,
    facets: Facets,
    incidents: Page<IncidentSummary>,
}

pub(crate) async fn page(State(library): State<Library>, uri: Uri) -> Response {
    let form = Form::of(&uri);
    let asked = Fields::of(&uri).and_then(|fields| Ok((fields.incidents()?, fields.has_empty)));
    let (filter, has_empty) = match asked {
        Ok(asked) => asked,
        Err(error) => return error.response(form),
    };
    if has_empty {
        let address = links::list(uri.path(), &incident_pairs(&filter));
        return Redirect::to(&address).into_response();
    }
    library
        .answer(form, move |ledger| read(ledger, filter))
        .await
}

fn read(ledger: &Ledger, filter: Filter) -> Result<IncidentsPage, PageError> {
    Ok(IncidentsPage {
        counts: ledger.counts()?,
        facets: ledger.facets()?,
        incidents: ledger.incidents(&filter)?,
        filter,
    })
}

impl IncidentsPage {
    /// The address of the same list with another filter.
    fn address(&self, change: impl FnOnce(&mut Filter)) -> String {
        let mut filter = self.filter.clone();
        change(&mut filter);
        links::list("/", &incident_pairs(&filter))
    }

    fn summary(&self) -> Markup {
        let found = self.incidents.total;
        let others = self.counts.incidents.saturating_sub(found);
        html! {
            p.count role="status" {
                strong { (words::counted(found, "incident")) }
                " of " (self.counts.incidents) ", from " (words::counted(self.counts.reports, "report")) ". "
                @if self.filter.realis == Some(Realis::Actual) && others > 0 {
                    "Only what is told as having happened; "
                    a href=(self.address(|filter| { filter.realis = None; filter.page = 1; })) {
                        "show plans, threats and what was called off too"
                    }
                    ". "
                }
                @if incident_pairs(&self.filter).iter().any(|(name, _)| *name != "page") {
                    a href="/" { "Clear all filters" }
                    "."
                }
            }
            @if self.counts.unlinked > 0 {
                p.note {
                    (words::counted(self.counts.unlinked, "event"))
                    " not gathered into incidents yet: `dateline add` was interrupted; run it again."
                }
            }
        }
    }

    fn form(&self) -> Markup {
        let filter = &self.filter;
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        html! {
            form.filters method="get" action="/" role="search" aria-label="Filter incidents" {
                (field("text", "Words in a report", "search", &text(&filter.text), "24"))
                (field("actor", "Participant", "text", &text(&filter.actor), "16"))
                (self.types())
                (self.places())
                (field("from", "From", "date", &text(&filter.from), "10"))
                (field("to", "To", "date", &text(&filter.to), "10"))
                (self.statuses())
                (self.told_as())
                (field("min_killed", "Killed, at least", "number", &number(filter.min_killed), "4"))
                (field("min_reports", "Reports, at least", "number", &number(filter.min_reports), "4"))
                @if filter.limit != Filter::default().limit {
                    input type="hidden" name="limit" value=(filter.limit);
                }
                button type="submit" { "Filter" }
            }
        }
    }

    fn types(&self) -> Markup {
        let chosen = self.filter.event_type.map(EventType::as_str);
        let options = with_chosen(&self.facets.event_types, chosen);
        let name = |value: &str| {
            EventType::from_name(value)
                .map_or_else(|| value.to_owned(), |kind| words::kind(kind, None))
        };
        let label = |value: &str| format!("{value} – {}", name(value).to_lowercase());
        select("event_type", "Type", "any", chosen, &options, label)
    }

    fn places(&self) -> Markup {
        let chosen = self.filter.country.as_deref();
        let options = with_chosen(&self.facets.countries, chosen);
        let label = |value: &str| countries::name(value).to_owned();
        select("country", "Country", "any", chosen, &options, label)
    }

    fn statuses(&self) -> Markup {
        let chosen = self.filter.status.map(Status::as_str);
        let options = with_chosen(&self.facets.statuses, chosen);
        select("status", "Status", "any", chosen, &options, str::to_owned)
    }

    fn told_as(&self) -> Markup {
        let chosen = self.filter.realis.map_or(ANY, Realis::as_str);
        html! {
            div.field {
                label for="realis" { "Told as" }
                select #realis name="realis" {
                    option value="" selected[chosen == Realis::Actual.as_str()] { "happened (actual)" }
                    option value=(ANY) selected[chosen == ANY] { "anything" }
                    @for value in Realis::ALL.iter().filter(|value| **value != Realis::Actual) {
                        option value=(value.as_str()) selected[chosen == value.as_str()] {
                            (words::realis(*value)) " (" (value.as_str()) ")"
                        }
                    }
                }
            }
        }
    }

    fn table(&self) -> Markup {
        html! {
            table.incidents {
                caption.hidden { "Incidents, the latest first" }
                thead {
                    tr {
                        th scope="col" { "When" }
                        th scope="col" { "What" }
                        th scope="col" { "Who → whom" }
                        th scope="col" { "Where" }
                        th scope="col" { "Killed" }
                        th scope="col" { "Wounded" }
                        th scope="col" { "Told by" }
                        th scope="col" { "Status" }
                    }
                }
                tbody {
                    @for incident in &self.incidents.items { (row(incident)) }
                }
            }
        }
    }
}

impl Render for IncidentsPage {
    fn render(&self) -> Markup {
        let body = html! {
            h1 { "Incidents" }
            (self.form())
            (self.summary())
            @if self.incidents.items.is_empty() {
                (self.nothing())
            } @else {
                (self.table())
            }
            (paging(self.incidents.page, self.incidents.pages(), |page| self.address(|filter| filter.page = page)))
        };
        let twin = links::list("/incidents.json", &incident_pairs(&self.filter));
        layout("Incidents", Here::Incidents, Some(&twin), &body)
    }
}

impl IncidentsPage {
    fn nothing(&self) -> Markup {
        html! {
            p.empty {
                @if self.counts.reports == 0 {
                    "This ledger holds no reports yet. Add some with `dateline add PATHS --ledger FILE`, then load this page again."
                } @else if self.incidents.total > 0 {
                    "The list ends before this page. "
                    a href=(self.address(|filter| filter.page = 1)) { "Go to its beginning" }
                    "."
                } @else {
                    "No incident matches all filters. Leave one out, or "
                    a href="/?realis=all" { "show everything" }
                    "."
                }
            }
        }
    }
}

/// A field of the filter form.
pub(crate) fn field(name: &str, label: &str, kind: &str, value: &str, size: &str) -> Markup {
    html! {
        div.field {
            label for=(name) { (label) }
            @if kind == "number" {
                input id=(name) name=(name) type="number" min="0" value=(value) inputmode="numeric";
            } @else if kind == "date" {
                input id=(name) name=(name) type="date" value=(value);
            } @else {
                input id=(name) name=(name) type=(kind) value=(value) size=(size) maxlength="200";
            }
        }
    }
}

fn select(
    name: &str,
    label: &str,
    any: &str,
    chosen: Option<&str>,
    options: &[(String, u64)],
    words: impl Fn(&str) -> String,
) -> Markup {
    html! {
        div.field {
            label for=(name) { (label) }
            select id=(name) name=(name) {
                option value="" { (any) }
                @for (value, count) in options {
                    option value=(value) selected[chosen == Some(value.as_str())] {
                        (words(value)) " (" (count) ")"
                    }
                }
            }
        }
    }
}

/// The choices, the chosen one among them even when nothing has it.
fn with_chosen(options: &[(String, u64)], chosen: Option<&str>) -> Vec<(String, u64)> {
    let mut options = options.to_vec();
    if let Some(chosen) = chosen
        && !options.iter().any(|(value, _)| value == chosen)
    {
        options.push((chosen.to_owned(), 0));
    }
    options
}

fn number(value: Option<u64>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn row(incident: &IncidentSummary) -> Markup {
    let days = words::interval(incident.earliest.as_deref(), incident.latest.as_deref());
    let mode = incident.mode.as_deref();
    html! {
        tr {
            td.when data-label="When" {
                @if let Some(days) = &days {
                    (words::days(days))
                } @else if let Some(day) = &incident.first_published {
                    span.quiet { "reported " (day) }
                } @else {
                    span.quiet { "undated" }
                }
            }
            td.what data-label="What" {
                a href=(links::incident(&incident.id)) aria-label=(incident.headline) {
                    (words::kind(incident.event_type, mode))
                }
                @if incident.realis != Realis::Actual { " " span.tag { (incident.realis) } }
                small { (words::code(incident.event_type, mode)) }
            }
            td data-label="Who → whom" { (names(&incident.actors)) " → " (names(&incident.recipients)) }
            td data-label="Where" { (words::incident_place(incident).unwrap_or_default()) }
            td.figure data-label="Killed" { (toll(incident.toll(TollKind::Killed))) }
            td.figure data-label="Wounded" { (toll(incident.toll(TollKind::Wounded))) }
            td data-label="Told by" {
                (words::counted(incident.voices, "voice"))
                small { (words::counted(incident.reports, "report")) }
            }
            td data-label="Status" { (status(incident.status)) }
        }
    }
}

/// Names of one side, the first few of them.
fn names(names: &[String]) -> Markup {
    html! {
        @if names.is_empty() { span.quiet { "—" } }
        @for (index, name) in names.iter().take(3).enumerate() {
            @if index > 0 { ", " }
            (words::shortened(name, 60))
        }
        @if names.len() > 3 { span.quiet { " + " (names.len() - 3) " more" } }
    }
}

fn toll(range: Option<&TollRange>) -> Markup {
    html! {
        @if let Some(range) = range {
            (words::range(range))
            small { (words::counted(range.voices, "source")) }
        }
    }
}

/// A status with its meaning.
pub(crate) fn status(status: Status) -> Markup {
    html! { span class={ "status " (status) } title=(words::status(status)) { (status) } }
}
