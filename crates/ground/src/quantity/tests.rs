#![allow(clippy::unwrap_used)]
//! Quantities are checked as `words = low..high unit`, with `?` for no bound, `+` before what adds to an earlier figure.

use super::find;
use crate::atom::sample;

fn check(text: &str, expected: &[&str]) {
    let analysis = sample::analysis(text);
    let found: Vec<String> = find(&analysis)
        .into_iter()
        .map(|mention| {
            let bound =
                |bound: Option<f64>| bound.map_or("?".to_owned(), |value| value.to_string());
            let quantity = mention.quantity;
            let (low, high) = (bound(quantity.low), bound(quantity.high));
            let bounds = if low == high {
                low
            } else {
                format!("{low}..{high}")
            };
            let more = if mention.additional { "+" } else { "" };
            let unit = quantity
                .unit
                .map(|unit| format!(" {unit}"))
                .unwrap_or_default();
            format!("{} = {more}{bounds}{unit}", quantity.span.text)
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn exact_numbers() {
    check("The blast killed 17 people.", &["17 = 17 people"]);
    check("Forty-two villagers fled.", &["Forty-two = 42 people"]);
    check(
        "It drew one hundred and five miners.",
        &["one hundred and five = 105 people"],
    );
    check(
        "Some 1,500 soldiers left.",
        &["Some 1,500 = 1350..1650 people"],
    );
    check("A dozen fishermen drowned.", &["A dozen = 12 people"]);
    check("Two dozen civilians were hurt.", &["Two dozen = 24 people"]);
    check(
        "Half a million people fled.",
        &["Half a million = 500000 people"],
    );
    check(
        "It displaced 2.5 million people.",
        &["2.5 million = 2500000 people"],
    );
    check("A couple of guards were hit.", &["A couple of = 2 people"]);
    check("Two bombs went off.", &["Two = 2"]);
}

#[test]
fn modifiers_bound_numbers() {
    check("At least 17 people died.", &["At least 17 = 17..? people"]);
    check(
        "More than 36 were wounded.",
        &["More than 36 = 37..? people"],
    );
    check("Over 100 protesters came.", &["Over 100 = 101..? people"]);
    check("Up to 50 fighters fell.", &["Up to 50 = ?..50 people"]);
    check(
        "As many as 50 fighters fell.",
        &["As many as 50 = ?..50 people"],
    );
    check(
        "Fewer than 10 inmates escaped.",
        &["Fewer than 10 = ?..9 people"],
    );
    check(
        "Nearly 50 migrants drowned.",
        &["Nearly 50 = 40..50 people"],
    );
    check(
        "About 200 rebels gave up.",
        &["About 200 = 180..220 people"],
    );
    check(
        "20 or more hostages were freed.",
        &["20 or more = 20..? people"],
    );
    check(
        "No fewer than 12 nurses died.",
        &["No fewer than 12 = 12..? people"],
    );
    check(
        "No more than 12 nurses died.",
        &["No more than 12 = ?..12 people"],
    );
    check(
        "A total of 31 pupils were taken.",
        &["A total of 31 = 31 people"],
    );
    check(
        "More than a dozen officers died.",
        &["More than a dozen = 13..? people"],
    );
}

#[test]
fn words_that_count_without_a_number() {
    check("Several people were wounded.", &["Several = 3..? people"]);
    check("A few demonstrators stayed.", &["A few = 3..? people"]);
    check("Dozens were killed.", &["Dozens = 24..? people"]);
    check("Scores of worshippers died.", &["Scores = 40..? people"]);
    check("Hundreds of residents fled.", &["Hundreds = 200..? people"]);
    check(
        "Thousands marched, tens of thousands of students watched.",
        &["Thousands = 2000..?", "tens of thousands = 20000..? people"],
    );
    check(
        "Several hundred refugees came.",
        &["Several hundred = 300..? people"],
    );
    check("No one was hurt.", &["No one = 0 people"]);
    check("There were no casualties.", &["no casualties = 0 people"]);
}

#[test]
fn ranges() {
    check("20 to 30 gunmen attacked.", &["20 to 30 = 20..30 people"]);
    check(
        "Between 20 and 30 gunmen attacked.",
        &["Between 20 and 30 = 20..30 people"],
    );
    check("They sent 20-30 troops.", &["20-30 = 20..30 people"]);
    check(
        "It cost $2 to 3 million.",
        &["$2 to 3 million = 2000000..3000000 money"],
    );
    check("They won 3-1.", &[]);
}

#[test]
fn figures_on_top_of_earlier_ones() {
    check(
        "It killed one fighter and wounded four more.",
        &["one = 1 people", "four more = +4 people"],
    );
    check(
        "Another four people were hurt.",
        &["Another four = +4 people"],
    );
    check("It wounded several others.", &["several = 3..? people"]);
    check(
        "An additional 30 officers came.",
        &["An additional 30 = +30 people"],
    );
}

#[test]
fn units() {
    check("He paid $5 million.", &["$5 million = 5000000 money"]);
    check("He paid 3bn euros.", &["3bn euros = 3000000000 money"]);
    check(
        "It rose 36% in a town 20 km away.",
        &["36% = 36 percent", "20 km = 20 distance"],
    );
    check("It lasted three weeks.", &["three weeks = 3 time"]);
    check(
        "They seized 40 tonnes of grain.",
        &["40 tonnes = 40 weight"],
    );
    check(
        "It burned 200 hectares and 5 per cent of homes.",
        &["200 hectares = 200 area", "5 per cent = 5 percent"],
    );
    check(
        "Police found 12 Syrians and 3 police cars.",
        &["12 = 12 people", "3 = 3"],
    );
    check(
        "The army lost nearly 30 of its soldiers.",
        &["nearly 30 = 24..30 people"],
    );
}

#[test]
fn numbers_that_count_nothing() {
    check("A 12-year-old girl and Omar Said, 34, left.", &[]);
    check("She is 12 years old, he is aged 40.", &[]);
    check("Under Resolution 2231 a F-16 flew.", &[]);
    check("On 15 February 2021 at 5:30 p.m. he left.", &[]);
    check("The first man came in 3rd of May.", &[]);
    check("One of them left; the one on the border stayed.", &[]);
    check("Two thirds voted.", &[]);
}
