//! Hand-built analyses: what the reader would find, written beside each test, so that no model is needed.
#![allow(clippy::unwrap_used)]

use std::ops::Range;

use dateline_ground::{GroundData, Grounded, Grounder};
use dateline_parse::{Analysis, Entity, EntityKind, Sentence, Token};
use dateline_record::{Published, Text};

/// A grounder with the shipped data.
pub(crate) fn grounder() -> Grounder {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let names = [
        "countries.toml",
        "groups.toml",
        "leaders.toml",
        "roles.toml",
    ];
    let texts = names.map(|name| std::fs::read_to_string(format!("{root}/actors/{name}")).unwrap());
    let actors: Vec<(&str, &str)> = names
        .into_iter()
        .zip(texts.iter().map(String::as_str))
        .collect();
    let gazetteer = std::fs::read(format!("{root}/gazetteer/places.bin")).unwrap();
    Grounder::open(&GroundData {
        gazetteer: &gazetteer,
        actors: &actors,
    })
    .unwrap()
}

/// Grounds a report of sentences written as `word/TAG/head/relation[/entity]` for each word, heads counted from 1, 0 for
/// the root; `_` in a word stands for a blank, and an entity goes on over neighbours of the same mark.
pub(crate) fn ground(grounder: &Grounder, sentences: &[&str]) -> Grounded {
    grounder.ground(&analysis(sentences), &Published::unknown())
}

/// The analysis alone.
pub(crate) fn analysis(sentences: &[&str]) -> Analysis {
    let mut content = String::new();
    let mut built = Vec::new();
    for (paragraph, written) in sentences.iter().enumerate() {
        if !content.is_empty() {
            content.push_str("\n\n");
        }
        built.push(sentence(&mut content, paragraph, written));
    }
    Analysis {
        text: Text::new(content),
        sentences: built,
        ..Analysis::default()
    }
}

fn sentence(content: &mut String, paragraph: usize, written: &str) -> Sentence {
    let start = content.len();
    let mut tokens: Vec<Token> = Vec::new();
    let mut marks: Vec<Option<EntityKind>> = Vec::new();
    for word in written.split_whitespace() {
        let fields: Vec<&str> = word.split('/').collect();
        let form = fields[0];
        let tight = matches!(form, "," | "." | "'s" | "-") || content.ends_with('-');
        if content.len() > start && !tight {
            content.push(' ');
        }
        let from = content.len();
        content.push_str(form);
        let plural = matches!(fields[1], "NOUNS");
        let lemma = match (
            fields[1],
            form.strip_suffix("men"),
            form.strip_suffix("ies"),
        ) {
            ("NOUNS", Some(stem), _) => format!("{stem}man"),
            ("NOUNS", _, Some(stem)) => format!("{stem}y"),
            ("NOUNS", _, _) => form.trim_end_matches('s').to_owned(),
            _ => form.to_owned(),
        };
        tokens.push(Token {
            bytes: from..content.len(),
            form: form.to_owned(),
            lemma: if fields[1] == "PROPN" {
                lemma
            } else {
                lemma.to_lowercase()
            },
            upos: upos(fields[1]),
            xpos: if plural { "NNS" } else { "NN" }.to_owned(),
            head: fields[2].parse::<usize>().unwrap().checked_sub(1),
            deprel: fields[3].to_owned(),
        });
        marks.push(fields.get(4).map(|mark| kind(mark)));
    }
    Sentence {
        bytes: start..content.len(),
        paragraph,
        is_title: false,
        tokens,
        entities: entities(&marks),
        ..Sentence::default()
    }
}

fn entities(marks: &[Option<EntityKind>]) -> Vec<Entity> {
    let mut entities: Vec<Entity> = Vec::new();
    for (word, mark) in marks.iter().enumerate() {
        let Some(kind) = *mark else { continue };
        match entities.last_mut() {
            Some(last) if last.kind == kind && last.tokens.end == word => {
                last.tokens.end = word + 1
            }
            _ => entities.push(Entity {
                tokens: Range {
                    start: word,
                    end: word + 1,
                },
                kind,
                score: 0.9,
            }),
        }
    }
    entities
}

fn upos(tag: &str) -> &'static str {
    const TAGS: &[&str] = &[
        "NOUN", "PROPN", "PRON", "VERB", "AUX", "ADJ", "ADV", "ADP", "DET", "PUNCT", "PART",
        "CCONJ", "SCONJ", "NUM",
    ];
    let tag = if tag == "NOUNS" { "NOUN" } else { tag };
    TAGS.iter().find(|known| **known == tag).unwrap()
}

fn kind(mark: &str) -> EntityKind {
    match mark {
        "PER" => EntityKind::Person,
        "ORG" => EntityKind::Organisation,
        "LOC" => EntityKind::Place,
        "FAC" => EntityKind::Facility,
        _ => EntityKind::Norp,
    }
}
