//! Where the content of a statement stands.
//!
//! Punctuation, quotation marks and word order are read beside the syntax tree: attribution stands at the edge of a sentence,
//! where trees go wrong most.

use std::ops::Range;

use dateline_parse::Sentence;
use dateline_record::Stance;

use crate::cues::{Content, Cue, CueTable};
use crate::lead::lead_end;
use crate::reading::Reading;
use crate::speaker::SpeakerFound;
use crate::syntax;

/// One sentence with the quotations of the text.
pub(crate) struct View<'a> {
    pub(crate) reading: &'a Reading<'a>,
    pub(crate) sentence: &'a Sentence,
    pub(crate) quotes: &'a [Range<usize>],
    pub(crate) cues: &'a CueTable,
}

/// The cue at work in a sentence.
pub(crate) struct Place<'a> {
    pub(crate) word: usize,
    pub(crate) cue: &'a Cue,
    pub(crate) speaker: &'a SpeakerFound,
}

impl View<'_> {
    /// The contents of the statement, in bytes; two when a quotation is cut by its attribution.
    pub(crate) fn contents(&self, place: &Place<'_>) -> Vec<Range<usize>> {
        let unit = self.unit(place.word);
        if place.cue.content == Content::AccordingTo {
            return self.according(place, &unit).into_iter().collect();
        }
        if place.cue.is_noun {
            return self.of_noun(place.word).into_iter().collect();
        }
        let chunk = self.chunk(place);
        let first = self.first_of(chunk.start);
        if first > unit.start && self.is(first - 1, &["what"]) {
            return self.named_by(place, &chunk, &unit).into_iter().collect();
        }
        let leads = self.leads(chunk.end, &unit, place);
        let is_relative = first > unit.start + 1 && self.is(first - 1, &["which", "that"]);
        if is_relative && !leads {
            return self.antecedent(first, &unit).into_iter().collect();
        }
        if !leads && chunk.len() > 1 && first > unit.start && self.is_edge(first - 1) {
            return self.before(first, &chunk, &unit);
        }
        self.after(place, &chunk, &unit).into_iter().collect()
    }

    pub(crate) fn form(&self, word: usize) -> String {
        let token = self.sentence.tokens.get(word);
        token.map_or_else(String::new, |token| token.form.to_lowercase())
    }

    pub(crate) fn is(&self, word: usize, forms: &[&str]) -> bool {
        forms.contains(&self.form(word).as_str())
    }

    pub(crate) fn xpos(&self, word: usize) -> &str {
        let token = self.sentence.tokens.get(word);
        token.map_or("", |token| token.xpos.as_str())
    }

    pub(crate) fn is_finite(&self, word: usize) -> bool {
        matches!(self.xpos(word), "VBD" | "VBZ" | "VBP" | "MD")
    }

    pub(crate) fn has_finite(&self, words: Range<usize>) -> bool {
        words.into_iter().any(|word| self.is_finite(word))
    }

    pub(crate) fn is_quoted(&self, word: usize) -> bool {
        let at = self
            .sentence
            .tokens
            .get(word)
            .map(|token| token.bytes.start);
        at.is_some_and(|at| self.quotes.iter().any(|quote| quote.contains(&at)))
    }

    fn is_edge(&self, word: usize) -> bool {
        self.is(
            word,
            &[",", "\"", "”", "''", "’", "'", "?", "!", "-", "–", "—"],
        )
    }

    /// The words of the sentence part that holds the word: after a dateline, between semicolons and colons.
    fn unit(&self, word: usize) -> Range<usize> {
        let tokens = &self.sentence.tokens;
        let breaks = |at: usize| {
            !self.is_quoted(at)
                && (self.is(at, &[";"])
                    || (self.is(at, &[":"])
                        && (at < word || at > word + 4)
                        && !self.is_quoted(at + 1)))
        };
        let start = (0..word)
            .rev()
            .find(|at| breaks(*at))
            .map_or(0, |at| at + 1);
        let start = start.max(lead_end(self.sentence));
        let end = (word + 1..tokens.len())
            .find(|at| breaks(*at))
            .unwrap_or(tokens.len());
        let last = (start..end)
            .rev()
            .find(|at| {
                tokens[*at].upos != "PUNCT" || tokens[*at].form.chars().any(char::is_alphanumeric)
            })
            .map_or(end, |at| at + 1);
        start.min(word)..last.max(word + 1)
    }

    /// Speaker and cue, when they stand together; else the cue alone.
    fn chunk(&self, place: &Place<'_>) -> Range<usize> {
        let alone = place.word..place.word + 1;
        let words = &place.speaker.words;
        let between = if words.end <= place.word {
            words.end..place.word
        } else if words.start > place.word {
            alone.end..words.start
        } else {
            return alone;
        };
        let tokens = &self.sentence.tokens;
        let direct =
            tokens.get(place.speaker.head).and_then(|token| token.head) == Some(place.word);
        let free = between.len() < 12 && !between.clone().any(|at| tokens[at].upos == "VERB");
        if direct || free {
            words.start.min(place.word)..words.end.max(alone.end)
        } else {
            alone
        }
    }

    /// First word of the noun phrase or adverbs that open the chunk.
    fn first_of(&self, start: usize) -> usize {
        let mut first = start;
        while first > 0
            && start - first < 4
            && matches!(
                self.sentence.tokens[first - 1].upos,
                "DET" | "ADJ" | "NUM" | "NOUN" | "PROPN" | "AUX"
            )
        {
            first -= 1;
        }
        first
    }

    /// Whether what follows speaker and cue is said: "that", a quotation, or a clause before the next comma.
    fn leads(&self, from: usize, unit: &Range<usize>, place: &Place<'_>) -> bool {
        let objects = place.cue.content != Content::Clause;
        let infinitive = matches!(
            place.cue.stance,
            Stance::Promises | Stance::Threatens | Stance::Urges
        );
        for at in from..unit.end {
            let token = &self.sentence.tokens[at];
            if self.is(at, &["that", "whether", ":"])
                || self.opens_quote(at)
                || (infinitive && self.is(at, &["to"]))
            {
                return true;
            }
            if self.is(at, &[","]) || matches!(token.xpos.as_str(), "WP" | "WDT" | "WRB") {
                return false;
            }
            if self.is_finite(at) {
                return true;
            }
            if objects
                && at == from
                && matches!(
                    token.upos,
                    "NOUN" | "PROPN" | "PRON" | "DET" | "ADJ" | "NUM"
                )
                && !self.is_time(at)
            {
                return true;
            }
        }
        objects
            && unit.end > from
            && place
                .cue
                .particles
                .iter()
                .any(|word| self.is(from, &[word.as_str()]))
    }

    fn is_time(&self, word: usize) -> bool {
        self.sentence.tokens[word].deprel.ends_with("tmod")
            || self
                .sentence
                .entity_at(word)
                .is_some_and(|entity| entity.kind == dateline_parse::EntityKind::Date)
    }

    fn opens_quote(&self, word: usize) -> bool {
        let Some(token) = self.sentence.tokens.get(word) else {
            return false;
        };
        self.quotes
            .iter()
            .any(|quote| quote.start == token.bytes.start)
    }

    /// "…, police said": all that stands before, or the quotation that ends there.
    fn before(&self, first: usize, chunk: &Range<usize>, unit: &Range<usize>) -> Vec<Range<usize>> {
        let tokens = &self.sentence.tokens;
        let at = tokens[first].bytes.start;
        let start = tokens[unit.start].bytes.start;
        let quote = self
            .quotes
            .iter()
            .find(|quote| quote.end <= at && quote.end + 3 > at);
        let mut parts = Vec::new();
        match quote {
            Some(quote) if quote.start <= start + 3 => parts.push(quote.clone()),
            _ => parts.push(start..tokens[first - 1].bytes.start.max(start)),
        }
        let next = self.quotes.iter().find(|next| {
            tokens
                .get(chunk.end)
                .is_some_and(|token| next.start >= token.bytes.start)
                && next.start < self.sentence.bytes.end
        });
        if let (Some(_), Some(next)) = (quote, next) {
            parts.push(next.clone());
        } else if quote.is_none() && self.goes_on(first, chunk, unit) {
            parts[0].end = tokens[unit.end - 1].bytes.end;
        }
        parts
    }

    /// "Their guards, they said, simply left": the attribution only interrupts.
    fn goes_on(&self, first: usize, chunk: &Range<usize>, unit: &Range<usize>) -> bool {
        let comma = (chunk.end..unit.end).find(|at| self.is(*at, &[","]));
        comma.is_some_and(|comma| {
            !self.has_finite(unit.start..first) && self.has_finite(comma..unit.end)
        })
    }

    /// "what police believe was a row": the words after the cue.
    fn named_by(
        &self,
        place: &Place<'_>,
        chunk: &Range<usize>,
        unit: &Range<usize>,
    ) -> Option<Range<usize>> {
        let mut start = chunk.end.max(place.word + 1);
        while start < unit.end
            && self.is(
                start,
                &[
                    "as", "is", "was", "were", "are", "be", "to", "been", "had", "has", "have",
                ],
            )
        {
            start += 1;
        }
        self.until_cut(start, place, unit)
    }

    /// "…, which Islamabad denied", "a charge that Baku denied": what the pronoun stands for.
    fn antecedent(&self, first: usize, unit: &Range<usize>) -> Option<Range<usize>> {
        let pronoun = first - 1;
        let end = if self.is(pronoun - 1, &[","]) {
            pronoun - 1
        } else {
            pronoun
        };
        let opens = |at: usize| {
            if end == pronoun {
                self.is(at, &[","]) || self.is_finite(at)
            } else {
                self.is(at, &["after", "because", "that", "when", "while"])
            }
        };
        let start = (unit.start..end)
            .rev()
            .find(|at| opens(*at))
            .map_or(unit.start, |at| at + 1);
        (start < end).then(|| self.sentence.bytes_of(start..end))
    }

    /// All of the part but the phrase: before it, or after its comma.
    fn according(&self, place: &Place<'_>, unit: &Range<usize>) -> Option<Range<usize>> {
        if place.word > unit.start {
            let end = if self.is(place.word - 1, &[","]) {
                place.word - 1
            } else {
                place.word
            };
            return (unit.start < end).then(|| self.sentence.bytes_of(unit.start..end));
        }
        let comma = (place.speaker.words.end..unit.end).find(|at| self.is(*at, &[","]));
        let start = comma.map_or(place.speaker.words.end, |comma| comma + 1);
        self.until_cut(start, place, unit)
    }

    /// "a report by a newspaper that …": the clause of a noun.
    fn of_noun(&self, word: usize) -> Option<Range<usize>> {
        let clause = self.sentence.child(word, &["acl", "ccomp"])?;
        let words = self.sentence.subtree(clause);
        let (first, last) = (*words.first()?, *words.last()?);
        let is_clause = self.is(first, &["that"]) && self.xpos(first) == "IN";
        is_clause.then(|| self.sentence.bytes_of(first + 1..last + 1))
    }

    /// "police said that …", "accused them of …", "put the toll at 11".
    fn after(
        &self,
        place: &Place<'_>,
        chunk: &Range<usize>,
        unit: &Range<usize>,
    ) -> Option<Range<usize>> {
        let from = if chunk.end <= unit.end {
            chunk.end.max(place.word + 1)
        } else {
            place.word + 1
        };
        if place.cue.content != Content::Clause && syntax::is_passive(self.sentence, place.word) {
            return self.of_passive(place);
        }
        // what belongs to the next statement of the same speaker is not read
        let end =
            (from..unit.end).find(|at| !self.is_quoted(*at) && self.ends_at(*at, place, unit));
        let unit = &(unit.start..end.unwrap_or(unit.end));
        let followed = &place.cue.followed;
        if !followed.is_empty() && !(from..unit.end).any(|at| followed.contains(&self.form(at))) {
            return None;
        }
        let start = match place.cue.content {
            Content::Charge => self.charge(from, place, unit),
            Content::Figure => {
                let at = (from..unit.end).find(|at| self.is(*at, &["at"]))?;
                (at + 1..(at + 4).min(unit.end))
                    .find(|at| self.sentence.tokens[*at].upos == "NUM")?;
                Some(from)
            }
            Content::Object if place.cue.stance == Stance::ClaimsResponsibility => {
                self.responsibility(from, unit)
            }
            Content::Object => self.object(from, place, unit),
            Content::Clause => self.clause(from, place, unit),
            Content::ClauseOrObject => {
                let clause = self.clause(from, place, unit);
                clause.or_else(|| self.object(from, place, unit))
            }
            Content::AccordingTo => None,
        }?;
        self.until_cut(start, place, unit)
    }

    /// "Several attacks have been claimed by": the subject is the content.
    fn of_passive(&self, place: &Place<'_>) -> Option<Range<usize>> {
        let sentence = self.sentence;
        if place.cue.content == Content::Charge {
            let mark =
                (place.word + 1..sentence.tokens.len()).find(|at| self.is(*at, &["of", "for"]))?;
            let words = sentence.subtree(place.word);
            let last = *words.last()?;
            return (mark < last).then(|| sentence.bytes_of(mark + 1..last + 1));
        }
        let subject = sentence.child(place.word, &["nsubj", "csubj"]);
        let noun = subject.or_else(|| {
            let token = &sentence.tokens[place.word];
            token.head.filter(|_| token.deprel.starts_with("acl"))
        })?;
        let words: Vec<usize> = sentence
            .subtree(noun)
            .into_iter()
            .filter(|word| {
                noun == place.word
                    || !sentence.is_within(*word, place.word)
                    || sentence.is_within(noun, place.word)
            })
            .collect();
        Some(sentence.bytes_of(*words.first()?..*words.last()? + 1))
    }

    /// "claimed responsibility for the raid", "took credit for it"; nothing when it is told by what they say.
    fn responsibility(&self, from: usize, unit: &Range<usize>) -> Option<usize> {
        let mark = (from..(from + 5).min(unit.end)).find(|at| self.is(*at, &["for"]));
        let told = self.is(unit.end, &[","]) && self.xpos(unit.end + 1) == "VBG";
        mark.map(|mark| mark + 1)
            .or_else(|| (!told && from < unit.end).then_some(from))
    }

    /// First word after "that", of the quotation, or of the complement clause.
    fn clause(&self, from: usize, place: &Place<'_>, unit: &Range<usize>) -> Option<usize> {
        for at in from..unit.end {
            if self.is(at, &["that"]) && self.xpos(at) != "DT" {
                return Some(at + 1);
            }
            if self.is(at, &["whether"]) {
                return Some(at);
            }
            if self.opens_quote(at) {
                // "said her clients \"had nothing to do with it\"": the quotation is the end of a clause
                let opened = self
                    .sentence
                    .child(place.word, &["ccomp"])
                    .is_some_and(|clause| {
                        (from..at).any(|word| {
                            self.sentence.tokens[word].has_relation(&["nsubj"])
                                && self.sentence.is_within(word, clause)
                        })
                    });
                return Some(if opened { from } else { at });
            }
            if self.is(at, &[":"]) {
                return Some(at + 1);
            }
            if matches!(self.sentence.tokens[at].upos, "VERB" | "AUX") {
                break;
            }
        }
        if self.is(from, &["to"]) || (self.is(from, &["not"]) && self.is(from + 1, &["to"])) {
            let start = if self.is(from, &["to"]) {
                from + 1
            } else {
                from
            };
            return Some(start);
        }
        let told_to = matches!(place.cue.stance, Stance::Threatens | Stance::Urges)
            && (from..unit.end).any(|at| self.is(at, &["to"]));
        if !self.has_finite(from..unit.end) {
            return told_to.then_some(from);
        }
        let complement = self.sentence.children(place.word).find(|child| {
            *child >= from
                && self.sentence.tokens[*child].has_relation(&["ccomp", "xcomp", "parataxis"])
        });
        let by_tree = complement.map(|clause| {
            let words = self.sentence.subtree(clause);
            words.into_iter().find(|word| *word >= from).unwrap_or(from)
        });
        let mut start = from;
        // "told Reuters three people had died": whom he told is no part of it
        let told = self
            .sentence
            .child(place.word, &["obj", "iobj"])
            .filter(|told| *told >= from);
        if let Some(told) = told {
            start = self
                .sentence
                .subtree(told)
                .last()
                .map_or(start, |last| last + 1);
            start = if self.has_finite(from..start) {
                from
            } else {
                start
            };
        }
        let start = by_tree.map_or(start, |tree| tree.max(from));
        // a subject that the tree hung elsewhere: nothing but the time or the form of the statement may stand between
        let between_free = (from..start).all(|at| {
            let token = &self.sentence.tokens[at];
            self.is_time(at)
                || !matches!(token.upos, "NOUN" | "PROPN" | "PRON")
                || told.is_some_and(|told| self.sentence.is_within(at, told))
                || token.has_relation(&["obl"])
        });
        let start = if between_free { start } else { from };
        (start < unit.end).then_some(start)
    }

    /// The object: after a particle and "to".
    fn object(&self, from: usize, place: &Place<'_>, unit: &Range<usize>) -> Option<usize> {
        let mut start = from;
        for at in from..(from + 8).min(unit.end) {
            if self.is(at, &["that"]) && self.xpos(at) == "IN" {
                return Some(at + 1);
            }
            if matches!(self.sentence.tokens[at].upos, "VERB" | "AUX") {
                break;
            }
        }
        let first = self.form(start);
        let is_particle = place.cue.particles.contains(&first) && first != "not";
        let asks = place.cue.stance == Stance::Urges && self.is(start, &["to", "for"]);
        if is_particle || asks {
            start += 1;
        }
        let open = self.sentence.tokens.get(start)?;
        if place.cue.followed.is_empty()
            && self.lemma(place.word) == "call"
            && !self.is_label(start..unit.end, place)
        {
            return None;
        }
        let nothing = start >= unit.end
            || self.is(start, &[",", "."])
            || (matches!(open.upos, "ADP")
                && start == from
                && !self.is(start, &["as", "of", "about"]));
        (!nothing).then_some(start)
    }

    fn lemma(&self, word: usize) -> String {
        let token = self.sentence.tokens.get(word);
        token.map_or_else(String::new, |token| token.lemma.to_lowercase())
    }

    /// "called the vote a sham", "called it absurd": something is given a name, not summoned.
    fn is_label(&self, words: Range<usize>, place: &Place<'_>) -> bool {
        let named = !place.cue.particles.is_empty()
            || self.sentence.child(place.word, &["xcomp"]).is_some();
        named
            || words
                .clone()
                .any(|at| self.opens_quote(at) || (at > words.start && self.is(at, &["a", "an"])))
            || self.is(words.start, &["it", "them", "him", "her", "this", "that"])
    }

    /// After the "of" or "for" of a charge; the object itself when there is none.
    fn charge(&self, from: usize, place: &Place<'_>, unit: &Range<usize>) -> Option<usize> {
        let marks = |at: &usize| self.is(*at, &["of", "for", "over"]) && *at > from;
        let gerund = (from..unit.end).find(|at| marks(at) && self.xpos(at + 1) == "VBG");
        let attached = || {
            (from..unit.end).find(|at| {
                let noun = self.sentence.tokens[*at].head;
                marks(at)
                    && noun.and_then(|noun| self.sentence.tokens[noun].head) == Some(place.word)
            })
        };
        let any = || (from..unit.end).find(marks);
        let mark = gerund.or_else(attached).or_else(any);
        mark.map(|mark| mark + 1)
            .or_else(|| (from < unit.end).then_some(from))
    }
}
