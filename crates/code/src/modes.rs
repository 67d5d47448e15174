//! Modes read from the words around a trigger: "rocket attack" is ASSAULT by heavy weapons.

use dateline_record::EventType;
use serde::Deserialize;

use crate::error::RuleError;
use crate::reading::Reading;
use crate::trigger::Found;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ModeRule {
    #[serde(rename = "type")]
    event_type: EventType,
    mode: String,
    words: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ModeFile {
    mode: Vec<ModeRule>,
}

/// The modes of `rules/modes.toml`, the first that fits wins.
#[derive(Debug, Default)]
pub(crate) struct ModeTable {
    rules: Vec<ModeRule>,
}

/// Slots whose words tell by what means something was done.
const MEANS: &[&str] = &[
    "subject",
    "with",
    "by",
    "in",
    "from",
    "using",
    "of",
    "compound",
    "nationality",
    "involving",
    "object",
    "for",
    "to",
];

impl ModeTable {
    pub(crate) fn parse((file, content): (&str, &str)) -> Result<Self, RuleError> {
        let parsed: ModeFile =
            toml::from_str(content).map_err(|error| RuleError::new(file, error.to_string()))?;
        Ok(Self { rules: parsed.mode })
    }

    /// The mode that the words around the trigger name.
    pub(crate) fn mode_of(
        &self,
        reading: &Reading<'_>,
        event_type: EventType,
        found: &Found,
    ) -> Option<String> {
        let words = means_words(reading, found);
        let fits = |rule: &&ModeRule| {
            rule.event_type == event_type && rule.words.iter().any(|word| words.contains(word))
        };
        self.rules.iter().find(fits).map(|rule| rule.mode.clone())
    }
}

/// Lemmas of the trigger, of its slots that tell means, and of the words that describe these.
fn means_words(reading: &Reading<'_>, found: &Found) -> Vec<String> {
    let Some(sentence) = reading.sentence(found.sentence) else {
        return Vec::new();
    };
    let mut heads = found.words.clone();
    let slots = found
        .slots
        .iter()
        .filter(|slot| MEANS.contains(&slot.name.as_str()));
    heads.extend(slots.map(|slot| slot.head));
    let mut words = Vec::new();
    for head in heads {
        words.push(reading.lemma(found.sentence, head));
        for child in sentence.children(head) {
            if sentence.tokens[child].has_relation(&[
                "compound",
                "amod",
                "nmod:poss",
                "flat",
                "conj",
            ]) {
                words.push(reading.lemma(found.sentence, child));
            }
        }
    }
    words
}
