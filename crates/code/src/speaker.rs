//! Who speaks: the phrase, what kind of speaker it is, and which participant.

use std::ops::Range;

use dateline_ground::ActorKind;
use dateline_parse::{EntityKind, Sentence};
use dateline_record::SpeakerKind;

use crate::reading::{Filler, Reading};
use crate::setting::head_of;
use crate::voices::Voices;

/// Who speaks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SpeakerFound {
    pub(crate) sentence: usize,
    pub(crate) head: usize,
    /// Words of the phrase.
    pub(crate) words: Range<usize>,
    pub(crate) bytes: Range<usize>,
    pub(crate) kind: SpeakerKind,
    pub(crate) filler: Option<Filler>,
}

/// The speaker whom the model reads in the words: kind and participant; `None` when nobody speaks.
pub(crate) fn speaker(
    reading: &Reading<'_>,
    voices: &Voices,
    index: usize,
    sentence: &Sentence,
    words: &Range<usize>,
) -> Option<SpeakerFound> {
    let words = whole(sentence, words);
    let head = head_of(sentence, &words)?;
    if is_negative(sentence, head) {
        return None;
    }
    let filler = reading.fillers(index, head, true).into_iter().next();
    let kind = kind(reading, voices, index, head, &words, filler.as_ref());
    Some(SpeakerFound {
        sentence: index,
        head,
        bytes: sentence.bytes_of(words.clone()),
        words,
        kind,
        filler,
    })
}

/// The phrase through its noun, without preposition and article.
fn whole(sentence: &Sentence, words: &Range<usize>) -> Range<usize> {
    let last = &sentence.tokens[words.end - 1];
    let is_open = matches!(last.upos, "ADJ" | "ADP" | "DET");
    let noun = last.head.filter(|noun| is_open && *noun >= words.end);
    let words = &(words.start..noun.map_or(words.end, |noun| noun + 1));
    let opens = |word: &usize| {
        let token = &sentence.tokens[*word];
        let form = token.form.to_lowercase();
        token.upos == "ADP" || matches!(form.as_str(), "the" | "a" | "an")
    };
    let start = words.clone().find(|word| !opens(word));
    start.unwrap_or(words.start)..words.end
}

/// "no group", "nobody", "neither side": nobody speaks.
fn is_negative(sentence: &Sentence, head: usize) -> bool {
    let negative = |word: usize| {
        matches!(
            sentence.tokens[word].form.to_lowercase().as_str(),
            "no" | "nobody" | "none" | "neither" | "nothing"
        )
    };
    let mut below = sentence.children(head).filter(|child| *child < head);
    negative(head) || below.any(negative)
}

fn kind(
    reading: &Reading<'_>,
    voices: &Voices,
    index: usize,
    head: usize,
    words: &Range<usize>,
    filler: Option<&Filler>,
) -> SpeakerKind {
    let Some(sentence) = reading.sentence(index) else {
        return SpeakerKind::Unnamed;
    };
    let lemma = reading.lemma(index, head);
    let known = filler.is_some_and(|filler| {
        matches!(filler.kind, Some(ActorKind::Country | ActorKind::Group)) && filler.head == head
    });
    if known && sentence.tokens[head].upos == "PROPN" && !names_media(filler) {
        return SpeakerKind::Institution;
    }
    if sentence.tokens[head].upos == "PRON" {
        return antecedent_kind(reading, voices, filler).unwrap_or(SpeakerKind::Unnamed);
    }
    let person_at_head = sentence
        .entity_at(head)
        .is_some_and(|entity| entity.kind == EntityKind::Person);
    if person_at_head
        || (names_person(sentence, head, words) && !voices.speakers.body.contains(&lemma))
    {
        return SpeakerKind::NamedPerson;
    }
    let is_media = names_media(filler);
    if voices.speakers.document.contains(&lemma) {
        return SpeakerKind::Document;
    }
    if voices.speakers.unnamed.contains(&lemma) {
        return SpeakerKind::Unnamed;
    }
    if voices.speakers.media.contains(&lemma) || is_media {
        return SpeakerKind::Media;
    }
    if voices.speakers.body.contains(&lemma) {
        return SpeakerKind::Institution;
    }
    match filler.and_then(|filler| filler.kind) {
        Some(ActorKind::Person) => SpeakerKind::NamedPerson,
        Some(ActorKind::Country | ActorKind::Group) => SpeakerKind::Institution,
        _ if sentence.tokens[head].upos == "PROPN" => SpeakerKind::Institution,
        _ => SpeakerKind::Unnamed,
    }
}

fn names_media(filler: Option<&Filler>) -> bool {
    filler.is_some_and(|filler| {
        let sectors = &filler.participant.sectors;
        sectors.iter().any(|sector| sector == "JRN")
    })
}

/// "spokesman John Kirby": the head's own name, not the name of whom a body belongs to.
fn names_person(sentence: &Sentence, head: usize, words: &Range<usize>) -> bool {
    sentence.entities.iter().any(|entity| {
        entity.kind == EntityKind::Person
            && entity.tokens.start < words.end
            && words.start < entity.tokens.end
            && entity.tokens.clone().any(|word| {
                word == head
                    || (sentence.tokens[word].head == Some(head)
                        && sentence.tokens[word].has_relation(&[
                            "appos",
                            "flat",
                            "compound",
                            "nmod:desc",
                        ]))
            })
    })
}

/// What a pronoun stands for: a mention elsewhere of the same participant tells.
fn antecedent_kind(
    reading: &Reading<'_>,
    voices: &Voices,
    filler: Option<&Filler>,
) -> Option<SpeakerKind> {
    let participant = &filler?.participant;
    let actors = reading.grounded.actors.iter();
    let mention = actors
        .filter(|actor| actor.kind != ActorKind::Pronoun)
        .find(|actor| actor.participant.name == participant.name)?;
    match mention.kind {
        ActorKind::Person => Some(SpeakerKind::NamedPerson),
        ActorKind::Country | ActorKind::Group => Some(SpeakerKind::Institution),
        _ if voices
            .speakers
            .body
            .contains(&reading.lemma(mention.sentence, mention.head)) =>
        {
            Some(SpeakerKind::Institution)
        }
        _ => Some(SpeakerKind::Unnamed),
    }
}
