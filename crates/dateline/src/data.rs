//! What the pipeline knows before it reads: the model, the map, the actors, the rules.

use dateline_code::{CodeData, RuleError};
use dateline_ground::{GroundData, GroundError};
use dateline_parse::{ModelFiles, ParseError};

include!(concat!(env!("OUT_DIR"), "/lists.rs"));

/// The files that the pipeline is opened with. Text files come with their names, for messages.
pub struct Data<'a> {
    /// The trained model.
    pub model: ModelFiles<'a>,
    /// The gazetteer and the actors.
    pub ground: GroundData<'a>,
    /// The rules of events, claims, tolls and links, and the tables of codes.
    pub code: CodeData<'a>,
}

/// Why the pipeline could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The model.
    #[error("model: {0}")]
    Model(#[from] ParseError),
    /// The gazetteer or the actors.
    #[error(transparent)]
    Ground(#[from] GroundError),
    /// The rules or the tables of codes.
    #[error(transparent)]
    Rules(#[from] RuleError),
}

impl Data<'static> {
    /// The data that the library carries: the shipped model, gazetteer, actors and rules.
    #[must_use]
    pub fn embedded() -> Self {
        Self {
            model: ModelFiles {
                weights: include_bytes!("../../../model/dateline.safetensors").into(),
                labels: include_str!("../../../model/labels.json"),
                vocab: include_str!("../../../model/vocab.txt"),
                lemmas: include_str!("../../../model/lemmas.tsv"),
            },
            ground: GroundData {
                gazetteer: include_bytes!("../../../gazetteer/places.bin"),
                actors: ACTORS,
            },
            code: CodeData {
                rules: RULES,
                ontology: ONTOLOGY,
            },
        }
    }
}
