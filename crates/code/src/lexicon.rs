//! Word lists that the stages share: verbs that only carry an event noun, words that set realis, word classes.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::error::RuleError;
use crate::rules::WordClass;

/// The lists of `rules/lexicon.toml`. All words are lemmas in lower case.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lexicon {
    /// Verbs that carry an event noun as object: "carry out (an attack)".
    carriers: BTreeSet<String>,
    /// Verbs whose subject is struck by the event noun: "suffer (an attack)".
    sufferers: BTreeSet<String>,
    /// Verbs that only say that the event noun happened: "take place".
    happenings: BTreeSet<String>,
    /// Verbs that tell what the event noun did: "kill", "hit".
    effects: BTreeSet<String>,
    /// Nouns that only contain the participant: "members of".
    pub(crate) containers: BTreeSet<String>,
    /// Words that say another event of the same kind is meant: "another", "previous".
    pub(crate) distinct: BTreeSet<String>,
    /// Words that set realis of what they govern.
    pub(crate) realis: RealisWords,
    /// Named word classes of the rules' conditions.
    pub(crate) classes: BTreeMap<String, WordClass>,
}

/// Governing words that take an event out of plain fact.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RealisWords {
    /// "call off", "avert", "fail".
    pub(crate) negated: BTreeSet<String>,
    /// "plan", "announce", "schedule".
    pub(crate) future: BTreeSet<String>,
    /// "threaten", "demand", "fear".
    pub(crate) hypothetical: BTreeSet<String>,
    /// What "would" after them means is future: "said it would".
    pub(crate) future_in_past: BTreeSet<String>,
    /// Verbs after which a clause is future, a noun only where it can be planned: "announce".
    pub(crate) announcing: BTreeSet<String>,
    /// Event nouns that are announced before they happen: "ceasefire".
    pub(crate) announced: BTreeSet<String>,
    /// Verbs whose purpose clause tells what was done at once: "gathered to protest".
    pub(crate) at_once: BTreeSet<String>,
    /// Adjectives that say of an event noun that it happens again and again: "common".
    pub(crate) common: BTreeSet<String>,
    /// Modal verbs of the future: "will".
    pub(crate) future_modals: BTreeSet<String>,
    /// Modal verbs of possibility: "could".
    pub(crate) hypothetical_modals: BTreeSet<String>,
    /// Adverbs of what happens again and again: "often".
    pub(crate) habits: BTreeSet<String>,
    /// Conjunctions of condition: "if".
    pub(crate) conditions: BTreeSet<String>,
    /// Adjectives and nouns in the noun phrase of an event: "possible", "planned".
    pub(crate) hypothetical_modifiers: BTreeSet<String>,
    /// The same for the future: "upcoming".
    pub(crate) future_modifiers: BTreeSet<String>,
    /// The same for what did not happen: "failed", "averted".
    pub(crate) negated_modifiers: BTreeSet<String>,
}

impl Lexicon {
    pub(crate) fn parse((file, content): (&str, &str)) -> Result<Self, RuleError> {
        toml::from_str(content).map_err(|error| RuleError::new(file, error.to_string()))
    }

    pub(crate) fn is_carrier(&self, lemma: &str) -> bool {
        self.carriers.contains(lemma)
    }

    pub(crate) fn is_sufferer(&self, lemma: &str) -> bool {
        self.sufferers.contains(lemma)
    }

    pub(crate) fn is_happening(&self, lemma: &str) -> bool {
        self.happenings.contains(lemma)
    }

    pub(crate) fn is_effect(&self, lemma: &str) -> bool {
        self.effects.contains(lemma)
    }

    /// Whether the lemma is listed in the class.
    pub(crate) fn in_class(&self, class: &str, lemma: &str) -> bool {
        let class = self.classes.get(class);
        class.is_some_and(|class| class.lemmas.iter().any(|listed| listed == lemma))
    }
}
