//! The committed JSON Schema is the one that the types generate.
//!
//! `DATELINE_UPDATE=1 cargo test -p dateline-record` rewrites `schema.json`; review the difference, and raise the
//! version of the contract when an old reader would misread a new record.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::path::Path;

#[test]
fn the_committed_schema_is_the_generated_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema.json");
    let generated = dateline_record::json_schema().unwrap();
    if std::env::var_os("DATELINE_UPDATE").is_some() {
        std::fs::write(&path, &generated).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == generated,
        "schema.json differs from the types: run `DATELINE_UPDATE=1 cargo test -p dateline-record` and review it"
    );
}
