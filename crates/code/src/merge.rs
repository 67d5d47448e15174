//! Mentions of one happening become one event.
//!
//! Inside a sentence syntax decides ("the strikes killed", "carried out a raid that wounded"). Across sentences a mention
//! joins the event that it contradicts in nothing and shares most with; a new participant, place or day is a new event.

use dateline_record::{EventType, Participant, Place, PlacePrecision, Realis, When};

use crate::choice::{Choice, Weights};
use crate::joining;
use crate::lexicon::Lexicon;
use crate::reading::Reading;
use crate::rules::RuleSet;
use crate::setting;
use crate::syntax;
use crate::trigger::Found;

/// A mention with its time and place.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    pub(crate) found: Found,
    pub(crate) event_type: EventType,
    pub(crate) when: Option<When>,
    pub(crate) place: Option<Place>,
    /// Lemma of the trigger's head.
    pub(crate) lemma: String,
    pub(crate) reference: Reference,
    pub(crate) is_title: bool,
    pub(crate) paragraph: usize,
}

/// How the mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reference {
    /// "the attack", "this raid": something already spoken of.
    Definite,
    /// "an attack".
    Indefinite,
    /// "another attack": something else of the same kind.
    Distinct,
    /// A verb or a bare noun.
    Open,
}

/// Mentions of one event, by index, in text order.
pub(crate) type Cluster = Vec<usize>;

/// Adds time, place and reference to every mention.
pub(crate) fn mentions(reading: &Reading<'_>, rules: &RuleSet, found: Vec<Found>) -> Vec<Mention> {
    let heads: Vec<(usize, usize)> = found
        .iter()
        .map(|found| (found.sentence, found.head))
        .collect();
    let with_setting = found.into_iter().filter_map(|found| {
        let others: Vec<usize> = heads
            .iter()
            .filter(|(sentence, head)| *sentence == found.sentence && *head != found.head)
            .map(|(_, head)| *head)
            .collect();
        mention(reading, rules, found, &others)
    });
    with_setting.collect()
}

fn mention(
    reading: &Reading<'_>,
    rules: &RuleSet,
    found: Found,
    others: &[usize],
) -> Option<Mention> {
    let sentence = reading.sentence(found.sentence)?;
    let rule = &rules.rules.get(found.rule)?.rule;
    Some(Mention {
        event_type: rule.event_type,
        when: setting::when(reading, &found, others),
        place: setting::place(reading, &found, others),
        lemma: reading.lemma(found.sentence, found.head),
        reference: reference(reading, &found),
        is_title: sentence.is_title,
        paragraph: sentence.paragraph,
        found,
    })
}

fn reference(reading: &Reading<'_>, found: &Found) -> Reference {
    let Some(sentence) = reading.sentence(found.sentence) else {
        return Reference::Open;
    };
    if sentence.tokens[found.head].upos == "VERB" {
        return Reference::Open;
    }
    let mut reference = Reference::Open;
    for child in sentence.children(found.head) {
        let token = &sentence.tokens[child];
        let lemma = token.lemma.to_lowercase();
        if reading.lexicon.distinct.contains(&lemma)
            && token.has_relation(&["amod", "det", "nummod"])
        {
            return Reference::Distinct;
        }
        if token.has_relation(&["det"]) {
            reference = match lemma.as_str() {
                "the" | "this" | "that" | "these" | "those" => Reference::Definite,
                "a" | "an" => Reference::Indefinite,
                _ => reference,
            };
        }
        if token.deprel == "nmod:poss" {
            reference = Reference::Definite;
        }
    }
    reference
}

