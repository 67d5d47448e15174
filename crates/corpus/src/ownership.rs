//! Every mark that must be spoken of by a record line is, and by how many.

use crate::{
    marks::{Fault, Label, Mark, MarkKind, Marks},
    statement::Statement,
};

/// Events without a line, cues and contents without a claim, hard negatives on the words of an event.
pub(crate) fn faults(marks: &Marks, statements: &[Option<Statement>]) -> Vec<Fault> {
    let owned: Vec<Label> = statements
        .iter()
        .flatten()
        .flat_map(Statement::owned_labels)
        .collect();
    let mut faults = Vec::new();
    for (label, line) in marks.labels() {
        let wanted = match label.kind {
            MarkKind::Event => format!("event {label} TYPE/mode realis"),
            MarkKind::Cue => format!("claim SPEAKER stance {label} > CONTENT"),
            MarkKind::Content => format!("claim SPEAKER stance CUE > {label}"),
            _ => continue,
        };
        if !owned.contains(&label) {
            let why = format!("{label} has no record line: add `{wanted}` or take the mark away");
            faults.push((line, why));
        }
    }
    faults.extend(negative_triggers(marks));
    faults
}

fn negative_triggers(marks: &Marks) -> impl Iterator<Item = Fault> {
    let of = |kind| marks.0.iter().filter(move |mark| mark.label.kind == kind);
    let touches = |left: &Mark, right: &Mark| {
        left.range.start < right.range.end && right.range.start < left.range.end
    };
    of(MarkKind::Negative).filter_map(move |negative| {
        let event = of(MarkKind::Event).find(|event| touches(negative, event))?;
        let why = format!(
            "{} marks words of the event {} as no event: take one of the two marks away",
            negative.label, event.label
        );
        Some((negative.line, why))
    })
}
