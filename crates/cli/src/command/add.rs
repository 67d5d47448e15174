//! `dateline add`: reports into a ledger.

use std::path::PathBuf;

use dateline_ledger::{Added, Ledger};

use crate::coding::{Coding, Progress};
use crate::command::LedgerArgument;
use crate::input::Inputs;
use crate::outcome::Outcome;
use crate::output::Output;
use crate::terminal::say;

/// Code reports and add them to a ledger.
///
/// Each report is written on its own: what was added stays when the command is stopped. Adding a report again changes
/// nothing. Reads what `dateline code` reads. The events of all reports are then joined into incidents.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit status: 0 every report was added without problems; 1 some input gave no record or one \
    with problems; 2 nothing could be added."
)]
pub(crate) struct Arguments {
    /// Files and folders to read; `-`: standard input.
    #[arg(value_name = "PATHS", required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    ledger: LedgerArgument,
    /// The day of publication, for reports that do not say it.
    #[arg(long, value_name = "DATE", value_parser = super::day)]
    published: Option<String>,
    /// How many reports to code at a time; 0: one for each core.
    #[arg(short, long, value_name = "N", default_value_t = 0)]
    jobs: usize,
}

/// What became of the reports.
#[derive(Default)]
struct Count {
    new: u64,
    unchanged: u64,
    replaced: u64,
    empty: u64,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let coding = Coding::open(arguments.jobs, false)?;
    let mut ledger = Ledger::open(&arguments.ledger.ledger)?;
    let progress = Progress::new(Inputs::are_many(&arguments.paths));
    let inputs = Inputs::new(&arguments.paths, arguments.published.as_deref());
    let mut count = Count::default();
    let outcome = coding.each(inputs, true, &progress, |name, record| {
        if record.report.text.trim().is_empty() {
            count.empty += 1;
            progress.aside(|| say(&format!("{name}: was not added: there is no text in it")));
            return Ok(());
        }
        match ledger.add(&record)? {
            Added::New => count.new += 1,
            Added::Unchanged => count.unchanged += 1,
            Added::Replaced => count.replaced += 1,
        }
        Ok(())
    });
    progress.finish();
    let outcome = outcome?;
    let linked = ledger.link()?;
    let mut output = Output::open(None)?;
    output.text(&format!(
        "{}: {}; {} incidents in all\n",
        arguments.ledger.ledger.display(),
        count.told(),
        linked.incidents
    ))?;
    output.flush()?;
    Ok(Outcome {
        with_problems: outcome.with_problems - count.empty.min(outcome.with_problems),
        unread: outcome.unread + count.empty,
        ..outcome
    })
}

impl Count {
    fn told(&self) -> String {
        let mut parts = vec![
            format!("{} new", self.new),
            format!("{} unchanged", self.unchanged),
        ];
        if self.replaced > 0 {
            parts.push(format!("{} replaced", self.replaced));
        }
        if self.empty > 0 {
            parts.push(format!("{} without text left out", self.empty));
        }
        parts.join(", ")
    }
}
