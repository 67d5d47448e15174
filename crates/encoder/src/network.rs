//! The network: embeddings, six layers of attention, heads for tags, entities and the tree.
#![allow(unsafe_code)] // calls into code for detected processor features

use std::borrow::Cow;
use std::ops::Range;

use crate::EncoderError;
use crate::float::{Quantised, dot, gelu, normalise, quantise, softmax};
use crate::onnx::Tensors;
use crate::product::{Level, Weights};

/// Width of the hidden rows.
const HIDDEN: usize = 384;
/// Attention heads of a layer.
const HEADS: usize = 12;
/// Width of one attention head.
const HEAD: usize = HIDDEN / HEADS;
/// Rows that attention works on at once.
const ROWS: usize = 4;
/// Columns that attention works on at once.
const COLUMNS: usize = 16;

/// Sizes of the heads, from the label tables.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    /// Universal parts of speech.
    pub upos: usize,
    /// Penn tags.
    pub xpos: usize,
    /// Entity tags.
    pub ner: usize,
    /// Relations.
    pub relations: usize,
    /// Components of a relation's vector, without the bias.
    pub rank: usize,
}

/// The network with its weights. Threads may share it.
#[derive(Debug)]
pub struct Encoder {
    file: Cow<'static, [u8]>,
    words: Range<usize>,
    word_scales: Vec<f32>,
    places: Vec<f32>,
    shapes: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    heads: Linear,
    arc: Linear,
    relation: Linear,
    sizes: Sizes,
    level: Level,
}

/// A matrix of floats, row by row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    values: Vec<f32>,
    columns: usize,
}

/// The scores of one sequence, a row for each word.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores {
    /// Universal parts of speech.
    pub upos: Matrix,
    /// Penn tags.
    pub xpos: Matrix,
    /// Entity tags.
    pub ner: Matrix,
    /// Heads: column 0 the root, column k word k - 1.
    pub arc: Matrix,
    /// Relations of each word as a dependent, `relations * (rank + 1)` columns.
    pub rel_dep: Matrix,
    /// Each possible head, the root first; the last column is 1.
    pub rel_head: Matrix,
}

#[derive(Debug)]
struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

/// `x * weights * scale + bias`.
#[derive(Debug)]
struct Linear {
    weights: Weights,
    /// Scale of each column, zero in the padding.
    scales: Vec<f32>,
    /// Bias of each column, zero in the padding.
    bias: Vec<f32>,
}

#[derive(Debug)]
struct Layer {
    qkv: Linear,
    out: Linear,
    norm1: Norm,
    up: Linear,
    down: Linear,
    norm2: Norm,
}

impl Matrix {
    fn new(rows: usize, columns: usize) -> Self {
        Self {
            values: vec![0.0; rows * columns],
            columns,
        }
    }

    /// The rows, in order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[f32]> {
        self.values.chunks_exact(self.columns.max(1))
    }

    fn rows_mut(&mut self) -> impl ExactSizeIterator<Item = &mut [f32]> {
        self.values.chunks_exact_mut(self.columns.max(1))
    }

    /// Some columns of the rows from `first` on.
    #[inline(always)]
    fn part(&self, first: usize, columns: Range<usize>) -> Self {
        let width = columns.len();
        let mut part = Self::new(0, width);
        part.values
            .reserve(self.values.len() / self.columns.max(1) * width);
        for row in self.rows().skip(first) {
            part.values.extend_from_slice(&row[columns.clone()]);
        }
        part
    }
}

impl Encoder {
    /// Reads the weights out of an ONNX file that `training/export.py` wrote.
    ///
    /// # Errors
    /// When the file is damaged, or a tensor is missing or has another shape.
    pub fn open(file: Cow<'static, [u8]>, sizes: Sizes) -> Result<Self, EncoderError> {
        let tensors = Tensors::read(&file)?;
        let ([pieces, width], words) = tensors.int8("word.q")?;
        let layers = (0..).map_while(|number| {
            let name = format!("layers.{number}.qkv.w");
            tensors
                .int8(&name)
                .is_ok()
                .then(|| Layer::open(&file, &tensors, number))
        });
        let layers = layers.collect::<Result<Vec<_>, _>>()?;
        let Sizes {
            upos,
            xpos,
            ner,
            relations,
            rank,
        } = sizes;
        let ([arc, _], _) = tensors.int8("arc.w")?;
        if width != HIDDEN || layers.is_empty() {
            return Err(EncoderError::Shape("word.q".to_owned()));
        }
        let encoder = Self {
            words,
            word_scales: tensors.floats("word.s", Some(pieces))?,
            places: tensors.floats("place", None)?,
            shapes: tensors.floats("shape", None)?,
            norm: Norm::open(&tensors, "norm")?,
            layers,
            heads: Linear::open(
                &file,
                &tensors,
                "heads",
                HIDDEN,
                upos + xpos + ner + 2 * arc + 2 * rank,
            )?,
            arc: Linear::open(&file, &tensors, "arc", arc, arc)?,
            relation: Linear::open(&file, &tensors, "rel", rank, relations * (rank + 1))?,
            sizes,
            level: Level::detect(),
            file: Cow::default(),
        };
        Ok(Self { file, ..encoder })
    }

