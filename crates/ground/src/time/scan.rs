//! Finds time expressions in a sentence: a core date with the words around it that belong to it.

use super::absolute;
use super::calendar::{Part, Stage, Unit};
use super::meaning::{Bound, Calendar, Expression, Meaning, Phrase};
use super::{relative, words};
use crate::atom::Atoms;

/// Every time expression of a sentence, in order, not overlapping.
pub(crate) fn expressions(atoms: &Atoms<'_>) -> Vec<Expression> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < atoms.len() {
        let Some((phrase, end)) = range(atoms, at).or_else(|| moment(atoms, at)) else {
            at += 1;
            continue;
        };
        let end = end.max(at + 1);
        if !is_habit(atoms, at, end) {
            let bound = bound(atoms, at, end);
            found.push(Expression {
                atoms: at..end,
                phrase,
                bound,
            });
        }
        at = end;
    }
    found
}

/// "every Friday", "each year".
fn is_habit(atoms: &Atoms<'_>, at: usize, end: usize) -> bool {
    let before = atoms.is(at.wrapping_sub(1), &["every", "each"]);
    before || atoms.lower(end) == "s" && atoms.glued(end)
}

/// What the words before an expression say of it.
fn bound(atoms: &Atoms<'_>, at: usize, end: usize) -> Bound {
    // "before Monday's vote", "after the 2015 deal": the preposition belongs to the noun.
    let modifies = atoms.is(end, &["'s", "'"])
        || atoms
            .sentence
            .tokens
            .get(atoms.tokens(at..end).end.saturating_sub(1))
            .is_some_and(|token| token.has_relation(&["compound", "amod", "nmod:poss"]));
    if modifies {
        return Bound::Within;
    }
    match (atoms.lower_before(at, 2), atoms.lower_before(at, 1)) {
        (_, "since") => Bound::Since,
        (_, "until" | "till") => Bound::Until,
        (_, "before") | ("prior", "to") | ("ahead", "of") => Bound::Before,
        (_, "after" | "following") => Bound::After,
        _ => Bound::Within,
    }
}

/// "between 2014 and 2018", "from March 3 to 5", "Friday to Sunday", "2014-18", "26-28 February".
fn range(atoms: &Atoms<'_>, at: usize) -> Option<(Phrase, usize)> {
    let lead = usize::from(atoms.is(at, &["between", "from"]));
    let between = atoms.lower(at) == "between";
    let (first, joint) =
        days_before_month(atoms, at + lead).or_else(|| moment(atoms, at + lead))?;
    let second = match atoms.lower(joint) {
        "and" if between => joint + 1,
        "to" | "until" | "till" | "through" if !between => joint + 1,
        "-" | "/" if !between => joint + 1,
        _ => return None,
    };
    let (last, end) = range_end(atoms, second, &first)?;
    // "from 2009 to" needs two dates of one kind; so does "Friday - 2018".
    let meaning = Meaning::Range(Box::new(first), Box::new(last));
    Some((Phrase::from(meaning), end))
}

/// The first day of "3 to 5 March".
fn days_before_month(atoms: &Atoms<'_>, at: usize) -> Option<(Phrase, usize)> {
    let (day, joint) = words::day_of_month(atoms, at)?;
    if !atoms.is(joint, &["to", "-", "and", "until", "through"]) {
        return None;
    }
    let (_, month_at) = words::day_of_month(atoms, joint + 1)?;
    let (month, after) = words::month(atoms, month_at)?;
    let year_at = after + usize::from(atoms.lower(after) == ",");
    let calendar = Calendar {
        year: words::year(atoms, year_at),
        month: Some(month),
        day: Some(day),
        weekday: None,
    };
    Some((Phrase::from(Meaning::Calendar(calendar)), joint))
}

