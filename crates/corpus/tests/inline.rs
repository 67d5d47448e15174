//! The inline form: marks in the text instead of quotations.
#![allow(clippy::unwrap_used)]

use std::path::PathBuf;

use dateline_corpus::{
    Annotated, File, Gold, MarkKind, agreement, blank_form, compare, export, parse, perfect_record,
    render, show,
};

/// The same report and facts as `QUOTED`, with marks.
const MARKED: &str = r#"# A raid with two tolls

Two speakers give two tolls. The incident is invented.

```report published=2024-03-05 site="Coast Wire"
[p1 Gunmen] [e1 attack] [l2 village] in northern Benin

[c1 [p1 Gunmen] [e1 attacked] [l2 a village near
[l1 Banikoara]] on [t1 Monday]], [g1 police] [q1 said], [c1 and [n1 12] [p2 people] were [e1 killed]].

"[c2 [n2 At least 20] are dead]," [p3 a nurse] on duty [q2 said]. "[c3 [p3 I] counted [p2 them]]." [c4 The [x1 figure] of [n2 20]]
[q4 could not be confirmed]. [g2 The army] will [e2 send troops] in response to the [e1 attack].
```

```record
event e1 ASSAULT/firearms actual
  actor p1 UAF
  recipient l2
  where l1 BEN 11.30 2.44
  when t1 2024-03-04
  toll killed 12 n1 whom p2 says g1
  toll killed 20.. n2 says p3
event e2 MOBILIZE/troops future
  actor g2 BENMIL
claim g1 asserts q1 > c1 about e1
claim p3 asserts q2 > c2 about e1
claim p3 asserts q2 > c3
claim - doubts q4 > c4 about claim c2
link e2 response_to e1
```
"#;

const QUOTED: &str = r##"# A raid with two tolls

Two speakers give two tolls. The incident is invented.

```report published=2024-03-05 site="Coast Wire"
Gunmen attack village in northern Benin

Gunmen attacked a village near
Banikoara on Monday, police said, and 12 people were killed.

"At least 20 are dead," a nurse on duty said. "I counted them." The figure of 20
could not be confirmed. The army will send troops in response to the attack.
```

```record
event "attacked" ASSAULT/firearms actual
  mention "killed"
  mention "attack"#2
  mention "attack"#1
  actor "Gunmen"#2 UAF
  recipient "a village near Banikoara"
  where "Banikoara" BEN 11.30 2.44
  when "Monday" 2024-03-04
  toll killed 12 "12" whom "people" says "police"
  toll killed 20.. "At least 20" says "a nurse"
event "send troops" MOBILIZE/troops future
  actor "The army" BENMIL
claim "police" asserts "said" > "Gunmen attacked ... killed" about "attacked"
claim "a nurse" asserts "said" > "At least 20 are dead" about "attacked"
claim "I" asserts "said"#2 > "I counted them"
claim - doubts "could not be confirmed" > "The figure of 20" about claim "At least 20 are dead"
link "send troops" response_to "attacked"
absent "figure" any
```
"##;

fn marked() -> Annotated {
    parse("marked.md", MARKED).unwrap()
}

fn quoted() -> Annotated {
    parse("quoted.md", QUOTED).unwrap()
}

/// Gold without what the quotation form cannot say, and without line numbers.
fn comparable(mut gold: Gold) -> Gold {
    gold.entities.clear();
    for event in &mut gold.events {
        event.line = 0;
        event.mentions.iter_mut().for_each(|mention| mention.0 = 0);
        for participant in event.actor.iter_mut().chain(&mut event.recipient) {
            participant.line = 0;
            participant.spans.truncate(1);
        }
        event.place.iter_mut().for_each(|place| place.line = 0);
        event.when.iter_mut().for_each(|when| when.line = 0);
        event.tolls.iter_mut().for_each(|toll| toll.line = 0);
    }
    for claim in &mut gold.claims {
        claim.line = 0;
        claim.content_parts = vec![claim.content.clone()];
    }
    gold.links.iter_mut().for_each(|link| link.line = 0);
    gold.absents
        .iter_mut()
        .for_each(|absent| absent.line = None);
    gold
}

#[test]
fn both_forms_say_the_same() {
    let (marked, quoted) = (marked(), quoted());
    assert_eq!(marked.text, quoted.text);
    let mut expected = comparable(quoted.gold.clone());
    // The nurse says both sentences; her "I" inside the second is nearer to the cue, but is said, not speaking.
    let nurse = expected.claims[1].speaker.clone();
    expected.claims[2].speaker = nurse;
    assert_eq!(comparable(marked.gold.clone()), expected);
}

