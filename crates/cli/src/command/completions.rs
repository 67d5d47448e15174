//! `dateline completions`: completions for a shell.

use clap::CommandFactory;

use crate::outcome::Outcome;
use crate::output::Output;

/// Print completions for a shell.
///
/// For example: dateline completions bash > ~/.local/share/bash-completion/completions/dateline
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The shell to print completions for.
    shell: clap_complete::Shell,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    let mut command = crate::Arguments::command();
    clap_complete::generate(arguments.shell, &mut command, "dateline", &mut script);
    let mut output = Output::open(None)?;
    output.text(&String::from_utf8_lossy(&script))?;
    output.flush()?;
    Ok(Outcome::DONE)
}
