//! Who did it and to whom, asked of the whole report.
//!
//! Syntax and the model fill the sides of an event from its own sentence. Often they stand elsewhere ("Two men were
//! detained", "condemned the raid"). So everyone near the event is held against what the sentence gave, and against
//! nobody.

use dateline_ground::ActorKind;
use dateline_parse::EventRole;
use dateline_record::{Event, Participant, Stance};

use crate::assemble::Findings;
use crate::attribution::Statement;
use crate::choice::{Answer, Candidate, Choice, Question, Subject, highest};
use crate::merge::Mention;
use crate::named::Named;
use crate::reading::{Filler, coordinated};
use crate::setting::head_of;
use crate::told::{At, Told, roughly};

const SIDES: [Question; 2] = [Question::Actor, Question::Recipient];

impl Findings<'_> {
    /// The questions of both sides of every event.
    pub(crate) fn side_choices(&self, events: &[Event], everyone: &[Named]) -> Vec<Choice> {
        let askers = self.side_askers(events, everyone);
        askers.map(|asker| asker.choice()).collect()
    }

    /// Fills the sides by the best answers.
    pub(crate) fn settle_sides(&self, events: &mut [Event], everyone: &[Named]) {
        let answers = self.side_askers(events, everyone).filter_map(|asker| {
            let sums = self.weights.sums(&asker.choice())?;
            let best = highest(&sums)?;
            let person = best.checked_sub(1).and_then(|at| asker.people.get(at));
            let answer = match person {
                Some(person) if person.is_own => asker.own_rest(best, &sums),
                Some(person) => vec![person.participant.clone()],
                None => Vec::new(),
            };
            Some((asker.told.index, asker.side, answer))
        });
        for (index, side, answer) in answers.collect::<Vec<_>>() {
            *side_mut(&mut events[index], side) = answer;
        }
    }

    fn side_askers<'a>(
        &'a self,
        events: &'a [Event],
        everyone: &'a [Named],
    ) -> impl Iterator<Item = Asker<'a>> {
        let indexes = 0..events.len().min(self.clusters.len());
        indexes.flat_map(move |index| {
            let asker = move |side| Asker::new(Told::new(self, events, index), everyone, side);
            SIDES.into_iter().map(asker)
        })
    }
}

fn side_mut(event: &mut Event, side: Question) -> &mut Vec<Participant> {
    match side {
        Question::Actor => &mut event.actor,
        _ => &mut event.recipient,
    }
}

fn side_of(event: &Event, side: Question) -> &[Participant] {
    match side {
        Question::Actor => &event.actor,
        _ => &event.recipient,
    }
}

fn fillers_of(mention: &Mention, side: Question) -> &[Filler] {
    match side {
        Question::Actor => &mention.found.actors,
        _ => &mention.found.recipients,
    }
}

const fn other(side: Question) -> Question {
    match side {
        Question::Actor => Question::Recipient,
        _ => Question::Actor,
    }
}

/// Somebody who may be the answer.
struct Person<'a> {
    participant: Participant,
    kind: Option<ActorKind>,
    /// The mentions of whom it is.
    mentions: Vec<&'a Filler>,
    /// Whether the event's own sentences gave it.
    is_own: bool,
}

/// One question while it is put together.
struct Asker<'a> {
    told: Told<'a>,
    side: Question,
    people: Vec<Person<'a>>,
    /// The statements that tell of the event.
    statements: Vec<&'a Statement>,
}

impl<'a> Asker<'a> {
    fn new(told: Told<'a>, everyone: &'a [Named], side: Question) -> Self {
        let mut asker = Self {
            told,
            side,
            people: Vec::new(),
            statements: Vec::new(),
        };
        asker.people = asker.gather(everyone);
        asker.statements = asker.told_by();
        asker
    }

