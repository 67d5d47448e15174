//! The words of `rules/claims.toml`: what kind of speaker a noun names, and nouns that point at earlier claims.

use std::collections::{BTreeMap, BTreeSet};

use dateline_record::Stance;
use serde::Deserialize;

use crate::error::RuleError;

/// The words of `rules/claims.toml`, all lemmas.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Voices {
    /// Verbs that always attribute, by stance.
    pub(crate) verbs: BTreeMap<Stance, BTreeSet<String>>,
    /// Verbs with an object and the preposition before what it is charged with: "accuse" "of".
    pub(crate) charges: BTreeMap<String, String>,
    pub(crate) speakers: Speakers,
    pub(crate) content: ContentWords,
}

/// Nouns of speakers by kind.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Speakers {
    pub(crate) media: BTreeSet<String>,
    pub(crate) document: BTreeSet<String>,
    pub(crate) unnamed: BTreeSet<String>,
    pub(crate) body: BTreeSet<String>,
}

/// Nouns in a content that point at an earlier claim.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ContentWords {
    /// "toll", "figure".
    pub(crate) figures: BTreeSet<String>,
    /// "allegation", "report".
    pub(crate) claims: BTreeSet<String>,
}

impl Voices {
    /// What the verb does with its object, if it always attributes.
    pub(crate) fn stance(&self, lemma: &str) -> Option<Stance> {
        let mut verbs = self.verbs.iter();
        let found = verbs.find(|(_, verbs)| verbs.contains(lemma));
        found.map(|(stance, _)| *stance)
    }

    pub(crate) fn parse((file, content): (&str, &str)) -> Result<Self, RuleError> {
        toml::from_str(content).map_err(|error| RuleError::new(file, error.to_string()))
    }
}
