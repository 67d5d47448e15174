//! `cargo run -p dateline-page --example read FILE...`: what the reader makes of files, for looking at by eye.

use dateline_page::{Hints, read};

fn main() -> std::io::Result<()> {
    for path in std::env::args().skip(1) {
        let article = read(&std::fs::read(&path)?, &Hints::default());
        println!("=== {path}\n{article:#?}\n---\n{}", article.text);
    }
    Ok(())
}
