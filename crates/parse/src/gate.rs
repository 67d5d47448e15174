//! Which sentences cannot hold an event, a claim or a toll: told by their word pieces alone, before the network runs.

use dateline_encoder::{Encoder, EncoderError};

/// A weight for each word piece: logistic regression over the set of a sentence's pieces (`training/gate.py`).
#[derive(Debug)]
pub(crate) struct Gate {
    weights: Vec<f32>,
    bias: f32,
}

impl Gate {
    /// The tensors `gate.*` of a model; none where it has none.
    pub(crate) fn open(encoder: &Encoder) -> Result<Option<Self>, EncoderError> {
        let bias = match encoder.floats("gate.b") {
            Err(EncoderError::Missing(_)) => return Ok(None),
            other => other?,
        };
        let bias = bias.first().copied().unwrap_or_default();
        let weights = encoder.table("gate")?;
        Ok(Some(Self { weights, bias }))
    }

    /// Whether a sentence of these pieces may matter. A piece that stands twice counts once.
    pub(crate) fn keeps(&self, pieces: &[i32]) -> bool {
        let mut known: Vec<usize> = pieces
            .iter()
            .filter_map(|piece| usize::try_from(*piece).ok())
            .collect();
        known.sort_unstable();
        known.dedup();
        let weight = |piece: &usize| self.weights.get(*piece).copied().unwrap_or_default();
        let sum: f32 = known.iter().map(weight).sum();
        sum + self.bias >= 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_count_once_and_unknown_ones_nothing() {
        let gate = Gate {
            weights: vec![0.0, 1.0, -0.75],
            bias: -0.5,
        };
        assert!(gate.keeps(&[1]));
        assert!(!gate.keeps(&[2, 1]));
        assert!(!gate.keeps(&[0, 9, -1]));
        assert!(!gate.keeps(&[1, 2, 1, 1]), "twice is no more than once");
    }
}
