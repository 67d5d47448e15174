//! Numbers in digits and words.

use crate::atom::Atoms;

/// A number or an inherently vague count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Figure {
    /// Lower bound.
    pub(crate) low: f64,
    /// Upper bound; none for an open count ("dozens").
    pub(crate) high: Option<f64>,
    /// Whether a word tells a count rather than a number ("several", "a few", "dozens").
    pub(crate) vague: bool,
    /// Index after the last atom.
    pub(crate) end: usize,
}

impl Figure {
    fn exact(value: f64, end: usize) -> Self {
        Self {
            low: value,
            high: Some(value),
            vague: false,
            end,
        }
    }

    fn open(low: f64, end: usize) -> Self {
        Self {
            low,
            high: None,
            vague: true,
            end,
        }
    }
}

/// Words below twenty and the tens.
const SMALL: &[(&str, f64)] = &[
    ("zero", 0.0),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
];

/// Words that multiply what stands before them.
const SCALES: &[(&str, f64)] = &[
    ("dozen", 12.0),
    ("score", 20.0),
    ("hundred", 100.0),
    ("thousand", 1e3),
    ("million", 1e6),
    ("billion", 1e9),
    ("trillion", 1e12),
];

/// Short forms that multiply digits directly before them ("5m", "3bn").
const SHORT_SCALES: &[(&str, f64)] = &[
    ("k", 1e3),
    ("m", 1e6),
    ("mn", 1e6),
    ("mln", 1e6),
    ("b", 1e9),
    ("bn", 1e9),
    ("bln", 1e9),
    ("tn", 1e12),
];

/// Bare plural counts and the least they can mean.
const PLURALS: &[(&str, f64)] = &[
    ("dozens", 24.0),
    ("scores", 40.0),
    ("hundreds", 200.0),
    ("thousands", 2e3),
    ("millions", 2e6),
    ("billions", 2e9),
];

/// Words that count without a number, and the least they can mean.
const VAGUE: &[(&[&str], f64)] = &[
    (&["several"], 3.0),
    (&["a", "few"], 3.0),
    (&["a", "handful", "of"], 3.0),
    (&["a", "handful"], 3.0),
    (&["multiple"], 2.0),
];

fn look_up(table: &[(&str, f64)], word: &str) -> Option<f64> {
    table
        .iter()
        .find(|(name, _)| *name == word)
        .map(|(_, value)| *value)
}

/// The number that begins at `at`: digits, words, mixed ("2.5 million"), or a vague count ("dozens").
pub(crate) fn figure(atoms: &Atoms<'_>, at: usize) -> Option<Figure> {
    in_digits(atoms, at)
        .or_else(|| in_words(atoms, at))
        .or_else(|| vague(atoms, at))
        .or_else(|| plural(atoms, at))
}

fn in_digits(atoms: &Atoms<'_>, at: usize) -> Option<Figure> {
    let mut value = atoms.get(at)?.number?;
    let mut end = at + 1;
    if atoms.glued(end)
        && let Some(scale) = look_up(SHORT_SCALES, atoms.lower(end))
    {
        return Some(Figure::exact(value * scale, end + 1));
    }
    let money = matches!(atoms.lower_before(at, 1), "$" | "€" | "£" | "¥");
    if money && let Some(scale) = look_up(SHORT_SCALES, atoms.lower(end)) {
        return Some(Figure::exact(value * scale, end + 1));
    }
    let hyphen = usize::from(atoms.lower(end) == "-" && atoms.glued(end));
    if let Some(scale) = look_up(SCALES, atoms.lower(end + hyphen)) {
        value *= scale;
        end += hyphen + 1;
    }
    Some(Figure::exact(value, end))
}

/// Whether a number word begins here that is no scale and no article.
fn small(atoms: &Atoms<'_>, at: usize) -> Option<(f64, usize)> {
    let value = look_up(SMALL, atoms.lower(at))?;
    let tens = value >= 20.0;
    let hyphen = usize::from(atoms.lower(at + 1) == "-" && atoms.glued(at + 1));
    let unit = look_up(SMALL, atoms.lower(at + 1 + hyphen));
    match unit {
        Some(unit) if tens && (1.0..10.0).contains(&unit) => Some((value + unit, at + 2 + hyphen)),
        _ => Some((value, at + 1)),
    }
}

