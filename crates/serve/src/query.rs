//! What a list's address asks for. A field that nobody knows or a value that makes no sense is refused and not passed
//! over: a filter that silently does nothing would show wrong results.

use axum::extract::Query;
use axum::http::Uri;
use dateline_ledger::{Filter, ReportFilter, Status};
use dateline_record::{EventType, Realis};

use crate::error::PageError;

/// The longest query that is read, in bytes.
const LONGEST_QUERY: usize = 4096;
/// The longest value, in characters.
const LONGEST_VALUE: usize = 200;
/// The largest number that makes sense as a page or a count.
const LARGEST: u64 = 10_000_000;
/// Incidents or reports on a page, at most.
const LARGEST_PAGE: u64 = 200;
/// Stands for "told in any way" where [`Filter::realis`] has nothing.
pub(crate) const ANY: &str = "all";

/// Name and value of each field of a query.
pub(crate) type Pairs = Vec<(&'static str, String)>;

/// The fields of an address as they were sent, without the empty ones that a form sends for what was left open.
pub(crate) struct Fields {
    given: Vec<(String, String)>,
    /// Whether a shorter address says the same.
    pub(crate) has_empty: bool,
}

impl Fields {
    pub(crate) fn of(uri: &Uri) -> Result<Self, PageError> {
        if uri.query().unwrap_or_default().len() > LONGEST_QUERY {
            return Err(unclear(format!(
                "The address is too long: what follows the question mark may have {LONGEST_QUERY} bytes."
            )));
        }
        let Query(all) = Query::<Vec<(String, String)>>::try_from_uri(uri)
            .map_err(|error| unclear(format!("The address could not be read: {error}.")))?;
        let count = all.len();
        let mut given: Vec<(String, String)> = Vec::new();
        for (name, value) in all {
            let value = value.trim().to_owned();
            if value.is_empty() {
                continue;
            }
            if given.iter().any(|(known, _)| *known == name) {
                return Err(unclear(format!("“{}” is given twice.", short(&name))));
            }
            if value.chars().count() > LONGEST_VALUE {
                return Err(unclear(format!(
                    "The value of “{}” is longer than {LONGEST_VALUE} characters.",
                    short(&name)
                )));
            }
            given.push((name, value));
        }
        Ok(Self {
            has_empty: given.len() < count,
            given,
        })
    }

    pub(crate) fn incidents(&self) -> Result<Filter, PageError> {
        let mut filter = Filter {
            realis: Some(Realis::Actual),
            ..Filter::default()
        };
        for (name, value) in &self.given {
            match name.as_str() {
                "event_type" => {
                    let found = EventType::from_name(&value.to_uppercase());
                    filter.event_type = Some(known(name, value, found, EventType::ALL)?);
                }
                "status" => {
                    let found = Status::from_name(value);
                    filter.status = Some(known(name, value, found, Status::ALL)?);
                }
                "realis" if value == ANY => filter.realis = None,
                "realis" => {
                    let found = Realis::from_name(value);
                    filter.realis = Some(known(name, value, found, Realis::ALL)?);
                }
                "country" => filter.country = Some(value.to_uppercase()),
                "actor" => filter.actor = Some(value.clone()),
                "text" => filter.text = Some(value.clone()),
                "from" => filter.from = Some(day(name, value)?),
                "to" => filter.to = Some(day(name, value)?),
                "min_killed" => filter.min_killed = Some(number(name, value, LARGEST)?),
                "min_reports" => filter.min_reports = Some(number(name, value, LARGEST)?),
                "page" => filter.page = number(name, value, LARGEST)?.max(1),
                "limit" => filter.limit = number(name, value, LARGEST_PAGE)?.max(1),
                _ => {
                    return Err(unknown(
                        name,
                        "event_type, country, actor, from, to, status, realis, min_killed, min_reports, text, page and limit",
                    ));
                }
            }
        }
        Ok(filter)
    }

    pub(crate) fn reports(&self) -> Result<ReportFilter, PageError> {
        let mut filter = ReportFilter::default();
        for (name, value) in &self.given {
            match name.as_str() {
                "text" => filter.text = Some(value.clone()),
                "from" => filter.from = Some(day(name, value)?),
                "to" => filter.to = Some(day(name, value)?),
                "page" => filter.page = number(name, value, LARGEST)?.max(1),
                "limit" => filter.limit = number(name, value, LARGEST_PAGE)?.max(1),
                _ => return Err(unknown(name, "text, from, to, page and limit")),
            }
        }
        Ok(filter)
    }

    /// The stretches of a report's text to mark: the words, and the sentence around them.
    pub(crate) fn stretches(&self) -> Result<Stretches, PageError> {
        let mut stretches = Stretches::default();
        for (name, value) in &self.given {
            match name.as_str() {
                "mark" => stretches.mark = Some(stretch(name, value)?),
                "within" => stretches.within = Some(stretch(name, value)?),
                _ => return Err(unknown(name, "mark and within")),
            }
        }
        Ok(stretches)
    }
}

/// Stretches of a report's text, in code points, end exclusive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stretches {
    pub(crate) mark: Option<(usize, usize)>,
    pub(crate) within: Option<(usize, usize)>,
}

