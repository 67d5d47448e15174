//! The closed lists of words that dates are made of.

use jiff::civil::Weekday;

use crate::atom::Atoms;

/// Full month names, in order.
const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Short month names: read as months beside a number or with a point.
const SHORT_MONTHS: &[(&str, i64)] = &[
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("apr", 4),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("sept", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
];

const WEEKDAYS: &[(&str, Weekday)] = &[
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

const SHORT_WEEKDAYS: &[(&str, Weekday)] = &[
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("tues", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("thur", Weekday::Thursday),
    ("thurs", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

/// Names of days that are no weekday of the report ("Good Friday"), by the word before.
const NAMED_DAYS: &[&str] = &[
    "black", "good", "bloody", "palm", "holy", "ash", "fat", "super", "cyber", "easter",
];

/// Words after a weekday that make it the name of a paper or a club.
const PAPERS: &[&str] = &[
    "times",
    "telegraph",
    "express",
    "mirror",
    "herald",
    "mail",
    "star",
    "post",
    "tribune",
    "world",
    "independent",
    "sun",
    "business",
    "people",
    "league",
];

/// Days that recur on the same date: words, month, day.
const HOLIDAYS: &[(&str, i64, i64)] = &[
    ("christmas eve", 12, 24),
    ("christmas day", 12, 25),
    ("christmas", 12, 25),
    ("boxing day", 12, 26),
    ("new year 's eve", 12, 31),
    ("new year 's day", 1, 1),
    ("valentine 's day", 2, 14),
    ("international women 's day", 3, 8),
    ("may day", 5, 1),
    ("halloween", 10, 31),
    ("armistice day", 11, 11),
];

/// A month name at `at`, full or shortened; gives month and the index after it (and after its point).
pub(crate) fn month(atoms: &Atoms<'_>, at: usize) -> Option<(i64, usize)> {
    let word = atoms.lower(at);
    if !atoms.capital(at) {
        return None;
    }
    if let Some(position) = MONTHS.iter().position(|month| *month == word) {
        return Some((i64::try_from(position).unwrap_or(0) + 1, at + 1));
    }
    let month = SHORT_MONTHS.iter().find(|(name, _)| *name == word)?.1;
    let point = usize::from(atoms.lower(at + 1) == "." && atoms.glued(at + 1));
    Some((month, at + 1 + point))
}

/// Whether the month at `at` is written out.
pub(crate) fn is_full_month(atoms: &Atoms<'_>, at: usize) -> bool {
    MONTHS.contains(&atoms.lower(at))
}

/// A weekday at `at`; gives it and the index after it. Short forms count only beside a month or a day of the month.
pub(crate) fn weekday(atoms: &Atoms<'_>, at: usize) -> Option<(Weekday, usize)> {
    if !atoms.capital(at) {
        return None;
    }
    let find = |table: &[(&str, Weekday)]| {
        table
            .iter()
            .find(|(name, _)| *name == atoms.lower(at))
            .map(|(_, weekday)| *weekday)
    };
    if let Some(weekday) = find(WEEKDAYS) {
        let named = atoms.is(at.wrapping_sub(1), NAMED_DAYS) && atoms.capital(at.wrapping_sub(1));
        let paper = atoms.is(at + 1, PAPERS) && atoms.capital(at + 1);
        return (!named && !paper).then_some((weekday, at + 1));
    }
    let weekday = find(SHORT_WEEKDAYS)?;
    let mut end = at + 1;
    end += usize::from(atoms.lower(end) == "." && atoms.glued(end));
    end += usize::from(atoms.lower(end) == ",");
    let dated = month(atoms, end).is_some() || atoms.integer(end).is_some_and(|day| day <= 31);
    dated.then_some((weekday, end))
}

/// A holiday with a fixed date at `at`: month, day and the index after it.
pub(crate) fn holiday(atoms: &Atoms<'_>, at: usize) -> Option<(i64, i64, usize)> {
    if !atoms.capital(at) {
        return None;
    }
    HOLIDAYS.iter().find_map(|(name, month, day)| {
        let end = atoms.any_phrase(at, &[name])?;
        Some((*month, *day, end))
    })
}

/// A word for a place in an order ("first", "third", "3rd"): its number and the index after it.
pub(crate) fn ordinal(atoms: &Atoms<'_>, at: usize) -> Option<(i64, usize)> {
    const WORDS: &[&str] = &[
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
        "tenth",
    ];
    if let Some(position) = WORDS.iter().position(|word| *word == atoms.lower(at)) {
        return Some((i64::try_from(position).unwrap_or(0) + 1, at + 1));
    }
    let number = atoms.integer(at)?;
    let suffix = atoms.glued(at + 1) && atoms.is(at + 1, &["st", "nd", "rd", "th"]);
    suffix.then_some((number, at + 2))
}

/// A day of the month at `at`, with or without its ordinal ending; gives the day and the index after it.
pub(crate) fn day_of_month(atoms: &Atoms<'_>, at: usize) -> Option<(i64, usize)> {
    if let Some((day, end)) = ordinal(atoms, at)
        && atoms.integer(at).is_some()
    {
        return (1..=31).contains(&day).then_some((day, end));
    }
    let day = atoms.integer(at)?;
    let length = atoms.get(at)?.lower.len();
    ((1..=31).contains(&day) && length <= 2).then_some((day, at + 1))
}

/// Four digits that can be a year.
pub(crate) fn year(atoms: &Atoms<'_>, at: usize) -> Option<i64> {
    let year = atoms.integer(at)?;
    let plain = atoms.get(at)?.lower.len() == 4;
    (plain && (1500..=2199).contains(&year)).then_some(year)
}
