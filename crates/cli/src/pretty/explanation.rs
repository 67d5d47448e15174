//! How a report was read: each sentence with its words, entities, grounded mentions, and what was coded from it.

use dateline::{Explanation, FoundRole, FoundSentence, FoundWord};
use dateline_record::{Record, Span};

use crate::pretty::wording;
use crate::terminal::{Screen, clean, columns, pad, wrap};

/// Lays out an explanation; `name` is where the report was read from.
pub(crate) fn explanation(explanation: &Explanation, name: &str, screen: Screen) -> String {
    let record = &explanation.record;
    let mut lines = vec![screen.bold(&clean(name))];
    lines.push(wording::published(&record.report.published));
    let because = record.report.published.because.iter();
    lines.extend(because.map(|line| format!("  because {}", clean(line))));
    for dropped in &record.report.dropped {
        lines.push(format!(
            "left out: {} (source characters {} to {})",
            clean(&dropped.reason),
            dropped.start,
            dropped.end
        ));
    }
    for problem in &record.problems {
        lines.push(screen.warn(&format!(
            "! {} ({})",
            clean(&problem.message),
            clean(&problem.code)
        )));
    }
    for (index, sentence) in explanation.sentences.iter().enumerate() {
        lines.push(String::new());
        lines.extend(sentence_block(index + 1, sentence, record, screen));
    }
    lines.join("\n") + "\n"
}

fn sentence_block(
    number: usize,
    sentence: &FoundSentence,
    record: &Record,
    screen: Screen,
) -> Vec<String> {
    let kind = if sentence.is_title {
        "headline"
    } else {
        "sentence"
    };
    let title = format!("{kind} {number}: {}", clean(&sentence.span.text));
    let mut lines: Vec<String> = wrap(&title, screen.width)
        .iter()
        .map(|line| screen.bold(line))
        .collect();
    if sentence.is_spared {
        lines.push("  not read: its words name no event, claim or toll".to_owned());
        return lines;
    }
    lines.extend(words(&sentence.words, screen));
    lines.extend(heads(sentence));
    lines.extend(mentions(sentence));
    for hit in &sentence.hits {
        let words = clean(&hit.words.join(" "));
        lines.push(format!(
            "  rule     {} “{words}” {:.2} → {}",
            clean(&hit.rule),
            hit.score,
            clean(&hit.event)
        ));
    }
    lines.extend(coded(&sentence.span, record));
    lines
}

/// What the model's heads read, one thing a line.
fn heads(sentence: &FoundSentence) -> Vec<String> {
    let entities = sentence.entities.iter().map(|entity| {
        let found = quoted(&entity.span);
        format!("  model    {} {found} {:.2}", entity.kind, entity.score)
    });
    let predicates = sentence.predicates.iter().map(|predicate| {
        let roles = roles(&predicate.roles);
        format!("  model    predicate {}{roles}", quoted(&predicate.span))
    });
    let triggers = sentence.triggers.iter().map(|trigger| {
        let mode = trigger.mode.as_deref();
        let mode = mode.map(|mode| format!("/{}", clean(mode)));
        format!(
            "  model    {}{} {} {} {:.2}{}",
            trigger.event_type,
            mode.unwrap_or_default(),
            quoted(&trigger.span),
            trigger.realis,
            trigger.score,
            roles(&trigger.roles)
        )
    });
    let sayings = sentence.sayings.iter().map(|saying| {
        let roles = roles(&saying.roles);
        let cue = quoted(&saying.span);
        format!(
            "  model    {} {cue} {:.2}{roles}",
            saying.stance, saying.score
        )
    });
    let all = entities.chain(predicates).chain(triggers).chain(sayings);
    all.collect()
}

/// Words in roles, as the end of a line.
fn roles(roles: &[FoundRole]) -> String {
    let roles = roles.iter();
    roles
        .map(|role| format!(", {} {}", role.role, quoted(&role.span)))
        .collect()
}

