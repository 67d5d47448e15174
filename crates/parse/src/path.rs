//! How the tree leads from an anchor to each word, as one number.
//!
//! What fills a role of PropBank is as a rule a whole subtree below its predicate, or beside one of the predicate's
//! heads; with the path the network of pairs sees that at a glance (Gildea & Jurafsky 2002). `training/paths.py` counts
//! in the same way.

/// No tree, or a word that no number tells.
const UNKNOWN: u16 = 0;

/// The anchor itself.
const ANCHOR: u16 = 1;

/// Blocks of numbers, one for each relation: the word lies below the anchor; it is the anchor's head, or the head's
/// head; it lies below the anchor's head, below the head's head, below one higher up.
const KINDS: usize = 6;

/// Heads above the anchor that are told apart, the last for all above.
const HIGHEST: usize = 3;

/// A tree: the head of each word (0 the root, k the word k - 1), and the number of its relation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tree<'a> {
    pub(crate) heads: &'a [usize],
    pub(crate) relations: &'a [usize],
}

/// How many numbers there are when there are so many relations.
pub(crate) fn size(relations: usize) -> usize {
    2 + KINDS * relations
}

/// One number for each word of the tree; `relations` is how many relations there are.
pub(crate) fn paths(tree: Tree<'_>, anchor: usize, relations: usize) -> Vec<u16> {
    let mut found: Vec<Option<u16>> = vec![None; tree.heads.len()];
    let above = above(tree, anchor);
    for (steps, word) in above.iter().enumerate() {
        let below = steps.checked_sub(1).and_then(|before| above.get(before));
        let number = match below {
            None => ANCHOR,
            Some(below) if steps < HIGHEST => number(tree, steps, *below, relations),
            Some(_) => UNKNOWN,
        };
        if let Some(place) = found.get_mut(*word) {
            *place = Some(number);
        }
    }
    for word in 0..found.len() {
        climb(tree, word, &above, relations, &mut found);
    }
    let told = found.into_iter().map(Option::unwrap_or_default);
    told.collect()
}

/// The anchor and its heads up to the root.
fn above(tree: Tree<'_>, anchor: usize) -> Vec<usize> {
    let mut above = vec![anchor];
    let mut at = anchor;
    while let Some(head) = head(tree, at)
        && above.len() <= tree.heads.len()
    {
        above.push(head);
        at = head;
    }
    above
}

/// Climbs from a word until its number is clear and gives it to all words on the way.
fn climb(
    tree: Tree<'_>,
    word: usize,
    above: &[usize],
    relations: usize,
    found: &mut [Option<u16>],
) {
    let (mut top, mut at) = (None, word);
    let mut steps = 0;
    let told = loop {
        if let Some(told) = found[at] {
            break told;
        }
        top = Some(at);
        steps += 1;
        match head(tree, at) {
            Some(head) if steps <= found.len() => at = head,
            _ => break UNKNOWN,
        }
    };
    let Some(top) = top else { return };
    let told = match above.iter().position(|head| *head == at) {
        Some(0) => number(tree, 0, top, relations),
        Some(level) => number(tree, 2 + level.min(HIGHEST), top, relations),
        None => told,
    };
    let mut at = Some(word);
    while let Some(here) = at
        && found[here].is_none()
    {
        found[here] = Some(told);
        at = head(tree, here);
    }
}

/// The number of a block and the relation by which `word` hangs.
fn number(tree: Tree<'_>, block: usize, word: usize, relations: usize) -> u16 {
    let relation = tree.relations.get(word).copied().unwrap_or_default();
    u16::try_from(2 + block * relations + relation).unwrap_or(UNKNOWN)
}

fn head(tree: Tree<'_>, word: usize) -> Option<usize> {
    let head = tree.heads.get(word)?.checked_sub(1)?;
    (head < tree.heads.len()).then_some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RELATIONS: usize = 10;

    /// "The army said rebels killed soldiers": det nsubj root nsubj ccomp obj.
    const TREE: Tree<'static> = Tree {
        heads: &[2, 3, 0, 5, 3, 5],
        relations: &[1, 2, 0, 2, 3, 4],
    };

    #[test]
    fn subtrees_below_the_anchor_and_beside_its_head_are_told_apart() {
        let of = |anchor| paths(TREE, anchor, RELATIONS);
        // From "killed": its own subject and object, the head by ccomp, the subject of the head with its article.
        let beside = u16::try_from(2 + 3 * RELATIONS + 2).unwrap();
        let head = u16::try_from(2 + RELATIONS + 3).unwrap();
        assert_eq!(of(4), [beside, beside, head, 4, ANCHOR, 6]);
        // From the root everything lies below.
        assert_eq!(of(2), [4, 4, ANCHOR, 5, 5, 5]);
    }

    #[test]
    fn from_a_leaf_the_heads_are_counted() {
        let head = u16::try_from(2 + RELATIONS + 2).unwrap();
        let second = u16::try_from(2 + 2 * RELATIONS + 3).unwrap();
        let beside_second = u16::try_from(2 + 4 * RELATIONS + 2).unwrap();
        let beside = u16::try_from(2 + 3 * RELATIONS + 4).unwrap();
        assert_eq!(
            paths(TREE, 3, RELATIONS),
            [beside_second, beside_second, second, ANCHOR, head, beside]
        );
    }

    #[test]
    fn what_is_no_tree_ends() {
        let circle = Tree {
            heads: &[2, 1, 9],
            relations: &[1, 1, 1],
        };
        assert_eq!(paths(circle, 0, RELATIONS).len(), 3);
        let missing = Tree {
            heads: &[],
            relations: &[],
        };
        assert!(paths(missing, 4, RELATIONS).is_empty());
    }
}
