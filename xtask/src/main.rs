//! Scores and benchmarks of the project: `cargo xtask score`, `cargo xtask bench`.
#![allow(clippy::print_stdout, clippy::print_stderr)] // the tables are the output

mod bench;
mod score;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Scores and benchmarks of the project. Tables go to standard output as Markdown, talk to standard error.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Measures what is read right, on treebanks and annotated texts.
    Score {
        /// What to measure; everything when none is named.
        sections: Vec<score::Section>,
        /// The folder with the corpora.
        #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpora"))]
        corpora: PathBuf,
        /// List single errors on standard error.
        #[arg(long)]
        verbose: bool,
    },
    /// Measures speed, start-up, memory and size, beside spaCy on the same text.
    Bench(bench::Options),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().task {
        Task::Score {
            sections,
            corpora,
            verbose,
        } => score::run(&sections, &corpora, verbose),
        Task::Bench(options) => bench::run(&options),
    }
}
