//! Counts by field, as the guideline's section on scoring says.

use dateline_record::{Event, Participant, Record};

use crate::{
    align::{self, Pairs},
    form::Annotated,
    gold::{Gold, GoldEvent, GoldParticipant, Target},
};

/// The farthest that a place may lie from the gold's, in kilometres (100 miles, as the field measures).
pub(crate) const NEAR_KM: f64 = 161.0;

/// How many facts there are, how many were found and how many of these are right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Facts in the gold.
    pub gold: u64,
    /// Facts in the record.
    pub found: u64,
    /// Facts in both.
    pub right: u64,
}

impl Tally {
    /// The share of the found that is right, 0 to 1; none if nothing was found.
    #[must_use]
    pub fn precision(&self) -> Option<f64> {
        ratio(self.right, self.found)
    }

    /// The share of the gold that was found, 0 to 1; none if there is no gold.
    #[must_use]
    pub fn recall(&self) -> Option<f64> {
        ratio(self.right, self.gold)
    }

    /// The harmonic mean of precision and recall, 0 to 1; none if there is neither gold nor find.
    #[must_use]
    pub fn f1(&self) -> Option<f64> {
        ratio(2 * self.right, self.gold + self.found)
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.gold += other.gold;
        self.found += other.found;
        self.right += other.right;
    }

    /// Counts one judgement on a pair: one in the gold, one found, right or not.
    fn judge(&mut self, right: bool) {
        self.note(true, true, right);
    }

