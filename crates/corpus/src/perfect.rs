//! A record that says exactly what the gold says.

use dateline_record::{
    Basis, Claim, Event, Link, Participant, Place, PlacePrecision, Plover, Quoted, Record, Span,
    Speaker, SpeakerKind, Toll, When,
};

use crate::{
    form::Annotated,
    gold::{GoldClaim, GoldEvent, GoldParticipant, GoldToll, Target},
};

/// The record that a perfect reader would write of this report: what the gold says, and nothing that it does not say
/// (CAMEO codes, confidence and the like hold no meaning).
#[must_use]
pub fn perfect_record(annotated: &Annotated) -> Record {
    let gold = &annotated.gold;
    let mut record = annotated.blank_record();
    if let Some((_, days)) = &gold.published {
        record.report.published.earliest = Some(days.earliest.clone());
        record.report.published.latest = Some(days.latest.clone());
    }
    record.claims = gold.claims.iter().enumerate().map(claim).collect();
    let speaking = record.claims.clone();
    let events = gold.events.iter().enumerate();
    record.events = events
        .map(|(index, event)| self::event(index, event, &speaking))
        .collect();
    let links = gold.links.iter();
    record.links = links
        .filter_map(|link| {
            Some(Link {
                from: format!("e{}", link.from),
                to: format!("e{}", link.to),
                relation: link.relation,
                span: gold.events.get(link.from)?.trigger.clone(),
            })
        })
        .collect();
    record
}

fn event(index: usize, gold: &GoldEvent, claims: &[Claim]) -> Event {
    Event {
        id: format!("e{index}"),
        trigger: gold.trigger.clone(),
        mentions: gold.mentions.iter().map(|(_, span)| span.clone()).collect(),
        plover: Plover {
            event_type: gold.event_type,
            mode: gold.mode.clone(),
            contexts: Vec::new(),
        },
        cameo: String::new(),
        quad: 4,
        goldstein: 0.0,
        acled: None,
        actor: gold.actor.iter().filter_map(participant).collect(),
        recipient: gold.recipient.iter().filter_map(participant).collect(),
        place: gold.place.as_ref().map(|place| Place {
            span: place.span.clone(),
            name: place.span.text.clone(),
            country: place.country.clone(),
            admin1: None,
            latitude: place.coordinates.map(|point| point.0),
            longitude: place.coordinates.map(|point| point.1),
            precision: PlacePrecision::Town,
            radius_km: None,
            geonames_id: None,
        }),
        when: gold.when.as_ref().map(|when| When {
            span: when.span.clone().unwrap_or_else(|| gold.trigger.clone()),
            earliest: Some(when.days.earliest.clone()),
            latest: Some(when.days.latest.clone()),
            timex: None,
            basis: Basis::Relative,
        }),
        realis: gold.realis,
        tolls: gold.tolls.iter().map(|gold| toll(gold, claims)).collect(),
        confidence: 1.0,
        rule: "gold".to_owned(),
    }
}

fn participant(gold: &GoldParticipant) -> Option<Participant> {
    let span = gold.spans.first()?;
    let code = gold.code.as_deref();
    Some(Participant {
        span: span.clone(),
        name: span.text.clone(),
        id: None,
        country: code.and_then(|code| code.get(..3)).map(str::to_owned),
        sectors: Vec::new(),
        code: gold.code.clone(),
    })
}

fn toll(gold: &GoldToll, claims: &[Claim]) -> Toll {
    let says = |span: &Span| {
        let speaks = |claim: &&Claim| {
            let speaker = claim.speaker.as_ref();
            speaker.is_some_and(|speaker| speaker.span.overlaps(span))
        };
        let holds = |claim: &&Claim| speaks(claim) && claim.content.overlaps(&gold.span);
        let claim = claims.iter().find(holds);
        let claim = claim.or_else(|| claims.iter().find(speaks));
        claim.map(|claim| claim.id.clone())
    };
    Toll {
        kind: gold.kind,
        low: gold.low,
        high: gold.high,
        span: gold.span.clone(),
        whom: gold.whom.clone(),
        claim: gold.says.as_ref().and_then(says),
    }
}

fn claim((index, gold): (usize, &GoldClaim)) -> Claim {
    let id = |target: &Target| match target {
        Target::Event(event) => format!("e{event}"),
        Target::Claim(claim) => format!("c{claim}"),
    };
    Claim {
        id: format!("c{index}"),
        speaker: gold.speaker.as_ref().map(|span| Speaker {
            span: span.clone(),
            kind: SpeakerKind::Unnamed,
            participant: None,
        }),
        stance: gold.stance,
        cue: gold.cue.clone(),
        content: gold.content.clone(),
        quoted: Quoted::Indirect,
        about: gold.about.iter().map(id).collect(),
        confidence: 1.0,
    }
}
