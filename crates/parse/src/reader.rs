//! The reader: text in, analysis out.

use std::borrow::Cow;
use std::ops::Range;

use dateline_encoder::{Encoder, Input, Scratch};
use dateline_record::Text;

use crate::coreference::Linker;
use crate::decode::{Reading, decode, read_tree};
use crate::gate::Gate;
use crate::labels::Labels;
use crate::lemma::Lemmas;
use crate::path::Tree;
use crate::pieces::Vocabulary;
use crate::sequence::{Sequence, windows};
use crate::{Analysis, Chain, ParseError, Sentence, Token, anchors, sentences, words};

/// The files of a trained model (the folder `model/`).
pub struct ModelFiles<'a> {
    /// `dateline.safetensors`; borrowed when it is embedded in the program, owned when it was read from a file.
    pub weights: Cow<'static, [u8]>,
    /// `labels.json`.
    pub labels: &'a str,
    /// `vocab.txt`.
    pub vocab: &'a str,
    /// `lemmas.tsv`.
    pub lemmas: &'a str,
}

/// Text after this many bytes is not read (see [`Analysis::unread`]).
pub const MAX_BYTES: usize = 250_000;

/// Sequences are run together up to this many word pieces.
const BATCH: usize = 96;

/// Sentences after this many word pieces are not read (see [`Analysis::unread`]).
pub const MAX_PIECES: usize = 50_000;

/// Reads texts with a trained model. Threads may share one reader: a call works on one thread, and its result depends
/// on nothing but the text and the model.
pub struct Reader {
    encoder: Encoder,
    labels: Labels,
    vocabulary: Vocabulary,
    lemmas: Lemmas,
    linker: Option<Linker>,
    gate: Option<Gate>,
}

/// A sentence with words that fits the network, before it is read.
struct Draft {
    bytes: Range<usize>,
    paragraph: usize,
    is_title: bool,
    words: Vec<Range<usize>>,
    sequence: Sequence,
    is_spared: bool,
}

impl Reader {
    /// Opens a model.
    ///
    /// # Errors
    /// When a file is damaged or of another version.
    pub fn open(files: &ModelFiles<'_>) -> Result<Self, ParseError> {
        let labels = Labels::open(files.labels)?;
        let encoder = Encoder::open(files.weights.clone(), labels.sizes())?;
        Ok(Self {
            linker: Linker::open(&encoder, labels.coref.clone())?,
            gate: Gate::open(&encoder)?,
            encoder,
            vocabulary: Vocabulary::open(files.vocab, labels.max_word_pieces)?,
            lemmas: Lemmas::open(files.lemmas),
            labels,
        })
    }

    /// Reads a clean text; with `has_title` its first line is the headline.
    ///
    /// Never fails. Text beyond [`MAX_BYTES`] or [`MAX_PIECES`] stays unread, and [`Analysis::unread`] says so.
    /// A sentence too long for the network becomes several. A sentence that can hold no event, claim or toll is
    /// [spared](Sentence::is_spared).
    #[must_use]
    pub fn read(&self, text: &str, has_title: bool) -> Analysis {
        let readable = &text[..text.floor_char_boundary(MAX_BYTES)];
        let drafts = self.drafts(readable, has_title);
        let kept = |draft: &&Draft| !draft.is_spared;
        let sequences = drafts.iter().filter(kept).map(|draft| &draft.sequence);
        let sequences: Vec<&Sequence> = sequences.collect();
        let forms = |draft: &Draft| -> Vec<&str> {
            let words = draft.words.iter();
            words.map(|word| &text[word.clone()]).collect()
        };
        let forms: Vec<Vec<&str>> = drafts.iter().filter(kept).map(forms).collect();
        let mut readings = self.run(&sequences, &forms).into_iter();
        let sentences: Vec<Sentence> = drafts
            .iter()
            .map(|draft| {
                let reading = (!draft.is_spared).then(|| readings.next()).flatten();
                self.sentence(draft, text, reading.unwrap_or_default())
            })
            .collect();
        Analysis {
            text: Text::new(text.to_owned()),
            chains: self.chains(&sentences),
            sentences,
        }
    }

    /// Which of the sentences' [mentions](Sentence::mentions) name the same person, group or place: what
    /// [`read`](Self::read) puts into [`Analysis::chains`], for sentences that were read or made otherwise. A model
    /// that was not trained for it finds none.
    #[must_use]
    pub fn chains(&self, sentences: &[Sentence]) -> Vec<Chain> {
        let chains = self.linker.as_ref().map(|linker| linker.chains(sentences));
        chains.unwrap_or_default()
    }

