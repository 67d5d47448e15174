//! `dateline code`: reports to records.

use std::path::PathBuf;

use crate::coding::{Coding, Progress};
use crate::input::Inputs;
use crate::outcome::Outcome;
use crate::output::{Format, Output};
use crate::pretty;

/// Read reports and write their records.
///
/// Reads text, HTML, either of them gzipped, folders of such files, and JSON Lines with
/// {"id","text"|"html","url","published","title"} on each line. An input that cannot be read is named on standard
/// error and the others are still coded.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit status: 0 every input gave a record without problems; 1 some input gave no record or one \
    with problems; 2 no input gave a record, or the output could not be written."
)]
pub(crate) struct Arguments {
    /// Files and folders to read; `-` or nothing: standard input.
    #[arg(value_name = "FILES")]
    paths: Vec<PathBuf>,
    /// The day of publication, for reports that do not say it.
    #[arg(long, value_name = "DATE", value_parser = super::day)]
    published: Option<String>,
    /// Add every grounded mention (times, places, actors, quantities) to the records.
    #[arg(long)]
    mentions: bool,
    /// How to write records [default: pretty on a terminal, else jsonl].
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Write to this file.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How many reports to code at a time; 0: one for each core. The output is the same for every number.
    #[arg(short, long, value_name = "N", default_value_t = 0)]
    jobs: usize,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let format = Format::or_by_terminal(arguments.format, arguments.output.as_deref());
    let coding = Coding::open(arguments.jobs, arguments.mentions)?;
    let mut output = Output::open(arguments.output.as_deref())?;
    let progress = Progress::new(Inputs::are_many(&arguments.paths));
    let inputs = Inputs::new(&arguments.paths, arguments.published.as_deref());
    let tell = format == Format::Jsonl;
    let outcome = coding.each(inputs, tell, &progress, |name, record| {
        progress.aside(|| match format {
            Format::Jsonl => output.json_line(&record),
            Format::Pretty => {
                let page = pretty::record(&record, name, output.screen);
                output.text(&page)?;
                output.flush()
            }
        })
    });
    progress.finish();
    let outcome = outcome?;
    output.flush()?;
    Ok(outcome)
}
