//! Tags and text of an HTML page, read from left to right in one pass.
//!
//! This is not an HTML parser: it builds no tree, knows no insertion modes and never looks back. It exists so that
//! the size and the nesting of a page are known before a real parser sees it ([`crate::bound`]), and so that
//! metadata can be read without a tree. Time is linear in the input, whatever the input is.

use std::borrow::Cow;

use memchr::{memchr, memmem};

/// Attributes kept of one tag; the rest is skipped.
const MAX_ATTRIBUTES: usize = 32;
/// Bytes kept of one attribute value.
const MAX_VALUE: usize = 4096;

/// Elements whose content is not markup. Their end is searched for, and without an end they run to the end of the page.
const SCRIPTS: [&str; 2] = ["script", "style"];
/// Elements that hold nothing a reader reads (or, like `title`, nothing but text): taken whole when they are closed.
const WHOLE: [&str; 17] = [
    "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript", "svg", "math",
    "template", "object", "select", "canvas", "video", "audio", "button", "datalist",
];

/// A piece of a page.
#[derive(Debug)]
pub(crate) enum Token<'a> {
    /// Characters between tags, entities not resolved.
    Text(&'a str),
    /// A start tag.
    Open(Tag<'a>),
    /// An end tag, lower case.
    Close(Cow<'a, str>),
    /// A `script`, `style`, `title`, `svg`, … with what it holds.
    Whole(Tag<'a>, &'a str),
}

/// A start tag.
#[derive(Debug)]
pub(crate) struct Tag<'a> {
    /// Lower case.
    pub(crate) name: Cow<'a, str>,
    /// Name in lower case and value as written, in source order.
    pub(crate) attributes: Vec<(Cow<'a, str>, &'a str)>,
}

impl Tag<'_> {
    /// The value of an attribute, entities resolved, trimmed; `None` when absent.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        let (_, value) = self.attributes.iter().find(|(key, _)| key == name)?;
        Some(resolve(value).trim().to_owned())
    }
}

/// Resolves entities; numbers in the C1 range mean Windows-1252, as in every browser.
pub(crate) fn resolve(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let resolved = html_escape::decode_html_entities(text);
    if !resolved.chars().any(is_c1) {
        return resolved;
    }
    let mapped = resolved.chars().map(|character| {
        let byte = [u8::try_from(u32::from(character)).unwrap_or(b'?')];
        if is_c1(character) {
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
            text.chars().next().unwrap_or(character)
        } else {
            character
        }
    });
    Cow::Owned(mapped.collect())
}

fn is_c1(character: char) -> bool {
    ('\u{80}'..='\u{9f}').contains(&character)
}

