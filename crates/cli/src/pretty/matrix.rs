//! The claims matrix as a table: voices as rows, questions as columns, answers with the numbers of their quotations.

use dateline_ledger::{Cell, ClaimsMatrix, Column, Evidence, Row};
use dateline_record::{Event, Stance};

use crate::pretty::evidence::Quotations;
use crate::pretty::wording;
use crate::terminal::{Screen, clean, columns, pad, wrap};

/// Columns between two columns of the table.
const GAP: usize = 2;
/// A narrower column cannot be read: then every voice gets a list instead.
const NARROWEST: usize = 9;

/// Lays the matrix out, `indent` columns from the left, and collects the sentences that it cites.
///
/// Only columns in which some voice answers are shown; `who`, `whom`, `where` and `when` only when voices differ, since
/// the heading above the table says them already.
pub(super) fn table(
    matrix: &ClaimsMatrix,
    screen: Screen,
    indent: usize,
    quotations: &mut Quotations,
) -> Vec<String> {
    let shown = shown_columns(matrix);
    let rows: Vec<&Row> = matrix
        .rows
        .iter()
        .filter(|row| shown.iter().any(|column| row.cells.contains_key(column)))
        .collect();
    if shown.is_empty() || rows.is_empty() {
        return Vec::new();
    }
    let mut grid = vec![heading(&shown)];
    for row in &rows {
        let mut line = vec![clean(&row.label)];
        line.extend(shown.iter().map(|column| answers(row, *column, quotations)));
        grid.push(line);
    }
    let room = screen.width.saturating_sub(indent);
    match widths(&grid, room) {
        Some(widths) => draw(&grid, &widths, screen, indent),
        None => list(&grid, screen, indent),
    }
}

fn heading(shown: &[Column]) -> Vec<String> {
    let names = shown.iter().map(|column| column.as_str().to_owned());
    std::iter::once("voice".to_owned()).chain(names).collect()
}

fn shown_columns(matrix: &ClaimsMatrix) -> Vec<Column> {
    let is_shown = |column: &Column| {
        let answers = matrix.rows.iter().filter_map(|row| row.cells.get(column));
        let mut values: Vec<&str> = answers.flatten().map(|cell| cell.value.as_str()).collect();
        let circumstance = matches!(
            column,
            Column::Who | Column::Whom | Column::Where | Column::When
        );
        if circumstance {
            values.sort_unstable();
            values.dedup();
        }
        values.len() > usize::from(circumstance)
    };
    Column::ALL.iter().copied().filter(is_shown).collect()
}

/// The answers of one voice to one question.
fn answers(row: &Row, column: Column, quotations: &mut Quotations) -> String {
    let cells = row.cells.get(&column).map_or(&[][..], Vec::as_slice);
    let answers: Vec<String> = cells.iter().map(|cell| answer(cell, quotations)).collect();
    answers.join("; ")
}

fn answer(cell: &Cell, quotations: &mut Quotations) -> String {
    let mut text = clean(&cell.value);
    if let Some(whom) = &cell.whom {
        text.push_str(&format!(" ({})", clean(whom)));
    }
    if let Some(stance @ (Stance::Denies | Stance::Doubts)) = cell.stance {
        text.push_str(&format!(" ({})", wording::stance(stance)));
    }
    let mut numbers: Vec<usize> = cell
        .evidence
        .iter()
        .map(|evidence| quotations.cite(evidence))
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    for number in numbers {
        text.push_str(&format!(" [{number}]"));
    }
    if !cell.questioned_by.is_empty() {
        let voices: Vec<String> = cell
            .questioned_by
            .iter()
            .map(|voice| clean(voice))
            .collect();
        text.push_str(&format!(" — questioned by {}", voices.join(", ")));
    }
    text
}

/// The width of each column so that all fit into `room`; the widest give way first. `None`: they cannot.
fn widths(grid: &[Vec<String>], room: usize) -> Option<Vec<usize>> {
    let count = grid.first()?.len();
    let mut widths: Vec<usize> = (0..count)
        .map(|column| {
            let cells = grid.iter().filter_map(|row| row.get(column));
            cells.map(|cell| columns(cell)).max().unwrap_or_default()
        })
        .collect();
    let room = room.checked_sub(GAP * (count - 1))?;
    while widths.iter().sum::<usize>() > room {
        let widest = widths.iter_mut().max()?;
        if *widest <= NARROWEST {
            return None;
        }
        *widest -= 1;
    }
    Some(widths)
}

