//! Pronouns and anaphoric descriptions: whom they stand for inside the report.
//!
//! A simple careful rule: among the mentions before that agree in number, person and gender, the one with most points for
//! nearness and for being a subject; none when nothing agrees within three sentences.

use dateline_parse::{Analysis, Sentence};

use super::describe::{Found, Gender};
use super::list::Sort;
use super::phrase::form;
use crate::ActorKind;

/// How many sentences back an antecedent may stand.
const REACH: usize = 3;
/// The same for descriptions, which say more than a pronoun.
const LONG_REACH: usize = 6;

/// Gives pronouns and anaphoric descriptions the identity of their antecedents, in text order.
pub(super) fn resolve(analysis: &Analysis, found: &mut Vec<Found>) {
    found.retain(|one| !is_empty_it(analysis, one));
    for index in 0..found.len() {
        let (earlier, rest) = found.split_at_mut(index);
        let Some(one) = rest.first_mut() else {
            continue;
        };
        let antecedent = match one.mention.kind {
            ActorKind::Pronoun => antecedent_of_pronoun(analysis, earlier, one),
            ActorKind::Description if one.anaphoric => antecedent_of_description(earlier, one),
            _ => None,
        };
        if let Some(antecedent) = antecedent {
            adopt(one, antecedent);
        }
    }
}

/// Takes over who the antecedent is, keeping the words.
fn adopt(one: &mut Found, antecedent: &Found) {
    let participant = &mut one.mention.participant;
    let other = &antecedent.mention.participant;
    participant.name.clone_from(&other.name);
    participant.id.clone_from(&other.id);
    participant.country.clone_from(&other.country);
    participant.sectors.clone_from(&other.sectors);
    participant.code.clone_from(&other.code);
    if one.mention.kind == ActorKind::Pronoun {
        one.sort = antecedent.sort;
        one.plural = antecedent.plural;
        one.gender = if one.gender == Gender::Unknown {
            antecedent.gender
        } else {
            one.gender
        };
    } else {
        one.mention.kind = ActorKind::Pronoun;
    }
    one.person.clone_from(&antecedent.person);
}

fn antecedent_of_pronoun<'a>(
    analysis: &Analysis,
    earlier: &'a [Found],
    pronoun: &Found,
) -> Option<&'a Found> {
    let sentence = analysis.sentences.get(pronoun.mention.sentence)?;
    let word = form(sentence, pronoun.mention.head).to_lowercase();
    let fits =
        |other: &&Found| agrees(&word, other, pronoun) && !is_coargument(sentence, other, pronoun);
    let near = earlier
        .iter()
        .filter(|other| pronoun.mention.sentence - other.mention.sentence <= REACH);
    let resolved =
        near.filter(|other| other.mention.kind != ActorKind::Pronoun || is_resolved(other));
    best(resolved.filter(fits), pronoun)
}

/// Whether a pronoun found its antecedent: it has more than its own words.
fn is_resolved(other: &Found) -> bool {
    other.mention.participant.name != other.mention.participant.span.text
}

/// The one with most points; of equals the later.
fn best<'a>(others: impl Iterator<Item = &'a Found>, one: &Found) -> Option<&'a Found> {
    let points = |other: &Found| {
        let back = one.mention.sentence - other.mention.sentence;
        let distance = i64::try_from(back).unwrap_or(i64::MAX / 8) * 4;
        let subject = if other.subject { 3 } else { 0 };
        let parallel = if other.subject && one.subject { 1 } else { 0 };
        let named = match other.mention.kind {
            ActorKind::Person | ActorKind::Group | ActorKind::Country => 1,
            _ => 0,
        };
        subject + parallel + named - distance
    };
    others.max_by_key(|other| (points(other), other.mention.sentence, other.mention.head))
}

fn agrees(word: &str, other: &Found, pronoun: &Found) -> bool {
    let person =
        other.mention.kind == ActorKind::Person || (other.sort == Sort::Person && !other.plural);
    match word {
        "he" | "him" | "his" | "himself" => {
            person && !other.plural && other.gender != Gender::Female
        }
        "she" | "her" | "hers" | "herself" => {
            person && !other.plural && other.gender != Gender::Male
        }
        "it" | "its" | "itself" => {
            !other.plural && other.sort != Sort::Person && other.mention.kind != ActorKind::Person
        }
        "they" | "them" | "their" | "theirs" | "themselves" => {
            other.plural
                || (other.mention.kind == ActorKind::Group
                    && pronoun.mention.sentence == other.mention.sentence)
        }
        _ => false,
    }
}

