//! Article to analysis: sentences, words, syntax and entities by the trained model.
//!
//! A [`Reader`] holds the model; [`Reader::read`] cuts a clean text into sentences and words, looks each word up in the
//! model's alphabet of word pieces, runs the network over batches of sentences, and decodes its scores to tags, a
//! dependency tree with one root and entities. It knows no coding rule and does no input or output.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let (labels, vocab, lemmas) = ("…", "…", "…"); // the contents of model/
//! let files = dateline_parse::ModelFiles { onnx: Vec::new().into(), labels, vocab, lemmas };
//! let analysis = dateline_parse::Reader::open(&files)?.read("Rockets hit Erbil on Friday.", false);
//! assert_eq!(analysis.sentences[0].tokens[0].form, "Rockets");
//! # Ok(())
//! # }
//! ```
#![forbid(unsafe_code)]

mod abbreviation;
mod analysis;
mod border;
mod character;
mod dateline;
mod decode;
mod entities;
mod error;
mod labels;
mod lemma;
mod pieces;
mod reader;
mod sentences;
mod sequence;
mod tree;
mod words;

pub use analysis::{Analysis, Entity, EntityKind, Sentence, Token};
pub use error::ParseError;
pub use reader::{MAX_BYTES, MAX_PIECES, ModelFiles, Reader};
