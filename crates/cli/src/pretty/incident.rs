//! The incidents of a ledger: the list, and one in full.

use std::collections::BTreeMap;

use dateline_ledger::{IncidentSummary, IncidentView, Page, ReportSummary, Status, TollRange};
use dateline_record::{Realis, TollKind};

use crate::pretty::evidence::Quotations;
use crate::pretty::{matrix, wording};
use crate::terminal::{Screen, clean, columns, pad, wrap};

/// Columns that what belongs to an incident is set in.
const INDENT: usize = 2;

/// What the columns of the list are.
const LIST_HEADING: [&str; 5] = ["incident", "days", "status", "reports", "killed"];
/// Columns that a headline needs to stand beside the others; else it stands below them.
const HEADLINE_ROOM: usize = 30;

/// One row an incident: id, days, status, number of reports, dead, headline.
pub(crate) fn incident_list(page: &Page<IncidentSummary>, screen: Screen) -> String {
    if page.items.is_empty() {
        return format!("{}\n", footer(page));
    }
    let rows: Vec<[String; 5]> = page.items.iter().map(list_row).collect();
    let mut widths = LIST_HEADING.map(columns);
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(columns(cell));
        }
    }
    let padded = |row: &[String; 5]| -> String {
        let cells = row.iter().zip(widths).map(|(cell, width)| pad(cell, width));
        cells.collect::<Vec<_>>().join("  ")
    };
    let mut lines = vec![screen.dim(&format!(
        "{}  what",
        padded(&LIST_HEADING.map(str::to_owned))
    ))];
    for (row, incident) in rows.iter().zip(&page.items) {
        let headline = clean(&incident.headline);
        lines.extend(list_lines(&padded(row), &headline, screen));
    }
    lines.push(screen.dim(&footer(page)));
    lines.join("\n") + "\n"
}

/// The headline beside the other columns, wrapped; or below them on a narrow screen.
fn list_lines(row: &str, headline: &str, screen: Screen) -> Vec<String> {
    let left = columns(row) + 2;
    let room = screen.width.saturating_sub(left);
    if room < HEADLINE_ROOM {
        let below = wrap(headline, screen.width.saturating_sub(4));
        let below = below.iter().map(|line| format!("    {line}"));
        return std::iter::once(row.trim_end().to_owned())
            .chain(below)
            .collect();
    }
    let beside = wrap(headline, room).into_iter().enumerate();
    beside
        .map(|(index, line)| match index {
            0 => format!("{row}  {line}"),
            _ => format!("{}{line}", " ".repeat(left)),
        })
        .collect()
}

fn footer(page: &Page<IncidentSummary>) -> String {
    let total = wording::counted(page.total, "incident");
    if page.pages() > 1 {
        format!("{total}, page {} of {} (--page)", page.page, page.pages())
    } else {
        total
    }
}

fn list_row(incident: &IncidentSummary) -> [String; 5] {
    let days = wording::short_interval(incident.earliest.as_deref(), incident.latest.as_deref());
    [
        incident.id.clone(),
        days.unwrap_or_else(|| "undated".to_owned()),
        incident.status.to_string(),
        incident.reports.to_string(),
        incident
            .toll(TollKind::Killed)
            .map(figures)
            .unwrap_or_default(),
    ]
}

fn days(incident: &IncidentSummary) -> Option<String> {
    wording::interval(incident.earliest.as_deref(), incident.latest.as_deref())
}

/// "12", "8–17+".
fn figures(range: &TollRange) -> String {
    let open = if range.open { "+" } else { "" };
    if range.low == range.high {
        format!("{}{open}", range.low)
    } else {
        format!("{}–{}{open}", range.low, range.high)
    }
}

