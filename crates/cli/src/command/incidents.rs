//! `dateline incidents`: what a ledger knows, as a list, and one incident in full.

use anyhow::Context;
use dateline_ledger::Ledger;

use crate::command::LedgerArgument;
use crate::filters::Filters;
use crate::outcome::Outcome;
use crate::output::{Format, Output};
use crate::pretty;

/// List the incidents of a ledger, or show one with its claims side by side.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The incident to show; nothing: list them.
    #[arg(value_name = "ID")]
    id: Option<String>,
    #[command(flatten)]
    ledger: LedgerArgument,
    #[command(flatten)]
    filters: Filters,
    /// How to write [default: pretty on a terminal, else json].
    #[arg(long, value_enum)]
    format: Option<Format>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let path = &arguments.ledger.ledger;
    let ledger = Ledger::open_read_only(path)?;
    let mut output = Output::open(None)?;
    let format = Format::or_by_terminal(arguments.format, None);
    if let Some(id) = &arguments.id {
        let found = ledger.incident(id)?;
        let incident = found.with_context(|| {
            let list = format!("dateline incidents --ledger {}", path.display());
            format!(
                "{} has no incident {id}; `{list}` lists them",
                path.display()
            )
        })?;
        match format {
            Format::Jsonl => output.json_line(&incident)?,
            Format::Pretty => output.text(&pretty::incident(&incident, output.screen))?,
        }
    } else {
        let page = ledger.incidents(&arguments.filters.filter())?;
        match format {
            Format::Jsonl => output.json_line(&page)?,
            Format::Pretty => output.text(&pretty::incident_list(&page, output.screen))?,
        }
    }
    output.flush()?;
    Ok(Outcome::DONE)
}
