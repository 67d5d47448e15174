//! The bounded reader: any page in, a small and well-formed page out.
//!
//! HTML parsers that follow the standard take quadratic time, and some overflow the stack, on pages that nest
//! 100,000 elements. So before one of them reads a page, this pass rewrites it in linear time: scripts, styles,
//! drawings and forms' controls go; elements that only style text (`b`, `span`, `font`, …) go, their text stays; what is
//! left is balanced and limited in depth, number and length. The extraction behind it never sees anything else.

use std::ops::Range;

use dateline_record::Problem;

use crate::tokens::{Tag, Token, Tokens};

/// Elements open at one time. Pages of news sites nest block elements 15 to 40 deep.
const MAX_DEPTH: usize = 100;
/// Elements kept of one page. A long live blog has about 20,000.
const MAX_ELEMENTS: usize = 60_000;
/// Bytes kept of one attribute; only classes, ids and the like are kept at all.
const MAX_ATTRIBUTE: usize = 256;

/// Stands for a line break inside a paragraph, which the extraction loses. A private-use character: no text has it.
pub(crate) const LINE_BREAK: char = '\u{e000}';

/// A page that is safe to parse.
pub(crate) struct Bounded {
    /// Balanced markup.
    pub(crate) html: String,
    /// Elements were nested deeper than is kept; their text is kept.
    pub(crate) too_deep: bool,
    /// The page had more elements than are read; what follows them is missing.
    pub(crate) truncated: bool,
    /// A tag had more attributes than are read.
    pub(crate) attributes_dropped: bool,
}

impl Bounded {
    /// What was left out, as problems.
    pub(crate) fn problems(&self) -> impl Iterator<Item = Problem> {
        let depth =
            format!("elements nested deeper than {MAX_DEPTH} were flattened; their text was kept");
        let number =
            format!("the page has more than {MAX_ELEMENTS} elements; the rest was not read");
        let attributes = "a tag has too many attributes; the rest of them was ignored".to_owned();
        [
            (self.too_deep, "too-deep", depth),
            (self.truncated, "truncated", number),
            (self.attributes_dropped, "truncated", attributes),
        ]
        .into_iter()
        .filter(|(holds, _, _)| *holds)
        .map(|(_, code, message)| Problem::of_report(code, message))
    }
}

/// Rewrites a page within bounds.
pub(crate) fn bound(html: &str) -> Bounded {
    let mut writer = Writer::new();
    let mut tokens = Tokens::new(html);
    for token in tokens.by_ref() {
        if writer.elements >= MAX_ELEMENTS {
            writer.truncated = true;
            break;
        }
        match token {
            Token::Text(text) => writer.text(text),
            Token::Open(tag) => writer.open(&tag),
            Token::Close(name) => writer.close(&name),
            Token::Whole(..) => writer.space(),
        }
    }
    writer.close_down_to(0);
    Bounded {
        html: writer.html,
        too_deep: writer.too_deep,
        truncated: writer.truncated,
        attributes_dropped: tokens.attributes_dropped,
    }
}

/// What an element is to the extraction. Everything else is transparent: its tags go, its content stays.
#[rustfmt::skip]
const BLOCKS: [&str; 40] = [
    "a", "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "td", "th", "tr", "ul",
];
/// Kept attributes: what scoring by class and by role looks at.
const ATTRIBUTES: [&str; 6] = ["class", "id", "role", "href", "itemprop", "rel"];

/// An element whose end is still to come.
struct Open {
    /// Into [`BLOCKS`].
    index: usize,
    /// Where its start tag begins and ends in the output.
    tag: Range<usize>,
}

struct Writer {
    html: String,
    stack: Vec<Open>,
    /// How many of each of [`BLOCKS`] are on the stack.
    open: [usize; BLOCKS.len()],
    /// How many of each were left out because of their depth, and still await their end tag.
    left_out: [usize; BLOCKS.len()],
    elements: usize,
    too_deep: bool,
    truncated: bool,
}

impl Writer {
    fn new() -> Self {
        Self {
            html: String::new(),
            stack: Vec::with_capacity(MAX_DEPTH),
            open: [0; BLOCKS.len()],
            left_out: [0; BLOCKS.len()],
            elements: 0,
            too_deep: false,
            truncated: false,
        }
    }

    fn text(&mut self, text: &str) {
        if text.contains(['<', LINE_BREAK]) {
            let text = text.replace('<', "&lt;");
            self.html.push_str(&text.replace(LINE_BREAK, " "));
        } else {
            self.html.push_str(text);
        }
    }

