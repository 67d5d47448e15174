//! Which words belong to a mention, by the conventions of GUM: with determiners, modifiers, of-phrases and relative
//! clauses, without what is coordinated, apposed or said of it. `training/mentions.py` says the same.

use std::ops::Range;

use crate::{Entity, EntityKind, Sentence, Token};

/// Relations that belong to a mention wherever they hang on its head.
const INSIDE: [&str; 11] = [
    "det",
    "det:predet",
    "amod",
    "flat",
    "compound",
    "nmod:poss",
    "nmod:desc",
    "nummod",
    "acl:relcl",
    "fixed",
    "goeswith",
];

/// What no mention begins or ends with.
const EDGE: [&str; 9] = [",", ";", ":", ".", "—", "–", "-", "?", "!"];

/// What sets a phrase apart from the words before it.
const BREAKS: [&str; 7] = [",", "(", "[", "—", "–", "-", ":"];

/// Quotation marks that close, with those that open.
const QUOTES: [(&str, &str); 3] = [("”", "“"), ("''", "``"), ("\"", "\"")];

/// Words that stand before a mention without belonging to it, whatever the tree says.
const BEFORE: [&str; 3] = ["both", "either", "neither"];

/// The marks of the genitive.
pub(super) const GENITIVE: [&str; 4] = ["'s", "’s", "'", "’"];

/// A sentence with what hangs on each word.
pub(super) struct Tree<'a> {
    sentence: &'a Sentence,
    tokens: &'a [Token],
    below: Vec<Vec<usize>>,
}

impl<'a> Tree<'a> {
    pub(super) fn new(sentence: &'a Sentence) -> Self {
        let tokens = sentence.tokens.as_slice();
        let mut below = vec![Vec::new(); tokens.len()];
        for (word, token) in tokens.iter().enumerate() {
            if let Some(list) = token.head.and_then(|head| below.get_mut(head)) {
                list.push(word);
            }
        }
        Self {
            sentence,
            tokens,
            below,
        }
    }

    /// The words that hang on one, in order.
    pub(super) fn below(&self, word: usize) -> &[usize] {
        self.below.get(word).map_or(&[], Vec::as_slice)
    }

    /// Whether something hangs on the word by one of the relations.
    pub(super) fn has(&self, word: usize, relations: &[&str]) -> bool {
        let mut below = self.below(word).iter();
        below.any(|child| relations.contains(&self.relation(*child)))
    }

    pub(super) fn form(&self, word: usize) -> &str {
        self.tokens.get(word).map_or("", |token| &token.form)
    }

    pub(super) fn tag(&self, word: usize) -> &str {
        self.tokens.get(word).map_or("", |token| &token.xpos)
    }

    pub(super) fn relation(&self, word: usize) -> &str {
        self.tokens.get(word).map_or("", |token| &token.deprel)
    }

    /// The word and all below it, sorted.
    fn subtree(&self, word: usize) -> Vec<usize> {
        let mut found = vec![word];
        let mut next = 0;
        // Heads that go in circles (no reader makes them) would never end.
        while next < found.len() && found.len() <= self.tokens.len() {
            found.extend(self.below(found[next]));
            next += 1;
        }
        found.sort_unstable();
        found
    }

    /// The words of the mention that a word heads.
    pub(super) fn span(&self, head: usize) -> Range<usize> {
        let (mut low, mut high) = (head, head);
        for child in self.below(head) {
            let part = self.subtree(*child);
            if let (true, Some(first), Some(last)) =
                (self.belongs(head, *child, &part), part.first(), part.last())
            {
                low = low.min(*first);
                high = high.max(*last);
            }
        }
        let whole = self.subtree(head);
        let inside = |word: usize| whole.binary_search(&word).is_ok();
        let (mut start, mut end) = (head, head);
        while start > low && inside(start - 1) {
            start -= 1;
        }
        while end < high && inside(end + 1) {
            end += 1;
        }
        if let Some(name) = self.name_at(head).filter(|_| self.is_proper(head)) {
            let above = self.tokens.get(head).and_then(|token| token.head);
            if above.is_none_or(|above| !name.contains(&above)) {
                start = start.min(name.start);
                end = end.max(name.end - 1);
            }
        }
        while start < head && self.is_before(start) {
            start += 1;
        }
        while end > head && EDGE.contains(&self.form(end)) {
            end -= 1;
        }
        start..end + 1 + usize::from(self.closes(start..end + 1))
    }

