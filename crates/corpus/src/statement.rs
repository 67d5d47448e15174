//! The grammar of one record line.

use std::fmt;

use dateline_record::{EventType, Realis, Relation, Stance, TollKind};

use crate::{
    gold::Interval,
    marks::{Label, MarkKind},
    modes,
    quote::Quote,
};

/// One fact as written, its quotations not yet found in the report.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Statement {
    Published(Interval),
    Event {
        trigger: Quote,
        event_type: EventType,
        mode: Option<String>,
        realis: Realis,
    },
    Mention(Quote),
    Actor(Quote, Option<String>),
    Recipient(Quote, Option<String>),
    Where {
        quote: Quote,
        country: Option<String>,
        coordinates: Option<(f64, f64)>,
    },
    When(Option<Quote>, Interval),
    Toll {
        kind: TollKind,
        low: Option<u64>,
        high: Option<u64>,
        figure: Quote,
        whom: Option<Quote>,
        says: Option<Quote>,
    },
    Claim {
        speaker: Option<Quote>,
        stance: Stance,
        cue: Quote,
        content: Quote,
        about: Vec<Reference>,
    },
    Link {
        from: Quote,
        relation: Relation,
        to: Quote,
    },
    Absent {
        quote: Quote,
        any_realis: bool,
    },
}

/// What a claim is about, as written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Reference {
    /// The event with this trigger or mention.
    Event(Quote),
    /// The claim with this content.
    Claim(Quote),
}

impl Statement {
    /// The labels that must be pointed at from somewhere: of events by event lines, of cues and contents by claims.
    pub(crate) fn owned_labels(&self) -> Vec<Label> {
        let quotes = match self {
            Self::Event { trigger, .. } => vec![trigger],
            Self::Claim { cue, content, .. } => vec![cue, content],
            _ => Vec::new(),
        };
        quotes
            .into_iter()
            .filter_map(|quote| quote.label())
            .collect()
    }
}

/// What a quotation or label stands for in its line, and the letters that a label may have there.
#[derive(Clone, Copy, Debug)]
struct Role {
    name: &'static str,
    letters: &'static str,
}

const fn role(name: &'static str, letters: &'static str) -> Role {
    Role { name, letters }
}

const TRIGGER: Role = role("an event", "e");
const PARTICIPANT: Role = role("a participant", "pgol");
const PLACE: Role = role("a place", "lgo");
const TIME: Role = role("a time", "t");
const FIGURE: Role = role("a figure", "n");
const WHOM: Role = role("people harmed", "pgo");
const SPEAKER: Role = role("a speaker", "pgol");
const CUE: Role = role("a cue", "q");
const CONTENT: Role = role("a content", "c");

/// A piece of a record line.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    Quote(Quote),
    Word(String),
}

impl fmt::Display for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Quote(quote) => quote.fmt(formatter),
            Self::Word(word) => word.fmt(formatter),
        }
    }
}

/// Reads one record line without its mark; none for a blank line or a comment.
pub(crate) fn read(line: &str) -> Result<Option<Statement>, String> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let mut reader = Reader {
        tokens: tokens(line)?.into_iter().peekable(),
    };
    let statement = reader.statement()?;
    match reader.tokens.next() {
        None => Ok(Some(statement)),
        Some(token) => Err(format!("{token} is too much on this line")),
    }
}

fn tokens(line: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = line.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, after) = if first == '"' {
            quotation(rest)?
        } else if first == ',' {
            (Token::Word(",".to_owned()), rest.get(1..).unwrap_or(""))
        } else {
            let end = rest.find([' ', ',']).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            (Token::Word(word.to_owned()), after)
        };
        tokens.push(token);
        rest = after.trim_start();
    }
    Ok(tokens)
}

