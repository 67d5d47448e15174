//! The parts of a record that no later step writes: the report itself and what could not be read of it.

use std::fmt::Write;

use dateline_ground::Grounded;
use dateline_page::Article;
use dateline_parse::Analysis;
use dateline_record::{Mentions, Problem, Published, Record, Report, SCHEMA};
use sha2::{Digest, Sha256};

use crate::Source;

/// Bytes of the hash that names a report without an id.
const ID_BYTES: usize = 8;

/// A record of the article that says nothing of events yet.
pub(crate) fn begin(source: &Source<'_>, article: &Article) -> Record {
    let report = Report {
        id: id(source),
        url: article.url.clone(),
        site: article.site.clone(),
        title: article.title.clone(),
        byline: article.byline.clone(),
        language: article.language.clone(),
        published: article.published.clone(),
        text: article.text.clone(),
        dropped: article.dropped.clone(),
    };
    let problems = article.problems.iter().cloned().chain(source.problem());
    record(report, problems.collect())
}

/// The record of a report that could not be read at all, for callers that guard the pipeline.
#[must_use]
pub fn uncoded(source: &Source<'_>, problem: Problem) -> Record {
    let report = Report {
        id: id(source),
        url: source.url.map(str::to_owned),
        site: None,
        title: None,
        byline: None,
        language: None,
        published: Published::unknown(),
        text: String::new(),
        dropped: Vec::new(),
    };
    record(report, vec![problem])
}

fn record(report: Report, problems: Vec<Problem>) -> Record {
    Record {
        schema: SCHEMA.to_owned(),
        report,
        events: Vec::new(),
        claims: Vec::new(),
        links: Vec::new(),
        mentions: None,
        problems,
    }
}

/// The caller's id, else the beginning of the hash of the source bytes in hexadecimal.
fn id(source: &Source<'_>) -> String {
    if let Some(id) = source.id {
        return id.to_owned();
    }
    let hash = Sha256::digest(source.bytes);
    hash.iter()
        .take(ID_BYTES)
        .fold(String::new(), |mut id, byte| {
            let _ = write!(id, "{byte:02x}");
            id
        })
}

/// What the parser left unread at the end of a very long text.
pub(crate) fn unread(analysis: &Analysis) -> Option<Problem> {
    let text = &analysis.text;
    let end = analysis
        .sentences
        .last()
        .map_or(0, |sentence| sentence.bytes.end);
    let rest = text.as_str().get(end..)?.trim();
    (!rest.is_empty()).then(|| {
        let message = format!(
            "the text is too long: only the first {} characters were read; give one report at a time",
            text.codepoint(end)
        );
        Problem::of_report("too-long", message)
    })
}

/// Every grounded mention, as the record lists them.
pub(crate) fn mentions(grounded: &Grounded) -> Mentions {
    Mentions {
        times: grounded
            .times
            .iter()
            .map(|time| time.when.clone())
            .collect(),
        places: grounded
            .places
            .iter()
            .map(|place| place.place.clone())
            .collect(),
        actors: grounded
            .actors
            .iter()
            .map(|actor| actor.participant.clone())
            .collect(),
        quantities: grounded
            .quantities
            .iter()
            .map(|quantity| quantity.quantity.clone())
            .collect(),
    }
}
