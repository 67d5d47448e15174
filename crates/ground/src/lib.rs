//! Analysis to grounded mentions: when, where, who, how many.
//!
//! [`Grounder::ground`] reads an [`Analysis`] and ties its words to the world: times to calendar intervals
//! ([`time`]), numbers to bounds ([`quantity`]), place names to the map ([`place`]), noun phrases to actors
//! ([`actor`]). When nothing says when the report was published, [`published`] infers an interval first.
#![forbid(unsafe_code)]

pub mod actor;
mod atom;
mod error;
mod mention;
pub mod place;
pub mod published;
pub mod quantity;
pub mod time;

use dateline_parse::Analysis;
use dateline_record::Published;

pub use error::GroundError;
pub use mention::{ActorKind, ActorMention, Grounded, PlaceMention, QuantityMention, TimeMention};

/// The data that grounding needs, as the bytes of the shipped files.
#[derive(Clone, Copy, Debug)]
pub struct GroundData<'a> {
    /// The gazetteer built from GeoNames by `gazetteer/build.py`.
    pub gazetteer: &'a [u8],
    /// The files of `actors/`, each with its name for error messages.
    pub actors: &'a [(&'a str, &'a str)],
}

/// Ties mentions to the world; opened once, then used for any number of reports from any number of threads.
#[derive(Debug)]
pub struct Grounder {
    places: place::Gazetteer,
    actors: actor::ActorList,
    facts: published::DatedFacts,
}

impl Grounder {
    /// Reads the data.
    ///
    /// # Errors
    /// Names the file and the line of the first entry that cannot be read.
    pub fn open(data: &GroundData<'_>) -> Result<Self, GroundError> {
        let places = place::Gazetteer::open(data.gazetteer)?;
        let actors = actor::ActorList::open(data.actors)?;
        let facts = published::DatedFacts::open(data.actors)?;
        Ok(Self {
            places,
            actors,
            facts,
        })
    }

    /// Grounds every mention of a report. `published` is what the caller, page or URL says; when that is nothing,
    /// the interval is inferred from the text.
    #[must_use]
    pub fn ground(&self, analysis: &Analysis, published: &Published) -> Grounded {
        let published = published::infer(analysis, published, &self.facts);
        let times = time::find(analysis, &published);
        let places = place::find(analysis, &self.places);
        let quantities = quantity::find(analysis);
        let actors = actor::find(analysis, &self.actors, &places);
        Grounded {
            published,
            times,
            places,
            actors,
            quantities,
        }
    }
}