/// The second date of a range; a bare day or a short year takes the rest from the first.
fn range_end(atoms: &Atoms<'_>, at: usize, first: &Phrase) -> Option<(Phrase, usize)> {
    let Meaning::Calendar(start) = first.meaning else {
        return matching_end(atoms, at, first);
    };
    if let (Some(month), Some(_)) = (start.month, start.day)
        && let Some((day, end)) = words::day_of_month(atoms, at)
        && words::month(atoms, end).is_none()
        && !atoms.is(end, &["people", "percent", "%", ":"])
    {
        let year_at = end + usize::from(atoms.lower(end) == ",");
        let year = words::year(atoms, year_at);
        let calendar = Calendar {
            year: year.or(start.year),
            month: Some(month),
            day: Some(day),
            weekday: None,
        };
        let end = if year.is_some() { year_at + 1 } else { end };
        return Some((Phrase::from(Meaning::Calendar(calendar)), end));
    }
    if let (Some(year), None) = (start.year, start.month) {
        let written = atoms.get(at)?.lower.len();
        let figure = atoms.integer(at)?;
        let last = match written {
            4 if (year..=2200).contains(&figure) => figure,
            2 if atoms.glued(at) && figure > year % 100 => year / 100 * 100 + figure,
            _ => return None,
        };
        let calendar = Calendar {
            year: Some(last),
            ..Calendar::default()
        };
        return Some((Phrase::from(Meaning::Calendar(calendar)), at + 1));
    }
    matching_end(atoms, at, first)
}

/// A second date of the same kind as the first.
fn matching_end(atoms: &Atoms<'_>, at: usize, first: &Phrase) -> Option<(Phrase, usize)> {
    let (last, end) = moment(atoms, at)?;
    let same = match (&first.meaning, &last.meaning) {
        (Meaning::Calendar(first), Meaning::Calendar(last)) => {
            first.weekday.is_some() == last.weekday.is_some()
                && first.day.is_some() == last.day.is_some()
                || first.month.is_some() && last.month.is_some()
        }
        (first, last) => std::mem::discriminant(first) == std::mem::discriminant(last),
    };
    same.then_some((last, end))
}

/// One date with its modifiers, parts of the day and clock times.
pub(super) fn moment(atoms: &Atoms<'_>, at: usize) -> Option<(Phrase, usize)> {
    let (phrase, end) = sided(atoms, at)
        .or_else(|| staged(atoms, at))
        .or_else(|| part_first(atoms, at))
        .or_else(|| part_of_today(atoms, at))
        .or_else(|| clock_first(atoms, at))
        .or_else(|| core(atoms, at))?;
    Some(tail(atoms, phrase, end))
}

fn core(atoms: &Atoms<'_>, at: usize) -> Option<(Phrase, usize)> {
    // Longer readings first: "two days after February 15" before "February 15".
    let (meaning, end) = relative::relative(atoms, at).or_else(|| absolute::calendar(atoms, at))?;
    Some((Phrase::from(meaning), end))
}

/// "earlier this week", "later on Friday", "earlier in the day".
fn sided(atoms: &Atoms<'_>, at: usize) -> Option<(Phrase, usize)> {
    let side = match atoms.lower(at) {
        "earlier" => -1,
        "later" => 1,
        _ => return None,
    };
    let next = at + 1 + usize::from(atoms.is(at + 1, &["on", "in"]));
    if let Some(end) = atoms.phrase(next, &["the", "day"]) {
        return Some((Phrase::from(Meaning::Neighbour(Unit::Day, 0)), end));
    }
    let (mut phrase, end) = part_first(atoms, next)
        .or_else(|| part_of_today(atoms, next))
        .or_else(|| core(atoms, next))?;
    phrase.side = side;
    Some((phrase, end))
}