/// Reads a page token by token.
pub(crate) struct Tokens<'a> {
    html: &'a str,
    at: usize,
    /// Names of [`WHOLE`] for which no end tag is left, so that it is not searched for again.
    endless: Vec<&'static str>,
    /// Whether a tag had more attributes than are kept.
    pub(crate) attributes_dropped: bool,
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(html: &'a str) -> Self {
        Self {
            html,
            at: 0,
            endless: Vec::new(),
            attributes_dropped: false,
        }
    }

    fn rest(&self) -> &'a [u8] {
        self.html.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn slice(&self, from: usize, to: usize) -> &'a str {
        self.html.get(from..to).unwrap_or_default()
    }

    /// Moves behind the next `byte`, or to the end.
    fn skip_past(&mut self, byte: u8) {
        self.at += memchr(byte, self.rest()).map_or(self.rest().len(), |found| found + 1);
    }

    /// Comments, doctypes, processing instructions, broken end tags: nothing to read.
    fn skip_declaration(&mut self) {
        if self.rest().starts_with(b"<!--") {
            let rest = self.rest().get(4..).unwrap_or_default();
            let end = memmem::find(rest, b"-->").map_or(rest.len(), |found| found + 3);
            self.at += 4 + end;
        } else {
            self.skip_past(b'>');
        }
    }

    fn text(&mut self) -> Token<'a> {
        let start = self.at;
        let rest = self.rest().get(1..).unwrap_or_default();
        self.at += 1 + memchr(b'<', rest).unwrap_or(rest.len());
        Token::Text(self.slice(start, self.at))
    }

    /// Reads a name up to white space or one of `stops`.
    fn name(&mut self, stops: &[u8]) -> Cow<'a, str> {
        let start = self.at;
        let ends = |byte: &u8| byte.is_ascii_whitespace() || stops.contains(byte);
        self.at += self
            .rest()
            .iter()
            .position(ends)
            .unwrap_or(self.rest().len());
        let name = self.slice(start, self.at);
        if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(name.to_ascii_lowercase())
        } else {
            Cow::Borrowed(name)
        }
    }

    fn skip_space(&mut self, also: u8) {
        let stays = |byte: &u8| !byte.is_ascii_whitespace() && *byte != also;
        self.at += self
            .rest()
            .iter()
            .position(stays)
            .unwrap_or(self.rest().len());
    }

    fn close(&mut self) -> Token<'a> {
        self.at += 2;
        let name = self.name(b"/>");
        self.skip_past(b'>');
        Token::Close(name)
    }

    fn open(&mut self) -> Token<'a> {
        self.at += 1;
        let name = self.name(b"/>");
        let mut attributes = Vec::new();
        loop {
            self.skip_space(b'/');
            match self.rest().first() {
                None => break,
                Some(b'>') => {
                    self.at += 1;
                    break;
                }
                Some(_) => {
                    let attribute = self.attribute();
                    if attributes.len() < MAX_ATTRIBUTES {
                        attributes.push(attribute);
                    } else {
                        self.attributes_dropped = true;
                    }
                }
            }
        }
        self.with_content(Tag { name, attributes })
    }

    fn attribute(&mut self) -> (Cow<'a, str>, &'a str) {
        let before = self.at;
        let name = self.name(b"/>=");
        if self.at == before {
            self.at += 1; // a stray "="
        }
        self.skip_space(b' ');
        if self.rest().first() != Some(&b'=') {
            return (name, "");
        }
        self.at += 1;
        self.skip_space(b' ');
        let value = self.value();
        let end = value.floor_char_boundary(MAX_VALUE);
        (name, value.get(..end).unwrap_or_default())
    }

    fn value(&mut self) -> &'a str {
        match self.rest().first() {
            Some(quote @ (b'"' | b'\'')) => {
                self.at += 1;
                let start = self.at;
                self.skip_past(*quote);
                let closed =
                    self.html.as_bytes().get(self.at - 1) == Some(quote) && self.at > start;
                self.slice(start, if closed { self.at - 1 } else { self.at })
            }
            _ => {
                let start = self.at;
                let ends = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'>';
                self.at += self
                    .rest()
                    .iter()
                    .position(ends)
                    .unwrap_or(self.rest().len());
                self.slice(start, self.at)
            }
        }
    }

    /// Takes the content along when the element is one that is read whole.
    fn with_content(&mut self, tag: Tag<'a>) -> Token<'a> {
        let script = SCRIPTS.contains(&tag.name.as_ref());
        let whole = WHOLE.iter().find(|name| **name == tag.name);
        let endless = |name: &&&'static str| self.endless.contains(*name);
        if !script && whole.is_none_or(|name| endless(&name)) {
            return Token::Open(tag);
        }
        match self.find_end(&tag.name) {
            Some(end) => {
                let content = self.slice(self.at, end);
                self.at = end;
                self.skip_past(b'>');
                Token::Whole(tag, content)
            }
            None if script => {
                self.at = self.html.len();
                Token::Whole(tag, "")
            }
            None => {
                self.endless.extend(whole);
                Token::Open(tag)
            }
        }
    }

    /// Where `</name` begins.
    fn find_end(&self, name: &str) -> Option<usize> {
        let rest = self.rest();
        memmem::find_iter(rest, b"</")
            .find(|found| {
                let after = rest.get(found + 2..).unwrap_or_default();
                let named = after.get(..name.len());
                named.is_some_and(|bytes| bytes.eq_ignore_ascii_case(name.as_bytes()))
                    && !after.get(name.len()).is_some_and(u8::is_ascii_alphanumeric)
            })
            .map(|found| self.at + found)
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = self.rest();
            let (first, second, third) = (rest.first()?, rest.get(1), rest.get(2));
            return Some(match (first, second) {
                (b'<', Some(b'!' | b'?')) => {
                    self.skip_declaration();
                    continue;
                }
                (b'<', Some(b'/')) if third.is_some_and(u8::is_ascii_alphabetic) => self.close(),
                (b'<', Some(b'/')) => {
                    self.skip_declaration();
                    continue;
                }
                (b'<', Some(byte)) if byte.is_ascii_alphabetic() => self.open(),
                _ => self.text(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(html: &str) -> Vec<String> {
        Tokens::new(html)
            .map(|token| match token {
                Token::Text(text) => text.to_owned(),
                Token::Open(tag) => format!("<{} {:?}>", tag.name, tag.get("a")),
                Token::Close(name) => format!("</{name}>"),
                Token::Whole(tag, content) => format!("<{}>{content}</>", tag.name),
            })
            .collect()
    }

    #[test]
    fn quotes_comments_and_scripts_do_not_confuse_it() {
        let html = "<!-- <p> --><DIV A='x>y' b>1 < 2<script>if (a</b) '</p>'</script></Div\n><title>T &amp; U</title>";
        let expected = [
            "<div Some(\"x>y\")>",
            "1 ",
            "< 2",
            "<script>if (a</b) '</p>'</>",
            "</div>",
            "<title>T &amp; U</>",
        ];
        assert_eq!(shape(html), expected);
    }

    #[test]
    fn unclosed_things_end_with_the_page() {
        assert_eq!(shape("<svg>text"), ["<svg None>", "text"]);
        assert_eq!(shape("<script>text"), ["<script></>"]);
        assert_eq!(shape("<p a=\"x>text"), ["<p Some(\"x>text\")>"]);
        assert_eq!(shape("<!-- text"), Vec::<String>::new());
        assert_eq!(shape("<"), ["<"]);
        assert_eq!(shape("<a ="), ["<a None>"]);
    }

    #[test]
    fn numbers_in_the_c1_range_are_windows_1252() {
        assert_eq!(resolve("Iran&#146;s &lt; &eacute;"), "Iran’s < é");
    }
}
