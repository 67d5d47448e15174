//! What stands above the first paragraph: headline, byline, date line, standfirst, and menus before them.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::block::{Block, ratio};
use crate::day;
use crate::lexicon::key;

/// Blocks above the text that are looked at: more are a menu.
const DEEPEST: usize = 400;

/// What the head of a report tells.
#[derive(Debug, Default)]
pub(crate) struct Head {
    /// The block that is the headline.
    pub(crate) title: Option<usize>,
    /// The headline of a "Title: …" line.
    pub(crate) stated_title: Option<String>,
    /// Author line without "By".
    pub(crate) byline: Option<String>,
    /// Publication day and the line that it was read from.
    pub(crate) day: Option<(Date, String)>,
}

/// Reads the blocks before `first`, the first paragraph, and marks those that are not the article's.
pub(crate) fn read(
    blocks: &[Block],
    reasons: &mut [Option<&'static str>],
    first: usize,
    title: Option<&str>,
) -> Head {
    let mut head = Head::default();
    let above = blocks.get(..first.min(blocks.len())).unwrap_or_default();
    // A standfirst may be a sentence, with byline and date below it.
    let near = blocks
        .get(..(first + 4).min(blocks.len()))
        .unwrap_or_default();
    for (block, reason) in near.iter().zip(reasons.iter_mut()) {
        if !block.is_sentence()
            && reason.is_none_or(|reason| reason == "menu")
            && let Some(found) = head.take_line(block)
        {
            *reason = Some(found);
        }
    }
    head.title = match title.or(head.stated_title.as_deref()) {
        Some(title) => same_as(title, blocks, first),
        None if first < blocks.len() => choose(blocks, reasons, first),
        None => None,
    };
    let from = head.title.map_or(0, |at| at + 1);
    for (index, block) in above.iter().enumerate() {
        let Some(slot) = reasons.get_mut(index) else {
            continue;
        };
        if head.title == Some(index) {
            *slot = None;
        } else if slot.is_none() {
            *slot = (index < from && title.is_none() && block.word_count() <= 14
                || is_label(block))
            .then_some("links and labels");
        }
    }
    if let Some(slot) = head.title.and_then(|at| reasons.get_mut(at)) {
        *slot = None;
    }
    head
}

impl Head {
    /// Takes a byline, a date line or a "Label: value" line in; says what it is.
    fn take_line(&mut self, block: &Block) -> Option<&'static str> {
        let words = block.word_count();
        if let Some((label, value)) = labelled(block) {
            return self.take_labelled(&label, value, &block.text);
        }
        if let Some((author, date)) = signed_and_dated(block) {
            self.byline.get_or_insert(author);
            self.day.get_or_insert((date, block.text.clone()));
            return Some("byline");
        }
        if words <= 20
            && let Some(found) = day::of_date_line(&block.text)
        {
            self.day.get_or_insert((found, block.text.clone()));
            return Some("publication date");
        }
        if let Some(author) = byline(block) {
            self.byline.get_or_insert(author);
            return Some("byline");
        }
        None
    }

    fn take_labelled(&mut self, label: &str, value: &str, line: &str) -> Option<&'static str> {
        match label {
            "title" | "headline" => {
                self.stated_title.get_or_insert(value.to_owned());
                Some("front matter")
            }
            "author" | "byline" | "by" | "authors" => {
                self.byline.get_or_insert(value.to_owned());
                Some("byline")
            }
            "date" | "published" | "posted" | "publication date" | "published on" | "posted on"
            | "publish date" | "first published" => {
                let found = day::from_value(value)?;
                self.day.get_or_insert((found, line.to_owned()));
                Some("publication date")
            }
            "updated" | "last updated" | "last modified" | "modified" => Some("publication date"),
            "url" | "source" | "site" | "section" | "category" | "location" | "language" | "id" => {
                Some("front matter")
            }
            _ => None,
        }
    }
}

/// `Label: value`, the label of at most two words.
fn labelled(block: &Block) -> Option<(String, &str)> {
    let (label, value) = block.text.split_once(':')?;
    let short = label.split_whitespace().count() <= 2 && block.word_count() <= 40;
    let value = value.trim();
    (short && !value.is_empty()).then(|| (label.trim().to_lowercase(), value))
}

/// "By Jane Doe | March 12, 2003" and the like.
fn signed_and_dated(block: &Block) -> Option<(String, Date)> {
    let (front, rest) = block.text.split_once([',', '|', '•', '·', '/', '–', '—'])?;
    let author = byline(&Block::new(front.trim().to_owned(), 0..0))?;
    Some((author, day::of_date_line(rest)?))
}

