//! `dateline man`: the manual page.

use anyhow::Context;
use clap::CommandFactory;

use crate::outcome::Outcome;
use crate::output::Output;

/// Print the manual page, or that of a subcommand.
///
/// For example: dateline man code | man -l -
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The subcommand.
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let mut command = crate::Arguments::command();
    command.build();
    if let Some(name) = &arguments.command {
        let found = command.find_subcommand(name).cloned();
        command =
            found.with_context(|| format!("there is no command {name}; see dateline help"))?;
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    let mut output = Output::open(None)?;
    output.text(&String::from_utf8_lossy(&page))?;
    output.flush()?;
    Ok(Outcome::DONE)
}
