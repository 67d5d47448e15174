//! A text cut into pieces at the borders of what was read from it, so that stretches may overlap in any way.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use dateline_record::{Claim, Event, Record, Span};
use maud::{Markup, Render, html};

use crate::query::Stretches;
use crate::{links, words};

/// The most code points of a text that a page shows; the twin has all.
pub(crate) const SHOWN: usize = 400_000;
/// The most places of a page that begin at one point and can be linked to.
const ANCHORS: usize = 16;

/// What a stretch of text is; the class that the style sheet knows it by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// The content of a claim.
    Claim,
    /// The content of a claim that denies or doubts.
    Against,
    /// Who makes a claim.
    Speaker,
    /// The words that mark an attribution.
    Cue,
    /// A participant.
    Who,
    /// A place.
    Where,
    /// A time.
    When,
    /// A figure of people harmed.
    Toll,
    /// The words that name an event.
    Event,
    /// The sentence that the reader came for.
    Within,
    /// The words that the reader came for.
    Mark,
}

impl Kind {
    const fn class(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Against => "against",
            Self::Speaker => "speaker",
            Self::Cue => "cue",
            Self::Who => "who",
            Self::Where => "where",
            Self::When => "when",
            Self::Toll => "toll",
            Self::Event => "event",
            Self::Within => "within",
            Self::Mark => "mark",
        }
    }
}

/// A stretch of text, in code points, end exclusive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Highlight {
    start: usize,
    end: usize,
    kind: Kind,
    /// The incident that the words name.
    incident: Option<String>,
}

impl Highlight {
    fn new(span: &Span, kind: Kind) -> Self {
        Self::at((span.start, span.end), kind)
    }

    const fn at((start, end): (usize, usize), kind: Kind) -> Self {
        Self {
            start,
            end,
            kind,
            incident: None,
        }
    }
}

/// All that was read from a report, and what the reader came for. `incident` gives the incident of an event's id.
pub(crate) fn highlights(
    record: &Record,
    stretches: &Stretches,
    incident: impl Fn(&str) -> Option<String>,
) -> Vec<Highlight> {
    let mut found = Vec::new();
    for event in &record.events {
        of_event(event, incident(&event.id).as_ref(), &mut found);
    }
    for claim in &record.claims {
        of_claim(claim, &mut found);
    }
    let links = record.links.iter();
    found.extend(links.map(|link| Highlight::new(&link.span, Kind::Cue)));
    found.extend(stretches.within.map(|at| Highlight::at(at, Kind::Within)));
    found.extend(stretches.mark.map(|at| Highlight::at(at, Kind::Mark)));
    found
}

fn of_event(event: &Event, incident: Option<&String>, found: &mut Vec<Highlight>) {
    for span in std::iter::once(&event.trigger).chain(&event.mentions) {
        found.push(Highlight {
            incident: incident.cloned(),
            ..Highlight::new(span, Kind::Event)
        });
    }
    let sides = event.actor.iter().chain(&event.recipient);
    found.extend(sides.map(|participant| Highlight::new(&participant.span, Kind::Who)));
    let places = event.place.iter();
    found.extend(places.map(|place| Highlight::new(&place.span, Kind::Where)));
    found.extend(
        event
            .when
            .iter()
            .map(|when| Highlight::new(&when.span, Kind::When)),
    );
    found.extend(
        event
            .tolls
            .iter()
            .map(|toll| Highlight::new(&toll.span, Kind::Toll)),
    );
}

fn of_claim(claim: &Claim, found: &mut Vec<Highlight>) {
    let content = if words::is_against(claim.stance) {
        Kind::Against
    } else {
        Kind::Claim
    };
    found.push(Highlight::new(&claim.content, content));
    found.push(Highlight::new(&claim.cue, Kind::Cue));
    let speakers = claim.speaker.iter();
    found.extend(speakers.map(|speaker| Highlight::new(&speaker.span, Kind::Speaker)));
}

/// A stretch in which the same highlights hold throughout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece<'a> {
    text: &'a str,
    kinds: BTreeSet<Kind>,
    /// The highlights that begin here, each once in the whole text.
    anchors: Vec<(usize, usize)>,
    incident: Option<&'a str>,
}

