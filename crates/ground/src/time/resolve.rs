//! From what an expression says to the days that it can mean.
//!
//! Every rule maps one possible day of publication (or one day of the story) to days; where publication is known as
//! an interval, the result runs from what the first day gives to what the last day gives. The maps never run
//! backwards, so that interval holds every possible reading and no other.

use dateline_record::Basis;
use jiff::civil::{Date, Weekday};

use super::calendar::{self, Interval, Stage, Unit};
use super::meaning::{Calendar, Count, Meaning, Phrase, YearOf};
use super::tense::Tense;

/// What is known where the expression stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context {
    /// The days on which the report may have been published.
    pub(crate) published: Interval,
    /// The day told last, if any.
    pub(crate) story: Option<Interval>,
    /// The time told last, of whatever length.
    pub(crate) told: Option<Interval>,
    /// A year that the sentence has named before.
    pub(crate) year: Option<i64>,
    /// Side of publication.
    pub(crate) tense: Tense,
}

/// Days that an expression can mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Resolved {
    /// The interval.
    pub(crate) days: Interval,
    /// TIMEX3 value.
    pub(crate) timex: Option<String>,
    /// How it came about.
    pub(crate) basis: Basis,
}

/// Days and TIMEX3 value for one day of publication.
type Reading = ((Date, Date), String);

/// Resolves a phrase.
pub(crate) fn phrase(phrase: &Phrase, context: &Context) -> Resolved {
    let mut resolved = core(&phrase.meaning, context);
    if let Some(stage) = phrase.stage {
        resolved.days = staged(stage, phrase, resolved.days);
    }
    if phrase.side != 0 {
        resolved.days = on_side(phrase, resolved.days, context.published);
    }
    if let Some(tail) = phrase
        .clock
        .as_deref()
        .or(phrase.part.map(calendar::Part::timex))
    {
        resolved.timex = resolved.timex.map(|value| format!("{value}{tail}"));
    }
    // What has happened lies not after publication.
    if context.tense == Tense::Past {
        resolved.days = not_after(resolved.days, context.published);
    }
    resolved
}

fn not_after(days: Interval, published: Interval) -> Interval {
    match (days.first, days.last, published.last) {
        (Some(first), Some(last), Some(limit)) if first <= limit && limit < last => {
            Interval::between(first, limit)
        }
        _ => days,
    }
}

/// A third of the period; the ends of a period that is not fixed are kept.
fn staged(stage: Stage, phrase: &Phrase, days: Interval) -> Interval {
    let day = matches!(
        phrase.meaning,
        Meaning::Deictic(Unit::Day, _) | Meaning::DeicticWeekday(..) | Meaning::WeekdayOfWeek(..)
    ) || matches!(&phrase.meaning, Meaning::Calendar(found) if found.day.is_some() || found.weekday.is_some());
    match (days.first, days.last) {
        (Some(first), Some(last)) if !day => {
            let (first, last) = stage.of((first, last));
            Interval::between(first, last)
        }
        _ => days,
    }
}

/// "earlier this week" ends with publication, "later this week" begins with it; a night began the day before.
fn on_side(phrase: &Phrase, days: Interval, published: Interval) -> Interval {
    let night = phrase.part == Some(calendar::Part::Night);
    match (days.first, days.last) {
        (Some(first), Some(last)) if night && phrase.side < 0 && first == last => {
            Interval::between(calendar::add_days(first, -1), last)
        }
        (Some(first), last) if phrase.side < 0 => Interval {
            first: Some(first),
            last: earlier(last, published.last.filter(|limit| *limit >= first)),
        },
        (first, Some(last)) if phrase.side > 0 => Interval {
            first: later(first, published.first.filter(|limit| *limit <= last)),
            last: Some(last),
        },
        _ => days,
    }
}

fn earlier(one: Option<Date>, other: Option<Date>) -> Option<Date> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

fn later(one: Option<Date>, other: Option<Date>) -> Option<Date> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.max(other)),
        (one, other) => one.or(other),
    }
}