#[test]
fn a_mark_that_comes_again_is_a_mention_and_a_split_content_has_two_parts() {
    let gold = marked().gold;
    let triggers: Vec<&str> = gold.events[0].triggers().map(|s| s.text.as_str()).collect();
    assert_eq!(triggers, ["attacked", "killed", "attack", "attack"]);
    let parts: Vec<&str> = (gold.claims[0].content_parts.iter())
        .map(|span| span.text.as_str())
        .collect();
    assert_eq!(
        parts,
        [
            "Gunmen attacked a village near Banikoara on Monday",
            "and 12 people were killed"
        ]
    );
    let entity = |label: &str| {
        let mut entities = gold.entities.iter();
        entities
            .find(|entity| entity.label.to_string() == label)
            .unwrap()
    };
    assert_eq!(entity("p3").label.kind, MarkKind::Person);
    let spans: Vec<&str> = entity("p3").spans.iter().map(|s| s.text.as_str()).collect();
    assert_eq!(spans, ["a nurse", "I"]);
    assert_eq!(entity("l2").spans.len(), 2);
}

#[test]
fn what_does_not_fit_names_its_line_and_the_next_step() {
    for (from, to, line, why) in [
        (
            "[x1 figure]",
            "figure [e3 plan]",
            11,
            "e3 has no record line: add `event e3",
        ),
        (
            "[x1 figure]",
            "[q9 figure]",
            11,
            "q9 has no record line: add `claim",
        ),
        (
            "[x1 figure]",
            "[c9 figure]",
            11,
            "c9 has no record line: add `claim",
        ),
        (
            "[e2 send troops]",
            "[x2 [e2 send troops]]",
            12,
            "x2 marks words of the event e2",
        ),
        (
            "[e2 send troops]",
            "[e2 send [e1 troops]]",
            23,
            "shares the trigger",
        ),
        ("actor p1", "actor p9", 17, "no mark [p9 ...]"),
        (
            "actor p1",
            "actor t1",
            17,
            "t1 stands where a participant must",
        ),
        ("when t1", "when l1", 20, "l1 stands where a time must"),
        ("where l1", "where p1", 19, "p1 stands where a place must"),
        ("12 n1", "12 p2", 21, "p2 stands where a figure must"),
        (
            "asserts q1 > c1",
            "asserts c1 > q1",
            25,
            "c1 stands where a cue must",
        ),
        ("about claim c2", "about c2", 28, "write: claim c2"),
        (
            "says g1",
            "says p3",
            21,
            "p3 makes no claim whose content holds n1",
        ),
        ("event e2", "event e1", 23, "e1 has an event line already"),
        ("event e2", "  mention e2", 23, "needs no line"),
        ("[c3 ", "[c2 ", 27, "no mark [c3 ...]"),
        (
            "[c3 [p3 I] counted [p2 them]]",
            "[c2 It is]",
            26,
            "begins anew",
        ),
        (
            ", [g1 police] [q1 said], [c1 and",
            ", [g1 police] said, and [c1 [q1 it]",
            25,
            "own cue",
        ),
        (" site=\"Coast Wire\"", "", 5, "site="),
        ("published=2024-03-05", "published=March", 5, "YYYY-MM-DD"),
    ] {
        assert!(MARKED.contains(from), "{from}");
        let errors = parse("raid.md", &MARKED.replacen(from, to, 1)).unwrap_err();
        let meant = |error: &&dateline_corpus::FormError| error.message.contains(why);
        let error = errors.0.iter().find(meant);
        assert_eq!(error.map(|error| error.line), Some(line), "{to}: {errors}");
    }
}

#[test]
fn an_event_whose_line_is_wrong_says_so_once() {
    let broken = MARKED.replace("[e2 send troops]", "[e2 send [e1 troops]]");
    let errors = parse("raid.md", &broken).unwrap_err();
    assert_eq!(errors.0.len(), 1, "{errors}");
}

#[test]
fn a_perfect_record_meets_the_marks_and_rendering_changes_nothing() {
    let annotated = marked();
    let comparison = compare(&annotated, &perfect_record(&annotated));
    assert_eq!(render(&annotated, &comparison), MARKED);
}

