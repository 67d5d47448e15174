//! From statements to the claims of the record: their stance in context and what they are about.

use dateline_record::{Claim, Event, EventType, Quoted, Span, Speaker, Stance};

use crate::assemble::{Findings, claim_id};
use crate::attribution::Statement;
use crate::choice::{Answer, Choice};

impl Findings<'_> {
    /// The claims of the record, in text order.
    pub(crate) fn claims(&self, events: &[Event]) -> Vec<Claim> {
        let triggers = self.triggers();
        let mut claims: Vec<Claim> = Vec::new();
        for (index, statement) in self.statements.iter().enumerate() {
            let mut about = self.about(index, statement, events, &claims);
            if self.may_ask() {
                let choice = self.about_choice(index, statement, &about, &triggers, events);
                self.settle_about(&mut about, self.weights.answer(choice), events);
            }
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
                stance: statement.stance,
                cue: text.span(statement.cue.clone()),
                content: text.span(statement.content.clone()),
                quoted: statement.quoted,
                confidence: rounded(statement.confidence),
                speaker,
                about,
            });
        }
        claims
    }

    /// The questions of what the claims speak of.
    pub(crate) fn about_choices(&self, events: &[Event]) -> Vec<Choice> {
        let (claims, triggers) = (self.claims(events), self.triggers());
        let statements = self.statements.iter().enumerate();
        let choices = statements.map(|(index, statement)| {
            self.about_choice(index, statement, &claims[index].about, &triggers, events)
        });
        choices.collect()
    }

    /// Puts the best answer in the place of what the rules say; claims that are pointed at stay.
    fn settle_about(&self, about: &mut Vec<String>, answer: Option<Answer>, events: &[Event]) {
        match answer {
            Some(Answer::Event(event)) => {
                let id = &events[event].id;
                if !about.contains(id) {
                    about.retain(|id| id.starts_with('c'));
                    about.insert(0, id.clone());
                }
            }
            Some(_) => about.retain(|id| id.starts_with('c')),
            None => {}
        }
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
            let triggers = std::iter::once(&event.trigger).chain(&event.mentions);
            let tolls = event.tolls.iter().map(|toll| &toll.span);
            triggers.chain(tolls).any(|part| part.overlaps(&span))
        });
        let mut about: Vec<String> = named.map(|event| event.id.clone()).collect();
        let answers = matches!(
            statement.stance,
            Stance::Doubts | Stance::Denies | Stance::Confirms
        );
        let pointed = answers.then(|| self.claim_pointed_at(index, statement, events, earlier));
        if let Some(claim) = pointed.flatten() {
            if about.is_empty() && statement.stance == Stance::Denies {
                about.extend(claim.about.iter().filter(|id| id.starts_with('e')).cloned());
            }
            let pronoun = self
                .content_head(statement)
                .is_some_and(|head| matches!(head.as_str(), "it" | "this" | "that" | "charge"));
            let answered = statement.stance != Stance::Denies || claim.stance == Stance::Accuses;
            if answered && (!pronoun || about.is_empty()) {
                about.push(claim.id.clone());
            }
        }
        if about.is_empty() {
            about.extend(self.spoken_of(statement, events));
        }
        about
    }

    /// The event that a content without trigger speaks of: of those told in its sentence and the one before the one told
    /// of most, else the one told of most before it.
    fn spoken_of(&self, statement: &Statement, events: &[Event]) -> Option<String> {
        if !self.speaks_of_event(statement) {
            return None;
        }
        let sentences = &self.reading.analysis.sentences;
        let near = sentences
            .get(statement.sentence.saturating_sub(1))?
            .bytes
            .start;
        let here = statement.content.start.max(statement.cue.start);
        let text = &self.reading.analysis.text;
        let (near, before) = (text.span(near..here), text.span(0..here));
        let told = |event: &&Event, span: &Span| {
            let mut mentions = std::iter::once(&event.trigger).chain(&event.mentions);
            is_material(event.plover.event_type) && mentions.any(|mention| mention.overlaps(span))
        };
        let most = |span: &Span| {
            let events = events.iter().filter(|event| told(event, span));
            events.rev().max_by_key(|event| event.mentions.len())
        };
        let event = most(&near).or_else(|| most(&before))?;
        Some(event.id.clone())
    }

    /// Answers, figures and eyewitness quotations speak of what was told before; plans, opinions and advice need not.
    fn speaks_of_event(&self, statement: &Statement) -> bool {
        let stance = matches!(
            statement.stance,
            Stance::Denies | Stance::Confirms | Stance::ClaimsResponsibility | Stance::Accuses
        );
        let points = self.content_head(statement).is_some_and(|head| {
            self.voices.content.claims.contains(&head) && statement.stance != Stance::Urges
        });
        let text = self.reading.analysis.text.slice(statement.content.clone());
        let figure = statement.stance == Stance::Asserts
            && (self
                .content_head(statement)
                .is_some_and(|head| self.voices.content.figures.contains(&head))
                || text
                    .split_whitespace()
                    .next()
                    .is_some_and(|first| first.chars().all(|letter| letter.is_ascii_digit())));
        let plain = statement.stance == Stance::Asserts && statement.quoted == Quoted::Direct;
        stance
            || plain
            || figure
            || (points && statement.stance == Stance::Doubts && statement.speaker.is_some())
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
        let content = &self.voices.content;
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

/// To two places.
fn rounded(probability: f32) -> f64 {
    (f64::from(probability) * 100.0).round() / 100.0
}

/// Deeds, not words: what a denial or a figure can be about.
fn is_material(event_type: EventType) -> bool {
    !matches!(
        event_type,
        EventType::Accuse
            | EventType::Request
            | EventType::Reject
            | EventType::Threaten
            | EventType::Support
            | EventType::Consult
    )
}
