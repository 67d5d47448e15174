//! Events, claims, tolls and links.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    EventType, Participant, Place, QuadClass, Quoted, Realis, Relation, Span, SpeakerKind, Stance,
    TollKind, When,
};

/// One distinct happening that the report tells of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// Unique in the record: `e1`, `e2`, … in text order.
    pub id: String,
    /// The word or words that name the event.
    pub trigger: Span,
    /// Further triggers in this report that name the same event.
    pub mentions: Vec<Span>,
    /// PLOVER type, mode and contexts.
    pub plover: Plover,
    /// CAMEO code.
    pub cameo: String,
    /// PLOVER quad class, 1 to 4.
    pub quad: QuadClass,
    /// Goldstein scale value of the CAMEO code, -10 to 10.
    pub goldstein: f64,
    /// The ACLED-style category, where the event is of a kind that ACLED records.
    pub acled: Option<Acled>,
    /// Who did it (PLOVER: actor, CAMEO: source).
    pub actor: Vec<Participant>,
    /// To whom (PLOVER: recipient, CAMEO: target).
    pub recipient: Vec<Participant>,
    /// Where it happened.
    #[serde(rename = "where")]
    pub place: Option<Place>,
    /// When it happened.
    pub when: Option<When>,
    /// Whether the happening is told as real.
    pub realis: Realis,
    /// Every figure given for the event, one for each source.
    pub tolls: Vec<Toll>,
    /// Calibrated probability that type and participants are right, rounded to two places.
    pub confidence: f64,
    /// The rule or model head that coded it.
    pub rule: String,
}

/// The PLOVER coding of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Plover {
    /// One of the sixteen types.
    #[serde(rename = "type")]
    pub event_type: EventType,
    /// The mode within the type.
    pub mode: Option<String>,
    /// Contexts, sorted.
    pub contexts: Vec<String>,
}

/// The ACLED-style category of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Acled {
    /// For example `Battles`.
    pub event_type: String,
    /// For example `Armed clash`.
    pub sub_event_type: String,
}

/// A number of people harmed, as one source gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Toll {
    /// What is counted.
    pub kind: TollKind,
    /// Lower bound, people.
    pub low: Option<u64>,
    /// Upper bound, people; equal to `low` for an exact figure.
    pub high: Option<u64>,
    /// The figure with its modifier.
    pub span: Span,
    /// The words that say who was harmed.
    pub whom: Option<Span>,
    /// The claim that gives the figure; null: the report's own voice.
    pub claim: Option<String>,
}

/// One attributed statement or doubt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// Unique in the record: `c1`, `c2`, … in text order.
    pub id: String,
    /// Who says so; null: the report's own voice.
    pub speaker: Option<Speaker>,
    /// What the speaker does with the content.
    pub stance: Stance,
    /// The word or words that mark the attribution ("said", "according to").
    pub cue: Span,
    /// What is said.
    pub content: Span,
    /// How the content is given.
    pub quoted: Quoted,
    /// Ids of the events and claims that the content speaks of.
    pub about: Vec<String>,
    /// Calibrated probability that speaker, content and stance are right, rounded to two places.
    pub confidence: f64,
}

/// Who makes a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Speaker {
    /// The local mention of the speaker, pronouns too.
    pub span: Span,
    /// What sort of source it is.
    pub kind: SpeakerKind,
    /// The speaker as an actor, resolved inside the report.
    pub participant: Option<Participant>,
}

/// How one event stands to another, as the report says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Link {
    /// Id of the event that answers, belongs, brings about or precedes.
    pub from: String,
    /// Id of the other event.
    pub to: String,
    /// The relation.
    pub relation: Relation,
    /// The words that state it.
    pub span: Span,
}
