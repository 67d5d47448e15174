//! Invented reports for the tests of the ledger.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)]

use dateline_ledger::Ledger;
use dateline_record::{
    Basis, Claim, Event, EventType, Participant, Place, PlacePrecision, Plover, Published,
    PublishedBasis, Quoted, Realis, Record, Report, Speaker, SpeakerKind, Stance, Text, Toll,
    TollKind, When,
};

pub use dateline_record::Span;

/// A report under construction. Every fact names words of its text.
#[derive(Clone)]
pub struct Story(pub Record);

/// A town: name, country, degrees north and east.
pub type Town = (&'static str, &'static str, f64, f64);

pub const QARUN: Town = ("Qarun", "SYR", 34.45, 40.92);
pub const MEHAN: Town = ("Mehan", "SYR", 35.33, 40.14);

impl Story {
    pub fn new(id: &str, site: &str, published: &str, text: &str) -> Self {
        let published = if published.is_empty() {
            Published::unknown()
        } else {
            Published::day(published, PublishedBasis::Given, "given".to_owned())
        };
        Self(Record {
            schema: dateline_record::SCHEMA.to_owned(),
            report: Report {
                id: id.to_owned(),
                url: Some(format!("https://news.example/{id}")),
                site: (!site.is_empty()).then(|| site.to_owned()),
                title: text.lines().next().map(str::to_owned),
                byline: None,
                language: Some("en".to_owned()),
                published,
                text: text.to_owned(),
                dropped: Vec::new(),
            },
            events: Vec::new(),
            claims: Vec::new(),
            links: Vec::new(),
            mentions: None,
            problems: Vec::new(),
        })
    }

    pub fn span(&self, words: &str) -> Span {
        let content = &self.0.report.text;
        let start = content.find(words).unwrap();
        Text::new(content.clone()).span(start..start + words.len())
    }

    pub fn event(mut self, event_type: EventType, mode: &str, cameo: &str, trigger: &str) -> Self {
        let event = Event {
            id: format!("e{}", self.0.events.len() + 1),
            trigger: self.span(trigger),
            mentions: Vec::new(),
            plover: Plover {
                event_type,
                mode: (!mode.is_empty()).then(|| mode.to_owned()),
                contexts: Vec::new(),
            },
            cameo: cameo.to_owned(),
            quad: 4,
            goldstein: -10.0,
            acled: None,
            actor: Vec::new(),
            recipient: Vec::new(),
            place: None,
            when: None,
            realis: Realis::Actual,
            tolls: Vec::new(),
            confidence: 0.9,
            rule: "test".to_owned(),
        };
        self.0.events.push(event);
        self
    }

    pub fn strike(self, trigger: &str) -> Self {
        self.event(EventType::Assault, "aerial", "195", trigger)
    }

    fn last(&mut self) -> &mut Event {
        self.0.events.last_mut().unwrap()
    }

    pub fn realis(mut self, realis: Realis) -> Self {
        self.last().realis = realis;
        self
    }

    pub fn participant(&self, words: &str, name: &str, id: &str) -> Participant {
        let country = id.strip_prefix("country:").map(str::to_owned);
        Participant {
            span: self.span(words),
            name: name.to_owned(),
            id: (!id.is_empty()).then(|| id.to_owned()),
            code: country.clone(),
            country,
            sectors: Vec::new(),
        }
    }

    pub fn by(mut self, words: &str, name: &str, id: &str) -> Self {
        let who = self.participant(words, name, id);
        self.last().actor.push(who);
        self
    }

    pub fn against(mut self, words: &str, name: &str, id: &str) -> Self {
        let who = self.participant(words, name, id);
        self.last().recipient.push(who);
        self
    }

    pub fn at(mut self, town: Town) -> Self {
        let span = self.span(town.0);
        self.last().place = Some(Place {
            span,
            name: town.0.to_owned(),
            country: Some(town.1.to_owned()),
            admin1: None,
            latitude: Some(town.2),
            longitude: Some(town.3),
            precision: PlacePrecision::Town,
            radius_km: Some(5.0),
            geonames_id: None,
        });
        self
    }

    pub fn within(mut self, words: &str, country: &str) -> Self {
        let span = self.span(words);
        self.last().place = Some(Place {
            span,
            name: words.to_owned(),
            country: Some(country.to_owned()),
            admin1: None,
            latitude: None,
            longitude: None,
            precision: PlacePrecision::Country,
            radius_km: None,
            geonames_id: None,
        });
        self
    }

    pub fn on(self, words: &str, day: &str) -> Self {
        self.between(words, day, day)
    }

    pub fn between(mut self, words: &str, earliest: &str, latest: &str) -> Self {
        let span = self.span(words);
        self.last().when = Some(When {
            span,
            earliest: Some(earliest.to_owned()),
            latest: Some(latest.to_owned()),
            timex: None,
            basis: Basis::Relative,
        });
        self
    }

