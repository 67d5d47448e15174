//! Claims: who says what, by which word, and how.

use std::ops::Range;

use dateline_ground::ActorKind;
use dateline_parse::{EntityKind, Sentence};
use dateline_record::{Quoted, SpeakerKind, Stance};

use crate::cues::{Content, Cue, CueTable};
use crate::quotes;
use crate::reading::{Filler, Reading};
use crate::syntax;

/// One attributed statement, with positions in bytes of the text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Statement {
    pub(crate) sentence: usize,
    /// Head word of the cue.
    pub(crate) cue_word: usize,
    pub(crate) cue: Range<usize>,
    pub(crate) content: Range<usize>,
    pub(crate) stance: Stance,
    pub(crate) quoted: Quoted,
    /// `None`: the report's own voice.
    pub(crate) speaker: Option<SpeakerFound>,
}

/// Who speaks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SpeakerFound {
    pub(crate) bytes: Range<usize>,
    pub(crate) kind: SpeakerKind,
    pub(crate) filler: Option<Filler>,
}

/// Finds the attributed statements of the report, in text order.
pub(crate) fn find(reading: &Reading<'_>, cues: &CueTable) -> Vec<Statement> {
    let quotes = quotes::find(reading.analysis);
    let mut statements = Vec::new();
    for index in 0..reading.analysis.sentences.len() {
        let Some(sentence) = reading.sentence(index) else {
            continue;
        };
        for word in 0..sentence.tokens.len() {
            let found = cues.at(sentence, word);
            let found = found.and_then(|cue| statement(reading, cues, &quotes, index, word, cue));
            statements.extend(found);
        }
    }
    extend_over_quotes(reading, &quotes, &mut statements);
    statements
}

fn statement(
    reading: &Reading<'_>,
    cues: &CueTable,
    quotes: &[Range<usize>],
    index: usize,
    word: usize,
    cue: &Cue,
) -> Option<Statement> {
    let sentence = reading.sentence(index)?;
    let speaker_head = match cue.content {
        Content::AccordingTo => sentence.tokens[word].head?,
        _ => speaker_of(sentence, word, cue)?,
    };
    let speaker = speaker(reading, cues, index, speaker_head)?;
    let words = content_words(sentence, word, speaker_head, cue)?;
    let content = trim(reading, sentence.bytes_of(words));
    if content.is_empty()
        || (content.start <= speaker.bytes.start && speaker.bytes.end >= content.end)
    {
        return None;
    }
    let stance = cues.stance(sentence, word, cue);
    Some(Statement {
        sentence: index,
        cue_word: word,
        cue: cue_bytes(sentence, word, cue),
        quoted: quotes::manner(&content, quotes),
        content,
        stance,
        speaker: Some(speaker),
    })
}

fn cue_bytes(sentence: &Sentence, word: usize, cue: &Cue) -> Range<usize> {
    if cue.content == Content::AccordingTo {
        let last = sentence
            .children(word)
            .filter(|child| sentence.tokens[*child].deprel == "fixed")
            .max();
        return sentence.bytes_of(word..last.unwrap_or(word) + 1);
    }
    let object = (!cue.objects.is_empty())
        .then(|| sentence.child(word, &["obj"]))
        .flatten();
    let last = object
        .filter(|object| *object > word && *object < word + 3)
        .unwrap_or(word);
    sentence.bytes_of(word..last + 1)
}

/// The logical subject of the cue.
fn speaker_of(sentence: &Sentence, word: usize, cue: &Cue) -> Option<usize> {
    let slots = syntax::verb_slots(sentence, word);
    let subject = slots.iter().find(|slot| slot.name == "subject");
    if let Some(slot) = subject {
        return Some(slot.head);
    }
    // "charged by prosecutors", "a report by": nouns take their speaker from a phrase
    cue.is_noun
        .then(|| {
            let speaker = sentence.children(word).find(|child| {
                let token = &sentence.tokens[*child];
                token.deprel == "nmod:poss"
                    || (token.has_relation(&["nmod"])
                        && matches!(
                            syntax::preposition(sentence, *child).as_str(),
                            "by" | "from" | "of"
                        ))
            });
            speaker
        })
        .flatten()
}

