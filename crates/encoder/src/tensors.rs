//! The named tensors of a model file in the safetensors format: eight bytes with the length of a JSON header, the header
//! (name to type, shape and place), then the data.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;

use crate::EncoderError;

/// A header longer than this is no header of ours.
const MAX_HEADER: usize = 1 << 20;

/// The tensors of a model file.
pub(crate) struct Tensors<'a> {
    data: &'a [u8],
    /// Where the data begin in the file.
    start: usize,
    by_name: BTreeMap<String, Tensor>,
}

#[derive(Deserialize)]
struct Tensor {
    dtype: String,
    shape: Vec<usize>,
    /// First byte and end, counted from the end of the header.
    data_offsets: [usize; 2],
}

impl<'a> Tensors<'a> {
    /// Reads the header; the data stay where they are.
    pub(crate) fn read(file: &'a [u8]) -> Result<Self, EncoderError> {
        let (length, rest) = file.split_first_chunk().ok_or(EncoderError::Damaged)?;
        let length = usize::try_from(u64::from_le_bytes(*length)).ok();
        let length = length.filter(|length| *length <= MAX_HEADER && *length <= rest.len());
        let (header, data) = rest.split_at(length.ok_or(EncoderError::Damaged)?);
        let by_name = serde_json::from_slice(header).map_err(|_| EncoderError::Damaged)?;
        Ok(Self {
            data,
            start: file.len() - data.len(),
            by_name,
        })
    }

    /// The shape of a tensor and where its bytes lie among the data.
    fn tensor(&self, name: &str, dtype: &str) -> Result<(&[usize], Range<usize>), EncoderError> {
        let tensor = self.by_name.get(name);
        let tensor = tensor.ok_or_else(|| EncoderError::Missing(name.to_owned()))?;
        let width: usize = if dtype == "F32" { 4 } else { 1 };
        let mut sides = tensor.shape.iter();
        let size = sides.try_fold(width, |size, side| size.checked_mul(*side));
        let [start, end] = tensor.data_offsets;
        let fits = end <= self.data.len() && size == end.checked_sub(start);
        if tensor.dtype == dtype && fits {
            Ok((&tensor.shape, start..end))
        } else {
            Err(EncoderError::Shape(name.to_owned()))
        }
    }

    /// Whether there is a tensor of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    /// The two sides of a matrix of 8-bit integers, and where its bytes lie in the file.
    pub(crate) fn int8(&self, name: &str) -> Result<([usize; 2], Range<usize>), EncoderError> {
        match self.tensor(name, "I8")? {
            ([rows, columns], data) => Ok((
                [*rows, *columns],
                self.start + data.start..self.start + data.end,
            )),
            _ => Err(EncoderError::Shape(name.to_owned())),
        }
    }

    /// The floats of a tensor with `size` elements, or with any number of them.
    pub(crate) fn floats(&self, name: &str, size: Option<usize>) -> Result<Vec<f32>, EncoderError> {
        let (_, data) = self.tensor(name, "F32")?;
        let (fours, _) = self.data[data].as_chunks::<4>();
        let floats: Vec<f32> = fours.iter().map(|four| f32::from_le_bytes(*four)).collect();
        if size.is_some_and(|size| size != floats.len()) {
            return Err(EncoderError::Shape(name.to_owned()));
        }
        Ok(floats)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn file(header: &str, data: &[u8]) -> Vec<u8> {
        let length = u64::try_from(header.len()).unwrap().to_le_bytes();
        [&length, header.as_bytes(), data].concat()
    }

    const HEADER: &str = r#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"I8","shape":[1,2],"data_offsets":[4,6]}}"#;

    #[test]
    fn tensors_are_found_by_name_and_held_to_their_shape() {
        let file = file(HEADER, &[0, 0, 128, 63, 7, 9]);
        let tensors = Tensors::read(&file).unwrap();
        assert_eq!(tensors.floats("a", Some(1)).unwrap(), [1.0]);
        let (sides, place) = tensors.int8("b").unwrap();
        assert_eq!((sides, &file[place]), ([1, 2], &[7, 9][..]));
        assert!(tensors.floats("a", Some(2)).is_err() && tensors.int8("a").is_err());
        assert!(tensors.floats("c", None).is_err() && !tensors.has("c"));
    }

    #[test]
    fn a_damaged_file_is_refused() {
        let whole = file(HEADER, &[0, 0, 128, 63, 7, 9]);
        for cut in 0..whole.len() - 6 {
            assert!(Tensors::read(&whole[..cut]).is_err());
        }
        let short = Tensors::read(&whole[..whole.len() - 1]).unwrap();
        assert!(short.int8("b").is_err());
        assert!(Tensors::read(&[255; 64]).is_err());
        let wild = r#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[9,4]}}"#;
        assert!(
            Tensors::read(&file(wild, &[0; 16]))
                .unwrap()
                .floats("a", None)
                .is_err()
        );
    }
}
