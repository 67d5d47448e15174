//! Who stands in which slot of a predicate, seen through passives, relative clauses, control and light verbs.
//!
//! A slot is `subject` (who does it), `object` (to whom), a preposition (`on`, `with`), or for nouns also
//! `possessive`, `nationality` and `compound`. Sentence words are counted from 0.

use dateline_parse::Sentence;

use crate::lexicon::Lexicon;

/// One filled slot of a predicate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    pub(crate) name: String,
    pub(crate) head: usize,
}

impl Slot {
    fn new(name: &str, head: usize) -> Self {
        Self {
            name: name.to_owned(),
            head,
        }
    }
}

/// How far control and coordination are followed.
const MAX_CLIMB: usize = 6;

/// Whether the verb is a passive or a past participle that describes a noun.
pub(crate) fn is_passive(sentence: &Sentence, verb: usize) -> bool {
    let token = &sentence.tokens[verb];
    if sentence
        .child(verb, &["nsubj:pass", "aux:pass", "csubj:pass"])
        .is_some()
    {
        return true;
    }
    let has_auxiliary = sentence.child(verb, &["aux"]).is_some();
    if token.xpos != "VBN" || has_auxiliary {
        return false;
    }
    match token.head {
        Some(head) if token.deprel == "conj" && sentence.child(verb, &["nsubj"]).is_none() => {
            sentence.tokens[head].xpos == "VBN" && is_passive(sentence, head)
        }
        // a relative clause without auxiliary is an active past tense that looks like a participle
        Some(_) => token.has_relation(&["acl", "advcl", "amod"]) && token.deprel != "acl:relcl",
        None => sentence.child(verb, &["nsubj"]).is_none(),
    }
}

/// All filled slots of a verb, `subject` and `object` as in the active voice.
pub(crate) fn verb_slots(sentence: &Sentence, verb: usize) -> Vec<Slot> {
    let passive = is_passive(sentence, verb);
    let mut slots = Vec::new();
    if let Some(subject) = surface_subject(sentence, verb, MAX_CLIMB) {
        let name = if passive { "object" } else { "subject" };
        slots.push(Slot::new(name, antecedent(sentence, subject)));
    }
    for child in sentence.children(verb) {
        let token = &sentence.tokens[child];
        if token.deprel == "obj" || token.deprel == "iobj" {
            let name = if token.deprel == "iobj" {
                "to"
            } else {
                "object"
            };
            slots.push(Slot::new(name, antecedent(sentence, child)));
        } else if token.has_relation(&["obl"]) && !token.deprel.ends_with(":tmod") {
            let name = preposition(sentence, child);
            let agent = passive && (name == "by" || token.deprel == "obl:agent");
            let name = if agent { "subject" } else { name.as_str() };
            slots.push(Slot::new(name, antecedent(sentence, child)));
        }
    }
    if let Some(object) = relative_object(sentence, verb, &slots) {
        slots.push(Slot::new("object", object));
    }
    slots
}

/// The noun that a relative clause leaves out as object: "the base that rebels attacked".
fn relative_object(sentence: &Sentence, verb: usize, slots: &[Slot]) -> Option<usize> {
    let token = &sentence.tokens[verb];
    let noun = token.head.filter(|_| token.deprel == "acl:relcl")?;
    let filled = |name: &str| slots.iter().any(|slot| slot.name == name);
    let used = slots.iter().any(|slot| slot.head == noun);
    (filled("subject") && !filled("object") && !used).then_some(noun)
}

/// The subject as written or as inherited from the clause above.
fn surface_subject(sentence: &Sentence, verb: usize, climbs: usize) -> Option<usize> {
    if let Some(own) = sentence.child(verb, &["nsubj"]) {
        return Some(own);
    }
    let token = sentence.tokens.get(verb)?;
    let head = token.head?;
    let climbs = climbs.checked_sub(1)?;
    let above = &sentence.tokens[head];
    let is_clause = matches!(above.upos, "VERB" | "AUX" | "ADJ");
    match token.deprel.as_str() {
        "conj" if is_clause => surface_subject(sentence, head, climbs),
        "xcomp" if is_clause => {
            let controller = sentence.child(head, &["obj", "iobj"]);
            controller
                .or_else(|| asked(sentence, head))
                .or_else(|| surface_subject(sentence, head, climbs))
        }
        "advcl" if is_clause && token.xpos == "VB" && asked(sentence, head).is_some() => {
            asked(sentence, head)
        }
        "advcl" if is_clause && is_subjectless(sentence, verb) => {
            surface_subject(sentence, head, climbs)
        }
        "acl" if above.upos == "VERB" => surface_subject(sentence, head, climbs),
        "acl" if token.xpos == "VB" => possessor_or_agent(sentence, head, climbs),
        "acl" => Some(head),
        "acl:relcl"
            if sentence.child(verb, &["obj"]).is_some() || is_passive_relative(sentence, verb) =>
        {
            Some(head)
        }
        _ => None,
    }
}

/// "called on the government to": who is called on is to act.
fn asked(sentence: &Sentence, verb: usize) -> Option<usize> {
    let asks = matches!(
        sentence.tokens[verb].lemma.as_str(),
        "call" | "appeal" | "plead"
    );
    let phrase = sentence.children(verb).find(|child| {
        sentence.tokens[*child].has_relation(&["obl"])
            && matches!(preposition(sentence, *child).as_str(), "on" | "upon" | "to")
    });
    phrase.filter(|_| asks)
}