/// Groups the mentions into events, in text order of their first mention; with the questions that were asked, if one keeps them.
pub(crate) fn cluster(
    reading: &Reading<'_>,
    mentions: &[Mention],
    weights: &Weights,
    keeps: bool,
) -> (Vec<Cluster>, Vec<Choice>) {
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut asked = Vec::new();
    for group in sentence_groups(reading, mentions) {
        let asking = joining::choice(reading, mentions, &clusters, &group);
        let best = asking.as_ref().and_then(|(choice, _)| weights.best(choice));
        let target = match (best, &asking) {
            (Some(best), Some((_, events))) => {
                best.checked_sub(1).and_then(|at| events.get(at).copied())
            }
            _ => best_cluster(reading.lexicon, mentions, &clusters, &group),
        };
        let kept = asking.filter(|_| keeps).map(|(choice, _)| choice);
        asked.extend(kept);
        match target {
            Some(target) => clusters[target].extend(group),
            None => clusters.push(group),
        }
    }
    (clusters, asked)
}

/// Mentions that the syntax of their sentence makes one, in text order of their first mention.
fn sentence_groups(reading: &Reading<'_>, mentions: &[Mention]) -> Vec<Cluster> {
    let mut groups: Vec<Cluster> = Vec::new();
    for (index, mention) in mentions.iter().enumerate() {
        let is_same = |group: &Cluster| {
            group
                .iter()
                .any(|other| same_by_syntax(reading, &mentions[*other], mention))
        };
        let (same, others): (Vec<Cluster>, Vec<Cluster>) = groups.into_iter().partition(is_same);
        groups = others;
        let mut merged: Cluster = same.into_iter().flatten().collect();
        merged.push(index);
        merged.sort_unstable();
        groups.push(merged);
    }
    groups.sort();
    groups
}

/// Two triggers of one type, one of which is what the other one did: "the strikes killed", "an attack that wounded",
/// "was killed in the raid", "opened fire, killing".
fn same_by_syntax(reading: &Reading<'_>, one: &Mention, other: &Mention) -> bool {
    if one.found.sentence != other.found.sentence || one.event_type != other.event_type {
        return false;
    }
    if one.event_type != EventType::Assault {
        return false;
    }
    let Some(sentence) = reading.sentence(one.found.sentence) else {
        return false;
    };
    let pair = [(&one.found, &other.found), (&other.found, &one.found)];
    pair.iter().any(|(verb, noun)| {
        let token = &sentence.tokens[verb.head];
        if !matches!(token.upos, "VERB") {
            return false;
        }
        let slots = syntax::verb_slots(sentence, verb.head);
        let is_doer = slots.iter().any(|slot| {
            slot.head == noun.head
                && matches!(
                    slot.name.as_str(),
                    "subject" | "in" | "by" | "during" | "from" | "when"
                )
        });
        let goes_on = token.head == Some(noun.head)
            && (token.has_relation(&["advcl"])
                && token.xpos == "VBG"
                && !has_after(sentence, verb.head)
                || token.deprel == "acl:relcl"
                || token.deprel == "conj"
                    && reading.lexicon.is_effect(&token.lemma.to_lowercase())
                    && sentence.child(verb.head, &["nsubj"]).is_none());
        is_doer
            || goes_on
            || is_outcome(reading, sentence, verb.head, noun.head)
            || temporal_clause(sentence, noun.head, verb.head)
    })
}

/// ", killing six": a participle of effect that follows tells what came of the event, wherever the parse hangs it.
fn is_outcome(
    reading: &Reading<'_>,
    sentence: &dateline_parse::Sentence,
    verb: usize,
    event: usize,
) -> bool {
    let token = &sentence.tokens[verb];
    token.xpos == "VBG"
        && event < verb
        && reading.lexicon.is_effect(&token.lemma.to_lowercase())
        && verb
            .checked_sub(1)
            .is_some_and(|before| matches!(sentence.tokens[before].form.as_str(), "," | "and"))
}

fn has_after(sentence: &dateline_parse::Sentence, verb: usize) -> bool {
    sentence.child(verb, &["mark"]).is_some_and(|mark| {
        matches!(
            sentence.tokens[mark].lemma.as_str(),
            "after" | "before" | "since"
        )
    })
}

