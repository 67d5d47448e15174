//! How a report was read, sentence by sentence, for people who want to know why.

use dateline_code::Hit;
use dateline_parse::{Analysis, EntityKind, Sentence};
use dateline_record::{Mentions, Record, Span};
use serde::Serialize;

use crate::{Way, report};

mod heads;

use heads::Heads;
pub use heads::{FoundPredicate, FoundRole, FoundSaying, FoundTrigger};

/// A record with the way to it.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    /// What was found in each sentence, in text order.
    pub sentences: Vec<FoundSentence>,
    /// The record.
    pub record: Record,
}

/// What was found in one sentence.
#[derive(Clone, Debug, Serialize)]
pub struct FoundSentence {
    /// The sentence, in code points of `record.report.text`.
    pub span: Span,
    /// Whether it is the headline.
    pub is_title: bool,
    /// Whether the model did not read it, because its words say that it can hold no event, claim or toll.
    pub is_spared: bool,
    /// Its words with their syntax, from the model.
    pub words: Vec<FoundWord>,
    /// Its entities, from the model.
    pub entities: Vec<FoundEntity>,
    /// Its predicates with their arguments, from the model.
    pub predicates: Vec<FoundPredicate>,
    /// The words that name events, from the model.
    pub triggers: Vec<FoundTrigger>,
    /// Its attributions, from the model.
    pub sayings: Vec<FoundSaying>,
    /// What was grounded in it.
    pub mentions: Mentions,
    /// Which rules found an event in it.
    pub hits: Vec<FoundHit>,
}

/// One word.
#[derive(Clone, Debug, Serialize)]
pub struct FoundWord {
    /// The word as written.
    pub form: String,
    /// Dictionary form.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: String,
    /// Penn Treebank tag.
    pub xpos: String,
    /// Number of the head word in the sentence, from 1; 0: the root.
    pub head: usize,
    /// Relation to the head.
    pub deprel: String,
}

/// One mention of an event.
#[derive(Clone, Debug, Serialize)]
pub struct FoundHit {
    /// The words of the trigger.
    pub words: Vec<String>,
    /// The rule that found it.
    pub rule: String,
    /// The probability that the rule gives, rounded to two places.
    pub score: f64,
    /// Id of the event in the record that the mention belongs to.
    pub event: String,
}

/// One named thing.
#[derive(Clone, Debug, Serialize)]
pub struct FoundEntity {
    /// The words that name it.
    pub span: Span,
    /// What it is.
    pub kind: String,
    /// The model's probability of the kind, rounded to two places.
    pub score: f64,
}

impl Explanation {
    /// Of a report that was not read: there is only its record.
    pub(crate) const fn without_reading(record: Record) -> Self {
        Self {
            sentences: Vec::new(),
            record,
        }
    }
}

pub(crate) fn explain(way: &Way) -> Explanation {
    let mentions = report::mentions(&way.grounded);
    let hits = &way.coded.hits;
    let sentences = way.analysis.sentences.iter().enumerate();
    Explanation {
        sentences: sentences
            .map(|(index, sentence)| FoundSentence {
                hits: found_hits(sentence, hits.iter().filter(|hit| hit.sentence == index)),
                ..found_sentence(&way.analysis, sentence, &mentions)
            })
            .collect(),
        record: way.record.clone(),
    }
}

fn found_hits<'a>(sentence: &Sentence, hits: impl Iterator<Item = &'a Hit>) -> Vec<FoundHit> {
    let form = |word: &usize| Some(sentence.tokens.get(*word)?.form.clone());
    hits.map(|hit| FoundHit {
        words: hit.words.iter().filter_map(form).collect(),
        rule: hit.rule.clone(),
        score: rounded(hit.confidence),
        event: hit.event.clone(),
    })
    .collect()
}

fn rounded(probability: f64) -> f64 {
    (probability * 100.0).round() / 100.0
}

fn found_sentence(analysis: &Analysis, sentence: &Sentence, mentions: &Mentions) -> FoundSentence {
    let span = analysis.text.span(sentence.bytes.clone());
    let inside = |mention: &Span| span.overlaps(mention);
    let heads = Heads { analysis, sentence };
    FoundSentence {
        is_title: sentence.is_title,
        is_spared: sentence.is_spared,
        words: words(sentence),
        entities: entities(analysis, sentence),
        predicates: heads.predicates(),
        triggers: heads.triggers(),
        sayings: heads.sayings(),
        mentions: Mentions {
            times: kept(&mentions.times, |time| inside(&time.span)),
            places: kept(&mentions.places, |place| inside(&place.span)),
            actors: kept(&mentions.actors, |actor| inside(&actor.span)),
            quantities: kept(&mentions.quantities, |quantity| inside(&quantity.span)),
        },
        hits: Vec::new(),
        span,
    }
}

fn kept<T: Clone>(all: &[T], keep: impl Fn(&T) -> bool) -> Vec<T> {
    all.iter().filter(|item| keep(item)).cloned().collect()
}

fn words(sentence: &Sentence) -> Vec<FoundWord> {
    sentence
        .tokens
        .iter()
        .map(|token| FoundWord {
            form: token.form.clone(),
            lemma: token.lemma.clone(),
            upos: token.upos.to_owned(),
            xpos: token.xpos.clone(),
            head: token.head.map_or(0, |head| head + 1),
            deprel: token.deprel.clone(),
        })
        .collect()
}

fn entities(analysis: &Analysis, sentence: &Sentence) -> Vec<FoundEntity> {
    sentence
        .entities
        .iter()
        .map(|entity| FoundEntity {
            span: analysis.text.span(sentence.bytes_of(entity.tokens.clone())),
            kind: kind(entity.kind).to_owned(),
            score: rounded(f64::from(entity.score)),
        })
        .collect()
}

const fn kind(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "person",
        EntityKind::Organisation => "organisation",
        EntityKind::Place => "place",
        EntityKind::Facility => "facility",
        EntityKind::Norp => "nationality or group",
        EntityKind::Weapon => "weapon",
        EntityKind::Event => "event",
        EntityKind::Date => "date",
        EntityKind::Quantity => "quantity",
    }
}
