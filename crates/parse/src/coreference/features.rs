//! What a mention and its possible antecedent say about each other, as numbers of features that hold.
//! `training/mentions.py` says the same; groups and their order are the rows of the weights.

use super::chain::Known;
use super::mention::{FORMS, Form, Gender, Mention, Number, ROLES};
use crate::{EntityKind, Sentence};

/// First features of the groups of a pair.
mod at {
    use super::{FORMS, ROLES};

    pub(super) const FORM_PAIR: usize = 0;
    pub(super) const KINDS: usize = FORM_PAIR + FORMS * FORMS;
    pub(super) const SENTENCES: usize = KINDS + 9;
    pub(super) const EXACT: usize = SENTENCES + 8;
    pub(super) const STEM: usize = EXACT + 1 + FORMS;
    pub(super) const CONTENT: usize = STEM + 2;
    pub(super) const INITIALS: usize = CONTENT + 6;
    pub(super) const CONFLICT: usize = INITIALS + 1;
    pub(super) const NUMBER: usize = CONFLICT + 4;
    pub(super) const GENDER: usize = NUMBER + 3;
    pub(super) const ENTITY: usize = GENDER + 4;
    pub(super) const SYNTAX: usize = ENTITY + 3;
    pub(super) const ROLE: usize = SYNTAX + super::SYNTAX;
    pub(super) const SPEAKER: usize = ROLE + ROLES;
    pub(super) const NEAR: usize = SPEAKER + 3;
    pub(super) const MENTIONS: usize = NEAR + 4 * FORMS;
    pub(super) const CHAIN_EXACT: usize = MENTIONS + 9;
    pub(super) const CHAIN_STEM: usize = CHAIN_EXACT + 2;
    pub(super) const CHAIN_NAMES: usize = CHAIN_STEM + 2;
    pub(super) const CHAIN_GENDER: usize = CHAIN_NAMES + 6;
    pub(super) const CHAIN_NUMBER: usize = CHAIN_GENDER + 4;
    pub(super) const CHAIN_SIZE: usize = CHAIN_NUMBER + 4;
    pub(super) const CHAIN_LAST: usize = CHAIN_SIZE + 5;
    pub(super) const CHAIN_PERSON: usize = CHAIN_LAST + 2;
    pub(super) const CHAIN_NAMED: usize = CHAIN_PERSON + 4;
    pub(super) const PAIR_END: usize = CHAIN_NAMED + 4;

    pub(super) const ALONE_FORM: usize = 0;
    pub(super) const ALONE_KIND: usize = ALONE_FORM + FORMS;
    pub(super) const ALONE_ROLE: usize = ALONE_KIND + 3;
    pub(super) const ALONE_ENTITY: usize = ALONE_ROLE + ROLES;
    pub(super) const ALONE_EXACT: usize = ALONE_ENTITY + 10;
    pub(super) const ALONE_STEM: usize = ALONE_EXACT + 3;
    pub(super) const ALONE_PLACE: usize = ALONE_STEM + 3;
    pub(super) const ALONE_NUMBER: usize = ALONE_PLACE + 3;
    pub(super) const ALONE_SURE: usize = ALONE_NUMBER + 3;
    pub(super) const ALONE_SURE_FORM: usize = ALONE_SURE + super::SURE.len() + 1;
    pub(super) const ALONE_END: usize = ALONE_SURE_FORM + (super::SURE.len() + 1) * FORMS;
}

/// How many features a pair of mentions has.
pub(super) const PAIR_SIZE: usize = at::PAIR_END;

/// How many features a mention by itself has.
pub(super) const ALONE_SIZE: usize = at::ALONE_END;

/// Borders between probabilities of being a mention.
const SURE: [f32; 7] = [0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97];

/// How many ways [`syntax`] tells apart.
const SYNTAX: usize = Syntax::PossessorBeside as usize + 1;

/// How the heads of two mentions of one sentence hang together; the order is that of the features.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Syntax {
    None,
    Apposed,
    Apposes,
    Relative,
    InRelative,
    Predicate,
    Subject,
    Joined,
    Possessor,
    Possessed,
    Part,
    Beside,
    Under,
    Over,
    PossessorBeside,
}

/// The number of the first of the tops that a value does not pass.
fn bucket(value: usize, tops: &[usize]) -> usize {
    let place = tops.iter().position(|top| value <= *top);
    place.unwrap_or(tops.len())
}