/// "were killed when a bomb exploded": the clause with "when" or "as" tells of the same happening.
fn temporal_clause(sentence: &dateline_parse::Sentence, clause: usize, main: usize) -> bool {
    let token = &sentence.tokens[clause];
    token.head == Some(main)
        && token.has_relation(&["advcl"])
        && sentence.children(clause).any(|child| {
            matches!(sentence.tokens[child].lemma.as_str(), "when" | "as")
                && sentence.tokens[child].has_relation(&["mark", "advmod"])
        })
}

/// The event that the mentions of one sentence fit best, if they fit any.
fn best_cluster(
    lexicon: &Lexicon,
    mentions: &[Mention],
    clusters: &[Cluster],
    group: &Cluster,
) -> Option<usize> {
    let mut best: Option<(i32, usize)> = None;
    for (index, cluster) in clusters.iter().enumerate() {
        let members: Vec<&Mention> = cluster
            .iter()
            .filter_map(|member| mentions.get(*member))
            .collect();
        let fits = |member: &usize| fit(lexicon, &members, &mentions[*member]);
        let scores: Vec<Option<i32>> = group.iter().map(fits).collect();
        // a verb of effect takes its place and sides from far away: where another mention fits, it has no veto
        let is_vetoed = group
            .iter()
            .zip(&scores)
            .any(|(member, score)| score.is_none() && !lexicon.is_effect(&mentions[*member].lemma));
        let best_of_group = scores.into_iter().flatten().max();
        let Some(score) = best_of_group.filter(|_| !is_vetoed) else {
            continue;
        };
        // of equals the later event is meant
        if best.is_none_or(|(known, _)| score >= known) {
            best = Some((score, index));
        }
    }
    best.filter(|(score, _)| *score >= THRESHOLD)
        .map(|(_, index)| index)
}

/// Points that a mention needs to join an event. Set on the project's corpus and MEANTIME.
const THRESHOLD: i32 = 1;

/// Points for joining; `None` when something contradicts.
pub(crate) fn fit(lexicon: &Lexicon, members: &[&Mention], mention: &Mention) -> Option<i32> {
    let first = members.first()?;
    if first.event_type != mention.event_type || mention.reference == Reference::Distinct {
        return None;
    }
    // "no one was hurt" tells what did not come of an event, not that there was none
    let is_zero = mention.found.realis == Realis::Negated && lexicon.is_effect(&mention.lemma);
    if !is_zero && !realis_agree(members, mention) {
        return None;
    }
    if members
        .iter()
        .any(|member| turns_round(&member.found, &mention.found))
    {
        return None;
    }
    let same_word = members.iter().any(|member| member.lemma == mention.lemma);
    // a new thing in a sentence that syntax does not join is a new event
    let beside = members
        .iter()
        .any(|member| member.found.sentence == mention.found.sentence);
    if beside && !same_word && mention.reference == Reference::Indefinite {
        return None;
    }
    let mut score = actors_agree(members, mention)? + recipients_agree(members, mention)?;
    score += times(members, mention)?;
    score += places(members, mention)?;
    score += modes(members, mention);
    score += i32::from(same_word);
    score += match mention.reference {
        // "that attack" is the one that was called so
        Reference::Definite => 2 + 2 * i32::from(same_word),
        Reference::Indefinite if !members.iter().any(|member| member.is_title) => -2,
        _ => 0,
    };
    if members.iter().any(|member| member.is_title) && mention.paragraph <= 2 {
        score += 2;
    }
    if tells_effect(lexicon, mention) && mention.paragraph <= last_paragraph(members) + 1 {
        score += 3;
    }
    Some(score)
}

pub(crate) fn actors_agree(members: &[&Mention], mention: &Mention) -> Option<i32> {
    let known = members.iter().map(|member| &member.found.actors);
    sides(known, &mention.found.actors)
}

pub(crate) fn recipients_agree(members: &[&Mention], mention: &Mention) -> Option<i32> {
    let known = members.iter().map(|member| &member.found.recipients);
    sides(known, &mention.found.recipients)
}

