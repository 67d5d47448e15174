//! Dates that name themselves: days, months, years, seasons, quarters, holidays, weekdays, clock times.

use super::calendar::{self, Season};
use super::meaning::{Calendar, Clock, Meaning, YearOf};
use super::words;
use crate::atom::Atoms;

/// Words before a four-digit number that make it a year whatever follows.
const STRONG_BEFORE_YEAR: &[&str] = &[
    "in", "since", "until", "till", "during", "circa", "year", "early", "late", "mid", "spring",
    "summer", "autumn", "winter",
];

/// Words before a four-digit number that make it a year unless things are counted.
const WEAK_BEFORE_YEAR: &[&str] = &[
    "before",
    "after",
    "from",
    "to",
    "of",
    "and",
    "between",
    "through",
    "for",
    "than",
    "by",
    "around",
    "about",
    "or",
    "(",
    "-",
    ",",
    "throughout",
    "as",
];

/// Determiners before a year that describes a noun ("the 2015 deal").
const DETERMINERS: &[&str] = &[
    "the",
    "a",
    "its",
    "their",
    "his",
    "her",
    "our",
    "'s",
    "this",
    "that",
    "'",
    "previous",
    "following",
];

/// Words after four digits that make it a count or an amount.
const COUNTED: &[&str] = &[
    "people",
    "men",
    "women",
    "children",
    "soldiers",
    "troops",
    "civilians",
    "percent",
    "per",
    "%",
    "million",
    "billion",
    "thousand",
    "dollars",
    "euros",
    "pounds",
    "degrees",
    "feet",
    "metres",
    "meters",
    "km",
    "kilometres",
    "kilometers",
    "miles",
    "hours",
    "minutes",
    "gmt",
    "utc",
    "hrs",
    "local",
    "points",
];

/// Words before a month name that could be something else ("may", "march").
const BEFORE_MONTH: &[&str] = &[
    "in", "since", "until", "till", "by", "from", "to", "of", "during", "early", "late", "mid",
    "last", "next", "this", "before", "after", "and", "for", "through", "between", "-", "previous",
];

/// A date that names itself at `at`: what it says and the index after it.
pub(super) fn calendar(atoms: &Atoms<'_>, at: usize) -> Option<(Meaning, usize)> {
    iso(atoms, at)
        .or_else(|| slashed(atoms, at))
        .or_else(|| with_weekday(atoms, at))
        .or_else(|| month_first(atoms, at))
        .or_else(|| day_first(atoms, at))
        .or_else(|| holiday(atoms, at))
        .or_else(|| decade(atoms, at))
        .or_else(|| century(atoms, at))
        .or_else(|| season(atoms, at))
        .or_else(|| quarter(atoms, at))
        .or_else(|| the_day(atoms, at))
        .or_else(|| bare_year(atoms, at))
}

fn dated(year: Option<i64>, month: i64, day: i64) -> Option<Meaning> {
    // A leap year stands in for a year that is not given, so that 29 February passes.
    calendar::date(year.unwrap_or(2000), month, day)?;
    Some(Meaning::Calendar(Calendar {
        year,
        month: Some(month),
        day: Some(day),
        weekday: None,
    }))
}

/// "2021-02-15".
fn iso(atoms: &Atoms<'_>, at: usize) -> Option<(Meaning, usize)> {
    let year = words::year(atoms, at)?;
    let parted = |index: usize| atoms.lower(index) == "-" && atoms.glued(index);
    if !parted(at + 1) || !parted(at + 3) || !atoms.glued(at + 4) {
        return None;
    }
    let meaning = dated(Some(year), atoms.integer(at + 2)?, atoms.integer(at + 4)?)?;
    Some((meaning, at + 5))
}

