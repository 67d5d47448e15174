//! Tolls: figures of people killed, wounded, missing, detained, abducted or displaced.

use std::collections::BTreeSet;
use std::ops::Range;

use dateline_ground::QuantityMention;
use dateline_parse::Sentence;
use dateline_record::TollKind;
use serde::Deserialize;

use crate::error::RuleError;
use crate::reading::Reading;
use crate::setting::head_of;
use crate::syntax;

/// The words of one kind of toll.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TollWords {
    kind: TollKind,
    /// Verbs whose object is harmed: "kill".
    #[serde(default)]
    transitive: BTreeSet<String>,
    /// Verbs whose subject is harmed: "die".
    #[serde(default)]
    intransitive: BTreeSet<String>,
    /// Adjectives: "dead".
    #[serde(default)]
    adjectives: BTreeSet<String>,
    /// Nouns that are counted themselves, or that count what hangs on them: "death".
    #[serde(default)]
    nouns: BTreeSet<String>,
    /// Nouns that hold a figure: "toll".
    #[serde(default)]
    figures: BTreeSet<String>,
    /// Verbs that harm only when their object is people: "lose (three men)".
    #[serde(default)]
    people_transitive: BTreeSet<String>,
    /// Verbs that harm only when their subject is people: "fall".
    #[serde(default)]
    people_intransitive: BTreeSet<String>,
    /// Verbs whose subject is harmed when they have one of `objects`: "leave (their homes)".
    #[serde(default)]
    leaving: BTreeSet<String>,
    #[serde(default)]
    objects: BTreeSet<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct TollFile {
    toll: Vec<TollWords>,
    /// Nouns that hold a figure of what hangs on them: "number (of dead)".
    #[serde(default)]
    counting: BTreeSet<String>,
}

/// The words of `rules/tolls.toml`.
#[derive(Debug, Default)]
pub(crate) struct TollTable {
    kinds: Vec<TollWords>,
    pub(crate) counting: BTreeSet<String>,
}

/// One figure as read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Counted {
    pub(crate) kind: TollKind,
    pub(crate) sentence: usize,
    /// The word that says what happened to them: "killed", "dead", "toll".
    pub(crate) predicate: usize,
    pub(crate) low: Option<u64>,
    pub(crate) high: Option<u64>,
    pub(crate) bytes: Range<usize>,
    pub(crate) whom: Option<Range<usize>>,
    pub(crate) additional: bool,
}

impl TollTable {
    pub(crate) fn parse((file, content): (&str, &str)) -> Result<Self, RuleError> {
        let parsed: TollFile =
            toml::from_str(content).map_err(|error| RuleError::new(file, error.to_string()))?;
        Ok(Self {
            kinds: parsed.toll,
            counting: parsed.counting,
        })
    }

    /// Finds every figure of harmed people, in text order.
    pub(crate) fn find(&self, reading: &Reading<'_>) -> Vec<Counted> {
        let quantities = reading.grounded.quantities.iter();
        let mut counted: Vec<Counted> = quantities
            .filter(|quantity| counts_people(quantity))
            .filter_map(|quantity| self.counted(reading, quantity))
            .collect();
        counted.extend(self.single_victims(reading));
        counted.sort_by_key(|toll| (toll.bytes.start, toll.kind));
        let parts = self.parts(reading, &counted);
        counted.extend(parts);
        counted.sort_by_key(|toll| (toll.bytes.start, toll.kind));
        counted.dedup_by_key(|toll| (toll.bytes.clone(), toll.kind));
        counted
    }

    fn counted(&self, reading: &Reading<'_>, quantity: &QuantityMention) -> Option<Counted> {
        let sentence = reading.sentence(quantity.sentence)?;
        let number = head_of(sentence, &quantity.tokens)?;
        let victim = counted_noun(sentence, number);
        if is_age(reading, quantity.sentence, sentence, number)
            || is_year(reading, quantity.sentence, sentence, number, victim)
        {
            return None;
        }
        let (kind, predicate) = self.harm(reading, quantity.sentence, sentence, victim)?;
        let (low, high) = (bound(quantity.quantity.low), bound(quantity.quantity.high));
        Some(Counted {
            kind,
            sentence: quantity.sentence,
            predicate,
            low,
            high,
            bytes: sentence.bytes_of(quantity.tokens.clone()),
            whom: (victim != number).then(|| whom(sentence, victim)),
            additional: quantity.additional,
        })
    }

