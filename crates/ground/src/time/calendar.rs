//! Calendar arithmetic on days and intervals of days, none of which can fail.

use jiff::Span;
use jiff::civil::{Date, Weekday};

/// Days from `first` to `last`, both included; a side that is `None` is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Interval {
    /// First possible day.
    pub(crate) first: Option<Date>,
    /// Last possible day.
    pub(crate) last: Option<Date>,
}

impl Interval {
    /// One day.
    pub(crate) const fn day(day: Date) -> Self {
        Self::between(day, day)
    }

    /// From one day to another.
    pub(crate) const fn between(first: Date, last: Date) -> Self {
        Self {
            first: Some(first),
            last: Some(last),
        }
    }

    /// What two ISO dates say; a side that is no date is not known.
    pub(crate) fn parse(first: Option<&str>, last: Option<&str>) -> Self {
        let read = |day: Option<&str>| day.and_then(|day| day.get(..10)?.parse().ok());
        Self {
            first: read(first),
            last: read(last),
        }
    }

    /// Whether neither side is known.
    pub(crate) const fn is_unknown(&self) -> bool {
        self.first.is_none() && self.last.is_none()
    }

    /// The day, when both sides are the same.
    pub(crate) fn single(&self) -> Option<Date> {
        self.first.filter(|_| self.first == self.last)
    }
}

/// A calendar unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// The unit that a word names, singular or plural.
    pub(crate) fn of(word: &str) -> Option<Self> {
        Some(match word.strip_suffix('s').unwrap_or(word) {
            "minute" => Self::Minute,
            "hour" => Self::Hour,
            "day" | "night" => Self::Day,
            "week" | "fortnight" => Self::Week,
            "month" => Self::Month,
            "quarter" => Self::Quarter,
            "year" => Self::Year,
            "decade" => Self::Decade,
            "century" | "centurie" => Self::Century,
            _ => return None,
        })
    }

    /// The letter of a TIMEX3 duration, time designator included.
    pub(crate) fn timex(self, count: &str) -> String {
        match self {
            Self::Minute => format!("PT{count}M"),
            Self::Hour => format!("PT{count}H"),
            Self::Day => format!("P{count}D"),
            Self::Week => format!("P{count}W"),
            Self::Month => format!("P{count}M"),
            Self::Quarter => format!("P{count}Q"),
            Self::Year => format!("P{count}Y"),
            Self::Decade => format!("P{count}DE"),
            Self::Century => format!("P{count}CE"),
        }
    }

    /// Least and most units that a bare plural ("weeks ago", "in recent days") may mean.
    pub(crate) const fn vague(self) -> (i64, i64) {
        match self {
            Self::Minute | Self::Hour => (2, 48),
            Self::Day => (2, 13),
            Self::Week => (2, 8),
            Self::Month => (2, 18),
            Self::Quarter => (2, 6),
            Self::Year => (2, 9),
            Self::Decade | Self::Century => (2, 5),
        }
    }
}

/// A part of a day with its TIMEX3 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Morning,
    Afternoon,
    Evening,
    Night,
    Noon,
    Midnight,
}

impl Part {
    /// The part that a word names.
    pub(crate) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "morning" | "dawn" | "daybreak" | "sunrise" => Self::Morning,
            "afternoon" => Self::Afternoon,
            "evening" | "dusk" | "sunset" => Self::Evening,
            "night" | "overnight" => Self::Night,
            "noon" | "midday" | "lunchtime" => Self::Noon,
            "midnight" => Self::Midnight,
            _ => return None,
        })
    }

    /// What TIMEX3 appends to the day.
    pub(crate) const fn timex(self) -> &'static str {
        match self {
            Self::Morning => "TMO",
            Self::Afternoon => "TAF",
            Self::Evening => "TEV",
            Self::Night => "TNI",
            Self::Noon => "T12:00",
            Self::Midnight => "T24:00",
        }
    }
}

/// A season of the northern calendar with its TIMEX3 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

impl Season {
    /// The season that a word names.
    pub(crate) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "spring" => Self::Spring,
            "summer" => Self::Summer,
            "autumn" | "fall" => Self::Autumn,
            "winter" => Self::Winter,
            _ => return None,
        })
    }

    /// TIMEX3 code.
    pub(crate) const fn timex(self) -> &'static str {
        match self {
            Self::Spring => "SP",
            Self::Summer => "SU",
            Self::Autumn => "FA",
            Self::Winter => "WI",
        }
    }

    /// Days of the season: winter of a year is December of the year before to February.
    pub(crate) fn days(self, year: i64) -> (Date, Date) {
        let (first, last) = match self {
            Self::Spring => ((year, 3), (year, 5)),
            Self::Summer => ((year, 6), (year, 8)),
            Self::Autumn => ((year, 9), (year, 11)),
            Self::Winter => ((year - 1, 12), (year, 2)),
        };
        (month_days(first.0, first.1).0, month_days(last.0, last.1).1)
    }
}

/// A third of a period, or a day on its edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Early,
    Middle,
    Late,
}

impl Stage {
    /// A third of whole years, by months.
    fn of_years(self, days: (Date, Date), years: i64) -> (Date, Date) {
        let third = years * 4;
        let end = |months| add_days(add_months(days.0, months), -1);
        match self {
            Self::Early => (days.0, end(third)),
            Self::Middle => (add_months(days.0, third), end(2 * third)),
            Self::Late => (add_months(days.0, 2 * third), days.1),
        }
    }

