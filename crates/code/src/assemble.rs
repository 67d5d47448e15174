//! From clusters, statements and figures to the events, claims and links of the record.

use dateline_record::{
    Claim, Event, EventType, Link, Participant, Place, Plover, Realis, Stance, Toll, When,
};

use crate::attribution::Statement;
use crate::choice::{Answer, Choice, Weights};
use crate::home;
use crate::link::LinkFound;
use crate::merge::{Cluster, Mention, same_participant};
use crate::named::{self, informativeness};
use crate::ontology::Ontology;
use crate::reading::{Filler, Reading};
use crate::rules::RuleSet;
use crate::setting::{self, fineness};
use crate::toll::Counted;
use crate::voices::Voices;

/// Events of a report up to which the whole report is asked: more are a book, and the sentences' own answers stand.
const MOST_EVENTS: usize = 400;

/// Sentences of a text that is no report: one with its headline.
const ALONE: usize = 2;

/// Everything found in one report, before it becomes a record.
pub(crate) struct Findings<'a> {
    pub(crate) reading: Reading<'a>,
    pub(crate) rules: &'a RuleSet,
    pub(crate) ontology: &'a Ontology,
    pub(crate) voices: &'a Voices,
    pub(crate) mentions: Vec<Mention>,
    pub(crate) clusters: Vec<Cluster>,
    /// The questions by which they came about, where these are kept.
    pub(crate) joins: Vec<Choice>,
    pub(crate) statements: Vec<Statement>,
    pub(crate) tolls: Vec<Counted>,
    pub(crate) links: Vec<LinkFound>,
    pub(crate) weights: &'a Weights,
}

