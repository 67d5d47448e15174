//! Finding event mentions: a rule's pattern, its slots filled, its conditions met.

mod inflection;
mod read;

use std::ops::Range;

use dateline_record::{EventType, Realis};

use crate::modes::ModeTable;
use crate::pattern::Pattern;
use crate::reading::{Filler, Reading};
use crate::realis;
use crate::rules::{CompiledRule, NOBODY, Rule, RuleSet};
use crate::syntax::{self, Slot};

/// One mention of an event.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    pub(crate) sentence: usize,
    /// Head word of the trigger.
    pub(crate) head: usize,
    /// Words of the trigger, in order.
    pub(crate) words: Vec<usize>,
    /// Index of the rule.
    pub(crate) rule: usize,
    pub(crate) slots: Vec<Slot>,
    pub(crate) actors: Vec<Filler>,
    pub(crate) recipients: Vec<Filler>,
    pub(crate) mode: Option<String>,
    pub(crate) realis: Realis,
    /// Words that the model reads as its place, and as its time.
    pub(crate) place_words: Vec<Range<usize>>,
    pub(crate) time_words: Vec<Range<usize>>,
    /// Probability of the type: the rule's, or the model's where only it sees the event.
    pub(crate) confidence: f64,
}

const NOUN_ACTOR: &[&str] = &[
    "by",
    "possessive",
    "subject",
    "between",
    "nationality",
    "compound",
    "from",
];
const NOUN_RECIPIENT: &[&str] = &[
    "object",
    "on",
    "against",
    "upon",
    "of",
    "at",
    "with",
    "targeting",
];

/// Finds every event mention of the report, by rules and by the model, in text order.
pub(crate) fn find(reading: &Reading<'_>, rules: &RuleSet, modes: &ModeTable) -> Vec<Found> {
    find_with(reading, rules, modes, |index, hits| {
        read::reconcile(reading, rules, index, hits)
    })
}

/// Finds the event mentions that the rules alone see, in text order.
pub(crate) fn find_by_rules(
    reading: &Reading<'_>,
    rules: &RuleSet,
    modes: &ModeTable,
) -> Vec<Found> {
    find_with(reading, rules, modes, |_, hits| hits)
}

/// The hits of each sentence (with the weight of their pattern), as `reconcile` leaves them.
fn find_with(
    reading: &Reading<'_>,
    rules: &RuleSet,
    modes: &ModeTable,
    reconcile: impl Fn(usize, Vec<(Found, usize)>) -> Vec<(Found, usize)>,
) -> Vec<Found> {
    let mut found = Vec::new();
    for index in 0..reading.analysis.sentences.len() {
        let mut hits = hits_of_sentence(reading, rules, index);
        drop_contained(&mut hits);
        drop_purposes(reading, rules, index, &mut hits);
        let mut hits = reconcile(index, hits);
        hits.retain(|(hit, _)| !is_dangling(reading, rules, &found, hit));
        found.extend(
            hits.into_iter()
                .map(|hit| complete(reading, rules, modes, hit)),
        );
    }
    found
}

fn hits_of_sentence(reading: &Reading<'_>, rules: &RuleSet, index: usize) -> Vec<(Found, usize)> {
    let Some(sentence) = reading.sentence(index) else {
        return Vec::new();
    };
    // a question tells of nothing
    if sentence
        .tokens
        .last()
        .is_some_and(|token| token.form == "?")
    {
        return Vec::new();
    }
    let words = 0..sentence.tokens.len();
    words
        .filter_map(|word| best_hit(reading, rules, index, word))
        .collect()
}

/// The hit at a word whose pattern asks for most; of equals the first in file order.
fn best_hit(
    reading: &Reading<'_>,
    rules: &RuleSet,
    index: usize,
    word: usize,
) -> Option<(Found, usize)> {
    let sentence = reading.sentence(index)?;
    if reading.is_time(index, word) {
        return None;
    }
    let lemma = reading.lemma(index, word);
    let mut best: Option<(Found, usize)> = None;
    let form = sentence.tokens[word].form.to_lowercase();
    let mut bases = inflection::bases(&form, &lemma, |base| {
        rules.candidates(base).next().is_some()
    });
    if lemma != form && form.ends_with("ing") {
        // "fighting" as a noun
        bases.push(form);
    }
    let candidates = bases.iter().flat_map(|base| rules.candidates(base));
    for (compiled, rule, pattern) in candidates {
        if best
            .as_ref()
            .is_some_and(|(_, weight)| *weight >= pattern.weight())
        {
            continue;
        }
        let Some(words) = pattern.matches(sentence, word) else {
            continue;
        };
        if let Some(found) = fill(reading, compiled, rule, pattern, index, word, words) {
            best = Some((found, pattern.weight()));
        }
    }
    best
}