/// "15/02/2021", "2/15/21", "15.02.2021".
fn slashed(atoms: &Atoms<'_>, at: usize) -> Option<(Meaning, usize)> {
    let sign = atoms.lower(at + 1);
    if !matches!(sign, "/" | ".") || !atoms.glued(at + 1) || !atoms.glued(at + 2) {
        return None;
    }
    let (first, second) = (atoms.integer(at)?, atoms.integer(at + 2)?);
    if sign == "/"
        && (first, second) == (9, 11)
        && (atoms.lower(at + 3) != "/" || !atoms.glued(at + 3))
    {
        return Some((dated(Some(2001), 9, 11)?, at + 3));
    }
    if atoms.lower(at + 3) != sign || !atoms.glued(at + 3) || !atoms.glued(at + 4) {
        return None;
    }
    let written = atoms.get(at + 4)?.lower.len();
    let year = match (written, atoms.integer(at + 4)?) {
        (4, year) => year,
        (2, year) if year < 50 => 2000 + year,
        (2, year) => 1900 + year,
        _ => return None,
    };
    let day_first = calendar::date(year, second, first).is_some();
    let month_first = calendar::date(year, first, second).is_some() && sign == "/";
    let meaning = match (day_first, month_first) {
        (true, true) if first != second => Meaning::Slashed(first, second, year),
        (true, _) => dated(Some(year), second, first)?,
        (false, true) => dated(Some(year), first, second)?,
        (false, false) => return None,
    };
    Some((meaning, at + 5))
}

/// "Friday", "Friday, February 26, 2021", "Friday 26 February", "Friday the 13th".
fn with_weekday(atoms: &Atoms<'_>, at: usize) -> Option<(Meaning, usize)> {
    let (weekday, end) = words::weekday(atoms, at)?;
    let skip = |from: usize| {
        let comma = from + usize::from(atoms.lower(from) == ",");
        comma + usize::from(atoms.lower(comma) == "the")
    };
    let next = skip(end);
    let dated = month_first(atoms, next)
        .or_else(|| day_first(atoms, next))
        .filter(|(meaning, _)| matches!(meaning, Meaning::Calendar(found) if found.day.is_some()));
    if let Some((Meaning::Calendar(found), end)) = dated {
        let with = Calendar {
            weekday: Some(weekday),
            ..found
        };
        return Some((Meaning::Calendar(with), end));
    }
    let alone = Calendar {
        weekday: Some(weekday),
        ..Calendar::default()
    };
    Some((Meaning::Calendar(alone), end))
}

/// A year after a month or a day: ", 2021", "2021", "of 2021", "'82".
fn year_after(atoms: &Atoms<'_>, at: usize) -> Option<(i64, usize)> {
    let next = at + usize::from(atoms.is(at, &[",", "of", "in"]));
    if atoms.is(next, &["'", "'"]) && atoms.get(next + 1)?.lower.len() == 2 {
        let short = atoms.integer(next + 1)?;
        return Some((if short < 50 { 2000 } else { 1900 } + short, next + 2));
    }
    let year = words::year(atoms, next).filter(|year| (1700..=2100).contains(year))?;
    let counted = atoms.is(next + 1, COUNTED) || atoms.lower(next + 1) == ":";
    (!counted).then_some((year, next + 1))
}

/// "February 15, 2021", "Feb. 15", "February 2021", "February".
fn month_first(atoms: &Atoms<'_>, at: usize) -> Option<(Meaning, usize)> {
    let (month, after) = words::month(atoms, at)?;
    let the = after + usize::from(atoms.lower(after) == "the");
    let day = words::day_of_month(atoms, the).filter(|(_, end)| {
        // "March 5:30", "May 10 percent" and "June 20 people" are no days.
        let next = atoms.lower(*end);
        let clock = next == ":" && atoms.glued(*end);
        next == "local" || !(clock || COUNTED.contains(&next))
    });
    if let Some((day, end)) = day {
        return with_year(atoms, month, day, end);
    }
    if let (YearOf::Offset(offset), end) = year_of(atoms, after) {
        return Some((Meaning::MonthOfYear(month, None, offset), end));
    }
    let alone = |year| {
        Meaning::Calendar(Calendar {
            year,
            month: Some(month),
            ..Calendar::default()
        })
    };
    if let Some((year, end)) = year_after(atoms, after) {
        return Some((alone(Some(year)), end));
    }
    month_alone(atoms, at).then(|| (alone(None), after))
}

