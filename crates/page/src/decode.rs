//! Bytes to characters: encodings, binary files, the size limit.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use dateline_record::Problem;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::Kind;
use crate::tokens::{Token, Tokens};

/// Bytes that are read of one report: 8 MiB. Long pages of news sites have 1 to 3 MB, scripts included.
pub const MAX_SOURCE_BYTES: usize = 8 << 20;
/// Bytes of a page in which a charset declaration is looked for.
const DECLARATION_WINDOW: usize = 4096;
/// Bytes of a file by which text is told from binary data.
const SAMPLE: usize = 64 << 10;

/// First bytes of files that are not text, whatever follows.
const MAGIC: [&[u8]; 16] = [
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"%PDF-",
    b"PK\x03\x04",
    b"7z\xbc\xaf",
    b"Rar!\x1a",
    b"\x7fELF",
    b"OggS",
    b"BZh9",
    b"\xfd7zXZ",
    b"\x28\xb5\x2f\xfd",
    b"SQLite format 3",
    b"\xca\xfe\xba\xbe",
    b"\xd0\xcf\x11\xe0",
    b"wOF2",
];

/// Text, and what went wrong on the way to it.
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) html: bool,
    pub(crate) problems: Vec<Problem>,
}

impl Decoded {
    fn nothing(code: &str, message: &str) -> Self {
        Self {
            text: String::new(),
            html: false,
            problems: vec![Problem::of_report(code, message)],
        }
    }
}

/// Decodes a report. A byte order mark wins, then what a page declares, then UTF-8 if valid, then a guess.
pub(crate) fn decode(bytes: &[u8], kind: Kind) -> Decoded {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Decoded::nothing("empty", "the file is empty: there is nothing to code");
    }
    let marked = Encoding::for_bom(bytes)
        .map(|(encoding, _)| encoding)
        .or_else(|| unmarked_utf16(bytes));
    if marked.is_none() && is_binary(bytes) {
        return Decoded::nothing(
            "binary",
            "this is binary data, not text or HTML; convert it to text first",
        );
    }
    let html = match kind {
        Kind::Html => true,
        Kind::Text => false,
        Kind::Guess => looks_like_html(bytes),
    };
    let mut problems = Vec::new();
    let cut = cut(bytes);
    if cut.len() < bytes.len() {
        let message = format!(
            "longer than {} MiB; only the beginning was read",
            MAX_SOURCE_BYTES >> 20
        );
        problems.push(Problem::of_report("truncated", message));
    }
    let encoding = marked
        .or_else(|| html.then(|| declared(cut)).flatten())
        .unwrap_or_else(|| guess(cut));
    let (text, encoding, damaged) = encoding.decode(cut);
    if damaged {
        let count = text.matches('\u{fffd}').count();
        let name = encoding.name();
        let message =
            format!("{count} byte sequences are not valid {name}; each was replaced by U+FFFD");
        problems.push(Problem::of_report("bad-bytes", message));
    }
    Decoded {
        text: text.into_owned(),
        html,
        problems,
    }
}

/// At most [`MAX_SOURCE_BYTES`], not inside a UTF-8 character (nor, the limit being even, a UTF-16 unit).
fn cut(bytes: &[u8]) -> &[u8] {
    if bytes.len() <= MAX_SOURCE_BYTES {
        return bytes;
    }
    let continues = |end: usize| bytes.get(end).is_some_and(|byte| byte & 0xc0 == 0x80);
    let back = (0..4)
        .find(|back| !continues(MAX_SOURCE_BYTES - back))
        .unwrap_or(0);
    let back = back - back % 2 * usize::from(bytes.starts_with(&[0xff, 0xfe]));
    bytes.get(..MAX_SOURCE_BYTES - back).unwrap_or(bytes)
}

fn sample(bytes: &[u8]) -> &[u8] {
    bytes.get(..SAMPLE).unwrap_or(bytes)
}

/// More than 2 % control bytes, or a known beginning.
fn is_binary(bytes: &[u8]) -> bool {
    let sample = sample(bytes);
    let controls = sample
        .iter()
        .filter(|byte| matches!(byte, 0..=7 | 14..=26 | 28..=31 | 127))
        .count();
    MAGIC.iter().any(|magic| bytes.starts_with(magic)) || controls * 50 > sample.len()
}

/// UTF-16 without a byte order mark: nearly every second byte of Western text is zero.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = sample(bytes);
    let zeros = |parity: usize| {
        sample
            .iter()
            .skip(parity)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd, units) = (zeros(0), zeros(1), sample.len() / 2);
    match units {
        0..8 => None,
        _ if odd * 10 > units * 7 && even * 20 < units => Some(UTF_16LE),
        _ if even * 10 > units * 7 && odd * 20 < units => Some(UTF_16BE),
        _ => None,
    }
}

/// Bytes as characters of the same number, enough to read tags by.
fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

