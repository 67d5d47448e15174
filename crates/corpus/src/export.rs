//! A report with its gold as plain numbers, for the training code.

use dateline_record::Span;
use serde::Serialize;

use crate::{
    folder::File,
    form::Annotated,
    gold::{Gold, GoldClaim, GoldEvent, GoldParticipant, GoldToll, Target},
    marks::MarkKind,
};

/// First code point and one past the last, in the clean text.
type Offsets = (usize, usize);

/// One report of the corpus, as one line of JSON. All offsets count Unicode code points of `text`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Exported {
    file: String,
    split: &'static str,
    text: String,
    published: Option<String>,
    events: Vec<ExportedEvent>,
    claims: Vec<ExportedClaim>,
    links: Vec<ExportedLink>,
    entities: Vec<ExportedEntity>,
    absents: Vec<Offsets>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct ExportedEvent {
    #[serde(rename = "type")]
    event_type: &'static str,
    mode: Option<String>,
    realis: &'static str,
    /// The trigger first.
    mentions: Vec<Offsets>,
    actor: Vec<Vec<Offsets>>,
    recipient: Vec<Vec<Offsets>>,
    #[serde(rename = "where")]
    place: Option<Offsets>,
    when: Option<Offsets>,
    tolls: Vec<ExportedToll>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct ExportedToll {
    kind: &'static str,
    low: Option<u64>,
    high: Option<u64>,
    span: Offsets,
    whom: Option<Offsets>,
    says: Option<Offsets>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct ExportedClaim {
    speaker: Option<Offsets>,
    cue: Offsets,
    parts: Vec<Offsets>,
    stance: &'static str,
    /// `["event", 0]` or `["claim", 0]`: indexes into the lists of the report.
    about: Vec<(&'static str, usize)>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct ExportedLink {
    from: usize,
    to: usize,
    relation: &'static str,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct ExportedEntity {
    kind: &'static str,
    spans: Vec<Offsets>,
}

/// The report of a file, whose path names its split.
#[must_use]
pub fn export(file: &File, annotated: &Annotated) -> Exported {
    let Gold {
        published,
        events,
        claims,
        links,
        absents,
        entities,
    } = &annotated.gold;
    let first_day = published.as_ref().map(|(_, days)| &days.earliest);
    let entities = entities.iter().map(|entity| ExportedEntity {
        kind: match entity.label.kind {
            MarkKind::Person => "person",
            MarkKind::Group => "group",
            MarkKind::Place => "place",
            _ => "thing",
        },
        spans: entity.spans.iter().map(offsets).collect(),
    });
    let links = links.iter().map(|link| ExportedLink {
        from: link.from,
        to: link.to,
        relation: link.relation.as_str(),
    });
    Exported {
        file: file.short_name(),
        split: file.split().as_str(),
        text: annotated.text.as_str().to_owned(),
        published: (annotated.source.published.as_ref()).or(first_day).cloned(),
        events: events.iter().map(event).collect(),
        claims: claims.iter().map(claim).collect(),
        links: links.collect(),
        entities: entities.collect(),
        absents: absents.iter().map(|absent| offsets(&absent.span)).collect(),
    }
}

fn offsets(span: &Span) -> Offsets {
    (span.start, span.end)
}

fn event(gold: &GoldEvent) -> ExportedEvent {
    ExportedEvent {
        event_type: gold.event_type.as_str(),
        mode: gold.mode.clone(),
        realis: gold.realis.as_str(),
        mentions: gold.triggers().map(offsets).collect(),
        actor: gold.actor.iter().map(participant).collect(),
        recipient: gold.recipient.iter().map(participant).collect(),
        place: gold.place.as_ref().map(|place| offsets(&place.span)),
        when: (gold.when.as_ref()).and_then(|when| when.span.as_ref().map(offsets)),
        tolls: gold.tolls.iter().map(toll).collect(),
    }
}

fn participant(gold: &GoldParticipant) -> Vec<Offsets> {
    gold.spans.iter().map(offsets).collect()
}

fn toll(gold: &GoldToll) -> ExportedToll {
    ExportedToll {
        kind: gold.kind.as_str(),
        low: gold.low,
        high: gold.high,
        span: offsets(&gold.span),
        whom: gold.whom.as_ref().map(offsets),
        says: gold.says.as_ref().map(offsets),
    }
}

fn claim(gold: &GoldClaim) -> ExportedClaim {
    let about = |target: &Target| match target {
        Target::Event(index) => ("event", *index),
        Target::Claim(index) => ("claim", *index),
    };
    ExportedClaim {
        speaker: gold.speaker.as_ref().map(offsets),
        cue: offsets(&gold.cue),
        parts: gold.content_parts.iter().map(offsets).collect(),
        stance: gold.stance.as_str(),
        about: gold.about.iter().map(about).collect(),
    }
}
