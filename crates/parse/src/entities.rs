//! Tag scores to entities.

use crate::bio::{self, Tag, softmax};
use crate::{Entity, EntityKind};

/// The entities of one sentence from the tag scores (logits) of its words, `scores[word][tag]`.
pub(crate) fn entities(tags: &[Tag<EntityKind>], scores: &[&[f32]]) -> Vec<Entity> {
    bio::spans(tags, scores)
        .into_iter()
        .map(|(tokens, kind)| Entity {
            score: score(tags, &scores[tokens.clone()], kind),
            tokens,
            kind,
        })
        .collect()
}

/// The mean probability of the kind over the entity's words.
#[allow(clippy::cast_precision_loss)] // words of one entity: a handful
fn score(tags: &[Tag<EntityKind>], words: &[&[f32]], kind: EntityKind) -> f32 {
    let of_kind = |row: &&[f32]| -> f32 {
        tags.iter()
            .zip(softmax(row))
            .filter(|(tag, _)| tag.kind() == Some(kind))
            .map(|(_, share)| share)
            .sum()
    };
    let sum: f32 = words.iter().map(of_kind).sum();
    (sum / words.len() as f32).min(1.0)
}
