//! Claims: who says what, by which word, and how.
//!
//! The model reads the attributions of each sentence. Here they become statements: contents are cleaned at their
//! edges, speakers tied to participants, and the further sentences of a quotation given to the one who speaks it.

use std::ops::Range;

use dateline_parse::{Predicate, Role, Saying, Sentence};
use dateline_record::{EventType, Quoted, Stance};

use crate::quotes;
use crate::reading::Reading;
use crate::speaker::{self, SpeakerFound};
use crate::voices::Voices;

/// Confidence in a statement that only the predicates of the sentence tell.
const UNREAD: f32 = 0.6;

/// One attributed statement, with positions in bytes of the text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Statement {
    pub(crate) sentence: usize,
    pub(crate) cue: Range<usize>,
    pub(crate) content: Range<usize>,
    pub(crate) stance: Stance,
    pub(crate) quoted: Quoted,
    /// `None`: the report's own voice.
    pub(crate) speaker: Option<SpeakerFound>,
    /// Probability that this is a statement.
    pub(crate) confidence: f32,
}

/// One report as attribution sees it.
struct Attributor<'a> {
    reading: &'a Reading<'a>,
    voices: &'a Voices,
    /// The quotations of the text.
    quotes: Vec<Range<usize>>,
}

/// Finds the attributed statements of the report, in text order.
pub(crate) fn find(reading: &Reading<'_>, voices: &Voices) -> Vec<Statement> {
    let attributor = Attributor {
        reading,
        voices,
        quotes: quotes::find(reading.analysis),
    };
    let mut statements = Vec::new();
    for (index, sentence) in reading.analysis.sentences.iter().enumerate() {
        let unread = attributor.unread(sentence);
        let sayings = sentence.sayings.iter().chain(&unread);
        statements
            .extend(sayings.filter_map(|saying| attributor.statement(index, sentence, saying)));
    }
    let followed = attributor.followed(&statements);
    statements.extend(followed);
    let mut statements = attributor.without_headlines(statements);
    statements.sort_by_key(|statement| {
        (
            statement.content.start.min(statement.cue.start),
            statement.cue.start,
        )
    });
    statements
}

