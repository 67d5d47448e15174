//! Attribution against the discourse trees of GUM.
//!
//! An attribution there is a relation between elementary discourse units (EDUs). The mapping: the satellite ("researchers
//! say"), with the units joined to it as `same-unit`, holds the cue; the speaker is what the signal `attribution_source`
//! names; the content is the nucleus, which is the unit that the satellite hangs on with all that hangs on that unit
//! more closely than the satellite does and with the units joined to it, as far as it stands in the satellite's sentence
//! or, where none of it does, in the sentence of that unit.
//! Punctuation, and "that" at the beginning, count neither way. GUM also marks thinking and knowing, which are no claims
//! here.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, ensure};
use dateline_parse::Reader;

use super::super::conllu::{self, Gold};
use super::super::count::Overlap;
use super::super::table::Table;

/// Words of a document, counted through.
type Words = BTreeSet<usize>;

/// One attribution, of the gold or found.
#[derive(Debug, Default)]
struct Attribution {
    /// The cue; of the gold the satellite that holds it.
    cue: Words,
    speaker: Words,
    content: Words,
}

/// One elementary discourse unit.
struct Unit {
    words: Range<usize>,
    /// Index of the unit that it hangs on.
    parent: Option<usize>,
    /// Among all that hang on the parent: the lower, the closer.
    order: usize,
    relation: String,
    signals: String,
}

#[derive(Default)]
/// The counts over all documents; of speakers and contents loosely, then exactly.
struct Scores {
    documents: usize,
    cue: Overlap,
    speaker: [Overlap; 2],
    content: [Overlap; 2],
}

/// The table for the test documents that the open part has.
pub(super) fn score(reader: &Reader, corpora: &Path) -> anyhow::Result<Table> {
    let folder = corpora.join("train/gum_open");
    let mut scores = Scores::default();
    for name in conllu::test_documents(&super::super::content(&folder.join("splits.md"))?) {
        let tree = folder.join(format!("rst/dependencies/{name}.rsd"));
        if !tree.exists() {
            continue; // not of an open genre
        }
        let sentences = conllu::read(&folder.join(format!("dep/{name}.conllu")))?;
        let units = units(&super::super::content(&tree)?)
            .with_context(|| format!("{} cannot be read", tree.display()))?;
        let count: usize = sentences.iter().map(|sentence| sentence.words.len()).sum();
        let last = units.last().map_or(0, |unit| unit.words.end);
        ensure!(
            last == count,
            "{name}: {last} words in rst/, {count} in dep/"
        );
        scores.add(&found(reader, &sentences), &gold(&units, &sentences));
    }
    let count = scores.documents;
    ensure!(count > 0, "{} holds no test documents", folder.display());
    let mut table = Table::new(&format!(
        "Attribution (GUM, {count} open test documents, gold words; satellite: speaker and cue, nucleus: content; GUM marks thinking and knowing too)",
    ));
    let rows = [
        ("Cue in the satellite, F1", scores.cue),
        ("Speaker F1, overlapping", scores.speaker[0]),
        ("Speaker F1, exact", scores.speaker[1]),
        (
            "Content F1, half of the joint words shared",
            scores.content[0],
        ),
        ("Content F1, exact", scores.content[1]),
    ];
    for (measure, overlap) in rows {
        table.text(measure, &overlap.show(), "publish", "");
    }
    Ok(table)
}

/// The units of a dependency tree of discourse: number, text, order, two empty columns and one of features, parent,
/// relation, an empty column, signals.
fn units(content: &str) -> anyhow::Result<Vec<Unit>> {
    let mut units = Vec::new();
    let mut start = 0;
    for line in content.lines().filter(|line| !line.is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [_, text, order, _, _, _, parent, relation, _, signals] = cells.as_slice() else {
            anyhow::bail!("{} columns instead of 10", cells.len());
        };
        let end = start + text.split_whitespace().count();
        units.push(Unit {
            words: start..end,
            parent: parent.parse::<usize>()?.checked_sub(1),
            order: order.parse()?,
            relation: (*relation).to_owned(),
            signals: (*signals).to_owned(),
        });
        start = end;
    }
    Ok(units)
}

/// The attributions of a document's discourse tree.
fn gold(units: &[Unit], sentences: &[Gold]) -> Vec<Attribution> {
    let mut all = Vec::new();
    for (index, unit) in units.iter().enumerate() {
        let Some(nucleus) = unit.parent else { continue };
        if !unit.relation.starts_with("attribution-") {
            continue;
        }
        let speaker = source(&unit.signals);
        let mut content = Words::new();
        closer(units, nucleus, unit.order, &mut content);
        content = of_one_sentence(sentences, &content, unit.words.start)
            .or_else(|| of_one_sentence(sentences, &content, units[nucleus].words.start))
            .unwrap_or_default();
        all.push(Attribution {
            cue: &satellite(units, index) - &speaker,
            speaker: plain(sentences, speaker),
            content: plain(sentences, content),
        });
    }
    all
}

/// Those of the words that stand in the sentence of `word`, if any do.
fn of_one_sentence(sentences: &[Gold], words: &Words, word: usize) -> Option<Words> {
    let sentence = sentence_of(sentences, word);
    let here = |word: &&usize| sentence_of(sentences, **word) == sentence;
    let here: Words = words.iter().filter(here).copied().collect();
    (!here.is_empty()).then_some(here)
}

