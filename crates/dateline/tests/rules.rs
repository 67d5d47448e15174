//! Every example sentence of the event rules, read by the rules alone: what a `yes` names in brackets is an event of the
//! rule's type, a `no` gives no event by the rule; and every rule has examples of both.
#![allow(clippy::unwrap_used)]

use dateline::Data;
use dateline_code::{Coder, Hit, Rule};
use dateline_ground::Grounder;
use dateline_parse::{Analysis, Reader};
use dateline_record::Published;

/// What stands before the sentence, so that it is not read as a title or dateline.
const BEFORE: &str = "A report\n\nIt rained on Monday. ";

/// The steps up to the rules.
struct Steps {
    reader: Reader,
    grounder: Grounder,
    coder: Coder,
}

impl Steps {
    fn read(&self, sentence: &str) -> (Analysis, Vec<Hit>) {
        let analysis = self.reader.read(&format!("{BEFORE}{sentence}"), true);
        let grounded = self.grounder.ground(&analysis, &Published::unknown());
        let hits = self.coder.rule_hits(&analysis, &grounded);
        (analysis, hits)
    }

    /// What is wrong with a `yes` of the rule.
    fn missed(&self, rule: &Rule, sentence: &str) -> Option<String> {
        let Some((plain, start, end)) = marked(sentence) else {
            return Some(format!("{}: no brackets in: {sentence}", rule.name));
        };
        let (analysis, hits) = self.read(&plain);
        let (start, end) = (BEFORE.len() + start, BEFORE.len() + end);
        let names_it = |hit: &Hit| {
            let tokens = &analysis.sentences[hit.sentence].tokens;
            let mut places = hit.words.iter().map(|word| &tokens[*word].bytes);
            let mut rules = self.coder.rules();
            let of_type =
                rules.any(|other| other.name == hit.rule && other.event_type == rule.event_type);
            of_type && places.any(|place| place.start < end && start < place.end)
        };
        let is_found = hits.iter().any(names_it);
        (!is_found).then(|| format!("{}: not found: {sentence}{}", rule.name, told(&hits)))
    }

    /// What is wrong with a `no` of the rule.
    fn invented(&self, rule: &Rule, sentence: &str) -> Option<String> {
        let (_, hits) = self.read(sentence);
        let is_found = hits.iter().any(|hit| hit.rule == rule.name);
        is_found.then(|| format!("{}: invented: {sentence}{}", rule.name, told(&hits)))
    }
}

/// The sentence without its brackets, and the bytes of it that they held.
fn marked(sentence: &str) -> Option<(String, usize, usize)> {
    let (before, rest) = sentence.split_once('[')?;
    let (trigger, after) = rest.split_once(']')?;
    let plain = format!("{before}{trigger}{after}");
    Some((plain, before.len(), before.len() + trigger.len()))
}

fn told(hits: &[Hit]) -> String {
    let line = |hit: &Hit| format!("\n    words {:?} by {}", hit.words, hit.rule);
    hits.iter().map(line).collect()
}

#[test]
fn every_example_of_every_rule_holds() {
    let data = Data::embedded();
    let steps = Steps {
        reader: Reader::open(&data.model).unwrap(),
        grounder: Grounder::open(&data.ground).unwrap(),
        coder: Coder::open(&data.code).unwrap(),
    };
    let mut wrong = Vec::new();
    for rule in steps.coder.rules() {
        if rule.yes.len() < 2 || rule.no.is_empty() {
            wrong.push(format!("{}: needs two yes and one no", rule.name));
        }
        wrong.extend(rule.yes.iter().filter_map(|one| steps.missed(rule, one)));
        wrong.extend(rule.no.iter().filter_map(|one| steps.invented(rule, one)));
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
