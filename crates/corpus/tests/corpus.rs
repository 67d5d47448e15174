//! Every report of the corpus is of the form, and together they are what the corpus promises to be.
#![allow(clippy::unwrap_used)]

use std::{collections::BTreeMap, path::PathBuf};

use dateline_corpus::{
    Annotated, Verdict, compare, parse, perfect_record, read_folder, render, score,
};
use dateline_record::EventType;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../corpus")
}

fn corpus() -> Vec<(String, Annotated)> {
    let mut errors = Vec::new();
    let mut reports = Vec::new();
    for file in read_folder(&root()).unwrap() {
        match parse(&format!("corpus/{}", file.name), &file.content) {
            Ok(annotated) => reports.push((file.content, annotated)),
            Err(error) => errors.push(error.to_string()),
        }
    }
    assert!(errors.is_empty(), "\n{}", errors.join("\n"));
    reports
}

/// A file cut before its record block: a report may hold lines that begin like marks.
fn at_record(content: &str) -> (&str, &str) {
    content.split_at(content.find("```record").unwrap())
}

#[test]
fn every_report_is_of_the_form() {
    let reports = corpus();
    assert!(reports.len() >= 30, "{} reports", reports.len());
}

#[test]
fn every_plover_type_occurs_at_least_twice() {
    let mut counts: BTreeMap<EventType, usize> = BTreeMap::new();
    for (_, annotated) in corpus() {
        for event in &annotated.gold.events {
            *counts.entry(event.event_type).or_default() += 1;
        }
    }
    for event_type in EventType::ALL {
        let count = counts.get(event_type).copied().unwrap_or_default();
        assert!(count >= 2, "{event_type} occurs {count} times");
    }
}

#[test]
fn a_blank_record_misses_everything_and_rendering_twice_changes_nothing() {
    for (_, annotated) in corpus() {
        let record = annotated.blank_record();
        let comparison = compare(&annotated, &record);
        let facts = annotated.lines.iter().filter(|line| line.is_fact).count();
        let absents = annotated.gold.absents.iter();
        let absents = absents.filter(|absent| absent.line.is_some()).count();
        assert_eq!(comparison.missed(), facts - absents, "{}", annotated.file);
        let once = render(&annotated, &comparison);
        let again = parse(&annotated.file, &once).unwrap();
        assert_eq!(render(&again, &compare(&again, &record)), once);
        assert_eq!(score(&annotated, &record).detected.right, 0);
    }
}

#[test]
fn an_unmarked_file_renders_as_it_is() {
    for (content, annotated) in corpus() {
        let mut comparison = compare(&annotated, &annotated.blank_record());
        comparison.verdicts.fill(Verdict::Kept);
        comparison.extras.clear();
        let (before, record) = at_record(&content);
        let unmarked: String = record
            .lines()
            .filter(|line| !line.starts_with("+ "))
            .map(|line| format!("{}\n", line.strip_prefix("- ").unwrap_or(line)))
            .collect();
        let unmarked = before.to_owned() + &unmarked;
        assert_eq!(
            render(&annotated, &comparison),
            unmarked,
            "{}",
            annotated.file
        );
    }
}

/// The plain files that README shows hold the same text as their annotated twins of the same name.
#[test]
fn the_example_files_are_the_annotated_reports() {
    let twins: BTreeMap<String, Annotated> = corpus()
        .into_iter()
        .map(|(_, annotated)| (annotated.file.clone(), annotated))
        .collect();
    let mut count = 0;
    for entry in std::fs::read_dir(root().join("example")).unwrap() {
        let path = entry.unwrap().path();
        let content = std::fs::read_to_string(&path).unwrap();
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let twin = &twins[&format!("corpus/incidents/{stem}.md")];
        if path.extension().unwrap() == "txt" {
            assert_eq!(content.trim_end(), twin.text.as_str(), "{stem}");
        } else {
            for paragraph in twin.text.as_str().split("\n\n") {
                assert!(content.contains(paragraph), "{stem} lacks: {paragraph}");
            }
        }
        count += 1;
    }
    assert!(count >= 3);
}

/// A record built from the gold itself must be judged perfect: the annotation does not contradict itself.
#[test]
fn the_gold_meets_itself() {
    for (_, annotated) in corpus() {
        let record = perfect_record(&annotated);
        let comparison = compare(&annotated, &record);
        let rendered = render(&annotated, &comparison);
        let (_, record) = at_record(&rendered);
        let marks: Vec<&str> = record
            .lines()
            .filter(|line| line.starts_with("- ") || line.starts_with("+ "))
            .collect();
        assert!(marks.is_empty(), "{}: {marks:#?}", annotated.file);
    }
}
