//! From statements to gold: finds every quotation and holds the lines to each other.

mod claim;

use std::ops::Range;

use dateline_record::{Span, Text};

use crate::{
    gold::{
        Gold, GoldAbsent, GoldEntity, GoldEvent, GoldLink, GoldParticipant, GoldPlace, GoldToll,
        GoldWhen, Target,
    },
    marks::{Label, MarkKind, Marks},
    quote::{Locator, Quote},
    statement::{Reference, Statement},
};

/// Resolves all statements; errors carry the index of their line.
pub(crate) fn resolve(
    text: &Text,
    marks: &Marks,
    statements: &[Option<Statement>],
    published: Option<&str>,
) -> Result<Gold, Vec<(usize, String)>> {
    let mut resolver = Resolver {
        locator: Locator { text, marks },
        gold: Gold::default(),
        anchors: Vec::new(),
        in_broken_event: false,
        events: Vec::new(),
        claims: Vec::new(),
        said: claim::said(marks, statements),
    };
    let mut errors = Vec::new();
    // Tolls name speakers whose claims stand further down: claims come first.
    errors.extend(resolver.pass(statements, Resolver::claim_line));
    errors.extend(resolver.pass(statements, Resolver::event_line));
    // Claims and links name events, claims also other claims; where one of these is wrong, that is the error.
    if errors.is_empty() {
        errors.extend(resolver.pass(statements, Resolver::reference_line));
        errors.extend(resolver.silent_speakers());
    }
    let says_day = resolver.gold.published.as_ref().map(|(line, _)| *line);
    if let (Some(line), Some(_)) = (says_day, published) {
        errors.push((line, "the report block already gives the day".to_owned()));
    }
    if errors.is_empty() {
        resolver.marked();
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
    /// The current event's own line is wrong, so the lines below it have nothing to belong to.
    in_broken_event: bool,
    /// The label of each event, where its line has one.
    events: Vec<Option<Label>>,
    /// The labels of each claim's speaker and content.
    claims: Vec<claim::ClaimLabels>,
    /// Who says what, by label: one for each mark of a content.
    said: Vec<(Label, Range<usize>)>,
}

/// Reads one statement, whose line has this index.
type Pass<'t> = fn(&mut Resolver<'t>, usize, &Statement) -> Result<(), String>;

impl<'t> Resolver<'t> {
    fn pass(&mut self, statements: &[Option<Statement>], pass: Pass<'t>) -> Vec<(usize, String)> {
        let mut errors = Vec::new();
        for (line, statement) in statements.iter().enumerate() {
            let Some(statement) = statement else { continue };
            if let Err(why) = pass(self, line, statement) {
                errors.push((line, why));
            }
        }
        errors
    }

    /// What needs no line: entities and hard negatives that are marked in the text.
    fn marked(&mut self) {
        for (label, _) in self.locator.marks.labels() {
            let ranges = self.locator.marks.ranges(label);
            let spans: Vec<Span> = ranges.iter().map(|r| self.locator.span(r)).collect();
            if label.kind.is_entity() {
                self.gold.entities.push(GoldEntity { label, spans });
            } else if label.kind == MarkKind::Negative {
                let absents = spans.into_iter().map(|span| GoldAbsent {
                    line: None,
                    span,
                    any_realis: true,
                });
                self.gold.absents.extend(absents);
            }
        }
    }

    fn event_line(&mut self, line: usize, statement: &Statement) -> Result<(), String> {
        match statement {
            Statement::Published(interval) => self.gold.published = Some((line, interval.clone())),
            Statement::Event { .. } => {
                let event = self.new_event(line, statement);
                self.in_broken_event = event.is_err();
                self.gold.events.extend(event?);
            }
            Statement::Absent { quote, any_realis } => {
                let place = self.locator.one(quote)?;
                let span = self.locator.span(&place);
                self.gold.absents.push(GoldAbsent {
                    line: Some(line),
                    span,
                    any_realis: *any_realis,
                });
            }
            Statement::Claim { .. } | Statement::Link { .. } => {}
            _ if self.in_broken_event => {}
            _ => self.slot_line(line, statement)?,
        }
        Ok(())
    }

    fn new_event(
        &mut self,
        line: usize,
        statement: &Statement,
    ) -> Result<Option<GoldEvent>, String> {
        let Statement::Event {
            trigger,
            event_type,
            mode,
            realis,
        } = statement
        else {
            return Ok(None);
        };
        if let Some(label) = trigger.label()
            && self.events.contains(&Some(label))
        {
            return Err(format!(
                "{label} has an event line already: give another happening its own label in the text"
            ));
        }
        let places = self.new_triggers(trigger)?;
        self.anchors.clone_from(&places);
        self.events.push(trigger.label());
        let mut spans = places.iter().map(|place| self.locator.span(place));
        let Some(first) = spans.next() else {
            return Ok(None);
        };
        Ok(Some(GoldEvent {
            line,
            trigger: first,
            mentions: spans.map(|span| (line, span)).collect(),
            event_type: *event_type,
            mode: mode.clone(),
            realis: *realis,
            actor: Vec::new(),
            recipient: Vec::new(),
            place: None,
            when: None,
            tolls: Vec::new(),
        }))
    }

