//! Which gold lines a record meets, and what it says in addition.

use dateline_record::{Event, Participant, Record};

use crate::{
    align::{self, Pairs},
    form::Annotated,
    gold::{Gold, GoldEvent, GoldParticipant},
    render::Words,
    score,
};

/// What became of a gold line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The record says it, or the line is no fact.
    Kept,
    /// The record does not say it.
    Missed,
}

/// Something that the record says and the gold does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extra {
    /// The gold line that it belongs after; none: at the end.
    pub after: Option<usize>,
    /// The line, in the form of the record block.
    pub text: String,
}

/// A record held against the gold, line by line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// One for each line of [`Annotated::lines`].
    pub verdicts: Vec<Verdict>,
    /// What the record says in addition, in order.
    pub extras: Vec<Extra>,
}

impl Comparison {
    /// How many gold lines the record does not meet.
    #[must_use]
    pub fn missed(&self) -> usize {
        let missed = self.verdicts.iter().filter(|v| **v == Verdict::Missed);
        missed.count()
    }
}

/// Compares a record of the annotated report with its gold. The record's text must be the annotated text.
#[must_use]
pub fn compare(annotated: &Annotated, record: &Record) -> Comparison {
    let mut comparer = Comparer {
        gold: &annotated.gold,
        record,
        words: Words::new(annotated.text.as_str()),
        events: matched_events(&annotated.gold, record),
        result: Comparison {
            verdicts: vec![Verdict::Kept; annotated.lines.len()],
            extras: Vec::new(),
        },
    };
    comparer.published();
    comparer.events();
    comparer.tolls();
    comparer.extra_events();
    comparer.claims();
    comparer.links();
    comparer.absents();
    comparer.result
}

/// Typed pairs first, then what is left by trigger alone.
fn matched_events(gold: &Gold, record: &Record) -> Pairs {
    let mut pairs = align::typed_events(gold, record);
    for (expected, found) in align::events(gold, record) {
        let free = |pair: &(usize, usize)| pair.0 != expected && pair.1 != found;
        if pairs.iter().all(free) {
            pairs.push((expected, found));
        }
    }
    pairs.sort_unstable();
    pairs
}

struct Comparer<'a> {
    gold: &'a Gold,
    record: &'a Record,
    words: Words<'a>,
    events: Pairs,
    result: Comparison,
}

