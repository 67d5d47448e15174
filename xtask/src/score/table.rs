//! Markdown tables of measures.

use std::fmt::{self, Display};

/// A table of measures with their targets and what others reach.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    title: String,
    rows: Vec<[String; 4]>,
}

impl Table {
    /// An empty table.
    pub(crate) fn new(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            rows: Vec::new(),
        }
    }

    /// Adds a percentage.
    pub(crate) fn percent(&mut self, measure: &str, value: f64, target: &str, peer: &str) {
        self.text(measure, &format!("{value:.1}"), target, peer);
    }

    /// Adds a value as it is.
    pub(crate) fn text(&mut self, measure: &str, value: &str, target: &str, peer: &str) {
        self.rows
            .push([measure, value, target, peer].map(str::to_owned));
    }
}

impl Display for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "### {}\n", self.title)?;
        writeln!(
            formatter,
            "| measure | Dateline | target | for comparison |\n|---|---|---|---|"
        )?;
        for row in &self.rows {
            writeln!(formatter, "| {} |", row.join(" | "))?;
        }
        Ok(())
    }
}
