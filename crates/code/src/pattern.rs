//! The small language of trigger patterns.
//!
//! | written | means |
//! |---|---|
//! | `bomb` | the lemma |
//! | `air strike` | words in a row, the last is the head (nouns) |
//! | `open > fire\|it` | the verb with one of these as object, or as subject of its passive |
//! | `call + for\|on` | the head with one of these as particle or as preposition of a phrase that hangs on it |
//! | `hold > talk + with` | both |
//! | `take > custody + into` | the noun may also stand after the preposition |
//! | `ready + to` | an adjective that says something of somebody, with what it opens |
//!
//! Hyphens between words count as nothing: `air strike` also finds "air-strike". Every word is a lemma.

use dateline_parse::{Sentence, Token};

/// What the head of a pattern is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeadKind {
    Verb,
    Noun,
}

/// One compiled pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    kind: HeadKind,
    /// Words before the head and the head itself, in order.
    words: Vec<String>,
    /// Lemmas of which one must be the object; empty: any or none.
    objects: Vec<String>,
    /// Lemmas of which one must be a particle or preposition; empty: none needed.
    particles: Vec<String>,
}

impl Pattern {
    pub(crate) fn verb(text: &str) -> Result<Self, String> {
        Self::parse(text, HeadKind::Verb)
    }

    pub(crate) fn noun(text: &str) -> Result<Self, String> {
        Self::parse(text, HeadKind::Noun)
    }

    fn parse(text: &str, kind: HeadKind) -> Result<Self, String> {
        let end = text.find(['>', '+']).unwrap_or(text.len());
        let (head, rest) = text.split_at(end);
        // what follows `>` and `+`, in either order
        let part = |sign: char| {
            let found = rest.split_once(sign).map_or("", |(_, after)| after);
            found.split(['>', '+']).next().unwrap_or("")
        };
        let (objects, particles) = (part('>'), part('+'));
        let words: Vec<String> = head.split_whitespace().map(str::to_owned).collect();
        if words.is_empty() {
            return Err(format!("pattern {text:?} has no head"));
        }
        let alternatives = |list: &str| -> Vec<String> {
            let parts = list.split('|').map(str::trim);
            parts
                .filter(|part| !part.is_empty())
                .map(str::to_owned)
                .collect()
        };
        Ok(Self {
            kind,
            words,
            objects: alternatives(objects),
            particles: alternatives(particles),
        })
    }

    /// Lemma of the head.
    pub(crate) fn head(&self) -> &str {
        self.words.last().map_or("", String::as_str)
    }

    /// How much the pattern asks for: of two that match, the one that asks for more is meant.
    pub(crate) fn weight(&self) -> usize {
        self.words.len()
            + 2 * usize::from(!self.objects.is_empty())
            + usize::from(!self.particles.is_empty())
    }

    /// Whether the pattern has its head at `word`; then the words of the trigger, in order.
    pub(crate) fn matches(&self, sentence: &Sentence, word: usize) -> Option<Vec<usize>> {
        let token = sentence.tokens.get(word)?;
        if !self.head_fits(sentence, token) || self.is_another_verb(sentence, word) {
            return None;
        }
        let mut trigger = self.match_row(sentence, word)?;
        if !self.objects.is_empty() {
            trigger.push(self.object_in(sentence, word)?);
        }
        if !self.particles.is_empty() {
            trigger.extend(particle_among(sentence, word, &self.particles)?);
        }
        trigger.sort_unstable();
        Some(trigger)
    }

    fn head_fits(&self, sentence: &Sentence, token: &Token) -> bool {
        match self.kind {
            // "is ready to": an adjective only with what it opens
            HeadKind::Verb => {
                (token.upos == "VERB" || (token.upos == "ADJ" && !self.particles.is_empty()))
                    && !is_modifier(token)
            }
            HeadKind::Noun => {
                // "a murder suspect", "riot police": a noun before a noun only describes it
                (matches!(token.upos, "NOUN" | "PROPN") && !token.has_relation(&["compound"]))
                    || (token.xpos == "VBG"
                        && (token.has_relation(&["nsubj", "nmod"])
                            || self.is_nominal_gerund(sentence, token)))
            }
        }
    }

    /// "gave up" is not "give", "called off" is not "call".
    fn is_another_verb(&self, sentence: &Sentence, word: usize) -> bool {
        self.kind == HeadKind::Verb
            && self.particles.is_empty()
            && sentence.children(word).any(|child| {
                let token = &sentence.tokens[child];
                token.has_relation(&["compound"])
                    && token.deprel.ends_with(":prt")
                    && !self.words.contains(&token.form.to_lowercase())
            })
    }

