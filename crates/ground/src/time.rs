//! Time expressions to calendar intervals.
//!
//! A *time expression* is a stretch of words that tells when: "on Friday", "15 February 2021", "in the last month",
//! "two days earlier". The scan reads what it says, tense tells on which side of publication it lies,
//! the resolution turns it into the days that it can mean: an interval, never an invented day. When the publication date is
//! itself an interval the result is widened by it; when it is unknown, relative expressions have no days.
//!
//! Durations ("for three days") are no times: they come with the quantities, unit `time`.

pub(crate) mod absolute;
pub(crate) mod calendar;
pub(crate) mod meaning;
pub(crate) mod relative;
pub(crate) mod resolve;
pub(crate) mod scan;
pub(crate) mod tense;
pub(crate) mod words;

#[cfg(test)]
mod tests;

use dateline_parse::Analysis;
use dateline_record::{Published, When};
use jiff::civil::Date;

use crate::TimeMention;
use crate::atom::Atoms;
use calendar::Interval;
use meaning::{Bound, Expression, Meaning};
use resolve::{Context, Resolved};

/// Finds and resolves every time expression, in text order.
#[must_use]
pub fn find(analysis: &Analysis, published: &Published) -> Vec<TimeMention> {
    let published = Interval::parse(published.earliest.as_deref(), published.latest.as_deref());
    let mut story = Story::new(published);
    let mut found = Vec::new();
    for (index, sentence) in analysis.sentences.iter().enumerate() {
        let atoms = Atoms::of(analysis, sentence);
        let expressions = scan::expressions(&atoms);
        story.begin_sentence(&atoms, &expressions);
        for expression in &expressions {
            let resolved = story.resolve(&atoms, expression);
            let bytes = atoms.bytes(expression.atoms.clone());
            found.push(TimeMention {
                sentence: index,
                tokens: atoms.tokens(expression.atoms.clone()),
                when: When {
                    span: analysis.text.span(bytes),
                    earliest: resolved.days.first.map(|day| day.to_string()),
                    latest: resolved.days.last.map(|day| day.to_string()),
                    timex: resolved.timex,
                    basis: resolved.basis,
                },
            });
        }
    }
    found
}

/// What the report has told so far about when things happened.
struct Story {
    published: Interval,
    /// The day told last.
    day: Option<Interval>,
    /// The time told last.
    told: Option<Interval>,
    /// The year named last in the running sentence.
    year: Option<i64>,
    /// The first day that the running sentence names, for clock times that stand before it.
    ahead: Option<Interval>,
}

impl Story {
    fn new(published: Interval) -> Self {
        Self {
            published,
            day: None,
            told: None,
            year: None,
            ahead: None,
        }
    }

    fn begin_sentence(&mut self, atoms: &Atoms<'_>, expressions: &[Expression]) {
        self.year = None;
        self.ahead = expressions
            .iter()
            .find(|expression| tells_day(&expression.phrase.meaning))
            .map(|expression| self.core(atoms, expression, None).days);
    }

    fn core(&self, atoms: &Atoms<'_>, expression: &Expression, day: Option<Interval>) -> Resolved {
        let context = Context {
            published: self.published,
            story: day.or(self.day),
            told: self.told,
            year: self.year,
            tense: tense::of(atoms, &expression.atoms),
        };
        resolve::phrase(&expression.phrase, &context)
    }

    /// Resolves one expression and remembers it for those that count from it.
    fn resolve(&mut self, atoms: &Atoms<'_>, expression: &Expression) -> Resolved {
        let meaning = &expression.phrase.meaning;
        let ahead = self.ahead.filter(|_| matches!(meaning, Meaning::OfDay));
        let mut resolved = self.core(atoms, expression, ahead);
        if tells_day(meaning) {
            self.day = Some(resolved.days);
        }
        if !resolved.days.is_unknown() && !matches!(meaning, Meaning::OfDay) {
            self.told = Some(resolved.days);
        }
        // "In 2014 the army advanced; in March it took the town": a year that opens a sentence holds for it.
        if let Meaning::Calendar(found) = meaning
            && found.month.is_none()
            && expression.atoms.start <= 1
        {
            self.year = found.year;
        }
        resolved.days = self.bounded(expression.bound, resolved.days);
        resolved
    }

    /// Days of a happening "since", "until", "before" or "after" the date.
    fn bounded(&self, bound: Bound, days: Interval) -> Interval {
        let shift = |day: Option<Date>, by| day.map(|day| calendar::add_days(day, by));
        let up_to_report = |first: Option<Date>| Interval {
            first,
            last: self
                .published
                .last
                .filter(|last| first.is_some_and(|first| first <= *last)),
        };
        match bound {
            Bound::Within => days,
            Bound::Since => up_to_report(days.first),
            Bound::After => up_to_report(days.first),
            Bound::Until => Interval {
                first: None,
                last: days.last,
            },
            Bound::Before => Interval {
                first: None,
                last: shift(days.first, -1),
            },
        }
    }
}

/// Whether a later "the next day" may count from it.
fn tells_day(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::Calendar(found) => found.day.is_some() || found.weekday.is_some(),
        Meaning::Deictic(unit, _) | Meaning::Neighbour(unit, _) => *unit == calendar::Unit::Day,
        Meaning::Shifted(_, unit, ..) | Meaning::Ago(_, unit, _) => *unit == calendar::Unit::Day,
        Meaning::DeicticWeekday(..)
        | Meaning::MonthOfYear(_, Some(_), _)
        | Meaning::WeekdayOfWeek(..)
        | Meaning::Slashed(..)
        | Meaning::DayOfMonth(_) => true,
        _ => false,
    }
}