    /// Those whom the event's own sentences gave, then everyone near it.
    fn gather(&self, everyone: &'a [Named]) -> Vec<Person<'a>> {
        let own = side_of(self.told.event(), self.side);
        let mut people = Vec::new();
        let is_own = |mention: &Filler| {
            own.iter().any(|one| {
                one.span == mention.participant.span
                    || (one.id.is_some() && one.id == mention.participant.id)
            })
        };
        for filler in self
            .told
            .members
            .iter()
            .flat_map(|it| fillers_of(it, self.side))
        {
            let is_named = everyone
                .iter()
                .any(|named| named.is_at(filler.sentence, filler.head));
            if !is_named {
                people.push(Person {
                    participant: filler.participant.clone(),
                    kind: filler.kind,
                    mentions: vec![filler],
                    is_own: true,
                });
            }
        }
        for named in everyone {
            let mentions: Vec<&Filler> = named.mentions.iter().collect();
            let gave = |mention: &&Filler| {
                let fillers = self
                    .told
                    .members
                    .iter()
                    .flat_map(|it| fillers_of(it, self.side));
                let mut same = fillers.filter(|it| it.sentence == mention.sentence);
                same.any(|it| it.head == mention.head)
            };
            let is_own = mentions
                .iter()
                .any(|mention| is_own(mention) || gave(mention));
            if is_own
                || mentions
                    .iter()
                    .any(|mention| self.told.is_near(at(mention)))
            {
                let best = named.best();
                people.push(Person {
                    participant: best.participant.clone(),
                    kind: best.kind,
                    mentions,
                    is_own,
                });
            }
        }
        people
    }

    /// Those of the event's own sentences, without whom "nobody" would beat.
    fn own_rest(&self, best: usize, sums: &[f64]) -> Vec<Participant> {
        let is_beaten = |one: &Participant| {
            let mut people = self.people.iter().enumerate();
            let at = people.position(|(_, person)| {
                let mut mentions = person.mentions.iter();
                mentions.any(|mention| mention.participant.span == one.span)
            });
            at.is_some_and(|at| at + 1 != best && sums[at + 1] < sums[0])
        };
        let own = side_of(self.told.event(), self.side).iter();
        own.filter(|one| !is_beaten(one)).cloned().collect()
    }

    fn choice(&self) -> Choice {
        let has_other = !side_of(self.told.event(), other(self.side)).is_empty();
        let filled = if has_other { "other" } else { "alone" };
        let mut candidates = vec![self.told.nothing(self.side, filled)];
        candidates.extend(self.people.iter().map(|person| self.person(person)));
        Choice {
            question: self.side,
            of: Subject::Event(self.told.index),
            candidates,
        }
    }

    /// What speaks for somebody.
    fn person(&self, person: &Person<'_>) -> Candidate {
        let spans = person.mentions.iter();
        let spans = spans.map(|mention| mention.participant.span.clone());
        let mut one = Candidate::new(Answer::Named(spans.collect()));
        let kind = self.told.kind();
        let sort = sort(person);
        let own = if person.is_own { "own" } else { "far" };
        let voice = self.told.voice();
        let read = if self.is_read(person) {
            "read"
        } else {
            "unread"
        };
        let mut holds = |words: &[&str]| one.holds(self.side, words);
        holds(&[own, read]);
        holds(&[own, read, kind]);
        holds(&[own, sort]);
        holds(&[kind, sort]);
        holds(&[own, voice]);
        if self.is_other(person) {
            holds(&["other", own]);
            holds(&["other", kind]);
        }
        holds(&["count", roughly(person.mentions.len()), own]);
        for words in self.deeds(person) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            holds(&words);
        }
        if let Some(stance) = self.speaks(person) {
            holds(&["speaks", stance.as_str(), kind]);
            holds(&["speaks", own]);
        }
        let home = self.told.event().place.as_ref();
        if let Some(country) = home.and_then(|place| place.country.as_deref()) {
            let same = person
                .participant
                .country
                .as_deref()
                .map(|own| own == country);
            let known = match same {
                Some(true) => "home",
                Some(false) => "abroad",
                None => "stateless",
            };
            holds(&[known, kind]);
        }
        let places: Vec<At> = person.mentions.iter().map(|mention| at(mention)).collect();
        self.told.standing(&mut one, self.side, own, &places);
        one
    }

