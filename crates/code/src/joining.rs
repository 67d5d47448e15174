//! Whether a mention tells of a happening that was told of before, and of which: a choice between the events so far and a new one.

use dateline_record::Realis;

use crate::choice::{Answer, Candidate, Choice, Question, Subject};
use crate::lexicon::Lexicon;
use crate::merge::{self, Cluster, Mention, Reference};
use crate::reading::Reading;
use crate::told::roughly;

/// Events of a type that a mention is held against, the last ones, and of each of them the last mentions.
const REACH: usize = 16;
const MENTIONS: usize = 24;

/// The question of a group of mentions that syntax makes one, and the events that its answers after the first are.
pub(crate) fn choice(
    reading: &Reading<'_>,
    mentions: &[Mention],
    clusters: &[Cluster],
    group: &Cluster,
) -> Option<(Choice, Vec<usize>)> {
    let main = main_of(reading.lexicon, mentions, group)?;
    let mut candidates = vec![new_event(reading.lexicon, mentions, clusters, main)];
    let same = same_type(mentions, clusters, main);
    let count = same.len();
    let last_told = |index: usize| {
        let members = of(mentions, &clusters[index]).into_iter();
        members
            .map(|member| (member.found.sentence, member.found.head))
            .max()
    };
    let latest = same.iter().map(|index| last_told(*index)).max().flatten();
    for (rank, index) in same.iter().copied().enumerate() {
        let is_recent = last_told(index) == latest;
        let members: Vec<&Mention> = of(mentions, &clusters[index]);
        let spans = members.iter().filter_map(|member| span(reading, member));
        let mut known = Candidate::new(Answer::Named(spans.collect()));
        let order = (rank, count - rank, is_recent);
        let group: Vec<&Mention> = of(mentions, group);
        describe(&mut known, reading.lexicon, &members, main, &group, order);
        candidates.push(known);
    }
    let choice = Choice {
        question: Question::Same,
        of: Subject::Mention(span(reading, main)?),
        candidates,
    };
    Some((choice, same))
}

/// The mention that says most of which event is meant: the first that is no verb of effect.
fn main_of<'m>(lexicon: &Lexicon, mentions: &'m [Mention], group: &Cluster) -> Option<&'m Mention> {
    let all = of(mentions, group);
    let plain = all
        .iter()
        .find(|mention| !lexicon.is_effect(&mention.lemma));
    plain.or(all.first()).copied()
}

fn of<'m>(mentions: &'m [Mention], cluster: &Cluster) -> Vec<&'m Mention> {
    let members = &cluster[cluster.len().saturating_sub(MENTIONS)..];
    let members = members.iter();
    members.filter_map(|member| mentions.get(*member)).collect()
}

fn same_type(mentions: &[Mention], clusters: &[Cluster], main: &Mention) -> Vec<usize> {
    let is_same = |index: &usize| {
        let first = clusters[*index]
            .first()
            .and_then(|first| mentions.get(*first));
        first.is_some_and(|first| first.event_type == main.event_type)
    };
    let mut same: Vec<usize> = (0..clusters.len())
        .rev()
        .filter(is_same)
        .take(REACH)
        .collect();
    same.reverse();
    same
}

fn span(reading: &Reading<'_>, mention: &Mention) -> Option<dateline_record::Span> {
    let head = mention.found.head;
    reading.sentence(mention.found.sentence)?;
    Some(reading.span(mention.found.sentence, head..head + 1))
}

/// What speaks for a new event.
fn new_event(
    lexicon: &Lexicon,
    mentions: &[Mention],
    clusters: &[Cluster],
    main: &Mention,
) -> Candidate {
    let mut new = Candidate::new(Answer::Nothing);
    let kind = main.event_type.as_str();
    let sort = sort(lexicon, main);
    let known = same_type(mentions, clusters, main).len();
    let mut holds = |words: &[&str]| new.holds(Question::Same, words);
    holds(&["nothing"]);
    holds(&["nothing", kind]);
    holds(&["nothing", sort]);
    holds(&["nothing", kind, sort]);
    holds(&["nothing", "known", roughly(known)]);
    holds(&["nothing", "word", &main.lemma]);
    holds(&[
        "nothing",
        "tells",
        if main.when.is_some() { "when" } else { "-" },
        sort,
    ]);
    holds(&[
        "nothing",
        "tells",
        if main.place.is_some() { "where" } else { "-" },
        sort,
    ]);
    new
}

