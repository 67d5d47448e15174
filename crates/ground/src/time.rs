//! Time expressions to calendar intervals.
use dateline_parse::Analysis;
use dateline_record::Published;

use crate::TimeMention;

/// Finds and resolves every time expression.
#[must_use]
pub fn find(_analysis: &Analysis, _published: &Published) -> Vec<TimeMention> {
    Vec::new()
}
