//! The trained network, run on one thread: word pieces in, scores out.
//!
//! [`Encoder::open`] reads the weights out of the ONNX file by name (`training/export.py` writes them); [`Encoder::run`]
//! computes one sequence. Weights are int8 with a scale a column; what goes into a product is made 8 bits wide with a
//! scale and zero point a row, so that no word's numbers depend on another sentence. All products of integers are exact
//! and all sums of floats have one written order: every processor gives the same scores, whichever of the instruction
//! sets (AVX-512 VNNI, AVX2, none) it offers.
//!
//! A general ONNX runtime took 1.35 times as long: it makes passes of its own over every intermediate result.

mod error;
mod float;
mod network;
mod onnx;
mod product;

pub use error::EncoderError;
pub use network::{Encoder, Matrix, Scores, Sizes};