    /// "the shelling of the town": a gerund that stands like a noun.
    fn is_nominal_gerund(&self, sentence: &Sentence, token: &Token) -> bool {
        let position = sentence.tokens.iter().position(|other| other == token);
        position.is_some_and(|word| {
            sentence.children(word).any(|child| {
                let child = &sentence.tokens[child];
                child.has_relation(&["det", "nmod:poss", "amod", "case"])
            })
        })
    }

    /// The object among the pattern's, or the noun after its preposition: "take into custody".
    fn object_in(&self, sentence: &Sentence, verb: usize) -> Option<usize> {
        object_among(sentence, verb, &self.objects).or_else(|| {
            sentence.children(verb).find(|child| {
                let token = &sentence.tokens[*child];
                let preposition = crate::syntax::preposition(sentence, *child);
                token.has_relation(&["obl"])
                    && self.objects.contains(&token.lemma.to_lowercase())
                    && self.particles.contains(&preposition)
            })
        })
    }

    /// Whether the pattern's head is a noun.
    pub(crate) fn is_noun(&self) -> bool {
        self.kind == HeadKind::Noun
    }

    fn match_row(&self, sentence: &Sentence, word: usize) -> Option<Vec<usize>> {
        let mut row = vec![word];
        let mut position = word;
        for wanted in self.words.iter().rev().skip(1) {
            position = previous_word(sentence, position)?;
            let token = &sentence.tokens[position];
            let form = token.form.to_lowercase();
            if token.lemma.to_lowercase() != *wanted && form != *wanted {
                return None;
            }
            row.push(position);
        }
        Some(row)
    }
}

/// A participle before its noun ("the detained men") does not tell of an event by itself.
fn is_modifier(token: &Token) -> bool {
    token.has_relation(&["amod"]) || token.deprel == "case"
}

/// The word before, hyphens skipped.
fn previous_word(sentence: &Sentence, word: usize) -> Option<usize> {
    (0..word).rev().find(|before| {
        !matches!(
            sentence.tokens[*before].form.as_str(),
            "-" | "\u{2010}" | "\u{2011}"
        )
    })
}

fn object_among(sentence: &Sentence, verb: usize, lemmas: &[String]) -> Option<usize> {
    let is_wanted = |word: &usize| {
        let token = &sentence.tokens[*word];
        token.has_relation(&["obj", "nsubj:pass", "xcomp"])
            && lemmas
                .iter()
                .any(|lemma| *lemma == token.lemma.to_lowercase())
    };
    let own = sentence.children(verb).find(is_wanted);
    own.or_else(|| {
        // "the sanctions imposed on": the noun that the participle or relative clause describes
        let token = &sentence.tokens[verb];
        let noun = token.head.filter(|_| token.has_relation(&["acl"]))?;
        let lemma = sentence.tokens[noun].lemma.to_lowercase();
        lemmas.contains(&lemma).then_some(noun)
    })
}

fn particle_among(sentence: &Sentence, head: usize, lemmas: &[String]) -> Option<Vec<usize>> {
    let is_word = |word: usize| {
        // the "to" of an infinitive is no preposition of its own verb
        let token = &sentence.tokens[word];
        let is_own_marker = token.upos == "PART" && token.head == Some(head);
        !is_own_marker && lemmas.contains(&token.form.to_lowercase())
    };
    for child in sentence.children(head) {
        let token = &sentence.tokens[child];
        if is_word(child) && token.has_relation(&["compound:prt", "advmod", "case", "obl", "mark"])
        {
            return Some(vec![child]);
        }
        if token.has_relation(&["obl", "nmod", "advcl", "acl", "xcomp", "obj", "ccomp"]) {
            let marker = sentence.children(child).find(|word| {
                is_word(*word) && sentence.tokens[*word].has_relation(&["case", "mark"])
            });
            if marker.is_some() {
                return Some(Vec::new());
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_reads_its_three_parts() {
        let pattern = Pattern::verb("hold > talk|meeting + with").unwrap();
        assert_eq!(pattern.head(), "hold");
        assert_eq!(pattern.objects, ["talk", "meeting"]);
        assert_eq!(pattern.particles, ["with"]);
        assert_eq!(pattern.weight(), 4);
        assert!(Pattern::noun(" > x").is_err());
    }
}
