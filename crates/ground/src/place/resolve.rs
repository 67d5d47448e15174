//! Disambiguation: which place of a name is meant, from everything that the report names.

use std::collections::BTreeMap;

use dateline_parse::Analysis;

use super::area::{Direction, kilometres};
use super::file::{Candidate, Gazetteer, PlaceClass, PlaceRow};
use super::spot::{PLACE_NOUNS, Spot};

/// A spot with its place.
#[derive(Clone, Debug)]
pub(super) struct Resolved<'a> {
    /// The words.
    pub(super) spot: &'a Spot,
    /// The place chosen; `None` when no place of that name is known.
    pub(super) place: Option<u32>,
    /// The larger place that follows in apposition ("Paris, Texas").
    pub(super) container: Option<u32>,
}

/// Points that weigh more in sum than anything else: an apposition decides.
const APPOSITION: f64 = 25.0;

/// Chooses a place for every spot.
pub(super) fn resolve<'a>(
    analysis: &Analysis,
    gazetteer: &Gazetteer,
    spots: &'a [Spot],
) -> Vec<Resolved<'a>> {
    let containers: Vec<Option<usize>> = (0..spots.len())
        .map(|spot| container(analysis, gazetteer, spots, spot))
        .collect();
    let mut judge = Judge {
        analysis,
        gazetteer,
        spots,
        containers: &containers,
        context: Context::of_nationalities(analysis, gazetteer),
    };
    let first = judge.choose(|judge, _, candidate| judge.prior(candidate));
    judge.context.add_countries(gazetteer, spots, &first);
    let second = judge.choose(Judge::score);
    judge.context.add_places(gazetteer, spots, &second);
    let last = judge.choose(Judge::score);
    let resolved = |(index, spot): (usize, &'a Spot)| Resolved {
        spot,
        place: last.get(index).copied().flatten(),
        container: containers
            .get(index)
            .copied()
            .flatten()
            .and_then(|other| last.get(other).copied().flatten()),
    };
    spots.iter().enumerate().map(resolved).collect()
}

/// The spot that follows in apposition and may hold this one.
fn container(
    analysis: &Analysis,
    gazetteer: &Gazetteer,
    spots: &[Spot],
    index: usize,
) -> Option<usize> {
    let spot = spots.get(index)?;
    let next = spots
        .get(index + 1)
        .filter(|next| next.sentence == spot.sentence)?;
    let between = analysis
        .sentences
        .get(spot.sentence)?
        .tokens
        .get(spot.tokens.end..next.tokens.start)?;
    let links = |form: &str| {
        let lower = form.to_lowercase();
        matches!(
            lower.as_str(),
            "," | "in" | "the" | "(" | "-" | "of" | "part"
        ) || Direction::read(&lower).is_some()
            || PLACE_NOUNS.contains(&lower.as_str())
    };
    let tied = between.len() <= 5 && between.iter().all(|token| links(&token.form));
    let separated = between
        .iter()
        .any(|token| matches!(token.form.as_str(), "," | "in" | "(" | "of"));
    let holds = |candidate: &Candidate| {
        gazetteer.row(candidate.place).is_some_and(|row| {
            matches!(
                row.class,
                PlaceClass::Country | PlaceClass::Admin1 | PlaceClass::Admin2 | PlaceClass::Region
            )
        })
    };
    (tied && separated && next.candidates.iter().any(holds)).then_some(index + 1)
}

/// What the report names beside the spot.
#[derive(Debug, Default)]
struct Context {
    /// Weight of each country.
    countries: BTreeMap<usize, f64>,
    /// Countries named in each sentence.
    by_sentence: BTreeMap<usize, Vec<usize>>,
    /// First-order divisions named, by country and name.
    divisions: BTreeMap<(usize, String), f64>,
    /// Places chosen so far: key of the name, degrees north and east.
    anchors: Vec<(String, f64, f64)>,
}

/// Most anchors that distances are measured to.
const MOST_ANCHORS: usize = 150;

impl Context {
    fn of_nationalities(analysis: &Analysis, gazetteer: &Gazetteer) -> Self {
        let mut context = Self::default();
        for (index, sentence) in analysis.sentences.iter().enumerate() {
            let capital = sentence
                .tokens
                .iter()
                .filter(|token| token.form.starts_with(char::is_uppercase));
            for country in capital.filter_map(|token| gazetteer.nationality(&token.form)) {
                context.add_country(country, index, 0.7);
            }
        }
        context
    }

    fn add_country(&mut self, country: usize, sentence: usize, weight: f64) {
        *self.countries.entry(country).or_default() += weight;
        self.by_sentence.entry(sentence).or_default().push(country);
    }

