//! Which events of a record stand for which gold events: what answers to choices are labelled by.

use dateline_record::{Place, Record};

use crate::align;
use crate::gold::{Gold, GoldPlace};

/// Which facts of a record stand for which gold facts: pairs of indexes, gold first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pairs {
    /// Events of equal type.
    pub events: Vec<(usize, usize)>,
    /// Claims.
    pub claims: Vec<(usize, usize)>,
}

/// Pairs the facts of a record with those of the gold.
#[must_use]
pub fn pairs(gold: &Gold, record: &Record) -> Pairs {
    Pairs {
        events: align::typed_events(gold, record),
        claims: align::claims(gold, record),
    }
}

/// Whether the place lies in the gold's country and, where the gold has coordinates, within 161 km of them.
#[must_use]
pub fn is_at(gold: &GoldPlace, place: &Place) -> bool {
    let near = match (gold.coordinates, place.latitude.zip(place.longitude)) {
        (Some(gold), Some(found)) => align::distance_km(gold, found) <= 161.0,
        (Some(_), None) => false,
        (None, _) => true,
    };
    near && gold.country == place.country
}
