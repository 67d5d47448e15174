//! Numbers, ranges and their modifiers.
//!
//! A *quantity* is how many or how much of something a report counts: "at least 17", "20 to 30 people", "dozens",
//! "$5 million", "three weeks". Its bounds follow the guideline for tolls: an exact figure has equal bounds, "at least 17" has
//! no upper bound, "nearly 50" is 40 to 50, "about 200" is 180 to 220, "dozens" is 24 and more. Dates, clock times,
//! ages, ordinals and numbers that are part of a name are no quantities.

mod modifier;
pub(crate) mod number;
mod unit;

#[cfg(test)]
mod tests;

use std::ops::Range;

use dateline_parse::Analysis;
use dateline_record::Quantity;

use crate::QuantityMention;
use crate::atom::Atoms;
use crate::time::scan;
use modifier::Modifier;
use number::Figure;

/// Finds every number that counts or measures something, in text order.
#[must_use]
pub fn find(analysis: &Analysis) -> Vec<QuantityMention> {
    let mut found = Vec::new();
    for (index, sentence) in analysis.sentences.iter().enumerate() {
        let atoms = Atoms::of(analysis, sentence);
        for quantity in in_sentence(&atoms) {
            let bytes = atoms.bytes(quantity.atoms.clone());
            found.push(QuantityMention {
                sentence: index,
                tokens: atoms.tokens(quantity.atoms),
                additional: quantity.additional,
                quantity: Quantity {
                    span: analysis.text.span(bytes),
                    low: quantity.low,
                    high: quantity.high,
                    unit: quantity.unit.map(str::to_owned),
                },
            });
        }
    }
    found
}

/// A quantity in atoms.
struct Found {
    atoms: Range<usize>,
    low: Option<f64>,
    high: Option<f64>,
    unit: Option<&'static str>,
    additional: bool,
}

fn in_sentence(atoms: &Atoms<'_>) -> Vec<Found> {
    let dates = scan::expressions(atoms);
    let mut found = Vec::new();
    let mut at = 0;
    while at < atoms.len() {
        if let Some(date) = dates.iter().find(|date| date.atoms.contains(&at)) {
            at = date.atoms.end;
            continue;
        }
        let limit = dates
            .iter()
            .map(|date| date.atoms.start)
            .find(|start| *start > at)
            .unwrap_or(atoms.len());
        let from = found.last().map_or(0, |last: &Found| last.atoms.end);
        match quantity(atoms, at, from).filter(|(_, after)| *after <= limit) {
            Some((quantity, after)) => {
                at = after.max(at + 1);
                found.extend(quantity);
            }
            None => at += 1,
        }
    }
    found
}

/// The quantity whose number begins at `at` and the index after its figures; none in it when the number counts
/// nothing. `from` is where the words before it may begin.
fn quantity(atoms: &Atoms<'_>, at: usize, from: usize) -> Option<(Option<Found>, usize)> {
    if let Some(nobody) = nobody(atoms, at) {
        let end = nobody.atoms.end;
        return Some((Some(nobody), end));
    }
    let first = number::figure(atoms, at)?;
    let between = atoms.lower_before(at, 1);
    let Some(figure) = range(atoms, &first, between) else {
        // "2-1", "5-4": a score, no range.
        return Some((None, score_end(atoms, first.end)));
    };
    if is_no_count(atoms, at, figure.end) {
        return Some((None, figure.end));
    }
    let start = at - usize::from(matches!(between, "between" | "from") && figure.end > first.end);
    let (start, symbol) = unit::symbol_before(atoms, start);
    let (modifier, start) = modifier::before(atoms, start, from);
    let (unit, end) = match symbol {
        Some(unit) => (Some(unit), unit::money_end(atoms, figure.end)),
        None => unit::after(atoms, at, figure.end),
    };
    let (modifier, end, additional) = modifier::after(atoms, modifier, figure.end, end);
    let additional = additional || atoms.is(at, &["another"]);
    let (low, high) = bounds(&figure, modifier.kind, unit);
    let found = Found {
        atoms: start..end,
        low,
        high,
        unit,
        additional: additional || modifier.additional,
    };
    Some((Some(found), end))
}

