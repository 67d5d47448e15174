//! Scores of words to anchors (predicates, triggers, cues), and scores of pairs to what fills their roles.

use std::ops::Range;

use dateline_encoder::{Anchor, Encoder, Matrix, Scores, Scratch, WordHead};
use dateline_record::{EventType, Realis};

use crate::bio::{self, Tag, largest, softmax};
use crate::labels::Labels;
use crate::path::{Tree, paths};
use crate::{Filler, MentionHead, Predicate, Saying, Trigger};

/// The probability from which a word may head a mention: below it, it hardly ever does.
const LEAST_MENTION: f32 = 0.1;

/// What hangs on single words of one sequence, and what fills it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Anchors {
    pub(crate) predicates: Vec<Predicate>,
    pub(crate) triggers: Vec<Trigger>,
    pub(crate) sayings: Vec<Saying>,
    pub(crate) mentions: Vec<MentionHead>,
}

impl Anchors {
    /// Takes over the anchors of a later part that begins `offset` words on.
    pub(crate) fn append(&mut self, part: Self, offset: usize) {
        for mut it in part.predicates {
            it.word += offset;
            shift(&mut it.fillers, offset);
            self.predicates.push(it);
        }
        for mut it in part.triggers {
            it.words = it.words.start + offset..it.words.end + offset;
            it.anchor += offset;
            shift(&mut it.fillers, offset);
            self.triggers.push(it);
        }
        for mut it in part.sayings {
            it.cue = it.cue.start + offset..it.cue.end + offset;
            it.anchor += offset;
            shift(&mut it.fillers, offset);
            self.sayings.push(it);
        }
        for mut it in part.mentions {
            it.word += offset;
            self.mentions.push(it);
        }
    }
}

fn shift<R>(fillers: &mut [Filler<R>], offset: usize) {
    for filler in fillers {
        filler.words = filler.words.start + offset..filler.words.end + offset;
    }
}

