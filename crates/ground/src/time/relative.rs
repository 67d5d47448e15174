//! Dates counted from another date: "yesterday", "last month", "three weeks ago", "the following day".

use super::calendar::{Season, Unit};
use super::meaning::{Count, Meaning, Phrase, YearOf};
use super::{scan, words};
use crate::atom::Atoms;
use crate::quantity::number;

/// Phrases that stand for a day by themselves.
const DAYS: &[(&str, i64)] = &[
    ("the day before yesterday", -2),
    ("the day after tomorrow", 2),
    ("yesterday", -1),
    ("today", 0),
    ("tomorrow", 1),
];

/// A date counted from another at `at`: what it says and the index after it.
pub(super) fn relative(atoms: &Atoms<'_>, at: usize) -> Option<(Meaning, usize)> {
    day(atoms, at)
        .or_else(|| counted(atoms, at))
        .or_else(|| vague_counted(atoms, at))
        .or_else(|| window(atoms, at))
        .or_else(|| around(atoms, at))
        .or_else(|| neighbour(atoms, at))
        .or_else(|| deictic(atoms, at))
        .or_else(|| weekend(atoms, at))
}

fn day(atoms: &Atoms<'_>, at: usize) -> Option<(Meaning, usize)> {
    DAYS.iter().find_map(|(phrase, offset)| {
        let end = atoms.any_phrase(at, &[phrase])?;
        Some((Meaning::Deictic(Unit::Day, *offset), end))
    })
}

/// Offset that a word before a unit gives ("last week").
fn offset(word: &str) -> Option<i64> {
    Some(match word {
        "last" | "past" => -1,
        "this" | "current" => 0,
        "next" | "coming" => 1,
        _ => return None,
    })
}

/// "last week", "this year", "next month", "last September", "next Friday", "last summer"; never "the last week".
fn deictic(atoms: &Atoms<'_>, at: usize) -> Option<(Meaning, usize)> {
    let the = atoms.lower(at) == "the";
    let start = at + usize::from(the);
    let offset = offset(atoms.lower(start))?;
    let next = start + 1;
    if let Some((weekday, end)) = words::weekday(atoms, next) {
        return Some((Meaning::DeicticWeekday(weekday, offset), end));
    }
    if words::is_full_month(atoms, next)
        && let Some((month, end)) = words::month(atoms, next)
        && words::day_of_month(atoms, end).is_none()
    {
        return Some((Meaning::DeicticMonth(month, offset), end));
    }
    if let Some(season) = Season::of(atoms.lower(next)) {
        return Some((Meaning::Season(season, YearOf::Offset(offset)), next + 1));
    }
    if the && offset != 0 {
        return None;
    }
    if atoms.lower(next) == "weekend" {
        return Some((Meaning::Weekend(Some(offset)), next + 1));
    }
    let plural = atoms.lower(next).ends_with('s');
    let unit = Unit::of(atoms.lower(next))
        .filter(|unit| !plural && *unit > Unit::Hour && atoms.lower(next) != "night")?;
    // "this day", "last day" and "next day" count from the story, not from publication.
    if unit == Unit::Day && offset != 0 || atoms.lower(start) == "past" {
        return None;
    }
    Some((Meaning::Deictic(unit, offset), next + 1))
}

/// "the weekend", "over the weekend".
fn weekend(atoms: &Atoms<'_>, at: usize) -> Option<(Meaning, usize)> {
    let end = atoms.phrase(at, &["the", "weekend"])?;
    Some((Meaning::Weekend(None), end))
}

/// A count of units at `at`: "two days", "a week", "several months", "two and a half years".
pub(super) fn units(atoms: &Atoms<'_>, at: usize) -> Option<(Count, Unit, usize)> {
    let article = atoms.is(at, &["a", "an"])
        && Unit::of(atoms.lower(at + 1)).is_some_and(|_| !atoms.lower(at + 1).ends_with('s'));
    if article {
        let unit = Unit::of(atoms.lower(at + 1))?;
        return Some((unit_count(1, atoms.lower(at + 1)), unit, at + 2));
    }
    let figure = number::figure(atoms, at)?;
    let word = atoms.lower(figure.end);
    let unit = Unit::of(word)?;
    #[expect(clippy::cast_possible_truncation, reason = "clamped to a million")]
    let whole = |value: f64| value.clamp(0.0, 1e6) as i64;
    let low = whole(figure.low.floor());
    let count = match figure.high {
        _ if figure.vague => Count {
            low: low.max(2),
            high: low.saturating_mul(3).max(unit.vague().1.min(low + 7)),
        },
        Some(high) if figure.low.fract() != 0.0 => Count {
            low,
            high: whole(high.ceil()),
        },
        _ => unit_count(low, word),
    };
    Some((count, unit, figure.end + 1))
}

