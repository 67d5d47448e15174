//! Exact products of small integers: rows of unsigned bytes times a matrix of signed bytes.
//!
//! The matrix lies packed in panels of [`PANEL`] columns; a panel holds, for every four rows, the four bytes of each of
//! its columns side by side, which is what the dot-product instructions of AVX-512 VNNI read.
#![allow(unsafe_code)] // processor intrinsics

/// Columns of a panel.
const PANEL: usize = 64;

/// Bytes of one step of a panel: four rows of every column.
const STEP: usize = 4 * PANEL;

/// What the processor offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// Plain code.
    Portable,
    /// AVX2 with FMA.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// AVX-512 with VNNI, and FMA.
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Level {
    /// The best level of this processor.
    pub(crate) fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            let wide = is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512vnni")
                && is_x86_feature_detected!("fma");
            if wide {
                return Self::Avx512;
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                return Self::Avx2;
            }
        }
        Self::Portable
    }
}

/// A matrix of signed bytes.
#[derive(Debug)]
pub(crate) struct Weights {
    /// Rows, a multiple of four.
    pub(crate) depth: usize,
    /// Columns.
    pub(crate) width: usize,
    /// Columns with padding, a multiple of [`PANEL`].
    pub(crate) padded: usize,
    panels: Vec<i8>,
    /// Sum of each column, padding included.
    pub(crate) sums: Vec<i32>,
    /// Whether no weight exceeds 64, so that a pair of products fits 16 bits.
    narrow: bool,
}

impl Weights {
    /// Packs a matrix given row by row. `depth` must be a multiple of four and `rows` hold `depth * width` bytes.
    pub(crate) fn pack(depth: usize, width: usize, rows: &[u8]) -> Self {
        let padded = width.next_multiple_of(PANEL);
        let mut panels = vec![0; depth * padded];
        let mut sums = vec![0; padded];
        let mut narrow = true;
        for (row, bytes) in rows.chunks_exact(width).take(depth).enumerate() {
            for (column, byte) in bytes.iter().enumerate() {
                let value = byte.cast_signed();
                let panel = column / PANEL * depth * PANEL;
                panels[panel + row / 4 * STEP + column % PANEL * 4 + row % 4] = value;
                sums[column] += i32::from(value);
                narrow &= value.unsigned_abs() <= 64;
            }
        }
        Self {
            depth,
            width,
            padded,
            panels,
            sums,
            narrow,
        }
    }