    /// "killed a contractor": one person without a number.
    fn single_victims(&self, reading: &Reading<'_>) -> Vec<Counted> {
        let mut found = Vec::new();
        for (index, sentence) in reading.analysis.sentences.iter().enumerate() {
            for word in 0..sentence.tokens.len() {
                found.extend(self.single_victim(reading, index, sentence, word));
            }
        }
        found
    }

    fn single_victim(
        &self,
        reading: &Reading<'_>,
        index: usize,
        sentence: &Sentence,
        word: usize,
    ) -> Option<Counted> {
        let token = &sentence.tokens[word];
        let article = sentence.child(word, &["det"])?;
        let is_single = matches!(
            sentence.tokens[article].lemma.to_lowercase().as_str(),
            "a" | "an"
        ) && token.xpos == "NN"
            && reading
                .lexicon
                .in_class("person", &token.lemma.to_lowercase())
            && !reading
                .lexicon
                .containers
                .contains(&token.lemma.to_lowercase());
        if !is_single {
            return None;
        }
        let (kind, predicate) = self.harm(reading, index, sentence, word)?;
        // "a bomber killed five": who does it is not the victim
        let does = predicate == word + 1
            && sentence.child(predicate, &["obj"]).is_some()
            && !syntax::is_passive(sentence, predicate);
        if does
            || !matches!(kind, TollKind::Killed | TollKind::Wounded)
            || sentence.tokens[predicate].upos != "VERB"
        {
            return None;
        }
        let range = article..word + 1;
        Some(Counted {
            kind,
            sentence: index,
            predicate,
            low: Some(1),
            high: Some(1),
            bytes: sentence.bytes_of(range),
            whom: Some(whom(sentence, word)),
            additional: false,
        })
    }

    /// What happened to the counted people, and the word that says so.
    fn harm(
        &self,
        reading: &Reading<'_>,
        index: usize,
        sentence: &Sentence,
        victim: usize,
    ) -> Option<(TollKind, usize)> {
        if let Some(found) = self.own_noun(reading, index, sentence, victim) {
            return Some(found);
        }
        if let Some(found) = self.describing(reading, index, sentence, victim) {
            return Some(found);
        }
        let mut current = victim;
        for _ in 0..4 {
            let token = &sentence.tokens[current];
            let Some(head) = token.head else {
                break;
            };
            if let Some(kind) = self.governed(reading, index, sentence, current, head) {
                return Some((kind, head));
            }
            let climbs = token.deprel == "conj"
                || (token.has_relation(&["nmod"])
                    && syntax::preposition(sentence, current) == "of")
                || token.has_relation(&["nummod", "appos", "compound", "dep"])
                || (token.has_relation(&["nmod", "obl"])
                    && matches!(
                        syntax::preposition(sentence, current).as_str(),
                        "including" | "among" | "between"
                    ))
                || (token.has_relation(&["obl", "obj", "xcomp"])
                    && self.is_toll_motion(reading, index, sentence, head));
            if !climbs {
                break;
            }
            current = head;
        }
        self.by_slots(reading, index, sentence, victim)
    }

    /// "The death toll rose to 20": the verb hangs the figure on the toll.
    fn is_toll_motion(
        &self,
        reading: &Reading<'_>,
        index: usize,
        sentence: &Sentence,
        head: usize,
    ) -> bool {
        let mut subjects = sentence
            .children(head)
            .filter(|child| sentence.tokens[*child].has_relation(&["nsubj", "obj"]));
        subjects.any(|subject| {
            self.figure_kind(reading, index, sentence, subject)
                .is_some()
        })
    }

    fn figure_kind(
        &self,
        reading: &Reading<'_>,
        index: usize,
        sentence: &Sentence,
        word: usize,
    ) -> Option<TollKind> {
        let lemma = reading.lemma(index, word);
        if sentence.tokens[word].upos == "VERB" {
            return None;
        }
        if self.counting.contains(&lemma) {
            return self.counted_kind(reading, index, sentence, word);
        }
        let holds = |kind: &&TollWords| kind.figures.contains(&lemma);
        let by_modifier = || {
            let modifiers: Vec<String> = sentence
                .children(word)
                .map(|child| reading.lemma(index, child))
                .collect();
            self.kinds.iter().find(|kind| {
                !kind.figures.is_empty()
                    && modifiers
                        .iter()
                        .any(|modifier| kind.nouns.contains(modifier))
            })
        };
        let is_figure = self.kinds.iter().any(|kind| kind.figures.contains(&lemma));
        is_figure
            .then(|| by_modifier().or_else(|| self.kinds.iter().find(holds)))
            .flatten()
            .map(|kind| kind.kind)
    }

