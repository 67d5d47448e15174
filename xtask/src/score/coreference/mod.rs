//! Which mentions name the same: GUM's test documents, and the project's own annotated reports.
//!
//! On GUM sentences and words are given, mentions are found and count by their exact words. The project's reports mark
//! only who takes part or speaks; there the marked mentions are given, told by their heads.

mod measures;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;
use std::time::Instant;

use anyhow::ensure;
use dateline_corpus::{MarkKind, Split};
use dateline_parse::{MentionHead, MentionKind, Reader, Sentence};

use super::conllu::{self, Gold};
use super::reports::{self, Report, SPLITS};
use super::table::Table;
use measures::{MEASURES, Tally};

/// Sentence, first word and end of a mention.
type Place = (usize, usize, usize);

/// A chain with what it names.
type Chain<M> = (MentionKind, measures::Chain<M>);

/// The classes and how the tables name them.
const CLASSES: [(MentionKind, &str); 3] = [
    (MentionKind::Person, "people"),
    (MentionKind::Group, "groups"),
    (MentionKind::Place, "places"),
];

/// The counts of one set of documents.
#[derive(Default)]
struct Scores {
    documents: usize,
    all: Tally,
    without_singletons: Tally,
    classes: [Tally; CLASSES.len()],
}

/// The tables for GUM's open test documents and for the test and dev splits of the project's corpus.
pub(crate) fn score(reader: &Reader, corpora: &Path) -> anyhow::Result<Vec<Table>> {
    let mut tables = vec![gum(reader, corpora)?];
    for split in SPLITS {
        let mut scores = Scores::default();
        let start = Instant::now();
        let reports = reports::read(reader, split)?;
        let reading = start.elapsed();
        let start = Instant::now();
        for report in &reports {
            std::hint::black_box(reader.chains(&report.analysis.sentences));
        }
        let share = 100.0 * start.elapsed().as_secs_f64() / reading.as_secs_f64();
        eprintln!("coreference takes {share:.1} % of the reading time");
        for report in &reports {
            let (sentences, gold) = given(report);
            let chains = reader.chains(&sentences).into_iter().map(|chain| {
                let heads = chain.mentions.iter().map(|it| (it.sentence, it.head));
                (chain.kind, heads.collect())
            });
            scores.add(&gold, &chains.collect::<Vec<_>>());
        }
        let target = if split == Split::Test { "publish" } else { "" };
        tables.push(scores.table(
            &format!(
                "Coreference (corpus {}, {} reports; marked mentions given, told by their heads)",
                split.as_str(),
                scores.documents
            ),
            target,
        ));
    }
    Ok(tables)
}

impl Scores {
    fn add<M: Ord + Clone>(&mut self, gold: &[Chain<M>], found: &[Chain<M>]) {
        let chosen = |chains: &[Chain<M>], wanted: &dyn Fn(&Chain<M>) -> bool| {
            let chosen = chains.iter().filter(|chain| wanted(chain));
            chosen.map(|(_, chain)| chain.clone()).collect::<Vec<_>>()
        };
        let count = |tally: &mut Tally, wanted: &dyn Fn(&Chain<M>) -> bool| {
            tally.add(&chosen(gold, wanted), &chosen(found, wanted));
        };
        self.documents += 1;
        count(&mut self.all, &|_| true);
        count(&mut self.without_singletons, &|(_, chain)| chain.len() > 1);
        for ((class, _), tally) in CLASSES.iter().zip(&mut self.classes) {
            count(tally, &|(kind, _)| kind == class);
        }
    }

    fn table(&self, title: &str, target: &str) -> Table {
        let mut table = Table::new(title);
        table.percent("CoNLL F1", self.all.conll(), target, "");
        for (name, value) in MEASURES.iter().zip(self.all.f1()) {
            table.percent(&format!("{name} F1"), value, "", "");
        }
        table.percent("Mentions F1", self.all.mentions(), "", "");
        let rest = [("chains of two and more", &self.without_singletons)];
        let classes = CLASSES.iter().zip(&self.classes);
        let classes = classes.map(|((_, name), tally)| (*name, tally));
        for (name, tally) in rest.into_iter().chain(classes) {
            let [muc, b_cubed, ceafe] = tally.f1();
            let detail = format!(
                "{:.1} (MUC {muc:.1}, B³ {b_cubed:.1}, CEAFe {ceafe:.1}, mentions {:.1})",
                tally.conll(),
                tally.mentions()
            );
            table.text(&format!("CoNLL F1, {name}"), &detail, "", "");
        }
        table
    }
}

/// The table for the test documents that the open part of GUM has.
fn gum(reader: &Reader, corpora: &Path) -> anyhow::Result<Table> {
    let folder = corpora.join("train/gum_open");
    let mut scores = Scores::default();
    for name in conllu::test_documents(&super::content(&folder.join("splits.md"))?) {
        let path = folder.join(format!("dep/{name}.conllu"));
        if !path.exists() {
            continue; // not of an open genre
        }
        let sentences = conllu::read(&path)?;
        let forms: Vec<Vec<String>> = sentences.iter().map(Gold::forms).collect();
        let chains = reader.chains(&reader.annotate_tokens(&forms));
        let chains = chains.into_iter().map(|chain| {
            let mentions = chain.mentions.iter();
            let places = mentions.map(|it| (it.sentence, it.words.start, it.words.end));
            (chain.kind, places.collect())
        });
        scores.add(&gold(&sentences), &chains.collect::<Vec<_>>());
    }
    let count = scores.documents;
    ensure!(count > 0, "{} holds no test documents", folder.display());
    let title = format!(
        "Coreference (GUM, {count} open test documents; people, groups, places; gold words, found mentions, exact spans)"
    );
    Ok(scores.table(&title, "≥ 65"))
}