    /// Whether what hangs on a head by `child`, the words `part`, belongs to its mention.
    fn belongs(&self, head: usize, child: usize, part: &[usize]) -> bool {
        let (first, right) = (part.first().copied().unwrap_or(child), child > head);
        let apart = |word: usize| BREAKS.contains(&self.form(word));
        let close = right && first > 0 && !apart(first) && !apart(first - 1);
        let predicate = || self.has(head, &["cop"]);
        match self.relation(child) {
            relation if INSIDE.contains(&relation) => true,
            "nmod" | "acl" if close => true,
            "obl" => close && !predicate(),
            "advmod" => (close && !predicate()) || (!right && self.limits(head, child)),
            "dep" => !right && self.form(child).to_lowercase() == "you",
            "case" => right && GENITIVE.contains(&self.form(child).to_lowercase().as_str()),
            "nmod:unmarked" if right && !part.iter().any(|word| self.tag(*word) == "CD") => true,
            "appos" if close => self.is_proper(head),
            "appos" | "nmod:unmarked" | "nmod" | "list" | "dep" | "flat" => {
                right && self.locates(head, child, first)
            }
            _ => false,
        }
    }

    /// "Northport, Ruritania": a place behind the comma after a name that is no person's.
    fn locates(&self, head: usize, child: usize, first: usize) -> bool {
        let is_place = |entity: &Entity| entity.kind == EntityKind::Place;
        let is_person = |entity: &Entity| entity.kind == EntityKind::Person;
        self.form(first) == ","
            && self.is_proper(head)
            && self.sentence.entity_at(child).is_some_and(is_place)
            && self.name_at(head).is_some()
            && !self.sentence.entity_at(head).is_some_and(is_person)
            && !self.has(child, &["case"])
    }

    fn is_proper(&self, word: usize) -> bool {
        matches!(self.tag(word), "NNP" | "NNPS")
    }

    /// The words of the name of a person, group or place that a word stands in.
    fn name_at(&self, word: usize) -> Option<&Range<usize>> {
        let named = |entity: &&Entity| {
            matches!(
                entity.kind,
                EntityKind::Person
                    | EntityKind::Organisation
                    | EntityKind::Place
                    | EntityKind::Facility
            )
        };
        let entity = self.sentence.entity_at(word).filter(named);
        entity.map(|entity| &entity.tokens)
    }

    /// Whether a word only continues a name that another word heads: the second of "Ana Kovač".
    pub(super) fn is_part_of_name(&self, word: usize) -> bool {
        let above = self.tokens.get(word).and_then(|token| token.head);
        let inside = |entity: &Entity| above.is_some_and(|above| entity.tokens.contains(&above));
        self.relation(word) == "flat" && self.sentence.entity_at(word).is_some_and(inside)
    }

    /// Whether no mention begins with the word.
    fn is_before(&self, word: usize) -> bool {
        EDGE.contains(&self.form(word))
            || matches!(self.relation(word), "case" | "mark" | "cc")
            || BEFORE.contains(&self.form(word).to_lowercase().as_str())
    }

    /// "only the second", "nearly all members".
    fn limits(&self, head: usize, child: usize) -> bool {
        let word = self.form(child).to_lowercase();
        matches!(word.as_str(), "only" | "nearly" | "almost" | "most")
            && self.has(head, &["det", "nummod"])
    }

    /// Whether the word behind the words closes a quotation that they open.
    fn closes(&self, words: Range<usize>) -> bool {
        let next = self.form(words.end);
        let Some((close, open)) = QUOTES.iter().find(|(close, _)| *close == next) else {
            return false;
        };
        let count = |mark: &str| words.clone().filter(|word| self.form(*word) == mark).count();
        if close == open {
            count(open) % 2 == 1
        } else {
            count(open) > count(close)
        }
    }
}
