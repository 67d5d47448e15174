//! What a set of reports holds.

use std::collections::BTreeMap;

use crate::form::Annotated;

/// A group of counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Reports, sentences, words, events, mentions, claims, tolls, links, entities, hard negatives.
    Size,
    /// Events of each PLOVER type.
    EventType,
    /// Events of each type and mode (`ASSAULT/drone`); of those without a mode the type alone.
    Mode,
    /// Events of each realis.
    Realis,
    /// Claims of each stance.
    Stance,
    /// Tolls of each kind.
    Toll,
    /// Links of each relation.
    Relation,
}

impl Group {
    /// What a table of the group is about.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Size => "Size",
            Self::EventType => "Events by PLOVER type",
            Self::Mode => "Events by mode",
            Self::Realis => "Events by realis",
            Self::Stance => "Claims by stance",
            Self::Toll => "Tolls by kind",
            Self::Relation => "Links by relation",
        }
    }
}

/// Counts of one report or, summed with [`Stats::add`], of many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// By group, place inside it and name.
    pub counts: BTreeMap<(Group, usize, String), usize>,
}

impl Stats {
    /// Counts what a report holds.
    #[must_use]
    pub fn of(annotated: &Annotated) -> Self {
        let mut stats = Self::default();
        stats.size(annotated);
        for event in &annotated.gold.events {
            let kind = event.event_type as usize;
            let mode = event.mode.as_ref();
            let mode = mode.map_or_else(String::new, |mode| format!("/{mode}"));
            stats.note(Group::EventType, kind, event.event_type.as_str(), 1);
            stats.note(Group::Mode, kind, &format!("{}{mode}", event.event_type), 1);
            let realis = event.realis;
            stats.note(Group::Realis, realis as usize, realis.as_str(), 1);
            for toll in &event.tolls {
                stats.note(Group::Toll, toll.kind as usize, toll.kind.as_str(), 1);
            }
        }
        for claim in &annotated.gold.claims {
            let stance = claim.stance;
            stats.note(Group::Stance, stance as usize, stance.as_str(), 1);
        }
        for link in &annotated.gold.links {
            let relation = link.relation;
            stats.note(Group::Relation, relation as usize, relation.as_str(), 1);
        }
        stats
    }

    /// Adds the counts of other reports.
    pub fn add(&mut self, other: &Self) {
        for (key, count) in &other.counts {
            *self.counts.entry(key.clone()).or_default() += count;
        }
    }

    /// The count of a name in a group, 0 where there is none.
    #[must_use]
    pub fn count(&self, group: Group, name: &str) -> usize {
        let same = |key: &&(Group, usize, String)| key.0 == group && key.2 == name;
        let key = self.counts.keys().find(same);
        key.and_then(|key| self.counts.get(key))
            .copied()
            .unwrap_or_default()
    }

    fn note(&mut self, group: Group, place: usize, name: &str, count: usize) {
        let key = (group, place, name.to_owned());
        *self.counts.entry(key).or_default() += count;
    }

    fn size(&mut self, annotated: &Annotated) {
        let text = annotated.text.as_str();
        let gold = &annotated.gold;
        let mentions = gold.events.iter().map(|event| 1 + event.mentions.len());
        let tolls = gold.events.iter().map(|event| event.tolls.len());
        let marks = gold.entities.iter().map(|entity| entity.spans.len());
        let sizes = [
            ("reports", 1),
            ("sentences", sentences(text)),
            ("words", text.split_whitespace().count()),
            ("events", gold.events.len()),
            ("event mentions", mentions.sum()),
            ("claims", gold.claims.len()),
            ("tolls", tolls.sum()),
            ("links", gold.links.len()),
            ("entities", gold.entities.len()),
            ("entity mentions", marks.sum()),
            ("hard negatives", gold.absents.len()),
        ];
        for (place, (name, count)) in sizes.into_iter().enumerate() {
            self.note(Group::Size, place, name, count);
        }
    }
}

/// How many sentences a clean text has, the headline counting as one: paragraphs, and ends of sentences inside them.
/// Rough: an abbreviation before a capital counts as an end.
fn sentences(text: &str) -> usize {
    let paragraphs = text.split("\n\n").filter(|p| !p.trim().is_empty());
    paragraphs.map(|p| 1 + inner_ends(p)).sum()
}

/// Words that end in a stop, each followed by a word that may begin a sentence.
fn inner_ends(paragraph: &str) -> usize {
    let words: Vec<&str> = paragraph.split_whitespace().collect();
    let closing = |c: char| "\"'”’)".contains(c);
    let opening = |c: char| "\"'“‘(".contains(c);
    let ends = words.windows(2).filter(|pair| {
        let [word, next] = pair else { return false };
        let stops = word.trim_end_matches(closing).ends_with(['.', '!', '?']);
        let next = next.trim_start_matches(opening);
        stops && next.starts_with(|c: char| !c.is_lowercase())
    });
    ends.count()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{Group, Stats, sentences};
    use crate::{form::tests::RAID, parse};

    #[test]
    fn sentences_end_inside_quotations_too() {
        let text =
            "Mine shut\n\n\"It is shut.\" He left. It stays so, i.e. shut.\n\nNo one said why";
        assert_eq!(sentences(text), 5);
    }

    #[test]
    fn counts_add_up() {
        let one = Stats::of(&parse("raid.md", RAID).unwrap());
        let mut two = one.clone();
        two.add(&one);
        for (group, name, count) in [
            (Group::Size, "sentences", 5),
            (Group::Size, "event mentions", 4),
            (Group::EventType, "ASSAULT", 1),
            (Group::Mode, "MOBILIZE/troops", 1),
            (Group::Realis, "future", 1),
            (Group::Stance, "asserts", 2),
            (Group::Toll, "killed", 2),
            (Group::Relation, "response_to", 1),
            (Group::Relation, "before", 0),
        ] {
            assert_eq!(one.count(group, name), count, "{name}");
            assert_eq!(two.count(group, name), 2 * count, "{name}");
        }
    }
}
