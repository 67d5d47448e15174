//! Home countries: "the army", "police" and "the government" are those of the country that the report is about.

use std::collections::BTreeMap;

use dateline_record::{Event, Participant};

use crate::reading::Reading;

/// Sectors whose unnamed members belong to the country where they act.
const DOMESTIC: &[&str] = &[
    "AGR", "BUS", "COP", "CRM", "CVL", "EDU", "JRN", "LAB", "MED", "MIL", "PRM", "REB", "REL",
    "SOC", "SPY", "UAF",
];

/// Sectors whose unnamed members are of the country that the report is about, wherever they are: a minister travels.
const POLITICAL: &[&str] = &["ELI", "GOV", "JUD", "LEG", "OPP", "PTY"];

/// Gives unnamed domestic actors the country of the event's place, else that of the report.
pub(crate) fn settle(reading: &Reading<'_>, events: &mut [Event]) {
    let home = home_of(reading);
    for event in events {
        let place = event.place.as_ref();
        let place = place.and_then(|place| place.country.clone());
        for participant in event.actor.iter_mut().chain(&mut event.recipient) {
            let country = if is_unsettled(participant, POLITICAL) {
                home.clone().or_else(|| place.clone())
            } else if is_unsettled(participant, DOMESTIC) {
                place.clone().or_else(|| home.clone())
            } else {
                None
            };
            let Some(country) = country else { continue };
            let sectors = participant.sectors.iter().take(2);
            let code = sectors.fold(country.clone(), |code, sector| code + sector);
            participant.code = Some(code);
            participant.country = Some(country);
        }
    }
}

fn is_unsettled(participant: &Participant, sectors: &[&str]) -> bool {
    participant.country.is_none()
        && participant.id.is_none()
        && participant
            .sectors
            .first()
            .is_some_and(|sector| sectors.contains(&sector.as_str()))
}

/// The country that most places of the report lie in, when more than two fifths of them do; places of the headline and of the
/// first paragraphs count twice.
fn home_of(reading: &Reading<'_>) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut all = 0;
    for mention in &reading.grounded.places {
        let early = reading
            .sentence(mention.sentence)
            .is_some_and(|sentence| sentence.paragraph <= 1);
        let weight = if early { 2 } else { 1 };
        if let Some(country) = mention.place.country.as_deref() {
            *counts.entry(country).or_default() += weight;
            all += weight;
        }
    }
    let (country, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count * 5 > all * 2).then(|| country.to_owned())
}