/// Applies a reading to both ends of an interval of days.
fn over(
    days: Interval,
    basis: Basis,
    general: Option<String>,
    reading: impl Fn(Date) -> Reading,
) -> Resolved {
    let first = days.first.map(&reading);
    let last = days.last.map(&reading);
    let timex = match (&first, &last) {
        (Some(first), Some(last)) if first.1 == last.1 => Some(first.1.clone()),
        _ => general,
    };
    Resolved {
        days: Interval {
            first: first.map(|reading| reading.0.0),
            last: last.map(|reading| reading.0.1),
        },
        timex,
        basis,
    }
}

fn stated(days: (Date, Date), timex: String) -> Resolved {
    Resolved {
        days: Interval::between(days.0, days.1),
        timex: Some(timex),
        basis: Basis::Stated,
    }
}

fn core(meaning: &Meaning, context: &Context) -> Resolved {
    let published = context.published;
    let relative = |general: Option<String>, reading: &dyn Fn(Date) -> Reading| {
        over(published, Basis::Relative, general, reading)
    };
    match meaning {
        Meaning::Calendar(found) => in_calendar(*found, context),
        Meaning::Slashed(first, second, year) => slashed(*first, *second, *year, published),
        Meaning::Years(first, last, timex) => stated(
            calendar::span_years(*first, last - first + 1),
            timex.clone(),
        ),
        Meaning::Season(season, year) => period(*year, context, None, &|year| {
            (season.days(year), format!("{year:04}-{}", season.timex()))
        }),
        Meaning::Quarter(quarter, year) => period(*year, context, None, &|year| {
            let first = calendar::month_days(year, quarter * 3 - 2).0;
            let last = calendar::month_days(year, quarter * 3).1;
            ((first, last), format!("{year:04}-Q{quarter}"))
        }),
        Meaning::Half(half, year) => period(*year, context, None, &|year| {
            let first = calendar::month_days(year, half * 6 - 5).0;
            let last = calendar::month_days(year, half * 6).1;
            ((first, last), format!("{year:04}-H{half}"))
        }),
        Meaning::Deictic(unit, offset) => {
            relative(general_unit(*unit), &|day| unit_of(day, *unit, *offset))
        }
        Meaning::Weekend(offset) => relative(None, &|day| weekend(day, *offset, context.tense)),
        Meaning::DeicticMonth(month, offset) => {
            relative(Some(format!("XXXX-{month:02}")), &|day| {
                deictic_month(day, *month, *offset)
            })
        }
        Meaning::MonthOfYear(month, day, offset) => {
            relative(Some(format!("XXXX-{month:02}")), &|published| {
                let year = i64::from(published.year()) + offset;
                let days = calendar::month_days(year, *month);
                match day.and_then(|day| calendar::date(year, *month, day)) {
                    Some(day) => one(day),
                    None => (days, calendar::unit_timex(days.0, Unit::Month)),
                }
            })
        }
        Meaning::DeicticWeekday(weekday, offset) => relative(general_weekday(*weekday), &|day| {
            one(deictic_weekday(day, *weekday, *offset, context.tense))
        }),
        Meaning::WeekdayOfWeek(weekday, offset) => relative(general_weekday(*weekday), &|day| {
            let monday = calendar::unit_days(day, Unit::Week, *offset).0;
            one(calendar::weekday_on(monday, *weekday))
        }),
        Meaning::Ago(count, unit, future) => {
            relative(None, &|day| counted(day, *count, *unit, *future))
        }
        Meaning::Window(count, unit, future) => {
            relative(Some(unit.timex(&count.timex())), &|day| {
                window(day, *count, *unit, *future)
            })
        }
        Meaning::DayOfMonth(day_of_month) => relative(None, &|day| {
            one(day_of_month_near(day, *day_of_month, context.tense))
        }),
        Meaning::Shifted(count, unit, later, from) => {
            let anchor = anchor(from.as_deref(), context);
            over(anchor, Basis::Context, None, |day| {
                counted(day, *count, *unit, *later)
            })
        }
        Meaning::Neighbour(unit, offset) => neighbour(*unit, *offset, context),
        Meaning::Around(unit, after, from) => around(*unit, *after, from.as_deref(), context),
        Meaning::Range(first, last) => range(first, last, context),
        Meaning::OfDay => over(context.story.unwrap_or_default(), Basis::Context, None, one),
    }
}

fn one(day: Date) -> Reading {
    ((day, day), day.to_string())
}