/// The satellite's words, those of units joined to it included.
fn satellite(units: &[Unit], index: usize) -> Words {
    let joined = |unit: &&Unit| unit.parent == Some(index) && is_joined(unit);
    let joined = units
        .iter()
        .filter(joined)
        .flat_map(|unit| unit.words.clone());
    units[index].words.clone().chain(joined).collect()
}

/// Whether a unit only goes on with its parent, after something that broke it.
fn is_joined(unit: &Unit) -> bool {
    unit.relation.starts_with("same-unit")
}

/// Adds a unit's words and those of all that hangs on it more closely than `order`, or is joined to it.
fn closer(units: &[Unit], unit: usize, order: usize, words: &mut Words) {
    words.extend(units[unit].words.clone());
    for (index, child) in units.iter().enumerate() {
        if child.parent == Some(unit) && (child.order < order || is_joined(child)) {
            closer(units, index, usize::MAX, words);
        }
    }
}

/// The words of the signal "semantic-attribution_source-28,31-33-_", which counts them from 1.
fn source(signals: &str) -> Words {
    let mut words = Words::new();
    for signal in signals.split(';') {
        let list = signal.strip_prefix("semantic-attribution_source-");
        let Some((list, _)) = list.and_then(|rest| rest.rsplit_once('-')) else {
            continue;
        };
        for part in list.split(',') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            if let (Ok(first), Ok(last)) = (first.parse::<usize>(), last.parse::<usize>()) {
                words.extend(first.saturating_sub(1)..last);
            }
        }
    }
    words
}

/// The sentence of a word counted through, with the word's index in it.
fn sentence_of(sentences: &[Gold], word: usize) -> Option<usize> {
    let mut end = 0;
    sentences.iter().position(|sentence| {
        end += sentence.words.len();
        word < end
    })
}

/// The words without punctuation, and without "that" at the beginning.
fn plain(sentences: &[Gold], mut words: Words) -> Words {
    let all: Vec<&conllu::Word> = sentences.iter().flat_map(|it| &it.words).collect();
    words.retain(|word| all.get(*word).is_some_and(|word| word.upos != "PUNCT"));
    if let Some(first) = words.first().copied()
        && all[first].form.eq_ignore_ascii_case("that")
        && all[first].upos == "SCONJ"
    {
        words.remove(&first);
    }
    words
}

/// What the model says, sentence by sentence.
fn found(reader: &Reader, sentences: &[Gold]) -> Vec<Attribution> {
    let forms: Vec<Vec<String>> = sentences.iter().map(Gold::forms).collect();
    let mut all = Vec::new();
    let mut start = 0;
    for sentence in reader.annotate_tokens(&forms) {
        let words = |words: &Range<usize>| words.start + start..words.end + start;
        for saying in &sentence.sayings {
            all.push(Attribution {
                cue: words(&saying.cue).collect(),
                speaker: plain(
                    sentences,
                    saying.speaker().into_iter().flat_map(words).collect(),
                ),
                content: plain(sentences, saying.content().flat_map(words).collect()),
            });
        }
        start += sentence.tokens.len();
    }
    all
}

impl Scores {
    /// Counts one document.
    fn add(&mut self, found: &[Attribution], gold: &[Attribution]) {
        self.documents += 1;
        let list = |all: &[Attribution], part: fn(&Attribution) -> &Words| -> Vec<Words> {
            let parts = all.iter().map(part).filter(|words| !words.is_empty());
            parts.cloned().collect()
        };
        let share_one = |a: &Words, b: &Words| !a.is_disjoint(b);
        let share_half = |a: &Words, b: &Words| 2 * (a & b).len() >= (a | b).len();
        let equal = |a: &Words, b: &Words| a == b;
        self.cue.add_fitting(
            &list(found, |it| &it.cue),
            &list(gold, |it| &it.cue),
            share_one,
        );
        let (a, b) = (list(found, |it| &it.speaker), list(gold, |it| &it.speaker));
        self.speaker[0].add_fitting(&a, &b, share_one);
        self.speaker[1].add_fitting(&a, &b, equal);
        let (a, b) = (list(found, |it| &it.content), list(gold, |it| &it.content));
        self.content[0].add_fitting(&a, &b, share_half);
        self.content[1].add_fitting(&a, &b, equal);
    }
}

#[cfg(test)]
mod tests {
    use super::{Words, closer, source, units};

    #[test]
    fn a_source_is_a_list_of_words_counted_from_one() {
        let signals = "semantic-attribution_source-2,4-5-gold;lexical-indicative_word-7-_";
        assert_eq!(source(signals), Words::from([1, 3, 4]));
    }

    #[test]
    fn the_nucleus_is_what_hangs_closer() {
        let tree = "1\tHe said\t1\t_\t_\t_\t3\tattribution-positive_r\t_\t_\n\
            2\tshe thinks\t0\t_\t_\t_\t3\tattribution-positive_r\t_\t_\n\
            3\tit ended\t0\t_\t_\t_\t0\tROOT\t_\t_\n";
        let units = units(tree).unwrap();
        let mut words = Words::new();
        closer(&units, 2, units[0].order, &mut words);
        assert_eq!(words, Words::from([2, 3, 4, 5]));
        words.clear();
        closer(&units, 2, units[1].order, &mut words);
        assert_eq!(words, Words::from([4, 5]));
    }
}
