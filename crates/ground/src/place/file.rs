//! The gazetteer file: layout, lookup, rows.

use std::collections::BTreeMap;
use std::ops::Range;

use super::fold::fold;
use crate::GroundError;

/// Places of the world by name, read from the file that `gazetteer/build.py` writes (which describes the layout).
#[derive(Debug, Default)]
pub struct Gazetteer {
    countries: Vec<Country>,
    adjectives: BTreeMap<String, usize>,
    admin1: Vec<String>,
    records: Vec<u8>,
    names: Vec<u8>,
    keys: Vec<u8>,
    blocks: Vec<u32>,
}

/// One country; its own place has the same index.
#[derive(Debug)]
pub(super) struct Country {
    /// ISO 3166-1 alpha-3.
    pub(super) code: String,
    /// Usual English name.
    pub(super) name: String,
    /// Alpha-3 codes of the countries that share a land border.
    pub(super) neighbours: Vec<String>,
    /// Place of the capital, if the list of towns has it.
    pub(super) capital: Option<u32>,
    /// Places that are its towns, largest first.
    pub(super) towns: Range<u32>,
}

/// What sort of place it is, in the file's numbering.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PlaceClass {
    Country,
    Admin1,
    Admin2,
    Town,
    Capital,
    Seat,
    Airport,
    Region,
    Water,
    Site,
}

/// One place.
#[derive(Clone, Debug)]
pub(super) struct PlaceRow<'a> {
    pub(super) name: &'a str,
    pub(super) class: PlaceClass,
    /// Index of the country.
    pub(super) country: Option<usize>,
    pub(super) admin1: Option<&'a str>,
    /// Degrees north.
    pub(super) latitude: f64,
    /// Degrees east.
    pub(super) longitude: f64,
    /// Inhabitants, to within a tenth.
    pub(super) population: f64,
    /// Kilometres; 0 for towns.
    pub(super) radius_km: f64,
    pub(super) geonames_id: Option<u64>,
}

/// A place that a name may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Index of the place.
    pub(super) place: u32,
    /// Whether the name is only one of its further spellings.
    pub(super) alternate: bool,
}

const MAGIC: &[u8] = b"DLPLACE1";
const HEADER: usize = 40;
const RECORD: usize = 20;
const ALTERNATE: u32 = 0x80_0000;

fn error(message: &str) -> GroundError {
    GroundError {
        file: "gazetteer/places.bin".to_owned(),
        message: message.to_owned(),
    }
}

impl Gazetteer {
    /// Reads the built gazetteer.
    ///
    /// # Errors
    /// When the bytes are not a gazetteer of this version, or end early.
    pub fn open(bytes: &[u8]) -> Result<Self, GroundError> {
        if !bytes.starts_with(MAGIC) {
            return Err(error("is not a gazetteer of this version"));
        }
        let size = |field: usize| {
            let at = MAGIC.len() + 4 * field;
            let number = bytes
                .get(at..at + 4)
                .and_then(|four| <[u8; 4]>::try_from(four).ok());
            number.map(|four| u32::from_le_bytes(four) as usize)
        };
        let sizes: Option<Vec<usize>> = (0..5).map(size).collect();
        let Some(&[meta, places, names, keys, blocks]) = sizes.as_deref() else {
            return Err(error("ends inside its header"));
        };
        let mut rest = bytes.get(HEADER..).unwrap_or_default();
        let mut take = |length: usize| {
            let (part, tail) = rest
                .split_at_checked(length)
                .ok_or_else(|| error("ends early"))?;
            rest = tail;
            Ok::<&[u8], GroundError>(part)
        };
        let meta = take(meta)?;
        let mut gazetteer = Self {
            records: take(places.saturating_mul(RECORD))?.to_vec(),
            names: take(names)?.to_vec(),
            keys: take(keys)?.to_vec(),
            blocks: words_of(take(blocks.saturating_mul(4))?),
            ..Self::default()
        };
        let meta = std::str::from_utf8(meta).map_err(|_| error("has a table that is not UTF-8"))?;
        for line in meta.lines() {
            gazetteer.read_line(line)?;
        }
        Ok(gazetteer)
    }

