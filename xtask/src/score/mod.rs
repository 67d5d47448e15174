//! What is read right: one section a corpus family.

mod conllu;
mod corpus;
mod count;
mod dates;
mod markup;
mod ner;
mod places;
mod plover;
mod table;
mod ud;

use std::path::Path;
use std::time::Instant;

use anyhow::Context;
use dateline::{Data, Dateline};
use dateline_ground::Grounder;
use dateline_parse::Reader;

use table::Table;

/// What to measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Section {
    /// Words, tags and trees: UD English EWT and PUD.
    Ud,
    /// Entities: Universal NER.
    Ner,
    /// Dates: MEANTIME.
    Dates,
    /// Places: LGL and GeoVirus.
    Places,
    /// Event types and countries: PLOVER gold records.
    Plover,
    /// Every field: the project's own annotated reports.
    Corpus,
}

const ALL: [Section; 6] = [
    Section::Ud,
    Section::Ner,
    Section::Dates,
    Section::Places,
    Section::Plover,
    Section::Corpus,
];

/// Measures the sections (all, when none is named) and prints a table for each. A section whose corpus is missing is
/// named on standard error and left out.
pub(crate) fn run(sections: &[Section], corpora: &Path, verbose: bool) -> anyhow::Result<()> {
    let sections = if sections.is_empty() { &ALL } else { sections };
    let mut missing = 0;
    for section in sections {
        let start = Instant::now();
        match measure(*section, corpora, verbose) {
            Ok(table) => println!("{table}"),
            Err(error) => {
                missing += 1;
                eprintln!("{section:?} is left out: {error:#}");
                eprintln!("(--corpora FOLDER names the folder that holds train/ and dev/)");
            }
        }
        eprintln!("{section:?}: {:.0} s", start.elapsed().as_secs_f64());
    }
    anyhow::ensure!(
        missing == 0,
        "{missing} of {} sections were left out",
        sections.len()
    );
    Ok(())
}

fn measure(section: Section, corpora: &Path, verbose: bool) -> anyhow::Result<Table> {
    match section {
        Section::Ud => ud::score(&reader()?, corpora),
        Section::Ner => ner::score(&reader()?, corpora, verbose),
        Section::Dates => dates::score(&reader()?, &grounder()?, corpora, verbose),
        Section::Places => places::score(&reader()?, &grounder()?, corpora, verbose),
        Section::Plover => plover::score(&dateline()?, corpora, verbose),
        Section::Corpus => corpus::score(&dateline()?, verbose),
    }
}

fn reader() -> anyhow::Result<Reader> {
    Ok(Reader::open(&Data::embedded().model)?)
}

fn grounder() -> anyhow::Result<Grounder> {
    Ok(Grounder::open(&Data::embedded().ground)?)
}

fn dateline() -> anyhow::Result<Dateline> {
    Ok(Dateline::open(&Data::embedded())?)
}

/// The content of a corpus file.
fn content(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}
