//! The dateline that opens a report: place, date and agency before a dash.

use dateline_parse::Sentence;

/// First word after a dateline ("LIMA, Peru (Agency) -", "21:40 -"); 0 when there is none.
pub(crate) fn lead_end(sentence: &Sentence) -> usize {
    let tokens = &sentence.tokens;
    let dash = (1..tokens.len().min(16)).find(|at| {
        let spaced = tokens[*at].bytes.start > tokens[at - 1].bytes.end
            && tokens
                .get(at + 1)
                .is_some_and(|next| next.bytes.start > tokens[*at].bytes.end);
        matches!(tokens[*at].form.as_str(), "-" | "–" | "—" | "--") && spaced
    });
    let Some(dash) = dash else {
        return 0;
    };
    let first = tokens[0].form.as_str();
    let opens = first
        .chars()
        .next()
        .is_some_and(|letter| letter.is_ascii_digit())
        || first
            .chars()
            .filter(|letter| letter.is_alphabetic())
            .count()
            > 1
            && !first.chars().any(char::is_lowercase)
        || tokens[..dash]
            .iter()
            .any(|token| token.form.chars().any(|letter| letter.is_ascii_digit()))
        || tokens[dash - 1].form == ")";
    let plain = tokens[..dash]
        .iter()
        .all(|token| !matches!(token.upos, "VERB" | "AUX" | "PRON" | "DET"));
    if opens && plain { dash + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use dateline_parse::Token;

    use super::*;

    /// Words as `form/upos`, one space apart.
    fn sentence(words: &str) -> Sentence {
        let mut at = 0;
        let tokens = words.split(' ').map(|word| {
            let (form, upos) = word.rsplit_once('/').unwrap_or((word, "X"));
            let upos = ["PROPN", "PUNCT", "NOUN", "VERB", "NUM", "DET"]
                .into_iter()
                .find(|known| *known == upos)
                .unwrap_or("X");
            let bytes = at..at + form.len();
            at = bytes.end + 1;
            Token {
                bytes,
                form: form.to_owned(),
                lemma: form.to_lowercase(),
                upos,
                xpos: String::new(),
                head: None,
                deprel: String::new(),
            }
        });
        Sentence {
            tokens: tokens.collect(),
            ..Sentence::default()
        }
    }

    fn check(words: &str, first: usize) {
        assert_eq!(lead_end(&sentence(words)), first, "{words}");
    }

    #[test]
    fn a_dateline_is_no_part_of_the_text() {
        check("LIMA/PROPN -/PUNCT Police/NOUN said/VERB", 2);
        check(
            "LIMA/PROPN ,/PUNCT Peru/PROPN -/PUNCT Police/NOUN said/VERB",
            4,
        );
        check("21:40/NUM -/PUNCT Police/NOUN said/VERB", 2);
    }

    #[test]
    fn a_dash_inside_a_sentence_is_no_dateline() {
        check("Police/NOUN said/VERB -/PUNCT again/X", 0);
        check("The/DET army/NOUN -/PUNCT twice/X", 0);
    }
}
