//! Beside a report's text: its events and claims, each a link to its words.

use dateline_ledger::EventMembership;
use dateline_record::{Claim, Event, Record, Toll};
use maud::{Markup, html};

use crate::matrix::tag;
use crate::{links, words};

/// How much of a claim the list shows, in characters.
const SHOWN: usize = 110;

/// The lists beside the text.
pub(crate) fn side(record: &Record, incidents: &[EventMembership]) -> Markup {
    html! {
        section aria-labelledby="events" {
            h2 #events { "Events " span.quiet { (record.events.len()) } }
            @if record.events.is_empty() { p.empty { "None was found." } }
            ol.items {
                @for event in &record.events { (item(record, event, incidents)) }
            }
        }
        section aria-labelledby="claims" {
            h2 #claims { "Claims " span.quiet { (record.claims.len()) } }
            @if record.claims.is_empty() { p.empty { "None was found." } }
            ol.items {
                @for claim in &record.claims { (claim_item(record, claim)) }
            }
        }
    }
}

fn item(record: &Record, event: &Event, incidents: &[EventMembership]) -> Markup {
    let mode = event.plover.mode.as_deref();
    let incident = incidents.iter().find(|incident| incident.event == event.id);
    html! {
        li {
            a href=(links::words_in_report(&record.report.id, &event.trigger)) { "“" (event.trigger.text) "”" }
            " " (words::kind(event.plover.event_type, mode).to_lowercase())
            @if event.realis != dateline_record::Realis::Actual { " " span.tag { (event.realis) } }
            div { (words::side(&event.actor)) " → " (words::side(&event.recipient)) }
            @if event.place.is_some() || event.when.is_some() {
                div {
                    @if let Some(place) = &event.place { (words::place(place)) }
                    @if event.place.is_some() && event.when.is_some() { " · " }
                    @if let Some(when) = &event.when { (words::when(when)) }
                }
            }
            @if !event.tolls.is_empty() {
                div { @for toll in &event.tolls { (figure(record, toll)) " " } }
            }
            small {
                @if let Some(incident) = incident {
                    a href=(links::incident(&incident.incident)) {
                        "incident"
                        @if incident.reports > 1 { " in " (incident.reports) " reports" }
                    }
                    " · "
                }
                (event.id) " · " (words::code(event.plover.event_type, mode)) " · CAMEO " (event.cameo)
                " · p " (format!("{:.2}", event.confidence))
            }
        }
    }
}

fn figure(record: &Record, toll: &Toll) -> Markup {
    html! {
        span.nowrap {
            (toll.kind) " "
            a href=(links::words_in_report(&record.report.id, &toll.span)) { (toll.span.text) }
        }
    }
}

fn claim_item(record: &Record, claim: &Claim) -> Markup {
    let speaker = claim.speaker.as_ref();
    let speaker = speaker.map_or("the report", |speaker| speaker.span.text.as_str());
    html! {
        li {
            strong { (words::shortened(speaker, SHOWN)) } " " (tag(claim.stance)) " "
            a href=(links::words_in_report(&record.report.id, &claim.content)) {
                (words::shortened(&claim.content.text, SHOWN))
            }
            small {
                (claim.id) " · " (claim.quoted)
                @if !claim.about.is_empty() { " · about " (claim.about.join(", ")) }
                " · p " (format!("{:.2}", claim.confidence))
            }
        }
    }
}
