//! The modes of each PLOVER type.

use dateline_record::EventType;

/// Whether the type has the mode; if not, what it has instead.
pub(crate) fn check(event_type: EventType, mode: &str) -> Result<(), String> {
    match modes(event_type) {
        modes if modes.contains(&mode) => Ok(()),
        [] => Err(format!(
            "{mode} is no mode of {event_type}, which has none: write {event_type} alone"
        )),
        modes => Err(format!(
            "{mode} is no mode of {event_type}: take one of {}, or none",
            modes.join(", ")
        )),
    }
}

/// The modes that PLOVER 0.8 gives to a type.
const fn modes(event_type: EventType) -> &'static [&'static str] {
    match event_type {
        EventType::Consult => &["visit", "third-party", "multilateral", "phone"],
        EventType::Retreat => &[
            "withdraw",
            "release",
            "disarm",
            "ceasefire",
            "access",
            "resign",
        ],
        EventType::Request | EventType::Reject => &["assist", "change", "yield", "meet"],
        EventType::Accuse => &["disapprove", "investigate", "allege"],
        EventType::Threaten => &[
            "restrict",
            "arrest",
            "relations",
            "expel",
            "territory",
            "violence",
        ],
        EventType::Protest => &[
            "demo",
            "riot",
            "strike",
            "hunger",
            "boycott",
            "obstruct",
            "vandalize",
        ],
        EventType::Sanction => &["convict", "expel", "withdraw", "discontinue"],
        EventType::Mobilize => &["troops", "weapons", "police", "militia"],
        EventType::Coerce => &[
            "seize",
            "restrict",
            "censor",
            "curfew",
            "martial-law",
            "arrest",
            "deport",
            "withhold",
            "misinformation",
            "cyber",
        ],
        EventType::Assault => &[
            "abduct",
            "beat",
            "torture",
            "sexual",
            "targeted",
            "destroy",
            "primitive",
            "firearms",
            "explosives",
            "suicide-attack",
            "aerial",
            "drone",
            "heavy-weapons",
            "crowd-control",
            "unconventional",
        ],
        EventType::Agree
        | EventType::Support
        | EventType::Concede
        | EventType::Cooperate
        | EventType::Aid => &[],
    }
}
