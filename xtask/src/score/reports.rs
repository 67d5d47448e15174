//! The project's annotated reports of one split, each read by the model.

use std::ops::Range;
use std::path::Path;

use anyhow::ensure;
use dateline_corpus::{Annotated, GoldEvent, Split, parse, read_folder};
use dateline_parse::{Analysis, Reader, Sentence, Trigger};
use dateline_record::Span;

/// The splits that are measured, in the order of the tables.
pub(crate) const SPLITS: [Split; 2] = [Split::Test, Split::Dev];

/// One report: its gold annotation, and what the model reads in its text.
pub(crate) struct Report {
    /// The gold annotation.
    pub(crate) annotated: Annotated,
    /// The reading of the same text.
    pub(crate) analysis: Analysis,
    /// Where each code point of the text begins, in bytes, and where the last one ends.
    borders: Vec<usize>,
}

/// A gold trigger, with what the model says of it when it is told where it stands.
pub(crate) struct Given<'r> {
    /// The event that it names.
    pub(crate) event: &'r GoldEvent,
    /// The trigger's words.
    pub(crate) span: &'r Span,
    /// None where the sentence is too long for the model.
    pub(crate) trigger: Option<Trigger>,
}

/// Reads all reports of a split. No message says a word of what stands in a report of the test split.
pub(crate) fn read(reader: &Reader, split: Split) -> anyhow::Result<Vec<Report>> {
    let corpus = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../corpus"));
    let folder = corpus.join(split.as_str());
    let files = read_folder(&folder)
        .map_err(|error| anyhow::anyhow!("{} cannot be read: {error}", folder.display()))?;
    ensure!(!files.is_empty(), "{} holds no reports", folder.display());
    let one = |file: &dateline_corpus::File| match parse(&file.name, &file.content) {
        Ok(annotated) => Ok(Report::new(reader, annotated)),
        Err(_) if split == Split::Test => Err(anyhow::anyhow!(
            "{} is not of the form; its author runs `cargo xtask corpus check`",
            file.name
        )),
        Err(errors) => Err(errors.into()),
    };
    files.iter().map(one).collect()
}

/// Whether single errors may be shown.
pub(crate) fn may_show(split: Split, verbose: bool) -> bool {
    verbose && split != Split::Test
}

impl Report {
    /// Reads the text of a report with the model.
    fn new(reader: &Reader, annotated: Annotated) -> Self {
        let text = annotated.text.as_str();
        let borders = text.char_indices().map(|(byte, _)| byte);
        Self {
            borders: borders.chain([text.len()]).collect(),
            analysis: reader.read(text, true),
            annotated,
        }
    }

    /// The words at bytes of the text.
    pub(crate) fn slice(&self, bytes: &Range<usize>) -> &str {
        self.analysis.text.slice(bytes.clone())
    }

    /// Bytes of a gold span.
    pub(crate) fn bytes(&self, span: &Span) -> Range<usize> {
        let end = self.borders.last().copied().unwrap_or_default();
        let byte = |point: usize| self.borders.get(point).copied().unwrap_or(end);
        byte(span.start)..byte(span.end)
    }

    /// The words that bytes of the text touch, in the first sentence that has such words, with the sentence's number.
    pub(crate) fn words(&self, bytes: &Range<usize>) -> Option<(usize, Range<usize>)> {
        let words = |sentence: &Sentence| {
            let touched = |index: &usize| overlap(&sentence.tokens[*index].bytes, bytes);
            let mut all = (0..sentence.tokens.len()).filter(touched);
            let first = all.next()?;
            Some(first..all.next_back().unwrap_or(first) + 1)
        };
        let mut sentences = self.analysis.sentences.iter().enumerate();
        sentences.find_map(|(number, sentence)| Some((number, words(sentence)?)))
    }

    /// Every mention of every gold event, with the model's reading of it.
    pub(crate) fn given(&self, reader: &Reader) -> Vec<Given<'_>> {
        let mut all = Vec::new();
        let mut places = Vec::new();
        for event in &self.annotated.gold.events {
            for span in event.triggers() {
                places.push(self.words(&self.bytes(span)));
                all.push(Given {
                    event,
                    span,
                    trigger: None,
                });
            }
        }
        for (number, sentence) in self.analysis.sentences.iter().enumerate() {
            let here: Vec<(usize, Range<usize>)> = places
                .iter()
                .enumerate()
                .filter_map(|(index, place)| Some((index, place.clone()?)))
                .filter(|(_, (at, _))| *at == number)
                .map(|(index, (_, words))| (index, words))
                .collect();
            let forms: Vec<String> = sentence.tokens.iter().map(|it| it.form.clone()).collect();
            let wanted: Vec<Range<usize>> = here.iter().map(|(_, words)| words.clone()).collect();
            let read = reader.annotate_anchors(&forms, &[], &wanted);
            if read.triggers.len() == wanted.len() {
                for ((index, _), trigger) in here.iter().zip(read.triggers) {
                    all[*index].trigger = Some(trigger);
                }
            }
        }
        all
    }
}

/// Whether two stretches share a byte.
pub(crate) fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}
