//! What can be wrong with a model file.

/// Why the weights could not be read.
#[derive(Debug, thiserror::Error)]
pub enum EncoderError {
    /// The file has no readable header.
    #[error("it is damaged")]
    Damaged,
    /// A tensor is not there.
    #[error("it has no tensor `{0}`")]
    Missing(String),
    /// A tensor has another type or shape than the network's.
    #[error("its tensor `{0}` has another type or shape")]
    Shape(String),
}
