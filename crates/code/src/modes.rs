//! Modes read from the words around a trigger: "rocket attack" is ASSAULT by heavy weapons.

use dateline_parse::Sentence;
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
    "compound",
    "nationality",
    "involving",
];

/// Slots whose words tell what was asked, refused or threatened.
const MATTERS: &[&str] = &["of", "object", "for", "to", "with", "on", "against", "from"];

/// Verbs by which means are named: "men armed with", "using".
const WIELDING: &[&str] = &[
    "arm", "carry", "wield", "use", "fire", "throw", "hurl", "drive",
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
        let words = means_words(reading, event_type, found);
        let fits = |rule: &&ModeRule| {
            rule.event_type == event_type && rule.words.iter().any(|word| words.contains(word))
        };
        self.rules.iter().find(fits).map(|rule| rule.mode.clone())
    }
}

/// Lemmas of the trigger, of its slots that tell means or matter, and of the words that describe these.
fn means_words(reading: &Reading<'_>, event_type: EventType, found: &Found) -> Vec<String> {
    let Some(sentence) = reading.sentence(found.sentence) else {
        return Vec::new();
    };
    let is_deed = event_type == EventType::Assault;
    let names = if is_deed { MEANS } else { MATTERS };
    let told = |slot: &&crate::syntax::Slot| {
        names.contains(&slot.name.as_str())
            || (event_type == EventType::Consult && MEANS.contains(&slot.name.as_str()))
    };
    let mut heads = found.words.clone();
    heads.extend(found.slots.iter().filter(told).map(|slot| slot.head));
    let named = heads.clone();
    for head in named {
        heads.extend(clause_words(sentence, head, is_deed));
    }
    let mut words = Vec::new();
    for head in heads {
        words.push(reading.lemma(found.sentence, head));
        let describing = ["compound", "amod", "nmod:poss", "flat", "conj"];
        let below = sentence.children(head);
        words.extend(
            below
                .filter(|child| sentence.tokens[*child].has_relation(&describing))
                .map(|child| reading.lemma(found.sentence, child)),
        );
    }
    words
}

/// The means in a clause below ("armed with machetes"), or what the clause asks for ("to release the pilots").
fn clause_words(sentence: &Sentence, head: usize, is_deed: bool) -> Vec<usize> {
    let mut words = Vec::new();
    for child in sentence.children(head) {
        let token = &sentence.tokens[child];
        let is_wanted = if is_deed {
            token.has_relation(&["acl", "advcl"]) && WIELDING.contains(&token.lemma.as_str())
        } else {
            token.has_relation(&["xcomp", "ccomp"])
        };
        if is_wanted {
            words.extend((!is_deed).then_some(child));
            let below = sentence.children(child);
            words.extend(below.filter(|word| {
                let relation = &sentence.tokens[*word];
                relation.has_relation(&["obj"]) || (is_deed && relation.has_relation(&["obl"]))
            }));
        }
    }
    words
}
