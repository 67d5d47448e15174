//! Sentences as the network sees them, and how they are grouped into batches.

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

/// Pieces in one batch, padding included.
const MAX_BATCH: usize = 1024;

/// Groups sequences (given by their numbers of pieces) into batches of similar length.
/// The grouping depends on the lengths alone, so that a report is always computed in the same way.
pub(crate) fn batches(lengths: &[usize]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..lengths.len()).collect();
    order.sort_by_key(|index| (lengths[*index], *index));
    let mut batches: Vec<Vec<usize>> = Vec::new();
    let mut shortest = 0;
    for index in order {
        let length = lengths[index];
        match batches.last_mut() {
            Some(batch)
                if (batch.len() + 1) * length <= MAX_BATCH
                    && length <= shortest + shortest / 4 + 4 =>
            {
                batch.push(index);
            }
            _ => {
                batches.push(vec![index]);
                shortest = length;
            }
        }
    }
    batches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_sentences_are_cut_behind_a_stop() {
        let words = ["a", "b", ",", "c", "d", "e", "f", "g"];
        let pieces = vec![vec![9]; words.len()];
        assert_eq!(windows(&words, &pieces, 6), [0..3, 3..7, 7..8]);
        assert_eq!(windows(&words, &pieces, 256), [0..8]);
        assert!(windows(&[], &[], 256).is_empty());
    }

    #[test]
    fn batches_hold_every_sequence_once() {
        let lengths = [9, 200, 10, 30, 31, 9, 254];
        let mut seen: Vec<usize> = batches(&lengths).into_iter().flatten().collect();
        seen.sort_unstable();
        assert_eq!(seen, [0, 1, 2, 3, 4, 5, 6]);
    }
}