/// The author of "By Jane Doe", "BY JANE DOE, CITY DESK".
fn byline(block: &Block) -> Option<String> {
    let author = block
        .text
        .strip_prefix("By ")
        .or_else(|| block.text.strip_prefix("BY "))?;
    let capitals = !author.contains(char::is_lowercase) && block.word_count() <= 6;
    let named = author.starts_with(char::is_uppercase) && (block.capital_share() > 0.5 || capitals);
    let plain = !block.text.ends_with(['!', '?', '”', '"']) && !author.contains(". ");
    (named && plain && block.word_count() <= 14).then(|| author.trim_end_matches('.').to_owned())
}

/// The block above (or just below) the first paragraph that says what `title` says.
fn same_as(title: &str, blocks: &[Block], first: usize) -> Option<usize> {
    let end = (first + 1).min(blocks.len());
    let above = blocks.get(..end)?;
    let equal = above
        .iter()
        .position(|block| key(&block.text) == key(title));
    equal.or_else(|| {
        above
            .iter()
            .take(DEEPEST)
            .position(|block| is_alike(title, &block.text))
    })
}

/// The headline as the page shows it, where the stated title is that with an outlet's name before or behind it.
pub(crate) fn as_shown(title: &str, blocks: &[Block]) -> Option<String> {
    let stated = key(title);
    let fits = |shown: &&Block| {
        let shown_key = key(&shown.text);
        let half = shown_key.len() * 2 >= stated.len() && shown_key.len() < stated.len();
        half && shown.word_count() >= 3
            && (stated.starts_with(&shown_key) || stated.ends_with(&shown_key))
    };
    blocks
        .iter()
        .take(12)
        .filter(|block| !block.is_sentence())
        .find(fits)
        .map(|block| block.text.clone())
}

/// Whether two headlines share at least four fifths of their words, and are of about the same length.
pub(crate) fn is_alike(one: &str, other: &str) -> bool {
    let (one, other) = (content(one), content(other));
    let shared = one.intersection(&other).count();
    shared >= 3 && ratio(shared, one.len().max(other.len())) >= 0.8
}

fn content(text: &str) -> BTreeSet<String> {
    text.split_whitespace()
        .map(key)
        .filter(|word| word.chars().count() >= 3)
        .collect()
}

/// The headline among the blocks above the text: the first that shares words with the text, else the first that can be one.
fn choose(blocks: &[Block], reasons: &[Option<&'static str>], first: usize) -> Option<usize> {
    let start = first.saturating_sub(DEEPEST);
    let free = |index: &usize| reasons.get(*index).is_some_and(Option::is_none);
    let candidates: Vec<usize> = (start..first)
        .filter(free)
        .filter(|index| blocks.get(*index).is_some_and(is_headline))
        .filter(|index| {
            !blocks
                .get(index + 1)
                .is_some_and(|next| next.text.starts_with(char::is_lowercase))
        })
        .collect();
    let body: Vec<&str> = blocks
        .iter()
        .skip(first)
        .take(3)
        .map(|block| block.text.as_str())
        .collect();
    let body = content(&body.join(" "));
    let shares = |index: &&usize| {
        let title = blocks
            .get(**index)
            .map(|block| content(&block.text))
            .unwrap_or_default();
        title
            .intersection(&body)
            .filter(|word| word.chars().count() >= 4)
            .count()
            >= 2
    };
    candidates
        .iter()
        .find(shares)
        .or(candidates.first())
        .copied()
}

/// Three to thirty-five words that do not end in a full stop and do not begin with a dateline.
fn is_headline(block: &Block) -> bool {
    let text = &block.text;
    let dateline = [") -", ") –", ") —", ")-", " -- "]
        .iter()
        .any(|mark| text.contains(mark));
    let open = text.ends_with(['.', ':', ',', ';', '-', '—', '–']);
    (3..=35).contains(&block.word_count()) && !open && !dateline
}

/// A few words that are no headline, no standfirst and no dateline ("KABUL, March 3").
fn is_label(block: &Block) -> bool {
    let first: String = block
        .text
        .chars()
        .take_while(|character| character.is_alphabetic())
        .collect();
    let shouted = first.chars().count() >= 3 && first.chars().all(char::is_uppercase);
    let dateline = shouted && block.text.contains([',', '('])
        || block.text.ends_with(['-', '—', '–', ':', ']']);
    block.word_count() <= 5 && !block.is_closed() && !block.has_quote() && !dateline
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headlines_are_alike_when_most_words_are_shared() {
        assert!(is_alike(
            "Army says convoy was hit near border",
            "Army Says Convoy Was Hit Near Border"
        ));
        assert!(!is_alike(
            "Army says convoy was hit near border",
            "Army denies it shelled the market"
        ));
    }

    #[test]
    fn bylines_name_somebody() {
        let author = |text: &str| byline(&Block::new(text.to_owned(), 0..0));
        assert_eq!(
            author("By Ana Example and Staff").as_deref(),
            Some("Ana Example and Staff")
        );
        assert_eq!(author("By the river, soldiers wait"), None);
    }
}
