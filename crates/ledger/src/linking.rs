//! How pairs of events become incidents.
//!
//! Pairs that match ([`crate::joining`]) are joined strongest first, ties by publication date, report id and place in
//! the report. Two groups become one only if *no* event of the one contradicts an event of the other and at least
//! *half* of the pairs across match by themselves. So a vague report cannot chain two happenings together, it may
//! still join the clear reports of one, and two events of one report never share an incident. Nothing in this depends
//! on when a report was added: the incidents are a function of the set of reports.
//!
//! An addition can only change incidents that are tied to it by a chain of matching pairs; linking recomputes just
//! those.

/// A matching pair: its strength and the two events, as places in one ordered list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) strength: u32,
    pub(crate) a: usize,
    pub(crate) b: usize,
}

/// Groups the events `0..count`. Each group is sorted, and the groups by their first event.
pub(crate) fn group(
    count: usize,
    mut pairs: Vec<Pair>,
    contradict: impl Fn(usize, usize) -> bool,
) -> Vec<Vec<usize>> {
    pairs.sort_by_key(|pair| {
        let (first, second) = (pair.a.min(pair.b), pair.a.max(pair.b));
        (std::cmp::Reverse(pair.strength), first, second)
    });
    let partners = partners(count, &pairs);
    let mut leader: Vec<usize> = (0..count).collect();
    let mut members: Vec<Vec<usize>> = (0..count).map(|event| vec![event]).collect();
    for pair in pairs {
        let (a, b) = (leader[pair.a], leader[pair.b]);
        let (keep, give) = (a.min(b), a.max(b));
        if keep == give || !agree(&members[keep], &members[give], &partners, &contradict) {
            continue;
        }
        let moved = std::mem::take(&mut members[give]);
        for event in &moved {
            leader[*event] = keep;
        }
        members[keep].extend(moved);
        members[keep].sort_unstable();
    }
    members.retain(|group| !group.is_empty());
    members
}

/// For each event the events that match it, sorted.
fn partners(count: usize, pairs: &[Pair]) -> Vec<Vec<usize>> {
    let mut partners: Vec<Vec<usize>> = vec![Vec::new(); count];
    for pair in pairs {
        partners[pair.a].push(pair.b);
        partners[pair.b].push(pair.a);
    }
    for list in &mut partners {
        list.sort_unstable();
        list.dedup();
    }
    partners
}

/// Whether half of the pairs across match and none contradicts.
fn agree(
    one: &[usize],
    other: &[usize],
    partners: &[Vec<usize>],
    contradict: &impl Fn(usize, usize) -> bool,
) -> bool {
    let mut open = 0;
    for a in one {
        for b in other {
            if partners[*a].binary_search(b).is_ok() {
                continue;
            }
            open += 1;
            if contradict(*a, *b) {
                return false;
            }
        }
    }
    open * 2 <= one.len() * other.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(strength: u32, a: usize, b: usize) -> Pair {
        Pair { strength, a, b }
    }

    #[test]
    fn a_vague_event_does_not_chain_two_happenings() {
        // 1 matches both 0 and 2, which contradict each other: it goes to the stronger one.
        let groups = group(3, vec![pair(1, 0, 1), pair(2, 1, 2)], |_, _| true);
        assert_eq!(groups, [vec![0], vec![1, 2]]);
    }

    #[test]
    fn a_vague_event_joins_where_half_of_the_clear_ones_match() {
        let pairs = vec![pair(3, 0, 1), pair(1, 1, 2)];
        assert_eq!(group(3, pairs, |_, _| false), [[0, 1, 2]]);
        let pairs = vec![pair(3, 0, 1), pair(3, 0, 2), pair(3, 1, 2), pair(1, 2, 3)];
        assert_eq!(group(4, pairs, |_, _| false), [vec![0, 1, 2], vec![3]]);
    }

    #[test]
    fn all_that_match_each_other_are_one_whatever_the_order_of_pairs() {
        let pairs = vec![pair(1, 0, 1), pair(1, 2, 1), pair(1, 0, 2), pair(5, 3, 4)];
        let expected = [vec![0, 1, 2], vec![3, 4]];
        assert_eq!(group(5, pairs.clone(), |_, _| true), expected);
        let backwards = pairs.into_iter().rev().collect();
        assert_eq!(group(5, backwards, |_, _| true), expected);
    }
}