impl Findings<'_> {
    /// The events, claims and links of the record.
    pub(crate) fn assemble(&self) -> (Vec<Event>, Vec<Claim>, Vec<Link>) {
        let mut events = self.told_events();
        if self.may_ask() {
            // a sentence alone, or under its headline, tells its own sides best
            if self.reading.analysis.sentences.len() > ALONE {
                self.settle_sides(&mut events, &named::everyone(&self.reading));
            }
            self.settle_scenes(&mut events);
        }
        home::settle(&self.reading, &mut events);
        self.add_tolls(&mut events);
        let claims = self.claims(&events);
        let links = self.all_links(&events);
        let links = links.iter().map(|link| self.link(link)).collect();
        (events, claims, links)
    }

    /// The events as the sentences tell them, before the whole report is asked.
    fn told_events(&self) -> Vec<Event> {
        let mut events: Vec<Event> = self
            .clusters
            .iter()
            .enumerate()
            .filter_map(|(number, cluster)| self.event(number, cluster))
            .collect();
        let sentences: Vec<usize> = self
            .clusters
            .iter()
            .filter_map(|cluster| self.mentions.get(*cluster.first()?))
            .map(|mention| mention.found.sentence)
            .collect();
        setting::inherit(&self.reading, &mut events, &sentences);
        events
    }

    /// Whether the whole report can be asked: every question is held against everything near, so there is a bound.
    pub(crate) fn may_ask(&self) -> bool {
        self.weights.know_any() && self.clusters.len() <= MOST_EVENTS
    }

    /// The questions that the whole report answers, for learning the weights.
    pub(crate) fn choices(&self) -> Vec<Choice> {
        let events = self.told_events();
        let mut choices = self.side_choices(&events, &named::everyone(&self.reading));
        choices.extend(self.joins.iter().cloned());
        choices.extend(self.scene_choices(&events));
        let tolls = self.tolls.iter();
        choices.extend(tolls.map(|toll| self.toll_choice(toll, self.event_of_toll(toll), &events)));
        choices.extend(self.about_choices(&events));
        choices.extend(self.answered_choices(&events));
        choices
    }

    fn link(&self, link: &LinkFound) -> Link {
        Link {
            from: event_id(link.from),
            to: event_id(link.to),
            relation: link.relation,
            span: self.reading.analysis.text.span(link.bytes.clone()),
        }
    }

    fn event(&self, number: usize, cluster: &Cluster) -> Option<Event> {
        let members: Vec<&Mention> = cluster
            .iter()
            .filter_map(|index| self.mentions.get(*index))
            .collect();
        let first = members.first()?;
        let rule = &self.rules.rules.get(first.found.rule)?.rule;
        let mode = best_mode(&members);
        let named = members.iter().find_map(|member| {
            let rule = &self.rules.rules.get(member.found.rule)?.rule;
            (rule.mode == mode).then(|| rule.cameo.clone()).flatten()
        });
        let cameo = named.unwrap_or_else(|| self.ontology.cameo(rule.event_type, mode.as_deref()));
        let actor = side(&members, |member| &member.found.actors);
        let recipient = side(&members, |member| &member.found.recipients);
        Some(Event {
            id: event_id(number),
            trigger: self.trigger(first),
            mentions: members
                .iter()
                .skip(1)
                .map(|member| self.trigger(member))
                .collect(),
            quad: self.ontology.quad(rule.event_type),
            goldstein: self.ontology.goldstein(&cameo),
            acled: self.ontology.acled(rule.event_type, mode.as_deref()),
            cameo,
            confidence: confidence(first.found.confidence, &actor, &recipient, members.len()),
            rule: rule.name.clone(),
            plover: Plover {
                event_type: rule.event_type,
                mode,
                contexts: contexts(&members, self.rules),
            },
            place: best_place(&members),
            when: best_when(&members),
            realis: best_realis(&members),
            actor,
            recipient,
            tolls: Vec::new(),
        })
    }

    fn trigger(&self, mention: &Mention) -> dateline_record::Span {
        let words = &mention.found.words;
        let head = mention.found.head;
        // the trigger is the run of words around the head: "carried" of "carried … out" stands for both
        let mut start = head;
        let mut end = head + 1;
        for word in words {
            if *word + 3 >= head && *word < start {
                start = *word;
            }
            if *word >= end && *word <= end + 1 {
                end = *word + 1;
            }
        }
        self.reading.span(mention.found.sentence, start..end)
    }

    /// Ties every figure to the event that it belongs to.
    fn add_tolls(&self, events: &mut [Event]) {
        let body_has = |toll: &Counted| {
            self.tolls.iter().any(|other| {
                other.sentence != toll.sentence
                    && other.kind == toll.kind
                    && other.low == toll.low
                    && other.high == toll.high
            })
        };
        for toll in &self.tolls {
            let in_title = self
                .reading
                .sentence(toll.sentence)
                .is_some_and(|sentence| sentence.is_title);
            if in_title && body_has(toll) {
                continue;
            }
            let own = self.event_of_toll(toll);
            let answer = self
                .may_ask()
                .then(|| self.weights.answer(self.toll_choice(toll, own, events)));
            let chosen = match answer.flatten() {
                Some(Answer::Event(index)) => Some(index),
                Some(_) => None,
                None => own,
            };
            let Some(event) = chosen.and_then(|index| events.get_mut(index)) else {
                continue;
            };
            let text = &self.reading.analysis.text;
            let built = Toll {
                kind: toll.kind,
                low: toll.low,
                high: toll.high,
                span: text.span(toll.bytes.clone()),
                whom: toll.whom.clone().map(|whom| text.span(whom)),
                claim: self.claim_around(&toll.bytes).map(claim_id),
            };
            let is_known = event.tolls.iter().any(|known| {
                known.kind == built.kind
                    && known.low == built.low
                    && known.high == built.high
                    && (known.claim == built.claim || built.claim.is_none())
            });
            if !is_known {
                event.tolls.push(built);
            }
        }
    }

    /// The cluster that a figure belongs to: its own predicate, an event of the sentence, else the last one told of.
    fn event_of_toll(&self, toll: &Counted) -> Option<usize> {
        let fits = |mention: &Mention| toll_fits(toll, mention.event_type);
        let own = self.mentions.iter().position(|mention| {
            mention.found.sentence == toll.sentence
                && mention.found.head == toll.predicate
                && fits(mention)
        });
        let in_sentence = || {
            let here =
                self.mentions.iter().enumerate().filter(|(_, mention)| {
                    mention.found.sentence == toll.sentence && fits(mention)
                });
            here.min_by_key(|(_, mention)| {
                (
                    mention.found.realis != Realis::Actual,
                    mention.found.head.abs_diff(toll.predicate),
                )
            })
            .map(|(index, _)| index)
        };
        let last_before = || {
            let before = self.mentions.iter().enumerate().filter(|(_, mention)| {
                mention.found.sentence < toll.sentence
                    && fits(mention)
                    && mention.found.realis == Realis::Actual
            });
            self.main_event(before.map(|(index, _)| index).collect())
        };
        let after_title = || {
            self.mentions
                .iter()
                .position(|mention| fits(mention) && mention.found.realis == Realis::Actual)
        };
        let mention = own
            .or_else(in_sentence)
            .or_else(last_before)
            .or_else(after_title)?;
        self.clusters
            .iter()
            .position(|cluster| cluster.contains(&mention))
    }

    /// Of several earlier mentions the one whose event the report speaks of most, the later one of equals.
    fn main_event(&self, mentions: Vec<usize>) -> Option<usize> {
        let size = |mention: &usize| {
            self.clusters
                .iter()
                .find(|cluster| cluster.contains(mention))
                .map_or(0, Vec::len)
        };
        mentions
            .into_iter()
            .max_by_key(|mention| (size(mention), *mention))
    }

    /// The innermost statement with a speaker whose content holds the bytes.
    fn claim_around(&self, bytes: &std::ops::Range<usize>) -> Option<usize> {
        let holding = self.statements.iter().enumerate().filter(|(_, statement)| {
            statement.speaker.is_some()
                && statement.stance != Stance::Doubts
                && statement.content.start <= bytes.start
                && bytes.end <= statement.content.end
        });
        holding
            .min_by_key(|(_, statement)| statement.content.len())
            .map(|(index, _)| index)
    }
}

