//! What is read right: one section a corpus family.

mod attribution;
mod cameo;
mod conllu;
mod coreference;
mod corpus;
mod count;
mod dates;
mod gate;
mod markup;
mod meantime;
mod ner;
mod places;
mod plover;
mod realis;
mod reports;
mod roles;
mod table;
mod types;
mod ud;

use std::path::{Path, PathBuf};
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
    /// Arguments of predicates: PropBank on English EWT.
    Roles,
    /// Speaker, cue and content: the project's own annotated reports, GUM, MEANTIME.
    Attribution,
    /// Which mentions name the same: GUM, the project's own annotated reports.
    Coreference,
    /// Whether it happened: the project's own annotated reports, MEANTIME.
    Realis,
    /// Event types: the project's own annotated reports, PLOVER gold records, the CAMEO manual's examples.
    Types,
    /// What a gate before the parser would spare: the project's own annotated reports.
    Gate,
    /// Every field: the project's own annotated reports.
    Corpus,
}

/// Every section, in the order of the output.
const ALL: [Section; 12] = [
    Section::Ud,
    Section::Ner,
    Section::Roles,
    Section::Attribution,
    Section::Coreference,
    Section::Realis,
    Section::Types,
    Section::Gate,
    Section::Dates,
    Section::Places,
    Section::Plover,
    Section::Corpus,
];

/// What to measure, and where what it is measured against lies.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// What to measure; everything when none is named.
    sections: Vec<Section>,
    /// The folder with the corpora.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpora"))]
    corpora: PathBuf,
    /// The folder with the code books (CAMEO's examples, the table from CAMEO to PLOVER).
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/ontology"))]
    ontology: PathBuf,
    /// List single errors on standard error; never those of the test split.
    #[arg(long)]
    verbose: bool,
}

/// Measures the sections (all, when none is named) and prints their tables. A section whose corpus is missing is named
/// on standard error and left out.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let sections = match options.sections.as_slice() {
        [] => &ALL,
        named => named,
    };
    let mut missing = 0;
    for section in sections {
        let start = Instant::now();
        match measure(*section, options) {
            Ok(tables) => tables.iter().for_each(|table| println!("{table}")),
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

/// The tables of one section.
fn measure(section: Section, options: &Options) -> anyhow::Result<Vec<Table>> {
    let (corpora, verbose) = (options.corpora.as_path(), options.verbose);
    let table = match section {
        Section::Attribution => return attribution::score(&reader()?, corpora, verbose),
        Section::Coreference => return coreference::score(&reader()?, corpora),
        Section::Realis => return realis::score(&reader()?, corpora, verbose),
        Section::Types => return types::score(&reader()?, options),
        Section::Gate => return gate::score(&reader()?, verbose),
        Section::Roles => roles::score(&reader()?, corpora, verbose)?,
        Section::Ud => ud::score(&reader()?, corpora)?,
        Section::Ner => ner::score(&reader()?, corpora, verbose)?,
        Section::Dates => dates::score(&reader()?, &grounder()?, corpora, verbose)?,
        Section::Places => places::score(&reader()?, &grounder()?, corpora, verbose)?,
        Section::Plover => plover::score(&dateline()?, corpora, verbose)?,
        Section::Corpus => corpus::score(&dateline()?, verbose)?,
    };
    Ok(vec![table])
}

/// The parser with the shipped model.
fn reader() -> anyhow::Result<Reader> {
    Ok(Reader::open(&Data::embedded().model)?)
}

/// The grounder with the shipped data.
fn grounder() -> anyhow::Result<Grounder> {
    Ok(Grounder::open(&Data::embedded().ground)?)
}

/// The whole of Dateline with the shipped data.
fn dateline() -> anyhow::Result<Dateline> {
    Ok(Dateline::open(&Data::embedded())?)
}

/// The content of a corpus file.
fn content(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}
