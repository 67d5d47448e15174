//! Grounded mentions: who, where, when, how many.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Basis, PlacePrecision, Span};

/// Somebody who acts or is acted upon.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Participant {
    /// The words that name the participant.
    pub span: Span,
    /// The resolved name ("United States"), else the words themselves.
    pub name: String,
    /// Stable within the shipped actor list (`country:USA`, `group:kataib-hezbollah`).
    pub id: Option<String>,
    /// ISO 3166-1 alpha-3 code of the country that the participant belongs to.
    pub country: Option<String>,
    /// PLOVER sector codes, most specific first.
    pub sectors: Vec<String>,
    /// CAMEO-style concatenation of country and sectors (`USAMIL`).
    pub code: Option<String>,
}

/// Somewhere on the map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// The words that name the place.
    pub span: Span,
    /// The resolved name.
    pub name: String,
    /// ISO 3166-1 alpha-3 code.
    pub country: Option<String>,
    /// Name of the first-order administrative division.
    pub admin1: Option<String>,
    /// Degrees north, WGS 84.
    pub latitude: Option<f64>,
    /// Degrees east, WGS 84.
    pub longitude: Option<f64>,
    /// How finely the place is known.
    pub precision: PlacePrecision,
    /// Radius of the circle around the coordinates that holds the place, in kilometres.
    pub radius_km: Option<f64>,
    /// GeoNames identifier.
    pub geonames_id: Option<u64>,
}

/// Some time: a calendar interval, never an invented day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct When {
    /// The words that give the time.
    pub span: Span,
    /// First possible day, ISO 8601.
    pub earliest: Option<String>,
    /// Last possible day, ISO 8601.
    pub latest: Option<String>,
    /// TIMEX3 value ("2021-02-26TMO").
    pub timex: Option<String>,
    /// How the interval came about.
    pub basis: Basis,
}

/// A number with its bounds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quantity {
    /// The words that give the number, modifier included ("at least 17").
    pub span: Span,
    /// Lower bound, if any.
    pub low: Option<f64>,
    /// Upper bound, if any.
    pub high: Option<f64>,
    /// What is counted: `people`, `money`, `distance`, `percent`, …
    pub unit: Option<String>,
}

/// Every grounded mention of a report, tied to an event or not.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Mentions {
    /// Times, in text order.
    pub times: Vec<When>,
    /// Places, in text order.
    pub places: Vec<Place>,
    /// Actors, in text order.
    pub actors: Vec<Participant>,
    /// Quantities, in text order.
    pub quantities: Vec<Quantity>,
}
