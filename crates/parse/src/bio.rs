//! Tag scores to spans: the best legal BIO sequence.

use std::ops::Range;

/// One BIO tag over kinds `K`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag<K> {
    /// Nothing.
    Outside,
    /// The first word of a span.
    Begin(K),
    /// A later word of a span.
    Inside(K),
}

impl<K: Copy + PartialEq> Tag<K> {
    /// What the word belongs to.
    pub(crate) fn kind(self) -> Option<K> {
        match self {
            Self::Outside => None,
            Self::Begin(kind) | Self::Inside(kind) => Some(kind),
        }
    }
}

/// A table of tags, `O`, `B-X`, `I-X`, `B-Y`, …, for the kinds given.
pub(crate) fn table<K: Copy>(kinds: &[K]) -> Vec<Tag<K>> {
    let tags = kinds
        .iter()
        .flat_map(|kind| [Tag::Begin(*kind), Tag::Inside(*kind)]);
    std::iter::once(Tag::Outside).chain(tags).collect()
}

/// The spans of the best legal sequence, with their kinds; `scores[word][tag]` are logits.
pub(crate) fn spans<K: Copy + PartialEq>(
    tags: &[Tag<K>],
    scores: &[&[f32]],
) -> Vec<(Range<usize>, K)> {
    let mut spans: Vec<(Range<usize>, K)> = Vec::new();
    for (word, tag) in viterbi(tags, scores).iter().enumerate() {
        match (tags[*tag], spans.last_mut()) {
            (Tag::Begin(kind), _) => spans.push((word..word + 1, kind)),
            (Tag::Inside(_), Some((open, _))) => open.end = word + 1,
            _ => {}
        }
    }
    spans
}

/// The best sequence of tags; of equals the one with the lower numbers. Only an inside tag minds what stands before it:
/// it continues its own kind. So each word looks at the best tag before it and, for inside tags, at two others.
fn viterbi<K: Copy + PartialEq>(tags: &[Tag<K>], scores: &[&[f32]]) -> Vec<usize> {
    let before: Vec<Vec<usize>> = tags.iter().map(|tag| continued(tags, *tag)).collect();
    let mut back: Vec<usize> = Vec::with_capacity(scores.len() * tags.len());
    let mut reach: Vec<f32> = Vec::new();
    let mut next = Vec::with_capacity(tags.len());
    for row in scores {
        next.clear();
        let top = largest(&reach);
        for (tag, score) in row.iter().enumerate().take(tags.len()) {
            let inside = matches!(tags[tag], Tag::Inside(_));
            let from = match (inside, reach.is_empty()) {
                (false, _) => Some(top),
                (true, true) => None,
                (true, false) => best_of(&before[tag], &reach),
            };
            let reached = from.map(|from| reach.get(from).copied().unwrap_or_default());
            next.push(reached.map_or(f32::NEG_INFINITY, |reached| reached + score));
            back.push(from.unwrap_or_default());
        }
        std::mem::swap(&mut reach, &mut next);
    }
    let mut path = vec![0; scores.len()];
    let mut tag = largest(&reach);
    for (word, place) in path.iter_mut().enumerate().rev() {
        *place = tag;
        tag = back.get(word * tags.len() + tag).copied().unwrap_or(0);
    }
    path
}

/// The tags that an inside tag may follow.
fn continued<K: Copy + PartialEq>(tags: &[Tag<K>], tag: Tag<K>) -> Vec<usize> {
    let kind = match tag {
        Tag::Inside(kind) => Some(kind),
        _ => return Vec::new(),
    };
    (0..tags.len())
        .filter(|before| tags[*before].kind() == kind)
        .collect()
}

fn best_of(choices: &[usize], reach: &[f32]) -> Option<usize> {
    let mut best: Option<usize> = None;
    for choice in choices {
        if best.is_none_or(|best| reach[*choice] > reach[best]) {
            best = Some(*choice);
        }
    }
    best
}

/// The index of the largest number; the first of equals, 0 when there is none.
pub(crate) fn largest(row: &[f32]) -> usize {
    let mut best = 0;
    for (index, value) in row.iter().enumerate() {
        if *value > row[best] {
            best = index;
        }
    }
    best
}

/// The probabilities that a row of logits stands for.
pub(crate) fn softmax(row: &[f32]) -> Vec<f32> {
    let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f32> = row.iter().map(|value| (value - most).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.into_iter().map(|power| power / sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(scores: &[&[f32]], expect: &[(Range<usize>, char)]) {
        assert_eq!(spans(&table(&['p', 'l']), scores), expect);
    }

    #[test]
    fn spans_begin_and_continue() {
        check(
            &[
                &[0., 5., 0., 0., 0.],
                &[0., 0., 5., 0., 0.],
                &[5., 0., 0., 0., 0.],
                &[0., 0., 0., 5., 0.],
            ],
            &[(0..2, 'p'), (3..4, 'l')],
        );
    }

    #[test]
    fn an_inside_tag_without_a_beginning_is_mended() {
        check(&[&[0., 2., 0., 0., 9.]], &[(0..1, 'p')]);
        check(
            &[&[0., 5., 0., 1., 0.], &[0., 0., 1., 0., 2.]],
            &[(0..2, 'p')],
        );
        check(&[], &[]);
    }

    #[test]
    fn shares_add_up() {
        let shares = softmax(&[1.0, 1.0, 2.0]);
        assert!((shares.iter().sum::<f32>() - 1.0).abs() < 1e-6 && shares[2] > shares[0]);
    }
}
