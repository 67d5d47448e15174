//! Predicates, event triggers and attributions with what fills their roles.

use std::ops::Range;

use dateline_record::{EventType, Realis, Stance};

/// What a stretch of words is to a predicate (PropBank).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Numbered argument: 0 the one who acts, 1 what is acted upon, up to 4.
    Argument(u8),
    /// When.
    Time,
    /// Where.
    Place,
    /// "not", "never", "no".
    Negation,
    /// "may", "would", "must".
    Modal,
}

/// What a stretch of words is to an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EventRole {
    /// Who did it.
    Actor,
    /// To whom.
    Recipient,
    /// Where.
    Place,
    /// When.
    Time,
}

/// What a stretch of words is to a cue of attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SayingRole {
    /// Who says it.
    Speaker,
    /// What is said; a content broken by its cue has several stretches.
    Content,
}

/// A stretch of words of the sentence in a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filler<R> {
    /// The role.
    pub role: R,
    /// The words.
    pub words: Range<usize>,
}

/// A verb or event noun with its arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct Predicate {
    /// The word.
    pub word: usize,
    /// Its arguments, in text order.
    pub fillers: Vec<Filler<Role>>,
}

/// Words that name an event of a PLOVER type.
#[derive(Clone, Debug, PartialEq)]
pub struct Trigger {
    /// The words.
    pub words: Range<usize>,
    /// The word of them that the roles hang on.
    pub anchor: usize,
    /// PLOVER type.
    pub event_type: EventType,
    /// PLOVER mode, where one is likelier than none.
    pub mode: Option<String>,
    /// Probability of the type, 0 to 1.
    pub probability: f32,
    /// Whether it is told as real.
    pub realis: Realis,
    /// Actor, recipient, place, time in the same sentence.
    pub fillers: Vec<Filler<EventRole>>,
}

/// Words that mark an attribution, with what they attribute to whom in the same sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Saying {
    /// The cue.
    pub cue: Range<usize>,
    /// The word of it that the roles hang on.
    pub anchor: usize,
    /// What the speaker does with the content.
    pub stance: Stance,
    /// Probability that this is a cue, 0 to 1.
    pub probability: f32,
    /// Speaker and content.
    pub fillers: Vec<Filler<SayingRole>>,
}

impl Trigger {
    /// What fills a role, in text order.
    pub fn fillers(&self, role: EventRole) -> impl Iterator<Item = &Range<usize>> {
        self.fillers
            .iter()
            .filter(move |filler| filler.role == role)
            .map(|filler| &filler.words)
    }
}

impl Saying {
    /// The words of the speaker, where the sentence has them.
    #[must_use]
    pub fn speaker(&self) -> Option<&Range<usize>> {
        let mut fillers = self.fillers.iter();
        let speaker = fillers.find(|filler| filler.role == SayingRole::Speaker);
        speaker.map(|filler| &filler.words)
    }

    /// The words of the content: one stretch, or the parts around the cue.
    pub fn content(&self) -> impl Iterator<Item = &Range<usize>> {
        self.fillers
            .iter()
            .filter(|filler| filler.role == SayingRole::Content)
            .map(|filler| &filler.words)
    }
}

/// A word that may head a mention of a person, group or place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MentionHead {
    /// The word.
    pub word: usize,
    /// What the mention would name.
    pub kind: MentionKind,
    /// Probability that it is a mention, 0 to 1.
    pub probability: f32,
}

/// What kind of thing a mention names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MentionKind {
    /// A person or persons.
    Person,
    /// A body, company, armed or other group, a state that acts.
    Group,
    /// A place.
    Place,
}
