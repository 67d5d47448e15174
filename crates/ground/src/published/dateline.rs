//! Reports that date themselves: a line that is only a date, or "BEIRUT, Feb 26 (Agency) -" before the first words.

use dateline_parse::Analysis;

use super::{Constraint, DaySet, Reading, Strength, days, quote};
use crate::time::calendar;
use crate::time::meaning::{Calendar, Expression, Meaning};

/// Sentences at the top in which such a date may stand.
const TOP: usize = 5;

/// Atoms at the beginning of a sentence in which a dateline may stand.
const REACH: usize = 14;

/// Words that stand before the date in a line of its own.
const BEFORE: &[&str] = &[
    "published",
    "updated",
    "posted",
    "on",
    "date",
    "issued",
    "first",
    "last",
    "modified",
    ":",
    "|",
    ",",
    "-",
];

/// At most one constraint: the first date by which the report dates itself.
pub(super) fn constraints(analysis: &Analysis, readings: &[Reading<'_>]) -> Vec<Constraint> {
    readings
        .iter()
        .take(TOP)
        .find_map(|reading| {
            let time = reading.times.first()?;
            let own_line = is_alone(reading, time);
            if !own_line && !is_dateline(reading, time) {
                return None;
            }
            let days = dates(time)?;
            let words = quote(analysis, &reading.atoms, time.atoms.clone());
            Some(Constraint {
                days,
                strength: Strength::Dateline,
                because: format!("{words} is the date of the report itself"),
            })
        })
        .into_iter()
        .collect()
}

/// The day that the report gives itself, in every year when none is given.
fn dates(time: &Expression) -> Option<DaySet> {
    let Meaning::Calendar(Calendar {
        year,
        month: Some(month),
        day: Some(day),
        weekday,
    }) = time.phrase.meaning
    else {
        return None;
    };
    let years = match year {
        Some(year) => year..=year,
        None => days::YEARS,
    };
    let intervals: Vec<_> = years
        .filter_map(|year| calendar::date(year, month, day))
        .filter(|date| year.is_some() || weekday.is_none_or(|weekday| date.weekday() == weekday))
        .map(|date| (date, date))
        .collect();
    let days = DaySet::of(intervals);
    (!days.is_empty()).then_some(days)
}

/// Whether the sentence holds nothing but the date and words like "Published".
fn is_alone(reading: &Reading<'_>, time: &Expression) -> bool {
    let atoms = &reading.atoms;
    let before = (0..time.atoms.start).all(|at| atoms.is(at, BEFORE));
    let after = time.atoms.end..atoms.len();
    before
        && after.len() <= 4
        && after.clone().all(|at| {
            let word = atoms.lower(at);
            word.len() <= 3 && !matches!(word, "the" | "he" | "was")
        })
}

/// Whether place names stand before the date and a dash or a bracket after it.
fn is_dateline(reading: &Reading<'_>, time: &Expression) -> bool {
    let atoms = &reading.atoms;
    let names = (0..time.atoms.start).all(|at| {
        atoms.capital(at) || atoms.is(at, &[",", "/", ".", "-", "(", ")", "de", "of", "al"])
    });
    let named = time.atoms.start > 0 && time.atoms.start <= REACH;
    let close = time.atoms.end + usize::from(atoms.is(time.atoms.end, &[","]));
    names && named && atoms.is(close, &["(", "-", "—", ":", "/"])
}
