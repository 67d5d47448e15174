//! Words that are written as one and counted as two: "don't", "cannot", "5pm".

use crate::character::{is_apostrophe, is_digit};

/// Endings behind an apostrophe, lower case.
const ENDINGS: [&str; 6] = ["s", "m", "d", "ll", "re", "ve"];

/// Words without an apostrophe, with the byte where they are cut.
const WRITTEN_TOGETHER: [(&str, usize); 19] = [
    ("cannot", 3),
    ("gonna", 3),
    ("wanna", 3),
    ("gotta", 3),
    ("gimme", 3),
    ("lemme", 3),
    ("dont", 2),
    ("doesnt", 4),
    ("didnt", 3),
    ("isnt", 2),
    ("wasnt", 3),
    ("arent", 3),
    ("werent", 4),
    ("havent", 4),
    ("hasnt", 3),
    ("couldnt", 5),
    ("wouldnt", 5),
    ("shouldnt", 6),
    ("wont", 2),
];

/// Units that are cut from a number.
const UNITS: [&str; 45] = [
    "am", "pm", "a.m", "p.m", "a.m.", "p.m.", "k", "m", "b", "bn", "mn", "tn", "km", "m", "cm",
    "mm", "kg", "g", "mg", "ml", "l", "lb", "lbs", "ft", "in", "oz", "mi", "mph", "kph", "km/h",
    "kmh", "hrs", "hr", "min", "mins", "sec", "kw", "mw", "gw", "mwh", "kt", "hp", "mb", "gb", "x",
];

/// The byte at which the word is cut in two, if it is.
pub(super) fn split(word: &str) -> Option<usize> {
    let first = word.chars().next()?;
    if is_digit(first) {
        return unit(word);
    }
    if let Some((mark, apostrophe)) = word
        .char_indices()
        .rev()
        .take(3)
        .find(|(_, character)| is_apostrophe(*character))
    {
        return after_apostrophe(word, mark, apostrophe);
    }
    if !(4..=8).contains(&word.len()) {
        return None;
    }
    WRITTEN_TOGETHER
        .iter()
        .find(|(together, _)| word.eq_ignore_ascii_case(together))
        .map(|(_, at)| *at)
}

/// "do|n't", "Iran|'s".
fn after_apostrophe(word: &str, mark: usize, apostrophe: char) -> Option<usize> {
    let ending = &word[mark + apostrophe.len_utf8()..];
    if ending.eq_ignore_ascii_case("t") {
        let stem = word[..mark].strip_suffix(['n', 'N'])?;
        return (!stem.is_empty()).then_some(stem.len());
    }
    let known = ENDINGS
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known));
    (known && mark > 0).then_some(mark)
}

/// "5|pm", "3|bn"; not "20th", "1990s", "3D".
fn unit(word: &str) -> Option<usize> {
    let at = word.rfind(is_digit)? + 1;
    let tail = word.get(at..)?;
    let number = word[..at]
        .chars()
        .all(|character| is_digit(character) || matches!(character, '.' | ',' | ':'));
    (number && UNITS.iter().any(|unit| tail.eq_ignore_ascii_case(unit))).then_some(at)
}
