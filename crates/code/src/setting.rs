//! When and where a mention happened: the time and the place that hang on it in the sentence.

use std::ops::Range;

use dateline_parse::Sentence;
use dateline_record::{Event, EventType, Place, PlacePrecision, Realis, When};

use crate::reading::Reading;
use crate::syntax;
use crate::trigger::Found;

/// How many governing words lie between a trigger and a time or place that still belongs to it.
const MAX_CLIMB: usize = 4;

/// Prepositions that put an event somewhere.
const LOCATIVE: &[&str] = &[
    "in",
    "at",
    "near",
    "on",
    "outside",
    "inside",
    "around",
    "along",
    "across",
    "over",
    "off",
    "of",
    "from",
    "within",
    "into",
    "throughout",
    "to",
    "between",
    "towards",
    "toward",
    "under",
    "beyond",
    "against",
    "north",
    "south",
    "east",
    "west",
    "for",
    "close_to",
];

/// The time of a mention: the closest one that hangs on it, or on the clause that it stands in.
pub(crate) fn when(reading: &Reading<'_>, found: &Found, triggers: &[usize]) -> Option<When> {
    let sentence = reading.sentence(found.sentence)?;
    let times = reading.grounded.times.iter();
    let own = times.filter(|time| {
        time.sentence == found.sentence
            && (time.when.earliest.is_some() || time.when.latest.is_some())
    });
    // "two days after rebels attacked" counts from a happening that has no day of its own
    let own = own.filter(|time| !counts_from_event(sentence, &time.tokens));
    let ranked = own.filter_map(|time| {
        let rank = if overlaps(&found.time_words, &time.tokens) {
            0
        } else {
            1 + rank(sentence, found, &time.tokens, triggers)?
        };
        Some((rank, time.tokens.start, &time.when))
    });
    ranked
        .min_by_key(|(rank, start, _)| (*rank, *start))
        .map(|(_, _, when)| when.clone())
}

/// The place of a mention: the most specific one that hangs on it, on a participant, or on its clause.
pub(crate) fn place(reading: &Reading<'_>, found: &Found, triggers: &[usize]) -> Option<Place> {
    let sentence = reading.sentence(found.sentence)?;
    let places = reading.grounded.places.iter();
    let own = places.filter(|place| place.sentence == found.sentence);
    let read = own
        .clone()
        .filter(|place| overlaps(&found.place_words, &place.tokens));
    if let Some(place) =
        read.min_by_key(|place| (fineness(place.place.precision), place.tokens.start))
    {
        return Some(place.place.clone());
    }
    let ranked = own.filter_map(|place| {
        let head = head_of(sentence, &place.tokens)?;
        if !is_locative(sentence, found, head, place.place.precision) {
            return None;
        }
        let rank = rank(sentence, found, &place.tokens, triggers)?;
        Some((
            rank / 3,
            fineness(place.place.precision),
            rank,
            place.tokens.start,
            &place.place,
        ))
    });
    ranked
        .min_by_key(|(band, fineness, rank, start, _)| (*band, *fineness, *rank, *start))
        .map(|(_, _, _, _, place)| place.clone())
}

/// Whether a run of words shares one with any of the others.
fn overlaps(read: &[Range<usize>], words: &Range<usize>) -> bool {
    read.iter()
        .any(|read| read.start < words.end && words.start < read.end)
}

/// Whether events of the type happen on the ground, so that a report places them even where it does not repeat the name.
const fn is_physical(event_type: EventType) -> bool {
    use EventType::{Aid, Assault, Coerce, Consult, Mobilize, Protest, Retreat};
    matches!(
        event_type,
        Aid | Assault | Coerce | Consult | Mobilize | Protest | Retreat
    )
}

/// An event without place or time takes it from the one told before it in the same breath: a report names the town once.
/// Sentences and paragraphs are those of the events' first mentions.
pub(crate) fn inherit(reading: &Reading<'_>, events: &mut [Event], sentences: &[usize]) {
    let paragraph = |index: usize| {
        reading
            .sentence(index)
            .map_or(0, |sentence| sentence.paragraph)
    };
    for index in 0..events.len() {
        if !is_physical(events[index].plover.event_type) || events[index].realis != Realis::Actual {
            continue;
        }
        let here = sentences.get(index).copied().unwrap_or_default();
        let earlier: Vec<usize> = (0..index)
            .rev()
            .filter(|other| {
                is_physical(events[*other].plover.event_type)
                    && events[*other].realis == Realis::Actual
            })
            .collect();
        let near = |other: &&usize, reach: usize| {
            let there = sentences.get(**other).copied().unwrap_or_default();
            paragraph(here) <= paragraph(there) + reach
        };
        if events[index].when.is_none() {
            let source = earlier
                .iter()
                .filter(|other| near(other, 0))
                .find(|other| events[**other].when.is_some());
            events[index].when = source.and_then(|other| events[*other].when.clone());
        }
        if events[index].place.is_none() {
            let own_time = events[index]
                .when
                .as_ref()
                .map(|when| when.earliest.clone());
            let source = earlier
                .iter()
                .filter(|other| near(other, 2))
                .find(|other| events[**other].place.is_some());
            let same_time = |other: &usize| {
                let other_time = events[*other]
                    .when
                    .as_ref()
                    .map(|when| when.earliest.clone());
                own_time.is_none() || other_time.is_none() || own_time == other_time
            };
            let source = source.filter(|other| same_time(other));
            events[index].place = source.and_then(|other| events[*other].place.clone());
        }
    }
}

