//! Sets of days as sorted intervals.

use jiff::civil::Date;

use crate::time::calendar::{self, Interval};

/// Years for which a date without a year is tried.
pub(super) const YEARS: std::ops::RangeInclusive<i64> = 1950..=2100;

/// A set of days: sorted, disjoint intervals, both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DaySet(Vec<(Date, Date)>);

impl DaySet {
    /// Every day.
    pub(super) fn all() -> Self {
        Self(vec![(Date::MIN, Date::MAX)])
    }

    /// From a day on.
    pub(super) fn from(first: Date) -> Self {
        Self(vec![(first, Date::MAX)])
    }

    /// From one day to another.
    pub(super) fn between(first: Date, last: Date) -> Self {
        Self::of(vec![(first, last)])
    }

    /// The union of intervals in any order.
    pub(super) fn of(mut intervals: Vec<(Date, Date)>) -> Self {
        intervals.retain(|(first, last)| first <= last);
        intervals.sort_unstable();
        let mut merged: Vec<(Date, Date)> = Vec::with_capacity(intervals.len());
        for (first, last) in intervals {
            match merged.last_mut() {
                Some(before) if first <= calendar::add_days(before.1, 1) => {
                    before.1 = before.1.max(last);
                }
                _ => merged.push((first, last)),
            }
        }
        Self(merged)
    }

    /// The intervals in order.
    pub(super) fn intervals(&self) -> &[(Date, Date)] {
        &self.0
    }

    /// The days that are not in it.
    pub(super) fn complement(&self) -> Self {
        let mut gaps = Vec::new();
        let mut next = Date::MIN;
        for (first, last) in &self.0 {
            if *first > next {
                gaps.push((next, calendar::add_days(*first, -1)));
            }
            next = calendar::add_days(*last, 1);
            if *last == Date::MAX {
                return Self::of(gaps);
            }
        }
        gaps.push((next, Date::MAX));
        Self::of(gaps)
    }

    /// The days in both.
    pub(super) fn intersect(&self, other: &Self) -> Self {
        let mut common = Vec::new();
        for (first, last) in &self.0 {
            for (other_first, other_last) in &other.0 {
                common.push(((*first).max(*other_first), (*last).min(*other_last)));
            }
        }
        Self::of(common)
    }

    /// Whether there is no day in it.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// From the first to the last day; a side without bound is not known.
    pub(super) fn hull(&self) -> Interval {
        Interval {
            first: self
                .0
                .first()
                .map(|interval| interval.0)
                .filter(|day| *day != Date::MIN),
            last: self
                .0
                .last()
                .map(|interval| interval.1)
                .filter(|day| *day != Date::MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn sets_intersect_and_complement() {
        let term = DaySet::between(day("2017-01-20"), day("2021-01-19"));
        let out = term.complement();
        assert_eq!(out.intersect(&term), DaySet::of(Vec::new()));
        let after = out.intersect(&DaySet::from(day("2019-01-01")));
        assert_eq!(after.hull().first, Some(day("2021-01-20")));
        assert_eq!(after.hull().last, None);
    }

    #[test]
    fn neighbours_merge() {
        let set = DaySet::of(vec![
            (day("2020-01-02"), day("2020-01-03")),
            (day("2020-01-01"), day("2020-01-01")),
        ]);
        assert_eq!(set.intervals().len(), 1);
    }
}
