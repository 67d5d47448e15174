//! The model's label tables.

use dateline_encoder::Sizes;
use dateline_record::{EventType, Realis, Stance};
use serde::Deserialize;

use crate::bio::{Tag, table};
use crate::coreference::Lists;
use crate::path;
use crate::{EntityKind, EventRole, MentionKind, ParseError, Role, SayingRole};

/// The universal parts of speech.
const UPOS: [&str; 17] = [
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN",
    "PUNCT", "SCONJ", "SYM", "VERB", "X",
];

/// `labels.json` as written by training.
#[derive(Deserialize)]
struct File {
    upos: Vec<String>,
    xpos: Vec<String>,
    deprel: Vec<String>,
    ner: Vec<String>,
    event: Vec<String>,
    realis: Vec<String>,
    stance: Vec<String>,
    mention: Vec<String>,
    role: Vec<String>,
    event_role: Vec<String>,
    claim_role: Vec<String>,
    particles: Vec<String>,
    max_pieces: usize,
    max_word_pieces: usize,
    rel_rank: usize,
    #[serde(default)]
    coref: Lists,
}

/// The tables that turn the network's numbers into names.
pub(crate) struct Labels {
    pub(crate) upos: Vec<&'static str>,
    pub(crate) xpos: Vec<String>,
    pub(crate) deprel: Vec<String>,
    /// Number of the label `root`.
    pub(crate) root: usize,
    pub(crate) tags: Vec<Tag<EntityKind>>,
    /// Type and mode of each event label; none for the label `none`.
    pub(crate) events: Vec<Option<(EventType, Option<String>)>>,
    pub(crate) realis: Vec<Realis>,
    /// Stance of each cue label; none for the label `none`.
    pub(crate) stances: Vec<Option<Stance>>,
    pub(crate) mentions: Vec<Option<MentionKind>>,
    pub(crate) roles: Vec<Tag<Role>>,
    pub(crate) event_roles: Vec<Tag<EventRole>>,
    pub(crate) saying_roles: Vec<Tag<SayingRole>>,
    /// Words that end a trigger or cue without being its anchor ("called *off*").
    pub(crate) particles: Vec<String>,
    /// Words that coreference knows.
    pub(crate) coref: Lists,
    pub(crate) max_pieces: usize,
    pub(crate) max_word_pieces: usize,
    /// Components of a label's vector, the bias included.
    pub(crate) width: usize,
}

impl Labels {
    /// Reads `labels.json`.
    pub(crate) fn open(json: &str) -> Result<Self, ParseError> {
        let file: File =
            serde_json::from_str(json).map_err(|error| ParseError::Labels(error.to_string()))?;
        let missing = |what: &str| ParseError::Labels(what.to_owned());
        let root = file.deprel.iter().position(|label| label == "root");
        if file.max_pieces < 8
            || file.max_word_pieces == 0
            || file.max_word_pieces + 2 > file.max_pieces
        {
            return Err(missing("max_pieces and max_word_pieces do not fit"));
        }
        Ok(Self {
            upos: file
                .upos
                .iter()
                .map(|name| upos(name))
                .collect::<Result<_, _>>()?,
            root: root.ok_or_else(|| missing("no relation `root`"))?,
            tags: file
                .ner
                .iter()
                .map(|name| tag(name))
                .collect::<Result<_, _>>()?,
            events: named(&file.event, event)?,
            realis: named(&file.realis, Realis::from_name)?,
            stances: named(&file.stance, |name| optional(name, Stance::from_name))?,
            mentions: named(&file.mention, |name| optional(name, mention))?,
            roles: table(&named(&file.role, role)?),
            event_roles: table(&named(&file.event_role, event_role)?),
            saying_roles: table(&named(&file.claim_role, saying_role)?),
            particles: file.particles,
            coref: file.coref,
            xpos: file.xpos,
            deprel: file.deprel,
            max_pieces: file.max_pieces,
            max_word_pieces: file.max_word_pieces,
            width: file.rel_rank + 1,
        })
    }