impl Comparer<'_> {
    fn judge(&mut self, line: usize, kept: bool) {
        if let (false, Some(verdict)) = (kept, self.result.verdicts.get_mut(line)) {
            *verdict = Verdict::Missed;
        }
    }

    fn extra(&mut self, after: Option<usize>, text: String) {
        self.result.extras.push(Extra { after, text });
    }

    fn published(&mut self) {
        let Some((line, _)) = self.gold.published else {
            return;
        };
        if score::published_right(self.gold, self.record) {
            return;
        }
        self.judge(line, false);
        let published = &self.record.report.published;
        if let Some(days) = crate::render::days(&published.earliest, &published.latest) {
            self.extra(Some(line), format!("published {days}"));
        }
    }

    fn events(&mut self) {
        for (index, gold) in self.gold.events.iter().enumerate() {
            let found = align::partner(&self.events, index);
            match found.and_then(|found| self.record.events.get(found)) {
                Some(event) => self.event(gold, event),
                None => self.missing_event(gold),
            }
        }
    }

    fn missing_event(&mut self, gold: &GoldEvent) {
        self.judge(gold.line, false);
        for line in event_lines(gold) {
            self.judge(line, false);
        }
    }

    fn event(&mut self, gold: &GoldEvent, event: &Event) {
        let same = gold.event_type == event.plover.event_type
            && gold.mode == event.plover.mode
            && gold.realis == event.realis;
        if !same {
            self.judge(gold.line, false);
            let text = self.words.event(event);
            self.extra(Some(gold.line), text);
        }
        for (line, span) in &gold.mentions {
            let joined = align::triggers(event).any(|trigger| trigger.overlaps(span));
            self.judge(*line, joined);
        }
        let last = event_lines(gold).max().unwrap_or(gold.line);
        for mention in align::triggers(event) {
            if !gold.triggers().any(|span| span.overlaps(mention)) {
                let text = format!("  mention {}", self.words.quote(mention));
                self.extra(Some(last), text);
            }
        }
        self.side("actor", last, &gold.actor, &event.actor);
        self.side("recipient", last, &gold.recipient, &event.recipient);
        self.place(last, gold, event);
        self.when(last, gold, event);
    }

    fn side(&mut self, side: &str, last: usize, gold: &[GoldParticipant], found: &[Participant]) {
        for expected in gold {
            let kept = found
                .iter()
                .any(|found| score::same_participant(expected, found));
            self.judge(expected.line, kept);
        }
        for found in found {
            let known = |gold: &GoldParticipant| score::same_participant(gold, found);
            if !gold.iter().any(known) {
                let text = self.words.participant(side, found);
                self.extra(Some(last), text);
            }
        }
    }

    fn place(&mut self, last: usize, gold: &GoldEvent, event: &Event) {
        let kept = match (&gold.place, &event.place) {
            (Some(expected), Some(place)) => {
                let point = place.latitude.zip(place.longitude);
                let near = expected.coordinates.is_none_or(|expected| {
                    point.is_some_and(|point| align::distance_km(expected, point) <= score::NEAR_KM)
                });
                expected.country == place.country && near
            }
            (None, None) => true,
            _ => false,
        };
        if kept {
            return;
        }
        if let Some(expected) = &gold.place {
            self.judge(expected.line, false);
        }
        if let Some(place) = &event.place {
            let text = self.words.place(place);
            self.extra(Some(last), text);
        }
    }

    fn when(&mut self, last: usize, gold: &GoldEvent, event: &Event) {
        let kept = match (&gold.when, &event.when) {
            (Some(expected), Some(when)) => align::days_equal(expected, when),
            (None, None) => true,
            _ => false,
        };
        if kept {
            return;
        }
        if let Some(expected) = &gold.when {
            self.judge(expected.line, false);
        }
        if let Some(when) = &event.when
            && let Some(days) = crate::render::days(&when.earliest, &when.latest)
        {
            let text = format!("  when {} {days}", self.words.quote(&when.span));
            self.extra(Some(last), text);
        }
    }

    fn tolls(&mut self) {
        let (expected, found) = (
            align::gold_tolls(self.gold),
            align::record_tolls(self.record),
        );
        let matched = align::tolls(self.gold, self.record, &self.events);
        let right = |gold: usize, toll: usize| {
            let (Some(gold), Some(toll)) = (expected.get(gold), found.get(toll)) else {
                return false;
            };
            align::toll_in_place(*gold, *toll, self.record, &self.events)
        };
        let kept: Pairs = matched
            .into_iter()
            .filter(|(gold, toll)| right(*gold, *toll))
            .collect();
        for (index, (_, toll)) in expected.iter().enumerate() {
            self.judge(toll.line, align::partner(&kept, index).is_some());
        }
        for (index, (event, toll)) in found.iter().enumerate() {
            let gold = align::stands_for(&self.events, *event);
            let gold = gold.and_then(|gold| self.gold.events.get(gold));
            // The tolls of an event that the gold lacks are listed with it.
            if let (None, Some(gold)) = (align::stands_for(&kept, index), gold) {
                let last = event_lines(gold).max().unwrap_or(gold.line);
                let text = self.words.toll(toll, self.record);
                self.extra(Some(last), text);
            }
        }
    }

    fn extra_events(&mut self) {
        for (index, event) in self.record.events.iter().enumerate() {
            if align::stands_for(&self.events, index).is_some() {
                continue;
            }
            let mut lines = vec![self.words.event(event)];
            for mention in &event.mentions {
                lines.push(format!("  mention {}", self.words.quote(mention)));
            }
            for toll in &event.tolls {
                lines.push(self.words.toll(toll, self.record));
            }
            for line in lines {
                self.extra(None, line);
            }
        }
    }

    fn claims(&mut self) {
        let matched = align::claims(self.gold, self.record);
        for (index, gold) in self.gold.claims.iter().enumerate() {
            let found = align::partner(&matched, index);
            let Some(claim) = found.and_then(|found| self.record.claims.get(found)) else {
                self.judge(gold.line, false);
                continue;
            };
            let about = gold.about.is_empty()
                || score::about_right(
                    &gold.about,
                    &claim.about,
                    self.record,
                    &self.events,
                    &matched,
                );
            if gold.stance != claim.stance || !about {
                self.judge(gold.line, false);
                let text = self.words.claim(claim, self.record);
                self.extra(Some(gold.line), text);
            }
        }
        for (index, claim) in self.record.claims.iter().enumerate() {
            if align::stands_for(&matched, index).is_none() {
                let text = self.words.claim(claim, self.record);
                self.extra(None, text);
            }
        }
    }

    fn links(&mut self) {
        let matched = align::links(self.gold, self.record, &self.events);
        for (index, link) in self.gold.links.iter().enumerate() {
            self.judge(link.line, align::partner(&matched, index).is_some());
        }
        for (index, link) in self.record.links.iter().enumerate() {
            if align::stands_for(&matched, index).is_none() {
                let text = self.words.link(link, self.record);
                self.extra(None, text);
            }
        }
    }

    fn absents(&mut self) {
        for absent in &self.gold.absents {
            if let Some(line) = absent.line {
                self.judge(line, !score::is_violated(absent, self.record));
            }
        }
    }
}

/// The indented lines of an event.
fn event_lines(gold: &GoldEvent) -> impl Iterator<Item = usize> {
    let mentions = gold.mentions.iter().map(|(line, _)| *line);
    let participants = gold.actor.iter().chain(&gold.recipient);
    mentions
        .chain(participants.map(|participant| participant.line))
        .chain(gold.place.iter().map(|place| place.line))
        .chain(gold.when.iter().map(|when| when.line))
        .chain(gold.tolls.iter().map(|toll| toll.line))
}
