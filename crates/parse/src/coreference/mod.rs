//! Which mentions of a report name the same person, group or place.
//!
//! The model says which words head a mention; [`span`] adds the words that belong to it, [`mention`] what it is like.
//! Then every mention looks back at the [mentions before it](ranker), each with its chain as far as it is known, and
//! joins the one that a small trained network likes best, or begins a chain of its own.

mod chain;
mod features;
mod mention;
mod ranker;
mod span;

use std::ops::Range;

use dateline_encoder::{Encoder, EncoderError};

use crate::{MentionKind, Sentence};

pub(crate) use mention::Lists;
use mention::Mention;
use ranker::Ranker;

/// The mentions of one person, group or place, in text order; what is mentioned once has a chain of one mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// What most of the mentions name, names and descriptions before pronouns.
    pub kind: MentionKind,
    /// The mentions.
    pub mentions: Vec<ChainMention>,
}

/// One mention of a person, group or place: a name, a description or a pronoun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainMention {
    /// Number of the sentence.
    pub sentence: usize,
    /// Words of the sentence: the whole noun phrase with its modifiers, of-phrases and relative clauses.
    pub words: Range<usize>,
    /// The word that the others hang on.
    pub head: usize,
    /// What it names.
    pub kind: MentionKind,
}

/// Makes chains out of mentions.
#[derive(Debug)]
pub(crate) struct Linker {
    lists: Lists,
    ranker: Ranker,
}

impl Linker {
    /// Reads the weights; none where the model has none.
    pub(crate) fn open(encoder: &Encoder, lists: Lists) -> Result<Option<Self>, EncoderError> {
        let ranker = Ranker::open(encoder)?;
        Ok(ranker.map(|ranker| Self { lists, ranker }))
    }

    /// The chains of some sentences, in the order of their first mentions.
    pub(crate) fn chains(&self, sentences: &[Sentence]) -> Vec<Chain> {
        let mentions = mention::describe(sentences, &self.lists);
        let chains = self.ranker.link(sentences, &mentions);
        let chain = |numbers: Vec<usize>| Chain {
            kind: kind(numbers.iter().map(|i| &mentions[*i])),
            mentions: numbers.iter().map(|i| mentions[*i].found()).collect(),
        };
        chains.into_iter().map(chain).collect()
    }
}

/// What most of the mentions name. A noun outweighs all pronouns, which take their class from little; of equals the first
/// counts.
fn kind<'a>(mentions: impl Iterator<Item = &'a Mention>) -> MentionKind {
    let mut votes = [0; 3];
    let mut first = None;
    for m in mentions {
        first = first.or(Some(m.kind));
        votes[m.kind as usize] += if m.form.is_pronoun() { 1 } else { 1_000_000 };
    }
    let first = first.unwrap_or(MentionKind::Person);
    let kinds = [MentionKind::Person, MentionKind::Group, MentionKind::Place];
    let best = |best, kind| match votes[kind as usize] > votes[best as usize] {
        true => kind,
        false => best,
    };
    kinds.into_iter().fold(first, best)
}
