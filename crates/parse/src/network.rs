//! The trained network: batches of sequences in, scores out.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};

use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, Value, ValueOrView};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, NdTensorView};

use crate::ParseError;
use crate::sequence::Sequence;

const INPUTS: [&str; 4] = ["pieces", "mask", "shapes", "first"];
const OUTPUTS: [&str; 6] = ["upos", "xpos", "ner", "arc", "rel_dep", "rel_head"];

/// The network with its weights. Several threads may run it at once.
pub(crate) struct Network {
    model: Model,
    inputs: [NodeId; 4],
    outputs: [NodeId; 6],
    /// Idle pools of one thread each: a run never uses more than one thread, whoever calls it.
    pools: Mutex<Vec<Arc<ThreadPool>>>,
}

/// The scores of one batch, `[sequence, word, …]`.
pub(crate) struct Scores {
    pub(crate) upos: NdTensor<f32, 3>,
    pub(crate) xpos: NdTensor<f32, 3>,
    pub(crate) ner: NdTensor<f32, 3>,
    pub(crate) arc: NdTensor<f32, 3>,
    pub(crate) rel_dep: NdTensor<f32, 3>,
    pub(crate) rel_head: NdTensor<f32, 3>,
}

impl Network {
    /// Loads the network from the bytes of an ONNX file.
    pub(crate) fn open(onnx: Cow<'static, [u8]>) -> Result<Self, ParseError> {
        let mut options = ModelOptions::with_all_ops();
        options.prepack_weights(true);
        let model = match onnx {
            Cow::Borrowed(bytes) => options.load_static_slice(bytes),
            Cow::Owned(bytes) => options.load(bytes),
        }
        .map_err(|error| ParseError::Network(error.to_string()))?;
        let node = |name: &str| {
            model
                .node_id(name)
                .map_err(|_| ParseError::Network(format!("it has no `{name}`")))
        };
        let [a, b, c, d] = INPUTS.map(node);
        let [p, q, r, s, t, u] = OUTPUTS.map(node);
        Ok(Self {
            inputs: [a?, b?, c?, d?],
            outputs: [p?, q?, r?, s?, t?, u?],
            model,
            pools: Mutex::default(),
        })
    }

    /// Runs one batch on one thread. Fails only on a network that does not fit the interface.
    pub(crate) fn run(&self, batch: &[&Sequence]) -> Result<Scores, ParseError> {
        let pool = self.take_pool();
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(&pool)));
        let values = inputs(batch).map(|tensor| ValueOrView::from(Value::from(tensor)));
        let inputs = self.inputs.into_iter().zip(values).collect();
        let result = self.model.run_n(inputs, self.outputs, Some(options));
        self.pools
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(pool);
        let [upos, xpos, ner, arc, rel_dep, rel_head] =
            result.map_err(|error| ParseError::Network(error.to_string()))?;
        Ok(Scores {
            upos: floats(upos)?,
            xpos: floats(xpos)?,
            ner: floats(ner)?,
            arc: floats(arc)?,
            rel_dep: floats(rel_dep)?,
            rel_head: floats(rel_head)?,
        })
    }

    fn take_pool(&self) -> Arc<ThreadPool> {
        let idle = self
            .pools
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        idle.unwrap_or_else(|| Arc::new(ThreadPool::with_num_threads(1)))
    }
}

fn floats(value: Value) -> Result<NdTensor<f32, 3>, ParseError> {
    value.try_into().map_err(|_| {
        ParseError::Network("an output is not float32 with three dimensions".to_owned())
    })
}

/// The four input tensors, padded with zeros.
fn inputs(batch: &[&Sequence]) -> [NdTensor<i32, 2>; 4] {
    let longest =
        |length: fn(&Sequence) -> usize| batch.iter().map(|one| length(one)).max().unwrap_or(0);
    let pieces = longest(|one| one.pieces.len());
    let words = longest(|one| one.first.len());
    let fill = |width: usize, row: &dyn Fn(&Sequence) -> Vec<i32>| {
        let mut data = Vec::with_capacity(batch.len() * width);
        for one in batch {
            let row = row(one);
            let padding = width - row.len();
            data.extend(row);
            data.extend(std::iter::repeat_n(0, padding));
        }
        NdTensor::from_data([batch.len(), width], data)
    };
    [
        fill(pieces, &|one| one.pieces.clone()),
        fill(pieces, &|one| vec![1; one.pieces.len()]),
        fill(pieces, &|one| one.shapes.clone()),
        fill(words, &|one| one.first.clone()),
    ]
}

impl Scores {
    /// The rows of one tensor for the first `words` words of a sequence.
    pub(crate) fn rows(tensor: &NdTensor<f32, 3>, sequence: usize, words: usize) -> Vec<Vec<f32>> {
        let rows: NdTensorView<f32, 2> = tensor.slice(sequence);
        (0..words.min(rows.size(0)))
            .map(|word| rows.slice(word).iter().copied().collect())
            .collect()
    }
}
