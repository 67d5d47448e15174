//! What a command reads: files, folders and standard input, turned into reports one after another.
//!
//! An *input* is one report's bytes with what the caller says of it. [`Inputs`] gives them in a fixed order (as named;
//! folders by sorted names, depth first) and reads no further than it is asked to, so memory does not grow with their
//! number. What cannot be read comes in its place as [`Trouble`], and the rest goes on.

mod folder;
mod lines;

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read};
use std::path::{Path, PathBuf};

use dateline::Kind;
use flate2::bufread::MultiGzDecoder;

use crate::input::folder::Folder;
use crate::input::lines::Lines;

/// Bytes read of one file at most: 64 MiB. No report is longer.
pub(crate) const MAX_BYTES: u64 = 64 << 20;

/// One report to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Input {
    /// Where it comes from, for messages: a path, `path:line`, `standard input`.
    pub(crate) name: String,
    /// The source as published.
    pub(crate) bytes: Vec<u8>,
    /// What the bytes are.
    pub(crate) kind: Kind,
    /// The caller's id.
    pub(crate) id: Option<String>,
    /// Where it was published.
    pub(crate) url: Option<String>,
    /// The headline, if it is not in the bytes.
    pub(crate) title: Option<String>,
    /// The day of publication.
    pub(crate) published: Option<String>,
}

/// Something that gave no report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// Where.
    pub(crate) name: String,
    /// What is wrong and what to do.
    pub(crate) message: String,
}

/// One step of [`Inputs`].
pub(crate) type Step = Result<Input, Trouble>;

/// Reports in order, read when asked for.
pub(crate) struct Inputs {
    arguments: VecDeque<PathBuf>,
    published: Option<String>,
    folder: Option<Folder>,
    lines: Option<Lines>,
}

impl Inputs {
    /// The reports at `paths`, `-` being standard input, which is also read when no path is given. `published` holds
    /// for every report that does not name its own day.
    pub(crate) fn new(paths: &[PathBuf], published: Option<&str>) -> Self {
        let mut arguments: VecDeque<PathBuf> = paths.iter().cloned().collect();
        if arguments.is_empty() {
            arguments.push_back(PathBuf::from("-"));
        }
        Self {
            arguments,
            published: published.map(str::to_owned),
            folder: None,
            lines: None,
        }
    }

    /// Whether there may be many: the arguments name more than one file.
    pub(crate) fn are_many(paths: &[PathBuf]) -> bool {
        paths.len() > 1 || paths.iter().any(|path| path.is_dir() || is_lines(path))
    }

    /// The next path: from the folder being walked, else from the arguments.
    fn next_path(&mut self) -> Option<Result<PathBuf, Trouble>> {
        if let Some(folder) = &mut self.folder {
            match folder.next() {
                Some(found) => return Some(found),
                None => self.folder = None,
            }
        }
        self.arguments.pop_front().map(Ok)
    }

    /// Opens what stands at a path. `None`: it holds several reports, and they come next.
    fn open(&mut self, path: &Path) -> Option<Step> {
        let name = path.display().to_string();
        let opened = if path.as_os_str() == "-" {
            self.read_stdin()
        } else if path.is_dir() {
            self.folder = Some(Folder::new(path));
            Ok(None)
        } else {
            File::open(path).and_then(|file| self.read(path, &name, Box::new(file)))
        };
        opened.unwrap_or_else(|error| Some(Err(Trouble::reading(&name, &error))))
    }

    fn read_stdin(&mut self) -> io::Result<Option<Step>> {
        if io::stdin().is_terminal() {
            crate::terminal::say("reading a report from the keyboard; end it with Ctrl-D");
        }
        self.read(Path::new("-"), "standard input", Box::new(io::stdin()))
    }

    /// Reads one report, or begins to read JSON Lines, by the name of the file or by its first bytes.
    fn read(&mut self, path: &Path, name: &str, source: Box<dyn Read>) -> io::Result<Option<Step>> {
        let mut reader = BufReader::with_capacity(1 << 16, source);
        let head = reader.fill_buf()?;
        let packed = is_gzip(head);
        if is_lines(path) || lines::look_like_lines(&unpacked_head(head)) {
            let reader: Box<dyn BufRead> = if packed {
                Box::new(BufReader::new(MultiGzDecoder::new(reader)))
            } else {
                Box::new(reader)
            };
            self.lines = Some(Lines::new(name, reader));
            return Ok(None);
        }
        let mut bytes = Vec::new();
        reader.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > MAX_BYTES {
            return Ok(Some(Err(Trouble::too_long(name))));
        }
        Ok(Some(Ok(Input {
            name: name.to_owned(),
            bytes,
            kind: kind_of(path),
            ..Input::default()
        })))
    }
}

