//! Speaker, cue and content: the project's annotated reports, GUM and MEANTIME.

mod gum;
mod links;

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use dateline_corpus::Split;
use dateline_parse::Reader;
use dateline_record::Stance;

use super::count::{Overlap, Share};
use super::reports::{self, Report, SPLITS, may_show};
use super::table::Table;

/// First and last byte of a stretch of the text, the end exclusive.
type Stretch = (usize, usize);

/// What others reach on another political set: speaker, cue, content.
const PEERS: [&str; 3] = [
    "held-out political set: CoreNLP 13.9; trained on that very set BiLSTM-CRF 69.6, BERT 83.2",
    "held-out political set: trained on that very set BiLSTM-CRF 66.7, BERT 75.3",
    "held-out political set: CoreNLP 17.5; trained on that very set BiLSTM-CRF 59.0, BERT 72.9",
];

/// Who says what by which words, in one report.
#[derive(Debug, Default)]
struct Attributions {
    /// Each cue once, with its stance.
    cues: BTreeSet<(Stretch, Stance)>,
    /// Each speaker once for each of its cues.
    speakers: BTreeSet<(Stretch, Stretch)>,
    /// Each stretch of content once for each of its cues.
    contents: BTreeSet<(Stretch, Stretch)>,
}

/// The counts of one split.
#[derive(Default)]
struct Scores {
    cue: Overlap,
    stance: Share,
    speaker: Overlap,
    speaker_with_cue: Overlap,
    speaker_near: Overlap,
    content: Overlap,
    content_with_cue: Overlap,
    content_near: Overlap,
}

/// The tables for the test and dev splits, GUM's test documents and MEANTIME.
pub(crate) fn score(reader: &Reader, corpora: &Path, verbose: bool) -> anyhow::Result<Vec<Table>> {
    let mut tables = Vec::new();
    for split in SPLITS {
        tables.push(of_split(reader, split, may_show(split, verbose))?);
    }
    tables.push(gum::score(reader, corpora)?);
    tables.push(links::score(reader, corpora)?);
    Ok(tables)
}

/// The table of one split.
fn of_split(reader: &Reader, split: Split, verbose: bool) -> anyhow::Result<Table> {
    let reports = reports::read(reader, split)?;
    let mut scores = Scores::default();
    for report in &reports {
        let (found, gold) = (found(report), gold(report));
        scores.add(report, &found, &gold);
        if verbose {
            tell(report, &found, &gold);
        }
    }
    let mut table = Table::new(&format!(
        "Attribution (corpus {}, {} reports; exact spans of raw text)",
        split.as_str(),
        reports.len()
    ));
    let targets = match split {
        Split::Test => ["≥ 80 (issue 3)", "≥ 80 (issue 3)", "≥ 70 (issue 3)"],
        _ => [""; 3],
    };
    let main = [
        (
            "Speaker F1 (once for each of its cues, whatever the cue)",
            scores.speaker,
        ),
        ("Cue F1", scores.cue),
        (
            "Content F1 (each stretch once for each of its cues, whatever the cue)",
            scores.content,
        ),
    ];
    for (((measure, overlap), target), peer) in main.iter().zip(targets).zip(PEERS) {
        table.text(measure, &overlap.show(), target, peer);
    }
    scores.add_further_rows(&mut table);
    Ok(table)
}

impl Scores {
    /// The stricter and the narrower measures.
    fn add_further_rows(&self, table: &mut Table) {
        let rows = [
            ("Speaker F1, with its exact cue", self.speaker_with_cue),
            ("Content F1, with its exact cue", self.content_with_cue),
            (
                "Speaker F1, gold in the sentence of its cue",
                self.speaker_near,
            ),
            (
                "Content F1, gold in the sentence of its cue",
                self.content_near,
            ),
        ];
        for (measure, overlap) in rows {
            table.text(measure, &overlap.show(), "", "");
        }
        let stance = self.stance.percent();
        table.percent("Stance right, of the exact cues", stance, "", "");
    }

