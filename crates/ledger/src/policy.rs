//! The policy `plain-1`: how the views of an incident follow from what its members say.
//!
//! - **Voices**: everybody whose claim affirms the event or gives a figure for it (asserts, confirms, accuses, claims
//!   responsibility); a report speaks in its own voice only where no such claim carries the event. Two reports that
//!   cite the same official are one voice.
//! - **Status**: `denied` when nobody affirms it or all members are told as not having happened; else `contested` when
//!   somebody denies it or two voices' figures exclude each other; else `corroborated` with two voices or more;
//!   else `single-source`.
//! - **Figures**: of each voice in each report the largest figure of a kind is its headline figure, for the smaller
//!   ones count parts ("including ten children"). Figures that the voice itself denies or doubts do not count.
//! - **Contradiction**: two voices' headline figures exclude each other when their intervals do not meet; a higher
//!   figure in a report published on a later day is an update and no contradiction.
//! - **Range**: from the lowest lower bound to the highest figure of all headline figures.
//! - **Best estimate**: the headline figure that most voices give; ties go to the later report, then to the lower figure.
//!   It is always a figure that somebody gave.
//! - **Place**: the most precise that a member gives. **Time**: the narrowest. **Type, mode, code**: the most frequent; ties go to the first published.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use dateline_record::{
    Event, Participant, Place, PlacePrecision, Realis, Record, Stance, TollKind,
};

use crate::profile::{day_number, event_key};
use crate::telling::{claims_on, interval};
use crate::voice;
use crate::{IncidentSummary, Member, Status, TollRange};

/// The name of the policy by which views are computed.
pub const POLICY: &str = "plain-1";

/// A headline figure: who gives it, when published.
#[derive(Clone, Debug)]
struct Figure {
    kind: TollKind,
    voice: String,
    published: i32,
    low: u64,
    high: Option<u64>,
}

/// The list row of an incident with these members, first published first; none without members.
pub(crate) fn summarise(members: &[Member<'_>]) -> Option<IncidentSummary> {
    let told: Vec<(&Record, &Event)> = members
        .iter()
        .filter_map(|member| {
            let events = member.record.events.iter();
            let event = events.into_iter().find(|event| event.id == member.event)?;
            Some((member.record, event))
        })
        .collect();
    let (first, lead) = *told.first()?;
    let last = last_published(&told)?;
    let voices = voices(&told);
    let figures = figures(&told);
    let place = most_precise(&told).cloned();
    let (earliest, latest) = narrowest(&told);
    let mut summary = IncidentSummary {
        id: event_key(&first.report.id, &lead.id),
        policy: POLICY.to_owned(),
        headline: String::new(),
        event_type: most(told.iter().map(|(_, event)| event.plover.event_type))?,
        mode: most(
            told.iter()
                .filter_map(|(_, event)| event.plover.mode.clone()),
        ),
        cameo: most(told.iter().map(|(_, event)| event.cameo.clone()))?,
        acled: most(told.iter().filter_map(|(_, event)| {
            let acled = event.acled.as_ref()?;
            Some(acled.sub_event_type.clone())
        })),
        realis: lead.realis,
        country: place.as_ref().and_then(|place| place.country.clone()),
        place,
        earliest,
        latest,
        actors: names(told.iter().flat_map(|(_, event)| &event.actor)),
        recipients: names(told.iter().flat_map(|(_, event)| &event.recipient)),
        tolls: ranges(&figures),
        status: status(lead.realis, &voices, &figures),
        voices: voices.affirming.len() as u64,
        reports: told.len() as u64,
        outlets: outlets(&told),
        first_report: first.report.id.clone(),
        first_published: first.report.published.earliest.clone(),
        last_report: last.report.id.clone(),
        last_published: last.report.published.latest.clone(),
    };
    summary.headline = headline(&summary);
    Some(summary)
}

fn last_published<'a>(told: &[(&'a Record, &Event)]) -> Option<&'a Record> {
    let day = |record: &Record| published_last(record).unwrap_or(i32::MIN);
    told.iter()
        .map(|(record, _)| *record)
        .max_by(|a, b| (day(a), &a.report.id).cmp(&(day(b), &b.report.id)))
}

fn published_last(record: &Record) -> Option<i32> {
    record
        .report
        .published
        .latest
        .as_deref()
        .and_then(day_number)
}

#[derive(Debug, Default)]
struct Voices {
    affirming: BTreeSet<String>,
    denying: BTreeSet<String>,
}

const fn affirms(stance: Stance) -> bool {
    matches!(
        stance,
        Stance::Asserts | Stance::Confirms | Stance::Accuses | Stance::ClaimsResponsibility
    )
}

