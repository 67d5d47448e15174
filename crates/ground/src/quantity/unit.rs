//! What a number counts.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::atom::Atoms;

/// Unit of counted people.
pub(super) const PEOPLE: &str = "people";

/// Unit of amounts of money.
const MONEY: &str = "money";

/// Words and the units that they name; `people` for those who can be counted as victims.
static WORDS: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    include_str!("units.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .flat_map(|(unit, words)| words.split_whitespace().map(move |word| (word, unit)))
        .collect()
});

/// Endings of names of peoples in the plural.
const PEOPLES: &[&str] = &[
    "ians", "eans", "cans", "nians", "ans", "nis", "qis", "lis", "zis", "kis", "ris", "anis",
    "uthis", "ese",
];

/// How many words may stand between a number and the noun that it counts.
const REACH: usize = 5;

/// A currency sign before the number at `at`: where it begins ("US$" included) and its unit.
pub(super) fn symbol_before(atoms: &Atoms<'_>, at: usize) -> (usize, Option<&'static str>) {
    let before = atoms.lower_before(at, 1);
    if matches!(before, "$" | "€" | "£" | "¥" | "₹" | "₽" | "₪" | "₦") {
        let country = at >= 2
            && atoms.glued(at - 1)
            && atoms.is(at - 2, &["us", "u.s.", "c", "a", "nz", "hk", "r", "s"]);
        return (at - 1 - usize::from(country), Some(MONEY));
    }
    if matches!(before, "usd" | "eur" | "gbp" | "rs" | "chf") {
        return (at - 1, Some(MONEY));
    }
    (at, None)
}

/// The index after an amount of money and the currency named after it ("$5 million US dollars").
pub(super) fn money_end(atoms: &Atoms<'_>, at: usize) -> usize {
    if WORDS.get(atoms.lower(at)) == Some(&MONEY) {
        at + 1
    } else {
        at
    }
}

/// The unit of the number from `at` to `end`, and the index after it where the unit belongs to the figure.
pub(super) fn after(atoms: &Atoms<'_>, at: usize, end: usize) -> (Option<&'static str>, usize) {
    if let Some(after) = atoms.phrase(end, &["per", "cent"]) {
        return (Some("percent"), after);
    }
    if atoms.phrase(end, &["percentage", "points"]).is_some() {
        return (Some("percent"), end + 2);
    }
    if let Some((unit, after)) = measure(atoms, end) {
        return (Some(unit), after);
    }
    let of = atoms.lower(end) == "of";
    (people(atoms, at, end + usize::from(of)), end)
}

/// A unit of measurement that stands right after the number, a hyphen or a short adjective between.
fn measure(atoms: &Atoms<'_>, end: usize) -> Option<(&'static str, usize)> {
    let hyphen = end + usize::from(atoms.lower(end) == "-" && atoms.glued(end));
    let of = hyphen + usize::from(atoms.lower(hyphen) == "of" && hyphen == end);
    let adjective = of
        + usize::from(atoms.is(
            of,
            &[
                "square",
                "cubic",
                "nautical",
                "metric",
                "us",
                "u.s.",
                "canadian",
                "australian",
                "straight",
                "consecutive",
                "more",
            ],
        ));
    let unit = *WORDS.get(atoms.lower(adjective))?;
    if unit == PEOPLE {
        return None;
    }
    // Letters that are units only at figures ("5 m", "3 t").
    let short = atoms.lower(adjective).len() <= 2 && atoms.lower(adjective) != "%";
    let figure = end
        .checked_sub(1)
        .and_then(|last| atoms.get(last))
        .is_some_and(|atom| atom.number.is_some());
    if short && !figure {
        return None;
    }
    let area = atoms.lower(adjective - usize::from(adjective > of)) == "square" && adjective > of;
    Some((if area { "area" } else { unit }, adjective + 1))
}