/// A fortnight is two weeks.
fn unit_count(count: i64, word: &str) -> Count {
    let factor = if word.starts_with("fortnight") { 2 } else { 1 };
    Count::exactly(count.saturating_mul(factor))
}

/// Where a count of units points.
enum Direction {
    Ago(bool),
    Story(bool),
}

/// "ago", "earlier", "later", "before", "after", "from now" after a count; gives the index after them.
fn direction(atoms: &Atoms<'_>, at: usize) -> Option<(Direction, usize)> {
    if let Some(end) = atoms.phrase(at, &["from", "now"]) {
        return Some((Direction::Ago(true), end));
    }
    let direction = match atoms.lower(at) {
        "ago" => Direction::Ago(false),
        "hence" => Direction::Ago(true),
        "earlier" | "before" | "previously" | "prior" => Direction::Story(false),
        "later" | "after" | "following" => Direction::Story(true),
        _ => return None,
    };
    let than = usize::from(atoms.lower(at + 1) == "than");
    Some((direction, at + 1 + than))
}

/// "three weeks ago", "two days earlier", "a day after February 15", "in two weeks".
fn counted(atoms: &Atoms<'_>, at: usize) -> Option<(Meaning, usize)> {
    let (count, unit, end) = units(atoms, at)?;
    if let Some((direction, end)) = direction(atoms, end) {
        let found = directed(atoms, count, unit, direction, end);
        // "for more than two years after the war" is a duration.
        let lasting = (1..=3).any(|back| atoms.lower_before(at, back) == "for");
        let bare = matches!(found.0, Meaning::Shifted(_, _, _, None))
            && atoms.is(found.1, &["after", "before"]);
        return (!(lasting && bare)).then_some(found);
    }
    let apostrophe = end + usize::from(atoms.is(end, &["'", "'s"]));
    let time = usize::from(atoms.lower(apostrophe) == "time");
    let ahead = atoms.lower_before(at, 1) == "in" && count.exact().is_some();
    // "in two days" points ahead only at the end of its phrase; "in two years of war" is a duration.
    let closed = atoms
        .get(end)
        .is_none_or(|atom| matches!(atom.lower.as_str(), "." | "," | ";" | ")"));
    let ordinal = atoms.lower(at) != "one" && unit >= Unit::Day;
    if ahead && ordinal && (time == 1 || closed && scan::tells_future(atoms, at)) {
        let end = if time == 1 { apostrophe + 1 } else { end };
        return Some((Meaning::Ago(count, unit, true), end));
    }
    None
}

fn directed(
    atoms: &Atoms<'_>,
    count: Count,
    unit: Unit,
    direction: Direction,
    end: usize,
) -> (Meaning, usize) {
    match direction {
        Direction::Ago(future) => {
            let today = usize::from(atoms.is(end, &["today"]));
            (Meaning::Ago(count, unit, future), end + today)
        }
        Direction::Story(later) => {
            let joined = atoms.is(end - 1, &["before", "after"]);
            let (from, end) = if joined {
                from_date(atoms, end)
            } else {
                (None, end)
            };
            // "two days after the attack": the preposition belongs to the attack, not to the date.
            let bare = joined && from.is_none() && atoms.get(end).is_some();
            let end = if bare { end - 1 } else { end };
            (Meaning::Shifted(count, unit, later, from), end)
        }
    }
}

/// The date that another is counted from, directly after "before" or "after".
fn from_date(atoms: &Atoms<'_>, at: usize) -> (Option<Box<Phrase>>, usize) {
    match scan::moment(atoms, at) {
        Some((phrase, end)) => (Some(Box::new(phrase)), end),
        None => (None, at),
    }
}

/// "days ago", "weeks later", "years earlier".
fn vague_counted(atoms: &Atoms<'_>, at: usize) -> Option<(Meaning, usize)> {
    let word = atoms.lower(at);
    let unit = Unit::of(word).filter(|_| word.ends_with('s') && word != "nights")?;
    let (direction, end) = direction(atoms, at + 1)?;
    if matches!(direction, Direction::Story(_)) && !atoms.is(end - 1, &["earlier", "later"]) {
        return None;
    }
    Some(directed(atoms, Count::vague(unit), unit, direction, end))
}

