//! The literate test form: annotated reports, and how a record is scored against them.
//!
//! An annotated report is one Markdown file: a heading that names the behaviour, two sentences of prose, the report
//! in a `report` block and its gold annotation in a `record` block, one fact a line. A fact points into the report by
//! quotation (`"attacked"`), or by the label of a mark that stands in the text itself (`[e1 attacked]`); one file may do
//! both, and both give the same gold.
//!
//! [`parse`] reads such a file into an [`Annotated`] report; [`compare`] says which gold lines a
//! [`Record`](dateline_record::Record) gets right, which it misses and what it says in addition; [`render`] writes the
//! file anew with that verdict marked like a diff (`- ` gold not met yet, `+ ` said wrongly); [`score`] counts the same
//! by field. Alignment and scoring follow the annotation guideline, not the wording of lines. [`agreement`] holds two
//! readers against each other, [`export`] writes for the training code, [`show`] for the eye. This is a tool of tests
//! and measurements; no command of `dateline` ships it.
//!
//! ```
//! let file = "# A plain attack\n\nIt is found. The incident is invented.\n\n\
//! ```report published=2024-03-05\nGunmen attack village\n\nGunmen attacked a village on Monday.\n```\n\n\
//! ```record\nevent \"attacked\" ASSAULT actual\n  mention \"attack\"\n  when \"Monday\" 2024-03-04\n```\n";
//! let annotated = dateline_corpus::parse("attack.md", file)?;
//! assert_eq!(annotated.gold.events[0].trigger.text, "attacked");
//! # Ok::<(), dateline_corpus::FormErrors>(())
//! ```

mod agreement;
mod align;
mod check;
mod choices;
mod compare;
mod export;
mod folder;
mod form;
mod gold;
mod marks;
mod modes;
mod ownership;
mod perfect;
mod quote;
mod render;
mod score;
mod show;
mod statement;
mod stats;

pub use agreement::{Agreement, agreement};
pub use choices::{Pairs, is_at, pairs};
pub use compare::{Comparison, Extra, Verdict, compare};
pub use export::{Exported, export};
pub use folder::{File, Split, read_folder, read_paths, read_specification};
pub use form::{Annotated, FormError, FormErrors, Line, Source, parse};
pub use gold::{
    Gold, GoldAbsent, GoldClaim, GoldEntity, GoldEvent, GoldLink, GoldParticipant, GoldPlace,
    GoldToll, GoldWhen, Interval, Target,
};
pub use marks::{Label, MarkKind};
pub use perfect::perfect_record;
pub use render::render;
pub use score::{Scores, Tally, score};
pub use show::{blank_form, show};
pub use stats::{Group, Stats};