    /// Takes in the spots that are most likely whole countries.
    fn add_countries(&mut self, gazetteer: &Gazetteer, spots: &[Spot], chosen: &[Option<u32>]) {
        for (spot, place) in spots.iter().zip(chosen) {
            let row = place.and_then(|place| gazetteer.row(place));
            if let Some((country, row)) = row.and_then(|row| Some((row.country?, row))) {
                let rivals = spot
                    .candidates
                    .iter()
                    .filter(|candidate| !candidate.alternate)
                    .count();
                match row.class {
                    PlaceClass::Country => {
                        self.add_country(country, spot.sentence, if rivals > 3 { 0.5 } else { 1.0 })
                    }
                    _ if rivals <= 1 || row.population > 2e6 => {
                        self.add_country(country, spot.sentence, 0.3)
                    }
                    _ => {}
                }
            }
        }
    }

    /// Takes in the places chosen in the first round.
    fn add_places(&mut self, gazetteer: &Gazetteer, spots: &[Spot], chosen: &[Option<u32>]) {
        for (spot, place) in spots.iter().zip(chosen) {
            let Some(row) = place.and_then(|place| gazetteer.row(place)) else {
                continue;
            };
            if let (Some(country), false) = (row.country, row.class == PlaceClass::Country) {
                *self.countries.entry(country).or_default() += 0.3;
                if row.class == PlaceClass::Admin1 {
                    *self
                        .divisions
                        .entry((country, row.name.to_owned()))
                        .or_default() += 1.0;
                } else if let Some(admin1) = row.admin1 {
                    *self
                        .divisions
                        .entry((country, admin1.to_owned()))
                        .or_default() += 0.5;
                }
            }
            let small = row.radius_km < 150.0 && row.class != PlaceClass::Country;
            let new = !self.anchors.iter().any(|(key, _, _)| *key == spot.key);
            if small && new && self.anchors.len() < MOST_ANCHORS {
                self.anchors
                    .push((spot.key.clone(), row.latitude, row.longitude));
            }
        }
    }
}

struct Judge<'a> {
    analysis: &'a Analysis,
    gazetteer: &'a Gazetteer,
    spots: &'a [Spot],
    containers: &'a [Option<usize>],
    context: Context,
}

