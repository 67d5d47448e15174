//! The shipped facts with dates: who held which office when, what happened when.

use jiff::civil::Date;
use serde::Deserialize;

use crate::GroundError;

/// Name of the data file.
const FILE: &str = "dated_facts.toml";

/// Facts with dates that bound when a report can have been written.
#[derive(Debug, Default)]
pub struct DatedFacts {
    pub(super) offices: Vec<Office>,
    pub(super) happenings: Vec<Happening>,
}

/// An office and those who held it.
#[derive(Debug)]
pub(super) struct Office {
    /// Words before the name.
    pub(super) titles: Vec<String>,
    /// Words for the country or body.
    pub(super) of: Vec<String>,
    pub(super) holders: Vec<Holder>,
}

/// One unbroken time in an office.
#[derive(Debug)]
pub(super) struct Holder {
    /// Full name, as atoms in lower case separated by spaces.
    pub(super) name: String,
    /// Family name, or whatever stands alone after the title, likewise.
    pub(super) family: String,
    pub(super) first: Date,
    /// None while in office.
    pub(super) last: Option<Date>,
}

/// A dated happening of the past.
#[derive(Debug)]
pub(super) struct Happening {
    pub(super) what: String,
    pub(super) first: Date,
    pub(super) last: Date,
    /// Groups of phrases: one of each group must occur.
    pub(super) words: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    office: Vec<OfficeEntry>,
    #[serde(default)]
    event: Vec<EventEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficeEntry {
    title: Vec<String>,
    of: Vec<String>,
    holders: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventEntry {
    what: String,
    from: String,
    to: String,
    words: Vec<Vec<String>>,
}

impl DatedFacts {
    /// Reads the facts: the file `dated_facts.toml` among `files` (name and content). Without it there are no facts.
    ///
    /// # Errors
    /// Names the file and the first entry that cannot be read.
    pub fn open(files: &[(&str, &str)]) -> Result<Self, GroundError> {
        let Some((name, content)) = files.iter().find(|(name, _)| name.ends_with(FILE)) else {
            return Ok(Self::default());
        };
        let fail = |message: String| GroundError {
            file: (*name).to_owned(),
            message,
        };
        let file: File = toml::from_str(content).map_err(|error| fail(error.to_string()))?;
        let offices = file.office.into_iter().map(office);
        let happenings = file.event.into_iter().map(happening);
        Ok(Self {
            offices: offices.collect::<Result<_, _>>().map_err(fail)?,
            happenings: happenings.collect::<Result<_, _>>().map_err(fail)?,
        })
    }
}

fn date(text: &str, of: &str) -> Result<Date, String> {
    text.parse()
        .map_err(|_| format!("{of}: {text:?} is no date (write YYYY-MM-DD)"))
}

fn office(entry: OfficeEntry) -> Result<Office, String> {
    let holders = entry.holders.iter().map(|line| holder(line));
    Ok(Office {
        holders: holders.collect::<Result<_, _>>()?,
        titles: entry.title.iter().map(|title| atoms_of(title)).collect(),
        of: entry.of.iter().map(|of| atoms_of(of)).collect(),
    })
}

fn holder(line: &[String]) -> Result<Holder, String> {
    let (name, first, last, family) = match line {
        [name, first, last] => (name, first, last, name.rsplit(' ').next().unwrap_or(name)),
        [name, first, last, family] => (name, first, last, family.as_str()),
        _ => {
            return Err(format!(
                "holder {line:?}: write [name, first day, last day]"
            ));
        }
    };
    Ok(Holder {
        name: atoms_of(name),
        family: atoms_of(family),
        first: date(first, name)?,
        last: match last.as_str() {
            "" => None,
            last => Some(date(last, name)?),
        },
    })
}

fn happening(entry: EventEntry) -> Result<Happening, String> {
    Ok(Happening {
        first: date(&entry.from, &entry.what)?,
        last: date(&entry.to, &entry.what)?,
        words: entry
            .words
            .iter()
            .map(|group| group.iter().map(|phrase| atoms_of(phrase)).collect())
            .collect(),
        what: entry.what,
    })
}

/// A phrase as the atoms of a text: lower case, hyphens and points apart, except in initials.
fn atoms_of(phrase: &str) -> String {
    crate::atom::words(phrase).join(" ")
}