    /// Reads sentences whose words are given, for scoring against a treebank. Each gives exactly one sentence with
    /// exactly its words; byte ranges count in the words joined by single spaces.
    #[must_use]
    pub fn annotate_tokens(&self, sentences: &[Vec<String>]) -> Vec<Sentence> {
        sentences
            .iter()
            .map(|sentence| {
                let words: Vec<&str> = sentence.iter().map(String::as_str).collect();
                let pieces: Vec<Vec<i32>> = words
                    .iter()
                    .map(|word| self.vocabulary.word(word))
                    .collect();
                let windows = windows(&words, &pieces, self.labels.max_pieces);
                let sequence = |part: &Range<usize>| {
                    let (words, pieces) = (&words[part.clone()], &pieces[part.clone()]);
                    Sequence::new(words, pieces, &self.vocabulary)
                };
                let sequences: Vec<Sequence> = windows.iter().map(sequence).collect();
                let forms = windows.iter().map(|part| words[part.clone()].to_vec());
                let readings = self.run(
                    &sequences.iter().collect::<Vec<_>>(),
                    &forms.collect::<Vec<_>>(),
                );
                let reading = self.join(windows.iter().cloned().zip(readings));
                self.given_sentence(sentence, reading)
            })
            .collect()
    }

    /// Reads one sentence whose words are given, together with its predicates and the stretches that name events, for
    /// scoring roles and types apart from finding them. The lists of the result follow the lists given; a sentence too
    /// long for the network gives none of them.
    #[must_use]
    pub fn annotate_anchors(
        &self,
        words: &[String],
        predicates: &[usize],
        triggers: &[Range<usize>],
    ) -> Sentence {
        let forms: Vec<&str> = words.iter().map(String::as_str).collect();
        let pieces: Vec<Vec<i32>> = forms
            .iter()
            .map(|word| self.vocabulary.word(word))
            .collect();
        if windows(&forms, &pieces, self.labels.max_pieces).len() != 1 {
            return Sentence::default();
        }
        let sequence = Sequence::new(&forms, &pieces, &self.vocabulary);
        let input = Input {
            pieces: &sequence.pieces,
            shapes: &sequence.shapes,
            first: &sequence.first,
        };
        let mut scratch = Scratch::default();
        let scores = self.encoder.run(&[input], &mut scratch);
        let mut reading = Reading::default();
        if let Some(scores) = scores.first() {
            let network = (&self.encoder, &mut scratch);
            let (heads, relations) = read_tree(network, scores, &self.labels);
            let tree = Tree {
                heads: &heads,
                relations: &relations,
            };
            let network = (&self.encoder, &mut scratch);
            let wanted = (predicates, triggers);
            reading.anchors = anchors::given(network, scores, &self.labels, (&forms, tree), wanted);
        }
        self.given_sentence(words, reading)
    }

    /// Sentences, words and pieces of the readable text, up to the limit.
    fn drafts(&self, text: &str, has_title: bool) -> Vec<Draft> {
        let mut drafts = Vec::new();
        let mut budget = MAX_PIECES;
        for stretch in sentences::split(text, has_title) {
            let offset = stretch.bytes.start;
            let slice = &text[stretch.bytes.clone()];
            let ranges = words::cut(slice);
            let forms: Vec<&str> = ranges.iter().map(|word| &slice[word.clone()]).collect();
            let pieces: Vec<Vec<i32>> = forms
                .iter()
                .map(|form| self.vocabulary.word(form))
                .collect();
            for part in windows(&forms, &pieces, self.labels.max_pieces) {
                let sequence = Sequence::new(
                    &forms[part.clone()],
                    &pieces[part.clone()],
                    &self.vocabulary,
                );
                let Some(left) = budget.checked_sub(sequence.pieces.len()) else {
                    return drafts;
                };
                budget = left;
                let words: Vec<Range<usize>> = ranges[part]
                    .iter()
                    .map(|word| offset + word.start..offset + word.end)
                    .collect();
                let first = words.first().map_or(offset, |word| word.start);
                let last = words.last().map_or(offset, |word| word.end);
                drafts.push(Draft {
                    bytes: first..last,
                    paragraph: stretch.paragraph,
                    is_title: stretch.is_title,
                    is_spared: !stretch.is_title && self.may_spare(&sequence, slice),
                    words,
                    sequence,
                });
            }
        }
        drafts
    }

    /// Whether nothing in a sentence is worth reading. One with a digit may date the report and is always read.
    fn may_spare(&self, sequence: &Sequence, text: &str) -> bool {
        let pieces = &sequence.pieces;
        let inner = pieces.get(1..pieces.len() - 1).unwrap_or_default();
        let has_digit = text.contains(|letter: char| letter.is_ascii_digit());
        let gate = self.gate.as_ref().filter(|_| !has_digit);
        gate.is_some_and(|gate| !gate.keeps(inner))
    }