    pub fn killed(self, words: &str, low: u64, high: Option<u64>, claim: Option<&str>) -> Self {
        self.toll(TollKind::Killed, words, low, high, claim)
    }

    pub fn toll(
        mut self,
        kind: TollKind,
        words: &str,
        low: u64,
        high: Option<u64>,
        claim: Option<&str>,
    ) -> Self {
        let span = self.span(words);
        self.last().tolls.push(Toll {
            kind,
            low: Some(low),
            high,
            span,
            whom: None,
            claim: claim.map(str::to_owned),
        });
        self
    }

    pub fn claim(
        mut self,
        speaker: Option<(&str, SpeakerKind)>,
        stance: Stance,
        cue: &str,
        content: &str,
        about: &[&str],
    ) -> Self {
        let claim = Claim {
            id: format!("c{}", self.0.claims.len() + 1),
            speaker: speaker.map(|(words, kind)| Speaker {
                span: self.span(words),
                kind,
                participant: None,
            }),
            stance,
            cue: self.span(cue),
            content: self.span(content),
            quoted: Quoted::Indirect,
            about: about.iter().map(|id| (*id).to_owned()).collect(),
            confidence: 0.9,
        };
        self.0.claims.push(claim);
        self
    }
}

/// A ledger in a folder of its own that holds these reports, linked.
pub fn ledger_of(stories: &[Story]) -> (tempfile::TempDir, Ledger) {
    let folder = tempfile::tempdir().unwrap();
    let mut ledger = Ledger::open(&folder.path().join("news.db")).unwrap();
    for story in stories {
        ledger.add(&story.0).unwrap();
    }
    ledger.link().unwrap();
    (folder, ledger)
}

/// The incidents as lists of "report/event", sorted.
pub fn groups(ledger: &Ledger) -> Vec<Vec<String>> {
    let page = ledger
        .incidents(&dateline_ledger::Filter::default())
        .unwrap();
    let mut groups: Vec<Vec<String>> = page
        .items
        .iter()
        .map(|summary| {
            let view = ledger.incident(&summary.id).unwrap().unwrap();
            assert_eq!(
                view.summary, *summary,
                "the stored view is the computed one"
            );
            let members = view.members.iter();
            members
                .map(|member| format!("{}/{}", member.report.id, member.event.id))
                .collect()
        })
        .collect();
    groups.sort();
    groups
}

/// The same strike told three times, with figures that cannot all be right and a denial.
pub fn three_tellings() -> [Story; 3] {
    use SpeakerKind::{Institution, NamedPerson, Unnamed};
    let first = Story::new(
        "a-1",
        "Harbour Post",
        "2031-05-09",
        "Jets hit depot in Qarun\n\nAmerican jets struck a depot in Qarun on Thursday. Col. Dana Reyes said two fighters of the Northern Guard were killed. The Northern Guard denied that its men were there.",
    )
    .strike("struck")
    .by("American jets", "United States", "country:USA")
    .against("the Northern Guard", "Northern Guard", "group:northern-guard")
    .at(QARUN)
    .on("on Thursday", "2031-05-08")
    .claim(
        Some(("Col. Dana Reyes", NamedPerson)),
        Stance::Asserts,
        "said",
        "two fighters of the Northern Guard were killed",
        &["e1"],
    )
    .claim(
        Some(("The Northern Guard", Institution)),
        Stance::Denies,
        "denied",
        "its men were there",
        &["e1"],
    )
    .killed("two", 2, Some(2), Some("c1"));
    let second = Story::new(
        "b-2",
        "Delta Wire",
        "2031-05-09",
        "Raid kills many in Qarun\n\nLocal medics said at least 17 people died in an overnight raid on Qarun blamed on the United States. That number could not be confirmed.",
    )
    .strike("raid on")
    .by("the United States", "United States", "country:USA")
    .at(QARUN)
    .on("overnight", "2031-05-08")
    .claim(
        Some(("Local medics", Unnamed)),
        Stance::Asserts,
        "said",
        "at least 17 people died in an overnight raid on Qarun",
        &["e1"],
    )
    .claim(None, Stance::Doubts, "could not be", "That number", &["c1"])
    .killed("at least 17", 17, None, Some("c1"));
    let third = Story::new(
        "c-3",
        "Northern Echo",
        "2031-05-10",
        "Washington says raid was limited\n\nThe United States bombed a Northern Guard depot in Syria this week, killing two, Reyes said.",
    )
    .strike("bombed")
    .by("The United States", "United States", "country:USA")
    .against("Northern Guard", "Northern Guard", "group:northern-guard")
    .within("Syria", "SYR")
    .between("this week", "2031-05-05", "2031-05-10")
    .claim(
        Some(("Reyes", NamedPerson)),
        Stance::Asserts,
        "said",
        "The United States bombed a Northern Guard depot in Syria this week, killing two",
        &["e1"],
    )
    .killed("two", 2, Some(2), Some("c1"));
    [first, second, third]
}
