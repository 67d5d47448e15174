//! The closed lists of the contract. Codes and labels follow PLOVER 0.8, CAMEO 1.1b3 and the ACLED codebook.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Declares an enum whose JSON form, [`fmt::Display`] and `as_str` agree, with the list of all values.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        pub enum $name {
            $($(#[$variant_meta])* #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// Every value, in the order of the contract.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The text used in JSON.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The value written as `text` in JSON, if there is one.
            #[must_use]
            pub fn from_name(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.pad(self.as_str())
            }
        }
    };
}

vocabulary! {
    /// The sixteen PLOVER event types.
    EventType {
        /// Agree to, promise or offer cooperation.
        Agree = "AGREE",
        /// Meet, visit, talk.
        Consult = "CONSULT",
        /// Diplomatic, non-material support; sign or ratify.
        Support = "SUPPORT",
        /// Verbal concession: promise to ease, to withdraw, to cease fire.
        Concede = "CONCEDE",
        /// Material cooperation.
        Cooperate = "COOPERATE",
        /// Provide material aid.
        Aid = "AID",
        /// Withdraw, release, disarm, cease fire, resign.
        Retreat = "RETREAT",
        /// Ask, demand, propose.
        Request = "REQUEST",
        /// Condemn, accuse, investigate.
        Accuse = "ACCUSE",
        /// Refuse, reject.
        Reject = "REJECT",
        /// Threaten, warn.
        Threaten = "THREATEN",
        /// Demonstrate, riot, strike.
        Protest = "PROTEST",
        /// Cut or reduce relations, convict, expel.
        Sanction = "SANCTION",
        /// Deploy or ready forces.
        Mobilize = "MOBILIZE",
        /// Arrest, restrict, seize, occupy.
        Coerce = "COERCE",
        /// Use force against people or things.
        Assault = "ASSAULT",
    }
}

vocabulary! {
    /// Whether the happening is told as real.
    Realis {
        /// Happened or is happening, by the report or by a claim.
        Actual = "actual",
        /// Called off, did not happen.
        Negated = "negated",
        /// Planned, announced.
        Future = "future",
        /// Threatened, demanded, feared, possible.
        Hypothetical = "hypothetical",
        /// Habitual, in general.
        Generic = "generic",
    }
}

vocabulary! {
    /// What the speaker does with the content of a claim.
    Stance {
        /// Says that it is so.
        Asserts = "asserts",
        /// Says that an earlier claim is so.
        Confirms = "confirms",
        /// Says that it is not so.
        Denies = "denies",
        /// Says that somebody else did wrong.
        Accuses = "accuses",
        /// Says that they did it themselves.
        ClaimsResponsibility = "claims_responsibility",
        /// Says that it is not known or not confirmed.
        Doubts = "doubts",
        /// Commits to do it.
        Promises = "promises",
        /// Announces harm, conditional or not.
        Threatens = "threatens",
        /// Asks somebody to do it.
        Urges = "urges",
    }
}

vocabulary! {
    /// What sort of source a speaker is.
    SpeakerKind {
        /// A person with a name.
        NamedPerson = "named_person",
        /// A body: ministry, army, company, group, state.
        Institution = "institution",
        /// Somebody without a name: "a police officer", "local sources".
        Unnamed = "unnamed",
        /// A news outlet or agency.
        Media = "media",
        /// A written thing: a report, a statement, a court filing.
        Document = "document",
    }
}

vocabulary! {
    /// How the content of a claim is given.
    Quoted {
        /// Wholly inside quotation marks.
        Direct = "direct",
        /// Without quotation marks.
        Indirect = "indirect",
        /// Partly inside quotation marks.
        Mixed = "mixed",
    }
}

vocabulary! {
    /// What a toll counts.
    TollKind {
        /// Dead.
        Killed = "killed",
        /// Hurt.
        Wounded = "wounded",
        /// Not found.
        Missing = "missing",
        /// Held by an authority.
        Detained = "detained",
        /// Taken by force by somebody who is no authority.
        Abducted = "abducted",
        /// Driven from home.
        Displaced = "displaced",
    }
}

vocabulary! {
    /// How one event stands to another.
    Relation {
        /// Done in answer to it.
        ResponseTo = "response_to",
        /// One of the incidents of a series or operation.
        PartOf = "part_of",
        /// Brought it about.
        Causes = "causes",
        /// Came earlier.
        Before = "before",
    }
}

vocabulary! {
    /// How a publication date came to be known.
    PublishedBasis {
        /// The caller said so.
        Given = "given",
        /// The page says so.
        Page = "page",
        /// The URL says so.
        Url = "url",
        /// Deduced from what the text mentions.
        Inferred = "inferred",
        /// Nothing is known.
        Unknown = "unknown",
    }
}

vocabulary! {
    /// How the interval of a [`crate::When`] came about.
    Basis {
        /// The text gives the date.
        Stated = "stated",
        /// Counted from another date ("on Friday", "last month").
        Relative = "relative",
        /// Follows from the surroundings.
        Context = "context",
    }
}

vocabulary! {
    /// How finely a place is known.
    PlacePrecision {
        /// A site: an airport, a base, a building.
        Point = "point",
        /// A populated place.
        Town = "town",
        /// Second-order administrative division.
        Admin2 = "admin2",
        /// First-order administrative division.
        Admin1 = "admin1",
        /// A part of a country, or an area across several.
        Region = "region",
        /// A whole country.
        Country = "country",
        /// Along a border.
        Border = "border",
    }
}

/// PLOVER quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
pub type QuadClass = u8;