/// "20 to 30", "20-30", "between 20 and 30", "20 or 30". `None` when the figures are a score.
fn range(atoms: &Atoms<'_>, first: &Figure, before: &str) -> Option<Figure> {
    let joint = first.end;
    let hyphen = atoms.lower(joint) == "-" && atoms.glued(joint);
    let joined = match atoms.lower(joint) {
        "to" | "or" => true,
        "and" => before == "between",
        "-" => hyphen && (atoms.glued(joint + 1) || before == "$"),
        _ => false,
    };
    let money = usize::from(atoms.is(joint + 1, &["$", "€", "£", "¥"]));
    let second = number::figure(atoms, joint + 1 + money).filter(|_| joined);
    let Some(second) = second.filter(|second| !second.vague && !first.vague) else {
        return Some(*first);
    };
    // "2 to 3 million": the scale holds for both.
    let scale = if second.low >= 1e3 && first.low < 1e3 && second.low.rem_euclid(1e3) == 0.0 {
        scale_of(second.low)
    } else {
        1.0
    };
    let low = first.low * scale;
    if low < second.low {
        return Some(Figure {
            low,
            high: second.high,
            vague: false,
            end: second.end,
        });
    }
    if hyphen { None } else { Some(*first) }
}

/// Largest of a thousand, a million, a billion, a trillion that is not above the value.
fn scale_of(value: f64) -> f64 {
    [1e12, 1e9, 1e6, 1e3]
        .into_iter()
        .find(|scale| value >= *scale)
        .unwrap_or(1.0)
}

fn score_end(atoms: &Atoms<'_>, joint: usize) -> usize {
    number::figure(atoms, joint + 1).map_or(joint, |second| second.end)
}

/// "no one", "nobody", "none", "no casualties", "zero deaths".
fn nobody(atoms: &Atoms<'_>, at: usize) -> Option<Found> {
    let end = atoms
        .any_phrase(
            at,
            &["no one", "no - one", "nobody", "none", "not a single"],
        )
        .or_else(|| unit::no_people(atoms, at))?;
    Some(Found {
        atoms: at..end,
        low: Some(0.0),
        high: Some(0.0),
        unit: Some(unit::PEOPLE),
        additional: false,
    })
}

/// Words before a number that make it part of a name or a label.
const LABELS: &[&str] = &[
    "article",
    "resolution",
    "flight",
    "route",
    "highway",
    "chapter",
    "section",
    "page",
    "number",
    "no",
    "nos",
    "boeing",
    "airbus",
    "covid",
    "channel",
    "interstate",
    "phase",
    "grade",
    "room",
    "gate",
    "zone",
    "version",
    "rule",
    "title",
    "bill",
    "act",
    "unit",
    "level",
    "category",
    "class",
    "type",
    "model",
    "area",
    "district",
    "ward",
    "camp",
    "house",
    "box",
    "line",
    "formula",
    "apollo",
    "operation",
    "protocol",
    "tel",
    "phone",
    "call",
    "dial",
    "agenda",
    "windows",
    "iphone",
    "mark",
    "magnitude",
    "paragraph",
    "annex",
];

/// Fractions after a number ("two thirds").
const FRACTIONS: &[&str] = &[
    "third", "thirds", "quarter", "quarters", "half", "halves", "fifth", "fifths", "tenth",
    "tenths", "fourth", "fourths", "sixth", "eighth",
];

