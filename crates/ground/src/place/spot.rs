//! Spotting: which words are the name of a place.

use std::collections::BTreeSet;
use std::ops::Range;

use dateline_parse::{Analysis, Entity, EntityKind, Sentence};

use super::area::Direction;
use super::file::{Candidate, Gazetteer, PlaceClass};
use super::fold::fold;

/// Words that name a place, with the places of that name.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    /// Index of the sentence.
    pub(super) sentence: usize,
    /// Words of the sentence.
    pub(super) tokens: Range<usize>,
    /// The folded name.
    pub(super) key: String,
    /// Places of that name; none when the reader alone says that it is a place.
    pub(super) candidates: Vec<Candidate>,
    /// Whether the name found is only a part of the words ("Lake Malawi"), so that its place is merely the surroundings.
    pub(super) loose: bool,
}

/// Longest name in words.
const LONGEST: usize = 7;

/// Nouns that say what sort of place a name beside them is.
pub(super) const PLACE_NOUNS: &[&str] = &[
    "airport",
    "airbase",
    "airfield",
    "base",
    "province",
    "provinces",
    "governorate",
    "district",
    "region",
    "state",
    "city",
    "town",
    "village",
    "county",
    "prefecture",
    "oblast",
    "department",
    "area",
    "suburb",
    "neighborhood",
    "neighbourhood",
    "camp",
    "border",
    "airspace",
    "coast",
    "countryside",
    "peninsula",
    "valley",
    "capital",
    "municipality",
    "division",
    "frontier",
    "territory",
    "township",
    "metropolitan",
    "downtown",
    "island",
    "islands",
    "outskirts",
    "port",
    "harbor",
    "harbour",
    "highway",
    "crossing",
    "enclave",
];

/// Words with which many names begin: a town called so is not where a longer name lies ("Abu Shouk" is not in Abu).
const NAME_BEGINNINGS: &[&str] = &[
    "abu", "ain", "bad", "bani", "beit", "ben", "beni", "bir", "deir", "fort", "ibn", "kafr",
    "khan", "new", "nova", "novo", "old", "port", "porto", "puerto", "saint", "san", "santa",
    "santo", "sidi", "tal", "tel", "tell", "umm", "villa", "wadi",
];

/// All spots of a report, in text order.
pub(super) fn spots(analysis: &Analysis, gazetteer: &Gazetteer) -> Vec<Spot> {
    let people = names_of_people(analysis);
    let mut spots = Vec::new();
    for (index, sentence) in analysis.sentences.iter().enumerate() {
        let spotter = Spotter {
            analysis,
            gazetteer,
            sentence,
            index,
            people: &people,
        };
        spotter.walk(&mut spots);
    }
    spots
}

/// Folded single words of the names of persons, so that "Paris" after "Paris Hilton" is no town. A name that stands
/// somewhere where only a place can ("fighting in Kidal"), or that the reader takes for a place elsewhere, is no person's.
fn names_of_people(analysis: &Analysis) -> BTreeSet<String> {
    let mut people = BTreeSet::new();
    let mut located = BTreeSet::new();
    for sentence in &analysis.sentences {
        for entity in &sentence.entities {
            let words = sentence
                .tokens
                .get(entity.tokens.clone())
                .unwrap_or_default();
            let names = words.iter().map(|token| fold(&token.form));
            let single = words.len() == 1;
            match entity.kind {
                EntityKind::Place if single => located.extend(names),
                EntityKind::Person if single && is_located(sentence, entity.tokens.start) => {
                    located.extend(names);
                }
                EntityKind::Person => people.extend(names),
                _ => {}
            }
        }
    }
    people.difference(&located).cloned().collect()
}

/// Whether the words before put something somewhere: "in", "near", "north of", "the town of".
fn is_located(sentence: &Sentence, word: usize) -> bool {
    let form = |back: usize| {
        let before = word.checked_sub(back)?;
        let token = sentence.tokens.get(before)?;
        Some(token.form.to_lowercase())
    };
    match form(1).as_deref() {
        Some("in" | "near" | "outside" | "around") => true,
        Some("of") => form(2).is_some_and(|word| {
            Direction::read(&word).is_some() || PLACE_NOUNS.contains(&word.as_str())
        }),
        _ => false,
    }
}

struct Spotter<'a> {
    analysis: &'a Analysis,
    gazetteer: &'a Gazetteer,
    sentence: &'a Sentence,
    index: usize,
    people: &'a BTreeSet<String>,
}