fn general_unit(unit: Unit) -> Option<String> {
    Some(
        match unit {
            Unit::Week => "XXXX-WXX",
            Unit::Month => "XXXX-XX",
            Unit::Quarter => "XXXX-QX",
            Unit::Year => "XXXX",
            Unit::Decade => "XXX",
            _ => "XXXX-XX-XX",
        }
        .to_owned(),
    )
}

fn general_weekday(weekday: Weekday) -> Option<String> {
    Some(format!("XXXX-WXX-{}", weekday.to_monday_one_offset()))
}

fn unit_of(day: Date, unit: Unit, offset: i64) -> Reading {
    let days = calendar::unit_days(day, unit, offset);
    (days, calendar::unit_timex(days.0, unit))
}

/// A period of a year that is stated, counted from publication, or to be chosen by tense.
fn period(
    year: YearOf,
    context: &Context,
    general: Option<String>,
    reading: &dyn Fn(i64) -> Reading,
) -> Resolved {
    let year = match (year, context.year) {
        (YearOf::Unstated, Some(year)) => YearOf::Known(year),
        _ => year,
    };
    match year {
        YearOf::Known(year) => {
            let (days, timex) = reading(year);
            stated(days, timex)
        }
        YearOf::Offset(offset) => over(context.published, Basis::Relative, general, |day| {
            reading(i64::from(day.year()) + offset)
        }),
        YearOf::Unstated => over(context.published, Basis::Relative, general, |day| {
            let year = i64::from(day.year());
            let this = reading(year);
            match context.tense {
                Tense::Future if this.0.1 < day => reading(year + 1),
                Tense::Past | Tense::Unknown if this.0.0 > day => reading(year - 1),
                _ => this,
            }
        }),
    }
}

/// Saturday and Sunday: of this week and offset, or the nearest on the side that tense tells.
fn weekend(day: Date, offset: Option<i64>, tense: Tense) -> Reading {
    let this = calendar::add_days(calendar::unit_days(day, Unit::Week, 0).0, 5);
    let saturday = match offset {
        Some(offset) => calendar::add_days(this, offset * 7),
        None if tense != Tense::Future && this > day => calendar::add_days(this, -7),
        None => this,
    };
    let timex = format!("{}-WE", calendar::unit_timex(saturday, Unit::Week));
    ((saturday, calendar::add_days(saturday, 1)), timex)
}

/// "last September": the last one that is over or running; "next March": the first to come.
fn deictic_month(day: Date, month: i64, offset: i64) -> Reading {
    let year = i64::from(day.year());
    let now = i64::from(day.month());
    let year = match offset {
        0 => year,
        1 if month <= now => year + 1,
        -1 if month >= now => year - 1,
        _ => year,
    };
    let days = calendar::month_days(year, month);
    (days, calendar::unit_timex(days.0, Unit::Month))
}

fn deictic_weekday(day: Date, weekday: Weekday, offset: i64, tense: Tense) -> Date {
    match offset {
        -1 => calendar::weekday_back(calendar::add_days(day, -1), weekday),
        1 => calendar::weekday_on(calendar::add_days(day, 1), weekday),
        _ if tense == Tense::Past => calendar::weekday_back(day, weekday),
        _ => calendar::weekday_on(calendar::unit_days(day, Unit::Week, 0).0, weekday),
    }
}

/// A date of which some fields are given.
fn in_calendar(found: Calendar, context: &Context) -> Resolved {
    let near_year = context.year.filter(|_| found.weekday.is_none());
    match (found.year.or(near_year), found.month, found.day) {
        (Some(year), Some(month), Some(day)) => match calendar::date(year, month, day) {
            Some(date) => stated((date, date), date.to_string()),
            None => unknown(Basis::Stated),
        },
        (Some(year), Some(month), None) => {
            let days = calendar::month_days(year, month);
            stated(days, calendar::unit_timex(days.0, Unit::Month))
        }
        (Some(year), None, None) => stated(calendar::year_days(year), format!("{year:04}")),
        (_, Some(month), Some(day)) => over(
            context.published,
            Basis::Relative,
            Some(format!("XXXX-{month:02}-{day:02}")),
            |published| {
                one(day_of_year_near(
                    published,
                    month,
                    day,
                    found.weekday,
                    context.tense,
                ))
            },
        ),
        (_, Some(month), None) => over(
            context.published,
            Basis::Relative,
            Some(format!("XXXX-{month:02}")),
            |published| month_near(published, month, context.tense),
        ),
        _ => match found.weekday {
            Some(weekday) => over(
                context.published,
                Basis::Relative,
                general_weekday(weekday),
                |day| one(weekday_near(day, weekday, context.tense)),
            ),
            None => unknown(Basis::Stated),
        },
    }
}

