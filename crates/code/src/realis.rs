//! Whether a mention is told as fact: negation, modals and governing words up the clause.

use dateline_parse::Sentence;
use dateline_record::Realis;

use crate::lexicon::Lexicon;
use crate::reading::Reading;

/// How many governing words are looked at.
const MAX_CLIMB: usize = 5;

/// The realis of what the word names.
pub(crate) fn of(reading: &Reading<'_>, index: usize, word: usize) -> Realis {
    let Some(sentence) = reading.sentence(index) else {
        return Realis::Actual;
    };
    let mut current = word;
    for step in 0..MAX_CLIMB {
        if let Some(realis) = own_realis(sentence, current, reading.lexicon, step == 0) {
            return realis;
        }
        let Some(head) = governor(sentence, current) else {
            break;
        };
        if let Some(realis) = governed_realis(sentence, current, head, reading.lexicon) {
            return realis;
        }
        if !passes_on(sentence, current, head, reading.lexicon) {
            break;
        }
        current = head;
    }
    Realis::Actual
}

/// The head, when the word is an argument, complement or coordinated part of it.
fn governor(sentence: &Sentence, word: usize) -> Option<usize> {
    let token = &sentence.tokens[word];
    let head = token.head?;
    let relations = [
        "xcomp",
        "ccomp",
        "obj",
        "nsubj",
        "nsubj:pass",
        "conj",
        "acl",
        "obl",
        "nmod",
        "advcl",
        "csubj",
        "parataxis",
    ];
    (token.has_relation(&relations) && token.deprel != "acl:relcl").then_some(head)
}

/// Whether what holds of the governor holds of the word too: light verbs and coordination pass it on, a statement of
/// fact ("said that") does not.
fn passes_on(sentence: &Sentence, word: usize, head: usize, lexicon: &Lexicon) -> bool {
    let token = &sentence.tokens[word];
    let above = &sentence.tokens[head];
    let lemma = above.lemma.to_lowercase();
    match token.deprel.as_str() {
        "conj" | "xcomp" => true,
        "obj" | "nsubj:pass" => lexicon.is_carrier(&lemma) || lexicon.is_sufferer(&lemma),
        "nsubj" => lexicon.is_happening(&lemma) || lexicon.is_effect(&lemma),
        _ => false,
    }
}

/// What the word's own auxiliaries, negation and modifiers say.
fn own_realis(
    sentence: &Sentence,
    word: usize,
    lexicon: &Lexicon,
    is_trigger: bool,
) -> Option<Realis> {
    let words = &lexicon.realis;
    let mut modal = None;
    for child in sentence.children(word) {
        let token = &sentence.tokens[child];
        let lemma = token.lemma.to_lowercase();
        let form = token.form.to_lowercase();
        let is_negation =
            matches!(
                lemma.as_str(),
                "not" | "n't" | "never" | "no" | "nor" | "neither" | "without"
            ) && token.has_relation(&["advmod", "det", "cc", "neg", "case", "mark", "cc:preconj"]);
        if is_negation || (token.has_relation(&["nsubj"]) && is_nobody(sentence, child)) {
            return Some(Realis::Negated);
        }
        if token.has_relation(&["advmod"]) && words.habits.contains(&lemma) {
            return Some(Realis::Generic);
        }
        if token.has_relation(&["aux"]) {
            if words.future_modals.contains(&form) {
                modal = Some(Realis::Future);
            } else if words.hypothetical_modals.contains(&form) {
                modal = Some(Realis::Hypothetical);
            }
        }
        if token.has_relation(&["mark"]) && words.conditions.contains(&lemma) {
            return Some(Realis::Hypothetical);
        }
        if is_trigger && token.has_relation(&["amod", "compound", "det"]) {
            if words.negated_modifiers.contains(&form) {
                return Some(Realis::Negated);
            }
            if words.hypothetical_modifiers.contains(&form) {
                return Some(Realis::Hypothetical);
            }
            if words.future_modifiers.contains(&form) {
                return Some(Realis::Future);
            }
        }
    }
    modal
}

/// "Nobody was hurt", "no shots were fired", "none of them".
fn is_nobody(sentence: &Sentence, subject: usize) -> bool {
    let is_none = |word: usize| {
        matches!(sentence.tokens[word].lemma.to_lowercase().as_str(), "nobody" | "none" | "no-one" | "no" | "neither")
    };
    is_none(subject) || sentence.children(subject).any(|child| sentence.tokens[child].has_relation(&["det"]) && is_none(child))
}

/// What the governing word says of its complement.
fn governed_realis(
    sentence: &Sentence,
    word: usize,
    head: usize,
    lexicon: &Lexicon,
) -> Option<Realis> {
    let token = &sentence.tokens[word];
    let above = &sentence.tokens[head];
    let words = &lexicon.realis;
    let lemma = above.lemma.to_lowercase();
    let is_infinitive = sentence.children(word).any(|child| {
        sentence.tokens[child].form.eq_ignore_ascii_case("to")
            && sentence.tokens[child].upos == "PART"
    });
    let is_complement = match token.deprel.as_str() {
        "xcomp" | "ccomp" | "acl" | "advcl" | "csubj" => is_infinitive,
        "obj" | "nsubj:pass" => true,
        "obl" | "nmod" => matches!(
            crate::syntax::preposition(sentence, word).as_str(),
            "for" | "of" | "against" | "to"
        ),
        _ => false,
    };
    if !is_complement {
        return None;
    }
    if words.negated.contains(&lemma) {
        return Some(Realis::Negated);
    }
    if words.hypothetical.contains(&lemma) {
        return Some(Realis::Hypothetical);
    }
    if words.future.contains(&lemma) {
        return Some(Realis::Future);
    }
    // an infinitive of purpose or of a noun ("the decision to strike") says that it is meant to happen
    (is_infinitive && token.has_relation(&["advcl", "acl"])).then_some(Realis::Hypothetical)
}
