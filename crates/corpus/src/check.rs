//! From statements to gold: finds every quotation and holds the lines to each other.

use std::ops::Range;

use dateline_record::{Span, Text};

use crate::{
    gold::{
        Gold, GoldAbsent, GoldClaim, GoldEvent, GoldLink, GoldParticipant, GoldPlace, GoldToll,
        GoldWhen, Target,
    },
    quote::{Locator, Quote},
    statement::{Reference, Statement},
};

/// Resolves all statements; errors carry the index of their line.
pub(crate) fn resolve(
    text: &Text,
    statements: &[Option<Statement>],
    published: Option<&str>,
) -> Result<Gold, Vec<(usize, String)>> {
    let mut resolver = Resolver {
        locator: Locator { text },
        gold: Gold::default(),
        anchors: Vec::new(),
    };
    let mut errors = Vec::new();
    // Claims and links name events that may stand further down, claims also other claims: one pass each.
    for pass in [
        Resolver::event_line,
        Resolver::claim_line,
        Resolver::reference_line,
    ] {
        for (line, statement) in statements.iter().enumerate() {
            let Some(statement) = statement else { continue };
            if let Err(why) = pass(&mut resolver, line, statement) {
                errors.push((line, why));
            }
        }
    }
    errors.extend(resolver.silent_speakers());
    let says_day = resolver.gold.published.as_ref().map(|(line, _)| *line);
    if let (Some(line), Some(_)) = (says_day, published) {
        errors.push((line, "the report block already gives the day".to_owned()));
    }
    if errors.is_empty() {
        Ok(resolver.gold)
    } else {
        errors.sort();
        Err(errors)
    }
}

struct Resolver<'t> {
    locator: Locator<'t>,
    gold: Gold,
    /// Byte ranges of the current event's triggers.
    anchors: Vec<Range<usize>>,
}

