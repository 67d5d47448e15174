//! The named tensors of an ONNX file. Only the constants are read; the graph itself is written out in `network.rs`.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::EncoderError;

/// Field numbers of the protocol-buffer messages.
const GRAPH: u64 = 7;
const INITIALIZER: u64 = 5;
const DIMS: u64 = 1;
const DATA_TYPE: u64 = 2;
const NAME: u64 = 8;
const RAW_DATA: u64 = 9;

/// `data_type` of 32-bit floats.
const FLOAT: u64 = 1;
/// `data_type` of 8-bit signed integers.
const INT8: u64 = 3;

/// The constants of a model file.
pub(crate) struct Tensors<'a> {
    file: &'a [u8],
    by_name: BTreeMap<String, Tensor>,
}

#[derive(Default)]
struct Tensor {
    shape: Vec<usize>,
    data_type: u64,
    data: Range<usize>,
}

impl<'a> Tensors<'a> {
    /// Finds the constants; the data stays where it is.
    pub(crate) fn read(file: &'a [u8]) -> Result<Self, EncoderError> {
        let mut by_name = BTreeMap::new();
        let model = Message {
            file,
            range: 0..file.len(),
        };
        for graph in model.fields(GRAPH)? {
            for tensor in graph.fields(INITIALIZER)? {
                let (name, tensor) = tensor.tensor()?;
                by_name.insert(name, tensor);
            }
        }
        Ok(Self { file, by_name })
    }

    fn tensor(&self, name: &str, data_type: u64) -> Result<&Tensor, EncoderError> {
        let tensor = self
            .by_name
            .get(name)
            .ok_or_else(|| EncoderError::Missing(name.to_owned()))?;
        let width = if data_type == FLOAT { 4 } else { 1 };
        let size = tensor
            .shape
            .iter()
            .try_fold(width, |size: usize, side| size.checked_mul(*side));
        if tensor.data_type == data_type && size == Some(tensor.data.len()) {
            Ok(tensor)
        } else {
            Err(EncoderError::Shape(name.to_owned()))
        }
    }

    /// The two sides of a matrix of 8-bit integers, and where its bytes lie in the file.
    pub(crate) fn int8(&self, name: &str) -> Result<([usize; 2], Range<usize>), EncoderError> {
        let tensor = self.tensor(name, INT8)?;
        match tensor.shape.as_slice() {
            [rows, columns] => Ok(([*rows, *columns], tensor.data.clone())),
            _ => Err(EncoderError::Shape(name.to_owned())),
        }
    }

    /// The floats of a tensor with `size` elements, or with any number of them.
    pub(crate) fn floats(&self, name: &str, size: Option<usize>) -> Result<Vec<f32>, EncoderError> {
        let tensor = self.tensor(name, FLOAT)?;
        let bytes = self.file.get(tensor.data.clone()).unwrap_or_default();
        let floats: Vec<f32> = bytes
            .chunks_exact(4)
            .map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]]))
            .collect();
        if size.is_some_and(|size| size != floats.len()) {
            return Err(EncoderError::Shape(name.to_owned()));
        }
        Ok(floats)
    }
}

/// A message inside the file.
#[derive(Clone)]
struct Message<'a> {
    file: &'a [u8],
    range: Range<usize>,
}

/// The value of one field.
enum Value<'a> {
    Number(u64),
    Bytes(Message<'a>),
}

impl<'a> Message<'a> {
    /// The next field; the message begins behind it afterwards.
    fn next(&mut self) -> Result<Option<(u64, Value<'a>)>, EncoderError> {
        if self.range.is_empty() {
            return Ok(None);
        }
        let key = self.number()?;
        let value = match key & 7 {
            0 => Value::Number(self.number()?),
            1 => Value::Bytes(self.bytes(8)?),
            2 => {
                let length = self.number()?;
                Value::Bytes(self.bytes(length)?)
            }
            5 => Value::Bytes(self.bytes(4)?),
            _ => return Err(EncoderError::Damaged),
        };
        Ok(Some((key >> 3, value)))
    }

    fn number(&mut self) -> Result<u64, EncoderError> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = *self
                .file
                .get(self.range.start)
                .filter(|_| !self.range.is_empty())
                .ok_or(EncoderError::Damaged)?;
            self.range.start += 1;
            number |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(EncoderError::Damaged)
    }

    fn bytes(&mut self, length: u64) -> Result<Self, EncoderError> {
        let length = usize::try_from(length).map_err(|_| EncoderError::Damaged)?;
        let start = self.range.start;
        let end = start
            .checked_add(length)
            .filter(|end| *end <= self.range.end)
            .ok_or(EncoderError::Damaged)?;
        self.range.start = end;
        Ok(Self {
            file: self.file,
            range: start..end,
        })
    }

    /// The messages in all fields of that number.
    fn fields(mut self, number: u64) -> Result<Vec<Self>, EncoderError> {
        let mut found = Vec::new();
        while let Some((field, value)) = self.next()? {
            if let (true, Value::Bytes(bytes)) = (field == number, value) {
                found.push(bytes);
            }
        }
        Ok(found)
    }

    /// Reads the message as a tensor with its name.
    fn tensor(mut self) -> Result<(String, Tensor), EncoderError> {
        let mut name = String::new();
        let mut tensor = Tensor::default();
        while let Some((field, value)) = self.next()? {
            match (field, value) {
                (DIMS, Value::Number(side)) => tensor
                    .shape
                    .push(side.try_into().map_err(|_| EncoderError::Damaged)?),
                (DIMS, Value::Bytes(mut packed)) => {
                    while !packed.range.is_empty() {
                        tensor.shape.push(
                            packed
                                .number()?
                                .try_into()
                                .map_err(|_| EncoderError::Damaged)?,
                        );
                    }
                }
                (DATA_TYPE, Value::Number(data_type)) => tensor.data_type = data_type,
                (NAME, Value::Bytes(bytes)) => {
                    name = String::from_utf8_lossy(bytes.file.get(bytes.range).unwrap_or_default())
                        .into_owned();
                }
                (RAW_DATA, Value::Bytes(bytes)) => tensor.data = bytes.range,
                _ => {}
            }
        }
        Ok((name, tensor))
    }
}