/// The speaker's phrase, kind and participant.
pub(crate) fn speaker(
    reading: &Reading<'_>,
    cues: &CueTable,
    index: usize,
    head: usize,
) -> Option<SpeakerFound> {
    let sentence = reading.sentence(index)?;
    let token = sentence.tokens.get(head)?;
    if !matches!(token.upos, "NOUN" | "PROPN" | "PRON" | "NUM" | "ADJ" | "X") {
        return None;
    }
    let lemma = token.lemma.to_lowercase();
    if token.upos == "PRON"
        && matches!(
            lemma.as_str(),
            "it" | "that" | "this" | "which" | "i" | "you" | "there"
        )
        && reading.actor_at(index, head).is_none_or(|actor| {
            actor.participant.id.is_none() && actor.participant.country.is_none()
        })
    {
        return None;
    }
    let filler = reading.fillers(index, head, true).into_iter().next();
    let words = phrase(sentence, head);
    let kind = speaker_kind(reading, cues, index, head, &words, filler.as_ref());
    Some(SpeakerFound {
        bytes: sentence.bytes_of(words),
        kind,
        filler,
    })
}

/// The words of a noun phrase without determiner, relative clause and what follows a comma.
fn phrase(sentence: &Sentence, head: usize) -> Range<usize> {
    let mut end = head + 1;
    let mut start = head;
    for word in sentence.subtree(head) {
        let token = &sentence.tokens[word];
        if word < head {
            let leading = token.has_relation(&["det", "punct", "cc", "case", "mark", "predet"]);
            if !leading && is_tight(sentence, head, word) {
                start = start.min(word);
            }
        } else if word >= end && is_tight(sentence, head, word) && !token.has_relation(&["punct"]) {
            end = end.max(word + 1);
        }
    }
    start..end
}

/// Whether the way from `word` up to `head` passes only through modifiers that belong to the name of the speaker.
fn is_tight(sentence: &Sentence, head: usize, word: usize) -> bool {
    let mut current = word;
    for _ in 0..8 {
        if current == head {
            return true;
        }
        let token = &sentence.tokens[current];
        let tight = [
            "compound",
            "amod",
            "flat",
            "nmod",
            "nmod:poss",
            "nummod",
            "conj",
            "cc",
            "case",
            "punct",
            "det",
            "advmod",
            "fixed",
            "goeswith",
            "appos",
            "obl",
        ];
        if !token.has_relation(&tight)
            || token.deprel.starts_with("acl")
            || (token.deprel == "appos" && current > head && preceded_by_comma(sentence, current))
        {
            return false;
        }
        let Some(above) = token.head else {
            return false;
        };
        current = above;
    }
    false
}

fn preceded_by_comma(sentence: &Sentence, word: usize) -> bool {
    let first = sentence.subtree(word).into_iter().next().unwrap_or(word);
    first > 0
        && matches!(
            sentence.tokens[first].form.as_str(),
            "," | "(" | "-" | "—" | "–"
        )
        || first.checked_sub(1).is_some_and(|before| {
            matches!(
                sentence.tokens[before].form.as_str(),
                "," | "(" | "-" | "—" | "–"
            )
        })
}

fn speaker_kind(
    reading: &Reading<'_>,
    cues: &CueTable,
    index: usize,
    head: usize,
    words: &Range<usize>,
    filler: Option<&Filler>,
) -> SpeakerKind {
    let Some(sentence) = reading.sentence(index) else {
        return SpeakerKind::Unnamed;
    };
    let lemma = reading.lemma(index, head);
    let has_person = |range: &Range<usize>| {
        sentence.entities.iter().any(|entity| {
            entity.kind == EntityKind::Person
                && entity.tokens.start < range.end
                && range.start < entity.tokens.end
        })
    };
    let participant = filler.map(|filler| &filler.participant);
    let is_media =
        participant.is_some_and(|found| found.sectors.iter().any(|sector| sector == "JRN"));
    if sentence.tokens[head].upos == "PRON" {
        return antecedent_kind(reading, cues, filler).unwrap_or(SpeakerKind::Unnamed);
    }
    if has_person(words) && !cues.is_body(&lemma) {
        return SpeakerKind::NamedPerson;
    }
    if cues.is_document(&lemma) {
        return SpeakerKind::Document;
    }
    if cues.is_unnamed(&lemma) {
        return SpeakerKind::Unnamed;
    }
    if cues.is_media(&lemma) || is_media {
        return SpeakerKind::Media;
    }
    match filler.and_then(|filler| filler.kind) {
        Some(ActorKind::Person) => SpeakerKind::NamedPerson,
        Some(ActorKind::Country | ActorKind::Group) => SpeakerKind::Institution,
        _ if cues.is_body(&lemma) => SpeakerKind::Institution,
        _ if sentence.tokens[head].upos == "PROPN" => {
            let entity = sentence.entity_at(head).map(|entity| entity.kind);
            if entity == Some(EntityKind::Person) {
                SpeakerKind::NamedPerson
            } else {
                SpeakerKind::Institution
            }
        }
        _ => SpeakerKind::Unnamed,
    }
}

