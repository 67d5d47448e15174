//! What a mention is like: its words, its kind of phrase, number, gender, what it is to its sentence.
//! `training/mentions.py` says the same.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use serde::Deserialize;

use super::ChainMention;
use super::span::{GENITIVE, Tree};
use crate::{EntityKind, MentionHead, MentionKind, SayingRole, Sentence};

/// What kind of phrase a mention is; the order is that of the features.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Form {
    I,
    We,
    You,
    He,
    She,
    It,
    They,
    /// "who", "which", "where".
    Who,
    /// "here", "there".
    There,
    /// "this", "those" alone.
    This,
    /// "someone", "others", "all".
    Some,
    /// Headed by a proper noun.
    Name,
    /// Begins with "the".
    The,
    /// Begins with "a".
    A,
    /// Begins with "this", "those".
    That,
    /// With a possessor.
    Whose,
    Bare,
}

/// How many forms there are.
pub(super) const FORMS: usize = Form::Bare as usize + 1;

impl Form {
    /// Whether it is no noun.
    pub(super) fn is_pronoun(self) -> bool {
        self < Self::Name
    }
}

/// What a mention is to its sentence; the order is that of the features.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Subject,
    Object,
    Oblique,
    Nmod,
    Possessor,
    Apposed,
    Joined,
    Part,
    Root,
    Other,
}

/// How many roles there are.
pub(super) const ROLES: usize = Role::Other as usize + 1;

/// One or several, in the order of the features.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    One,
    Several,
    Unknown,
}

/// Grammatical gender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gender {
    Male,
    Female,
    Neither,
    Unknown,
}

/// The closed lists of words that training and reading share (`labels.json`).
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Lists {
    /// What form a word has when it is the head and its tag is one of `pronoun_tags`.
    pronouns: BTreeMap<String, Form>,
    pronoun_tags: BTreeSet<String>,
    plural: BTreeSet<String>,
    male: BTreeSet<String>,
    female: BTreeSet<String>,
    titles: BTreeSet<String>,
}

/// Mentions after this many are not looked at: more than any report has, and a bound for texts that are none.
const MENTIONS: usize = 5_000;

