//! What coding reads: the analysis with its grounded mentions, looked up by word.

use std::ops::Range;

use dateline_ground::{ActorKind, ActorMention, Grounded};
use dateline_parse::{Analysis, EntityKind, Sentence, Token};
use dateline_record::{Participant, Span};

use crate::lexicon::Lexicon;
use crate::syntax;

/// One report as the coding stages see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading<'a> {
    pub(crate) analysis: &'a Analysis,
    pub(crate) grounded: &'a Grounded,
    pub(crate) lexicon: &'a Lexicon,
}

/// Somebody or something in a slot of an event.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Filler {
    pub(crate) sentence: usize,
    pub(crate) head: usize,
    pub(crate) participant: Participant,
    pub(crate) kind: Option<ActorKind>,
}

impl<'a> Reading<'a> {
    pub(crate) fn sentence(&self, index: usize) -> Option<&'a Sentence> {
        self.analysis.sentences.get(index)
    }

    pub(crate) fn token(&self, sentence: usize, word: usize) -> Option<&'a Token> {
        self.sentence(sentence)?.tokens.get(word)
    }

    /// Lower-case lemma of a word; empty when there is no such word.
    pub(crate) fn lemma(&self, sentence: usize, word: usize) -> String {
        let token = self.token(sentence, word);
        token.map_or_else(String::new, |token| token.lemma.to_lowercase())
    }

    pub(crate) fn actor_at(&self, sentence: usize, head: usize) -> Option<&'a ActorMention> {
        let actors = &self.grounded.actors;
        let own = actors
            .iter()
            .find(|actor| actor.sentence == sentence && actor.head == head);
        own.or_else(|| {
            let covers = |actor: &&ActorMention| {
                actor.sentence == sentence
                    && actor.tokens.contains(&head)
                    && actor.kind != ActorKind::Description
            };
            actors.iter().find(covers)
        })
    }

    /// Whether the word belongs to a place name.
    fn place_at(&self, sentence: usize, head: usize) -> bool {
        let places = &self.grounded.places;
        places
            .iter()
            .any(|place| place.sentence == sentence && place.tokens.contains(&head))
    }

    /// Whether the word belongs to a time expression.
    pub(crate) fn is_time(&self, sentence: usize, head: usize) -> bool {
        let times = &self.grounded.times;
        times
            .iter()
            .any(|time| time.sentence == sentence && time.tokens.contains(&head))
    }

    /// The first sentence that bytes of the text touch, with the words there.
    pub(crate) fn words_in(&self, bytes: &Range<usize>) -> Option<(usize, Range<usize>)> {
        let sentences = &self.analysis.sentences;
        let index = sentences.partition_point(|sentence| sentence.bytes.end <= bytes.start);
        let tokens = &sentences.get(index)?.tokens;
        let touched = |word: &usize| {
            let token = &tokens[*word].bytes;
            token.start < bytes.end && bytes.start < token.end
        };
        let mut words = (0..tokens.len()).filter(touched);
        let first = words.next()?;
        Some((index, first..words.next_back().unwrap_or(first) + 1))
    }

    /// The span of a run of words.
    pub(crate) fn span(&self, sentence: usize, words: Range<usize>) -> Span {
        let Some(found) = self.sentence(sentence) else {
            return self.analysis.text.span(0..0);
        };
        self.analysis.text.span(found.bytes_of(words))
    }

    /// Whether the word is, or its participant is, of the class.
    pub(crate) fn is_class(&self, class: &str, sentence: usize, head: usize) -> bool {
        let Some(listed) = self.lexicon.classes.get(class) else {
            return false;
        };
        let lemma = self.lemma(sentence, head);
        if listed.lemmas.contains(&lemma) || (listed.places && self.place_at(sentence, head)) {
            return true;
        }
        let entity = self
            .sentence(sentence)
            .and_then(|found| found.entity_at(head));
        let is_person = entity.is_some_and(|entity| entity.kind == EntityKind::Person);
        let Some(actor) = self.actor_at(sentence, head) else {
            return listed.persons && is_person;
        };
        let participant = &actor.participant;
        (listed.known && (participant.id.is_some() || participant.country.is_some()))
            || (listed.persons && (is_person || actor.kind == ActorKind::Person))
            || participant
                .sectors
                .iter()
                .any(|sector| listed.sectors.contains(sector))
    }

    /// The participants that a noun phrase names: its head and what is coordinated with it, looked up as actors; a
    /// container ("members of the group") gives what it contains. `things`: also name what is no actor.
    pub(crate) fn fillers(&self, sentence: usize, head: usize, things: bool) -> Vec<Filler> {
        let Some(found) = self.sentence(sentence) else {
            return Vec::new();
        };
        let mut heads = vec![head];
        heads.extend(coordinated(found, head));
        let mut fillers = Vec::new();
        for head in heads {
            fillers.extend(self.filler(sentence, head, things));
        }
        fillers
    }

    fn filler(&self, sentence: usize, head: usize, things: bool) -> Option<Filler> {
        let found = self.sentence(sentence)?;
        let content = self.contained(found, head);
        if let Some(inner) = content {
            let inner_actor = self.actor_at(sentence, inner);
            if inner_actor.is_some() || things {
                return self.filler(sentence, inner, things);
            }
        }
        if let Some(actor) = self
            .actor_at(sentence, head)
            .map(|actor| self.informative(actor))
        {
            return Some(Filler {
                sentence,
                head,
                participant: actor.participant.clone(),
                kind: Some(actor.kind),
            });
        }
        things.then(|| self.thing(sentence, found, head)).flatten()
    }

    /// For a pronoun the mention before it that names whom it stands for; every other mention is its own.
    fn informative(&self, actor: &'a ActorMention) -> &'a ActorMention {
        if actor.kind != ActorKind::Pronoun {
            return actor;
        }
        let is_before =
            |other: &&ActorMention| (other.sentence, other.head) < (actor.sentence, actor.head);
        let is_same = |other: &&ActorMention| {
            other.kind != ActorKind::Pronoun
                && other.participant.id == actor.participant.id
                && other.participant.name == actor.participant.name
        };
        let mut before = self.grounded.actors.iter().filter(is_before);
        before.rfind(is_same).unwrap_or(actor)
    }

    /// The actor that a thing belongs to or comes from: "the union's demand", "the decision of the court".
    pub(crate) fn owner(&self, sentence: usize, head: usize) -> Vec<Filler> {
        let Some(found) = self.sentence(sentence) else {
            return Vec::new();
        };
        let owners = found.children(head).filter(|child| {
            let token = &found.tokens[*child];
            token.has_relation(&["nmod:poss", "amod", "compound"])
                || (token.has_relation(&["nmod"])
                    && matches!(
                        syntax::preposition(found, *child).as_str(),
                        "of" | "by" | "from"
                    ))
        });
        let mut fillers = owners.map(|owner| self.fillers(sentence, owner, false));
        fillers
            .find(|fillers| !fillers.is_empty())
            .unwrap_or_default()
    }

    /// The noun that a container noun contains: "dozens of [villagers]".
    fn contained(&self, sentence: &Sentence, head: usize) -> Option<usize> {
        let token = &sentence.tokens[head];
        let is_container = self
            .lexicon
            .containers
            .contains(&token.lemma.to_lowercase())
            || token.upos == "NUM";
        if !is_container {
            return None;
        }
        sentence.children(head).find(|child| {
            sentence.tokens[*child].has_relation(&["nmod"])
                && matches!(
                    syntax::preposition(sentence, *child).as_str(),
                    "of" | "from"
                )
        })
    }

    /// Something struck that is no actor ("a fuel depot"): named by its words, its country from its modifiers.
    fn thing(&self, index: usize, sentence: &Sentence, head: usize) -> Option<Filler> {
        let token = sentence.tokens.get(head)?;
        if !matches!(token.upos, "NOUN" | "PROPN") {
            return None;
        }
        let start = phrase_start(sentence, head);
        let span = self.span(index, start..head + 1);
        let country = self.modifier_country(index, sentence, head);
        Some(Filler {
            sentence: index,
            head,
            participant: Participant {
                name: span.text.clone(),
                span,
                id: None,
                code: country.clone(),
                country,
                sectors: Vec::new(),
            },
            kind: None,
        })
    }

    fn modifier_country(&self, index: usize, sentence: &Sentence, head: usize) -> Option<String> {
        let modifiers = sentence.children(head).filter(|child| {
            sentence.tokens[*child].has_relation(&["amod", "compound", "nmod:poss", "nmod"])
        });
        modifiers
            .filter_map(|child| self.actor_at(index, child))
            .find_map(|actor| actor.participant.country.clone())
    }
}

/// First word of the noun phrase that ends at `head`, without determiners and numbers.
pub(crate) fn phrase_start(sentence: &Sentence, head: usize) -> usize {
    let mut start = head;
    for child in sentence.children(head).filter(|child| *child < head) {
        let token = &sentence.tokens[child];
        let belongs = token.has_relation(&["amod", "compound", "flat", "nmod:poss"])
            && !matches!(token.upos, "NUM" | "DET");
        if belongs {
            start = start.min(phrase_start(sentence, child).min(child));
        }
    }
    start
}

/// Words coordinated with `head`.
pub(crate) fn coordinated(sentence: &Sentence, head: usize) -> Vec<usize> {
    let conjuncts = sentence.children(head).filter(|child| {
        let token = &sentence.tokens[*child];
        token.deprel == "conj"
            && matches!(
                token.upos,
                "NOUN" | "PROPN" | "PRON" | "NUM" | "ADJ" | "SYM"
            )
    });
    conjuncts.collect()
}
