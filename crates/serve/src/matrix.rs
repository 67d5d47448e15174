//! The claims matrix as a table: voices as rows, questions as columns, every answer a link to its sentence.

use std::collections::BTreeMap;

use dateline_ledger::{Cell, ClaimsMatrix, Column, Evidence, IncidentView, Row, Statement};
use dateline_record::Stance;
use maud::{Markup, html};

use crate::{links, words};

/// How much of a statement a cell shows, in characters; the rest is one click away.
const SHOWN: usize = 140;

/// Better names for some voices, by the ledger's.
pub(crate) type Labels = BTreeMap<String, String>;

/// Who says what about an incident.
pub(crate) fn matrix(view: &IncidentView, labels: &Labels) -> Markup {
    let matrix = &view.matrix;
    let has_statements = matrix.rows.iter().any(|row| !row.statements.is_empty());
    html! {
        section aria-labelledby="claims" {
            h2 #claims { "Who says what" }
            @if matrix.rows.is_empty() {
                p.empty { "The reports name the happening and give no particulars." }
            } @else {
                p.note { "Every answer leads to its sentence in the report." }
                (table(matrix, has_statements, labels))
            }
        }
    }
}

fn table(matrix: &ClaimsMatrix, has_statements: bool, labels: &Labels) -> Markup {
    html! {
        table.matrix {
            thead {
                tr {
                    th scope="col" { "Voice" }
                    @for column in &matrix.columns { th scope="col" { (heading(*column)) } }
                    @if has_statements { th scope="col" { "On the whole" } }
                }
            }
            tbody {
                @for row in &matrix.rows {
                    tr {
                        th scope="row" { (voice(row, labels)) }
                        @for column in &matrix.columns { (answers(row, *column, labels)) }
                        @if has_statements {
                            td.statements data-label="On the whole" {
                                @for statement in &row.statements { (said(statement)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

const fn heading(column: Column) -> &'static str {
    match column {
        Column::Killed => "Killed",
        Column::Wounded => "Wounded",
        Column::Missing => "Missing",
        Column::Detained => "Detained",
        Column::Abducted => "Abducted",
        Column::Displaced => "Displaced",
        Column::Who => "Who",
        Column::Whom => "To whom",
        Column::Where => "Where",
        Column::When => "When",
    }
}

fn voice(row: &Row, labels: &Labels) -> Markup {
    let kind = match row.kind.as_str() {
        "named_person" => "person",
        "report" => "own voice",
        other => other,
    };
    html! { (label(&row.label, labels)) small { (kind) } }
}

fn label<'a>(voice: &'a str, labels: &'a Labels) -> &'a str {
    labels.get(voice).map_or(voice, String::as_str)
}

fn answers(row: &Row, column: Column, labels: &Labels) -> Markup {
    let cells = row.cells.get(&column).map_or(&[][..], Vec::as_slice);
    html! {
        td data-label=(heading(column)) {
            @for cell in cells { (answer(cell, labels)) }
        }
    }
}

fn answer(cell: &Cell, labels: &Labels) -> Markup {
    let against = cell.stance.filter(|stance| words::is_against(*stance));
    let questioning = cell.questioned_by.iter().map(|voice| label(voice, labels));
    let questioning: Vec<&str> = questioning.collect();
    html! {
        div class=(stance_class("answer", against)) {
            @if let Some(stance) = against { (tag(stance)) " " }
            (linked(&cell.value, &cell.evidence))
            @if let Some(whom) = &cell.whom { " " span.whom { (words::shortened(whom, 60)) } }
            @if !cell.questioned_by.is_empty() {
                small.questioned { "questioned by " (questioning.join(", ")) }
            }
        }
    }
}

/// A value that leads to its sentence; further sentences that give the same value follow as numbers.
fn linked(value: &str, evidence: &[Evidence]) -> Markup {
    html! {
        @match evidence.split_first() {
            None => (value),
            Some((first, others)) => {
                a href=(links::evidence(first)) title=(tooltip(first)) { (words::days(value)) }
                @for (index, other) in others.iter().enumerate() {
                    " " a.more href=(links::evidence(other)) title=(tooltip(other))
                        aria-label={ (value) ", sentence " (index + 2) } { "[" (index + 2) "]" }
                }
            }
        }
    }
}

fn said(statement: &Statement) -> Markup {
    let against = Some(statement.stance).filter(|stance| words::is_against(*stance));
    html! {
        div class=(stance_class("answer", against)) {
            (tag(statement.stance)) " "
            a href=(links::evidence(&statement.evidence)) title=(tooltip(&statement.evidence)) {
                (words::shortened(&statement.content, SHOWN))
            }
        }
    }
}

/// What a voice does, as a mark in front of what it says.
pub(crate) fn tag(stance: Stance) -> Markup {
    html! { span class=(stance_class("tag", Some(stance))) { (words::stance(stance)) } }
}

fn stance_class(class: &str, stance: Option<Stance>) -> String {
    stance.map_or_else(|| class.to_owned(), |stance| format!("{class} {stance}"))
}

fn tooltip(evidence: &Evidence) -> String {
    words::shortened(&evidence.sentence.text, 400)
}
