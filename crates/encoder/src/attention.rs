//! Attention: every piece of a sequence looks at every other.

use std::ops::Range;

use crate::float::softmax;
use crate::linear::Scratch;
use crate::matrix::Matrix;
use crate::network::HIDDEN;

/// Attention heads of a layer.
const HEADS: usize = 12;
/// Width of one attention head.
const HEAD: usize = HIDDEN / HEADS;
/// Rows that attention works on at once.
const ROWS: usize = 4;
/// Columns that attention works on at once.
const COLUMNS: usize = 16;

/// Attention of all heads; the scale is inside the queries already.
/// `qkv` holds queries, keys and values of several sequences; no sequence sees another.
#[inline(always)]
pub(crate) fn attend(qkv: &Matrix, sequences: &[Range<usize>], scratch: &mut Scratch) -> Matrix {
    let mut mixed = scratch.take(qkv.height(), HIDDEN);
    let width = 3 * HIDDEN;
    for rows in sequences {
        let qkv = &qkv.values[rows.start * width..rows.end * width];
        let mixed = &mut mixed.values[rows.start * HIDDEN..rows.end * HIDDEN];
        attend_one(qkv, mixed, scratch);
    }
    mixed
}

#[inline(always)]
fn attend_one(qkv: &[f32], mixed: &mut [f32], scratch: &mut Scratch) {
    let rows = qkv.len() / (3 * HIDDEN);
    let padded = rows.next_multiple_of(COLUMNS);
    // What is left over in the padding gives products that nobody reads.
    scratch.keys.resize(HEAD * padded, 0.0);
    scratch.shares.resize(ROWS * padded, 0.0);
    for head in 0..HEADS {
        let at = |row: usize, part: usize| row * 3 * HIDDEN + part * HIDDEN + head * HEAD;
        for row in 0..rows {
            for (depth, key) in qkv[at(row, 1)..at(row, 1) + HEAD].iter().enumerate() {
                scratch.keys[depth * padded + row] = *key;
            }
        }
        for start in (0..rows).step_by(ROWS) {
            // The last block may work on some rows twice.
            let block: [usize; ROWS] = std::array::from_fn(|row| (start + row).min(rows - 1));
            let queries = block.map(|row| &qkv[at(row, 0)..at(row, 0) + HEAD]);
            match_keys(&queries, &scratch.keys, padded, &mut scratch.shares);
            for shares in scratch.shares.chunks_exact_mut(padded) {
                softmax(&mut shares[..rows]);
            }
            let mut sums = [[0.0_f32; HEAD]; ROWS];
            for other in 0..rows {
                let value = &qkv[at(other, 2)..at(other, 2) + HEAD];
                for (row, sums) in sums.iter_mut().enumerate() {
                    let share = scratch.shares[row * padded + other];
                    for (sum, value) in sums.iter_mut().zip(value) {
                        *sum = share.mul_add(*value, *sum);
                    }
                }
            }
            for (row, sums) in block.iter().zip(&sums) {
                let at = row * HIDDEN + head * HEAD;
                mixed[at..at + HEAD].copy_from_slice(sums);
            }
        }
    }
}

/// The products of some queries with all keys (given depth by depth).
#[inline(always)]
fn match_keys(queries: &[&[f32]; ROWS], keys: &[f32], padded: usize, products: &mut [f32]) {
    for column in (0..padded).step_by(COLUMNS) {
        let mut sums = [[0.0_f32; COLUMNS]; ROWS];
        for depth in 0..HEAD {
            let keys = &keys[depth * padded + column..depth * padded + column + COLUMNS];
            for (sums, query) in sums.iter_mut().zip(queries) {
                for (sum, key) in sums.iter_mut().zip(keys) {
                    *sum = query[depth].mul_add(*key, *sum);
                }
            }
        }
        for (row, sums) in sums.iter().enumerate() {
            let at = row * padded + column;
            products[at..at + COLUMNS].copy_from_slice(sums);
        }
    }
}
