//! From resolved names to mentions: sides of countries, borders, capitals, and what the words around a name add.

use std::ops::Range;

use dateline_parse::{Analysis, Sentence};
use dateline_record::{Place, PlacePrecision};

use super::area::{self, Circle, Direction};
use super::around::{is_hyphenated, is_money, lower, side};
use super::file::{Gazetteer, PlaceClass, PlaceRow};
use super::resolve::Resolved;
use crate::PlaceMention;

/// Every mention: the resolved names, widened by the words around them, then borders and capitals.
pub(super) fn mentions(
    analysis: &Analysis,
    gazetteer: &Gazetteer,
    resolved: &[Resolved<'_>],
) -> Vec<PlaceMention> {
    let teller = Teller {
        analysis,
        gazetteer,
        resolved,
    };
    let mut mentions: Vec<PlaceMention> = resolved
        .iter()
        .filter_map(|one| teller.named(one))
        .collect();
    let mut last = Vec::new();
    for (index, sentence) in analysis.sentences.iter().enumerate() {
        for word in 0..sentence.tokens.len() {
            let told = teller.border(index, sentence, word, &mut last);
            let told = told.or_else(|| teller.capital(index, sentence, word));
            let told = told.or_else(|| teller.side_of_the_country(index, sentence, word));
            mentions.extend(told);
        }
    }
    mentions
}

struct Teller<'a> {
    analysis: &'a Analysis,
    gazetteer: &'a Gazetteer,
    resolved: &'a [Resolved<'a>],
}