impl Attributor<'_> {
    /// Verbs that always attribute and have both arguments, which the model did not take for cues.
    fn unread(&self, sentence: &Sentence) -> Vec<Saying> {
        let is_read = |word: usize| {
            let mut sayings = sentence.sayings.iter();
            sayings.any(|saying| saying.cue.contains(&word))
        };
        let predicates = sentence.predicates.iter().filter(|predicate| {
            let has = |role| predicate.fillers.iter().any(|filler| filler.role == role);
            let is_said = has(Role::Argument(0)) && has(Role::Argument(1));
            is_said && !has(Role::Negation) && !has(Role::Modal) && !is_read(predicate.word)
        });
        let sayings = predicates.filter_map(|predicate| {
            let verb = sentence.tokens.get(predicate.word)?;
            let stance = self.voices.stance(&verb.lemma.to_lowercase())?;
            let owns =
                stance != Stance::ClaimsResponsibility || tells_violence(sentence, predicate);
            (owns && verb.upos == "VERB").then_some(Saying {
                cue: predicate.word..predicate.word + 1,
                anchor: predicate.word,
                stance,
                probability: UNREAD,
                fillers: Vec::new(),
            })
        });
        sayings.collect()
    }

    fn statement(&self, index: usize, sentence: &Sentence, saying: &Saying) -> Option<Statement> {
        let content = self.content(sentence, saying)?;
        let speaker = self.speaker(index, sentence, saying);
        // only doubts are the report's own: of everything else somebody must be named
        if speaker.is_none() && saying.stance != Stance::Doubts {
            return None;
        }
        Some(Statement {
            sentence: index,
            cue: sentence.bytes_of(saying.cue.clone()),
            quoted: quotes::manner(&content, &self.quotes),
            content,
            stance: saying.stance,
            speaker,
            confidence: saying.probability,
        })
    }

    fn speaker(&self, index: usize, sentence: &Sentence, saying: &Saying) -> Option<SpeakerFound> {
        let subject = || {
            let speaks = saying.stance != Stance::Doubts;
            let subject = argument(sentence, saying.anchor, 0);
            subject.filter(|_| speaks)
        };
        let words = saying.speaker().or_else(subject)?;
        speaker::speaker(self.reading, self.voices, index, sentence, words)
    }

    /// What is said, in bytes; both parts around the cue as one.
    fn content(&self, sentence: &Sentence, saying: &Saying) -> Option<Range<usize>> {
        let mut parts: Vec<Range<usize>> = saying.content().cloned().collect();
        parts.retain(|part| !is_cut_off(sentence, saying, part));
        if parts.is_empty() {
            parts.extend(argument(sentence, saying.anchor, 1).cloned());
        }
        let first = parts.first()?;
        let start = self.charge(sentence, saying, first).unwrap_or(first.start);
        let bytes = self.trim(sentence.bytes_of(start..parts.last()?.end));
        (!bytes.is_empty()).then_some(bytes)
    }

    /// "accused the army of [killing civilians]": where the charge begins.
    fn charge(
        &self,
        sentence: &Sentence,
        saying: &Saying,
        content: &Range<usize>,
    ) -> Option<usize> {
        let lemma = sentence.tokens[saying.anchor].lemma.to_lowercase();
        let preposition = self.voices.charges.get(&lemma)?;
        let mut words = content.clone();
        let mark = words.find(|word| {
            let token = &sentence.tokens[*word];
            token.form.eq_ignore_ascii_case(preposition) && self.hangs_on(sentence, *word, saying)
        })?;
        (mark + 1 < content.end).then_some(mark + 1)
    }

    /// Whether the phrase of a preposition hangs on the cue.
    fn hangs_on(&self, sentence: &Sentence, preposition: usize, saying: &Saying) -> bool {
        let noun = sentence.tokens[preposition].head;
        let above = noun.and_then(|noun| sentence.tokens[noun].head);
        above == Some(saying.anchor)
    }

    /// Without quotation marks, commas, "that" and white space at the edges.
    fn trim(&self, bytes: Range<usize>) -> Range<usize> {
        let edge = |character: char| {
            character.is_whitespace()
                || matches!(character, ',' | '"' | '“' | '”' | ':' | ';' | '.' | '‘')
        };
        let text = self.reading.analysis.text.slice(bytes.clone());
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

    /// `"…," he said. "…."`: sentences of quotations without an attribution of their own are his who speaks before, or
    /// after in the same quotation; each is a statement.
    fn followed(&self, statements: &[Statement]) -> Vec<Statement> {
        let sentences = &self.reading.analysis.sentences;
        let is_free = |index: usize| {
            self.is_quoted(&sentences[index].bytes)
                && !statements.iter().any(|other| {
                    other.sentence == index || overlap(&other.content, &sentences[index].bytes)
                })
        };
        let mut found: Vec<Statement> = Vec::new();
        for statement in statements {
            if statement.quoted == Quoted::Indirect || statement.speaker.is_none() {
                continue;
            }
            let last = statements.iter().rev().find(|other| {
                other.sentence == statement.sentence && other.quoted != Quoted::Indirect
            });
            if last != Some(statement) {
                continue;
            }
            let paragraph = sentences[statement.sentence].paragraph;
            let after = statement.sentence + 1..sentences.len();
            let after = after
                .take_while(|index| sentences[*index].paragraph == paragraph && is_free(*index));
            let before = (0..statement.sentence).rev().take_while(|index| {
                self.is_same_quotation(&sentences[*index].bytes, &statement.content)
                    && is_free(*index)
            });
            for index in after.chain(before) {
                let content = self.trim(sentences[index].bytes.clone());
                if found.iter().any(|known| known.content == content) {
                    continue;
                }
                found.push(Statement {
                    content,
                    quoted: Quoted::Direct,
                    ..statement.clone()
                });
            }
        }
        found
    }

    /// Whether the sentence is a quotation or stands inside one.
    fn is_quoted(&self, sentence: &Range<usize>) -> bool {
        let holds = |quote: &Range<usize>| {
            quote.start <= sentence.start + 1 && sentence.end <= quote.end + 1
        };
        self.quotes.iter().any(holds)
    }

    /// Whether one quotation holds both.
    fn is_same_quotation(&self, one: &Range<usize>, other: &Range<usize>) -> bool {
        let mut quotes = self.quotes.iter();
        quotes.any(|quote| overlap(quote, one) && overlap(quote, other))
    }

    /// A headline repeats what the body says: it counts where no statement of the body has its stance.
    fn without_headlines(&self, statements: Vec<Statement>) -> Vec<Statement> {
        let is_title = |statement: &Statement| {
            let sentence = self.reading.sentence(statement.sentence);
            sentence.is_some_and(|sentence| sentence.is_title)
        };
        let (titles, body): (Vec<_>, Vec<_>) = statements.into_iter().partition(is_title);
        let is_new = |title: &Statement| body.iter().all(|other| other.stance != title.stance);
        let new: Vec<Statement> = titles.into_iter().filter(is_new).collect();
        new.into_iter().chain(body).collect()
    }
}

/// The words of a numbered argument of the predicate at the word.
fn argument(sentence: &Sentence, word: usize, number: u8) -> Option<&Range<usize>> {
    let mut predicates = sentence.predicates.iter();
    let predicate = predicates.find(|predicate| predicate.word == word)?;
    let mut fillers = predicate.fillers.iter();
    let filler = fillers.find(|filler| filler.role == Role::Argument(number))?;
    Some(&filler.words)
}

/// "claimed the attack", not "claimed three lives".
fn tells_violence(sentence: &Sentence, predicate: &Predicate) -> bool {
    let Some(object) = argument(sentence, predicate.word, 1) else {
        return false;
    };
    let mut triggers = sentence.triggers.iter();
    triggers
        .any(|trigger| trigger.event_type == EventType::Assault && object.contains(&trigger.anchor))
}

/// Whether the cue of another statement stands between the words and the cue: they are said by that one.
fn is_cut_off(sentence: &Sentence, saying: &Saying, part: &Range<usize>) -> bool {
    let between = if part.end <= saying.cue.start {
        part.end..saying.cue.start
    } else {
        saying.cue.end..part.start
    };
    let mut others = sentence.sayings.iter();
    others.any(|other| between.start <= other.cue.start && other.cue.end <= between.end)
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}
