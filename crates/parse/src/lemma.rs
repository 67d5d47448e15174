//! Word and tag to dictionary form: tables for what is irregular, suffix rules for the rest.

use std::collections::HashMap;

use crate::character::is_digit;
use crate::pieces::Vocabulary;

/// Irregular forms that every model needs: form, tag, lemma.
const IRREGULAR: &str = include_str!("../data/irregular.tsv");

/// The lemmatiser.
pub(crate) struct Lemmas {
    table: HashMap<(Box<str>, Box<str>), Box<str>>,
}

impl Lemmas {
    /// Reads the model's `lemmas.tsv` (form, tag, lemma); the built-in table goes before it.
    pub(crate) fn open(lemmas: &str) -> Self {
        let mut table = HashMap::new();
        for line in lemmas.lines().chain(IRREGULAR.lines()) {
            let mut cells = line.split('\t');
            if let (Some(form), Some(tag), Some(lemma)) = (cells.next(), cells.next(), cells.next())
            {
                for tag in tag.split(' ') {
                    table.insert((form.into(), tag.into()), lemma.into());
                }
            }
        }
        Self { table }
    }

    /// The lemma of a word with its Penn tag. `vocabulary` decides between possible stems.
    pub(crate) fn lemma(&self, form: &str, tag: &str, vocabulary: &Vocabulary) -> String {
        if matches!(tag, "NNP" | "ADD") {
            return form.to_owned();
        }
        let lower = form.replace(['\u{2019}', '\u{2018}'], "'").to_lowercase();
        if let Some(lemma) = self.table.get(&(lower.as_str().into(), tag.into())) {
            return capitalise_like(form, tag, lemma.to_string());
        }
        let known = |word: &str| vocabulary.has(word);
        let lemma = match tag {
            "NNS" | "NNPS" | "VBZ" => without_s(&lower, &known),
            "VBD" | "VBN" => past(&lower, &known),
            "VBG" => participle(&lower, &known),
            "JJR" | "RBR" => comparative(&lower, "r", &known),
            "JJS" | "RBS" => comparative(&lower, "st", &known),
            "CD" => lower.replace(',', ""),
            _ => lower,
        };
        capitalise_like(form, tag, lemma)
    }
}

/// Proper nouns keep their capitals: "States" is "State".
fn capitalise_like(form: &str, tag: &str, lemma: String) -> String {
    if tag != "NNPS" {
        return lemma;
    }
    if form.to_lowercase().starts_with(lemma.as_str()) {
        return form.chars().take(lemma.chars().count()).collect();
    }
    let mut characters = lemma.chars();
    match (form.chars().next(), characters.next()) {
        (Some(first), Some(own)) if first.is_uppercase() => {
            own.to_uppercase().chain(characters).collect()
        }
        _ => lemma,
    }
}

/// The singular of a noun, the base of a third person.
fn without_s(word: &str, known: &dyn Fn(&str) -> bool) -> String {
    if word.starts_with(is_digit) {
        return word.to_owned();
    }
    if let Some(stem) = word.strip_suffix("ies")
        && stem.len() > 1
    {
        let with_y = format!("{stem}y");
        let with_ie = format!("{stem}ie");
        return if known(&with_ie) && !known(&with_y) {
            with_ie
        } else {
            with_y
        };
    }
    if let Some(stem) = word.strip_suffix("men")
        && !stem.is_empty()
    {
        return format!("{stem}man");
    }
    for ending in ["sses", "shes", "ches", "xes", "zzes", "oes"] {
        if word.ends_with(ending) && word.len() > ending.len() {
            let (short, long) = (&word[..word.len() - 2], &word[..word.len() - 1]);
            return if known(long) && !known(short) {
                long
            } else {
                short
            }
            .to_owned();
        }
    }
    plain_s(word)
}

/// Without a final s, unless it belongs to the word ("ss", "us", "is").
fn plain_s(word: &str) -> String {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 1 && !stem.ends_with(['s', '\'']) => stem.to_owned(),
        Some(stem) if stem.ends_with('\'') => stem.trim_end_matches('\'').to_owned(),
        _ => word.to_owned(),
    }
}

fn past(word: &str, known: &dyn Fn(&str) -> bool) -> String {
    if let Some(stem) = word.strip_suffix("ied")
        && stem.len() > 1
    {
        return format!("{stem}y");
    }
    match word.strip_suffix("ed") {
        Some(stem) if stem.len() > 1 => base(stem, known),
        _ => word.to_owned(),
    }
}

fn participle(word: &str, known: &dyn Fn(&str) -> bool) -> String {
    match word
        .strip_suffix("ing")
        .or_else(|| word.strip_suffix("in'"))
    {
        Some(stem) if stem.len() > 1 && stem.contains(is_vowel_or_y) => base(stem, known),
        _ => word.to_owned(),
    }
}

fn comparative(word: &str, ending: &str, known: &dyn Fn(&str) -> bool) -> String {
    let Some(stem) = word
        .strip_suffix(ending)
        .and_then(|rest| rest.strip_suffix('e'))
    else {
        return word.to_owned();
    };
    if let Some(stem) = stem.strip_suffix('i') {
        return format!("{stem}y");
    }
    if stem.len() < 3 {
        return word.to_owned();
    }
    let undoubled = undouble(stem);
    let with_e = format!("{stem}e");
    match undoubled {
        Some(short) if known(short) => short.to_owned(),
        _ if known(stem) => stem.to_owned(),
        _ if known(&with_e) => with_e,
        _ => stem.to_owned(),
    }
}