/// `e1` for the first.
fn event_id(index: usize) -> String {
    format!("e{}", index + 1)
}

/// `c1` for the first.
pub(crate) fn claim_id(index: usize) -> String {
    format!("c{}", index + 1)
}

/// Which events can have such a toll.
pub(crate) fn toll_fits(toll: &Counted, event_type: EventType) -> bool {
    use dateline_record::TollKind::{Abducted, Detained, Displaced, Killed, Missing, Wounded};
    match toll.kind {
        Killed | Wounded => matches!(event_type, EventType::Assault | EventType::Protest),
        Missing | Abducted => event_type == EventType::Assault,
        Detained => matches!(event_type, EventType::Coerce | EventType::Protest),
        Displaced => matches!(event_type, EventType::Assault | EventType::Coerce),
    }
}

/// The mode that most mentions name, the first of equals.
fn best_mode(members: &[&Mention]) -> Option<String> {
    let modes: Vec<&String> = members
        .iter()
        .filter_map(|member| member.found.mode.as_ref())
        .collect();
    let count = |mode: &String| modes.iter().filter(|other| **other == mode).count();
    let mut best: Option<&String> = None;
    for mode in &modes {
        if best.is_none_or(|known| count(mode) > count(known)) {
            best = Some(mode);
        }
    }
    best.cloned()
}

/// Most participants of one side.
const MAX_PARTICIPANTS: usize = 4;

/// The different participants that the mentions name on one side, the most informative first: those with an id, then a
/// country, then a sector; the body before the headline, of equals the first.
fn side<'a>(
    members: &[&'a Mention],
    fillers: impl Fn(&'a Mention) -> &'a Vec<Filler>,
) -> Vec<Participant> {
    let mut ranked: Vec<(u8, usize, &Filler)> = Vec::new();
    for member in members {
        for filler in fillers(member) {
            ranked.push((
                informativeness(filler) + u8::from(!member.is_title),
                ranked.len(),
                filler,
            ));
        }
    }
    ranked.sort_by_key(|(rank, order, _)| (u8::MAX - rank, *order));
    let mut participants: Vec<Participant> = Vec::new();
    for (_, _, filler) in ranked {
        let is_known = participants
            .iter()
            .any(|known| same_participant(known, &filler.participant));
        if !is_known && participants.len() < MAX_PARTICIPANTS {
            participants.push(filler.participant.clone());
        }
    }
    participants
}

fn best_place(members: &[&Mention]) -> Option<Place> {
    let places = members.iter().filter_map(|member| member.place.as_ref());
    places
        .min_by_key(|place| fineness(place.precision))
        .cloned()
}

/// The shortest interval; the first of equals.
fn best_when(members: &[&Mention]) -> Option<When> {
    let times = members.iter().filter_map(|member| member.when.as_ref());
    times.min_by_key(|when| setting::days(when)).cloned()
}

/// Fact as soon as one mention tells it as fact.
fn best_realis(members: &[&Mention]) -> Realis {
    let all = members.iter().map(|member| member.found.realis);
    all.min().unwrap_or(Realis::Actual)
}

fn contexts(members: &[&Mention], rules: &RuleSet) -> Vec<String> {
    let of_rules = members
        .iter()
        .filter_map(|member| rules.rules.get(member.found.rule));
    let mut contexts: Vec<String> = of_rules
        .flat_map(|compiled| compiled.rule.contexts.clone())
        .collect();
    contexts.sort();
    contexts.dedup();
    contexts
}

/// The rule's own probability, less where a side is missing or unknown, more where several mentions agree.
fn confidence(base: f64, actor: &[Participant], recipient: &[Participant], mentions: usize) -> f64 {
    let known = |side: &[Participant]| {
        side.iter()
            .any(|one| one.id.is_some() || one.country.is_some())
    };
    let mut value = base;
    if actor.is_empty() && recipient.is_empty() {
        value *= 0.7;
    } else if !known(actor) && !known(recipient) {
        value *= 0.85;
    }
    if mentions > 1 {
        value += (1.0 - value) * 0.3;
    }
    (value * 100.0).round() / 100.0
}
