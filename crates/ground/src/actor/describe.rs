//! One noun phrase to one participant.

use std::collections::BTreeMap;
use std::ops::Range;

use dateline_parse::{Analysis, EntityKind, Sentence};
use dateline_record::{Participant, PlacePrecision};

use super::belonging::Belonging;
use super::list::{ActorList, Named, Role, Sort};
use super::naming::{NameSpan, names_in};
use super::phrase;
pub(super) use super::traits::Gender;
use crate::{ActorKind, ActorMention, PlaceMention};

/// A mention with what later steps ask about it.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) mention: ActorMention,
    /// Whether it belongs among the actors of a report.
    pub(super) acts: bool,
    pub(super) sort: Sort,
    pub(super) plural: bool,
    pub(super) gender: Gender,
    /// Whether it is definite and says nothing of which one ("the group").
    pub(super) anaphoric: bool,
    /// Words of the person's name, for those who have one.
    pub(super) person: Option<String>,
    /// Dictionary form of the head.
    pub(super) noun: String,
    /// Whether it is the subject of its clause.
    pub(super) subject: bool,
    /// Head of the head.
    pub(super) governor: Option<usize>,
}

/// Reads noun phrases of one report.
pub(super) struct Reader<'a> {
    pub(super) analysis: &'a Analysis,
    pub(super) actors: &'a ActorList,
    /// Places by sentence and first word.
    pub(super) places: BTreeMap<usize, Vec<&'a PlaceMention>>,
    /// Listed names by sentence.
    pub(super) names: Vec<Vec<NameSpan>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        analysis: &'a Analysis,
        actors: &'a ActorList,
        places: &'a [PlaceMention],
    ) -> Self {
        let mut by_sentence: BTreeMap<usize, Vec<&PlaceMention>> = BTreeMap::new();
        for place in places {
            by_sentence.entry(place.sentence).or_default().push(place);
        }
        let names = analysis
            .sentences
            .iter()
            .map(|sentence| names_in(analysis, actors, sentence))
            .collect();
        Self {
            analysis,
            actors,
            places: by_sentence,
            names,
        }
    }

    /// Who the noun phrase of a head word is.
    pub(super) fn read(&self, index: usize, head: usize) -> Option<Found> {
        let sentence = self.analysis.sentences.get(index)?;
        sentence.tokens.get(head)?;
        let phrase = Phrase {
            reader: self,
            sentence,
            index,
            head,
            core: phrase::core(sentence, head),
        };
        Some(phrase.found())
    }
}

/// One noun phrase.
pub(super) struct Phrase<'a> {
    pub(super) reader: &'a Reader<'a>,
    pub(super) sentence: &'a Sentence,
    pub(super) index: usize,
    pub(super) head: usize,
    pub(super) core: Range<usize>,
}

