//! Grounded analysis to events, claims, tolls and links, by rules kept as data.
//!
//! [`Coder::code`] goes the steps in order: triggers and their participants (`trigger.rs`), time and place
//! (`setting.rs`), mentions of one happening joined (`merge.rs`), statements and doubts (`attribution.rs`),
//! figures of people harmed (`toll.rs`), links (`link.rs`), and at last the record's own types (`assemble.rs`).
//! What the words mean stands in `rules/` and `ontology/`; this crate only knows how sentences are built.
#![forbid(unsafe_code)]

mod answering;
mod assemble;
mod attribution;
mod belonging;
mod choice;
mod claim;
mod error;
mod home;
mod joining;
mod lexicon;
mod link;
mod merge;
mod modes;
mod named;
mod ontology;
mod pattern;
mod quotes;
mod reading;
mod realis;
mod rules;
mod scene;
mod setting;
mod sides;
mod speaker;
mod syntax;
mod told;
mod toll;
mod toll_parts;
mod trigger;
mod voices;

use dateline_ground::Grounded;
use dateline_parse::Analysis;
use dateline_record::{Claim, Event, Link};

pub use choice::{Answer, Candidate, Choice, Question, Subject};
pub use error::RuleError;
pub use rules::{Rule, WordClass};

/// The files that coding needs: name and content of each.
#[derive(Clone, Copy, Debug)]
pub struct CodeData<'a> {
    /// The files of `rules/`; those under `events/` hold event rules.
    pub rules: &'a [(&'a str, &'a str)],
    /// The files of `ontology/`.
    pub ontology: &'a [(&'a str, &'a str)],
}

impl<'a> CodeData<'a> {
    /// The file whose name ends so.
    fn file(files: &'a [(&'a str, &'a str)], name: &str) -> Result<(&'a str, &'a str), RuleError> {
        let found = files.iter().find(|(file, _)| file.ends_with(name));
        found
            .copied()
            .ok_or_else(|| RuleError::new(name, "the file is missing from the data"))
    }
}

/// What coding found in one report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coded {
    /// Events in text order.
    pub events: Vec<Event>,
    /// Claims in text order.
    pub claims: Vec<Claim>,
    /// Links in text order.
    pub links: Vec<Link>,
    /// Every mention with the rule that found it, in text order.
    pub hits: Vec<Hit>,
}

/// One mention of an event, for `dateline explain`.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Index of the sentence.
    pub sentence: usize,
    /// Words of the trigger.
    pub words: Vec<usize>,
    /// Name of the rule.
    pub rule: String,
    /// Probability that the rule gives, or the model where only it sees the event.
    pub confidence: f64,
    /// Id of the event that the mention belongs to.
    pub event: String,
}

/// Codes reports; opened once, then used for any number of reports from any number of threads.
#[derive(Debug)]
pub struct Coder {
    rules: rules::RuleSet,
    lexicon: lexicon::Lexicon,
    modes: modes::ModeTable,
    voices: voices::Voices,
    tolls: toll::TollTable,
    links: link::LinkWords,
    ontology: ontology::Ontology,
    weights: choice::Weights,
}

impl Coder {
    /// Reads the rules.
    ///
    /// # Errors
    /// Names the file, and the rule or line, of the first entry that cannot be used.
    pub fn open(data: &CodeData<'_>) -> Result<Self, RuleError> {
        let mut rules = rules::RuleSet::default();
        let events = data
            .rules
            .iter()
            .filter(|(file, _)| file.contains("events/"));
        for (file, content) in events {
            rules.add_file(file, content)?;
        }
        rules.add_types()?;
        let rule_file = |name| CodeData::file(data.rules, name);
        let plover = CodeData::file(data.ontology, "plover.toml")?;
        let ontology =
            ontology::Ontology::parse(plover, CodeData::file(data.ontology, "cameo.tsv")?)?;
        rules.check_modes(&ontology)?;
        Ok(Self {
            rules,
            lexicon: lexicon::Lexicon::parse(rule_file("lexicon.toml")?)?,
            modes: modes::ModeTable::parse(rule_file("modes.toml")?)?,
            voices: voices::Voices::parse(rule_file("claims.toml")?)?,
            tolls: toll::TollTable::parse(rule_file("tolls.toml")?)?,
            links: link::LinkWords::parse(rule_file("links.toml")?)?,
            ontology,
            weights: choice::Weights::parse(rule_file("choices.tsv")?)?,
        })
    }

