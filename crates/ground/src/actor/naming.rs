//! Listed names in a sentence.

use std::ops::Range;

use dateline_parse::{Analysis, EntityKind, Sentence};

use super::list::{ActorList, Named};
use crate::place::fold;

/// Where a listed name stands.
#[derive(Clone, Debug)]
pub(super) struct NameSpan {
    pub(super) tokens: Range<usize>,
    pub(super) named: Named,
}

/// Longest listed name in words.
const LONGEST: usize = 8;

/// Listed names of a sentence, longest first at each word, not overlapping.
pub(super) fn names_in(
    analysis: &Analysis,
    actors: &ActorList,
    sentence: &Sentence,
) -> Vec<NameSpan> {
    let mut names = Vec::new();
    let mut word = 0;
    while word < sentence.tokens.len() {
        let last = (word + LONGEST).min(sentence.tokens.len());
        let found = (word + 1..=last).rev().find_map(|end| {
            let tokens = word..end;
            may_be_name(sentence, &tokens).then_some(())?;
            let text = analysis.text.slice(sentence.bytes_of(tokens.clone()));
            let named = actors.named(&fold(text), text)?.clone();
            Some(NameSpan { tokens, named })
        });
        word = found.as_ref().map_or(word + 1, |name| name.tokens.end);
        names.extend(found);
    }
    names
}

/// Whether words look like a name: capitals at both ends (an Arabic article may be small), and a single word is proper.
fn may_be_name(sentence: &Sentence, tokens: &Range<usize>) -> bool {
    let ends = [tokens.start, tokens.end - 1].map(|word| sentence.tokens.get(word));
    let [Some(first), Some(last)] = ends else {
        return false;
    };
    if first.upos == "DET" {
        return false;
    }
    let capital = |form: &str| form.contains(char::is_uppercase);
    let article = matches!(
        first.form.to_lowercase().as_str(),
        "al" | "el" | "anti" | "ex" | "so"
    ) || first.form.starts_with("al-")
        || first.form.starts_with("anti-");
    if tokens.len() > 1 {
        return (capital(&first.form) || article)
            && (capital(&last.form) || matches!(last.upos, "NOUN" | "PROPN"));
    }
    let entity = sentence.entity_at(tokens.start).map(|entity| entity.kind);
    match entity {
        Some(EntityKind::Person) => sentence
            .entity_at(tokens.start)
            .is_some_and(|entity| entity.tokens == *tokens),
        Some(
            EntityKind::Organisation | EntityKind::Norp | EntityKind::Place | EntityKind::Facility,
        ) => capital(&first.form),
        _ => {
            capital(&first.form)
                && matches!(first.upos, "PROPN" | "NOUN" | "X")
                && (first.upos == "PROPN" || tokens.start > 0)
        }
    }
}