/// Numbers for strings: equal strings, equal numbers.
#[derive(Default)]
pub(super) struct Names(HashMap<String, u32>);

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.0.get(name) {
            return *number;
        }
        let number = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        self.0.insert(name.to_owned(), number);
        number
    }

    fn numbers<'a>(&mut self, names: impl Iterator<Item = &'a String>) -> Vec<u32> {
        let mut numbers: Vec<u32> = names.map(|name| self.number(name)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

/// A mention with all that the features ask of it. Words and texts are numbers of [`Names`], lists of them sorted.
pub(super) struct Mention {
    pub(super) sentence: usize,
    pub(super) words: Range<usize>,
    pub(super) head: usize,
    pub(super) kind: MentionKind,
    /// That it is one.
    pub(super) probability: f32,
    pub(super) form: Form,
    pub(super) number: Number,
    pub(super) gender: Gender,
    /// Without article and genitive mark.
    pub(super) text: u32,
    /// The text without dots, where it has more than one letter.
    pub(super) letters: Option<u32>,
    /// Upper-case initials.
    pub(super) initials: u32,
    /// The head in the singular.
    pub(super) stem: u32,
    /// Nouns, adjectives, figures, without titles.
    pub(super) content: Vec<u32>,
    /// Nouns, adjectives and figures beside the head.
    pub(super) modifiers: Vec<u32>,
    pub(super) figures: Vec<u32>,
    pub(super) entity: Option<EntityKind>,
    pub(super) role: Role,
    /// Words of the sentence that say what the mention stands in.
    pub(super) speaker: Option<Range<usize>>,
}

impl Mention {
    pub(super) fn found(&self) -> ChainMention {
        ChainMention {
            sentence: self.sentence,
            words: self.words.clone(),
            head: self.head,
            kind: self.kind,
        }
    }
}

/// All mentions of some sentences in text order, the wider first; of two with the same words the likelier, then the one
/// with the first head.
pub(super) fn describe(sentences: &[Sentence], lists: &Lists) -> Vec<Mention> {
    let mut names = Names::default();
    let mut all = Vec::new();
    for (number, sentence) in sentences.iter().enumerate() {
        let tree = Tree::new(sentence);
        let mut here: Vec<(Range<usize>, &MentionHead)> = sentence
            .mentions
            .iter()
            .filter(|it| it.word < sentence.tokens.len() && !tree.is_part_of_name(it.word))
            .map(|it| (tree.span(it.word), it))
            .collect();
        here.sort_by(|(words, it), (others, other)| {
            let order = words.start.cmp(&others.start);
            let order = order.then(others.end.cmp(&words.end));
            let order = order.then(other.probability.total_cmp(&it.probability));
            order.then(it.word.cmp(&other.word))
        });
        here.dedup_by(|later, earlier| later.0 == earlier.0);
        here.truncate(MENTIONS.saturating_sub(all.len()));
        for (words, it) in here {
            let of = Describer {
                sentence,
                tree: &tree,
                lists,
                words,
                head: it.word,
            };
            all.push(of.mention(number, it, &mut names));
        }
    }
    all
}

/// One mention that is being described.
struct Describer<'a> {
    sentence: &'a Sentence,
    tree: &'a Tree<'a>,
    lists: &'a Lists,
    words: Range<usize>,
    head: usize,
}

impl Describer<'_> {
    fn mention(&self, sentence: usize, it: &MentionHead, names: &mut Names) -> Mention {
        let lower = self.tree.lowers(self.words.clone());
        let form = self.form(lower);
        let text = core(lower).join(" ");
        let head = self.lower(self.head);
        let tagged = |word: usize, tags: &[&str]| {
            let tag = self.tree.tag(word);
            tags.iter().any(|start| tag.starts_with(start))
        };
        let with = |tags: &'static [&'static str]| {
            let inside = self.words.clone().zip(lower);
            inside.filter(move |(word, _)| tagged(*word, tags))
        };
        let content = with(&["NN", "JJ", "CD", "FW", "VB"]).map(|(_, word)| word);
        let mut content = names.numbers(content.filter(|word| !self.lists.titles.contains(*word)));
        if content.is_empty() {
            content.push(names.number(head));
        }
        let modifiers = with(&["NN", "JJ", "CD"]).filter(|(word, _)| *word != self.head);
        let letters = (text.chars().nth(1).is_some()).then(|| text.replace('.', ""));
        Mention {
            sentence,
            head: self.head,
            kind: it.kind,
            probability: it.probability,
            form,
            number: self.number(form, head),
            gender: self.gender(form, it.kind),
            text: names.number(&text),
            letters: letters.map(|letters| names.number(&letters)),
            initials: names.number(&self.initials()),
            stem: names.number(stem(head, self.tree.tag(self.head)).as_ref()),
            content,
            modifiers: names.numbers(modifiers.map(|(_, word)| word)),
            figures: names.numbers(with(&["CD"]).map(|(_, word)| word)),
            entity: self.sentence.entity_at(self.head).map(|entity| entity.kind),
            role: role(self.tree.relation(self.tree.first_member(self.head))),
            speaker: self.speaker(),
            words: self.words.clone(),
        }
    }

    fn lower(&self, word: usize) -> &str {
        self.tree.lower(word)
    }

    fn form(&self, lower: &[String]) -> Form {
        let (word, tag) = (self.lower(self.head), self.tree.tag(self.head));
        if let Some(form) = self.lists.pronouns.get(word) {
            let genitive = GENITIVE.contains(&word) && tag != "PRP";
            if self.lists.pronoun_tags.contains(tag) && !genitive {
                return match (word, tag) {
                    ("that", "DT") => Form::This,
                    _ => *form,
                };
            }
        }
        let first = lower.first().map_or("", String::as_str);
        match (tag, first) {
            ("NNP" | "NNPS", _) => Form::Name,
            (_, "the") => Form::The,
            (_, "a" | "an") => Form::A,
            (_, "this" | "that" | "these" | "those") => Form::That,
            _ if self.tree.has(self.head, &["nmod:poss"]) => Form::Whose,
            _ => Form::Bare,
        }
    }

    fn number(&self, form: Form, head: &str) -> Number {
        let tag = self.tree.tag(self.head);
        let joined = || {
            let mut below = self.tree.below(self.head).iter();
            below.any(|word| self.words.contains(word) && self.tree.relation(*word) == "conj")
        };
        let several = matches!(form, Form::We | Form::They)
            || matches!(tag, "NNS" | "NNPS")
            || self.lists.plural.contains(head)
            || self.tree.relation(self.head) == "cc"
            || joined();
        let one = matches!(form, Form::I | Form::He | Form::She | Form::It)
            || matches!(tag, "NN" | "NNP");
        match (several, one) {
            (true, _) => Number::Several,
            (_, true) => Number::One,
            _ => Number::Unknown,
        }
    }

    fn gender(&self, form: Form, kind: MentionKind) -> Gender {
        match form {
            Form::He => return Gender::Male,
            Form::She => return Gender::Female,
            Form::It => return Gender::Neither,
            _ if form.is_pronoun() || kind != MentionKind::Person => return Gender::Unknown,
            _ => {}
        }
        let telling = |list: &BTreeSet<String>| {
            let mut below = self.tree.below(self.head).iter();
            list.contains(self.lower(self.head))
                || below.any(|word| {
                    let relation = self.tree.relation(*word);
                    matches!(relation, "compound" | "nmod:desc" | "flat" | "amod")
                        && list.contains(self.lower(*word))
                })
        };
        if telling(&self.lists.female) {
            Gender::Female
        } else if telling(&self.lists.male) {
            Gender::Male
        } else {
            Gender::Unknown
        }
    }

    fn initials(&self) -> String {
        let first = |word| self.tree.form(word).chars().next();
        let firsts = self.words.clone().filter_map(first);
        let upper: String = firsts.filter(|letter| letter.is_uppercase()).collect();
        upper.to_lowercase()
    }

    /// Who says the content that the head stands in; of several such contents the last one counts.
    fn speaker(&self) -> Option<Range<usize>> {
        let mut around = self.sentence.sayings.iter().rev().filter(|saying| {
            let mut fillers = saying.fillers.iter();
            fillers.any(|filler| {
                filler.role == SayingRole::Content && filler.words.contains(&self.head)
            })
        });
        around.next()?.speaker().cloned()
    }
}