impl Teller<'_> {
    /// The mention of one resolved name.
    fn named(&self, one: &Resolved<'_>) -> Option<PlaceMention> {
        let sentence = self.analysis.sentences.get(one.spot.sentence)?;
        let tokens = one.spot.tokens.clone();
        if is_hyphenated(sentence, tokens.end) {
            return None;
        }
        let Some(place) = one.place else {
            return Some(self.unknown(one, sentence));
        };
        let row = self.gazetteer.row(place)?;
        let sided = side(sentence, &tokens);
        let mut told = self.place(&row, sentence, tokens.clone());
        told.tokens = sided.as_ref().map_or_else(
            || self.with_noun(sentence, &tokens),
            |sided| sided.tokens.clone(),
        );
        if one.spot.loose {
            self.analysis
                .text
                .slice(sentence.bytes_of(tokens))
                .clone_into(&mut told.place.name);
        }
        if let Some(sided) = sided {
            self.narrow(&mut told, &row, sided.direction, sentence);
        } else {
            self.sharpen(&mut told, &row, sentence, one.spot.tokens.end);
        }
        told.sentence = one.spot.sentence;
        told.place.span = self
            .analysis
            .text
            .span(sentence.bytes_of(told.tokens.clone()));
        Some(told)
    }

    /// A place that the gazetteer lacks: where the place is that holds it, when that is named.
    fn unknown(&self, one: &Resolved<'_>, sentence: &Sentence) -> PlaceMention {
        let tokens = one.spot.tokens.clone();
        let span = self.analysis.text.span(sentence.bytes_of(tokens.clone()));
        let outer = one.container.and_then(|place| self.gazetteer.row(place));
        let mut told = match outer {
            Some(row) => self.place(&row, sentence, tokens.clone()),
            None => PlaceMention {
                sentence: one.spot.sentence,
                tokens: tokens.clone(),
                place: nowhere(span.clone()),
            },
        };
        told.sentence = one.spot.sentence;
        told.place.name.clone_from(&span.text);
        told.place.geonames_id = None;
        told.place.span = span;
        told
    }

    /// The plain mention of a row.
    fn place(&self, row: &PlaceRow<'_>, sentence: &Sentence, tokens: Range<usize>) -> PlaceMention {
        let country = row
            .country
            .and_then(|index| self.gazetteer.countries().get(index));
        let admin1 = match row.class {
            PlaceClass::Admin1 => Some(row.name),
            _ => row.admin1,
        };
        PlaceMention {
            sentence: 0,
            place: Place {
                span: self.analysis.text.span(sentence.bytes_of(tokens.clone())),
                name: row.name.to_owned(),
                country: country.map(|country| country.code.clone()),
                admin1: admin1.map(str::to_owned),
                latitude: Some(rounded(row.latitude)),
                longitude: Some(rounded(row.longitude)),
                precision: precision(row.class),
                radius_km: Some(radius(row)),
                geonames_id: row.geonames_id,
            },
            tokens,
        }
    }

    /// Moves a mention to one side of its place.
    fn narrow(
        &self,
        told: &mut PlaceMention,
        row: &PlaceRow<'_>,
        direction: Direction,
        sentence: &Sentence,
    ) {
        self.analysis
            .text
            .slice(sentence.bytes_of(told.tokens.clone()))
            .clone_into(&mut told.place.name);
        let whole = Circle {
            latitude: row.latitude,
            longitude: row.longitude,
            radius_km: row.radius_km,
        };
        let part = match row.class {
            PlaceClass::Country => row
                .country
                .and_then(|country| area::part_of_country(self.gazetteer, country, direction)),
            PlaceClass::Admin1 | PlaceClass::Admin2 | PlaceClass::Region | PlaceClass::Water => {
                Some(area::part_of_circle(whole, direction))
            }
            _ => None,
        };
        if let Some(part) = part {
            put(&mut told.place, part, PlacePrecision::Region);
            told.place.geonames_id = None;
        }
    }

    /// What the words before and after a town say of how near it is.
    fn sharpen(
        &self,
        told: &mut PlaceMention,
        row: &PlaceRow<'_>,
        sentence: &Sentence,
        end: usize,
    ) {
        let after = lower(sentence, end);
        let before = told
            .tokens
            .start
            .checked_sub(1)
            .map(|word| lower(sentence, word))
            .unwrap_or_default();
        let radius = told.place.radius_km.unwrap_or_default();
        if row.class.is_town() && matches!(after.as_str(), "airport" | "airbase" | "airfield") {
            told.place.precision = PlacePrecision::Point;
            told.place.radius_km = Some(radius.max(15.0));
        } else if matches!(before.as_str(), "near" | "outside" | "around" | "nearby")
            || matches!(after.as_str(), "area" | "countryside" | "outskirts")
        {
            told.place.radius_km = Some(radius + 20.0);
        }
    }

    /// The words of a name with the noun that says what it is ("Idlib province").
    fn with_noun(&self, sentence: &Sentence, tokens: &Range<usize>) -> Range<usize> {
        const KEPT: &[&str] = &[
            "airport",
            "airbase",
            "airfield",
            "province",
            "governorate",
            "district",
            "region",
            "state",
            "county",
            "oblast",
        ];
        let noun = KEPT.contains(&lower(sentence, tokens.end).as_str());
        tokens.start..tokens.end + usize::from(noun)
    }

    /// "the border with Jordan", "the Syrian-Iraqi border", "along the border".
    fn border(
        &self,
        index: usize,
        sentence: &Sentence,
        word: usize,
        last: &mut Vec<usize>,
    ) -> Option<PlaceMention> {
        if !matches!(
            lower(sentence, word).as_str(),
            "border" | "borders" | "frontier"
        ) {
            return None;
        }
        let before = word.saturating_sub(6)..word;
        let after = word + 2..(word + 9).min(sentence.tokens.len());
        let tied = self.countries_within(index, sentence, before.clone(), true);
        let opposite = if matches!(lower(sentence, word + 1).as_str(), "with" | "between") {
            self.countries_within(index, sentence, after, false)
        } else {
            Vec::new()
        };
        let chosen = self.pair(&tied, &opposite, &self.countries_before(index, word), last);
        let first = *chosen.first()?;
        let start = if tied.is_empty() {
            word
        } else {
            self.first_tied(sentence, before, word)
        };
        let tokens = start..word + 1;
        if chosen.len() == 2 {
            last.clone_from(&chosen);
        }
        Some(self.border_place(index, sentence, tokens, first, chosen.get(1).copied()))
    }

    /// The two countries of a border: those named with it, else the one named and a neighbour from the report, else
    /// the border named last.
    fn pair(
        &self,
        tied: &[usize],
        opposite: &[usize],
        earlier: &[usize],
        last: &[usize],
    ) -> Vec<usize> {
        let neighbour_of = |country: usize| {
            earlier
                .iter()
                .copied()
                .find(|other| *other != country && self.are_neighbours(country, *other))
        };
        match (tied, opposite) {
            ([.., first, second], _) => vec![*first, *second],
            ([first], [second, ..]) | ([], [first, second, ..]) => vec![*first, *second],
            ([first], []) => std::iter::once(*first)
                .chain(neighbour_of(*first))
                .collect(),
            ([], [second]) => neighbour_of(*second).into_iter().chain([*second]).collect(),
            ([], []) if !last.is_empty() => last.to_vec(),
            ([], []) => {
                let both = earlier
                    .iter()
                    .find_map(|first| Some((*first, neighbour_of(*first)?)));
                both.map_or_else(Vec::new, |(first, second)| vec![first, second])
            }
        }
    }

    fn border_place(
        &self,
        index: usize,
        sentence: &Sentence,
        tokens: Range<usize>,
        first: usize,
        second: Option<usize>,
    ) -> PlaceMention {
        let span = self.analysis.text.span(sentence.bytes_of(tokens.clone()));
        let mut place = nowhere(span);
        place.precision = PlacePrecision::Border;
        let name = |country: usize| {
            self.gazetteer
                .countries()
                .get(country)
                .map_or("", |country| country.name.as_str())
        };
        place.country = self
            .gazetteer
            .countries()
            .get(first)
            .map(|country| country.code.clone());
        if let Some(second) = second {
            place.name = format!("{}–{} border", name(first), name(second));
            if let Some(circle) = area::border(self.gazetteer, first, second) {
                put(&mut place, circle, PlacePrecision::Border);
            }
        }
        PlaceMention {
            sentence: index,
            tokens,
            place,
        }
    }

    /// First word before `word` that names a country without a gap.
    fn first_tied(&self, sentence: &Sentence, before: Range<usize>, word: usize) -> usize {
        let names = |here: &usize| {
            sentence
                .tokens
                .get(*here)
                .is_some_and(|token| self.country_of_word(&token.form).is_some())
        };
        before
            .filter(names)
            .find(|here| *here + 5 > word)
            .unwrap_or(word)
    }

    /// Countries named in a run of words, from names and words of nationality. `close` asks that nothing but hyphens,
    /// possessives and "and" stands between them and the end of the run.
    fn countries_within(
        &self,
        index: usize,
        sentence: &Sentence,
        words: Range<usize>,
        close: bool,
    ) -> Vec<usize> {
        let mut found = Vec::new();
        for word in if close {
            words.rev().collect::<Vec<_>>()
        } else {
            words.collect()
        } {
            let Some(token) = sentence.tokens.get(word) else {
                break;
            };
            match self
                .country_at(index, word)
                .or_else(|| self.country_of_word(&token.form))
            {
                Some(country) => found.push(country),
                None if matches!(
                    token.form.as_str(),
                    "-" | "–" | "'s" | "’s" | "'" | "’" | "and" | "the"
                ) => {}
                None if matches!(
                    token.form.as_str(),
                    "northern" | "southern" | "eastern" | "western"
                ) => {}
                None if !close && found.is_empty() && token.upos == "ADJ" => {}
                None => break,
            }
        }
        if close {
            found.reverse();
        }
        found.dedup();
        found
    }

    fn country_of_word(&self, form: &str) -> Option<usize> {
        let parts = form.split(['-', '–']);
        let mut capital = parts.filter(|part| part.starts_with(char::is_uppercase));
        capital.find_map(|part| self.gazetteer.nationality(part))
    }

    /// The country that a spot at this word is.
    fn country_at(&self, index: usize, word: usize) -> Option<usize> {
        let here =
            |one: &&Resolved<'_>| one.spot.sentence == index && one.spot.tokens.contains(&word);
        let place = self.resolved.iter().find(here)?.place?;
        self.gazetteer
            .row(place)
            .filter(|row| row.class == PlaceClass::Country)?
            .country
    }

    /// Countries of the places named before a word of the report, the latest first.
    fn countries_before(&self, index: usize, word: usize) -> Vec<usize> {
        let end = self
            .resolved
            .partition_point(|one| (one.spot.sentence, one.spot.tokens.start) < (index, word));
        let earlier = self
            .resolved
            .get(..end)
            .unwrap_or_default()
            .iter()
            .rev()
            .take(40);
        earlier
            .filter_map(|one| self.gazetteer.row(one.place?)?.country)
            .collect()
    }

    fn are_neighbours(&self, one: usize, other: usize) -> bool {
        let countries = self.gazetteer.countries();
        let (one, other) = (countries.get(one), countries.get(other));
        one.zip(other)
            .is_some_and(|(one, other)| one.neighbours.contains(&other.code))
    }

    /// "the capital", "the Iraqi capital", "Iraq's capital": the capital of the country named with it or last.
    fn capital(&self, index: usize, sentence: &Sentence, word: usize) -> Option<PlaceMention> {
        let token = sentence.tokens.get(word)?;
        let noun = token.upos == "NOUN" && matches!(token.form.as_str(), "capital" | "Capital");
        if !noun || self.country_at(index, word).is_some() {
            return None;
        }
        let before = lower(sentence, word.checked_sub(1)?);
        let tied = self.countries_within(index, sentence, word.saturating_sub(4)..word, true);
        let definite =
            before == "the" && !matches!(lower(sentence, word + 1).as_str(), "of" | "city");
        let named_beside = self.resolved.iter().any(|one| {
            one.spot.sentence == index
                && (word..word + 4).contains(&one.spot.tokens.start)
                && self.is_capital(one.place)
        });
        if named_beside || (tied.is_empty() && !definite) || is_money(sentence, word) {
            return None;
        }
        let country = tied
            .last()
            .copied()
            .or_else(|| self.countries_before(index, word).first().copied())?;
        let row = self
            .gazetteer
            .row(self.gazetteer.countries().get(country)?.capital?)?;
        let start = if tied.is_empty() {
            word
        } else {
            self.first_tied(sentence, word.saturating_sub(4)..word, word)
        };
        let mut told = self.place(&row, sentence, start..word + 1);
        told.sentence = index;
        Some(told)
    }

    fn is_capital(&self, place: Option<u32>) -> bool {
        place
            .and_then(|place| self.gazetteer.row(place))
            .is_some_and(|row| row.class == PlaceClass::Capital)
    }

    /// "the country's north", "the east of the country".
    fn side_of_the_country(
        &self,
        index: usize,
        sentence: &Sentence,
        word: usize,
    ) -> Option<PlaceMention> {
        let direction = Direction::read(&lower(sentence, word))?;
        let owner =
            |word: Option<usize>| word.map(|word| lower(sentence, word)).unwrap_or_default();
        let (possessor, marker) = (owner(word.checked_sub(2)), owner(word.checked_sub(1)));
        let possessive = possessor == "country" && matches!(marker.as_str(), "'s" | "’s");
        let following: Vec<String> = (word + 1..word + 4)
            .map(|word| lower(sentence, word))
            .collect();
        let partitive = following
            .iter()
            .map(String::as_str)
            .eq(["of", "the", "country"]);
        let tokens = match (possessive, partitive) {
            (true, _) => word - 2..word + 1,
            (_, true) => word..word + 4,
            _ => return None,
        };
        let country = self.countries_before(index, word).first().copied()?;
        let row = self.gazetteer.row(u32::try_from(country).ok()?)?;
        let mut told = self.place(&row, sentence, tokens);
        self.narrow(&mut told, &row, direction, sentence);
        told.sentence = index;
        Some(told)
    }
}

