//! Runs the real binary and reads what it says.
#![allow(dead_code, clippy::unwrap_used)]

use std::path::Path;
use std::time::Duration;

use assert_cmd::Command;
use dateline_record::Record;

/// A report that reads without problems.
pub(crate) const GOOD: &str = "Shells hit market in Kharkiv

Artillery shells hit a market in Kharkiv on Monday, killing at least 12 people, police said.

The army denied that its guns had fired on the city.
";

/// What the command did.
pub(crate) struct Ran {
    /// Exit status.
    pub(crate) status: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Ran {
    /// The records on standard output.
    pub(crate) fn records(&self) -> Vec<Record> {
        let lines = self.out.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The one record on standard output.
    pub(crate) fn record(&self) -> Record {
        let mut records = self.records();
        assert_eq!(records.len(), 1, "{}{}", self.out, self.err);
        records.remove(0)
    }
}

/// The command, in a folder, without anything of the caller's terminal.
pub(crate) fn dateline(folder: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("dateline"));
    command
        .current_dir(folder)
        .timeout(Duration::from_secs(300));
    command
}

/// Runs the command with arguments in a folder.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Ran {
    ran(dateline(folder).args(arguments))
}

/// Runs a command.
pub(crate) fn ran(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    Ran {
        status: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The codes of a record's problems.
pub(crate) fn codes(record: &Record) -> Vec<&str> {
    record
        .problems
        .iter()
        .map(|problem| problem.code.as_str())
        .collect()
}

/// Bytes, gzipped.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
