//! One record: the headline, then each event with what every voice says of it side by side, then the other claims.

use std::collections::BTreeSet;

use dateline_ledger::{ClaimsMatrix, Evidence, Member, claims_matrix};
use dateline_record::{Claim, Event, Link, Realis, Record, Relation, Span};

use crate::pretty::evidence::Quotations;
use crate::pretty::{matrix, wording};
use crate::terminal::{Screen, clean, columns, wrap};

/// Columns that what belongs to an event is set in.
const INDENT: usize = 4;

/// Lays out one record; `name` is where the report was read from.
pub(crate) fn record(record: &Record, name: &str, screen: Screen) -> String {
    let mut lines = heading(record, name, screen);
    for event in &record.events {
        lines.push(String::new());
        lines.extend(event_block(record, event, screen));
    }
    lines.extend(other_claims(record, screen));
    lines.push(String::new());
    lines.push(screen.dim(&"═".repeat(screen.width)));
    let mut page = lines.join("\n");
    page.push('\n');
    page
}

fn heading(record: &Record, name: &str, screen: Screen) -> Vec<String> {
    let report = &record.report;
    let title = report
        .title
        .as_deref()
        .map_or_else(|| "(no headline)".to_owned(), clean);
    let mut lines: Vec<String> = wrap(&title, screen.width)
        .iter()
        .map(|line| screen.bold(line))
        .collect();
    let mut facts = vec![wording::published(&report.published)];
    facts.extend(report.site.as_deref().map(clean));
    facts.extend(report.byline.as_deref().map(clean));
    facts.push(wording::counted(record.events.len() as u64, "event"));
    facts.push(wording::counted(record.claims.len() as u64, "claim"));
    facts.push(clean(name));
    let facts = wrap(&facts.join(" · "), screen.width);
    lines.extend(facts.iter().map(|line| screen.dim(line)));
    for problem in &record.problems {
        let line = format!("! {} ({})", clean(&problem.message), clean(&problem.code));
        let wrapped = wrap(&line, screen.width);
        lines.extend(wrapped.iter().map(|line| screen.warn(line)));
    }
    lines
}

fn event_block(record: &Record, event: &Event, screen: Screen) -> Vec<String> {
    let mut lines = vec![event_title(event, screen)];
    let indented = |text: &str| -> Vec<String> {
        wrap(text, screen.width.saturating_sub(INDENT))
            .into_iter()
            .map(|line| format!("{}{line}", " ".repeat(INDENT)))
            .collect()
    };
    let sides = format!(
        "{} → {}",
        wording::side(&event.actor),
        wording::side(&event.recipient)
    );
    lines.extend(indented(&sides));
    let circumstances = circumstances(record, event);
    if !circumstances.is_empty() {
        lines.extend(indented(&circumstances.join(" · ")));
    }
    let matrix = matrix_of(record, event);
    let mut quotations = Quotations::default();
    let table = matrix::table(&matrix, screen, INDENT, &mut quotations);
    let statements = matrix::statements(&matrix, screen, INDENT, &mut quotations);
    if table.is_empty() && statements.is_empty() {
        quotations.cite(&trigger_evidence(record, event, &matrix));
    }
    let quoted = quotations.lines(screen, INDENT, |_| None);
    for part in [table, statements, quoted] {
        if !part.is_empty() {
            lines.push(String::new());
            lines.extend(part);
        }
    }
    lines
}

/// What the voices of this one report say of an event; the report needs no name here.
fn matrix_of(record: &Record, event: &Event) -> ClaimsMatrix {
    let mut matrix = claims_matrix(&[Member {
        record,
        event: &event.id,
    }]);
    let own = matrix.rows.iter_mut().find(|row| row.kind == "report");
    let Some(name) = own.map(|row| std::mem::replace(&mut row.label, "the report".to_owned()))
    else {
        return matrix;
    };
    let cells = matrix
        .rows
        .iter_mut()
        .flat_map(|row| row.cells.values_mut())
        .flatten();
    for voice in cells
        .flat_map(|cell| &mut cell.questioned_by)
        .filter(|voice| **voice == name)
    {
        "the report".clone_into(voice);
    }
    matrix
}

