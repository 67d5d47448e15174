//! Which event another one answers, asked of the whole report: the demand that is refused, the strike that is condemned, the
//! raid that is paid back.

use dateline_record::{Event, Participant, Relation};

use crate::assemble::Findings;
use crate::choice::{Answer, Candidate, Choice, Question, Subject};
use crate::link::LinkFound;
use crate::merge::same_participant;
use crate::syntax;
use crate::told::{At, Told};

impl Findings<'_> {
    /// The links of the record: what the words say, and of answers the best ones.
    pub(crate) fn all_links(&self, events: &[Event]) -> Vec<LinkFound> {
        let mut links = self.links.clone();
        if !self.may_ask() {
            return links;
        }
        for choice in self.answered_choices(events) {
            let Subject::Event(from) = choice.of else {
                continue;
            };
            let Some(answer) = self.weights.answer(choice) else {
                continue;
            };
            links.retain(|link| link.from != from || link.relation != Relation::ResponseTo);
            if let Answer::Event(to) = answer {
                links.extend(self.answering(from, to));
            }
        }
        links.sort_by_key(|link| (link.from, link.to));
        links
    }

    fn answering(&self, from: usize, to: usize) -> Option<LinkFound> {
        let first = self.clusters.get(from)?.first()?;
        let found = &self.mentions.get(*first)?.found;
        let sentence = self.reading.sentence(found.sentence)?;
        Some(LinkFound {
            from,
            to,
            relation: Relation::ResponseTo,
            bytes: sentence.bytes_of(found.head..found.head + 1),
        })
    }

    /// For each event the question which one it answers.
    pub(crate) fn answered_choices(&self, events: &[Event]) -> Vec<Choice> {
        let asked = (0..events.len()).map(|index| {
            let told = Told::new(self, events, index);
            let own = self
                .links
                .iter()
                .find(|link| link.from == index && link.relation == Relation::ResponseTo);
            let own = own.map(|link| link.to);
            let filled = if own.is_some() { "filled" } else { "empty" };
            let mut candidates = vec![told.nothing(Question::Answered, filled)];
            let others = (0..events.len()).filter(|other| *other != index);
            candidates.extend(others.filter_map(|other| self.answered(&told, other, own)));
            Choice {
                question: Question::Answered,
                of: Subject::Event(index),
                candidates,
            }
        });
        asked.collect()
    }

    fn answered(&self, told: &Told<'_>, other: usize, own: Option<usize>) -> Option<Candidate> {
        let relation = if own == Some(other) {
            told.relation(other).unwrap_or("far")
        } else {
            told.relation(other)?
        };
        let (event, answered) = (told.event(), &told.events[other]);
        let theirs = Told::new(self, told.events, other);
        let own = if own == Some(other) { "own" } else { "other" };
        let kinds = (told.kind(), theirs.kind());
        let mut one = Candidate::new(Answer::Event(other));
        let question = Question::Answered;
        let mut holds = |words: &[&str]| one.holds(question, words);
        holds(&[own]);
        holds(&[own, relation]);
        holds(&["types", kinds.0, kinds.1]);
        holds(&["types", kinds.0, kinds.1, relation]);
        holds(&["type", kinds.0, relation]);
        let crossed = crossed(event, answered);
        holds(&["sides", crossed]);
        holds(&["sides", crossed, kinds.0, kinds.1]);
        holds(&["realis", event.realis.as_str(), answered.realis.as_str()]);
        if let Some(first) = told.members.first() {
            holds(&["word", &first.lemma, relation]);
            holds(&["word", &first.lemma, kinds.1]);
        }
        if let Some(marker) = self.marker(told, &theirs) {
            holds(&["marker", &marker, relation]);
            holds(&["marker", &marker, kinds.0, kinds.1]);
        }
        let places: Vec<At> = theirs
            .members
            .iter()
            .map(|member| At {
                sentence: member.found.sentence,
                head: member.found.head,
            })
            .collect();
        told.standing(&mut one, question, own, &places);
        Some(one)
    }

    /// The preposition or conjunction that brings in the other event in a sentence of this one ("after", "in response to").
    fn marker(&self, told: &Told<'_>, other: &Told<'_>) -> Option<String> {
        let heads = told.members.iter().map(|member| &member.found);
        heads
            .flat_map(|own| other.members.iter().map(move |it| (own, &it.found)))
            .find_map(|(own, there)| {
                let sentence = self.reading.sentence(own.sentence)?;
                let is_below =
                    own.sentence == there.sentence && sentence.is_within(there.head, own.head);
                if !is_below {
                    return None;
                }
                let mark = sentence.child(there.head, &["mark"]);
                let mark = mark.map(|mark| sentence.tokens[mark].lemma.to_lowercase());
                let case = syntax::preposition(sentence, there.head);
                mark.or_else(|| (!case.is_empty()).then_some(case))
            })
    }
}

/// How the sides of an event and of the one that it may answer meet.
fn crossed(event: &Event, answered: &Event) -> &'static str {
    let meet = |one: &[Participant], other: &[Participant]| {
        one.iter()
            .any(|left| other.iter().any(|right| same_participant(left, right)))
    };
    match (
        meet(&event.actor, &answered.recipient),
        meet(&event.recipient, &answered.actor),
        meet(&event.actor, &answered.actor),
    ) {
        (true, true, _) => "turned",
        (true, false, _) => "struck",
        (false, true, _) => "at them",
        (false, false, true) => "again",
        (false, false, false) => "apart",
    }
}
