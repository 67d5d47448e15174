//! Bytes to article: what was published, without the page around it.
//!
//! An [`Article`] is the headline and the paragraphs of one report, with what the page says about itself: byline, site,
//! address, language, day of publication. [`read`] takes a page or a plain text, in whatever encoding, compressed or not, and
//! never fails: what could not be read is said in [`Article::problems`].
//!
//! The way of a page: [`decompress`] → decode (a byte order mark wins, then a declared charset, then UTF-8, then a guess) →
//! a linear-time pass that bounds depth, number and length of its elements → metadata, and the element that holds the article →
//! blocks → the blocks that are not the article are dropped. The way of a plain text is the same without the markup: blank
//! lines divide it into blocks, hard-wrapped lines are joined.
//!
//! What is dropped is told by general features of a block, never by rules for a site; the phrases are data (`chrome.toml`).
//! In plain text every dropped stretch is reported in [`Article::dropped`] with its reason.
//! Characters are never rewritten: only runs of white space become one space, and control and zero-width characters go.
//!
//! Problem codes: `empty`, `binary`, `bad-bytes`, `truncated`, `too-deep`, `gzip-limit`, `gzip-broken`, `no-article`, `not-english`.
//!
//! ```
//! use dateline_page::{Hints, read};
//!
//! let text = "Army says convoy was hit\n\nA convoy was hit by mortar fire on Monday, the army said.\n\nLeave a Reply\n\nName *";
//! let article = read(text.as_bytes(), &Hints::default());
//! assert_eq!(article.title.as_deref(), Some("Army says convoy was hit"));
//! assert!(article.text.ends_with("the army said."));
//! assert_eq!(article.dropped[0].reason, "comment form");
//! ```
#![forbid(unsafe_code)]

mod article;
mod block;
mod bound;
mod chrome;
mod day;
mod decode;
mod gzip;
mod head;
mod html;
mod json_ld;
mod language;
mod lexicon;
mod metadata;
mod plain;
mod tokens;

pub use article::{Article, Hints, Kind, MAX_TEXT_BYTES, read};
pub use decode::MAX_SOURCE_BYTES;
pub use gzip::{MAX_UNPACKED_BYTES, decompress, is_gzip};