fn draw(grid: &[Vec<String>], widths: &[usize], screen: Screen, indent: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let margin = " ".repeat(indent);
    for (index, row) in grid.iter().enumerate() {
        let cells: Vec<Vec<String>> = row
            .iter()
            .zip(widths)
            .map(|(cell, width)| wrap(cell, *width))
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or_default();
        for level in 0..height {
            let parts: Vec<String> = cells
                .iter()
                .zip(widths)
                .map(|(cell, width)| pad(cell.get(level).map_or("", String::as_str), *width))
                .collect();
            let line = parts.join(&" ".repeat(GAP));
            let line = line.trim_end();
            let shown = if index == 0 {
                screen.dim(line)
            } else {
                line.to_owned()
            };
            lines.push(format!("{margin}{shown}"));
        }
        if index == 0 {
            let rules: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
            let rule = rules.join(&" ".repeat(GAP));
            lines.push(format!("{margin}{}", screen.dim(&rule)));
        }
    }
    lines
}

/// The same, one voice after another, for a narrow screen.
fn list(grid: &[Vec<String>], screen: Screen, indent: usize) -> Vec<String> {
    let Some((heading, rows)) = grid.split_first() else {
        return Vec::new();
    };
    let margin = " ".repeat(indent);
    let mut lines = Vec::new();
    for row in rows {
        let mut cells = heading.iter().zip(row);
        if let Some((_, voice)) = cells.next() {
            lines.push(format!("{margin}{}", screen.bold(voice)));
        }
        for (name, cell) in cells.filter(|(_, cell)| !cell.is_empty()) {
            let room = screen.width.saturating_sub(indent + 2);
            for line in wrap(&format!("{name}: {cell}"), room) {
                lines.push(format!("{margin}  {line}"));
            }
        }
    }
    lines
}

/// What voices say about the happening as a whole, one line each: `army (denies): “any involvement” [3]`.
pub(super) fn statements(
    matrix: &ClaimsMatrix,
    screen: Screen,
    indent: usize,
    quotations: &mut Quotations,
) -> Vec<String> {
    let mut lines = Vec::new();
    for row in &matrix.rows {
        for statement in &row.statements {
            let number = quotations.cite(&statement.evidence);
            let stance = wording::stance(statement.stance);
            let stance = match statement.stance {
                Stance::Denies | Stance::Doubts => screen.warn(&stance),
                _ => stance,
            };
            let line = format!(
                "{} ({stance}): “{}” [{number}]",
                screen.bold(&clean(&row.label)),
                clean(&statement.content)
            );
            let room = screen.width.saturating_sub(indent + 2);
            for (index, line) in wrap(&line, room).into_iter().enumerate() {
                let hang = if index == 0 { 0 } else { 2 };
                lines.push(format!("{}{line}", " ".repeat(indent + hang)));
            }
        }
    }
    lines
}

/// The sentence of a report that names its event, if the matrix holds it, with the naming words as the evidence.
pub(super) fn naming(matrix: &ClaimsMatrix, report: &str, event: &Event) -> Option<Evidence> {
    let cells = matrix
        .rows
        .iter()
        .flat_map(|row| row.cells.values())
        .flatten();
    let mut evidence = cells.flat_map(|cell| &cell.evidence);
    let found = evidence
        .find(|evidence| evidence.report == report && evidence.sentence.overlaps(&event.trigger))?;
    Some(Evidence {
        span: event.trigger.clone(),
        claim: None,
        ..found.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_shrink_to_the_room_or_give_up() {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let grid = vec![
            row(["voice", "killed", "where"]),
            row([
                "local sources",
                "at least 17 people and more",
                "eastern Syria",
            ]),
        ];
        assert_eq!(widths(&grid, 100), Some(vec![13, 27, 13]));
        assert_eq!(
            widths(&grid, 44).map(|widths| widths.iter().sum()),
            Some(40)
        );
        assert_eq!(widths(&grid, 20), None);
        let lines = draw(&grid, &[13, 14, 13], Screen::plain(60), 2);
        assert_eq!(lines[0], "  voice          killed          where");
        assert_eq!(lines[2], "  local sources  at least 17     eastern Syria");
        assert_eq!(lines[3], "                 people and");
    }
}