/// "the decision of the army to strike": who decides also strikes.
fn possessor_or_agent(sentence: &Sentence, noun: usize, climbs: usize) -> Option<usize> {
    let own = sentence.child(noun, &["nmod:poss"]);
    own.or_else(|| {
        let token = &sentence.tokens[noun];
        let governor = token
            .head
            .filter(|_| token.has_relation(&["obj", "obl", "xcomp"]))?;
        surface_subject(sentence, governor, climbs)
    })
}

fn is_passive_relative(sentence: &Sentence, verb: usize) -> bool {
    sentence.child(verb, &["aux:pass", "nsubj:pass"]).is_some()
}

/// A participle or infinitive takes its subject from the clause above; a finite clause has its own.
fn is_subjectless(sentence: &Sentence, verb: usize) -> bool {
    matches!(sentence.tokens[verb].xpos.as_str(), "VBG" | "VB" | "VBN")
}

/// A relative pronoun stands for the noun that its clause describes.
pub(crate) fn antecedent(sentence: &Sentence, word: usize) -> usize {
    let token = &sentence.tokens[word];
    let is_relative = matches!(token.xpos.as_str(), "WDT" | "WP" | "WP$")
        || (token.lemma == "that" && token.upos == "PRON" && token.xpos != "DT");
    if !is_relative {
        return word;
    }
    let mut current = word;
    for _ in 0..MAX_CLIMB {
        let Some(head) = sentence.tokens[current].head else {
            return word;
        };
        if sentence.tokens[current].deprel == "acl:relcl" {
            return head;
        }
        current = head;
    }
    word
}

/// The preposition of a phrase as one word: `on`, `because_of`; `tmod` when there is none.
pub(crate) fn preposition(sentence: &Sentence, word: usize) -> String {
    let Some(case) = sentence.child(word, &["case"]) else {
        return "none".to_owned();
    };
    let mut name = sentence.tokens[case].form.to_lowercase();
    for part in sentence.children(case) {
        if sentence.tokens[part].deprel == "fixed" {
            name.push('_');
            name.push_str(&sentence.tokens[part].form.to_lowercase());
        }
    }
    name
}

/// All filled slots of an event noun: its own modifiers, and those of a verb that only carries it.
pub(crate) fn noun_slots(sentence: &Sentence, noun: usize, lexicon: &Lexicon) -> Vec<Slot> {
    let mut slots = own_noun_slots(sentence, noun);
    slots.extend(carrier_slots(sentence, noun, lexicon, MAX_CLIMB));
    if let Some(verb) = participle_below(sentence, noun, lexicon) {
        let carried = verb_slots(sentence, verb).into_iter();
        slots.extend(carried.filter(|slot| slot.head != noun));
    }
    slots
}

fn own_noun_slots(sentence: &Sentence, noun: usize) -> Vec<Slot> {
    let mut slots = Vec::new();
    for child in sentence.children(noun) {
        let token = &sentence.tokens[child];
        match token.deprel.as_str() {
            "nmod:poss" => slots.push(Slot::new("possessive", child)),
            "compound" => slots.push(Slot::new("compound", child)),
            "amod" => slots.push(Slot::new("nationality", child)),
            _ if token.has_relation(&["nmod", "obl"]) && !token.deprel.ends_with("tmod") => {
                slots.push(Slot::new(&preposition(sentence, child), child));
            }
            _ => {}
        }
    }
    slots
}

/// "strikes carried out by", "an attack claimed by": a participle that describes the noun and only carries it.
fn participle_below(sentence: &Sentence, noun: usize, lexicon: &Lexicon) -> Option<usize> {
    sentence.children(noun).find(|child| {
        let token = &sentence.tokens[*child];
        token.has_relation(&["acl"]) && lexicon.is_carrier(&token.lemma)
    })
}

/// The slots that a verb gives to the event noun which it carries or which acts in it.
fn carrier_slots(sentence: &Sentence, noun: usize, lexicon: &Lexicon, climbs: usize) -> Vec<Slot> {
    let token = &sentence.tokens[noun];
    let Some(head) = token.head else {
        return Vec::new();
    };
    let Some(climbs) = climbs.checked_sub(1) else {
        return Vec::new();
    };
    let above = &sentence.tokens[head];
    if token.deprel == "conj" {
        let slots = carrier_slots(sentence, head, lexicon, climbs).into_iter();
        return slots.filter(|slot| slot.head != noun).collect();
    }
    if !matches!(above.upos, "VERB" | "AUX") {
        return Vec::new();
    }
    let relation = (token.deprel.as_str(), above.lemma.as_str());
    let others = verb_slots(sentence, head)
        .into_iter()
        .filter(|slot| slot.head != noun);
    match relation {
        ("obj" | "nsubj:pass", verb) if lexicon.is_sufferer(verb) => others
            .map(|slot| {
                Slot::new(
                    if slot.name == "subject" {
                        "object"
                    } else {
                        &slot.name
                    },
                    slot.head,
                )
            })
            .collect(),
        ("obj" | "nsubj:pass" | "obl" | "xcomp", verb) if lexicon.is_carrier(verb) => {
            others.filter(|slot| slot.name != "object").collect()
        }
        ("nsubj", verb) if lexicon.is_happening(verb) => others.collect(),
        ("nsubj", verb) if lexicon.is_effect(verb) => {
            others.filter(|slot| slot.name != "subject").collect()
        }
        _ => Vec::new(),
    }
}
