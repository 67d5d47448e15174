//! Numbered quotations: the sentences that facts were read from, with the words themselves marked.

use std::ops::Range;

use dateline_ledger::Evidence;
use dateline_record::Span;

use crate::terminal::{Screen, clean, wrap};

/// The sentences quoted below a table, each once, numbered in order of first use.
#[derive(Default)]
pub(super) struct Quotations {
    sentences: Vec<Quotation>,
}

struct Quotation {
    report: String,
    sentence: Span,
    marked: Vec<Range<usize>>,
}

impl Quotations {
    /// The number under which the evidence is quoted.
    pub(super) fn cite(&mut self, evidence: &Evidence) -> usize {
        let words = evidence.span.start..evidence.span.end;
        let known = self.sentences.iter().position(|quotation| {
            quotation.report == evidence.report && quotation.sentence == evidence.sentence
        });
        if let Some(quotation) = known.and_then(|index| self.sentences.get_mut(index)) {
            quotation.marked.push(words);
        } else {
            self.sentences.push(Quotation {
                report: evidence.report.clone(),
                sentence: evidence.sentence.clone(),
                marked: vec![words],
            });
        }
        known.unwrap_or(self.sentences.len() - 1) + 1
    }

    /// All quotations, indented; `label` names the report of each, nothing when there is only one.
    pub(super) fn lines(
        &self,
        screen: Screen,
        indent: usize,
        label: impl Fn(&str) -> Option<String>,
    ) -> Vec<String> {
        let mut lines = Vec::new();
        for (index, quotation) in self.sentences.iter().enumerate() {
            let number = format!("[{}] ", index + 1);
            let label = label(&quotation.report).map(|label| format!("{label}: "));
            let margin = indent + number.len();
            let quoted = quotation.quoted(screen);
            let text = format!("{}“{quoted}”", label.unwrap_or_default());
            for (row, line) in wrap(&text, screen.width.saturating_sub(margin))
                .into_iter()
                .enumerate()
            {
                let lead = if row == 0 {
                    screen.dim(&number)
                } else {
                    " ".repeat(number.len())
                };
                lines.push(format!("{}{lead}{line}", " ".repeat(indent)));
            }
        }
        lines
    }
}

impl Quotation {
    /// The sentence as one line, the words of the facts marked one by one, so that a line can break between them.
    fn quoted(&self, screen: Screen) -> String {
        let mut words = Vec::new();
        let mut position = self.sentence.start;
        for word in self.sentence.text.split(char::is_whitespace) {
            let range = position..position + word.chars().count();
            position = range.end + 1;
            let marked = self
                .marked
                .iter()
                .any(|marked| marked.start < range.end && range.start < marked.end);
            let shown = clean(word);
            if !shown.is_empty() {
                words.push(if marked { screen.mark(&shown) } else { shown });
            }
        }
        words.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(report: &str, start: usize, text: &str) -> Evidence {
        let words = "Twelve";
        Evidence {
            report: report.to_owned(),
            event: "e1".to_owned(),
            claim: None,
            span: Span {
                start,
                end: start + 6,
                text: words.to_owned(),
            },
            sentence: Span {
                start,
                end: start + text.chars().count(),
                text: text.to_owned(),
            },
        }
    }

    #[test]
    fn a_sentence_is_quoted_once() {
        let mut quotations = Quotations::default();
        let first = evidence("r1", 10, "Twelve died\nin Erbil.");
        assert_eq!(quotations.cite(&first), 1);
        assert_eq!(quotations.cite(&evidence("r2", 10, "Twelve died.")), 2);
        assert_eq!(quotations.cite(&first), 1);
        let lines = quotations.lines(Screen::plain(30), 2, |report| Some(report.to_owned()));
        assert_eq!(lines[0], "  [1] r1: “Twelve died in");
        assert_eq!(lines[1], "      Erbil.”");
    }
}
