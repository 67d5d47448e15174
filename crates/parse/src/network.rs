//! The trained network: one sequence in, scores out.
//!
//! Sequences run one by one: the int8 activations share one scale per run, so in a batch a sentence's scores would depend
//! on its neighbours. Batches are hardly faster on one thread (4 % at best, slower from 256 pieces on).

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};

use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, Value, ValueOrView};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

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

/// The scores of one sequence, a row for each word (`rel_head`: the root first).
pub(crate) struct Scores {
    pub(crate) upos: NdTensor<f32, 2>,
    pub(crate) xpos: NdTensor<f32, 2>,
    pub(crate) ner: NdTensor<f32, 2>,
    pub(crate) arc: NdTensor<f32, 2>,
    pub(crate) rel_dep: NdTensor<f32, 2>,
    pub(crate) rel_head: NdTensor<f32, 2>,
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

    /// Runs one sequence on one thread. Fails only on a network that does not fit the interface.
    pub(crate) fn run(&self, sequence: &Sequence) -> Result<Scores, ParseError> {
        let pool = self.take_pool();
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(&pool)));
        let values = inputs(sequence).map(|tensor| ValueOrView::from(Value::from(tensor)));
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

/// An output of a run over one sequence, without the batch dimension.
fn floats(value: Value) -> Result<NdTensor<f32, 2>, ParseError> {
    let tensor: Option<NdTensor<f32, 3>> = value.try_into().ok();
    tensor
        .filter(|tensor| tensor.size(0) == 1)
        .map(|tensor| {
            let [_, rows, columns] = tensor.shape();
            tensor.into_shape([rows, columns])
        })
        .ok_or_else(|| {
            ParseError::Network("an output is not float32 with three dimensions".to_owned())
        })
}

/// The four input tensors.
fn inputs(sequence: &Sequence) -> [NdTensor<i32, 2>; 4] {
    let row = |data: Vec<i32>| NdTensor::from_data([1, data.len()], data);
    [
        row(sequence.pieces.clone()),
        row(vec![1; sequence.pieces.len()]),
        row(sequence.shapes.clone()),
        row(sequence.first.clone()),
    ]
}

/// The rows of a tensor.
pub(crate) fn rows(tensor: &NdTensor<f32, 2>) -> impl Iterator<Item = &[f32]> {
    let width = tensor.size(1).max(1);
    tensor.data().unwrap_or_default().chunks_exact(width)
}
