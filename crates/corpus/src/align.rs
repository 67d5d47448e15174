//! Which of a record's facts stands for which gold fact, one to one.

use dateline_record::{Claim, Event, Record, Span, Toll};

use crate::gold::{Gold, GoldEvent, GoldToll, GoldWhen};

/// Pairs of (gold index, record index), by gold index.
pub(crate) type Pairs = Vec<(usize, usize)>;

/// The partner of a gold index.
pub(crate) fn partner(pairs: &Pairs, gold: usize) -> Option<usize> {
    pairs.iter().find(|pair| pair.0 == gold).map(|pair| pair.1)
}

/// The gold index that a record index stands for.
pub(crate) fn stands_for(pairs: &Pairs, record: usize) -> Option<usize> {
    pairs
        .iter()
        .find(|pair| pair.1 == record)
        .map(|pair| pair.0)
}

/// The trigger and further mentions of a record's event.
pub(crate) fn triggers(event: &Event) -> impl Iterator<Item = &Span> {
    std::iter::once(&event.trigger).chain(&event.mentions)
}

/// Events that share a trigger or mention, most shared mentions first, then equal type.
pub(crate) fn events(gold: &Gold, record: &Record) -> Pairs {
    one_to_one(&gold.events, &record.events, |gold, event| {
        let shared = shared_mentions(gold, event);
        let same_type = gold.event_type == event.plover.event_type;
        (shared > 0).then_some((shared, u64::from(same_type)))
    })
}

/// The same among events of equal PLOVER type.
pub(crate) fn typed_events(gold: &Gold, record: &Record) -> Pairs {
    one_to_one(&gold.events, &record.events, |gold, event| {
        let shared = shared_mentions(gold, event);
        let same_type = gold.event_type == event.plover.event_type;
        (shared > 0 && same_type).then_some((shared, 0))
    })
}

fn shared_mentions(gold: &GoldEvent, event: &Event) -> u64 {
    let shared = gold
        .triggers()
        .filter(|span| triggers(event).any(|other| other.overlaps(span)));
    shared.count() as u64
}

/// Claims with overlapping speakers whose contents share at least half of their joint characters, closest first.
pub(crate) fn claims(gold: &Gold, record: &Record) -> Pairs {
    one_to_one(&gold.claims, &record.claims, |gold, claim| {
        let speakers = same_voice(gold.speaker.as_ref(), speaker(claim));
        let (shared, joint) = shared_and_joint(&gold.content, &claim.content);
        // Thousandths, so that ratios can be ordered as whole numbers.
        let stance = u64::from(gold.stance == claim.stance);
        let close = speakers && shared > 0 && shared * 2 >= joint;
        close.then(|| (shared * 1000 / joint.max(1), stance))
    })
}

/// The speaker's span of a record's claim.
pub(crate) fn speaker(claim: &Claim) -> Option<&Span> {
    claim.speaker.as_ref().map(|speaker| &speaker.span)
}

/// Whether two speakers overlap, or both are the report's own voice.
pub(crate) fn same_voice(gold: Option<&Span>, record: Option<&Span>) -> bool {
    match (gold, record) {
        (Some(gold), Some(record)) => gold.overlaps(record),
        (None, None) => true,
        _ => false,
    }
}

fn shared_and_joint(left: &Span, right: &Span) -> (u64, u64) {
    let shared = left
        .end
        .min(right.end)
        .saturating_sub(left.start.max(right.start));
    let both = left.end.saturating_sub(left.start) + right.end.saturating_sub(right.start);
    (shared as u64, (both - shared) as u64)
}

/// A gold toll and the index of its event.
pub(crate) type EventGoldToll<'g> = (usize, &'g GoldToll);
/// A record's toll and the index of its event.
pub(crate) type EventToll<'r> = (usize, &'r Toll);

/// All tolls of the gold, in order.
pub(crate) fn gold_tolls(gold: &Gold) -> Vec<EventGoldToll<'_>> {
    let events = gold.events.iter().enumerate();
    events
        .flat_map(|(index, event)| event.tolls.iter().map(move |toll| (index, toll)))
        .collect()
}

/// All tolls of the record, in order.
pub(crate) fn record_tolls(record: &Record) -> Vec<EventToll<'_>> {
    let events = record.events.iter().enumerate();
    events
        .flat_map(|(index, event)| event.tolls.iter().map(move |toll| (index, toll)))
        .collect()
}

/// Tolls of equal kind and bounds whose figures overlap; those on the matched event by the same speaker first.
pub(crate) fn tolls(gold: &Gold, record: &Record, events: &Pairs) -> Pairs {
    let in_place = |gold: &EventGoldToll<'_>, toll: &EventToll<'_>| {
        u64::from(toll_in_place(*gold, *toll, record, events))
    };
    one_to_one(&gold_tolls(gold), &record_tolls(record), |gold, toll| {
        same_toll(gold.1, toll.1).then(|| (in_place(gold, toll), 0))
    })
}

