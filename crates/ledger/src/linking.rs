//! How pairs of events become incidents.
//!
//! Pairs that may be one happening ([`crate::joining`]) are joined strongest first, ties by publication date, report
//! id and place in the report. Two groups become one only if *every* event of the one may be one happening with
//! *every* event of the other (complete linkage), so a vague report cannot chain two happenings together, and two
//! events of one report never share an incident. Nothing in this depends on when a report was added: the incidents
//! are a function of the set of reports.
//!
//! An addition can only change incidents that are tied to it by a chain of possible pairs; linking recomputes just
//! those.

/// A possible pair: its strength and the two events, as places in one ordered list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) strength: u32,
    pub(crate) a: usize,
    pub(crate) b: usize,
}

/// Groups the events `0..count` by complete linkage. Each group is sorted, and the groups by their first event.
pub(crate) fn group(count: usize, mut pairs: Vec<Pair>) -> Vec<Vec<usize>> {
    pairs.sort_by_key(|pair| {
        let (first, second) = (pair.a.min(pair.b), pair.a.max(pair.b));
        (std::cmp::Reverse(pair.strength), first, second)
    });
    let mut partners: Vec<Vec<usize>> = vec![Vec::new(); count];
    for pair in &pairs {
        partners[pair.a].push(pair.b);
        partners[pair.b].push(pair.a);
    }
    for list in &mut partners {
        list.sort_unstable();
        list.dedup();
    }
    // `partners[g]` holds the events that may join every member of the group that is led by `g`.
    let mut leader: Vec<usize> = (0..count).collect();
    let mut members: Vec<Vec<usize>> = (0..count).map(|event| vec![event]).collect();
    for pair in pairs {
        let (a, b) = (leader[pair.a], leader[pair.b]);
        let (keep, give) = (a.min(b), a.max(b));
        if keep == give || !contains_all(&partners[keep], &members[give]) {
            continue;
        }
        let moved = std::mem::take(&mut members[give]);
        for event in &moved {
            leader[*event] = keep;
        }
        members[keep].extend(moved);
        members[keep].sort_unstable();
        let shared = intersect(&partners[keep], &partners[give]);
        partners[keep] = shared;
    }
    members.retain(|group| !group.is_empty());
    members
}

fn contains_all(sorted: &[usize], wanted: &[usize]) -> bool {
    wanted.iter().all(|item| sorted.binary_search(item).is_ok())
}

fn intersect(a: &[usize], b: &[usize]) -> Vec<usize> {
    a.iter()
        .copied()
        .filter(|item| b.binary_search(item).is_ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(strength: u32, a: usize, b: usize) -> Pair {
        Pair { strength, a, b }
    }

    #[test]
    fn a_vague_event_does_not_chain_two_happenings() {
        // 1 fits both 0 and 2, which do not fit each other: it goes to the stronger one.
        let groups = group(3, vec![pair(1, 0, 1), pair(2, 1, 2)]);
        assert_eq!(groups, vec![vec![0], vec![1, 2]]);
    }

    #[test]
    fn all_that_fit_each_other_are_one_whatever_the_order_of_pairs() {
        let pairs = vec![pair(1, 0, 1), pair(1, 2, 1), pair(1, 0, 2), pair(5, 3, 4)];
        let expected = vec![vec![0, 1, 2], vec![3, 4]];
        assert_eq!(group(5, pairs.clone()), expected);
        assert_eq!(group(5, pairs.into_iter().rev().collect()), expected);
    }
}