impl Phrase<'_> {
    pub(super) fn found(&self) -> Found {
        let pronoun = self.upos() == "PRON";
        let person = if pronoun { None } else { self.person() };
        let name = self.name_at_head();
        let (mut participant, kind, acts, sort) = match (&person, name) {
            _ if pronoun => (
                self.plain(self.core.clone()),
                ActorKind::Pronoun,
                self.is_third_person(),
                Sort::Person,
            ),
            (Some(words), _) => self.as_person(words),
            (None, Some(name)) => self.as_named(&name),
            (None, None) => self.as_description(),
        };
        participant.code = code(participant.country.as_deref(), &participant.sectors);
        let token = self.sentence.tokens.get(self.head);
        Found {
            acts,
            sort,
            plural: self.is_plural(),
            gender: self.gender(),
            anaphoric: kind == ActorKind::Description && self.is_bare_definite(&participant),
            person: person.map(|words| self.text(&words).to_owned()),
            noun: self.lemma(self.head),
            subject: token.is_some_and(|token| token.has_relation(&["nsubj"])),
            governor: token.and_then(|token| token.head),
            mention: ActorMention {
                sentence: self.index,
                tokens: self.words(),
                head: self.head,
                participant,
                kind,
            },
        }
    }

    pub(super) fn text(&self, words: &Range<usize>) -> &str {
        self.reader
            .analysis
            .text
            .slice(self.sentence.bytes_of(words.clone()))
    }

    pub(super) fn upos(&self) -> &str {
        self.sentence
            .tokens
            .get(self.head)
            .map_or("", |token| token.upos)
    }

    pub(super) fn lemma(&self, word: usize) -> String {
        self.sentence
            .tokens
            .get(word)
            .map(|token| token.lemma.to_lowercase())
            .unwrap_or_default()
    }

    /// The naming words with "of X" when that says whose it is.
    pub(super) fn words(&self) -> Range<usize> {
        let end = self.core.end;
        if phrase::form(self.sentence, end) != "of" {
            return self.core.clone();
        }
        let skip = end + 1 + usize::from(phrase::form(self.sentence, end + 1) == "the");
        let name = self
            .reader
            .names
            .get(self.index)
            .into_iter()
            .flatten()
            .find(|name| name.tokens.start == skip);
        match name {
            Some(name) if self.sentence.is_within(skip, self.head) => {
                self.core.start..name.tokens.end
            }
            _ => self.core.clone(),
        }
    }

    /// A participant that is only its words.
    pub(super) fn plain(&self, words: Range<usize>) -> Participant {
        let span = self
            .reader
            .analysis
            .text
            .span(self.sentence.bytes_of(words));
        Participant {
            name: span.text.clone(),
            span,
            id: None,
            country: None,
            sectors: Vec::new(),
            code: None,
        }
    }

    /// Listed names inside the naming words.
    pub(super) fn names(&self) -> impl Iterator<Item = &NameSpan> {
        let core = self.core.clone();
        self.reader
            .names
            .get(self.index)
            .into_iter()
            .flatten()
            .filter(move |name| name.tokens.start >= core.start && name.tokens.start < core.end)
    }

    /// The listed name that the head word is part of; a leader's name is a person's.
    pub(super) fn name_at_head(&self) -> Option<NameSpan> {
        let here = |name: &&NameSpan| name.tokens.contains(&self.head);
        let name = self.reader.names.get(self.index)?.iter().find(here)?;
        (!matches!(name.named, Named::Leader(_))).then(|| name.clone())
    }

    /// Words of the person's name in this noun phrase.
    pub(super) fn person(&self) -> Option<Range<usize>> {
        let leader = self
            .names()
            .find(|name| matches!(name.named, Named::Leader(_)))
            .map(|name| name.tokens.clone());
        let inside =
            |words: &Range<usize>| words.start >= self.core.start && words.end <= self.core.end;
        let mut entities = self
            .sentence
            .entities
            .iter()
            .filter(|entity| entity.kind == EntityKind::Person)
            .map(|entity| entity.tokens.clone());
        let marked = entities
            .find(inside)
            .filter(|words| !self.is_listed_group(words));
        let found = leader.or(marked).or_else(|| self.titled())?;
        // A possessor's name ("Biden's decision") is not the name of the head.
        let tied =
            found.contains(&self.head) || found.start > self.head || self.is_name_of_head(&found);
        tied.then_some(found)
    }

    pub(super) fn is_listed_group(&self, words: &Range<usize>) -> bool {
        let listed = |name: &NameSpan| {
            name.tokens.start == words.start && !matches!(name.named, Named::Leader(_))
        };
        self.reader
            .names
            .get(self.index)
            .into_iter()
            .flatten()
            .any(listed)
    }

    /// Whether the last word of the name is the head or hangs on it as a part of one name.
    pub(super) fn is_name_of_head(&self, words: &Range<usize>) -> bool {
        words.end == self.core.end
            && words.clone().any(|word| {
                self.sentence.tokens.get(word).is_some_and(|token| {
                    token.head == Some(self.head) && token.has_relation(&["flat"])
                })
            })
    }

    /// Proper nouns after a title of a person, where the reader saw no name.
    pub(super) fn titled(&self) -> Option<Range<usize>> {
        let proper = |word: usize| {
            self.sentence
                .tokens
                .get(word)
                .is_some_and(|token| token.upos == "PROPN")
        };
        let mut start = self.core.end;
        while start > self.core.start
            && proper(start - 1)
            && self.title_sectors(start - 1..start).is_none()
            && !self.is_listed_group(&(start - 1..start))
        {
            start -= 1;
        }
        let title = start
            .checked_sub(1)
            .filter(|word| *word >= self.core.start)?;
        let role = self
            .role_ending(title)
            .filter(|(_, role)| role.sort == Sort::Person)?;
        let adjacent = role.0.end == start && start < self.core.end;
        let marked = self.sentence.entity_at(start).map(|entity| entity.kind);
        let body = marked == Some(EntityKind::Organisation);
        (adjacent && !body).then_some(start..self.core.end)
    }

    pub(super) fn title_sectors(&self, words: Range<usize>) -> Option<&Role> {
        self.reader.actors.role(&self.lemma(words.start))
    }

    /// The longest role noun that ends at `word`, from the naming words.
    pub(super) fn role_ending(&self, word: usize) -> Option<(Range<usize>, &Role)> {
        (self.core.start.max(word.saturating_sub(3))..=word).find_map(|start| {
            let words = start..word + 1;
            let lemmas: Vec<String> = words.clone().map(|word| self.lemma(word)).collect();
            let forms: Vec<String> = words
                .clone()
                .map(|word| phrase::form(self.sentence, word).to_lowercase())
                .collect();
            let actors = self.reader.actors;
            let joined = |parts: &[String]| parts.join(" ").replace(" - ", "-");
            let role = actors
                .role(&joined(&lemmas))
                .or_else(|| actors.role(&joined(&forms)))
                .or_else(|| {
                    let mut mixed = forms.clone();
                    if let (Some(last), Some(lemma)) = (mixed.last_mut(), lemmas.last()) {
                        last.clone_from(lemma);
                    }
                    actors.role(&joined(&mixed))
                });
            role.map(|role| (words, role))
        })
    }

    pub(super) fn as_person(&self, words: &Range<usize>) -> (Participant, ActorKind, bool, Sort) {
        let mut participant = self.plain(self.core.clone());
        let full = self.text(words).to_owned();
        let leader = self.names().find_map(|name| match name.named {
            Named::Leader(index) => self.reader.actors.leader(index),
            _ => None,
        });
        let title = self.core.start..words.start;
        let told = if title.is_empty() {
            Belonging::default()
        } else {
            self.belonging_of_title(&title)
        };
        let beside = self.beside();
        participant.name = leader.map_or(full, |leader| leader.name.clone());
        participant.country = told
            .country
            .or(beside.country)
            .or_else(|| leader.and_then(|leader| leader.country.clone()));
        let sectors = [
            told.sectors,
            beside.sectors,
            leader
                .map(|leader| leader.sectors.clone())
                .unwrap_or_default(),
        ];
        participant.sectors = sectors
            .into_iter()
            .find(|sectors| !sectors.is_empty())
            .unwrap_or_default();
        (participant, ActorKind::Person, true, Sort::Person)
    }

    /// Country and sectors that a title says.
    pub(super) fn belonging_of_title(&self, title: &Range<usize>) -> Belonging {
        let mut told = self.modifiers(title.clone());
        let last = title.end - 1;
        if let Some((words, role)) = self.role_ending(last) {
            told.sectors = self.sectors_of(role, &told, &(title.start..words.start));
        } else {
            told.sectors.clear();
        }
        self.mark_former(&mut told, title);
        told
    }

    /// What an apposition or a clause of description beside a name says ("Kirby, a Pentagon spokesman").
    pub(super) fn beside(&self) -> Belonging {
        let noun = self.sentence.child(self.head, &["appos"]).or_else(|| {
            self.sentence
                .tokens
                .get(self.head)
                .filter(|token| token.has_relation(&["appos"]))
                .and_then(|token| token.head)
        });
        let Some(noun) = noun.filter(|noun| {
            self.sentence
                .tokens
                .get(*noun)
                .is_some_and(|token| token.upos == "NOUN")
        }) else {
            return Belonging::default();
        };
        let other = Phrase {
            reader: self.reader,
            sentence: self.sentence,
            index: self.index,
            head: noun,
            core: phrase::core(self.sentence, noun),
        };
        if other.core.contains(&self.head) || self.core.contains(&noun) {
            return Belonging::default();
        }
        other.belonging()
    }

    pub(super) fn as_named(&self, name: &NameSpan) -> (Participant, ActorKind, bool, Sort) {
        let whole = self.core.start.min(name.tokens.start)..self.core.end.max(name.tokens.end);
        let mut participant = self.plain(if matches!(name.named, Named::Group(_)) {
            whole
        } else {
            name.tokens.clone()
        });
        let actors = self.reader.actors;
        let mut acts = true;
        let mut kind = ActorKind::Country;
        match &name.named {
            Named::Country(code) | Named::Seat(code) | Named::Metonym(code, _) => {
                participant.id = Some(format!("country:{code}"));
                participant.name = actors.country_name(code).unwrap_or_default().to_owned();
                participant.country = Some(code.clone());
                participant.sectors = match &name.named {
                    Named::Seat(_) => vec!["GOV".to_owned()],
                    Named::Metonym(_, sectors) => sectors.clone(),
                    _ => Vec::new(),
                };
                acts = match &name.named {
                    Named::Seat(_) => self.seat_acts(),
                    _ => {
                        !self.is_located()
                            && !phrase::is_half_of_compound(self.sentence, name.tokens.end - 1)
                    }
                };
            }
            Named::Group(index) => {
                if let Some(group) = actors.group(*index) {
                    participant.id = Some(format!("group:{}", group.key));
                    participant.name.clone_from(&group.name);
                    participant.country.clone_from(&group.country);
                    participant.sectors.clone_from(&group.sectors);
                }
                kind = ActorKind::Group;
            }
            Named::Leader(_) => kind = ActorKind::Person,
        }
        (participant, kind, acts, Sort::Body)
    }

    pub(super) fn as_description(&self) -> (Participant, ActorKind, bool, Sort) {
        let mut participant = self.plain(self.words());
        let belonging = self.belonging();
        let role = self.role_ending(self.head);
        let sort = role.as_ref().map_or(Sort::Thing, |(_, role)| role.sort);
        let entity = self.sentence.entity_at(self.head).map(|entity| entity.kind);
        let organisation = entity == Some(EntityKind::Organisation);
        participant.country = belonging.country;
        participant.sectors = belonging.sectors;
        if let Some(group) = belonging
            .group
            .and_then(|index| self.reader.actors.group(index))
        {
            participant.id = Some(format!("group:{}", group.key));
            participant.name.clone_from(&group.name);
            return (participant, ActorKind::Group, true, Sort::Body);
        }
        if let Some(place) = self.place_of_head() {
            participant.country.clone_from(&place.place.country);
            participant.sectors.clear();
            let site = place.place.precision == PlacePrecision::Point;
            return (participant, ActorKind::Description, site, Sort::Thing);
        }
        let national = self.nationality_at_head();
        if let (Some(country), true) = (&national, role.is_none()) {
            participant.country = Some(country.clone());
            participant.sectors = vec!["CVL".to_owned()];
        }
        let kind = if organisation {
            ActorKind::Group
        } else {
            ActorKind::Description
        };
        let sort = if organisation {
            Sort::Body
        } else if national.is_some() {
            Sort::Person
        } else {
            sort
        };
        (
            participant,
            kind,
            role.is_some() || organisation || national.is_some(),
            sort,
        )
    }

    /// The place whose name the head is part of, when that is no actor's name.
    fn place_of_head(&self) -> Option<&PlaceMention> {
        let places = self.reader.places.get(&self.index)?;
        let here = |place: &&&PlaceMention| {
            let named = !matches!(place.place.precision, PlacePrecision::Border);
            let proper = self.upos() == "PROPN";
            named && proper && place.tokens.contains(&self.head)
        };
        places.iter().find(here).copied()
    }

    /// The country whose people the head names ("Iraqis", "an American").
    pub(super) fn nationality_at_head(&self) -> Option<String> {
        let token = self.sentence.tokens.get(self.head)?;
        let capital = token.form.starts_with(char::is_uppercase)
            && !phrase::is_half_of_compound(self.sentence, self.head);
        let code = self
            .reader
            .actors
            .nationality(&token.form)
            .filter(|_| capital)?;
        Some(code.to_owned())
    }
}

/// CAMEO-style code: country, then one or two sectors.
pub(super) fn code(country: Option<&str>, sectors: &[String]) -> Option<String> {
    let code: String = country
        .into_iter()
        .chain(sectors.iter().take(2).map(String::as_str))
        .collect();
    (!code.is_empty()).then_some(code)
}
