//! An annotated report for the eye: the text with its marks, then what the gold says of it.

use std::fmt::Write;

use dateline_record::Span;

use crate::{
    form::Annotated,
    gold::{GoldClaim, GoldEvent, GoldParticipant, GoldToll, Target},
    marks::{Mark, MarkKind},
};

/// The text with its marks and all gold facts. Painted: for a terminal, a colour for each kind of mark; else as
/// brackets, in the form of the report block.
#[must_use]
pub fn show(annotated: &Annotated, painted: bool) -> String {
    let mut shown = marked_text(annotated, painted);
    shown.push_str("\n\n");
    let shower = Shower { annotated };
    for (index, event) in annotated.gold.events.iter().enumerate() {
        shower.event(&mut shown, index, event);
    }
    for claim in &annotated.gold.claims {
        shower.claim(&mut shown, claim);
    }
    for link in &annotated.gold.links {
        let (from, to) = (shower.event_name(link.from), shower.event_name(link.to));
        line(
            &mut shown,
            format_args!("link {from} {} {to}", link.relation),
        );
    }
    for absent in &annotated.gold.absents {
        let which = if absent.any_realis { "" } else { "actual " };
        line(
            &mut shown,
            format_args!("no {which}event: {}", words(&absent.span)),
        );
    }
    shown
}

/// The report anew as a file without annotation, for a second reader to annotate blind: its heading says no more than
/// the outlet does.
#[must_use]
pub fn blank_form(annotated: &Annotated) -> String {
    let source = &annotated.source;
    let mut info = String::new();
    for (key, value) in [("published", &source.published), ("id", &source.id)] {
        if let Some(value) = value {
            let _ = write!(info, " {key}={value}");
        }
    }
    if let Some(site) = &source.site {
        let _ = write!(info, " site=\"{site}\"");
    }
    let text = escaped(annotated.text.as_str());
    format!(
        "# Second reading\n\nThe incident is invented.\n\n```report{info}\n{text}\n```\n\n```record\n```\n"
    )
}

/// The text with brackets as the report block writes them.
fn escaped(text: &str) -> String {
    text.replace('[', "\\[").replace(']', "\\]")
}

/// Writing into a string cannot fail.
fn line(shown: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = writeln!(shown, "{text}");
}

fn words(span: &Span) -> String {
    format!("“{}”", span.text)
}

fn marked_text(annotated: &Annotated, painted: bool) -> String {
    let mut writer = MarkedText {
        text: annotated.text.as_str(),
        at: 0,
        open: Vec::new(),
        painted,
        out: String::new(),
    };
    for mark in &annotated.marks.0 {
        writer.close_before(mark.range.start);
        writer.copy_to(mark.range.start);
        writer.open(mark);
    }
    writer.close_before(usize::MAX);
    writer.copy_to(writer.text.len());
    writer.out
}

struct MarkedText<'a> {
    text: &'a str,
    /// Bytes of the text that are written.
    at: usize,
    /// Marks that are open, the innermost last.
    open: Vec<&'a Mark>,
    painted: bool,
    out: String,
}

impl<'a> MarkedText<'a> {
    fn copy_to(&mut self, end: usize) {
        let piece = self.text.get(self.at..end).unwrap_or_default();
        if self.painted {
            self.out.push_str(piece);
        } else {
            self.out.push_str(&escaped(piece));
        }
        self.at = end.max(self.at);
    }

    fn open(&mut self, mark: &'a Mark) {
        if self.painted {
            let _ = write!(self.out, "\x1b[0;2m{} ", mark.label);
        } else {
            let _ = write!(self.out, "[{} ", mark.label);
        }
        self.open.push(mark);
        self.paint();
    }

    /// Closes the marks that end before or at a byte offset.
    fn close_before(&mut self, limit: usize) {
        while let Some(mark) = self.open.pop_if(|mark| mark.range.end <= limit) {
            self.copy_to(mark.range.end);
            if !self.painted {
                self.out.push(']');
            }
            self.paint();
        }
    }

    /// The styles of all open marks together.
    fn paint(&mut self) {
        if self.painted {
            let styles = self.open.iter().map(|mark| style(mark.label.kind));
            let styles: String = styles.flat_map(|style| [";", style]).collect();
            let _ = write!(self.out, "\x1b[0{styles}m");
        }
    }
}

/// The parameters of an ANSI style sequence.
const fn style(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Event => "1;31",
        MarkKind::Person => "32",
        MarkKind::Group => "36",
        MarkKind::Place => "34",
        MarkKind::Thing => "35",
        MarkKind::Time => "33",
        MarkKind::Figure => "1;33",
        MarkKind::Cue => "3",
        MarkKind::Content => "4",
        MarkKind::Negative => "9",
    }
}