/// What a pronoun stands for: a mention elsewhere of the same participant tells.
fn antecedent_kind(
    reading: &Reading<'_>,
    cues: &CueTable,
    filler: Option<&Filler>,
) -> Option<SpeakerKind> {
    let participant = &filler?.participant;
    let actors = reading.grounded.actors.iter();
    let mention = actors
        .filter(|actor| actor.kind != ActorKind::Pronoun)
        .find(|actor| actor.participant.name == participant.name)?;
    match mention.kind {
        ActorKind::Person => Some(SpeakerKind::NamedPerson),
        ActorKind::Country | ActorKind::Group => Some(SpeakerKind::Institution),
        _ if cues.is_body(&reading.lemma(mention.sentence, mention.head)) => {
            Some(SpeakerKind::Institution)
        }
        _ => Some(SpeakerKind::Unnamed),
    }
}

/// The words that are said.
fn content_words(
    sentence: &Sentence,
    word: usize,
    speaker: usize,
    cue: &Cue,
) -> Option<Range<usize>> {
    match cue.content {
        Content::AccordingTo => {
            let clause = sentence.tokens[speaker].head?;
            outside(sentence, clause, speaker)
        }
        Content::Clause => clause_content(sentence, word, speaker),
        Content::Object => {
            object_content(sentence, word).or_else(|| clause_content(sentence, word, speaker))
        }
    }
}

/// A complement clause, a clause that the cue hangs on in parenthesis, or the rest of the sentence after "said:".
fn clause_content(sentence: &Sentence, word: usize, speaker: usize) -> Option<Range<usize>> {
    let complement = sentence.children(word).filter(|child| {
        let token = &sentence.tokens[*child];
        token.has_relation(&["ccomp", "xcomp", "csubj", "csubj:pass"])
            || (token.deprel == "parataxis" && *child > word)
    });
    let complement: Vec<usize> = complement.collect();
    let token = &sentence.tokens[word];
    if let Some(first) = complement.first() {
        let mut range = hull(sentence, *first, &[word, speaker]);
        for other in &complement[1..] {
            let more = hull(sentence, *other, &[word, speaker]);
            range = range.start.min(more.start)..range.end.max(more.end);
        }
        // "urged the army to": whom the speaker asks belongs to what is asked
        let asked = sentence
            .child(word, &["obj", "iobj"])
            .filter(|object| *object > word && *object < range.start);
        if let Some(asked) = asked.filter(|_| sentence.tokens[*first].has_relation(&["xcomp"])) {
            range.start = sentence
                .subtree(asked)
                .into_iter()
                .next()
                .unwrap_or(range.start);
        }
        return Some(range);
    }
    if token.has_relation(&["parataxis", "advcl"]) || token.deprel == "acl:relcl" {
        let clause = token.head?;
        return outside(sentence, clause, word);
    }
    object_content(sentence, word)
}

/// The object with all that follows it in the clause: "denied [any part in the raid]", "accused [Iran of …]".
fn object_content(sentence: &Sentence, word: usize) -> Option<Range<usize>> {
    let parts: Vec<usize> = sentence
        .children(word)
        .filter(|child| {
            let token = &sentence.tokens[*child];
            let relation = token.has_relation(&["obj", "xcomp", "ccomp", "nsubj:pass", "advcl"])
                || (token.deprel == "obl" && *child > word);
            relation && !token.deprel.ends_with("tmod")
        })
        .collect();
    let main = parts
        .iter()
        .copied()
        .find(|part| !sentence.tokens[*part].has_relation(&["obl", "advcl"]))
        .or_else(|| parts.first().copied())?;
    let mut range = hull(sentence, main, &[word]);
    for part in parts {
        let more = hull(sentence, part, &[word]);
        if more.start >= range.end
            && (range.end..more.start).all(|between| sentence.tokens[between].form != ",")
        {
            range.end = more.end;
        }
    }
    Some(range)
}