/// Whether the month name at `at` is a month though neither day nor year follows.
fn month_alone(atoms: &Atoms<'_>, at: usize) -> bool {
    if !words::is_full_month(atoms, at) {
        return false;
    }
    let before = atoms.lower_before(at, 1);
    let expected = BEFORE_MONTH.contains(&before);
    let name = atoms.capital(at + 1) || atoms.before(at).is_some_and(|atom| atom.capital);
    match atoms.lower(at) {
        "may" | "march" => expected && !name,
        "april" | "june" | "august" => expected || !name,
        _ => true,
    }
}

/// "15 February 2021", "15th of February", "the 26th February".
fn day_first(atoms: &Atoms<'_>, at: usize) -> Option<(Meaning, usize)> {
    let start = at + usize::from(atoms.lower(at) == "the");
    let (day, after) = words::day_of_month(atoms, start)?;
    let of = after + usize::from(atoms.lower(after) == "of");
    let (month, end) = words::month(atoms, of)?;
    with_year(atoms, month, day, end)
}

/// A month and day with the year that stands after them at `at`, if any.
fn with_year(atoms: &Atoms<'_>, month: i64, day: i64, at: usize) -> Option<(Meaning, usize)> {
    match year_of(atoms, at) {
        (YearOf::Known(year), end) => Some((dated(Some(year), month, day)?, end)),
        (YearOf::Offset(offset), end) => {
            dated(None, month, day)?;
            Some((Meaning::MonthOfYear(month, Some(day), offset), end))
        }
        (YearOf::Unstated, _) => Some((dated(None, month, day)?, at)),
    }
}

fn holiday(atoms: &Atoms<'_>, at: usize) -> Option<(Meaning, usize)> {
    let (month, day, end) = words::holiday(atoms, at)?;
    with_year(atoms, month, day, end)
}

/// "the 1990s", "the '90s", "the 80s".
fn decade(atoms: &Atoms<'_>, at: usize) -> Option<(Meaning, usize)> {
    let start = at + usize::from(atoms.lower(at) == "the");
    let quote = start + usize::from(atoms.is(start, &["'"]));
    let number = atoms.integer(quote)?;
    if atoms.lower(quote + 1) != "s" && atoms.lower(quote + 1) != "'s" || !atoms.glued(quote + 1) {
        return None;
    }
    let first = match atoms.get(quote)?.lower.len() {
        4 if (1700..=2090).contains(&number) => number,
        2 if start > at
            || quote > start
            || atoms.is(at.wrapping_sub(1), &["early", "late", "mid", "-"])
            || atoms.lower_before(at, 1) == "and" && atoms.lower_before(at, 2) == "s" =>
        {
            1900 + number
        }
        _ => return None,
    };
    if first % 10 != 0 {
        return None;
    }
    let meaning = Meaning::Years(first, first + 9, (first / 10).to_string());
    Some((meaning, quote + 2))
}

/// "the 19th century".
fn century(atoms: &Atoms<'_>, at: usize) -> Option<(Meaning, usize)> {
    let start = at + usize::from(atoms.lower(at) == "the");
    let (number, end) = words::ordinal(atoms, start)?;
    let end = end + usize::from(atoms.lower(end) == "-");
    if atoms.lower(end) != "century" || !(10..=21).contains(&number) {
        return None;
    }
    let first = (number - 1) * 100;
    let meaning = Meaning::Years(first, first + 99, (number - 1).to_string());
    Some((meaning, end + 1))
}

/// "of 2010", "2010", "of last year", "this year".
fn year_of(atoms: &Atoms<'_>, at: usize) -> (YearOf, usize) {
    if let Some((year, end)) = year_after(atoms, at) {
        return (YearOf::Known(year), end);
    }
    let start = at + usize::from(atoms.lower(at) == "of");
    let start = start + usize::from(atoms.lower(start) == "the");
    let offset = match atoms.lower(start) {
        "last" | "previous" => -1,
        "this" | "current" => 0,
        "next" => 1,
        _ => return (YearOf::Unstated, at),
    };
    if atoms.lower(start + 1) == "year" {
        (YearOf::Offset(offset), start + 2)
    } else {
        (YearOf::Unstated, at)
    }
}