    fn note(&mut self, gold: bool, found: bool, right: bool) {
        self.gold += u64::from(gold);
        self.found += u64::from(found);
        self.right += u64::from(right);
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of facts are small")]
fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

macro_rules! scores {
    ($($(#[$meta:meta])* $field:ident = $name:literal,)+) => {
        /// The tallies of one report or, summed with [`Scores::add`], of many.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct Scores {
            $($(#[$meta])* pub $field: Tally,)+
        }

        impl Scores {
            /// Every field with its name, in the order of the guideline.
            #[must_use]
            pub fn rows(&self) -> Vec<(&'static str, Tally)> {
                vec![$(($name, self.$field),)+]
            }

            /// Adds the tallies of another report.
            pub fn add(&mut self, other: &Self) {
                $(self.$field.add(other.$field);)+
            }
        }
    };
}

scores! {
    /// Events that share a trigger or mention.
    detected = "events detected",
    /// The same with equal PLOVER type.
    typed = "events typed",
    /// PLOVER mode, on typed pairs that have one.
    mode = "mode",
    /// Each side of each typed pair: any span overlaps, or both sides are empty.
    participants = "participants",
    /// Country of the participants, on overlapping sides where the gold gives a code with one.
    participant_country = "participant country",
    /// Realis, on typed pairs.
    realis = "realis",
    /// Country of the place, on typed pairs.
    country = "country",
    /// The place lies within 161 km, on typed pairs.
    near = "within 161 km",
    /// The time overlaps, on typed pairs.
    time_overlaps = "time overlaps",
    /// The time is equal, on typed pairs.
    time_exact = "time exact",
    /// Tolls of equal kind and bounds.
    tolls = "tolls",
    /// The same on the matched event, with the same speaker.
    tolls_in_place = "tolls with event and speaker",
    /// Claims with the same content and speaker.
    claims = "claims",
    /// Stance, on matched claims.
    stance = "stance",
    /// What a matched claim is about, where the gold says it.
    about = "about",
    /// Links between matched events.
    links = "links",
    /// The day of publication, where the text must tell it: the record's interval lies inside the gold's.
    published = "published",
    /// Hard negatives: words that must not be read as events.
    absent = "hard negatives",
}

/// Scores a record of the annotated report. The record's text must be the annotated text.
#[must_use]
pub fn score(annotated: &Annotated, record: &Record) -> Scores {
    let gold = &annotated.gold;
    let mut scores = Scores::default();
    let events = align::events(gold, record);
    let typed = align::typed_events(gold, record);
    scores.detected = tally(gold.events.len(), record.events.len(), events.len());
    scores.typed = tally(gold.events.len(), record.events.len(), typed.len());
    for (expected, event) in pairs(&typed, &gold.events, &record.events) {
        score_event(&mut scores, expected, event);
    }
    score_tolls(&mut scores, gold, record, &events);
    score_claims(&mut scores, gold, record, &events);
    let links = align::links(gold, record, &events);
    scores.links = tally(gold.links.len(), record.links.len(), links.len());
    if gold.published.is_some() {
        let found = record.report.published.earliest.is_some();
        let right = published_right(gold, record);
        scores.published.note(true, found, right);
    }
    for absent in &gold.absents {
        scores.absent.judge(!is_violated(absent, record));
    }
    scores
}

fn tally(gold: usize, found: usize, right: usize) -> Tally {
    Tally {
        gold: gold as u64,
        found: found as u64,
        right: right as u64,
    }
}

/// The facts behind pairs of indexes.
fn pairs<'a, G, R>(
    pairs: &'a Pairs,
    gold: &'a [G],
    record: &'a [R],
) -> impl Iterator<Item = (&'a G, &'a R)> {
    pairs
        .iter()
        .filter_map(|(left, right)| Some((gold.get(*left)?, record.get(*right)?)))
}

fn score_event(scores: &mut Scores, gold: &GoldEvent, event: &Event) {
    let mode = &event.plover.mode;
    let same_mode = gold.mode.is_some() && gold.mode == *mode;
    scores
        .mode
        .note(gold.mode.is_some(), mode.is_some(), same_mode);
    for (side, found) in [
        (&gold.actor, &event.actor),
        (&gold.recipient, &event.recipient),
    ] {
        scores.participants.judge(side_right(side, found));
        if let Some(country) = gold_country(side)
            && !found.is_empty()
            && side_right(side, found)
        {
            let same = |participant: &Participant| participant.country.as_deref() == Some(country);
            scores.participant_country.judge(found.iter().any(same));
        }
    }
    scores.realis.judge(gold.realis == event.realis);
    score_place(scores, gold, event);
    let (expected, when) = (gold.when.as_ref(), event.when.as_ref());
    let when = when.filter(|when| when.earliest.is_some() || when.latest.is_some());
    let both = expected.zip(when);
    let overlaps = both.is_some_and(|(gold, when)| align::days_overlap(gold, when));
    let exact = both.is_some_and(|(gold, when)| align::days_equal(gold, when));
    scores
        .time_overlaps
        .note(expected.is_some(), when.is_some(), overlaps);
    scores
        .time_exact
        .note(expected.is_some(), when.is_some(), exact);
}

fn score_place(scores: &mut Scores, gold: &GoldEvent, event: &Event) {
    let expected = gold.place.as_ref().and_then(|place| place.country.as_ref());
    let country = event
        .place
        .as_ref()
        .and_then(|place| place.country.as_ref());
    let same = expected.is_some() && expected == country;
    scores
        .country
        .note(expected.is_some(), country.is_some(), same);
    // A gold place without coordinates (a country, a region) says nothing about distance.
    let expected = gold.place.as_ref().and_then(|place| place.coordinates);
    let Some(expected) = expected else { return };
    let found = event
        .place
        .as_ref()
        .and_then(|place| place.latitude.zip(place.longitude));
    let near = found.is_some_and(|found| align::distance_km(expected, found) <= NEAR_KM);
    scores.near.note(true, found.is_some(), near);
}

/// Whether any span of the side overlaps, or both sides are empty.
pub(crate) fn side_right(gold: &[GoldParticipant], found: &[Participant]) -> bool {
    if gold.is_empty() && found.is_empty() {
        return true;
    }
    gold.iter()
        .any(|gold| found.iter().any(|found| same_participant(gold, found)))
}

/// Whether a record's participant overlaps a gold one at any place where its words stand.
pub(crate) fn same_participant(gold: &GoldParticipant, found: &Participant) -> bool {
    gold.spans.iter().any(|span| span.overlaps(&found.span))
}

/// The country of the first participant whose code begins with one.
fn gold_country(side: &[GoldParticipant]) -> Option<&str> {
    const NOT_COUNTRIES: &[&str] = &[
        "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS",
        "CRM", "CVL", "EDU", "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC", "IGO",
        "UNO", "EUR", "NGO", "ISM", "IMG", "MNC",
    ];
    side.iter()
        .filter_map(|participant| participant.code.as_deref()?.get(..3))
        .find(|country| !NOT_COUNTRIES.contains(country))
}

fn score_tolls(scores: &mut Scores, gold: &Gold, record: &Record, events: &Pairs) {
    let (expected, found) = (align::gold_tolls(gold), align::record_tolls(record));
    let matched = align::tolls(gold, record, events);
    let in_place = pairs(&matched, &expected, &found)
        .filter(|(gold, toll)| align::toll_in_place(**gold, **toll, record, events))
        .count();
    scores.tolls = tally(expected.len(), found.len(), matched.len());
    scores.tolls_in_place = tally(expected.len(), found.len(), in_place);
}

fn score_claims(scores: &mut Scores, gold: &Gold, record: &Record, events: &Pairs) {
    let matched = align::claims(gold, record);
    scores.claims = tally(gold.claims.len(), record.claims.len(), matched.len());
    for (expected, claim) in pairs(&matched, &gold.claims, &record.claims) {
        scores.stance.judge(expected.stance == claim.stance);
        if !expected.about.is_empty() {
            let right = about_right(&expected.about, &claim.about, record, events, &matched);
            scores.about.note(true, !claim.about.is_empty(), right);
        }
    }
}

/// Whether the claim is about any of the events and claims that it should be about.
pub(crate) fn about_right(
    gold: &[Target],
    about: &[String],
    record: &Record,
    events: &Pairs,
    claims: &Pairs,
) -> bool {
    gold.iter().any(|target| {
        let id = match target {
            Target::Event(index) => {
                let event = align::partner(events, *index).and_then(|i| record.events.get(i));
                event.map(|event| &event.id)
            }
            Target::Claim(index) => {
                let claim = align::partner(claims, *index).and_then(|i| record.claims.get(i));
                claim.map(|claim| &claim.id)
            }
        };
        id.is_some_and(|id| about.contains(id))
    })
}

/// Whether the record's interval of publication lies inside the gold's.
pub(crate) fn published_right(gold: &Gold, record: &Record) -> bool {
    let published = &record.report.published;
    let (Some((_, days)), Some(earliest), Some(latest)) =
        (&gold.published, &published.earliest, &published.latest)
    else {
        return false;
    };
    &days.earliest <= earliest && earliest <= latest && latest <= &days.latest
}

/// Whether the record reads an event where there is none.
pub(crate) fn is_violated(absent: &crate::gold::GoldAbsent, record: &Record) -> bool {
    record.events.iter().any(|event| {
        let counts = absent.any_realis || event.realis == dateline_record::Realis::Actual;
        counts && align::triggers(event).any(|trigger| trigger.overlaps(&absent.span))
    })
}
