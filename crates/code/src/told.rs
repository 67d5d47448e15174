//! One event as the questions about it see it: how it is told, and how somebody or something stands to it.

use dateline_parse::{Role, Sentence};
use dateline_record::Event;

use crate::assemble::Findings;
use crate::choice::{Answer, Candidate, Question};
use crate::merge::Mention;
use crate::syntax;

/// Sentences before an event in which answers are looked for.
const BEFORE: usize = 4;
/// Steps in the tree that a path of features may have on either side.
const LONGEST: usize = 4;

/// An event with its mentions.
pub(crate) struct Told<'a> {
    pub(crate) findings: &'a Findings<'a>,
    pub(crate) events: &'a [Event],
    pub(crate) index: usize,
    pub(crate) members: Vec<&'a Mention>,
}

/// A word of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct At {
    pub(crate) sentence: usize,
    pub(crate) head: usize,
}

impl<'a> Told<'a> {
    pub(crate) fn new(findings: &'a Findings<'a>, events: &'a [Event], index: usize) -> Self {
        let cluster = findings.clusters.get(index).into_iter().flatten();
        let members = cluster.filter_map(|member| findings.mentions.get(*member));
        Self {
            findings,
            events,
            index,
            members: members.collect(),
        }
    }

    pub(crate) fn event(&self) -> &'a Event {
        &self.events[self.index]
    }

    pub(crate) fn kind(&self) -> &'static str {
        self.event().plover.event_type.as_str()
    }

    /// Whether the place is in the sentences of the event or shortly before them.
    pub(crate) fn is_near(&self, at: At) -> bool {
        self.members.iter().any(|member| {
            let here = member.found.sentence;
            at.sentence <= here + 1 && here <= at.sentence.saturating_add(BEFORE)
        })
    }

    /// Whether the event is told by an active verb, a passive one, or a noun.
    pub(crate) fn voice(&self) -> &'static str {
        let body = self.members.iter().find(|member| !member.is_title);
        let told = body.or(self.members.first());
        let Some((member, sentence)) =
            told.and_then(|it| Some((it, self.findings.reading.sentence(it.found.sentence)?)))
        else {
            return "unread";
        };
        match sentence.tokens[member.found.head].upos {
            "VERB" if syntax::is_passive(sentence, member.found.head) => "passive",
            "VERB" => "active",
            _ => "noun",
        }
    }

    /// What speaks for "nobody" or "nothing".
    pub(crate) fn nothing(&self, question: Question, filled: &str) -> Candidate {
        let mut nothing = Candidate::new(Answer::Nothing);
        let event = self.event();
        let kind = self.kind();
        let mode = event.plover.mode.as_deref().unwrap_or("-");
        let voice = self.voice();
        let mut holds = |words: &[&str]| nothing.holds(question, words);
        holds(&["nothing"]);
        holds(&["nothing", kind]);
        holds(&["nothing", kind, mode]);
        holds(&["nothing", voice]);
        holds(&["nothing", kind, voice]);
        holds(&["nothing", event.realis.as_str()]);
        holds(&["nothing", filled]);
        holds(&["nothing", kind, filled]);
        if let Some(first) = self.members.first() {
            holds(&["nothing", "word", &first.lemma]);
        }
        nothing
    }

    /// Where the nearest of some words stands, seen from the trigger; `own` says whether it is the answer so far.
    pub(crate) fn standing(
        &self,
        candidate: &mut Candidate,
        question: Question,
        own: &str,
        all: &[At],
    ) {
        let kind = self.kind();
        let far = |member: &Mention, at: &At| {
            let gap = member.found.sentence.abs_diff(at.sentence);
            let late = at.sentence > member.found.sentence;
            let words = if gap == 0 {
                member.found.head.abs_diff(at.head)
            } else {
                0
            };
            (member.is_title, gap, late, words)
        };
        let pairs = self
            .members
            .iter()
            .flat_map(|member| all.iter().map(move |at| (far(member, at), *member, *at)));
        let Some(((title, gap, late, _), member, at)) = pairs.min_by_key(|(far, ..)| *far) else {
            return;
        };
        let Some(sentence) = self.findings.reading.sentence(at.sentence) else {
            return;
        };
        let place = match (gap, late) {
            (0, _) if at.head < member.found.head => "before",
            (0, _) => "behind",
            (1, true) => "next",
            (2, true) => "second",
            (1, false) => "last",
            (2, false) => "two",
            (_, false) => "long",
            _ => "later",
        };
        let relation = sentence.tokens[at.head].deprel.as_str();
        let mut holds = |words: &[&str]| candidate.holds(question, words);
        holds(&["at", own, place]);
        holds(&["at", own, place, kind]);
        holds(&["at", own, place, relation]);
        holds(&["at", own, if title { "title" } else { "body" }]);
        holds(&[
            "at",
            place,
            if sentence.is_title { "heading" } else { "text" },
        ]);
        if gap == 0 {
            let path = path(sentence, member.found.head, at.head);
            holds(&["path", own, &path]);
            holds(&["path", own, &path, kind]);
            for (anchor, role) in roles(sentence, at.head) {
                if anchor == member.found.head {
                    holds(&["role", own, &role, self.voice()]);
                    holds(&["role", &role, kind]);
                }
            }
        }
    }

    /// How another event stands to this one: below it in the tree, above it, in the same sentence, shortly before.
    pub(crate) fn relation(&self, other: usize) -> Option<&'static str> {
        let cluster = self.findings.clusters.get(other)?;
        let others = cluster
            .iter()
            .filter_map(|index| self.findings.mentions.get(*index));
        let ranks = others.flat_map(|other| {
            self.members.iter().filter_map(move |member| {
                let (here, there) = (member.found.sentence, other.found.sentence);
                if here == there {
                    let sentence = self.findings.reading.sentence(here)?;
                    let rank = if sentence.is_within(other.found.head, member.found.head) {
                        0
                    } else if sentence.is_within(member.found.head, other.found.head) {
                        1
                    } else {
                        2
                    };
                    return Some(rank);
                }
                (there < here && here <= there + 2).then(|| 2 + (here - there))
            })
        });
        const NAMES: [&str; 5] = ["below", "above", "beside", "previous", "earlier"];
        NAMES.get(ranks.min()?).copied()
    }
}

