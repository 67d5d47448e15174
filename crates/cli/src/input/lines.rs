//! JSON Lines: one report an object, `{"id","text"|"html","url","published","title"}`.

use std::io::{BufRead, Read};

use dateline::Kind;
use serde::Deserialize;

use crate::input::{Input, MAX_BYTES, Step, Trouble};

/// The fields that are read of a line; others may be there.
#[derive(Debug, Deserialize)]
struct Fields {
    id: Option<Id>,
    text: Option<String>,
    html: Option<String>,
    url: Option<String>,
    published: Option<String>,
    title: Option<String>,
}

/// An id as databases give it.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(serde_json::Number),
}

impl Id {
    fn into_text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
        }
    }
}

/// The reports of one file of JSON Lines, read one line at a time.
pub(super) struct Lines {
    name: String,
    reader: Box<dyn BufRead>,
    number: u64,
    found: bool,
    ended: bool,
}

impl Lines {
    pub(super) fn new(name: &str, reader: Box<dyn BufRead>) -> Self {
        Self {
            name: name.to_owned(),
            reader,
            number: 0,
            found: false,
            ended: false,
        }
    }

    /// The report of the next line that is not blank.
    pub(super) fn next(&mut self) -> Option<Step> {
        while !self.ended {
            let mut line = Vec::new();
            let read = self
                .reader
                .by_ref()
                .take(MAX_BYTES + 1)
                .read_until(b'\n', &mut line);
            self.number += 1;
            match read {
                Err(error) => return Some(self.give_up(&format!("cannot be read on: {error}"))),
                Ok(0) => self.ended = true,
                Ok(length) if length as u64 > MAX_BYTES => {
                    let message = format!(
                        "the line is longer than {} MiB; it and what follows was left out",
                        MAX_BYTES >> 20
                    );
                    return Some(self.give_up(&message));
                }
                Ok(_) if line.trim_ascii().is_empty() => {}
                Ok(_) => {
                    self.found = true;
                    return Some(self.report(&line));
                }
            }
        }
        let empty = !std::mem::replace(&mut self.found, true);
        empty.then(|| {
            Err(Trouble {
                name: self.name.clone(),
                message: "holds no reports: there is no line that is not blank".to_owned(),
            })
        })
    }

    /// What cannot be read further: the file ends here.
    fn give_up(&mut self, message: &str) -> Step {
        self.ended = true;
        self.found = true;
        self.trouble(message)
    }

    fn trouble(&self, message: &str) -> Step {
        Err(Trouble {
            name: format!("{}:{}", self.name, self.number),
            message: message.to_owned(),
        })
    }

    fn report(&self, line: &[u8]) -> Step {
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        let fields: Fields = match serde_json::from_slice(line) {
            Ok(fields) => fields,
            Err(error) => {
                let why = if error.is_data() {
                    "not as it should be"
                } else {
                    "not a JSON object"
                };
                return self.trouble(&format!(
                    "{why}: {error} (the column counts bytes of this line); the line was left out"
                ));
            }
        };
        let (bytes, kind) = match (fields.text, fields.html) {
            (Some(text), _) => (text.into_bytes(), Kind::Text),
            (None, Some(html)) => (html.into_bytes(), Kind::Html),
            (None, None) => {
                return self.trouble("has neither \"text\" nor \"html\"; the line was left out");
            }
        };
        Ok(Input {
            name: format!("{}:{}", self.name, self.number),
            bytes,
            kind,
            id: fields.id.map(Id::into_text),
            url: fields.url,
            title: fields.title,
            published: fields.published,
        })
    }
}

/// Whether a file begins like JSON Lines: an object with a key. No report in prose or HTML does.
pub(super) fn look_like_lines(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let after_brace = head.trim_ascii_start().strip_prefix(b"{");
    after_brace.is_some_and(|rest| rest.trim_ascii_start().starts_with(b"\""))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn read(content: &'static [u8]) -> Vec<Step> {
        let mut lines = Lines::new("news.jsonl", Box::new(content));
        std::iter::from_fn(|| lines.next()).collect()
    }

    #[test]
    fn a_bad_line_is_named_and_the_rest_goes_on() {
        let steps = read(b"\xef\xbb\xbf{\"id\":7,\"text\":\"one\",\"more\":[]}\n\n{\"text\":\n{\"id\":\"x\"}\n{\"html\":\"<p>two\",\"published\":\"2024-03-05\"}");
        assert_eq!(steps.len(), 4);
        let first = steps[0].as_ref().unwrap();
        assert_eq!((first.id.as_deref(), first.kind), (Some("7"), Kind::Text));
        assert_eq!(steps[1].as_ref().unwrap_err().name, "news.jsonl:3");
        assert!(steps[2].as_ref().unwrap_err().message.contains("neither"));
        let last = steps[3].as_ref().unwrap();
        assert_eq!(
            (last.name.as_str(), last.kind),
            ("news.jsonl:5", Kind::Html)
        );
    }

    #[test]
    fn a_file_of_blank_lines_says_so_once() {
        let steps = read(b"\n \n");
        assert_eq!(steps.len(), 1);
        assert!(
            steps[0]
                .as_ref()
                .unwrap_err()
                .message
                .contains("no reports")
        );
    }

    #[test]
    fn lines_are_told_from_prose() {
        assert!(look_like_lines(b" { \"id\": 1"));
        assert!(!look_like_lines(b"{Reuters} Gunmen"));
        assert!(!look_like_lines(b"Gunmen"));
    }
}
