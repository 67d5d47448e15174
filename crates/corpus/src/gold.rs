//! The gold annotation of one report, every quotation resolved to a span.

use dateline_record::{EventType, Realis, Relation, Span, Stance, TollKind};

use crate::marks::Label;

/// Days from `earliest` to `latest`, both included, ISO 8601.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interval {
    /// First day.
    pub earliest: String,
    /// Last day.
    pub latest: String,
}

/// Everything that a perfect reader would find in the report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gold {
    /// The interval that holds the day of publication, where the text must tell it, with its line.
    pub published: Option<(usize, Interval)>,
    /// Events, in the order of the file.
    pub events: Vec<GoldEvent>,
    /// Claims, in the order of the file.
    pub claims: Vec<GoldClaim>,
    /// Links between events.
    pub links: Vec<GoldLink>,
    /// Words that must not be read as events.
    pub absents: Vec<GoldAbsent>,
    /// Everyone and everything that the text marks; empty where it has no marks.
    pub entities: Vec<GoldEntity>,
}

/// One distinct happening. `line` here and below indexes [`crate::Annotated::lines`].
#[derive(Clone, Debug, PartialEq)]
pub struct GoldEvent {
    /// The line that states it.
    pub line: usize,
    /// The word or words that name the event.
    pub trigger: Span,
    /// Further triggers, each with its line; of a label's marks this is the event's own line.
    pub mentions: Vec<(usize, Span)>,
    /// PLOVER type.
    pub event_type: EventType,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// Whether it is told as real.
    pub realis: Realis,
    /// Who did it.
    pub actor: Vec<GoldParticipant>,
    /// To whom.
    pub recipient: Vec<GoldParticipant>,
    /// Where.
    pub place: Option<GoldPlace>,
    /// When.
    pub when: Option<GoldWhen>,
    /// Figures of people harmed.
    pub tolls: Vec<GoldToll>,
}

impl GoldEvent {
    /// The trigger and all further mentions.
    pub fn triggers(&self) -> impl Iterator<Item = &Span> {
        std::iter::once(&self.trigger).chain(self.mentions.iter().map(|(_, span)| span))
    }
}

/// Somebody who acts or is acted upon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldParticipant {
    /// The line that states it.
    pub line: usize,
    /// The words, at every place where they occur unless the line names one, or all marks of the label; the place
    /// nearest to the event first.
    pub spans: Vec<Span>,
    /// CAMEO-style code (`USAMIL`), where it is plain from the report.
    pub code: Option<String>,
}

/// Where an event happened.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldPlace {
    /// The line that states it.
    pub line: usize,
    /// The words that name the place.
    pub span: Span,
    /// ISO 3166-1 alpha-3 code; none for places outside all countries.
    pub country: Option<String>,
    /// Degrees north and east; none where the report names no more than a country or a large region.
    pub coordinates: Option<(f64, f64)>,
}

/// When an event happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldWhen {
    /// The line that states it.
    pub line: usize,
    /// The words that give the time; none where it follows from the surroundings.
    pub span: Option<Span>,
    /// The days that report and publication date allow.
    pub days: Interval,
}

/// A number of people harmed, as one speaker gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldToll {
    /// The line that states it.
    pub line: usize,
    /// What is counted.
    pub kind: TollKind,
    /// Lower bound, people.
    pub low: Option<u64>,
    /// Upper bound, people.
    pub high: Option<u64>,
    /// The figure.
    pub span: Span,
    /// Who was harmed.
    pub whom: Option<Span>,
    /// The speaker who gives the figure; none: the report's own voice.
    pub says: Option<Span>,
}

/// One attributed statement or doubt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldClaim {
    /// The line that states it.
    pub line: usize,
    /// The local mention of the speaker; none: the report's own voice.
    pub speaker: Option<Span>,
    /// What the speaker does with the content.
    pub stance: Stance,
    /// The words that mark the attribution.
    pub cue: Span,
    /// What is said, from its first word to its last.
    pub content: Span,
    /// The same without what breaks it: two spans where the cue stands inside one sentence, else `content` itself.
    pub content_parts: Vec<Span>,
    /// What the content speaks of.
    pub about: Vec<Target>,
}

/// What a claim is about, by index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Index into [`Gold::events`].
    Event(usize),
    /// Index into [`Gold::claims`].
    Claim(usize),
}

/// How one event stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoldLink {
    /// The line that states it.
    pub line: usize,
    /// Index into [`Gold::events`].
    pub from: usize,
    /// Index into [`Gold::events`].
    pub to: usize,
    /// The relation.
    pub relation: Relation,
}

/// A hard negative: words that must not be read as an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldAbsent {
    /// The line that states it; none for an `x` mark in the text.
    pub line: Option<usize>,
    /// The tempting words.
    pub span: Span,
    /// Whether an event that is not `actual` is wrong as well.
    pub any_realis: bool,
}

/// Somebody or something that the text marks, with all mentions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldEntity {
    /// The label, for example `p1`; its kind is a person, group, place or thing.
    pub label: Label,
    /// Names, descriptions and pronouns, in text order.
    pub spans: Vec<Span>,
}