/// The sentence that names the event, else the paragraph.
fn trigger_evidence(record: &Record, event: &Event, matrix: &ClaimsMatrix) -> Evidence {
    let known = matrix::naming(matrix, &record.report.id, event);
    known.unwrap_or_else(|| Evidence {
        report: record.report.id.clone(),
        event: event.id.clone(),
        claim: None,
        span: event.trigger.clone(),
        sentence: paragraph(record, &event.trigger),
    })
}

fn paragraph(record: &Record, span: &Span) -> Span {
    let mut start = 0;
    for text in record.report.text.split('\n') {
        let end = start + text.chars().count();
        if span.start < end {
            let text = text.to_owned();
            return Span { start, end, text };
        }
        start = end + 1;
    }
    span.clone()
}

/// `e1  ASSAULT aerial  Air/drone strike · CAMEO 195 ……… 0.93`
fn event_title(event: &Event, screen: Screen) -> String {
    let mut name = event.plover.event_type.to_string();
    if let Some(mode) = &event.plover.mode {
        name = format!("{name} {}", clean(mode));
    }
    let mut notes = Vec::new();
    if event.realis != Realis::Actual {
        notes.push(event.realis.to_string());
    }
    notes.push(format!("“{}”", clean(&event.trigger.text)));
    notes.extend(event.acled.iter().map(|acled| clean(&acled.sub_event_type)));
    notes.push(format!("CAMEO {}", clean(&event.cameo)));
    let notes = notes.join(" · ");
    let score = format!("{:.2}", event.confidence);
    let plain = format!("{:<INDENT$}{name}  {notes}", event.id);
    let gap = screen
        .width
        .saturating_sub(columns(&plain) + score.len())
        .max(1);
    format!(
        "{:<INDENT$}{}  {notes}{}{}",
        event.id,
        screen.accent(&name),
        " ".repeat(gap),
        screen.dim(&score)
    )
}

fn circumstances(record: &Record, event: &Event) -> Vec<String> {
    let mut parts = Vec::new();
    parts.extend(event.place.as_ref().map(wording::place));
    parts.extend(event.when.as_ref().map(wording::when));
    let links = record.links.iter().filter(|link| link.from == event.id);
    parts.extend(links.map(link));
    parts
}

fn link(link: &Link) -> String {
    let relation = match link.relation {
        Relation::ResponseTo => "in response to",
        Relation::PartOf => "part of",
        Relation::Causes => "brings about",
        Relation::Before => "before",
    };
    format!("{relation} {}", clean(&link.to))
}

/// Claims that speak of no event, of no claim about one, and count nobody.
fn other_claims(record: &Record, screen: Screen) -> Vec<String> {
    let events: BTreeSet<&str> = record
        .events
        .iter()
        .map(|event| event.id.as_str())
        .collect();
    let claims: Vec<&Claim> = record
        .claims
        .iter()
        .filter(|claim| speaks_of_none(record, claim, &events))
        .collect();
    if claims.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new(), screen.bold("Other claims")];
    for claim in claims {
        let speaker = claim.speaker.as_ref().map_or_else(
            || "the report".to_owned(),
            |speaker| clean(&speaker.span.text),
        );
        let line = format!(
            "{} ({}): “{}”",
            screen.bold(&speaker),
            wording::stance(claim.stance),
            clean(&claim.content.text)
        );
        for (index, line) in wrap(&line, screen.width.saturating_sub(INDENT + 2))
            .into_iter()
            .enumerate()
        {
            let hang = if index == 0 { INDENT } else { INDENT + 2 };
            lines.push(format!("{}{line}", " ".repeat(hang)));
        }
    }
    lines
}

fn speaks_of_none(record: &Record, claim: &Claim, events: &BTreeSet<&str>) -> bool {
    let mut tolls = record.events.iter().flat_map(|event| &event.tolls);
    let counts = tolls.any(|toll| toll.claim.as_ref() == Some(&claim.id));
    !counts
        && claim.about.iter().all(|about| {
            let direct = events.contains(about.as_str());
            let through = record
                .claims
                .iter()
                .find(|other| other.id == *about)
                .is_some_and(|other| {
                    other
                        .about
                        .iter()
                        .any(|about| events.contains(about.as_str()))
                });
            !direct && !through
        })
}
