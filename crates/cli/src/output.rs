//! Where data goes: standard output or a file, as JSON Lines or for the eye.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use anyhow::Context;
use clap::ValueEnum;
use serde::Serialize;

use crate::terminal::{self, Screen};

/// How records are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One JSON object a line.
    #[value(alias = "json")]
    Jsonl,
    /// For reading.
    Pretty,
}

impl Format {
    /// The asked format; else pretty on a terminal and JSON everywhere else.
    pub(crate) fn or_by_terminal(asked: Option<Self>, file: Option<&Path>) -> Self {
        asked.unwrap_or_else(|| {
            if file.is_none() && io::stdout().is_terminal() {
                Self::Pretty
            } else {
                Self::Jsonl
            }
        })
    }
}

/// Where the data of a command goes.
pub(crate) struct Output {
    writer: BufWriter<Box<dyn Write + Send>>,
    /// The screen to lay pretty output out for.
    pub(crate) screen: Screen,
    reader_left: bool,
}

impl Output {
    /// Opens the file, or standard output when there is none.
    pub(crate) fn open(file: Option<&Path>) -> anyhow::Result<Self> {
        let (writer, screen): (Box<dyn Write + Send>, Screen) = match file {
            Some(path) => {
                let file = File::create(path)
                    .with_context(|| format!("{} cannot be written", path.display()))?;
                (Box::new(file), Screen::plain(Screen::stdout().width))
            }
            None => (Box::new(io::stdout()), Screen::stdout()),
        };
        Ok(Self {
            writer: BufWriter::new(writer),
            screen,
            reader_left: false,
        })
    }

    /// Writes one value as one line of JSON.
    pub(crate) fn json_line<T: Serialize>(&mut self, value: &T) -> anyhow::Result<()> {
        let json = serde_json::to_string(value)?;
        self.text(&terminal::escape_json(&json))?;
        self.text("\n")
    }

    fn noticing<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &result {
            self.reader_left |= error.kind() == io::ErrorKind::BrokenPipe;
        }
        result
    }

    /// Writes text as it is.
    pub(crate) fn text(&mut self, text: &str) -> anyhow::Result<()> {
        Ok(self.writer.write_all(text.as_bytes())?)
    }

    /// Whether a writer that gave up did so because the reader closed the pipe.
    pub(crate) const fn reader_left(&self) -> bool {
        self.reader_left
    }

    /// Hands over what was written so far.
    pub(crate) fn flush(&mut self) -> anyhow::Result<()> {
        Ok(self.writer.flush()?)
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.writer.write(bytes);
        self.noticing(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.writer.flush();
        self.noticing(flushed)
    }
}

/// Whether the reader of our output has closed the pipe: it has seen enough, which is no failure.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
    })
}
