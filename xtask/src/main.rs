//! Scores, benchmarks and annotated reports of the project: `cargo xtask score`, `bench` and `corpus`.
#![allow(clippy::print_stdout, clippy::print_stderr)] // the tables are the output

mod bench;
mod corpus;
mod score;

use clap::{Parser, Subcommand};

/// Scores, benchmarks and annotated reports of the project. Tables go to standard output as Markdown, talk to standard error.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Measures what is read right, on treebanks and annotated texts.
    Score(score::Options),
    /// Measures speed, start-up, memory and size, beside spaCy on the same text.
    Bench(bench::Options),
    /// Checks, exports, shows and compares annotated reports.
    #[command(subcommand)]
    Corpus(corpus::Command),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().task {
        Task::Score(options) => score::run(&options),
        Task::Bench(options) => bench::run(&options),
        Task::Corpus(command) => corpus::run(&command),
    }
}
