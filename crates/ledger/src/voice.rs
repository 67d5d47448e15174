//! Voices: who speaks, told apart and merged across reports.
//!
//! Two mentions are one voice when they have the same key:
//! - a person with a name: the last name;
//! - a body that the actor list knows: its id (a ministry of a country is not the country, so a mere country id does not merge);
//! - anybody else: the words of the mention without articles, case ignored ("local sources");
//! - a pronoun: the participant that it was resolved to, else nobody but itself;
//! - a report's own voice: the outlet, else the report.
//!
//! Two unnamed officials in two reports may be one man: equal words are one voice, so that they never count as two.

use dateline_record::{Claim, Participant, Report, Speaker, SpeakerKind};

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Voice {
    pub(crate) key: String,
    pub(crate) label: String,
    pub(crate) kind: &'static str,
    pub(crate) participant: Option<String>,
}

/// Words at the head of a mention that do not identify anybody.
const ARTICLES: &[&str] = &[
    "a", "an", "the", "one", "some", "several", "many", "other", "another",
];
/// Words that stand for somebody named elsewhere.
const PRONOUNS: &[&str] = &[
    "he", "her", "him", "his", "i", "it", "its", "she", "that", "their", "them", "they", "this",
    "those", "we", "which", "who", "whose", "you",
];
/// The longest label, in code points: a speaker mention can be a whole clause.
const LONGEST_LABEL: usize = 80;

/// The report's own voice.
pub(crate) fn of_report(report: &Report) -> Voice {
    let outlet = report.site.as_deref().filter(|site| !site.is_empty());
    let name = outlet.unwrap_or(&report.id);
    Voice {
        key: format!("report:{}", name.to_lowercase()),
        label: shorten(&format!("the report ({name})")),
        kind: "report",
        participant: None,
    }
}

/// The voice of a claim of a report.
pub(crate) fn of_claim(report: &Report, claim: &Claim) -> Voice {
    let Some(speaker) = &claim.speaker else {
        return of_report(report);
    };
    let words = words(&speaker.span.text);
    let pronoun =
        matches!(words.as_slice(), [only] if PRONOUNS.contains(&only.to_lowercase().as_str()));
    let (key, label) = if pronoun {
        behind_pronoun(report, speaker)
    } else {
        named(speaker, &words)
    };
    Voice {
        key,
        label: shorten(&label),
        kind: speaker.kind.as_str(),
        participant: speaker.participant.as_ref().and_then(|who| who.id.clone()),
    }
}

fn behind_pronoun(report: &Report, speaker: &Speaker) -> (String, String) {
    let Some(who) = &speaker.participant else {
        let key = format!("words:{}:{}", report.id, speaker.span.start);
        return (key, speaker.span.text.clone());
    };
    let name = words(&who.name);
    if speaker.kind == SpeakerKind::NamedPerson {
        return (person_key(&name), who.name.clone());
    }
    (
        specific_id(who).unwrap_or_else(|| words_key(&name)),
        who.name.clone(),
    )
}

fn named(speaker: &Speaker, mention: &[&str]) -> (String, String) {
    let label = mention.join(" ");
    match (speaker.kind, &speaker.participant) {
        (SpeakerKind::NamedPerson, who) => {
            let name = who
                .as_ref()
                .map(|who| words(&who.name))
                .filter(|name| same_last(name, mention))
                .unwrap_or_else(|| mention.to_vec());
            (person_key(&name), name.join(" "))
        }
        (SpeakerKind::Unnamed, _) | (_, None) => (words_key(mention), label),
        (_, Some(who)) => match specific_id(who) {
            Some(id) => (id, who.name.clone()),
            None if is_bare_country(who) => (who.id.clone().unwrap_or_default(), who.name.clone()),
            None => (words_key(mention), label),
        },
    }
}

/// The id of somebody more specific than a country.
fn specific_id(who: &Participant) -> Option<String> {
    who.id.clone().filter(|id| !id.starts_with("country:"))
}

/// Whether the participant is a country as a whole and not one of its ministries.
fn is_bare_country(who: &Participant) -> bool {
    who.id.is_some() && who.sectors.is_empty()
}

fn words(text: &str) -> Vec<&str> {
    let mut words: Vec<&str> = text
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| ",;:\"“”()".contains(c)))
        .filter(|word| !word.is_empty())
        .collect();
    let articles = words
        .iter()
        .take_while(|word| ARTICLES.contains(&word.to_lowercase().as_str()))
        .count();
    if articles < words.len() {
        words.drain(..articles);
    }
    // A full stop ends the sentence at the last word, and an abbreviation ("Col.") anywhere else.
    if let Some(last) = words.last_mut() {
        *last = last.trim_end_matches('.');
    }
    words
}

fn words_key(words: &[&str]) -> String {
    format!("words:{}", words.join(" ").to_lowercase())
}

fn person_key(name: &[&str]) -> String {
    let last = name.last().copied().unwrap_or_default();
    let last = last.trim_end_matches("'s").trim_end_matches("’s");
    format!("person:{}", last.to_lowercase())
}

fn same_last(name: &[&str], mention: &[&str]) -> bool {
    match (name.last(), mention.last()) {
        (Some(one), Some(other)) => one.to_lowercase() == other.to_lowercase(),
        _ => false,
    }
}

fn shorten(label: &str) -> String {
    if label.chars().count() <= LONGEST_LABEL {
        return label.to_owned();
    }
    let mut short: String = label.chars().take(LONGEST_LABEL - 1).collect();
    short.push('…');
    short
}