/// `people` when the number counts people.
fn people(atoms: &Atoms<'_>, at: usize, end: usize) -> Option<&'static str> {
    if let Some(unit) = by_syntax(atoms, at, end) {
        return (unit == PEOPLE).then_some(PEOPLE);
    }
    for offset in 0..REACH {
        let index = end + offset;
        let word = atoms.lower(index);
        if is_person(atoms, index) && !heads_on(atoms, index) {
            return Some(PEOPLE);
        }
        let stops = atoms.get(index).is_none_or(|atom| {
            !atom
                .lower
                .chars()
                .all(|c| c.is_alphanumeric() || c == '-' || c == '.')
                || STOPS.contains(&word)
        });
        if stops {
            break;
        }
    }
    harmed(atoms, at, end).then_some(PEOPLE)
}

/// Words at which the noun phrase of a number has ended.
const STOPS: &[&str] = &[
    "in", "on", "at", "by", "for", "from", "with", "to", "of", "were", "was", "are", "is", "have",
    "had", "has", "who", "that", "which", "when", "after", "before", "since", "as", "than", "the",
    "a", "an", "be", "been", "during", "near", "inside", "outside", "would", "will", "could",
    "said", ".",
];

/// Whether a noun follows that makes the person word at `index` a modifier ("10 police cars").
fn heads_on(atoms: &Atoms<'_>, index: usize) -> bool {
    let next = atoms.lower(index + 1);
    let plural = |word: &str| word.len() > 3 && word.ends_with('s') && !STOPS.contains(&word);
    let singular = !atoms.lower(index).ends_with('s') && !atoms.is(index, PLURAL_PERSONS);
    singular && plural(next) && !is_person(atoms, index + 1) && !WORDS.contains_key(next)
}

/// Person words that are plural without an s.
const PLURAL_PERSONS: &[&str] = &[
    "people",
    "men",
    "women",
    "children",
    "personnel",
    "dead",
    "wounded",
    "injured",
    "missing",
    "policemen",
    "gunmen",
];

/// What the syntax says: the unit of the word that the number is attached to; empty when it is no person.
fn by_syntax(atoms: &Atoms<'_>, at: usize, end: usize) -> Option<&'static str> {
    let tokens = &atoms.sentence.tokens;
    let number = atoms.tokens(at..end).end.checked_sub(1)?;
    let token = tokens
        .get(number)
        .filter(|token| token.has_relation(&["nummod"]))?;
    let head = tokens.get(token.head?)?;
    let word = head.lemma.to_lowercase();
    let form = head.form.to_lowercase();
    let person = [word.as_str(), form.as_str()]
        .into_iter()
        .any(|word| WORDS.get(word) == Some(&PEOPLE))
        || is_people_name(&head.form);
    Some(if person { PEOPLE } else { "" })
}

fn is_person(atoms: &Atoms<'_>, index: usize) -> bool {
    let word = atoms.lower(index);
    let listed = |word: &str| WORDS.get(word) == Some(&PEOPLE);
    let singular = word
        .strip_suffix("ies")
        .map(|stem| format!("{stem}y"))
        .or_else(|| word.strip_suffix('s').map(str::to_owned));
    listed(word)
        || singular.is_some_and(|word| listed(&word))
        || atoms.capital(index) && ends_as_people(word)
}

fn is_people_name(form: &str) -> bool {
    form.chars().next().is_some_and(char::is_uppercase) && ends_as_people(&form.to_lowercase())
}

fn ends_as_people(lower: &str) -> bool {
    lower.len() > 4 && PEOPLES.iter().any(|ending| lower.ends_with(ending))
}

/// Verbs whose object or subject is people where only a number stands for it.
const HARM: &[&str] = &[
    "killed",
    "kills",
    "kill",
    "killing",
    "wounded",
    "wounds",
    "wound",
    "wounding",
    "injured",
    "injures",
    "injure",
    "injuring",
    "hurt",
    "hurting",
    "dead",
    "died",
    "arrested",
    "arrests",
    "arresting",
    "detained",
    "detaining",
    "detains",
    "abducted",
    "kidnapped",
    "displaced",
    "displacing",
    "missing",
    "executed",
    "leaving",
    "left",
    "hospitalised",
    "hospitalized",
    "rescued",
    "evacuated",
    "trapped",
    "slain",
    "maimed",
];

/// Whether people are harmed right before or after a number without a noun ("wounded four", "17 dead", "two were killed").
fn harmed(atoms: &Atoms<'_>, at: usize, end: usize) -> bool {
    let more = end + usize::from(atoms.is(end, &["more", "others", "have", "had"]));
    let were = more
        + usize::from(atoms.is(
            more,
            &["were", "was", "are", "is", "been", "had", "have", "more"],
        ));
    let after = were
        + usize::from(atoms.is(
            were,
            &[
                "been",
                "seriously",
                "critically",
                "also",
                "reported",
                "reportedly",
            ],
        ));
    if [end, more, were, after]
        .iter()
        .any(|index| HARM.contains(&atoms.lower(*index)) && !atoms.is(*index, &["leaving", "left"]))
        || atoms.lower(end) == "others"
    {
        return true;
    }
    let noun_follows = atoms.get(more).is_some_and(|atom| {
        atom.lower.chars().all(char::is_alphabetic)
            && !STOPS.contains(&atom.lower.as_str())
            && !matches!(
                atom.lower.as_str(),
                "and" | "or" | "but" | "while" | "more" | "others"
            )
    });
    // Modifiers may stand between the verb and the number: "killing at least 12".
    !noun_follows
        && (1..=4).any(|back| {
            let word = atoms.lower_before(at, back);
            HARM.contains(&word) && word != "left" && word != "leaving"
                || word.starts_with("toll")
                || word.starts_with("casualt")
        })
}

/// Nouns of harm after "no" ("no casualties").
const NO_HARM: &[&str] = &[
    "casualties",
    "casualty",
    "deaths",
    "death",
    "injuries",
    "injury",
    "fatalities",
    "fatality",
    "victims",
    "wounded",
    "dead",
];

/// "no casualties", "no civilian deaths", "no other people": the index after the noun.
pub(super) fn no_people(atoms: &Atoms<'_>, at: usize) -> Option<usize> {
    if !atoms.is(at, &["no", "zero"]) {
        return None;
    }
    (at + 1..at + 4).find_map(|index| {
        let between = (at + 1..index).all(|word| {
            atoms
                .get(word)
                .is_some_and(|atom| atom.lower.chars().all(char::is_alphabetic))
                && !STOPS.contains(&atoms.lower(word))
        });
        let harm = atoms.is(index, NO_HARM)
            || is_person(atoms, index)
                && atoms.lower(index).ends_with(['s', 'e', 'n'])
                && index == at + 1;
        (between && harm).then_some(index + 1)
    })
}
