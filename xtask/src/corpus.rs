//! The annotated reports: check, export, render, strip, agreement, stats.

use std::fmt::Write;
use std::io::IsTerminal;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use dateline::{Answer, Choice, Data, Dateline, Kind, Question, Source, Subject};
use dateline_corpus::{
    Agreement, Annotated, File, GoldEvent, Group, Pairs, Split, Stats, Tally, Target, agreement,
    blank_form, export, is_at, pairs, parse, read_folder, read_paths, show,
};
use dateline_record::{Relation, Span};

/// What to do with annotated reports. PATHS are files or folders of them.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Names file and line of whatever is not of the form, and counts what is.
    Check {
        /// Files or folders.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// Writes one JSON object a report, for the training code. Offsets count Unicode code points.
    Export {
        /// Files or folders.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// The JSON Lines file to write.
        #[arg(long)]
        out: PathBuf,
    },
    /// Writes every question that the sentences of reports leave open, one JSON object a line, with the right answers.
    Choices {
        /// Files or folders.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// The JSON Lines file to write.
        #[arg(long)]
        out: PathBuf,
    },
    /// Prints a report with its marks, and its facts below: in colours on a terminal, else with brackets.
    Render {
        /// The file.
        file: PathBuf,
    },
    /// Prints the clean text of a report.
    Strip {
        /// The file.
        file: PathBuf,
        /// Print a file of the form with an empty record block instead, for a second reader to annotate.
        #[arg(long)]
        form: bool,
    },
    /// Measures how far two readers of the same reports agree: the first as gold, the second as a record.
    Agreement {
        /// The first reader's folder.
        first: PathBuf,
        /// The second reader's folder, with files of the same names.
        second: PathBuf,
    },
    /// Counts what reports hold, by split.
    Stats {
        /// Files or folders.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
}

/// Does it; tables and texts go to standard output.
pub(crate) fn run(command: &Command) -> anyhow::Result<()> {
    match command {
        Command::Check { paths } => check(paths),
        Command::Export { paths, out } => export_to(paths, out),
        Command::Choices { paths, out } => choices_to(paths, out),
        Command::Render { file } => {
            let painted = std::io::stdout().is_terminal();
            print!("{}", show(&read_one(file)?, painted));
            Ok(())
        }
        Command::Strip { file, form } => {
            let annotated = read_one(file)?;
            if *form {
                print!("{}", blank_form(&annotated));
            } else {
                println!("{}", annotated.text.as_str());
            }
            Ok(())
        }
        Command::Agreement { first, second } => agree(first, second),
        Command::Stats { paths } => stats(paths),
    }
}

fn read_one(path: &Path) -> anyhow::Result<Annotated> {
    let content = std::fs::read_to_string(path)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(parse(&path.to_string_lossy(), &content)?)
}

type Report = (File, Annotated);

/// The reports that are of the form, and what is wrong with the others, a line each.
fn read_all(paths: &[PathBuf]) -> anyhow::Result<(Vec<Report>, Vec<String>)> {
    let mut reports = Vec::new();
    let mut errors = Vec::new();
    for file in read_paths(paths)? {
        match parse(&file.name, &file.content) {
            Ok(annotated) => reports.push((file, annotated)),
            Err(error) => errors.extend(error.0.iter().map(ToString::to_string)),
        }
    }
    Ok((reports, errors))
}

fn check(paths: &[PathBuf]) -> anyhow::Result<()> {
    let (reports, errors) = read_all(paths)?;
    for error in &errors {
        println!("{error}");
    }
    let mut stats = Stats::default();
    for (_, annotated) in &reports {
        stats.add(&Stats::of(annotated));
    }
    let names = ["reports", "sentences", "events", "claims", "tolls", "links"];
    let counts = names.map(|name| format!("{} {name}", stats.count(Group::Size, name)));
    println!("ok: {}", counts.join(", "));
    ensure!(errors.is_empty(), "{} lines to mend", errors.len());
    Ok(())
}

fn export_to(paths: &[PathBuf], out: &Path) -> anyhow::Result<()> {
    let (reports, errors) = read_all(paths)?;
    ensure!(
        errors.is_empty(),
        "{}\nmend these lines first: nothing is exported",
        errors.join("\n")
    );
    let mut lines = String::new();
    let mut count = 0;
    for (file, annotated) in &reports {
        if file.split() != Split::Second {
            let mut report = serde_json::to_value(export(file, annotated))?;
            report["sentences"] = words(annotated.text.as_str());
            lines += &format!("{report}\n");
            count += 1;
        }
    }
    std::fs::write(out, lines).with_context(|| format!("{} cannot be written", out.display()))?;
    eprintln!("{count} reports written to {}", out.display());
    Ok(())
}

fn choices_to(paths: &[PathBuf], out: &Path) -> anyhow::Result<()> {
    let (reports, errors) = read_all(paths)?;
    ensure!(errors.is_empty(), "{}", errors.join("\n"));
    let dateline = Dateline::open(&Data::embedded())?;
    let mut lines = String::new();
    for (file, annotated) in reports.iter().filter(|(it, _)| it.split() != Split::Second) {
        let source = Source {
            kind: Kind::Text,
            published: annotated.source.published.as_deref(),
            ..Source::new(annotated.text.as_str().as_bytes())
        };
        let read = dateline.choices(&source);
        let read = read.filter(|(record, _)| record.report.text == annotated.text.as_str());
        let Some((record, choices)) = read else {
            continue; // reading left out lines: the spans stand elsewhere
        };
        let pairs = pairs(&annotated.gold, &record);
        for choice in choices {
            if let Some(row) = labelled(&choice, annotated, &pairs) {
                writeln!(
                    lines,
                    "{}",
                    serde_json::json!({"file": file.name, "rows": row})
                )?;
            }
        }
    }
    std::fs::write(out, lines).with_context(|| format!("{} cannot be written", out.display()))
}

/// `[[right, [feature, ...]], ...]`, an entry for each answer; none where the gold does not say.
fn labelled(choice: &Choice, annotated: &Annotated, pairs: &Pairs) -> Option<serde_json::Value> {
    let gold = &annotated.gold;
    let event = |index: usize| {
        pairs
            .events
            .iter()
            .find(|(_, it)| *it == index)
            .map(|(it, _)| *it)
    };
    let is_right: Box<dyn Fn(&Answer) -> bool> = match &choice.of {
        Subject::Event(index) if choice.question == Question::Answered => {
            let from = event(*index)?;
            let links = gold.links.iter();
            let answered: Vec<usize> = links
                .filter(|link| link.from == from && link.relation == Relation::ResponseTo)
                .map(|link| link.to)
                .collect();
            Box::new(move |answer| match answer {
                Answer::Event(it) => event(*it).is_some_and(|it| answered.contains(&it)),
                _ => answered.is_empty(),
            })
        }
        Subject::Event(index) => {
            let own = &gold.events[event(*index)?];
            Box::new(|answer| is_right(own, choice.question, answer))
        }
        Subject::Mention(span) => {
            let mut events = gold.events.iter();
            let own = events.find(|event| event.triggers().any(|it| it.overlaps(span)))?;
            let told = |spans: &[Span]| {
                let mut triggers = own.triggers();
                triggers.any(|trigger| spans.iter().any(|span| span.overlaps(trigger)))
            };
            let before = choice.candidates.iter().any(|it| match &it.answer {
                Answer::Named(spans) => told(spans),
                _ => false,
            });
            Box::new(move |answer| match answer {
                Answer::Named(spans) => told(spans),
                _ => !before,
            })
        }
        Subject::Figure(kind, span) => {
            let (own, _) = gold.events.iter().enumerate().find(|(_, event)| {
                let mut tolls = event.tolls.iter();
                tolls.any(|toll| toll.kind == *kind && toll.span.overlaps(span))
            })?;
            Box::new(move |answer| matches!(answer, Answer::Event(it) if event(*it) == Some(own)))
        }
        Subject::Claim(index) => {
            let claim = pairs.claims.iter().find(|(_, it)| it == index)?.0;
            let about = &gold.claims[claim].about;
            let is_event = |target: &Target| matches!(target, Target::Event(_));
            Box::new(move |answer| match answer {
                Answer::Event(it) => {
                    event(*it).is_some_and(|it| about.contains(&Target::Event(it)))
                }
                _ => !about.iter().any(is_event),
            })
        }
    };
    let rows = choice.candidates.iter().map(|candidate| {
        let right = is_right(&candidate.answer);
        serde_json::json!([u8::from(right), candidate.features])
    });
    Some(rows.collect())
}

/// Whether the answer to a question about a gold event is right.
fn is_right(gold: &GoldEvent, question: Question, answer: &Answer) -> bool {
    let side = match question {
        Question::Actor => &gold.actor,
        _ => &gold.recipient,
    };
    match (question, answer) {
        (Question::Place, Answer::Nothing) => gold.place.is_none(),
        (Question::Time, Answer::Nothing) => gold.when.is_none(),
        (_, Answer::Nothing) => side.is_empty(),
        (_, Answer::Named(spans)) => {
            let mut gold = side.iter().flat_map(|one| &one.spans);
            gold.any(|gold| spans.iter().any(|span| span.overlaps(gold)))
        }
        (_, Answer::Place(place)) => gold.place.as_ref().is_some_and(|gold| is_at(gold, place)),
        (_, Answer::Time(when)) => gold.when.as_ref().is_some_and(|gold| {
            when.earliest.as_ref() == Some(&gold.days.earliest)
                && when.latest.as_ref() == Some(&gold.days.latest)
        }),
        (_, Answer::Event(_)) => false,
    }
}

/// The words of each sentence as the parser cuts them, `[[[start, end], ...], ...]` in code points.
fn words(text: &str) -> serde_json::Value {
    let mut code_points = vec![0; text.len() + 1];
    for (number, (offset, _)) in text.char_indices().enumerate() {
        code_points[offset] = number;
    }
    code_points[text.len()] = text.chars().count();
    let span = |word: Range<usize>| [code_points[word.start], code_points[word.end]];
    let sentences = dateline_parse::words(text, true).into_iter();
    let sentences = sentences.map(|sentence| sentence.into_iter().map(span).collect::<Vec<_>>());
    serde_json::json!(sentences.collect::<Vec<_>>())
}

fn agree(first: &Path, second: &Path) -> anyhow::Result<()> {
    let read = |folder: &Path| {
        read_folder(folder).with_context(|| format!("{} cannot be read", folder.display()))
    };
    let (left, right) = (read(first)?, read(second)?);
    let mut total = Agreement::default();
    let (mut count, mut alone) = (0, 0);
    for file in &left {
        let Some(other) = right.iter().find(|other| other.name == file.name) else {
            alone += 1;
            continue;
        };
        let parsed = |file: &File| parse(&file.path.to_string_lossy(), &file.content);
        let (left, right) = (parsed(file)?, parsed(other)?);
        if let Some(difference) = difference(left.text.as_str(), right.text.as_str()) {
            eprintln!("{} is not the same text: {difference}", file.name);
            continue;
        }
        total.add(&agreement(&left, &right));
        count += 1;
    }
    eprintln!("{alone} reports stand in {} alone", first.display());
    for file in &right {
        if left.iter().all(|other| other.name != file.name) {
            eprintln!("{} stands in {} alone", file.name, second.display());
        }
    }
    if count == 0 {
        bail!(
            "the folders have no report in common: both must hold files of the same names and texts"
        );
    }
    println!("## Agreement of two readers ({count} reports)\n");
    println!("| field | F1 | first | second | both |\n|---|---|---|---|---|");
    for (name, tally) in total.rows() {
        println!("{}", row(name, tally));
    }
    Ok(())
}

fn row(name: &str, tally: Tally) -> String {
    let f1 = tally
        .f1()
        .map_or("–".to_owned(), |f1| format!("{:.1}", 100.0 * f1));
    format!(
        "| {name} | {f1} | {} | {} | {} |",
        tally.gold, tally.found, tally.right
    )
}

/// The first words that differ.
fn difference(left: &str, right: &str) -> Option<String> {
    if left == right {
        return None;
    }
    let (mut left, mut right) = (left.split_whitespace(), right.split_whitespace());
    loop {
        let pair = (left.next(), right.next());
        match pair {
            (Some(left), Some(right)) if left == right => {}
            (None, None) => return Some("only in white space".to_owned()),
            (left, right) => {
                let word = |word: Option<&str>| word.unwrap_or("the end").to_owned();
                return Some(format!("{:?} and {:?}", word(left), word(right)));
            }
        }
    }
}

fn stats(paths: &[PathBuf]) -> anyhow::Result<()> {
    let (reports, errors) = read_all(paths)?;
    for error in &errors {
        eprintln!("left out: {error}");
    }
    let mut columns: Vec<(Split, Stats)> = Vec::new();
    for split in Split::ALL {
        let mut sum = Stats::default();
        for (_, annotated) in reports.iter().filter(|(file, _)| file.split() == *split) {
            sum.add(&Stats::of(annotated));
        }
        if !sum.counts.is_empty() {
            columns.push((*split, sum));
        }
    }
    print!("{}", tables(&columns)?);
    Ok(())
}

/// A table for each group, a column for each split and one for all.
fn tables(columns: &[(Split, Stats)]) -> anyhow::Result<String> {
    let mut total = Stats::default();
    for (_, stats) in columns {
        total.add(stats);
    }
    let mut out = String::new();
    let mut last = None;
    for (key, all) in &total.counts {
        let (group, _, name) = key;
        if last != Some(*group) {
            let splits: Vec<&str> = columns.iter().map(|(split, _)| split.as_str()).collect();
            let line = "---|".repeat(columns.len() + 2);
            let title = group.title();
            writeln!(
                out,
                "\n## {title}\n\n| | {} | all |\n|{line}",
                splits.join(" | ")
            )?;
            last = Some(*group);
        }
        write!(out, "| {name} |")?;
        for (_, stats) in columns {
            write!(
                out,
                " {} |",
                stats.counts.get(key).copied().unwrap_or_default()
            )?;
        }
        writeln!(out, " {all} |")?;
    }
    Ok(out)
}
