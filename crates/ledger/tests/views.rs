//! What the views of an incident show.
#![allow(clippy::unwrap_used)]

mod common;

use common::{QARUN, Story, ledger_of, three_tellings};
use dateline_ledger::{
    Column, Filter, IncidentSummary, Ledger, Member, POLICY, Row, Status, claims_matrix,
};
use dateline_record::{SpeakerKind, Stance, TollKind};

fn only(ledger: &Ledger) -> IncidentSummary {
    let page = ledger.incidents(&Filter::default()).unwrap();
    assert_eq!(page.total, 1);
    page.items[0].clone()
}

fn row<'a>(rows: &'a [Row], label: &str) -> &'a Row {
    let labels: Vec<&str> = rows.iter().map(|row| row.label.as_str()).collect();
    rows.iter()
        .find(|row| row.label == label)
        .ok_or_else(|| format!("no {label} among {labels:?}"))
        .unwrap()
}

#[test]
fn a_summary_keeps_the_range_and_chooses_a_figure_that_somebody_gave() {
    let (_folder, ledger) = ledger_of(&three_tellings());
    let summary = only(&ledger);
    let killed = summary.toll(TollKind::Killed).unwrap();
    assert_eq!((killed.low, killed.high, killed.open), (2, 17, true));
    // Reyes (2) and the medics (17) have one voice each: the later report decides.
    assert_eq!(
        (killed.best_low, killed.best_high, killed.voices),
        (2, Some(2), 2)
    );
    assert_eq!(summary.status, Status::Contested);
    assert_eq!((summary.voices, summary.reports), (2, 3));
    assert_eq!(summary.actors, ["United States"]);
    assert_eq!(summary.place.unwrap().name, "Qarun");
    assert_eq!(summary.earliest.as_deref(), Some("2031-05-08"));
    assert_eq!(summary.first_report, "a-1");
    assert_eq!(summary.last_published.as_deref(), Some("2031-05-10"));
    assert_eq!(summary.policy, POLICY);
    assert_eq!(
        summary.headline,
        "Assault (aerial): United States → Northern Guard, Qarun, 2031-05-08"
    );
}

#[test]
fn the_matrix_keeps_every_voice_and_its_words() {
    let (_folder, ledger) = ledger_of(&three_tellings());
    let view = ledger.incident(&only(&ledger).id).unwrap().unwrap();
    let rows = &view.matrix.rows;
    let reyes = row(rows, "Col. Dana Reyes");
    let killed = &reyes.cells[&Column::Killed];
    assert_eq!(killed.len(), 1, "the same figure twice is one answer");
    assert_eq!(killed[0].value, "2");
    let reports: Vec<&str> = killed[0]
        .evidence
        .iter()
        .map(|e| e.report.as_str())
        .collect();
    assert_eq!(reports, ["a-1", "c-3"]);

    let medics = row(rows, "Local medics");
    let figure = &medics.cells[&Column::Killed][0];
    assert_eq!(
        (figure.value.as_str(), figure.low, figure.high),
        ("at least 17", Some(17), None)
    );
    assert_eq!(figure.questioned_by, ["the report (Delta Wire)"]);

    let doubter = row(rows, "the report (Delta Wire)");
    let doubt = &doubter.cells[&Column::Killed][0];
    assert_eq!(doubt.stance, Some(Stance::Doubts));
    assert_eq!(doubt.evidence[0].span.text, "That number");

    let guard = row(rows, "Northern Guard");
    assert_eq!(guard.statements[0].stance, Stance::Denies);
    assert!(guard.cells.is_empty());
    assert_eq!(view.matrix.columns[..2], [Column::Killed, Column::Wounded]);
    assert!(!view.matrix.columns.contains(&Column::Displaced));
}