/// "the summer of 2011", "summer 2011", "in the spring", "last winter".
fn season(atoms: &Atoms<'_>, at: usize) -> Option<(Meaning, usize)> {
    let the = atoms.lower(at) == "the";
    let start = at + usize::from(the);
    let season = Season::of(atoms.lower(start))?;
    let (year, end) = year_of(atoms, start + 1);
    if year != YearOf::Unstated {
        let of_what = season == Season::Autumn && atoms.lower(start) == "fall";
        let dated = !of_what || atoms.is(start + 1, &["of", "2", "this", "last"]) || !the;
        return dated.then_some((Meaning::Season(season, year), end));
    }
    let lower_case = !atoms.capital(start) || start == 0;
    let in_the = the
        && atoms.is(
            at.wrapping_sub(1),
            &["in", "since", "during", "until", "by"],
        );
    let bare = !the
        && atoms.is(
            start.wrapping_sub(1),
            &["in", "since", "early", "late", "by"],
        );
    let of_something = atoms.is(start + 1, &["of", "in"]) && atoms.lower(start) == "fall";
    (lower_case && (in_the || bare) && !of_something)
        .then_some((Meaning::Season(season, YearOf::Unstated), start + 1))
}

/// "the third quarter of 2010", "Q3 2010", "the first half of last year".
fn quarter(atoms: &Atoms<'_>, at: usize) -> Option<(Meaning, usize)> {
    if let Some(number) = atoms.lower(at).strip_prefix('q')
        && let Ok(quarter) = number.parse::<i64>()
        && (1..=4).contains(&quarter)
    {
        let (year, end) = year_of(atoms, at + 1);
        return Some((Meaning::Quarter(quarter, year), end));
    }
    let start = at + usize::from(atoms.lower(at) == "the");
    let (number, end) = match atoms.lower(start) {
        "final" => (4, start + 1),
        _ => words::ordinal(atoms, start)?,
    };
    let end = end + usize::from(atoms.lower(end) == "-");
    match atoms.lower(end) {
        "quarter" if (1..=4).contains(&number) && atoms.lower(end + 1) != "final" => {
            let (year, end) = year_of(atoms, end + 1);
            Some((Meaning::Quarter(number, year), end))
        }
        "half" if (1..=2).contains(&number) => {
            let (year, end) = year_of(atoms, end + 1);
            (year != YearOf::Unstated).then_some((Meaning::Half(number, year), end))
        }
        _ => None,
    }
}

/// "on the 15th".
fn the_day(atoms: &Atoms<'_>, at: usize) -> Option<(Meaning, usize)> {
    let on = atoms.is(at.wrapping_sub(1), &["on", "until", "since", "by"]);
    if !on || atoms.lower(at) != "the" || atoms.integer(at + 1).is_none() {
        return None;
    }
    let (day, end) = words::ordinal(atoms, at + 1)?;
    let closed = atoms.get(end).is_none_or(|atom| {
        matches!(
            atom.lower.as_str(),
            "," | "." | ";" | ":" | ")" | "and" | "when" | "after" | "in" | "at" | "to"
        )
    });
    ((1..=31).contains(&day) && closed).then_some((Meaning::DayOfMonth(day), end))
}

/// "2018" where the words around it make it a year.
fn bare_year(atoms: &Atoms<'_>, at: usize) -> Option<(Meaning, usize)> {
    let year = words::year(atoms, at).filter(|year| (1700..=2100).contains(year))?;
    let before = atoms.lower_before(at, 1);
    let after = atoms.lower(at + 1);
    let sign_after = atoms.glued(at + 1)
        && atoms
            .get(at + 1)
            .is_some_and(|atom| atom.lower.chars().all(char::is_alphanumeric));
    if COUNTED.contains(&after) || sign_after || after == ":" {
        return None;
    }
    let plural = after.ends_with('s') && !atoms.capital(at + 1) && after.len() > 3;
    let glued_before = atoms.glued(at);
    let fits = (STRONG_BEFORE_YEAR.contains(&before) && !(plural && year % 100 == 0))
        || (WEAK_BEFORE_YEAR.contains(&before) && !plural && (!glued_before || before == "("))
        || before == "-" && atoms.is(at.wrapping_sub(2), &["mid", "early", "late"])
        || DETERMINERS.contains(&before)
        || at == 0 && !plural;
    fits.then(|| {
        let alone = Calendar {
            year: Some(year),
            ..Calendar::default()
        };
        (Meaning::Calendar(alone), at + 1)
    })
}