    /// The scores of one sequence: ids and shape classes of its pieces, and the index of each word's first piece.
    /// Ids and indexes that do not exist are read as 0.
    #[must_use]
    pub fn run(&self, pieces: &[i32], shapes: &[i32], first: &[i32]) -> Scores {
        match self.level {
            #[cfg(target_arch = "x86_64")]
            // SAFETY: the level was detected on this processor.
            Level::Avx512 => unsafe { run_avx512(self, pieces, shapes, first) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as above.
            Level::Avx2 => unsafe { run_avx2(self, pieces, shapes, first) },
            Level::Portable => self.forward(pieces, shapes, first),
        }
    }

    /// The computation itself, compiled once for each level.
    #[inline(always)]
    fn forward(&self, pieces: &[i32], shapes: &[i32], first: &[i32]) -> Scores {
        let mut hidden = self.embed(pieces, shapes);
        let mut scratch = Scratch::default();
        for layer in &self.layers {
            layer.forward(&mut hidden, &mut scratch, self.level);
        }
        self.score(&hidden, first, &mut scratch)
    }

    #[inline(always)]
    fn embed(&self, pieces: &[i32], shapes: &[i32]) -> Matrix {
        let places = self.places.len() / HIDDEN;
        let mut hidden = Matrix::new(pieces.len().min(places), HIDDEN);
        let table = &self.file[self.words.clone()];
        let rows = hidden
            .rows_mut()
            .zip(pieces)
            .zip(shapes)
            .zip(self.places.chunks_exact(HIDDEN));
        for (((row, piece), shape), place) in rows {
            let piece = index(*piece, self.word_scales.len());
            let shape = index(*shape, self.shapes.len() / HIDDEN);
            let word = &table[piece * HIDDEN..(piece + 1) * HIDDEN];
            let shape = &self.shapes[shape * HIDDEN..(shape + 1) * HIDDEN];
            let scale = self.word_scales[piece];
            for column in 0..HIDDEN {
                row[column] =
                    f32::from(word[column].cast_signed()) * scale + place[column] + shape[column];
            }
            normalise(row, &self.norm.weight, &self.norm.bias);
        }
        hidden
    }

    /// The heads over the root (the first piece) and the first pieces of the words.
    #[inline(always)]
    fn score(&self, hidden: &Matrix, first: &[i32], scratch: &mut Scratch) -> Scores {
        let pieces = hidden.values.len() / HIDDEN;
        let mut rows = Matrix::new(0, HIDDEN);
        for piece in std::iter::once(&0).chain(first) {
            let piece = index(*piece, pieces);
            rows.values
                .extend_from_slice(&hidden.values[piece * HIDDEN..(piece + 1) * HIDDEN]);
        }
        let all = self.heads.forward(&rows, scratch, self.level);
        let Sizes {
            upos,
            xpos,
            ner,
            rank,
            ..
        } = self.sizes;
        let arc = self.arc.weights.depth;
        let mut end = 0;
        let mut next = |size: usize| {
            end += size;
            end - size..end
        };
        let [upos, xpos, ner] = [upos, xpos, ner].map(|size| all.part(1, next(size)));
        let [arc_dep, rel_dep, arc_head, rel_head] = [next(arc), next(rank), next(arc), next(rank)];
        let activated = |first, columns| {
            let mut part = all.part(first, columns);
            activate(&mut part.values);
            part
        };
        let arc_dep = self
            .arc
            .forward(&activated(1, arc_dep), scratch, self.level);
        let arc_head = activated(0, arc_head);
        let mut arc = Matrix::new(first.len(), first.len() + 1);
        for (row, word) in arc.rows_mut().zip(arc_dep.rows()) {
            for (score, head) in row.iter_mut().zip(arc_head.rows()) {
                *score = dot(word, head);
            }
        }
        let mut heads = Matrix::new(0, rank + 1);
        for row in activated(0, rel_head).rows() {
            heads.values.extend_from_slice(row);
            heads.values.push(1.0);
        }
        Scores {
            upos,
            xpos,
            ner,
            arc,
            rel_dep: self
                .relation
                .forward(&activated(1, rel_dep), scratch, self.level),
            rel_head: heads,
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
fn run_avx512(encoder: &Encoder, pieces: &[i32], shapes: &[i32], first: &[i32]) -> Scores {
    encoder.forward(pieces, shapes, first)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn run_avx2(encoder: &Encoder, pieces: &[i32], shapes: &[i32], first: &[i32]) -> Scores {
    encoder.forward(pieces, shapes, first)
}

/// An index below `size`, else 0.
#[inline(always)]
fn index(number: i32, size: usize) -> usize {
    usize::try_from(number)
        .ok()
        .filter(|number| *number < size)
        .unwrap_or_default()
}

impl Norm {
    fn open(tensors: &Tensors<'_>, name: &str) -> Result<Self, EncoderError> {
        Ok(Self {
            weight: tensors.floats(&format!("{name}.w"), Some(HIDDEN))?,
            bias: tensors.floats(&format!("{name}.b"), Some(HIDDEN))?,
        })
    }
}

/// Room for what a layer computes, kept from layer to layer.
#[derive(Default)]
struct Scratch {
    bytes: Vec<u8>,
    quantised: Vec<Quantised>,
    sums: Vec<i32>,
    keys: Vec<f32>,
    shares: Vec<f32>,
}

impl Linear {
    fn open(
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
    fn forward(&self, input: &Matrix, scratch: &mut Scratch, level: Level) -> Matrix {
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
        let mut output = Matrix::new(rows, width);
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
                row[column] = sum * (made.scale * scales[column]) + bias[column];
            }
        }
        output
    }
}

impl Layer {
    fn open(file: &[u8], tensors: &Tensors<'_>, number: usize) -> Result<Self, EncoderError> {
        let name = |part: &str| format!("layers.{number}.{part}");
        let ([_, inner], _) = tensors.int8(&name("up.w"))?;
        let linear =
            |part: &str, depth, width| Linear::open(file, tensors, &name(part), depth, width);
        Ok(Self {
            qkv: linear("qkv", HIDDEN, 3 * HIDDEN)?,
            out: linear("out", HIDDEN, HIDDEN)?,
            norm1: Norm::open(tensors, &name("norm1"))?,
            up: linear("up", HIDDEN, inner)?,
            down: linear("down", inner, HIDDEN)?,
            norm2: Norm::open(tensors, &name("norm2"))?,
        })
    }

    #[inline(always)]
    fn forward(&self, hidden: &mut Matrix, scratch: &mut Scratch, level: Level) {
        let qkv = self.qkv.forward(hidden, scratch, level);
        let mixed = attend(&qkv, scratch);
        let mixed = self.out.forward(&mixed, scratch, level);
        add_and_normalise(hidden, &mixed, &self.norm1);
        let mut inner = self.up.forward(hidden, scratch, level);
        activate(&mut inner.values);
        let inner = self.down.forward(&inner, scratch, level);
        add_and_normalise(hidden, &inner, &self.norm2);
    }
}

/// Applies [`gelu`] to every value.
#[inline(always)]
fn activate(values: &mut [f32]) {
    for value in values {
        *value = gelu(*value);
    }
}

#[inline(always)]
fn add_and_normalise(hidden: &mut Matrix, change: &Matrix, norm: &Norm) {
    for (row, change) in hidden.rows_mut().zip(change.rows()) {
        for (value, change) in row.iter_mut().zip(change) {
            *value += change;
        }
        normalise(row, &norm.weight, &norm.bias);
    }
}

/// Attention of all heads; the scale is inside the queries already.
#[inline(always)]
fn attend(qkv: &Matrix, scratch: &mut Scratch) -> Matrix {
    let rows = qkv.values.len() / (3 * HIDDEN);
    let padded = rows.next_multiple_of(COLUMNS);
    let mut mixed = Matrix::new(rows, HIDDEN);
    scratch.keys.clear();
    scratch.keys.resize(HEAD * padded, 0.0);
    scratch.shares.clear();
    scratch.shares.resize(ROWS * padded, 0.0);
    for head in 0..HEADS {
        let at = |row: usize, part: usize| row * 3 * HIDDEN + part * HIDDEN + head * HEAD;
        for row in 0..rows {
            for (depth, key) in qkv.values[at(row, 1)..at(row, 1) + HEAD].iter().enumerate() {
                scratch.keys[depth * padded + row] = *key;
            }
        }
        for start in (0..rows).step_by(ROWS) {
            // The last block may work on some rows twice.
            let block: [usize; ROWS] = std::array::from_fn(|row| (start + row).min(rows - 1));
            let queries = block.map(|row| &qkv.values[at(row, 0)..at(row, 0) + HEAD]);
            match_keys(&queries, &scratch.keys, padded, &mut scratch.shares);
            for shares in scratch.shares.chunks_exact_mut(padded) {
                softmax(&mut shares[..rows]);
            }
            let mut sums = [[0.0_f32; HEAD]; ROWS];
            for other in 0..rows {
                let value = &qkv.values[at(other, 2)..at(other, 2) + HEAD];
                for (row, sums) in sums.iter_mut().enumerate() {
                    let share = scratch.shares[row * padded + other];
                    for (sum, value) in sums.iter_mut().zip(value) {
                        *sum += share * value;
                    }
                }
            }
            for (row, sums) in block.iter().zip(&sums) {
                let at = row * HIDDEN + head * HEAD;
                mixed.values[at..at + HEAD].copy_from_slice(sums);
            }
        }
    }
    mixed
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
                    *sum += query[depth] * key;
                }
            }
        }
        for (row, sums) in sums.iter().enumerate() {
            let at = row * padded + column;
            products[at..at + COLUMNS].copy_from_slice(sums);
        }
    }
}
