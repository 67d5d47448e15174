//! Every report of the corpus is coded as its record block says.
//!
//! `DATELINE_UPDATE=1 cargo test -p dateline --test corpus` writes the blocks anew: `- ` marks a line that the record
//! does not meet yet, `+ ` one that it says wrongly. Review the difference: fewer marks are progress.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::path::PathBuf;

use dateline::{Data, Dateline, Kind, Source};
use dateline_corpus::{Annotated, compare, parse, read_specification, render};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../corpus")
}

fn code(dateline: &Dateline, annotated: &Annotated) -> dateline::Record {
    let mut source = Source::new(annotated.text.as_str().as_bytes());
    source.kind = Kind::Text;
    source.id = annotated.source.id.as_deref();
    source.published = annotated.source.published.as_deref();
    dateline.code(&source)
}

#[test]
fn every_report_is_coded_as_its_file_says() {
    let dateline = Dateline::open(&Data::embedded()).unwrap();
    let update = std::env::var_os("DATELINE_UPDATE").is_some();
    let mut changed = Vec::new();
    for file in read_specification(&root()).unwrap() {
        let annotated = parse(&file.name, &file.content).unwrap();
        let record = code(&dateline, &annotated);
        assert_eq!(record.report.text, annotated.text.as_str(), "{}", file.name);
        assert_eq!(record.problems, [], "{}", file.name);
        let rendered = render(&annotated, &compare(&annotated, &record));
        if rendered != file.content {
            if update {
                std::fs::write(&file.path, &rendered).unwrap();
            }
            changed.push(file.name);
        }
    }
    assert!(
        update || changed.is_empty(),
        "coded otherwise than these files say: {changed:#?}\n\
         run `DATELINE_UPDATE=1 cargo test -p dateline --test corpus` and review the difference"
    );
}