struct Shower<'a> {
    annotated: &'a Annotated,
}

impl Shower<'_> {
    fn event(&self, shown: &mut String, index: usize, event: &GoldEvent) {
        let mode = event.mode.as_ref();
        let mode = mode.map(|mode| format!("/{mode}")).unwrap_or_default();
        let triggers: Vec<String> = event.triggers().map(words).collect();
        line(
            shown,
            format_args!(
                "{} {}{mode} {} {}",
                self.event_name(index),
                event.event_type,
                event.realis,
                triggers.join(", ")
            ),
        );
        for (side, participants) in [("actor", &event.actor), ("recipient", &event.recipient)] {
            for participant in participants {
                line(
                    shown,
                    format_args!("  {side} {}", self.participant(participant)),
                );
            }
        }
        if let Some(place) = &event.place {
            let country = place.country.as_deref().unwrap_or("-");
            let point = place.coordinates;
            let point = point.map(|(north, east)| format!(" {north} {east}"));
            let point = point.unwrap_or_default();
            line(
                shown,
                format_args!("  where {} {country}{point}", words(&place.span)),
            );
        }
        if let Some(when) = &event.when {
            let span = when.span.as_ref().map_or_else(|| "-".to_owned(), words);
            let (first, last) = (&when.days.earliest, &when.days.latest);
            let last = if first == last {
                String::new()
            } else {
                format!("..{last}")
            };
            line(shown, format_args!("  when {span} {first}{last}"));
        }
        for toll in &event.tolls {
            line(shown, format_args!("  toll {}", self::toll(toll)));
        }
    }

    fn claim(&self, shown: &mut String, claim: &GoldClaim) {
        let speaker = claim.speaker.as_ref().map_or_else(|| "-".to_owned(), words);
        let contents: Vec<String> = claim.content_parts.iter().map(words).collect();
        let about = claim.about.iter().map(|target| match target {
            Target::Event(index) => self.event_name(*index),
            Target::Claim(index) => {
                let claim = self.annotated.gold.claims.get(*index);
                let content = claim.map(|claim| words(&claim.content));
                format!("claim {}", content.unwrap_or_default())
            }
        });
        let about: Vec<String> = about.collect();
        let about = match about.is_empty() {
            true => String::new(),
            false => format!(" about {}", about.join(", ")),
        };
        line(
            shown,
            format_args!(
                "claim {speaker} {} {} > {}{about}",
                claim.stance,
                words(&claim.cue),
                contents.join(" + ")
            ),
        );
    }

    /// The place nearest to the event, with how often else the same is named.
    fn participant(&self, participant: &GoldParticipant) -> String {
        let code = participant.code.as_ref();
        let code = code.map(|code| format!(" {code}")).unwrap_or_default();
        let first = participant.spans.first().map(words).unwrap_or_default();
        let others: Vec<String> = participant.spans.iter().skip(1).map(words).collect();
        let others = match others.is_empty() {
            true => String::new(),
            false => format!(" (also {})", others.join(", ")),
        };
        format!("{first}{code}{others}")
    }

    /// The label of an event, where its trigger is marked, else its number and trigger.
    fn event_name(&self, index: usize) -> String {
        let Some(event) = self.annotated.gold.events.get(index) else {
            return String::new();
        };
        let names = |mark: &&Mark| {
            let start = self.annotated.text.codepoint(mark.range.start);
            mark.label.kind == MarkKind::Event && start == event.trigger.start
        };
        match self.annotated.marks.0.iter().find(names) {
            Some(mark) => mark.label.to_string(),
            None => format!("event {} {}", index + 1, words(&event.trigger)),
        }
    }
}

fn toll(toll: &GoldToll) -> String {
    let bound = |bound: Option<u64>| bound.map(|people| people.to_string()).unwrap_or_default();
    let figure = match (toll.low, toll.high) {
        (low, high) if low == high => bound(low),
        (low, high) => format!("{}..{}", bound(low), bound(high)),
    };
    let whom = toll
        .whom
        .as_ref()
        .map(|span| format!(" whom {}", words(span)));
    let says = toll
        .says
        .as_ref()
        .map(|span| format!(" says {}", words(span)));
    format!(
        "{} {figure} {}{}{}",
        toll.kind,
        words(&toll.span),
        whom.unwrap_or_default(),
        says.unwrap_or_default()
    )
}
