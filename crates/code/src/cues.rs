//! Cues of attribution (`rules/claims.toml`): the words that mark a statement, and what stance they give it.

use std::collections::{BTreeMap, BTreeSet};

use dateline_parse::Sentence;
use dateline_record::Stance;
use serde::Deserialize;

use crate::error::RuleError;

/// Where the content of a cue stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Content {
    /// In a complement clause, or around a parenthesis.
    #[default]
    Clause,
    /// In a complement clause, else in the object: "reported", "announced".
    ClauseOrObject,
    /// In the object and what follows it.
    Object,
    /// After "of" or "for": "accused them of".
    Charge,
    /// In the object and a number after "at": "put the toll at 11".
    Figure,
    /// In the clause that the phrase hangs on.
    AccordingTo,
}

/// One cue.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cue {
    /// Lemmas.
    words: Vec<String>,
    pub(crate) stance: Stance,
    #[serde(default)]
    pub(crate) content: Content,
    /// Objects of which the verb must have one; empty: any or none.
    #[serde(default)]
    pub(crate) objects: Vec<String>,
    /// Words of which one must follow the verb at once; empty: any.
    #[serde(default)]
    pub(crate) particles: Vec<String>,
    /// Words of which one must follow somewhere in the clause; empty: any.
    #[serde(default)]
    pub(crate) followed: Vec<String>,
    /// Words of which none may follow the verb at once.
    #[serde(default)]
    pub(crate) without: Vec<String>,
    #[serde(default)]
    pub(crate) is_noun: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CueFile {
    cue: Vec<Cue>,
    speakers: SpeakerWords,
    doubt: DoubtWords,
    content: ContentWords,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct SpeakerWords {
    media: BTreeSet<String>,
    document: BTreeSet<String>,
    unnamed: BTreeSet<String>,
    body: BTreeSet<String>,
    /// Other nouns of people: "side", "family".
    people: BTreeSet<String>,
    /// Endings of nouns of people: "man", "ist".
    endings: Vec<String>,
    /// Nouns with such an ending that name no people: "number".
    things: BTreeSet<String>,
    /// Speakers whose plain statements charge somebody: "indictment".
    accusers: BTreeSet<String>,
}

/// Words of doubt in the report's own voice.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct DoubtWords {
    /// Verbs that, negated, doubt: "confirm".
    pub(crate) verbs: BTreeSet<String>,
    /// Adjectives that, negated, doubt: "clear".
    pub(crate) adjectives: BTreeSet<String>,
    /// Adjectives that doubt as they are: "unclear".
    pub(crate) negative_adjectives: BTreeSet<String>,
    /// Nouns that, negated, doubt: "confirmation".
    pub(crate) nouns: BTreeSet<String>,
}

/// Nouns in a content that point at an earlier claim.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ContentWords {
    /// "toll", "figure".
    pub(crate) figures: BTreeSet<String>,
    /// "allegation", "report".
    pub(crate) claims: BTreeSet<String>,
    /// Words of a label that denies: "baseless".
    pub(crate) denying: BTreeSet<String>,
    /// Words of a label that accuses: "provocation".
    pub(crate) accusing: BTreeSet<String>,
    /// Words of announced harm: "retaliate".
    pub(crate) threatening: BTreeSet<String>,
    /// Predicates by which armed groups own up to an attack: "behind".
    pub(crate) owning: BTreeSet<String>,
}

/// All cues, found by lemma.
#[derive(Debug, Default)]
pub(crate) struct CueTable {
    cues: Vec<Cue>,
    by_word: BTreeMap<String, Vec<usize>>,
    speakers: SpeakerWords,
    pub(crate) doubt: DoubtWords,
    pub(crate) content: ContentWords,
}