    /// `out = left * self`, with `depth` bytes a row on the left and `padded` sums a row in `out`.
    pub(crate) fn multiply(&self, level: Level, left: &[u8], out: &mut [i32]) {
        let rows = left.len() / self.depth;
        assert_eq!(left.len(), rows * self.depth);
        assert_eq!(out.len(), rows * self.padded);
        match level {
            #[cfg(target_arch = "x86_64")]
            // SAFETY: the level says that the processor has the instructions; the lengths were checked above.
            Level::Avx512 => unsafe { x86::multiply_avx512(self, left, rows, out) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as above.
            Level::Avx2 if self.narrow => unsafe { x86::multiply_avx2(self, left, rows, out) },
            _ => self.multiply_portable(left, rows, out),
        }
    }

    fn multiply_portable(&self, left: &[u8], rows: usize, out: &mut [i32]) {
        for (number, panel) in self.panels.chunks_exact(self.depth * PANEL).enumerate() {
            for row in 0..rows {
                let bytes = &left[row * self.depth..(row + 1) * self.depth];
                let mut sums = [0_i32; PANEL];
                for (four, step) in bytes.chunks_exact(4).zip(panel.chunks_exact(STEP)) {
                    for (sum, weights) in sums.iter_mut().zip(step.chunks_exact(4)) {
                        for (byte, weight) in four.iter().zip(weights) {
                            *sum += i32::from(*byte) * i32::from(*weight);
                        }
                    }
                }
                let at = row * self.padded + number * PANEL;
                out[at..at + PANEL].copy_from_slice(&sums);
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::{
        __m256i, __m512i, _mm256_add_epi32, _mm256_loadu_si256, _mm256_madd_epi16,
        _mm256_maddubs_epi16, _mm256_set1_epi16, _mm256_set1_epi32, _mm256_setzero_si256,
        _mm256_storeu_si256, _mm512_dpbusd_epi32, _mm512_loadu_si512, _mm512_set1_epi32,
        _mm512_setzero_si512, _mm512_storeu_si512,
    };

    use super::{PANEL, STEP, Weights};

    /// Rows of the left side worked on at once with AVX-512: six rows and four registers of columns fill the file.
    const ROWS_512: usize = 6;
    /// Rows at once with AVX2, over half a panel.
    const ROWS_256: usize = 3;

    /// # Safety
    /// The processor has the features, `left` has `rows * depth` bytes and `out` has `rows * padded` sums.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
    pub(super) unsafe fn multiply_avx512(
        weights: &Weights,
        left: &[u8],
        rows: usize,
        out: &mut [i32],
    ) {
        for panel in 0..weights.padded / PANEL {
            let mut row = 0;
            while row < rows {
                // SAFETY: the block lies inside all three arrays.
                unsafe {
                    match rows - row {
                        1 => block_512::<1>(weights, panel, left, row, out),
                        2 => block_512::<2>(weights, panel, left, row, out),
                        3 => block_512::<3>(weights, panel, left, row, out),
                        4 => block_512::<4>(weights, panel, left, row, out),
                        5 => block_512::<5>(weights, panel, left, row, out),
                        _ => block_512::<ROWS_512>(weights, panel, left, row, out),
                    }
                }
                row += ROWS_512;
            }
        }
    }

    /// # Safety
    /// `ROWS` rows from `row` on and the panel exist.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
    #[inline]
    unsafe fn block_512<const ROWS: usize>(
        weights: &Weights,
        panel: usize,
        left: &[u8],
        row: usize,
        out: &mut [i32],
    ) {
        let depth = weights.depth;
        // SAFETY: `panel` is one of the panels, each `depth * PANEL` bytes long.
        let mut columns = unsafe { weights.panels.as_ptr().add(panel * depth * PANEL) };
        // SAFETY: `row` is one of the rows.
        let bytes = unsafe { left.as_ptr().add(row * depth) };
        let mut sums = [[_mm512_setzero_si512(); 4]; ROWS];
        for step in 0..depth / 4 {
            // SAFETY: a step has four registers of 64 bytes, and there are depth / 4 steps.
            let right: [__m512i; 4] = unsafe {
                [
                    _mm512_loadu_si512(columns.cast()),
                    _mm512_loadu_si512(columns.add(64).cast()),
                    _mm512_loadu_si512(columns.add(128).cast()),
                    _mm512_loadu_si512(columns.add(192).cast()),
                ]
            };
            for (index, sums) in sums.iter_mut().enumerate() {
                // SAFETY: each row has `depth` bytes, four of them in each step.
                let four = unsafe {
                    bytes
                        .add(index * depth + 4 * step)
                        .cast::<i32>()
                        .read_unaligned()
                };
                let four = _mm512_set1_epi32(four);
                for (sum, right) in sums.iter_mut().zip(right) {
                    *sum = _mm512_dpbusd_epi32(*sum, four, right);
                }
            }
            // SAFETY: at most one past the end of the panel.
            columns = unsafe { columns.add(STEP) };
        }
        for (index, sums) in sums.iter().enumerate() {
            for (part, sum) in sums.iter().enumerate() {
                let at = (row + index) * weights.padded + panel * PANEL + 16 * part;
                // SAFETY: the row and the panel lie inside `out`.
                unsafe { _mm512_storeu_si512(out.as_mut_ptr().add(at).cast(), *sum) };
            }
        }
    }

    /// # Safety
    /// The processor has AVX2, `left` has `rows * depth` bytes, `out` has `rows * padded` sums, no weight exceeds 64.
    #[target_feature(enable = "avx2")]
    pub(super) unsafe fn multiply_avx2(
        weights: &Weights,
        left: &[u8],
        rows: usize,
        out: &mut [i32],
    ) {
        for half in 0..weights.padded / 32 {
            let mut row = 0;
            while row < rows {
                // SAFETY: the block lies inside all three arrays.
                unsafe {
                    match rows - row {
                        1 => block_256::<1>(weights, half, left, row, out),
                        2 => block_256::<2>(weights, half, left, row, out),
                        _ => block_256::<ROWS_256>(weights, half, left, row, out),
                    }
                }
                row += ROWS_256;
            }
        }
    }

    /// # Safety
    /// `ROWS` rows from `row` on and the half panel exist.
    #[target_feature(enable = "avx2")]
    #[inline]
    unsafe fn block_256<const ROWS: usize>(
        weights: &Weights,
        half: usize,
        left: &[u8],
        row: usize,
        out: &mut [i32],
    ) {
        let depth = weights.depth;
        let offset = half / 2 * depth * PANEL + half % 2 * (STEP / 2);
        // SAFETY: the half panel exists; its steps lie STEP bytes apart.
        let mut columns = unsafe { weights.panels.as_ptr().add(offset) };
        // SAFETY: `row` is one of the rows.
        let bytes = unsafe { left.as_ptr().add(row * depth) };
        let ones = _mm256_set1_epi16(1);
        let mut sums = [[_mm256_setzero_si256(); 4]; ROWS];
        for step in 0..depth / 4 {
            // SAFETY: half a step has four registers of 32 bytes.
            let right: [__m256i; 4] = unsafe {
                [
                    _mm256_loadu_si256(columns.cast()),
                    _mm256_loadu_si256(columns.add(32).cast()),
                    _mm256_loadu_si256(columns.add(64).cast()),
                    _mm256_loadu_si256(columns.add(96).cast()),
                ]
            };
            for (index, sums) in sums.iter_mut().enumerate() {
                // SAFETY: each row has `depth` bytes, four of them in each step.
                let four = unsafe {
                    bytes
                        .add(index * depth + 4 * step)
                        .cast::<i32>()
                        .read_unaligned()
                };
                let four = _mm256_set1_epi32(four);
                for (sum, right) in sums.iter_mut().zip(right) {
                    // 2 * 255 * 64 fits 16 bits, so nothing saturates.
                    let pairs = _mm256_madd_epi16(_mm256_maddubs_epi16(four, right), ones);
                    *sum = _mm256_add_epi32(*sum, pairs);
                }
            }
            // The last step may end half a step before the end of its panel.
            columns = columns.wrapping_add(STEP);
        }
        for (index, sums) in sums.iter().enumerate() {
            for (part, sum) in sums.iter().enumerate() {
                let at = (row + index) * weights.padded + half * 32 + 8 * part;
                // SAFETY: the row and the half panel lie inside `out`.
                unsafe { _mm256_storeu_si256(out.as_mut_ptr().add(at).cast(), *sum) };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_level_gives_the_exact_product(
            rows in 1_usize..15,
            steps in 1_usize..9,
            width in 1_usize..140,
            seed in any::<u32>(),
            narrow in any::<bool>(),
        ) {
            let depth = 4 * steps;
            let mut state = seed;
            let mut byte = || {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            };
            let left: Vec<u8> = (0..rows * depth).map(|_| byte()).collect();
            let weights: Vec<u8> = (0..depth * width)
                .map(|_| if narrow { (byte().cast_signed() / 2).cast_unsigned() } else { byte() })
                .collect();
            let packed = Weights::pack(depth, width, &weights);
            let mut levels = vec![Level::Portable];
            #[cfg(target_arch = "x86_64")]
            match Level::detect() {
                Level::Avx512 => levels.extend([Level::Avx2, Level::Avx512]),
                level => levels.push(level),
            }
            for level in levels {
                let mut out = vec![0; rows * packed.padded];
                packed.multiply(level, &left, &mut out);
                for row in 0..rows {
                    for column in 0..width {
                        let exact: i32 = (0..depth)
                            .map(|at| i32::from(left[row * depth + at]) * i32::from(weights[at * width + column].cast_signed()))
                            .sum();
                        prop_assert_eq!(out[row * packed.padded + column], exact);
                    }
                }
            }
        }
    }
}
