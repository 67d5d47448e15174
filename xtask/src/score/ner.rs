//! Entities against Universal NER (PER, ORG, LOC), exact spans.

use std::path::Path;

use dateline_parse::{EntityKind, Reader, Sentence};

use super::count::Overlap;
use super::table::Table;

/// One sentence of an IOB2 file.
#[derive(Clone, Debug, Default)]
struct Gold {
    words: Vec<String>,
    tags: Vec<String>,
}

/// An entity: its words and its class.
type Found = (usize, usize, &'static str);

/// The table for UNER-PUD and UNER-EWT test.
pub(crate) fn score(reader: &Reader, corpora: &Path, verbose: bool) -> anyhow::Result<Table> {
    let mut table = Table::new("Entities (PER, ORG, LOC with facilities; exact spans, gold words)");
    let sets = [
        (
            "UNER-PUD",
            "dev/uner_pud/en_pud-ud-test.iob2",
            "≥ 82 (issue 3)",
            "80.1 (XLM-R large)",
        ),
        (
            "UNER-EWT test",
            "dev/uner_ewt/en_ewt-ud-test.iob2",
            "≥ 86 (issue 3)",
            "86 (XLM-R large)",
        ),
    ];
    for (name, file, target, peer) in sets {
        let gold = read(&super::content(&corpora.join(file))?);
        let mut all = Overlap::default();
        let mut classes = ["PER", "ORG", "LOC"].map(|class| (class, Overlap::default()));
        for batch in gold.chunks(64) {
            let words: Vec<Vec<String>> = batch.iter().map(|gold| gold.words.clone()).collect();
            for (sentence, gold) in reader.annotate_tokens(&words).iter().zip(batch) {
                let (found, expected) = (found(sentence), spans(&gold.tags));
                if verbose && found != expected {
                    tell(gold, &found, &expected);
                }
                all.add(&found, &expected);
                for (class, overlap) in &mut classes {
                    let only = |list: &[Found]| -> Vec<Found> {
                        list.iter().filter(|one| one.2 == *class).copied().collect()
                    };
                    overlap.add(&only(&found), &only(&expected));
                }
            }
        }
        let detail = format!(
            "{:.1} (P {:.1}, R {:.1})",
            all.f1(),
            all.precision(),
            all.recall()
        );
        table.text(&format!("{name} F1"), &detail, target, peer);
        for (class, overlap) in classes {
            table.percent(&format!("{name} {class}"), overlap.f1(), "", "");
        }
    }
    Ok(table)
}

fn found(sentence: &Sentence) -> Vec<Found> {
    let entities = sentence.entities.iter();
    entities
        .filter_map(|entity| Some((entity.tokens.start, entity.tokens.end, class(entity.kind)?)))
        .collect()
}

/// The class that Universal NER would give.
fn class(kind: EntityKind) -> Option<&'static str> {
    match kind {
        EntityKind::Person => Some("PER"),
        EntityKind::Organisation => Some("ORG"),
        EntityKind::Place | EntityKind::Facility => Some("LOC"),
        _ => None,
    }
}

fn read(content: &str) -> Vec<Gold> {
    let mut sentences = Vec::new();
    let mut current = Gold::default();
    for line in content.lines().chain([""]) {
        if line.is_empty() && !current.words.is_empty() {
            sentences.push(std::mem::take(&mut current));
        }
        let mut cells = line.split('\t');
        if let (false, Some(_), Some(word), Some(tag)) = (
            line.starts_with('#'),
            cells.next(),
            cells.next(),
            cells.next(),
        ) {
            current.words.push(word.to_owned());
            current.tags.push(tag.to_owned());
        }
    }
    sentences
}

/// The spans of an IOB2 sequence; other classes (OTH) are left out.
fn spans(tags: &[String]) -> Vec<Found> {
    let mut spans: Vec<Found> = Vec::new();
    for (index, tag) in tags.iter().enumerate() {
        let class = ["PER", "ORG", "LOC"]
            .into_iter()
            .find(|class| tag.ends_with(class));
        match (tag.get(..2), class) {
            (Some("B-"), Some(class)) => spans.push((index, index + 1, class)),
            (Some("I-"), Some(_)) => {
                if let Some(last) = spans.last_mut().filter(|last| last.1 == index) {
                    last.1 = index + 1;
                }
            }
            _ => {}
        }
    }
    spans
}

fn tell(gold: &Gold, found: &[Found], expected: &[Found]) {
    let show = |list: &[Found], other: &[Found]| {
        let only = list.iter().filter(|one| !other.contains(one));
        let names = only
            .map(|(start, end, class)| format!("{class} {}", gold.words[*start..*end].join(" ")));
        names.collect::<Vec<_>>().join(" | ")
    };
    eprintln!(
        "missed: {}\twrong: {}",
        show(expected, found),
        show(found, expected)
    );
}
