//! One report as the caller has it.

use dateline_page::{Hints, Kind};
use dateline_record::Problem;
use jiff::civil::Date;

/// The bytes of one report, and what the caller knows of it.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Text or HTML in any encoding, gzipped or not.
    pub bytes: &'a [u8],
    /// What the bytes are, if the caller knows.
    pub kind: Kind,
    /// The caller's id for the report; else it is named by a hash of the bytes.
    pub id: Option<&'a str>,
    /// Where it was published.
    pub url: Option<&'a str>,
    /// Its headline.
    pub title: Option<&'a str>,
    /// Its day of publication, `YYYY-MM-DD`; what follows the day is not read.
    pub published: Option<&'a str>,
    /// Whether the record lists every grounded mention.
    pub mentions: bool,
}

impl<'a> Source<'a> {
    /// A report of which nothing but the bytes is known.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            kind: Kind::Guess,
            id: None,
            url: None,
            title: None,
            published: None,
            mentions: false,
        }
    }

    pub(crate) fn hints(&self) -> Hints<'a> {
        Hints {
            url: self.url,
            title: self.title,
            published: self.day(),
            kind: self.kind,
        }
    }

    /// The given day of publication, if it is one.
    fn day(&self) -> Option<Date> {
        let day = self.published?.trim();
        day.get(..10)?.parse().ok()
    }

    /// A day of publication that is none.
    pub(crate) fn problem(&self) -> Option<Problem> {
        let given = self.published.filter(|_| self.day().is_none())?;
        let shown: String = given.chars().take(40).collect();
        Some(Problem::of_report(
            "bad-published",
            format!(
                "the day of publication \"{shown}\" is not of the form 2024-03-05 and was not used"
            ),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_from_a_date_or_a_time_stamp() {
        let source = |published| Source {
            published: Some(published),
            ..Source::new(b"")
        };
        for published in ["2024-03-05", " 2024-03-05T10:00:00Z"] {
            let day = source(published).hints().published;
            assert_eq!(
                day.map(|day| day.to_string()).as_deref(),
                Some("2024-03-05")
            );
            assert_eq!(source(published).problem(), None);
        }
        for published in ["yesterday", "", "2024-02-31", "5 März 2024"] {
            assert_eq!(source(published).hints().published, None);
            assert!(source(published).problem().is_some(), "{published}");
        }
    }
}
