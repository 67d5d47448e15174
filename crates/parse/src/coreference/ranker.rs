//! Which of the mentions before it a mention takes as its antecedent: a small network scores the features of each pair.

use dateline_encoder::{Encoder, EncoderError};

use super::chain::Known;
use super::features::{ALONE_SIZE, PAIR_SIZE, alone, of_chain, pair};
use super::mention::Mention;
use crate::Sentence;

/// How many mentions before a mention may be its antecedent: so the time is linear in the mentions.
const BEFORE: usize = 100;

/// The weights that choose antecedents.
#[derive(Debug)]
pub(super) struct Ranker {
    pair: Layer,
    alone: Layer,
    /// Added to the score of having no antecedent.
    none: f32,
}

/// Features to one number: the rows of those that hold and the bias are summed, what is below zero is cut, `out` weighs.
#[derive(Debug)]
struct Layer {
    rows: Vec<f32>,
    bias: Vec<f32>,
    out: Vec<f32>,
}

impl Layer {
    fn open(encoder: &Encoder, name: &str, features: usize) -> Result<Self, EncoderError> {
        let part = |part: &str| encoder.floats(&format!("coref.{name}.{part}"));
        let (rows, bias, out) = (part("w")?, part("b")?, part("out")?);
        if bias.is_empty() || out.len() != bias.len() || rows.len() != features * bias.len() {
            return Err(EncoderError::Shape(format!("coref.{name}.w")));
        }
        Ok(Self { rows, bias, out })
    }

    fn score(&self, features: &[usize], sum: &mut Vec<f32>) -> f32 {
        let width = self.bias.len();
        sum.clear();
        sum.extend_from_slice(&self.bias);
        for feature in features {
            let row = &self.rows[feature * width..(feature + 1) * width];
            for (sum, weight) in sum.iter_mut().zip(row) {
                *sum += weight;
            }
        }
        let shares = sum.iter().zip(&self.out);
        shares.map(|(sum, weight)| sum.max(0.0) * weight).sum()
    }
}

impl Ranker {
    /// The tensors `coref.*` of a model; none where it has none.
    pub(super) fn open(encoder: &Encoder) -> Result<Option<Self>, EncoderError> {
        let none = match encoder.floats("coref.none") {
            Err(EncoderError::Missing(_)) => return Ok(None),
            other => other?,
        };
        Ok(Some(Self {
            pair: Layer::open(encoder, "pair", PAIR_SIZE)?,
            alone: Layer::open(encoder, "alone", ALONE_SIZE)?,
            none: none.first().copied().unwrap_or_default(),
        }))
    }

    /// The numbers of the mentions of each chain. Every mention joins the chain of its best antecedent, of equals the
    /// nearest, or begins a chain.
    pub(super) fn link(&self, sentences: &[Sentence], mentions: &[Mention]) -> Vec<Vec<usize>> {
        let mut chains: Vec<(Known, Vec<usize>)> = Vec::new();
        let mut chain_of: Vec<usize> = Vec::with_capacity(mentions.len());
        let (mut features, mut sum) = (Vec::new(), Vec::new());
        let mut seen = Seen::default();
        for (i, m) in mentions.iter().enumerate() {
            features.clear();
            let (same_text, same_stem) = seen.add(m);
            alone(m, i, same_text, same_stem, &mut features);
            let mut most = self.alone.score(&features, &mut sum) + self.none;
            let mut best = None;
            for (j, c) in mentions[..i].iter().enumerate().rev().take(BEFORE) {
                let chain = chain_of[j];
                features.clear();
                pair(&sentences[m.sentence], m, c, i - j, &mut features);
                of_chain(m, j, &chains[chain].0, &mut features);
                let score = self.pair.score(&features, &mut sum);
                if score > most {
                    (most, best) = (score, Some(chain));
                }
            }
            let chain = best.unwrap_or(chains.len());
            if chain == chains.len() {
                chains.push((Known::default(), Vec::new()));
            }
            chains[chain].0.add(i, m);
            chains[chain].1.push(i);
            chain_of.push(chain);
        }
        chains.into_iter().map(|(_, numbers)| numbers).collect()
    }
}

/// How often texts and stems have been seen, by their numbers.
#[derive(Default)]
struct Seen {
    texts: Vec<usize>,
    stems: Vec<usize>,
}

impl Seen {
    /// How often a mention's text and stem were seen before it.
    fn add(&mut self, m: &Mention) -> (usize, usize) {
        (count(&mut self.texts, m.text), count(&mut self.stems, m.stem))
    }
}

fn count(counts: &mut Vec<usize>, number: u32) -> usize {
    let number = number as usize;
    if counts.len() <= number {
        counts.resize(number + 1, 0);
    }
    counts[number] += 1;
    counts[number] - 1
}
