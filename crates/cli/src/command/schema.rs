//! `dateline schema`: the JSON Schema of a record.

use crate::outcome::Outcome;
use crate::output::Output;

/// Print the JSON Schema of a record.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments) -> anyhow::Result<Outcome> {
    let mut output = Output::open(None)?;
    output.text(&dateline_record::json_schema()?)?;
    output.flush()?;
    Ok(Outcome::DONE)
}
