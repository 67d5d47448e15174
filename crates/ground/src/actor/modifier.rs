//! Actors named by a word before a noun: "the U.S. killing of", "Iranian missiles", "a Taliban ambush".

use dateline_parse::{Analysis, Sentence};
use dateline_record::Participant;

use super::{ActorList, describe::Reader};
use crate::{ActorKind, ActorMention};

/// Adds the countries and named groups that only modify a noun, in text order among the rest.
pub(super) fn add(
    analysis: &Analysis,
    actors: &ActorList,
    reader: &Reader<'_>,
    found: &mut Vec<ActorMention>,
) {
    let mut added = Vec::new();
    for (index, sentence) in analysis.sentences.iter().enumerate() {
        for word in 0..sentence.tokens.len() {
            let is_known = found
                .iter()
                .any(|actor| actor.sentence == index && actor.head == word);
            let is_told = found
                .iter()
                .any(|actor| actor.sentence == index && tells(actor, word));
            if is_known || is_told || !is_modifier(sentence, word) {
                continue;
            }
            let named = reader.read(index, word).map(|one| one.mention);
            let named =
                named.filter(|actor| matches!(actor.kind, ActorKind::Country | ActorKind::Group));
            added.extend(named.or_else(|| by_nationality(analysis, actors, index, sentence, word)));
        }
    }
    found.extend(added);
    found.sort_by_key(|actor| (actor.sentence, actor.tokens.start, actor.head));
}

/// Whether a mention of somebody already says what the word says: "Greek" of "Greek soldiers", "Kataib" of "Kataib Hezbollah".
/// Things ("Iranian missiles") do not: whose they are may be who acts.
fn tells(actor: &ActorMention, word: usize) -> bool {
    let somebody = actor.kind != ActorKind::Description || !actor.participant.sectors.is_empty();
    somebody && actor.tokens.contains(&word)
}

fn is_modifier(sentence: &Sentence, word: usize) -> bool {
    let token = &sentence.tokens[word];
    token.has_relation(&["amod", "compound", "nmod:poss"]) && matches!(token.upos, "ADJ" | "PROPN")
}

/// The state that a word of nationality names.
fn by_nationality(
    analysis: &Analysis,
    actors: &ActorList,
    index: usize,
    sentence: &Sentence,
    word: usize,
) -> Option<ActorMention> {
    let code = actors.nationality(&sentence.tokens[word].form)?;
    let name = actors.country_name(code)?;
    Some(ActorMention {
        sentence: index,
        tokens: word..word + 1,
        head: word,
        participant: Participant {
            span: analysis.text.span(sentence.bytes_of(word..word + 1)),
            name: name.to_owned(),
            id: Some(format!("country:{code}")),
            country: Some(code.to_owned()),
            sectors: Vec::new(),
            code: Some(code.to_owned()),
        },
        kind: ActorKind::Country,
    })
}
