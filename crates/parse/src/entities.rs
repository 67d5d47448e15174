//! Tag scores to entities: the best legal BIO sequence.

use crate::labels::Tag;
use crate::{Entity, EntityKind};

/// The entities of one sentence from the tag scores (logits) of its words, `scores[word][tag]`.
pub(crate) fn entities(tags: &[Tag], scores: &[&[f32]]) -> Vec<Entity> {
    let logs: Vec<Vec<f32>> = scores.iter().map(|row| log_softmax(row)).collect();
    let best = viterbi(tags, &logs);
    let mut entities: Vec<Entity> = Vec::new();
    for (word, tag) in best.iter().enumerate() {
        match (tags[*tag], entities.last_mut()) {
            (Tag::Begin(kind), _) => entities.push(Entity {
                tokens: word..word + 1,
                kind,
                score: 0.0,
            }),
            (Tag::Inside(_), Some(open)) => open.tokens.end = word + 1,
            _ => {}
        }
    }
    for entity in &mut entities {
        entity.score = score(tags, &logs, entity);
    }
    entities
}

/// The mean probability of the kind over the entity's words.
#[allow(clippy::cast_precision_loss)] // words of one entity: a handful
fn score(tags: &[Tag], logs: &[Vec<f32>], entity: &Entity) -> f32 {
    let of_kind = |row: &Vec<f32>| -> f32 {
        tags.iter()
            .zip(row)
            .filter(|(tag, _)| kind(**tag) == Some(entity.kind))
            .map(|(_, log)| log.exp())
            .sum()
    };
    let sum: f32 = logs[entity.tokens.clone()].iter().map(of_kind).sum();
    (sum / entity.tokens.len() as f32).min(1.0)
}

fn kind(tag: Tag) -> Option<EntityKind> {
    match tag {
        Tag::Outside => None,
        Tag::Begin(kind) | Tag::Inside(kind) => Some(kind),
    }
}

fn log_softmax(row: &[f32]) -> Vec<f32> {
    let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = row.iter().map(|value| (value - most).exp()).sum();
    let norm = most + sum.ln();
    row.iter().map(|value| value - norm).collect()
}

/// An inside tag continues the same kind; everything else may follow anything.
fn legal(before: Option<Tag>, tag: Tag) -> bool {
    match tag {
        Tag::Inside(inside) => before.and_then(kind) == Some(inside),
        _ => true,
    }
}

/// The best sequence of tags; of equals the one with the lower numbers.
fn viterbi(tags: &[Tag], logs: &[Vec<f32>]) -> Vec<usize> {
    let mut back: Vec<Vec<usize>> = Vec::with_capacity(logs.len());
    let mut reach: Vec<f32> = Vec::new();
    for row in logs {
        let mut next = vec![f32::NEG_INFINITY; tags.len()];
        let mut from = vec![0; tags.len()];
        for (tag, log) in row.iter().enumerate().take(tags.len()) {
            if back.is_empty() {
                if legal(None, tags[tag]) {
                    next[tag] = *log;
                }
                continue;
            }
            for (before, score) in reach.iter().enumerate() {
                if legal(Some(tags[before]), tags[tag]) && score + log > next[tag] {
                    next[tag] = score + log;
                    from[tag] = before;
                }
            }
        }
        back.push(from);
        reach = next;
    }
    let mut best = 0;
    for (tag, score) in reach.iter().enumerate() {
        if *score > reach[best] {
            best = tag;
        }
    }
    let mut path: Vec<usize> = back
        .iter()
        .rev()
        .map(|from| {
            let tag = best;
            best = from[tag];
            tag
        })
        .collect();
    path.reverse();
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAGS: [Tag; 5] = [
        Tag::Outside,
        Tag::Begin(EntityKind::Person),
        Tag::Inside(EntityKind::Person),
        Tag::Begin(EntityKind::Place),
        Tag::Inside(EntityKind::Place),
    ];

    fn check(scores: &[&[f32]], expect: &[(usize, usize, EntityKind)]) {
        let found: Vec<_> = entities(&TAGS, scores)
            .into_iter()
            .map(|entity| {
                assert!((0.0..=1.0).contains(&entity.score));
                (entity.tokens.start, entity.tokens.end, entity.kind)
            })
            .collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn entities_begin_and_continue() {
        check(
            &[
                &[0., 5., 0., 0., 0.],
                &[0., 0., 5., 0., 0.],
                &[5., 0., 0., 0., 0.],
                &[0., 0., 0., 5., 0.],
            ],
            &[(0, 2, EntityKind::Person), (3, 4, EntityKind::Place)],
        );
    }

    #[test]
    fn an_inside_tag_without_a_beginning_is_mended() {
        check(&[&[0., 2., 0., 0., 9.]], &[(0, 1, EntityKind::Person)]);
        check(
            &[&[0., 5., 0., 1., 0.], &[0., 0., 1., 0., 2.]],
            &[(0, 2, EntityKind::Person)],
        );
        check(&[], &[]);
    }
}
