#![allow(clippy::unwrap_used)]
//! Inference is checked as `earliest..latest`, with `?` for a side that is not known.

use dateline_record::{Published, PublishedBasis};

use super::{DatedFacts, infer};
use crate::atom::sample;

const FACTS: &str = include_str!("../../../../actors/dated_facts.toml");

fn inferred(text: &str) -> Published {
    let facts = DatedFacts::open(&[("actors/dated_facts.toml", FACTS)]).unwrap();
    infer(&sample::analysis(text), &Published::unknown(), &facts)
}

fn check(text: &str, expected: &str) {
    let published = inferred(text);
    let side = |day: &Option<String>| day.clone().unwrap_or_else(|| "?".to_owned());
    let found = format!("{}..{}", side(&published.earliest), side(&published.latest));
    assert_eq!(found, expected, "{text}\n{:#?}", published.because);
}

#[test]
fn nothing_constrains_nothing() {
    let published = inferred("Bomb kills two\n\nA bomb killed two guards on Friday, police said.");
    assert_eq!(published, Published::unknown());
}

#[test]
fn what_is_given_stays() {
    let given = Published::day("2014-05-01", PublishedBasis::Page, String::new());
    let facts = DatedFacts::default();
    assert_eq!(
        infer(&sample::analysis("In 2019 he left."), &given, &facts),
        given
    );
}

#[test]
fn offices_bound_both_sides() {
    check(
        "President Joe Biden spoke on Friday.",
        "2021-01-20..2025-01-20",
    );
    check(
        "Former President Barack Obama met Chancellor Angela Merkel.",
        "2017-01-20..2021-12-08",
    );
    check("French President Macron spoke.", "2017-05-14..?");
    check("Then-President Barack Obama was informed.", "2009-01-20..?");
    check(
        "In 1986 President Ronald Reagan ordered the raid.",
        "1986-01-01..?",
    );
    check("President Smith of the college spoke.", "?..?");
}

#[test]
fn years_told_as_past_bound_from_below() {
    check(
        "The pact was signed in 2015 and abandoned in 2018.",
        "2018-01-01..?",
    );
    check("It has carried out raids since late 2019.", "2019-09-01..?");
    check("The plant will close by 2040.", "?..?");
}

#[test]
fn a_dated_happening_of_last_year_gives_the_year() {
    check(
        "The killing of Qassem Soleimani in Baghdad raised tensions last year.",
        "2021-01-01..2021-12-31",
    );
    check("Qassem Soleimani was killed by a drone.", "2020-01-03..?");
}

#[test]
fn the_latest_date_without_a_year_is_recent() {
    let text = "Army strikes camps\n\nThe army struck two camps on Friday, President Joe Biden said. \
        The killing of Qassem Soleimani last year raised tensions. \
        The worst attack killed a guard on March 9 and was followed by others.";
    check(text, "2021-03-15..2021-04-09");
    assert!(
        inferred(text)
            .because
            .iter()
            .any(|line| line.contains("\"March 9\""))
    );
}

#[test]
fn a_report_may_date_itself() {
    check(
        "Two die in blast\n\nKABUL, 26 February 2021 (Agency) - A blast killed two.",
        "2021-02-26..2021-02-26",
    );
    check(
        "Two die in blast\n\nMarch 1, 2008\n\nA blast killed two.",
        "2008-03-01..2008-03-01",
    );
}

#[test]
fn what_excludes_the_stronger_is_set_aside() {
    let published = inferred(
        "President Joe Biden spoke. Qassem Soleimani was killed last year. The bridge fell in 2031.",
    );
    assert!(
        published
            .because
            .iter()
            .any(|line| line.starts_with("set aside"))
    );
}

#[test]
fn a_wrong_fact_is_named() {
    let error = DatedFacts::open(&[(
        "dated_facts.toml",
        "[[office]]\ntitle = [\"mayor\"]\nof = []\nholders = [[\"Ann Example\", \"soon\", \"\"]]",
    )])
    .unwrap_err();
    assert!(error.to_string().contains("Ann Example"), "{error}");
}