/// Whether the number is an age, an ordinal, a fraction, a label, part of a name, or "one" as a pronoun.
fn is_no_count(atoms: &Atoms<'_>, at: usize, end: usize) -> bool {
    let glued_to_name =
        atoms.glued(at) && atoms.lower_before(at, 1) == "-" && atoms.glued(at.wrapping_sub(1));
    let label = LABELS.contains(&atoms.lower_before(at, 1))
        || atoms.lower_before(at, 1) == "." && atoms.is(at.wrapping_sub(2), &["no", "nos"])
        || atoms.lower_before(at, 1) == "#";
    let ordinal = atoms.glued(end) && atoms.is(end, &["st", "nd", "rd", "th", "s"]);
    let clock = atoms.lower(end) == ":" && atoms.glued(end) && atoms.glued(end + 1);
    let slash = atoms.is(end, &["/"]) && atoms.glued(end) && atoms.integer(end + 1).is_some()
        || atoms.lower_before(at, 1) == "/" && atoms.glued(at) && atoms.glued(at.wrapping_sub(1));
    let skip = end + usize::from(atoms.lower(end) == "-");
    let fraction = FRACTIONS.contains(&atoms.lower(skip)) && atoms.lower(skip + 1) != "dozen";
    glued_to_name
        || label
        || ordinal
        || clock
        || slash
        || fraction
        || is_age(atoms, at, end)
        || is_pronoun_one(atoms, at, end)
}

/// "25-year-old", "aged 12", "12 years old", "Maria Lopez, 34,".
fn is_age(atoms: &Atoms<'_>, at: usize, end: usize) -> bool {
    let years = end + usize::from(atoms.lower(end) == "-");
    let old = years + 1 + usize::from(atoms.lower(years + 1) == "-");
    let unit = atoms.is(
        years,
        &["year", "years", "month", "months", "week", "weeks", "day"],
    );
    let aged = atoms.is(old, &["old", "olds"]) || atoms.phrase(years + 1, &["of", "age"]).is_some();
    if unit && aged {
        return true;
    }
    if atoms.is(at.wrapping_sub(1), &["aged", "age", "ages"]) {
        return true;
    }
    let apposition = atoms.lower_before(at, 1) == ","
        && atoms
            .before(at.wrapping_sub(1))
            .is_some_and(|name| name.capital)
        && atoms.is(end, &[",", ".", ")", ";"]);
    let bracket = atoms.lower_before(at, 1) == "(" && atoms.lower(end) == ")";
    let small = atoms.integer(at).is_some_and(|age| age < 120) && end == at + 1;
    small && (apposition || bracket)
}

/// "one of them", "the one on the border", "one another": no count of one.
fn is_pronoun_one(atoms: &Atoms<'_>, at: usize, end: usize) -> bool {
    if atoms.lower(at) != "one" || end != at + 1 {
        return false;
    }
    let pointed = atoms.is(
        at.wrapping_sub(1),
        &[
            "the", "this", "that", "each", "every", "any", "which", "no", "some", "another", "a",
        ],
    );
    let next = atoms.is(
        end,
        &[
            "of", "another", "'s", "can", "could", "should", "-", "day", "that",
        ],
    );
    let one_sided = atoms.lower(end) == "-";
    let counted_of = atoms.lower(end) == "of" && atoms.is(at.wrapping_sub(1), &["least"]);
    (pointed || next && !counted_of) || one_sided
}

/// The bounds that a figure has under a modifier.
fn bounds(figure: &Figure, kind: Modifier, unit: Option<&str>) -> (Option<f64>, Option<f64>) {
    let (low, high) = (figure.low, figure.high.unwrap_or(figure.low));
    let whole = matches!(unit, None | Some(unit::PEOPLE)) && low.fract() == 0.0;
    let step = f64::from(u8::from(whole));
    let round = |value: f64| if whole { value.round() } else { value };
    match kind {
        Modifier::Exact => (Some(low), figure.high),
        Modifier::AtLeast => (Some(low), None),
        Modifier::MoreThan if figure.vague => (Some(low), None),
        Modifier::MoreThan => (Some(low + step), None),
        Modifier::AtMost => (None, Some(high)),
        Modifier::LessThan => (None, Some((high - step).max(0.0))),
        Modifier::Nearly => (
            Some(if whole { (low * 0.8).ceil() } else { low * 0.8 }),
            Some(high),
        ),
        Modifier::About if figure.vague => (Some(low), None),
        Modifier::About => (Some(round(low * 0.9)), Some(round(high * 1.1))),
    }
}
