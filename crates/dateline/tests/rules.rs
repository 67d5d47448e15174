//! Every example sentence of the event rules: what a `yes` names in brackets is an event of the rule's type, a `no`
//! gives no event by the rule; and every rule has examples of both.
#![allow(clippy::unwrap_used)]

use dateline::{Data, Dateline, Kind, Record, Source};
use dateline_code::{Coder, Rule};

/// What stands before the sentence, so that it is not read as a title or dateline.
const BEFORE: &str = "A report\n\nIt rained on Monday. ";

fn code(dateline: &Dateline, sentence: &str) -> Record {
    let text = format!("{BEFORE}{sentence}");
    let mut source = Source::new(text.as_bytes());
    source.kind = Kind::Text;
    dateline.code(&source)
}

/// The sentence without its brackets, and the code points of it that they held.
fn marked(sentence: &str) -> Option<(String, usize, usize)> {
    let (before, rest) = sentence.split_once('[')?;
    let (trigger, after) = rest.split_once(']')?;
    let length = |text: &str| text.chars().count();
    let start = length(before);
    let plain = format!("{before}{trigger}{after}");
    Some((plain, start, start + length(trigger)))
}

/// What is wrong with a `yes` of the rule.
fn missed(dateline: &Dateline, rule: &Rule, sentence: &str) -> Option<String> {
    let Some((plain, start, end)) = marked(sentence) else {
        return Some(format!("{}: no brackets in: {sentence}", rule.name));
    };
    let record = code(dateline, &plain);
    let Some((before, _)) = record.report.text.split_once(&plain) else {
        return Some(format!("{}: lost: {sentence}", rule.name));
    };
    let offset = before.chars().count();
    let (start, end) = (start + offset, end + offset);
    let is_found = record.events.iter().any(|event| {
        let mut spans = std::iter::once(&event.trigger).chain(&event.mentions);
        event.plover.event_type == rule.event_type
            && spans.any(|span| span.start < end && start < span.end)
    });
    (!is_found).then(|| format!("{}: not found: {sentence}{}", rule.name, told(&record)))
}

/// What is wrong with a `no` of the rule.
fn invented(dateline: &Dateline, rule: &Rule, sentence: &str) -> Option<String> {
    let record = code(dateline, sentence);
    let is_found = record.events.iter().any(|event| event.rule == rule.name);
    is_found.then(|| format!("{}: invented: {sentence}{}", rule.name, told(&record)))
}

fn told(record: &Record) -> String {
    let events = record.events.iter();
    let lines = events.map(|event| {
        let event_type = event.plover.event_type;
        format!(
            "\n    {event_type} {:?} by {}",
            event.trigger.text, event.rule
        )
    });
    lines.collect()
}

#[test]
fn every_example_of_every_rule_holds() {
    let data = Data::embedded();
    let dateline = Dateline::open(&data).unwrap();
    let coder = Coder::open(&data.code).unwrap();
    let mut wrong = Vec::new();
    for rule in coder.rules() {
        if rule.yes.len() < 2 || rule.no.is_empty() {
            wrong.push(format!("{}: needs two yes and one no", rule.name));
        }
        wrong.extend(
            rule.yes
                .iter()
                .filter_map(|one| missed(&dateline, rule, one)),
        );
        wrong.extend(
            rule.no
                .iter()
                .filter_map(|one| invented(&dateline, rule, one)),
        );
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