    /// The event rules with patterns, in file order.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        let with_patterns = |compiled: &&rules::CompiledRule| !compiled.patterns.is_empty();
        let rules = self.rules.rules.iter().filter(with_patterns);
        rules.map(|compiled| &compiled.rule)
    }

    /// The mentions that the rules alone find, without what the model reads as events: what the examples of the rules are
    /// held against. They belong to no event.
    #[must_use]
    pub fn rule_hits(&self, analysis: &Analysis, grounded: &Grounded) -> Vec<Hit> {
        let reading = reading::Reading {
            analysis,
            grounded,
            lexicon: &self.lexicon,
        };
        let found = trigger::find_by_rules(&reading, &self.rules, &self.modes).into_iter();
        let hit = |found: trigger::Found| {
            let rule = &self.rules.rules.get(found.rule)?.rule;
            Some(Hit {
                sentence: found.sentence,
                words: found.words,
                rule: rule.name.clone(),
                confidence: found.confidence,
                event: String::new(),
            })
        };
        found.filter_map(hit).collect()
    }

    /// Codes one report.
    #[must_use]
    pub fn code(&self, analysis: &Analysis, grounded: &Grounded) -> Coded {
        let findings = self.findings(analysis, grounded, false);
        let hits = self.hits(&findings.mentions, &findings.clusters);
        let (events, claims, links) = findings.assemble();
        Coded {
            events,
            claims,
            links,
            hits,
        }
    }

    /// The questions that the sentences of a report leave open, with every answer: what `training/choices.py` learns from.
    #[must_use]
    pub fn choices(&self, analysis: &Analysis, grounded: &Grounded) -> Vec<Choice> {
        self.findings(analysis, grounded, true).choices()
    }

    /// `keeps`: with the questions by which mentions became events.
    fn findings<'a>(
        &'a self,
        analysis: &'a Analysis,
        grounded: &'a Grounded,
        keeps: bool,
    ) -> assemble::Findings<'a> {
        let reading = reading::Reading {
            analysis,
            grounded,
            lexicon: &self.lexicon,
        };
        let found = trigger::find(&reading, &self.rules, &self.modes);
        let mentions = merge::mentions(&reading, &self.rules, found);
        let (clusters, joins) = merge::cluster(&reading, &mentions, &self.weights, keeps);
        let links = link::find(&reading, &self.links, &mentions, &clusters);
        let statements = attribution::find(&reading, &self.voices);
        let tolls = self.tolls.find(&reading);
        assemble::Findings {
            reading,
            rules: &self.rules,
            ontology: &self.ontology,
            voices: &self.voices,
            mentions,
            clusters,
            joins,
            statements,
            tolls,
            links,
            weights: &self.weights,
        }
    }

    fn hits(&self, mentions: &[merge::Mention], clusters: &[merge::Cluster]) -> Vec<Hit> {
        let hit = |(index, mention): (usize, &merge::Mention)| {
            let rule = &self.rules.rules.get(mention.found.rule)?.rule;
            let event = clusters
                .iter()
                .position(|cluster| cluster.contains(&index))?;
            Some(Hit {
                sentence: mention.found.sentence,
                words: mention.found.words.clone(),
                rule: rule.name.clone(),
                confidence: mention.found.confidence,
                event: format!("e{}", event + 1),
            })
        };
        mentions.iter().enumerate().filter_map(hit).collect()
    }
}
