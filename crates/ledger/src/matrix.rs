//! The claims matrix: who says what about one happening, side by side.
//!
//! Rows are voices, columns are questions (how many killed, who, where, …). Each cell holds every answer that the voice
//! gives in any report, with the words it was read from. Conflicting answers stand beside each other; nothing is
//! summed, averaged or chosen.

use std::collections::BTreeMap;

use dateline_record::{Record, Span, Stance, TollKind};
use serde::{Deserialize, Serialize};

use crate::telling::Telling;

/// One event of one report, the input of [`claims_matrix`].
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    /// The record that holds the event.
    pub record: &'a Record,
    /// The event's id in that record.
    pub event: &'a str,
}

/// What a column of the matrix asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// How many were killed.
    Killed,
    /// How many were wounded.
    Wounded,
    /// How many are missing.
    Missing,
    /// How many were detained.
    Detained,
    /// How many were abducted.
    Abducted,
    /// How many were driven from home.
    Displaced,
    /// Who did it.
    Who,
    /// To whom it was done.
    Whom,
    /// Where it happened.
    Where,
    /// When it happened.
    When,
}

impl Column {
    /// Every column, in the order in which a page shows them.
    pub const ALL: &'static [Self] = &[
        Self::Killed,
        Self::Wounded,
        Self::Missing,
        Self::Detained,
        Self::Abducted,
        Self::Displaced,
        Self::Who,
        Self::Whom,
        Self::Where,
        Self::When,
    ];

    /// The column that counts one kind of harm.
    #[must_use]
    pub const fn of_toll(kind: TollKind) -> Self {
        match kind {
            TollKind::Killed => Self::Killed,
            TollKind::Wounded => Self::Wounded,
            TollKind::Missing => Self::Missing,
            TollKind::Detained => Self::Detained,
            TollKind::Abducted => Self::Abducted,
            TollKind::Displaced => Self::Displaced,
        }
    }

    /// Whether the column is shown when no voice has an answer in it.
    const fn is_always_shown(self) -> bool {
        !matches!(
            self,
            Self::Missing | Self::Detained | Self::Abducted | Self::Displaced
        )
    }

    /// The text used in JSON and as a heading.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Killed => "killed",
            Self::Wounded => "wounded",
            Self::Missing => "missing",
            Self::Detained => "detained",
            Self::Abducted => "abducted",
            Self::Displaced => "displaced",
            Self::Who => "who",
            Self::Whom => "whom",
            Self::Where => "where",
            Self::When => "when",
        }
    }
}

/// Where in which report an answer was read. All spans are code points of `report.text`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The report's id.
    pub report: String,
    /// The event's id in that report.
    pub event: String,
    /// The claim's id in that report; null: the report's own voice.
    pub claim: Option<String>,
    /// The exact words: the figure, the name, the cue.
    pub span: Span,
    /// The sentence or sentences around them, claim included.
    pub sentence: Span,
}

/// One answer in a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// What to show: "17", "at least 17", "40 to 50", a name, a place, a day or an interval of days.
    pub value: String,
    /// The lower bound of a figure, people.
    pub low: Option<u64>,
    /// The upper bound of a figure, people.
    pub high: Option<u64>,
    /// Who is counted ("children"), for a figure that says so.
    pub whom: Option<String>,
    /// What the voice does with the answer: [`Stance::Denies`] and [`Stance::Doubts`] speak against it. Null: the report's own voice says it plainly.
    pub stance: Option<Stance>,
    /// Labels of the voices that doubt or deny this answer.
    pub questioned_by: Vec<String>,
    /// Where it was read; first published first.
    pub evidence: Vec<Evidence>,
}

/// Something that a voice says about the happening as a whole: that it took place, that it did not, who is to blame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// What the voice does.
    pub stance: Stance,
    /// What is said, as the report has it.
    pub content: String,
    /// Where it was read: the span is the content.
    pub evidence: Evidence,
    /// The words that mark the attribution.
    pub cue: Span,
}

/// One voice and all its answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Stable key of the voice: equal keys are one row.
    pub key: String,
    /// The name to show: "John Kirby", "local sources", "the report (SITE)".
    pub label: String,
    /// `named_person`, `institution`, `unnamed`, `media`, `document` or `report` (the report's own voice).
    pub kind: String,
    /// Id of the speaker in the actor list, if known.
    pub participant: Option<String>,
    /// The answers by column; a column without an answer is absent.
    pub cells: BTreeMap<Column, Vec<Cell>>,
    /// What the voice says about the happening as a whole.
    pub statements: Vec<Statement>,
}

/// Who says what about one happening.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimsMatrix {
    /// The columns to show: killed, wounded, who, whom, where and when always, the others when some cell has them.
    pub columns: Vec<Column>,
    /// The voices: the reports' own first, then the speakers, each in order of first appearance.
    pub rows: Vec<Row>,
}

/// Lays out what the members say. A pure function of the members; their order decides the order of rows.
///
/// One record's event gives the matrix of one report: `claims_matrix(&[Member { record, event: "e1" }])`.
#[must_use]
pub fn claims_matrix(members: &[Member<'_>]) -> ClaimsMatrix {
    let mut rows = Vec::new();
    for member in members {
        if let Some(telling) = Telling::new(*member) {
            telling.lay_out(&mut rows);
        }
    }
    // The reports' own rows first; the sort is stable, so each part keeps its order of appearance.
    rows.sort_by_key(|row: &Row| row.kind != "report");
    let columns = Column::ALL
        .iter()
        .copied()
        .filter(|column| {
            column.is_always_shown() || rows.iter().any(|row| row.cells.contains_key(column))
        })
        .collect();
    ClaimsMatrix { columns, rows }
}