impl Judge<'_> {
    /// The best candidate of each spot by `score`; spots of one name without an apposition of their own go together.
    fn choose(&self, score: impl Fn(&Self, usize, Candidate) -> f64) -> Vec<Option<u32>> {
        let mut totals: BTreeMap<&str, BTreeMap<u32, f64>> = BTreeMap::new();
        let mut own: Vec<Vec<(u32, f64)>> = Vec::with_capacity(self.spots.len());
        for (index, spot) in self.spots.iter().enumerate() {
            let scored: Vec<(u32, f64)> = spot
                .candidates
                .iter()
                .map(|candidate| (candidate.place, score(self, index, *candidate)))
                .collect();
            let sums = totals.entry(spot.key.as_str()).or_default();
            for (place, points) in &scored {
                *sums.entry(*place).or_default() += points;
            }
            own.push(scored);
        }
        let together = |spot: &Spot| {
            totals
                .get(spot.key.as_str())
                .and_then(|sums| best(sums.iter().map(|(place, points)| (*place, *points))))
        };
        let pick = |(index, spot): (usize, &Spot)| {
            let alone = own
                .get(index)
                .and_then(|scored| best(scored.iter().copied()));
            let decided = alone.is_some_and(|(_, points)| points >= APPOSITION + 10.0);
            let chosen = if decided { alone } else { together(spot) };
            chosen.map(|(place, _)| place)
        };
        self.spots.iter().enumerate().map(pick).collect()
    }

    /// How likely a place is meant before anything else is known.
    fn prior(&self, candidate: Candidate) -> f64 {
        let Some(row) = self.gazetteer.row(candidate.place) else {
            return f64::NEG_INFINITY;
        };
        let size = (row.population + 1.0).ln();
        let points = match row.class {
            PlaceClass::Country => 22.0,
            PlaceClass::Region | PlaceClass::Water => 15.0,
            PlaceClass::Site => 13.0,
            PlaceClass::Admin1 => 7.5 + 0.35 * size,
            PlaceClass::Admin2 => 0.5 * size,
            PlaceClass::Town => 0.9 * size,
            PlaceClass::Seat => 0.9 * size + 0.7,
            PlaceClass::Capital => 0.9 * size + 3.0,
            PlaceClass::Airport => 6.0,
        };
        let penalty = match (candidate.alternate, row.class) {
            (false, _) | (true, PlaceClass::Country | PlaceClass::Airport) => 0.0,
            (true, _) if row.population > 5e5 => 1.0,
            (true, _) => 2.5,
        };
        points - penalty
    }

    /// The prior with what the report names around it.
    fn score(&self, index: usize, candidate: Candidate) -> f64 {
        let Some(row) = self.gazetteer.row(candidate.place) else {
            return f64::NEG_INFINITY;
        };
        let sentence = self.spots.get(index).map_or(0, |spot| spot.sentence);
        let key = self.spots.get(index).map_or("", |spot| spot.key.as_str());
        self.prior(candidate)
            + self.country_points(&row, sentence)
            + self.nearness(&row, key)
            + self.apposition(&row, index)
            + self.division_points(&row, index)
    }

    fn country_points(&self, row: &PlaceRow<'_>, sentence: usize) -> f64 {
        let Some(country) = row.country.filter(|_| row.class != PlaceClass::Country) else {
            return 0.0;
        };
        let total: f64 = self.context.countries.values().sum();
        let weight = self
            .context
            .countries
            .get(&country)
            .copied()
            .unwrap_or_default();
        let mut points = if weight > 0.0 {
            2.0 + 4.5 * weight / total.max(1.0)
        } else {
            0.0
        };
        if self
            .context
            .by_sentence
            .get(&sentence)
            .is_some_and(|named| named.contains(&country))
        {
            points += 1.5;
        }
        let division = row
            .admin1
            .and_then(|admin1| self.context.divisions.get(&(country, admin1.to_owned())));
        points + division.map_or(0.0, |weight| weight.min(3.0))
    }

    /// A division that is named like its seat is meant only where a noun says so ("Gao region").
    fn division_points(&self, row: &PlaceRow<'_>, index: usize) -> f64 {
        let Some(spot) = self
            .spots
            .get(index)
            .filter(|_| row.class == PlaceClass::Admin1)
        else {
            return 0.0;
        };
        let seat = |candidate: &Candidate| {
            let town = self.gazetteer.row(candidate.place)?;
            let large = town.class != PlaceClass::Town || town.population > 2e4;
            let inside = town.country == row.country && town.admin1 == Some(row.name);
            Some(town.class.is_town() && large && inside)
        };
        let shared = spot
            .candidates
            .iter()
            .any(|candidate| seat(candidate) == Some(true));
        match (shared, self.has_division_noun(spot)) {
            (_, true) => 6.0,
            (true, false) => -5.0,
            (false, false) => 0.0,
        }
    }

    /// Whether "province", "region", "state of" and the like stand beside a name.
    fn has_division_noun(&self, spot: &Spot) -> bool {
        const NOUNS: &[&str] = &[
            "province",
            "governorate",
            "region",
            "state",
            "department",
            "oblast",
            "prefecture",
        ];
        let form = |word: Option<usize>| {
            let sentence = self.analysis.sentences.get(spot.sentence)?;
            let token = sentence.tokens.get(word?)?;
            Some(token.form.to_lowercase())
        };
        let start = spot.tokens.start;
        let noun = |form: Option<String>| form.is_some_and(|form| NOUNS.contains(&form.as_str()));
        let of = form(start.checked_sub(1)).as_deref() == Some("of");
        noun(form(Some(spot.tokens.end))) || (of && noun(form(start.checked_sub(2))))
    }

    /// Points for lying near other places of the report.
    fn nearness(&self, row: &PlaceRow<'_>, key: &str) -> f64 {
        let here = (row.latitude, row.longitude);
        let others = self
            .context
            .anchors
            .iter()
            .filter(|(other, _, _)| other != key);
        let distances =
            others.map(|(_, latitude, longitude)| kilometres(here, (*latitude, *longitude)));
        match distances.fold(f64::INFINITY, f64::min) {
            near if near < 60.0 => 2.0,
            near if near < 200.0 => 1.2,
            near if near < 500.0 => 0.5,
            _ => 0.0,
        }
    }

    /// Points for lying in the larger place that follows.
    fn apposition(&self, row: &PlaceRow<'_>, index: usize) -> f64 {
        let holder = self
            .containers
            .get(index)
            .copied()
            .flatten()
            .and_then(|other| self.spots.get(other));
        let Some(holder) = holder.filter(|_| row.class != PlaceClass::Country) else {
            return 0.0;
        };
        let holds = |candidate: &Candidate| {
            let outer = self.gazetteer.row(candidate.place)?;
            let within = match outer.class {
                PlaceClass::Country => row.country == outer.country,
                PlaceClass::Admin1 => {
                    row.country == outer.country
                        && row.admin1 == Some(outer.name)
                        && row.class != PlaceClass::Admin1
                }
                PlaceClass::Admin2 | PlaceClass::Region => {
                    let distance = kilometres(
                        (row.latitude, row.longitude),
                        (outer.latitude, outer.longitude),
                    );
                    distance <= outer.radius_km * 1.3
                        && (outer.country.is_none() || outer.country == row.country)
                }
                _ => false,
            };
            Some(within)
        };
        let inside = holder
            .candidates
            .iter()
            .any(|candidate| holds(candidate) == Some(true));
        if inside { APPOSITION } else { 0.0 }
    }
}

/// The entry with most points; the first of equals.
fn best(scored: impl Iterator<Item = (u32, f64)>) -> Option<(u32, f64)> {
    scored.reduce(|best, next| if next.1 > best.1 { next } else { best })
}
