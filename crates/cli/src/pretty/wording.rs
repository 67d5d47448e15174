//! Values in words: days, people, places, figures, stances.

use dateline_record::{Participant, Place, Published, PublishedBasis, Stance, When};

use crate::terminal::clean;

/// An interval of days: "2024-03-04", "2024-03-01 to 2024-03-07", "until 2024-03-07".
pub(super) fn interval(earliest: Option<&str>, latest: Option<&str>) -> Option<String> {
    match (earliest, latest) {
        (Some(first), Some(last)) if first == last => Some(first.to_owned()),
        (Some(first), Some(last)) => Some(format!("{first} to {last}")),
        (Some(first), None) => Some(format!("{first} or later")),
        (None, Some(last)) => Some(format!("until {last}")),
        (None, None) => None,
    }
}

/// An interval of days in few columns: "2024-03-04", "2024-03-01–07", "2024-03-30–04-02".
pub(super) fn short_interval(earliest: Option<&str>, latest: Option<&str>) -> Option<String> {
    let (Some(first), Some(last)) = (earliest, latest) else {
        return interval(earliest, latest);
    };
    let same = |end: usize| {
        first
            .get(..end)
            .is_some_and(|start| last.starts_with(start))
    };
    let rest = [8, 5].into_iter().find(|end| same(*end)).unwrap_or(0);
    match last.get(rest..) {
        Some(rest) if first != last => Some(format!("{first}–{rest}")),
        _ => interval(earliest, latest),
    }
}

/// When an event happened: the interval, else the words.
pub(super) fn when(when: &When) -> String {
    interval(when.earliest.as_deref(), when.latest.as_deref())
        .unwrap_or_else(|| clean(&when.span.text))
}

/// When a report was published, and how that is known.
pub(super) fn published(published: &Published) -> String {
    let days = interval(published.earliest.as_deref(), published.latest.as_deref());
    match (days, published.basis) {
        (None, _) => "publication date unknown".to_owned(),
        (Some(days), PublishedBasis::Inferred) => format!("published {days} (inferred)"),
        (Some(days), _) => format!("published {days}"),
    }
}

/// Where an event happened: the words and the country, if they differ.
pub(super) fn place(place: &Place) -> String {
    let name = clean(&place.name);
    match &place.country {
        Some(country) if *country != name => format!("{name} ({})", clean(country)),
        _ => name,
    }
}

/// The participants of one side: resolved names with their codes; nobody is "?".
pub(super) fn side(participants: &[Participant]) -> String {
    if participants.is_empty() {
        return "?".to_owned();
    }
    let names: Vec<String> = participants.iter().map(participant).collect();
    names.join(", ")
}

/// One participant: the name and the code.
pub(super) fn participant(participant: &Participant) -> String {
    let name = clean(&participant.name);
    match &participant.code {
        Some(code) => format!("{name} [{}]", clean(code)),
        None => name,
    }
}

/// What a voice does: "denies", "claims responsibility".
pub(super) fn stance(stance: Stance) -> String {
    stance.as_str().replace('_', " ")
}

/// A count with its noun: "1 report", "2 reports".
pub(super) fn counted(count: u64, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_name_a_day_once() {
        let short = |first, last| short_interval(Some(first), Some(last)).unwrap_or_default();
        assert_eq!(short("2024-03-04", "2024-03-04"), "2024-03-04");
        assert_eq!(short("2024-03-01", "2024-03-07"), "2024-03-01–07");
        assert_eq!(short("2024-03-30", "2024-04-02"), "2024-03-30–04-02");
        assert_eq!(short("2023-12-30", "2024-01-02"), "2023-12-30–2024-01-02");
        assert_eq!(
            interval(None, Some("2024-01-02")).as_deref(),
            Some("until 2024-01-02")
        );
    }
}