    /// "the number of dead", "the number of missing children", "the number of soldiers killed".
    fn counted_kind(
        &self,
        reading: &Reading<'_>,
        index: usize,
        sentence: &Sentence,
        word: usize,
    ) -> Option<TollKind> {
        let below = sentence
            .subtree(word)
            .into_iter()
            .filter(|inner| *inner > word);
        below
            .filter_map(|inner| {
                let lemma = reading.lemma(index, inner);
                let token = &sentence.tokens[inner];
                let form = token.form.to_lowercase();
                self.kinds.iter().find(|kind| {
                    kind.nouns.contains(&lemma)
                        || kind.adjectives.contains(&form)
                        || (token.xpos == "VBN" && kind.transitive.contains(&lemma))
                })
            })
            .map(|kind| kind.kind)
            .next()
    }

    /// Verbs elsewhere in the sentence of which the counted people are subject or object: "forcing thousands to leave".
    fn by_slots(
        &self,
        reading: &Reading<'_>,
        index: usize,
        sentence: &Sentence,
        victim: usize,
    ) -> Option<(TollKind, usize)> {
        let is_people = reading
            .lexicon
            .in_class("person", &reading.lemma(index, victim))
            || sentence.tokens[victim].upos == "NUM"
            || reading.actor_at(index, victim).is_some();
        let verbs = (0..sentence.tokens.len())
            .filter(|at| sentence.tokens[*at].upos == "VERB" && at.abs_diff(victim) < 20);
        for verb in verbs {
            let lemma = reading.lemma(index, verb);
            let slots = syntax::verb_slots(sentence, verb);
            let fills = |name: &str| {
                slots
                    .iter()
                    .any(|slot| slot.name == name && slot.head == victim)
            };
            let object = sentence
                .child(verb, &["obj"])
                .map(|object| reading.lemma(index, object));
            for kind in &self.kinds {
                let harmed = (fills("object") && kind.transitive.contains(&lemma))
                    || (fills("subject") && kind.intransitive.contains(&lemma))
                    || (is_people && fills("object") && kind.people_transitive.contains(&lemma))
                    || (is_people && fills("subject") && kind.people_intransitive.contains(&lemma))
                    || (fills("subject")
                        && kind.leaving.contains(&lemma)
                        && object
                            .as_ref()
                            .is_some_and(|object| kind.objects.contains(object)));
                if harmed {
                    return Some((kind.kind, verb));
                }
            }
        }
        None
    }

    /// "17 dead", "three deaths", "20 hostages" as the counted noun itself.
    fn own_noun(
        &self,
        reading: &Reading<'_>,
        index: usize,
        sentence: &Sentence,
        victim: usize,
    ) -> Option<(TollKind, usize)> {
        let lemma = reading.lemma(index, victim);
        let form = sentence.tokens[victim].form.to_lowercase();
        let kind = self.kinds.iter().find(|kind| {
            kind.nouns.contains(&lemma)
                || kind.adjectives.contains(&form)
                || (kind.transitive.contains(&lemma) && sentence.tokens[victim].xpos == "VBN")
        })?;
        Some((kind.kind, victim))
    }

    /// "people killed in", "12 people dead", "who were wounded": what describes the counted noun.
    fn describing(
        &self,
        reading: &Reading<'_>,
        index: usize,
        sentence: &Sentence,
        victim: usize,
    ) -> Option<(TollKind, usize)> {
        for child in sentence.children(victim) {
            let token = &sentence.tokens[child];
            let lemma = reading.lemma(index, child);
            let form = token.form.to_lowercase();
            let participle = token.has_relation(&["acl", "amod"])
                && matches!(token.xpos.as_str(), "VBN" | "JJ" | "VBD");
            let relative = token.deprel == "acl:relcl";
            for kind in &self.kinds {
                let passive = relative && syntax::is_passive(sentence, child);
                if ((participle || passive) && kind.transitive.contains(&lemma))
                    || (token.has_relation(&["amod", "acl", "dep"])
                        && kind.adjectives.contains(&form))
                    || (relative && kind.intransitive.contains(&lemma))
                {
                    return Some((kind.kind, child));
                }
            }
        }
        None
    }

