//! The float parts: written so that every processor adds in the same order and compilers can use wide registers.
//!
//! Sums run in [`LANES`] lanes that are joined at the end; products that are added to something
//! are fused (`mul_add`) everywhere, so that every processor rounds alike.

/// Lanes of a sum.
pub(crate) const LANES: usize = 16;

/// Rounds to the nearest integer by its addition (for absolute values below 2^22).
const ROUND: f32 = 12_582_912.0;

/// The bits of [`ROUND`].
const ROUND_BITS: i32 = 0x4B40_0000;

/// `e^x`, to a relative error of 2e-7; 0 far below, the largest power far above.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    let x = if x < -87.0 { -87.0 } else { x };
    let x = if x > 88.0 { 88.0 } else { x };
    let shifted = x.mul_add(std::f32::consts::LOG2_E, ROUND);
    let whole = shifted - ROUND;
    let rest = whole.mul_add(2.121_944_4e-4, whole.mul_add(-0.693_359_4, x));
    let mut sum = 1.987_569_1e-4_f32;
    sum = sum.mul_add(rest, 1.398_199_9e-3);
    sum = sum.mul_add(rest, 8.333_452e-3);
    sum = sum.mul_add(rest, 4.166_579_6e-2);
    sum = sum.mul_add(rest, 1.666_666_5e-1);
    sum = sum.mul_add(rest, 0.5);
    sum = (sum * rest).mul_add(rest, rest) + 1.0;
    let power = shifted.to_bits().cast_signed() - ROUND_BITS + 127;
    sum * f32::from_bits((power << 23).cast_unsigned())
}

/// How far the polynomial of [`gelu`] goes.
const GELU_END: f32 = 3.9;

/// The Gaussian error linear unit, `x * Phi(x)`. Phi is an odd polynomial fitted to it with weights that even out the
/// error of the product: at most 1.5e-4, far below the steps of the 8-bit rounding behind it.
#[inline(always)]
pub(crate) fn gelu(x: f32) -> f32 {
    let near = if x < -GELU_END { -GELU_END } else { x };
    let near = if near > GELU_END { GELU_END } else { near };
    let square = near * near;
    let mut sum = 2.626_723_2e-8_f32;
    sum = sum.mul_add(square, -1.770_274_8e-6);
    sum = sum.mul_add(square, 5.123_281_6e-5);
    sum = sum.mul_add(square, -8.444_677e-4);
    sum = sum.mul_add(square, 8.913_565e-3);
    sum = sum.mul_add(square, -6.486_897e-2);
    sum = sum.mul_add(square, 0.398_085_2);
    let share = sum.mul_add(near, 0.5);
    let share = if share < 0.0 { 0.0 } else { share };
    let share = if share > 1.0 { 1.0 } else { share };
    x * share
}

/// The sum of a row.
#[inline(always)]
fn sum(row: &[f32], term: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0; LANES];
    let (chunks, rest) = row.as_chunks::<LANES>();
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += term(*value);
        }
    }
    for (lane, value) in lanes.iter_mut().zip(rest) {
        *lane += term(*value);
    }
    join(lanes)
}

/// Joins the lanes, always in the same order.
#[inline(always)]
fn join(lanes: [f32; LANES]) -> f32 {
    let mut half = LANES / 2;
    let mut lanes = lanes;
    while half > 0 {
        for lane in 0..half {
            lanes[lane] += lanes[lane + half];
        }
        half /= 2;
    }
    lanes[0]
}

/// The product of two rows.
#[inline(always)]
pub(crate) fn dot(left: &[f32], right: &[f32]) -> f32 {
    let mut lanes = [0.0; LANES];
    let (left, left_rest) = left.as_chunks::<LANES>();
    let (right, right_rest) = right.as_chunks::<LANES>();
    for (a, b) in left.iter().zip(right) {
        for lane in 0..LANES {
            lanes[lane] = a[lane].mul_add(b[lane], lanes[lane]);
        }
    }
    for ((lane, a), b) in lanes.iter_mut().zip(left_rest).zip(right_rest) {
        *lane = a.mul_add(*b, *lane);
    }
    join(lanes)
}

/// The value that wins against all others of a row and `start`.
#[inline(always)]
fn extreme(row: &[f32], start: f32, wins: impl Fn(f32, f32) -> bool) -> f32 {
    let mut lanes = [start; LANES];
    let take = |lane: &mut f32, value: f32| *lane = if wins(value, *lane) { value } else { *lane };
    let (chunks, rest) = row.as_chunks::<LANES>();
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            take(lane, *value);
        }
    }
    for (lane, value) in lanes.iter_mut().zip(rest) {
        take(lane, *value);
    }
    let mut half = LANES / 2;
    while half > 0 {
        for lane in 0..half {
            let value = lanes[lane + half];
            take(&mut lanes[lane], value);
        }
        half /= 2;
    }
    lanes[0]
}

