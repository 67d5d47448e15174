//! What can be wrong with the rule files.

/// A rule file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {message}; correct the file and build again")]
pub struct RuleError {
    /// Name of the file.
    pub file: String,
    /// What is wrong, with the name of the rule where there is one.
    pub message: String,
}

impl RuleError {
    pub(crate) fn new(file: &str, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            message: message.into(),
        }
    }
}