fn put(place: &mut Place, circle: Circle, precision: PlacePrecision) {
    place.latitude = Some(rounded(circle.latitude));
    place.longitude = Some(rounded(circle.longitude));
    place.radius_km = Some(circle.radius_km.round());
    place.precision = precision;
}

fn nowhere(span: dateline_record::Span) -> Place {
    Place {
        name: span.text.clone(),
        span,
        country: None,
        admin1: None,
        latitude: None,
        longitude: None,
        precision: PlacePrecision::Region,
        radius_km: None,
        geonames_id: None,
    }
}

fn precision(class: PlaceClass) -> PlacePrecision {
    match class {
        PlaceClass::Country => PlacePrecision::Country,
        PlaceClass::Admin1 => PlacePrecision::Admin1,
        PlaceClass::Admin2 => PlacePrecision::Admin2,
        PlaceClass::Town | PlaceClass::Capital | PlaceClass::Seat => PlacePrecision::Town,
        PlaceClass::Airport | PlaceClass::Site => PlacePrecision::Point,
        PlaceClass::Region | PlaceClass::Water => PlacePrecision::Region,
    }
}

/// Radius in kilometres: as listed, or of a town of 3,000 people to the square kilometre.
fn radius(row: &PlaceRow<'_>) -> f64 {
    if row.class.is_town() {
        let built_up = (row.population / 3000.0 / std::f64::consts::PI).sqrt();
        return built_up.clamp(2.0, 35.0).round();
    }
    row.radius_km.round().max(1.0)
}

/// Degrees to four places, about ten metres.
fn rounded(degrees: f64) -> f64 {
    (degrees * 10_000.0).round() / 10_000.0
}
