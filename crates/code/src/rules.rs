//! Event rules: which words name which kind of event, and where its participants stand.
//!
//! A rule is data (`rules/events/*.toml`): patterns for verbs and nouns, the PLOVER type that they name, the slots that
//! hold actor and recipient, conditions on the participants, and examples (`yes`, `no`) which the tests run.

use std::collections::BTreeMap;

use dateline_record::EventType;
use serde::Deserialize;

use crate::error::RuleError;
use crate::ontology::Ontology;
use crate::pattern::Pattern;

/// One rule as written in its file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Unique name, shown by `dateline explain`.
    pub name: String,
    /// The PLOVER type.
    #[serde(rename = "type")]
    pub event_type: EventType,
    /// The PLOVER mode.
    #[serde(default)]
    pub mode: Option<String>,
    /// The CAMEO code; the table of the mode decides when it is missing.
    #[serde(default)]
    pub cameo: Option<String>,
    /// PLOVER contexts.
    #[serde(default)]
    pub contexts: Vec<String>,
    /// Patterns whose head is a verb.
    #[serde(default)]
    pub verbs: Vec<String>,
    /// Patterns whose head is a noun.
    #[serde(default)]
    pub nouns: Vec<String>,
    /// Slots of a verb that hold the actor, first filled one wins. Default: `subject`.
    #[serde(default)]
    pub actor: Option<Vec<String>>,
    /// Slots of a verb that hold the recipient. Default: `object`.
    #[serde(default)]
    pub recipient: Option<Vec<String>>,
    /// Slots of a noun that hold the actor. Default: `by`, `possessive`, `subject`, `nationality`, `compound`.
    #[serde(default)]
    pub noun_actor: Option<Vec<String>>,
    /// Slots of a noun that hold the recipient. Default: `on`, `against`, `of`, `object`, …
    #[serde(default)]
    pub noun_recipient: Option<Vec<String>>,
    /// Several parties of one side do it to each other ("A and B met").
    #[serde(default)]
    pub mutual: bool,
    /// Word classes of which the actor must be one; with `nobody` among them it may also be missing.
    #[serde(default)]
    pub actor_is: Vec<String>,
    /// Word classes of which the actor must not be one.
    #[serde(default)]
    pub actor_not: Vec<String>,
    /// Word classes of which the recipient must be one; with `nobody` among them it may also be missing.
    #[serde(default)]
    pub recipient_is: Vec<String>,
    /// Word classes of which the recipient must not be one.
    #[serde(default)]
    pub recipient_not: Vec<String>,
    /// Word classes that must not occur in the sentence.
    #[serde(default)]
    pub sentence_not: Vec<String>,
    /// Word classes of which one must occur in the sentence.
    #[serde(default)]
    pub sentence_is: Vec<String>,
    /// The noun only points back: an event of the type must have been found before it in the report.
    #[serde(default)]
    pub anaphoric: bool,
    /// Realis of what the rule names, where it is never plain fact ("plot").
    #[serde(default)]
    pub realis: Option<dateline_record::Realis>,
    /// Probability that a hit of this rule is an event of this type, 0 to 1.
    #[serde(default = "default_confidence")]
    pub confidence: f64,
    /// Sentences that must give such an event, the trigger in square brackets.
    #[serde(default)]
    pub yes: Vec<String>,
    /// Sentences that must not give an event of the type by this rule.
    #[serde(default)]
    pub no: Vec<String>,
}

/// Stands in `actor_is` or `recipient_is` for: or nobody is named.
pub(crate) const NOBODY: &str = "nobody";

const fn default_confidence() -> f64 {
    0.8
}

/// Words that belong together, by lemma, by sector of the participant, or by what the name is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordClass {
    /// Lemmas, lower case.
    #[serde(default)]
    pub lemmas: Vec<String>,
    /// PLOVER sector codes.
    #[serde(default)]
    pub sectors: Vec<String>,
    /// Whether every participant with a country or an id of its own belongs.
    #[serde(default)]
    pub known: bool,
    /// Whether named persons belong.
    #[serde(default)]
    pub persons: bool,
    /// Whether place names belong.
    #[serde(default)]
    pub places: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    rule: Vec<Rule>,
}

