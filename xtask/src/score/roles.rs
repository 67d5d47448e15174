//! Arguments of predicates against PropBank on English EWT, exact spans.

use std::collections::BTreeMap;
use std::path::Path;

use dateline_parse::{Filler, Reader, Role, Sentence};

use super::count::Overlap;
use super::table::Table;

/// Sentences handed to the reader at once.
const BATCH: usize = 64;

/// One sentence of PropBank.
#[derive(Default)]
struct Gold {
    words: Vec<String>,
    frames: Vec<Frame>,
}

/// A gold predicate.
struct Frame {
    word: usize,
    /// An auxiliary without arguments ("*was* shot"): PropBank lists it, nobody asks for it.
    is_bare_auxiliary: bool,
    arguments: Vec<Argument>,
}

/// First word, one past the last, role.
type Argument = (usize, usize, Role);

/// The table for EWT test.
pub(crate) fn score(reader: &Reader, corpora: &Path, verbose: bool) -> anyhow::Result<Table> {
    let path = corpora.join("train/propbank_ewt/en_ewt-pb-test.conll");
    let sentences = read(&super::content(&path)?);
    anyhow::ensure!(!sentences.is_empty(), "{} holds no words", path.display());
    let mut all = Overlap::default();
    let mut labels: BTreeMap<Role, Overlap> = BTreeMap::new();
    for gold in &sentences {
        add_arguments(reader, gold, &mut all, &mut labels, verbose);
    }
    let predicates = predicates(reader, &sentences);
    let mut table = Table::new(
        "Roles (PropBank, EWT test, gold words; exact span and label; R- and C- arguments and other labels are left out)",
    );
    table.text(
        "Arguments of gold predicates, F1",
        &all.show(),
        "≥ 85 (issue 3)",
        "no accepted baseline",
    );
    for (role, overlap) in labels {
        table.text(name(role), &overlap.show(), "", "");
    }
    table.text(
        "Predicates, F1 (auxiliaries without arguments count neither way)",
        &predicates.show(),
        "",
        "",
    );
    Ok(table)
}

/// Counts the arguments of one sentence, whose predicates are given.
fn add_arguments(
    reader: &Reader,
    gold: &Gold,
    all: &mut Overlap,
    labels: &mut BTreeMap<Role, Overlap>,
    verbose: bool,
) {
    let frames = gold.frames.iter().filter(|frame| !frame.is_bare_auxiliary);
    let frames: Vec<&Frame> = frames.collect();
    let words: Vec<usize> = frames.iter().map(|frame| frame.word).collect();
    let sentence = reader.annotate_anchors(&gold.words, &words, &[]);
    for (index, frame) in frames.iter().enumerate() {
        let read = sentence.predicates.get(index);
        let found = arguments(read.map(|it| it.fillers.as_slice()).unwrap_or_default());
        all.add(&found, &frame.arguments);
        for role in found.iter().chain(&frame.arguments).map(|one| one.2) {
            labels.entry(role).or_default();
        }
        for (role, overlap) in labels.iter_mut() {
            let only = |list: &[Argument]| -> Vec<Argument> {
                list.iter().filter(|one| one.2 == *role).copied().collect()
            };
            overlap.add(&only(&found), &only(&frame.arguments));
        }
        if verbose && found != frame.arguments {
            tell(gold, frame, &found);
        }
    }
}

/// What the model fills, sorted.
fn arguments(fillers: &[Filler<Role>]) -> Vec<Argument> {
    let argument = |it: &Filler<Role>| (it.words.start, it.words.end, it.role);
    let mut arguments: Vec<Argument> = fillers.iter().map(argument).collect();
    arguments.sort_unstable();
    arguments.dedup();
    arguments
}

/// Predicates found by the model itself.
fn predicates(reader: &Reader, sentences: &[Gold]) -> Overlap {
    let mut overlap = Overlap::default();
    for batch in sentences.chunks(BATCH) {
        let words: Vec<Vec<String>> = batch.iter().map(|gold| gold.words.clone()).collect();
        for (sentence, gold) in reader.annotate_tokens(&words).iter().zip(batch) {
            let (found, expected) = predicates_of(sentence, gold);
            overlap.add(&found, &expected);
        }
    }
    overlap
}

/// The predicates of one sentence as found and as in the gold.
fn predicates_of(sentence: &Sentence, gold: &Gold) -> (Vec<usize>, Vec<usize>) {
    let of = |bare: bool| -> Vec<usize> {
        let frames = gold.frames.iter();
        frames
            .filter(|frame| frame.is_bare_auxiliary == bare)
            .map(|frame| frame.word)
            .collect()
    };
    let bare = of(true);
    let words = sentence.predicates.iter().map(|it| it.word);
    (
        words.filter(|word| !bare.contains(word)).collect(),
        of(false),
    )
}

