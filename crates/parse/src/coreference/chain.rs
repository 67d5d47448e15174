//! What the mentions of a growing chain have been like.

use std::collections::BTreeSet;

use super::mention::{Form, Gender, Mention, Number};

/// Names that a chain remembers: enough for every report, and a bound for texts that are none.
const NAMES: usize = 20;

/// A chain as far as it is known.
#[derive(Default)]
pub(super) struct Known {
    pub(super) texts: BTreeSet<u32>,
    pub(super) stems: BTreeSet<u32>,
    /// The different names, at most [`NAMES`].
    pub(super) names: Vec<Vec<u32>>,
    pub(super) genders: Values,
    pub(super) numbers: Values,
    pub(super) has_i: bool,
    pub(super) has_you: bool,
    pub(super) size: usize,
    /// The number of the last mention.
    pub(super) last: usize,
}

/// A set of small numbers.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Values(u8);

impl Values {
    /// 0: the set is empty, 1: the value is unknown, 2: it is the only one, 3: there are others.
    pub(super) fn fit(self, value: usize, unknown: bool) -> usize {
        match (self.0, unknown) {
            (0, _) => 0,
            (_, true) => 1,
            (known, _) if known == 1 << value => 2,
            _ => 3,
        }
    }

    fn insert(&mut self, value: usize) {
        self.0 |= 1 << value;
    }
}

impl Known {
    /// Adds the `i`-th mention.
    pub(super) fn add(&mut self, i: usize, m: &Mention) {
        self.texts.insert(m.text);
        if !m.form.is_pronoun() {
            self.stems.insert(m.stem);
        }
        if m.form == Form::Name && self.names.len() < NAMES && !self.names.contains(&m.content) {
            self.names.push(m.content.clone());
        }
        if m.gender != Gender::Unknown {
            self.genders.insert(m.gender as usize);
        }
        if m.number != Number::Unknown {
            self.numbers.insert(m.number as usize);
        }
        self.has_i |= m.form == Form::I;
        self.has_you |= m.form == Form::You;
        self.size += 1;
        self.last = i;
    }
}
