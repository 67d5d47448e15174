//! One noun phrase to one participant.

use std::collections::BTreeMap;
use std::ops::Range;

use dateline_parse::{Analysis, EntityKind, Sentence};
use dateline_record::Participant;

use super::list::{ActorList, Named, Role, Sort};
use super::phrase;
use crate::place::fold;
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

/// What the words say of somebody's gender.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Gender {
    Male,
    Female,
    #[default]
    Unknown,
}

/// Where a listed name stands.
#[derive(Clone, Debug)]
struct NameSpan {
    tokens: Range<usize>,
    named: Named,
}

/// Country and sectors gathered for one participant.
#[derive(Clone, Debug, Default)]
struct Belonging {
    country: Option<String>,
    sectors: Vec<String>,
    group: Option<usize>,
}

/// Longest listed name in words.
const LONGEST: usize = 8;

/// Reads noun phrases of one report.
pub(super) struct Reader<'a> {
    analysis: &'a Analysis,
    actors: &'a ActorList,
    /// Places by sentence and first word.
    places: BTreeMap<usize, Vec<&'a PlaceMention>>,
    /// Listed names by sentence.
    names: Vec<Vec<NameSpan>>,
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

/// Listed names of a sentence, longest first at each word, not overlapping.
fn names_in(analysis: &Analysis, actors: &ActorList, sentence: &Sentence) -> Vec<NameSpan> {
    let mut names = Vec::new();
    let mut word = 0;
    while word < sentence.tokens.len() {
        let last = (word + LONGEST).min(sentence.tokens.len());
        let found = (word + 1..=last).rev().find_map(|end| {
            let tokens = word..end;
            may_be_name(sentence, &tokens).then_some(())?;
            let text = analysis.text.slice(sentence.bytes_of(tokens.clone()));
            let named = actors.named(&fold(text), text)?.clone();
            Some(NameSpan { tokens, named })
        });
        word = found.as_ref().map_or(word + 1, |name| name.tokens.end);
        names.extend(found);
    }
    names
}

/// Whether words look like a name: capitals at both ends (an Arabic article may be small), and a single word is proper.
fn may_be_name(sentence: &Sentence, tokens: &Range<usize>) -> bool {
    let ends = [tokens.start, tokens.end - 1].map(|word| sentence.tokens.get(word));
    let [Some(first), Some(last)] = ends else {
        return false;
    };
    let capital = |form: &str| form.contains(char::is_uppercase);
    let article = matches!(
        first.form.to_lowercase().as_str(),
        "al" | "el" | "anti" | "ex" | "so"
    ) || first.form.starts_with("al-")
        || first.form.starts_with("anti-");
    if tokens.len() > 1 {
        return (capital(&first.form) || article)
            && (capital(&last.form) || matches!(last.upos, "NOUN" | "PROPN"));
    }
    let entity = sentence.entity_at(tokens.start).map(|entity| entity.kind);
    match entity {
        Some(EntityKind::Person) => sentence
            .entity_at(tokens.start)
            .is_some_and(|entity| entity.tokens == *tokens),
        Some(
            EntityKind::Organisation | EntityKind::Norp | EntityKind::Place | EntityKind::Facility,
        ) => capital(&first.form),
        _ => {
            capital(&first.form)
                && matches!(first.upos, "PROPN" | "NOUN" | "X")
                && (first.upos == "PROPN" || tokens.start > 0)
        }
    }
}

/// One noun phrase.
struct Phrase<'a> {
    reader: &'a Reader<'a>,
    sentence: &'a Sentence,
    index: usize,
    head: usize,
    core: Range<usize>,
}

