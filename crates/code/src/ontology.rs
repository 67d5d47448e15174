//! The tables of `ontology/`: codes that stand for a PLOVER type and mode in CAMEO and ACLED, and Goldstein scores.

use std::collections::BTreeMap;

use dateline_record::{Acled, EventType};
use serde::Deserialize;

use crate::error::RuleError;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TypeRow {
    quad: u8,
    cameo: String,
    #[serde(default)]
    acled: Option<[String; 2]>,
    #[serde(default)]
    modes: BTreeMap<String, ModeRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ModeRow {
    cameo: String,
    #[serde(default)]
    acled: Option<[String; 2]>,
}

/// Codes of other schemes for PLOVER types and modes.
#[derive(Debug, Default)]
pub(crate) struct Ontology {
    types: BTreeMap<String, TypeRow>,
    goldstein: BTreeMap<String, f64>,
}

impl Ontology {
    /// Reads `ontology/plover.toml` and `ontology/cameo.tsv`, each given with its name.
    pub(crate) fn parse(plover: (&str, &str), cameo: (&str, &str)) -> Result<Self, RuleError> {
        let types: BTreeMap<String, TypeRow> = toml::from_str(plover.1)
            .map_err(|error| RuleError::new(plover.0, error.to_string()))?;
        let mut goldstein = BTreeMap::new();
        for (number, line) in cameo.1.lines().enumerate() {
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            let mut columns = line.split('\t');
            let code = columns.next().unwrap_or_default();
            let score = columns.next().and_then(|score| score.parse::<f64>().ok());
            let Some(score) = score else {
                let message = format!("line {}: the second column is no number", number + 1);
                return Err(RuleError::new(cameo.0, message));
            };
            goldstein.insert(code.to_owned(), score);
        }
        Ok(Self { types, goldstein })
    }

    /// PLOVER quad class of the type, 1 to 4.
    pub(crate) fn quad(&self, event_type: EventType) -> u8 {
        self.types
            .get(event_type.as_str())
            .map_or(0, |row| row.quad)
    }

    /// The CAMEO code that stands for the type and mode.
    pub(crate) fn cameo(&self, event_type: EventType, mode: Option<&str>) -> String {
        let Some(row) = self.types.get(event_type.as_str()) else {
            return String::new();
        };
        let of_mode = mode.and_then(|mode| row.modes.get(mode));
        of_mode.map_or(&row.cameo, |mode| &mode.cameo).clone()
    }

    /// The ACLED category that stands for the type and mode.
    pub(crate) fn acled(&self, event_type: EventType, mode: Option<&str>) -> Option<Acled> {
        let row = self.types.get(event_type.as_str())?;
        let names = match mode.and_then(|mode| row.modes.get(mode)) {
            Some(mode) => mode.acled.as_ref(),
            None => row.acled.as_ref(),
        }?;
        let [event_type, sub_event_type] = names.clone();
        Some(Acled {
            event_type,
            sub_event_type,
        })
    }

    /// Goldstein score of a CAMEO code; that of the next shorter code when the table lacks it, else 0.
    pub(crate) fn goldstein(&self, cameo: &str) -> f64 {
        let mut code = cameo;
        while !code.is_empty() {
            if let Some(score) = self.goldstein.get(code) {
                return *score;
            }
            code = code.get(..code.len() - 1).unwrap_or_default();
        }
        0.0
    }

    /// Whether the mode belongs to the type.
    pub(crate) fn has_mode(&self, event_type: EventType, mode: &str) -> bool {
        self.types
            .get(event_type.as_str())
            .is_some_and(|row| row.modes.contains_key(mode))
    }
}
