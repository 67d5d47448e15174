//! Sentences as the network sees them.

use std::ops::Range;

use crate::pieces::{Vocabulary, shapes};

/// One sentence (or a part of one) as piece ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sequence {
    /// `[CLS]`, the pieces of all words, `[SEP]`.
    pub(crate) pieces: Vec<i32>,
    /// Shape class of each piece's word.
    pub(crate) shapes: Vec<i32>,
    /// Index of each word's first piece.
    pub(crate) first: Vec<i32>,
}

/// Cuts the words of a sentence where it would not fit the network. Each range of words makes one sequence.
/// Cuts fall behind a strong or weak stop where there is one in the second half, else where the limit falls.
pub(crate) fn windows(words: &[&str], pieces: &[Vec<i32>], max_pieces: usize) -> Vec<Range<usize>> {
    let room = max_pieces - 2;
    let mut windows = Vec::new();
    let mut start = 0;
    while start < words.len() {
        let mut used = 0;
        let mut end = start;
        while end < words.len() && used + pieces[end].len() <= room {
            used += pieces[end].len();
            end += 1;
        }
        let end = end.max(start + 1);
        let cut = if end == words.len() {
            end
        } else {
            safe_cut(words, start, end)
        };
        windows.push(start..cut);
        start = cut;
    }
    windows
}

/// The best place to cut in the second half of `start..end`.
fn safe_cut(words: &[&str], start: usize, end: usize) -> usize {
    let half = start + (end - start) / 2;
    let last = |stops: &[&str]| {
        (half..end)
            .rev()
            .find(|word| stops.contains(&words[*word]))
            .map(|word| word + 1)
    };
    last(&[".", "!", "?", "...", "…"])
        .or_else(|| last(&[";", ":"]))
        .or_else(|| last(&[",", "—", "–", "--"]))
        .unwrap_or(end)
}

impl Sequence {
    /// The sequence of some words with their pieces.
    pub(crate) fn new(words: &[&str], pieces: &[Vec<i32>], vocabulary: &Vocabulary) -> Self {
        let mut sequence = Self::default();
        sequence.push(&[vocabulary.begin], 0);
        for (shape, pieces) in shapes(words.iter().copied()).into_iter().zip(pieces) {
            let first = i32::try_from(sequence.pieces.len()).unwrap_or_default();
            sequence.first.push(first);
            sequence.push(pieces, shape);
        }
        sequence.push(&[vocabulary.end], 0);
        sequence
    }

    fn push(&mut self, pieces: &[i32], shape: i32) {
        self.pieces.extend_from_slice(pieces);
        self.shapes.extend(pieces.iter().map(|_| shape));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_sentences_are_cut_behind_a_stop() {
        let words = ["a", "b", ",", "c", "d", "e", "f", "g"];
        let pieces = vec![vec![9]; words.len()];
        assert_eq!(windows(&words, &pieces, 6), [0..3, 3..7, 7..8]);
        assert_eq!(windows(&words, &pieces, 256).len(), 1);
        assert!(windows(&[], &[], 256).is_empty());
    }
}
