//! The literate test form: annotated reports, and how a record is scored against them.
