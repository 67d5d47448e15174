//! The filters of `dateline incidents`, the same as those of the pages.

use std::fmt::Display;

use dateline_ledger::{Filter, Status};
use dateline_record::{EventType, Realis};

use crate::command::day;

/// Which incidents to list; all that are given must hold.
#[derive(Debug, clap::Args)]
pub(crate) struct Filters {
    /// Only this PLOVER type, for example ASSAULT.
    #[arg(long = "type", value_name = "TYPE", value_parser = event_type)]
    event_type: Option<EventType>,
    /// Only in this country, as an alpha-3 code (SYR).
    #[arg(long, value_name = "CODE")]
    country: Option<String>,
    /// Only with this participant on either side: an id, or part of a name.
    #[arg(long, value_name = "NAME")]
    actor: Option<String>,
    /// Only what may have happened on or after this day.
    #[arg(long, value_name = "DATE", value_parser = day)]
    from: Option<String>,
    /// Only what may have happened on or before this day.
    #[arg(long, value_name = "DATE", value_parser = day)]
    to: Option<String>,
    /// Only with this status: single-source, corroborated, contested or denied.
    #[arg(long, value_name = "STATUS", value_parser = status)]
    status: Option<Status>,
    /// Only told as: actual, negated, future, hypothetical or generic.
    #[arg(long, value_name = "REALIS", value_parser = realis)]
    realis: Option<Realis>,
    /// Only where some voice counts at least so many dead.
    #[arg(long, value_name = "N")]
    min_killed: Option<u64>,
    /// Only what at least so many reports tell of.
    #[arg(long, value_name = "N")]
    min_reports: Option<u64>,
    /// Only where a report has these words.
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
    /// Page of the list.
    #[arg(long, value_name = "N", default_value_t = 1)]
    page: u64,
    /// Incidents on a page.
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: u64,
}

impl Filters {
    /// The filter as the ledger takes it.
    pub(crate) fn filter(&self) -> Filter {
        Filter {
            event_type: self.event_type,
            country: self.country.as_ref().map(|code| code.to_uppercase()),
            actor: self.actor.clone(),
            from: self.from.clone(),
            to: self.to.clone(),
            status: self.status,
            realis: self.realis,
            min_killed: self.min_killed,
            min_reports: self.min_reports,
            text: self.text.clone(),
            page: self.page,
            limit: self.limit,
        }
    }
}

fn event_type(text: &str) -> Result<EventType, String> {
    EventType::from_name(&text.to_uppercase()).ok_or_else(|| one_of(EventType::ALL))
}

fn status(text: &str) -> Result<Status, String> {
    Status::from_name(text).ok_or_else(|| one_of(Status::ALL))
}

fn realis(text: &str) -> Result<Realis, String> {
    Realis::from_name(text).ok_or_else(|| one_of(Realis::ALL))
}

fn one_of<T: Display>(values: &[T]) -> String {
    let names: Vec<String> = values.iter().map(ToString::to_string).collect();
    format!("not one of {}", names.join(", "))
}
