//! A page into blocks: the article is found by scoring its elements, then read off as paragraphs.
//!
//! The scoring is Mozilla's Readability as ported by `dom_smoothie`. It only ever sees what [`crate::bound`] wrote, so its
//! time and its stack are bounded by that. What it hands back is read with the same token reader as the page itself.

use dom_smoothie::{Config, Readability};

use crate::block::{Block, Form, normalise, ratio};
use crate::bound::LINE_BREAK;
use crate::lexicon::LEXICON;
use crate::tokens::{Tag, Token, Tokens, resolve};

/// Characters below which the scoring tries again with weaker filters. Short reports are common.
const SHORT_ARTICLE: usize = 200;

/// The blocks of the article, or, where scoring finds none, of the whole page.
pub(crate) fn blocks(bounded: &str) -> Vec<Block> {
    let found = article(bounded)
        .map(|content| read(&content))
        .unwrap_or_default();
    if found.iter().any(Block::is_closed) {
        return found;
    }
    read(bounded)
}

/// The markup of the element that holds the article.
fn article(bounded: &str) -> Option<String> {
    let config = Config {
        keep_classes: true,
        disable_json_ld: true,
        char_threshold: SHORT_ARTICLE,
        ..Config::default()
    };
    let mut reader = Readability::new(bounded, None, Some(config)).ok()?;
    reader
        .parse()
        .ok()
        .map(|article| article.content.to_string())
}

/// Reads markup off as blocks. Pictures, navigation and forms are left out; boxes are marked as such.
pub(crate) fn read(html: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    for token in Tokens::new(html) {
        match token {
            Token::Text(text) => reader.text(text),
            Token::Open(tag) => reader.open(&tag),
            Token::Close(name) => reader.close(&name),
            Token::Whole(..) => {}
        }
    }
    reader.flush();
    without_data_tables(unbox(reader.blocks))
}

/// Blocks read of one page. Element limits hold most pages below it; line breaks need a limit of their own.
const MAX_BLOCKS: usize = 50_000;

/// Elements left out with all they hold.
const SKIPPED: [&str; 5] = ["figure", "figcaption", "nav", "form", "caption"];

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    text: String,
    /// Characters of `text` inside links.
    linked: usize,
    /// Open elements: name, whether skipped, whether a box.
    open: Vec<(String, bool, bool)>,
    tables: usize,
}

impl Reader {
    fn is_in(&self, names: &[&str]) -> bool {
        self.open
            .iter()
            .any(|(name, _, _)| names.contains(&name.as_str()))
    }

    fn text(&mut self, text: &str) {
        if self.open.iter().any(|(_, skipped, _)| *skipped) {
            return;
        }
        let text = resolve(text);
        if self.is_in(&["pre"]) {
            let text = text.replace("\r\n", "\n");
            let mut parts = text.split("\n\n").peekable();
            while let Some(part) = parts.next() {
                self.text.push_str(part);
                if parts.peek().is_some() {
                    self.flush();
                }
            }
            return;
        }
        if self.is_in(&["a"]) {
            self.linked += text.trim().chars().count();
        }
        self.text.push_str(&text);
    }

    fn open(&mut self, tag: &Tag<'_>) {
        let name = tag.name.as_ref();
        if name == "br" {
            return; // the bounded page has a mark behind it
        }
        if name == "hr" || name == "img" {
            return self.flush();
        }
        if is_block(name) {
            self.flush();
        }
        self.tables += usize::from(name == "table");
        let skipped = SKIPPED.contains(&name);
        let attributes = ["class", "id"].map(|name| tag.get(name).unwrap_or_default());
        let boxed = name == "aside" || attributes.iter().any(|value| LEXICON.is_box(value));
        self.open.push((name.to_owned(), skipped, boxed));
    }