/// The anchors of one sequence with the words `forms` and their tree.
pub(crate) fn anchors(
    network: (&Encoder, &mut Scratch),
    scores: &Scores,
    labels: &Labels,
    (forms, tree): (&[&str], Tree<'_>),
) -> Anchors {
    let mut found = Anchors {
        predicates: predicates(scores),
        triggers: triggers(scores, labels, forms),
        sayings: sayings(scores, labels, forms),
        mentions: mentions(scores, labels),
    };
    fill(&mut found, network, (scores, tree), labels);
    found
}

fn predicates(scores: &Scores) -> Vec<Predicate> {
    let rows = scores.of(WordHead::Predicate).rows().enumerate();
    rows.filter(|(_, row)| largest(row) == 1)
        .map(|(word, _)| bare(word))
        .collect()
}

fn bare(word: usize) -> Predicate {
    Predicate {
        word,
        fillers: Vec::new(),
    }
}

/// The words that are likely enough to head a mention.
fn mentions(scores: &Scores, labels: &Labels) -> Vec<MentionHead> {
    let mut found = Vec::new();
    for (word, row) in scores.of(WordHead::Mention).rows().enumerate() {
        let mut best = None;
        let mut probability = 0.0;
        for (kind, share) in labels.mentions.iter().zip(softmax(row)) {
            if let Some(kind) = kind {
                probability += share;
                if best.is_none_or(|(_, most)| share > most) {
                    best = Some((*kind, share));
                }
            }
        }
        if let Some((kind, _)) = best.filter(|_| probability >= LEAST_MENTION) {
            found.push(MentionHead {
                word,
                kind,
                probability,
            });
        }
    }
    found
}

/// Stretches of words that name an event of the same type.
fn triggers(scores: &Scores, labels: &Labels, forms: &[&str]) -> Vec<Trigger> {
    let rows: Vec<&[f32]> = scores.of(WordHead::Event).rows().collect();
    let types: Vec<Option<(EventType, f32)>> =
        rows.iter().map(|row| likeliest_type(row, labels)).collect();
    stretches(&types, |(kind, _)| *kind)
        .into_iter()
        .map(|(words, event_type)| {
            let inside = types[words.clone()].iter().flatten();
            let probability = inside.map(|(_, share)| *share).fold(0.0, f32::max);
            trigger(scores, labels, forms, words, (event_type, probability))
        })
        .collect()
}

fn trigger(
    scores: &Scores,
    labels: &Labels,
    forms: &[&str],
    words: Range<usize>,
    (event_type, probability): (EventType, f32),
) -> Trigger {
    let anchor = anchor(forms, &words, &labels.particles);
    let realis = scores.of(WordHead::Realis).row(anchor);
    Trigger {
        mode: likeliest_mode(scores.of(WordHead::Event).row(anchor), labels, event_type),
        probability,
        realis: *labels
            .realis
            .get(largest(realis))
            .unwrap_or(&Realis::Actual),
        words,
        anchor,
        event_type,
        fillers: Vec::new(),
    }
}

/// The anchors that are given: predicates, and stretches that name an event whatever the network thinks of it.
pub(crate) fn given(
    network: (&Encoder, &mut Scratch),
    scores: &Scores,
    labels: &Labels,
    (forms, tree): (&[&str], Tree<'_>),
    (predicates, triggers): (&[usize], &[Range<usize>]),
) -> Anchors {
    let typed = |words: &Range<usize>| {
        let kind = type_of(scores, labels, words)?;
        Some(trigger(scores, labels, forms, words.clone(), kind))
    };
    let mut found = Anchors {
        predicates: predicates.iter().map(|word| bare(*word)).collect(),
        triggers: triggers.iter().filter_map(typed).collect(),
        ..Anchors::default()
    };
    fill(&mut found, network, (scores, tree), labels);
    found
}

/// The likeliest type of a stretch that names an event, with its probability among the types.
fn type_of(scores: &Scores, labels: &Labels, words: &Range<usize>) -> Option<(EventType, f32)> {
    let mut sums: Vec<(EventType, f32)> = Vec::new();
    for word in words.clone() {
        let shares = softmax(scores.of(WordHead::Event).row(word));
        for (label, share) in labels.events.iter().zip(shares) {
            let Some((kind, _)) = label else { continue };
            match sums.iter_mut().find(|(known, _)| known == kind) {
                Some((_, sum)) => *sum += share,
                None => sums.push((*kind, share)),
            }
        }
    }
    let total: f32 = sums.iter().map(|(_, sum)| sum).sum();
    let mut best: Option<(EventType, f32)> = None;
    for (kind, sum) in sums {
        if best.is_none_or(|(_, high)| sum / total > high) {
            best = Some((kind, sum / total));
        }
    }
    best
}

/// The type that all its modes together make likeliest; none where no event is.
fn likeliest_type(row: &[f32], labels: &Labels) -> Option<(EventType, f32)> {
    // Most words name no event by far: they are told by one comparison.
    if labels.events.get(largest(row))?.is_none()
        && row.iter().skip(1).all(|other| *other + 6.0 < row[0])
    {
        return None;
    }
    let shares = softmax(row);
    let mut best: Option<(EventType, f32)> = None;
    let mut nothing = 0.0;
    let mut sum = (None, 0.0);
    for (label, share) in labels.events.iter().zip(shares) {
        match label {
            None => nothing += share,
            Some((kind, _)) if sum.0 == Some(*kind) => sum.1 += share,
            Some((kind, _)) => sum = (Some(*kind), share),
        }
        // The labels of one type stand together.
        if let (Some(kind), total) = sum
            && best.is_none_or(|(_, high)| total > high)
        {
            best = Some((kind, total));
        }
    }
    best.filter(|(_, share)| *share > nothing)
}

fn likeliest_mode(row: &[f32], labels: &Labels, event_type: EventType) -> Option<String> {
    let mut best: Option<(&Option<String>, f32)> = None;
    for (label, score) in labels.events.iter().zip(row) {
        if let Some((kind, mode)) = label
            && *kind == event_type
            && best.is_none_or(|(_, high)| *score > high)
        {
            best = Some((mode, *score));
        }
    }
    best.and_then(|(mode, _)| mode.clone())
}

fn sayings(scores: &Scores, labels: &Labels, forms: &[&str]) -> Vec<Saying> {
    let rows: Vec<&[f32]> = scores.of(WordHead::Stance).rows().collect();
    let cues: Vec<Option<usize>> = rows
        .iter()
        .map(|row| Some(largest(row)).filter(|label| *label > 0))
        .collect();
    stretches(&cues, |label| *label)
        .into_iter()
        .filter_map(|(cue, label)| {
            let anchor = anchor(forms, &cue, &labels.particles);
            Some(Saying {
                stance: (*labels.stances.get(label)?)?,
                probability: 1.0 - softmax(rows[anchor])[0],
                cue,
                anchor,
                fillers: Vec::new(),
            })
        })
        .collect()
}

/// Stretches of neighbours with an equal key.
fn stretches<T, K: PartialEq + Copy>(
    words: &[Option<T>],
    key: impl Fn(&T) -> K,
) -> Vec<(Range<usize>, K)> {
    let mut stretches: Vec<(Range<usize>, K)> = Vec::new();
    for (word, label) in words.iter().enumerate() {
        let Some(label) = label else { continue };
        let label = key(label);
        match stretches.last_mut() {
            Some((open, kind)) if open.end == word && *kind == label => open.end = word + 1,
            _ => stretches.push((word..word + 1, label)),
        }
    }
    stretches
}

/// The word of a stretch that acts for all: the last that is no particle ("drone *strike*", "*called* off").
fn anchor(forms: &[&str], words: &Range<usize>, particles: &[String]) -> usize {
    let is_particle = |word: &usize| {
        let form = forms.get(*word).map(|form| form.to_lowercase());
        form.is_some_and(|form| particles.contains(&form))
    };
    let mut backwards = words.clone().rev();
    backwards
        .find(|word| !is_particle(word))
        .unwrap_or(words.start)
}

/// Asks the network of pairs once for every anchor and reads each group of roles where it is wanted.
fn fill(
    found: &mut Anchors,
    (encoder, scratch): (&Encoder, &mut Scratch),
    (scores, tree): (&Scores, Tree<'_>),
    labels: &Labels,
) {
    let mut words: Vec<usize> = found.predicates.iter().map(|it| it.word).collect();
    words.extend(found.triggers.iter().map(|it| it.anchor));
    words.extend(found.sayings.iter().map(|it| it.anchor));
    words.sort_unstable();
    words.dedup();
    if words.is_empty() {
        return;
    }
    let relations = labels.deprel.len();
    let anchors: Vec<Anchor> = words
        .iter()
        .map(|word| Anchor {
            word: *word,
            paths: paths(tree, *word, relations),
        })
        .collect();
    let pairs = encoder.pairs(scores, &anchors, scratch);
    let of = |word: usize| words.binary_search(&word).ok().and_then(|at| pairs.get(at));
    let (roles, events) = (labels.roles.len(), labels.event_roles.len());
    for it in &mut found.predicates {
        it.fillers = fillers(of(it.word), 0, &labels.roles);
    }
    for it in &mut found.triggers {
        it.fillers = fillers(of(it.anchor), roles, &labels.event_roles);
    }
    for it in &mut found.sayings {
        it.fillers = fillers(of(it.anchor), roles + events, &labels.saying_roles);
    }
}

/// The best spans of one group, whose labels begin at column `first`.
fn fillers<R: Copy + PartialEq>(
    pairs: Option<&Matrix>,
    first: usize,
    tags: &[Tag<R>],
) -> Vec<Filler<R>> {
    let Some(pairs) = pairs else {
        return Vec::new();
    };
    let part = |row| <[f32]>::get(row, first..first + tags.len()).unwrap_or_default();
    let rows: Vec<&[f32]> = pairs.rows().map(part).collect();
    bio::spans(tags, &rows)
        .into_iter()
        .map(|(words, role)| Filler { role, words })
        .collect()
}