/// Reads `"words"` or `"words"#2`; a quotation mark inside is written `\"`.
fn quotation(text: &str) -> Result<(Token, &str), String> {
    let mut words = String::new();
    let mut characters = text.char_indices().skip(1);
    while let Some((offset, character)) = characters.next() {
        match character {
            '\\' => words.extend(characters.next().map(|(_, escaped)| escaped)),
            '"' => {
                let after = text.get(offset + 1..).unwrap_or("");
                let (nth, after) = number_after_hash(after)?;
                return Ok((Token::Quote(Quote::Words { words, nth }), after));
            }
            _ => words.push(character),
        }
    }
    Err(format!("{text} lacks its closing quotation mark"))
}

fn number_after_hash(text: &str) -> Result<(Option<usize>, &str), String> {
    let Some(digits) = text.strip_prefix('#') else {
        return Ok((None, text));
    };
    let end = digits
        .find(|character: char| !character.is_ascii_digit())
        .unwrap_or(digits.len());
    let (digits, after) = digits.split_at(end);
    let number = digits
        .parse()
        .map_err(|_| "# wants a number after it".to_owned())?;
    Ok((Some(number), after))
}

struct Reader {
    tokens: std::iter::Peekable<std::vec::IntoIter<Token>>,
}

impl Reader {
    fn statement(&mut self) -> Result<Statement, String> {
        let keyword = self.word("a keyword")?;
        match keyword.as_str() {
            "published" => Ok(Statement::Published(self.interval()?)),
            "event" => self.event(),
            "mention" => Ok(Statement::Mention(self.words("a further mention")?)),
            "actor" => Ok(Statement::Actor(self.quote(PARTICIPANT)?, self.code()?)),
            "recipient" => Ok(Statement::Recipient(self.quote(PARTICIPANT)?, self.code()?)),
            "where" => self.place(),
            "when" => Ok(Statement::When(self.quote_or_dash(TIME)?, self.interval()?)),
            "toll" => self.toll(),
            "claim" => self.claim(),
            "link" => Ok(Statement::Link {
                from: self.quote(TRIGGER)?,
                relation: self.listed("a relation", Relation::from_name)?,
                to: self.quote(TRIGGER)?,
            }),
            "absent" => Ok(Statement::Absent {
                quote: self.words("a hard negative")?,
                any_realis: self.keyword("any"),
            }),
            other => Err(format!("{other} is no keyword of a record line")),
        }
    }

    fn event(&mut self) -> Result<Statement, String> {
        let trigger = self.quote(TRIGGER)?;
        let kind = self.word("a PLOVER type")?;
        let (name, mode) = match kind.split_once('/') {
            Some((name, mode)) => (name, Some(mode)),
            None => (kind.as_str(), None),
        };
        let event_type =
            EventType::from_name(name).ok_or_else(|| format!("{name} is no PLOVER type"))?;
        if let Some(mode) = mode {
            modes::check(event_type, mode)?;
        }
        Ok(Statement::Event {
            trigger,
            event_type,
            mode: mode.map(str::to_owned),
            realis: self.listed("a realis", Realis::from_name)?,
        })
    }

    fn place(&mut self) -> Result<Statement, String> {
        let quote = self.quote(PLACE)?;
        let country =
            self.word("the country, an alpha-3 code such as MLI (- outside all countries),")?;
        if country != "-" && !is_code(&country, 3) {
            return Err(format!(
                "{country} is no alpha-3 country code: write for example MLI, or - outside all countries"
            ));
        }
        let coordinates = match self.number()? {
            Some(latitude) => {
                let longitude = self.number()?.ok_or("a latitude wants a longitude")?;
                if latitude.abs() > 90.0 || longitude.abs() > 180.0 {
                    return Err(format!("{latitude} {longitude} is off the globe"));
                }
                Some((latitude, longitude))
            }
            None => None,
        };
        Ok(Statement::Where {
            quote,
            country: (country != "-").then_some(country),
            coordinates,
        })
    }

