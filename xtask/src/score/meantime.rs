//! MEANTIME: the annotated sentences of 120 Wikinews reports, with events, participants and links.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::markup::{attribute, elements, unescape};

/// Events and time expressions are annotated in the headline, the date line and the four sentences after it.
pub(super) const ANNOTATED_SENTENCES: usize = 6;

/// One report.
#[derive(Debug, Default)]
pub(super) struct Document {
    /// The words of the annotated sentences.
    pub(super) sentences: Vec<Vec<String>>,
    /// Mentions of events in them.
    pub(super) events: Vec<Event>,
    /// (event, who): what is linked as Arg0 of PropBank.
    pub(super) agents: Vec<(usize, Place)>,
    /// (event, event): what subordinates the second, as a verb of speech does what is said.
    pub(super) subordinations: Vec<(usize, usize)>,
}

/// Words of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Index of the sentence.
    pub(super) sentence: usize,
    /// From the first to the last word.
    pub(super) words: Range<usize>,
}

/// The sentence of each token, and its index there, by the token's id.
type Tokens<'x> = BTreeMap<&'x str, (usize, usize)>;

/// One mention of an event, with the attributes as MEANTIME writes them.
#[derive(Debug)]
pub(super) struct Event {
    /// Where it stands.
    pub(super) place: Place,
    /// SPEECH_COGNITIVE, GRAMMATICAL, OTHER, MIX; empty where no class is given.
    pub(super) class: String,
    /// CERTAIN, PROBABLE, POSSIBLE, UNDERSPECIFIED.
    pub(super) certainty: String,
    /// FUTURE, NON_FUTURE, UNDERSPECIFIED.
    pub(super) time: String,
    /// POS, NEG, UNDERSPECIFIED.
    pub(super) polarity: String,
    /// NONE, GEN, COND_IF_CLAUSE, COND_MAIN_CLAUSE.
    pub(super) special_cases: String,
}

impl Place {
    /// Whether the two share a word.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.sentence == other.sentence
            && self.words.start < other.words.end
            && other.words.start < self.words.end
    }
}

/// Reads all documents.
pub(super) fn read(corpora: &Path) -> anyhow::Result<Vec<Document>> {
    let files = files(&corpora.join("dev/meantime/data"))?;
    let documents = files
        .iter()
        .map(|file| Ok(document(&super::content(file)?)));
    documents.collect()
}

/// The files of the documents, sorted.
pub(super) fn files(root: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder)
            .with_context(|| format!("{} cannot be read", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            let in_corpus = path
                .parent()
                .is_some_and(|parent| parent.to_string_lossy().contains("intra_cross-doc"));
            if path.is_dir() {
                folders.push(path);
            } else if in_corpus && path.extension().is_some_and(|extension| extension == "xml") {
                files.push(path);
            }
        }
    }
    files.sort();
    anyhow::ensure!(!files.is_empty(), "{} holds no documents", root.display());
    Ok(files)
}

/// Reads one document.
fn document(xml: &str) -> Document {
    let (sentences, tokens) = sentences(xml);
    let place = |content: &str| {
        let anchors = elements(content, "token_anchor");
        let places: Vec<(usize, usize)> = anchors
            .iter()
            .filter_map(|(attributes, _)| tokens.get(attribute(attributes, "t_id")?))
            .copied()
            .collect();
        let (sentence, first) = *places.iter().min()?;
        let (other, last) = *places.iter().max()?;
        (sentence == other).then(|| Place {
            sentence,
            words: first..last + 1,
        })
    };
    let classes = classes(xml);
    let mut events = Vec::new();
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for (attributes, content) in elements(xml, "EVENT_MENTION") {
        let Some((id, place)) = attribute(attributes, "m_id").zip(place(content)) else {
            continue;
        };
        numbers.insert(id, events.len());
        events.push(event(attributes, place, classes.get(id).copied()));
    }
    let entities: BTreeMap<&str, Place> = elements(xml, "ENTITY_MENTION")
        .into_iter()
        .filter_map(|(attributes, content)| Some((attribute(attributes, "m_id")?, place(content)?)))
        .collect();
    let agent = |(relation, source, target): (&str, &str, &str)| {
        let is_agent = attribute(relation, "sem_role") == Some("Arg0");
        let linked = (*numbers.get(source)?, entities.get(target)?.clone());
        is_agent.then_some(linked)
    };
    let subordination = |(_, source, target): (&str, &str, &str)| {
        Some((*numbers.get(source)?, *numbers.get(target)?))
    };
    let agents = links(xml, "HAS_PARTICIPANT").into_iter().filter_map(agent);
    let agents = agents.collect();
    let subordinations = links(xml, "SLINK").into_iter().filter_map(subordination);
    let subordinations = subordinations.collect();
    Document {
        sentences,
        events,
        agents,
        subordinations,
    }
}

/// The annotated sentences, and the sentence and word of every token.
fn sentences(xml: &str) -> (Vec<Vec<String>>, Tokens<'_>) {
    let mut sentences: Vec<Vec<String>> = Vec::new();
    let mut tokens = BTreeMap::new();
    for (attributes, form) in elements(xml, "token") {
        let number = attribute(attributes, "sentence").and_then(|text| text.parse().ok());
        let number = number.filter(|number| *number < ANNOTATED_SENTENCES);
        let Some((number, id)) = number.zip(attribute(attributes, "t_id")) else {
            continue;
        };
        if sentences.len() <= number {
            sentences.resize(number + 1, Vec::new());
        }
        tokens.insert(id, (number, sentences[number].len()));
        sentences[number].push(unescape(form));
    }
    (sentences, tokens)
}

/// The class of the event that each mention refers to.
fn classes(xml: &str) -> BTreeMap<&str, &str> {
    let mut of_event = BTreeMap::new();
    for (attributes, _) in elements(xml, "EVENT") {
        let id = attribute(attributes, "m_id");
        of_event.extend(id.zip(attribute(attributes, "class")));
    }
    let references = links(xml, "REFERS_TO").into_iter();
    references
        .filter_map(|(_, mention, event)| Some((mention, *of_event.get(event)?)))
        .collect()
}

/// A mention with its attributes.
fn event(attributes: &str, place: Place, class: Option<&str>) -> Event {
    let text = |name: &str| attribute(attributes, name).unwrap_or_default().to_owned();
    Event {
        place,
        class: class.unwrap_or_default().to_owned(),
        certainty: text("certainty"),
        time: text("time"),
        polarity: text("polarity"),
        special_cases: text("special_cases"),
    }
}

/// Every relation of a name: its attributes, source and target; one with several sources gives several.
fn links<'a>(xml: &'a str, name: &str) -> Vec<(&'a str, &'a str, &'a str)> {
    let ids = |content: &'a str, end: &str| -> Vec<&'a str> {
        let ends = elements(content, end);
        ends.into_iter()
            .filter_map(|(attributes, _)| attribute(attributes, "m_id"))
            .collect()
    };
    let mut links = Vec::new();
    for (attributes, content) in elements(xml, name) {
        for target in ids(content, "target") {
            let sources = ids(content, "source").into_iter();
            links.extend(sources.map(|source| (attributes, source, target)));
        }
    }
    links
}
