//! The literate test form: annotated reports, and how a record is scored against them.
//!
//! An annotated report is one Markdown file: a heading that names the behaviour, two sentences of prose, the report
//! in a `report` block and its gold annotation in a `record` block, one fact a line. [`parse`] reads such a file into
//! an [`Annotated`] report; [`compare`] says which gold lines a [`Record`](dateline_record::Record) gets right, which
//! it misses and what it says in addition; [`render`] writes the file anew with that verdict marked like a diff
//! (`- ` gold not met yet, `+ ` said wrongly); [`score`] counts the same by field. Alignment and scoring follow
//! the annotation guideline, not the wording of lines. This is a tool of tests and measurements; no command ships it.
//!
//! ```
//! let file = "# A plain attack\n\nIt is found. The incident is invented.\n\n\
//! ```report published=2024-03-05\nGunmen attack village\n\nGunmen attacked a village on Monday.\n```\n\n\
//! ```record\nevent \"attacked\" ASSAULT actual\n  mention \"attack\"\n  when \"Monday\" 2024-03-04\n```\n";
//! let annotated = dateline_corpus::parse("attack.md", file)?;
//! assert_eq!(annotated.gold.events[0].trigger.text, "attacked");
//! # Ok::<(), dateline_corpus::FormErrors>(())
//! ```

mod align;
mod check;
mod compare;
mod folder;
mod form;
mod gold;
mod quote;
mod render;
mod score;
mod statement;

pub use compare::{Comparison, Extra, Verdict, compare};
pub use folder::{File, read_folder};
pub use form::{Annotated, FormError, FormErrors, Line, Source, parse};
pub use gold::{
    Gold, GoldAbsent, GoldClaim, GoldEvent, GoldLink, GoldParticipant, GoldPlace, GoldToll,
    GoldWhen, Interval, Target,
};
pub use render::render;
pub use score::{Scores, Tally, score};