fn voices(told: &[(&Record, &Event)]) -> Voices {
    let mut voices = Voices::default();
    for (record, event) in told {
        collect_voices(record, event, &mut voices);
    }
    voices
}

fn collect_voices(record: &Record, event: &Event, voices: &mut Voices) {
    let claims = claims_on(record, event);
    let direct: BTreeSet<&str> = claims
        .iter()
        .filter(|claim| claim.about.contains(&event.id))
        .map(|claim| claim.id.as_str())
        .collect();
    let mut carried = false;
    for claim in &claims {
        let key = voice::of_claim(&record.report, claim).key;
        let gives_toll = event
            .tolls
            .iter()
            .any(|toll| toll.claim.as_ref() == Some(&claim.id));
        let on_event = direct.contains(claim.id.as_str());
        if affirms(claim.stance) && (on_event || gives_toll) {
            voices.affirming.insert(key);
            carried |= on_event;
        } else if claim.stance == Stance::Denies {
            // To deny a toll is not to deny the event; to deny a claim about the event is.
            let denies_claim = claim.about.iter().any(|id| direct.contains(id.as_str()));
            if on_event || denies_claim {
                voices.denying.insert(key);
            }
        }
    }
    let own_words = std::iter::once(&event.trigger)
        .chain(&event.mentions)
        .any(|span| {
            let mut speaking = claims.iter().filter(|claim| claim.stance == Stance::Denies);
            !speaking
                .any(|claim| claim.content.start <= span.start && span.end <= claim.content.end)
        });
    if !carried && own_words {
        voices
            .affirming
            .insert(voice::of_report(&record.report).key);
    }
}

fn figures(told: &[(&Record, &Event)]) -> Vec<Figure> {
    let mut figures = Vec::new();
    for (record, event) in told {
        let mut headline: BTreeMap<(TollKind, String), Figure> = BTreeMap::new();
        for toll in &event.tolls {
            let claim = toll
                .claim
                .as_ref()
                .and_then(|id| record.claims.iter().find(|claim| claim.id == *id));
            let against = matches!(
                claim.map(|claim| claim.stance),
                Some(Stance::Denies | Stance::Doubts)
            );
            if against || (toll.low.is_none() && toll.high.is_none()) {
                continue;
            }
            let speaker = claim.map_or_else(
                || voice::of_report(&record.report),
                |claim| voice::of_claim(&record.report, claim),
            );
            let figure = Figure {
                kind: toll.kind,
                voice: speaker.key.clone(),
                published: published_last(record).unwrap_or(i32::MIN),
                low: toll.low.unwrap_or(0),
                high: toll.high,
            };
            let known = headline
                .entry((toll.kind, speaker.key))
                .or_insert_with(|| figure.clone());
            if figure.largest() > known.largest() {
                *known = figure;
            }
        }
        figures.extend(headline.into_values());
    }
    figures
}

impl Figure {
    fn largest(&self) -> u64 {
        self.high.unwrap_or(self.low).max(self.low)
    }

    fn excludes(&self, other: &Self) -> bool {
        self.kind == other.kind
            && self.voice != other.voice
            && !self.meets(other)
            && !self.updates(other)
            && !other.updates(self)
    }

    fn meets(&self, other: &Self) -> bool {
        self.low <= other.high.unwrap_or(u64::MAX) && other.low <= self.high.unwrap_or(u64::MAX)
    }

    fn updates(&self, other: &Self) -> bool {
        self.published > other.published
            && other.published != i32::MIN
            && self.largest() > other.largest()
    }
}

fn status(realis: Realis, voices: &Voices, figures: &[Figure]) -> Status {
    if realis == Realis::Negated || voices.affirming.is_empty() {
        return Status::Denied;
    }
    let excluded = figures
        .iter()
        .any(|one| figures.iter().any(|other| one.excludes(other)));
    if !voices.denying.is_empty() || excluded {
        Status::Contested
    } else if voices.affirming.len() > 1 {
        Status::Corroborated
    } else {
        Status::SingleSource
    }
}

fn ranges(figures: &[Figure]) -> Vec<TollRange> {
    TollKind::ALL
        .iter()
        .filter_map(|kind| {
            let of_kind: Vec<&Figure> = figures
                .iter()
                .filter(|figure| figure.kind == *kind)
                .collect();
            range(*kind, &of_kind)
        })
        .collect()
}

