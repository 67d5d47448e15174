//! Many inputs through the pipeline, several at a time, their records in input order.
//!
//! Inputs are taken in chunks of bounded size; the reports of a chunk are coded by a pool of threads and handed over in
//! order before the next chunk is read. So the output does not depend on the number of threads, and memory not on the
//! number of inputs. A panic inside one report, which no input should cause, becomes a problem of that report.

use std::panic::{AssertUnwindSafe, catch_unwind};

use anyhow::Context;
use dateline::{Data, Dateline, Source};
use dateline_record::{Problem, Record};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;

use crate::input::{Input, Inputs, Trouble};
use crate::outcome::Outcome;
use crate::terminal::say;

/// Bytes of stack for each thread: syntax trees and pages nest, but never without bound.
const STACK_BYTES: usize = 16 << 20;
/// Bytes of source in one chunk, more only when a single input is larger.
const CHUNK_BYTES: usize = 16 << 20;
/// Inputs in one chunk, for each thread.
const CHUNK_INPUTS: usize = 16;

/// The pipeline with its threads.
pub(crate) struct Coding {
    dateline: Dateline,
    threads: rayon::ThreadPool,
    /// Whether records carry every grounded mention.
    mentions: bool,
}

impl Coding {
    /// Opens the shipped model, gazetteer, actors and rules; `jobs` threads, 0: one for each core.
    pub(crate) fn open(jobs: usize, mentions: bool) -> anyhow::Result<Self> {
        std::panic::set_hook(Box::new(|_| {}));
        let threads = rayon::ThreadPoolBuilder::new()
            .num_threads(jobs)
            .stack_size(STACK_BYTES)
            .build()
            .context("threads could not be started")?;
        let dateline = Dateline::open(&Data::embedded())
            .context("the data that this program carries cannot be used; build it anew")?;
        Ok(Self {
            dateline,
            threads,
            mentions,
        })
    }

    /// Codes all inputs and hands each record over in input order. What gave no record, and the problems of records
    /// where `tell` is set, are said on standard error.
    pub(crate) fn each(
        &self,
        inputs: Inputs,
        tell: bool,
        progress: &Progress,
        mut take: impl FnMut(&str, Record) -> anyhow::Result<()>,
    ) -> anyhow::Result<Outcome> {
        let mut outcome = Outcome::default();
        let mut inputs = inputs.peekable();
        while inputs.peek().is_some() {
            let chunk = self.chunk(&mut inputs);
            let records: Vec<Result<(String, Record), Trouble>> = self.threads.install(|| {
                chunk
                    .into_par_iter()
                    .map(|step| step.map(|input| self.code(input, progress)))
                    .collect()
            });
            for coded in records {
                match coded {
                    Ok((name, record)) => {
                        count(&mut outcome, &record);
                        if tell {
                            progress.aside(|| say_problems(&name, &record));
                        }
                        take(&name, record)?;
                    }
                    Err(trouble) => {
                        outcome.unread += 1;
                        let message = format!("{}: {}", trouble.name, trouble.message);
                        progress.aside(|| say(&message));
                    }
                }
            }
        }
        Ok(outcome)
    }

    /// The next inputs, few enough to hold in memory.
    fn chunk(
        &self,
        inputs: &mut impl Iterator<Item = Result<Input, Trouble>>,
    ) -> Vec<Result<Input, Trouble>> {
        let most = CHUNK_INPUTS * self.threads.current_num_threads();
        let mut bytes = 0;
        let mut chunk = Vec::new();
        while chunk.len() < most && bytes < CHUNK_BYTES {
            let Some(step) = inputs.next() else { break };
            bytes += step.as_ref().map_or(0, |input| input.bytes.len());
            chunk.push(step);
        }
        chunk
    }

    fn code(&self, input: Input, progress: &Progress) -> (String, Record) {
        let source = source(&input, self.mentions);
        let coded = catch_unwind(AssertUnwindSafe(|| self.dateline.code(&source)));
        let record = coded.unwrap_or_else(|_| dateline::uncoded(&source, internal_error()));
        progress.step();
        (input.name, record)
    }

    /// Explains one input, on a thread with enough stack.
    pub(crate) fn explain(&self, input: &Input) -> dateline::Explanation {
        let source = source(input, true);
        self.threads.install(|| self.dateline.explain(&source))
    }
}

fn source(input: &Input, mentions: bool) -> Source<'_> {
    Source {
        bytes: &input.bytes,
        kind: input.kind,
        id: input.id.as_deref(),
        url: input.url.as_deref(),
        title: input.title.as_deref(),
        published: input.published.as_deref(),
        mentions,
    }
}

fn internal_error() -> Problem {
    Problem::of_report(
        "internal-error",
        "reading this report failed inside Dateline; please send the report to its maintainers",
    )
}

fn count(outcome: &mut Outcome, record: &Record) {
    if record.problems.is_empty() {
        outcome.whole += 1;
    } else {
        outcome.with_problems += 1;
    }
}

/// Says what could not be read in a report.
pub(crate) fn say_problems(name: &str, record: &Record) {
    for problem in &record.problems {
        say(&format!("{name}: {} ({})", problem.message, problem.code));
    }
}

/// A line on standard error that counts reports, for a person who waits; silent when nobody looks.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Shown when `many` inputs are expected and standard error is a terminal.
    pub(crate) fn new(many: bool) -> Self {
        if !many {
            return Self(ProgressBar::hidden());
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) =
            ProgressStyle::with_template("{spinner} {pos} reports, {per_sec}, {elapsed}")
        {
            bar.set_style(style);
        }
        Self(bar)
    }

    fn step(&self) {
        self.0.inc(1);
    }

    /// Does something that writes to the terminal, with the line out of the way.
    pub(crate) fn aside<T>(&self, action: impl FnOnce() -> T) -> T {
        self.0.suspend(action)
    }

    /// Takes the line away.
    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}