/// How the tree leads from one word to the other: relations upwards, then downwards.
fn path(sentence: &Sentence, from: usize, to: usize) -> String {
    let above = |word: usize| {
        let mut line = vec![word];
        while let Some(head) = sentence.tokens[line[line.len() - 1]].head {
            line.push(head);
            if line.len() > 2 * LONGEST {
                break;
            }
        }
        line
    };
    let (up, down) = (above(from), above(to));
    let Some(top) = up.iter().find(|word| down.contains(word)) else {
        return "none".to_owned();
    };
    let steps = |line: &[usize]| -> Vec<&str> {
        let below = line.iter().take_while(|word| *word != top);
        below
            .map(|word| sentence.tokens[*word].deprel.as_str())
            .collect()
    };
    let (up, down) = (steps(&up), steps(&down));
    if up.len() > LONGEST || down.len() > LONGEST {
        return "long".to_owned();
    }
    let down: Vec<&str> = down.into_iter().rev().collect();
    format!("{}>{}", up.join("."), down.join("."))
}

/// The predicates of which the word heads an argument, with the role.
fn roles(sentence: &Sentence, word: usize) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for predicate in &sentence.predicates {
        for filler in &predicate.fillers {
            let heads = filler.words.contains(&word)
                && sentence.tokens[word]
                    .head
                    .is_none_or(|head| !filler.words.contains(&head));
            if let (Role::Argument(number), true) = (filler.role, heads) {
                found.push((predicate.word, number.to_string()));
            }
        }
    }
    found
}

/// How many, roughly: numbers make too many features.
pub(crate) const fn roughly(count: usize) -> &'static str {
    match count {
        0 => "0",
        1 => "1",
        2 => "2",
        3 | 4 => "3",
        _ => "5",
    }
}
