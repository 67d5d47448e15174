//! The publication date, inferred as an interval when nothing states it.
//!
//! A *constraint* is a set of days on which a report with these words can have been published, with the words as its
//! reason: who is called president, which years are past, which dated happening was "last year", which date without a year
//! is the most recent one. The strongest constraints are intersected first; one that leaves no day is set aside and
//! said so. What no constraint bounds stays unknown: a report that only says "on Friday" has no date.

mod dateline;
mod days;
mod evidence;
mod facts;
mod office;
mod recency;

#[cfg(test)]
mod tests;

use dateline_parse::Analysis;
use dateline_record::{Published, PublishedBasis};

use crate::atom::Atoms;
use crate::time::meaning::Expression;
use crate::time::scan;
use days::DaySet;
pub use facts::DatedFacts;

/// The publication date: as given, else inferred.
#[must_use]
pub fn infer(analysis: &Analysis, given: &Published, facts: &DatedFacts) -> Published {
    if given.basis != PublishedBasis::Unknown {
        return given.clone();
    }
    let readings: Vec<Reading<'_>> = analysis
        .sentences
        .iter()
        .map(|sentence| {
            let atoms = Atoms::of(analysis, sentence);
            let times = scan::expressions(&atoms);
            Reading { atoms, times }
        })
        .collect();
    let mut constraints = dateline::constraints(analysis, &readings);
    constraints.extend(office::constraints(analysis, &readings, facts));
    constraints.extend(evidence::years(analysis, &readings));
    constraints.extend(evidence::happenings(analysis, &readings, facts));
    constraints.extend(recency::constraints(analysis, &readings));
    intersect(constraints)
}

/// A sentence with its atoms and time expressions.
#[derive(Debug)]
struct Reading<'a> {
    atoms: Atoms<'a>,
    times: Vec<Expression>,
}

/// How much a constraint can be trusted; the greater is kept when two exclude each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    /// A habit of reporters: a date without a year is recent.
    Habit,
    /// A person called former, or an administration named.
    Aside,
    /// A dated happening is told as past.
    Happening,
    /// A year is told as past.
    Year,
    /// Somebody is named with the office held now.
    Office,
    /// The report dates itself.
    Dateline,
}

/// A set of days and the words that give it.
#[derive(Clone, Debug)]
struct Constraint {
    days: DaySet,
    strength: Strength,
    because: String,
}

/// Intersects the constraints, strongest first, in the order of the text within a strength.
fn intersect(mut constraints: Vec<Constraint>) -> Published {
    constraints.sort_by_key(|constraint| std::cmp::Reverse(constraint.strength));
    let mut days = DaySet::all();
    let mut because = Vec::new();
    let mut aside = Vec::new();
    for constraint in constraints {
        let both = days.intersect(&constraint.days);
        if both.is_empty() {
            aside.push(format!(
                "set aside, excluded by the above: {}",
                constraint.because
            ));
        } else if both != days {
            days = both;
            because.push(constraint.because);
        }
    }
    if because.is_empty() {
        return Published::unknown();
    }
    aside.truncate(8);
    because.append(&mut aside);
    let hull = days.hull();
    Published {
        earliest: hull.first.filter(is_bound).map(|day| day.to_string()),
        latest: hull.last.filter(is_bound).map(|day| day.to_string()),
        basis: PublishedBasis::Inferred,
        because,
    }
}

/// Whether the day is a bound that the text gives, not where the years that are tried begin or end ("on April 3", in any
/// year).
fn is_bound(day: &jiff::civil::Date) -> bool {
    let year = i64::from(day.year());
    *days::YEARS.start() + 2 < year && year + 2 < *days::YEARS.end()
}

/// The words at a range of atoms, quoted, with their place in code points.
fn quote(analysis: &Analysis, atoms: &Atoms<'_>, range: std::ops::Range<usize>) -> String {
    let span = analysis.text.span(atoms.bytes(range));
    format!("\"{}\" ({}-{})", span.text, span.start, span.end)
}