    /// Counts one report.
    fn add(&mut self, report: &Report, found: &Attributions, gold: &Attributions) {
        let cues = |all: &Attributions| -> BTreeSet<Stretch> {
            all.cues.iter().map(|(cue, _)| *cue).collect()
        };
        let (found_cues, gold_cues) = (cues(found), cues(gold));
        add_sets(&mut self.cue, &found_cues, &gold_cues);
        for (cue, stance) in &found.cues {
            if gold_cues.contains(cue) {
                self.stance.add(gold.cues.contains(&(*cue, *stance)));
            }
        }
        let near = |all: &BTreeSet<(Stretch, Stretch)>| -> Vec<Stretch> {
            let near = all
                .iter()
                .filter(|(cue, other)| is_near(report, *cue, *other));
            near.map(|(_, other)| *other).collect()
        };
        let bag = |all: &BTreeSet<(Stretch, Stretch)>| -> Vec<Stretch> {
            all.iter().map(|(_, other)| *other).collect()
        };
        let (speakers, contents) = (&gold.speakers, &gold.contents);
        self.speaker.add_bags(bag(&found.speakers), bag(speakers));
        self.speaker_near
            .add_bags(bag(&found.speakers), near(speakers));
        add_sets(&mut self.speaker_with_cue, &found.speakers, speakers);
        self.content.add_bags(bag(&found.contents), bag(contents));
        self.content_near
            .add_bags(bag(&found.contents), near(contents));
        add_sets(&mut self.content_with_cue, &found.contents, contents);
    }
}

/// Compares two sets.
fn add_sets<T: Ord + Clone>(overlap: &mut Overlap, found: &BTreeSet<T>, gold: &BTreeSet<T>) {
    let list = |set: &BTreeSet<T>| -> Vec<T> { set.iter().cloned().collect() };
    overlap.add(&list(found), &list(gold));
}

/// Whether two stretches begin in the same sentence.
fn is_near(report: &Report, one: Stretch, other: Stretch) -> bool {
    let sentence = |it: Stretch| report.words(&(it.0..it.1)).map(|(number, _)| number);
    sentence(one) == sentence(other)
}

/// What the model says.
fn found(report: &Report) -> Attributions {
    let mut all = Attributions::default();
    for sentence in &report.analysis.sentences {
        let stretch = |words: &Range<usize>| {
            let bytes = sentence.bytes_of(words.clone());
            (bytes.start, bytes.end)
        };
        for saying in &sentence.sayings {
            let cue = stretch(&saying.cue);
            all.cues.insert((cue, saying.stance));
            let speaker = saying.speaker().map(|words| (cue, stretch(words)));
            all.speakers.extend(speaker);
            let contents = saying.content().map(|words| (cue, stretch(words)));
            all.contents.extend(contents);
        }
    }
    all
}

/// What the annotation says; claims of the report's own voice have no speaker.
fn gold(report: &Report) -> Attributions {
    let mut all = Attributions::default();
    for claim in &report.annotated.gold.claims {
        let stretch = |span| {
            let bytes = report.bytes(span);
            (bytes.start, bytes.end)
        };
        let cue = stretch(&claim.cue);
        all.cues.insert((cue, claim.stance));
        let speaker = claim.speaker.as_ref().map(|span| (cue, stretch(span)));
        all.speakers.extend(speaker);
        let contents = claim.content_parts.iter().map(|span| (cue, stretch(span)));
        all.contents.extend(contents);
    }
    all
}

/// Shows what is missed and what is wrong in a report.
fn tell(report: &Report, found: &Attributions, gold: &Attributions) {
    let differences = |kind: &str, found: &BTreeSet<(Stretch, Stretch)>, gold: &BTreeSet<_>| {
        let show = |verdict: &str, (cue, other): (Stretch, Stretch)| {
            let text = |it: Stretch| report.slice(&(it.0..it.1));
            let file = &report.annotated.file;
            eprintln!("{file}\t{verdict} {kind}\t{}\t{}", text(cue), text(other));
        };
        for one in gold.difference(found) {
            show("missed", *one);
        }
        for one in found.difference(gold) {
            show("wrong", *one);
        }
    };
    let cues = |all: &Attributions| -> BTreeSet<(Stretch, Stretch)> {
        all.cues.iter().map(|(cue, _)| (*cue, *cue)).collect()
    };
    differences("cue", &cues(found), &cues(gold));
    differences("speaker", &found.speakers, &gold.speakers);
    differences("content", &found.contents, &gold.contents);
}
