//! Everyone whom a report names, each with all mentions.

use std::collections::{BTreeMap, BTreeSet};

use dateline_ground::ActorKind;
use dateline_parse::MentionKind;
use dateline_record::Participant;

use crate::reading::{Filler, Reading};

/// Probability from which a word counts as a mention that grounding does not list.
const SURE: f32 = 0.5;

/// A person, group or state with its mentions, in text order.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) mentions: Vec<Filler>,
}

impl Named {
    /// The mention that says most: of equals the first.
    pub(crate) fn best(&self) -> &Filler {
        let mut best = &self.mentions[0];
        for mention in &self.mentions {
            if informativeness(mention) > informativeness(best) {
                best = mention;
            }
        }
        best
    }

    pub(crate) fn is_at(&self, sentence: usize, head: usize) -> bool {
        let mut mentions = self.mentions.iter();
        mentions.any(|mention| mention.sentence == sentence && mention.head == head)
    }
}

/// How much a mention tells: an id, then a country, then a sector; anything before a pronoun.
pub(crate) fn informativeness(filler: &Filler) -> u8 {
    let participant = &filler.participant;
    16 * u8::from(participant.id.is_some())
        + 8 * u8::from(participant.country.is_some())
        + 4 * u8::from(!participant.sectors.is_empty())
        + 2 * u8::from(filler.kind.is_some() && !is_pronoun(filler))
}

fn is_pronoun(filler: &Filler) -> bool {
    filler.kind == Some(ActorKind::Pronoun)
}

/// Everyone named, in the order of their first mentions.
pub(crate) fn everyone(reading: &Reading<'_>) -> Vec<Named> {
    let mut mentions: Vec<Filler> = reading.grounded.actors.iter().map(known).collect();
    let listed: BTreeSet<(usize, usize)> = mentions
        .iter()
        .map(|mention| (mention.sentence, mention.head))
        .collect();
    for (index, sentence) in reading.analysis.sentences.iter().enumerate() {
        for head in &sentence.mentions {
            let is_new = !listed.contains(&(index, head.word));
            if head.probability >= SURE && head.kind != MentionKind::Place && is_new {
                let found = reading.fillers(index, head.word, true).into_iter();
                mentions.extend(found.filter(|it| it.head == head.word).take(1));
            }
        }
    }
    mentions.sort_by_key(|mention| (mention.sentence, mention.head));
    let chains = chains(reading);
    let mut everyone: Vec<Named> = Vec::new();
    let mut by_key: BTreeMap<Key, usize> = BTreeMap::new();
    for mention in mentions {
        let chain = chains.get(&(mention.sentence, mention.head));
        let keys: Vec<Key> = keys(&mention, chain.copied()).collect();
        let known = keys.iter().find_map(|key| by_key.get(key)).copied();
        let index = known.unwrap_or(everyone.len());
        match everyone.get_mut(index) {
            Some(named) => named.mentions.push(mention),
            None => everyone.push(Named {
                mentions: vec![mention],
            }),
        }
        for key in keys {
            by_key.entry(key).or_insert(index);
        }
    }
    everyone
}

/// By what two mentions are known to name the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Id(String),
    Chain(usize),
    Name(String),
}

/// The keys of a mention, the surest first.
fn keys(mention: &Filler, chain: Option<usize>) -> impl Iterator<Item = Key> {
    let participant = &mention.participant;
    let id = participant.id.clone().map(Key::Id);
    let is_described = id.is_none() && !is_pronoun(mention);
    let name = is_described.then(|| Key::Name(participant.name.to_lowercase()));
    id.into_iter().chain(chain.map(Key::Chain)).chain(name)
}

fn known(actor: &dateline_ground::ActorMention) -> Filler {
    Filler {
        sentence: actor.sentence,
        head: actor.head,
        participant: Participant::clone(&actor.participant),
        kind: Some(actor.kind),
    }
}

/// The chain of coreference that each mention belongs to.
fn chains(reading: &Reading<'_>) -> BTreeMap<(usize, usize), usize> {
    let chains = reading.analysis.chains.iter().enumerate();
    let heads = chains.flat_map(|(index, chain)| {
        let mentions = chain.mentions.iter();
        mentions.map(move |mention| ((mention.sentence, mention.head), index))
    });
    heads.collect()
}