/// One incident: what it is, who says what side by side, the quotations, and the reports.
pub(crate) fn incident(view: &IncidentView, screen: Screen) -> String {
    let summary = &view.summary;
    let mut lines: Vec<String> = wrap(&clean(&summary.headline), screen.width)
        .iter()
        .map(|line| screen.bold(line))
        .collect();
    let facts = wrap(&facts(summary).join(" · "), screen.width);
    lines.extend(facts);
    lines.extend(wrap(&sides(summary), screen.width));
    let status = status(summary, screen);
    lines.extend(wrap(&status, screen.width));
    let labels = labels(view);
    let mut quotations = Quotations::default();
    let table = matrix::table(&view.matrix, screen, INDENT, &mut quotations);
    let statements = matrix::statements(&view.matrix, screen, INDENT, &mut quotations);
    if table.is_empty() && statements.is_empty() {
        for member in &view.members {
            let naming = matrix::naming(&view.matrix, &member.report.id, &member.event);
            naming.map(|evidence| quotations.cite(&evidence));
        }
    }
    let quoted = quotations.lines(screen, INDENT, |report| labels.get(report).cloned());
    let reports = reports(view, screen);
    for part in [table, statements, quoted, reports] {
        if !part.is_empty() {
            lines.push(String::new());
            lines.extend(part);
        }
    }
    lines.join("\n") + "\n"
}

fn facts(summary: &IncidentSummary) -> Vec<String> {
    let mut facts = vec![match &summary.mode {
        Some(mode) => format!("{} {}", summary.event_type, clean(mode)),
        None => summary.event_type.to_string(),
    }];
    if summary.realis != Realis::Actual {
        facts.push(summary.realis.to_string());
    }
    facts.extend(summary.acled.as_deref().map(clean));
    facts.push(format!("CAMEO {}", clean(&summary.cameo)));
    facts.extend(summary.place.as_ref().map(wording::place));
    facts.extend(days(summary));
    facts.push(summary.id.clone());
    facts
}

fn sides(summary: &IncidentSummary) -> String {
    let names = |names: &[String]| -> String {
        let names: Vec<String> = names.iter().map(|name| clean(name)).collect();
        if names.is_empty() {
            "?".to_owned()
        } else {
            names.join(", ")
        }
    };
    format!(
        "{} → {}",
        names(&summary.actors),
        names(&summary.recipients)
    )
}

fn status(summary: &IncidentSummary, screen: Screen) -> String {
    let name = summary.status.to_string();
    let name = match summary.status {
        Status::Contested | Status::Denied => screen.warn(&name),
        Status::SingleSource | Status::Corroborated => name,
    };
    let mut parts = vec![
        name,
        wording::counted(summary.voices, "voice"),
        wording::counted(summary.reports, "report"),
    ];
    let tolls = summary.tolls.iter();
    parts.extend(tolls.map(|range| format!("{} {}", range.kind, figures(range))));
    parts.push(screen.dim(&format!("(policy {})", clean(&summary.policy))));
    parts.join(" · ")
}

/// How each report is named beside a quotation.
fn labels(view: &IncidentView) -> BTreeMap<String, String> {
    let label = |report: &ReportSummary| {
        report
            .site
            .as_deref()
            .map_or_else(|| report.id.clone(), clean)
    };
    view.members
        .iter()
        .map(|member| (member.report.id.clone(), label(&member.report)))
        .collect()
}

fn reports(view: &IncidentView, screen: Screen) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    let mut lines = vec![screen.bold("Reports")];
    for member in &view.members {
        let report = &member.report;
        if !seen.insert(&report.id) {
            continue;
        }
        let published = wording::interval(
            report.published_earliest.as_deref(),
            report.published_latest.as_deref(),
        );
        let mut parts = vec![published.unwrap_or_else(|| "undated".to_owned())];
        parts.extend(report.site.as_deref().map(clean));
        parts.push(
            report
                .title
                .as_deref()
                .map_or_else(|| "(no headline)".to_owned(), clean),
        );
        parts.push(clean(&report.id));
        let room = screen.width.saturating_sub(INDENT + 2);
        for (index, line) in wrap(&parts.join(" · "), room).into_iter().enumerate() {
            let hang = if index == 0 { INDENT } else { INDENT + 2 };
            lines.push(format!("{}{line}", " ".repeat(hang)));
        }
    }
    lines
}
