//! Reads a news report and returns its record: who did what to whom, where, when, at what cost, and who says so.
//!
//! One report takes this way, and [`Dateline::code`] calls its steps in this order:
//!
//! 1. **page**, [`dateline_page::read`]: the bytes become an article: headline, paragraphs, day of publication.
//! 2. **parse**, [`dateline_parse::Reader::read`]: the text becomes sentences, words, syntax and entities, by the model.
//! 3. **ground**, [`dateline_ground::Grounder::ground`]: words become days, places, actors and numbers.
//! 4. **code**, [`dateline_code::Coder::code`]: what happened, and who says so, by the rules.
//!
//! Reading never fails: what could not be read is among the [`problems`](Record::problems) of the record. The same bytes
//! with the same version and data give the same record, whatever else runs.
//!
//! ```
//! use dateline::{Data, Dateline, Source};
//!
//! let dateline = Dateline::open(&Data::embedded())?;
//! let report = "Shells hit market\n\nShells hit a market in Kharkiv on Monday, police said.";
//! let record = dateline.code(&Source { published: Some("2024-03-05"), ..Source::new(report.as_bytes()) });
//! assert_eq!(record.report.title.as_deref(), Some("Shells hit market"));
//! # Ok::<(), dateline::OpenError>(())
//! ```
#![forbid(unsafe_code)]

mod data;
mod explanation;
mod report;
mod source;

pub use data::{Data, OpenError};
pub use dateline_code::{Answer, Candidate, Choice, Question, Subject};
pub use dateline_page::Kind;
pub use dateline_record::Record;
pub use explanation::{
    Explanation, FoundEntity, FoundHit, FoundPredicate, FoundRole, FoundSaying, FoundSentence,
    FoundTrigger, FoundWord,
};
pub use report::uncoded;
pub use source::Source;

use dateline_code::{Coded, Coder};
use dateline_ground::{Grounded, Grounder};
use dateline_page::Article;
use dateline_parse::{Analysis, Reader};

/// The pipeline with its model, gazetteer, actors and rules; opened once, then used from any number of threads.
pub struct Dateline {
    reader: Reader,
    grounder: Grounder,
    coder: Coder,
}

/// What the steps made of one report.
struct Way {
    record: Record,
    analysis: Analysis,
    grounded: Grounded,
    coded: Coded,
}

impl Dateline {
    /// Opens the pipeline.
    ///
    /// # Errors
    /// Names the data that cannot be used. The data that the library carries can.
    pub fn open(data: &Data<'_>) -> Result<Self, OpenError> {
        Ok(Self {
            reader: Reader::open(&data.model)?,
            grounder: Grounder::open(&data.ground)?,
            coder: Coder::open(&data.code)?,
        })
    }

    /// Reads one report. Never fails.
    #[must_use]
    pub fn code(&self, source: &Source<'_>) -> Record {
        let article = dateline_page::read(source.bytes, &source.hints());
        match self.go(source, &article) {
            Some(way) => way.record,
            None => report::begin(source, &article),
        }
    }

    /// Reads one report and tells how: sentence by sentence, what was found, by which rule or model head.
    #[must_use]
    pub fn explain(&self, source: &Source<'_>) -> Explanation {
        let article = dateline_page::read(source.bytes, &source.hints());
        match self.go(source, &article) {
            Some(way) => explanation::explain(&way),
            None => Explanation::without_reading(report::begin(source, &article)),
        }
    }

    /// Reads one report, and puts the questions that its sentences leave open, with every answer: for the training code.
    #[must_use]
    pub fn choices(&self, source: &Source<'_>) -> Option<(Record, Vec<Choice>)> {
        let article = dateline_page::read(source.bytes, &source.hints());
        let way = self.go(source, &article)?;
        let choices = self.coder.choices(&way.analysis, &way.grounded);
        Some((way.record, choices))
    }

    /// Goes the way of an article, if there is English text to read.
    fn go(&self, source: &Source<'_>, article: &Article) -> Option<Way> {
        if !is_coded(article) {
            return None;
        }
        let analysis = self.reader.read(&article.text, article.has_title);
        let grounded = self.grounder.ground(&analysis, &article.published);
        let coded = self.coder.code(&analysis, &grounded);
        let mut record = report::begin(source, article);
        record.report.published = grounded.published.clone();
        record.events.clone_from(&coded.events);
        record.claims.clone_from(&coded.claims);
        record.links.clone_from(&coded.links);
        record.mentions = source.mentions.then(|| report::mentions(&grounded));
        record.problems.extend(report::unread(&analysis));
        Some(Way {
            record,
            analysis,
            grounded,
            coded,
        })
    }
}

/// Whether there is English text to read.
fn is_coded(article: &Article) -> bool {
    let foreign = article
        .problems
        .iter()
        .any(|problem| problem.code == "not-english");
    !foreign && !article.text.is_empty()
}
