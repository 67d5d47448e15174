//! Addresses that stay one word: URLs, e-mail addresses, handles and tags.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

#[allow(clippy::unwrap_used)] // a constant pattern, tested
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r#"(?i)(?:\b(?:https?|ftp)://|\bwww\.)[^\s<>"'“”‘’()\[\]{}|]+"#,
        r"|\bmailto:\S+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
        r"|\b(?:[a-z0-9-]+\.)+(?:com|org|net|gov|edu|info|co\.uk|gov\.uk|ac\.uk)\b(?:/[^\s<>()]*)?",
        r"|^@\w+|^#[a-z]\w+"
    ))
    .unwrap()
});

/// The addresses in a chunk without white space, closing punctuation left out.
pub(super) fn find(chunk: &str) -> Vec<Range<usize>> {
    if !chunk
        .bytes()
        .any(|byte| matches!(byte, b'.' | b'@' | b'#' | b':'))
    {
        return Vec::new();
    }
    ADDRESS
        .find_iter(chunk)
        .filter_map(|found| {
            let address = found
                .as_str()
                .trim_end_matches(['.', ',', ';', ':', '!', '?', '-', '/', '\\']);
            let address = if found.as_str()[address.len()..].starts_with('/') {
                &found.as_str()[..=address.len()]
            } else {
                address
            };
            (!address.is_empty()).then(|| found.start()..found.start() + address.len())
        })
        .collect()
}
