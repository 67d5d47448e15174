//! What later steps ask about a noun phrase: number, gender, definiteness, whether it acts or only says where.

use dateline_record::Participant;

use super::describe::Phrase;
use super::list::Named;
use super::phrase;

/// What the words say of somebody's gender.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Gender {
    Male,
    Female,
    #[default]
    Unknown,
}

impl Phrase<'_> {
    /// Whether the noun phrase only says where ("in Iraq").
    pub(super) fn is_located(&self) -> bool {
        const LOCATIVE: &[&str] = &[
            "in",
            "inside",
            "near",
            "across",
            "throughout",
            "around",
            "at",
            "within",
            "outside",
            "into",
        ];
        let case = self.sentence.children(self.head).filter(|word| {
            self.sentence
                .tokens
                .get(*word)
                .is_some_and(|token| token.has_relation(&["case"]))
        });
        let mut cases = case.map(|word| phrase::form(self.sentence, word).to_lowercase());
        cases.any(|case| LOCATIVE.contains(&case.as_str()))
    }

    /// Whether a capital stands for its government: it does something, owns something, or stands opposite another actor.
    pub(super) fn seat_acts(&self) -> bool {
        let Some(token) = self.sentence.tokens.get(self.head) else {
            return false;
        };
        let case = self
            .sentence
            .child(self.head, &["case"])
            .map(|word| phrase::form(self.sentence, word).to_lowercase());
        let opposite = matches!(
            case.as_deref(),
            Some("with" | "against" | "between" | "by" | "'s" | "’s")
        );
        let active = token.deprel == "nsubj" || token.deprel == "nsubj:outer";
        let joined = token.has_relation(&["conj"])
            && token.head.is_some_and(|head| {
                self.sentence
                    .tokens
                    .get(head)
                    .is_some_and(|first| first.upos == "PROPN" && first.deprel.starts_with("nsubj"))
            });
        opposite || (case.is_none() && (active || joined))
    }

    pub(super) fn is_plural(&self) -> bool {
        let Some(token) = self.sentence.tokens.get(self.head) else {
            return false;
        };
        let many = matches!(
            token.form.to_lowercase().as_str(),
            "they"
                | "them"
                | "their"
                | "theirs"
                | "people"
                | "police"
                | "troops"
                | "forces"
                | "those"
        );
        if let Some(name) = self.name_at_head() {
            return match name.named {
                Named::Group(index) => {
                    let group = self.reader.actors.group(index);
                    group.is_some_and(|group| group.collective.is_some())
                        || self.is_collective_name()
                }
                _ => false,
            };
        }
        many || matches!(token.xpos.as_str(), "NNS" | "NNPS")
    }

    /// Whether a plural noun ends the name of a group ("Kataib Hezbollah fighters").
    fn is_collective_name(&self) -> bool {
        let last = self.sentence.tokens.get(self.core.end - 1);
        last.is_some_and(|token| token.upos == "NOUN" && token.xpos == "NNS")
    }

    pub(super) fn is_third_person(&self) -> bool {
        matches!(
            phrase::form(self.sentence, self.head)
                .to_lowercase()
                .as_str(),
            "he" | "him"
                | "his"
                | "she"
                | "her"
                | "hers"
                | "it"
                | "its"
                | "they"
                | "them"
                | "their"
                | "theirs"
                | "himself"
                | "herself"
                | "itself"
                | "themselves"
        )
    }

    pub(super) fn gender(&self) -> Gender {
        let words = self
            .core
            .clone()
            .map(|word| phrase::form(self.sentence, word).to_lowercase());
        for word in words {
            match word.trim_end_matches('.') {
                "he" | "him" | "his" | "himself" | "mr" | "king" | "prince" | "man" | "boy"
                | "father" | "husband" | "son" | "brother" | "sheikh" | "sir" | "lord" | "pope"
                | "imam" | "mullah" | "ayatollah" | "emir" | "sultan" => return Gender::Male,
                "she" | "her" | "hers" | "herself" | "mrs" | "ms" | "miss" | "queen"
                | "princess" | "woman" | "girl" | "mother" | "wife" | "daughter" | "sister"
                | "lady" | "dame" | "nun" => return Gender::Female,
                other
                    if other.ends_with("spokeswoman")
                        || other.ends_with("businesswoman")
                        || other.ends_with("policewoman")
                        || other.ends_with("congresswoman") =>
                {
                    return Gender::Female;
                }
                other
                    if other.ends_with("spokesman")
                        || other.ends_with("businessman")
                        || other.ends_with("policeman")
                        || other.ends_with("congressman") =>
                {
                    return Gender::Male;
                }
                _ => {}
            }
        }
        Gender::Unknown
    }

    /// "the group", "the ministry", "those officials": definite, with no word that says which.
    pub(super) fn is_bare_definite(&self, participant: &Participant) -> bool {
        let definite = self.sentence.children(self.head).any(|word| {
            matches!(
                phrase::form(self.sentence, word).to_lowercase().as_str(),
                "the" | "this" | "that" | "these" | "those"
            )
        });
        let attached = self
            .sentence
            .child(self.head, &["nmod", "acl", "appos"])
            .is_some();
        definite
            && !attached
            && participant.country.is_none()
            && participant.id.is_none()
            && self.core.len() <= 2
    }
}