    fn close(&mut self, name: &str) {
        let Some(depth) = self.open.iter().rposition(|(open, _, _)| open == name) else {
            return;
        };
        if is_block(name) {
            self.flush();
        }
        self.open.truncate(depth);
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let linked = std::mem::take(&mut self.linked);
        if self.blocks.len() >= MAX_BLOCKS {
            return;
        }
        for part in lines(&text) {
            let clean = normalise(&part);
            if !clean.chars().any(char::is_alphanumeric) {
                continue;
            }
            let mut block = Block::new(clean, 0..0);
            block.links = ratio(linked, text.trim().chars().count()).min(1.0);
            block.form = self.form();
            block.boxed = self.open.iter().any(|(_, _, boxed)| *boxed);
            self.blocks.push(block);
        }
    }

    fn form(&self) -> Form {
        let innermost = self
            .open
            .iter()
            .rev()
            .find_map(|(name, _, _)| match name.as_str() {
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(Form::Heading),
                "li" => Some(Form::Item),
                "td" | "th" => Some(Form::Cell(self.tables)),
                "p" | "blockquote" => Some(Form::Paragraph),
                _ => None,
            });
        innermost.unwrap_or(Form::Paragraph)
    }
}

/// Divides a paragraph at line breaks, except where the sentence goes on behind one.
fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut blank = true;
    for line in text.split(LINE_BREAK).map(str::trim) {
        match lines.last_mut() {
            Some(last) if !blank && !line.is_empty() && goes_on(last, line) => {
                last.push(' ');
                last.push_str(line);
            }
            _ if !line.is_empty() => lines.push(line.to_owned()),
            _ => {}
        }
        blank = line.is_empty();
    }
    lines
}

/// Neither a short label nor a finished sentence before the break, or lower case behind it.
fn goes_on(before: &str, after: &str) -> bool {
    let closed = before.ends_with(['.', '!', '?', '”', '"', ':']);
    let label = before.split_whitespace().take(13).count() < 13;
    after.starts_with(char::is_lowercase) || (!closed && !label)
}

fn is_block(name: &str) -> bool {
    !matches!(name, "a" | "span" | "b" | "i" | "em" | "strong")
}

/// A class that marks a quarter of the text as a box names the article's own container.
fn unbox(mut blocks: Vec<Block>) -> Vec<Block> {
    let prose = |boxed: bool| -> usize {
        let counted = blocks
            .iter()
            .filter(|block| block.boxed == boxed && block.is_sentence());
        counted.map(Block::word_count).sum()
    };
    if prose(true) * 3 > prose(false) {
        for block in &mut blocks {
            block.boxed = false;
        }
    }
    blocks
}

/// Leaves out tables without a sentence: figures, not reporting. Tables that lay out a page keep their sentences.
fn without_data_tables(blocks: Vec<Block>) -> Vec<Block> {
    let table = |block: &Block| match block.form {
        Form::Cell(table) => Some(table),
        _ => None,
    };
    let prose: Vec<usize> = blocks
        .iter()
        .filter(|block| block.is_sentence())
        .filter_map(table)
        .collect();
    let keeps = |block: &Block| table(block).is_none_or(|table| prose.contains(&table));
    blocks.into_iter().filter(|block| keeps(block)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_become_paragraphs() {
        let html = "<h2>Background</h2><p>One <a href=x>two</a>&nbsp;three.</p><ul><li>Four<li>Five</ul>Six<br><br>seven it was,<br>and so on.\
            <figure><figcaption>Not this</figcaption></figure><table><tr><td>12<td>13</table>";
        let read: Vec<(String, Form)> = read(&crate::bound::bound(html).html)
            .into_iter()
            .map(|block| (block.text, block.form))
            .collect();
        let expected = [
            ("Background", Form::Heading),
            ("One two three.", Form::Paragraph),
            ("Four", Form::Item),
            ("Five", Form::Item),
            ("Six", Form::Paragraph),
            ("seven it was, and so on.", Form::Paragraph),
        ];
        assert_eq!(read, expected.map(|(text, form)| (text.to_owned(), form)));
    }
}
