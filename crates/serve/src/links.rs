//! Addresses of pages. Ids come from outside, so all but letters and digits are percent-encoded.

use axum::http::Uri;
use dateline_ledger::Evidence;
use dateline_record::Span;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::error::PageError;

/// The full stop stays encoded: an id that ends in `.json` is not the twin of another page.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_');

/// The longest id that is looked up, in bytes.
const LONGEST_ID: usize = 1000;

pub(crate) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, KEPT).to_string()
}

pub(crate) fn incident(id: &str) -> String {
    format!("/incident/{}", encoded(id))
}

pub(crate) fn report(id: &str) -> String {
    format!("/report/{}", encoded(id))
}

/// The twin of a page whose address has no query.
pub(crate) fn twin(page: &str) -> String {
    format!("{page}.json")
}

/// The report's page, opened at `words` and with them marked.
pub(crate) fn words_in_report(report: &str, words: &Span) -> String {
    let (start, end) = (words.start, words.end);
    format!(
        "{}?mark={start}-{end}#{}",
        self::report(report),
        anchor(start, end)
    )
}

/// The report's page, opened at the evidence, with its words marked and its sentence set off.
pub(crate) fn evidence(evidence: &Evidence) -> String {
    let Span { start, end, .. } = evidence.span;
    let (from, to) = (evidence.sentence.start, evidence.sentence.end);
    let page = report(&evidence.report);
    format!(
        "{page}?mark={start}-{end}&within={from}-{to}#{}",
        anchor(start, end)
    )
}

/// The name of a place in a report's page.
pub(crate) fn anchor(start: usize, end: usize) -> String {
    format!("s{start}-{end}")
}

/// The address of a list with these fields in its query.
pub(crate) fn list(path: &str, pairs: &[(&'static str, String)]) -> String {
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect();
    if pairs.is_empty() {
        return path.to_owned();
    }
    format!("{path}?{}", pairs.join("&"))
}

/// The id that ends a page's address, its `.json` taken off.
pub(crate) fn id_in(uri: &Uri) -> Result<String, PageError> {
    let last = uri.path().rsplit('/').next().unwrap_or_default();
    let last = last.strip_suffix(".json").unwrap_or(last);
    if last.len() > LONGEST_ID * 3 {
        let message = format!("An id has at most {LONGEST_ID} bytes; this one is longer.");
        return Err(PageError::Unclear(message));
    }
    let id = percent_decode_str(last).decode_utf8();
    let id =
        id.map_err(|_| PageError::Unclear("The id in the address is not valid UTF-8.".to_owned()))?;
    Ok(id.into_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn any_id_survives_its_address() {
        for id in ["r1", "a/b?c#d", "día.json", "\"><script>", "50%"] {
            for address in [report(id), twin(&report(id))] {
                assert_eq!(id_in(&address.parse().unwrap()).unwrap(), id);
            }
        }
        assert!(!report("x.json").ends_with(".json"));
    }
}