    /// Reads one line of the small tables.
    fn read_line(&mut self, line: &str) -> Result<(), GroundError> {
        let fields: Vec<&str> = line.split('\t').collect();
        match fields.as_slice() {
            ["A", name] => self.admin1.push((*name).to_owned()),
            [
                "C",
                code,
                name,
                neighbours,
                _area,
                capital,
                first,
                end,
                adjectives,
            ] => {
                let number = |text: &str| {
                    text.parse::<u32>()
                        .map_err(|_| error("has a number that is none"))
                };
                let index = self.countries.len();
                for adjective in adjectives.split('|').filter(|word| !word.is_empty()) {
                    self.adjectives.entry(fold(adjective)).or_insert(index);
                }
                self.countries.push(Country {
                    code: (*code).to_owned(),
                    name: (*name).to_owned(),
                    neighbours: neighbours.split(',').map(str::to_owned).collect(),
                    capital: Some(number(capital)?).filter(|place| *place > 0),
                    towns: number(first)?..number(end)?,
                });
            }
            _ => return Err(error("has a table line of unknown form")),
        }
        Ok(())
    }

    /// The countries, in the order of their places.
    pub(super) fn countries(&self) -> &[Country] {
        &self.countries
    }

    /// The country that a word of nationality names ("Iraqi", "Syrians"), written in any case.
    pub(super) fn nationality(&self, word: &str) -> Option<usize> {
        let folded = fold(word);
        let singular = folded.strip_suffix('s').unwrap_or(&folded);
        self.adjectives
            .get(&folded)
            .or_else(|| self.adjectives.get(singular))
            .copied()
    }

    /// The places that a folded name may stand for, the strongest first.
    pub(super) fn lookup(&self, folded: &str) -> Vec<Candidate> {
        let wanted = folded.as_bytes();
        let after = self
            .blocks
            .partition_point(|block| self.first_key(*block) <= wanted);
        let Some(block) = after
            .checked_sub(1)
            .and_then(|index| self.blocks.get(index))
        else {
            return Vec::new();
        };
        let end = self
            .blocks
            .get(after)
            .map_or(self.keys.len(), |next| *next as usize);
        let mut rest = self.keys.get(*block as usize..end).unwrap_or_default();
        let mut key: Vec<u8> = Vec::new();
        while let Some((entry, tail)) = KeyEntry::read(rest) {
            key.truncate(entry.shared);
            key.extend_from_slice(entry.suffix);
            if key == wanted {
                return entry.candidates();
            }
            rest = tail;
        }
        Vec::new()
    }

    /// First key of a block, which shares nothing with the one before.
    fn first_key(&self, block: u32) -> &[u8] {
        let rest = self.keys.get(block as usize..).unwrap_or_default();
        KeyEntry::read(rest).map_or(&[][..], |(entry, _)| entry.suffix)
    }

    /// The row of a place; `None` if there is no such place.
    pub(super) fn row(&self, place: u32) -> Option<PlaceRow<'_>> {
        let at = place as usize * RECORD;
        let record: &[u8; RECORD] = self.records.get(at..at + RECORD)?.try_into().ok()?;
        let [
            g0,
            g1,
            g2,
            g3,
            a0,
            a1,
            a2,
            o0,
            o1,
            o2,
            population,
            radius,
            d0,
            d1,
            country,
            class,
            n0,
            n1,
            n2,
            n3,
        ] = *record;
        let geonames = u32::from_le_bytes([g0, g1, g2, g3]);
        let admin1 = usize::from(u16::from_le_bytes([d0, d1]));
        Some(PlaceRow {
            name: self.name_at(u32::from_le_bytes([n0, n1, n2, n3]) as usize)?,
            class: PlaceClass::of(class)?,
            country: usize::from(country).checked_sub(1),
            admin1: admin1
                .checked_sub(1)
                .and_then(|index| self.admin1.get(index))
                .map(String::as_str),
            latitude: degrees([a0, a1, a2]),
            longitude: degrees([o0, o1, o2]),
            population: (f64::from(population) / 8.0).exp2() - 1.0,
            radius_km: 1.05_f64.powi(i32::from(radius)) - 1.0,
            geonames_id: (geonames > 0).then_some(u64::from(geonames)),
        })
    }

    fn name_at(&self, offset: usize) -> Option<&str> {
        let length = usize::from(*self.names.get(offset)?);
        std::str::from_utf8(self.names.get(offset + 1..offset + 1 + length)?).ok()
    }
}

impl PlaceClass {
    fn of(number: u8) -> Option<Self> {
        Some(match number {
            0 => Self::Country,
            1 => Self::Admin1,
            2 => Self::Admin2,
            3 => Self::Town,
            4 => Self::Capital,
            5 => Self::Seat,
            6 => Self::Airport,
            7 => Self::Region,
            8 => Self::Water,
            9 => Self::Site,
            _ => return None,
        })
    }

    /// Whether it is a populated place.
    pub(super) fn is_town(self) -> bool {
        matches!(self, Self::Town | Self::Capital | Self::Seat)
    }
}

/// One entry of the key list.
struct KeyEntry<'a> {
    shared: usize,
    suffix: &'a [u8],
    postings: &'a [u8],
}