/// Fills the slots and checks the rule's conditions.
fn fill(
    reading: &Reading<'_>,
    compiled: &CompiledRule,
    rule_index: usize,
    pattern: &Pattern,
    index: usize,
    word: usize,
    words: Vec<usize>,
) -> Option<Found> {
    let rule = &compiled.rule;
    complete_slots(
        reading,
        rule,
        rule_index,
        !pattern.is_noun(),
        index,
        word,
        words,
    )
}

/// Fills the slots of a trigger; none where the conditions of the rule do not hold.
fn complete_slots(
    reading: &Reading<'_>,
    rule: &Rule,
    rule_index: usize,
    is_verb: bool,
    index: usize,
    word: usize,
    words: Vec<usize>,
) -> Option<Found> {
    let sentence = reading.sentence(index)?;
    let mut slots = if is_verb {
        syntax::verb_slots(sentence, word)
    } else {
        syntax::noun_slots(sentence, word, reading.lexicon)
    };
    if is_verb {
        // what hangs on the object noun of "hold talks with" belongs to the event too
        let objects: Vec<usize> = words.iter().copied().filter(|part| *part != word).collect();
        for object in objects {
            slots.retain(|slot| slot.head != object);
            let more = syntax::noun_slots(sentence, object, reading.lexicon);
            slots.extend(more.into_iter().filter(|slot| slot.head != word));
        }
    }
    let (actor_slots, recipient_slots) = slot_names(rule, is_verb);
    let actor_heads = heads_in(&slots, &actor_slots);
    let recipient_heads = heads_in(&slots, &recipient_slots);
    if !conditions_hold(reading, rule, index, &actor_heads, &recipient_heads) {
        return None;
    }
    Some(Found {
        sentence: index,
        head: word,
        words,
        rule: rule_index,
        slots,
        actors: first_filled(reading, index, &actor_heads, false),
        recipients: first_filled(
            reading,
            index,
            &recipient_heads,
            strikes_things(rule.event_type),
        ),
        mode: rule.mode.clone(),
        realis: rule.realis.unwrap_or(Realis::Actual),
        place_words: Vec::new(),
        time_words: Vec::new(),
        confidence: rule.confidence,
    })
}

/// The slots to look in, best first.
fn slot_names(rule: &Rule, is_verb: bool) -> (Vec<String>, Vec<String>) {
    let owned =
        |names: &[&str]| -> Vec<String> { names.iter().map(|name| (*name).to_owned()).collect() };
    let (actor, recipient) = if is_verb {
        (&rule.actor, &rule.recipient)
    } else {
        (&rule.noun_actor, &rule.noun_recipient)
    };
    let (default_actor, default_recipient): (&[&str], &[&str]) = if is_verb {
        (&["subject"], &["object"])
    } else {
        (NOUN_ACTOR, NOUN_RECIPIENT)
    };
    (
        actor.clone().unwrap_or_else(|| owned(default_actor)),
        recipient
            .clone()
            .unwrap_or_else(|| owned(default_recipient)),
    )
}

/// Heads of the wanted slots, in order of preference.
fn heads_in(slots: &[Slot], names: &[String]) -> Vec<usize> {
    let mut heads = Vec::new();
    for name in names {
        for slot in slots.iter().filter(|slot| slot.name == *name) {
            if !heads.contains(&slot.head) {
                heads.push(slot.head);
            }
        }
    }
    heads
}

/// The participants of the first slot that names any.
fn first_filled(reading: &Reading<'_>, index: usize, heads: &[usize], things: bool) -> Vec<Filler> {
    // a weapon does nothing by itself: whose it is does
    let is_weapon = |head: usize| {
        let lemma = reading.lemma(index, head);
        !things && reading.lexicon.in_class("weapon", &lemma)
    };
    let actors = heads.iter().map(|head| {
        if is_weapon(*head) {
            reading.owner(index, *head)
        } else {
            reading.fillers(index, *head, false)
        }
    });
    let named = actors.into_iter().find(|fillers| !fillers.is_empty());
    if let Some(fillers) = named {
        return fillers;
    }
    if !things {
        let mut owners = heads.iter().map(|head| reading.owner(index, *head));
        return owners
            .find(|fillers| !fillers.is_empty())
            .unwrap_or_default();
    }
    let mut others = heads.iter().map(|head| reading.fillers(index, *head, true));
    others
        .find(|fillers| !fillers.is_empty())
        .unwrap_or_default()
}

/// Whether buildings, goods and places can be the recipients: not of what is only said.
const fn strikes_things(event_type: EventType) -> bool {
    matches!(
        event_type,
        EventType::Assault | EventType::Coerce | EventType::Mobilize | EventType::Protest
    )
}

