//! Which of the mentions before it a mention takes as its antecedent: a small network scores the features of each pair.

use dateline_encoder::{Encoder, EncoderError};

use super::chain::Known;
use super::features::{ALONE_SIZE, PAIR_SIZE, alone, of_chain, pair};
use super::mention::Mention;
use crate::Sentence;

/// How many mentions before a mention may be its antecedent: so the time is linear in the mentions.
const BEFORE: usize = 100;

/// How many columns of the weights are summed at a time, and in how many lanes.
const STRETCH: usize = 32;
const LANES: usize = 8;

/// The weights that choose antecedents.
#[derive(Debug)]
pub(super) struct Ranker {
    pair: Layer<1>,
    alone: Layer<2>,
    /// Added to the scores of a mention by itself.
    bias: [f32; 2],
}

/// Features to `N` numbers: the rows of those that hold and the bias are summed, what is below zero is cut, `out` weighs.
#[derive(Debug)]
struct Layer<const N: usize> {
    rows: Vec<f32>,
    bias: Vec<f32>,
    out: [Vec<f32>; N],
}

impl<const N: usize> Layer<N> {
    fn open(encoder: &Encoder, name: &str, features: usize) -> Result<Self, EncoderError> {
        let part = |part: &str| encoder.floats(&format!("coref.{name}.{part}"));
        let rows = encoder.table(&format!("coref.{name}"))?;
        let (bias, out) = (part("b")?, part("out")?);
        let width = bias.len();
        if width == 0
            || !width.is_multiple_of(STRETCH)
            || out.len() != N * width
            || rows.len() != features * width
        {
            return Err(EncoderError::Shape(format!("coref.{name}.w")));
        }
        let out = std::array::from_fn(|k| out[k * width..(k + 1) * width].to_vec());
        Ok(Self { rows, bias, out })
    }

    fn score(&self, features: &[usize]) -> [f32; N] {
        let width = self.bias.len();
        let mut totals = [[0.0; LANES]; N];
        // A stretch of columns at a time, whose sums stay in registers.
        for (number, bias) in self.bias.as_chunks::<STRETCH>().0.iter().enumerate() {
            let start = number * STRETCH;
            let mut sums = *bias;
            for feature in features {
                let row = self.rows.get(feature * width + start..).unwrap_or_default();
                if let Some(row) = row.first_chunk::<STRETCH>() {
                    for (sum, weight) in sums.iter_mut().zip(row) {
                        *sum += weight;
                    }
                }
            }
            for (total, out) in totals.iter_mut().zip(&self.out) {
                let out = out[start..start + STRETCH].as_chunks::<LANES>().0;
                for (sums, out) in sums.as_chunks::<LANES>().0.iter().zip(out) {
                    for lane in 0..LANES {
                        total[lane] += sums[lane].max(0.0) * out[lane];
                    }
                }
            }
        }
        totals.map(|lanes| lanes.iter().sum())
    }
}

impl Ranker {
    /// The tensors `coref.*` of a model; none where it has none.
    pub(super) fn open(encoder: &Encoder) -> Result<Option<Self>, EncoderError> {
        let bias = match encoder.floats("coref.bias") {
            Err(EncoderError::Missing(_)) => return Ok(None),
            other => other?,
        };
        let bias = <[f32; 2]>::try_from(bias);
        Ok(Some(Self {
            pair: Layer::open(encoder, "pair", PAIR_SIZE)?,
            alone: Layer::open(encoder, "alone", ALONE_SIZE)?,
            bias: bias.map_err(|_| EncoderError::Shape("coref.bias".to_owned()))?,
        }))
    }

    /// The numbers of the mentions of each chain. Every mention joins the chain of its best antecedent, of equals the
    /// nearest, or begins a chain, or proves to be none; one whose probability is 1 is always one.
    pub(super) fn link(&self, sentences: &[Sentence], mentions: &[Mention]) -> Vec<Vec<usize>> {
        let mut chains: Vec<(Known, Vec<usize>)> = Vec::new();
        // Those before that are mentions, with the numbers of their chains.
        let mut kept: Vec<(usize, usize)> = Vec::with_capacity(mentions.len());
        let mut features = Vec::new();
        let mut seen = Seen::default();
        for (i, m) in mentions.iter().enumerate() {
            features.clear();
            alone(m, kept.len(), seen.before(m), &mut features);
            let [no, new] = self.alone.score(&features);
            let (no, mut most) = (no + self.bias[0], new + self.bias[1]);
            let mut best = None;
            for (back, (j, chain)) in kept.iter().rev().take(BEFORE).enumerate() {
                features.clear();
                pair(&sentences[m.sentence], m, &mentions[*j], &mut features);
                of_chain(m, *j, back + 1, &chains[*chain].0, &mut features);
                let [score] = self.pair.score(&features);
                if score > most {
                    (most, best) = (score, Some(*chain));
                }
            }
            if no > most && m.probability < 1.0 {
                continue;
            }
            let chain = best.unwrap_or(chains.len());
            if chain == chains.len() {
                chains.push((Known::default(), Vec::new()));
            }
            chains[chain].0.add(i, m);
            chains[chain].1.push(i);
            kept.push((i, chain));
            seen.add(m);
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
    /// How often a mention's text and stem were seen.
    fn before(&self, m: &Mention) -> (usize, usize) {
        let count = |counts: &[usize], number: u32| counts.get(number as usize).copied();
        let texts = count(&self.texts, m.text).unwrap_or_default();
        (texts, count(&self.stems, m.stem).unwrap_or_default())
    }

    fn add(&mut self, m: &Mention) {
        for (counts, number) in [(&mut self.texts, m.text), (&mut self.stems, m.stem)] {
            let number = number as usize;
            if counts.len() <= number {
                counts.resize(number + 1, 0);
            }
            counts[number] += 1;
        }
    }
}
