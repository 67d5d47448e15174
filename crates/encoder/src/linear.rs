//! The layers that are one product, and the normalisation between them.

use crate::EncoderError;
use crate::float::{Quantised, normalise, quantise};
use crate::matrix::Matrix;
use crate::product::{Level, Weights};
use crate::tensors::Tensors;

/// Room for what the network computes, kept from layer to layer and from call to call: asking the system for large
/// pieces of memory again and again took a tenth of the time.
#[derive(Debug, Default)]
pub struct Scratch {
    bytes: Vec<u8>,
    quantised: Vec<Quantised>,
    sums: Vec<i32>,
    spare: Vec<Vec<f32>>,
    pub(crate) keys: Vec<f32>,
    pub(crate) shares: Vec<f32>,
}

impl Scratch {
    /// A matrix whose values are left over from others.
    pub(crate) fn take(&mut self, rows: usize, columns: usize) -> Matrix {
        let mut values = self.spare.pop().unwrap_or_default();
        values.resize(rows * columns, 0.0);
        Matrix { values, columns }
    }

    /// Takes a matrix back when it is done with.
    pub(crate) fn give(&mut self, matrix: Matrix) {
        self.spare.push(matrix.values);
    }
}

/// `x * weights * scale + bias`.
#[derive(Debug)]
pub(crate) struct Linear {
    pub(crate) weights: Weights,
    /// Scale of each column, zero in the padding.
    scales: Vec<f32>,
    /// Bias of each column, zero in the padding.
    bias: Vec<f32>,
}

impl Linear {
    /// The tensors `NAME.w` (int8), `NAME.s` and `NAME.b`; `file` is what they were read from.
    pub(crate) fn open(
        file: &[u8],
        tensors: &Tensors<'_>,
        name: &str,
        depth: usize,
        width: usize,
    ) -> Result<Self, EncoderError> {
        let ([rows, columns], bytes) = tensors.int8(&format!("{name}.w"))?;
        if rows != depth || columns != width || !depth.is_multiple_of(4) {
            return Err(EncoderError::Shape(format!("{name}.w")));
        }
        let weights = Weights::pack(depth, width, &file[bytes]);
        let mut scales = tensors.floats(&format!("{name}.s"), Some(width))?;
        let mut bias = tensors.floats(&format!("{name}.b"), Some(width))?;
        scales.resize(weights.padded, 0.0);
        bias.resize(weights.padded, 0.0);
        Ok(Self {
            weights,
            scales,
            bias,
        })
    }

    #[inline(always)]
    pub(crate) fn forward(&self, input: &Matrix, scratch: &mut Scratch, level: Level) -> Matrix {
        let rows = input.values.len() / self.weights.depth;
        let (padded, width) = (self.weights.padded, self.weights.width);
        scratch.bytes.resize(input.values.len(), 0);
        scratch.sums.resize(rows * padded, 0);
        scratch.quantised.clear();
        for (row, bytes) in input
            .rows()
            .zip(scratch.bytes.chunks_exact_mut(self.weights.depth))
        {
            scratch.quantised.push(quantise(row, bytes));
        }
        self.weights
            .multiply(level, &scratch.bytes, &mut scratch.sums);
        let mut output = scratch.take(rows, width);
        let results = output.rows_mut().zip(scratch.sums.chunks_exact(padded));
        for ((row, sums), made) in results.zip(&scratch.quantised) {
            let (corrections, scales, bias) = (
                &self.weights.sums[..width],
                &self.scales[..width],
                &self.bias[..width],
            );
            let sums = &sums[..width];
            for column in 0..width {
                let sum = sums[column] - made.zero * corrections[column];
                #[allow(clippy::cast_precision_loss)] // as in the reference
                let sum = sum as f32;
                row[column] = sum.mul_add(made.scale * scales[column], bias[column]);
            }
        }
        output
    }
}

/// Layer normalisation.
#[derive(Debug)]
pub(crate) struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl Norm {
    /// The tensors `NAME.w` and `NAME.b`.
    pub(crate) fn open(
        tensors: &Tensors<'_>,
        name: &str,
        width: usize,
    ) -> Result<Self, EncoderError> {
        Ok(Self {
            weight: tensors.floats(&format!("{name}.w"), Some(width))?,
            bias: tensors.floats(&format!("{name}.b"), Some(width))?,
        })
    }

    #[inline(always)]
    pub(crate) fn apply(&self, row: &mut [f32]) {
        normalise(row, &self.weight, &self.bias);
    }

    /// Adds a change to every row and normalises it.
    #[inline(always)]
    pub(crate) fn add(&self, hidden: &mut Matrix, change: &Matrix) {
        for (row, change) in hidden.rows_mut().zip(change.rows()) {
            for (value, change) in row.iter_mut().zip(change) {
                *value += change;
            }
            self.apply(row);
        }
    }
}
