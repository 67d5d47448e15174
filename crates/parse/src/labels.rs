//! The model's label tables.

use dateline_encoder::Sizes;
use serde::Deserialize;

use crate::{EntityKind, ParseError};

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
    max_pieces: usize,
    max_word_pieces: usize,
    rel_rank: usize,
}

/// One BIO tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    /// No entity.
    Outside,
    /// The first word of an entity.
    Begin(EntityKind),
    /// A later word of an entity.
    Inside(EntityKind),
}

/// The tables that turn the network's numbers into names.
pub(crate) struct Labels {
    pub(crate) upos: Vec<&'static str>,
    pub(crate) xpos: Vec<String>,
    pub(crate) deprel: Vec<String>,
    /// Number of the label `root`.
    pub(crate) root: usize,
    pub(crate) tags: Vec<Tag>,
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
            upos: self.upos.len(),
            xpos: self.xpos.len(),
            ner: self.tags.len(),
            relations: self.deprel.len(),
            rank: self.width - 1,
        }
    }
}

fn upos(name: &str) -> Result<&'static str, ParseError> {
    UPOS.into_iter()
        .find(|known| *known == name)
        .ok_or_else(|| ParseError::Labels(format!("unknown part of speech {name}")))
}

fn tag(name: &str) -> Result<Tag, ParseError> {
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