    /// What the network's outputs are wide.
    pub(crate) fn sizes(&self) -> Sizes {
        Sizes {
            words: [
                self.upos.len(),
                self.xpos.len(),
                self.tags.len(),
                2,
                self.events.len(),
                self.realis.len(),
                self.stances.len(),
                self.mentions.len(),
            ],
            relations: self.deprel.len(),
            rank: self.width - 1,
            pairs: self.roles.len() + self.event_roles.len() + self.saying_roles.len(),
            paths: path::size(self.deprel.len()),
        }
    }
}

/// Reads every name of a table; none of them may be unknown.
fn named<T>(names: &[String], read: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, ParseError> {
    let read = |name: &String| {
        read(name).ok_or_else(|| ParseError::Labels(format!("unknown label {name}")))
    };
    names.iter().map(read).collect()
}

/// The label `none` stands for nothing, every other for what it names.
fn optional<T>(name: &str, read: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    if name == "none" {
        Some(None)
    } else {
        read(name).map(Some)
    }
}

/// `none`, `TYPE` or `TYPE/mode`.
#[allow(clippy::option_option)] // unknown, none, or an event
fn event(name: &str) -> Option<Option<(EventType, Option<String>)>> {
    let (kind, mode) = match name.split_once('/') {
        Some((kind, mode)) => (kind, Some(mode.to_owned())),
        None => (name, None),
    };
    optional(kind, |kind| {
        Some((EventType::from_name(kind)?, mode.clone()))
    })
}

fn mention(name: &str) -> Option<MentionKind> {
    match name {
        "person" => Some(MentionKind::Person),
        "group" => Some(MentionKind::Group),
        "place" => Some(MentionKind::Place),
        _ => None,
    }
}

fn role(name: &str) -> Option<Role> {
    match name {
        "TMP" => Some(Role::Time),
        "LOC" => Some(Role::Place),
        "NEG" => Some(Role::Negation),
        "MOD" => Some(Role::Modal),
        _ => name.strip_prefix("ARG")?.parse().ok().map(Role::Argument),
    }
}

fn event_role(name: &str) -> Option<EventRole> {
    match name {
        "actor" => Some(EventRole::Actor),
        "recipient" => Some(EventRole::Recipient),
        "where" => Some(EventRole::Place),
        "when" => Some(EventRole::Time),
        _ => None,
    }
}

fn saying_role(name: &str) -> Option<SayingRole> {
    match name {
        "speaker" => Some(SayingRole::Speaker),
        "content" => Some(SayingRole::Content),
        _ => None,
    }
}

fn upos(name: &str) -> Result<&'static str, ParseError> {
    UPOS.into_iter()
        .find(|known| *known == name)
        .ok_or_else(|| ParseError::Labels(format!("unknown part of speech {name}")))
}

fn tag(name: &str) -> Result<Tag<EntityKind>, ParseError> {
    if name == "O" {
        return Ok(Tag::Outside);
    }
    let unknown = || ParseError::Labels(format!("unknown entity tag {name}"));
    let (place, kind) = name.split_once('-').ok_or_else(unknown)?;
    let kind = match kind {
        "PER" => EntityKind::Person,
        "ORG" => EntityKind::Organisation,
        "LOC" => EntityKind::Place,
        "FAC" => EntityKind::Facility,
        "NORP" => EntityKind::Norp,
        "WEA" => EntityKind::Weapon,
        "EVT" => EntityKind::Event,
        "DATE" => EntityKind::Date,
        "QTY" => EntityKind::Quantity,
        _ => return Err(unknown()),
    };
    match place {
        "B" => Ok(Tag::Begin(kind)),
        "I" => Ok(Tag::Inside(kind)),
        _ => Err(unknown()),
    }
}