impl CueTable {
    pub(crate) fn parse((file, content): (&str, &str)) -> Result<Self, RuleError> {
        let parsed: CueFile =
            toml::from_str(content).map_err(|error| RuleError::new(file, error.to_string()))?;
        let mut by_word: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, cue) in parsed.cue.iter().enumerate() {
            for word in &cue.words {
                by_word.entry(word.clone()).or_default().push(index);
            }
        }
        Ok(Self {
            cues: parsed.cue,
            by_word,
            speakers: parsed.speakers,
            doubt: parsed.doubt,
            content: parsed.content,
        })
    }

    /// The cue at a word: one that asks for an object before one that does not.
    pub(crate) fn at(&self, sentence: &Sentence, word: usize) -> Option<&Cue> {
        let token = sentence.tokens.get(word)?;
        let indexes = self.by_word.get(&token.lemma.to_lowercase())?;
        let cues = indexes.iter().filter_map(|index| self.cues.get(*index));
        let mut fitting = cues
            .filter(|cue| fits(sentence, word, cue))
            .collect::<Vec<_>>();
        fitting.sort_by_key(|cue| {
            cue.objects.is_empty() && cue.particles.is_empty() && cue.followed.is_empty()
        });
        fitting.first().copied()
    }

    /// The stance of the statement at a cue, denied when the cue itself is negated.
    pub(crate) fn stance(&self, sentence: &Sentence, word: usize, cue: &Cue) -> Stance {
        let negated = sentence.children(word).any(|child| {
            matches!(
                sentence.tokens[child].lemma.as_str(),
                "not" | "n't" | "never"
            )
        });
        match (cue.stance, negated) {
            (Stance::Confirms, true) => Stance::Doubts,
            (stance, _) => stance,
        }
    }

    pub(crate) fn is_media(&self, lemma: &str) -> bool {
        self.speakers.media.contains(lemma)
    }

    pub(crate) fn is_document(&self, lemma: &str) -> bool {
        self.speakers.document.contains(lemma)
    }

    pub(crate) fn is_unnamed(&self, lemma: &str) -> bool {
        self.speakers.unnamed.contains(lemma)
    }

    /// Whether the noun names people or what speaks for them.
    pub(crate) fn can_speak(&self, lemma: &str) -> bool {
        let words = &self.speakers;
        let listed = [
            &words.media,
            &words.document,
            &words.unnamed,
            &words.body,
            &words.people,
        ];
        listed.iter().any(|list| list.contains(lemma))
            || (words
                .endings
                .iter()
                .any(|ending| lemma.ends_with(ending.as_str()))
                && !words.things.contains(lemma))
    }

    /// Whether plain statements of the speaker charge somebody.
    pub(crate) fn is_accuser(&self, lemma: &str) -> bool {
        self.speakers.accusers.contains(lemma)
    }

    /// Whether the word is a cue of any kind.
    pub(crate) fn is_cue(&self, lemma: &str) -> bool {
        self.by_word.contains_key(lemma)
    }

    pub(crate) fn is_body(&self, lemma: &str) -> bool {
        self.speakers.body.contains(lemma)
    }
}

fn fits(sentence: &Sentence, word: usize, cue: &Cue) -> bool {
    let token = &sentence.tokens[word];
    if cue.content == Content::AccordingTo {
        return sentence
            .tokens
            .get(word + 1)
            .is_some_and(|next| next.form.eq_ignore_ascii_case("to"));
    }
    let part_fits = if cue.is_noun {
        token.upos == "NOUN"
    } else {
        token.upos == "VERB"
    };
    let next = sentence
        .tokens
        .get(word + 1)
        .map_or_else(String::new, |next| next.form.to_lowercase());
    if !part_fits
        || token.has_relation(&["amod", "compound"])
        || (!cue.particles.is_empty() && !cue.particles.contains(&next))
        || cue.without.contains(&next)
        || !is_followed(sentence, word, cue)
    {
        return false;
    }
    cue.objects.is_empty()
        || sentence
            .children(word)
            .filter(|child| sentence.tokens[*child].has_relation(&["obj", "nsubj:pass", "obl"]))
            .any(|child| {
                cue.objects
                    .contains(&sentence.tokens[child].lemma.to_lowercase())
            })
}

/// How many words after the verb may stand before the one that must follow.
const REACH: usize = 14;

fn is_followed(sentence: &Sentence, word: usize, cue: &Cue) -> bool {
    let end = (word + REACH).min(sentence.tokens.len());
    let mut after = sentence.tokens[word + 1..end.max(word + 1)].iter();
    cue.followed.is_empty() || after.any(|token| cue.followed.contains(&token.form.to_lowercase()))
}
