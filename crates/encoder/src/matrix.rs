//! Rows of floats.

use std::ops::Range;

use crate::linear::Scratch;

/// A matrix of floats, row by row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    pub(crate) values: Vec<f32>,
    pub(crate) columns: usize,
}

impl Matrix {
    pub(crate) fn new(rows: usize, columns: usize) -> Self {
        Self {
            values: vec![0.0; rows * columns],
            columns,
        }
    }

    /// The rows, in order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[f32]> {
        self.values.chunks_exact(self.columns.max(1))
    }

    /// One row; empty where there is none.
    #[must_use]
    pub fn row(&self, number: usize) -> &[f32] {
        let start = number.saturating_mul(self.columns);
        let end = start.saturating_add(self.columns);
        self.values.get(start..end).unwrap_or_default()
    }

    pub(crate) fn rows_mut(&mut self) -> impl ExactSizeIterator<Item = &mut [f32]> {
        self.values.chunks_exact_mut(self.columns.max(1))
    }

    /// How many rows there are.
    pub(crate) fn height(&self) -> usize {
        self.values.len() / self.columns.max(1)
    }

    /// Some rows, in the order named.
    pub(crate) fn chosen(&self, rows: &[usize], scratch: &mut Scratch) -> Self {
        let mut chosen = scratch.take(rows.len(), self.columns);
        for (row, number) in chosen.rows_mut().zip(rows) {
            row.copy_from_slice(self.row(*number));
        }
        chosen
    }

    /// Some columns of some rows.
    #[inline(always)]
    pub(crate) fn part(&self, rows: Range<usize>, columns: Range<usize>) -> Self {
        let mut part = Self::new(0, columns.len());
        part.values.reserve(rows.len() * columns.len());
        for row in rows {
            let start = row * self.columns;
            let values = &self.values[start + columns.start..start + columns.end];
            part.values.extend_from_slice(values);
        }
        part
    }
}