/// A rule with its compiled patterns.
#[derive(Debug)]
pub(crate) struct CompiledRule {
    pub(crate) rule: Rule,
    pub(crate) patterns: Vec<Pattern>,
}

/// All event rules, found by the lemma of a pattern's head.
#[derive(Debug, Default)]
pub(crate) struct RuleSet {
    pub(crate) rules: Vec<CompiledRule>,
    by_head: BTreeMap<String, Vec<(usize, usize)>>,
}

impl RuleSet {
    /// Adds the rules of one file.
    pub(crate) fn add_file(&mut self, file: &str, content: &str) -> Result<(), RuleError> {
        let parsed: RuleFile =
            toml::from_str(content).map_err(|error| RuleError::new(file, error.to_string()))?;
        for rule in parsed.rule {
            self.add(file, rule)?;
        }
        Ok(())
    }

    fn add(&mut self, file: &str, rule: Rule) -> Result<(), RuleError> {
        if self.rules.iter().any(|known| known.rule.name == rule.name) {
            let message = format!("rule {} exists twice", rule.name);
            return Err(RuleError::new(file, message));
        }
        let verbs = rule.verbs.iter().map(|text| Pattern::verb(text));
        let nouns = rule.nouns.iter().map(|text| Pattern::noun(text));
        let patterns: Vec<Pattern> = verbs
            .chain(nouns)
            .collect::<Result<_, String>>()
            .map_err(|message| RuleError::new(file, format!("rule {}: {message}", rule.name)))?;
        let index = self.rules.len();
        for (number, pattern) in patterns.iter().enumerate() {
            let entry = self.by_head.entry(pattern.head().to_owned()).or_default();
            entry.push((index, number));
        }
        self.rules.push(CompiledRule { rule, patterns });
        Ok(())
    }

    /// Adds a rule without patterns for every type: what the model reads as an event and no rule finds.
    pub(crate) fn add_types(&mut self) -> Result<(), RuleError> {
        for event_type in EventType::ALL {
            let text = format!("name = \"read-{0}\"\ntype = \"{0}\"", event_type.as_str());
            let rule = toml::from_str(&text)
                .map_err(|error| RuleError::new("the model's types", error.to_string()))?;
            self.add("the model's types", rule)?;
        }
        Ok(())
    }

    /// The rule without patterns for a type.
    pub(crate) fn of_type(&self, event_type: EventType) -> Option<usize> {
        let is_it = |compiled: &CompiledRule| {
            compiled.rule.event_type == event_type && compiled.patterns.is_empty()
        };
        self.rules.iter().position(is_it)
    }

    /// The type that a rule finds.
    pub(crate) fn event_type(&self, rule: usize) -> Option<EventType> {
        self.rules
            .get(rule)
            .map(|compiled| compiled.rule.event_type)
    }

    /// Every mode must belong to its type.
    pub(crate) fn check_modes(&self, ontology: &Ontology) -> Result<(), RuleError> {
        for compiled in &self.rules {
            let rule = &compiled.rule;
            let mode = rule.mode.as_deref();
            if !mode.is_none_or(|mode| ontology.has_mode(rule.event_type, mode)) {
                let message = format!("rule {}: {} has no such mode", rule.name, rule.event_type);
                return Err(RuleError::new("rules/events", message));
            }
        }
        Ok(())
    }

    /// Rules and patterns whose head is the lemma, in file order.
    pub(crate) fn candidates(
        &self,
        lemma: &str,
    ) -> impl Iterator<Item = (&CompiledRule, usize, &Pattern)> {
        let found = self.by_head.get(lemma).map_or(&[][..], Vec::as_slice);
        found.iter().filter_map(|(rule, number)| {
            let compiled = self.rules.get(*rule)?;
            Some((compiled, *rule, compiled.patterns.get(*number)?))
        })
    }
}
