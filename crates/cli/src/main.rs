//! The `dateline` command: news reports in, records of political events out.
//!
//! Data goes to standard output, talk to standard error. Exit status 0: all is well; 1: some inputs had problems;
//! 2: nothing could be done. A reader that closes the pipe early is no failure.
#![forbid(unsafe_code)]

mod coding;
mod command;
mod filters;
mod input;
mod outcome;
mod output;
mod pretty;
mod terminal;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::outcome::Outcome;

/// Reads news reports: who did what to whom, where, when, at what cost, and who says so.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, propagate_version = true)]
#[command(after_help = "Exit status: 0 all is well, 1 some inputs had problems, 2 failure.")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Code(command::code::Arguments),
    Explain(command::explain::Arguments),
    Add(command::add::Arguments),
    Incidents(command::incidents::Arguments),
    Export(command::export::Arguments),
    Serve(command::serve::Arguments),
    Schema(command::schema::Arguments),
    Completions(command::completions::Arguments),
    Man(command::man::Arguments),
}

impl Command {
    fn run(self) -> anyhow::Result<Outcome> {
        match self {
            Self::Code(arguments) => command::code::run(&arguments),
            Self::Explain(arguments) => command::explain::run(&arguments),
            Self::Add(arguments) => command::add::run(&arguments),
            Self::Incidents(arguments) => command::incidents::run(&arguments),
            Self::Export(arguments) => command::export::run(&arguments),
            Self::Serve(arguments) => command::serve::run(&arguments),
            Self::Schema(arguments) => command::schema::run(&arguments),
            Self::Completions(arguments) => command::completions::run(&arguments),
            Self::Man(arguments) => command::man::run(&arguments),
        }
    }
}

fn main() -> ExitCode {
    match Arguments::parse().command.run() {
        Ok(outcome) => outcome.into(),
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::say(&format!("{error:#}"));
            ExitCode::from(outcome::FAILURE)
        }
    }
}
