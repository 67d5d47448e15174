//! No span, no fact: wherever a record points into its report, the words are there. And the same bytes give the same record.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::PathBuf;
use std::sync::LazyLock;

use dateline::{Data, Dateline, Record, Source};
use dateline_corpus::{parse, read_specification};
use proptest::prelude::*;
use serde_json::Value;

static DATELINE: LazyLock<Dateline> = LazyLock::new(|| Dateline::open(&Data::embedded()).unwrap());

fn code(text: &str) -> Record {
    DATELINE.code(&Source {
        mentions: true,
        published: Some("2024-03-05"),
        ..Source::new(text.as_bytes())
    })
}

/// Checks every object with `start`, `end` and `text`, and that ids are there to be pointed at.
fn assert_sound(record: &Record) {
    let characters: Vec<char> = record.report.text.chars().collect();
    check_spans(&serde_json::to_value(record).unwrap(), &characters);
    let is_event = |id: &String| record.events.iter().any(|event| event.id == *id);
    let is_claim = |id: &String| record.claims.iter().any(|claim| claim.id == *id);
    for claim in &record.claims {
        assert!(
            claim.about.iter().all(|id| is_event(id) || is_claim(id)),
            "{claim:?}"
        );
    }
    for link in &record.links {
        assert!(is_event(&link.from) && is_event(&link.to), "{link:?}");
    }
    for event in &record.events {
        assert!(
            event
                .tolls
                .iter()
                .all(|toll| toll.claim.iter().all(is_claim)),
            "{event:?}"
        );
        assert!((0.0..=1.0).contains(&event.confidence));
    }
}

fn check_spans(value: &Value, characters: &[char]) {
    match value {
        Value::Object(fields) => {
            let position = |name| {
                fields
                    .get(name)?
                    .as_u64()
                    .map(|position| usize::try_from(position).unwrap())
            };
            if let (Some(start), Some(end), Some(text)) =
                (position("start"), position("end"), fields.get("text"))
            {
                let slice: String = characters[start..end].iter().collect();
                assert_eq!(text.as_str(), Some(slice.as_str()));
                assert!(start < end, "a span of nothing at {start}");
            }
            fields
                .values()
                .for_each(|value| check_spans(value, characters));
        }
        Value::Array(values) => values
            .iter()
            .for_each(|value| check_spans(value, characters)),
        _ => {}
    }
}

#[test]
fn spans_are_their_words_in_every_report_of_the_specification() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    let files = read_specification(&root).unwrap();
    assert!(!files.is_empty());
    for file in files {
        let annotated = parse(&file.name, &file.content).unwrap();
        assert_sound(&code(annotated.text.as_str()));
    }
}

#[test]
fn the_same_bytes_give_the_same_record() {
    let report = "Rockets hit base\n\nRockets hit an air base near Mosul on Monday. Two soldiers were killed, the army said.";
    let first = serde_json::to_string(&code(report)).unwrap();
    let again = Dateline::open(&Data::embedded()).unwrap();
    let source = Source {
        mentions: true,
        published: Some("2024-03-05"),
        ..Source::new(report.as_bytes())
    };
    assert_eq!(serde_json::to_string(&again.code(&source)).unwrap(), first);
    let threads: Vec<_> = (0..3)
        .map(|_| std::thread::spawn(move || serde_json::to_string(&code(report)).unwrap()))
        .collect();
    for thread in threads {
        assert_eq!(thread.join().unwrap(), first);
    }
}

/// Pieces of news text and of what breaks it.
fn fragment() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "Gunmen killed at least 17 people in Kabul on Monday", "the ministry said", "“We did not do it,” he said",
            "Russia and the U.S. ", "in retaliation for", "which could not be confirmed", "nearly 50", "four more", "They",
            "denied", ".", ",", "\n\n", " ", "—", "’s", "a spokesman for the army, Maj. Gen. Adam Nowak,", "PROTESTERS",
            "last year", "two-thirds of", "$5.4bn", "(AP)", "\"", "…",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,12}",
        1 => prop::sample::select(vec!["👩‍👩‍👧", "e\u{301}", "\u{200f}", "\u{0}", "ß", "İ", "漢字", "ﬁ", "\u{a0}", "\r\n"]).prop_map(str::to_owned),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn spans_are_their_words_in_any_text(fragments in prop::collection::vec(fragment(), 0..30)) {
        assert_sound(&code(&fragments.join(" ")));
    }
}