impl<'a> KeyEntry<'a> {
    /// Reads the entry at the start of `bytes`; returns it with what follows.
    fn read(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let [shared, length, rest @ ..] = bytes else {
            return None;
        };
        let (suffix, rest) = rest.split_at_checked(usize::from(*length))?;
        let (count, rest) = rest.split_first()?;
        let (postings, rest) = rest.split_at_checked(3 * usize::from(*count))?;
        let entry = Self {
            shared: usize::from(*shared),
            suffix,
            postings,
        };
        Some((entry, rest))
    }

    fn candidates(&self) -> Vec<Candidate> {
        let numbers = self.postings.chunks_exact(3).map(|three| match three {
            [a, b, c] => u32::from_le_bytes([*a, *b, *c, 0]),
            _ => 0,
        });
        let candidate = |number: u32| Candidate {
            place: number & !ALTERNATE,
            alternate: number & ALTERNATE != 0,
        };
        numbers.map(candidate).collect()
    }
}

/// Degrees from a 24-bit number of ten-thousandths.
fn degrees([a, b, c]: [u8; 3]) -> f64 {
    let sign = if c & 0x80 == 0 { 0 } else { 0xFF };
    f64::from(i32::from_le_bytes([a, b, c, sign])) / 10_000.0
}

fn words_of(bytes: &[u8]) -> Vec<u32> {
    let word = |four: &[u8]| <[u8; 4]>::try_from(four).map_or(0, u32::from_le_bytes);
    bytes.chunks_exact(4).map(word).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn shipped() -> Gazetteer {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../gazetteer/places.bin");
        Gazetteer::open(&std::fs::read(path).unwrap()).unwrap()
    }

    #[test]
    fn the_shipped_file_opens_and_finds_names_in_any_spelling() {
        let gazetteer = shipped();
        for (name, class, code) in [
            ("Syria", PlaceClass::Country, "SYR"),
            ("U.S.", PlaceClass::Country, "USA"),
            ("Arbil", PlaceClass::Seat, "IRQ"),
            ("Kyiv", PlaceClass::Capital, "UKR"),
            ("Darfur", PlaceClass::Region, "SDN"),
            ("Texas", PlaceClass::Admin1, "USA"),
            ("Erbil Airport", PlaceClass::Airport, "IRQ"),
        ] {
            let found = gazetteer.lookup(&fold(name));
            let rows = found
                .iter()
                .filter_map(|candidate| gazetteer.row(candidate.place));
            let same = |row: &PlaceRow<'_>| {
                row.class == class && gazetteer.countries()[row.country.unwrap()].code == code
            };
            assert!(rows.into_iter().any(|row| same(&row)), "{name}");
        }
        assert_eq!(gazetteer.lookup("no such place anywhere"), []);
        let iraq = gazetteer.nationality("Iraqis").unwrap();
        assert_eq!(gazetteer.countries()[iraq].code, "IRQ");
    }

    #[test]
    fn towns_lie_where_they_should() {
        let gazetteer = shipped();
        let erbil = gazetteer.row(gazetteer.lookup("erbil")[0].place).unwrap();
        assert!((erbil.latitude - 36.19).abs() < 0.02 && (erbil.longitude - 44.01).abs() < 0.02);
        let lima = gazetteer.row(gazetteer.lookup("lima")[0].place).unwrap();
        assert!((lima.latitude + 12.04).abs() < 0.05 && (lima.longitude + 77.03).abs() < 0.05);
    }

    #[test]
    fn bytes_that_are_no_gazetteer_are_an_error() {
        assert!(Gazetteer::open(b"").is_err());
        assert!(Gazetteer::open(b"DLPLACE1").is_err());
        let mut short = MAGIC.to_vec();
        short.extend([0xFF; 32]);
        assert!(Gazetteer::open(&short).is_err());
    }

    #[test]
    fn every_hand_written_region_and_country_is_in_the_built_file() {
        let gazetteer = shipped();
        let text = |path: &str| {
            std::fs::read_to_string(format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
        };
        for (path, table) in [
            ("gazetteer/regions.toml", "region"),
            ("actors/countries.toml", "country"),
        ] {
            let document: toml::Table = text(path).parse().unwrap();
            for entry in document[table].as_array().unwrap() {
                let further = entry.get("names").and_then(toml::Value::as_array);
                for name in further.into_iter().flatten().chain([&entry["name"]]) {
                    let name = name.as_str().unwrap();
                    assert!(
                        !gazetteer.lookup(&fold(name)).is_empty(),
                        "{name}: run gazetteer/build.py"
                    );
                }
            }
        }
    }
}