fn is_vowel(character: char) -> bool {
    matches!(character, 'a' | 'e' | 'i' | 'o' | 'u')
}

fn is_vowel_or_y(character: char) -> bool {
    is_vowel(character) || character == 'y'
}

/// "stopp" to "stop"; not "kill", "pass", "buzz", "staff".
fn undouble(stem: &str) -> Option<&str> {
    let mut characters = stem.chars().rev();
    let (last, before) = (characters.next()?, characters.next()?);
    (last == before && !is_vowel(last) && characters.next().is_some())
        .then(|| &stem[..stem.len() - last.len_utf8()])
}

/// The base form of a verb's stem: as it is, with an e, or with one letter less.
fn base(stem: &str, known: &dyn Fn(&str) -> bool) -> String {
    let with_e = format!("{stem}e");
    if let Some(short) = undouble(stem) {
        // Three letters keep both: "add", "ebb", "err".
        let keeps = stem.len() == 3
            || stem.ends_with("ss")
            || stem.ends_with("ff")
            || stem.ends_with("zz")
            || stem.ends_with("ll");
        return if keeps && (known(stem) || !known(short)) {
            stem.to_owned()
        } else {
            short.to_owned()
        };
    }
    match (known(stem), known(&with_e)) {
        (true, false) => stem.to_owned(),
        (false, true) => with_e,
        (stem_known, _) => {
            if takes_e(stem, stem_known) {
                with_e
            } else {
                stem.to_owned()
            }
        }
    }
}

/// Whether a stem lost its e, by its ending alone.
fn takes_e(stem: &str, known: bool) -> bool {
    const WITH_E: [&str; 30] = [
        "rib", "sl", "ced", "rced", "at", "iz", "yz", "uc", "ag", "dg", "rg", "v", "u", "c", "ns",
        "rs", "ls", "as", "os", "us", "is", "bl", "pl", "tl", "dl", "gl", "cl", "fl", "ut", "ur",
    ];
    const WITHOUT: [&str; 7] = ["eat", "oat", "out", "our", "aut", "ear", "oos"];
    let mut tail = stem.chars().rev();
    let (Some(last), Some(middle)) = (tail.next(), tail.next()) else {
        return false;
    };
    if WITHOUT.iter().any(|ending| stem.ends_with(ending)) && !stem.ends_with("creat") {
        return false;
    }
    if WITH_E.iter().any(|ending| stem.ends_with(ending)) {
        return true;
    }
    // "nam-e", "hop-e": one vowel and one consonant in a short stem.
    let before = tail.next();
    let short = !is_vowel_or_y(last)
        && last != 'w'
        && last != 'x'
        && is_vowel_or_y(middle)
        && before.is_none_or(|c| !is_vowel(c));
    let one_syllable = stem.chars().filter(|c| is_vowel_or_y(*c)).count() == 1;
    short && one_syllable && (known || stem.len() > 1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(tag: &str, pairs: &str) {
        let known = "[UNK]\n[CLS]\n[SEP]\nstop\nkill\npass\nhope\nlarge\nbig\nsafe\nstrong\nmovie\ncache\nvisit\nclose\nraise\nseize";
        let vocabulary = Vocabulary::open(known, 16).unwrap();
        let lemmas = Lemmas::open("oddly\tRB\todd");
        for pair in pairs.split(' ') {
            let (form, lemma) = pair.split_once('=').unwrap();
            assert_eq!(lemmas.lemma(form, tag, &vocabulary), lemma, "{form}");
        }
    }

    #[test]
    fn verbs_find_their_base() {
        check(
            "VBD",
            "killed=kill stopped=stop passed=pass hoped=hope died=die denied=deny fled=flee fought=fight raised=raise",
        );
        check(
            "VBN",
            "carried=carry seized=seize struck=strike closed=close created=create caused=cause injured=injure",
        );
        check(
            "VBG",
            "killing=kill stopping=stop visiting=visit dying=die closing=close fleeing=flee accusing=accuse",
        );
        check(
            "VBZ",
            "carries=carry attacks=attack goes=go passes=pass does=do dies=die",
        );
    }

    #[test]
    fn nouns_find_their_singular() {
        check(
            "NNS",
            "attacks=attack militias=militia cities=city boxes=box heroes=hero women=woman movies=movie 1990s=1990s",
        );
        check("NNPS", "States=State Nations=Nation Philippines=Philippine");
        check("NNP", "Iraq=Iraq UNITED=UNITED");
    }

    #[test]
    fn small_words_and_degrees() {
        check("RB", "n't=not n’t=not Oddly=odd");
        check(
            "JJR",
            "larger=large bigger=big better=good stronger=strong earlier=early",
        );
        check("JJS", "largest=large safest=safe worst=bad");
        check("PRP", "them=they I=I");
        check("CD", "1,000=1000 Two=two");
    }
}