    fn toll(&mut self) -> Result<Statement, String> {
        let kind = self.listed("a kind of toll", TollKind::from_name)?;
        let range = self.word("a number or LOW..HIGH")?;
        let (low, high) = match range.split_once("..") {
            Some((low, high)) => (people(low)?, people(high)?),
            None => (people(&range)?, people(&range)?),
        };
        let figure = self.quote(FIGURE)?;
        let mut whom = None;
        let mut says = None;
        loop {
            if self.keyword("whom") {
                whom = Some(self.quote(WHOM)?);
            } else if self.keyword("says") {
                says = Some(self.quote(SPEAKER)?);
            } else {
                break;
            }
        }
        Ok(Statement::Toll {
            kind,
            low,
            high,
            figure,
            whom,
            says,
        })
    }

    fn claim(&mut self) -> Result<Statement, String> {
        let speaker = self.quote_or_dash(SPEAKER)?;
        let stance = self.listed("a stance", Stance::from_name)?;
        let cue = self.quote(CUE)?;
        if !self.keyword(">") {
            return Err("a claim wants > between cue and content".to_owned());
        }
        let content = self.quote(CONTENT)?;
        let mut about = Vec::new();
        if self.keyword("about") {
            about.push(self.reference()?);
            while self.keyword(",") {
                about.push(self.reference()?);
            }
        }
        Ok(Statement::Claim {
            speaker,
            stance,
            cue,
            content,
            about,
        })
    }

    fn reference(&mut self) -> Result<Reference, String> {
        if self.keyword("claim") {
            Ok(Reference::Claim(self.quote(CONTENT)?))
        } else {
            Ok(Reference::Event(self.quote(TRIGGER)?))
        }
    }

    /// A quotation, or a label of a letter that fits the role.
    fn quote(&mut self, role: Role) -> Result<Quote, String> {
        let wanted = role.name;
        match self.tokens.next() {
            Some(Token::Quote(quote)) => Ok(quote),
            Some(Token::Word(word)) => {
                let label = Label::read(&word).ok_or_else(|| {
                    format!("{word} stands where a label or quotation of {wanted} must")
                })?;
                if role.letters.contains(label.kind.letter()) {
                    return Ok(Quote::Label(label));
                }
                Err(wrong_letter(label, role))
            }
            None => Err(format!(
                "the line ends where a label or quotation of {wanted} must stand"
            )),
        }
    }

    /// A quotation; a label needs no such line.
    fn words(&mut self, wanted: &str) -> Result<Quote, String> {
        match self.tokens.next() {
            Some(Token::Quote(quote)) => Ok(quote),
            Some(Token::Word(word)) if Label::read(&word).is_some() => Err(format!(
                "{word}: {wanted} that is marked in the text needs no line"
            )),
            other => Err(format!(
                "the quotation of {wanted} is missing{}",
                other.map_or_else(String::new, |token| format!(" before {token}"))
            )),
        }
    }

    fn quote_or_dash(&mut self, role: Role) -> Result<Option<Quote>, String> {
        if self.keyword("-") {
            Ok(None)
        } else {
            self.quote(role).map(Some)
        }
    }

    fn word(&mut self, wanted: &str) -> Result<String, String> {
        match self.tokens.next() {
            Some(Token::Word(word)) => Ok(word),
            Some(Token::Quote(quote)) => Err(format!("{quote} stands where {wanted} must")),
            None => Err(format!("the line ends where {wanted} must stand")),
        }
    }

    /// Takes the next token if it is this word.
    fn keyword(&mut self, keyword: &str) -> bool {
        let is_keyword = |token: &Token| matches!(token, Token::Word(word) if word == keyword);
        self.tokens.next_if(is_keyword).is_some()
    }

    fn listed<T>(&mut self, wanted: &str, find: fn(&str) -> Option<T>) -> Result<T, String> {
        let word = self.word(wanted)?;
        find(&word).ok_or_else(|| format!("{word} is not {wanted}"))
    }

