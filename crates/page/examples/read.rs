//! `cargo run -p dateline-page --example read FILE...`: what the reader makes of files, for looking at by eye.
#![allow(clippy::print_stdout)]

use dateline_page::{Hints, read};

fn main() -> std::io::Result<()> {
    for path in std::env::args().skip(1) {
        let article = read(&std::fs::read(&path)?, &Hints::default());
        println!("=== {path}");
        println!(
            "{:?} {:?} {:?} {:?}",
            article.title, article.byline, article.published, article.problems
        );
        let source = String::from_utf8_lossy(&std::fs::read(&path)?).into_owned();
        for dropped in &article.dropped {
            let text: String = source
                .chars()
                .skip(dropped.start)
                .take(dropped.end - dropped.start)
                .collect();
            println!("-- {}: {text:?}", dropped.reason);
        }
        println!("---\n{}\n", article.text);
    }
    Ok(())
}