    /// Whether the model reads one of the mentions as this side of the event.
    fn is_read(&self, person: &Person<'_>) -> bool {
        let role = match self.side {
            Question::Actor => EventRole::Actor,
            _ => EventRole::Recipient,
        };
        self.told.members.iter().any(|member| {
            let Some(sentence) = self.told.findings.reading.sentence(member.found.sentence) else {
                return false;
            };
            let mut triggers = sentence.triggers.iter();
            let Some(trigger) = triggers.find(|it| it.words.contains(&member.found.head)) else {
                return false;
            };
            let mut heads = trigger.fillers(role).flat_map(|span| {
                let head = head_of(sentence, span);
                let joined = head.map(|head| coordinated(sentence, head));
                head.into_iter().chain(joined.unwrap_or_default())
            });
            heads.any(|head| {
                person.mentions.iter().any(|mention| {
                    mention.sentence == member.found.sentence && mention.head == head
                })
            })
        })
    }

    /// Whether the event's sentences put it on the other side.
    fn is_other(&self, person: &Person<'_>) -> bool {
        let side = side_of(self.told.event(), other(self.side));
        person
            .mentions
            .iter()
            .any(|mention| side.iter().any(|one| one.span == mention.participant.span))
            || side
                .iter()
                .any(|one| one.id.is_some() && one.id == person.participant.id)
    }

    /// What it does in the other events told before.
    fn deeds(&self, person: &Person<'_>) -> Vec<Vec<String>> {
        let kind = self.told.kind();
        let own = if person.is_own { "own" } else { "far" };
        let mut found: Vec<Vec<String>> = Vec::new();
        for (index, event) in self.told.events.iter().enumerate() {
            if index == self.told.index {
                continue;
            }
            for side in SIDES {
                let is_in = side_of(event, side).iter().any(|one| {
                    (one.id.is_some() && one.id == person.participant.id)
                        || person
                            .mentions
                            .iter()
                            .any(|mention| mention.participant.span == one.span)
                });
                if !is_in {
                    continue;
                }
                let Some(relation) = self.told.relation(index) else {
                    continue;
                };
                let deed = [event.plover.event_type.as_str(), side.name()];
                let words = [relation, own, kind, deed[0], deed[1]];
                found.push(words.iter().map(|word| (*word).to_owned()).collect());
                let words = [relation, own, kind, deed[1]];
                found.push(words.iter().map(|word| (*word).to_owned()).collect());
            }
        }
        found.sort();
        found.dedup();
        found
    }

    /// The statements whose content holds a trigger of the event.
    fn told_by(&self) -> Vec<&'a Statement> {
        let findings = self.told.findings;
        let triggers = self.told.members.iter().filter_map(|member| {
            let sentence = findings.reading.sentence(member.found.sentence)?;
            Some(sentence.tokens[member.found.head].bytes.start)
        });
        let triggers: Vec<usize> = triggers.collect();
        let statements = findings.statements.iter();
        statements
            .filter(|it| triggers.iter().any(|at| it.content.contains(at)))
            .collect()
    }

    /// The stance in which it speaks of the event.
    fn speaks(&self, person: &Person<'_>) -> Option<Stance> {
        let is_speaker = |statement: &&&Statement| {
            statement.speaker.as_ref().is_some_and(|speaker| {
                person.mentions.iter().any(|mention| {
                    mention.sentence == speaker.sentence && mention.head == speaker.head
                })
            })
        };
        let mut statements = self.statements.iter();
        let spoken = statements.find(is_speaker)?;
        Some(spoken.stance)
    }
}

fn at(mention: &Filler) -> At {
    At {
        sentence: mention.sentence,
        head: mention.head,
    }
}

/// What sort of somebody it is.
fn sort<'a>(person: &'a Person<'_>) -> &'a str {
    if person.kind == Some(ActorKind::Pronoun) {
        return "pronoun";
    }
    let sector = person.participant.sectors.first();
    match (sector, person.kind) {
        (Some(sector), _) => sector,
        (None, Some(ActorKind::Country)) => "country",
        (None, Some(ActorKind::Group)) => "group",
        (None, Some(ActorKind::Person)) => "person",
        (None, Some(_)) => "described",
        (None, None) => "thing",
    }
}