/// What speaks for an event told of before.
fn describe(
    known: &mut Candidate,
    lexicon: &Lexicon,
    members: &[&Mention],
    main: &Mention,
    group: &[&Mention],
    (rank, from_last, is_recent): (usize, usize, bool),
) {
    let kind = main.event_type.as_str();
    let sort = sort(lexicon, main);
    let gap = members
        .iter()
        .map(|member| main.found.sentence.saturating_sub(member.found.sentence))
        .min()
        .unwrap_or_default();
    let gap = match gap {
        0 => "here",
        1 => "last",
        2 => "two",
        3..=5 => "some",
        _ => "far",
    };
    let any = |same: &dyn Fn(&Mention, &Mention) -> bool| {
        members
            .iter()
            .any(|one| group.iter().any(|other| same(one, other)))
    };
    // a verb of effect ("killed") is the same word in every report of violence: only the main mention's counts
    let word = if members.iter().any(|one| one.lemma == main.lemma) {
        "same word"
    } else {
        "other word"
    };
    let title = members.iter().any(|member| member.is_title);
    let realis = merge::realis_agree(members, main);
    let points = |part: Option<i32>| match part {
        None => "against",
        Some(0) => "-",
        Some(part) if part < 0 => "apart",
        Some(_) => "for",
    };
    let actors = points(merge::actors_agree(members, main));
    let recipients = points(merge::recipients_agree(members, main));
    let times = points(merge::times(members, main));
    let places = match merge::places(members, main) {
        None => "against",
        Some(0) => "-",
        Some(1) => "for",
        Some(_) => "near",
    };
    let modes = points(Some(merge::modes(members, main)));
    let turned = any(&|one, other| merge::turns_round(&one.found, &other.found));
    let fit = match merge::fit(lexicon, members, main) {
        None => "against",
        Some(..=0) => "0",
        Some(1 | 2) => "1",
        Some(3 | 4) => "3",
        Some(_) => "5",
    };
    let mut holds = |words: &[&str]| known.holds(Question::Same, words);
    holds(&[kind]);
    holds(&["fit", fit]);
    holds(&["fit", fit, sort]);
    holds(&["fit", fit, kind]);
    holds(&["gap", gap]);
    holds(&["gap", gap, sort]);
    holds(&["gap", gap, kind]);
    holds(&["word", word, sort]);
    holds(&["word", word, kind]);
    holds(&["word", word, gap]);
    holds(&["title", if title { "yes" } else { "no" }, gap]);
    holds(&["title", if title { "yes" } else { "no" }, sort]);
    holds(&["realis", if realis { "same" } else { "other" }, sort]);
    holds(&[
        "realis",
        main.found.realis.as_str(),
        if realis { "same" } else { "other" },
    ]);
    holds(&["actors", actors]);
    holds(&["recipients", recipients]);
    holds(&["sides", actors, recipients]);
    holds(&["sides", actors, recipients, kind]);
    holds(&["times", times]);
    holds(&["places", places]);
    holds(&["scene", times, places]);
    holds(&["modes", modes]);
    holds(&["modes", modes, sort]);
    holds(&["turned", if turned { "yes" } else { "no" }]);
    holds(&["size", roughly(members.len()), sort]);
    holds(&["first", if rank == 0 { "yes" } else { "no" }, sort]);
    holds(&["latest", roughly(from_last), sort]);
    let recent = if is_recent { "yes" } else { "no" };
    holds(&["recent", recent, sort]);
    holds(&["recent", recent, word, sort]);
    if main.found.realis == Realis::Actual {
        holds(&["actual", word, gap, sort]);
    }
}

/// How the mention refers, and whether it tells what another event did.
fn sort(lexicon: &Lexicon, mention: &Mention) -> &'static str {
    match mention.reference {
        _ if lexicon.is_effect(&mention.lemma) => "effect",
        Reference::Definite => "definite",
        Reference::Indefinite => "indefinite",
        Reference::Distinct => "distinct",
        Reference::Open => "open",
    }
}