/// First to last word of the subtree, without the subtrees of `without` at its edges.
fn hull(sentence: &Sentence, head: usize, without: &[usize]) -> Range<usize> {
    let words: Vec<usize> = sentence
        .subtree(head)
        .into_iter()
        .filter(|word| {
            !without.iter().any(|top| {
                *top != head && sentence.is_within(*word, *top) && sentence.is_within(*top, head)
            })
        })
        .collect();
    match (words.first(), words.last()) {
        (Some(first), Some(last)) => *first..*last + 1,
        _ => head..head + 1,
    }
}

/// The clause without the part below `inner`: the longer side when `inner` stands at an edge, else all of it.
fn outside(sentence: &Sentence, clause: usize, inner: usize) -> Option<Range<usize>> {
    let words: Vec<usize> = sentence
        .subtree(clause)
        .into_iter()
        .filter(|word| !sentence.is_within(*word, inner))
        .collect();
    Some(*words.first()?..*words.last()? + 1)
}

/// Without quotation marks, commas, "that" and white space at the edges.
fn trim(reading: &Reading<'_>, bytes: Range<usize>) -> Range<usize> {
    let edge = |character: char| {
        character.is_whitespace()
            || matches!(character, ',' | '"' | '“' | '”' | ':' | ';' | '.' | '‘')
    };
    let text = reading.analysis.text.slice(bytes.clone());
    let front = text.trim_start_matches(edge);
    let front = front
        .strip_prefix("that ")
        .unwrap_or(front)
        .trim_start_matches(edge);
    let start = bytes.start + (text.len() - front.len());
    let kept = front.trim_end_matches(|character: char| edge(character) && character != '.');
    let kept = kept
        .strip_suffix('.')
        .filter(|rest| !rest.ends_with(char::is_uppercase))
        .unwrap_or(kept);
    start..start + kept.len()
}

/// A quotation that goes on over sentence borders is one statement; sentences of the same paragraph that are wholly
/// quoted and have no cue of their own go on with it.
fn extend_over_quotes(
    reading: &Reading<'_>,
    quotes: &[Range<usize>],
    statements: &mut [Statement],
) {
    let cues: Vec<Range<usize>> = statements.iter().map(|found| found.cue.clone()).collect();
    for statement in statements.iter_mut() {
        let Some(sentence) = reading.sentence(statement.sentence) else {
            continue;
        };
        for quote in quotes {
            let touches =
                quote.start < statement.content.end && statement.content.start < quote.end;
            let holds_cue = cues.iter().any(|cue| quote.contains(&cue.start));
            if touches && !holds_cue && statement.quoted != Quoted::Indirect {
                let inner = trim(reading, quote.clone());
                let is_long = quote.len() > sentence.bytes.len() / 2
                    || quote.start < sentence.bytes.start
                    || quote.end > sentence.bytes.end;
                if is_long {
                    statement.content.start = statement.content.start.min(inner.start);
                    statement.content.end = statement.content.end.max(inner.end);
                }
            }
        }
        follow_quotes(reading, quotes, &cues, statement);
        statement.quoted = quotes::manner(&statement.content, quotes);
    }
}

/// `"…," he said. "…."`: the next sentence is his as well.
fn follow_quotes(
    reading: &Reading<'_>,
    quotes: &[Range<usize>],
    cues: &[Range<usize>],
    statement: &mut Statement,
) {
    if statement.quoted != Quoted::Direct {
        return;
    }
    let Some(here) = reading.sentence(statement.sentence) else {
        return;
    };
    for next in reading
        .analysis
        .sentences
        .iter()
        .skip(statement.sentence + 1)
    {
        let has_cue = cues.iter().any(|cue| next.bytes.contains(&cue.start));
        if next.paragraph != here.paragraph || has_cue {
            return;
        }
        let inner = trim(reading, next.bytes.clone());
        if quotes::manner(&inner, quotes) != Quoted::Direct {
            return;
        }
        statement.content.end = statement.content.end.max(inner.end);
    }
}
