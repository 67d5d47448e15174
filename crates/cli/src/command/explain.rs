//! `dateline explain`: how a report was read, sentence by sentence.

use std::path::PathBuf;

use crate::coding::Coding;
use crate::input::Inputs;
use crate::outcome::Outcome;
use crate::output::{Format, Output};
use crate::pretty;

/// Show how a report was read: sentence by sentence, what was found, by which rule or model head, with which scores.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The report; `-` or nothing: standard input. Of JSON Lines or a folder, the first report.
    #[arg(value_name = "FILE")]
    path: Option<PathBuf>,
    /// The day of publication, if the report does not say it.
    #[arg(long, value_name = "DATE", value_parser = super::day)]
    published: Option<String>,
    /// How to write the explanation.
    #[arg(long, value_enum, default_value_t = Format::Pretty)]
    format: Format,
    /// Write to this file.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let paths: Vec<PathBuf> = arguments.path.iter().cloned().collect();
    let mut inputs = Inputs::new(&paths, arguments.published.as_deref());
    let input = match inputs.next() {
        Some(Ok(input)) => input,
        Some(Err(trouble)) => anyhow::bail!("{}: {}", trouble.name, trouble.message),
        None => anyhow::bail!("there is nothing to explain"),
    };
    let explanation = Coding::open(1, true)?.explain(&input);
    let mut output = Output::open(arguments.output.as_deref())?;
    match arguments.format {
        Format::Jsonl => output.json_line(&explanation)?,
        Format::Pretty => {
            let page = pretty::explanation(&explanation, &input.name, output.screen);
            output.text(&page)?;
        }
    }
    output.flush()?;
    let with_problems = u64::from(!explanation.record.problems.is_empty());
    Ok(Outcome {
        whole: 1 - with_problems,
        with_problems,
        unread: 0,
    })
}