/// Whether both hang on one verb, so that a plain pronoun cannot mean the other ("the army attacked it").
fn is_coargument(sentence: &Sentence, other: &Found, pronoun: &Found) -> bool {
    let possessive = sentence
        .tokens
        .get(pronoun.mention.head)
        .is_some_and(|token| token.deprel == "nmod:poss");
    let same = other.mention.sentence == pronoun.mention.sentence
        && other.governor.is_some()
        && other.governor == pronoun.governor;
    let owned = other.mention.sentence == pronoun.mention.sentence
        && pronoun.governor == Some(other.mention.head);
    (same && !possessive) || owned
}

/// The latest mention that the description can stand for: the same noun, or a name that is such a thing.
fn antecedent_of_description<'a>(earlier: &'a [Found], one: &Found) -> Option<&'a Found> {
    let near = earlier
        .iter()
        .rev()
        .take_while(|other| one.mention.sentence - other.mention.sentence <= LONG_REACH);
    let fits = |other: &&Found| tells_more(other) && is_such(one, other);
    let mut fitting = near.filter(fits);
    let latest = fitting.next()?;
    // A subject of the same sentence goes before what stands beside it.
    let subject = fitting
        .take_while(|other| other.mention.sentence == latest.mention.sentence)
        .find(|other| other.subject);
    Some(if latest.subject {
        latest
    } else {
        subject.unwrap_or(latest)
    })
}

/// Whether a mention says who somebody is.
fn tells_more(other: &Found) -> bool {
    let participant = &other.mention.participant;
    let international = participant.sectors.first().is_some_and(|it| it == "IGO");
    let named = participant.id.is_some() || other.person.is_some() || participant.country.is_some();
    let named = named || international;
    named && other.mention.kind != ActorKind::Pronoun
}

fn is_such(one: &Found, other: &Found) -> bool {
    let participant = &other.mention.participant;
    let has = |sector: &str| participant.sectors.iter().any(|own| own == sector);
    let group = other.mention.kind == ActorKind::Group;
    let same_noun = one.noun == other.noun && one.plural == other.plural;
    let whole = match one.noun.as_str() {
        "group" | "movement" | "organization" | "organisation" | "network" => {
            !one.plural && group && !has("GOV") && !has("JRN")
        }
        "militia" | "paramilitary" => group && !one.plural && has("PRM"),
        "party" | "faction" => group && has("PTY"),
        "agency" | "body" | "bloc" | "alliance" => {
            group && (has("IGO") || has("UNO") || has("JRN") || has("SPY") || has("GOV"))
        }
        "country" | "nation" | "state" | "kingdom" | "republic" => {
            other.mention.kind == ActorKind::Country && !one.plural
        }
        "rebel" | "insurgent" | "militant" | "guerrilla" | "fighter" => {
            group && one.plural && (has("REB") || has("PRM"))
        }
        "company" | "firm" => group && (has("BUS") || has("MNC")),
        "president" | "minister" | "leader" | "premier" | "prime minister" | "chancellor"
        | "general" | "commander" | "judge" | "senator" => {
            other.person.is_some()
                && !one.plural
                && one.mention.participant.sectors.first() == participant.sectors.first()
        }
        _ => false,
    };
    same_noun || whole
}

/// Whether "it" stands for nothing: "it was not clear whether", "it is the first time that".
fn is_empty_it(analysis: &Analysis, one: &Found) -> bool {
    let Some(sentence) = analysis.sentences.get(one.mention.sentence) else {
        return false;
    };
    let Some(token) = sentence
        .tokens
        .get(one.mention.head)
        .filter(|token| token.form.eq_ignore_ascii_case("it"))
    else {
        return false;
    };
    if token.has_relation(&["expl"]) {
        return true;
    }
    let Some(head) = token.head.filter(|_| token.has_relation(&["nsubj"])) else {
        return false;
    };
    let clausal = sentence.child(head, &["csubj", "ccomp", "advcl"]).is_some();
    let plain = sentence
        .tokens
        .get(head)
        .is_some_and(|head| matches!(head.upos, "ADJ" | "NOUN" | "ADV"));
    let seeming = sentence.tokens.get(head).is_some_and(|head| {
        matches!(
            head.lemma.as_str(),
            "seem" | "appear" | "happen" | "rain" | "snow"
        )
    });
    (plain && (clausal || sentence.child(head, &["xcomp"]).is_some())) || (seeming && clausal)
}