/// Time zones that may follow a clock time.
const ZONES: &[&str] = &[
    "utc", "gmt", "est", "edt", "pst", "pdt", "cst", "cdt", "et", "pt", "cet", "cest", "bst",
    "ist", "msk", "aest", "jst", "hkt", "eat", "wat",
];

/// A clock time at `at`: "5 p.m.", "18:00 UTC", "0330 GMT", "6.30am local time (0330 GMT)".
pub(super) fn clock(atoms: &Atoms<'_>, at: usize) -> Option<(Clock, usize)> {
    let (mut hour, minute, end, four) = clock_figures(atoms, at)?;
    let colon = end > at + 1;
    let mut end = end;
    let half = match atoms.lower(end) {
        "am" | "a.m." | "a.m" => Some(0),
        "pm" | "p.m." | "p.m" => Some(12),
        _ => None,
    };
    if let Some(half) = half {
        if hour > 12 {
            return None;
        }
        hour = hour % 12 + half;
        end += 1;
    }
    let zone_at = end;
    let (zone, after) = zone(atoms, zone_at);
    let hours_word = four && atoms.is(end, &["hours", "hrs"]);
    let preposition = atoms.is(
        at.wrapping_sub(1),
        &[
            "at", "around", "about", "by", "until", "from", "to", "since", "before", "after",
        ],
    );
    let sure = half.is_some() || after > zone_at && (colon || four) || hours_word;
    if !(sure || colon && preposition) {
        return None;
    }
    end = if hours_word { end + 1 } else { after };
    if atoms.lower(end) == "("
        && let Some((_, inner)) = clock(atoms, end + 1)
        && atoms.lower(inner) == ")"
    {
        end = inner + 1;
    }
    Some((format!("T{hour:02}:{minute:02}{zone}"), end))
}

/// Hour, minute, index after the figures, and whether they are four digits in one.
fn clock_figures(atoms: &Atoms<'_>, at: usize) -> Option<(i64, i64, usize, bool)> {
    let atom = atoms.get(at)?;
    atom.number?;
    if atom.glued && atoms.lower_before(at, 1) != "(" {
        return None;
    }
    let valid = |hour: i64, minute: i64| (0..=24).contains(&hour) && (0..60).contains(&minute);
    if let Some((hour, minute)) = atom.lower.split_once('.') {
        let (hour, minute) = (hour.parse().ok()?, minute.parse().ok()?);
        let pm = atoms.is(at + 1, &["am", "pm", "a.m.", "p.m.", "a.m", "p.m"]);
        return (valid(hour, minute) && pm).then_some((hour, minute, at + 1, false));
    }
    let number = atoms.integer(at)?;
    let colon = atoms.lower(at + 1) == ":" && atoms.glued(at + 1) && atoms.glued(at + 2);
    if colon && atoms.get(at + 2)?.lower.len() == 2 {
        let minute = atoms.integer(at + 2)?;
        return valid(number, minute).then_some((number, minute, at + 3, false));
    }
    if atom.lower.len() == 4 {
        let (hour, minute) = (number / 100, number % 100);
        return valid(hour, minute).then_some((hour, minute, at + 1, true));
    }
    (atom.lower.len() <= 2 && valid(number, 0)).then_some((number, 0, at + 1, false))
}

/// A time zone or "local time" at `at`: what TIMEX3 appends and the index after it.
fn zone(atoms: &Atoms<'_>, at: usize) -> (&'static str, usize) {
    if let Some(end) = atoms.phrase(at, &["local", "time"]) {
        return ("", end);
    }
    if !atoms.is(at, ZONES) {
        return ("", at);
    }
    let universal = atoms.is(at, &["utc", "gmt"]);
    (if universal { "Z" } else { "" }, at + 1)
}
