//! What the command says of itself.
#![allow(clippy::unwrap_used)]

mod support;

use support::run;

#[test]
fn the_schema_is_the_committed_one() {
    let ran = run(".".as_ref(), &["schema"]);
    assert_eq!(ran.status, 0);
    assert_eq!(ran.out, include_str!("../../record/schema.json"));
}

#[test]
fn completions_and_manual_pages_are_printed() {
    for shell in ["bash", "zsh", "fish"] {
        let ran = run(".".as_ref(), &["completions", shell]);
        assert_eq!(ran.status, 0);
        assert!(ran.out.contains("incidents"), "{shell}");
    }
    let ran = run(".".as_ref(), &["man"]);
    assert!(ran.out.contains(".TH dateline 1"), "{}", ran.out);
    let ran = run(".".as_ref(), &["man", "code"]);
    assert!(ran.out.contains(".TH dateline-code 1"), "{}", ran.out);
    assert_eq!(run(".".as_ref(), &["man", "nothing"]).status, 2);
}

#[test]
fn usage_errors_have_status_two() {
    for arguments in [
        &["code", "--format", "xml"][..],
        &["nothing"],
        &["add"],
        &["export"],
        &[],
    ] {
        let ran = run(".".as_ref(), arguments);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{arguments:?}");
    }
    let ran = run(".".as_ref(), &["--help"]);
    assert!(ran.status == 0 && ran.out.contains("Exit status"));
}
