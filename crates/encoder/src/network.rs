//! The network: embeddings, layers of attention, heads for words and for pairs of words.
#![allow(unsafe_code)] // calls into code for detected processor features

use std::borrow::Cow;
use std::ops::Range;

use crate::EncoderError;
use crate::attention::attend;
use crate::float::{dot, gelu};
use crate::linear::{Linear, Norm, Scratch};
use crate::matrix::Matrix;
use crate::product::Level;
use crate::tensors::Tensors;

/// Width of the hidden rows.
pub(crate) const HIDDEN: usize = 384;

/// The heads that are one row of scores for each word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordHead {
    /// Universal parts of speech.
    Upos,
    /// Penn tags.
    Xpos,
    /// Entity tags.
    Ner,
    /// Whether the word is a predicate: no, yes.
    Predicate,
    /// No event, or an event's type with its mode.
    Event,
    /// Whether an event is told as real.
    Realis,
    /// No cue, or the stance of a cue.
    Stance,
    /// No mention, or the class of the mention that the word heads.
    Mention,
}

impl WordHead {
    /// All of them, in the order of the file.
    pub const ALL: [Self; 8] = [
        Self::Upos,
        Self::Xpos,
        Self::Ner,
        Self::Predicate,
        Self::Event,
        Self::Realis,
        Self::Stance,
        Self::Mention,
    ];
}

/// Sizes of the heads, from the label tables.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    /// Labels of each word head, in the order of [`WordHead::ALL`].
    pub words: [usize; WordHead::ALL.len()],
    /// Relations of the tree.
    pub relations: usize,
    /// Components of a relation's vector, without the bias.
    pub rank: usize,
    /// Labels of a pair of anchor and word, all groups together.
    pub pairs: usize,
    /// Ways in the tree from an anchor to a word that are told apart.
    pub paths: usize,
}

/// One sequence to read: ids and shape classes of its pieces, and the index of each word's first piece.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// Ids of the word pieces, from the begin to the end mark.
    pub pieces: &'a [i32],
    /// Shape class of each piece.
    pub shapes: &'a [i32],
    /// Index of each word's first piece.
    pub first: &'a [i32],
}

/// A word whose roles are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The word, counted in its sequence.
    pub word: usize,
    /// How the tree leads from it to each word of the sequence; 0 where that is not known.
    pub paths: Vec<u16>,
}

/// The scores of one sequence, a row for each word.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores {
    words: [Matrix; WordHead::ALL.len()],
    /// Heads of the tree: column 0 the root, column k word k - 1.
    pub arc: Matrix,
    /// The words as dependents of a relation.
    rel_dep: Matrix,
    /// Each possible head, the root first; the last column is 1.
    rel_head: Matrix,
    pair_word: Matrix,
    pair_anchor: Matrix,
}

impl Scores {
    /// What one head says of the words.
    #[must_use]
    pub fn of(&self, head: WordHead) -> &Matrix {
        &self.words[head as usize]
    }
}

