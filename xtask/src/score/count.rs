//! Counting: shares, precision, recall, F1, also by class.

use std::collections::BTreeMap;

/// Right and all.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Share {
    pub(crate) right: usize,
    pub(crate) all: usize,
}

impl Share {
    /// Counts one case.
    pub(crate) fn add(&mut self, right: bool) {
        self.right += usize::from(right);
        self.all += 1;
    }

    /// In per cent.
    #[allow(clippy::cast_precision_loss)] // counts of words
    pub(crate) fn percent(self) -> f64 {
        100.0 * self.right as f64 / self.all.max(1) as f64
    }
}

/// Found, gold and both.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Overlap {
    pub(crate) both: usize,
    pub(crate) found: usize,
    pub(crate) gold: usize,
}

impl Overlap {
    /// Compares two sorted lists without repetitions.
    pub(crate) fn add<T: Ord>(&mut self, found: &[T], gold: &[T]) {
        self.both += found
            .iter()
            .filter(|one| gold.binary_search(one).is_ok())
            .count();
        self.found += found.len();
        self.gold += gold.len();
    }

    /// Compares two lists in which an item may stand more than once: each meets one of the other list.
    pub(crate) fn add_bags<T: Ord>(&mut self, mut found: Vec<T>, mut gold: Vec<T>) {
        found.sort();
        gold.sort();
        let mut rest = gold.iter().peekable();
        for one in &found {
            while rest.next_if(|other| *other < one).is_some() {}
            self.both += usize::from(rest.next_if_eq(&one).is_some());
        }
        self.found += found.len();
        self.gold += gold.len();
    }

    /// Compares two lists whose items fit or do not; each meets at most one of the other list, the first that fits.
    pub(crate) fn add_fitting<F, G>(
        &mut self,
        found: &[F],
        gold: &[G],
        fits: impl Fn(&F, &G) -> bool,
    ) {
        self.both += pairs(found, gold, fits).len();
        self.found += found.len();
        self.gold += gold.len();
    }

    /// F1 with precision, recall and the number of gold items.
    pub(crate) fn show(self) -> String {
        format!(
            "{:.1} (P {:.1}, R {:.1}, {} gold)",
            self.f1(),
            self.precision(),
            self.recall(),
            self.gold
        )
    }

    #[allow(clippy::cast_precision_loss)] // counts of words
    pub(crate) fn precision(self) -> f64 {
        100.0 * self.both as f64 / self.found.max(1) as f64
    }

    #[allow(clippy::cast_precision_loss)] // counts of words
    pub(crate) fn recall(self) -> f64 {
        100.0 * self.both as f64 / self.gold.max(1) as f64
    }

    #[allow(clippy::cast_precision_loss)] // counts of words
    pub(crate) fn f1(self) -> f64 {
        200.0 * self.both as f64 / (self.found + self.gold).max(1) as f64
    }
}

/// Indexes of found and gold items that fit, one to one: every gold item takes the first that is left.
pub(crate) fn pairs<F, G>(
    found: &[F],
    gold: &[G],
    fits: impl Fn(&F, &G) -> bool,
) -> Vec<(usize, usize)> {
    let mut taken = vec![false; found.len()];
    let mut pairs = Vec::new();
    for (index, one) in gold.iter().enumerate() {
        let partner = (0..found.len()).find(|at| !taken[*at] && fits(&found[*at], one));
        if let Some(at) = partner {
            taken[at] = true;
            pairs.push((at, index));
        }
    }
    pairs
}

/// Found, gold and both of every class.
#[derive(Clone, Debug)]
pub(crate) struct Classes<K>(BTreeMap<K, Overlap>);

impl<K> Default for Classes<K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord + Copy> Classes<K> {
    /// Counts one case: its class in the gold and as found; none where only the other side has it.
    pub(crate) fn add(&mut self, found: Option<K>, gold: Option<K>) {
        if let Some(class) = found {
            self.0.entry(class).or_default().found += 1;
        }
        if let Some(class) = gold {
            let overlap = self.0.entry(class).or_default();
            overlap.gold += 1;
            overlap.both += usize::from(found == gold);
        }
    }

    /// The classes that the gold has.
    pub(crate) fn present(&self) -> impl Iterator<Item = (K, Overlap)> {
        let classes = self.0.iter();
        classes
            .filter(|(_, overlap)| overlap.gold > 0)
            .map(|(class, overlap)| (*class, *overlap))
    }

    /// The mean F1 of the classes that the gold has, in per cent.
    #[allow(clippy::cast_precision_loss)] // a few classes
    pub(crate) fn macro_f1(&self) -> f64 {
        let sum: f64 = self.present().map(|(_, overlap)| overlap.f1()).sum();
        sum / self.present().count().max(1) as f64
    }

    /// All classes together.
    pub(crate) fn all(&self) -> Overlap {
        let mut all = Overlap::default();
        for overlap in self.0.values() {
            all.both += overlap.both;
            all.found += overlap.found;
            all.gold += overlap.gold;
        }
        all
    }

    /// F1 and number of gold cases of every class, "ASSAULT 81.2 (40), …".
    pub(crate) fn show(&self, name: impl Fn(K) -> &'static str) -> String {
        let classes = self.present();
        let one = |(class, overlap): (K, Overlap)| {
            format!("{} {:.1} ({})", name(class), overlap.f1(), overlap.gold)
        };
        classes.map(one).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::{Classes, Overlap};

    #[test]
    fn an_item_that_stands_twice_meets_two() {
        let mut overlap = Overlap::default();
        overlap.add_bags(vec![3, 1, 1, 1], vec![1, 2, 1, 3]);
        assert_eq!((overlap.both, overlap.found, overlap.gold), (3, 4, 4));
    }

    #[test]
    fn classes_that_the_gold_lacks_do_not_count_in_the_mean() {
        let mut classes = Classes::default();
        classes.add(Some('a'), Some('a'));
        classes.add(Some('c'), Some('b'));
        assert!((classes.macro_f1() - 50.0).abs() < 1e-9);
        assert_eq!(classes.all().found, 2);
    }
}
