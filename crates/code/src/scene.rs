//! Where and when, asked of the whole report.
//!
//! A report names the town once and the day once, and many events later still means them. So every place and time near
//! an event is held against what its own sentence gave, and against nothing.

use dateline_parse::EventRole;
use dateline_record::{Event, Place, PlacePrecision, When};

use crate::assemble::Findings;
use crate::choice::{Answer, Candidate, Choice, Question, Subject};
use crate::setting::{self, head_of};
use crate::told::{At, Told};

/// A place or a time with its mentions.
struct Named<T> {
    value: T,
    mentions: Vec<At>,
}

/// A place or a time that may be the answer.
struct Offer<'n, T> {
    named: &'n Named<T>,
    is_own: bool,
}

impl Findings<'_> {
    /// The questions of place and time of every event.
    pub(crate) fn scene_choices(&self, events: &[Event]) -> Vec<Choice> {
        let (places, times) = (self.named_places(events), self.named_times(events));
        let indexes = 0..events.len();
        let asked = indexes.flat_map(|index| {
            let told = Told::new(self, events, index);
            let place = choice(&told, Question::Place, &places);
            [place, choice(&told, Question::Time, &times)]
        });
        asked.collect()
    }

    /// Gives the events their places and times by the best answers.
    pub(crate) fn settle_scenes(&self, events: &mut [Event]) {
        for choice in self.scene_choices(events) {
            let (question, Subject::Event(index)) = (choice.question, choice.of.clone()) else {
                continue;
            };
            let Some(answer) = self.weights.answer(choice) else {
                continue;
            };
            let event = &mut events[index];
            match (question, answer) {
                (Question::Place, Answer::Place(place)) => event.place = Some(place),
                (Question::Place, _) => event.place = None,
                (_, Answer::Time(when)) => event.when = Some(when),
                _ => event.when = None,
            }
        }
    }

    /// The different places of the report, each in the words that come first.
    fn named_places(&self, events: &[Event]) -> Vec<Named<Place>> {
        let mut found: Vec<Named<Place>> = Vec::new();
        for mention in &self.reading.grounded.places {
            let at = self.at(mention.sentence, &mention.tokens);
            add(&mut found, &mention.place, at);
        }
        for place in events.iter().filter_map(|event| event.place.as_ref()) {
            add(&mut found, place, None);
        }
        found
    }

    /// The different intervals of the report.
    fn named_times(&self, events: &[Event]) -> Vec<Named<When>> {
        let mut found: Vec<Named<When>> = Vec::new();
        for mention in &self.reading.grounded.times {
            let is_known = mention.when.earliest.is_some() || mention.when.latest.is_some();
            if is_known {
                let at = self.at(mention.sentence, &mention.tokens);
                add(&mut found, &mention.when, at);
            }
        }
        for when in events.iter().filter_map(|event| event.when.as_ref()) {
            add(&mut found, when, None);
        }
        found
    }

    fn at(&self, sentence: usize, words: &std::ops::Range<usize>) -> Option<At> {
        let head = head_of(self.reading.sentence(sentence)?, words)?;
        Some(At { sentence, head })
    }
}

fn add<T: Fact>(found: &mut Vec<Named<T>>, value: &T, at: Option<At>) {
    match found.iter_mut().find(|named| named.value.is_same(value)) {
        Some(named) => named.mentions.extend(at),
        None => found.push(Named {
            value: value.clone(),
            mentions: at.into_iter().collect(),
        }),
    }
}

/// What places and times have in common.
trait Fact: Clone {
    const ROLE: EventRole;
    /// Whether both mean the same.
    fn is_same(&self, other: &Self) -> bool;
    /// What sort of place or time it is.
    fn sort(&self) -> &'static str;
    /// What the event has of it.
    fn of(event: &Event) -> Option<&Self>;
    fn answer(&self) -> Answer;
    /// How it fits who takes part.
    fn fit(&self, event: &Event) -> &'static str;
}

impl Fact for Place {
    const ROLE: EventRole = EventRole::Place;

    fn is_same(&self, other: &Self) -> bool {
        match (self.geonames_id, other.geonames_id) {
            (Some(one), Some(other)) => one == other,
            _ => self.name == other.name && self.country == other.country,
        }
    }

