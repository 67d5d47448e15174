//! What is told of a person once holds for every mention of the name in the report.

use std::collections::BTreeMap;

use dateline_parse::Analysis;

use super::describe::{Found, Gender, code};
use super::list::ActorList;
use crate::ActorKind;
use crate::place::fold;

/// What the report tells of one person.
#[derive(Clone, Debug, Default)]
struct Person {
    name: String,
    country: Option<String>,
    sectors: Vec<String>,
    gender: Gender,
}

/// Gives every mention of a person the full name, country and sectors known from the others or from the list of leaders.
pub(super) fn share(found: &mut [Found], actors: &ActorList) {
    let countries: Vec<String> = found
        .iter()
        .filter_map(|one| one.mention.participant.country.clone())
        .collect();
    let mut people: BTreeMap<String, Person> = BTreeMap::new();
    for one in found.iter() {
        let Some(name) = one.person.as_deref() else {
            continue;
        };
        let Some(known) = people.get_mut(surname(name).as_str()) else {
            people.insert(surname(name), person(one, name));
            continue;
        };
        take(known, one, name);
    }
    for (key, known) in &mut people {
        complete(key, known, actors, &countries);
    }
    for one in found.iter_mut() {
        let known = one
            .person
            .as_deref()
            .and_then(|name| people.get(surname(name).as_str()));
        if let Some(known) = known.cloned() {
            give(one, &known);
        }
    }
}

/// Makes one mention of a title and the name that follows it, when both head phrases of the same words: it keeps the
/// upper head, and the longer words.
pub(super) fn merge_titles(analysis: &Analysis, found: &mut Vec<Found>) {
    let mut dropped = Vec::new();
    for index in 0..found.len() {
        let Some(one) = found.get(index).filter(|one| one.person.is_some()) else {
            continue;
        };
        let inner = |other: &Found| {
            let same = other.mention.sentence == one.mention.sentence
                && other.mention.head != one.mention.head;
            let within = one.mention.tokens.contains(&other.mention.head)
                && one.mention.tokens.start <= other.mention.tokens.start
                && one.mention.tokens.end >= other.mention.tokens.end;
            let twin = other.person == one.person
                || (other.mention.kind == ActorKind::Description && other.person.is_none());
            same && within && twin
        };
        let others = found
            .iter()
            .enumerate()
            .filter(|(other, found)| *other != index && !dropped.contains(other) && inner(found));
        let others: Vec<usize> = others.map(|(other, _)| other).collect();
        if dropped.contains(&index) {
            continue;
        }
        for other in others {
            let (mine, theirs) = (head_of(found, index), head_of(found, other));
            let sentence = found.get(index).map_or(0, |one| one.mention.sentence);
            let above = analysis
                .sentences
                .get(sentence)
                .is_some_and(|sentence| sentence.is_within(mine, theirs));
            let (subject, governor) = found
                .get(other)
                .map_or((false, None), |other| (other.subject, other.governor));
            if let Some(one) = found.get_mut(index).filter(|_| above) {
                one.mention.head = theirs;
                one.subject = subject;
                one.governor = governor;
            }
            dropped.push(other);
        }
    }
    let mut index = 0;
    found.retain(|_| {
        index += 1;
        !dropped.contains(&(index - 1))
    });
}

fn head_of(found: &[Found], index: usize) -> usize {
    found.get(index).map_or(0, |one| one.mention.head)
}

/// Folded last word of a name.
fn surname(name: &str) -> String {
    let folded = fold(name);
    folded.rsplit(' ').next().unwrap_or_default().to_owned()
}

fn person(one: &Found, name: &str) -> Person {
    let participant = &one.mention.participant;
    Person {
        name: if participant.name.contains(' ') {
            participant.name.clone()
        } else {
            name.to_owned()
        },
        country: participant.country.clone(),
        sectors: participant.sectors.clone(),
        gender: one.gender,
    }
}

/// Adds what another mention tells.
fn take(known: &mut Person, one: &Found, name: &str) {
    let participant = &one.mention.participant;
    if !known.name.contains(' ') && name.contains(' ') {
        known.name.clone_from(&participant.name);
    }
    if known.country.is_none() {
        known.country.clone_from(&participant.country);
    }
    if known.sectors.is_empty() {
        known.sectors.clone_from(&participant.sectors);
    }
    if known.gender == Gender::Unknown {
        known.gender = one.gender;
    }
}

/// Fills in a bare last name from the list of leaders, when exactly one leader of that name fits: the title says the same
/// office, or the report names the country.
fn complete(key: &str, known: &mut Person, actors: &ActorList, countries: &[String]) {
    if known.name.contains(' ') {
        return;
    }
    let holders = actors
        .with_surname(key)
        .iter()
        .filter_map(|index| actors.leader(*index));
    let fitting = holders.filter(|leader| {
        let country = leader.country.as_ref();
        let named = country.is_some_and(|code| countries.contains(code));
        let same_country = known.country.is_none() || known.country.as_ref() == country;
        let same_sector = !known.sectors.is_empty()
            && known
                .sectors
                .iter()
                .any(|sector| leader.sectors.contains(sector));
        let free = known.sectors.is_empty() || same_sector || known.sectors == ["ELI"];
        same_country
            && free
            && (named
                || (same_sector && known.country.is_some())
                || (same_sector && country.is_none()))
    });
    let mut fitting = fitting.fuse();
    if let (Some(leader), None) = (fitting.next(), fitting.next()) {
        known.name.clone_from(&leader.name);
        known.country = known.country.take().or_else(|| leader.country.clone());
        if known.sectors.is_empty() {
            known.sectors.clone_from(&leader.sectors);
        }
    }
}

fn give(one: &mut Found, known: &Person) {
    if one.mention.kind != ActorKind::Person {
        return;
    }
    let participant = &mut one.mention.participant;
    if !participant.name.contains(' ') {
        participant.name.clone_from(&known.name);
    }
    if participant.country.is_none() {
        participant.country.clone_from(&known.country);
    }
    if participant.sectors.is_empty() {
        participant.sectors.clone_from(&known.sectors);
    }
    if one.gender == Gender::Unknown {
        one.gender = known.gender;
    }
    participant.code = code(participant.country.as_deref(), &participant.sectors);
}
