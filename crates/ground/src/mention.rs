//! Grounded mentions and where they stand in the analysis.

use std::ops::Range;

use dateline_record::{Participant, Place, Published, Quantity, When};

/// All grounded mentions of one report, each list in text order.
#[derive(Clone, Debug, PartialEq)]
pub struct Grounded {
    /// The publication date used: given, or inferred.
    pub published: Published,
    /// Times and dates.
    pub times: Vec<TimeMention>,
    /// Places.
    pub places: Vec<PlaceMention>,
    /// Noun phrases that name somebody who can act or be acted upon.
    pub actors: Vec<ActorMention>,
    /// Numbers.
    pub quantities: Vec<QuantityMention>,
}

/// A time expression.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeMention {
    /// Index of the sentence.
    pub sentence: usize,
    /// Words of the sentence.
    pub tokens: Range<usize>,
    /// The interval.
    pub when: When,
}

/// A place name, or a description that resolves to one ("the capital", "the Syrian border").
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceMention {
    /// Index of the sentence.
    pub sentence: usize,
    /// Words of the sentence.
    pub tokens: Range<usize>,
    /// The place.
    pub place: Place,
}

/// A noun phrase that names an actor.
#[derive(Clone, Debug, PartialEq)]
pub struct ActorMention {
    /// Index of the sentence.
    pub sentence: usize,
    /// Words of the noun phrase that name the actor, without determiner, numbers, relative clauses and attached
    /// prepositional phrases that say nothing of who it is.
    pub tokens: Range<usize>,
    /// Head word of the noun phrase.
    pub head: usize,
    /// The actor; `span` covers [`ActorMention::tokens`].
    pub participant: Participant,
    /// What sort of mention it is.
    pub kind: ActorKind,
}

/// What sort of mention an actor has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActorKind {
    /// A country, or a capital or seat of government that stands for it ("Washington").
    Country,
    /// A named organisation, army, party, armed group.
    Group,
    /// A named person.
    Person,
    /// A description with a role noun ("Iraqi militia official", "gunmen", "protesters").
    Description,
    /// A pronoun or an anaphoric description, resolved or not.
    Pronoun,
}

/// A number with its modifier.
#[derive(Clone, Debug, PartialEq)]
pub struct QuantityMention {
    /// Index of the sentence.
    pub sentence: usize,
    /// Words of the sentence: modifier, number and unit word if that is part of the figure.
    pub tokens: Range<usize>,
    /// Whether the number comes on top of an earlier one ("another four", "four more").
    pub additional: bool,
    /// The bounds.
    pub quantity: Quantity,
}
