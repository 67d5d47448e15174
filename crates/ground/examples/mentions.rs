//! Prints the places and actors of the texts on standard input, one mention a line; texts are parted by form feeds.
//!
//! `cargo run -p dateline-ground --example mentions < report.txt`
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::io::Read;

use dateline_ground::{GroundData, Grounder};
use dateline_parse::{ModelFiles, Reader};
use dateline_record::{Published, PublishedBasis};

fn main() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let text = |path: &str| std::fs::read_to_string(format!("{root}/{path}")).unwrap();
    let bytes = |path: &str| std::fs::read(format!("{root}/{path}")).unwrap();
    let (labels, vocab, lemmas) = (
        text("model/labels.json"),
        text("model/vocab.txt"),
        text("model/lemmas.tsv"),
    );
    let files = ModelFiles {
        weights: bytes("model/dateline.safetensors").into(),
        labels: &labels,
        vocab: &vocab,
        lemmas: &lemmas,
    };
    let reader = Reader::open(&files).unwrap();
    let names = [
        "countries.toml",
        "groups.toml",
        "leaders.toml",
        "roles.toml",
    ];
    let texts = names.map(|name| text(&format!("actors/{name}")));
    let actors: Vec<(&str, &str)> = names
        .into_iter()
        .zip(texts.iter().map(String::as_str))
        .collect();
    let gazetteer = bytes("gazetteer/places.bin");
    let data = GroundData {
        gazetteer: &gazetteer,
        actors: &actors,
    };
    let grounder = Grounder::open(&data).unwrap();
    let tree = std::env::args().any(|argument| argument == "--tree");
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input).unwrap();
    for (number, report) in input.split('\u{c}').enumerate() {
        let analysis = reader.read(report, false);
        println!("TEXT\t{number}");
        if tree {
            for sentence in &analysis.sentences {
                for (index, token) in sentence.tokens.iter().enumerate() {
                    let entity = sentence.entity_at(index).map(|entity| entity.kind);
                    let head = token.head.map_or(0, |head| head + 1);
                    println!(
                        "{}\t{}\t{}\t{}\t{head}\t{}\t{entity:?}",
                        index + 1,
                        token.form,
                        token.lemma,
                        token.upos,
                        token.deprel
                    );
                }
                println!();
            }
        }
        let published = Published {
            earliest: None,
            latest: None,
            basis: PublishedBasis::Unknown,
            because: Vec::new(),
        };
        let grounded = grounder.ground(&analysis, &published);
        for mention in &grounded.places {
            let place = &mention.place;
            println!(
                "PLACE\t{}\t{}\t{}\t{}\t{:?}\t{:?}\t{:?}\t{:?}\t{:?}\t{}",
                place.span.start,
                place.span.end,
                place.span.text.replace('\n', " "),
                place.name,
                place.country,
                place.admin1,
                place.latitude,
                place.longitude,
                place.radius_km,
                place.precision
            );
        }
        for mention in &grounded.actors {
            let actor = &mention.participant;
            println!(
                "ACTOR\t{}\t{}\t{}\t{:?}\t{}\t{:?}\t{:?}\t{:?}\t{:?}",
                actor.span.start,
                actor.span.end,
                actor.span.text.replace('\n', " "),
                mention.kind,
                actor.name,
                actor.id,
                actor.country,
                actor.sectors,
                actor.code
            );
        }
    }
}