/// The syntax, one word a line.
fn words(words: &[FoundWord], screen: Screen) -> Vec<String> {
    let form = words
        .iter()
        .map(|word| columns(&word.form))
        .max()
        .unwrap_or_default()
        .min(24);
    let lemma = words
        .iter()
        .map(|word| columns(&word.lemma))
        .max()
        .unwrap_or_default()
        .min(24);
    words
        .iter()
        .enumerate()
        .map(|(index, word)| {
            let head = match word.head.checked_sub(1).and_then(|head| words.get(head)) {
                Some(head) => format!("{} {}", word.head, clean(&head.form)),
                None => "root".to_owned(),
            };
            let line = format!(
                "  {:>3} {} {} {:5} {:5} {:12} {head}",
                index + 1,
                pad(&clean(&word.form), form),
                pad(&clean(&word.lemma), lemma),
                word.upos,
                word.xpos,
                word.deprel
            );
            screen.dim(&line)
        })
        .collect()
}

fn quoted(span: &Span) -> String {
    format!("“{}”", clean(&span.text))
}

fn mentions(sentence: &FoundSentence) -> Vec<String> {
    let mentions = &sentence.mentions;
    let mut lines = Vec::new();
    for when in &mentions.times {
        lines.push(format!(
            "  when     {} {} ({})",
            quoted(&when.span),
            wording::when(when),
            when.basis
        ));
    }
    for place in &mentions.places {
        let found = wording::place(place);
        lines.push(format!(
            "  where    {} {found} ({})",
            quoted(&place.span),
            place.precision
        ));
    }
    for actor in &mentions.actors {
        let id = actor
            .id
            .as_deref()
            .map(|id| format!(" {}", clean(id)))
            .unwrap_or_default();
        lines.push(format!(
            "  who      {} {}{id}",
            quoted(&actor.span),
            wording::participant(actor)
        ));
    }
    for quantity in &mentions.quantities {
        let bound =
            |bound: Option<f64>| bound.map_or_else(|| "?".to_owned(), |bound| bound.to_string());
        let unit = quantity
            .unit
            .as_deref()
            .map(|unit| format!(" {}", clean(unit)))
            .unwrap_or_default();
        lines.push(format!(
            "  how many {} {} to {}{unit}",
            quoted(&quantity.span),
            bound(quantity.low),
            bound(quantity.high)
        ));
    }
    lines
}

/// Events and claims whose first words stand in the sentence.
fn coded(sentence: &Span, record: &Record) -> Vec<String> {
    let mut lines = Vec::new();
    for event in record
        .events
        .iter()
        .filter(|event| sentence.overlaps(&event.trigger))
    {
        lines.push(format!(
            "  event    {} {} {} {}, {} → {}, rule {}, {:.2}",
            event.id,
            quoted(&event.trigger),
            event.plover.event_type,
            event.realis,
            wording::side(&event.actor),
            wording::side(&event.recipient),
            clean(&event.rule),
            event.confidence
        ));
        for toll in &event.tolls {
            let bound = |bound: Option<u64>| {
                bound.map_or_else(|| "?".to_owned(), |bound| bound.to_string())
            };
            lines.push(format!(
                "  toll     {} {} {} to {}, says {}",
                quoted(&toll.span),
                toll.kind,
                bound(toll.low),
                bound(toll.high),
                toll.claim.as_deref().unwrap_or("the report")
            ));
        }
    }
    for claim in record
        .claims
        .iter()
        .filter(|claim| sentence.overlaps(&claim.cue))
    {
        let speaker = claim
            .speaker
            .as_ref()
            .map_or_else(|| "the report".to_owned(), |speaker| quoted(&speaker.span));
        lines.push(format!(
            "  claim    {} {speaker} {} by {}: {}, about {}, {:.2}",
            claim.id,
            claim.stance,
            quoted(&claim.cue),
            quoted(&claim.content),
            if claim.about.is_empty() {
                "nothing coded".to_owned()
            } else {
                claim.about.join(" ")
            },
            claim.confidence
        ));
    }
    lines
}
