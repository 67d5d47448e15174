//! `dateline serve`: the pages, on this machine.

use std::net::{Ipv4Addr, SocketAddr};

use dateline_serve::Server;

use crate::command::LedgerArgument;
use crate::outcome::Outcome;
use crate::output::Output;
use crate::terminal::say;

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
    let ledger = &arguments.ledger.ledger;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port));
    let server = Server::bind(ledger, address)?;
    say(&format!("showing {}; Ctrl-C ends it", ledger.display()));
    let mut output = Output::open(None)?;
    output.text(&format!("http://{}/\n", server.address()))?;
    output.flush()?;
    server.run()?;
    Ok(Outcome::DONE)
}
