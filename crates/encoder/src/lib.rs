//! The trained network, run on one thread: word pieces in, scores out.
//!
//! [`Encoder::open`] reads the weights out of a safetensors file by name (`training/export.py` writes them);
//! [`Encoder::run`] computes some sequences, [`Encoder::pairs`] the roles around chosen words of one of them. Weights are
//! int8 with a scale a column; what goes into a product is made 8 bits wide with a scale and zero point a row, so that no
//! word's numbers depend on another sentence. All products of integers are exact and all sums of floats have one written
//! order: every processor gives the same scores, whichever of the instruction sets (AVX-512 VNNI, AVX2, none) it offers.
//!
//! A general ONNX runtime took 1.35 times as long: it makes passes of its own over every intermediate result.

mod attention;
mod error;
mod float;
mod linear;
mod matrix;
mod network;
mod product;
mod tensors;

pub use error::EncoderError;
pub use linear::Scratch;
pub use matrix::Matrix;
pub use network::{Anchor, Encoder, Input, Scores, Sizes, WordHead};
