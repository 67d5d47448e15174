//! What can go wrong when the model is opened.

/// Why a [`crate::Reader`] could not be opened. Reading itself never fails.
#[derive(Debug, thiserror::Error)]
pub enum ParseError {
    /// `labels.json` is not the table that the parser expects.
    #[error("the model's label table cannot be read: {0}")]
    Labels(String),
    /// `vocab.txt` lacks a special piece.
    #[error("the model's vocabulary has no {0}")]
    Vocabulary(&'static str),
    /// The network is damaged or of another version.
    #[error("the model's network cannot be read: {0}")]
    Network(#[from] dateline_encoder::EncoderError),
}