    /// What the head says of the word below it.
    fn governed(
        &self,
        reading: &Reading<'_>,
        index: usize,
        sentence: &Sentence,
        word: usize,
        head: usize,
    ) -> Option<TollKind> {
        let token = &sentence.tokens[word];
        let lemma = reading.lemma(index, head);
        let form = sentence.tokens[head].form.to_lowercase();
        let is_verb = sentence.tokens[head].upos == "VERB";
        let slots = if is_verb {
            syntax::verb_slots(sentence, head)
        } else {
            Vec::new()
        };
        let in_slot = |name: &str| {
            slots
                .iter()
                .any(|slot| slot.name == name && slot.head == word)
        };
        for kind in &self.kinds {
            let object = is_verb
                && kind.transitive.contains(&lemma)
                && (in_slot("object") || token.deprel == "obj");
            let subject = is_verb
                && kind.intransitive.contains(&lemma)
                && (in_slot("subject") || in_slot("object"));
            let adjective = kind.adjectives.contains(&form)
                && token.has_relation(&["nsubj", "nummod", "obl:npmod", "advmod", "dep", "nmod"]);
            let counted = kind.nouns.contains(&lemma)
                && token.has_relation(&["nmod", "nummod", "compound", "amod"]);
            if object || subject || adjective || counted {
                return Some(kind.kind);
            }
        }
        if let Some(kind) = self.figure_kind(reading, index, sentence, head) {
            return Some(kind);
        }
        self.result_of_leaving(reading, index, sentence, word, head)
    }

    /// "left 12 people dead", "the toll rose to 20", "with five wounded".
    fn result_of_leaving(
        &self,
        reading: &Reading<'_>,
        index: usize,
        sentence: &Sentence,
        word: usize,
        head: usize,
    ) -> Option<TollKind> {
        if !sentence.tokens[word].has_relation(&["obj", "obl", "nsubj", "xcomp"]) {
            return None;
        }
        for child in sentence.children(head).filter(|child| *child != word) {
            let token = &sentence.tokens[child];
            let form = token.form.to_lowercase();
            let lemma = reading.lemma(index, child);
            if token.has_relation(&["xcomp", "obj", "advcl", "acl"]) && child > word {
                let kind = self.kinds.iter().find(|kind| {
                    kind.adjectives.contains(&form)
                        || (token.xpos == "VBN" && kind.transitive.contains(&lemma))
                });
                if let Some(kind) = kind {
                    return Some(kind.kind);
                }
            }
            let held = token
                .has_relation(&["nsubj", "obj"])
                .then(|| self.figure_kind(reading, index, sentence, child));
            if let Some(kind) = held.flatten() {
                return Some(kind);
            }
        }
        None
    }
}

/// "a girl of 12": an age.
fn is_age(reading: &Reading<'_>, index: usize, sentence: &Sentence, number: usize) -> bool {
    let of = number > 1 && sentence.tokens[number - 1].form == "of";
    of && sentence.tokens[number - 2].xpos == "NN"
        && reading
            .lexicon
            .in_class("person", &reading.lemma(index, number - 2))
}

/// "over 1982 killings": a year, not a number of people.
fn is_year(
    reading: &Reading<'_>,
    index: usize,
    sentence: &Sentence,
    number: usize,
    victim: usize,
) -> bool {
    let form = sentence.tokens[number].form.as_str();
    let year = form
        .parse::<u32>()
        .is_ok_and(|year| (1900..2100).contains(&year));
    let people = reading
        .lexicon
        .in_class("person", &reading.lemma(index, victim));
    year && !people
}

/// Whether the quantity can count people: not money, distance, time or a share.
pub(crate) fn counts_people(quantity: &QuantityMention) -> bool {
    matches!(quantity.quantity.unit.as_deref(), None | Some("people"))
}

/// Whole people.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(crate) fn bound(value: Option<f64>) -> Option<u64> {
    value
        .filter(|value| (0.0..1e12).contains(value))
        .map(|value| value as u64)
}

/// The noun that a number counts, or the number itself.
pub(crate) fn counted_noun(sentence: &Sentence, number: usize) -> usize {
    let token = &sentence.tokens[number];
    match token.head {
        Some(head)
            if token.has_relation(&[
                "nummod",
                "det",
                "amod",
                "advmod",
                "compound",
                "nmod:npmod",
                "det:predet",
            ]) && matches!(sentence.tokens[head].upos, "NOUN" | "PROPN" | "ADJ" | "NUM") =>
        {
            head
        }
        _ => number,
    }
}

/// Byte range of the noun phrase of those harmed.
pub(crate) fn whom(sentence: &Sentence, noun: usize) -> Range<usize> {
    sentence.bytes_of(crate::reading::phrase_start(sentence, noun)..noun + 1)
}
