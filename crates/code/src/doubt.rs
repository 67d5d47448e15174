//! Doubts in the report's own voice: "could not be confirmed", "it was not clear whether".

use std::ops::Range;

use dateline_parse::Sentence;
use dateline_record::{Quoted, Stance};

use crate::attribution::Statement;
use crate::cues::CueTable;
use crate::reading::Reading;
use crate::speaker;
use crate::syntax;

/// Finds the doubts of the report, in text order.
pub(crate) fn find(reading: &Reading<'_>, cues: &CueTable) -> Vec<Statement> {
    let mut doubts = Vec::new();
    for index in 0..reading.analysis.sentences.len() {
        let Some(sentence) = reading.sentence(index) else {
            continue;
        };
        for word in 0..sentence.tokens.len() {
            doubts.extend(doubt_at(reading, cues, index, sentence, word));
        }
    }
    doubts
}

fn doubt_at(
    reading: &Reading<'_>,
    cues: &CueTable,
    index: usize,
    sentence: &Sentence,
    word: usize,
) -> Option<Statement> {
    let token = &sentence.tokens[word];
    let lemma = token.lemma.to_lowercase();
    let form = token.form.to_lowercase();
    let words = &cues.doubt;
    let negated = is_negated(sentence, word);
    let is_verb = words.verbs.contains(&lemma) && token.upos == "VERB";
    let is_adjective = token.upos != "VERB"
        && (words.adjectives.contains(&lemma) || words.adjectives.contains(&form));
    let is_negative =
        words.negative_adjectives.contains(&lemma) || words.negative_adjectives.contains(&form);
    let is_noun = words.nouns.contains(&lemma) && token.upos == "NOUN";
    let doubts = is_negative || (negated && (is_verb || is_adjective || is_noun));
    if !doubts || token.has_relation(&["amod"]) {
        return None;
    }
    let passive = is_verb && syntax::is_passive(sentence, word);
    let content = doubted(sentence, word, is_noun)?;
    // "Reuters could not verify": the doubter is named
    let subject = is_verb
        .then(|| {
            syntax::verb_slots(sentence, word)
                .into_iter()
                .find(|slot| slot.name == "subject")
        })
        .flatten();
    let speaker = subject.and_then(|slot| speaker::speaker(reading, cues, index, slot.head));
    if is_verb && !passive && speaker.is_none() {
        return None;
    }
    if !passive && is_verb && lemma == "know" {
        return None;
    }
    let start = first_auxiliary(sentence, word);
    Some(Statement {
        sentence: index,
        cue_word: word,
        cue: sentence.bytes_of(start..word + 1),
        content: sentence.bytes_of(content),
        stance: Stance::Doubts,
        quoted: Quoted::Indirect,
        speaker,
    })
}

fn is_negated(sentence: &Sentence, word: usize) -> bool {
    let negation = |word: usize| {
        sentence.children(word).any(|child| {
            matches!(
                sentence.tokens[child].lemma.to_lowercase().as_str(),
                "not" | "n't" | "never" | "no" | "neither" | "nor" | "unable"
            )
        })
    };
    let above = sentence.tokens[word].head;
    // "none of the accounts could be verified", "neither side could be reached"
    let subject = sentence.child(word, &["nsubj"]);
    let none = subject.is_some_and(|subject| {
        let form = sentence.tokens[subject].form.to_lowercase();
        matches!(form.as_str(), "none" | "neither" | "nothing") || negation(subject)
    });
    if none {
        return true;
    }
    negation(word)
        || above.is_some_and(|head| {
            sentence.tokens[word].has_relation(&["xcomp", "ccomp"])
                && (sentence.tokens[head].lemma.eq_ignore_ascii_case("unable")
                    || (sentence.tokens[head].lemma.eq_ignore_ascii_case("able") && negation(head)))
        })
}

/// The passive's subject, or the clause that follows.
fn doubted(sentence: &Sentence, word: usize, is_noun: bool) -> Option<Range<usize>> {
    let token = &sentence.tokens[word];
    let relations: &[&str] = if is_noun {
        &["nmod", "acl", "ccomp"]
    } else {
        &[
            "csubj",
            "ccomp",
            "nsubj:pass",
            "xcomp",
            "advcl",
            "obj",
            "nsubj",
        ]
    };
    let children = || sentence.children(word);
    let wanted = relations.iter().find_map(|relation| {
        children().find(|child| {
            let child = &sentence.tokens[*child];
            child.has_relation(&[relation])
                && !matches!(child.lemma.to_lowercase().as_str(), "it" | "there")
        })
    });
    let head = wanted.or_else(|| {
        // "…, though that could not be verified" hangs on what it doubts
        token
            .head
            .filter(|_| token.has_relation(&["advcl", "parataxis"]))
    })?;
    let words: Vec<usize> = sentence
        .subtree(head)
        .into_iter()
        .filter(|inner| {
            head == word || !sentence.is_within(*inner, word) || sentence.is_within(head, word)
        })
        .collect();
    Some(*words.first()?..*words.last()? + 1)
}

/// The cue runs from the first auxiliary ("could not be confirmed").
fn first_auxiliary(sentence: &Sentence, word: usize) -> usize {
    let parts = sentence.children(word).filter(|child| {
        *child < word
            && (sentence.tokens[*child].has_relation(&["aux", "cop"])
                || matches!(sentence.tokens[*child].lemma.as_str(), "not" | "n't" | "no"))
    });
    parts.min().unwrap_or(word)
}
