//! Noun phrases to actors.
//!
//! An *actor mention* is a noun phrase whose head can act or be acted upon: a country or its seat of government, a named
//! organisation, a person, a description with a role noun ("Iraqi militia official", "gunmen", "a mosque"), or a pronoun.
//! [`find`] walks the noun phrases (`phrase`), says who each is from the words themselves (`describe`) and the shipped
//! lists (`list`), carries what is told of a person once to every mention of the name (`people`), and resolves pronouns
//! and anaphoric descriptions inside the report (`anaphora`).
//!
//! A country is never guessed: it comes from a word of nationality, a name, a possessor, a place inside the noun phrase,
//! or an antecedent. Who backs a group ("Iran-backed militias") is not whose it is.

mod anaphora;
mod belonging;
mod describe;
mod list;
mod modifier;
mod naming;
mod people;
mod phrase;
mod traits;

pub use list::ActorList;

use dateline_parse::Analysis;

use crate::{ActorMention, PlaceMention};

/// Finds every actor mention, in text order.
#[must_use]
pub fn find(analysis: &Analysis, actors: &ActorList, places: &[PlaceMention]) -> Vec<ActorMention> {
    let reader = describe::Reader::new(analysis, actors, places);
    let mut found = Vec::new();
    for (index, sentence) in analysis.sentences.iter().enumerate() {
        for head in 0..sentence.tokens.len() {
            if phrase::heads_phrase(sentence, head) {
                found.extend(reader.read(index, head).filter(|one| one.acts));
            }
        }
    }
    people::merge_titles(analysis, &mut found);
    people::share(&mut found, actors);
    anaphora::resolve(analysis, &mut found);
    let mut mentions: Vec<ActorMention> = found.into_iter().map(|one| one.mention).collect();
    modifier::add(analysis, actors, &reader, &mut mentions);
    mentions.dedup_by(|later, earlier| {
        later.sentence == earlier.sentence
            && later.tokens == earlier.tokens
            && later.participant == earlier.participant
    });
    mentions
}

/// The participant that an arbitrary head word names, known actor or not ("the hotel", "a convoy of trucks"): for
/// arguments of events that [`find`] does not list. The name is the words themselves, the country what they say.
///
/// `None` when there is no such word.
#[must_use]
pub fn describe(
    analysis: &Analysis,
    actors: &ActorList,
    places: &[PlaceMention],
    sentence: usize,
    head: usize,
) -> Option<ActorMention> {
    let reader = describe::Reader::new(analysis, actors, places);
    reader.read(sentence, head).map(|one| one.mention)
}
