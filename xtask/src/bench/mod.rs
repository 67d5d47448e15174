//! Speed on one thread beside spaCy, start-up, memory, sizes.

mod peer;
mod usage;

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;
use dateline::{Data, Dateline, Kind, Source};
use dateline_corpus::{parse, read_specification};
use dateline_parse::Reader;

use peer::Peer;
use usage::{cpu_seconds, peak_memory_mib};

/// How to measure.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Text to read instead of the project's corpus: a file, or a folder of text files.
    #[arg(long)]
    text: Option<PathBuf>,
    /// Words to read in each round; the text is repeated until it has as many.
    #[arg(long, default_value_t = 20_000)]
    words: usize,
    /// Rounds; the best of each counts.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Leave spaCy out (it is installed from PyPI into target/bench-venv on first use).
    #[arg(long)]
    alone: bool,
}

/// The best of the rounds of one reader.
#[derive(Clone, Copy, Debug, Default)]
struct Speed {
    wall: f64,
    cpu: f64,
}

impl Speed {
    /// Words a second of one round against the best so far.
    fn better(&mut self, words: f64, wall: f64, cpu: f64) {
        self.wall = self.wall.max(words / wall);
        self.cpu = self.cpu.max(words / cpu);
    }
}

/// Measures and prints the tables.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let texts = texts(options, &root)?;
    let words: usize = texts
        .iter()
        .map(|text| text.split_whitespace().count())
        .sum();
    #[allow(clippy::cast_precision_loss)] // a few ten thousand words
    let words_of_round = words as f64;
    let mut peer = if options.alone {
        None
    } else {
        Some(Peer::start(&root, &texts)?)
    };
    let start = Instant::now();
    let dateline = Dateline::open(&Data::embedded())?;
    let opening = start.elapsed().as_secs_f64();
    let [mut whole, mut parsing, mut spacy] = [Speed::default(); 3];
    let code = || {
        texts
            .iter()
            .for_each(|text| drop(dateline.code(&source(text))))
    };
    time(code);
    let memory = peak_memory_mib();
    let reader = Reader::open(&Data::embedded().model)?;
    for round in 0..options.rounds {
        eprintln!("round {} of {}", round + 1, options.rounds);
        let (wall, cpu) = time(code);
        whole.better(words_of_round, wall, cpu);
        let (wall, cpu) = time(|| texts.iter().for_each(|text| drop(reader.read(text, true))));
        parsing.better(words_of_round, wall, cpu);
        if let Some(peer) = &mut peer {
            let (wall, cpu) = peer.round()?;
            spacy.better(words_of_round, wall, cpu);
        }
    }
    println!(
        "{words} words in {} reports, best of {} rounds, one thread\n",
        texts.len(),
        options.rounds
    );
    println!("| | words per second | words per CPU second |\n|---|---|---|");
    row("Dateline, whole pipeline", whole);
    row("Dateline, parse alone, all heads", parsing);
    if peer.is_some() {
        row(&format!("{}, full pipeline", peer::NAME), spacy);
    }
    println!("\n| | Dateline | {} |\n|---|---|---|", peer::NAME);
    let of_peer = |value: fn(&Peer) -> String| peer.as_ref().map_or_else(|| "–".to_owned(), value);
    println!(
        "| opening the data, s | {opening:.2} | {} |",
        of_peer(|peer| format!("{:.2} (with imports)", peer.opening))
    );
    println!(
        "| peak resident memory, MiB | {memory:.0} | {} |",
        of_peer(|peer| format!("{:.0}", peer.memory_mib))
    );
    println!(
        "| model on disk, MiB | {:.1} | {} |",
        size(&root.join("model")),
        of_peer(|peer| format!("{:.1}", peer.model_mib))
    );
    println!("| program, data included, MiB | {} | |", binary(&root));
    Ok(())
}

fn row(name: &str, speed: Speed) {
    println!("| {name} | {:.0} | {:.0} |", speed.wall, speed.cpu);
}

/// Wall and CPU seconds of some work.
fn time(work: impl Fn()) -> (f64, f64) {
    let (start, cpu) = (Instant::now(), cpu_seconds());
    work();
    (
        start.elapsed().as_secs_f64(),
        (cpu_seconds() - cpu).max(1e-3),
    )
}

fn source(text: &str) -> Source<'_> {
    Source {
        kind: Kind::Text,
        published: Some("2024-03-05"),
        ..Source::new(text.as_bytes())
    }
}

/// The reports to read, repeated to the number of words asked for.
fn texts(options: &Options, root: &Path) -> anyhow::Result<Vec<String>> {
    let once = match &options.text {
        Some(path) if path.is_dir() => {
            let mut files: Vec<PathBuf> = std::fs::read_dir(path)?
                .map(|entry| Ok(entry?.path()))
                .collect::<anyhow::Result<_>>()?;
            files.sort();
            files
                .iter()
                .map(|file| read(file))
                .collect::<anyhow::Result<Vec<_>>>()?
        }
        Some(path) => vec![read(path)?],
        None => read_specification(&root.join("corpus"))?
            .iter()
            .map(|file| Ok(parse(&file.name, &file.content)?.text.as_str().to_owned()))
            .collect::<anyhow::Result<Vec<_>>>()?,
    };
    let mut texts = Vec::new();
    let mut words = 0;
    for text in once.iter().cycle() {
        let count = text.split_whitespace().count();
        anyhow::ensure!(count > 0, "a text to measure on is empty");
        texts.push(text.clone());
        words += count;
        if words >= options.words {
            break;
        }
    }
    anyhow::ensure!(!texts.is_empty(), "there is no text to measure on");
    Ok(texts)
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// The files of a folder, in MiB.
fn size(folder: &Path) -> f64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let bytes: u64 = entries
        .filter_map(|entry| entry.metadata().ok())
        .map(|data| data.len())
        .sum();
    mib(bytes)
}

/// The size of the released program, if it was built.
fn binary(root: &Path) -> String {
    let path = root.join("target/release/dateline");
    let size = std::fs::metadata(path).map(|data| format!("{:.1}", mib(data.len())));
    size.unwrap_or_else(|_| "not built (`cargo build --release`)".to_owned())
}

#[allow(clippy::cast_precision_loss)] // sizes of files
fn mib(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