fn conditions_hold(
    reading: &Reading<'_>,
    rule: &Rule,
    index: usize,
    actors: &[usize],
    recipients: &[usize],
) -> bool {
    let is_any = |classes: &[String], heads: &[usize]| {
        heads.iter().any(|head| {
            classes
                .iter()
                .any(|class| reading.is_class(class, index, *head))
        })
    };
    let needs_met = |classes: &[String], heads: &[usize]| {
        let may_be_nobody = classes.iter().any(|class| class == NOBODY)
            && heads.iter().all(|head| !can_act(reading, index, *head));
        classes.is_empty() || may_be_nobody || is_any(classes, heads)
    };
    needs_met(&rule.actor_is, actors)
        && needs_met(&rule.recipient_is, recipients)
        && !is_any(&rule.actor_not, actors)
        && !is_any(&rule.recipient_not, recipients)
        && !sentence_has(reading, &rule.sentence_not, index, false)
        && (rule.sentence_is.is_empty() || sentence_has(reading, &rule.sentence_is, index, true))
}

/// Whether the word could name somebody: not a modifier that no actor list knows.
fn can_act(reading: &Reading<'_>, index: usize, head: usize) -> bool {
    let is_modifier = reading
        .token(index, head)
        .is_some_and(|token| token.has_relation(&["amod", "compound"]));
    !is_modifier || reading.actor_at(index, head).is_some()
}

/// Whether a word of the classes occurs. Verbs count only where wanted: "shares intelligence" is no talk of markets.
fn sentence_has(reading: &Reading<'_>, classes: &[String], index: usize, verbs: bool) -> bool {
    let Some(sentence) = reading.sentence(index) else {
        return false;
    };
    !classes.is_empty()
        && sentence
            .tokens
            .iter()
            .filter(|token| verbs || token.upos != "VERB")
            .any(|token| {
                let lemma = token.lemma.to_lowercase();
                classes
                    .iter()
                    .any(|class| reading.lexicon.in_class(class, &lemma))
            })
}

/// A hit whose head is part of another hit's trigger says nothing new.
fn drop_contained(hits: &mut Vec<(Found, usize)>) {
    let spans: Vec<(usize, Vec<usize>, usize)> = hits
        .iter()
        .map(|(found, weight)| (found.head, found.words.clone(), *weight))
        .collect();
    hits.retain(|(found, weight)| {
        !spans.iter().any(|(head, words, other)| {
            *head != found.head && words.contains(&found.head) && other > weight
        })
    });
}

/// "They blocked the road to protest against the dam": the purpose names no second protest.
fn drop_purposes(
    reading: &Reading<'_>,
    rules: &RuleSet,
    index: usize,
    hits: &mut Vec<(Found, usize)>,
) {
    let Some(sentence) = reading.sentence(index) else {
        return;
    };
    let is_protest = |found: &Found| {
        rules
            .rules
            .get(found.rule)
            .is_some_and(|compiled| compiled.rule.event_type == EventType::Protest)
    };
    let protests: Vec<usize> = hits
        .iter()
        .filter(|(found, _)| is_protest(found))
        .map(|(found, _)| found.head)
        .collect();
    hits.retain(|(found, _)| {
        let token = &sentence.tokens[found.head];
        let is_purpose = token.lemma == "protest"
            && token.xpos == "VB"
            && token.has_relation(&["advcl", "xcomp"]);
        let serves = token.head.is_some_and(|head| protests.contains(&head));
        !(is_purpose && serves)
    });
}

/// Whether the hit only points back ("the strike") and nothing of its type was told of before.
fn is_dangling(reading: &Reading<'_>, rules: &RuleSet, earlier: &[Found], hit: &Found) -> bool {
    let Some(compiled) = rules
        .rules
        .get(hit.rule)
        .filter(|compiled| compiled.rule.anaphoric)
    else {
        return false;
    };
    let event_type = compiled.rule.event_type;
    let type_of = |found: &Found| {
        rules
            .rules
            .get(found.rule)
            .map(|compiled| compiled.rule.event_type)
    };
    let is_definite = reading.sentence(hit.sentence).is_some_and(|sentence| {
        sentence.child(hit.head, &["det", "nmod:poss"]).is_some()
            || sentence.tokens[hit.head].xpos == "NNS"
    });
    !is_definite
        || !earlier
            .iter()
            .any(|found| type_of(found) == Some(event_type))
}

/// Adds what needs the whole hit: both sides of a mutual event, mode, realis.
fn complete(
    reading: &Reading<'_>,
    rules: &RuleSet,
    modes: &ModeTable,
    (mut found, _): (Found, usize),
) -> Found {
    let Some(compiled) = rules.rules.get(found.rule) else {
        return found;
    };
    let rule = &compiled.rule;
    if rule.mutual && found.recipients.is_empty() && found.actors.len() > 1 {
        found.recipients = found.actors.split_off(1);
    }
    found.recipients.retain(|recipient| {
        !found
            .actors
            .iter()
            .any(|actor| actor.head == recipient.head && actor.sentence == recipient.sentence)
    });
    if found.mode.is_none() {
        found.mode = modes.mode_of(reading, rule.event_type, &found);
    }
    if rule.realis.is_none() {
        found.realis = realis::of(reading, found.sentence, found.head);
    }
    found
}
