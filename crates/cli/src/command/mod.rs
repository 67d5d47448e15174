//! One file a subcommand: its arguments and what it does.

pub(crate) mod add;
pub(crate) mod code;
pub(crate) mod completions;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod incidents;
pub(crate) mod man;
pub(crate) mod schema;
pub(crate) mod serve;

use std::path::PathBuf;

/// The ledger that a command works on.
#[derive(Debug, clap::Args)]
pub(crate) struct LedgerArgument {
    /// The ledger file.
    #[arg(long, value_name = "FILE", default_value = "news.db")]
    pub(crate) ledger: PathBuf,
}

/// Reads a day given on the command line.
pub(crate) fn day(text: &str) -> Result<String, String> {
    text.parse::<jiff::civil::Date>()
        .map(|day| day.to_string())
        .map_err(|_| "not a day; write it as 2024-03-05".to_owned())
}