/// The network with its weights. Threads may share it.
#[derive(Debug)]
pub struct Encoder {
    file: Cow<'static, [u8]>,
    pieces: Range<usize>,
    piece_scales: Vec<f32>,
    places: Vec<f32>,
    shapes: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    heads: Linear,
    arc: Linear,
    relation: Linear,
    distances: Vec<f32>,
    paths: Vec<f32>,
    near: Linear,
    pair: Linear,
    sizes: Sizes,
    level: Level,
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

impl Encoder {
    /// Reads the weights out of a file that `training/export.py` wrote.
    ///
    /// # Errors
    /// When the file is damaged, or a tensor is missing or has another shape.
    pub fn open(file: Cow<'static, [u8]>, sizes: Sizes) -> Result<Self, EncoderError> {
        let tensors = Tensors::read(&file)?;
        let ([pieces, width], table) = tensors.int8("word.q")?;
        let layers = (0..)
            .take_while(|number| tensors.has(&format!("layers.{number}.qkv.w")))
            .map(|number| Layer::open(&file, &tensors, number))
            .collect::<Result<Vec<_>, _>>()?;
        if width != HIDDEN || pieces == 0 || layers.is_empty() {
            return Err(EncoderError::Shape("word.q".to_owned()));
        }
        let ([arc, _], _) = tensors.int8("arc.w")?;
        let ([_, pair], _) = tensors.int8("pair_near.w")?;
        let rank = sizes.rank;
        let heads = sizes.words.iter().sum::<usize>() + 2 * (arc + rank + pair);
        let linear = |name, depth, width| Linear::open(&file, &tensors, name, depth, width);
        let encoder = Self {
            pieces: table,
            piece_scales: tensors.floats("word.s", Some(pieces))?,
            places: tensors.floats("place", None)?,
            shapes: tensors.floats("shape", None)?,
            norm: Norm::open(&tensors, "norm", HIDDEN)?,
            layers,
            heads: linear("heads", HIDDEN, heads)?,
            arc: linear("arc", arc, arc)?,
            relation: linear("rel", rank, sizes.relations * (rank + 1))?,
            distances: tensors.floats("pair_place", None)?,
            paths: tensors.floats("pair_path", Some(sizes.paths * pair))?,
            near: linear("pair_near", 3 * pair, pair)?,
            pair: linear("pair", pair, sizes.pairs)?,
            sizes,
            level: Level::detect(),
            file: Cow::default(),
        };
        if encoder.distances.is_empty() || encoder.shapes.is_empty() {
            return Err(EncoderError::Shape("pair_place".to_owned()));
        }
        Ok(Self { file, ..encoder })
    }

    /// A tensor of floats that the file holds beside the network's own.
    ///
    /// # Errors
    /// When the file has no such tensor.
    pub fn floats(&self, name: &str) -> Result<Vec<f32>, EncoderError> {
        Tensors::read(&self.file)?.floats(name, None)
    }

    /// A table of floats that the file holds rounded beside the network's own tensors: 8-bit integers `NAME.q` and a scale
    /// for each row, `NAME.s`.
    ///
    /// # Errors
    /// When the file has no such table.
    pub fn table(&self, name: &str) -> Result<Vec<f32>, EncoderError> {
        let tensors = Tensors::read(&self.file)?;
        let ([rows, columns], bytes) = tensors.int8(&format!("{name}.q"))?;
        let scales = tensors.floats(&format!("{name}.s"), Some(rows))?;
        let rows = self.file[bytes].chunks_exact(columns.max(1)).zip(&scales);
        let scaled = rows.flat_map(|(row, scale)| {
            let row = row.iter().map(|byte| f32::from(byte.cast_signed()));
            row.map(move |value| value * scale)
        });
        Ok(scaled.collect())
    }

