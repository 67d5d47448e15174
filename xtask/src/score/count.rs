//! Counting: shares, precision, recall, F1.

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
