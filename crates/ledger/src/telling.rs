//! How one report tells of one event: its figures, names, place and time, each given to the voice that says it.

use std::collections::BTreeSet;

use dateline_record::{Claim, Event, Record, Span, Stance, Toll};

use crate::sentence::Sentences;
use crate::voice::{self, Voice};
use crate::{Cell, Column, Evidence, Member, Row, Statement};

/// One report's event with the claims that bear on it.
#[derive(Debug)]
pub(crate) struct Telling<'a> {
    record: &'a Record,
    event: &'a Event,
    /// Claims about the event, about those claims, or giving a toll of it; in text order.
    claims: Vec<&'a Claim>,
    sentences: Sentences,
}

impl<'a> Telling<'a> {
    /// Collects the claims; none when the record has no such event.
    pub(crate) fn new(member: Member<'a>) -> Option<Self> {
        let record = member.record;
        let event = record
            .events
            .iter()
            .find(|event| event.id == member.event)?;
        Some(Self {
            record,
            event,
            claims: claims_on(record, event),
            sentences: Sentences::new(&record.report.text),
        })
    }

    /// Adds all answers to the rows of their voices.
    pub(crate) fn lay_out(&self, rows: &mut Vec<Row>) {
        for toll in &self.event.tolls {
            self.lay_out_toll(toll, rows);
        }
        for participant in &self.event.actor {
            self.lay_out_fact(
                Column::Who,
                participant.name.clone(),
                &participant.span,
                rows,
            );
        }
        for participant in &self.event.recipient {
            self.lay_out_fact(
                Column::Whom,
                participant.name.clone(),
                &participant.span,
                rows,
            );
        }
        if let Some(place) = &self.event.place {
            self.lay_out_fact(Column::Where, place.name.clone(), &place.span, rows);
        }
        if let Some(when) = &self.event.when {
            let value = interval(when.earliest.as_deref(), when.latest.as_deref());
            let value = value.unwrap_or_else(|| when.span.text.clone());
            self.lay_out_fact(Column::When, value, &when.span, rows);
        }
        for claim in &self.claims {
            self.lay_out_statement(claim, rows);
        }
    }

    fn lay_out_toll(&self, toll: &Toll, rows: &mut Vec<Row>) {
        let Some(value) = figure(toll.low, toll.high) else {
            return;
        };
        let claim = toll.claim.as_deref().and_then(|id| self.claim(id));
        let questions: Vec<&Claim> = claim.map_or_else(Vec::new, |claim| self.questions(claim));
        let cell = Cell {
            value,
            low: toll.low,
            high: toll.high,
            whom: toll.whom.as_ref().map(|span| span.text.clone()),
            stance: claim.map(|claim| claim.stance),
            questioned_by: questions
                .iter()
                .map(|claim| voice::of_claim(&self.record.report, claim).label)
                .collect(),
            evidence: vec![self.evidence(claim, &toll.span)],
        };
        let column = Column::of_toll(toll.kind);
        for question in questions {
            let doubt = Cell {
                stance: Some(question.stance),
                questioned_by: Vec::new(),
                evidence: vec![self.evidence(Some(question), &question.content)],
                ..cell.clone()
            };
            add_cell(self.row(Some(question), rows), column, doubt);
        }
        add_cell(self.row(claim, rows), column, cell);
    }

    /// A name, place or time belongs to the innermost claim that holds its words.
    fn lay_out_fact(&self, column: Column, value: String, span: &Span, rows: &mut Vec<Row>) {
        let claim = self
            .claims
            .iter()
            .copied()
            .filter(|claim| holds(&claim.content, span))
            .min_by_key(|claim| claim.content.end - claim.content.start);
        let cell = Cell {
            value,
            low: None,
            high: None,
            whom: None,
            stance: claim.map(|claim| claim.stance),
            questioned_by: claim.map_or_else(Vec::new, |claim| {
                let questions = self.questions(claim).into_iter();
                questions
                    .map(|question| voice::of_claim(&self.record.report, question).label)
                    .collect()
            }),
            evidence: vec![self.evidence(claim, span)],
        };
        add_cell(self.row(claim, rows), column, cell);
    }

    fn lay_out_statement(&self, claim: &Claim, rows: &mut Vec<Row>) {
        let row = self.row(Some(claim), rows);
        if claim.stance == Stance::ClaimsResponsibility
            && let Some(speaker) = &claim.speaker
        {
            let cell = Cell {
                value: row.label.clone(),
                low: None,
                high: None,
                whom: None,
                stance: Some(claim.stance),
                questioned_by: Vec::new(),
                evidence: vec![self.evidence(Some(claim), &speaker.span)],
            };
            add_cell(row, Column::Who, cell);
        }
        row.statements.push(Statement {
            stance: claim.stance,
            content: claim.content.text.clone(),
            evidence: self.evidence(Some(claim), &claim.content),
            cue: claim.cue.clone(),
        });
    }

