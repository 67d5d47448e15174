//! MUC, B³ and CEAFe by their definitions, over chains given as sets of mentions. A mention that stands alone is a chain too.

use std::collections::{BTreeMap, BTreeSet};

/// What names one person, group or place; no two chains of a list share a mention.
pub(super) type Chain<M> = BTreeSet<M>;

/// The names of the measures, in the order of [`Tally::f1`].
pub(super) const MEASURES: [&str; 3] = ["MUC", "B³", "CEAFe"];

/// What of the gold is found, what of the found is gold, and all of either.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    recalled: f64,
    gold: f64,
    right: f64,
    found: f64,
}

/// The counts of the measures, and of mentions, over documents.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    measures: [Counts; 3],
    mentions: Counts,
}

impl Counts {
    fn add(&mut self, (recalled, gold): (f64, f64), (right, found): (f64, f64)) {
        self.recalled += recalled;
        self.gold += gold;
        self.right += right;
        self.found += found;
    }

    /// In per cent.
    fn f1(self) -> f64 {
        let share = |part: f64, all: f64| if all > 0.0 { part / all } else { 0.0 };
        let (recall, precision) = (
            share(self.recalled, self.gold),
            share(self.right, self.found),
        );
        100.0 * share(2.0 * recall * precision, recall + precision)
    }
}

impl Tally {
    /// Compares the chains of one document.
    pub(super) fn add<M: Ord>(&mut self, gold: &[Chain<M>], found: &[Chain<M>]) {
        let [muc, b_cubed, ceafe] = &mut self.measures;
        muc.add(links(gold, found), links(found, gold));
        b_cubed.add(members(gold, found), members(found, gold));
        let shared = alike(gold, found);
        ceafe.add((shared, count(gold.len())), (shared, count(found.len())));
        let all = |chains: &[Chain<M>]| count(chains.iter().map(BTreeSet::len).sum());
        let known = numbers(found);
        let both = gold.iter().flatten().filter(|it| known.contains_key(it));
        let both = count(both.count());
        self.mentions.add((both, all(gold)), (both, all(found)));
    }

    /// The measures, in per cent.
    pub(super) fn f1(&self) -> [f64; 3] {
        self.measures.map(Counts::f1)
    }

    /// The mean of the three, which the `CoNLL` shared tasks ranked by.
    pub(super) fn conll(&self) -> f64 {
        self.f1().iter().sum::<f64>() / 3.0
    }

    /// Of the mentions, whatever their chains.
    pub(super) fn mentions(&self) -> f64 {
        self.mentions.f1()
    }
}

#[allow(clippy::cast_precision_loss)] // counts of mentions
fn count(number: usize) -> f64 {
    number as f64
}

/// The number of each mention's chain.
fn numbers<M: Ord>(chains: &[Chain<M>]) -> BTreeMap<&M, usize> {
    let numbered = chains.iter().enumerate();
    numbered
        .flat_map(|(number, chain)| chain.iter().map(move |mention| (mention, number)))
        .collect()
}

/// MUC: the links of the chains that the other chains have too, and all.
fn links<M: Ord>(chains: &[Chain<M>], other: &[Chain<M>]) -> (f64, f64) {
    let of = numbers(other);
    let (mut kept, mut all) = (0, 0);
    for chain in chains {
        let lost = chain.iter().filter(|it| !of.contains_key(it)).count();
        let parts: BTreeSet<usize> = chain.iter().filter_map(|it| of.get(it).copied()).collect();
        kept += chain.len() - lost - parts.len();
        all += chain.len().saturating_sub(1);
    }
    (count(kept), count(all))
}

/// B³: for each mention the share of its chain that its other chain holds, and the number of mentions.
fn members<M: Ord>(chains: &[Chain<M>], other: &[Chain<M>]) -> (f64, f64) {
    let of = numbers(other);
    let (mut kept, mut all) = (0.0, 0);
    for chain in chains {
        let mut shares: BTreeMap<usize, usize> = BTreeMap::new();
        for number in chain.iter().filter_map(|it| of.get(it)) {
            *shares.entry(*number).or_default() += 1;
        }
        let squares: usize = shares.values().map(|shared| shared * shared).sum();
        kept += count(squares) / count(chain.len().max(1));
        all += chain.len();
    }
    (kept, count(all))
}