/// The fields that say what `filter` says; what goes without saying is left out.
pub(crate) fn incident_pairs(filter: &Filter) -> Pairs {
    let usual = Filter::default();
    let mut pairs = Pairs::new();
    let mut add = |name, value: Option<String>| pairs.extend(value.map(|value| (name, value)));
    add("event_type", filter.event_type.map(|kind| kind.to_string()));
    add("country", filter.country.clone());
    add("actor", filter.actor.clone());
    add("from", filter.from.clone());
    add("to", filter.to.clone());
    add("status", filter.status.map(|status| status.to_string()));
    let realis = filter.realis.map_or(ANY, Realis::as_str);
    let told_as_real = filter.realis == Some(Realis::Actual);
    add("realis", (!told_as_real).then(|| realis.to_owned()));
    add(
        "min_killed",
        filter.min_killed.map(|count| count.to_string()),
    );
    add(
        "min_reports",
        filter.min_reports.map(|count| count.to_string()),
    );
    add("text", filter.text.clone());
    add("page", (filter.page > 1).then(|| filter.page.to_string()));
    add(
        "limit",
        (filter.limit != usual.limit).then(|| filter.limit.to_string()),
    );
    pairs
}

/// The fields that say what `filter` says; what goes without saying is left out.
pub(crate) fn report_pairs(filter: &ReportFilter) -> Pairs {
    let usual = ReportFilter::default();
    let mut pairs = Pairs::new();
    let mut add = |name, value: Option<String>| pairs.extend(value.map(|value| (name, value)));
    add("text", filter.text.clone());
    add("from", filter.from.clone());
    add("to", filter.to.clone());
    add("page", (filter.page > 1).then(|| filter.page.to_string()));
    add(
        "limit",
        (filter.limit != usual.limit).then(|| filter.limit.to_string()),
    );
    pairs
}

fn known<T: std::fmt::Display>(
    name: &str,
    value: &str,
    found: Option<T>,
    all: &[T],
) -> Result<T, PageError> {
    found.ok_or_else(|| {
        let names: Vec<String> = all.iter().map(ToString::to_string).collect();
        let value = short(value);
        unclear(format!(
            "“{value}” is no {name}: it is one of {}.",
            names.join(", ")
        ))
    })
}

fn day(name: &str, value: &str) -> Result<String, PageError> {
    let day = value.parse::<jiff::civil::Date>();
    day.map(|day| day.to_string()).map_err(|_| {
        let value = short(value);
        unclear(format!(
            "“{value}” in “{name}” is no day: write it as 2024-03-05."
        ))
    })
}

fn number(name: &str, value: &str, largest: u64) -> Result<u64, PageError> {
    let number = value
        .parse::<u64>()
        .ok()
        .filter(|number| *number <= largest);
    number.ok_or_else(|| {
        let value = short(value);
        unclear(format!(
            "“{value}” in “{name}” is no whole number from 0 to {largest}."
        ))
    })
}

fn stretch(name: &str, value: &str) -> Result<(usize, usize), PageError> {
    let ends = value.split_once('-').and_then(|(start, end)| {
        let (start, end) = (start.parse().ok()?, end.parse().ok()?);
        (start <= end).then_some((start, end))
    });
    ends.ok_or_else(|| {
        let value = short(value);
        unclear(format!(
            "“{value}” in “{name}” is no stretch of text: write first and end position as 120-138."
        ))
    })
}

fn unknown(name: &str, known: &str) -> PageError {
    let name = short(name);
    unclear(format!(
        "Nothing here is called “{name}”; the address may say {known}."
    ))
}

const fn unclear(message: String) -> PageError {
    PageError::Unclear(message)
}

/// Enough of a value to recognise it.
fn short(value: &str) -> String {
    value.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::links;

    fn read(query: &str) -> Result<Filter, PageError> {
        Fields::of(&format!("/?{query}").parse().unwrap())?.incidents()
    }

    #[test]
    fn an_address_says_what_its_filter_says() {
        for query in [
            "event_type=ASSAULT&country=MLI&actor=group%3Ax%20%26%20y&from=2024-01-01&to=2024-02-01",
            "status=contested&realis=all&min_killed=3&min_reports=2&text=%22gold%20camp%22&page=2&limit=10",
            "realis=future",
        ] {
            let filter = read(query).unwrap();
            let address = links::list("/", &incident_pairs(&filter));
            assert_eq!(address.replace("%2D", "-"), format!("/?{query}"));
        }
        assert_eq!(links::list("/", &incident_pairs(&read("").unwrap())), "/");
    }

    #[test]
    fn what_is_left_open_does_not_filter() {
        let fields = Fields::of(&"/?country=&text=+&event_type=assault".parse().unwrap()).unwrap();
        assert!(fields.has_empty);
        let filter = fields.incidents().unwrap();
        assert_eq!(filter.event_type, Some(EventType::Assault));
        assert_eq!((filter.country, filter.text), (None, None));
    }

    #[test]
    fn nonsense_is_refused_with_a_reason() {
        let long = format!("text={}", "a".repeat(201));
        let longer = "a=b&".repeat(2000);
        for (query, reason) in [
            ("contry=MLI", "contry"),
            ("event_type=WAR", "AGREE, CONSULT"),
            ("from=yesterday", "2024-03-05"),
            ("from=2024-02-30", "2024-03-05"),
            ("min_killed=-1", "whole number"),
            ("limit=9999999", "from 0 to 200"),
            ("country=MLI&country=NER", "twice"),
            (long.as_str(), "longer"),
            (longer.as_str(), "too long"),
        ] {
            let error = read(query).unwrap_err();
            assert!(error.to_string().contains(reason), "{query}: {error}");
        }
        let fields = Fields::of(&"/?mark=9-3".parse().unwrap()).unwrap();
        assert!(fields.stretches().is_err());
    }
}
