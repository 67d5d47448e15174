//! Datelines: "GAO, Mali (Wire) - ", "21:40 - " at the start of a paragraph.

/// What stands between a dateline and the report.
const DASHES: &[&str] = &[" - ", " \u{2013} ", " \u{2014} ", " -- ", "\u{2014}"];
/// Longest dateline, in bytes.
const MAX_BYTES: usize = 90;
/// Most words of a dateline.
const MAX_WORDS: usize = 12;

/// Bytes of the dateline with its dash; 0 when the paragraph begins without one.
pub(crate) fn length(paragraph: &str) -> usize {
    let found = DASHES
        .iter()
        .filter_map(|dash| Some((paragraph.find(dash)?, dash.len())));
    let Some((at, dash)) = found.min() else {
        return 0;
    };
    let is_dateline = at <= MAX_BYTES && is_dateline(&paragraph[..at]);
    if is_dateline { at + dash } else { 0 }
}

/// Names, dates and an agency: no word that a clause would have, and capitals, a number or parentheses as a sign.
fn is_dateline(text: &str) -> bool {
    let words: Vec<&str> = text
        .split(|character: char| {
            !character.is_alphanumeric() && !matches!(character, '\'' | '’' | '.' | ':')
        })
        .filter(|word| !word.is_empty())
        .collect();
    let Some(first) = words.first() else {
        return false;
    };
    let is_name = |word: &str| {
        word.starts_with(|character: char| character.is_uppercase() || character.is_numeric())
            || matches!(
                word,
                "of" | "de" | "la" | "el" | "al" | "and" | "the" | "in" | "near"
            )
    };
    let is_capitals = first
        .chars()
        .filter(|character| character.is_alphabetic())
        .count()
        >= 2
        && !first.chars().any(char::is_lowercase);
    let has_number = text.contains(|character: char| character.is_ascii_digit());
    let has_agency = text.contains('(') && text.contains(')');
    words.len() <= MAX_WORDS
        && words.iter().all(|word| is_name(word))
        && (is_capitals || has_number || has_agency)
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn only_names_and_dates_make_a_dateline() {
        assert_eq!(length("YEREVAN/BAKU - Armenia accused"), 15);
        assert_eq!(length("Port Moresby (Post) — Armed men"), 24);
        assert_eq!(length("The minister - who left - said no"), 0);
        assert_eq!(length("Angela Merkel - a teacher - left"), 0);
        assert_eq!(length("No dash here"), 0);
    }
}
