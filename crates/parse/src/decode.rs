//! Scores to the reading of one sequence: tags, tree, labels, entities.

use dateline_encoder::Scores;

use crate::labels::Labels;
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

/// Decodes the scores of one sequence.
pub(crate) fn decode(scores: &Scores, labels: &Labels) -> Reading {
    let arcs: Vec<&[f32]> = scores.arc.rows().collect();
    let heads = tree::heads(&arcs);
    let vectors: Vec<&[f32]> = scores.rel_head.rows().collect();
    let relations = heads
        .iter()
        .zip(scores.rel_dep.rows())
        .map(|(head, dependent)| relation(*head, dependent, &vectors, labels))
        .collect();
    let tags: Vec<&[f32]> = scores.ner.rows().collect();
    Reading {
        upos: scores.upos.rows().map(largest).collect(),
        xpos: scores.xpos.rows().map(largest).collect(),
        heads,
        relations,
        entities: entities::entities(&labels.tags, &tags),
    }
}

/// The best label between a word and its head; `root` for the root and only for it.
fn relation(head: usize, dependent: &[f32], heads: &[&[f32]], labels: &Labels) -> usize {
    let Some(vector) = heads.get(head).filter(|_| head != 0) else {
        return labels.root;
    };
    let mut best = None;
    for (label, part) in dependent.chunks_exact(labels.width).enumerate() {
        let score: f32 = part.iter().zip(*vector).map(|(a, b)| a * b).sum();
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
