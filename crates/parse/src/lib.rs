//! Article to analysis: sentences, words, syntax, entities, roles, events and attributions by the trained model.
//!
//! A [`Reader`] holds the model; [`Reader::read`] cuts a clean text into sentences and words, looks each word up in the
//! model's alphabet of word pieces, runs the network over batches of sentences, and decodes its scores to tags, a
//! dependency tree with one root, entities, predicates, event triggers and cues with what fills their roles. It knows no coding rule and does no input or output.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let (labels, vocab, lemmas) = ("…", "…", "…"); // the contents of model/
//! let files = dateline_parse::ModelFiles { weights: Vec::new().into(), labels, vocab, lemmas };
//! let analysis = dateline_parse::Reader::open(&files)?.read("Rockets hit Erbil on Friday.", false);
//! assert_eq!(analysis.sentences[0].tokens[0].form, "Rockets");
//! # Ok(())
//! # }
//! ```
#![forbid(unsafe_code)]

mod abbreviation;
mod analysis;
mod anchors;
mod bio;
mod border;
mod character;
mod coreference;
mod dateline;
mod decode;
mod entities;
mod error;
mod frames;
mod gate;
mod labels;
mod lemma;
mod path;
mod pieces;
mod reader;
mod sentences;
mod sequence;
mod tree;
mod words;

pub use analysis::{Analysis, Entity, EntityKind, Sentence, Token};
pub use coreference::{Chain, ChainMention};
pub use error::ParseError;
pub use frames::{
    EventRole, Filler, MentionHead, MentionKind, Predicate, Role, Saying, SayingRole, Trigger,
};
pub use reader::{MAX_BYTES, MAX_PIECES, ModelFiles, Reader};

/// The words of each sentence of a clean text, as byte ranges, without reading them: what training cuts its texts by.
/// With `has_title` the first line is the headline.
#[must_use]
pub fn words(text: &str, has_title: bool) -> Vec<Vec<std::ops::Range<usize>>> {
    let shift = |sentence: &sentences::Stretch| {
        let start = sentence.bytes.start;
        let words = words::cut(&text[sentence.bytes.clone()]).into_iter();
        words
            .map(|word| start + word.start..start + word.end)
            .collect()
    };
    sentences::split(text, has_title)
        .iter()
        .map(shift)
        .collect()
}
