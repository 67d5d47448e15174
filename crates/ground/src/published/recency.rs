//! Dates without a year: by the habits of reporters they are recent.
//!
//! Three habits are used. A month and day without a year lies in the year before publication or shortly ahead. The latest such date, in a
//! report that also speaks of weekdays or of the last days, weeks or month, lies at most [`RECENT_DAYS`] days before
//! publication. Where days of the past week are called by weekday alone, a past date called by month and day is older
//! than that: at least [`NAMED_DAYS`] days.

use dateline_parse::Analysis;
use jiff::civil::{Date, Weekday};

use super::{Constraint, DaySet, Reading, Strength, days, quote};
use crate::time::calendar::{self, Unit};
use crate::time::meaning::{Bound, Calendar, Expression, Meaning};
use crate::time::tense::{self, Tense};

/// Days within which the latest date without a year lies before publication.
const RECENT_DAYS: i64 = 31;

/// Days within which reporters call a day by its weekday.
const NAMED_DAYS: i64 = 6;

/// A month and day without a year, told as past.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Bare {
    month: i64,
    day: i64,
}

impl Bare {
    /// Its place in a year of 372 days, enough to order dates around the calendar.
    const fn place(self) -> i64 {
        (self.month - 1) * 31 + self.day
    }
}

/// Constraints from dates without a year.
pub(super) fn constraints(analysis: &Analysis, readings: &[Reading<'_>]) -> Vec<Constraint> {
    let mut found = weekdays_with_dates(analysis, readings);
    found.extend(latest(analysis, readings));
    found
}

/// A date of an expression that gives month and day but no year.
fn bare(time: &Expression) -> Option<(Bare, Option<Weekday>)> {
    let Meaning::Calendar(Calendar {
        year: None,
        month: Some(month),
        day: Some(day),
        weekday,
    }) = time.phrase.meaning
    else {
        return None;
    };
    Some((Bare { month, day }, weekday))
}

fn dates_of(date: Bare) -> impl Iterator<Item = Date> {
    days::YEARS.filter_map(move |year| calendar::date(year, date.month, date.day))
}

/// "Friday, February 26": only some years have that day, and it is near.
fn weekdays_with_dates(analysis: &Analysis, readings: &[Reading<'_>]) -> Vec<Constraint> {
    let mut found = Vec::new();
    for reading in readings {
        for time in &reading.times {
            let Some((date, Some(weekday))) = bare(time) else {
                continue;
            };
            let near = dates_of(date)
                .filter(|day| day.weekday() == weekday)
                .map(|day| match tense::of(&reading.atoms, &time.atoms) {
                    Tense::Future => (
                        calendar::add_days(day, -3 * RECENT_DAYS),
                        calendar::add_days(day, RECENT_DAYS),
                    ),
                    Tense::Past | Tense::Unknown => (
                        calendar::add_days(day, -RECENT_DAYS),
                        calendar::add_days(day, 3 * RECENT_DAYS),
                    ),
                })
                .collect();
            let words = quote(analysis, &reading.atoms, time.atoms.clone());
            found.push(Constraint {
                days: DaySet::of(near),
                strength: Strength::Habit,
                because: format!("{words}: published near such a day"),
            });
        }
    }
    found
}

/// What a report says of recent days.
struct Recent {
    /// A past day called by its weekday alone.
    weekday: Option<String>,
    /// "last month", "in recent days", "in the days after".
    window: Option<String>,
}

fn recent(analysis: &Analysis, readings: &[Reading<'_>]) -> Recent {
    let mut recent = Recent {
        weekday: None,
        window: None,
    };
    for reading in readings {
        for time in &reading.times {
            let words = || Some(quote(analysis, &reading.atoms, time.atoms.clone()));
            match &time.phrase.meaning {
                Meaning::Calendar(found)
                    if found.weekday.is_some()
                        && found.day.is_none()
                        && tense::of(&reading.atoms, &time.atoms) != Tense::Future =>
                {
                    recent.weekday = recent.weekday.or_else(words);
                }
                Meaning::Deictic(unit, offset)
                    if *offset <= 0 && matches!(unit, Unit::Day | Unit::Week | Unit::Month) =>
                {
                    recent.window = recent.window.or_else(words);
                }
                Meaning::Window(_, unit, false) | Meaning::Around(unit, true, _)
                    if matches!(unit, Unit::Hour | Unit::Day | Unit::Week | Unit::Month) =>
                {
                    recent.window = recent.window.or_else(words);
                }
                _ => {}
            }
        }
    }
    recent
}

/// The latest of the dates without a year and what it says of publication.
fn latest(analysis: &Analysis, readings: &[Reading<'_>]) -> Vec<Constraint> {
    let mut past: Vec<(Bare, String)> = Vec::new();
    for reading in readings {
        for time in &reading.times {
            let Some((date, None)) = bare(time) else {
                continue;
            };
            let told_past = tense::of(&reading.atoms, &time.atoms) == Tense::Past;
            if told_past && time.bound != Bound::Until {
                past.push((date, quote(analysis, &reading.atoms, time.atoms.clone())));
            }
        }
    }
    let Some((date, words)) = last_around_the_year(past) else {
        return Vec::new();
    };
    let recent = recent(analysis, readings);
    let Some(beside) = recent.weekday.as_ref().or(recent.window.as_ref()) else {
        return Vec::new();
    };
    let within = |from: i64, to: i64| {
        DaySet::of(
            dates_of(date)
                .map(|day| (calendar::add_days(day, from), calendar::add_days(day, to)))
                .collect(),
        )
    };
    let mut found = vec![Constraint {
        days: within(0, RECENT_DAYS),
        strength: Strength::Habit,
        because: format!(
            "{words} is past and has no year, beside {beside}: published on that day or at most {RECENT_DAYS} days later"
        ),
    }];
    if let Some(weekday) = &recent.weekday {
        found.push(Constraint {
            days: within(NAMED_DAYS, RECENT_DAYS),
            strength: Strength::Habit,
            because: format!(
                "{words} is called by its date, {weekday} by its weekday: published at least {NAMED_DAYS} days after the former"
            ),
        });
    }
    found
}

/// The date before the longest stretch of the year without any: the latest one, if all lie within a year.
fn last_around_the_year(mut dates: Vec<(Bare, String)>) -> Option<(Bare, String)> {
    dates.sort_by_key(|(date, _)| *date);
    dates.dedup_by_key(|(date, _)| *date);
    let first = dates.first()?.0;
    let gap = |position: usize, date: Bare| {
        dates.get(position + 1).map_or_else(
            || first.place() + 372 - date.place(),
            |next| next.0.place() - date.place(),
        )
    };
    let position = (0..dates.len()).max_by_key(|position| {
        dates
            .get(*position)
            .map_or(0, |(date, _)| gap(*position, *date))
    })?;
    dates.into_iter().nth(position)
}
