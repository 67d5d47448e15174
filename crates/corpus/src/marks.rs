//! Inline marks: `[e1 attacked]` in the report block gives words a label that record lines point with.
//!
//! Marks nest freely and end in the paragraph that they begin in. A literal bracket is written `\[` or `\]`.

use std::{fmt, ops::Range};

/// What kind of thing a mark names, by its letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkKind {
    /// `e`: words that name an event.
    Event,
    /// `p`: a person or persons.
    Person,
    /// `g`: a state, body, force, company, party or outlet.
    Group,
    /// `l`: a place.
    Place,
    /// `o`: a thing that is struck or taken.
    Thing,
    /// `t`: a time that dates an event.
    Time,
    /// `n`: a figure of people harmed.
    Figure,
    /// `q`: the cue of an attribution.
    Cue,
    /// `c`: the content of a claim.
    Content,
    /// `x`: a hard negative, words that look like an event and are none.
    Negative,
}

impl MarkKind {
    /// Every kind, in the order of the letters `epglotnqcx`.
    pub const ALL: &'static [Self] = &[
        Self::Event,
        Self::Person,
        Self::Group,
        Self::Place,
        Self::Thing,
        Self::Time,
        Self::Figure,
        Self::Cue,
        Self::Content,
        Self::Negative,
    ];

    /// The letter that its labels begin with.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Event => 'e',
            Self::Person => 'p',
            Self::Group => 'g',
            Self::Place => 'l',
            Self::Thing => 'o',
            Self::Time => 't',
            Self::Figure => 'n',
            Self::Cue => 'q',
            Self::Content => 'c',
            Self::Negative => 'x',
        }
    }

    /// Whether its labels name somebody or something that may be mentioned again.
    #[must_use]
    pub const fn is_entity(self) -> bool {
        matches!(self, Self::Person | Self::Group | Self::Place | Self::Thing)
    }
}

/// The label of a mark: a letter and a number, `e1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// What the letter says.
    pub kind: MarkKind,
    /// The number after it.
    pub number: u32,
}

impl Label {
    /// Reads `e1`; none for any other word.
    pub(crate) fn read(word: &str) -> Option<Self> {
        let mut characters = word.chars();
        let letter = characters.next()?;
        let kind = MarkKind::ALL.iter().find(|kind| kind.letter() == letter)?;
        let digits = characters.as_str();
        let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.parse().ok().filter(|_| all_digits)?;
        Some(Self {
            kind: *kind,
            number,
        })
    }
}

impl fmt::Display for Label {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.kind.letter(), self.number)
    }
}

/// A stretch of the clean text with its label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) label: Label,
    /// Byte range in the clean text.
    pub(crate) range: Range<usize>,
    /// Line of the file where it opens, from 1.
    pub(crate) line: usize,
}

/// All marks of a report in text order; of two that begin together the outer first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks(pub(crate) Vec<Mark>);

impl Marks {
    /// The places of a label, in text order.
    pub(crate) fn ranges(&self, label: Label) -> Vec<Range<usize>> {
        let marks = self.0.iter().filter(|mark| mark.label == label);
        marks.map(|mark| mark.range.clone()).collect()
    }

    /// Each label once with the line of its first mark, in order of the labels.
    pub(crate) fn labels(&self) -> Vec<(Label, usize)> {
        let mut labels: Vec<(Label, usize)> = Vec::new();
        for mark in &self.0 {
            if labels.iter().all(|(label, _)| *label != mark.label) {
                labels.push((mark.label, mark.line));
            }
        }
        labels.sort_unstable();
        labels
    }
}

/// Something wrong, with its line in the file.
pub(crate) type Fault = (usize, String);

