//! Who is called by which office.

use std::ops::Range;

use dateline_parse::Analysis;
use jiff::civil::Date;

use super::facts::{DatedFacts, Holder, Office};
use super::{Constraint, DaySet, Reading, Strength, quote};
use crate::atom::Atoms;
use crate::time::calendar;
use crate::time::meaning::Meaning;

/// Days before taking office in which somebody is called elect.
const ELECT_DAYS: i64 = 240;

/// How a title is qualified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    Now,
    Before,
    /// Held at the time that is told of, whenever that was.
    Once,
    Elect,
}

/// A constraint for each office and person named together.
pub(super) fn constraints(
    analysis: &Analysis,
    readings: &[Reading<'_>],
    facts: &DatedFacts,
) -> Vec<Constraint> {
    let mut found: Vec<Constraint> = Vec::new();
    for reading in readings {
        for at in 0..reading.atoms.len() {
            for office in &facts.offices {
                let Some(constraint) = called(analysis, readings, reading, at, office) else {
                    continue;
                };
                // The same name again adds nothing.
                if !found.iter().any(|known| known.days == constraint.days) {
                    found.push(constraint);
                }
            }
        }
    }
    found
}

/// The constraint of a title at `at` with a name after it.
fn called(
    analysis: &Analysis,
    readings: &[Reading<'_>],
    reading: &Reading<'_>,
    at: usize,
    office: &Office,
) -> Option<Constraint> {
    let atoms = &reading.atoms;
    let after_title = office.titles.iter().find_map(|title| {
        let end = atoms.any_phrase(at, &[title])?;
        Some(end)
    })?;
    if atoms.is(
        at.wrapping_sub(1),
        &["vice", "deputy", "assistant", "acting", "interim"],
    ) || atoms.lower_before(at, 1) == "-" && atoms.is(at.wrapping_sub(2), &["vice"])
    {
        return None;
    }
    let (after_title, elect) = match atoms.phrase(after_title, &["-", "elect"]) {
        Some(end) => (end, true),
        None => (after_title, false),
    };
    let (holders, end) = named(readings, atoms, at, after_title, office)?;
    let held = if elect {
        Held::Elect
    } else {
        held(reading, at, end, &holders)
    };
    let days = days(held, &holders);
    let strength = match held {
        Held::Now => Strength::Office,
        Held::Before | Held::Elect | Held::Once => Strength::Aside,
    };
    let words = quote(analysis, atoms, start(atoms, at)..end);
    let because = match held {
        Held::Now => format!("{words}: in office {}", terms(&holders)),
        Held::Before => format!("{words}: in office {}, called former", terms(&holders)),
        Held::Once => format!("{words}: in office {}, told of as past", terms(&holders)),
        Held::Elect => format!("{words}: took office {}", terms(&holders)),
    };
    Some(Constraint {
        days,
        strength,
        because,
    })
}

/// The holders whose name stands at `at`, and the index after it. A family name alone counts when the country stands
/// before the title or the full name is elsewhere in the report.
fn named<'f>(
    readings: &[Reading<'_>],
    atoms: &Atoms<'_>,
    title: usize,
    at: usize,
    office: &'f Office,
) -> Option<(Vec<&'f Holder>, usize)> {
    if !atoms.capital(at) {
        return None;
    }
    let by_name: Vec<(&Holder, usize)> = office
        .holders
        .iter()
        .filter_map(|holder| Some((holder, atoms.any_phrase(at, &[&holder.name])?)))
        .collect();
    if let Some((_, end)) = by_name.first() {
        return Some((by_name.iter().map(|(holder, _)| *holder).collect(), *end));
    }
    let country = office.of.iter().any(|of| {
        let length = of.split(' ').count();
        title
            .checked_sub(length)
            .is_some_and(|start| atoms.any_phrase(start, &[of]).is_some())
    });
    let by_family: Vec<(&Holder, usize)> = office
        .holders
        .iter()
        .filter_map(|holder| Some((holder, atoms.any_phrase(at, &[&holder.family])?)))
        .filter(|(holder, end)| {
            // "President Park" is no "President Park Chan-wook".
            !atoms.capital(*end) && (country || occurs(readings, &holder.name))
        })
        .collect();
    let end = by_family.first()?.1;
    Some((by_family.iter().map(|(holder, _)| *holder).collect(), end))
}

fn occurs(readings: &[Reading<'_>], name: &str) -> bool {
    readings.iter().any(|reading| {
        (0..reading.atoms.len()).any(|at| reading.atoms.any_phrase(at, &[name]).is_some())
    })
}

/// Where the words that qualify a title begin.
fn start(atoms: &Atoms<'_>, at: usize) -> usize {
    let qualified = |back: usize| {
        atoms.is(
            at.wrapping_sub(back),
            &["former", "ex", "then", "late", "ousted", "deposed"],
        )
    };
    (1..=3)
        .find(|back| qualified(*back))
        .map_or(at, |back| at - back)
}

fn held(reading: &Reading<'_>, at: usize, end: usize, holders: &[&Holder]) -> Held {
    let atoms = &reading.atoms;
    let before: Vec<&str> = (1..=4).map(|back| atoms.lower_before(at, back)).collect();
    // Other offices may stand between: "former US president".
    let near = |words: &[&str]| before.iter().take(3).any(|word| words.contains(word));
    if near(&["former", "ex", "ousted", "deposed"]) || before.first() == Some(&"late") {
        return Held::Before;
    }
    let administration = atoms.is(end, &["administration", "government", "era", "years"])
        || before
            .iter()
            .take(2)
            .any(|word| matches!(*word, "then" | "under"));
    let in_term = |first: Date, last: Date| {
        holders
            .iter()
            .any(|holder| first <= holder.last.unwrap_or(Date::MAX) && holder.first <= last)
    };
    // "In 1986 President Ronald Reagan …": a past year beside the name tells when, not now.
    let dated = reading.times.iter().any(|time| match &time.phrase.meaning {
        Meaning::Calendar(found) => found.year.is_some_and(|year| {
            let days = calendar::year_days(year);
            in_term(days.0, days.1)
        }),
        Meaning::Years(first, last, _) => {
            in_term(calendar::year_days(*first).0, calendar::year_days(*last).1)
        }
        _ => false,
    });
    if administration || dated {
        Held::Once
    } else {
        Held::Now
    }
}

fn days(held: Held, holders: &[&Holder]) -> DaySet {
    let term = |holder: &&Holder| (holder.first, holder.last.unwrap_or(Date::MAX));
    let terms = DaySet::of(holders.iter().map(term).collect());
    let first = holders.iter().map(|holder| holder.first).min();
    match held {
        Held::Now => terms,
        Held::Before => {
            let ended = holders.iter().filter_map(|holder| holder.last).min();
            // On the last day itself somebody may already be called former.
            let inner = holders
                .iter()
                .map(|holder| {
                    let last = holder
                        .last
                        .map_or(Date::MAX, |last| calendar::add_days(last, -1));
                    (calendar::add_days(holder.first, 1), last)
                })
                .collect();
            DaySet::of(inner)
                .complement()
                .intersect(&DaySet::from(ended.unwrap_or(Date::MIN)))
        }
        Held::Once => DaySet::from(first.unwrap_or(Date::MIN)),
        Held::Elect => DaySet::of(
            holders
                .iter()
                .map(|holder| (calendar::add_days(holder.first, -ELECT_DAYS), holder.first))
                .collect(),
        ),
    }
}

fn terms(holders: &[&Holder]) -> String {
    let mut terms: Vec<Range<String>> = holders
        .iter()
        .map(|holder| {
            let last = holder
                .last
                .map_or_else(|| "now".to_owned(), |last| last.to_string());
            holder.first.to_string()..last
        })
        .collect();
    terms.dedup();
    let lines: Vec<String> = terms
        .iter()
        .map(|term| format!("{} to {}", term.start, term.end))
        .collect();
    lines.join(" and ")
}
