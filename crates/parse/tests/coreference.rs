//! Chains of mentions with the shipped model.
#![allow(clippy::unwrap_used)]

mod support;

use dateline_parse::{
    Chain, Entity, EntityKind, Filler, MentionHead, MentionKind, Saying, SayingRole, Sentence,
    Token,
};
use dateline_record::Stance;
use serde::Deserialize;
use support::{READER, model};

/// The test vector of `training/coreference.py`: readings of sentences, and the chains of them.
#[derive(Deserialize)]
struct Example {
    sentences: Vec<Given>,
    /// Sentence, first word, end and head of each mention.
    chains: Vec<Vec<[usize; 4]>>,
}

/// First word and end.
type Words = [usize; 2];

/// Speaker and contents.
type Says = (Option<Words>, Vec<Words>);

#[derive(Deserialize)]
struct Given {
    words: Vec<String>,
    xpos: Vec<String>,
    heads: Vec<usize>,
    rels: Vec<String>,
    ner: Vec<String>,
    /// Word, class and probability.
    mention: Vec<(usize, String, f32)>,
    says: Vec<Says>,
}

impl Given {
    fn sentence(&self) -> Sentence {
        let token = |index: usize| Token {
            bytes: 0..0,
            form: self.words[index].clone(),
            lemma: String::new(),
            upos: "X",
            xpos: self.xpos[index].clone(),
            head: self.heads[index].checked_sub(1),
            deprel: self.rels[index].clone(),
        };
        let mention = |(word, class, probability): &(usize, String, f32)| MentionHead {
            word: *word,
            kind: match class.as_str() {
                "person" => MentionKind::Person,
                "group" => MentionKind::Group,
                _ => MentionKind::Place,
            },
            probability: *probability,
        };
        Sentence {
            tokens: (0..self.words.len()).map(token).collect(),
            entities: self.entities(),
            sayings: self.says.iter().map(saying).collect(),
            mentions: self.mention.iter().map(mention).collect(),
            ..Sentence::default()
        }
    }

    fn entities(&self) -> Vec<Entity> {
        let mut entities: Vec<Entity> = Vec::new();
        for (index, tag) in self.ner.iter().enumerate() {
            match (tag.get(..2), entities.last_mut()) {
                (Some("I-"), Some(last)) => last.tokens.end = index + 1,
                (Some("B-"), _) => entities.push(Entity {
                    tokens: index..index + 1,
                    kind: match &tag[2..] {
                        "PER" => EntityKind::Person,
                        "ORG" => EntityKind::Organisation,
                        "LOC" => EntityKind::Place,
                        "FAC" => EntityKind::Facility,
                        "NORP" => EntityKind::Norp,
                        "WEA" => EntityKind::Weapon,
                        "EVT" => EntityKind::Event,
                        "DATE" => EntityKind::Date,
                        _ => EntityKind::Quantity,
                    },
                    score: 1.0,
                }),
                _ => {}
            }
        }
        entities
    }
}

fn saying((speaker, contents): &Says) -> Saying {
    let filler = |role, [start, end]: Words| Filler {
        role,
        words: start..end,
    };
    let contents = contents.iter();
    let contents = contents.map(|words| filler(SayingRole::Content, *words));
    let speaker = speaker.iter();
    let speaker = speaker.map(|words| filler(SayingRole::Speaker, *words));
    Saying {
        cue: 0..1,
        anchor: 0,
        stance: Stance::Asserts,
        probability: 1.0,
        fillers: speaker.chain(contents).collect(),
    }
}

fn places(chain: &Chain) -> Vec<[usize; 4]> {
    let mentions = chain.mentions.iter();
    mentions
        .map(|it| [it.sentence, it.words.start, it.words.end, it.head])
        .collect()
}

#[test]
fn training_and_reading_make_the_same_chains() {
    let json = std::fs::read_to_string(model("coref_example.json")).unwrap();
    let example: Example = serde_json::from_str(&json).unwrap();
    let sentences: Vec<Sentence> = example.sentences.iter().map(Given::sentence).collect();
    let found: Vec<Vec<[usize; 4]>> = READER.chains(&sentences).iter().map(places).collect();
    assert_eq!(found, example.chains);
    assert!(found.iter().any(|chain| chain.len() > 1));
}

/// The texts of each chain with more than one mention.
fn chains(text: &str) -> Vec<Vec<String>> {
    let analysis = READER.read(text, false);
    let shared = analysis
        .chains
        .iter()
        .filter(|chain| chain.mentions.len() > 1);
    let texts = shared.map(|chain| {
        let mentions = chain.mentions.iter();
        let texts = mentions.map(|it| {
            let bytes = analysis.sentences[it.sentence].bytes_of(it.words.clone());
            analysis.text.slice(bytes).to_owned()
        });
        texts.collect()
    });
    texts.collect()
}

#[test]
fn a_name_its_short_form_and_a_pronoun_are_one_chain() {
    let found = chains("Ana Kovač resigned on Monday. Kovač said that she was tired.");
    assert!(
        found.contains(&vec![
            "Ana Kovač".to_owned(),
            "Kovač".to_owned(),
            "she".to_owned()
        ]),
        "{found:?}"
    );
}

#[test]
fn chains_share_no_mention_and_keep_the_order_of_the_text() {
    let text = "The army shelled Northport. Its commander denied it. Residents of the town fled, and many of them \
        said they would not return.";
    let analysis = READER.read(text, false);
    let firsts: Vec<[usize; 4]> = analysis.chains.iter().map(|it| places(it)[0]).collect();
    let order = |it: &[usize; 4]| (it[0], it[1], usize::MAX - it[2]);
    assert!(firsts.is_sorted_by_key(order));
    let mut all: Vec<[usize; 4]> = analysis.chains.iter().flat_map(places).collect();
    let count = all.len();
    all.sort_unstable();
    all.dedup_by_key(|it| [it[0], it[1], it[2]]);
    assert_eq!(all.len(), count);
    assert!(analysis.chains.iter().all(|it| places(it).is_sorted()));
}

#[test]
fn a_text_of_nothing_but_mentions_is_done_in_bounded_time() {
    let token = |index: usize| Token {
        bytes: 0..0,
        form: format!("Name{}", index % 97),
        lemma: String::new(),
        upos: "PROPN",
        xpos: "NNP".to_owned(),
        head: (index > 0).then_some(0),
        deprel: "list".to_owned(),
    };
    let sentence = Sentence {
        tokens: (0..200).map(token).collect(),
        mentions: (0..200)
            .map(|word| MentionHead {
                word,
                kind: MentionKind::Person,
                probability: 1.0,
            })
            .collect(),
        ..Sentence::default()
    };
    let chains = READER.chains(&vec![sentence; 250]);
    let mentions: usize = chains.iter().map(|chain| chain.mentions.len()).sum();
    assert_eq!(mentions, 5_000);
}

#[test]
fn heads_that_do_not_exist_are_passed_over() {
    let sentence = Sentence {
        mentions: vec![MentionHead {
            word: 7,
            kind: MentionKind::Place,
            probability: 1.0,
        }],
        ..Sentence::default()
    };
    assert_eq!(READER.chains(&[sentence]), []);
}