/// Takes the marks off the numbered lines of a report block. The clean text holds headline and paragraphs separated by
/// blank lines; lines of one paragraph are joined by spaces.
pub(crate) fn strip(lines: &[(usize, &str)]) -> (String, Marks, Vec<Fault>) {
    let mut stripper = Stripper::default();
    for (number, line) in lines {
        stripper.line(*number, line.trim());
    }
    stripper.end_paragraph();
    // Inner marks close first: reversed, the stable sort puts the outer of two with equal extents first.
    stripper.marks.reverse();
    stripper
        .marks
        .sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end)));
    let faults = faults(&stripper.text, &stripper.marks);
    stripper.faults.extend(faults);
    (stripper.text, Marks(stripper.marks), stripper.faults)
}

/// A bracket that waits for its partner.
struct Open {
    /// None for a bracket that is no mark, so that its partner is not reported as well.
    label: Option<Label>,
    start: usize,
    line: usize,
}

#[derive(Default)]
struct Stripper {
    text: String,
    marks: Vec<Mark>,
    open: Vec<Open>,
    faults: Vec<Fault>,
    paragraph_ended: bool,
    /// The last line ended with a label, so that the line break is the space after it.
    label_ended_line: bool,
}

impl Stripper {
    fn line(&mut self, number: usize, line: &str) {
        if line.is_empty() {
            self.end_paragraph();
            return;
        }
        if !self.text.is_empty() && !self.label_ended_line {
            let separator = if self.paragraph_ended { "\n\n" } else { " " };
            self.text.push_str(separator);
        }
        self.paragraph_ended = false;
        self.label_ended_line = false;
        let mut rest = line;
        while let Some(position) = rest.find(['[', ']', '\\']) {
            let (plain, from) = rest.split_at(position);
            self.text.push_str(plain);
            rest = self.sign(number, from);
        }
        self.text.push_str(rest);
    }

    /// Reads the bracket or backslash that `from` begins with; the text after it.
    fn sign<'l>(&mut self, number: usize, from: &'l str) -> &'l str {
        for escaped in ["\\[", "\\]"] {
            if let Some(after) = from.strip_prefix(escaped) {
                self.text.push_str(&escaped[1..]);
                return after;
            }
        }
        if let Some(after) = from.strip_prefix('[') {
            return self.open(number, after);
        }
        if let Some(after) = from.strip_prefix(']') {
            self.close(number);
            return after;
        }
        self.text.push('\\');
        from.get(1..).unwrap_or_default()
    }

    fn open<'l>(&mut self, number: usize, after: &'l str) -> &'l str {
        let end = after.find([' ', '[', ']']).unwrap_or(after.len());
        let (word, rest) = after.split_at(end);
        let label = Label::read(word);
        self.open.push(Open {
            label,
            start: self.text.len(),
            line: number,
        });
        if label.is_none() {
            self.faults.push((
                number,
                format!(
                    "[{word} opens no mark: after [ comes a letter of epglotnqcx with a number and a space, as in \
                     [p1 police]; a literal bracket is written \\["
                ),
            ));
            self.text.push('[');
            return after;
        }
        self.label_ended_line = rest.is_empty();
        rest.strip_prefix(' ').unwrap_or(rest)
    }

    fn close(&mut self, number: usize) {
        let Some(open) = self.open.pop() else {
            let why =
                "this line has a ] without its [: take it away, or write \\] for a literal one";
            self.faults.push((number, why.to_owned()));
            return;
        };
        let Some(label) = open.label else {
            self.text.push(']');
            return;
        };
        self.marks.push(Mark {
            label,
            range: open.start..self.text.len(),
            line: open.line,
        });
    }

    fn end_paragraph(&mut self) {
        self.paragraph_ended = true;
        self.label_ended_line = false;
        for open in self.open.drain(..) {
            if let Some(label) = open.label {
                let why =
                    format!("[{label} is not closed in its paragraph: put a ] after its last word");
                self.faults.push((open.line, why));
            }
        }
    }
}

/// The most words that name an event.
const LONGEST_TRIGGER: usize = 5;

fn faults(text: &str, marks: &[Mark]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, mark) in marks.iter().enumerate() {
        let words = text.get(mark.range.clone()).unwrap_or_default();
        let fault = bad_extent(text, mark, words)
            .or_else(|| inside_another(mark, marks.get(..index).unwrap_or_default()));
        if let Some(why) = fault {
            faults.push((mark.line, format!("[{} {words}]: {why}", mark.label)));
        }
    }
    faults
}