    /// The scores of some sequences. They share the products, which is faster than one by one, and nothing else: a
    /// sequence has the same scores whatever stands beside it. Ids and indexes that do not exist are read as 0.
    #[must_use]
    pub fn run(&self, inputs: &[Input<'_>], scratch: &mut Scratch) -> Vec<Scores> {
        match self.level {
            #[cfg(target_arch = "x86_64")]
            // SAFETY: the level was detected on this processor.
            Level::Avx512 => unsafe { run_avx512(self, inputs, scratch) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as above.
            Level::Avx2 => unsafe { run_avx2(self, inputs, scratch) },
            Level::Portable => self.forward(inputs, scratch),
        }
    }

    /// For every word the scores of the relations to its head; `heads` counts from 1, 0 is the root.
    #[must_use]
    pub fn relations(&self, scores: &Scores, heads: &[usize], scratch: &mut Scratch) -> Matrix {
        match self.level {
            #[cfg(target_arch = "x86_64")]
            // SAFETY: the level was detected on this processor.
            Level::Avx512 => unsafe { relations_avx512(self, scores, heads, scratch) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as above.
            Level::Avx2 => unsafe { relations_avx2(self, scores, heads, scratch) },
            Level::Portable => self.relate(scores, heads, scratch),
        }
    }

    /// For every anchor one row of role scores for each word (all groups side by side).
    #[must_use]
    pub fn pairs(&self, scores: &Scores, anchors: &[Anchor], scratch: &mut Scratch) -> Vec<Matrix> {
        match self.level {
            #[cfg(target_arch = "x86_64")]
            // SAFETY: the level was detected on this processor.
            Level::Avx512 => unsafe { pairs_avx512(self, scores, anchors, scratch) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as above.
            Level::Avx2 => unsafe { pairs_avx2(self, scores, anchors, scratch) },
            Level::Portable => self.match_pairs(scores, anchors, scratch),
        }
    }

    /// The computation itself, compiled once for each level.
    #[inline(always)]
    fn forward(&self, inputs: &[Input<'_>], scratch: &mut Scratch) -> Vec<Scores> {
        let (mut hidden, sequences) = self.embed(inputs, scratch);
        let wanted = wanted(inputs, &sequences);
        for (number, layer) in self.layers.iter().enumerate() {
            // Of the last layer only the rows that the heads read are computed.
            let is_last = number + 1 == self.layers.len();
            let wanted = is_last.then_some(wanted.as_slice());
            layer.forward(&mut hidden, &sequences, wanted, scratch, self.level);
        }
        let scores = self.score(&hidden, inputs, scratch);
        scratch.give(hidden);
        scores
    }

    /// The first rows of all sequences, and which rows are whose.
    #[inline(always)]
    fn embed(&self, inputs: &[Input<'_>], scratch: &mut Scratch) -> (Matrix, Vec<Range<usize>>) {
        let places = self.places.len() / HIDDEN;
        let mut end = 0;
        let mut sequences = Vec::with_capacity(inputs.len());
        for input in inputs {
            let rows = input.pieces.len().min(input.shapes.len()).min(places);
            sequences.push(end..end + rows);
            end += rows;
        }
        let mut hidden = scratch.take(end, HIDDEN);
        let mut rows = hidden.rows_mut();
        for (input, sequence) in inputs.iter().zip(&sequences) {
            let known = input.pieces.iter().zip(input.shapes);
            let places = self.places.chunks_exact(HIDDEN);
            for ((piece, shape), place) in known.zip(places).take(sequence.len()) {
                if let Some(row) = rows.next() {
                    self.embed_piece(row, *piece, *shape, place);
                }
            }
        }
        drop(rows);
        (hidden, sequences)
    }

    #[inline(always)]
    fn embed_piece(&self, row: &mut [f32], piece: i32, shape: i32, place: &[f32]) {
        let table = &self.file[self.pieces.clone()];
        let piece = index(piece, self.piece_scales.len());
        let shape = index(shape, self.shapes.len() / HIDDEN);
        let word = &table[piece * HIDDEN..(piece + 1) * HIDDEN];
        let shape = &self.shapes[shape * HIDDEN..(shape + 1) * HIDDEN];
        let scale = self.piece_scales[piece];
        for column in 0..HIDDEN {
            row[column] =
                f32::from(word[column].cast_signed()).mul_add(scale, place[column]) + shape[column];
        }
        self.norm.apply(row);
    }

    /// The heads over the root and the words of every sequence, whose rows `hidden` holds.
    #[inline(always)]
    fn score(&self, hidden: &Matrix, inputs: &[Input<'_>], scratch: &mut Scratch) -> Vec<Scores> {
        let all = self.heads.forward(hidden, scratch, self.level);
        let (arc, rank, pair) = (
            self.arc.weights.depth,
            self.sizes.rank,
            self.pair.weights.depth,
        );
        let mut end = 0;
        let mut next = |size: usize| {
            end += size;
            end - size..end
        };
        let words = self.sizes.words.map(&mut next);
        let [arc_dep, rel_dep, arc_head, rel_head] = [arc, rank, arc, rank].map(&mut next);
        let [pair_word, pair_anchor] = [pair, pair].map(next);
        let arc_dep = activated(&all, arc_dep);
        let arc_dep = self.arc.forward(&arc_dep, scratch, self.level);
        let arc_head = activated(&all, arc_head);
        let rel_dep = activated(&all, rel_dep);
        let rel_head = activated(&all, rel_head);
        let mut scores = Vec::with_capacity(inputs.len());
        let mut root = 0;
        for input in inputs {
            let (first, last) = (root + 1, root + 1 + input.first.len());
            scores.push(Scores {
                words: words.clone().map(|columns| all.part(first..last, columns)),
                arc: arcs(&arc_dep, &arc_head, root, last),
                rel_dep: rel_dep.part(first..last, 0..rel_dep.columns),
                rel_head: with_one(&rel_head, root..last),
                pair_word: all.part(first..last, pair_word.clone()),
                pair_anchor: all.part(first..last, pair_anchor.clone()),
            });
            root = last;
        }
        for done in [rel_head, rel_dep, arc_head, arc_dep, all] {
            scratch.give(done);
        }
        scores
    }

    /// The product of what each label makes of the dependent with its head.
    #[inline(always)]
    fn relate(&self, scores: &Scores, heads: &[usize], scratch: &mut Scratch) -> Matrix {
        let labels = self.relation.forward(&scores.rel_dep, scratch, self.level);
        let mut relations = Matrix::new(labels.height(), self.sizes.relations);
        let rows = relations.rows_mut().zip(labels.rows()).zip(heads);
        for ((row, labels), head) in rows {
            let head = scores.rel_head.row(*head);
            for (score, label) in row.iter_mut().zip(labels.chunks_exact(self.sizes.rank + 1)) {
                *score = dot(label, head);
            }
        }
        scratch.give(labels);
        relations
    }

    /// The network of pairs: what word and anchor say together at their distance, then the neighbours of each word.
    #[inline(always)]
    fn match_pairs(
        &self,
        scores: &Scores,
        anchors: &[Anchor],
        scratch: &mut Scratch,
    ) -> Vec<Matrix> {
        let (words, width) = (&scores.pair_word, self.pair.weights.depth);
        let count = words.height();
        let reach = self.distances.len() / width / 2;
        // Each anchor's rows stand between two rows of zeros, the neighbours of the first and the last word.
        let stride = count + 2;
        let mut met = scratch.take(anchors.len() * stride, width);
        met.values.fill(0.0);
        for (number, anchor) in anchors.iter().enumerate() {
            let start = number * stride + 1;
            let rows = met.rows_mut().skip(start).take(count);
            for (word, (row, values)) in rows.zip(words.rows()).enumerate() {
                let distance = (word + reach).saturating_sub(anchor.word).min(2 * reach);
                let distance = &self.distances[distance * width..(distance + 1) * width];
                let path = anchor.paths.get(word).map_or(0, |path| usize::from(*path));
                let path = path.min(self.sizes.paths - 1);
                let path = &self.paths[path * width..(path + 1) * width];
                let place = distance.iter().zip(path);
                let together = values.iter().zip(scores.pair_anchor.row(anchor.word));
                for ((row, (word, anchor)), (distance, path)) in
                    row.iter_mut().zip(together).zip(place)
                {
                    *row = gelu(word + anchor + distance + path);
                }
            }
        }
        let mut near = scratch.take(0, 3 * width);
        near.values.reserve(anchors.len() * count * 3 * width);
        for start in (0..anchors.len()).map(|number| number * stride) {
            for word in start..start + count {
                let around = &met.values[word * width..(word + 3) * width];
                near.values.extend_from_slice(around);
            }
        }
        let mut inner = self.near.forward(&near, scratch, self.level);
        for (row, around) in inner.rows_mut().zip(near.rows()) {
            for (value, own) in row.iter_mut().zip(&around[width..2 * width]) {
                *value = gelu(*value) + own;
            }
        }
        let all = self.pair.forward(&inner, scratch, self.level);
        let pairs = (0..anchors.len())
            .map(|number| all.part(number * count..(number + 1) * count, 0..all.columns))
            .collect();
        for done in [met, near, inner, all] {
            scratch.give(done);
        }
        pairs
    }
}

/// The rows that the heads read: of every sequence the root (the first piece) and the first piece of each word.
fn wanted(inputs: &[Input<'_>], sequences: &[Range<usize>]) -> Vec<usize> {
    let mut rows = Vec::new();
    for (input, sequence) in inputs.iter().zip(sequences) {
        let pieces = std::iter::once(&0).chain(input.first);
        rows.extend(pieces.map(|piece| sequence.start + index(*piece, sequence.len())));
    }
    rows
}

/// The scores of every word with every head of one sequence, whose root stands at row `root` and whose last row before `end`.
#[inline(always)]
fn arcs(dependents: &Matrix, heads: &Matrix, root: usize, end: usize) -> Matrix {
    let mut arcs = Matrix::new(end - root - 1, end - root);
    for (row, word) in arcs.rows_mut().zip(root + 1..end) {
        for (score, head) in row.iter_mut().zip(root..end) {
            *score = dot(dependents.row(word), heads.row(head));
        }
    }
    arcs
}

/// Some rows with a column of ones behind them.
#[inline(always)]
fn with_one(matrix: &Matrix, rows: Range<usize>) -> Matrix {
    let mut with = Matrix::new(0, matrix.columns + 1);
    for row in rows {
        with.values.extend_from_slice(matrix.row(row));
        with.values.push(1.0);
    }
    with
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma")]
fn run_avx512(encoder: &Encoder, inputs: &[Input<'_>], scratch: &mut Scratch) -> Vec<Scores> {
    encoder.forward(inputs, scratch)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn run_avx2(encoder: &Encoder, inputs: &[Input<'_>], scratch: &mut Scratch) -> Vec<Scores> {
    encoder.forward(inputs, scratch)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma")]
fn relations_avx512(
    encoder: &Encoder,
    scores: &Scores,
    heads: &[usize],
    scratch: &mut Scratch,
) -> Matrix {
    encoder.relate(scores, heads, scratch)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn relations_avx2(
    encoder: &Encoder,
    scores: &Scores,
    heads: &[usize],
    scratch: &mut Scratch,
) -> Matrix {
    encoder.relate(scores, heads, scratch)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma")]
fn pairs_avx512(
    encoder: &Encoder,
    scores: &Scores,
    anchors: &[Anchor],
    scratch: &mut Scratch,
) -> Vec<Matrix> {
    encoder.match_pairs(scores, anchors, scratch)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn pairs_avx2(
    encoder: &Encoder,
    scores: &Scores,
    anchors: &[Anchor],
    scratch: &mut Scratch,
) -> Vec<Matrix> {
    encoder.match_pairs(scores, anchors, scratch)
}

/// An index below `size`, else 0.
#[inline(always)]
fn index(number: i32, size: usize) -> usize {
    usize::try_from(number)
        .ok()
        .filter(|number| *number < size)
        .unwrap_or_default()
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
            norm1: Norm::open(tensors, &name("norm1"), HIDDEN)?,
            up: linear("up", HIDDEN, inner)?,
            down: linear("down", inner, HIDDEN)?,
            norm2: Norm::open(tensors, &name("norm2"), HIDDEN)?,
        })
    }

    #[inline(always)]
    fn forward(
        &self,
        hidden: &mut Matrix,
        sequences: &[Range<usize>],
        wanted: Option<&[usize]>,
        scratch: &mut Scratch,
        level: Level,
    ) {
        let qkv = self.qkv.forward(hidden, scratch, level);
        let mut mixed = attend(&qkv, sequences, scratch);
        if let Some(wanted) = wanted {
            for matrix in [&mut mixed, hidden] {
                let chosen = matrix.chosen(wanted, scratch);
                scratch.give(std::mem::replace(matrix, chosen));
            }
        }
        let change = self.out.forward(&mixed, scratch, level);
        self.norm1.add(hidden, &change);
        let mut inner = self.up.forward(hidden, scratch, level);
        activate(&mut inner.values);
        let second = self.down.forward(&inner, scratch, level);
        self.norm2.add(hidden, &second);
        // Last in, first out: the next layer finds each at its size.
        for done in [second, inner, change, mixed, qkv] {
            scratch.give(done);
        }
    }
}

/// Some columns, with [`gelu`] applied.
#[inline(always)]
fn activated(matrix: &Matrix, columns: Range<usize>) -> Matrix {
    let mut part = matrix.part(0..matrix.height(), columns);
    activate(&mut part.values);
    part
}

/// Applies [`gelu`] to every value.
#[inline(always)]
fn activate(values: &mut [f32]) {
    for value in values {
        *value = gelu(*value);
    }
}
