//! Head scores to a tree with exactly one root.

/// What a second root costs: more than any sum of scores, so that the best tree has one root.
const ROOT_COST: f64 = 1e6;

/// The best tree of one sentence.
///
/// `scores[word][head]` with head 0 the root and head k word k - 1; returns each word's head in the same counting.
/// The greedy choice stands when it is already a tree with one root.
pub(crate) fn heads(scores: &[&[f32]]) -> Vec<usize> {
    let greedy: Vec<usize> = scores
        .iter()
        .enumerate()
        .map(|(word, row)| best(word, row))
        .collect();
    let roots = greedy.iter().filter(|head| **head == 0).count();
    let with_root: Vec<usize> = std::iter::once(0).chain(greedy.iter().copied()).collect();
    if roots == 1 && ring(&with_root).is_none() {
        return greedy;
    }
    let words = scores.len();
    let mut matrix = vec![vec![f64::NEG_INFINITY; words + 1]; words + 1];
    for (word, row) in scores.iter().enumerate() {
        for (head, score) in row.iter().take(words + 1).enumerate() {
            let score = if score.is_finite() {
                f64::from(*score)
            } else {
                -1e4
            };
            if head != word + 1 {
                matrix[word + 1][head] = if head == 0 { score - ROOT_COST } else { score };
            }
        }
    }
    spanning_tree(&matrix).into_iter().skip(1).collect()
}

/// The best head of one word, itself excluded; the first of equals.
fn best(word: usize, row: &[f32]) -> usize {
    let mut best = 0;
    let mut score = f32::NEG_INFINITY;
    for (head, candidate) in row.iter().enumerate() {
        if head != word + 1 && *candidate > score {
            (best, score) = (head, *candidate);
        }
    }
    best
}

/// Nodes on a cycle of the heads, if there is one. Node 0 is the root and has no head.
fn ring(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0; heads.len()];
    for start in 1..heads.len() {
        let mut node = start;
        while node != 0 && seen[node] == 0 {
            seen[node] = start;
            node = heads[node];
        }
        if node != 0 && seen[node] == start {
            let mut ring = vec![node];
            let mut next = heads[node];
            while next != node {
                ring.push(next);
                next = heads[next];
            }
            ring.sort_unstable();
            return Some(ring);
        }
    }
    None
}

/// Chu-Liu/Edmonds: the maximum spanning tree rooted in node 0. `weights[node][head]`; row 0 is ignored.
fn spanning_tree(weights: &[Vec<f64>]) -> Vec<usize> {
    let mut heads: Vec<usize> = weights.iter().map(|row| largest(row)).collect();
    heads[0] = 0;
    let Some(ring) = ring(&heads) else {
        return heads;
    };
    let contraction = Contraction::new(weights, &heads, &ring);
    let inner = spanning_tree(&contraction.weights);
    let joint = contraction.outside.len();
    for (small, node) in contraction.outside.iter().enumerate().skip(1) {
        heads[*node] = if inner[small] == joint {
            contraction.leave[small]
        } else {
            contraction.outside[inner[small]]
        };
    }
    let from = inner[joint];
    heads[contraction.enter[from]] = contraction.outside[from];
    heads
}

/// A graph in which a ring of nodes has become one node, the last.
struct Contraction {
    weights: Vec<Vec<f64>>,
    /// The nodes that are not on the ring, by their new number.
    outside: Vec<usize>,
    /// For each outside node: the ring node that it would best become the head of.
    enter: Vec<usize>,
    /// For each outside node: the ring node that would best be its head.
    leave: Vec<usize>,
}

impl Contraction {
    fn new(weights: &[Vec<f64>], heads: &[usize], ring: &[usize]) -> Self {
        let outside: Vec<usize> = (0..weights.len())
            .filter(|node| !ring.contains(node))
            .collect();
        let joint = outside.len();
        let mut small = vec![vec![f64::NEG_INFINITY; joint + 1]; joint + 1];
        let mut enter = vec![ring[0]; joint];
        let mut leave = vec![ring[0]; joint];
        for (new, node) in outside.iter().enumerate() {
            for (new_head, head) in outside.iter().enumerate() {
                small[new][new_head] = weights[*node][*head];
            }
            for inside in ring {
                let gain = weights[*inside][*node] - weights[*inside][heads[*inside]];
                if gain > small[joint][new] {
                    small[joint][new] = gain;
                    enter[new] = *inside;
                }
                if weights[*node][*inside] > small[new][joint] {
                    small[new][joint] = weights[*node][*inside];
                    leave[new] = *inside;
                }
            }
        }
        Self {
            weights: small,
            outside,
            enter,
            leave,
        }
    }
}

/// The index of the largest weight; the first of equals.
fn largest(row: &[f64]) -> usize {
    let mut best = 0;
    for (index, weight) in row.iter().enumerate() {
        if *weight > row[best] {
            best = index;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(scores: &[&[f32]], expect: &[usize]) {
        assert_eq!(heads(scores), expect);
    }

    #[test]
    fn a_greedy_tree_stands() {
        check(&[&[0.0, 0.0, 9.0], &[9.0, 1.0, 0.0]], &[2, 0]);
    }

    #[test]
    fn two_roots_become_one() {
        check(&[&[9.0, 0.0, 1.0], &[8.0, 2.0, 0.0]], &[0, 1]);
    }

    #[test]
    fn a_cycle_is_broken_where_it_costs_least() {
        check(
            &[
                &[1.0, 0.0, 9.0, 0.0],
                &[5.0, 9.0, 0.0, 0.0],
                &[0.0, 0.0, 3.0, 0.0],
            ],
            &[2, 0, 2],
        );
    }

    #[test]
    fn no_words_no_heads_and_one_word_is_the_root() {
        check(&[], &[]);
        check(&[&[f32::NAN, 3.0]], &[0]);
    }

    /// All single-root trees, the best sum of scores.
    fn brute_force(scores: &[&[f32]]) -> f32 {
        let words = scores.len();
        let mut best = f32::NEG_INFINITY;
        for code in 0..(words + 1).pow(u32::try_from(words).unwrap_or(0)) {
            let heads: Vec<usize> = (0..words)
                .scan(code, |rest, _| {
                    let head = *rest % (words + 1);
                    *rest /= words + 1;
                    Some(head)
                })
                .collect();
            if is_tree(&heads) {
                best = best.max(total(scores, &heads));
            }
        }
        best
    }

    fn total(scores: &[&[f32]], heads: &[usize]) -> f32 {
        heads.iter().zip(scores).map(|(head, row)| row[*head]).sum()
    }

    fn is_tree(heads: &[usize]) -> bool {
        let with_root: Vec<usize> = std::iter::once(0).chain(heads.iter().copied()).collect();
        heads.iter().filter(|head| **head == 0).count() == 1 && ring(&with_root).is_none()
    }

    proptest! {
        #[test]
        fn the_tree_is_the_best_of_all(cells in prop::collection::vec(-9.0_f32..9.0, 20), words in 1_usize..5) {
            let scores: Vec<&[f32]> = cells.chunks(words + 1).take(words).collect();
            let found = heads(&scores);
            prop_assert!(is_tree(&found));
            prop_assert!((total(&scores, &found) - brute_force(&scores)).abs() < 1e-3);
        }
    }
}