    /// An indented line of the current event.
    fn slot_line(&mut self, line: usize, statement: &Statement) -> Result<(), String> {
        match statement {
            Statement::Mention(quote) => {
                for place in self.new_triggers(quote)? {
                    let span = self.locator.span(&place);
                    self.anchors.push(place);
                    self.event()?.mentions.push((line, span));
                }
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
                once(
                    &mut self.event()?.place,
                    place,
                    "place: keep the most specific one",
                )?;
            }
            Statement::When(quote, days) => {
                let span = quote.as_ref().map(|quote| self.near_event(quote));
                let when = GoldWhen {
                    line,
                    span: span.transpose()?,
                    days: days.clone(),
                };
                once(
                    &mut self.event()?.when,
                    when,
                    "time: keep the one that dates it",
                )?;
            }
            Statement::Toll { .. } => {
                let toll = self.toll(line, statement)?;
                self.event()?.tolls.extend(toll);
            }
            _ => {}
        }
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

    /// The places of a trigger; no two events share one.
    fn new_triggers(&self, quote: &Quote) -> Result<Vec<Range<usize>>, String> {
        let places = self.locator.body_first(quote)?;
        for place in &places {
            let span = self.locator.span(place);
            let taken = |event: &&GoldEvent| event.triggers().any(|other| other.overlaps(&span));
            let Some(index) = self.gold.events.iter().position(|event| taken(&event)) else {
                continue;
            };
            return Err(match self.events.get(index).copied().flatten() {
                Some(other) => format!(
                    "{quote} shares the trigger {:?} with {other}: mark each happening by words of its own",
                    span.text
                ),
                None => format!("{quote} is a trigger already"),
            });
        }
        Ok(places)
    }

    /// What a slot of the current event is near to: a quotation to any of its triggers, a label to the first, which
    /// stands in the body.
    fn anchors(&self, quote: &Quote) -> &[Range<usize>] {
        match (quote, self.anchors.get(..1)) {
            (Quote::Label(_), Some(first)) => first,
            _ => &self.anchors,
        }
    }

    fn participant(
        &self,
        line: usize,
        quote: &Quote,
        code: Option<&str>,
    ) -> Result<GoldParticipant, String> {
        let places = self.locator.nearest_first(quote, self.anchors(quote))?;
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
        let place = self.locator.nearest(quote, self.anchors(quote))?;
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
        let (figure, speaker) = self.figure(figure, says.as_ref())?;
        let near_figure = |quote: &Quote| {
            let place = self.locator.nearest(quote, std::slice::from_ref(&figure))?;
            Ok::<_, String>(self.locator.span(&place))
        };
        let says = match speaker {
            Some(speaker) => Some(speaker),
            None => says.as_ref().map(near_figure).transpose()?,
        };
        Ok(Some(GoldToll {
            line,
            kind: *kind,
            low: *low,
            high: *high,
            span: self.locator.span(&figure),
            whom: whom.as_ref().map(near_figure).transpose()?,
            says,
        }))
    }

    fn target(&self, reference: &Reference) -> Result<Target, String> {
        let quote = match reference {
            Reference::Event(quote) => return self.event_named(quote).map(Target::Event),
            Reference::Claim(quote) => quote,
        };
        let index = match quote.label() {
            Some(label) => {
                let mut claims = self.claims.iter();
                claims.position(|claim| claim.content == Some(label))
            }
            None => {
                let span = self.locator.span(&self.locator.one(quote)?);
                let mut claims = self.gold.claims.iter();
                claims.position(|claim| claim.content == span)
            }
        };
        index
            .map(Target::Claim)
            .ok_or_else(|| format!("no claim has the content {quote}"))
    }

    /// The index of the event that one of these words triggers.
    fn event_named(&self, quote: &Quote) -> Result<usize, String> {
        if let Some(label) = quote.label() {
            let index = self.events.iter().position(|other| *other == Some(label));
            return index.ok_or_else(|| format!("{label} has no event line"));
        }
        let spans: Vec<_> = self.locator.all(quote)?;
        let spans: Vec<_> = spans.iter().map(|place| self.locator.span(place)).collect();
        let named = |event: &GoldEvent| event.triggers().any(|trigger| spans.contains(trigger));
        let mut found = (self.gold.events.iter().enumerate())
            .filter_map(|(i, event)| named(event).then_some(i));
        match (found.next(), found.next()) {
            (Some(index), None) => Ok(index),
            (None, _) => Err(format!("no event has the trigger {quote}")),
            _ => Err(format!("{quote} names several events: use #N")),
        }
    }
}

fn once<T>(slot: &mut Option<T>, value: T, what: &str) -> Result<(), String> {
    if slot.replace(value).is_some() {
        return Err(format!("the event already has a {what}"));
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
