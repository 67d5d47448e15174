//! Place names to the map.
//!
//! A *place mention* is a name of a country, division, town, region, water or site, or a description that resolves to one
//! ("eastern Syria", "the Iraqi capital", "the border with Jordan"). [`find`] spots the names (`spot`), picks one place
//! of the gazetteer for each from what the whole report names (`resolve`), and adds the descriptions (`phrase`).
//!
//! A mention says only that the words name a place. Whether the place acts ("Washington said"), describes ("U.S. forces")
//! or holds an event ("in Washington") is for the coder to read from the syntax.

mod area;
mod around;
mod file;
mod fold;
mod phrase;
mod resolve;
mod spot;

pub use file::Gazetteer;
pub(crate) use fold::fold;

use dateline_parse::Analysis;

use crate::PlaceMention;

/// Finds every place mention, in text order.
#[must_use]
pub fn find(analysis: &Analysis, gazetteer: &Gazetteer) -> Vec<PlaceMention> {
    let spots = spot::spots(analysis, gazetteer);
    let resolved = resolve::resolve(analysis, gazetteer, &spots);
    let mut mentions = phrase::mentions(analysis, gazetteer, &resolved);
    mentions.sort_by_key(|mention| (mention.sentence, mention.tokens.start, mention.tokens.end));
    mentions.dedup_by(|later, earlier| {
        later.sentence == earlier.sentence && later.tokens == earlier.tokens
    });
    mentions
}
