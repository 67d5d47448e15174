//! The stance of a plain statement in its context: "we did not fire" denies, "it would send troops" promises.

use dateline_parse::Sentence;
use dateline_record::{Event, EventType, Realis, SpeakerKind, Stance};

use crate::assemble::Findings;
use crate::attribution::Statement;
use crate::speaker::SpeakerFound;

/// The main clause of a content.
struct Clause<'a> {
    sentence: &'a Sentence,
    index: usize,
    /// Words of the content in the sentence where it begins.
    words: Vec<usize>,
    /// Head word of the clause.
    head: usize,
    subject: Option<usize>,
}

impl Clause<'_> {
    fn form(&self, word: usize) -> String {
        self.sentence.tokens[word].form.to_lowercase()
    }

    /// Forms of the words that belong to the predicate: auxiliaries, negation, copula.
    fn has_part(&self, forms: &[&str]) -> bool {
        let of_head = self.sentence.children(self.head).filter(|child| {
            self.sentence.tokens[*child].has_relation(&["aux", "cop", "advmod", "obj", "det"])
        });
        of_head
            .map(|child| self.form(child))
            .any(|form| forms.contains(&form.as_str()))
    }

    fn is_future(&self) -> bool {
        self.has_part(&["will", "would", "shall", "'ll", "wo"])
            || matches!(
                self.form(self.head).as_str(),
                "ready" | "going" | "prepared"
            )
    }

    fn starts_with(&self, openings: &[&[&str]]) -> bool {
        openings.iter().any(|opening| {
            opening.iter().enumerate().all(|(at, form)| {
                self.words
                    .get(at)
                    .is_some_and(|word| self.form(*word) == *form)
            })
        })
    }

    fn is_negated(&self) -> bool {
        const NEGATIVE: [&str; 5] = ["not", "n't", "never", "nothing", "neither"];
        let no_object = self.sentence.children(self.head).any(|child| {
            self.sentence.tokens[child].has_relation(&["obj", "nsubj", "obl"])
                && self
                    .sentence
                    .children(child)
                    .any(|inner| self.form(inner) == "no")
        });
        self.has_part(&NEGATIVE) || no_object || self.opens_negative()
    }

    fn opens_negative(&self) -> bool {
        self.starts_with(&[
            &["no"],
            &["nobody"],
            &["none"],
            &["not", "one"],
            &["not", "a"],
            &["neither"],
        ])
    }

    /// Told as past or as a state that holds since: no rule, plan or wish.
    fn is_past(&self) -> bool {
        let past = |word: usize| matches!(self.sentence.tokens[word].xpos.as_str(), "VBD" | "VBN");
        let auxiliaries = self
            .sentence
            .children(self.head)
            .filter(|child| self.sentence.tokens[*child].has_relation(&["aux", "cop"]));
        let forms: Vec<usize> = auxiliaries.collect();
        let modal = forms
            .iter()
            .any(|word| self.sentence.tokens[*word].xpos == "MD");
        let auxiliary = forms.iter().any(|word| {
            past(*word)
                || matches!(
                    self.form(*word).as_str(),
                    "has" | "have" | "did" | "had" | "was" | "were"
                )
        });
        !modal && (past(self.head) || auxiliary)
    }
}

