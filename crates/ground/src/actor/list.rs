//! The shipped actors: what the files of `actors/` say.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::GroundError;
use crate::place::fold;

/// The shipped actors: countries, organisations, armed groups, leaders, role nouns.
#[derive(Debug, Default)]
pub struct ActorList {
    /// Usual name of each country, by alpha-3 code.
    countries: BTreeMap<String, String>,
    adjectives: BTreeMap<String, String>,
    names: BTreeMap<String, Vec<Name>>,
    surnames: BTreeMap<String, Vec<usize>>,
    groups: Vec<Group>,
    leaders: Vec<Leader>,
    roles: BTreeMap<String, Role>,
}

/// What a listed name stands for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Named {
    /// The country with this alpha-3 code.
    Country(String),
    /// A seat of government; stands for the government where it acts.
    Seat(String),
    /// A word for a body of a country ("the Kremlin"): alpha-3 code and sectors.
    Metonym(String, Vec<String>),
    /// A group, by index.
    Group(usize),
    /// A leader under a full name, by index.
    Leader(usize),
}

/// A listed name.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) named: Named,
    /// The spelling that the text must have, for short forms in capitals.
    pub(super) exact: Option<String>,
}

/// A named organisation.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Group {
    pub(super) key: String,
    pub(super) name: String,
    #[serde(default)]
    names: Vec<String>,
    pub(super) country: Option<String>,
    pub(super) sectors: Vec<String>,
    #[serde(default)]
    pub(super) collective: Option<String>,
    #[serde(default, rename = "fact")]
    _fact: String,
}

/// Somebody who holds or held office.
#[derive(Clone, Debug)]
pub(super) struct Leader {
    pub(super) name: String,
    pub(super) country: Option<String>,
    pub(super) sectors: Vec<String>,
}

/// What a role noun says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Role {
    /// Empty when the organisation named with it decides.
    pub(super) sectors: Vec<String>,
    /// Sectors when no organisation is named.
    pub(super) default: Vec<String>,
    pub(super) sort: Sort,
}