fn unknown(basis: Basis) -> Resolved {
    Resolved {
        days: Interval::default(),
        timex: None,
        basis,
    }
}

/// The weekday on the side that tense tells; untold, the past one.
fn weekday_near(day: Date, weekday: Weekday, tense: Tense) -> Date {
    match tense {
        Tense::Future => calendar::weekday_on(day, weekday),
        Tense::Past | Tense::Unknown => calendar::weekday_back(day, weekday),
    }
}

/// Days within which a month and day lies on the other side than tense tells, when that side is most of a year away.
const FAR_SIDE: i64 = 70;

/// A month and day on the side that tense tells; untold, the nearest. A weekday beside it must fit.
fn day_of_year_near(
    published: Date,
    month: i64,
    day: i64,
    weekday: Option<Weekday>,
    tense: Tense,
) -> Date {
    let year = i64::from(published.year());
    let mut candidates: Vec<Date> = (year - 8..=year + 8)
        .filter_map(|year| calendar::date(year, month, day))
        .collect();
    // A date that tense would put most of a year away stands on the other side: so far off it would have a year.
    candidates.sort_by_key(|date| {
        let distance = calendar::days_between(published, *date);
        let fits = match tense {
            Tense::Past => (FAR_SIDE - 365..=FAR_SIDE).contains(&distance),
            Tense::Future => (-FAR_SIDE..=365 - FAR_SIDE).contains(&distance),
            Tense::Unknown => (-183..=182).contains(&distance),
        };
        (!fits, distance.abs())
    });
    let fits = |date: &&Date| weekday.is_none_or(|weekday| date.weekday() == weekday);
    let fitting = candidates.iter().find(fits);
    fitting
        .or_else(|| candidates.first())
        .copied()
        .unwrap_or(published)
}

/// A month on the side that tense tells; untold, the nearest.
fn month_near(published: Date, month: i64, tense: Tense) -> Reading {
    let year = i64::from(published.year());
    let distance = (year * 12 + month) - (year * 12 + i64::from(published.month()));
    let year = match tense {
        Tense::Past if distance > 0 => year - 1,
        Tense::Future if distance < 0 => year + 1,
        Tense::Unknown if distance > 6 => year - 1,
        Tense::Unknown if distance < -8 => year + 1,
        _ => year,
    };
    let days = calendar::month_days(year, month);
    (days, calendar::unit_timex(days.0, Unit::Month))
}

fn day_of_month_near(published: Date, day: i64, tense: Tense) -> Date {
    let mut candidates = (-2..=2).filter_map(|offset| {
        let month = calendar::add_months(published.first_of_month(), offset);
        calendar::date(i64::from(month.year()), i64::from(month.month()), day)
    });
    match tense {
        Tense::Future => candidates.find(|date| *date >= published),
        Tense::Past | Tense::Unknown => candidates.rfind(|date| *date <= published),
    }
    .unwrap_or(published)
}

/// Figures in two possible orders: the one nearer to publication, if it is clearly nearer.
fn slashed(first: i64, second: i64, year: i64, published: Interval) -> Resolved {
    let one = calendar::date(year, second, first);
    let other = calendar::date(year, first, second);
    let (Some(one), Some(other)) = (one, other) else {
        return unknown(Basis::Stated);
    };
    let near = |date: Date| {
        published
            .single()
            .is_some_and(|day| calendar::days_between(date, day).abs() <= 14)
    };
    match (near(one), near(other)) {
        (true, false) => stated((one, one), one.to_string()),
        (false, true) => stated((other, other), other.to_string()),
        _ => stated((one.min(other), one.max(other)), format!("{year:04}")),
    }
}

