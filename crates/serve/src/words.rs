//! Values in words: kinds of happenings, days, figures, places.

use dateline_ledger::{IncidentSummary, Status, TollRange};
use dateline_record::{
    EventType, Participant, Place, Published, PublishedBasis, Realis, Relation, Stance, When,
};

use maud::{Markup, html};

use crate::countries;

/// PLOVER type, mode (empty: any) and what people call it, tab-separated.
const KINDS: &str = include_str!("../../../web/kinds.tsv");

/// What people call happenings of this type and mode: "Drone strike", "Conviction".
pub(crate) fn kind(event_type: EventType, mode: Option<&str>) -> String {
    let named = |wanted: &str| {
        KINDS
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| {
                line.split_once('\t')?
                    .1
                    .split_once('\t')
                    .map(|rest| (line, rest))
            })
            .find(|(line, (mode, _))| {
                line.split('\t').next() == Some(event_type.as_str()) && *mode == wanted
            })
            .map(|(_, (_, name))| name)
    };
    match mode {
        None => named("").unwrap_or(event_type.as_str()).to_owned(),
        Some(mode) => named(mode).map_or_else(
            || {
                let general = named("").unwrap_or(event_type.as_str());
                format!("{general} ({})", mode.replace('-', " "))
            },
            str::to_owned,
        ),
    }
}

/// "ASSAULT drone".
pub(crate) fn code(event_type: EventType, mode: Option<&str>) -> String {
    mode.map_or_else(
        || event_type.to_string(),
        |mode| format!("{event_type} {mode}"),
    )
}

/// A day or an interval of days.
pub(crate) fn interval(earliest: Option<&str>, latest: Option<&str>) -> Option<String> {
    Some(match (earliest, latest) {
        (None, None) => return None,
        (Some(first), Some(last)) if first == last => first.to_owned(),
        (Some(first), Some(last)) => format!("{first} to {last}"),
        (Some(first), None) => format!("{first} or later"),
        (None, Some(last)) => format!("{last} or earlier"),
    })
}

/// Days that break between lines only where one ends.
pub(crate) fn days(text: &str) -> Markup {
    html! {
        @for (index, part) in text.split(" to ").enumerate() {
            @if index > 0 { " to " }
            span.nowrap { (part) }
        }
    }
}

/// When an event happened: the interval, else the words of the report.
pub(crate) fn when(when: &When) -> String {
    interval(when.earliest.as_deref(), when.latest.as_deref())
        .unwrap_or_else(|| format!("“{}”", when.span.text))
}

/// When a report was published, and how that is known.
pub(crate) fn published(published: &Published) -> String {
    let days = interval(published.earliest.as_deref(), published.latest.as_deref());
    let how = match published.basis {
        PublishedBasis::Given => "as given",
        PublishedBasis::Page => "says the page",
        PublishedBasis::Url => "says its address",
        PublishedBasis::Inferred => "inferred from the text",
        PublishedBasis::Unknown => "unknown",
    };
    days.map_or_else(|| "unknown".to_owned(), |days| format!("{days} ({how})"))
}

/// A place with what it lies in: "Anefis, Kidal, Mali".
pub(crate) fn place(place: &Place) -> String {
    let mut parts = vec![place.name.as_str()];
    parts.extend(place.admin1.as_deref());
    parts.extend(place.country.as_deref().map(countries::name));
    let mut said: Vec<&str> = Vec::new();
    for part in parts {
        if !part.is_empty() && !said.contains(&part) {
            said.push(part);
        }
    }
    said.join(", ")
}

/// Where an incident took place: the place, else the country.
pub(crate) fn incident_place(summary: &IncidentSummary) -> Option<String> {
    let country = || {
        summary
            .country
            .as_deref()
            .map(|code| countries::name(code).to_owned())
    };
    summary.place.as_ref().map(place).or_else(country)
}

/// "12", "8–17", "at least 9", "8–17 or more".
pub(crate) fn range(range: &TollRange) -> String {
    let (low, high) = (range.low, range.high);
    match (low == high, range.open) {
        (true, false) => low.to_string(),
        (true, true) => format!("at least {low}"),
        (false, false) => format!("{low}–{high}"),
        (false, true) => format!("{low}–{high} or more"),
    }
}

/// "1 report", "2 reports".
pub(crate) fn counted(count: u64, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}

/// What a voice does, as a verb.
pub(crate) const fn stance(stance: Stance) -> &'static str {
    match stance {
        Stance::Asserts => "says",
        Stance::Confirms => "confirms",
        Stance::Denies => "denies",
        Stance::Accuses => "accuses",
        Stance::ClaimsResponsibility => "claims responsibility",
        Stance::Doubts => "doubts",
        Stance::Promises => "promises",
        Stance::Threatens => "threatens",
        Stance::Urges => "urges",
    }
}

/// Whether a voice speaks against what it speaks of.
pub(crate) const fn is_against(stance: Stance) -> bool {
    matches!(stance, Stance::Denies | Stance::Doubts)
}

/// How one happening stands to another, seen from the first or from the second.
pub(crate) const fn relation(relation: Relation, from_here: bool) -> &'static str {
    match (relation, from_here) {
        (Relation::ResponseTo, true) => "in response to",
        (Relation::ResponseTo, false) => "answered by",
        (Relation::PartOf, true) => "part of",
        (Relation::PartOf, false) => "includes",
        (Relation::Causes, true) => "brought about",
        (Relation::Causes, false) => "brought about by",
        (Relation::Before, true) => "before",
        (Relation::Before, false) => "after",
    }
}

/// What a status means.
pub(crate) const fn status(status: Status) -> &'static str {
    match status {
        Status::SingleSource => "one voice says so, nobody contradicts",
        Status::Corroborated => "two voices or more say so, nobody contradicts",
        Status::Contested => "voices contradict each other",
        Status::Denied => "only denials are left, or it did not happen",
    }
}

/// What a realis value means; as it stands in a list of choices.
pub(crate) const fn realis(realis: Realis) -> &'static str {
    match realis {
        Realis::Actual => "happened",
        Realis::Negated => "did not happen",
        Realis::Future => "planned",
        Realis::Hypothetical => "threatened, demanded or feared",
        Realis::Generic => "habitual",
    }
}

/// The participants of one side with their codes; nobody is "—".
pub(crate) fn side(participants: &[Participant]) -> String {
    let names: Vec<String> = participants.iter().map(participant).collect();
    if names.is_empty() {
        return "—".to_owned();
    }
    names.join(", ")
}

fn participant(participant: &Participant) -> String {
    let name = &participant.name;
    match &participant.code {
        Some(code) => format!("{name} [{code}]"),
        None => name.clone(),
    }
}

/// At most `longest` characters of a text.
pub(crate) fn shortened(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let head: String = text.chars().take(longest).collect();
    // Not in the middle of a word, if there is a space at all.
    let end = head.rfind(char::is_whitespace).unwrap_or(head.len());
    format!("{}…", head.get(..end).unwrap_or(&head).trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_has_a_name() {
        for event_type in EventType::ALL {
            assert_ne!(kind(*event_type, None), event_type.as_str());
        }
        assert_eq!(kind(EventType::Assault, Some("drone")), "Drone strike");
        assert_eq!(
            kind(EventType::Assault, Some("new-mode")),
            "Attack (new mode)"
        );
    }

    #[test]
    fn long_texts_end_at_a_word() {
        assert_eq!(shortened("short", 9), "short");
        assert_eq!(shortened("two fighters were killed", 15), "two fighters…");
        assert_eq!(shortened("ééééééé", 3), "ééé…");
    }
}