/// CEAFe: how alike the chains of the best one-to-one assignment are, in sum. Only chains that share a mention compete,
/// so each group of such chains is solved apart.
fn alike<M: Ord>(chains: &[Chain<M>], other: &[Chain<M>]) -> f64 {
    let of = numbers(other);
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut groups: Vec<(BTreeSet<usize>, BTreeSet<usize>)> = Vec::new();
    for (number, chain) in chains.iter().enumerate() {
        let mut group = (BTreeSet::from([number]), BTreeSet::new());
        for it in chain.iter().filter_map(|it| of.get(it)) {
            *shared.entry((number, *it)).or_default() += 1;
            group.1.insert(*it);
        }
        groups.retain(|known| {
            let apart = known.1.is_disjoint(&group.1);
            if !apart {
                group.0.extend(&known.0);
                group.1.extend(&known.1);
            }
            apart
        });
        groups.push(group);
    }
    let gain = |left: usize, right: usize| {
        let both = shared.get(&(left, right)).copied().unwrap_or_default();
        2.0 * count(both) / count((chains[left].len() + other[right].len()).max(1))
    };
    let solve = |(left, right): &(BTreeSet<usize>, BTreeSet<usize>)| {
        let rows = left.iter();
        let rows = rows.map(|left| right.iter().map(|right| gain(*left, *right)).collect());
        assigned(rows.collect())
    };
    groups.iter().map(solve).sum()
}

/// The most that a one-to-one assignment of rows to columns gains (the Hungarian method).
fn assigned(mut gains: Vec<Vec<f64>>) -> f64 {
    let columns = gains.first().map_or(0, Vec::len);
    if columns == 0 {
        return 0.0;
    }
    if gains.len() > columns {
        let column = |index: usize| gains.iter().map(|row| row[index]).collect();
        gains = (0..columns).map(column).collect();
    }
    let (rows, columns) = (gains.len(), gains[0].len());
    // Column 0 stands for none; rows and columns count from 1.
    let (mut row_prices, mut prices) = (vec![0.0; rows + 1], vec![0.0; columns + 1]);
    let mut row_of = vec![0; columns + 1];
    for row in 1..=rows {
        row_of[0] = row;
        let mut slack = vec![f64::INFINITY; columns + 1];
        let mut back = vec![0; columns + 1];
        let mut done = vec![false; columns + 1];
        let mut at = 0;
        while row_of[at] != 0 {
            done[at] = true;
            let row = row_of[at];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for column in (1..=columns).filter(|column| !done[*column]) {
                let cost = -gains[row - 1][column - 1] - row_prices[row] - prices[column];
                if cost < slack[column] {
                    slack[column] = cost;
                    back[column] = at;
                }
                if slack[column] < step {
                    step = slack[column];
                    next = column;
                }
            }
            for column in 0..=columns {
                if done[column] {
                    row_prices[row_of[column]] += step;
                    prices[column] -= step;
                } else {
                    slack[column] -= step;
                }
            }
            at = next;
        }
        while at != 0 {
            row_of[at] = row_of[back[at]];
            at = back[at];
        }
    }
    let taken = (1..=columns).filter(|column| row_of[*column] != 0);
    taken
        .map(|column| gains[row_of[column] - 1][column - 1])
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chains(text: &str) -> Vec<Chain<char>> {
        text.split(' ').map(|word| word.chars().collect()).collect()
    }

    fn scores(gold: &str, found: &str) -> [f64; 3] {
        let mut tally = Tally::default();
        tally.add(&chains(gold), &chains(found));
        tally.f1().map(|value| (value * 10.0).round() / 10.0)
    }

    #[test]
    fn the_published_cases_of_the_reference_scorer_come_out_equal() {
        // TC-A to TC-D of its tests: recall and precision are published there as fractions.
        assert_eq!(scores("abc defg", "abc defg"), [100.0, 100.0, 100.0]);
        assert_eq!(scores("abc defg", "ab cd fghi"), [40.0, 45.5, 52.0]);
    }

    #[test]
    fn chains_in_two_halves_lose_a_link() {
        // MUC: 2 of 3 links, all of 2 found. B³: recall 4/8, precision 1. CEAFe: one half, 2 * 2 / 6, of 1 and of 2.
        assert_eq!(scores("abcd", "ab cd"), [80.0, 66.7, 44.4]);
    }

    #[test]
    fn mentions_that_stand_alone_count_for_chains_but_not_for_links() {
        let mut tally = Tally::default();
        tally.add(&chains("a b cd"), &chains("a cd x"));
        assert!((tally.f1()[0] - 100.0).abs() < 1e-9);
        assert!((tally.mentions() - 75.0).abs() < 1e-9);
        assert!((tally.f1()[2] - 200.0 / 3.0).abs() < 1e-9);
    }

    #[test]
    fn the_best_assignment_is_found_though_the_best_pair_is_not_in_it() {
        let gains = vec![vec![5.0, 4.0], vec![4.0, 0.0]];
        assert!((assigned(gains) - 8.0).abs() < 1e-9);
        let gains = vec![vec![1.0, 2.0, 3.0], vec![3.0, 3.0, 3.0]];
        assert!((assigned(gains.clone()) - 6.0).abs() < 1e-9);
        let turned = (0..3).map(|column| vec![gains[0][column], gains[1][column]]);
        assert!((assigned(turned.collect()) - 6.0).abs() < 1e-9);
    }
}