/// "early 2020", "mid-March", "late on Thursday", "the end of last year", "the beginning of the month".
fn staged(atoms: &Atoms<'_>, at: usize) -> Option<(Phrase, usize)> {
    let the = usize::from(atoms.lower(at) == "the");
    let very = usize::from(atoms.is(at + the, &["very"]));
    let start = at + the + very;
    if let Some((stage, end)) = edge(atoms, start) {
        if let Some(end) = atoms.phrase(end, &["the", "day"]) {
            return Some((Phrase::from(Meaning::Neighbour(Unit::Day, 0)), end));
        }
        let (mut phrase, end) = the_unit(atoms, end).or_else(|| core(atoms, end))?;
        phrase.stage = Some(stage);
        return Some((phrase, end));
    }
    let stage = match atoms.lower(at) {
        "early" => Stage::Early,
        "mid" | "middle" => Stage::Middle,
        "late" => Stage::Late,
        _ => return None,
    };
    let next = at + 1 + usize::from(atoms.is(at + 1, &["-", "on", "in"]));
    let (mut phrase, end) = part_first(atoms, next)
        .or_else(|| part_of_today(atoms, next))
        .or_else(|| core(atoms, next))?;
    phrase.stage = Some(stage);
    Some((phrase, end))
}

/// "end of", "start of", "middle of" at `at`.
fn edge(atoms: &Atoms<'_>, at: usize) -> Option<(Stage, usize)> {
    let stage = match atoms.lower(at) {
        "beginning" | "start" | "opening" => Stage::Early,
        "middle" => Stage::Middle,
        "end" | "close" => Stage::Late,
        _ => return None,
    };
    (atoms.lower(at + 1) == "of").then_some((stage, at + 2))
}

/// "the year" after "the end of": the running one.
fn the_unit(atoms: &Atoms<'_>, at: usize) -> Option<(Phrase, usize)> {
    if atoms.lower(at) != "the" {
        return None;
    }
    let word = atoms.lower(at + 1);
    let unit = Unit::of(word).filter(|unit| *unit >= Unit::Week && !word.ends_with('s'))?;
    Some((Phrase::from(Meaning::Deictic(unit, 0)), at + 2))
}

/// "the morning of February 15", "the early hours of Friday", "on the night of 3 March".
fn part_first(atoms: &Atoms<'_>, at: usize) -> Option<(Phrase, usize)> {
    let the = at + usize::from(atoms.lower(at) == "the");
    let early = the + usize::from(atoms.is(the, &["early", "late", "small"]));
    let (part, end) = if atoms.lower(early) == "hours" && early > the {
        (Part::Morning, early + 1)
    } else {
        (Part::of(atoms.lower(early))?, early + 1)
    };
    let of = end + usize::from(atoms.is(end, &["of", "on"]));
    if of == end && early > at {
        return None;
    }
    let (mut phrase, end) = core(atoms, of).filter(|(phrase, _)| is_day(phrase))?;
    phrase.part = Some(part);
    Some((phrase, end))
}

/// "this morning", "tonight", "last night", "overnight", "yesterday evening".
fn part_of_today(atoms: &Atoms<'_>, at: usize) -> Option<(Phrase, usize)> {
    let (offset, part, end) = match atoms.lower(at) {
        "tonight" => (0, Part::Night, at + 1),
        "overnight" => (0, Part::Night, at + 1),
        "this" => (0, Part::of(atoms.lower(at + 1))?, at + 2),
        "last" if atoms.lower(at + 1) == "night" => (-1, Part::Night, at + 2),
        _ => return None,
    };
    let overnight = atoms.lower(at) == "overnight";
    if overnight {
        // "an overnight raid" tells no date by itself, "overnight" after a verb does.
        let noun = atoms.is(
            at.wrapping_sub(1),
            &["an", "the", "its", "their", "stayed", "stay"],
        );
        let (mut phrase, end) = day_after(atoms, end)
            .unwrap_or_else(|| (Phrase::from(Meaning::Deictic(Unit::Day, 0)), end));
        phrase.part = Some(Part::Night);
        phrase.side = -1;
        return (!noun).then_some((phrase, end));
    }
    let mut phrase = Phrase::from(Meaning::Deictic(Unit::Day, offset));
    phrase.part = Some(part);
    Some((phrase, end))
}

