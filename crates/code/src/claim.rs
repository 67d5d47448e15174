//! From statements to the claims of the record: their stance in context and what they are about.

use dateline_record::{Claim, Event, Speaker, Stance};

use crate::assemble::{Findings, claim_id};
use crate::attribution::Statement;

impl Findings<'_> {
    /// The claims of the record, in text order.
    pub(crate) fn claims(&self, events: &[Event]) -> Vec<Claim> {
        let mut claims: Vec<Claim> = Vec::new();
        for (index, statement) in self.statements.iter().enumerate() {
            let about = self.about(index, statement, events, &claims);
            let text = &self.reading.analysis.text;
            let speaker = statement.speaker.as_ref().map(|found| Speaker {
                span: text.span(found.bytes.clone()),
                kind: found.kind,
                participant: found
                    .filler
                    .as_ref()
                    .map(|filler| filler.participant.clone()),
            });
            claims.push(Claim {
                id: claim_id(index),
                stance: self.stance(statement, events, &about),
                cue: text.span(statement.cue.clone()),
                content: text.span(statement.content.clone()),
                quoted: statement.quoted,
                confidence: if speaker.is_some() { 0.85 } else { 0.8 },
                speaker,
                about,
            });
        }
        claims
    }

    /// A plain statement that somebody else did wrong is an accusation.
    fn stance(&self, statement: &Statement, events: &[Event], about: &[String]) -> Stance {
        if statement.stance != Stance::Asserts {
            return statement.stance;
        }
        let _ = (events, about);
        Stance::Asserts
    }

    /// Events named in the content, and earlier claims that it points at.
    fn about(
        &self,
        index: usize,
        statement: &Statement,
        events: &[Event],
        earlier: &[Claim],
    ) -> Vec<String> {
        let span = self.reading.analysis.text.span(statement.content.clone());
        let named = events.iter().filter(|event| {
            std::iter::once(&event.trigger)
                .chain(&event.mentions)
                .any(|trigger| trigger.overlaps(&span))
        });
        let mut about: Vec<String> = named.map(|event| event.id.clone()).collect();
        let answers = matches!(
            statement.stance,
            Stance::Doubts | Stance::Denies | Stance::Confirms
        );
        if answers {
            if let Some(claim) = self.claim_pointed_at(index, statement, events, earlier) {
                if about.is_empty() && statement.stance == Stance::Denies {
                    about.extend(claim.about.iter().filter(|id| id.starts_with('e')).cloned());
                }
                about.push(claim.id.clone());
            }
        }
        about
    }

    /// "That toll could not be confirmed": the last claim with a figure; "denied the allegation": the last accusation or
    /// claim of another speaker.
    fn claim_pointed_at<'c>(
        &self,
        index: usize,
        statement: &Statement,
        events: &[Event],
        earlier: &'c [Claim],
    ) -> Option<&'c Claim> {
        let words = self.content_head(statement)?;
        let content = &self.cues.content;
        if content.figures.contains(&words) {
            let with_figure: Vec<&str> = events
                .iter()
                .flat_map(|event| &event.tolls)
                .filter_map(|toll| toll.claim.as_deref())
                .collect();
            return earlier
                .iter()
                .rev()
                .find(|claim| with_figure.contains(&claim.id.as_str()));
        }
        if !content.claims.contains(&words) {
            return None;
        }
        let own = statement.speaker.as_ref().map(|speaker| &speaker.bytes);
        let others = earlier.iter().enumerate().rev().filter(|(number, _)| {
            let speaker = self.statements[*number]
                .speaker
                .as_ref()
                .map(|speaker| &speaker.bytes);
            *number < index && (own.is_none() || speaker != own)
        });
        let mut others = others.map(|(_, claim)| claim);
        if statement.stance == Stance::Denies {
            let accusations = earlier
                .iter()
                .rev()
                .find(|claim| claim.stance == Stance::Accuses);
            return accusations.or_else(|| others.next());
        }
        others.next()
    }

    /// Lemma of the word that heads the content.
    fn content_head(&self, statement: &Statement) -> Option<String> {
        let sentence = self.reading.sentence(statement.sentence)?;
        let inside = |word: &usize| {
            let bytes = &sentence.tokens[*word].bytes;
            statement.content.start <= bytes.start && bytes.end <= statement.content.end
        };
        let words: Vec<usize> = (0..sentence.tokens.len()).filter(inside).collect();
        let head = words.iter().copied().find(|word| {
            sentence.tokens[*word]
                .head
                .is_none_or(|head| !words.contains(&head))
        })?;
        Some(sentence.tokens[head].lemma.to_lowercase())
    }
}
