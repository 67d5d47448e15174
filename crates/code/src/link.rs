//! Links between events: what answers what, what is part of what.

use std::collections::BTreeSet;
use std::ops::Range;

use dateline_parse::Sentence;
use dateline_record::{EventType, Relation};
use serde::Deserialize;

use crate::error::RuleError;
use crate::merge::{Cluster, Mention};
use crate::reading::Reading;
use crate::syntax;

/// The words of `rules/links.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkWords {
    /// Nouns whose complement is answered: "in [retaliation] for".
    response_nouns: BTreeSet<String>,
    /// Prepositions between such a noun and what is answered.
    response_prepositions: BTreeSet<String>,
    /// Verbs whose object is answered: "avenge".
    response_verbs: BTreeSet<String>,
    /// Adjectives of an event that answers: "retaliatory".
    response_adjectives: BTreeSet<String>,
    /// Prepositions and conjunctions before what a reaction answers: "after", "over".
    reasons: BTreeSet<String>,
    /// Nouns of a larger whole: "part of".
    part_nouns: BTreeSet<String>,
}

/// A link between clusters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LinkFound {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) relation: Relation,
    pub(crate) bytes: Range<usize>,
}

impl LinkWords {
    pub(crate) fn parse((file, content): (&str, &str)) -> Result<Self, RuleError> {
        toml::from_str(content).map_err(|error| RuleError::new(file, error.to_string()))
    }
}

/// One report's mentions as links see them.
struct Linker<'a> {
    words: &'a LinkWords,
    mentions: &'a [Mention],
    clusters: &'a [Cluster],
}

/// Finds the links, in text order, one for each pair and relation.
pub(crate) fn find(
    reading: &Reading<'_>,
    words: &LinkWords,
    mentions: &[Mention],
    clusters: &[Cluster],
) -> Vec<LinkFound> {
    let linker = Linker {
        words,
        mentions,
        clusters,
    };
    let mut links: Vec<LinkFound> = Vec::new();
    for (index, sentence) in reading.analysis.sentences.iter().enumerate() {
        for word in 0..sentence.tokens.len() {
            let by_word = linker.link_at(index, sentence, word);
            let found = by_word.or_else(|| linker.refusal(index, sentence, word));
            let new = found.filter(|link| {
                link.from != link.to
                    && !links
                        .iter()
                        .any(|known| known.from == link.from && known.to == link.to)
            });
            links.extend(new);
        }
    }
    links
}