impl Phrase<'_> {
    fn found(&self) -> Found {
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

    fn text(&self, words: &Range<usize>) -> &str {
        self.reader
            .analysis
            .text
            .slice(self.sentence.bytes_of(words.clone()))
    }

    fn upos(&self) -> &str {
        self.sentence
            .tokens
            .get(self.head)
            .map_or("", |token| token.upos)
    }

    fn lemma(&self, word: usize) -> String {
        self.sentence
            .tokens
            .get(word)
            .map(|token| token.lemma.to_lowercase())
            .unwrap_or_default()
    }

    /// The naming words with "of X" when that says whose it is.
    fn words(&self) -> Range<usize> {
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
    fn plain(&self, words: Range<usize>) -> Participant {
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
    fn names(&self) -> impl Iterator<Item = &NameSpan> {
        let core = self.core.clone();
        self.reader
            .names
            .get(self.index)
            .into_iter()
            .flatten()
            .filter(move |name| name.tokens.start >= core.start && name.tokens.start < core.end)
    }

    /// The listed name that the head word is part of; a leader's name is a person's.
    fn name_at_head(&self) -> Option<NameSpan> {
        let here = |name: &&NameSpan| name.tokens.contains(&self.head);
        let name = self.reader.names.get(self.index)?.iter().find(here)?;
        (!matches!(name.named, Named::Leader(_))).then(|| name.clone())
    }

    /// Words of the person's name in this noun phrase.
    fn person(&self) -> Option<Range<usize>> {
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

    fn is_listed_group(&self, words: &Range<usize>) -> bool {
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
    fn is_name_of_head(&self, words: &Range<usize>) -> bool {
        words.end == self.core.end
            && words.clone().any(|word| {
                self.sentence.tokens.get(word).is_some_and(|token| {
                    token.head == Some(self.head) && token.has_relation(&["flat"])
                })
            })
    }

    /// Proper nouns after a title of a person, where the reader saw no name.
    fn titled(&self) -> Option<Range<usize>> {
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
        (adjacent
            && !self
                .sentence
                .entity_at(start)
                .is_some_and(|entity| entity.kind == EntityKind::Organisation))
        .then_some(start..self.core.end)
    }

    fn title_sectors(&self, words: Range<usize>) -> Option<&Role> {
        self.reader.actors.role(&self.lemma(words.start))
    }

    /// The longest role noun that ends at `word`, from the naming words.
    fn role_ending(&self, word: usize) -> Option<(Range<usize>, &Role)> {
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

    fn as_person(&self, words: &Range<usize>) -> (Participant, ActorKind, bool, Sort) {
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
    fn belonging_of_title(&self, title: &Range<usize>) -> Belonging {
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
    fn beside(&self) -> Belonging {
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

    fn as_named(&self, name: &NameSpan) -> (Participant, ActorKind, bool, Sort) {
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
                    _ => !self.is_located(),
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

    /// Whether the noun phrase only says where ("in Iraq").
    fn is_located(&self) -> bool {
        const LOCATIVE: &[&str] = &[
            "in",
            "inside",
            "near",
            "across",
            "throughout",
            "around",
            "at",
            "within",
            "outside",
            "into",
        ];
        let case = self.sentence.children(self.head).filter(|word| {
            self.sentence
                .tokens
                .get(*word)
                .is_some_and(|token| token.has_relation(&["case"]))
        });
        let mut cases = case.map(|word| phrase::form(self.sentence, word).to_lowercase());
        cases.any(|case| LOCATIVE.contains(&case.as_str()))
    }

    /// Whether a capital stands for its government: it does something, owns something, or stands opposite another actor.
    fn seat_acts(&self) -> bool {
        let Some(token) = self.sentence.tokens.get(self.head) else {
            return false;
        };
        let case = self
            .sentence
            .child(self.head, &["case"])
            .map(|word| phrase::form(self.sentence, word).to_lowercase());
        let opposite = matches!(
            case.as_deref(),
            Some("with" | "against" | "between" | "by" | "'s" | "’s")
        );
        let active = token.deprel == "nsubj" || token.deprel == "nsubj:outer";
        let joined = token.has_relation(&["conj"])
            && token.head.is_some_and(|head| {
                self.sentence
                    .tokens
                    .get(head)
                    .is_some_and(|first| first.upos == "PROPN" && first.deprel.starts_with("nsubj"))
            });
        opposite || (case.is_none() && (active || joined))
    }

    fn as_description(&self) -> (Participant, ActorKind, bool, Sort) {
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

    /// The country whose people the head names ("Iraqis", "an American").
    fn nationality_at_head(&self) -> Option<String> {
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

    /// Country, sectors and group of a description.
    fn belonging(&self) -> Belonging {
        let role = self.role_ending(self.head);
        let before = self.core.start..role.as_ref().map_or(self.head, |(words, _)| words.start);
        let mut told = self.modifiers(self.core.start..self.head);
        self.add_possessor(&mut told);
        self.add_attached(&mut told);
        let collective = self.is_collective(role.as_ref().map(|(_, role)| *role));
        match role {
            Some((_, role)) => told.sectors = self.sectors_of(role, &told, &before),
            None => told.sectors.clear(),
        }
        if !collective {
            told.group = None;
        } else if let Some(group) = told.group.and_then(|index| self.reader.actors.group(index)) {
            told.country.clone_from(&group.country);
            told.sectors.clone_from(&group.sectors);
        }
        self.mark_former(&mut told, &self.core);
        told
    }

    /// Whether the head names the members or the whole of the group before it ("Houthi rebels", "Taliban movement").
    fn is_collective(&self, role: Option<&Role>) -> bool {
        const WHOLES: &[&str] = &[
            "group",
            "movement",
            "militia",
            "network",
            "force",
            "forces",
            "party",
            "army",
            "organization",
            "organisation",
            "insurgent",
            "rebel",
            "militant",
            "fighter",
            "guerrilla",
            "terrorist",
            "gunman",
            "side",
            "faction",
            "cartel",
            "gang",
            "agency",
            "broadcaster",
            "newspaper",
            "rebellion",
            "insurgency",
            "alliance",
            "coalition",
            "paramilitary",
            "jihadist",
            "islamist",
            "separatist",
            "extremist",
            "militiaman",
        ];
        let noun = self.lemma(self.head);
        let whole = WHOLES.contains(&noun.as_str())
            && (self.is_plural() || role.is_some_and(|role| role.sort == Sort::Body));
        // The name stands directly before the head or before its role words.
        let adjoining = self.names().any(|name| {
            matches!(name.named, Named::Group(_))
                && !phrase::is_half_of_compound(self.sentence, name.tokens.end - 1)
        });
        whole && adjoining && !self.has_possessor()
    }

    fn has_possessor(&self) -> bool {
        self.sentence.child(self.head, &["nmod:poss"]).is_some()
    }

    /// What adjectives, names and places among the words say.
    fn modifiers(&self, words: Range<usize>) -> Belonging {
        let mut told = Belonging::default();
        for word in words.clone() {
            let form = phrase::form(self.sentence, word);
            if phrase::is_half_of_compound(self.sentence, word)
                || !form.contains(char::is_uppercase)
            {
                continue;
            }
            if let Some(code) = self.reader.actors.nationality(form) {
                told.country = Some(code.to_owned());
            }
        }
        for name in self
            .names()
            .filter(|name| name.tokens.start >= words.start && name.tokens.end <= words.end)
        {
            if !phrase::is_half_of_compound(self.sentence, name.tokens.end - 1) {
                self.take_name(&name.named, &mut told);
            }
        }
        if told.country.is_none() {
            told.country = self.place_within(&words);
        }
        told
    }

    fn take_name(&self, named: &Named, told: &mut Belonging) {
        match named {
            Named::Country(code) | Named::Seat(code) => told.country = Some(code.clone()),
            Named::Metonym(code, sectors) => {
                told.country = Some(code.clone());
                told.sectors.clone_from(sectors);
            }
            Named::Group(index) => {
                if let Some(group) = self.reader.actors.group(*index) {
                    told.country = group.country.clone().or_else(|| told.country.take());
                    told.sectors.clone_from(&group.sectors);
                    told.group = Some(*index);
                }
            }
            Named::Leader(index) => {
                if let Some(leader) = self.reader.actors.leader(*index) {
                    told.country = leader.country.clone().or_else(|| told.country.take());
                }
            }
        }
    }

    /// Country of a place that stands among the words.
    fn place_within(&self, words: &Range<usize>) -> Option<String> {
        let places = self.reader.places.get(&self.index)?;
        let mut inside = places
            .iter()
            .filter(|place| place.tokens.start >= words.start && place.tokens.end <= words.end);
        inside
            .find(|place| !phrase::is_half_of_compound(self.sentence, place.tokens.end - 1))?
            .place
            .country
            .clone()
    }

    /// Takes what a possessor says ("Iran's foreign ministry", "the group's leader").
    fn add_possessor(&self, told: &mut Belonging) {
        let Some(owner) = self
            .sentence
            .child(self.head, &["nmod:poss"])
            .filter(|owner| *owner != self.head)
        else {
            return;
        };
        if told.country.is_none() || told.sectors.is_empty() {
            self.take_phrase(owner, told);
        }
    }

    /// Takes what "of X", "from X", "in X" say: a name, a place, or a description with a role.
    fn add_attached(&self, told: &mut Belonging) {
        let children: Vec<usize> = self
            .sentence
            .children(self.head)
            .filter(|word| {
                self.sentence.tokens.get(*word).is_some_and(|token| {
                    token.has_relation(&["nmod"]) && token.deprel != "nmod:poss"
                })
            })
            .collect();
        for child in children {
            let case = self
                .sentence
                .child(child, &["case"])
                .map(|word| phrase::form(self.sentence, word).to_lowercase());
            match case.as_deref() {
                Some("of" | "for") => self.take_phrase(child, told),
                Some("from" | "in" | "at" | "near" | "inside" | "across")
                    if told.country.is_none() =>
                {
                    let words = phrase::core(self.sentence, child);
                    told.country = self
                        .place_within(&words)
                        .or_else(|| self.place_within(&(words.start..words.end + 1)));
                }
                _ => {}
            }
        }
    }

    /// Takes country and sectors of another noun phrase, as far as they are wanting.
    fn take_phrase(&self, head: usize, told: &mut Belonging) {
        let core = phrase::core(self.sentence, head);
        // Each step goes strictly down the tree, and no further than the words around this head.
        if core.contains(&self.head)
            || !self.sentence.is_within(head, self.head)
            || head == self.head
        {
            return;
        }
        let other = Phrase {
            reader: self.reader,
            sentence: self.sentence,
            index: self.index,
            head,
            core: core.clone(),
        };
        let mut owner = other.modifiers(core);
        if let Some(name) = other.name_at_head() {
            self.take_name(&name.named, &mut owner);
        } else if let Some((_, role)) = other.role_ending(head) {
            other.add_possessor(&mut owner);
            owner.sectors = other.sectors_of(role, &owner, &(other.core.start..head));
        }
        if told.country.is_none() {
            told.country = owner.country;
        }
        if told.sectors.is_empty() {
            told.sectors = owner.sectors;
        }
    }

    /// Sectors of a role: its own; else those of the organisation, of a role noun before it ("militia sources"), or the default.
    fn sectors_of(&self, role: &Role, told: &Belonging, before: &Range<usize>) -> Vec<String> {
        let backed = before.clone().any(|word| {
            phrase::BACKING.contains(&phrase::form(self.sentence, word).to_lowercase().as_str())
                || phrase::form(self.sentence, word)
                    .to_lowercase()
                    .split('-')
                    .nth(1)
                    .is_some_and(|half| phrase::BACKING.contains(&half))
        });
        let side = before.clone().rev().find_map(|word| {
            let token = self.sentence.tokens.get(word)?;
            let plain = matches!(token.upos, "NOUN" | "ADJ" | "PROPN")
                && !phrase::is_half_of_compound(self.sentence, word);
            self.role_ending(word)
                .filter(|(words, _)| plain && words.start >= before.start)
                .map(|(_, role)| role.sectors.clone())
                .filter(|sectors| !sectors.is_empty())
        });
        let from_group = told.group.map(|_| told.sectors.clone());
        if role.sectors == ["MIL"] && role.sort == Sort::Body {
            // "Houthi forces", "rebel forces", "Iran-backed forces": whose they are decides.
            let other = from_group
                .or(side)
                .or_else(|| backed.then(|| vec!["PRM".to_owned()]));
            return other.unwrap_or_else(|| role.sectors.clone());
        }
        if !role.sectors.is_empty() {
            return role.sectors.clone();
        }
        let inherited = from_group
            .or_else(|| Some(told.sectors.clone()).filter(|sectors| !sectors.is_empty()))
            .or(side);
        let backed_group = || (backed && role.sort == Sort::Body).then(|| vec!["PRM".to_owned()]);
        inherited
            .or_else(backed_group)
            .unwrap_or_else(|| role.default.clone())
    }

    /// A former office-holder belongs to the elite, not to the office.
    fn mark_former(&self, told: &mut Belonging, words: &Range<usize>) {
        const FORMER: &[&str] = &[
            "former",
            "ex",
            "ousted",
            "deposed",
            "ex-president",
            "ex-prime",
        ];
        let former = words.clone().any(|word| {
            FORMER.contains(&phrase::form(self.sentence, word).to_lowercase().as_str())
        });
        let office = told.sectors.first().is_some_and(|sector| {
            matches!(
                sector.as_str(),
                "GOV" | "MIL" | "LEG" | "JUD" | "COP" | "SPY"
            )
        });
        if former && (office || told.sectors.is_empty()) {
            told.sectors = vec!["ELI".to_owned()];
        }
    }

    fn is_plural(&self) -> bool {
        let Some(token) = self.sentence.tokens.get(self.head) else {
            return false;
        };
        let many = matches!(
            token.form.to_lowercase().as_str(),
            "they"
                | "them"
                | "their"
                | "theirs"
                | "people"
                | "police"
                | "troops"
                | "forces"
                | "those"
        );
        let collective = self.name_at_head().is_some_and(|name| match name.named {
            Named::Group(index) => self
                .reader
                .actors
                .group(index)
                .is_some_and(|group| group.collective.is_some()),
            _ => false,
        });
        many || collective || matches!(token.xpos.as_str(), "NNS" | "NNPS")
    }

    fn is_third_person(&self) -> bool {
        matches!(
            phrase::form(self.sentence, self.head)
                .to_lowercase()
                .as_str(),
            "he" | "him"
                | "his"
                | "she"
                | "her"
                | "hers"
                | "it"
                | "its"
                | "they"
                | "them"
                | "their"
                | "theirs"
                | "himself"
                | "herself"
                | "itself"
                | "themselves"
        )
    }

    fn gender(&self) -> Gender {
        let words = self
            .core
            .clone()
            .map(|word| phrase::form(self.sentence, word).to_lowercase());
        for word in words {
            match word.trim_end_matches('.') {
                "he" | "him" | "his" | "himself" | "mr" | "king" | "prince" | "man" | "boy"
                | "father" | "husband" | "son" | "brother" | "sheikh" | "sir" | "lord" | "pope"
                | "imam" | "mullah" | "ayatollah" | "emir" | "sultan" => return Gender::Male,
                "she" | "her" | "hers" | "herself" | "mrs" | "ms" | "miss" | "queen"
                | "princess" | "woman" | "girl" | "mother" | "wife" | "daughter" | "sister"
                | "lady" | "dame" | "nun" => return Gender::Female,
                other
                    if other.ends_with("spokeswoman")
                        || other.ends_with("businesswoman")
                        || other.ends_with("policewoman")
                        || other.ends_with("congresswoman") =>
                {
                    return Gender::Female;
                }
                other
                    if other.ends_with("spokesman")
                        || other.ends_with("businessman")
                        || other.ends_with("policeman")
                        || other.ends_with("congressman") =>
                {
                    return Gender::Male;
                }
                _ => {}
            }
        }
        Gender::Unknown
    }

    /// "the group", "the ministry", "those officials": definite, with no word that says which.
    fn is_bare_definite(&self, participant: &Participant) -> bool {
        let definite = self.sentence.children(self.head).any(|word| {
            matches!(
                phrase::form(self.sentence, word).to_lowercase().as_str(),
                "the" | "this" | "that" | "these" | "those"
            )
        });
        let attached = self
            .sentence
            .child(self.head, &["nmod", "acl", "appos"])
            .is_some();
        definite
            && !attached
            && participant.country.is_none()
            && participant.id.is_none()
            && self.core.len() <= 2
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
