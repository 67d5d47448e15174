#![allow(clippy::unwrap_used)]
//! Expressions are checked as `words = earliest..latest timex`, with `?` for what is not known.

use dateline_record::{Published, PublishedBasis};

use super::find;
use crate::atom::sample;

/// A Friday.
const DAY: &str = "2021-02-26";

fn published(text: &str) -> Published {
    match text.split_once("..") {
        Some((earliest, latest)) => Published {
            earliest: Some(earliest.to_owned()),
            latest: Some(latest.to_owned()),
            basis: PublishedBasis::Inferred,
            because: Vec::new(),
        },
        None if text.is_empty() => Published::unknown(),
        None => Published::day(text, PublishedBasis::Given, String::new()),
    }
}

fn check_on(day: &str, text: &str, expected: &[&str]) {
    let analysis = sample::analysis(text);
    let found: Vec<String> = find(&analysis, &published(day))
        .into_iter()
        .map(|mention| {
            let when = mention.when;
            let side = |day: Option<String>| day.unwrap_or_else(|| "?".to_owned());
            let timex = side(when.timex);
            let (earliest, latest) = (side(when.earliest), side(when.latest));
            if earliest == latest {
                format!("{} = {earliest} {timex}", when.span.text)
            } else {
                format!("{} = {earliest}..{latest} {timex}", when.span.text)
            }
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

fn check(text: &str, expected: &[&str]) {
    check_on(DAY, text, expected);
}

#[test]
fn full_dates_in_all_manners() {
    let day = |words: &str| format!("{words} = 2021-02-15 2021-02-15");
    for words in [
        "15 February 2021",
        "February 15, 2021",
        "15th of February 2021",
        "Feb. 15, 2021",
        "15 Feb 2021",
        "2021-02-15",
        "15/02/2021",
        "2/15/2021",
        "15.02.2021",
        "Monday, February 15, 2021",
        "Monday 15 February 2021",
    ] {
        check(
            &format!("The bridge was hit on {words} and burned."),
            &[&day(words)],
        );
    }
}

#[test]
fn a_date_without_a_year_lies_on_the_side_that_tense_tells() {
    check(
        "The mine exploded on February 15.",
        &["February 15 = 2021-02-15 2021-02-15"],
    );
    check(
        "The mine exploded on October 3.",
        &["October 3 = 2020-10-03 2020-10-03"],
    );
    check(
        "The envoys will meet on March 3.",
        &["March 3 = 2021-03-03 2021-03-03"],
    );
    check(
        "The envoys will meet on 15 October.",
        &["15 October = 2021-10-15 2021-10-15"],
    );
    check(
        "The village was taken in December.",
        &["December = 2020-12-01..2020-12-31 2020-12"],
    );
    check(
        "Voters will go to the polls in May.",
        &["May = 2021-05-01..2021-05-31 2021-05"],
    );
    // Most of a year back it would have its year.
    check(
        "A March 9 hearing was announced.",
        &["March 9 = 2021-03-09 2021-03-09"],
    );
}

#[test]
fn months_and_years() {
    check(
        "It began in February 2019.",
        &["February 2019 = 2019-02-01..2019-02-28 2019-02"],
    );
    check(
        "It was signed in 2018.",
        &["2018 = 2018-01-01..2018-12-31 2018"],
    );
    check(
        "They revived the 2015 nuclear deal.",
        &["2015 = 2015-01-01..2015-12-31 2015"],
    );
    check(
        "It was built in the 1990s.",
        &["the 1990s = 1990-01-01..1999-12-31 199"],
    );
    check(
        "It closed in April of last year.",
        &["April of last year = 2020-04-01..2020-04-30 2020-04"],
    );
    check(
        "He fled last September.",
        &["last September = 2020-09-01..2020-09-30 2020-09"],
    );
    check(
        "The fort dates from the 19th century.",
        &["the 19th century = 1800-01-01..1899-12-31 18"],
    );
}

#[test]
fn parts_of_periods() {
    check(
        "Fighting flared in early 2020.",
        &["early 2020 = 2020-01-01..2020-04-30 2020"],
    );
    check(
        "Fighting flared in late 2019.",
        &["late 2019 = 2019-09-01..2019-12-31 2019"],
    );
    check(
        "Rain came in mid-March 2020.",
        &["mid-March 2020 = 2020-03-11..2020-03-21 2020-03"],
    );
    check(
        "Talks stalled in mid-2011.",
        &["mid-2011 = 2011-05-01..2011-08-31 2011"],
    );
    check(
        "It opened in the summer of 2011.",
        &["the summer of 2011 = 2011-06-01..2011-08-31 2011-SU"],
    );
    check(
        "Output fell in the third quarter of 2010.",
        &["the third quarter of 2010 = 2010-07-01..2010-09-30 2010-Q3"],
    );
    check(
        "He left at the end of last year.",
        &["the end of last year = 2020-09-01..2020-12-31 2020"],
    );
}

#[test]
fn ranges() {
    check(
        "It rose between 2014 and 2018.",
        &["between 2014 and 2018 = 2014-01-01..2018-12-31 2014/2018"],
    );
    check(
        "It was shut from February 3 to 5.",
        &["from February 3 to 5 = 2021-02-03..2021-02-05 2021-02-03/2021-02-05"],
    );
    check(
        "It ran 26-28 January 2021.",
        &["26-28 January 2021 = 2021-01-26..2021-01-28 2021-01-26/2021-01-28"],
    );
    check(
        "They fought from Tuesday to Thursday.",
        &["from Tuesday to Thursday = 2021-02-23..2021-02-25 2021-02-23/2021-02-25"],
    );
    check(
        "In the 2014-18 war they lost.",
        &["2014-18 = 2014-01-01..2018-12-31 2014/2018"],
    );
}

#[test]
fn weekdays_follow_tense() {
    check(
        "The strike happened on Wednesday.",
        &["Wednesday = 2021-02-24 2021-02-24"],
    );
    check(
        "The strike happened on Friday.",
        &["Friday = 2021-02-26 2021-02-26"],
    );
    check(
        "The court will sit on Monday.",
        &["Monday = 2021-03-01 2021-03-01"],
    );
    check(
        "The vote is scheduled for Sunday.",
        &["Sunday = 2021-02-28 2021-02-28"],
    );
    check(
        "They left last Friday.",
        &["last Friday = 2021-02-19 2021-02-19"],
    );
    check(
        "They met on Tuesday of last week.",
        &["Tuesday of last week = 2021-02-16 2021-02-16"],
    );
    check(
        "Gunmen struck on Thursday night.",
        &["Thursday night = 2021-02-25 2021-02-25TNI"],
    );
    check(
        "Gunmen struck early on Friday.",
        &["early on Friday = 2021-02-26 2021-02-26"],
    );
    check(
        "Police came on the morning of Tuesday.",
        &["the morning of Tuesday = 2021-02-23 2021-02-23TMO"],
    );
}

#[test]
fn counted_from_publication() {
    check("He spoke today.", &["today = 2021-02-26 2021-02-26"]);
    check(
        "He spoke yesterday evening.",
        &["yesterday evening = 2021-02-25 2021-02-25TEV"],
    );
    check(
        "He will speak tomorrow.",
        &["tomorrow = 2021-02-27 2021-02-27"],
    );
    check(
        "It burned last night.",
        &["last night = 2021-02-25 2021-02-25TNI"],
    );
    check(
        "It began this week.",
        &["this week = 2021-02-22..2021-02-26 2021-W08"],
    );
    check(
        "It ended last month.",
        &["last month = 2021-01-01..2021-01-31 2021-01"],
    );
    check(
        "The killing followed last year.",
        &["last year = 2020-01-01..2020-12-31 2020"],
    );
    check(
        "It fell two days ago.",
        &["two days ago = 2021-02-24 2021-02-24"],
    );
    check(
        "It fell three weeks ago.",
        &["three weeks ago = 2021-02-02..2021-02-08 2021-02-05"],
    );
    check(
        "Rockets were fired in the last month.",
        &["the last month = 2021-01-26..2021-02-26 P1M"],
    );
    check(
        "Ten died in the past 24 hours.",
        &["the past 24 hours = 2021-02-25..2021-02-26 PT24H"],
    );
    check(
        "He was ill in recent days.",
        &["recent days = 2021-02-13..2021-02-26 PXD"],
    );
    check(
        "They fought over the weekend.",
        &["the weekend = 2021-02-20..2021-02-21 2021-W07-WE"],
    );
    check(
        "Shells fell earlier this week.",
        &["earlier this week = 2021-02-22..2021-02-26 2021-W08"],
    );
    check(
        "It will open in two weeks.",
        &["two weeks = 2021-03-09..2021-03-15 2021-03-12"],
    );
}

#[test]
fn counted_from_the_story() {
    check(
        "A bomb went off on February 15. The next day rockets hit a base.",
        &[
            "February 15 = 2021-02-15 2021-02-15",
            "The next day = 2021-02-16 2021-02-16",
        ],
    );
    check(
        "The blast on February 15 was followed in the days after by rockets.",
        &[
            "February 15 = 2021-02-15 2021-02-15",
            "the days after = 2021-02-16..2021-02-26 PXD",
        ],
    );
    check(
        "He was shot on February 15. Two days earlier he had fled.",
        &[
            "February 15 = 2021-02-15 2021-02-15",
            "Two days earlier = 2021-02-13 2021-02-13",
        ],
    );
    check(
        "Two days after February 15 the town fell.",
        &["Two days after February 15 = 2021-02-17 2021-02-17"],
    );
    check("They arrived a day after the blast.", &["a day = ? ?"]);
    check(
        "At about 8:30 a.m. on Tuesday a shell hit. At noon it burned.",
        &[
            "8:30 a.m. on Tuesday = 2021-02-23 2021-02-23T08:30",
            "noon = 2021-02-23 2021-02-23T12:00",
        ],
    );
}

#[test]
fn prepositions_open_an_end() {
    check(
        "They have held it since 1967.",
        &["1967 = 1967-01-01..2021-02-26 1967"],
    );
    check(
        "It has struck since late 2019.",
        &["late 2019 = 2019-09-01..2021-02-26 2019"],
    );
    check(
        "The road was shut until Tuesday.",
        &["Tuesday = ?..2021-02-23 2021-02-23"],
    );
    check(
        "He fled before Tuesday.",
        &["Tuesday = ?..2021-02-22 2021-02-23"],
    );
    check(
        "They argued ahead of Tuesday's vote.",
        &["Tuesday = 2021-03-02 2021-03-02"],
    );
}

#[test]
fn an_interval_of_publication_widens_what_counts_from_it() {
    let interval = "2021-02-22..2021-03-18";
    check_on(
        interval,
        "It was hit on Friday.",
        &["Friday = 2021-02-19..2021-03-12 XXXX-WXX-5"],
    );
    check_on(
        interval,
        "It was hit on February 15.",
        &["February 15 = 2021-02-15 2021-02-15"],
    );
    check_on(
        interval,
        "It was hit last year.",
        &["last year = 2020-01-01..2020-12-31 2020"],
    );
    check_on(
        interval,
        "It was hit in the last month.",
        &["the last month = 2021-01-22..2021-03-18 P1M"],
    );
    check_on("", "It was hit on Friday.", &["Friday = ? XXXX-WXX-5"]);
    check_on("", "It was hit last year.", &["last year = ? XXXX"]);
    check_on(
        "",
        "It was signed in 2015.",
        &["2015 = 2015-01-01..2015-12-31 2015"],
    );
}

#[test]
fn what_is_no_date() {
    check("They may march on the capital.", &[]);
    check("The Sun reported that Theresa May resigned.", &[]);
    check("The 1,500 men and 2000 people left.", &[]);
    check("A 25-year-old man died for the second time.", &[]);
    check("The decades-old feud lasted three days.", &[]);
    check("He reads the Sunday Times every Friday.", &[]);
    check("At least 2019 soldiers died.", &[]);
    check("The fall of Kabul shocked them.", &[]);
}

#[test]
fn spans_are_exact_and_nonsense_is_harmless() {
    for text in [
        "32 February 2021, 99/99/9999, the 45th, 29 February 2021, in 0000",
        "in the last 99999999999 years, 5000000000 days ago, 9999 centuries later",
        "\u{2019}s – from to between and - / : the last the next of of of",
        "since since until 2021-02- 12:99 25:00 p.m. ’82 the '90s q9",
    ] {
        let analysis = sample::analysis(text);
        for mention in find(&analysis, &published(DAY)) {
            let span = mention.when.span;
            let slice: String = text
                .chars()
                .skip(span.start)
                .take(span.end - span.start)
                .collect();
            assert_eq!(slice, span.text);
        }
    }
}