impl Resolver<'_> {
    fn event_line(&mut self, line: usize, statement: &Statement) -> Result<(), String> {
        match statement {
            Statement::Published(interval) => self.gold.published = Some((line, interval.clone())),
            Statement::Event {
                trigger,
                event_type,
                mode,
                realis,
            } => {
                let place = self.new_trigger(trigger)?;
                self.anchors = vec![place.clone()];
                self.gold.events.push(GoldEvent {
                    line,
                    trigger: self.locator.span(&place),
                    mentions: Vec::new(),
                    event_type: *event_type,
                    mode: mode.clone(),
                    realis: *realis,
                    actor: Vec::new(),
                    recipient: Vec::new(),
                    place: None,
                    when: None,
                    tolls: Vec::new(),
                });
            }
            Statement::Mention(quote) => {
                let place = self.new_trigger(quote)?;
                let span = self.locator.span(&place);
                self.anchors.push(place);
                self.event()?.mentions.push((line, span));
            }
            Statement::Actor(quote, code) => {
                let participant = self.participant(line, quote, code.as_deref())?;
                self.event()?.actor.push(participant);
            }
            Statement::Recipient(quote, code) => {
                let participant = self.participant(line, quote, code.as_deref())?;
                self.event()?.recipient.push(participant);
            }
            Statement::Where {
                quote,
                country,
                coordinates,
            } => {
                let place = GoldPlace {
                    line,
                    span: self.near_event(quote)?,
                    country: country.clone(),
                    coordinates: *coordinates,
                };
                once(&mut self.event()?.place, place, "place")?;
            }
            Statement::When(quote, days) => {
                let span = quote.as_ref().map(|quote| self.near_event(quote));
                let when = GoldWhen {
                    line,
                    span: span.transpose()?,
                    days: days.clone(),
                };
                once(&mut self.event()?.when, when, "time")?;
            }
            Statement::Toll { .. } => {
                let toll = self.toll(line, statement)?;
                self.event()?.tolls.extend(toll);
            }
            Statement::Absent { quote, any_realis } => {
                let place = self.locator.one(quote)?;
                let span = self.locator.span(&place);
                self.gold.absents.push(GoldAbsent {
                    line,
                    span,
                    any_realis: *any_realis,
                });
            }
            Statement::Claim { .. } | Statement::Link { .. } => {}
        }
        Ok(())
    }

    fn claim_line(&mut self, line: usize, statement: &Statement) -> Result<(), String> {
        let Statement::Claim {
            speaker,
            stance,
            cue,
            content,
            ..
        } = statement
        else {
            return Ok(());
        };
        let content = self.locator.one(content)?;
        let cue = self.locator.nearest(cue, std::slice::from_ref(&content))?;
        let speaker = match speaker {
            Some(quote) => Some(self.locator.nearest(quote, std::slice::from_ref(&cue))?),
            None => None,
        };
        self.gold.claims.push(GoldClaim {
            line,
            speaker: speaker.map(|place| self.locator.span(&place)),
            stance: *stance,
            cue: self.locator.span(&cue),
            content: self.locator.span(&content),
            about: Vec::new(),
        });
        Ok(())
    }

    fn reference_line(&mut self, line: usize, statement: &Statement) -> Result<(), String> {
        match statement {
            Statement::Claim { about, .. } => {
                let targets: Result<Vec<Target>, String> =
                    about.iter().map(|name| self.target(name)).collect();
                let targets = targets?;
                let claim = self.gold.claims.iter_mut().find(|claim| claim.line == line);
                if let Some(claim) = claim {
                    claim.about = targets;
                }
            }
            Statement::Link { from, relation, to } => {
                let link = GoldLink {
                    line,
                    from: self.event_named(from)?,
                    to: self.event_named(to)?,
                    relation: *relation,
                };
                if link.from == link.to {
                    return Err("an event cannot be linked to itself".to_owned());
                }
                self.gold.links.push(link);
            }
            _ => {}
        }
        Ok(())
    }

    /// The event that the indented lines belong to.
    fn event(&mut self) -> Result<&mut GoldEvent, String> {
        let event = self.gold.events.last_mut();
        event.ok_or_else(|| "the line stands before the first event".to_owned())
    }

    /// The place of a trigger; no two events share one.
    fn new_trigger(&self, quote: &Quote) -> Result<Range<usize>, String> {
        let place = self.locator.one(quote)?;
        let span = self.locator.span(&place);
        let taken = |event: &GoldEvent| event.triggers().any(|other| other.overlaps(&span));
        if self.gold.events.iter().any(taken) {
            return Err(format!("{:?} is a trigger already", quote.words));
        }
        Ok(place)
    }

    fn participant(
        &self,
        line: usize,
        quote: &Quote,
        code: Option<&str>,
    ) -> Result<GoldParticipant, String> {
        let places = self.locator.nearest_first(quote, &self.anchors)?;
        Ok(GoldParticipant {
            line,
            spans: places
                .iter()
                .map(|place| self.locator.span(place))
                .collect(),
            code: code.map(str::to_owned),
        })
    }

    fn near_event(&self, quote: &Quote) -> Result<Span, String> {
        let place = self.locator.nearest(quote, &self.anchors)?;
        Ok(self.locator.span(&place))
    }

    fn toll(&self, line: usize, statement: &Statement) -> Result<Option<GoldToll>, String> {
        let Statement::Toll {
            kind,
            low,
            high,
            figure,
            whom,
            says,
        } = statement
        else {
            return Ok(None);
        };
        if low.is_none() && high.is_none() {
            return Err("a toll wants a bound".to_owned());
        }
        let figure = self.locator.one(figure)?;
        let near_figure = |quote: &Option<Quote>| match quote {
            Some(quote) => {
                let anchors = std::slice::from_ref(&figure);
                let place = self.locator.nearest(quote, anchors)?;
                Ok::<_, String>(Some(self.locator.span(&place)))
            }
            None => Ok(None),
        };
        Ok(Some(GoldToll {
            line,
            kind: *kind,
            low: *low,
            high: *high,
            span: self.locator.span(&figure),
            whom: near_figure(whom)?,
            says: near_figure(says)?,
        }))
    }

    fn target(&self, reference: &Reference) -> Result<Target, String> {
        match reference {
            Reference::Event(quote) => self.event_named(quote).map(Target::Event),
            Reference::Claim(quote) => {
                let place = self.locator.one(quote)?;
                let span = self.locator.span(&place);
                let mut claims = self.gold.claims.iter();
                let index = claims.position(|claim| claim.content == span);
                index
                    .map(Target::Claim)
                    .ok_or_else(|| format!("no claim has the content {:?}", quote.words))
            }
        }
    }

    /// The index of the event that one of these words triggers.
    fn event_named(&self, quote: &Quote) -> Result<usize, String> {
        let spans: Vec<_> = self.locator.all(quote)?;
        let spans: Vec<_> = spans.iter().map(|place| self.locator.span(place)).collect();
        let named = |event: &GoldEvent| event.triggers().any(|trigger| spans.contains(trigger));
        let mut found = (self.gold.events.iter().enumerate())
            .filter_map(|(i, event)| named(event).then_some(i));
        match (found.next(), found.next()) {
            (Some(index), None) => Ok(index),
            (None, _) => Err(format!("no event has the trigger {:?}", quote.words)),
            _ => Err(format!("{:?} names several events: use #N", quote.words)),
        }
    }

    /// Tolls whose speaker makes no claim that holds the figure.
    fn silent_speakers(&self) -> Vec<(usize, String)> {
        let says = |toll: &GoldToll, says: &Span| {
            self.gold.claims.iter().any(|claim| {
                let speaks = claim.speaker.as_ref().is_some_and(|s| s.overlaps(says));
                speaks && claim.content.overlaps(&toll.span)
            })
        };
        let tolls = self.gold.events.iter().flat_map(|event| &event.tolls);
        tolls
            .filter_map(|toll| {
                let speaker = toll.says.as_ref().filter(|span| !says(toll, span))?;
                let why = format!("{:?} makes no claim that holds the figure", speaker.text);
                Some((toll.line, why))
            })
            .collect()
    }
}

fn once<T>(slot: &mut Option<T>, value: T, what: &str) -> Result<(), String> {
    if slot.replace(value).is_some() {
        return Err(format!("the event has a {what} already"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use crate::{Target, form::tests::RAID, parse};

    fn error(from: &str, to: &str) -> String {
        parse("raid.md", &RAID.replacen(from, to, 1))
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn lines_must_agree_with_each_other() {
        for (from, to, why) in [
            (r#"says "A nurse""#, r#"says "troops""#, "makes no claim"),
            (r#"link "send troops""#, r#"link "died""#, "no event"),
            (
                r#"about claim "at least 20 had died""#,
                r#"about claim "12""#,
                "no claim",
            ),
            (r#"event "send troops""#, r#"event "attacked""#, "already"),
            (r##"mention "attack"#1"##, r#"mention "attack""#, "#1 to #2"),
            (
                r#"actor "army" BENMIL"#,
                "published 2024-03-05",
                "already gives",
            ),
        ] {
            let error = error(from, to);
            assert!(error.contains(why), "{error}");
        }
    }

    #[test]
    fn a_doubt_points_at_the_claim_it_doubts() {
        let gold = parse("raid.md", RAID).unwrap().gold;
        assert_eq!(gold.claims[2].about, [Target::Claim(1)]);
        assert_eq!((gold.links[0].from, gold.links[0].to), (1, 0));
    }
}
