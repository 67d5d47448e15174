//! Attribution against MEANTIME: verbs of speech, who speaks (Arg0), and what is subordinated to them (SLINK).

use std::path::Path;

use dateline_parse::Reader;

use super::super::count::{Overlap, Share};
use super::super::meantime::{self, Document, Place};
use super::super::table::Table;

/// The class of events of saying, thinking and wanting.
const SPEECH: &str = "SPEECH_COGNITIVE";

/// What the model reads in a document.
#[derive(Default)]
struct Found {
    cues: Vec<Place>,
    /// Index of the cue, words.
    speakers: Vec<(usize, Place)>,
    /// Index of the cue, words.
    contents: Vec<(usize, Place)>,
}

#[derive(Default)]
/// The counts over all documents.
struct Scores {
    cue: Overlap,
    speaker: Overlap,
    speaker_of_met: Share,
    link_cue: Share,
    link_speaker: Share,
    link_content: Share,
}

/// The table for the annotated sentences of the 120 reports.
pub(super) fn score(reader: &Reader, corpora: &Path) -> anyhow::Result<Table> {
    let mut scores = Scores::default();
    for document in meantime::read(corpora)? {
        scores.add(&document, &found(reader, &document));
    }
    let mut table = Table::new(
        "Attribution (MEANTIME, annotated sentences; SPEECH_COGNITIVE also holds thinking and wanting, which are no claims here; words need to overlap)",
    );
    let share = |share: Share| format!("{:.1} ({} gold)", share.percent(), share.all);
    table.text(
        "Cues against SPEECH_COGNITIVE events, F1",
        &scores.cue.show(),
        "publish",
        "",
    );
    table.text(
        "Speakers against their Arg0, with the cue, F1",
        &scores.speaker.show(),
        "publish",
        "",
    );
    let rows = [
        (
            "Speaker right, of the cues found that have an Arg0",
            scores.speaker_of_met,
        ),
        ("Speech links (SLINK): cue found", scores.link_cue),
        (
            "Speech links: cue and speaker found, where it has an Arg0",
            scores.link_speaker,
        ),
        (
            "Speech links: cue found, and its content holds the linked event",
            scores.link_content,
        ),
    ];
    for (measure, value) in rows {
        table.text(measure, &share(value), "publish", "");
    }
    Ok(table)
}

/// What the model says of the annotated sentences.
fn found(reader: &Reader, document: &Document) -> Found {
    let mut found = Found::default();
    for (number, read) in reader
        .annotate_tokens(&document.sentences)
        .iter()
        .enumerate()
    {
        let place = |words: &std::ops::Range<usize>| Place {
            sentence: number,
            words: words.clone(),
        };
        for saying in &read.sayings {
            let cue = found.cues.len();
            found.cues.push(place(&saying.cue));
            let speaker = saying.speaker().map(|words| (cue, place(words)));
            found.speakers.extend(speaker);
            let contents = saying.content().map(|words| (cue, place(words)));
            found.contents.extend(contents);
        }
    }
    found
}

impl Scores {
    /// Counts one document.
    fn add(&mut self, document: &Document, found: &Found) {
        let speech = |event: usize| document.events[event].class == SPEECH;
        let place = |event: usize| document.events[event].place.clone();
        let cues: Vec<Place> = (0..document.events.len())
            .filter(|it| speech(*it))
            .map(place)
            .collect();
        self.cue.add_fitting(&found.cues, &cues, Place::overlaps);
        let found_speakers: Vec<(&Place, &Place)> = found
            .speakers
            .iter()
            .map(|(cue, words)| (&found.cues[*cue], words))
            .collect();
        let agents = document.agents.iter().filter(|(event, _)| speech(*event));
        let agents: Vec<(Place, &Place)> =
            agents.map(|(event, who)| (place(*event), who)).collect();
        self.speaker
            .add_fitting(&found_speakers, &agents, |(cue, who), (event, agent)| {
                cue.overlaps(event) && who.overlaps(agent)
            });
        for event in (0..document.events.len()).filter(|it| speech(*it)) {
            if found.cue_at(&document.events[event].place).is_some()
                && let Some(right) = found.speaks(document, event)
            {
                self.speaker_of_met.add(right);
            }
        }
        let links = document
            .subordinations
            .iter()
            .filter(|(event, _)| speech(*event));
        for (event, said) in links {
            self.add_link(document, found, (*event, *said));
        }
    }

    /// Counts one verb of speech with an event that it tells.
    fn add_link(&mut self, document: &Document, found: &Found, (event, said): (usize, usize)) {
        let cue = found.cue_at(&document.events[event].place);
        self.link_cue.add(cue.is_some());
        let said = &document.events[said].place;
        let mut contents = found.contents.iter();
        self.link_content
            .add(contents.any(|(of, words)| Some(*of) == cue && words.overlaps(said)));
        if let Some(right) = found.speaks(document, event) {
            self.link_speaker.add(right);
        }
    }
}

impl Found {
    /// The cue that shares a word with a place.
    fn cue_at(&self, place: &Place) -> Option<usize> {
        self.cues.iter().position(|cue| cue.overlaps(place))
    }

    /// Whether an Arg0 of the event is the speaker of the cue there; nothing where it has none.
    fn speaks(&self, document: &Document, event: usize) -> Option<bool> {
        let agents = document.agents.iter().filter(|(of, _)| *of == event);
        let agents: Vec<&Place> = agents.map(|(_, who)| who).collect();
        let cue = self.cue_at(&document.events[event].place);
        let mut speakers = self.speakers.iter().filter(|(of, _)| Some(*of) == cue);
        let is_agent = |words: &Place| agents.iter().any(|agent| agent.overlaps(words));
        (!agents.is_empty()).then(|| speakers.any(|(_, words)| is_agent(words)))
    }
}