    /// Runs the network over sequences, some at a time, and decodes their scores; `forms` are the words of each. A
    /// sequence is read in the same way whatever stands around it.
    fn run(&self, sequences: &[&Sequence], forms: &[Vec<&str>]) -> Vec<Reading> {
        let mut readings = Vec::with_capacity(sequences.len());
        let mut scratch = Scratch::default();
        let mut start = 0;
        while start < sequences.len() {
            let mut pieces = 0;
            let fits = |sequence: &&&Sequence| {
                pieces += sequence.pieces.len();
                pieces <= BATCH
            };
            let count = sequences[start..].iter().take_while(fits).count().max(1);
            let inputs: Vec<Input<'_>> = sequences[start..start + count]
                .iter()
                .map(|sequence| Input {
                    pieces: &sequence.pieces,
                    shapes: &sequence.shapes,
                    first: &sequence.first,
                })
                .collect();
            let scores = self.encoder.run(&inputs, &mut scratch);
            for (scores, forms) in scores.iter().zip(&forms[start..]) {
                let network = (&self.encoder, &mut scratch);
                readings.push(decode(network, scores, &self.labels, forms));
            }
            start += count;
        }
        readings
    }

    fn sentence(&self, draft: &Draft, text: &str, reading: Reading) -> Sentence {
        let tokens = draft
            .words
            .iter()
            .enumerate()
            .map(|(index, bytes)| self.token(&text[bytes.clone()], bytes.clone(), index, &reading))
            .collect();
        Sentence {
            bytes: draft.bytes.clone(),
            paragraph: draft.paragraph,
            is_title: draft.is_title,
            is_spared: draft.is_spared,
            tokens,
            entities: reading.entities,
            predicates: reading.anchors.predicates,
            triggers: reading.anchors.triggers,
            sayings: reading.anchors.sayings,
            mentions: reading.anchors.mentions,
        }
    }

    fn given_sentence(&self, words: &[String], reading: Reading) -> Sentence {
        let mut position = 0;
        let mut tokens = Vec::with_capacity(words.len());
        for (index, word) in words.iter().enumerate() {
            let bytes = position..position + word.len();
            position = bytes.end + 1;
            tokens.push(self.token(word, bytes, index, &reading));
        }
        Sentence {
            bytes: 0..position.saturating_sub(1),
            tokens,
            entities: reading.entities,
            predicates: reading.anchors.predicates,
            triggers: reading.anchors.triggers,
            sayings: reading.anchors.sayings,
            mentions: reading.anchors.mentions,
            ..Sentence::default()
        }
    }

    fn token(&self, form: &str, bytes: Range<usize>, index: usize, reading: &Reading) -> Token {
        let number = |list: &[usize]| list.get(index).copied();
        let xpos = number(&reading.xpos).and_then(|tag| self.labels.xpos.get(tag));
        let xpos = xpos.map_or("XX", String::as_str);
        let upos = number(&reading.upos).and_then(|tag| self.labels.upos.get(tag));
        let relation = number(&reading.relations).and_then(|label| self.labels.deprel.get(label));
        let head = match number(&reading.heads) {
            Some(head) => head.checked_sub(1),
            None => (index > 0).then_some(0),
        };
        Token {
            bytes,
            form: form.to_owned(),
            lemma: self.lemmas.lemma(form, xpos, &self.vocabulary),
            upos: upos.copied().unwrap_or("X"),
            xpos: xpos.to_owned(),
            head,
            deprel: relation.map_or("dep", String::as_str).to_owned(),
        }
    }

    /// Joins the readings of the parts of one sentence: later roots hang on the first as `parataxis`.
    fn join(&self, parts: impl Iterator<Item = (Range<usize>, Reading)>) -> Reading {
        let mut whole = Reading::default();
        let mut root = None;
        let parataxis = self
            .labels
            .deprel
            .iter()
            .position(|label| label == "parataxis");
        for (range, part) in parts {
            let offset = range.start;
            whole.upos.extend(part.upos);
            whole.xpos.extend(part.xpos);
            for (word, (head, relation)) in part.heads.into_iter().zip(part.relations).enumerate() {
                let (head, relation) = match (head, root) {
                    (0, None) => {
                        root = Some(offset + word + 1);
                        (0, relation)
                    }
                    (0, Some(root)) => (root, parataxis.unwrap_or(relation)),
                    (head, _) => (head + offset, relation),
                };
                whole.heads.push(head);
                whole.relations.push(relation);
            }
            whole
                .entities
                .extend(part.entities.into_iter().map(|mut entity| {
                    entity.tokens = entity.tokens.start + offset..entity.tokens.end + offset;
                    entity
                }));
            whole.anchors.append(part.anchors, offset);
        }
        whole
    }
}

impl Analysis {
    /// The end of the text that was left unread because the text is too long, if it was.
    #[must_use]
    pub fn unread(&self) -> Option<Range<usize>> {
        let text = self.text.as_str();
        let end = self
            .sentences
            .last()
            .map_or(0, |sentence| sentence.bytes.end);
        let rest = text.get(end..)?;
        let start = rest.find(|character| !crate::character::is_separator(character))?;
        Some(end + start..text.len())
    }
}
