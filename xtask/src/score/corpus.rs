//! Every field against the project's own annotated reports.

use std::path::Path;

use dateline::{Dateline, Kind, Source};
use dateline_corpus::{
    File, Scores, Tally, parse, read_folder, read_specification, score as score_report,
};

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
        let scores = score_report(&annotated, &record);
        if verbose {
            eprintln!(
                "{}\tevents {}\ttolls {}\tclaims {}",
                file.name,
                show(scores.detected),
                show(scores.tolls),
                show(scores.claims)
            );
        }
        total.add(&scores);
    }
    Ok(total)
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
