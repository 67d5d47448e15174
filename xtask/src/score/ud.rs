//! Words, tags and trees against UD English EWT and PUD.

use std::collections::BTreeMap;
use std::path::Path;

use dateline_parse::Reader;

use super::conllu::{self, Gold};
use super::count::{Overlap, Share};
use super::table::Table;

/// Sentences handed to the reader at once.
const BATCH: usize = 64;

/// How a word is written.
type Casing = fn(&str) -> String;

/// Scores on gold words.
#[derive(Default)]
struct Scores {
    upos: Share,
    xpos: Share,
    uas: Share,
    las: Share,
    las_subtypes: Share,
    lemma: Share,
}

/// The tables for EWT test and PUD with gold words, and for the cutting of raw EWT text.
pub(crate) fn score(reader: &Reader, corpora: &Path) -> anyhow::Result<Table> {
    let ewt = conllu::read(&corpora.join("train/ud_ewt/en_ewt-ud-test.conllu"))?;
    let pud = conllu::read(&corpora.join("dev/ud_pud/en_pud-ud-test.conllu"))?;
    let mut table =
        Table::new("Syntax (gold words; LAS without subtypes, as in the CoNLL 2018 shared task)");
    let plain = parse(reader, &ewt, str::to_owned)?;
    add_ewt(&mut table, &plain);
    add_casings(&mut table, reader, &ewt, plain.las.percent())?;
    let scores = parse(reader, &pud, str::to_owned)?;
    table.percent("PUD UPOS", scores.upos.percent(), "", "");
    table.percent("PUD UAS", scores.uas.percent(), "", "");
    table.percent("PUD LAS", scores.las.percent(), "≥ 88 (issue 3)", "");
    table.percent(
        "PUD LAS with subtypes",
        scores.las_subtypes.percent(),
        "",
        "",
    );
    table.percent("PUD lemmas", scores.lemma.percent(), "", "");
    let (words, sentences) = cutting(reader, &ewt);
    table.percent(
        "EWT test word cutting, raw text, F1",
        words.f1(),
        "≥ 98.5",
        "",
    );
    table.percent(
        "EWT test sentence cutting, raw text, F1",
        sentences.f1(),
        "",
        "",
    );
    Ok(table)
}

/// The rows of EWT test as written.
fn add_ewt(table: &mut Table, scores: &Scores) {
    table.percent("EWT test UPOS", scores.upos.percent(), "≥ 96", "");
    table.percent("EWT test XPOS", scores.xpos.percent(), "", "");
    table.percent("EWT test UAS", scores.uas.percent(), "", "");
    table.percent(
        "EWT test LAS",
        scores.las.percent(),
        "≥ 89.5 (issue 3)",
        "89.4 (full-size transformer pipeline, raw text, UD 2.5)",
    );
    table.percent(
        "EWT test LAS with subtypes",
        scores.las_subtypes.percent(),
        "",
        "",
    );
    table.percent("EWT test lemmas", scores.lemma.percent(), "", "");
}

/// The rows of EWT test in capitals and in headline case, and what each costs.
fn add_casings(table: &mut Table, reader: &Reader, ewt: &[Gold], plain: f64) -> anyhow::Result<()> {
    let casings: [(&str, Casing); 2] = [
        ("all words in capitals", str::to_uppercase),
        ("headline case", capitalised),
    ];
    for (name, casing) in casings {
        let las = parse(reader, ewt, casing)?.las.percent();
        table.percent(&format!("EWT test LAS, {name}"), las, "", "");
        table.percent(
            &format!("EWT test LAS, points that {name} costs"),
            plain - las,
            "≤ 5 (issue 3)",
            "",
        );
    }
    Ok(())
}

/// The word with its first letter as a capital, as in headlines.
fn capitalised(form: &str) -> String {
    let mut characters = form.chars();
    let first = characters
        .next()
        .map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}

/// Reads the sentences, their words written by `casing`.
fn parse(reader: &Reader, gold: &[Gold], casing: Casing) -> anyhow::Result<Scores> {
    let mut scores = Scores::default();
    for batch in gold.chunks(BATCH) {
        let forms = |gold: &Gold| gold.words.iter().map(|word| casing(&word.form)).collect();
        let forms: Vec<Vec<String>> = batch.iter().map(forms).collect();
        for (sentence, gold) in reader.annotate_tokens(&forms).iter().zip(batch) {
            for (token, word) in sentence.tokens.iter().zip(&gold.words) {
                let head = token.head.map_or(0, |head| head + 1) == word.head;
                scores.upos.add(token.upos == word.upos);
                scores.xpos.add(token.xpos == word.xpos);
                scores.uas.add(head);
                scores
                    .las
                    .add(head && main(&token.deprel) == main(&word.deprel));
                scores.las_subtypes.add(head && token.deprel == word.deprel);
                scores
                    .lemma
                    .add(word.lemma == "_" || token.lemma == word.lemma);
            }
        }
    }
    anyhow::ensure!(scores.upos.all > 0, "the treebank holds no words");
    Ok(scores)
}

/// The relation without its subtype.
fn main(relation: &str) -> &str {
    relation.split(':').next().unwrap_or(relation)
}

/// Positions of words and sentences, counted in characters that are not white space.
fn cutting(reader: &Reader, gold: &[Gold]) -> (Overlap, Overlap) {
    let mut words = Overlap::default();
    let mut sentences = Overlap::default();
    for document in gold.chunk_by(|_, next| !next.opens_document) {
        let mut text = String::new();
        let mut gold_words = Vec::new();
        let mut gold_sentences = Vec::new();
        let mut position = 0;
        for sentence in document {
            if !text.is_empty() {
                text.push_str(if sentence.opens_paragraph {
                    "\n\n"
                } else {
                    " "
                });
            }
            text.push_str(&sentence.text);
            let start = position;
            for word in &sentence.words {
                let length = dense(&word.form);
                gold_words.push((position, position + length));
                position += length;
            }
            gold_sentences.push((start, position));
        }
        let analysis = reader.read(&text, false);
        let place = Places::new(&text);
        let tokens = analysis
            .sentences
            .iter()
            .flat_map(|sentence| &sentence.tokens);
        let found: Vec<_> = tokens.map(|token| place.range(&token.bytes)).collect();
        words.add(&found, &gold_words);
        let found: Vec<_> = analysis
            .sentences
            .iter()
            .map(|sentence| place.range(&sentence.bytes))
            .collect();
        sentences.add(&found, &gold_sentences);
    }
    (words, sentences)
}

/// Characters that are not white space.
fn dense(text: &str) -> usize {
    text.chars()
        .filter(|character| !character.is_whitespace())
        .count()
}

/// Bytes to positions counted without white space.
struct Places(BTreeMap<usize, usize>);

impl Places {
    fn new(text: &str) -> Self {
        let mut count = 0;
        let mut places = BTreeMap::new();
        for (byte, character) in text.char_indices() {
            places.insert(byte, count);
            count += usize::from(!character.is_whitespace());
        }
        places.insert(text.len(), count);
        Self(places)
    }

    fn range(&self, bytes: &std::ops::Range<usize>) -> (usize, usize) {
        let at = |byte| self.0.get(&byte).copied().unwrap_or_default();
        (at(bytes.start), at(bytes.end))
    }
}