/// What sort of thing a participant is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Sort {
    #[default]
    Person,
    Body,
    Thing,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CountryEntry {
    code: String,
    name: String,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
    capital: Option<String>,
    #[serde(default)]
    seats: Vec<String>,
    #[serde(rename = "at")]
    _at: [f64; 2],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MetonymEntry {
    name: String,
    country: String,
    sectors: Vec<String>,
}

#[derive(Deserialize)]
struct CountryFile {
    country: Vec<CountryEntry>,
    metonym: Vec<MetonymEntry>,
}

#[derive(Deserialize)]
struct GroupFile {
    group: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LeaderEntry {
    country: Option<String>,
    sectors: Vec<String>,
    names: Vec<String>,
}

#[derive(Deserialize)]
struct LeaderFile {
    leader: Vec<LeaderEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleEntry {
    sectors: Vec<String>,
    #[serde(default)]
    default: Vec<String>,
    #[serde(default)]
    how: Sort,
    nouns: Vec<String>,
}

#[derive(Deserialize)]
struct RoleFile {
    role: Vec<RoleEntry>,
}

impl ActorList {
    /// Reads the files of `actors/`, each given with its name; a file that is not given adds nothing.
    ///
    /// # Errors
    /// Names the file and line of the first entry that cannot be read.
    pub fn open(files: &[(&str, &str)]) -> Result<Self, GroundError> {
        let mut list = Self::default();
        for (name, text) in files {
            let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
            let read = match file {
                "countries.toml" => toml::from_str(text).map(|file| list.add_countries(file)),
                "groups.toml" => toml::from_str(text).map(|file| list.add_groups(file)),
                "leaders.toml" => toml::from_str(text).map(|file| list.add_leaders(file)),
                "roles.toml" => toml::from_str(text).map(|file| list.add_roles(file)),
                _ => Ok(()),
            };
            read.map_err(|error| GroundError {
                file: (*name).to_owned(),
                message: error.to_string(),
            })?;
        }
        Ok(list)
    }

    fn add_countries(&mut self, file: CountryFile) {
        for entry in file.country {
            self.add_name(&entry.name, &Named::Country(entry.code.clone()));
            for name in &entry.names {
                self.add_name(name, &Named::Country(entry.code.clone()));
            }
            for seat in entry.capital.iter().chain(&entry.seats) {
                if fold(seat) != fold(&entry.name) {
                    self.add_name(seat, &Named::Seat(entry.code.clone()));
                }
            }
            for adjective in &entry.adjectives {
                self.adjectives
                    .entry(fold(adjective))
                    .or_insert_with(|| entry.code.clone());
            }
            self.countries.insert(entry.code, entry.name);
        }
        for entry in file.metonym {
            self.add_name(&entry.name, &Named::Metonym(entry.country, entry.sectors));
        }
    }

    fn add_groups(&mut self, file: GroupFile) {
        for group in file.group {
            let index = self.groups.len();
            for name in group.names.iter().chain([&group.name]) {
                self.add_name(name, &Named::Group(index));
            }
            self.groups.push(group);
        }
    }

    fn add_leaders(&mut self, file: LeaderFile) {
        for entry in file.leader {
            for names in &entry.names {
                let index = self.leaders.len();
                let mut spellings = names.split('|');
                let full = spellings.next().unwrap_or_default();
                self.leaders.push(Leader {
                    name: full.to_owned(),
                    country: entry.country.clone(),
                    sectors: entry.sectors.clone(),
                });
                let last = full.split(' ').next_back().unwrap_or_default();
                for name in [full, last].into_iter().chain(spellings) {
                    self.add_person(name, index);
                }
            }
        }
    }

    /// A name of several words is a full name unless it begins with an article or particle.
    fn add_person(&mut self, name: &str, index: usize) {
        let full = name.contains(' ') && name.starts_with(char::is_uppercase);
        if full {
            self.add_name(name, &Named::Leader(index));
        } else {
            let holders = self.surnames.entry(fold(name)).or_default();
            if !holders.contains(&index) {
                holders.push(index);
            }
        }
    }

    fn add_roles(&mut self, file: RoleFile) {
        for entry in file.role {
            let role = Role {
                sectors: entry
                    .sectors
                    .into_iter()
                    .filter(|sector| !sector.is_empty())
                    .collect(),
                default: entry.default,
                sort: entry.how,
            };
            for noun in entry.nouns {
                self.roles.entry(noun).or_insert_with(|| role.clone());
            }
        }
    }

    fn add_name(&mut self, name: &str, named: &Named) {
        let capitals = name.chars().filter(|letter| letter.is_uppercase()).count();
        let letters = name.chars().filter(|letter| letter.is_alphabetic()).count();
        let short = capitals >= 2 && letters <= 5 && !name.contains(' ');
        let entry = Name {
            named: named.clone(),
            exact: short.then(|| name.replace('.', "")),
        };
        let known = self.names.entry(fold(name)).or_default();
        if !known
            .iter()
            .any(|other| other.named == entry.named && other.exact == entry.exact)
        {
            known.push(entry);
        }
    }

    /// What a folded name stands for, given how it is spelled in the text.
    pub(super) fn named(&self, folded: &str, spelled: &str) -> Option<&Named> {
        let plain = spelled.replace('.', "");
        let fits = |name: &&Name| name.exact.as_ref().is_none_or(|exact| *exact == plain);
        self.names
            .get(folded)?
            .iter()
            .find(fits)
            .map(|name| &name.named)
    }

    /// The leaders with this folded last name.
    pub(super) fn with_surname(&self, folded: &str) -> &[usize] {
        self.surnames.get(folded).map_or(&[], Vec::as_slice)
    }

    /// Alpha-3 code of the country that a word of nationality names.
    pub(super) fn nationality(&self, word: &str) -> Option<&str> {
        let folded = fold(word);
        let singular = folded.strip_suffix('s').unwrap_or(&folded);
        let code = self
            .adjectives
            .get(&folded)
            .or_else(|| self.adjectives.get(singular));
        code.map(String::as_str)
    }

    /// Usual name of a country.
    pub(super) fn country_name(&self, code: &str) -> Option<&str> {
        self.countries.get(code).map(String::as_str)
    }

    pub(super) fn group(&self, index: usize) -> Option<&Group> {
        self.groups.get(index)
    }

    pub(super) fn leader(&self, index: usize) -> Option<&Leader> {
        self.leaders.get(index)
    }

    /// The role of a noun in dictionary form, of one or several words in lower case.
    pub(super) fn role(&self, noun: &str) -> Option<&Role> {
        self.roles.get(noun)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeSet;

    use super::*;

    fn text(path: &str) -> String {
        std::fs::read_to_string(format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    }

    fn shipped() -> ActorList {
        let names = [
            "countries.toml",
            "groups.toml",
            "leaders.toml",
            "roles.toml",
        ];
        let texts = names.map(|name| text(&format!("actors/{name}")));
        let files: Vec<(&str, &str)> = names
            .into_iter()
            .zip(texts.iter().map(String::as_str))
            .collect();
        ActorList::open(&files).unwrap()
    }

    #[test]
    fn ids_are_unique_and_codes_are_known() {
        let list = shipped();
        let table: toml::Table = text("ontology/sectors.toml").parse().unwrap();
        let known: BTreeSet<&str> = table["sector"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| entry["code"].as_str().unwrap())
            .collect();
        let keys: BTreeSet<&str> = list.groups.iter().map(|group| group.key.as_str()).collect();
        assert_eq!(keys.len(), list.groups.len());
        assert!(list.groups.len() >= 250);
        let groups = list
            .groups
            .iter()
            .map(|group| (&group.name, &group.country, &group.sectors));
        let leaders = list
            .leaders
            .iter()
            .map(|leader| (&leader.name, &leader.country, &leader.sectors));
        for (name, country, sectors) in groups.chain(leaders) {
            assert!(!sectors.is_empty(), "{name}");
            assert!(
                sectors.iter().all(|sector| known.contains(sector.as_str())),
                "{name}"
            );
            assert!(
                country
                    .as_ref()
                    .is_none_or(|code| list.countries.contains_key(code)),
                "{name}"
            );
        }
        for (noun, role) in &list.roles {
            assert!(
                role.sectors
                    .iter()
                    .chain(&role.default)
                    .all(|sector| known.contains(sector.as_str())),
                "{noun}"
            );
            assert_eq!(noun.to_lowercase(), *noun, "role nouns are in lower case");
        }
        assert!(
            list.countries
                .keys()
                .all(|code| code.len() == 3
                    && code.chars().all(|letter| letter.is_ascii_uppercase()))
        );
    }

    #[test]
    fn one_name_stands_for_one_group() {
        let list = shipped();
        for (name, entries) in &list.names {
            let loose = entries.iter().filter(|entry| entry.exact.is_none()).count();
            assert!(loose <= 1, "{name}: {entries:?}");
        }
    }

    #[test]
    fn short_forms_in_capitals_are_matched_by_their_spelling() {
        let list = shipped();
        assert_eq!(list.named("us", "us"), None);
        assert_eq!(
            list.named("us", "U.S."),
            Some(&Named::Country("USA".to_owned()))
        );
        assert_ne!(list.named("jem", "JEM"), list.named("jem", "JeM"));
        assert_eq!(list.nationality("Iraqis"), Some("IRQ"));
    }

    #[test]
    fn a_broken_file_is_named() {
        let error = ActorList::open(&[("actors/roles.toml", "role = 3")]).unwrap_err();
        assert_eq!(error.file, "actors/roles.toml");
    }
}
