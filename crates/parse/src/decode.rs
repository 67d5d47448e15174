//! Scores to the reading of one sequence: tags, tree, labels, entities.

use crate::labels::Labels;
use crate::network::Scores;
use crate::{Entity, entities, tree};

/// What the network says about one sequence of words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    /// Number of the universal part of speech of each word.
    pub(crate) upos: Vec<usize>,
    /// Number of the Penn tag of each word.
    pub(crate) xpos: Vec<usize>,
    /// Head of each word: 0 the root, k the word k - 1.
    pub(crate) heads: Vec<usize>,
    /// Number of the relation of each word.
    pub(crate) relations: Vec<usize>,
    /// Entities, in words of the sequence.
    pub(crate) entities: Vec<Entity>,
}

/// Decodes sequence number `index` of a batch, which has `words` words.
pub(crate) fn decode(scores: &Scores, index: usize, words: usize, labels: &Labels) -> Reading {
    let mut arc = Scores::rows(&scores.arc, index, words);
    for row in &mut arc {
        row.truncate(words + 1);
    }
    let heads = tree::heads(&arc);
    let dependents = Scores::rows(&scores.rel_dep, index, words);
    let head_vectors = Scores::rows(&scores.rel_head, index, words + 1);
    let relations = heads
        .iter()
        .zip(&dependents)
        .map(|(head, dependent)| relation(*head, dependent, &head_vectors, labels))
        .collect();
    let ner = Scores::rows(&scores.ner, index, words);
    let ner: Vec<&[f32]> = ner.iter().map(Vec::as_slice).collect();
    Reading {
        upos: Scores::rows(&scores.upos, index, words)
            .iter()
            .map(|row| largest(row))
            .collect(),
        xpos: Scores::rows(&scores.xpos, index, words)
            .iter()
            .map(|row| largest(row))
            .collect(),
        heads,
        relations,
        entities: entities::entities(&labels.tags, &ner),
    }
}

/// The best label between a word and its head; `root` for the root and only for it.
fn relation(head: usize, dependent: &[f32], heads: &[Vec<f32>], labels: &Labels) -> usize {
    let Some(vector) = heads.get(head).filter(|_| head != 0) else {
        return labels.root;
    };
    let mut best = None;
    for (label, part) in dependent.chunks_exact(labels.width).enumerate() {
        let score: f32 = part.iter().zip(vector).map(|(a, b)| a * b).sum();
        if label != labels.root && best.is_none_or(|(_, high)| score > high) {
            best = Some((label, score));
        }
    }
    best.map_or(labels.root, |(label, _)| label)
}

/// The index of the largest number; the first of equals.
fn largest(row: &[f32]) -> usize {
    let mut best = 0;
    for (index, value) in row.iter().enumerate() {
        if *value > row[best] {
            best = index;
        }
    }
    best
}
