//! The file anew, with the verdict marked like a diff; and record facts in the form of gold lines.

use dateline_record::{Claim, Event, Link, Participant, Place, Record, Span, Toll};

use crate::{
    align,
    compare::{Comparison, Verdict},
    form::Annotated,
};

/// The file's text with every line of the record block marked as the comparison says: `- ` missed, `+ ` in addition.
#[must_use]
pub fn render(annotated: &Annotated, comparison: &Comparison) -> String {
    let mut file = annotated.before.clone();
    for (index, line) in annotated.lines.iter().enumerate() {
        let missed = comparison.verdicts.get(index) == Some(&Verdict::Missed);
        push(&mut file, if missed { "- " } else { "" }, &line.text);
        push_extras(&mut file, comparison, Some(index));
    }
    push_extras(&mut file, comparison, None);
    file + &annotated.after
}

fn push_extras(file: &mut String, comparison: &Comparison, after: Option<usize>) {
    for extra in comparison.extras.iter().filter(|e| e.after == after) {
        push(file, "+ ", &extra.text);
    }
}

fn push(file: &mut String, mark: &str, line: &str) {
    file.push_str(mark);
    file.push_str(line);
    file.push('\n');
}

/// `2024-03-04`, `2024-03-01..2024-03-05`, or an open interval; none if nothing is known.
pub(crate) fn days(earliest: &Option<String>, latest: &Option<String>) -> Option<String> {
    match (earliest, latest) {
        (None, None) => None,
        (Some(earliest), Some(latest)) if earliest == latest => Some(earliest.clone()),
        _ => {
            let end = |day: &Option<String>| day.clone().unwrap_or_default();
            Some(format!("{}..{}", end(earliest), end(latest)))
        }
    }
}

/// Writes the facts of a record as record lines.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words<'t> {
    text: &'t str,
}

/// A quotation of more words is elided.
const LONGEST_QUOTATION: usize = 12;

impl<'t> Words<'t> {
    pub(crate) const fn new(text: &'t str) -> Self {
        Self { text }
    }

    /// A span as a quotation, with `#N` where the words stand in several places.
    pub(crate) fn quote(&self, span: &Span) -> String {
        let words: Vec<&str> = span.text.split_whitespace().collect();
        let escape = |words: &[&str]| words.join(" ").replace('\\', "\\\\").replace('"', "\\\"");
        if words.len() > LONGEST_QUOTATION {
            let (head, rest) = words.split_at(4);
            let tail = rest.get(rest.len().saturating_sub(4)..).unwrap_or_default();
            return format!("\"{} ... {}\"", escape(head), escape(tail));
        }
        let before: String = self.text.chars().take(span.start).collect();
        let earlier = before.matches(&span.text).count();
        let total = self.text.matches(&span.text).count();
        let number = if total > 1 && !span.text.is_empty() {
            format!("#{}", earlier + 1)
        } else {
            String::new()
        };
        format!("\"{}\"{number}", escape(&words))
    }

    pub(crate) fn event(&self, event: &Event) -> String {
        let mode = event.plover.mode.as_ref();
        let mode = mode.map(|mode| format!("/{mode}")).unwrap_or_default();
        let quote = self.quote(&event.trigger);
        format!(
            "event {quote} {}{mode} {}",
            event.plover.event_type, event.realis
        )
    }

    pub(crate) fn participant(&self, side: &str, participant: &Participant) -> String {
        let quote = self.quote(&participant.span);
        let code = participant.code.as_ref();
        let code = code.map(|code| format!(" {code}")).unwrap_or_default();
        format!("  {side} {quote}{code}")
    }

    pub(crate) fn place(&self, place: &Place) -> String {
        let quote = self.quote(&place.span);
        let country = place.country.as_deref().unwrap_or("-");
        let point = place.latitude.zip(place.longitude);
        let point = point.map(|(north, east)| format!(" {north:.2} {east:.2}"));
        format!("  where {quote} {country}{}", point.unwrap_or_default())
    }

    pub(crate) fn toll(&self, toll: &Toll, record: &Record) -> String {
        let bound = |bound: Option<u64>| bound.map(|b| b.to_string()).unwrap_or_default();
        let figure = match (toll.low, toll.high) {
            (low, high) if low == high => bound(low),
            (low, high) => format!("{}..{}", bound(low), bound(high)),
        };
        let says = align::toll_speaker(toll, record);
        let says = says.map(|says| format!(" says {}", self.quote(says)));
        format!(
            "  toll {} {figure} {}{}",
            toll.kind,
            self.quote(&toll.span),
            says.unwrap_or_default()
        )
    }

    pub(crate) fn claim(&self, claim: &Claim, record: &Record) -> String {
        let speaker = align::speaker(claim).map(|speaker| self.quote(speaker));
        let about: Vec<String> = (claim.about.iter())
            .filter_map(|id| self.named(id, record))
            .collect();
        let about = match about.is_empty() {
            true => String::new(),
            false => format!(" about {}", about.join(", ")),
        };
        format!(
            "claim {} {} {} > {}{about}",
            speaker.unwrap_or_else(|| "-".to_owned()),
            claim.stance,
            self.quote(&claim.cue),
            self.quote(&claim.content),
        )
    }

    pub(crate) fn link(&self, link: &Link, record: &Record) -> String {
        let name = |id: &str| self.named(id, record).unwrap_or_else(|| "-".to_owned());
        format!(
            "link {} {} {}",
            name(&link.from),
            link.relation,
            name(&link.to)
        )
    }

    /// The event or claim with this id, as a record line refers to it.
    fn named(&self, id: &str, record: &Record) -> Option<String> {
        if let Some(event) = record.events.iter().find(|event| event.id == id) {
            return Some(self.quote(&event.trigger));
        }
        let claim = record.claims.iter().find(|claim| claim.id == id)?;
        Some(format!("claim {}", self.quote(&claim.content)))
    }
}