/// Reads a file: columns 1 to 7 as in CoNLL, the frame, then one column of brackets a predicate.
fn read(content: &str) -> Vec<Gold> {
    let mut sentences = Vec::new();
    let mut rows: Vec<Vec<&str>> = Vec::new();
    for line in content.lines().chain([""]) {
        if line.is_empty() {
            if !rows.is_empty() {
                sentences.push(gold(&rows));
                rows.clear();
            }
        } else if !line.starts_with('#') {
            rows.push(line.split('\t').collect());
        }
    }
    sentences
}

/// One sentence from its rows.
fn gold(rows: &[Vec<&str>]) -> Gold {
    let cell = |row: &[&str], column: usize| row.get(column).copied().unwrap_or("*").to_owned();
    let predicates =
        (0..rows.len()).filter(|word| !matches!(cell(&rows[*word], 7).as_str(), "-" | "_" | "*"));
    let frame = |(column, word): (usize, usize)| {
        let cells: Vec<String> = rows.iter().map(|row| cell(row, 8 + column)).collect();
        let arguments = brackets(&cells);
        Frame {
            word,
            is_bare_auxiliary: arguments.is_empty() && cell(&rows[word], 3) == "AUX",
            arguments,
        }
    };
    Gold {
        words: rows.iter().map(|row| cell(row, 1)).collect(),
        frames: predicates.enumerate().map(frame).collect(),
    }
}

/// The arguments of one column, sorted.
fn brackets(cells: &[String]) -> Vec<Argument> {
    let mut arguments = Vec::new();
    let mut open = None;
    for (word, cell) in cells.iter().enumerate() {
        if let Some(label) = cell.strip_prefix('(') {
            open = Some((word, role(label.trim_end_matches(['*', ')']))));
        }
        if cell.ends_with(')')
            && let Some((start, label)) = open.take()
        {
            arguments.extend(label.map(|label| (start, word + 1, label)));
        }
    }
    arguments.sort_unstable();
    arguments
}

/// The role of a label, if it is one that the model gives.
fn role(label: &str) -> Option<Role> {
    match label {
        "ARGM-TMP" => Some(Role::Time),
        "ARGM-LOC" => Some(Role::Place),
        "ARGM-NEG" => Some(Role::Negation),
        "ARGM-MOD" => Some(Role::Modal),
        _ => {
            let number = label.strip_prefix("ARG")?.parse().ok()?;
            (number <= 4).then_some(Role::Argument(number))
        }
    }
}

/// The label of a role in PropBank.
fn name(role: Role) -> &'static str {
    match role {
        Role::Argument(0) => "ARG0",
        Role::Argument(1) => "ARG1",
        Role::Argument(2) => "ARG2",
        Role::Argument(3) => "ARG3",
        Role::Argument(_) => "ARG4",
        Role::Time => "ARGM-TMP",
        Role::Place => "ARGM-LOC",
        Role::Negation => "ARGM-NEG",
        Role::Modal => "ARGM-MOD",
    }
}

/// Shows what is missed and what is wrong of one predicate.
fn tell(gold: &Gold, frame: &Frame, found: &[Argument]) {
    let show = |list: &[Argument], other: &[Argument]| {
        let only = list.iter().filter(|one| !other.contains(one));
        let named = only.map(|(start, end, role)| {
            format!("{} {}", name(*role), gold.words[*start..*end].join(" "))
        });
        named.collect::<Vec<_>>().join(" | ")
    };
    eprintln!(
        "{}\tmissed: {}\twrong: {}",
        gold.words[frame.word],
        show(&frame.arguments, found),
        show(found, &frame.arguments)
    );
}

#[cfg(test)]
mod tests {
    use dateline_parse::Role;

    use super::{gold, read};

    #[test]
    fn columns_of_brackets_become_arguments() {
        let content = "# sent_id = a\n\
            1\tTroops\ttroop\tNOUN\tNNS\t3\tnsubj\t-\t*\t(ARG1*)\n\
            2\twere\tbe\tAUX\tVBD\t3\taux\tbe.03\t(V*)\t*\n\
            3\tsent\tsend\tVERB\tVBN\t0\troot\tsend.01\t*\t(V*)\n\
            4\tto\tto\tADP\tIN\t5\tcase\t-\t*\t(ARG2*\n\
            5\tGao\tGao\tPROPN\tNNP\t3\tobl\t-\t*\t*)\n\n";
        let sentences = read(content);
        let frames = &sentences[0].frames;
        assert!(frames[0].is_bare_auxiliary && !frames[1].is_bare_auxiliary);
        let expected = [(0, 1, Role::Argument(1)), (3, 5, Role::Argument(2))];
        assert_eq!(frames[1].arguments, expected);
        assert!(gold(&[]).words.is_empty());
    }
}