impl Findings<'_> {
    /// The stance of a statement; what its cue says, unless the cue is plain.
    pub(crate) fn stance(
        &self,
        statement: &Statement,
        events: &[Event],
        about: &[String],
    ) -> Stance {
        let Some(speaker) = &statement.speaker else {
            return statement.stance;
        };
        let text = self
            .reading
            .analysis
            .text
            .slice(statement.content.clone())
            .to_lowercase();
        let cue = self.reading.lemma(statement.sentence, statement.cue_word);
        let clause = self.clause(statement);
        match statement.stance {
            Stance::Promises if self.has_threat(&text) => Stance::Threatens,
            Stance::Threatens if cue == "warn" => {
                self.warning(statement, speaker, clause.as_ref(), &text)
            }
            Stance::Asserts
                if matches!(
                    cue.as_str(),
                    "call" | "describe" | "label" | "brand" | "reject" | "term" | "dub"
                ) =>
            {
                self.label(&text)
            }
            Stance::Asserts => {
                let found =
                    clause.and_then(|clause| self.plain(statement, speaker, &clause, &text));
                found
                    .or_else(|| self.charge(speaker, events, about))
                    .unwrap_or(Stance::Asserts)
            }
            stance => stance,
        }
    }

    fn has_threat(&self, text: &str) -> bool {
        self.cues
            .content
            .threatening
            .iter()
            .any(|word| contains_word(text, word))
    }

    /// "called it a provocation", "called the story absurd".
    fn label(&self, text: &str) -> Stance {
        let content = &self.cues.content;
        if content.denying.iter().any(|word| contains_word(text, word)) {
            Stance::Denies
        } else if content
            .accusing
            .iter()
            .any(|word| contains_word(text, word))
        {
            Stance::Accuses
        } else {
            Stance::Asserts
        }
    }

    /// A warning threatens when the harm is the speaker's own; a warning not to do something urges.
    fn warning(
        &self,
        statement: &Statement,
        speaker: &SpeakerFound,
        clause: Option<&Clause<'_>>,
        text: &str,
    ) -> Stance {
        if text.starts_with("not to ") || text.contains(" not to ") && !text.contains(" would ") {
            return Stance::Urges;
        }
        let object = self
            .reading
            .token(statement.sentence, statement.cue_word + 1);
        let of = object.is_some_and(|next| next.form.eq_ignore_ascii_case("of"));
        let own = clause.is_some_and(|clause| {
            self.is_own(speaker, clause)
                || clause.starts_with(&[&["those"], &["anyone"], &["any"], &["whoever"]])
                || (clause.is_future() && self.has_threat(text))
        });
        if own || (of && self.has_threat(text)) {
            Stance::Threatens
        } else {
            Stance::Asserts
        }
    }

    fn plain(
        &self,
        statement: &Statement,
        speaker: &SpeakerFound,
        clause: &Clause<'_>,
        text: &str,
    ) -> Option<Stance> {
        let own = self.is_own(speaker, clause);
        let denied = clause.is_negated() && clause.is_past();
        let impersonal = clause.opens_negative()
            || clause.starts_with(&[
                &["there", "had"],
                &["there", "has"],
                &["there", "was"],
                &["there", "were"],
                &["there", "is"],
            ]);
        if denied && (own || impersonal || self.negated_event(statement)) {
            return Some(Stance::Denies);
        }
        if clause.opens_negative()
            && clause.sentence.tokens[clause.head].upos == "NOUN"
            && clause.subject.is_none()
        {
            return Some(Stance::Denies);
        }
        if contains_word(text, "nothing to do with")
            || clause.starts_with(&[&["that", "is", "a", "lie"], &["this", "is", "a", "lie"]])
        {
            return Some(Stance::Denies);
        }
        if clause.is_future() {
            return self.future(speaker, clause, own, text);
        }
        if clause.has_part(&["must", "should", "ought"]) && !clause.opens_negative() && !own {
            return Some(Stance::Urges);
        }
        let owning = &self.cues.content.owning;
        let owns = clause
            .words
            .iter()
            .take(6)
            .chain([&clause.head])
            .any(|word| owning.contains(&self.reading.lemma(clause.index, *word)))
            && self.tells_violence(statement);
        if own && owns && !self.is_state(speaker) && speaker.kind != SpeakerKind::Media {
            return Some(Stance::ClaimsResponsibility);
        }
        let cleft = clause.starts_with(&[&["it", "was"], &["it", "is"]])
            && clause.words.iter().skip(2).take(8).any(|word| {
                matches!(
                    clause.form(*word).as_str(),
                    "who" | "that" | "which" | "rather"
                )
            });
        let named = clause
            .words
            .iter()
            .skip(2)
            .take(6)
            .any(|word| self.reading.actor_at(clause.index, *word).is_some());
        (cleft && named).then_some(Stance::Accuses)
    }

    /// What the speaker will do: harm or help.
    fn future(
        &self,
        speaker: &SpeakerFound,
        clause: &Clause<'_>,
        own: bool,
        text: &str,
    ) -> Option<Stance> {
        let threat = self.has_threat(text);
        let answered = clause.starts_with(&[&["any"], &["every"], &["those"]]) && threat;
        if threat && (own || answered) {
            return Some(Stance::Threatens);
        }
        let may_speak_for = matches!(
            speaker.kind,
            SpeakerKind::Institution | SpeakerKind::Unnamed | SpeakerKind::NamedPerson
        );
        let agentless =
            clause.sentence.child(clause.head, &["aux:pass"]).is_some() && self.is_state(speaker);
        let troops = self.is_state(speaker)
            && clause.subject.is_some_and(|subject| {
                matches!(
                    self.reading.lemma(clause.index, subject).as_str(),
                    "troop" | "troops" | "force" | "soldier" | "authority" | "government"
                )
            });
        if clause.is_negated() {
            return None;
        }
        (own || (may_speak_for && (agentless || troops))).then_some(Stance::Promises)
    }

    /// A party to a conflict that names another party as the doer of harm accuses it.
    fn charge(&self, speaker: &SpeakerFound, events: &[Event], about: &[String]) -> Option<Stance> {
        if self
            .cues
            .is_accuser(&self.reading.lemma(speaker.sentence, speaker.head))
        {
            return (!about.is_empty()).then_some(Stance::Accuses);
        }
        let own = &speaker.filler.as_ref()?.participant;
        let is_party = own.sectors.iter().any(|sector| {
            matches!(
                sector.as_str(),
                "GOV" | "MIL" | "REB" | "OPP" | "SEP" | "INS" | "UAF" | "PTY" | "SPY"
            )
        }) || own.id.is_some() && own.sectors.is_empty();
        if !is_party || matches!(speaker.kind, SpeakerKind::Media | SpeakerKind::Document) {
            return None;
        }
        let harm = events.iter().filter(|event| {
            about.contains(&event.id)
                && matches!(
                    event.plover.event_type,
                    EventType::Assault | EventType::Coerce
                )
                && event.realis == Realis::Actual
        });
        let by_another = |event: &Event| {
            !event.actor.is_empty()
                && event.actor.iter().all(|actor| {
                    let other_country = actor.country.is_some()
                        && own.country.is_some()
                        && actor.country != own.country;
                    let state = actor
                        .sectors
                        .iter()
                        .any(|sector| matches!(sector.as_str(), "GOV" | "MIL" | "COP"));
                    let own_state = own
                        .sectors
                        .iter()
                        .any(|sector| matches!(sector.as_str(), "GOV" | "MIL" | "COP" | "SPY"));
                    actor.name != own.name
                        && (other_country || (state && !own_state && !own.sectors.is_empty()))
                })
        };
        let mut harm = harm.peekable();
        harm.peek()?;
        harm.all(by_another).then_some(Stance::Accuses)
    }

    /// Whether the content says that an event did not happen.
    fn negated_event(&self, statement: &Statement) -> bool {
        self.mentions.iter().any(|mention| {
            let bytes = self
                .reading
                .sentence(mention.found.sentence)
                .map(|sentence| sentence.tokens[mention.found.head].bytes.clone());
            mention.found.realis == Realis::Negated
                && bytes.is_some_and(|bytes| {
                    statement.content.start <= bytes.start && bytes.end <= statement.content.end
                })
        })
    }

    fn tells_violence(&self, statement: &Statement) -> bool {
        let content = &statement.content;
        self.mentions.iter().any(|mention| {
            let sentence = self.reading.sentence(mention.found.sentence);
            let bytes = sentence.map(|sentence| sentence.tokens[mention.found.head].bytes.clone());
            mention.event_type == EventType::Assault
                && bytes
                    .is_some_and(|bytes| content.start <= bytes.start && bytes.end <= content.end)
        }) || self
            .reading
            .analysis
            .text
            .slice(content.clone())
            .contains("the operation")
    }

    fn is_state(&self, speaker: &SpeakerFound) -> bool {
        let participant = speaker.filler.as_ref().map(|filler| &filler.participant);
        participant.is_some_and(|participant| {
            let sectors = &participant.sectors;
            sectors
                .iter()
                .any(|sector| matches!(sector.as_str(), "GOV" | "MIL" | "COP" | "JUD" | "SPY"))
                || (participant.country.is_some() && sectors.is_empty())
        })
    }

    /// Whether the clause speaks of the speaker himself or what is his.
    fn is_own(&self, speaker: &SpeakerFound, clause: &Clause<'_>) -> bool {
        let Some(subject) = clause.subject else {
            return false;
        };
        let own = ["it", "they", "we", "he", "she", "i"];
        let owned = ["its", "their", "our", "his", "her", "my"];
        let form = clause.form(subject);
        let dummy = form == "it" && clause.sentence.tokens[subject].deprel == "expl";
        let cleft = clause.starts_with(&[&["it", "was"], &["it", "is"]])
            && clause.words.iter().skip(2).take(10).any(|word| {
                matches!(
                    clause.form(*word).as_str(),
                    "who" | "that" | "which" | "rather"
                )
            });
        if own.contains(&form.as_str()) && !dummy && !cleft {
            return true;
        }
        if clause
            .sentence
            .children(subject)
            .any(|child| owned.contains(&clause.form(child).as_str()))
        {
            return true;
        }
        let Some(own) = speaker.filler.as_ref().map(|filler| &filler.participant) else {
            return false;
        };
        let other = self.reading.actor_at(clause.index, subject);
        other.is_some_and(|other| {
            let other = &other.participant;
            other.name == own.name
                || (other.country.is_some()
                    && other.country == own.country
                    && (other.sectors.is_empty() || other.sectors == own.sectors)
                    && own.sectors.iter().any(|sector| sector == "GOV"))
        })
    }

    fn clause(&self, statement: &Statement) -> Option<Clause<'_>> {
        let sentences = &self.reading.analysis.sentences;
        let (index, sentence) = sentences.iter().enumerate().find(|(_, sentence)| {
            sentence.bytes.start <= statement.content.start
                && statement.content.start < sentence.bytes.end
        })?;
        let inside = |word: &usize| {
            let bytes = &sentence.tokens[*word].bytes;
            statement.content.start <= bytes.start && bytes.end <= statement.content.end
        };
        let words: Vec<usize> = (0..sentence.tokens.len()).filter(inside).collect();
        let tops = words.iter().copied().filter(|word| {
            sentence.tokens[*word].upos != "PUNCT"
                && sentence.tokens[*word]
                    .head
                    .is_none_or(|head| !words.contains(&head))
        });
        let tops: Vec<usize> = tops.collect();
        let verbal = tops
            .iter()
            .copied()
            .find(|top| sentence.tokens[*top].upos == "VERB");
        let head = verbal.or_else(|| tops.first().copied())?;
        let subject = sentence
            .child(head, &["nsubj"])
            .filter(|subject| words.contains(subject));
        Some(Clause {
            sentence,
            index,
            head,
            subject: subject.or_else(|| {
                words
                    .first()
                    .copied()
                    .filter(|first| sentence.tokens[*first].upos == "PRON")
            }),
            words,
        })
    }
}

/// Whether the word, or phrase, stands in the text, endings of the last word allowed.
fn contains_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let rest = text[at + word.len()..]
            .split(|letter: char| !letter.is_alphabetic())
            .next()
            .unwrap_or("");
        before.is_none_or(|letter| !letter.is_alphabetic())
            && matches!(rest, "" | "s" | "es" | "ed" | "d" | "ing" | "ion")
    })
}
