//! Which event a figure of people harmed belongs to, and which event a claim speaks of, asked of the whole report.

use std::collections::BTreeSet;

use dateline_record::{Event, Realis};

use crate::assemble::{Findings, toll_fits};
use crate::attribution::Statement;
use crate::choice::{Answer, Candidate, Choice, Question, Subject};
use crate::told::{At, Told, roughly};
use crate::toll::Counted;

/// Mentions of events before a claim and behind it that it may speak of.
const REACH: usize = 12;

/// Where events are told of: the first byte of a trigger, and the event; in text order.
pub(crate) type Triggers = Vec<(usize, usize)>;

impl Findings<'_> {
    /// The question of the event of a figure; `own` is the answer of syntax.
    pub(crate) fn toll_choice(
        &self,
        toll: &Counted,
        own: Option<usize>,
        events: &[Event],
    ) -> Choice {
        let fitting = (0..events.len())
            .filter(|index| toll_fits(toll, events[*index].plover.event_type))
            .map(|index| Told::new(self, events, index));
        let mut candidates = vec![self.no_event(Question::Toll, toll.kind.as_str(), own.is_some())];
        let claim = self.statement_around(toll.bytes.start);
        candidates.extend(fitting.map(|told| self.event_of_figure(toll, own, claim, &told)));
        let text = &self.reading.analysis.text;
        Choice {
            question: Question::Toll,
            of: Subject::Figure(toll.kind, text.span(toll.bytes.clone())),
            candidates,
        }
    }

    fn event_of_figure(
        &self,
        toll: &Counted,
        own: Option<usize>,
        claim: Option<&Statement>,
        told: &Told<'_>,
    ) -> Candidate {
        let mut one = Candidate::new(Answer::Event(told.index));
        let question = Question::Toll;
        let own = if own == Some(told.index) {
            "own"
        } else {
            "far"
        };
        let kind = toll.kind.as_str();
        let mut holds = |words: &[&str]| one.holds(question, words);
        holds(&[own]);
        holds(&[own, kind, told.kind()]);
        holds(&["realis", told.event().realis.as_str(), own]);
        holds(&["size", roughly(told.members.len()), own]);
        holds(&["order", order(told), own]);
        holds(&["voice", self.voice_of(claim, told), own]);
        let settled = told.event().when.is_some() || told.event().place.is_some();
        holds(&["settled", if settled { "yes" } else { "no" }, own]);
        let at = At {
            sentence: toll.sentence,
            head: toll.predicate,
        };
        told.standing(&mut one, question, own, &[at]);
        one
    }

    /// The question of what a claim speaks of; `own` are the answers of the rules.
    pub(crate) fn about_choice(
        &self,
        index: usize,
        statement: &Statement,
        own: &[String],
        triggers: &Triggers,
        events: &[Event],
    ) -> Choice {
        let is_own = |event: usize| own.contains(&events[event].id);
        let (start, end) = (statement.content.start, statement.content.end);
        let here = triggers.partition_point(|(at, _)| *at < start);
        let reach = here.saturating_sub(REACH)..(here + REACH).min(triggers.len());
        let near: BTreeSet<usize> = triggers[reach].iter().map(|(_, event)| *event).collect();
        let mut candidates = vec![self.no_event(
            Question::About,
            statement.stance.as_str(),
            own.iter().any(|id| id.starts_with('e')),
        )];
        let told = (0..events.len())
            .filter(|event| near.contains(event) || is_own(*event))
            .map(|event| Told::new(self, events, event));
        let at = self.word_of(statement);
        for told in told {
            let mut one = Candidate::new(Answer::Event(told.index));
            let inside = self
                .told_bytes(told.index)
                .filter(|at| start <= *at && *at < end)
                .count();
            let named = if inside > 0 { "named" } else { "unnamed" };
            let own = if is_own(told.index) { "own" } else { "far" };
            let stance = statement.stance.as_str();
            let mut holds = |words: &[&str]| one.holds(Question::About, words);
            holds(&[own, named]);
            holds(&[own, named, stance]);
            holds(&[named, told.kind()]);
            holds(&[stance, told.kind()]);
            holds(&["realis", told.event().realis.as_str(), named]);
            holds(&["size", roughly(told.members.len()), named]);
            holds(&["order", order(&told), named]);
            holds(&[
                "cue",
                if self.is_cue(statement, &told) {
                    "yes"
                } else {
                    "no"
                },
            ]);
            if let Some(at) = at {
                told.standing(&mut one, Question::About, own, &[at]);
            }
            candidates.push(one);
        }
        Choice {
            question: Question::About,
            of: Subject::Claim(index),
            candidates,
        }
    }

    fn no_event(&self, question: Question, kind: &str, is_filled: bool) -> Candidate {
        let mut nothing = Candidate::new(Answer::Nothing);
        let filled = if is_filled { "filled" } else { "empty" };
        nothing.holds(question, &["nothing"]);
        nothing.holds(question, &["nothing", filled]);
        nothing.holds(question, &["nothing", filled, kind]);
        nothing
    }

    /// Where the mentions of an event begin, in bytes.
    fn told_bytes(&self, event: usize) -> impl Iterator<Item = usize> {
        let members = self.clusters.get(event).into_iter().flatten();
        members.filter_map(|member| {
            let found = &self.mentions.get(*member)?.found;
            let sentence = self.reading.sentence(found.sentence)?;
            Some(sentence.tokens[found.head].bytes.start)
        })
    }

    /// Where the events are told of.
    pub(crate) fn triggers(&self) -> Triggers {
        let events = 0..self.clusters.len();
        let told = events.flat_map(|event| self.told_bytes(event).map(move |at| (at, event)));
        let mut triggers: Triggers = told.collect();
        triggers.sort_unstable();
        triggers
    }

    /// Whether the trigger of the event is the cue ("condemned the attack").
    fn is_cue(&self, statement: &Statement, told: &Told<'_>) -> bool {
        self.told_bytes(told.index)
            .any(|at| statement.cue.start <= at && at < statement.cue.end)
    }

    /// The word that heads the content.
    fn word_of(&self, statement: &Statement) -> Option<At> {
        let (sentence, words) = self.reading.words_in(&statement.content)?;
        let head = crate::setting::head_of(self.reading.sentence(sentence)?, &words)?;
        Some(At { sentence, head })
    }

    /// The first claim whose content holds a place of the text.
    fn statement_around(&self, at: usize) -> Option<&Statement> {
        self.statements.iter().find(|it| it.content.contains(&at))
    }

    /// Whether the claim that holds a figure tells of the event.
    fn voice_of(&self, claim: Option<&Statement>, told: &Told<'_>) -> &'static str {
        let Some(claim) = claim else {
            return "none";
        };
        let is_told = self
            .told_bytes(told.index)
            .any(|at| claim.content.contains(&at));
        if is_told { "same" } else { "other" }
    }
}

/// Whether the event is the one told of most among those of its type, the first one, or another.
fn order(told: &Told<'_>) -> &'static str {
    let same = |event: &&Event| {
        event.plover.event_type == told.event().plover.event_type && event.realis == Realis::Actual
    };
    let most = told.events.iter().filter(same);
    let most = most.map(|event| event.mentions.len()).max();
    let first = told.events.iter().find(same);
    let is_first = first.is_some_and(|first| first.id == told.event().id);
    match (is_first, most == Some(told.event().mentions.len())) {
        (true, true) => "first most",
        (true, false) => "first",
        (false, true) => "most",
        _ => "other",
    }
}
