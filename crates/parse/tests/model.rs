//! The parser with the shipped model.
#![allow(clippy::unwrap_used)]

mod support;

use dateline_parse::{Analysis, EntityKind, MAX_BYTES};
use serde::Deserialize;
use support::{READER, model};

fn read(text: &str) -> Analysis {
    let analysis = READER.read(text, false);
    assert_sound(text, &analysis);
    analysis
}

/// Spans are exact and in order, heads form one tree, entities do not overlap.
fn assert_sound(text: &str, analysis: &Analysis) {
    let mut end = 0;
    for sentence in &analysis.sentences {
        assert!(sentence.bytes.start >= end);
        assert_eq!(
            sentence.tokens.first().unwrap().bytes.start,
            sentence.bytes.start
        );
        assert_eq!(
            sentence.tokens.last().unwrap().bytes.end,
            sentence.bytes.end
        );
        for token in &sentence.tokens {
            assert!(token.bytes.start >= end);
            assert_eq!(text[token.bytes.clone()], token.form);
            end = token.bytes.end;
        }
        assert_eq!(
            sentence
                .tokens
                .iter()
                .filter(|token| token.head.is_none())
                .count(),
            1
        );
        let root = sentence.root().unwrap();
        assert!((0..sentence.tokens.len()).all(|word| sentence.is_within(word, root)));
        assert!(
            sentence
                .entities
                .windows(2)
                .all(|pair| pair[0].tokens.end <= pair[1].tokens.start)
        );
        assert!(
            sentence
                .entities
                .iter()
                .all(|entity| (0.0..=1.0).contains(&entity.score))
        );
    }
}

#[derive(Deserialize)]
struct Example {
    words: Vec<String>,
    upos: Vec<String>,
    heads: Vec<usize>,
    deprel: Vec<String>,
    ner: Vec<String>,
}

/// Training and reading agree: the same sentences give the same labels on both sides.
/// The int8 network may round differently here and there, so one word in twenty may differ.
#[test]
fn the_test_vector_of_training_is_reproduced() {
    let json = std::fs::read_to_string(model("example.json")).unwrap();
    let examples: Vec<Example> = serde_json::from_str(&json).unwrap();
    let mut words = 0;
    let mut wrong = 0;
    for example in &examples {
        let sentence = &READER.annotate_tokens(std::slice::from_ref(&example.words))[0];
        for (index, token) in sentence.tokens.iter().enumerate() {
            let tag = sentence
                .entity_at(index)
                .map_or("O", |entity| kind(entity.kind));
            let same = token.upos == example.upos[index]
                && token.head.map_or(0, |head| head + 1) == example.heads[index]
                && token.deprel == example.deprel[index]
                && example.ner[index].ends_with(tag);
            words += 1;
            wrong += usize::from(!same);
        }
    }
    assert!(wrong * 20 <= words, "{wrong} of {words} words differ");
}

fn kind(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "PER",
        EntityKind::Organisation => "ORG",
        EntityKind::Place => "LOC",
        EntityKind::Facility => "FAC",
        EntityKind::Norp => "NORP",
        EntityKind::Weapon => "WEA",
        EntityKind::Event => "EVT",
        EntityKind::Date => "DATE",
        EntityKind::Quantity => "QTY",
    }
}

#[test]
fn a_plain_sentence_is_understood() {
    let analysis = read("Rebels attacked the airport of Erbil on Friday.");
    let sentence = &analysis.sentences[0];
    let verb = sentence.root().unwrap();
    assert_eq!(sentence.tokens[verb].lemma, "attack");
    assert_eq!(
        sentence.tokens[sentence.child(verb, &["nsubj"]).unwrap()].form,
        "Rebels"
    );
    assert_eq!(
        sentence.tokens[sentence.child(verb, &["obj"]).unwrap()].form,
        "airport"
    );
}

#[test]
fn threads_agree_with_each_other() {
    let text = "The minister denied the report. Two soldiers died near Mosul, an official said.\n\nTalks go on in Geneva.";
    let alone = READER.read(text, false);
    let together: Vec<Analysis> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..3)
            .map(|_| scope.spawn(|| READER.read(text, false)))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    assert!(together.iter().all(|analysis| *analysis == alone));
}

#[test]
fn odd_texts_are_read_soundly() {
    read("");
    read("\n\n \u{0} \n");
    read("?!?!?! ... --- ,,, ;;; \"\"\" ''' ((( [[[");
    read(&"👍🏽🔥🇺🇦👨‍👩‍👧".repeat(20));
    read(&"e\u{301}\u{302}\u{303}".repeat(200));
    read("POLICE KILLED THREE MEN IN THE CAPITAL ON MONDAY, OFFICIALS SAID.");
    read("«Мы уходим», сказал он. 军队离开了城市。 غادر الجيش المدينة.");
    read(&"word ".repeat(2_000));
    read(&"nospaces".repeat(3_000));
    read("a\u{200B}b\u{FEFF}c\u{AD}d \u{1}\u{7F}\u{85}e");
}

#[test]
fn a_text_that_is_too_long_is_read_in_part() {
    let text = "x".repeat(50_000_000);
    let analysis = read(&text);
    assert_eq!(analysis.unread(), Some(MAX_BYTES..text.len()));
    assert_eq!(read("All of it. Is read.  ").unread(), None);
}

#[test]
fn headlines_are_one_sentence() {
    let analysis = READER.read(
        "Gunmen kill two. Army denies role\n\nTwo people died.",
        true,
    );
    assert_eq!(analysis.sentences.len(), 2);
    assert!(analysis.sentences[0].is_title);
    assert_eq!(analysis.sentences[1].paragraph, 1);
}
