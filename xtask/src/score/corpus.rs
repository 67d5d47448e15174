//! Every field against the project's own annotated reports.

use std::path::Path;

use anyhow::Context;
use dateline::{Dateline, Kind, Record, Source};
use dateline_corpus::{
    File, Scores, Tally, compare, parse, read_folder, read_specification, render,
    score as score_report,
};
use serde_json::Value;

use super::table::Table;

/// The tables for `corpus/`: the splits that nobody writes rules by, and the specification.
pub(crate) fn score(dateline: &Dateline, verbose: bool) -> anyhow::Result<Table> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../corpus"));
    let mut test = totals(dateline, &read_folder(&folder.join("test"))?, false)?;
    let mut dev = totals(dateline, &read_folder(&folder.join("dev"))?, verbose)?;
    let mut specification = totals(dateline, &read_specification(folder)?, verbose)?;
    let mut table = Table::new("The project's corpus, whole pipeline (F1)");
    for (split, total) in [
        ("test", &mut test),
        ("dev", &mut dev),
        ("specification", &mut specification),
    ] {
        for (name, tally) in total.rows() {
            table.text(&format!("{split}: {name}"), &show(tally), "", ceiling(name));
        }
    }
    Ok(table)
}

/// The counts over some reports; `verbose` prints a line for each.
fn totals(dateline: &Dateline, files: &[File], verbose: bool) -> anyhow::Result<Scores> {
    anyhow::ensure!(!files.is_empty(), "a folder of the corpus holds no reports");
    let mut total = Scores::default();
    for file in files {
        // Errors quote the report, and those of the test split are not for reading: `corpus check` prints them.
        let annotated = parse(&file.name, &file.content)
            .map_err(|_| anyhow::anyhow!("{} is not of the form", file.name))?;
        let record = dateline.code(&Source {
            kind: Kind::Text,
            id: annotated.source.id.as_deref(),
            published: annotated.source.published.as_deref(),
            ..Source::new(annotated.text.as_str().as_bytes())
        });
        let record = align(record, annotated.text.as_str())?;
        let scores = score_report(&annotated, &record);
        if verbose {
            eprintln!(
                "{}\tevents {}\ttolls {}\tclaims {}",
                file.name,
                show(scores.detected),
                show(scores.tolls),
                show(scores.claims)
            );
            // `- ` is what the record lacks, `+ ` what it says beside the gold.
            let marked = render(&annotated, &compare(&annotated, &record));
            let differs = |line: &&str| line.starts_with("- ") || line.starts_with("+ ");
            marked
                .lines()
                .filter(differs)
                .for_each(|line| eprintln!("{line}"));
        }
        total.add(&scores);
    }
    Ok(total)
}

/// The record with its spans where the words stand in the annotated text, of which reading may have left out lines.
fn align(record: Record, annotated: &str) -> anyhow::Result<Record> {
    if record.report.text == annotated {
        return Ok(record);
    }
    let mut shifts = Vec::new();
    let (mut here, mut there) = (0, 0);
    for paragraph in record.report.text.split("\n\n") {
        let rest = annotated.get(there..).unwrap_or_default();
        let start = there + rest.find(paragraph).context("a paragraph was made up")?;
        let shift = annotated[..start].chars().count() - here;
        shifts.push((here, shift));
        here += paragraph.chars().count() + 2;
        there = start + paragraph.len();
    }
    let mut value = serde_json::to_value(record)?;
    move_spans(&mut value, &|position| {
        let shift = shifts.iter().rev().find(|(from, _)| *from <= position);
        position + shift.map_or(0, |(_, shift)| *shift)
    });
    Ok(serde_json::from_value(value)?)
}

/// Moves the ends of everything that has words.
fn move_spans(value: &mut Value, to: &impl Fn(usize) -> usize) {
    match value {
        Value::Object(fields) => {
            let is_span = fields.contains_key("text");
            for (name, field) in fields {
                let end = field.as_u64().and_then(|end| usize::try_from(end).ok());
                match end.filter(|_| is_span && matches!(name.as_str(), "start" | "end")) {
                    Some(end) => *field = to(end).into(),
                    None => move_spans(field, to),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| move_spans(item, to)),
        _ => {}
    }
}

/// F1 with precision and recall, per cent.
fn show(tally: Tally) -> String {
    let percent = |share: Option<f64>| {
        share.map_or("–".to_owned(), |share| format!("{:.1}", 100.0 * share))
    };
    format!(
        "{} (P {}, R {}, {} gold)",
        percent(tally.f1()),
        percent(tally.precision()),
        percent(tally.recall()),
        tally.gold
    )
}

/// What two readers of the guideline reach with each other on reports of the world press.
fn ceiling(field: &str) -> &'static str {
    match field {
        "events detected" => "93 (two readers)",
        "events typed" | "tolls with event and speaker" => "89 (two readers)",
        "tolls" => "93 (two readers)",
        "claims" => "92 (two readers)",
        "realis" => "98 (two readers)",
        "participants" => "87 (two readers)",
        "stance" => "99 (two readers)",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use dateline_record::{Problem, Span};

    use super::*;

    #[test]
    fn spans_stand_where_the_words_are_although_a_line_was_left_out() -> anyhow::Result<()> {
        let text = "Shells hit a market\n\nMENU\n\nPolice counted the dead.";
        let span = Span {
            start: 21,
            end: 27,
            text: "Police".to_owned(),
        };
        let problem = Problem {
            code: "x".to_owned(),
            message: "y".to_owned(),
            span: Some(span),
        };
        let mut record = dateline::uncoded(&Source::new(b""), problem);
        record.report.text = text.replace("MENU\n\n", "");
        let record = align(record, text)?;
        let span = record.problems[0].span.as_ref();
        assert_eq!(span.map(|span| (span.start, span.end)), Some((27, 33)));
        Ok(())
    }
}