/// 0: neither knows, 1: one knows, 2: equal, 3: different.
fn agreement<T: PartialEq>(a: &T, b: &T, unknown: &T) -> usize {
    match (a == unknown, b == unknown) {
        (true, true) => 0,
        (false, false) => 2 + usize::from(a != b),
        _ => 1,
    }
}

/// 0: nothing in common, 1: equal, 2: a part, 3: the whole, 4: several words in common, 5: one word.
pub(super) fn overlap(a: &[u32], b: &[u32]) -> usize {
    let both = a
        .iter()
        .filter(|word| b.binary_search(word).is_ok())
        .count();
    match (both == a.len(), both == b.len(), both) {
        (true, true, _) => 1,
        (true, _, _) => 2,
        (_, true, _) => 3,
        (_, _, 0) => 0,
        (_, _, 1) => 5,
        _ => 4,
    }
}

/// The features of mention `m` with the mention `c` before it. `sentence` is that of `m`.
pub(super) fn pair(sentence: &Sentence, m: &Mention, c: &Mention, found: &mut Vec<usize>) {
    let apart = m.sentence.saturating_sub(c.sentence);
    let form = m.form as usize;
    let exact = m.text == c.text;
    let stem = m.stem == c.stem;
    found.extend([
        at::FORM_PAIR + form * FORMS + c.form as usize,
        at::KINDS + 3 * m.kind as usize + c.kind as usize,
        at::SENTENCES + bucket(apart, &[0, 1, 2, 3, 5, 9, 19]),
        at::EXACT + if exact { 1 + form } else { 0 },
        at::STEM + usize::from(stem),
        at::NUMBER + agreement(&m.number, &c.number, &Number::Unknown).saturating_sub(1),
        at::GENDER + agreement(&m.gender, &c.gender, &Gender::Unknown),
        at::ENTITY + agreement(&m.entity, &c.entity, &None).saturating_sub(1),
        at::ROLE + m.role as usize,
        at::NEAR + 4 * form + bucket(apart, &[0, 1, 3]),
    ]);
    if !m.form.is_pronoun() && !c.form.is_pronoun() {
        found.push(at::CONTENT + overlap(&m.content, &c.content));
        if stem {
            let new = |word: &u32| c.modifiers.binary_search(word).is_err();
            let further = usize::from(m.modifiers.iter().any(new));
            found.push(at::CONFLICT + further + 2 * usize::from(m.figures != c.figures));
        }
        if !exact && (m.letters == Some(c.initials) || c.letters == Some(m.initials)) {
            found.push(at::INITIALS);
        }
    }
    if apart == 0 {
        found.push(at::SYNTAX + syntax(sentence, m, c) as usize);
    }
    if let Some(speaker) = &m.speaker {
        let speaks = apart == 0 && speaker.contains(&c.head);
        found.push(at::SPEAKER + if speaks { 1 } else { 2 });
    }
}

/// How the heads of a mention and another one before it hang together.
fn syntax(sentence: &Sentence, m: &Mention, c: &Mention) -> Syntax {
    let (a, b) = (m.head, c.head);
    let token = |word: usize| sentence.tokens.get(word);
    let above = |word: usize| token(word).and_then(|token| token.head);
    let relation = |word: usize| token(word).map_or("", |token| token.deprel.as_str());
    let is_part = |word: usize| matches!(relation(word), "compound" | "nmod:desc" | "flat");
    let (up, down) = (above(a) == Some(b), above(b) == Some(a));
    if up && relation(a) == "appos" {
        return Syntax::Apposed;
    }
    if down && relation(b) == "appos" {
        return Syntax::Apposes;
    }
    if let Some(relative) = relative(a, above, relation).filter(|head| above(*head) == Some(b)) {
        debug_assert!(relation(relative) == "acl:relcl");
        return match m.form {
            Form::Who => Syntax::Relative,
            _ => Syntax::InRelative,
        };
    }
    let beside = above(a).is_some() && above(a) == above(b);
    let possessor = relation(a) == "nmod:poss";
    match () {
        () if down && relation(b).starts_with("nsubj") => Syntax::Predicate,
        () if up && relation(a).starts_with("nsubj") => Syntax::Subject,
        () if relation(a) == "conj" && (up || (beside && relation(b) == "conj")) => Syntax::Joined,
        () if up && possessor => Syntax::Possessor,
        () if down && relation(b) == "nmod:poss" => Syntax::Possessed,
        () if up && is_part(a) || down && is_part(b) => Syntax::Part,
        () if beside => Syntax::Beside,
        () if up => Syntax::Under,
        () if down => Syntax::Over,
        () if possessor
            && above(b).is_some()
            && above(a).is_some_and(|up| above(up) == above(b)) =>
        {
            Syntax::PossessorBeside
        }
        () => Syntax::None,
    }
}