/// "the last month", "the past 24 hours", "recent days", "the next few weeks", "coming months".
fn window(atoms: &Atoms<'_>, at: usize) -> Option<(Meaning, usize)> {
    let the = atoms.is(at, &["the", "these"]);
    let start = at + usize::from(the);
    if atoms.is(start, &["recent", "coming"]) {
        let word = atoms.lower(start + 1);
        let unit = Unit::of(word).filter(|_| word.ends_with('s'))?;
        let future = atoms.lower(start) == "coming";
        let count = Count::vague(unit);
        return Some((Meaning::Window(count, unit, future), start + 2));
    }
    let future = match atoms.lower(start) {
        "last" | "past" | "previous" | "preceding" => false,
        "next" | "coming" | "following" => true,
        _ => return None,
    };
    if let Some((count, unit, end)) = window_units(atoms, start + 1) {
        return Some((Meaning::Window(count, unit, future), end));
    }
    let sided = atoms.is(start, &["last", "past"]) || atoms.lower(start) == "coming";
    let unit = Unit::of(atoms.lower(start + 1)).filter(|unit| *unit >= Unit::Day)?;
    let whole = the && sided && atoms.lower(start + 1) != "night";
    let bare_past = atoms.lower(start) == "past" && atoms.lower_before(at, 1) == "this";
    let quarter = unit == Unit::Quarter;
    if !(whole || bare_past) || quarter {
        return None;
    }
    let meaning = Meaning::Window(unit_count(1, atoms.lower(start + 1)), unit, future);
    Some((meaning, start + 2))
}

/// "24 hours", "few weeks", "couple of days".
fn window_units(atoms: &Atoms<'_>, at: usize) -> Option<(Count, Unit, usize)> {
    if atoms.is(at, &["few", "several"]) {
        let unit = Unit::of(atoms.lower(at + 1))?;
        return Some((Count { low: 2, high: 7 }, unit, at + 2));
    }
    let (_, _, end) = units(atoms, at).filter(|_| !atoms.is(at, &["a", "an"]))?;
    let trading = end;
    units(atoms, at).map(|(count, unit, _)| (count, unit, trading))
}

/// "the days after", "the weeks before", "the months since", "the following days".
fn around(atoms: &Atoms<'_>, at: usize) -> Option<(Meaning, usize)> {
    let start = at + usize::from(atoms.lower(at) == "the");
    if atoms.is(start, &["following", "subsequent", "ensuing"]) {
        let word = atoms.lower(start + 1);
        let unit = Unit::of(word).filter(|_| word.ends_with('s'))?;
        return Some((Meaning::Around(unit, true, None), start + 2));
    }
    let word = atoms.lower(start);
    let unit = Unit::of(word).filter(|_| word.ends_with('s') && start > at)?;
    let (after, end) = match atoms.lower(start + 1) {
        "after" | "since" | "following" => (true, start + 2),
        "before" => (false, start + 2),
        _ => (
            false,
            atoms.any_phrase(start + 1, &["leading up to", "prior to", "running up to"])?,
        ),
    };
    let (from, end_of_date) = from_date(atoms, end);
    let end = if from.is_some() {
        end_of_date
    } else {
        start + 2
    };
    Some((Meaning::Around(unit, after, from), end))
}

/// "the same day", "that day", "the next day", "the following week", "the previous year".
fn neighbour(atoms: &Atoms<'_>, at: usize) -> Option<(Meaning, usize)> {
    let the = atoms.lower(at) == "the";
    if the && atoms.lower(at + 1) == "day" {
        let running = [
            "end", "ended", "ending", "finish", "finished", "close", "closed", "for", "during",
            "start", "started", "in",
        ];
        let told = atoms.is(at.wrapping_sub(1), &running)
            && !atoms.is(
                at + 2,
                &[
                    "after", "before", "when", "of", "that", "he", "she", "it", "they",
                ],
            );
        return told.then_some((Meaning::Neighbour(Unit::Day, 0), at + 2));
    }
    let start = at + usize::from(the);
    let offset = match atoms.lower(start) {
        "same" => 0,
        "that" if !the => 0,
        "next" if the || atoms.lower(start + 1) == "day" => 1,
        "following" => 1,
        "previous" | "preceding" => -1,
        _ => return None,
    };
    let word = atoms.lower(start + 1);
    let unit = Unit::of(word).filter(|unit| *unit >= Unit::Day && !word.ends_with('s'))?;
    Some((Meaning::Neighbour(unit, offset), start + 2))
}