#[test]
fn every_span_of_the_matrix_is_that_slice_of_its_report() {
    let stories = three_tellings();
    let members: Vec<Member<'_>> = stories
        .iter()
        .map(|story| Member {
            record: &story.0,
            event: "e1",
        })
        .collect();
    let matrix = claims_matrix(&members);
    let mut seen = 0;
    for row in &matrix.rows {
        let cells = row.cells.values().flatten().flat_map(|cell| &cell.evidence);
        for evidence in cells.chain(row.statements.iter().map(|statement| &statement.evidence)) {
            let story = stories
                .iter()
                .find(|story| story.0.report.id == evidence.report);
            let text: Vec<char> = story.unwrap().0.report.text.chars().collect();
            for span in [&evidence.span, &evidence.sentence] {
                let slice: String = text[span.start..span.end].iter().collect();
                assert_eq!(slice, span.text);
            }
            assert!(evidence.sentence.start <= evidence.span.start);
            assert!(evidence.span.end <= evidence.sentence.end);
            seen += 1;
        }
    }
    assert!(seen > 15, "{seen} pieces of evidence");
}

#[test]
fn a_matrix_of_one_record_needs_no_ledger() {
    let [story, _, _] = three_tellings();
    let matrix = claims_matrix(&[Member {
        record: &story.0,
        event: "e1",
    }]);
    let own = row(&matrix.rows, "the report (Harbour Post)");
    assert_eq!(own.cells[&Column::Where][0].value, "Qarun");
    assert_eq!(own.cells[&Column::When][0].value, "2031-05-08");
    assert_eq!(
        claims_matrix(&[Member {
            record: &story.0,
            event: "e9"
        }])
        .rows,
        []
    );
}

fn plain(id: &str, site: &str, published: &str) -> Story {
    Story::new(id, site, published, "News\n\nA blast hit Qarun on Monday and killed 3 or 5. The Guard denied it. The Guard claimed it.")
        .strike("blast")
        .at(QARUN)
        .on("on Monday", "2031-05-05")
}

fn status_of(stories: &[Story]) -> Status {
    only(&ledger_of(stories).1).status
}

#[test]
fn status_follows_the_voices() {
    let guard = Some(("The Guard", SpeakerKind::Institution));
    let a = plain("a", "Post", "2031-05-05");
    let b = plain("b", "Wire", "2031-05-05");
    assert_eq!(status_of(std::slice::from_ref(&a)), Status::SingleSource);
    assert_eq!(status_of(&[a.clone(), b.clone()]), Status::Corroborated);
    let same_outlet = plain("b", "Post", "2031-05-05");
    assert_eq!(status_of(&[a.clone(), same_outlet]), Status::SingleSource);
    let denial = b
        .clone()
        .claim(guard, Stance::Denies, "denied", "it", &["e1"]);
    assert_eq!(status_of(&[a.clone(), denial]), Status::Contested);
    let only_denied = plain("a", "Post", "2031-05-05").claim(
        guard,
        Stance::Denies,
        "denied",
        "A blast hit Qarun on Monday",
        &["e1"],
    );
    assert_eq!(status_of(&[only_denied]), Status::Denied);
    let same_source = |story: Story| {
        story.claim(
            guard,
            Stance::ClaimsResponsibility,
            "claimed",
            "it",
            &["e1"],
        )
    };
    assert_eq!(
        status_of(&[same_source(a), same_source(b)]),
        Status::SingleSource,
        "two reports that cite one voice"
    );
}

#[test]
fn a_higher_figure_on_a_later_day_is_an_update() {
    let three = |day| plain("a", "Post", day).killed("3", 3, Some(3), None);
    let five = |day| plain("b", "Wire", day).killed("5", 5, Some(5), None);
    assert_eq!(
        status_of(&[three("2031-05-05"), five("2031-05-05")]),
        Status::Contested
    );
    assert_eq!(
        status_of(&[three("2031-05-05"), five("2031-05-06")]),
        Status::Corroborated
    );
    assert_eq!(
        status_of(&[three("2031-05-06"), five("2031-05-05")]),
        Status::Contested
    );
}
