//! What the reader found in a text: sentences, words, syntax, entities.
//!
//! [`Analysis`] is the one type that grounding and coding read. All positions are byte ranges into
//! [`Analysis::text`]; words are counted inside their sentence, from 0.

use std::ops::Range;

use dateline_record::Text;

use crate::{Chain, MentionHead, Predicate, Saying, Trigger};

/// The reading of one clean text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    /// The clean text: title line first, then paragraphs separated by a blank line.
    pub text: Text,
    /// Sentences in text order; a sentence never crosses a paragraph border.
    pub sentences: Vec<Sentence>,
    /// The persons, groups and places with their mentions, in the order of their first mentions.
    pub chains: Vec<Chain>,
}

/// One sentence with its syntax tree and entities.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sentence {
    /// Byte range in the text, without surrounding white space.
    pub bytes: Range<usize>,
    /// Number of the paragraph, from 0 (paragraph 0 is the title when [`Sentence::is_title`]).
    pub paragraph: usize,
    /// Whether this is the headline.
    pub is_title: bool,
    /// Whether the network did not read it, because its words say that it can hold no event, claim or toll: it has
    /// words and nothing else.
    pub is_spared: bool,
    /// The words, in order.
    pub tokens: Vec<Token>,
    /// Entities in order, not overlapping.
    pub entities: Vec<Entity>,
    /// Verbs and event nouns with their arguments, in order.
    pub predicates: Vec<Predicate>,
    /// Words that name events, in order.
    pub triggers: Vec<Trigger>,
    /// Attributions, in order.
    pub sayings: Vec<Saying>,
    /// Words that may head a mention of a person, group or place, in order; [`Analysis::chains`] holds those that do.
    pub mentions: Vec<MentionHead>,
}

/// One word as Universal Dependencies cuts them ("do" + "n't", "Iran" + "-" + "backed").
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Byte range in the text.
    pub bytes: Range<usize>,
    /// The word as written.
    pub form: String,
    /// Dictionary form, lower case except for proper nouns.
    pub lemma: String,
    /// Universal part of speech: `NOUN`, `VERB`, `PROPN`, …
    pub upos: &'static str,
    /// Penn Treebank tag: `VBD`, `NNS`, …
    pub xpos: String,
    /// Head word, or `None` for the root of the sentence.
    pub head: Option<usize>,
    /// Relation to the head: `nsubj`, `nsubj:pass`, `obl`, …
    pub deprel: String,
}

/// A named thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Words of the sentence.
    pub tokens: Range<usize>,
    /// What it is.
    pub kind: EntityKind,
    /// Probability of the kind, 0 to 1.
    pub score: f32,
}

/// What a named thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityKind {
    /// A person.
    Person,
    /// An organisation, army, party, armed or other group.
    Organisation,
    /// A place: country, city, region, river.
    Place,
    /// A facility: airport, base, bridge, building.
    Facility,
    /// A word of nationality, religion or political allegiance.
    Norp,
    /// A weapon.
    Weapon,
    /// A named event.
    Event,
    /// A date or time.
    Date,
    /// A quantity.
    Quantity,
}

impl Sentence {
    /// Words whose head is `head`, in order.
    pub fn children(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.tokens.len()).filter(move |word| self.tokens[*word].head == Some(head))
    }

    /// First child of `head` with one of the relations, subtypes included when only the main relation is named.
    #[must_use]
    pub fn child(&self, head: usize, relations: &[&str]) -> Option<usize> {
        self.children(head)
            .find(|word| self.tokens[*word].has_relation(relations))
    }

    /// All words below `head`, itself included, as a sorted list.
    #[must_use]
    pub fn subtree(&self, head: usize) -> Vec<usize> {
        (0..self.tokens.len())
            .filter(|word| self.is_within(*word, head))
            .collect()
    }

    /// Whether `word` is `head` or stands below it.
    #[must_use]
    pub fn is_within(&self, word: usize, head: usize) -> bool {
        let mut current = Some(word);
        for _ in 0..=self.tokens.len() {
            match current {
                Some(here) if here == head => return true,
                Some(here) => current = self.tokens.get(here).and_then(|token| token.head),
                None => return false,
            }
        }
        false
    }

    /// Byte range in the text from the first to the last of the words; empty when `words` is.
    #[must_use]
    pub fn bytes_of(&self, words: Range<usize>) -> Range<usize> {
        let tokens = self.tokens.get(words).unwrap_or_default();
        match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => first.bytes.start..last.bytes.end,
            _ => self.bytes.start..self.bytes.start,
        }
    }

    /// The entity that covers the word, if any.
    #[must_use]
    pub fn entity_at(&self, word: usize) -> Option<&Entity> {
        self.entities
            .iter()
            .find(|entity| entity.tokens.contains(&word))
    }

    /// The root word.
    #[must_use]
    pub fn root(&self) -> Option<usize> {
        self.tokens.iter().position(|token| token.head.is_none())
    }
}

impl Token {
    /// Whether the relation to the head is one of `relations`; `"nsubj"` also matches `"nsubj:pass"`.
    #[must_use]
    pub fn has_relation(&self, relations: &[&str]) -> bool {
        relations.iter().any(|relation| {
            self.deprel
                .strip_prefix(relation)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
        })
    }
}
