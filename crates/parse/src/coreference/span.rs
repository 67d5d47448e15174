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

/// How a place hangs on the name before it.
const LOCATING: [&str; 6] = ["appos", "nmod:unmarked", "nmod", "list", "dep", "flat"];

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
    /// The words in lower case.
    lower: Vec<String>,
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
            lower: tokens.iter().map(|it| it.form.to_lowercase()).collect(),
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

    /// A word in lower case.
    pub(super) fn lower(&self, word: usize) -> &str {
        self.lower.get(word).map_or("", String::as_str)
    }

    /// Words in lower case.
    pub(super) fn lowers(&self, words: Range<usize>) -> &[String] {
        self.lower.get(words).unwrap_or_default()
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

    /// The words of the mention that a word heads; an "and" heads all that it joins.
    pub(super) fn span(&self, head: usize) -> Range<usize> {
        let first = self.first_member(head);
        let all = self.phrase(first);
        if first == head {
            return all;
        }
        let members = self.below(first).iter();
        let members = members.filter(|word| self.relation(**word) == "conj");
        let ends = members.map(|word| self.phrase(*word).end);
        all.start..ends.fold(all.end, usize::max)
    }

    /// The word itself, or of an "and" the first member of what it joins.
    pub(super) fn first_member(&self, word: usize) -> usize {
        let above = |word: usize| self.tokens.get(word).and_then(|token| token.head);
        let member = above(word).filter(|member| self.relation(*member) == "conj");
        let member = member.filter(|_| self.relation(word) == "cc");
        member.and_then(above).unwrap_or(word)
    }

    fn phrase(&self, head: usize) -> Range<usize> {
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
        let belongs = match self.relation(child) {
            relation if INSIDE.contains(&relation) => true,
            "nmod" | "acl" => close,
            "obl" => close && !predicate(),
            "advmod" => (close && !predicate()) || (!right && self.limits(head, child)),
            "dep" => !right && self.lower(child) == "you",
            "case" => right && GENITIVE.contains(&self.lower(child)),
            "nmod:unmarked" => right && !part.iter().any(|word| self.tag(*word) == "CD"),
            "appos" => close && self.is_proper(head),
            _ => false,
        };
        belongs || (right && self.locates(head, child, first))
    }

    /// "Northport, Ruritania": a place behind the comma after a name that is no person's.
    fn locates(&self, head: usize, child: usize, first: usize) -> bool {
        let is_place = |entity: &Entity| entity.kind == EntityKind::Place;
        let is_person = |entity: &Entity| entity.kind == EntityKind::Person;
        let relation = self.relation(child);
        LOCATING.contains(&relation)
            && self.form(first) == ","
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
            || BEFORE.contains(&self.lower(word))
    }

    /// "only the second", "nearly all members".
    fn limits(&self, head: usize, child: usize) -> bool {
        let word = self.lower(child);
        matches!(word, "only" | "nearly" | "almost" | "most") && self.has(head, &["det", "nummod"])
    }

    /// Whether the word behind the words closes a quotation that they open.
    fn closes(&self, words: Range<usize>) -> bool {
        let next = self.form(words.end);
        let Some((close, open)) = QUOTES.iter().find(|(close, _)| *close == next) else {
            return false;
        };
        let count = |mark: &str| {
            words
                .clone()
                .filter(|word| self.form(*word) == mark)
                .count()
        };
        if close == open {
            count(open) % 2 == 1
        } else {
            count(open) > count(close)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "word/TAG/head/relation ..." with heads counted from 1; the span of one word, as text.
    fn span(words: &str, head: usize) -> String {
        let token = |word: &str| {
            let cells: Vec<&str> = word.split('/').collect();
            Token {
                bytes: 0..0,
                form: cells[0].to_owned(),
                lemma: String::new(),
                upos: "X",
                xpos: cells[1].to_owned(),
                head: cells[2].parse::<usize>().unwrap_or_default().checked_sub(1),
                deprel: cells[3].to_owned(),
            }
        };
        let sentence = Sentence {
            tokens: words.split(' ').map(token).collect(),
            ..Sentence::default()
        };
        let span = Tree::new(&sentence).span(head);
        let forms = sentence.tokens[span].iter().map(|it| it.form.as_str());
        forms.collect::<Vec<_>>().join(" ")
    }

    const GUARDS: &str = "the/DT/2/det guards/NNS/7/nsubj of/IN/5/case the/DT/5/det camp/NN/2/nmod ,/,/2/punct \
        fled/VBD/0/root";

    #[test]
    fn what_modifies_closely_belongs_to_a_mention() {
        assert_eq!(span(GUARDS, 1), "the guards of the camp");
        assert_eq!(span(GUARDS, 4), "the camp");
    }

    const PAIR: &str = "the/DT/2/det mayor/NN/6/nsubj and/CC/5/cc his/PRP$/5/nmod:poss wife/NN/2/conj left/VBD/0/root";

    #[test]
    fn members_of_a_coordination_stand_alone_and_and_heads_it_all() {
        assert_eq!(span(PAIR, 1), "the mayor");
        assert_eq!(span(PAIR, 4), "his wife");
        assert_eq!(span(PAIR, 2), "the mayor and his wife");
    }

    #[test]
    fn an_apposition_behind_a_comma_stays_outside() {
        let words = "Marin/NNP/6/nsubj ,/,/4/punct a/DT/4/det lawyer/NN/1/appos ,/,/1/punct spoke/VBD/0/root";
        assert_eq!(span(words, 0), "Marin");
        assert_eq!(span(words, 3), "a lawyer");
    }

    #[test]
    fn prepositions_and_either_stand_before_a_mention() {
        let words = "both/CC/2/cc:preconj sides/NNS/3/nsubj talk/VBP/0/root";
        assert_eq!(span(words, 1), "sides");
    }
}
