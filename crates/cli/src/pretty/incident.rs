//! The incidents of a ledger: the list, and one in full.

use std::collections::BTreeMap;

use dateline_ledger::{IncidentSummary, IncidentView, Page, ReportSummary, Status, TollRange};
use dateline_record::Realis;

use crate::pretty::evidence::Quotations;
use crate::pretty::{matrix, wording};
use crate::terminal::{Screen, clean, columns, fit, pad, wrap};

/// Columns that what belongs to an incident is set in.
const INDENT: usize = 2;

/// One line an incident: id, days, status, reports, dead, headline.
pub(crate) fn incident_list(page: &Page<IncidentSummary>, screen: Screen) -> String {
    if page.items.is_empty() {
        return "no incidents\n".to_owned();
    }
    let rows: Vec<[String; 5]> = page.items.iter().map(list_row).collect();
    let mut widths = [0; 5];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(columns(cell));
        }
    }
    let taken: usize = widths.iter().map(|width| width + 2).sum();
    let room = screen.width.saturating_sub(taken);
    let mut lines = Vec::new();
    for (row, incident) in rows.iter().zip(&page.items) {
        let [id, cells @ ..] = row;
        let cells = cells.iter().zip(widths.iter().skip(1));
        let cells: Vec<String> = cells.map(|(cell, width)| pad(cell, *width)).collect();
        let headline = clean(&incident.headline);
        if room >= 30 {
            lines.push(format!(
                "{}  {}  {}",
                screen.dim(id),
                cells.join("  "),
                fit(&headline, room)
            ));
        } else {
            lines.push(format!(
                "{}  {}",
                screen.dim(id),
                cells.join("  ").trim_end()
            ));
            let headline = wrap(&headline, screen.width.saturating_sub(4));
            lines.extend(headline.iter().map(|line| format!("    {line}")));
        }
    }
    lines.push(screen.dim(&footer(page)));
    lines.join("\n") + "\n"
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
    let killed = incident
        .tolls
        .iter()
        .find(|range| range.kind == dateline_record::TollKind::Killed);
    [
        incident.id.clone(),
        days(incident).unwrap_or_else(|| "undated".to_owned()),
        incident.status.to_string(),
        wording::counted(incident.reports, "report"),
        killed.map(range).unwrap_or_default(),
    ]
}

fn days(incident: &IncidentSummary) -> Option<String> {
    wording::interval(incident.earliest.as_deref(), incident.latest.as_deref())
}

/// "killed 12", "killed 8–17+".
fn range(range: &TollRange) -> String {
    let open = if range.open { "+" } else { "" };
    if range.low == range.high {
        format!("{} {}{open}", range.kind, range.low)
    } else {
        format!("{} {}–{}{open}", range.kind, range.low, range.high)
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
    parts.extend(summary.tolls.iter().map(range));
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
