//! Actors: who a noun phrase is.
#![allow(clippy::unwrap_used)]

mod support;

use support::{ground, grounder};

/// Actors as "words = name, code, id"; `-` for nothing.
fn check(sentences: &[&str], expected: &[&str]) {
    let grounded = ground(&grounder(), sentences);
    let told: Vec<String> = grounded
        .actors
        .iter()
        .map(|mention| {
            let actor = &mention.participant;
            let code = actor.code.as_deref().unwrap_or("-");
            let id = actor.id.as_deref().unwrap_or("-");
            format!("{} = {}, {code}, {id}", actor.span.text, actor.name)
        })
        .collect();
    assert_eq!(told, expected);
}

#[test]
fn a_longer_name_is_never_the_shorter_one_inside_it() {
    check(
        &[
            "Kataib/PROPN/2/compound/ORG Hezbollah/PROPN/3/nsubj/ORG denied/VERB/0/root it/PRON/3/obj ./PUNCT/3/punct",
        ],
        &[
            "Kataib Hezbollah = Kataib Hezbollah, IRQPRM, group:kataib-hezbollah",
            "it = it, -, -",
        ],
    );
}

#[test]
fn countries_seats_and_descriptions_have_their_country() {
    check(
        &[
            "Ankara/PROPN/2/nsubj/LOC accused/VERB/0/root Greek/ADJ/4/amod/NORP soldiers/NOUNS/2/obj ./PUNCT/2/punct",
        ],
        &[
            "Ankara = Turkey, TURGOV, country:TUR",
            "Greek soldiers = Greek soldiers, GRCMIL, -",
        ],
    );
    check(
        &[
            "Chile/PROPN/4/nmod:poss/LOC 's/PART/1/case foreign/ADJ/4/amod ministry/NOUN/5/nsubj protested/VERB/0/root ./PUNCT/5/punct",
        ],
        &[
            "Chile = Chile, CHL, country:CHL",
            "Chile's foreign ministry = Chile's foreign ministry, CHLGOV, -",
        ],
    );
    check(
        &[
            "Police/NOUN/4/nsubj in/ADP/3/case Nairobi/PROPN/1/nmod/LOC fired/VERB/0/root ./PUNCT/4/punct",
        ],
        &["Police = Police, KENCOP, -"],
    );
}

#[test]
fn the_backer_is_not_the_country() {
    check(
        &[
            "Iran/PROPN/3/compound/LOC -/PUNCT/3/punct backed/VERB/4/amod militias/NOUNS/5/nsubj fled/VERB/0/root ./PUNCT/5/punct",
        ],
        &["Iran-backed militias = Iran-backed militias, PRM, -"],
    );
}

#[test]
fn members_of_a_group_are_the_group_and_its_officials_are_not() {
    check(
        &[
            "Houthi/PROPN/2/compound/ORG rebels/NOUNS/3/nsubj met/VERB/0/root Hamas/PROPN/5/compound/ORG officials/NOUNS/3/obj ./PUNCT/3/punct",
        ],
        &[
            "Houthi rebels = Houthis, YEMREB, group:houthis",
            "Hamas officials = Hamas officials, PSEREBPTY, -",
        ],
    );
}

#[test]
fn a_title_tells_whose_a_person_is_once_for_the_report() {
    check(
        &[
            "Pentagon/PROPN/2/compound/ORG spokeswoman/NOUN/5/nsubj Ann/PROPN/2/flat/PER Orwell/PROPN/2/flat/PER spoke/VERB/0/root ./PUNCT/5/punct",
            "Orwell/PROPN/2/nsubj/PER left/VERB/0/root ./PUNCT/2/punct",
            "She/PRON/2/nsubj smiled/VERB/0/root ./PUNCT/2/punct",
        ],
        &[
            "Pentagon spokeswoman Ann Orwell = Ann Orwell, USAMIL, -",
            "Orwell = Ann Orwell, USAMIL, -",
            "She = Ann Orwell, USAMIL, -",
        ],
    );
}

#[test]
fn former_office_holders_are_elite() {
    check(
        &[
            "Former/ADJ/2/amod President/PROPN/4/compound Barack/PROPN/4/compound/PER Obama/PROPN/5/nsubj/PER spoke/VERB/0/root ./PUNCT/5/punct",
        ],
        &["Former President Barack Obama = Barack Obama, USAELI, -"],
    );
}

#[test]
fn pronouns_and_bare_descriptions_stand_for_what_was_named() {
    check(
        &[
            "The/DET/3/det Sudanese/ADJ/3/amod/NORP army/NOUN/4/nsubj shelled/VERB/0/root rebels/NOUNS/4/obj ./PUNCT/4/punct",
            "It/PRON/2/nsubj denied/VERB/0/root this/PRON/2/obj ./PUNCT/2/punct",
            "The/DET/2/det army/NOUN/3/nsubj withdrew/VERB/0/root ./PUNCT/3/punct",
        ],
        &[
            "Sudanese army = Sudanese army, SDNMIL, -",
            "rebels = rebels, REB, -",
            "It = Sudanese army, SDNMIL, -",
            "army = Sudanese army, SDNMIL, -",
        ],
    );
}

#[test]
fn it_without_meaning_is_left_out() {
    check(
        &[
            "It/PRON/4/nsubj was/AUX/4/cop not/PART/4/advmod clear/ADJ/0/root whether/SCONJ/7/mark they/PRON/7/nsubj fled/VERB/4/ccomp ./PUNCT/4/punct",
        ],
        &["they = they, -, -"],
    );
}

#[test]
fn organisations_of_states_have_no_country() {
    check(
        &[
            "The/DET/3/det United/PROPN/3/compound/ORG Nations/PROPN/4/nsubj/ORG warned/VERB/0/root ./PUNCT/4/punct",
        ],
        &["United Nations = United Nations, IGOUNO, group:united-nations"],
    );
}

#[test]
fn things_struck_have_the_country_of_their_modifiers() {
    check(
        &[
            "Rockets/NOUNS/2/nsubj hit/VERB/0/root a/DET/5/det U.S./PROPN/5/compound/LOC base/NOUN/2/obj ./PUNCT/2/punct",
        ],
        &[
            "U.S. = United States, USA, country:USA",
            "U.S. base = U.S. base, USA, -",
        ],
    );
}