/// 0 for the finest.
pub(crate) const fn fineness(precision: PlacePrecision) -> u8 {
    match precision {
        PlacePrecision::Point => 0,
        PlacePrecision::Town => 1,
        PlacePrecision::Admin2 => 2,
        PlacePrecision::Admin1 => 4,
        PlacePrecision::Border | PlacePrecision::Region => 5,
        PlacePrecision::Country => 6,
    }
}

/// Head of a run of words: the word whose own head lies outside.
pub(crate) fn head_of(sentence: &Sentence, words: &Range<usize>) -> Option<usize> {
    words.clone().find(|word| {
        let token = sentence.tokens.get(*word);
        token.is_some_and(|token| token.head.is_none_or(|head| !words.contains(&head)))
    })
}

/// How far a run of words hangs from the trigger: 0 on it, then on its arguments, then on the clauses above. `None`
/// when it belongs to another trigger or lies across a report border ("said on Monday that …").
fn rank(
    sentence: &Sentence,
    found: &Found,
    words: &Range<usize>,
    triggers: &[usize],
) -> Option<usize> {
    let head = head_of(sentence, words)?;
    if found.words.iter().any(|word| words.contains(word)) {
        return None;
    }
    if let Some(distance) = distance_below(sentence, found.head, head, triggers) {
        return Some(distance);
    }
    let mut current = found.head;
    for climb in 1..=MAX_CLIMB {
        let token = &sentence.tokens[current];
        let above = token.head?;
        if token.has_relation(&["ccomp", "parataxis", "acl:relcl"])
            && climb > 0
            && token.deprel != "acl"
        {
            return None;
        }
        if is_other_time(sentence, current) {
            return None;
        }
        if let Some(distance) = distance_below(sentence, above, head, triggers) {
            return Some(3 * climb + distance.min(2));
        }
        if triggers.contains(&above)
            && sentence.tokens[current].has_relation(&["nmod", "acl", "advcl"])
        {
            return None;
        }
        current = above;
    }
    None
}

/// Whether "after" or "before" follows the words or ends them.
fn counts_from_event(sentence: &Sentence, words: &Range<usize>) -> bool {
    let is_count = |word: usize| {
        sentence
            .tokens
            .get(word)
            .is_some_and(|token| matches!(token.form.to_lowercase().as_str(), "after" | "before"))
    };
    words.len() > 1 && (is_count(words.end) || is_count(words.end - 1))
}

/// "arrested on Monday after a clash": what follows "after" has a time of its own.
fn is_other_time(sentence: &Sentence, word: usize) -> bool {
    let marker = sentence.child(word, &["case", "mark"]);
    marker.is_some_and(|marker| {
        let lemma = sentence.tokens[marker].lemma.to_lowercase();
        matches!(
            lemma.as_str(),
            "after" | "before" | "since" | "until" | "following" | "over" | "despite"
        )
    })
}

/// Steps from `word` up to `top`, when no other trigger lies between.
fn distance_below(
    sentence: &Sentence,
    top: usize,
    word: usize,
    triggers: &[usize],
) -> Option<usize> {
    let mut current = word;
    for distance in 0..=MAX_CLIMB {
        if current == top {
            return Some(distance);
        }
        let token = &sentence.tokens[current];
        if distance > 0 && triggers.contains(&current) {
            return None;
        }
        let head = token.head?;
        // what a clause tells of something else ("drones bought from Turkey") is not told of the event
        let elsewhere = token.deprel == "acl:relcl" && head != top;
        if elsewhere || token.has_relation(&["ccomp", "parataxis"]) {
            return None;
        }
        current = head;
    }
    None
}

/// Whether the name stands as a place here, not as somebody who acts.
fn is_locative(sentence: &Sentence, found: &Found, head: usize, precision: PlacePrecision) -> bool {
    let token = &sentence.tokens[head];
    let is_fine = precision != PlacePrecision::Country;
    if token.has_relation(&["obl", "nmod"]) && token.deprel != "nmod:poss" {
        let case = syntax::preposition(sentence, head);
        let first = case.split('_').next().unwrap_or_default();
        return LOCATIVE.contains(&first) || LOCATIVE.contains(&case.as_str());
    }
    if token.has_relation(&["compound", "nmod:poss", "amod"]) {
        return is_fine;
    }
    if token.has_relation(&["obj", "nsubj:pass"]) {
        let struck = found.recipients.iter().any(|filler| filler.head == head);
        return is_fine || struck;
    }
    token.has_relation(&[
        "appos",
        "conj",
        "flat",
        "dep",
        "root",
        "obl:tmod",
        "advmod",
        "obl:unmarked",
        "nmod:unmarked",
        "list",
        "parataxis",
    ]) && is_fine
}

/// How wide an interval is, roughly in days; an open end counts as wide.
pub(crate) fn days(when: &When) -> i64 {
    match (
        when.earliest.as_deref().and_then(day_number),
        when.latest.as_deref().and_then(day_number),
    ) {
        (Some(earliest), Some(latest)) => latest - earliest,
        _ => i64::MAX,
    }
}

/// A number that grows with the date, 31 days to a month.
fn day_number(date: &str) -> Option<i64> {
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    Some((year * 12 + month) * 31 + day)
}
