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
        if is_meant_to_be(sentence, current, index) {
            return Realis::Future;
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
            if words.future_modals.contains(&form)
                || (form == "would" && is_told_of_future(sentence, word, lexicon))
            {
                modal = Some(Realis::Future);
            } else if words.hypothetical_modals.contains(&form) {
                modal = Some(Realis::Hypothetical);
            }
        }
        if token.has_relation(&["mark"]) && words.conditions.contains(&lemma) {
            return Some(Realis::Hypothetical);
        }
        // "instead of attacking", "rather than attack"
        if token.has_relation(&["case", "mark", "cc"])
            && matches!(form.as_str(), "instead" | "rather")
        {
            return Some(Realis::Negated);
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
    let is_conditional = modal.is_some() && has_condition(sentence, word, lexicon);
    if is_conditional {
        return Some(Realis::Hypothetical);
    }
    modal
}

/// "will strike if …", "would boycott unless …".
fn has_condition(sentence: &Sentence, word: usize, lexicon: &Lexicon) -> bool {
    sentence.children(word).any(|clause| {
        sentence.tokens[clause].has_relation(&["advcl"])
            && sentence.children(clause).any(|mark| {
                let token = &sentence.tokens[mark];
                token.has_relation(&["mark"])
                    && token.lemma != "whether"
                    && lexicon
                        .realis
                        .conditions
                        .contains(&token.lemma.to_lowercase())
            })
    })
}

/// "The minister said he would visit Riga": the future seen from the past.
fn is_told_of_future(sentence: &Sentence, word: usize, lexicon: &Lexicon) -> bool {
    let token = &sentence.tokens[word];
    let above = token.head.map(|head| &sentence.tokens[head]);
    above.is_some_and(|above| {
        token.has_relation(&["ccomp", "parataxis"])
            && matches!(above.xpos.as_str(), "VBD" | "VBN")
            && lexicon
                .realis
                .future_in_past
                .contains(&above.lemma.to_lowercase())
    })
}

/// "The ministers are to meet", and in the title "Workers to walk out".
fn is_meant_to_be(sentence: &Sentence, word: usize, index: usize) -> bool {
    if !is_infinitive(sentence, word) {
        return false;
    }
    let token = &sentence.tokens[word];
    let above = token.head.map(|head| &sentence.tokens[head]);
    let after_be = above.is_some_and(|above| above.lemma == "be" && token.deprel == "xcomp");
    let own_be = sentence.children(word).any(|child| {
        let child = &sentence.tokens[child];
        child.lemma == "be" && child.deprel == "aux"
    });
    let in_title = index == 0
        && (token.deprel == "root"
            || (token.has_relation(&["acl"]) && above.is_some_and(|above| above.deprel == "root")));
    after_be || own_be || in_title
}

/// "to strike".
fn is_infinitive(sentence: &Sentence, word: usize) -> bool {
    sentence.children(word).any(|child| {
        let token = &sentence.tokens[child];
        token.form.eq_ignore_ascii_case("to") && token.upos == "PART"
    })
}

/// "Nobody was hurt", "no shots were fired", "none of them".
fn is_nobody(sentence: &Sentence, subject: usize) -> bool {
    let is_none = |word: usize| {
        matches!(
            sentence.tokens[word].lemma.to_lowercase().as_str(),
            "nobody" | "none" | "no-one" | "no" | "neither"
        )
    };
    is_none(subject)
        || sentence
            .children(subject)
            .any(|child| sentence.tokens[child].has_relation(&["det"]) && is_none(child))
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
    if token.has_relation(&["nsubj"]) && words.common.contains(&lemma) {
        return Some(Realis::Generic);
    }
    if !is_complement(sentence, word, head) {
        return None;
    }
    let is_infinitive = is_infinitive(sentence, word);
    let is_purpose = is_infinitive && token.has_relation(&["advcl", "acl"]);
    // "thousands gathered to protest": what is done by the very act
    if is_purpose && above.upos == "VERB" && words.at_once.contains(&token.lemma.to_lowercase()) {
        return None;
    }
    if let Some(realis) = phrasal(sentence, word, head) {
        return Some(realis);
    }
    if words.negated.contains(&lemma) {
        return Some(Realis::Negated);
    }
    if words.hypothetical.contains(&lemma) {
        return Some(Realis::Hypothetical);
    }
    let is_clause = token.has_relation(&["xcomp", "ccomp", "acl", "advcl"]);
    if words.announcing.contains(&lemma)
        && (is_clause || words.announced.contains(&token.lemma.to_lowercase()))
    {
        return Some(Realis::Future);
    }
    if words.future.contains(&lemma) {
        return Some(Realis::Future);
    }
    // an infinitive of purpose or of a noun ("the decision to strike") says that it is meant to happen
    is_purpose.then_some(Realis::Hypothetical)
}

/// Whether the word is what its governor is about.
fn is_complement(sentence: &Sentence, word: usize, head: usize) -> bool {
    let token = &sentence.tokens[word];
    let lemma = sentence.tokens[head].lemma.as_str();
    // "demanded that the army release them"
    let is_subjunctive = token.deprel == "ccomp" && token.xpos == "VB";
    let is_kept_from = token.has_relation(&["xcomp", "advcl", "obl"])
        && sentence.children(word).any(|child| {
            let child = &sentence.tokens[child];
            child.form.eq_ignore_ascii_case("from") && child.has_relation(&["mark", "case"])
        });
    match token.deprel.as_str() {
        "xcomp" | "ccomp" | "acl" | "advcl" | "csubj" => {
            is_infinitive(sentence, word)
                || is_subjunctive
                || is_kept_from
                || (token.xpos == "VBG"
                    && matches!(lemma, "consider" | "avoid" | "suggest" | "plan" | "risk"))
        }
        "obj" | "nsubj:pass" => true,
        "obl" | "nmod" => match crate::syntax::preposition(sentence, word).as_str() {
            "for" | "of" | "against" | "to" => true,
            "with" => lemma == "threaten",
            _ => is_kept_from,
        },
        _ => false,
    }
}

/// "call off a strike" and "call a strike" are not "call for" one.
fn phrasal(sentence: &Sentence, word: usize, head: usize) -> Option<Realis> {
    let is_object = sentence.tokens[word].has_relation(&["obj", "nsubj:pass"]);
    if !is_object {
        return None;
    }
    let lemma = sentence.tokens[head].lemma.as_str();
    let has_off = sentence.children(head).any(|child| {
        let token = &sentence.tokens[child];
        token.form.eq_ignore_ascii_case("off") && !token.has_relation(&["case"])
    });
    match (lemma, has_off) {
        ("call" | "put", true) => Some(Realis::Negated),
        ("call", false) => Some(Realis::Future),
        _ => None,
    }
}
