//! Who says what: the model's attributions as claims of the record, in sentences made up for it.
#![allow(clippy::unwrap_used)]

use std::sync::LazyLock;

use dateline::{Data, Dateline, Kind, Record, Source};

static DATELINE: LazyLock<Dateline> = LazyLock::new(|| Dateline::open(&Data::embedded()).unwrap());

fn code(text: &str) -> Record {
    let text = format!("A report\n\n{text}");
    DATELINE.code(&Source {
        kind: Kind::Text,
        published: Some("2024-03-05"),
        ..Source::new(text.as_bytes())
    })
}

/// Each claim as "speaker stance: content".
fn check(text: &str, expected: &[&str]) {
    let record = code(text);
    let claims = record.claims.iter().map(|claim| {
        let speaker = claim.speaker.as_ref();
        let speaker = speaker.map_or("-", |speaker| &speaker.span.text);
        format!("{speaker} {}: {}", claim.stance, claim.content.text)
    });
    assert_eq!(claims.collect::<Vec<_>>(), expected, "{text}");
}

#[test]
fn speaker_stance_and_content_are_read() {
    check(
        "The ministry said on Monday that two soldiers had been wounded.",
        &["ministry asserts: two soldiers had been wounded"],
    );
    check(
        "The army denied that it had shelled the town.",
        &["army denies: it had shelled the town"],
    );
    check(
        "The bridge was bombed at night, according to a harbour official.",
        &["harbour official asserts: The bridge was bombed at night"],
    );
}

#[test]
fn the_charge_is_what_somebody_is_accused_of() {
    check(
        "The governor accused the rebels of burning the mill.",
        &["governor accuses: burning the mill"],
    );
}

#[test]
fn further_sentences_of_a_quotation_have_the_same_speaker() {
    check(
        "\"They came before dawn,\" a fisherman said. \"We ran to the boats.\" The harbour was quiet on Tuesday.",
        &[
            "fisherman asserts: They came before dawn",
            "fisherman asserts: We ran to the boats",
        ],
    );
}

#[test]
fn a_doubt_is_the_reports_own() {
    check(
        "It was not clear who had fired the rockets.",
        &["- doubts: who had fired the rockets"],
    );
}

#[test]
fn an_attack_that_somebody_claims_is_a_claim_of_responsibility_but_claimed_lives_are_none() {
    check(
        "Several attacks have been claimed by a little-known brigade.",
        &["little-known brigade claims_responsibility: Several attacks"],
    );
    check("The flood claimed three lives in the valley.", &[]);
}

#[test]
fn a_headline_that_the_body_repeats_makes_no_second_claim() {
    let text = "Army denies shelling town\n\nThe army on Monday denied shelling the town.";
    let record = DATELINE.code(&Source {
        kind: Kind::Text,
        ..Source::new(text.as_bytes())
    });
    assert_eq!(record.claims.len(), 1, "{:?}", record.claims);
}

#[test]
fn a_statement_without_event_is_about_the_event_told_around_it() {
    let record = code(
        "Gunmen attacked a convoy near the border on Monday, killing four soldiers. \"We heard it for an hour,\" a herder said.",
    );
    let claim = record.claims.last().unwrap();
    let attack = &record.events[0];
    assert_eq!(
        claim.about,
        std::slice::from_ref(&attack.id),
        "{:?}",
        record.events
    );
}

#[test]
fn a_refusal_answers_the_demand_before_it() {
    let record = code("The union demanded a ceasefire. The government rejected the demand.");
    let event = |id: &str| record.events.iter().find(|event| event.id == id).unwrap();
    let link = record.links.first().unwrap();
    assert_eq!(event(&link.from).trigger.text, "rejected");
    assert_eq!(event(&link.to).trigger.text, "demanded");
}
