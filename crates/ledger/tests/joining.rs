//! Which events of which reports become one incident.
#![allow(clippy::unwrap_used)]

mod common;

use common::{MEHAN, QARUN, Story, groups, ledger_of, three_tellings};
use dateline_ledger::Ledger;
use dateline_record::{EventType, Realis, SpeakerKind, Stance};

fn strike(id: &str, day: &str, town: common::Town) -> Story {
    let text = format!("Strike\n\nSyrian jets struck {} on that day.", town.0);
    Story::new(id, id, day, &text)
        .strike("struck")
        .by("Syrian jets", "Syria", "country:SYR")
        .at(town)
        .on("that day", day)
}

fn joined(stories: &[Story]) -> usize {
    let (_folder, ledger) = ledger_of(stories);
    groups(&ledger).len()
}

#[test]
fn one_strike_told_by_three_reports_is_one_incident() {
    let (_folder, ledger) = ledger_of(&three_tellings());
    assert_eq!(groups(&ledger), [["a-1/e1", "b-2/e1", "c-3/e1"]]);
}

#[test]
fn other_towns_weeks_and_kinds_stay_apart() {
    let base = strike("a", "2031-05-08", QARUN);
    assert_eq!(joined(&[base.clone(), strike("b", "2031-05-08", QARUN)]), 1);
    assert_eq!(joined(&[base.clone(), strike("b", "2031-05-08", MEHAN)]), 2);
    assert_eq!(joined(&[base.clone(), strike("b", "2031-05-15", QARUN)]), 2);
    let mut shooting = strike("b", "2031-05-08", QARUN);
    shooting.0.events[0].plover.mode = Some("firearms".to_owned());
    assert_eq!(joined(&[base.clone(), shooting]), 2);
    let mut arrest = strike("b", "2031-05-08", QARUN);
    arrest.0.events[0].plover.event_type = EventType::Coerce;
    arrest.0.events[0].cameo = "173".to_owned();
    assert_eq!(joined(&[base, arrest]), 2);
}

#[test]
fn planned_and_done_stay_apart_and_habits_join_nothing() {
    let done = strike("a", "2031-05-08", QARUN);
    let planned = strike("b", "2031-05-08", QARUN).realis(Realis::Future);
    assert_eq!(joined(&[done, planned.clone()]), 2);
    let also_planned = strike("c", "2031-05-08", QARUN).realis(Realis::Future);
    assert_eq!(joined(&[planned, also_planned]), 1);
    let generic = |id| strike(id, "2031-05-08", QARUN).realis(Realis::Generic);
    assert_eq!(joined(&[generic("a"), generic("b")]), 2);
}

#[test]
fn other_groups_stay_apart_unless_the_deed_is_disputed() {
    let bomb = |id: &str, group: &str| {
        Story::new(
            id,
            id,
            "2031-05-08",
            "Bomb\n\nThe group bombed Qarun on that day.",
        )
        .event(EventType::Assault, "explosives", "183", "bombed")
        .by("The group", group, &format!("group:{group}"))
        .at(QARUN)
        .on("that day", "2031-05-08")
    };
    assert_eq!(joined(&[bomb("a", "reds"), bomb("b", "reds")]), 1);
    assert_eq!(joined(&[bomb("a", "reds"), bomb("b", "blues")]), 2);
    let accused = bomb("b", "blues").claim(
        Some(("The group", SpeakerKind::Institution)),
        Stance::Accuses,
        "bombed",
        "bombed Qarun",
        &["e1"],
    );
    assert_eq!(joined(&[bomb("a", "reds"), accused]), 1);
}

#[test]
fn an_undated_event_joins_by_place_participants_and_publication() {
    let undated = |id: &str, published: &str| {
        let mut story = strike(id, "2031-05-08", QARUN).against(
            "jets",
            "Northern Guard",
            "group:northern-guard",
        );
        story.0.events[0].when = None;
        story.0.report.published = Story::new("x", "", published, "T").0.report.published;
        story
    };
    let dated =
        strike("a", "2031-05-08", QARUN).against("jets", "Northern Guard", "group:northern-guard");
    assert_eq!(joined(&[dated.clone(), undated("b", "2031-05-10")]), 1);
    assert_eq!(joined(&[dated.clone(), undated("b", "2031-05-20")]), 2);
    assert_eq!(
        joined(&[dated.clone(), undated("b", "")]),
        2,
        "nothing is known"
    );
    let mut elsewhere = undated("b", "2031-05-10");
    elsewhere.0.events[0].recipient.clear();
    assert_eq!(
        joined(&[dated, elsewhere]),
        2,
        "the home country alone says too little"
    );
}

