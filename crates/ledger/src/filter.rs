//! What to look for in a ledger, and one page of what was found.

use dateline_record::{EventType, Realis};
use serde::{Deserialize, Serialize};

use crate::Status;

/// Which incidents to list. Empty fields do not restrict; all given ones must hold.
///
/// All of it can live in a URL's query, where each field has the name that it has here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// PLOVER type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_type: Option<EventType>,
    /// ISO 3166-1 alpha-3 code of the country in which it happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// A participant of either side: an id (`country:USA`, `group:…`) or any part of a name, case ignored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// ISO day: incidents that may have happened on or after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// ISO day: incidents that may have happened on or before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Status under [`crate::POLICY`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Whether the happening is told as real.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub realis: Option<Realis>,
    /// Some voice counts at least so many dead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_killed: Option<u64>,
    /// Told by at least so many reports.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_reports: Option<u64>,
    /// Words that a member report's title or text must all hold; a trailing `*` matches beginnings, `"…"` phrases.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Page number, from 1.
    pub page: u64,
    /// Items a page, at most 1,000.
    pub limit: u64,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            event_type: None,
            country: None,
            actor: None,
            from: None,
            to: None,
            status: None,
            realis: None,
            min_killed: None,
            min_reports: None,
            text: None,
            page: 1,
            limit: 50,
        }
    }
}

/// Which reports to list. Empty fields do not restrict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportFilter {
    /// Words that the title or text must all hold, as in [`Filter::text`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// ISO day: published on or after it, as far as is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// ISO day: published on or before it, as far as is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Page number, from 1.
    pub page: u64,
    /// Items a page, at most 1,000.
    pub limit: u64,
}

impl Default for ReportFilter {
    fn default() -> Self {
        Self {
            text: None,
            from: None,
            to: None,
            page: 1,
            limit: 50,
        }
    }
}

/// One page of a longer list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    /// How many items there are on all pages.
    pub total: u64,
    /// This page's number, from 1.
    pub page: u64,
    /// Items a page.
    pub limit: u64,
    /// The items of this page.
    pub items: Vec<T>,
}

impl<T> Page<T> {
    /// How many pages there are, at least one.
    #[must_use]
    pub fn pages(&self) -> u64 {
        self.total.div_ceil(self.limit.max(1)).max(1)
    }
}

/// What the incidents of a ledger can be filtered by, each value with its number of incidents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facets {
    /// PLOVER types, in alphabetical order.
    pub event_types: Vec<(String, u64)>,
    /// Alpha-3 country codes, in alphabetical order.
    pub countries: Vec<(String, u64)>,
    /// Statuses, in alphabetical order.
    pub statuses: Vec<(String, u64)>,
    /// Realis values, in alphabetical order.
    pub realis: Vec<(String, u64)>,
}
