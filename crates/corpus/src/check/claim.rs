//! Claims: who says which words, and who gives which figure.

use std::ops::Range;

use dateline_record::Span;

use super::Resolver;
use crate::{
    gold::{GoldClaim, GoldToll},
    marks::{Label, Marks},
    quote::Quote,
    statement::Statement,
};

/// The labels that a claim line gives.
#[derive(Clone, Copy)]
pub(super) struct ClaimLabels {
    pub(super) speaker: Option<Label>,
    pub(super) content: Option<Label>,
}

/// The speaker's label of each claim with every place of its content's label.
pub(super) fn said(marks: &Marks, statements: &[Option<Statement>]) -> Vec<(Label, Range<usize>)> {
    let mut said = Vec::new();
    for statement in statements.iter().flatten() {
        if let Statement::Claim {
            speaker: Some(Quote::Label(speaker)),
            content: Quote::Label(content),
            ..
        } = statement
        {
            let parts = marks.ranges(*content).into_iter();
            said.extend(parts.map(|part| (*speaker, part)));
        }
    }
    said
}

fn holds(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

impl Resolver<'_> {
    pub(super) fn claim_line(&mut self, line: usize, statement: &Statement) -> Result<(), String> {
        let Statement::Claim {
            speaker,
            stance,
            cue,
            content,
            ..
        } = statement
        else {
            return Ok(());
        };
        let parts = self.contents(content)?;
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
            return Ok(());
        };
        let cover = first.start..last.end;
        let cue_place = self.locator.nearest(cue, &parts)?;
        if let (Some(cue), Some(content)) = (cue.label(), content.label())
            && parts.iter().any(|part| holds(part, &cue_place))
        {
            return Err(format!(
                "{content} holds its own cue {cue}: close [{content} before speaker and cue and open it again after them"
            ));
        }
        let speaker_place = match speaker {
            Some(quote) => Some(self.speaker(quote, &cue_place)?),
            None => None,
        };
        self.gold.claims.push(GoldClaim {
            line,
            speaker: speaker_place.map(|place| self.locator.span(&place)),
            stance: *stance,
            cue: self.locator.span(&cue_place),
            content: self.locator.span(&cover),
            content_parts: parts.iter().map(|part| self.locator.span(part)).collect(),
            about: Vec::new(),
        });
        self.claims.push(ClaimLabels {
            speaker: speaker.as_ref().and_then(Quote::label),
            content: content.label(),
        });
        Ok(())
    }

    /// The parts of a content: one, or the two halves of one sentence that are marked with one label.
    fn contents(&self, quote: &Quote) -> Result<Vec<Range<usize>>, String> {
        let Some(label) = quote.label() else {
            return Ok(vec![self.locator.one(quote)?]);
        };
        let parts = self.locator.all(quote)?;
        for pair in parts.windows(2) {
            let [left, right] = pair else { continue };
            let between = self.locator.text.slice(left.end..right.start);
            let before =
                between.trim_end_matches(|c: char| c.is_whitespace() || "\"“‘'".contains(c));
            if between.contains('\n') || before.ends_with(['.', '!', '?']) {
                let next: String = self
                    .locator
                    .text
                    .slice(right.clone())
                    .chars()
                    .take(30)
                    .collect();
                return Err(format!(
                    "{label} begins anew with the sentence {next:?}: give it a content label and a claim line of its own"
                ));
            }
        }
        Ok(parts)
    }

    /// The speaker's words nearest to the cue. Of a label's marks those inside the speaker's own contents ("he said he
    /// ...") only if there is no other, or if the cue stands in the same content.
    fn speaker(&self, quote: &Quote, cue: &Range<usize>) -> Result<Range<usize>, String> {
        let places = (self.locator).nearest_first(quote, std::slice::from_ref(cue))?;
        let said = |place: &&Range<usize>| {
            let mut own = self
                .said
                .iter()
                .filter(|(who, _)| quote.label() == Some(*who));
            own.any(|(_, part)| holds(part, place) && !holds(part, cue))
        };
        let place = places.iter().find(|place| !said(place)).or(places.first());
        place
            .cloned()
            .ok_or_else(|| format!("the report has no {quote}"))
    }

    /// The place of a figure and, where a label says who gives it, the speaker's span in the claim that holds it. Of a
    /// label's marks it is the one inside that claim, else the first in the body.
    pub(super) fn figure(
        &self,
        figure: &Quote,
        says: Option<&Quote>,
    ) -> Result<(Range<usize>, Option<Span>), String> {
        let places = self.locator.body_first(figure)?;
        let Some(says) = says.filter(|says| says.label().is_some()) else {
            return Ok((self.locator.one(figure)?, None));
        };
        let voices = self.locator.all(says)?;
        let voices: Vec<Span> = voices
            .iter()
            .map(|place| self.locator.span(place))
            .collect();
        for place in places {
            let span = self.locator.span(&place);
            for (claim, labels) in self.gold.claims.iter().zip(&self.claims) {
                let same_voice = match labels.speaker {
                    Some(label) => Some(label) == says.label(),
                    None => claim.speaker.iter().any(|s| voices.contains(s)),
                };
                if same_voice && claim.content_parts.iter().any(|part| part.overlaps(&span)) {
                    return Ok((place, claim.speaker.clone()));
                }
            }
        }
        Err(format!(
            "{says} makes no claim whose content holds {figure}: add the claim line, or drop says if the report itself \
             gives the figure"
        ))
    }

    /// Tolls whose speaker makes no claim that holds the figure.
    pub(super) fn silent_speakers(&self) -> Vec<(usize, String)> {
        let says = |toll: &GoldToll, says: &Span| {
            self.gold.claims.iter().any(|claim| {
                let speaks = claim.speaker.as_ref().is_some_and(|s| s.overlaps(says));
                speaks && claim.content.overlaps(&toll.span)
            })
        };
        let tolls = self.gold.events.iter().flat_map(|event| &event.tolls);
        tolls
            .filter_map(|toll| {
                let speaker = toll.says.as_ref().filter(|span| !says(toll, span))?;
                let why = format!("{:?} makes no claim that holds the figure", speaker.text);
                Some((toll.line, why))
            })
            .collect()
    }
}