/// "Six people were wounded": says what an event did, and nothing of who, where or when.
fn tells_effect(lexicon: &Lexicon, mention: &Mention) -> bool {
    lexicon.is_effect(&mention.lemma)
        && mention.found.actors.is_empty()
        && mention.place.is_none()
        && mention.when.is_none()
        && mention.event_type == EventType::Assault
}

fn last_paragraph(members: &[&Mention]) -> usize {
    members
        .iter()
        .map(|member| member.paragraph)
        .max()
        .unwrap_or_default()
}

/// Whether the one who acts in one mention is acted upon in the other: an answer is not what it answers.
pub(crate) fn turns_round(one: &Found, other: &Found) -> bool {
    let crosses = |actors: &[crate::reading::Filler], recipients: &[crate::reading::Filler]| {
        actors.iter().any(|actor| {
            recipients
                .iter()
                .any(|recipient| is_one_side(&actor.participant, &recipient.participant))
        })
    };
    let is_shared = |left: &Found, right: &Found| crosses(&left.actors, &right.actors);
    !is_shared(one, other)
        && (crosses(&one.actors, &other.recipients) || crosses(&other.actors, &one.recipients))
}

/// Whether both are the same state or the same named group, or one acts for the state that the other is.
fn is_one_side(one: &Participant, other: &Participant) -> bool {
    let is_state_of = |state: &Participant, other: &Participant| {
        state.id.as_deref().is_some_and(is_state) && state.country == other.country
    };
    // "soldiers" without more are the army that the report speaks of
    let may_be_one =
        one.country == other.country || one.country.is_none() || other.country.is_none();
    let same_force = may_be_one
        && one.sectors.first() == other.sectors.first()
        && one
            .sectors
            .first()
            .is_some_and(|sector| matches!(sector.as_str(), "MIL" | "REB" | "COP"));
    same_force
        || (one.id.is_some() && one.id == other.id)
        || is_state_of(one, other)
        || is_state_of(other, one)
}

pub(crate) fn realis_agree(members: &[&Mention], mention: &Mention) -> bool {
    let realis = mention.found.realis;
    members.iter().any(|member| {
        let other = member.found.realis;
        other == realis
            || matches!(
                (other, realis),
                (Realis::Future, Realis::Hypothetical) | (Realis::Hypothetical, Realis::Future)
            )
    })
}

/// Points for one side: shared participants count, two known and different ones contradict.
fn sides<'a>(
    known: impl Iterator<Item = &'a Vec<crate::reading::Filler>>,
    new: &[crate::reading::Filler],
) -> Option<i32> {
    let known: Vec<&Participant> = known.flatten().map(|filler| &filler.participant).collect();
    if known.is_empty() || new.is_empty() {
        return Some(0);
    }
    let shared = new.iter().any(|filler| {
        known
            .iter()
            .any(|other| same_participant(other, &filler.participant))
    });
    if shared {
        return Some(2);
    }
    let contradicts = new.iter().all(|filler| {
        known
            .iter()
            .all(|other| different(other, &filler.participant))
    });
    if contradicts { None } else { Some(-1) }
}

/// Whether two mentions name the same participant: one id, one name, or one state and whoever acts for it.
pub(crate) fn same_participant(one: &Participant, other: &Participant) -> bool {
    let same_country = one.country.is_some() && one.country == other.country;
    let a_state = [one, other]
        .iter()
        .any(|side| side.id.as_deref().is_some_and(is_state));
    if same_country && a_state {
        return true;
    }
    match (&one.id, &other.id) {
        (Some(left), Some(right)) => left == right,
        _ => {
            one.name.eq_ignore_ascii_case(&other.name)
                || (same_country && one.sectors.first() == other.sectors.first())
        }
    }
}

/// Whether the id is a country's, which stands for all who act for it.
fn is_state(id: &str) -> bool {
    id.starts_with("country:")
}

fn different(one: &Participant, other: &Participant) -> bool {
    match (&one.country, &other.country) {
        (Some(left), Some(right)) if left != right => true,
        _ => {
            matches!((&one.id, &other.id), (Some(left), Some(right)) if left != right && one.country == other.country && !is_state(left) && !is_state(right))
        }
    }
}

