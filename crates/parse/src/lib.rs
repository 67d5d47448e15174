//! Article to analysis: sentences, words, syntax and entities by the trained model.
#![forbid(unsafe_code)]

mod analysis;

pub use analysis::{Analysis, Entity, EntityKind, Sentence, Token};