/// The chains of a document of GUM: `Entity=(12-person-…`, `12)`, `(12-person-…)` at the words where mentions begin and end.
fn gold(sentences: &[Gold]) -> Vec<Chain<Place>> {
    let mut chains: BTreeMap<&str, Chain<Place>> = BTreeMap::new();
    for (number, sentence) in sentences.iter().enumerate() {
        let mut opened: BTreeMap<&str, Vec<(usize, MentionKind)>> = BTreeMap::new();
        for (word, row) in sentence.words.iter().enumerate() {
            for bracket in brackets(&row.misc) {
                let mut parts = bracket.body.split('-');
                let name = parts.next().unwrap_or_default();
                let kind = parts.next().and_then(class);
                if let Some(kind) = kind.filter(|_| bracket.opens) {
                    opened.entry(name).or_default().push((word, kind));
                }
                let start = if bracket.closes {
                    opened.get_mut(name).and_then(Vec::pop)
                } else {
                    None
                };
                if let Some((start, kind)) = start {
                    let chain = chains.entry(name).or_insert((kind, BTreeSet::new()));
                    chain.1.insert((number, start, word + 1));
                }
            }
        }
    }
    chains.into_values().collect()
}

/// What GUM's classes are here.
fn class(name: &str) -> Option<MentionKind> {
    match name {
        "person" => Some(MentionKind::Person),
        "organization" => Some(MentionKind::Group),
        "place" => Some(MentionKind::Place),
        _ => None,
    }
}

/// One mention that opens, closes or does both at a word.
#[derive(Debug, PartialEq, Eq)]
struct Bracket<'a> {
    opens: bool,
    body: &'a str,
    closes: bool,
}

/// The brackets of the field `Entity` in the last column of a word.
fn brackets(column: &str) -> Vec<Bracket<'_>> {
    let field = column
        .split('|')
        .find_map(|field| field.strip_prefix("Entity="));
    let mut rest = field.unwrap_or_default();
    let mut all = Vec::new();
    while !rest.is_empty() {
        let opens = rest.starts_with('(');
        rest = rest.strip_prefix('(').unwrap_or(rest);
        let end = rest.find(['(', ')']).unwrap_or(rest.len());
        let (body, after) = rest.split_at(end);
        let closes = after.starts_with(')');
        rest = after.strip_prefix(')').unwrap_or(after);
        if body.is_empty() && !opens && !closes {
            break;
        }
        all.push(Bracket {
            opens,
            body,
            closes,
        });
    }
    all
}

/// A report's sentences with the marked mentions in the place of the found ones, and the chains of these.
fn given(report: &Report) -> (Vec<Sentence>, Vec<Chain<(usize, usize)>>) {
    let mut sentences = report.analysis.sentences.clone();
    for sentence in &mut sentences {
        sentence.mentions.clear();
    }
    let mut heads: BTreeMap<(usize, usize), MentionKind> = BTreeMap::new();
    let mut chains = Vec::new();
    for entity in &report.annotated.gold.entities {
        let kind = match entity.label.kind {
            MarkKind::Person => MentionKind::Person,
            MarkKind::Group => MentionKind::Group,
            MarkKind::Place => MentionKind::Place,
            _ => continue,
        };
        let mut chain = BTreeSet::new();
        for span in &entity.spans {
            let Some((number, words)) = report.words(&report.bytes(span)) else {
                continue;
            };
            let place = (number, head_in(&sentences[number], words));
            if heads.insert(place, kind).is_none() {
                chain.insert(place);
            }
        }
        if !chain.is_empty() {
            chains.push((kind, chain));
        }
    }
    for ((number, word), kind) in heads {
        sentences[number].mentions.push(MentionHead {
            word,
            kind,
            probability: 1.0,
        });
    }
    (sentences, chains)
}

/// The first of the words whose head is none of them.
fn head_in(sentence: &Sentence, words: Range<usize>) -> usize {
    let first = words.start;
    let outside = |word: &usize| {
        let head = sentence.tokens.get(*word).and_then(|token| token.head);
        head.is_none_or(|head| !words.contains(&head))
    };
    words.clone().find(outside).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::conllu::Word;

    #[test]
    fn brackets_open_close_and_do_both() {
        let all = brackets("SpaceAfter=No|Entity=(3-person-new(4-place-new-1)5)");
        let shown: Vec<(bool, &str, bool)> = all
            .iter()
            .map(|it| (it.opens, it.body, it.closes))
            .collect();
        assert_eq!(
            shown,
            [
                (true, "3-person-new", false),
                (true, "4-place-new-1", true),
                (false, "5", true)
            ]
        );
        assert!(brackets("_").is_empty());
    }

    #[test]
    fn nested_mentions_of_one_chain_close_from_within() {
        let word = |misc: &str| Word {
            misc: misc.to_owned(),
            ..Word::default()
        };
        let sentence = Gold {
            words: vec![
                word("Entity=(1-person-new"),
                word("Entity=(1-person-giv)(2-event-new)"),
                word("Entity=1)"),
            ],
            ..Gold::default()
        };
        let chains = gold(&[sentence]);
        assert_eq!(chains.len(), 1);
        assert_eq!(chains[0].1, BTreeSet::from([(0, 1, 2), (0, 0, 3)]));
    }
}