/// Whether the first non-blank thing is a tag, or tags are many.
fn looks_like_html(bytes: &[u8]) -> bool {
    let window = latin1(bytes.get(..DECLARATION_WINDOW).unwrap_or(bytes)).replace('\0', "");
    let start = window
        .trim_start_matches(['ï', '»', '¿', 'ÿ', 'þ'])
        .trim_start()
        .to_ascii_lowercase();
    let tags = [
        "html", "head", "body", "div", "p", "article", "main", "h1", "table", "meta", "title",
        "section", "b",
    ];
    let known = |token: &Token<'_>| match token {
        Token::Open(tag) | Token::Whole(tag, _) => tags.contains(&tag.name.as_ref()),
        Token::Close(name) => tags.contains(&name.as_ref()),
        Token::Text(_) => false,
    };
    if start.starts_with("<!doctype html") {
        return true;
    }
    let found = Tokens::new(&start).filter(known).take(3).count();
    found >= 3 || (found > 0 && start.starts_with('<'))
}

/// The charset that a page names in `<meta charset>`, `<meta http-equiv>` or its XML declaration.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let window = latin1(bytes.get(..DECLARATION_WINDOW).unwrap_or(bytes));
    let meta = Tokens::new(&window).find_map(|token| match token {
        Token::Open(tag) if tag.name == "meta" => tag
            .get("charset")
            .or_else(|| charset_of(&tag.get("content")?)),
        _ => None,
    });
    let xml = || {
        let declaration = window
            .trim_start()
            .strip_prefix("<?xml")?
            .split('>')
            .next()?;
        declaration
            .split("encoding=")
            .nth(1)?
            .split(['"', '\''])
            .nth(1)
            .map(str::to_owned)
    };
    let encoding = Encoding::for_label(meta.or_else(xml)?.as_bytes())?;
    // The declaration itself was read byte by byte, so it cannot be UTF-16.
    Some(if encoding.is_ascii_compatible() {
        encoding
    } else {
        UTF_8
    })
}

/// `text/html; charset=windows-1252`
fn charset_of(content: &str) -> Option<String> {
    let content = content.to_ascii_lowercase();
    let value = content.split("charset=").nth(1)?;
    Some(
        value
            .split(';')
            .next()?
            .trim_matches(['"', '\'', ' '])
            .to_owned(),
    )
}

/// UTF-8 where it is valid or nearly so, else what the byte statistics suggest.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut invalid = 0_usize;
    let mut multibyte = 0_usize;
    for chunk in bytes.utf8_chunks() {
        invalid += usize::from(!chunk.invalid().is_empty());
        multibyte += chunk
            .valid()
            .chars()
            .filter(|character| !character.is_ascii())
            .count();
    }
    if invalid == 0 || multibyte > 2 * invalid {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample_with_non_ascii(bytes), true);
    detector.guess(None, Utf8Detection::Deny)
}

/// A window that holds the first byte that decides.
fn sample_with_non_ascii(bytes: &[u8]) -> &[u8] {
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let start = first.saturating_sub(1024);
    let end = bytes.len().min(start + 4 * SAMPLE);
    bytes.get(start..end).unwrap_or(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(bytes: &[u8]) -> (String, Vec<String>) {
        let decoded = decode(bytes, Kind::Guess);
        (
            decoded.text,
            decoded
                .problems
                .into_iter()
                .map(|problem| problem.code)
                .collect(),
        )
    }

    #[test]
    fn marks_and_declarations_win() {
        assert_eq!(text_of(b"\xef\xbb\xbfCaf\xc3\xa9").0, "Café");
        assert_eq!(text_of(b"\xff\xfeO\0k\0").0, "Ok");
        assert_eq!(
            text_of(
                &"Troops left"
                    .encode_utf16()
                    .flat_map(u16::to_be_bytes)
                    .collect::<Vec<u8>>()
            )
            .0,
            "Troops left"
        );
        let page = b"<html><meta http-equiv=Content-Type content=\"text/html; charset=windows-1251\"><p>\xc4\xe0";
        assert!(text_of(page).0.ends_with("Да"));
        let page = b"<html><meta charset=utf-8><p>Iran\x92s</p>";
        assert_eq!(text_of(page).1, ["bad-bytes"]);
    }

    #[test]
    fn undeclared_bytes_are_guessed() {
        let (text, problems) =
            text_of(b"The minister\x92s plane left for S\xe3o Paulo on Friday, \x93on time\x94.");
        assert_eq!(
            text,
            "The minister’s plane left for São Paulo on Friday, “on time”."
        );
        assert!(problems.is_empty());
        let (text, problems) = text_of(
            "São Paulo, Bogotá, Mérida"
                .as_bytes()
                .iter()
                .copied()
                .chain(*b" \xff.")
                .collect::<Vec<u8>>()
                .as_slice(),
        );
        assert!(text.starts_with("São Paulo") && text.contains('\u{fffd}'));
        assert_eq!(problems, ["bad-bytes"]);
    }

    #[test]
    fn nothing_to_read() {
        assert_eq!(text_of(b"").1, ["empty"]);
        assert_eq!(text_of(b" \r\n").1, ["empty"]);
        assert_eq!(text_of(b"\x7fELF\x02\x01").1, ["binary"]);
        assert_eq!(text_of(&[0; 100]).1, ["binary"]);
        assert_eq!(text_of(b"%PDF-1.7 text").1, ["binary"]);
    }
}
