//! What the model reads as events beside what the rules find.
//!
//! The model knows from thousands of sentences what names an event in context; the rules know what they were told. A
//! hit of both keeps the rule's slots; where they disagree on the type the surer one wins; what only the model sees
//! becomes a hit by the type's own rule without patterns; what only a rule sees counts when the rule is nearly
//! certain: most words mean other things in other company.

use std::ops::Range;

use dateline_parse::{EventRole, Role, Sentence, Trigger};

use super::{Found, complete_slots};
use crate::reading::{Filler, Reading};
use crate::rules::RuleSet;
use crate::setting::head_of;

/// Probability from which the model's type stands against a rule's. Set on the corpus' development split.
const SURE_OF_TYPE: f32 = 0.45;
/// Probability from which the model makes an event that no rule finds.
const SURE_ALONE: f32 = 0.5;

/// Confidence from which a rule's hit stands that the model does not see: only words that hardly mean anything else.
const RULE_ALONE: f64 = 0.92;

/// The hits of one sentence, rules and model together, in text order.
pub(super) fn reconcile(
    reading: &Reading<'_>,
    rules: &RuleSet,
    index: usize,
    hits: Vec<(Found, usize)>,
) -> Vec<(Found, usize)> {
    let Some(sentence) = reading.sentence(index) else {
        return hits;
    };
    let mut kept = Vec::new();
    let mut hits: Vec<Option<(Found, usize)>> = hits.into_iter().map(Some).collect();
    for trigger in &sentence.triggers {
        let meant = |hit: &&mut Option<(Found, usize)>| {
            hit.as_ref().is_some_and(|(found, _)| {
                trigger.words.contains(&found.head) || found.words.contains(&trigger.anchor)
            })
        };
        let mut meant: Vec<(Found, usize)> = hits
            .iter_mut()
            .filter(meant)
            .filter_map(Option::take)
            .collect();
        meant.sort_by_key(|(found, _)| found.head != trigger.anchor);
        let is_type =
            |(found, _): &(Found, usize)| rules.event_type(found.rule) == Some(trigger.event_type);
        if let Some(same) = meant.iter().position(is_type) {
            let (found, weight) = meant.swap_remove(same);
            let found = supplemented(reading, index, sentence, found, trigger);
            kept.push((found, weight));
            continue;
        }
        let rival = (!meant.is_empty()).then(|| meant.swap_remove(0));
        let least = rival.as_ref().map_or(SURE_ALONE, |_| SURE_OF_TYPE);
        let read = (trigger.probability >= least)
            .then(|| alone(reading, rules, index, sentence, trigger))
            .flatten();
        kept.extend(read.map(|found| (found, 0)).or(rival));
    }
    let sure = |(found, _): &(Found, usize)| found.confidence >= RULE_ALONE;
    kept.extend(hits.into_iter().flatten().filter(sure));
    kept.sort_by_key(|(found, _)| found.head);
    kept
}

/// An event that only the model sees.
fn alone(
    reading: &Reading<'_>,
    rules: &RuleSet,
    index: usize,
    sentence: &Sentence,
    trigger: &Trigger,
) -> Option<Found> {
    let rule = rules.of_type(trigger.event_type)?;
    let upos = sentence.tokens.get(trigger.anchor)?.upos;
    // a particle left over from its verb ("carries *out*") names nothing
    if !matches!(upos, "VERB" | "NOUN" | "PROPN" | "ADJ") {
        return None;
    }
    let is_verb = upos == "VERB";
    let words: Vec<usize> = trigger.words.clone().collect();
    let compiled = rules.rules.get(rule)?;
    let found = complete_slots(
        reading,
        &compiled.rule,
        rule,
        is_verb,
        index,
        trigger.anchor,
        words,
    )?;
    let mut found = supplemented(reading, index, sentence, found, trigger);
    found.mode.clone_from(&trigger.mode);
    found.confidence = f64::from(trigger.probability);
    Some(found)
}

/// Sides that the syntax leaves empty are filled by what the model reads as actor and recipient.
fn supplemented(
    reading: &Reading<'_>,
    index: usize,
    sentence: &Sentence,
    mut found: Found,
    trigger: &Trigger,
) -> Found {
    let read = |role| -> Vec<Filler> {
        let spans = trigger
            .fillers(role)
            .filter(|span| role != EventRole::Actor || !is_struck(sentence, trigger, span));
        let heads = spans.filter_map(|span| head_of(sentence, span));
        heads
            .flat_map(|head| reading.fillers(index, head, true))
            .collect()
    };
    // what the syntax puts on one side ("strikes against militias") the model cannot put on the other
    if found.actors.is_empty() {
        found.actors = read(EventRole::Actor);
        let is_new = |filler: &Filler| !found.recipients.iter().any(|it| it.head == filler.head);
        found.actors.retain(is_new);
    }
    if found.recipients.is_empty() {
        found.recipients = read(EventRole::Recipient);
        let is_new = |filler: &Filler| !found.actors.iter().any(|it| it.head == filler.head);
        found.recipients.retain(is_new);
    }
    found.place_words = trigger.fillers(EventRole::Place).cloned().collect();
    found.time_words = trigger.fillers(EventRole::Time).cloned().collect();
    found
}

/// Whether the event does something to the words ("the strikes destroyed positions of the militia"): they did not do it.
fn is_struck(sentence: &Sentence, trigger: &Trigger, words: &Range<usize>) -> bool {
    sentence.predicates.iter().any(|predicate| {
        let holds = |number, word: &usize| {
            let mut fillers = predicate.fillers.iter();
            fillers.any(|it| it.role == Role::Argument(number) && it.words.contains(word))
        };
        holds(0, &trigger.anchor) && holds(1, &words.start)
    })
}
