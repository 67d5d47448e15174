//! Claims: who says what, by which word, and how.

use std::ops::Range;

use dateline_parse::Sentence;
use dateline_record::{Quoted, SpeakerKind, Stance};

use crate::content::{Place, View};
use crate::cues::{Content, Cue, CueTable};
use crate::lead::lead_end;
use crate::quotes;
use crate::reading::Reading;
use crate::speaker::{self, SpeakerFound};

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

/// Finds the attributed statements of the report, in text order.
pub(crate) fn find(reading: &Reading<'_>, cues: &CueTable) -> Vec<Statement> {
    let quotes = quotes::find(reading.analysis);
    let mut statements = Vec::new();
    for (index, sentence) in reading.analysis.sentences.iter().enumerate() {
        for word in 0..sentence.tokens.len() {
            if let Some(cue) = cues.at(sentence, word) {
                statements.extend(at_cue(reading, cues, &quotes, index, word, cue));
            }
        }
        statements.extend(colon(reading, cues, &quotes, index, sentence));
    }
    let followed: Vec<Statement> = statements
        .iter()
        .flat_map(|statement| follow_quotes(reading, &quotes, &statements, statement))
        .collect();
    statements.extend(followed);
    keep_outer(reading, statements)
}

fn at_cue(
    reading: &Reading<'_>,
    cues: &CueTable,
    quotes: &[Range<usize>],
    index: usize,
    word: usize,
    cue: &Cue,
) -> Vec<Statement> {
    let Some(sentence) = reading.sentence(index) else {
        return Vec::new();
    };
    let at = &sentence.tokens[word].bytes;
    let in_long_quote = quotes
        .iter()
        .any(|quote| quote.contains(&at.start) && quote.len() > 25);
    if in_long_quote || is_unsaid(sentence, word, cue) {
        return Vec::new();
    }
    let head = match cue.content {
        Content::AccordingTo => speaker::nominal(sentence, word + 2),
        _ => shared_speaker(cues, quotes, sentence, word)
            .or_else(|| speaker::head_of(sentence, word, cue)),
    };
    let found = head.and_then(|head| speaker::speaker(reading, cues, index, head));
    let shared = found.is_none() && cue.content != Content::AccordingTo;
    let found = found.or_else(|| {
        shared
            .then(|| speaker::head_of(sentence, word, cue))
            .flatten()
            .and_then(|head| speaker::speaker(reading, cues, index, head))
    });
    let Some(found) = found else {
        return Vec::new();
    };
    let view = View {
        reading,
        sentence,
        quotes,
        cues,
    };
    let place = Place {
        word,
        cue,
        speaker: &found,
    };
    let contents = view.contents(&place).into_iter();
    let contents = contents.map(|bytes| trim(reading, bytes));
    let fitting = contents.filter(|content| {
        content.len() > 2 && !(found.bytes.start <= content.start && content.end <= found.bytes.end)
    });
    let statements = fitting.map(|content| Statement {
        sentence: index,
        cue_word: word,
        cue: cue_bytes(sentence, word, cue),
        quoted: quotes::manner(&content, quotes),
        content,
        stance: if goes_on_claiming(cues, sentence, word) {
            Stance::ClaimsResponsibility
        } else {
            cues.stance(sentence, word, cue)
        },
        speaker: Some(found.clone()),
    });
    statements.collect()
}

/// "…, adding that": who spoke last in the sentence goes on.
fn shared_speaker(
    cues: &CueTable,
    quotes: &[Range<usize>],
    sentence: &Sentence,
    word: usize,
) -> Option<usize> {
    let before = word.checked_sub(1)?;
    let joined = matches!(sentence.tokens[before].form.as_str(), "," | "and" | "but");
    let gerund = sentence.tokens[word].xpos == "VBG";
    let coordinated = sentence.tokens[before].form != ","
        && matches!(
            sentence.tokens[word].xpos.as_str(),
            "VBD" | "VBN" | "VBZ" | "VBP"
        );
    if !joined || !(gerund || coordinated) || sentence.child(word, &["nsubj"]).is_some() {
        return None;
    }
    let before = (0..word).rev().find(|at| {
        let token = &sentence.tokens[*at];
        let quoted = quotes
            .iter()
            .any(|quote| quote.contains(&token.bytes.start));
        !quoted
            && matches!(token.xpos.as_str(), "VBD" | "VBZ" | "VBP" | "VBN")
            && cues.at(sentence, *at).is_some()
    })?;
    let cue = cues.at(sentence, before)?;
    speaker::head_of(sentence, before, cue)
}

