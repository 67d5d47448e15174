//! What can be wrong with the data.

/// Data that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {message}; rebuild or correct the file")]
pub struct GroundError {
    /// Name of the data file.
    pub file: String,
    /// What is wrong and where in the file.
    pub message: String,
}