/// How a row was made bytes: `value = (byte - zero) * scale`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quantised {
    pub(crate) scale: f32,
    pub(crate) zero: i32,
}

/// Makes a row bytes.
#[inline(always)]
pub(crate) fn quantise(row: &[f32], bytes: &mut [u8]) -> Quantised {
    let low = extreme(row, 0.0, |value, best| value < best);
    let high = extreme(row, 0.0, |value, best| value > best);
    let range = high - low;
    let scale = if range > 1e-12 { range / 255.0 } else { 1.0 };
    let inverse = 1.0 / scale;
    let zero = (-low).mul_add(inverse, ROUND).to_bits().cast_signed() - ROUND_BITS;
    let zero = zero.clamp(0, 255);
    for (byte, value) in bytes.iter_mut().zip(row) {
        let rounded = value.mul_add(inverse, ROUND).to_bits().cast_signed() - ROUND_BITS + zero;
        let rounded = if rounded < 0 { 0 } else { rounded };
        let rounded = if rounded > 255 { 255 } else { rounded };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 0 to 255
        let rounded = rounded as u8;
        *byte = rounded;
    }
    Quantised { scale, zero }
}

/// Subtracts the mean, divides by the deviation, scales and shifts.
#[inline(always)]
pub(crate) fn normalise(row: &mut [f32], weight: &[f32], bias: &[f32]) {
    #[allow(clippy::cast_precision_loss)] // a few hundred
    let size = row.len() as f32;
    let mean = sum(row, |value| value) / size;
    let variance = sum(row, |value| (value - mean) * (value - mean)) / size;
    let inverse = 1.0 / (variance + 1e-12).sqrt();
    for ((value, weight), bias) in row.iter_mut().zip(weight).zip(bias) {
        *value = ((*value - mean) * inverse).mul_add(*weight, *bias);
    }
}

/// Turns scores into shares that add up to 1.
#[inline(always)]
pub(crate) fn softmax(row: &mut [f32]) {
    let start = row.first().copied().unwrap_or_default();
    let most = extreme(row, start, |value, best| value > best);
    for value in row.iter_mut() {
        *value = exp(*value - most);
    }
    let inverse = 1.0 / sum(row, |value| value);
    for value in row.iter_mut() {
        *value *= inverse;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_and_gelu_are_close() {
        for step in -2_000..2_000_i16 {
            let x = f32::from(step) / 100.0;
            let exact = f64::from(x).exp();
            assert!(
                (f64::from(exp(x)) - exact).abs() <= 3e-7 * exact,
                "exp({x})"
            );
        }
        assert!((gelu(1.0) - 0.841_344_7).abs() < 1.5e-4);
        assert!((gelu(-1.0) + 0.158_655_3).abs() < 1.5e-4);
        assert!(
            gelu(-3.9).abs() < 5e-4
                && gelu(-30.0).abs() < 3e-3
                && (gelu(30.0) - 30.0).abs() < 3e-3
                && gelu(0.0) == 0.0
        );
        assert!(exp(-1e9) < 1e-37 && exp(f32::NEG_INFINITY) < 1e-37);
    }

    #[test]
    fn bytes_stand_for_their_row() {
        let row: Vec<f32> = (0..37_i16)
            .map(|step| f32::from(step) * 0.3 - 2.0)
            .collect();
        let mut bytes = vec![0; row.len()];
        let made = quantise(&row, &mut bytes);
        for (value, byte) in row.iter().zip(&bytes) {
            #[allow(clippy::cast_precision_loss)]
            let back = (i32::from(*byte) - made.zero) as f32 * made.scale;
            assert!((back - value).abs() <= made.scale * 1.01);
        }
        assert_eq!(quantise(&[0.0; 5], &mut [9; 5]).zero, 0);
    }

    #[test]
    fn shares_add_up_and_rows_are_normal() {
        let mut row = vec![1.0, 2.0, 3.0];
        softmax(&mut row);
        assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-6 && row[2] > row[1]);
        let mut row: Vec<f32> = (0..40_u8).map(f32::from).collect();
        normalise(&mut row, &[1.0; 40], &[0.0; 40]);
        assert!(row.iter().sum::<f32>().abs() < 1e-4);
        assert!((dot(&row, &row) / 40.0 - 1.0).abs() < 1e-4);
    }
}