/// The words without a leading article and trailing genitive marks.
fn core(lower: &[String]) -> &[String] {
    let mut core = lower;
    while let [rest @ .., last] = core {
        if !GENITIVE.contains(&last.as_str()) && last != "," && last != "." {
            break;
        }
        core = rest;
    }
    while let [first, rest @ ..] = core {
        if rest.is_empty() || !matches!(first.as_str(), "the" | "a" | "an") {
            break;
        }
        core = rest;
    }
    core
}

/// A lower-cased noun in the singular, roughly.
fn stem(lower: &str, tag: &str) -> String {
    let plural = matches!(tag, "NNS" | "NNPS") && lower.chars().count() >= 4;
    match (lower.strip_suffix("ies"), lower.strip_suffix('s')) {
        (Some(start), _) if plural => format!("{start}y"),
        (_, Some(start)) if plural => start.to_owned(),
        _ => lower.to_owned(),
    }
}

fn role(relation: &str) -> Role {
    match relation {
        "nmod:poss" => return Role::Possessor,
        "nmod:desc" => return Role::Part,
        _ => {}
    }
    match relation.split(':').next().unwrap_or_default() {
        "nsubj" | "csubj" => Role::Subject,
        "obj" | "iobj" => Role::Object,
        "obl" => Role::Oblique,
        "nmod" => Role::Nmod,
        "compound" | "flat" => Role::Part,
        "appos" => Role::Apposed,
        "conj" => Role::Joined,
        "root" => Role::Root,
        _ => Role::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_lose_their_plural() {
        assert_eq!(stem("armies", "NNS"), "army");
        assert_eq!(stem("troops", "NNS"), "troop");
        assert_eq!(stem("press", "NN"), "press");
    }

    #[test]
    fn articles_and_marks_do_not_count() {
        let words = ["the", "army", "'s"].map(str::to_owned);
        assert_eq!(core(&words), ["army"]);
        assert_eq!(core(&["the".to_owned()]), ["the"]);
        assert!(core(&["'s".to_owned()]).is_empty());
    }
}