/// Whether kind and bounds are equal and the figures overlap. Where only a lower bound is given, one apart is forgiven.
fn same_toll(gold: &GoldToll, toll: &Toll) -> bool {
    let one_apart = match (gold.low, gold.high, toll.low, toll.high) {
        (Some(gold), None, Some(low), None) => gold.abs_diff(low) <= 1,
        _ => false,
    };
    let bounds = one_apart || (gold.low == toll.low && gold.high == toll.high);
    gold.kind == toll.kind && bounds && gold.span.overlaps(&toll.span)
}

/// Whether a record's toll lies on the matched event and has the same speaker.
pub(crate) fn toll_in_place(
    gold: EventGoldToll<'_>,
    toll: EventToll<'_>,
    record: &Record,
    events: &Pairs,
) -> bool {
    partner(events, gold.0) == Some(toll.0)
        && same_voice(gold.1.says.as_ref(), toll_speaker(toll.1, record))
}

/// The speaker of a record's toll; none: the report's own voice.
pub(crate) fn toll_speaker<'r>(toll: &Toll, record: &'r Record) -> Option<&'r Span> {
    let id = toll.claim.as_ref()?;
    let claim = record.claims.iter().find(|claim| &claim.id == id)?;
    speaker(claim)
}

/// Links of equal relation between matched events.
pub(crate) fn links(gold: &Gold, record: &Record, events: &Pairs) -> Pairs {
    let gold_index = |id: &str| {
        let index = record.events.iter().position(|event| event.id == id)?;
        stands_for(events, index)
    };
    one_to_one(&gold.links, &record.links, |gold, link| {
        let ends =
            gold_index(&link.from) == Some(gold.from) && gold_index(&link.to) == Some(gold.to);
        (ends && gold.relation == link.relation).then_some((1, 0))
    })
}

/// Whether the record's days overlap the gold's; a missing end is open.
pub(crate) fn days_overlap(gold: &GoldWhen, when: &dateline_record::When) -> bool {
    let begins_in_time = when
        .earliest
        .as_ref()
        .is_none_or(|day| day <= &gold.days.latest);
    let ends_in_time = when
        .latest
        .as_ref()
        .is_none_or(|day| day >= &gold.days.earliest);
    begins_in_time && ends_in_time && (when.earliest.is_some() || when.latest.is_some())
}

/// Whether the record gives exactly the gold's days.
pub(crate) fn days_equal(gold: &GoldWhen, when: &dateline_record::When) -> bool {
    when.earliest.as_ref() == Some(&gold.days.earliest)
        && when.latest.as_ref() == Some(&gold.days.latest)
}

/// Kilometres along the sphere between two points in degrees north and east.
pub(crate) fn distance_km(from: (f64, f64), to: (f64, f64)) -> f64 {
    const EARTH_RADIUS_KM: f64 = 6371.0;
    let (north, east) = (
        (to.0 - from.0).to_radians() / 2.0,
        (to.1 - from.1).to_radians() / 2.0,
    );
    let along = from.0.to_radians().cos() * to.0.to_radians().cos() * east.sin().powi(2);
    let half_chord = north.sin().powi(2) + along;
    2.0 * EARTH_RADIUS_KM * half_chord.min(1.0).sqrt().asin()
}

/// Greedy one-to-one matching: the pair of highest merit first, ties by order of gold, then record.
fn one_to_one<G, R>(
    gold: &[G],
    record: &[R],
    merit: impl Fn(&G, &R) -> Option<(u64, u64)>,
) -> Pairs {
    let mut candidates = Vec::new();
    for (gold_index, fact) in gold.iter().enumerate() {
        for (record_index, found) in record.iter().enumerate() {
            if let Some(merit) = merit(fact, found) {
                candidates.push((std::cmp::Reverse(merit), gold_index, record_index));
            }
        }
    }
    candidates.sort_unstable();
    let mut pairs = Pairs::new();
    for (_, gold_index, record_index) in candidates {
        let free = |pair: &(usize, usize)| pair.0 != gold_index && pair.1 != record_index;
        if pairs.iter().all(free) {
            pairs.push((gold_index, record_index));
        }
    }
    pairs.sort_unstable();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pair_of_highest_merit_comes_first() {
        let merit = |gold: &u64, record: &u64| {
            (gold.abs_diff(*record) <= 2).then_some((10 - gold.abs_diff(*record), 0))
        };
        assert_eq!(one_to_one(&[1, 2], &[2, 4, 9], merit), [(1, 0)]);
        assert_eq!(one_to_one(&[1, 3], &[2, 4], merit), [(0, 0), (1, 1)]);
    }

    #[test]
    fn distances_follow_the_sphere() {
        let damascus_to_beirut = distance_km((33.51, 36.29), (33.89, 35.50));
        assert!((80.0..90.0).contains(&damascus_to_beirut));
        assert!(distance_km((0.0, 179.5), (0.0, -179.5)) < 112.0);
    }
}