    fn space(&mut self) {
        if !self.html.ends_with(' ') {
            self.html.push(' ');
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        let name = tag.name.as_ref();
        if name == "br" || name == "hr" {
            self.elements += 1;
            self.html
                .push_str(if name == "br" { "<br>" } else { "<hr>" });
            if name == "br" {
                self.html.push(LINE_BREAK);
            }
            return;
        }
        let Some(index) = index_of(name) else { return };
        self.close_implied(name);
        if name == "body" && self.open.get(index).is_some_and(|count| *count > 0) {
            return;
        }
        if self.stack.len() >= MAX_DEPTH {
            self.too_deep = true;
            self.space();
            if let Some(count) = self.left_out.get_mut(index) {
                *count += 1;
            }
            return;
        }
        self.write_open(tag, index);
    }

    fn write_open(&mut self, tag: &Tag<'_>, index: usize) {
        self.elements += 1;
        let start = self.html.len();
        self.html.push('<');
        self.html.push_str(&tag.name);
        for name in ATTRIBUTES {
            let Some(value) = tag.get(name) else { continue };
            let end = value.floor_char_boundary(MAX_ATTRIBUTE);
            let value = value.get(..end).unwrap_or_default();
            let escaped = html_escape::encode_double_quoted_attribute(value);
            self.html.push_str(&format!(" {name}=\"{escaped}\""));
        }
        if is_hidden(tag) {
            self.html.push_str(" hidden");
        }
        self.html.push('>');
        let tag = start..self.html.len();
        self.stack.push(Open { index, tag });
        if let Some(count) = self.open.get_mut(index) {
            *count += 1;
        }
    }

    fn close(&mut self, name: &str) {
        let Some(index) = index_of(name) else { return };
        if let Some(count) = self.left_out.get_mut(index)
            && *count > 0
        {
            *count -= 1;
            self.space();
            return;
        }
        self.close_through(name, if name == "table" { &[] } else { &["table"] });
    }

    /// Ends the elements that HTML ends by itself when `name` begins.
    fn close_implied(&mut self, name: &str) {
        match name {
            "a" => self.close_through("a", &["table"]),
            "li" => self.close_through("li", &["ul", "ol", "table"]),
            "dt" | "dd" => {
                self.close_through("dt", &["dl", "table"]);
                self.close_through("dd", &["dl", "table"]);
            }
            "td" | "th" => {
                self.close_through("td", &["tr", "table"]);
                self.close_through("th", &["tr", "table"]);
            }
            "tr" | "tbody" => self.close_through("tr", &["table"]),
            _ => self.close_through("p", &["table", "td", "th", "caption"]),
        }
    }

    /// Ends the innermost `name` and all within it, unless one of `borders` lies between.
    fn close_through(&mut self, name: &str, borders: &[&str]) {
        let Some(index) = index_of(name) else { return };
        if self.open.get(index).is_none_or(|count| *count == 0) {
            return;
        }
        let is_border = |open: &Open| {
            BLOCKS
                .get(open.index)
                .is_some_and(|name| borders.contains(name))
        };
        let stop = self
            .stack
            .iter()
            .rposition(|open| open.index == index || is_border(open));
        if let Some(depth) = stop
            && self
                .stack
                .get(depth)
                .is_some_and(|open| open.index == index)
        {
            self.close_down_to(depth);
        }
    }

    /// Ends elements. One that holds nothing is taken back: pages of empty elements stay small.
    fn close_down_to(&mut self, depth: usize) {
        while self.stack.len() > depth {
            let Some(Open { index, tag }) = self.stack.pop() else {
                return;
            };
            if let Some(count) = self.open.get_mut(index) {
                *count -= 1;
            }
            let name = BLOCKS.get(index).copied().unwrap_or_default();
            let is_empty = self
                .html
                .get(tag.end..)
                .is_some_and(|inside| inside.trim().is_empty());
            if is_empty && !matches!(name, "td" | "th" | "body") {
                self.html.truncate(tag.start);
                self.elements -= 1;
                self.space();
            } else {
                if matches!(name, "td" | "th") {
                    self.html.push(LINE_BREAK); // the extraction unwraps cells
                }
                self.html.push_str("</");
                self.html.push_str(name);
                self.html.push('>');
            }
        }
    }
}

fn index_of(name: &str) -> Option<usize> {
    BLOCKS.binary_search(&name).ok()
}

fn is_hidden(tag: &Tag<'_>) -> bool {
    let style = tag.get("style").unwrap_or_default().to_ascii_lowercase();
    let style: String = style.split_whitespace().collect();
    tag.attributes.iter().any(|(name, _)| name == "hidden") || style.contains("display:none")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_for_the_search() {
        assert!(BLOCKS.is_sorted());
    }

    #[test]
    fn output_is_balanced_and_styling_is_gone() {
        let bounded = bound(
            "<div class=x onclick=y><p>One <b><i>two</b></i><p>three</div></div><li>four<li>5 < 6",
        );
        assert_eq!(
            bounded.html,
            "<div class=\"x\"><p>One two</p><p>three</p></div><li>four</li><li>5 &lt; 6</li>"
        );
        assert!(!bounded.too_deep && !bounded.truncated);
    }

    #[test]
    fn depth_and_number_are_capped_and_text_survives() {
        let deep = "<div>x".repeat(100_000) + "core" + &"</div>".repeat(100_000);
        let bounded = bound(&deep);
        assert!(bounded.too_deep && bounded.html.contains("core"));
        assert_eq!(bounded.html.matches("<div>").count(), MAX_DEPTH);
        let many = bound(&"<p>x</p>".repeat(MAX_ELEMENTS + 1));
        assert!(many.truncated && !many.too_deep);
    }
}