/// "claimed responsibility, saying it had": what they say of the attack is the claim.
fn goes_on_claiming(cues: &CueTable, sentence: &Sentence, word: usize) -> bool {
    let token = &sentence.tokens[word];
    token.xpos == "VBG"
        && token.lemma == "say"
        && (0..word).any(|at| {
            let cue = cues.at(sentence, at);
            cue.is_some_and(|cue| cue.stance == Stance::ClaimsResponsibility)
        })
}

/// Asked for, refused or only possible: nobody has said it ("declined to say", "if they say", "have not said").
fn is_unsaid(sentence: &Sentence, word: usize, cue: &Cue) -> bool {
    let token = &sentence.tokens[word];
    let negated = sentence.children(word).any(|child| {
        matches!(
            sentence.tokens[child].form.to_lowercase().as_str(),
            "not" | "n't" | "never"
        )
    });
    let marked_to = sentence
        .child(word, &["mark"])
        .is_some_and(|mark| sentence.tokens[mark].form.eq_ignore_ascii_case("to"));
    let bare = sentence.child(word, &["aux", "nsubj"]).is_none();
    let infinitive = token.xpos == "VB" && (marked_to || bare);
    let modal = sentence
        .children(word)
        .any(|child| sentence.tokens[child].xpos == "MD");
    let confirms = cue.stance == Stance::Confirms || cue.stance == Stance::Denies;
    let himself = sentence.tokens.get(word + 1).is_some_and(|next| {
        next.form.to_lowercase().ends_with("self") || next.form.to_lowercase().ends_with("selves")
    });
    let doubted = negated && cue.stance == Stance::Confirms
        || cue.stance == Stance::Urges && sentence.child(word, &["aux:pass"]).is_some();
    infinitive
        || himself
        || doubted
        || (negated && !confirms)
        || (modal && cue.stance == Stance::Asserts)
}

fn cue_bytes(sentence: &Sentence, word: usize, cue: &Cue) -> Range<usize> {
    let form = |at: usize| {
        sentence
            .tokens
            .get(at)
            .map_or_else(String::new, |token| token.form.to_lowercase())
    };
    if cue.content == Content::AccordingTo {
        return sentence.bytes_of(word..word + if form(word + 1) == "to" { 2 } else { 1 });
    }
    if cue.particles.contains(&form(word + 1)) && form(word + 1) != "not" {
        return sentence.bytes_of(word..word + 2);
    }
    if form(word + 1) == "in"
        && matches!(form(word + 2).as_str(), "a" | "an" | "the")
        && form(word + 3) == "statement"
    {
        return sentence.bytes_of(word..word + 4);
    }
    let object = (!cue.objects.is_empty()).then(|| {
        let words = word + 1..(word + 4).min(sentence.tokens.len());
        words
            .into_iter()
            .find(|at| cue.objects.contains(&reading_lemma(sentence, *at)))
    });
    let last = object.flatten().unwrap_or(word);
    sentence.bytes_of(word..last + 1)
}

fn reading_lemma(sentence: &Sentence, word: usize) -> String {
    sentence
        .tokens
        .get(word)
        .map_or_else(String::new, |token| token.lemma.to_lowercase())
}

