//! Calendar days as pages write them: ISO 8601, `20210226`, "February 26, 2021", "26 Feb 2021", RFC 2822.
//!
//! A day is taken as it is written, in the page's own zone. All-number dates in which day and month cannot be told
//! apart ("02/03/2021") give nothing: a date is never guessed.

use jiff::civil::Date;

/// Years in which a report can have been published.
const YEARS: std::ops::RangeInclusive<i16> = 1850..=2099;
const MONTHS: [&str; 12] = [
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

/// The day with these numbers, if there is one.
fn day(year: &str, month: i8, day_of_month: &str) -> Option<Date> {
    let year = year.parse().ok().filter(|year| YEARS.contains(year))?;
    Date::new(year, month, day_of_month.parse().ok()?).ok()
}

/// The day that a machine-readable value begins with ("2021-02-26T23:10:00-05:00", "20210226"), else one written out.
pub(crate) fn from_value(value: &str) -> Option<Date> {
    let value = value.trim();
    from_iso(value)
        .or_else(|| from_compact(value))
        .or_else(|| in_line(value))
}

fn from_iso(value: &str) -> Option<Date> {
    let mut parts = value.splitn(3, ['-', '/', '.']);
    let (year, month, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if year.len() != 4 || !(1..=2).contains(&digits) {
        return None;
    }
    day(year, month.parse().ok()?, rest.get(..digits)?)
}

/// Eight digits that stand alone.
fn from_compact(value: &str) -> Option<Date> {
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    if digits != 8 {
        return None;
    }
    day(
        value.get(..4)?,
        value.get(4..6)?.parse().ok()?,
        value.get(6..8)?,
    )
}

/// The first full date with a named month, or in ISO form, in a line of text.
pub(crate) fn in_line(line: &str) -> Option<Date> {
    let words: Vec<&str> = line
        .split(|character: char| !character.is_alphanumeric() && !"-/".contains(character))
        .filter(|word| !word.is_empty())
        .collect();
    words
        .iter()
        .find_map(|word| from_iso(word))
        .or_else(|| words.windows(3).find_map(named_month))
}

/// Words that stand around a day in a date line.
const LABELS: [&str; 40] = [
    "published",
    "posted",
    "updated",
    "last",
    "modified",
    "first",
    "date",
    "on",
    "at",
    "by",
    "the",
    "of",
    "am",
    "pm",
    "a.m",
    "p.m",
    "noon",
    "midnight",
    "gmt",
    "utc",
    "est",
    "edt",
    "pst",
    "pdt",
    "bst",
    "cet",
    "cest",
    "ist",
    "hrs",
    "hours",
    "hour",
    "ago",
    "years",
    "year",
    "months",
    "min",
    "mins",
    "read",
    "minute",
    "local",
];

/// The day of a line that says little else: "Published 26 February 2021 at 3 p.m. GMT".
pub(crate) fn of_date_line(line: &str) -> Option<Date> {
    let found = in_line(line)?;
    let said = line.split_whitespace().filter(|word| {
        let word = word
            .trim_matches(|character: char| !character.is_alphanumeric())
            .to_lowercase();
        let number = word.contains(|character: char| character.is_ascii_digit());
        let weekday = word.ends_with("day")
            || [
                "mon", "tue", "tues", "wed", "thu", "thurs", "fri", "sat", "sun",
            ]
            .contains(&word.as_str());
        !word.is_empty()
            && !number
            && !weekday
            && month(&word).is_none()
            && !LABELS.contains(&word.as_str())
    });
    (said.count() <= 2).then_some(found)
}

fn named_month(words: &[&str]) -> Option<Date> {
    let [first, second, third] = words else {
        return None;
    };
    if let Some(month) = month(first) {
        return day(third, month, &ordinal(second)?);
    }
    day(third, month(second)?, &ordinal(first)?)
}

fn month(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let found = MONTHS
        .iter()
        .position(|name| *name == word || (word.len() >= 3 && name.starts_with(&word)))
        .or((word == "sept").then_some(8))?;
    i8::try_from(found + 1).ok()
}

/// The digits of "26" or "26th".
fn ordinal(word: &str) -> Option<String> {
    let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
    let rest = word.get(digits.len()..)?.to_lowercase();
    let fits = !digits.is_empty() && ["", "st", "nd", "rd", "th"].contains(&rest.as_str());
    fits.then_some(digits)
}

/// The day in an address: `/2021/02/26/`, `2021-02-26`, `20210226`, `/2021/feb/26/`.
pub(crate) fn in_url(url: &str) -> Option<Date> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = path.split(['/', '-', '_', '.']).collect();
    parts
        .windows(3)
        .find_map(|parts| {
            let [year, month_part, day_part] = parts else {
                return None;
            };
            let short = (1..=2).contains(&day_part.len()) && year.len() == 4;
            let month = month_part.parse().ok().or_else(|| month(month_part));
            short.then(|| day(year, month?, day_part))?
        })
        .or_else(|| parts.iter().find_map(|part| alone(part)))
}

fn alone(part: &str) -> Option<Date> {
    // An eight-digit article number may look like a day: only plausible years of the web count here.
    from_compact(part).filter(|date| part.len() == 8 && (1994..=2099).contains(&date.year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(found: Option<Date>, expected: &str) {
        assert_eq!(
            found.map_or_else(String::new, |date| date.to_string()),
            expected
        );
    }

    #[test]
    fn values_are_read_as_written() {
        check(from_value("2021-02-26T23:10:00-05:00"), "2021-02-26");
        check(from_value("20210226"), "2021-02-26");
        check(from_value("Fri, 26 Feb 2021 10:00:00 GMT"), "2021-02-26");
        check(from_value("Feb. 26th, 2021, 3 p.m."), "2021-02-26");
        check(from_value("2021-02-30"), "");
        check(from_value("02/03/2021"), "");
        check(from_value("1614297600"), "");
    }

    #[test]
    fn date_lines_say_little_else() {
        check(
            of_date_line("Posted on 5 March 2017 by delta"),
            "2017-03-05",
        );
        check(
            of_date_line("FEBRUARY 3, 2018 / 4:12 PM / 2 YEARS AGO"),
            "2018-02-03",
        );
        check(of_date_line("He was killed on March 3, 2020."), "");
        check(
            of_date_line("Talks between the parties began on 5 March 2017"),
            "",
        );
    }

    #[test]
    fn addresses_carry_days() {
        check(in_url("https://x.example/2021/02/26/strike/"), "2021-02-26");
        check(
            in_url("https://x.example/world/2021/feb/26/strike"),
            "2021-02-26",
        );
        check(
            in_url("https://x.example/a-2021-02-26-b.html?d=2020-01-01"),
            "2021-02-26",
        );
        check(
            in_url("https://x.example/news/20210226-strike"),
            "2021-02-26",
        );
        check(in_url("https://x.example/news/article12345678"), "");
        check(in_url("https://x.example/news/56205056"), "");
    }
}