    /// The third of `days` that is meant.
    pub(crate) fn of(self, days: (Date, Date)) -> (Date, Date) {
        let length = days_between(days.0, days.1) + 1;
        if length >= 365 {
            return self.of_years(days, length / 365);
        }
        let third = (length + 2) / 3;
        match self {
            _ if length < 3 => days,
            Self::Early => (days.0, add_days(days.0, third - 1)),
            Self::Middle => (
                add_days(days.0, length / 3),
                add_days(days.1, -(length / 3)),
            ),
            Self::Late => (add_days(days.1, 1 - third), days.1),
        }
    }
}

/// A day that exists in the calendar.
pub(crate) fn date(year: i64, month: i64, day: i64) -> Option<Date> {
    let year = i16::try_from(year).ok()?;
    let month = i8::try_from(month).ok()?;
    let day = i8::try_from(day).ok()?;
    Date::new(year, month, day).ok()
}

/// The day `days` later (earlier when negative).
pub(crate) fn add_days(day: Date, days: i64) -> Date {
    day.saturating_add(Span::new().days(days.clamp(-700_000, 700_000)))
}

/// The day `months` months later, at the end of a shorter month if need be.
pub(crate) fn add_months(day: Date, months: i64) -> Date {
    day.saturating_add(Span::new().months(months.clamp(-24_000, 24_000)))
}

/// Days from one day to another, negative when the second is earlier.
pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    i64::from(from.until(to).map_or(0, |span| span.get_days()))
}

/// First and last day of a year.
pub(crate) fn year_days(year: i64) -> (Date, Date) {
    (month_days(year, 1).0, month_days(year, 12).1)
}

/// First and last day of a month; months outside 1 to 12 are clamped.
pub(crate) fn month_days(year: i64, month: i64) -> (Date, Date) {
    let first = date(year.clamp(1, 9998), month.clamp(1, 12), 1).unwrap_or(Date::ZERO);
    (first, first.last_of_month())
}

/// The calendar unit that holds `day`, `offset` units on. Weeks run from Monday; hours and minutes give the day.
pub(crate) fn unit_days(day: Date, unit: Unit, offset: i64) -> (Date, Date) {
    let year = i64::from(day.year());
    match unit {
        Unit::Minute | Unit::Hour => (day, day),
        Unit::Day => {
            let day = add_days(day, offset);
            (day, day)
        }
        Unit::Week => {
            let monday = add_days(
                day,
                offset * 7 - i64::from(day.weekday().to_monday_zero_offset()),
            );
            (monday, add_days(monday, 6))
        }
        Unit::Month => {
            let shifted = add_months(day.first_of_month(), offset);
            (shifted, shifted.last_of_month())
        }
        Unit::Quarter => {
            let start = i64::from(day.month() - 1) / 3 * 3 + 1;
            let first = add_months(month_days(year, start).0, offset * 3);
            (first, add_months(first, 2).last_of_month())
        }
        Unit::Year => year_days(year + offset),
        Unit::Decade => span_years(year.div_euclid(10) * 10 + offset * 10, 10),
        Unit::Century => span_years(year.div_euclid(100) * 100 + offset * 100, 100),
    }
}

/// First and last day of `length` years from `year`.
pub(crate) fn span_years(year: i64, length: i64) -> (Date, Date) {
    (year_days(year).0, year_days(year + length - 1).1)
}

/// The day `count` units on (back when negative), months and years by the calendar.
pub(crate) fn shift(day: Date, unit: Unit, count: i64) -> Date {
    match unit {
        Unit::Minute => add_days(day, count / 1440),
        Unit::Hour => add_days(day, count.signum() * ((count.abs() + 23) / 24)),
        Unit::Day => add_days(day, count),
        Unit::Week => add_days(day, count.saturating_mul(7)),
        Unit::Month => add_months(day, count),
        Unit::Quarter => add_months(day, count.saturating_mul(3)),
        Unit::Year => add_months(day, count.saturating_mul(12)),
        Unit::Decade => add_months(day, count.saturating_mul(120)),
        Unit::Century => add_months(day, count.saturating_mul(1200)),
    }
}

/// TIMEX3 value of the calendar unit that holds `day`.
pub(crate) fn unit_timex(day: Date, unit: Unit) -> String {
    match unit {
        Unit::Minute | Unit::Hour | Unit::Day => day.to_string(),
        Unit::Week => {
            let week = day.iso_week_date();
            format!("{:04}-W{:02}", week.year(), week.week())
        }
        Unit::Month => format!("{:04}-{:02}", day.year(), day.month()),
        Unit::Quarter => format!("{:04}-Q{}", day.year(), (day.month() - 1) / 3 + 1),
        Unit::Year => format!("{:04}", day.year()),
        Unit::Decade => format!("{:03}", day.year() / 10),
        Unit::Century => format!("{:02}", day.year() / 100),
    }
}

/// The last `weekday` on or before `day`.
pub(crate) fn weekday_back(day: Date, weekday: Weekday) -> Date {
    let back = weekday.until(day.weekday());
    add_days(day, -i64::from(back))
}

/// The first `weekday` on or after `day`.
pub(crate) fn weekday_on(day: Date, weekday: Weekday) -> Date {
    let on = weekday.since(day.weekday());
    add_days(day, i64::from(on))
}