/// The head of the relative clause that a word stands in, at most five steps up.
fn relative<'a>(
    word: usize,
    above: impl Fn(usize) -> Option<usize>,
    relation: impl Fn(usize) -> &'a str,
) -> Option<usize> {
    let way = std::iter::successors(Some(word), |word| above(*word));
    way.take(6).find(|word| relation(*word) == "acl:relcl")
}

/// The features of a mention and the chain of the mention number `i`, which stands `back` mentions before it.
pub(super) fn of_chain(m: &Mention, i: usize, back: usize, chain: &Known, found: &mut Vec<usize>) {
    let named = m.form == Form::Name;
    found.extend([
        at::MENTIONS + bucket(back, &[1, 2, 3, 4, 7, 12, 20, 40]),
        at::CHAIN_GENDER
            + chain
                .genders
                .fit(m.gender as usize, m.gender == Gender::Unknown),
        at::CHAIN_NUMBER
            + chain
                .numbers
                .fit(m.number as usize, m.number == Number::Unknown),
        at::CHAIN_SIZE + bucket(chain.size, &[1, 2, 4, 8]),
        at::CHAIN_LAST + usize::from(chain.last == i),
        at::CHAIN_PERSON + usize::from(chain.has_i) + 2 * usize::from(chain.has_you),
        at::CHAIN_NAMED + usize::from(!chain.names.is_empty()) + 2 * usize::from(named),
    ]);
    if !m.form.is_pronoun() {
        found.push(at::CHAIN_EXACT + usize::from(chain.texts.contains(&m.text)));
        found.push(at::CHAIN_STEM + usize::from(chain.stems.contains(&m.stem)));
    }
    if named && !chain.names.is_empty() {
        let all = chain.names.iter().map(|name| overlap(&m.content, name));
        // Equal is best; nothing in common is worst.
        let best = all.map(|kind| if kind == 0 { 6 } else { kind }).min();
        found.push(at::CHAIN_NAMES + best.filter(|kind| *kind < 6).unwrap_or(0));
    }
}

/// The features of a mention by itself; `before` mentions stand before it, of which some have the same text and the same
/// stem.
pub(super) fn alone(
    m: &Mention,
    before: usize,
    (same_text, same_stem): (usize, usize),
    found: &mut Vec<usize>,
) {
    let sure = SURE.iter().position(|top| m.probability <= *top);
    let sure = sure.unwrap_or(SURE.len());
    found.extend([
        at::ALONE_FORM + m.form as usize,
        at::ALONE_KIND + m.kind as usize,
        at::ALONE_ROLE + m.role as usize,
        at::ALONE_ENTITY + entity(m.entity),
        at::ALONE_EXACT + same_text.min(2),
        at::ALONE_STEM + same_stem.min(2),
        at::ALONE_PLACE
            + match (m.sentence, before) {
                (0, _) => 0,
                (_, 0..10) => 1,
                _ => 2,
            },
        at::ALONE_NUMBER + m.number as usize,
        at::ALONE_SURE + sure,
        at::ALONE_SURE_FORM + sure * FORMS + m.form as usize,
    ]);
}

/// The number of an entity's class.
fn entity(kind: Option<EntityKind>) -> usize {
    match kind {
        None => 0,
        Some(EntityKind::Person) => 1,
        Some(EntityKind::Organisation) => 2,
        Some(EntityKind::Place) => 3,
        Some(EntityKind::Facility) => 4,
        Some(EntityKind::Norp) => 5,
        Some(EntityKind::Weapon) => 6,
        Some(EntityKind::Event) => 7,
        Some(EntityKind::Date) => 8,
        Some(EntityKind::Quantity) => 9,
    }
}