    fn claim(&self, id: &str) -> Option<&'a Claim> {
        self.claims.iter().copied().find(|claim| claim.id == id)
    }

    /// The claims that doubt or deny `claim`.
    fn questions(&self, claim: &Claim) -> Vec<&'a Claim> {
        self.claims
            .iter()
            .copied()
            .filter(|other| matches!(other.stance, Stance::Denies | Stance::Doubts))
            .filter(|other| other.about.contains(&claim.id))
            .collect()
    }

    fn evidence(&self, claim: Option<&Claim>, span: &Span) -> Evidence {
        let (mut start, mut end) = (span.start, span.end);
        if let Some(claim) = claim {
            let speaker = claim.speaker.as_ref().map(|speaker| &speaker.span);
            for part in [Some(&claim.content), Some(&claim.cue), speaker] {
                start = part.map_or(start, |part| part.start.min(start));
                end = part.map_or(end, |part| part.end.max(end));
            }
        }
        Evidence {
            report: self.record.report.id.clone(),
            event: self.event.id.clone(),
            claim: claim.map(|claim| claim.id.clone()),
            span: span.clone(),
            sentence: self.sentences.around(start, end),
        }
    }

    /// The row of a claim's voice, made when it is not there yet.
    fn row<'r>(&self, claim: Option<&Claim>, rows: &'r mut Vec<Row>) -> &'r mut Row {
        let report = &self.record.report;
        let voice = claim.map_or_else(
            || voice::of_report(report),
            |claim| voice::of_claim(report, claim),
        );
        row_of(voice, rows)
    }
}

/// Claims on an event: about it, giving a toll of it, or about such a claim.
pub(crate) fn claims_on<'a>(record: &'a Record, event: &Event) -> Vec<&'a Claim> {
    let mut on: BTreeSet<&str> = event
        .tolls
        .iter()
        .filter_map(|toll| toll.claim.as_deref())
        .collect();
    let touches = |claim: &Claim, on: &BTreeSet<&str>| {
        let about = |id: &String| *id == event.id || on.contains(id.as_str());
        claim.about.iter().any(about)
    };
    // Each round adds claims about claims found before; a chain is never longer than the list.
    loop {
        let before = on.len();
        for claim in &record.claims {
            if touches(claim, &on) {
                on.insert(&claim.id);
            }
        }
        if on.len() == before {
            break;
        }
    }
    let claims = record.claims.iter();
    claims
        .filter(|claim| on.contains(claim.id.as_str()))
        .collect()
}

/// Whether `span` lies in `content`.
fn holds(content: &Span, span: &Span) -> bool {
    content.start <= span.start && span.end <= content.end
}

fn row_of(voice: Voice, rows: &mut Vec<Row>) -> &mut Row {
    let found = rows.iter().position(|row| row.key == voice.key);
    let index = found.unwrap_or_else(|| {
        rows.push(Row {
            key: voice.key.clone(),
            label: voice.label.clone(),
            kind: voice.kind.to_owned(),
            participant: voice.participant.clone(),
            cells: std::collections::BTreeMap::new(),
            statements: Vec::new(),
        });
        rows.len() - 1
    });
    let row = &mut rows[index];
    // "John Kirby" says more than a later "Kirby".
    if voice.kind == "named_person" && voice.label.len() > row.label.len() {
        row.label = voice.label;
    }
    row
}

/// Adds an answer; the same answer from another place only adds its evidence.
fn add_cell(row: &mut Row, column: Column, cell: Cell) {
    let cells = row.cells.entry(column).or_default();
    let same = |other: &&mut Cell| {
        other.value == cell.value && other.whom == cell.whom && other.stance == cell.stance
    };
    let Some(known) = cells.iter_mut().find(same) else {
        cells.push(cell);
        return;
    };
    for label in cell.questioned_by {
        if !known.questioned_by.contains(&label) {
            known.questioned_by.push(label);
        }
    }
    for evidence in cell.evidence {
        if !known.evidence.contains(&evidence) {
            known.evidence.push(evidence);
        }
    }
}

/// A figure for people to read; none when it says nothing.
pub(crate) fn figure(low: Option<u64>, high: Option<u64>) -> Option<String> {
    Some(match (low, high) {
        (None, None) => return None,
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(low), None) => format!("at least {low}"),
        (None, Some(high)) => format!("up to {high}"),
    })
}

/// A day or an interval of days for people to read; none when neither end is known.
pub(crate) fn interval(earliest: Option<&str>, latest: Option<&str>) -> Option<String> {
    Some(match (earliest, latest) {
        (None, None) => return None,
        (Some(first), Some(last)) if first == last => first.to_owned(),
        (Some(first), Some(last)) => format!("{first} to {last}"),
        (Some(first), None) => format!("{first} or later"),
        (None, Some(last)) => format!("{last} or earlier"),
    })
}