#[test]
fn shown_without_colours_the_text_is_the_report_block() {
    let annotated = marked();
    let shown = show(&annotated, false);
    let (text, facts) = shown.split_once("\n\ne1 ASSAULT").unwrap();
    let joined = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(joined(MARKED).contains(&joined(text)), "{text}");
    for fact in [
        "/firearms actual “attacked”, “killed”, “attack”, “attack”",
        "  toll killed 20.. “At least 20” says “a nurse”",
        "claim - doubts “could not be confirmed” > “The figure of 20” about claim “At least 20 are dead”",
        "link e2 response_to e1",
        "no event: “figure”",
    ] {
        assert!(facts.contains(fact), "{facts}");
    }
    let painted = show(&annotated, true);
    assert!(painted.contains("\x1b[0;2me1 \x1b[0;1;31mattack\x1b[0m"));
    let quoted = show(&quoted(), false);
    assert!(
        quoted.contains("event 1 “attacked” ASSAULT/firearms"),
        "{quoted}"
    );
}

#[test]
fn a_blank_form_holds_the_text_and_no_gold() {
    let bracket = MARKED.replace("I] counted", "I] \\[sic\\] counted");
    let annotated = parse("marked.md", &bracket).unwrap();
    let blank = parse("blank.md", &blank_form(&annotated)).unwrap();
    assert!(blank.text.as_str().contains("[sic]"));
    assert_eq!(
        (&blank.text, &blank.source),
        (&annotated.text, &annotated.source)
    );
    assert_eq!(blank.gold, Gold::default());
}

#[test]
fn an_export_counts_code_points() {
    let accents = MARKED.replace("northern Benin", "northern Bénin");
    let file = File {
        path: PathBuf::from("/a/test/corpus/dev/reef/01-raid.md"),
        name: "01-raid.md".to_owned(),
        content: accents.clone(),
    };
    let annotated = parse(&file.name, &accents).unwrap();
    let json = serde_json::to_value(export(&file, &annotated)).unwrap();
    assert_eq!(
        (&json["file"], &json["split"]),
        (&"dev/reef/01-raid.md".into(), &"dev".into())
    );
    let characters: Vec<char> = json["text"].as_str().unwrap().chars().collect();
    let words = |span: &serde_json::Value| -> String {
        let at = |index: usize| usize::try_from(span[index].as_u64().unwrap()).unwrap();
        characters[at(0)..at(1)].iter().collect()
    };
    let event = &json["events"][0];
    assert_eq!(words(&event["mentions"][0]), "attacked");
    assert_eq!(event["actor"][0], serde_json::json!([[41, 47], [0, 6]]));
    assert_eq!(words(&event["where"]), "Banikoara");
    assert_eq!(words(&event["tolls"][0]["whom"]), "people");
    assert_eq!(
        words(&json["claims"][0]["parts"][1]),
        "and 12 people were killed"
    );
    assert_eq!(
        json["claims"][3]["about"],
        serde_json::json!([["claim", 1]])
    );
    assert_eq!(json["claims"][3]["speaker"], serde_json::Value::Null);
    assert_eq!(json["links"][0]["relation"], "response_to");
    assert_eq!(json["entities"][0]["kind"], "person");
    assert_eq!(words(&json["absents"][0]), "figure");
}

#[test]
fn two_readers_agree_where_they_mark_the_same() {
    let first = marked();
    for (name, tally) in agreement(&first, &first).rows() {
        assert!(tally.f1().is_none_or(|f1| f1 > 0.999), "{name}: {tally:?}");
    }
    let second = MARKED
        .replace(
            "event e2 MOBILIZE/troops future",
            "event e2 ASSAULT hypothetical",
        )
        .replace("[p3 I] counted", "[p4 I] counted")
        .replace("[p3 a nurse]", "a [p3 nurse]")
        .replace("[q4 could not be confirmed]", "could not be [q4 confirmed]");
    let between = agreement(&first, &parse("second.md", &second).unwrap());
    let counts = |tally: dateline_corpus::Tally| (tally.gold, tally.found, tally.right);
    assert_eq!(counts(between.scores.detected), (2, 2, 2));
    assert_eq!(counts(between.scores.typed), (2, 2, 1));
    assert_eq!(counts(between.speakers), (2, 2, 1));
    assert_eq!(counts(between.cues), (3, 3, 2));
    assert_eq!(counts(between.contents), (5, 5, 5));
    assert_eq!(counts(between.entities), (11, 11, 10));
    assert_eq!(counts(between.coreference), (4, 3, 3));
}

#[test]
fn the_example_of_the_readme_is_of_the_form() {
    let readme = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../corpus/README.md");
    let readme = std::fs::read_to_string(readme).unwrap();
    let (_, example) = readme.split_once("~~~markdown\n").unwrap();
    let (example, _) = example.split_once("~~~").unwrap();
    let gold = parse("corpus/README.md", example).unwrap().gold;
    assert_eq!((gold.events.len(), gold.claims.len()), (2, 2));
}
