//! Years and dated happenings that a report tells of as past.

use dateline_parse::Analysis;
use jiff::civil::Date;

use super::facts::{DatedFacts, Happening};
use super::{Constraint, DaySet, Reading, Strength, quote};
use crate::atom::Atoms;
use crate::time::calendar::{self, Interval, Unit};
use crate::time::meaning::{Bound, Expression, Meaning, Phrase};
use crate::time::resolve::{self, Context};
use crate::time::tense::{self, Tense};

/// Words before a year that make it a time of the clause, not part of a name ("the 2024 election").
const CLAUSE_TIME: &[&str] = &[
    "in", "since", "during", "on", "from", "of", "until", "early", "late", "mid", "after",
];

/// Distinct years that are kept.
const MOST: usize = 12;

/// A lower bound for every year and full date that is told as past, latest first.
pub(super) fn years(analysis: &Analysis, readings: &[Reading<'_>]) -> Vec<Constraint> {
    let mut found: Vec<(Date, Constraint)> = Vec::new();
    for reading in readings {
        for time in &reading.times {
            let Some(first) = past_day(&reading.atoms, time) else {
                continue;
            };
            let words = quote(analysis, &reading.atoms, time.atoms.clone());
            let constraint = Constraint {
                days: DaySet::from(first),
                strength: Strength::Year,
                because: format!("{words} is told as past: published on {first} or later"),
            };
            found.push((first, constraint));
        }
    }
    found.sort_by_key(|(first, _)| std::cmp::Reverse(*first));
    found.dedup_by_key(|(first, _)| *first);
    found.truncate(MOST);
    found
        .into_iter()
        .map(|(_, constraint)| constraint)
        .collect()
}

/// The first day of a date with a year that is told as past.
fn past_day(atoms: &Atoms<'_>, time: &Expression) -> Option<Date> {
    if !has_year(&time.phrase) {
        return None;
    }
    let since = time.bound == Bound::Since;
    let clause = atoms.is(time.atoms.start.wrapping_sub(1), CLAUSE_TIME);
    let full = matches!(&time.phrase.meaning, Meaning::Calendar(found) if found.day.is_some());
    let past = since || (clause || full) && tense::of(atoms, &time.atoms) == Tense::Past;
    if !past || time.bound == Bound::Until {
        return None;
    }
    let context = Context {
        published: Interval::default(),
        story: None,
        told: None,
        year: None,
        tense: Tense::Past,
    };
    resolve::phrase(&time.phrase, &context).days.first
}

fn has_year(phrase: &Phrase) -> bool {
    match &phrase.meaning {
        Meaning::Calendar(found) => found.year.is_some(),
        Meaning::Range(first, _) => has_year(first),
        _ => false,
    }
}

/// A lower bound for every known happening that a sentence names; a year when the sentence says how long ago it was.
pub(super) fn happenings(
    analysis: &Analysis,
    readings: &[Reading<'_>],
    facts: &DatedFacts,
) -> Vec<Constraint> {
    let mut found = Vec::new();
    for happening in &facts.happenings {
        let mut named = false;
        for reading in readings {
            let Some(at) = names(&reading.atoms, happening) else {
                continue;
            };
            let words = quote(analysis, &reading.atoms, at);
            if !named {
                named = true;
                found.push(Constraint {
                    days: DaySet::from(happening.first),
                    strength: Strength::Happening,
                    because: format!(
                        "{words} names {} ({}): published then or later",
                        happening.what, happening.first
                    ),
                });
            }
            found.extend(reading.times.iter().filter_map(|time| {
                let days = ago(time, happening)?;
                let when = quote(analysis, &reading.atoms, time.atoms.clone());
                Some(Constraint {
                    days,
                    strength: Strength::Happening,
                    because: format!(
                        "{words} names {} ({}), told of as {when}",
                        happening.what, happening.first
                    ),
                })
            }));
        }
    }
    found
}

/// The words of the first group in a sentence that has words of all groups.
fn names(atoms: &Atoms<'_>, happening: &Happening) -> Option<std::ops::Range<usize>> {
    let find = |group: &Vec<String>| {
        (0..atoms.len()).find_map(|at| {
            group
                .iter()
                .find_map(|phrase| Some(at..atoms.any_phrase(at, &[phrase])?))
        })
    };
    let mut places = happening.words.iter().map(find);
    let first = places.next()??;
    places.all(|place| place.is_some()).then_some(first)
}

/// Days of publication when the happening was "last year", "two years ago", "last month".
fn ago(time: &Expression, happening: &Happening) -> Option<DaySet> {
    let back = |unit: Unit, count: i64| {
        let first = calendar::unit_days(happening.first, unit, count).0;
        let last = calendar::unit_days(happening.last, unit, count).1;
        DaySet::between(first.max(happening.first), last)
    };
    match &time.phrase.meaning {
        Meaning::Deictic(unit, offset) if *unit >= Unit::Week && *offset <= 0 => {
            Some(back(*unit, -offset))
        }
        Meaning::Ago(count, unit, false) if *unit >= Unit::Month => {
            let count = count.exact()?;
            let near = back(*unit, count).intervals().first()?.0;
            let far = back(*unit, count).intervals().last()?.1;
            // "two years ago" is said some months early or late.
            let slack = if *unit == Unit::Year { 120 } else { 20 };
            Some(DaySet::between(
                calendar::add_days(near, -slack).max(happening.first),
                calendar::add_days(far, slack),
            ))
        }
        _ => None,
    }
}
