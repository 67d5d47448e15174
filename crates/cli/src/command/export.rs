//! `dateline export`: whole tables for other programs.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser;
use dateline_ledger::{Format, Ledger, Table};

use crate::command::LedgerArgument;
use crate::outcome::Outcome;
use crate::output::Output;
use crate::terminal::say;

/// Write a table of a ledger as JSON Lines, CSV or Parquet.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    ledger: LedgerArgument,
    /// What to write: one row an event, a claim or an incident.
    #[arg(long, value_parser = tables())]
    table: Table,
    /// How to write it [default: by the ending of the file, else jsonl].
    #[arg(long, value_parser = formats())]
    format: Option<Format>,
    /// Write to this file.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

fn tables() -> impl TypedValueParser<Value = Table> {
    PossibleValuesParser::new(Table::ALL.iter().map(|table| table.as_str()))
        .try_map(|name| Table::from_name(&name).ok_or("no such table"))
}

fn formats() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.iter().map(|format| format.as_str()))
        .try_map(|name| Format::from_name(&name).ok_or("no such format"))
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let file = arguments.output.as_deref();
    let format = arguments
        .format
        .or_else(|| by_ending(file))
        .unwrap_or(Format::Jsonl);
    if format == Format::Parquet && file.is_none() && std::io::stdout().is_terminal() {
        anyhow::bail!("Parquet is not for the eye: name a file with -o");
    }
    let ledger = Ledger::open_read_only(&arguments.ledger.ledger)?;
    let mut output = Output::open(file)?;
    let rows = match ledger.export(arguments.table, format, &mut output) {
        Err(_) if output.reader_left() => return Ok(Outcome::DONE),
        written => written?,
    };
    output.flush()?;
    if let Some(file) = file {
        say(&format!(
            "{rows} {} written to {}",
            arguments.table,
            file.display()
        ));
    }
    Ok(Outcome::DONE)
}

fn by_ending(file: Option<&Path>) -> Option<Format> {
    Format::from_name(&file?.extension()?.to_string_lossy().to_lowercase())
}
