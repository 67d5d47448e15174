//! What the model's heads read in a sentence: predicates, words that name events, attributions.

use std::ops::Range;

use dateline_parse::{Analysis, EventRole, Role, SayingRole, Sentence};
use dateline_record::{EventType, Realis, Span, Stance};
use serde::Serialize;

use super::rounded;

/// A verb or event noun with its arguments.
#[derive(Clone, Debug, Serialize)]
pub struct FoundPredicate {
    /// The word.
    pub span: Span,
    /// Its arguments, in text order.
    pub roles: Vec<FoundRole>,
}

/// Words that name an event.
#[derive(Clone, Debug, Serialize)]
pub struct FoundTrigger {
    /// The words.
    pub span: Span,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub event_type: EventType,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// Whether it is told as real.
    pub realis: Realis,
    /// The model's probability of the type, rounded to two places.
    pub score: f64,
    /// Actor, recipient, place and time in the sentence, in text order.
    pub roles: Vec<FoundRole>,
}

/// Words that attribute something to somebody.
#[derive(Clone, Debug, Serialize)]
pub struct FoundSaying {
    /// The words of the cue.
    pub span: Span,
    /// What the speaker does with the content.
    pub stance: Stance,
    /// The model's probability that this is a cue, rounded to two places.
    pub score: f64,
    /// Speaker and content in the sentence, in text order.
    pub roles: Vec<FoundRole>,
}

/// Words in a role.
#[derive(Clone, Debug, Serialize)]
pub struct FoundRole {
    /// The role: `0` to `4`, `time`, `place`, `negation`, `modal` of a predicate; `actor`, `recipient`, `place`, `time` of
    /// an event; `speaker`, `content` of an attribution.
    pub role: String,
    /// The words.
    pub span: Span,
}

/// One sentence with the text that its words stand in.
#[derive(Clone, Copy)]
pub(super) struct Heads<'a> {
    pub(super) analysis: &'a Analysis,
    pub(super) sentence: &'a Sentence,
}

impl Heads<'_> {
    pub(super) fn predicates(self) -> Vec<FoundPredicate> {
        let predicates = self.sentence.predicates.iter();
        predicates
            .map(|predicate| FoundPredicate {
                span: self.span(predicate.word..predicate.word + 1),
                roles: self.roles(&predicate.fillers, argument),
            })
            .collect()
    }

    pub(super) fn triggers(self) -> Vec<FoundTrigger> {
        let triggers = self.sentence.triggers.iter();
        triggers
            .map(|trigger| FoundTrigger {
                span: self.span(trigger.words.clone()),
                event_type: trigger.event_type,
                mode: trigger.mode.clone(),
                realis: trigger.realis,
                score: rounded(f64::from(trigger.probability)),
                roles: self.roles(&trigger.fillers, |role| event_role(role).to_owned()),
            })
            .collect()
    }

    pub(super) fn sayings(self) -> Vec<FoundSaying> {
        let sayings = self.sentence.sayings.iter();
        sayings
            .map(|saying| FoundSaying {
                span: self.span(saying.cue.clone()),
                stance: saying.stance,
                score: rounded(f64::from(saying.probability)),
                roles: self.roles(&saying.fillers, |role| saying_role(role).to_owned()),
            })
            .collect()
    }

    fn roles<R: Copy>(
        self,
        fillers: &[dateline_parse::Filler<R>],
        name: impl Fn(R) -> String,
    ) -> Vec<FoundRole> {
        let fillers = fillers.iter();
        fillers
            .map(|filler| FoundRole {
                role: name(filler.role),
                span: self.span(filler.words.clone()),
            })
            .collect()
    }

    fn span(self, words: Range<usize>) -> Span {
        self.analysis.text.span(self.sentence.bytes_of(words))
    }
}

fn argument(role: Role) -> String {
    match role {
        Role::Argument(number) => number.to_string(),
        Role::Time => "time".to_owned(),
        Role::Place => "place".to_owned(),
        Role::Negation => "negation".to_owned(),
        Role::Modal => "modal".to_owned(),
    }
}

const fn event_role(role: EventRole) -> &'static str {
    match role {
        EventRole::Actor => "actor",
        EventRole::Recipient => "recipient",
        EventRole::Place => "place",
        EventRole::Time => "time",
    }
}

const fn saying_role(role: SayingRole) -> &'static str {
    match role {
        SayingRole::Speaker => "speaker",
        SayingRole::Content => "content",
    }
}