/// A day, with or without "on" before it.
fn day_after(atoms: &Atoms<'_>, at: usize) -> Option<(Phrase, usize)> {
    let on = at + usize::from(atoms.is(at, &["on", "of"]));
    core(atoms, on).filter(|(phrase, _)| is_day(phrase))
}

/// "5 p.m. on Monday", "12:00 UTC today", a clock time alone, "at dawn".
fn clock_first(atoms: &Atoms<'_>, at: usize) -> Option<(Phrase, usize)> {
    let (clock, part, end) = match absolute::clock(atoms, at) {
        Some((clock, end)) => (Some(clock), None, end),
        None => {
            let part = Part::of(atoms.lower(at))?;
            let edge = atoms.is(at, &["noon", "midnight", "dawn", "dusk", "midday"]);
            let at_it = atoms.is(
                at.wrapping_sub(1),
                &[
                    "at", "around", "about", "by", "before", "after", "since", "until",
                ],
            );
            if !(edge && at_it) {
                return None;
            }
            (None, Some(part), at + 1)
        }
    };
    let comma = end + usize::from(atoms.lower(end) == ",");
    let (mut phrase, end) = part_of_today(atoms, comma)
        .or_else(|| day_after(atoms, comma))
        .unwrap_or_else(|| (Phrase::from(Meaning::OfDay), end));
    phrase.part = phrase.part.or(part);
    phrase.clock = clock;
    Some((phrase, end))
}

/// Whether the phrase gives a day, so that a part of the day may follow.
fn is_day(phrase: &Phrase) -> bool {
    match &phrase.meaning {
        Meaning::Calendar(calendar) => calendar.day.is_some() || calendar.weekday.is_some(),
        Meaning::Deictic(Unit::Day, _)
        | Meaning::MonthOfYear(_, Some(_), _)
        | Meaning::DeicticWeekday(..)
        | Meaning::WeekdayOfWeek(..)
        | Meaning::Slashed(..)
        | Meaning::DayOfMonth(_)
        | Meaning::Neighbour(Unit::Day, _) => true,
        _ => false,
    }
}

/// What follows a date and belongs to it: "morning", "at 5 p.m.", "of last week", "this week".
fn tail(atoms: &Atoms<'_>, mut phrase: Phrase, mut end: usize) -> (Phrase, usize) {
    if !is_day(&phrase) {
        return (phrase, end);
    }
    if phrase.part.is_none() {
        let in_the = atoms.phrase(end, &["in", "the"]).unwrap_or(end);
        let early = in_the + usize::from(atoms.is(in_the, &["early", "late"]));
        let plural = atoms.lower(early + 1) == "s";
        if let Some(part) = Part::of(atoms.lower(early)).filter(|_| !plural) {
            phrase.part = Some(part);
            end = early + 1;
        }
    }
    if phrase.clock.is_none() {
        let at = end + usize::from(atoms.lower(end) == ",");
        let at = at + usize::from(atoms.is(at, &["at", "around", "about", "by"]));
        let around = at + usize::from(atoms.is(at, &["around", "about"]) && at > end);
        if let Some((clock, after)) = absolute::clock(atoms, around) {
            phrase.clock = Some(clock);
            end = after;
        }
    }
    if let Meaning::Calendar(Calendar {
        weekday: Some(weekday),
        day: None,
        ..
    }) = phrase.meaning
    {
        let of = end + usize::from(atoms.lower(end) == "of");
        let offset = match atoms.lower(of) {
            "last" => -1,
            "this" => 0,
            "next" => 1,
            _ => return (phrase, end),
        };
        if atoms.lower(of + 1) == "week" {
            phrase.meaning = Meaning::WeekdayOfWeek(weekday, offset);
            end = of + 2;
        }
    }
    (phrase, end)
}

/// Whether a word before `at` in the sentence tells of the future.
pub(super) fn tells_future(atoms: &Atoms<'_>, at: usize) -> bool {
    (0..at).any(|index| super::tense::is_future_cue(atoms.lower(index)))
}
