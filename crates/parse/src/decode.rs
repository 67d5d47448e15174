//! Scores to the reading of one sequence: tags, tree, labels, entities.

use dateline_encoder::{Encoder, Scores, Scratch, WordHead};

use crate::anchors::{Anchors, anchors};
use crate::bio::largest;
use crate::labels::Labels;
use crate::path::Tree;
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
    /// Predicates, triggers, cues and mentions, in words of the sequence.
    pub(crate) anchors: Anchors,
}

/// Decodes the scores of one sequence with the words `forms`; the network is asked once more for the roles.
pub(crate) fn decode(
    network: (&Encoder, &mut Scratch),
    scores: &Scores,
    labels: &Labels,
    forms: &[&str],
) -> Reading {
    let (encoder, scratch) = network;
    let (heads, relations) = read_tree((encoder, scratch), scores, labels);
    let tree = Tree {
        heads: &heads,
        relations: &relations,
    };
    let anchors = anchors((encoder, scratch), scores, labels, (forms, tree));
    let tags: Vec<&[f32]> = scores.of(WordHead::Ner).rows().collect();
    Reading {
        upos: scores.of(WordHead::Upos).rows().map(largest).collect(),
        xpos: scores.of(WordHead::Xpos).rows().map(largest).collect(),
        heads,
        relations,
        entities: entities::entities(&labels.tags, &tags),
        anchors,
    }
}

/// The best tree with one root: the head of each word, and the number of its relation.
pub(crate) fn read_tree(
    (encoder, scratch): (&Encoder, &mut Scratch),
    scores: &Scores,
    labels: &Labels,
) -> (Vec<usize>, Vec<usize>) {
    let arcs: Vec<&[f32]> = scores.arc.rows().collect();
    let heads = tree::heads(&arcs);
    let vectors = encoder.relations(scores, &heads, scratch);
    let named = heads.iter().zip(vectors.rows());
    let relations = named
        .map(|(head, row)| relation(*head, row, labels.root))
        .collect();
    (heads, relations)
}

/// The best label between a word and its head; `root` for the root and only for it.
fn relation(head: usize, scores: &[f32], root: usize) -> usize {
    if head == 0 {
        return root;
    }
    let mut best = None;
    for (label, score) in scores.iter().enumerate() {
        if label != root && best.is_none_or(|(_, high)| *score > high) {
            best = Some((label, *score));
        }
    }
    best.map_or(root, |(label, _)| label)
}
