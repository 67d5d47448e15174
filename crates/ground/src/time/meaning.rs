//! What a time expression says, before anybody knows when it was said.

use std::ops::Range;

use jiff::civil::Weekday;

use super::calendar::{Part, Season, Stage, Unit};

/// A year as an expression gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum YearOf {
    /// "2011".
    Known(i64),
    /// "last year" (-1), "this year" (0).
    Offset(i64),
    /// No year is given.
    Unstated,
}

/// How many units: exactly, or between two bounds ("several days": a vague count).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Count {
    /// Least.
    pub(crate) low: i64,
    /// Most.
    pub(crate) high: i64,
}

impl Count {
    /// An exact count.
    pub(crate) const fn exactly(count: i64) -> Self {
        Self {
            low: count,
            high: count,
        }
    }

    /// What a bare plural of `unit` may mean.
    pub(crate) const fn vague(unit: Unit) -> Self {
        let (low, high) = unit.vague();
        Self { low, high }
    }

    /// The count, if it is exact.
    pub(crate) fn exact(self) -> Option<i64> {
        (self.low == self.high).then_some(self.low)
    }

    /// As TIMEX3 writes it: `X` when vague.
    pub(crate) fn timex(self) -> String {
        self.exact()
            .map_or_else(|| "X".to_owned(), |count| count.to_string())
    }
}

/// A date of which some fields are given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Calendar {
    pub(crate) year: Option<i64>,
    pub(crate) month: Option<i64>,
    pub(crate) day: Option<i64>,
    pub(crate) weekday: Option<Weekday>,
}

/// The core of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// "15 February 2021", "February", "2018", "Friday", "Friday, February 26".
    Calendar(Calendar),
    /// Days, month and year in figures that can be read in two orders: first and second figure, year.
    Slashed(i64, i64, i64),
    /// Whole years, with the TIMEX3 value: "the 1990s", "the 19th century".
    Years(i64, i64, String),
    /// "the summer of 2011", "last winter".
    Season(Season, YearOf),
    /// "the third quarter of 2010"; `None`: the last quarter of a year.
    Quarter(i64, YearOf),
    /// "the first half of 2020".
    Half(i64, YearOf),
    /// "yesterday", "last week", "this year", "next month": the unit that holds the day of publication, plus an offset.
    Deictic(Unit, i64),
    /// "this weekend", "last weekend"; `None`: "the weekend", near side by tense.
    Weekend(Option<i64>),
    /// "last September", "next March".
    DeicticMonth(i64, i64),
    /// "April of last year", "15 March this year": month, day, offset of the year.
    MonthOfYear(i64, Option<i64>, i64),
    /// "last Friday", "next Friday", "this Friday".
    DeicticWeekday(Weekday, i64),
    /// "Tuesday of last week".
    WeekdayOfWeek(Weekday, i64),
    /// "three weeks ago" (false), "in three weeks" (true).
    Ago(Count, Unit, bool),
    /// "two days earlier" (false), "a day after February 15" (true); from the date told last when none is given.
    Shifted(Count, Unit, bool, Option<Box<Phrase>>),
    /// "the same day" (0), "the following day" (1), "the previous year" (-1): counted from the date told last.
    Neighbour(Unit, i64),
    /// "in the last month", "the past 24 hours" (false), "the coming weeks" (true).
    Window(Count, Unit, bool),
    /// "in the days after" (true), "in the weeks before" (false) the date given or told last.
    Around(Unit, bool, Option<Box<Phrase>>),
    /// "on the 15th".
    DayOfMonth(i64),
    /// From the first to the second.
    Range(Box<Phrase>, Box<Phrase>),
    /// A clock time or a part of a day without its day.
    OfDay,
}

/// A time on the clock, as TIMEX3 writes it ("T18:00Z").
pub(crate) type Clock = String;

/// A core with what stands around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// The core.
    pub(crate) meaning: Meaning,
    /// "early", "mid-", "late", "the end of".
    pub(crate) stage: Option<Stage>,
    /// "morning".
    pub(crate) part: Option<Part>,
    /// "5 p.m.".
    pub(crate) clock: Option<Clock>,
    /// "earlier this week" (-1), "later this year" (1): the side of publication.
    pub(crate) side: i64,
}

impl From<Meaning> for Phrase {
    fn from(meaning: Meaning) -> Self {
        Self {
            meaning,
            stage: None,
            part: None,
            clock: None,
            side: 0,
        }
    }
}

/// How the happening stands to the date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    /// In it.
    Within,
    /// "since".
    Since,
    /// "until".
    Until,
    /// "before".
    Before,
    /// "after".
    After,
}

/// An expression in its sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Expression {
    /// Atoms that it covers.
    pub(crate) atoms: Range<usize>,
    /// What it says.
    pub(crate) phrase: Phrase,
    /// How the happening stands to it.
    pub(crate) bound: Bound,
}
