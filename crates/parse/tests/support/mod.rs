//! The shipped model, opened once for the tests of a file.

use std::path::PathBuf;
use std::sync::LazyLock;

use dateline_parse::{ModelFiles, Reader};

/// Where a file of the model lies.
pub(crate) fn model(file: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", "..", "model", file]
        .iter()
        .collect()
}

/// The reader with the shipped model.
pub(crate) static READER: LazyLock<Reader> = LazyLock::new(|| {
    let text = |file: &str| std::fs::read_to_string(model(file)).unwrap_or_default();
    Reader::open(&ModelFiles {
        weights: std::fs::read(model("dateline.safetensors")).unwrap().into(),
        labels: &text("labels.json"),
        vocab: &text("vocab.txt"),
        lemmas: &text("lemmas.tsv"),
    })
    .unwrap()
});