/// The lines of a text that hold anything, each cut into pieces.
pub(crate) fn lines<'a>(text: &'a str, highlights: &'a [Highlight]) -> Vec<Vec<Piece<'a>>> {
    let offsets: Vec<usize> = text
        .char_indices()
        .map(|(byte, _)| byte)
        .take(SHOWN)
        .collect();
    let length = offsets.len();
    let offset = |position: usize| offsets.get(position).copied();
    let end = text
        .char_indices()
        .nth(length)
        .map_or(text.len(), |(byte, _)| byte);
    let mut opening: Vec<&Highlight> = highlights.iter().filter(|one| one.start < length).collect();
    opening.sort_by_key(|one| (one.start, Reverse(one.end), one.kind));
    let mut opening = opening.into_iter().peekable();
    let borders: Vec<usize> = borders(text, highlights, length).into_iter().collect();
    let mut lines = vec![Vec::new()];
    let mut active: Vec<&Highlight> = Vec::new();
    let mut anchored = BTreeSet::new();
    let mut anchors = Vec::new();
    for ends in borders.windows(2) {
        let [from, to] = *ends else { continue };
        active.retain(|one| one.end > from);
        while let Some(one) = opening.next_if(|one| one.start <= from) {
            if anchored.insert((one.start, one.end)) {
                anchors.push((one.start, one.end));
            }
            if one.end > from {
                active.push(one);
            }
        }
        let bytes = offset(from).unwrap_or(end)..offset(to).unwrap_or(end);
        let piece = text.get(bytes).unwrap_or_default();
        if piece == "\n" {
            lines.push(Vec::new());
        } else if let Some(line) = lines.last_mut() {
            line.push(Piece {
                text: piece,
                kinds: active.iter().map(|one| one.kind).collect(),
                anchors: std::mem::take(&mut anchors),
                incident: innermost(&active),
            });
        }
    }
    lines.retain(|line| line.iter().any(|piece| !piece.text.trim().is_empty()));
    lines
}

/// Where pieces begin and end: at the ends of lines and of highlights.
fn borders(text: &str, highlights: &[Highlight], length: usize) -> BTreeSet<usize> {
    let mut borders = BTreeSet::from([0, length]);
    for (position, character) in text.chars().take(length).enumerate() {
        if character == '\n' {
            borders.extend([position, position + 1]);
        }
    }
    for one in highlights.iter().filter(|one| one.start < length) {
        borders.extend([one.start, one.end.clamp(one.start, length)]);
    }
    borders
}

/// The incident of the shortest stretch that names one.
fn innermost<'a>(active: &[&'a Highlight]) -> Option<&'a str> {
    active
        .iter()
        .filter_map(|one| Some((one.end - one.start, one.incident.as_deref()?)))
        .min()
        .map(|(_, incident)| incident)
}

impl Render for Piece<'_> {
    fn render(&self) -> Markup {
        let mut shown = self.inner();
        for (start, end) in self.anchors.iter().take(ANCHORS) {
            shown = html! { span id=(links::anchor(*start, *end)) { (shown) } };
        }
        shown
    }
}

impl Piece<'_> {
    fn inner(&self) -> Markup {
        let classes: Vec<&str> = self.kinds.iter().map(|kind| kind.class()).collect();
        let classes = classes.join(" ");
        let words = html! {
            @match self.incident {
                Some(incident) => a href=(links::incident(incident)) title="To the incident" { (self.text) },
                None => (self.text),
            }
        };
        html! {
            @if self.kinds.is_empty() {
                (words)
            } @else if self.kinds.contains(&Kind::Mark) {
                mark class=(classes) { (words) }
            } @else {
                span class=(classes) { (words) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, highlights: &[Highlight]) -> String {
        let lines = lines(text, highlights);
        let line = |line: &Vec<Piece<'_>>| {
            line.iter()
                .map(|piece| piece.render().into_string())
                .collect::<String>()
        };
        lines.iter().map(line).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn overlapping_stretches_are_cut_and_nothing_is_lost() {
        let text = "Été à Gao\n\nSix <died>";
        let highlights = [
            Highlight::at((0, 5), Kind::Claim),
            Highlight::at((4, 9), Kind::Where),
            Highlight::at((11, 14), Kind::Toll),
        ];
        assert_eq!(
            shown(text, &highlights),
            "<span id=\"s0-5\"><span class=\"claim\">Été </span></span>\
             <span id=\"s4-9\"><span class=\"claim where\">à</span></span>\
             <span class=\"where\"> Gao</span>|\
             <span id=\"s11-14\"><span class=\"toll\">Six</span></span> &lt;died&gt;"
        );
        let pieces: String = lines(text, &highlights)
            .iter()
            .flatten()
            .map(|piece| piece.text)
            .collect();
        assert_eq!(pieces, text.replace('\n', ""));
    }

    #[test]
    fn any_positions_are_safe() {
        for (start, end) in [(0, 0), (3, 900), (900, 901), (5, 2), (0, usize::MAX)] {
            let pieces = lines(
                "a\nbc\n\n",
                &[Highlight {
                    start,
                    end,
                    kind: Kind::Mark,
                    incident: None,
                }],
            )
            .iter()
            .flatten()
            .map(|piece| piece.text.to_owned())
            .collect::<String>();
            assert_eq!(pieces, "abc");
        }
        assert!(lines("", &[]).is_empty());
    }
}
