//! How far two readers who annotated the same report agree.

use std::collections::BTreeSet;

use dateline_record::Span;

use crate::{
    form::Annotated,
    gold::{Gold, GoldClaim, GoldEntity, GoldEvent},
    perfect::perfect_record,
    score::{Scores, Tally, score},
};

/// The tallies of one pair of annotations or, summed with [`Agreement::add`], of many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// The second reader as a record, scored against the first as gold.
    pub scores: Scores,
    /// Trigger and mention spans, equal to the letter.
    pub triggers: Tally,
    /// Speaker spans, equal to the letter.
    pub speakers: Tally,
    /// Cue spans, equal to the letter.
    pub cues: Tally,
    /// Content spans, equal to the letter; a content split by its cue counts as two.
    pub contents: Tally,
    /// Spans of figures, equal to the letter.
    pub figures: Tally,
    /// Marks of persons, groups, places and things, equal to the letter and in kind.
    pub entities: Tally,
    /// Coreference between those marks (MUC: links that join the mentions of one entity).
    pub coreference: Tally,
}

impl Agreement {
    /// Every field with its name.
    #[must_use]
    pub fn rows(&self) -> Vec<(&'static str, Tally)> {
        let mut rows = self.scores.rows();
        rows.extend([
            ("trigger spans, exact", self.triggers),
            ("speaker spans, exact", self.speakers),
            ("cue spans, exact", self.cues),
            ("content spans, exact", self.contents),
            ("figure spans, exact", self.figures),
            ("entity marks, exact", self.entities),
            ("coreference (MUC)", self.coreference),
        ]);
        rows
    }

    /// Adds the tallies of another pair of annotations.
    pub fn add(&mut self, other: &Self) {
        self.scores.add(&other.scores);
        for (sum, tally) in [
            (&mut self.triggers, other.triggers),
            (&mut self.speakers, other.speakers),
            (&mut self.cues, other.cues),
            (&mut self.contents, other.contents),
            (&mut self.figures, other.figures),
            (&mut self.entities, other.entities),
            (&mut self.coreference, other.coreference),
        ] {
            sum.add(tally);
        }
    }
}

/// Holds the second reader's annotation against the first's, both of the same clean text.
#[must_use]
pub fn agreement(first: &Annotated, second: &Annotated) -> Agreement {
    let (left, right) = (&first.gold, &second.gold);
    let exact = |spans: fn(&Gold) -> BTreeSet<Key<'_>>| in_common(&spans(left), &spans(right));
    Agreement {
        scores: score(first, &perfect_record(second)),
        triggers: exact(|gold| keys(gold.events.iter().flat_map(GoldEvent::triggers))),
        speakers: exact(|gold| {
            keys(
                gold.claims
                    .iter()
                    .filter_map(|claim| claim.speaker.as_ref()),
            )
        }),
        cues: exact(|gold| keys(gold.claims.iter().map(|claim| &claim.cue))),
        contents: exact(|gold| keys(gold.claims.iter().flat_map(parts))),
        figures: exact(|gold| {
            let tolls = gold.events.iter().flat_map(|event| &event.tolls);
            keys(tolls.map(|toll| &toll.span))
        }),
        entities: exact(|gold| gold.entities.iter().flat_map(entity_keys).collect()),
        coreference: coreference(&left.entities, &right.entities),
    }
}

/// A letter for the kind of mark (a blank where it does not matter) and the span.
type Key<'g> = (char, &'g Span);

fn keys<'g>(spans: impl Iterator<Item = &'g Span>) -> BTreeSet<Key<'g>> {
    spans.map(|span| (' ', span)).collect()
}

fn parts(claim: &GoldClaim) -> impl Iterator<Item = &Span> {
    claim.content_parts.iter()
}

fn entity_keys(entity: &GoldEntity) -> impl Iterator<Item = Key<'_>> {
    let letter = entity.label.kind.letter();
    entity.spans.iter().map(move |span| (letter, span))
}

fn in_common<T: Ord>(left: &BTreeSet<T>, right: &BTreeSet<T>) -> Tally {
    Tally {
        gold: left.len() as u64,
        found: right.len() as u64,
        right: left.intersection(right).count() as u64,
    }
}

/// A chain of n mentions has n - 1 links; two chains have one less in common than the mentions that they share.
fn coreference(left: &[GoldEntity], right: &[GoldEntity]) -> Tally {
    let chains = |entities: &[GoldEntity]| -> Vec<BTreeSet<(char, Span)>> {
        let chain = |entity: &GoldEntity| {
            let mentions = entity_keys(entity);
            mentions.map(|(kind, span)| (kind, span.clone())).collect()
        };
        entities.iter().map(chain).collect()
    };
    let (left, right) = (chains(left), chains(right));
    let links = |mentions: usize| mentions.saturating_sub(1) as u64;
    let total =
        |chains: &[BTreeSet<(char, Span)>]| chains.iter().map(|chain| links(chain.len())).sum();
    let shared = left.iter().flat_map(|chain| {
        let others = right.iter();
        others.map(|other| links(chain.intersection(other).count()))
    });
    Tally {
        gold: total(&left),
        found: total(&right),
        right: shared.sum(),
    }
}