fn bad_extent(text: &str, mark: &Mark, words: &str) -> Option<String> {
    let cut = |offset| crate::quote::cuts_word(text, offset);
    if words.is_empty() {
        return Some("the mark holds no words".to_owned());
    }
    if words.trim() != words {
        return Some("move the space at the start or end of the mark outside".to_owned());
    }
    if cut(mark.range.start) || cut(mark.range.end) {
        return Some("the mark cuts a word: set the brackets around the whole word".to_owned());
    }
    let count = words.split_whitespace().count();
    if mark.label.kind == MarkKind::Event && count > LONGEST_TRIGGER {
        return Some(format!(
            "a trigger of {count} words: mark only the word that names the event"
        ));
    }
    None
}

/// What must not stand around the same words: a trigger, time, figure, cue or content inside a mark of the same label;
/// two labels of one letter, or the same twice, with equal extents.
fn inside_another(mark: &Mark, earlier: &[Mark]) -> Option<String> {
    let (kind, label) = (mark.label.kind, mark.label);
    let mut equal = earlier.iter().filter(|outer| outer.range == mark.range);
    if let Some(outer) = equal.find(|outer| outer.label.kind == kind) {
        return Some(format!(
            "the same words are {} already: take one pair of brackets away",
            outer.label
        ));
    }
    let around = |outer: &&Mark| outer.label == label && outer.range.end > mark.range.start;
    let inside = !kind.is_entity() && earlier.iter().any(|outer| around(&outer));
    inside.then(|| format!("stands inside another {label}: keep one of the two marks"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripped(report: &str) -> (String, Vec<String>, Vec<Fault>) {
        let lines: Vec<(usize, &str)> = (1..).zip(report.lines()).collect();
        let (text, marks, faults) = strip(&lines);
        let show = |mark: &Mark| format!("{} {}", mark.label, &text[mark.range.clone()]);
        let marks = marks.0.iter().map(show).collect();
        (text, marks, faults)
    }

    #[test]
    fn marks_nest_and_cross_lines() {
        let (text, marks, faults) =
            stripped("[p1 [n1 17]] \\[sic\\] [p2 men\nof [l1 Mali]'s] [e1\nraid]\n\nÉ [o1 b]");
        assert_eq!(text, "17 [sic] men of Mali's raid\n\nÉ b");
        assert_eq!(
            marks,
            [
                "p1 17",
                "n1 17",
                "p2 men of Mali's",
                "l1 Mali",
                "e1 raid",
                "o1 b"
            ]
        );
        assert_eq!(faults, []);
    }

    #[test]
    fn a_bad_mark_names_its_line_and_the_next_step() {
        for (report, line, why) in [
            ("a\n[p1 b", 2, "[p1 is not closed"),
            ("[p1 b\n\nc]", 1, "[p1 is not closed"),
            ("a\nb] c", 2, "without its ["),
            ("[z1 b] c", 1, "[z1 opens no mark"),
            ("[police] c", 1, "[police opens no mark"),
            ("[e1 raid ] c", 1, "move the space"),
            ("[e1  raid] c", 1, "move the space"),
            ("[e1] c", 1, "holds no words"),
            ("[e1 raid]ers", 1, "cuts a word"),
            ("[e1 a b c d e f]", 1, "6 words"),
            ("[e1 a [e1 b]]", 1, "inside another e1"),
            ("[p1 [p1 a]]", 1, "are p1 already"),
            ("[p1 [p2 a]]", 1, "are p1 already"),
        ] {
            let (_, _, faults) = stripped(report);
            assert!(
                faults
                    .iter()
                    .any(|fault| fault.0 == line && fault.1.contains(why)),
                "{report}: {faults:?}"
            );
        }
        for report in ["[p1 the mother of [p1 one]]", "[g1 [l1 Mali]]"] {
            assert_eq!(stripped(report).2, []);
        }
    }
}