/// "Police spokesman: 45 arrested in the port": a speaker, a colon and what he says.
fn colon(
    reading: &Reading<'_>,
    cues: &CueTable,
    quotes: &[Range<usize>],
    index: usize,
    sentence: &Sentence,
) -> Option<Statement> {
    let start = lead_end(sentence);
    let colon = (start + 1..(start + 7).min(sentence.tokens.len()))
        .find(|at| sentence.tokens[*at].form == ":")?;
    let words = start..colon;
    let names_speaker = sentence.tokens[words.clone()]
        .iter()
        .all(|token| matches!(token.upos, "NOUN" | "PROPN" | "ADJ" | "ADP" | "DET"));
    let head = colon.checked_sub(1)?;
    let lemma = reading.lemma(index, head);
    let speaks = cues.is_unnamed(&lemma)
        || cues.is_media(&lemma)
        || sentence
            .entity_at(head)
            .is_some_and(|entity| entity.kind == dateline_parse::EntityKind::Person);
    if !names_speaker || !speaks || sentence.is_title {
        return None;
    }
    let mut speaker = speaker::speaker(reading, cues, index, head)?;
    speaker.bytes = sentence.bytes_of(words.clone());
    speaker.words = words;
    let rest = colon + 1..sentence.tokens.len();
    let content = trim(reading, sentence.bytes_of(rest));
    (!content.is_empty()).then(|| Statement {
        sentence: index,
        cue_word: colon,
        cue: sentence.bytes_of(colon..colon + 1),
        quoted: quotes::manner(&content, quotes),
        content,
        stance: Stance::Asserts,
        speaker: Some(speaker),
    })
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

/// `"…," he said. "…."`: quotations of the same paragraph that have no attribution of their own are his as well, each a
/// statement.
fn follow_quotes(
    reading: &Reading<'_>,
    quotes: &[Range<usize>],
    statements: &[Statement],
    statement: &Statement,
) -> Vec<Statement> {
    let mut found = Vec::new();
    if statement.quoted == Quoted::Indirect || statement.cue.start < statement.content.start {
        return found;
    }
    let sentences = &reading.analysis.sentences;
    let Some(here) = sentences.get(statement.sentence) else {
        return found;
    };
    let paragraph_end = sentences
        .iter()
        .rev()
        .find(|sentence| sentence.paragraph == here.paragraph)
        .map_or(here.bytes.end, |sentence| sentence.bytes.end);
    for quote in quotes
        .iter()
        .filter(|quote| quote.start >= here.bytes.end && quote.start < paragraph_end)
    {
        let opens = sentences.iter().any(|sentence| {
            sentence.bytes.start <= quote.start && sentence.bytes.start + 2 > quote.start
        });
        let taken = statements.iter().any(|other| {
            let claimed = other.content.start < quote.end && quote.start < other.content.end;
            let told = other.cue.start >= here.bytes.end && other.cue.start < quote.start;
            claimed || told
        });
        let last = sentences.iter().find(|sentence| {
            sentence.bytes.start < quote.end && quote.end <= sentence.bytes.end + 2
        });
        let whole = last.is_none_or(|sentence| sentence.bytes.end <= quote.end + 2);
        if !opens || taken || !whole {
            break;
        }
        let content = trim(reading, quote.clone());
        found.push(Statement {
            content,
            quoted: Quoted::Direct,
            stance: Stance::Asserts,
            ..statement.clone()
        });
    }
    found
}

/// Drops what is no statement of its own: demands inside a statement, a headline that the body repeats, one content read twice.
fn keep_outer(reading: &Reading<'_>, statements: Vec<Statement>) -> Vec<Statement> {
    let is_title = |statement: &Statement| {
        reading
            .sentence(statement.sentence)
            .is_some_and(|sentence| sentence.is_title)
    };
    let kept: Vec<bool> = statements
        .iter()
        .enumerate()
        .map(|(number, one)| {
            let repeated = is_title(one)
                && statements
                    .iter()
                    .any(|other| !is_title(other) && repeats(reading, one, other));
            let inside = statements.iter().enumerate().any(|(at, other)| {
                at != number
                    && other.content.start <= one.cue.start
                    && one.cue.end <= other.content.end
                    && other.content.len() > one.content.len()
            });
            let pronoun = one.speaker.as_ref().is_some_and(|speaker| {
                reading
                    .token(speaker.sentence, speaker.head)
                    .is_some_and(|token| token.upos == "PRON")
            });
            let minor = inside
                && (matches!(one.stance, Stance::Urges | Stance::Promises)
                    || (pronoun && matches!(one.stance, Stance::Asserts | Stance::Accuses)));
            let twice = statements[..number]
                .iter()
                .any(|other| other.content == one.content && other.cue.start == one.cue.start);
            !(repeated || minor || twice)
        })
        .collect();
    let pairs = statements.into_iter().zip(kept);
    pairs
        .filter(|(_, keep)| *keep)
        .map(|(statement, _)| statement)
        .collect()
}

/// Whether the body's statement has the headline's speaker or says much of the same words.
fn repeats(reading: &Reading<'_>, title: &Statement, body: &Statement) -> bool {
    let words = |bytes: &Range<usize>| -> Vec<String> {
        let text = reading.analysis.text.slice(bytes.clone()).to_lowercase();
        text.split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| word.len() > 3)
            .map(|word| word.chars().take(5).collect())
            .collect()
    };
    let (Some(one), Some(other)) = (&title.speaker, &body.speaker) else {
        return false;
    };
    let same_actor = match (&one.filler, &other.filler) {
        (Some(one), Some(other)) => {
            one.participant.id.is_some() && one.participant.id == other.participant.id
        }
        _ => false,
    };
    let speaker = words(&one.bytes);
    let same_words = !speaker.is_empty()
        && speaker
            .iter()
            .all(|word| words(&other.bytes).contains(word));
    let said = words(&title.content);
    let shared = said
        .iter()
        .filter(|word| words(&body.content).contains(word))
        .count();
    let kinds = one.kind == other.kind || one.kind == SpeakerKind::Institution;
    same_actor || same_words || (kinds && shared >= 2 && shared * 2 >= said.len())
}
