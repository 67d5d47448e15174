//! Choices that no single sentence settles: who did it when the sentence does not say, which event a figure belongs to.
//!
//! Every answer to such a question has features, each with a weight in `rules/choices.tsv`; the answer with the highest
//! sum wins. `training/choices.py` learns the weights from the project's annotated reports (multinomial logistic
//! regression), and takes the features from [`crate::Coder::choices`], so that there is one definition of them.

use std::collections::HashMap;

use dateline_record::{Place, Span, TollKind, When};

use crate::error::RuleError;

/// A question with all answers that the report allows.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What is asked.
    pub question: Question,
    /// Of what it is asked.
    pub of: Subject,
    /// The answers, at least one; the first of equals wins.
    pub candidates: Vec<Candidate>,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Who did it.
    Actor,
    /// To whom.
    Recipient,
    /// Where.
    Place,
    /// When.
    Time,
    /// Which event a figure of people harmed belongs to.
    Toll,
    /// Which event a claim speaks of.
    About,
    /// Which event an event answers.
    Answered,
    /// Which event told of before a mention tells of, if not a new one.
    Same,
}

/// Of what a question is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// The event of the record with this index.
    Event(usize),
    /// The claim of the record with this index.
    Claim(usize),
    /// The mention of an event with this word.
    Mention(Span),
    /// The figure in these words.
    Figure(TollKind, Span),
}

/// One answer with what speaks for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The answer.
    pub answer: Answer,
    /// What holds of the answer: names of weights.
    pub features: Vec<String>,
}

/// What a question can be answered with.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Nobody, nowhere, none.
    Nothing,
    /// Somebody or something, by all mentions.
    Named(Vec<Span>),
    /// A place.
    Place(Place),
    /// A time.
    Time(When),
    /// The event of the record with this index.
    Event(usize),
}

/// Bytes that hold nearly every feature.
const LONG: usize = 48;

/// The weights of features.
#[derive(Debug, Default)]
pub(crate) struct Weights(HashMap<String, f64>);

impl Question {
    /// The word that begins its features.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Recipient => "recipient",
            Self::Place => "place",
            Self::Time => "time",
            Self::Toll => "toll",
            Self::About => "about",
            Self::Answered => "answered",
            Self::Same => "same",
        }
    }
}

impl Candidate {
    pub(crate) const fn new(answer: Answer) -> Self {
        Self {
            answer,
            features: Vec::new(),
        }
    }

    /// Adds a feature made of words.
    pub(crate) fn holds(&mut self, question: Question, words: &[&str]) {
        let mut feature = String::with_capacity(LONG);
        feature.push_str(question.name());
        for word in words {
            feature.push(' ');
            feature.push_str(word);
        }
        self.features.push(feature);
    }
}

impl Weights {
    /// Lines of a feature, a tab and its weight.
    pub(crate) fn parse((file, content): (&str, &str)) -> Result<Self, RuleError> {
        let mut weights = HashMap::new();
        for (number, line) in content.lines().enumerate() {
            if line.starts_with('#') {
                continue;
            }
            let entry = line
                .split_once('\t')
                .and_then(|(feature, weight)| Some((feature.to_owned(), weight.parse().ok()?)));
            let Some((feature, weight)) = entry else {
                let place = format!(
                    "line {}: a feature, a tab and a number are wanted",
                    number + 1
                );
                return Err(RuleError::new(file, place));
            };
            weights.insert(feature, weight);
        }
        Ok(Self(weights))
    }

    /// Whether there are weights at all.
    pub(crate) fn know_any(&self) -> bool {
        !self.0.is_empty()
    }

    /// The best answer; none where nothing is known of the question.
    pub(crate) fn answer(&self, choice: Choice) -> Option<Answer> {
        let best = self.best(&choice)?;
        let candidate = choice.candidates.into_iter().nth(best)?;
        Some(candidate.answer)
    }

    /// The index of the best answer; none where nothing is known of the question.
    pub(crate) fn best(&self, choice: &Choice) -> Option<usize> {
        self.sums(choice).as_deref().and_then(highest)
    }

    /// What speaks for each answer; none where nothing is known of the question.
    pub(crate) fn sums(&self, choice: &Choice) -> Option<Vec<f64>> {
        let mut is_known = false;
        let mut sum = |candidate: &Candidate| -> f64 {
            let weights = candidate.features.iter().filter_map(|it| self.0.get(it));
            weights.inspect(|_| is_known = true).sum()
        };
        let sums = choice.candidates.iter().map(&mut sum).collect();
        is_known.then_some(sums)
    }
}

/// The index of the highest sum, the first of equals.
pub(crate) fn highest(sums: &[f64]) -> Option<usize> {
    let mut best: Option<(f64, usize)> = None;
    for (index, sum) in sums.iter().enumerate() {
        if best.is_none_or(|(known, _)| *sum > known) {
            best = Some((*sum, index));
        }
    }
    best.map(|(_, index)| index)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(features: &[&[&str]]) -> Choice {
        let candidate = |words: &&[&str]| {
            let mut candidate = Candidate::new(Answer::Nothing);
            candidate.holds(Question::Actor, words);
            candidate
        };
        Choice {
            question: Question::Actor,
            of: Subject::Event(0),
            candidates: features.iter().map(candidate).collect(),
        }
    }

    #[test]
    fn the_highest_sum_wins_and_of_equals_the_first() -> Result<(), RuleError> {
        let weights = Weights::parse(("w.tsv", "# a comment\nactor near\t1.5\nactor far\t-0.5\n"))?;
        let best = |features: &[&[&str]]| weights.best(&choice(features));
        assert_eq!(best(&[&["far"], &["near"]]), Some(1));
        assert_eq!(best(&[&["near"], &["near"]]), Some(0));
        assert_eq!(best(&[&["far"], &["unheard"]]), Some(1));
        Ok(())
    }

    #[test]
    fn a_question_of_which_nothing_is_known_has_no_answer() -> Result<(), RuleError> {
        let weights = Weights::parse(("w.tsv", "recipient near\t1.5\n"))?;
        assert_eq!(weights.best(&choice(&[&["near"], &["far"]])), None);
        assert!(!Weights::default().know_any());
        Ok(())
    }

    #[test]
    fn a_line_without_a_number_is_named() {
        let error = Weights::parse(("w.tsv", "actor near\t1.5\nactor far\tmuch\n"));
        let message = error.map(|_| ()).map_err(|error| error.to_string());
        assert!(message.is_err_and(|it| it.contains("w.tsv") && it.contains("line 2")));
    }
}