/// The day, week, month or year that lies a count of units from `day`; farther units are known less finely.
fn counted(day: Date, count: Count, unit: Unit, later: bool) -> Reading {
    let sign = if later { 1 } else { -1 };
    let Some(exact) = count.exact() else {
        let near = calendar::shift(day, unit, sign * count.low);
        let far = calendar::shift(day, unit, sign * count.high);
        let timex = unit.timex("X");
        return ((near.min(far), near.max(far)), timex);
    };
    let there = calendar::shift(day, unit, sign * exact);
    match unit {
        Unit::Minute | Unit::Hour => ((day.min(there), day.max(there)), there.to_string()),
        Unit::Day => one(there),
        Unit::Week => {
            let around = (calendar::add_days(there, -3), calendar::add_days(there, 3));
            (around, there.to_string())
        }
        Unit::Month | Unit::Quarter => unit_of(there, Unit::Month, 0),
        Unit::Year => unit_of(there, Unit::Year, 0),
        Unit::Decade | Unit::Century => {
            let year = i64::from(there.year());
            let slack = if unit == Unit::Decade { 3 } else { 20 };
            let days = calendar::span_years(year - slack, 2 * slack + 1);
            (days, format!("{year:04}"))
        }
    }
}

fn window(day: Date, count: Count, unit: Unit, future: bool) -> Reading {
    let sign = if future { 1 } else { -1 };
    let far = calendar::shift(day, unit, sign * count.high);
    let timex = unit.timex(&count.timex());
    ((day.min(far), day.max(far)), timex)
}

/// The interval that a date is counted from: the one given, else the day told last.
fn anchor(from: Option<&Phrase>, context: &Context) -> Interval {
    match from {
        Some(from) => phrase(from, context).days,
        None => context.story.or(context.told).unwrap_or_default(),
    }
}

/// "the same day", "the following week", "the previous year".
fn neighbour(unit: Unit, offset: i64, context: &Context) -> Resolved {
    let told = if unit == Unit::Day {
        context.story
    } else {
        context.told.or(context.story)
    };
    // A year or month of the story, else of publication: "the previous year" in a report on this year's figures.
    let days = match told {
        Some(days) => days,
        None if unit == Unit::Day => Interval::default(),
        None => context.published,
    };
    over(days, Basis::Context, None, |day| unit_of(day, unit, offset))
}

/// "in the days after": from the day after to the most that the plural may mean.
fn around(unit: Unit, after: bool, from: Option<&Phrase>, context: &Context) -> Resolved {
    let anchor = anchor(from, context);
    let most = unit.vague().1;
    let days = if after {
        Interval {
            first: anchor.first.map(|day| calendar::add_days(day, 1)),
            last: anchor.last.map(|day| calendar::shift(day, unit, most)),
        }
    } else {
        Interval {
            first: anchor.first.map(|day| calendar::shift(day, unit, -most)),
            last: anchor.last.map(|day| calendar::add_days(day, -1)),
        }
    };
    Resolved {
        days,
        timex: Some(unit.timex("X")),
        basis: Basis::Context,
    }
}

/// From the first day of the first to the last day of the second; a year given once holds for both.
fn range(first: &Phrase, last: &Phrase, context: &Context) -> Resolved {
    let end = phrase(last, context);
    let mut start_context = *context;
    if let (Meaning::Calendar(start), Meaning::Calendar(stop)) = (&first.meaning, &last.meaning)
        && start.year.is_none()
    {
        let later_month = start.month > stop.month;
        start_context.year = stop
            .year
            .map(|year| year - i64::from(later_month))
            .or(context.year);
    }
    let mut start = phrase(first, &start_context);
    // "from Friday to Sunday" read on different sides: the start moves back behind the end.
    if let (Some(from), Some(to)) = (start.days.first, end.days.last)
        && from > to
        && matches!(&first.meaning, Meaning::Calendar(found) if found.year.is_none())
    {
        let mut before = start_context;
        before.published = Interval::day(to);
        before.tense = Tense::Past;
        start = phrase(first, &before);
    }
    let timex = match (&start.timex, &end.timex) {
        (Some(from), Some(to)) => Some(format!("{from}/{to}")),
        _ => None,
    };
    Resolved {
        days: Interval {
            first: start.days.first,
            last: end.days.last,
        },
        timex,
        basis: start.basis,
    }
}
