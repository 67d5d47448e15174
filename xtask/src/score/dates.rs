//! Dates against MEANTIME: TIMEX3 spans and values; the day of creation is given as the day of publication.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use dateline_ground::Grounder;
use dateline_parse::Reader;
use dateline_record::{Published, PublishedBasis};

use super::count::{Overlap, Share};
use super::markup::{attribute, elements, unescape};
use super::meantime::{self, ANNOTATED_SENTENCES};
use super::table::Table;

/// One document with its time expressions.
struct Document {
    text: String,
    created: String,
    times: Vec<Gold>,
}

/// One time expression.
struct Gold {
    bytes: Range<usize>,
    value: String,
    /// Whether it is a date or time of day with a calendar value.
    is_date: bool,
}

#[derive(Default)]
struct Scores {
    exact: Overlap,
    relaxed: Overlap,
    value: Share,
    day: Share,
}

/// The table for the 120 Wikinews reports.
pub(crate) fn score(
    reader: &Reader,
    grounder: &Grounder,
    corpora: &Path,
    verbose: bool,
) -> anyhow::Result<Table> {
    let mut scores = Scores::default();
    for document in documents(&corpora.join("dev/meantime/data"))? {
        score_document(&mut scores, reader, grounder, &document, verbose);
    }
    let mut table = Table::new(
        "Dates (MEANTIME, annotated sentences; TIMEX3 of type DATE and TIME with a calendar value)",
    );
    let relaxed = scores.relaxed;
    let detail = format!(
        "{:.1} (P {:.1}, R {:.1})",
        relaxed.f1(),
        relaxed.precision(),
        relaxed.recall()
    );
    table.text("Overlapping span F1", &detail, "", "");
    table.percent("Exact span F1", scores.exact.f1(), "", "");
    table.percent(
        "Value right, of the overlapping",
        scores.value.percent(),
        "",
        "",
    );
    table.percent(
        "Value right to the day, of the overlapping",
        scores.day.percent(),
        "",
        "",
    );
    table.percent(
        "Span and value F1",
        200.0 * ratio(scores.value.right, relaxed.found + relaxed.gold),
        "",
        "",
    );
    Ok(table)
}

#[allow(clippy::cast_precision_loss)] // counts of words
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

fn score_document(
    scores: &mut Scores,
    reader: &Reader,
    grounder: &Grounder,
    document: &Document,
    verbose: bool,
) {
    let analysis = reader.read(&document.text, true);
    let published = Published::day(&document.created, PublishedBasis::Given, String::new());
    let grounded = grounder.ground(&analysis, &published);
    let found: Vec<(Range<usize>, Option<String>)> = grounded
        .times
        .iter()
        .map(|time| {
            let sentence = &analysis.sentences[time.sentence];
            (
                sentence.bytes_of(time.tokens.clone()),
                time.when.timex.clone(),
            )
        })
        .collect();
    let overlaps = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
    let dates: Vec<&Gold> = document.times.iter().filter(|time| time.is_date).collect();
    for gold in &dates {
        let partner = found.iter().find(|(bytes, _)| overlaps(bytes, &gold.bytes));
        scores.relaxed.gold += 1;
        scores.exact.gold += 1;
        if let Some((bytes, value)) = partner {
            let value = value.as_deref().unwrap_or_default();
            scores.relaxed.both += 1;
            scores.exact.both += usize::from(*bytes == gold.bytes);
            scores.value.add(value == gold.value);
            scores.day.add(day(value) == day(&gold.value));
        }
        let given = partner.and_then(|(_, value)| value.as_deref());
        if verbose && given != Some(&gold.value) {
            let phrase = &document.text[gold.bytes.clone()];
            eprintln!(
                "{phrase}\tgold {}\tfound {given:?}\tpublished {}",
                gold.value, document.created
            );
        }
    }
    // What overlaps an expression of another kind (durations, "now") counts neither way.
    let counted = found.iter().filter(|(bytes, _)| {
        let of = |dates: bool| {
            document
                .times
                .iter()
                .any(|time| time.is_date == dates && overlaps(&time.bytes, bytes))
        };
        of(true) || !of(false)
    });
    for (bytes, value) in counted {
        scores.relaxed.found += 1;
        scores.exact.found += 1;
        if verbose && !dates.iter().any(|gold| overlaps(&gold.bytes, bytes)) {
            eprintln!(
                "{}\tnot gold\tfound {value:?}",
                &document.text[bytes.clone()]
            );
        }
    }
}

/// The date without the time of day.
fn day(value: &str) -> &str {
    value.split('T').next().unwrap_or(value)
}

fn documents(folder: &Path) -> anyhow::Result<Vec<Document>> {
    let files = meantime::files(folder)?;
    let documents = files
        .iter()
        .map(|file| Ok(document(&super::content(file)?)));
    documents.filter_map(Result::transpose).collect()
}

/// Reads one document: its words are joined to text, the date line left out.
fn document(xml: &str) -> Option<Document> {
    let times = elements(xml, "TIMEX3");
    let anchors = |content: &str| -> Vec<String> {
        let anchors = elements(content, "token_anchor");
        anchors
            .iter()
            .filter_map(|(attributes, _)| Some(attribute(attributes, "t_id")?.to_owned()))
            .collect()
    };
    let (created, date_line) = times.iter().find_map(|(attributes, content)| {
        let is_creation = attribute(attributes, "functionInDocument")? == "CREATION_TIME";
        is_creation.then(|| Some((attribute(attributes, "value")?.to_owned(), anchors(content))))?
    })?;
    let mut text = String::new();
    let mut places: BTreeMap<String, Range<usize>> = BTreeMap::new();
    let mut sentence = "0".to_owned();
    for (attributes, form) in elements(xml, "token") {
        let id = attribute(attributes, "t_id")?.to_owned();
        let number = attribute(attributes, "sentence")?;
        let is_annotated = number.parse::<usize>().ok()? < ANNOTATED_SENTENCES;
        if date_line.contains(&id) || !is_annotated {
            continue;
        }
        if number != sentence {
            text.push_str(if sentence == "0" { "\n\n" } else { " " });
            number.clone_into(&mut sentence);
        }
        let form = unescape(form);
        append(&mut text, &form);
        places.insert(id, text.len() - form.len()..text.len());
    }
    let gold = |(attributes, content): &(&str, &str)| {
        let tokens: Vec<&Range<usize>> = anchors(content)
            .iter()
            .filter_map(|id| places.get(id))
            .collect();
        let value = attribute(attributes, "value")?.to_owned();
        let kind = attribute(attributes, "type")?;
        let is_date =
            matches!(kind, "DATE" | "TIME") && value.starts_with(|c: char| c.is_ascii_digit());
        Some(Gold {
            bytes: tokens.iter().map(|range| range.start).min()?
                ..tokens.iter().map(|range| range.end).max()?,
            value,
            is_date,
        })
    };
    let times = times.iter().filter_map(gold).collect();
    Some(Document {
        text,
        created,
        times,
    })
}

/// Appends a word, with a space where English has one.
fn append(text: &mut String, form: &str) {
    let closes = matches!(
        form,
        "." | "," | ";" | ":" | "?" | "!" | ")" | "]" | "'s" | "n't" | "'" | "%" | "”" | "''" | "-"
    );
    let opened = text.ends_with(['(', '[', '$', '“', '£', '-'])
        || text.ends_with(char::is_whitespace)
        || text.is_empty();
    if !closes && !opened {
        text.push(' ');
    }
    text.push_str(form);
}