impl Spotter<'_> {
    /// Walks through the words, taking the longest name at each.
    fn walk(&self, spots: &mut Vec<Spot>) {
        let mut word = 0;
        while word < self.sentence.tokens.len() {
            let next = match self.sentence.entity_at(word) {
                Some(entity) if is_place(entity.kind) => self.read_entity(entity, word, spots),
                Some(entity) if self.is_misread_town(entity) => {
                    spots.extend(self.exact(entity.tokens.clone()));
                    entity.tokens.end
                }
                Some(entity) if !may_hide_a_place(entity.kind) => entity.tokens.end,
                _ => self.read_unmarked(word, spots),
            };
            word = next.max(word + 1);
        }
    }

    /// Reads a place that the reader marked, from `word` on; returns the first word after what was read.
    fn read_entity(&self, entity: &Entity, word: usize, spots: &mut Vec<Spot>) -> usize {
        let before = spots.len();
        let mut here = word;
        let mut end = entity.tokens.end;
        while here < entity.tokens.end {
            match self.longest(here) {
                Some(spot) => {
                    here = spot.tokens.end;
                    end = end.max(here);
                    spots.push(spot);
                }
                None => here += 1,
            }
        }
        let covered: Vec<Range<usize>> = spots
            .iter()
            .skip(before)
            .map(|spot| spot.tokens.clone())
            .collect();
        let bare = |word: &usize| {
            !covered.iter().any(|range| range.contains(word)) && self.carries_name(*word)
        };
        let leftover = entity.tokens.clone().any(|word| bare(&word));
        if leftover || covered.is_empty() {
            if !entity.tokens.clone().any(|word| self.carries_name(word)) {
                return end;
            }
            let inner = spots.drain(before..).next_back();
            let inner = inner.filter(|spot| !NAME_BEGINNINGS.contains(&spot.key.as_str()));
            let text = self.text(entity.tokens.clone());
            spots.push(Spot {
                sentence: self.index,
                tokens: entity.tokens.start..end,
                key: fold(text),
                loose: inner.is_some(),
                candidates: inner.map(|spot| spot.candidates).unwrap_or_default(),
            });
        }
        end
    }

    /// A single name that the reader took for a person and that the words before put on the map ("fighting in Kidal").
    fn is_misread_town(&self, entity: &Entity) -> bool {
        entity.kind == EntityKind::Person
            && entity.tokens.len() == 1
            && !self
                .people
                .contains(&fold(self.text(entity.tokens.clone())))
            && self
                .exact(entity.tokens.clone())
                .is_some_and(|spot| spot.candidates.iter().any(|candidate| !candidate.alternate))
    }

    /// Whether a word is part of a proper name, not a side or a sort of place.
    fn carries_name(&self, word: usize) -> bool {
        self.sentence.tokens.get(word).is_some_and(|token| {
            let capital = token.form.starts_with(char::is_uppercase);
            let lower = token.form.to_lowercase();
            capital
                && Direction::read(&lower).is_none()
                && !PLACE_NOUNS.contains(&lower.as_str())
                && lower != "the"
        })
    }

    /// Reads a name where the reader marked none.
    fn read_unmarked(&self, word: usize, spots: &mut Vec<Spot>) -> usize {
        let proper = |token: &dateline_parse::Token| {
            token.upos == "PROPN" && token.form.starts_with(char::is_uppercase)
        };
        if !self.sentence.tokens.get(word).is_some_and(proper) && !self.opens_dateline(word) {
            return word + 1;
        }
        match self.longest(word).filter(|spot| self.stands_alone(spot)) {
            Some(spot) => {
                let end = spot.tokens.end;
                spots.push(spot);
                end
            }
            None => word + 1,
        }
    }

    /// Whether an upper-case word opens an agency's dateline: "AMMAN (Agency) -", "AMMAN, Jordan -".
    fn opens_dateline(&self, word: usize) -> bool {
        let upper = |form: &str| {
            form.len() > 2
                && form
                    .chars()
                    .all(|letter| letter.is_uppercase() || letter == '.' || letter == '-')
        };
        word < 3
            && !self.sentence.is_title
            && self
                .sentence
                .tokens
                .iter()
                .take(word + 1)
                .all(|token| upper(&token.form))
            && self
                .sentence
                .tokens
                .iter()
                .take(8)
                .any(|token| matches!(token.form.as_str(), "-" | "--" | "–" | "—"))
    }

    /// The longest name that starts at `word`.
    fn longest(&self, word: usize) -> Option<Spot> {
        let first = self.sentence.tokens.get(word)?;
        if !first.form.starts_with(|letter: char| letter.is_uppercase()) && !self.is_article(word) {
            return None;
        }
        let last = (word + LONGEST).min(self.sentence.tokens.len());
        (word + 1..=last)
            .rev()
            .find_map(|end| self.exact(word..end))
    }

    /// Whether the word is an Arabic article written in lower case ("al" of "al-Tanf").
    fn is_article(&self, word: usize) -> bool {
        let form = |word: usize| {
            self.sentence
                .tokens
                .get(word)
                .map(|token| token.form.as_str())
        };
        let article = form(word).is_some_and(|form| {
            let head = form.split('-').next().unwrap_or(form);
            matches!(
                head,
                "al" | "el" | "ar" | "as" | "ad" | "an" | "at" | "ash" | "ain"
            )
        });
        article
            && form(word).is_some_and(|form| {
                form.contains('-')
                    || self
                        .sentence
                        .tokens
                        .get(word + 1)
                        .is_some_and(|next| next.form == "-")
            })
    }

    /// The spot of exactly these words, if they are a name.
    fn exact(&self, tokens: Range<usize>) -> Option<Spot> {
        let last = self.sentence.tokens.get(tokens.end.checked_sub(1)?)?;
        let noun = PLACE_NOUNS.contains(&last.form.as_str()) && tokens.len() > 1;
        if !noun && !last.form.contains(|letter: char| letter.is_uppercase()) {
            return None;
        }
        let text = self.text(tokens.clone());
        let key = fold(text);
        if Direction::read(&key).is_some() {
            return None;
        }
        let mut candidates = self.gazetteer.lookup(&key);
        if is_postal(text) && !self.follows_comma(tokens.start) {
            candidates.retain(|candidate| !self.is_division(*candidate));
        }
        if key.chars().count() <= 4
            && !text
                .chars()
                .all(|letter| letter.is_uppercase() || !letter.is_alphabetic())
        {
            candidates.retain(|candidate| !candidate.alternate);
        }
        (!candidates.is_empty()).then_some(Spot {
            sentence: self.index,
            tokens,
            key,
            candidates,
            loose: false,
        })
    }

    fn follows_comma(&self, word: usize) -> bool {
        let before = word
            .checked_sub(1)
            .and_then(|before| self.sentence.tokens.get(before));
        before.is_some_and(|token| token.form == ",")
    }

    fn is_division(&self, candidate: Candidate) -> bool {
        let row = self.gazetteer.row(candidate.place);
        row.is_some_and(|row| row.class == PlaceClass::Admin1)
    }

    fn text(&self, tokens: Range<usize>) -> &str {
        self.analysis.text.slice(self.sentence.bytes_of(tokens))
    }

    /// Whether a name that the reader did not mark can be taken as a place.
    fn stands_alone(&self, spot: &Spot) -> bool {
        if let Some(entity) = self.sentence.entity_at(spot.tokens.start) {
            return entity.tokens == spot.tokens && self.has_class(spot, &[PlaceClass::Country]);
        }
        let country = self.has_class(spot, &[PlaceClass::Country]);
        let single = spot.tokens.len() == 1;
        if single && self.people.contains(&spot.key) && !country {
            return false;
        }
        if !self.opens_dateline(spot.tokens.start) && single {
            let before = spot
                .tokens
                .start
                .checked_sub(1)
                .filter(|word| self.extends_name(*word));
            let after = Some(spot.tokens.end).filter(|word| self.extends_name(*word));
            if !country && (before.is_some() || after.is_some()) {
                return false;
            }
            let given_name = before.is_some_and(|word| self.joined(word, spot.tokens.start));
            if given_name {
                return false;
            }
        }
        let located = is_located(self.sentence, spot.tokens.start);
        spot.candidates
            .iter()
            .any(|candidate| self.is_strong(*candidate) || (located && !candidate.alternate))
    }

    /// Whether the word beside a name belongs to a longer name that is no place.
    fn extends_name(&self, word: usize) -> bool {
        self.sentence
            .tokens
            .get(word)
            .is_some_and(|token| token.upos == "PROPN")
            && self.carries_name(word)
    }

    /// Whether two neighbours are parts of one name by the syntax.
    fn joined(&self, left: usize, right: usize) -> bool {
        let tied = |word: usize, head: usize| {
            self.sentence
                .tokens
                .get(word)
                .is_some_and(|token| token.head == Some(head) && token.has_relation(&["flat"]))
        };
        tied(right, left) || tied(left, right)
    }

    fn has_class(&self, spot: &Spot, classes: &[PlaceClass]) -> bool {
        let class =
            |candidate: &Candidate| self.gazetteer.row(candidate.place).map(|row| row.class);
        spot.candidates
            .iter()
            .filter_map(class)
            .any(|class| classes.contains(&class))
    }

    /// Whether a place is known widely enough to be read from its name alone.
    fn is_strong(&self, candidate: Candidate) -> bool {
        self.gazetteer
            .row(candidate.place)
            .is_some_and(|row| match row.class {
                PlaceClass::Town | PlaceClass::Seat => {
                    row.population >= if candidate.alternate { 1e6 } else { 1e5 }
                }
                PlaceClass::Admin1 => row.population >= 2e5,
                PlaceClass::Admin2 => !candidate.alternate && row.name.contains(' '),
                PlaceClass::Capital => !candidate.alternate || row.population >= 3e5,
                _ => true,
            })
    }
}

/// Whether a name is two capitals, as postal codes of states are.
fn is_postal(text: &str) -> bool {
    text.len() == 2 && text.chars().all(|letter| letter.is_ascii_uppercase())
}

/// Whether the reader says that it is somewhere.
fn is_place(kind: EntityKind) -> bool {
    matches!(kind, EntityKind::Place | EntityKind::Facility)
}

/// Whether a wrongly marked country may stand in such an entity.
fn may_hide_a_place(kind: EntityKind) -> bool {
    matches!(
        kind,
        EntityKind::Organisation | EntityKind::Place | EntityKind::Facility
    )
}
