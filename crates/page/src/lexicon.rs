//! The phrases that pages address to their visitors, read from `chrome.toml`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::block::{Block, ratio};

/// The shipped phrases.
pub(crate) static LEXICON: LazyLock<Lexicon> =
    LazyLock::new(|| toml::from_str(include_str!("chrome.toml")).unwrap_or_default());

/// Words above which no block is told by a phrase.
const LONGEST: usize = 130;

/// What a heading announces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Opens {
    /// Nothing.
    #[default]
    Nothing,
    /// Headings and teasers of other articles.
    List,
    /// Everything behind it is not the article.
    Rest,
}

/// Phrases of one kind.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Group {
    pub(crate) reason: String,
    exact: BTreeSet<String>,
    starts: Vec<String>,
    counted: Vec<String>,
    contains: Vec<String>,
    pub(crate) opens: Opens,
    max_words: usize,
    later: bool,
}

/// Single words.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Words {
    interface: BTreeSet<String>,
    address: BTreeSet<String>,
    imperative: BTreeSet<String>,
    boxes: BTreeSet<String>,
    outlet: BTreeSet<String>,
}

/// All phrases.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Lexicon {
    group: Vec<Group>,
    words: Words,
}

/// Lower case, straight apostrophes, outer digits and punctuation stripped.
pub(crate) fn key(text: &str) -> String {
    let trimmed = text.trim_matches(|character: char| !character.is_alphabetic());
    trimmed.to_lowercase().replace(['’', '‘'], "'")
}

/// Whether `phrase` begins `text` and ends at a word's end.
fn begins(text: &str, phrase: &str) -> bool {
    text.strip_prefix(phrase).is_some_and(|rest| {
        !phrase.ends_with(char::is_alphanumeric) || !rest.starts_with(char::is_alphanumeric)
    })
}

fn holds(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let from = text.get(at..).unwrap_or_default();
        !before.ends_with(char::is_alphanumeric) && begins(from, phrase)
    })
}

impl Group {
    fn matches(&self, key: &str, block: &Block, words: usize) -> bool {
        let counted = block
            .text
            .starts_with(|character: char| character.is_ascii_digit())
            || key.starts_with("one ");
        let short = words <= self.max_words && !(block.has_quote() && block.is_sentence());
        self.exact.contains(key)
            || (short
                && self
                    .starts
                    .iter()
                    .any(|phrase| begins(key, phrase.trim_end())))
            || (short && self.contains.iter().any(|phrase| holds(key, phrase)))
            || (counted
                && words <= 40
                && self
                    .counted
                    .iter()
                    .any(|phrase| begins(key.trim_start_matches("one "), phrase)))
    }
}

impl Lexicon {
    /// The group that a block belongs to by its phrases. `later`: whether a paragraph of the article came before.
    pub(crate) fn group(&self, block: &Block, later: bool) -> Option<&Group> {
        let words = block.word_count();
        if words > LONGEST || block.text.len() > 20 * LONGEST {
            return None;
        }
        let key = key(&block.text);
        self.group
            .iter()
            .find(|group| (later || !group.later) && group.matches(&key, block, words))
    }

    /// Copyright lines are told by their sign.
    pub(crate) fn is_copyright(block: &Block) -> bool {
        let text = block.text.trim_start();
        text.starts_with(['©', '®'])
            || text.to_ascii_lowercase().starts_with("(c) ")
            || (text.contains('©') && block.word_count() < 20)
    }

    /// A prompt to the visitor: interface words and direct address, unquoted, thick enough.
    pub(crate) fn is_prompt(&self, block: &Block) -> bool {
        let words: Vec<String> = block.words().map(key).collect();
        if words.is_empty() || words.len() > 45 || block.has_quote() {
            return false;
        }
        let count =
            |set: &BTreeSet<String>| words.iter().filter(|word| set.contains(*word)).count();
        let (interface, address) = (count(&self.words.interface), count(&self.words.address));
        let imperative = words
            .first()
            .is_some_and(|word| self.words.imperative.contains(word));
        let thick = ratio(interface + address + usize::from(imperative), words.len());
        interface >= 1 && (address >= 1 || imperative) && interface + address >= 2 && thick >= 0.3
    }

    /// Share of interface words.
    pub(crate) fn interface_share(&self, block: &Block) -> f32 {
        let words: Vec<String> = block.words().map(key).collect();
        let found = words
            .iter()
            .filter(|word| self.words.interface.contains(*word))
            .count();
        ratio(found, words.len())
    }

    /// Whether a class or id attribute names a box that is not the article.
    pub(crate) fn is_box(&self, attribute: &str) -> bool {
        attribute.split_whitespace().any(|class| {
            let class = class.to_ascii_lowercase().replace('_', "-");
            self.words.boxes.contains(&class)
                || class
                    .split('-')
                    .any(|part| part.len() > 3 && self.words.boxes.contains(part))
        })
    }

    /// Whether a word is one that outlets call themselves by.
    pub(crate) fn is_outlet_word(&self, word: &str) -> bool {
        self.words.outlet.contains(&key(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(text: &str) -> Option<&'static str> {
        let block = Block::new(text.to_owned(), 0..0);
        LEXICON
            .group(&block, true)
            .map(|group| group.reason.as_str())
    }

    #[test]
    fn the_data_file_is_read() {
        let read: Result<Lexicon, _> = toml::from_str(include_str!("chrome.toml"));
        assert!(read.unwrap().group.len() > 10);
        for group in &LEXICON.group {
            for phrase in group
                .exact
                .iter()
                .chain(&group.starts)
                .chain(&group.contains)
                .chain(&group.counted)
            {
                assert_eq!(*phrase, phrase.to_lowercase(), "in {}", group.reason);
            }
        }
    }

    #[test]
    fn phrases_match_whole_words_of_short_blocks() {
        assert_eq!(reason("12 Comments"), Some("comment form"));
        assert_eq!(reason("Comments (12)"), Some("comment form"));
        assert_eq!(
            reason("3 thoughts on “Convoy hit near border”"),
            Some("comment form")
        );
        assert_eq!(reason("Share this:"), Some("share buttons"));
        assert_eq!(reason("Share prices fell sharply after the attack."), None);
        assert_eq!(
            reason("“Sign up for the army,” the general told a crowd of students on Friday."),
            None
        );
        assert_eq!(reason("Responses to the attack differed widely"), None);
        assert_eq!(reason("Readership of the paper grew"), None);
    }

    #[test]
    fn prompts_are_thick_with_interface_words() {
        let prompt = |text: &str| LEXICON.is_prompt(&Block::new(text.to_owned(), 0..0));
        assert!(prompt(
            "Your reply will show the name of your Example account. Sign out"
        ));
        assert!(prompt(
            "Create your free profile or log in to save this article"
        ));
        assert!(!prompt(
            "Facebook said it had removed twelve accounts linked to the junta."
        ));
        assert!(!prompt(
            "Our correspondent saw three burnt cars and a body near the gate."
        ));
    }
}