    fn sort(&self) -> &'static str {
        match self.precision {
            PlacePrecision::Point => "point",
            PlacePrecision::Town => "town",
            PlacePrecision::Admin2 => "county",
            PlacePrecision::Admin1 => "province",
            PlacePrecision::Border => "border",
            PlacePrecision::Region => "region",
            PlacePrecision::Country => "country",
        }
    }

    fn of(event: &Event) -> Option<&Self> {
        event.place.as_ref()
    }

    fn answer(&self) -> Answer {
        Answer::Place(self.clone())
    }

    fn fit(&self, event: &Event) -> &'static str {
        let is_theirs = |side: &[dateline_record::Participant]| {
            self.country.is_some() && side.iter().any(|one| one.country == self.country)
        };
        match (is_theirs(&event.actor), is_theirs(&event.recipient)) {
            (true, true) => "both",
            (true, false) => "actor",
            (false, true) => "recipient",
            _ => "neither",
        }
    }
}

impl Fact for When {
    const ROLE: EventRole = EventRole::Time;

    fn is_same(&self, other: &Self) -> bool {
        self.earliest == other.earliest && self.latest == other.latest
    }

    fn sort(&self) -> &'static str {
        match setting::days(self) {
            i64::MAX => "open",
            0 => "day",
            1..=7 => "week",
            8..=31 => "month",
            32..=400 => "year",
            _ => "years",
        }
    }

    fn of(event: &Event) -> Option<&Self> {
        event.when.as_ref()
    }

    fn answer(&self) -> Answer {
        Answer::Time(self.clone())
    }

    fn fit(&self, event: &Event) -> &'static str {
        event.realis.as_str()
    }
}

fn choice<T: Fact>(told: &Told<'_>, question: Question, all: &[Named<T>]) -> Choice {
    let own = T::of(told.event());
    let options = all.iter().filter_map(|named| {
        let is_own = own.is_some_and(|own| own.is_same(&named.value));
        let is_near = named.mentions.iter().any(|at| told.is_near(*at));
        (is_own || is_near || named.mentions.iter().any(|at| at.sentence <= 1))
            .then_some(Offer { named, is_own })
    });
    let filled = if own.is_some() { "filled" } else { "empty" };
    let mut candidates = vec![told.nothing(question, filled)];
    candidates.extend(options.map(|offer| candidate(told, question, &offer)));
    Choice {
        question,
        of: Subject::Event(told.index),
        candidates,
    }
}

fn candidate<T: Fact>(told: &Told<'_>, question: Question, offer: &Offer<'_, T>) -> Candidate {
    let named = offer.named;
    let kind = told.kind();
    let sort = named.value.sort();
    let own = if offer.is_own { "own" } else { "far" };
    let read = if is_read::<T>(told, &named.mentions) {
        "read"
    } else {
        "unread"
    };
    let early = named.mentions.iter().any(|at| at.sentence <= 1);
    let realis = told.event().realis.as_str();
    let mut one = Candidate::new(named.value.answer());
    let mut holds = |words: &[&str]| one.holds(question, words);
    holds(&[own, read]);
    holds(&[own, read, kind]);
    holds(&[own, sort]);
    holds(&[own, sort, kind]);
    holds(&[own, told.voice()]);
    holds(&["fit", own, named.value.fit(told.event())]);
    holds(&["fit", kind, named.value.fit(told.event())]);
    holds(&["realis", own, realis]);
    holds(&["early", own, if early { "yes" } else { "no" }]);
    holds(&["early", if early { "yes" } else { "no" }, sort]);
    for (relation, kind_there) in shared(told, &named.value) {
        holds(&["with", relation, own, kind]);
        holds(&["with", relation, own, kind, kind_there]);
    }
    told.standing(&mut one, question, own, &named.mentions);
    one
}

/// Whether the model reads one of the mentions in this role of the event.
fn is_read<T: Fact>(told: &Told<'_>, mentions: &[At]) -> bool {
    told.members.iter().any(|member| {
        let words = match T::ROLE {
            EventRole::Time => &member.found.time_words,
            _ => &member.found.place_words,
        };
        words.iter().any(|words| {
            mentions
                .iter()
                .any(|at| at.sentence == member.found.sentence && words.contains(&at.head))
        })
    })
}

/// The other events that have the same place or time: how they stand to this one, and their types.
fn shared<T: Fact>(told: &Told<'_>, value: &T) -> Vec<(&'static str, &'static str)> {
    let others = told.events.iter().enumerate().filter(|(index, event)| {
        *index != told.index && T::of(event).is_some_and(|own| own.is_same(value))
    });
    let mut found: Vec<_> = others
        .filter_map(|(index, event)| {
            Some((told.relation(index)?, event.plover.event_type.as_str()))
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}