impl Iterator for Inputs {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        let step = loop {
            if let Some(lines) = &mut self.lines {
                match lines.next() {
                    Some(step) => break step,
                    None => self.lines = None,
                }
            }
            match self.next_path()? {
                Ok(path) => {
                    if let Some(step) = self.open(&path) {
                        break step;
                    }
                }
                Err(trouble) => break Err(trouble),
            }
        };
        Some(step.map(|input| Input {
            published: input.published.or_else(|| self.published.clone()),
            ..input
        }))
    }
}

impl Trouble {
    fn reading(name: &str, error: &io::Error) -> Self {
        let message = match error.kind() {
            io::ErrorKind::NotFound => "there is no such file or folder; check the path".to_owned(),
            io::ErrorKind::PermissionDenied => {
                "permission denied; check who may read the file".to_owned()
            }
            _ => format!("cannot be read: {error}"),
        };
        Self {
            name: name.to_owned(),
            message,
        }
    }

    fn too_long(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            message: format!(
                "is longer than {} MiB and was left out; is it one report?",
                MAX_BYTES >> 20
            ),
        }
    }
}

fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

/// The first bytes of a file, unpacked as far as they go.
fn unpacked_head(head: &[u8]) -> Vec<u8> {
    let mut unpacked = Vec::new();
    if is_gzip(head) {
        // A head is seldom a whole file: the error at its end says nothing.
        let _ = MultiGzDecoder::new(head)
            .take(4096)
            .read_to_end(&mut unpacked);
    } else {
        unpacked.extend(head.iter().take(4096));
    }
    unpacked
}

/// The extension of a path in lower case, `.gz` taken off first.
fn extension(path: &Path) -> Option<String> {
    let lower = |path: &Path| Some(path.extension()?.to_string_lossy().to_lowercase());
    match lower(path)?.as_str() {
        "gz" => lower(Path::new(path.file_stem()?)).or_else(|| Some("gz".to_owned())),
        other => Some(other.to_owned()),
    }
}

fn is_lines(path: &Path) -> bool {
    extension(path).is_some_and(|extension| extension == "jsonl" || extension == "ndjson")
}

fn kind_of(path: &Path) -> Kind {
    match extension(path).as_deref() {
        Some("html" | "htm" | "xhtml") => Kind::Html,
        Some("txt" | "text" | "md") => Kind::Text,
        _ => Kind::Guess,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn extensions_are_read_through_gz() {
        assert_eq!(
            extension(Path::new("a/b.JSONL.gz")).as_deref(),
            Some("jsonl")
        );
        assert_eq!(extension(Path::new("b.gz")).as_deref(), Some("gz"));
        assert_eq!(extension(Path::new("b")), None);
        assert!(is_lines(Path::new("x.ndjson")));
    }

    #[test]
    fn a_folder_gives_its_reports_sorted_and_trouble_in_place() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("b")).unwrap();
        std::fs::write(folder.path().join("c.txt"), "third").unwrap();
        std::fs::write(folder.path().join("b/a.html"), "second").unwrap();
        std::fs::write(folder.path().join("a.jsonl"), "{\"text\":\"first\"}\n{\n").unwrap();
        std::fs::write(folder.path().join("ignored.pdf"), "no").unwrap();
        std::fs::create_dir(folder.path().join("d")).unwrap();
        let paths = [
            folder.path().to_owned(),
            folder.path().join("d"),
            "nowhere".into(),
        ];
        let steps: Vec<Step> = Inputs::new(&paths, Some("2024-03-01")).collect();
        let found: Vec<String> = steps
            .iter()
            .map(|step| match step {
                Ok(input) => String::from_utf8(input.bytes.clone()).unwrap(),
                Err(trouble) => trouble.message.chars().take(8).collect(),
            })
            .collect();
        assert_eq!(
            found,
            [
                "first", "not a JS", "second", "third", "no repor", "there is"
            ]
        );
        assert_eq!(
            steps[2].as_ref().unwrap().published.as_deref(),
            Some("2024-03-01")
        );
        assert_eq!(steps[2].as_ref().unwrap().kind, Kind::Html);
    }
}
