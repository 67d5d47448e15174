//! Scores and benchmarks of the project.

fn main() {}