#[test]
fn meetings_join_whoever_is_called_the_actor() {
    let talks = |id: &str, one: &str, other: &str| {
        Story::new(id, id, "2031-05-08", "Talks\n\nThey met on that day.")
            .event(EventType::Consult, "", "036", "met")
            .by("They", one, &format!("country:{one}"))
            .against("They", other, &format!("country:{other}"))
            .on("that day", "2031-05-08")
    };
    assert_eq!(
        joined(&[talks("a", "FRA", "EGY"), talks("b", "EGY", "FRA")]),
        1
    );
    assert_eq!(
        joined(&[talks("a", "FRA", "EGY"), talks("b", "PER", "CHL")]),
        2
    );
}

#[test]
fn two_events_of_one_report_never_share_an_incident() {
    let twice = strike("a", "2031-05-08", QARUN)
        .strike("jets")
        .at(QARUN)
        .on("that day", "2031-05-08");
    let (_folder, ledger) = ledger_of(&[twice, strike("b", "2031-05-08", QARUN)]);
    assert_eq!(groups(&ledger), [vec!["a/e1", "b/e1"], vec!["a/e2"]]);
}

/// Reports that nearly fit each other, so that a careless rule would depend on their order.
fn entangled() -> Vec<Story> {
    let mut stories = Vec::from(three_tellings());
    for (index, day) in ["2031-05-07", "2031-05-08", "2031-05-09", "2031-05-10"]
        .into_iter()
        .enumerate()
    {
        stories.push(strike(&format!("s{index}"), day, QARUN));
        stories.push(strike(&format!("m{index}"), day, MEHAN));
    }
    stories
}

#[test]
fn the_order_of_adding_does_not_matter() {
    let stories = entangled();
    let (_folder, ledger) = ledger_of(&stories);
    let expected = groups(&ledger);
    let ids = |ledger: &Ledger| -> Vec<String> {
        let page = ledger
            .incidents(&dateline_ledger::Filter::default())
            .unwrap();
        page.items.into_iter().map(|item| item.id).collect()
    };
    let expected_ids = ids(&ledger);
    for turn in 0..stories.len() {
        let mut other = stories.clone();
        other.rotate_left(turn);
        if turn % 2 == 1 {
            other.reverse();
        }
        let folder = tempfile::tempdir().unwrap();
        let mut ledger = Ledger::open(&folder.path().join("news.db")).unwrap();
        for (index, story) in other.iter().enumerate() {
            ledger.add(&story.0).unwrap();
            if index % 3 == turn % 3 {
                ledger.link().unwrap();
            }
        }
        ledger.link().unwrap();
        assert_eq!(groups(&ledger), expected, "turn {turn}");
        assert_eq!(ids(&ledger), expected_ids, "turn {turn}");
    }
}

#[test]
fn replacing_a_report_gives_what_a_fresh_ledger_would_hold() {
    let [first, second, third] = three_tellings();
    let moved = strike("b-2", "2031-07-01", MEHAN);
    let (_folder, mut ledger) = ledger_of(&[first.clone(), second.clone(), third.clone()]);
    ledger.add(&moved.0).unwrap();
    assert!(
        ledger.counts().unwrap().unlinked > 1,
        "the neighbours wait too"
    );
    ledger.link().unwrap();
    let (_other, fresh) = ledger_of(&[first, third, moved]);
    assert_eq!(groups(&ledger), groups(&fresh));
    ledger.add(&second.0).unwrap();
    ledger.link().unwrap();
    assert_eq!(groups(&ledger), [["a-1/e1", "b-2/e1", "c-3/e1"]]);
    assert_eq!(ledger.counts().unwrap().incidents, 1);
}

#[test]
fn an_old_link_to_an_incident_still_leads_there() {
    let [first, second, _] = three_tellings();
    let (_folder, mut ledger) = ledger_of(&[second]);
    let before = ledger
        .incidents(&dateline_ledger::Filter::default())
        .unwrap();
    let old = before.items[0].id.clone();
    ledger.add(&first.0).unwrap();
    ledger.link().unwrap();
    let view = ledger.incident(&old).unwrap().unwrap();
    assert_ne!(view.summary.id, old, "an earlier key leads now");
    assert_eq!(view.members.len(), 2);
}