/// "forty-two", "one hundred and five", "a dozen", "half a million", "a couple of".
fn in_words(atoms: &Atoms<'_>, at: usize) -> Option<Figure> {
    if let Some(end) = atoms
        .phrase(at, &["half", "a"])
        .or_else(|| atoms.phrase(at, &["half", "-", "a"]))
        .or_else(|| atoms.phrase(at, &["a", "half"]))
    {
        let scale = look_up(SCALES, atoms.lower(end))?;
        return Some(Figure::exact(scale / 2.0, end + 1));
    }
    if let Some(figure) = couple(atoms, at) {
        return Some(figure);
    }
    let article = atoms.is(at, &["a", "an"]);
    let (mut group, mut end) = if article {
        (1.0, at + 1)
    } else {
        small(atoms, at)?
    };
    if article && look_up(SCALES, atoms.lower(end)).is_none() {
        return None;
    }
    if let Some(after) = atoms.phrase(end, &["and", "a", "half"]) {
        group += 0.5;
        end = after;
    }
    Some(scaled(atoms, group, end))
}

/// Goes on after the first word of a number: scales and further groups.
fn scaled(atoms: &Atoms<'_>, first: f64, mut end: usize) -> Figure {
    let mut total = 0.0;
    let mut group = first;
    loop {
        let hyphen = usize::from(atoms.lower(end) == "-" && atoms.glued(end));
        if let Some(scale) = look_up(SCALES, atoms.lower(end + hyphen)) {
            group *= scale;
            end += hyphen + 1;
            if scale >= 1e3 {
                total += group;
                group = 0.0;
            }
            continue;
        }
        let scaled_before =
            look_up(SCALES, atoms.lower_before(end, 1)).is_some_and(|scale| scale >= 100.0);
        let and = usize::from(atoms.lower(end) == "and");
        match small(atoms, end + and) {
            Some((value, after)) if scaled_before && value >= 1.0 => {
                group += value;
                end = after;
            }
            _ => break,
        }
    }
    Figure::exact(total + group, end)
}

/// "a couple (of)", "a pair of", "a couple of dozen".
fn couple(atoms: &Atoms<'_>, at: usize) -> Option<Figure> {
    let start = at + usize::from(atoms.is(at, &["a", "another"]));
    if !atoms.is(start, &["couple", "pair"]) {
        return None;
    }
    let of = usize::from(atoms.lower(start + 1) == "of");
    if atoms.lower(start) == "pair" && of == 0 {
        return None;
    }
    let end = start + 1 + of;
    if start == at && of == 0 {
        return None;
    }
    Some(scaled(atoms, 2.0, end))
}

/// "several", "a few", "several hundred", "a few dozen".
fn vague(atoms: &Atoms<'_>, at: usize) -> Option<Figure> {
    let (mut end, low) = VAGUE
        .iter()
        .find_map(|(words, low)| atoms.phrase(at, words).map(|end| (end, *low)))?;
    let mut low = low;
    while let Some(scale) = look_up(SCALES, atoms.lower(end)) {
        low *= scale;
        end += 1;
    }
    Some(Figure::open(low, end))
}

/// "dozens", "hundreds of", "tens of thousands".
fn plural(atoms: &Atoms<'_>, at: usize) -> Option<Figure> {
    if let Some(end) = atoms.phrase(at, &["tens", "of"]) {
        let unit = look_up(PLURALS, atoms.lower(end))?;
        return Some(Figure::open(unit * 10.0, end + 1));
    }
    let low = look_up(PLURALS, atoms.lower(at))?;
    if atoms.lower(at + 1) == "of"
        && let Some(unit) = look_up(PLURALS, atoms.lower(at + 2))
    {
        return Some(Figure::open(low * unit / 2.0, at + 3));
    }
    Some(Figure::open(low, at + 1))
}