pub(crate) fn times(members: &[&Mention], mention: &Mention) -> Option<i32> {
    let Some(new) = mention.when.as_ref() else {
        return Some(0);
    };
    let mut score = 0;
    for known in members.iter().filter_map(|member| member.when.as_ref()) {
        if disjoint(known, new) || is_series_beside(known, new) {
            return None;
        }
        score = 1;
    }
    Some(score)
}

/// "since late 2019" tells of a series, not of the strike of last Friday.
fn is_series_beside(one: &When, other: &When) -> bool {
    let (short, long) = {
        let (left, right) = (setting::days(one), setting::days(other));
        (left.min(right), left.max(right))
    };
    short <= SHORT_DAYS && long > LONG_DAYS
}

/// Longest interval that a single happening is told with, in days, when the publication date is only known roughly.
const SHORT_DAYS: i64 = 62;
/// Shortest interval that can only be a series.
const LONG_DAYS: i64 = 180;

fn disjoint(one: &When, other: &When) -> bool {
    let before = |left: &When, right: &When| match (&left.latest, &right.earliest) {
        (Some(latest), Some(earliest)) => latest < earliest,
        _ => false,
    };
    before(one, other) || before(other, one)
}

pub(crate) fn places(members: &[&Mention], mention: &Mention) -> Option<i32> {
    let Some(new) = mention.place.as_ref() else {
        return Some(0);
    };
    let mut score = 0;
    for known in members.iter().filter_map(|member| member.place.as_ref()) {
        // a border lies in two countries
        let on_border = [known, new]
            .iter()
            .any(|place| place.precision == PlacePrecision::Border);
        let other_country = !on_border
            && matches!((&known.country, &new.country), (Some(left), Some(right)) if left != right);
        let both_fine = is_fine(known) && is_fine(new);
        if other_country || (both_fine && distance_km(known, new).is_some_and(|far| far > 40.0)) {
            return None;
        }
        if both_fine {
            score = 2;
        } else {
            score = score.max(1);
        }
    }
    Some(score)
}

fn is_fine(place: &Place) -> bool {
    matches!(
        place.precision,
        PlacePrecision::Point | PlacePrecision::Town
    )
}

/// Great-circle distance by the haversine formula on a sphere of radius 6371 km.
pub(crate) fn distance_km(one: &Place, other: &Place) -> Option<f64> {
    let (lat1, lon1) = (one.latitude?.to_radians(), one.longitude?.to_radians());
    let (lat2, lon2) = (other.latitude?.to_radians(), other.longitude?.to_radians());
    let half = ((lat2 - lat1) / 2.0).sin().powi(2)
        + lat1.cos() * lat2.cos() * ((lon2 - lon1) / 2.0).sin().powi(2);
    Some(2.0 * 6371.0 * half.sqrt().min(1.0).asin())
}

/// Modes: equal ones count, different ones count against unless one is a way of saying the other. They are no proof: a
/// word of the trade ("strike") is read now as one, now as another.
pub(crate) fn modes(members: &[&Mention], mention: &Mention) -> i32 {
    let Some(new) = mention.found.mode.as_deref() else {
        return 0;
    };
    let mut score = 0;
    for known in members
        .iter()
        .filter_map(|member| member.found.mode.as_deref())
    {
        if known == new {
            score = 1;
        } else if !compatible_modes(known, new) {
            score = -1;
        }
    }
    score
}

fn compatible_modes(one: &str, other: &str) -> bool {
    const AIR: &[&str] = &["aerial", "drone", "heavy-weapons"];
    const BOMB: &[&str] = &["explosives", "suicide-attack", "destroy"];
    const GUN: &[&str] = &["firearms", "targeted", "heavy-weapons"];
    [AIR, BOMB, GUN]
        .iter()
        .any(|family| family.contains(&one) && family.contains(&other))
}
