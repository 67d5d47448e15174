//! Places: what a name, or the words around it, resolve to.
#![allow(clippy::unwrap_used)]

mod support;

use support::{ground, grounder};

/// Each sentence's places as "words = name, country, precision".
fn check(sentences: &[&str], expected: &[&str]) {
    let grounded = ground(&grounder(), sentences);
    let told: Vec<String> = grounded
        .places
        .iter()
        .map(|mention| {
            let place = &mention.place;
            let country = place.country.as_deref().unwrap_or("-");
            format!(
                "{} = {}, {country}, {}",
                place.span.text, place.name, place.precision
            )
        })
        .collect();
    assert_eq!(told, expected);
}

#[test]
fn a_town_is_the_one_in_the_country_that_the_report_names() {
    check(
        &[
            "Shells/NOUNS/2/nsubj hit/VERB/0/root Tripoli/PROPN/2/obj/LOC ,/PUNCT/5/punct Lebanon/PROPN/3/appos/LOC ./PUNCT/2/punct",
        ],
        &[
            "Tripoli = Tripoli, LBN, town",
            "Lebanon = Lebanon, LBN, country",
        ],
    );
    check(
        &[
            "Libyan/ADJ/2/amod soldiers/NOUNS/3/nsubj entered/VERB/0/root Tripoli/PROPN/3/obj/LOC ./PUNCT/3/punct",
        ],
        &["Tripoli = Tripoli, LBY, town"],
    );
}

#[test]
fn the_state_that_follows_decides() {
    check(
        &[
            "A/DET/2/det store/NOUN/3/nsubj burned/VERB/0/root in/ADP/5/case Paris/PROPN/3/obl/LOC ,/PUNCT/7/punct Texas/PROPN/5/appos/LOC ./PUNCT/3/punct",
        ],
        &["Paris = Paris, USA, town", "Texas = Texas, USA, admin1"],
    );
}

#[test]
fn a_side_of_a_country_is_a_region_on_that_side() {
    let sentence = "Fighting/NOUN/2/nsubj spread/VERB/0/root in/ADP/5/case eastern/ADJ/5/amod Chad/PROPN/2/obl/LOC ./PUNCT/2/punct";
    check(&[sentence], &["eastern Chad = eastern Chad, TCD, region"]);
    let grounded = ground(&grounder(), &[sentence]);
    assert!(grounded.places[0].place.longitude.unwrap() > 20.0);
}

#[test]
fn a_border_lies_between_two_neighbours() {
    check(
        &[
            "Trucks/NOUNS/2/nsubj waited/VERB/0/root at/ADP/5/case the/DET/5/det border/NOUN/2/obl between/ADP/7/case Kenya/PROPN/5/nmod/LOC and/CCONJ/9/cc Somalia/PROPN/7/conj/LOC ./PUNCT/2/punct",
        ],
        &[
            "border = Kenya–Somalia border, KEN, border",
            "Kenya = Kenya, KEN, country",
            "Somalia = Somalia, SOM, country",
        ],
    );
}

#[test]
fn the_capital_is_that_of_the_country_named_last() {
    check(
        &[
            "Peru/PROPN/2/nsubj/LOC voted/VERB/0/root ./PUNCT/2/punct",
            "Crowds/NOUNS/2/nsubj filled/VERB/0/root the/DET/4/det capital/NOUN/2/obj ./PUNCT/2/punct",
        ],
        &["Peru = Peru, PER, country", "capital = Lima, PER, town"],
    );
}

#[test]
fn names_of_people_and_halves_of_compounds_are_no_places() {
    check(
        &[
            "Austin/PROPN/2/nsubj/PER met/VERB/0/root Iran/PROPN/5/compound/LOC -/PUNCT/5/punct backed/VERB/6/amod fighters/NOUNS/2/obj ./PUNCT/2/punct",
        ],
        &[],
    );
}

#[test]
fn airports_and_sites_are_points() {
    check(
        &[
            "Rockets/NOUNS/2/nsubj struck/VERB/0/root Erbil/PROPN/4/compound/FAC airport/NOUN/2/obj/FAC ./PUNCT/2/punct",
        ],
        &["Erbil airport = Erbil International Airport, IRQ, point"],
    );
}

#[test]
fn an_unknown_village_lies_where_the_place_around_it_lies() {
    check(
        &[
            "Raiders/NOUNS/2/nsubj burned/VERB/0/root Xyzzyville/PROPN/2/obj/LOC ,/PUNCT/5/punct Mali/PROPN/3/appos/LOC ./PUNCT/2/punct",
        ],
        &[
            "Xyzzyville = Xyzzyville, MLI, country",
            "Mali = Mali, MLI, country",
        ],
    );
}

#[test]
fn a_word_that_begins_many_names_is_not_where_the_longer_name_lies() {
    check(
        &[
            "Jets/NOUNS/2/nsubj bombed/VERB/0/root Abu/PROPN/4/compound/LOC Zarnak/PROPN/2/obj/LOC in/ADP/6/case Sudan/PROPN/2/obl/LOC ./PUNCT/2/punct",
        ],
        &[
            "Abu Zarnak = Abu Zarnak, SDN, country",
            "Sudan = Sudan, SDN, country",
        ],
    );
}