    fn interval(&mut self) -> Result<Interval, String> {
        let word = self.word("a day or FIRST..LAST")?;
        let (earliest, latest) = word.split_once("..").unwrap_or((&word, &word));
        if !is_day(earliest) || !is_day(latest) {
            return Err(format!(
                "{word} is no day and no interval of days: write YYYY-MM-DD or FIRST..LAST"
            ));
        }
        if earliest > latest {
            return Err(format!("{word} ends before it begins: check both days"));
        }
        Ok(Interval {
            earliest: earliest.to_owned(),
            latest: latest.to_owned(),
        })
    }

    fn code(&mut self) -> Result<Option<String>, String> {
        if self.tokens.peek().is_none() {
            return Ok(None);
        }
        let code = self.word("an actor code")?;
        if is_code(&code, 3) || is_code(&code, 6) || is_code(&code, 9) {
            Ok(Some(code))
        } else {
            Err(format!(
                "{code} is no actor code: write a country with a sector (MLIMIL), either alone, or nothing"
            ))
        }
    }

    fn number(&mut self) -> Result<Option<f64>, String> {
        let Some(Token::Word(_)) = self.tokens.peek() else {
            return Ok(None);
        };
        let word = self.word("a number")?;
        let number = word.parse::<f64>();
        number
            .map(Some)
            .map_err(|_| format!("{word} is no coordinate"))
    }
}

fn wrong_letter(label: Label, role: Role) -> String {
    let letters: Vec<String> = role.letters.chars().map(|l| format!("{l}1")).collect();
    let hint = match (role.letters, label.kind) {
        ("e", MarkKind::Content) => format!("; for a claim write: claim {label}"),
        _ => String::new(),
    };
    format!(
        "{label} stands where {} must, whose labels look like {}{hint}",
        role.name,
        letters.join(", ")
    )
}

fn people(number: &str) -> Result<Option<u64>, String> {
    if number.is_empty() {
        return Ok(None);
    }
    let parsed = number.parse();
    parsed
        .map(Some)
        .map_err(|_| format!("{number} is no number of people"))
}

fn is_code(word: &str, length: usize) -> bool {
    word.len() == length && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether the word looks like a day in ISO 8601.
pub(crate) fn is_day(word: &str) -> bool {
    let parts: Vec<&str> = word.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return false;
    };
    let within = |part: &str, length: usize, high: u32| {
        part.len() == length
            && part
                .parse::<u32>()
                .is_ok_and(|number| (1..=high).contains(&number))
    };
    within(year, 4, 9999) && within(month, 2, 12) && within(day, 2, 31)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_toll_line_reads_bounds_speaker_and_victims() {
        let line = r##"  toll killed 17.. "at least 17"#2 says "a \"source\"" whom "men""##;
        let Some(Statement::Toll {
            low,
            high,
            figure,
            says,
            ..
        }) = read(line).unwrap()
        else {
            panic!("not a toll");
        };
        assert_eq!((low, high), (Some(17), None));
        assert!(matches!(figure, Quote::Words { nth: Some(2), .. }));
        assert_eq!(says.unwrap().to_string(), r#""a \"source\"""#);
    }

    #[test]
    fn a_line_that_is_no_fact_says_why() {
        for (line, why) in [
            (r#"event "raid" ASSAULT/demo actual"#, "mode"),
            (r#"event "raid" RAID actual"#, "PLOVER type"),
            (r#"event "raid" ASSAULT"#, "realis"),
            (r#"when "Friday" 2021-13-01"#, "no day"),
            (r#"toll killed 4 "four" "men""#, "too much"),
            (r#"claim "he" asserts "said" "it""#, ">"),
            (r#"mention "raid"#, "closing"),
        ] {
            let error = read(line).unwrap_err();
            assert!(error.contains(why), "{line}: {error}");
        }
    }
}