fn range(kind: TollKind, figures: &[&Figure]) -> Option<TollRange> {
    let voices: BTreeSet<&str> = figures.iter().map(|figure| figure.voice.as_str()).collect();
    let support = |figure: &Figure| {
        let same = figures
            .iter()
            .filter(|other| (other.low, other.high) == (figure.low, figure.high));
        let voices: BTreeSet<&str> = same.map(|other| other.voice.as_str()).collect();
        voices.len()
    };
    let best = figures.iter().max_by_key(|figure| {
        (
            support(figure),
            figure.published,
            Reverse((figure.low, figure.high)),
        )
    })?;
    Some(TollRange {
        kind,
        low: figures.iter().map(|figure| figure.low).min()?,
        high: figures.iter().map(|figure| figure.largest()).max()?,
        open: figures.iter().any(|figure| figure.high.is_none()),
        best_low: best.low,
        best_high: best.high,
        voices: voices.len() as u64,
    })
}

/// The most frequent value; ties go to the first.
fn most<T: PartialEq>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counted: Vec<(T, usize)> = Vec::new();
    for value in values {
        match counted.iter_mut().find(|(known, _)| *known == value) {
            Some((_, count)) => *count += 1,
            None => counted.push((value, 1)),
        }
    }
    counted.sort_by_key(|(_, count)| Reverse(*count));
    counted.into_iter().next().map(|(value, _)| value)
}

fn names<'a>(participants: impl Iterator<Item = &'a Participant>) -> Vec<String> {
    let mut counted: Vec<(String, usize)> = Vec::new();
    for participant in participants {
        match counted
            .iter_mut()
            .find(|(name, _)| *name == participant.name)
        {
            Some((_, count)) => *count += 1,
            None => counted.push((participant.name.clone(), 1)),
        }
    }
    counted.sort_by_key(|(_, count)| Reverse(*count));
    counted.into_iter().map(|(name, _)| name).collect()
}

fn outlets(told: &[(&Record, &Event)]) -> Vec<String> {
    let outlets: BTreeSet<&str> = told
        .iter()
        .map(|(record, _)| record.report.site.as_deref().unwrap_or(&record.report.id))
        .collect();
    outlets.into_iter().map(str::to_owned).collect()
}

const fn coarseness(precision: PlacePrecision) -> u8 {
    match precision {
        PlacePrecision::Point => 0,
        PlacePrecision::Town => 1,
        PlacePrecision::Admin2 => 2,
        PlacePrecision::Border => 3,
        PlacePrecision::Admin1 => 4,
        PlacePrecision::Region => 5,
        PlacePrecision::Country => 6,
    }
}

fn most_precise<'a>(told: &[(&Record, &'a Event)]) -> Option<&'a Place> {
    told.iter()
        .filter_map(|(_, event)| event.place.as_ref())
        .min_by_key(|place| coarseness(place.precision))
}

/// The first narrowest time; one with an open end is wider than any other.
fn narrowest(told: &[(&Record, &Event)]) -> (Option<String>, Option<String>) {
    let width = |first: Option<&str>, last: Option<&str>| {
        let days = first.and_then(day_number).zip(last.and_then(day_number));
        days.map_or(i32::MAX, |(first, last)| last.saturating_sub(first))
    };
    told.iter()
        .filter_map(|(_, event)| event.when.as_ref())
        .filter(|when| when.earliest.is_some() || when.latest.is_some())
        .min_by_key(|when| width(when.earliest.as_deref(), when.latest.as_deref()))
        .map_or((None, None), |when| {
            (when.earliest.clone(), when.latest.clone())
        })
}

/// "Air/drone strike: United States → Kataib Hezbollah, Abu Kamal, 2021-02-26".
fn headline(summary: &IncidentSummary) -> String {
    let mut line = summary.acled.clone().unwrap_or_else(|| {
        let kind = summary.event_type.as_str().to_lowercase();
        let mut kind: String = kind[..1].to_uppercase() + &kind[1..];
        if let Some(mode) = &summary.mode {
            kind.push_str(&format!(" ({mode})"));
        }
        kind
    });
    let who = match (summary.actors.first(), summary.recipients.first()) {
        (Some(actor), Some(recipient)) => Some(format!("{actor} → {recipient}")),
        (Some(actor), None) => Some(actor.clone()),
        (None, Some(recipient)) => Some(format!("→ {recipient}")),
        (None, None) => None,
    };
    let place = summary.place.as_ref().map(|place| place.name.clone());
    let when = interval(summary.earliest.as_deref(), summary.latest.as_deref());
    let rest: Vec<String> = [who, place, when].into_iter().flatten().collect();
    if !rest.is_empty() {
        line.push_str(": ");
        line.push_str(&rest.join(", "));
    }
    line
}
