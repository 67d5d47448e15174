//! `/reports`: the reports that the ledger holds.

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use dateline_ledger::{Ledger, Page, ReportFilter, ReportSummary};
use maud::{Markup, Render, html};
use serde::Serialize;

use crate::answer::{Form, Library};
use crate::error::PageError;
use crate::incidents::field;
use crate::layout::{Here, layout};
use crate::paging::paging;
use crate::query::{Fields, report_pairs};
use crate::{links, words};

/// The list of reports.
#[derive(Debug, Serialize)]
struct ReportsPage {
    filter: ReportFilter,
    reports: Page<ReportSummary>,
}

pub(crate) async fn page(State(library): State<Library>, uri: Uri) -> Response {
    let form = Form::of(&uri);
    let asked = Fields::of(&uri).and_then(|fields| Ok((fields.reports()?, fields.has_empty)));
    let (filter, has_empty) = match asked {
        Ok(asked) => asked,
        Err(error) => return error.response(form),
    };
    if has_empty {
        let address = links::list(uri.path(), &report_pairs(&filter));
        return Redirect::to(&address).into_response();
    }
    library
        .answer(form, move |ledger| read(ledger, filter))
        .await
}

fn read(ledger: &Ledger, filter: ReportFilter) -> Result<ReportsPage, PageError> {
    Ok(ReportsPage {
        reports: ledger.reports(&filter)?,
        filter,
    })
}

impl ReportsPage {
    fn address(&self, page: u64) -> String {
        let filter = ReportFilter {
            page,
            ..self.filter.clone()
        };
        links::list("/reports", &report_pairs(&filter))
    }

    fn form(&self) -> Markup {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        html! {
            form.filters method="get" action="/reports" role="search" aria-label="Filter reports" {
                (field("text", "Words", "search", &text(&self.filter.text), "30"))
                (field("from", "Published from", "date", &text(&self.filter.from), "10"))
                (field("to", "to", "date", &text(&self.filter.to), "10"))
                button type="submit" { "Filter" }
            }
        }
    }

    fn table(&self) -> Markup {
        html! {
            table.reports {
                caption.hidden { "Reports, the last published first" }
                thead {
                    tr {
                        th scope="col" { "Published" }
                        th scope="col" { "Outlet" }
                        th scope="col" { "Report" }
                        th scope="col" { "Events" }
                        th scope="col" { "Claims" }
                    }
                }
                tbody { @for report in &self.reports.items { (row(report)) } }
            }
        }
    }
}

impl Render for ReportsPage {
    fn render(&self) -> Markup {
        let pairs = report_pairs(&self.filter);
        let body = html! {
            h1 { "Reports" }
            (self.form())
            p.count role="status" {
                strong { (words::counted(self.reports.total, "report")) } ". "
                @if pairs.iter().any(|(name, _)| *name != "page") {
                    a href="/reports" { "Clear all filters" } "."
                }
            }
            @if self.reports.items.is_empty() {
                p.empty { "Nothing to show here. " a href="/reports" { "All reports" } "." }
            } @else {
                (self.table())
            }
            (paging(self.reports.page, self.reports.pages(), |page| self.address(page)))
        };
        let twin = links::list("/reports.json", &pairs);
        layout("Reports", Here::Reports, Some(&twin), &body)
    }
}

fn row(report: &ReportSummary) -> Markup {
    let days = words::interval(
        report.published_earliest.as_deref(),
        report.published_latest.as_deref(),
    );
    html! {
        tr {
            td.when data-label="Published" {
                @if let Some(days) = &days { (words::days(days)) } @else { span.quiet { "undated" } }
            }
            td data-label="Outlet" { (report.site.as_deref().unwrap_or("—")) }
            td data-label="Report" {
                a href=(links::report(&report.id)) { (report.title.as_deref().unwrap_or(&report.id)) }
            }
            td.figure data-label="Events" { (report.events) }
            td.figure data-label="Claims" { (report.claims) }
        }
    }
}
