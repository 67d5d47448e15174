//! Base forms that an inflected word can have, for when the tagger's lemma names no rule ("severed" read as "severe").

/// Most base forms that one word is looked up by.
const MAX_BASES: usize = 2;

/// The lemma, and where no rule knows it the base form that a rule knows.
pub(super) fn bases(form: &str, lemma: &str, is_known: impl Fn(&str) -> bool) -> Vec<String> {
    let mut bases = vec![lemma.to_owned()];
    if is_known(lemma) {
        return bases;
    }
    let guesses = guesses(form).into_iter();
    bases.extend(guesses.filter(|guess| guess != lemma && is_known(guess)));
    bases.truncate(MAX_BASES);
    bases
}

/// What the word can come from, irregular forms first.
fn guesses(form: &str) -> Vec<String> {
    let irregular = IRREGULAR.iter().filter(|(inflected, _)| *inflected == form);
    let mut found: Vec<String> = irregular.map(|(_, base)| (*base).to_owned()).collect();
    for (ending, replacements) in ENDINGS {
        let Some(stem) = form.strip_suffix(ending).filter(|stem| stem.len() > 1) else {
            continue;
        };
        found.extend(replacements.iter().map(|end| format!("{stem}{end}")));
        if let Some(single) = undoubled(stem).filter(|_| *ending != "s") {
            found.push(single);
        }
    }
    found
}

/// "cancell" to "cancel".
fn undoubled(stem: &str) -> Option<String> {
    let mut letters = stem.chars().rev();
    let last = letters.next()?;
    (letters.next() == Some(last)).then(|| stem[..stem.len() - last.len_utf8()].to_owned())
}

const ENDINGS: &[(&str, &[&str])] = &[
    ("ied", &["y"]),
    ("ed", &["", "e"]),
    ("ying", &["ie"]),
    ("ing", &["", "e"]),
    ("ies", &["y"]),
    ("es", &["", "e"]),
    ("s", &[""]),
];

const IRREGULAR: &[(&str, &str)] = &[
    ("overran", "overrun"),
    ("overthrew", "overthrow"),
    ("overthrown", "overthrow"),
    ("retaken", "retake"),
    ("retook", "retake"),
    ("slain", "slay"),
    ("slew", "slay"),
    ("swore", "swear"),
    ("sworn", "swear"),
    ("withdrawn", "withdraw"),
    ("withdrew", "withdraw"),
    ("withheld", "withhold"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_lemma_is_mended_from_the_form() {
        let known = |word: &str| ["sever", "revoke", "retake", "cancel", "flee"].contains(&word);
        let mended = |form: &str, lemma: &str| bases(form, lemma, known).pop();
        assert_eq!(mended("severed", "severe").as_deref(), Some("sever"));
        assert_eq!(mended("revoked", "revok").as_deref(), Some("revoke"));
        assert_eq!(mended("retook", "retook").as_deref(), Some("retake"));
        assert_eq!(mended("cancelled", "cancell").as_deref(), Some("cancel"));
        assert_eq!(mended("houses", "house").as_deref(), Some("house"));
    }
}
