//! `dateline serve`: the pages, on this machine.

use crate::command::LedgerArgument;
use crate::outcome::Outcome;

/// Show a ledger in the browser, on this machine only.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    ledger: LedgerArgument,
    /// The port to listen on, 127.0.0.1; 0: any free one.
    #[arg(long, default_value_t = 8733)]
    port: u16,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    anyhow::bail!(
        "the pages are not built yet (ledger {}, port {})",
        arguments.ledger.ledger.display(),
        arguments.port
    )
}
