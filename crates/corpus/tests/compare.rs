//! How records are held against gold: by the guideline's rules, not by the wording of lines.
#![allow(clippy::unwrap_used)]

use dateline_corpus::{Annotated, compare, parse, perfect_record, render, score};
use dateline_record::{EventType, Realis, Span, Stance, Text};

const FILE: &str = r##"# A raid with two tolls

Two speakers give two tolls. The incident is invented.

```report published=2024-03-05
Gunmen attack village in northern Benin

Gunmen attacked a village near Banikoara on Monday, and 12 people were killed, police said.

A nurse said at least 20 had died. That figure could not be confirmed. The army plans to send
troops in response to the attack.
```

```record
# Both words of the title and the body name one attack.
event "attacked" ASSAULT/firearms actual
  mention "attack"#1
  mention "attack"#2
  actor "Gunmen" UAF
  recipient "village"
  where "Banikoara" BEN 11.30 2.44
  when "Monday" 2024-03-04
  toll killed 12 "12" says "police"
  toll killed 20.. "at least 20" says "A nurse"
event "send troops" MOBILIZE/troops future
  actor "army" BENMIL

claim "police" asserts "said" > "Gunmen attacked ... killed" about "attacked"
claim "A nurse" asserts "said" > "at least 20 had died" about "attacked"
claim - doubts "could not be confirmed" > "That figure" about claim "at least 20 had died"
link "send troops" response_to "attacked"
absent "figure" any
```
"##;

fn annotated() -> Annotated {
    parse("raid.md", FILE).unwrap()
}

fn span(annotated: &Annotated, words: &str) -> Span {
    let text = Text::new(annotated.text.as_str().to_owned());
    let start = text.as_str().find(words).unwrap();
    text.span(start..start + words.len())
}

/// The record lines that differ, after a change to the perfect record.
fn marked(annotated: &Annotated, record: &dateline_record::Record) -> Vec<String> {
    let rendered = render(annotated, &compare(annotated, record));
    let marks = |line: &&str| line.starts_with("- ") || line.starts_with("+ ");
    rendered.lines().filter(marks).map(str::to_owned).collect()
}

#[test]
fn a_perfect_record_leaves_the_file_as_it_is() {
    let annotated = annotated();
    let record = perfect_record(&annotated);
    assert_eq!(render(&annotated, &compare(&annotated, &record)), FILE);
    for (name, tally) in score(&annotated, &record).rows() {
        assert!(tally.f1().is_none_or(|f1| f1 > 0.999), "{name}: {tally:?}");
    }
}

#[test]
fn another_wording_of_the_same_fact_is_right() {
    let annotated = annotated();
    let mut record = perfect_record(&annotated);
    record.events[0].trigger = span(&annotated, "attack village");
    record.events[0].mentions = vec![
        span(&annotated, "attacked a"),
        span(&annotated, "response to the attack"),
    ];
    record.events[0].actor[0].span = span(&annotated, "Gunmen attacked");
    record.events[0].tolls[1].low = Some(21);
    record.claims[1].content = span(&annotated, "least 20 had died");
    assert_eq!(marked(&annotated, &record), Vec::<String>::new());
}

#[test]
fn a_happening_coded_twice_is_one_right_and_one_wrong() {
    let annotated = annotated();
    let mut record = perfect_record(&annotated);
    let mut again = record.events[0].clone();
    again.id = "e9".to_owned();
    again.trigger = again.mentions.remove(0);
    again.mentions.clear();
    again.tolls.clear();
    record.events[0].mentions.remove(0);
    record.events.push(again);
    let detected = score(&annotated, &record).detected;
    assert_eq!((detected.gold, detected.found, detected.right), (2, 3, 2));
    assert_eq!(
        marked(&annotated, &record),
        [
            "-   mention \"attack\"#1",
            "+ event \"attack\"#1 ASSAULT/firearms actual"
        ]
    );
}

#[test]
fn wrong_type_realis_place_and_time_are_marked_with_what_was_said() {
    let annotated = annotated();
    let mut record = perfect_record(&annotated);
    record.events[1].plover.event_type = EventType::Aid;
    record.events[1].plover.mode = None;
    record.events[1].realis = Realis::Actual;
    let place = record.events[0].place.as_mut().unwrap();
    place.latitude = Some(6.37);
    record.events[0].when.as_mut().unwrap().earliest = Some("2024-03-01".to_owned());
    assert_eq!(
        marked(&annotated, &record),
        [
            "-   where \"Banikoara\" BEN 11.30 2.44",
            "-   when \"Monday\" 2024-03-04",
            "+   where \"Banikoara\" BEN 6.37 2.44",
            "+   when \"Monday\" 2024-03-01..2024-03-04",
            "- event \"send troops\" MOBILIZE/troops future",
            "+ event \"send troops\" AID actual",
        ]
    );
    let scores = score(&annotated, &record);
    assert_eq!((scores.detected.right, scores.typed.right), (2, 1));
    assert_eq!((scores.country.right, scores.near.right), (1, 0));
    assert_eq!(
        (scores.time_overlaps.right, scores.time_exact.right),
        (1, 0)
    );
}

#[test]
fn a_toll_by_the_wrong_speaker_is_a_toll_but_not_in_place() {
    let annotated = annotated();
    let mut record = perfect_record(&annotated);
    record.events[0].tolls[1].claim = Some("c0".to_owned());
    let scores = score(&annotated, &record);
    assert_eq!((scores.tolls.right, scores.tolls_in_place.right), (2, 1));
    assert_eq!(
        marked(&annotated, &record),
        [
            "-   toll killed 20.. \"at least 20\" says \"A nurse\"",
            "+   toll killed 20.. \"at least 20\" says \"police\""
        ]
    );
}

#[test]
fn a_claim_needs_half_of_the_content_the_speaker_and_the_stance() {
    let annotated = annotated();
    let mut record = perfect_record(&annotated);
    record.claims[0].content = span(&annotated, "killed");
    record.claims[1].stance = Stance::Accuses;
    let scores = score(&annotated, &record);
    assert_eq!((scores.claims.right, scores.stance.right), (2, 1));
    let lines = marked(&annotated, &record);
    assert!(
        lines.contains(
            &"+ claim \"police\" asserts \"said\"#1 > \"killed\" about \"attacked\"".to_owned()
        ),
        "{lines:?}"
    );
}

#[test]
fn a_hard_negative_read_as_an_event_is_marked() {
    let annotated = annotated();
    let mut record = perfect_record(&annotated);
    record.events[1].mentions.push(span(&annotated, "figure"));
    assert_eq!(
        marked(&annotated, &record),
        ["+   mention \"figure\"", "- absent \"figure\" any"]
    );
    assert_eq!(score(&annotated, &record).absent.right, 0);
}