impl Linker<'_> {
    fn link_at(&self, index: usize, sentence: &Sentence, word: usize) -> Option<LinkFound> {
        let token = &sentence.tokens[word];
        let lemma = token.lemma.to_lowercase();
        let words = self.words;
        if words.response_adjectives.contains(&lemma) && token.has_relation(&["amod"]) {
            return self.answering_adjective(index, sentence, word);
        }
        if words.response_nouns.contains(&lemma) && token.upos == "NOUN" {
            return self.response_noun(index, sentence, word);
        }
        if words.response_verbs.contains(&lemma) && token.upos == "VERB" {
            let below = self.event_below(index, sentence, word, &[])?;
            let from = self.event_around(index, sentence, word, below)?;
            return self.link(
                from,
                below,
                Relation::ResponseTo,
                sentence.bytes_of(word..word + 1),
            );
        }
        if words.part_nouns.contains(&lemma) && token.upos == "NOUN" {
            let below = self.event_below(index, sentence, word, &["of"])?;
            let from = self.event_around(index, sentence, word, below)?;
            return self.link(
                from,
                below,
                Relation::PartOf,
                sentence.bytes_of(word..word + 1),
            );
        }
        if words.reasons.contains(&lemma) && token.has_relation(&["case", "mark"]) {
            return self.reason(index, sentence, word);
        }
        None
    }

    fn link(
        &self,
        from: usize,
        to: usize,
        relation: Relation,
        bytes: Range<usize>,
    ) -> Option<LinkFound> {
        (from != to).then_some(LinkFound {
            from,
            to,
            relation,
            bytes,
        })
    }

    /// "in retaliation for", "a response to": what hangs on the noun is answered.
    fn response_noun(&self, index: usize, sentence: &Sentence, word: usize) -> Option<LinkFound> {
        let prepositions: Vec<&str> = self
            .words
            .response_prepositions
            .iter()
            .map(String::as_str)
            .collect();
        let below = self.event_below(index, sentence, word, &prepositions)?;
        let from = self.event_around(index, sentence, word, below)?;
        let start = sentence
            .child(word, &["case"])
            .filter(|case| *case + 1 == word)
            .unwrap_or(word);
        self.link(
            from,
            below,
            Relation::ResponseTo,
            sentence.bytes_of(start..word + 1),
        )
    }

    /// "a retaliatory strike": it answers the event told of last before it.
    fn answering_adjective(
        &self,
        index: usize,
        sentence: &Sentence,
        word: usize,
    ) -> Option<LinkFound> {
        let head = sentence.tokens[word].head?;
        let from = self.cluster_at(index, head)?;
        let position = self
            .mentions
            .iter()
            .position(|mention| mention.found.sentence == index && mention.found.head == head)?;
        let actors = &self.mentions[position].found.actors;
        let earlier = || {
            self.mentions[..position]
                .iter()
                .enumerate()
                .rev()
                .filter(|(_, mention)| mention.event_type == self.mentions[position].event_type)
        };
        let struck = earlier().find(|(_, mention)| {
            mention.found.recipients.iter().any(|filler| {
                actors.iter().any(|actor| {
                    actor.participant.country.is_some()
                        && actor.participant.country == filler.participant.country
                })
            })
        });
        let (answered, _) = struck.or_else(|| earlier().next())?;
        let to = self.cluster_of(answered)?;
        self.link(
            from,
            to,
            Relation::ResponseTo,
            sentence.bytes_of(word..word + 1),
        )
    }

    /// "arrested after", "sanctions over", "on suspicion of": the reaction answers the event in the phrase.
    fn reason(&self, index: usize, sentence: &Sentence, word: usize) -> Option<LinkFound> {
        let inner = sentence.tokens[word].head?;
        let answered = self
            .cluster_at(index, inner)
            .or_else(|| self.event_below(index, sentence, inner, &[]))?;
        let outer = sentence.tokens[inner].head?;
        let reaction = self
            .cluster_at(index, outer)
            .or_else(|| self.event_around(index, sentence, inner, answered))?;
        let (reaction_type, answered_type) =
            (self.event_type(reaction)?, self.event_type(answered)?);
        let is_reaction = is_reactive(reaction_type)
            && is_provoking(answered_type)
            && reaction_type != answered_type;
        is_reaction
            .then(|| {
                self.link(
                    reaction,
                    answered,
                    Relation::ResponseTo,
                    sentence.bytes_of(word..word + 1),
                )
            })
            .flatten()
    }

    /// A refusal answers the demand or the offer told of last, in the same sentence or the one before.
    fn refusal(&self, index: usize, sentence: &Sentence, word: usize) -> Option<LinkFound> {
        let position = self.mentions.iter().position(|mention| {
            mention.found.sentence == index
                && mention.found.head == word
                && mention.event_type == EventType::Reject
        })?;
        let mut earlier = self.mentions[..position].iter();
        let asked = earlier.rposition(|mention| {
            mention.found.sentence + 1 >= index
                && matches!(mention.event_type, EventType::Request | EventType::Agree)
        })?;
        self.link(
            self.cluster_of(position)?,
            self.cluster_of(asked)?,
            Relation::ResponseTo,
            sentence.bytes_of(word..word + 1),
        )
    }

    fn event_type(&self, cluster: usize) -> Option<EventType> {
        let first = self.clusters.get(cluster)?.first()?;
        Some(self.mentions.get(*first)?.event_type)
    }

    /// The cluster whose trigger has its head at the word.
    fn cluster_at(&self, index: usize, word: usize) -> Option<usize> {
        let position = self.mentions.iter().position(|mention| {
            mention.found.sentence == index
                && (mention.found.head == word || mention.found.words.contains(&word))
        })?;
        self.cluster_of(position)
    }

    fn cluster_of(&self, mention: usize) -> Option<usize> {
        self.clusters
            .iter()
            .position(|cluster| cluster.contains(&mention))
    }

    /// The event closest below the word, under one of the prepositions when some are given.
    fn event_below(
        &self,
        index: usize,
        sentence: &Sentence,
        word: usize,
        prepositions: &[&str],
    ) -> Option<usize> {
        let tops: Vec<usize> = sentence
            .children(word)
            .filter(|child| {
                prepositions.is_empty()
                    || prepositions.contains(&syntax::preposition(sentence, *child).as_str())
            })
            .collect();
        let mut below: Vec<(usize, usize)> = tops
            .iter()
            .flat_map(|top| sentence.subtree(*top))
            .filter_map(|inner| Some((inner, self.cluster_at(index, inner)?)))
            .collect();
        below.sort_by_key(|(inner, _)| (depth(sentence, *inner), *inner));
        below.first().map(|(_, cluster)| *cluster)
    }

    /// The event that the phrase belongs to: up the tree, then the first other one of the sentence, then the last one before.
    fn event_around(
        &self,
        index: usize,
        sentence: &Sentence,
        word: usize,
        other: usize,
    ) -> Option<usize> {
        let mut current = sentence.tokens[word].head;
        for _ in 0..6 {
            let Some(here) = current else { break };
            let subject = sentence.child(here, &["nsubj", "nsubj:pass"]);
            let object = sentence.child(here, &["obj"]);
            let own = std::iter::once(here).chain(subject).chain(object);
            let found = own
                .filter_map(|candidate| self.cluster_at(index, candidate))
                .find(|cluster| *cluster != other);
            if found.is_some() {
                return found;
            }
            current = sentence.tokens[here].head;
        }
        let in_sentence = self
            .mentions
            .iter()
            .enumerate()
            .filter(|(_, mention)| mention.found.sentence == index);
        let mut clusters = in_sentence
            .filter_map(|(position, _)| self.cluster_of(position))
            .filter(|cluster| *cluster != other);
        clusters.next().or_else(|| {
            let before = self
                .mentions
                .iter()
                .rposition(|mention| mention.found.sentence < index)?;
            self.cluster_of(before).filter(|cluster| *cluster != other)
        })
    }
}

/// Types by which people answer what was done to them.
const fn is_reactive(event_type: EventType) -> bool {
    use EventType::{Coerce, Mobilize, Protest, Reject, Request, Retreat, Sanction, Threaten};
    matches!(
        event_type,
        Coerce | Mobilize | Protest | Reject | Request | Retreat | Sanction | Threaten
    )
}

/// Types that call for an answer.
const fn is_provoking(event_type: EventType) -> bool {
    use EventType::{Assault, Coerce, Mobilize, Protest, Sanction, Threaten};
    matches!(
        event_type,
        Assault | Coerce | Mobilize | Protest | Sanction | Threaten
    )
}

fn depth(sentence: &Sentence, word: usize) -> usize {
    let mut current = word;
    for depth in 0..sentence.tokens.len() {
        match sentence.tokens[current].head {
            Some(head) => current = head,
            None => return depth,
        }
    }
    sentence.tokens.len()
}
