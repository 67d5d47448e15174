//! When two events of different reports may be one happening.
//!
//! Two events *contradict* each other when one of five tests fails. When none fails, each test says how much evidence
//! is needed from the participants, in points; two events *match* when the participants bring as many, and the matter
//! stays *open* when they do not.
//!
//! | test | fails when | points needed |
//! |---|---|---|
//! | realis | it differs, or is `generic`; one is a series and the other is not | |
//! | kind | neither the PLOVER type nor the CAMEO root is equal; for violence: a blast against a deed by hand | another type +2, another mode +1 |
//! | time | the days on which they may have happened lie more than [`SLACK_DAYS`] apart | neighbouring days +1, a loose time +2 |
//! | place | both are known and neither can hold the other | same site or town: 0 for violence and protest, else 2; one inside the other or both coarse: 2; unknown: 4 |
//! | participants | both sides name somebody of the same sort (country and country, group and group) and share nobody, unless who did it is in dispute and time and place are firm | |
//!
//! The participants' evidence: the same group, person or proper name on the same side is worth 4 points, the same
//! country 2, the country in which it happened only 1 (everybody there is of that country). For meetings, agreements
//! and cooperation the two sides are one.
//!
//! A time that the report does not give is taken as the [`PUBLICATION_DAYS`] before publication, and such a time, or
//! one that spans [`FIRM_DAYS`] or more, is *loose*. An event that may have happened at any time within more than
//! [`LONGEST_DAYS`], or of which neither time nor publication is known, joins nothing.
//!
//! Tolls never speak for or against: conflicting figures are what an incident is there to show.

use dateline_record::{EventType, PlacePrecision, Realis};

use crate::profile::{Party, Profile, Spot, Window};

/// Days between two firm times that may still be one: a night strike is Thursday in one time zone and Friday in another.
pub const SLACK_DAYS: i32 = 1;
/// A stated time shorter than so many days is firm ("overnight into Friday", "at the weekend").
pub const FIRM_DAYS: i32 = 4;
/// Days before publication in which an undated event of a report is taken to have happened: most news is told within three.
pub const PUBLICATION_DAYS: i32 = 3;
/// The longest interval, in days, that says anything about which happening is meant: "in 2021" still does.
pub const LONGEST_DAYS: i32 = 366;
/// Kilometres between two towns or sites that may still be one: the spread of gazetteers' coordinates for one town.
pub const NEAR_KM: f64 = 10.0;
/// The largest radius, in kilometres, that a site or town is given: a wider one would swallow the next town.
pub const WIDEST_TOWN_KM: f64 = 25.0;
/// Radius, in kilometres, of a region or border whose size is not known.
pub const REGION_KM: f64 = 300.0;

/// Points for the same group, person or proper name on the same side.
pub const SAME_PARTY: u32 = 4;
/// Points for the same country on the same side.
pub const SAME_COUNTRY: u32 = 2;
/// Points for the same country on the same side where it is the country of the place.
pub const HOME_COUNTRY: u32 = 1;

/// Kinds of happening that a town sees once a day: time and town say enough.
const LOCAL: &[EventType] = &[EventType::Assault, EventType::Protest];
/// Kinds in which who is actor and who recipient is a matter of telling.
const MUTUAL: &[EventType] = &[EventType::Consult, EventType::Agree, EventType::Cooperate];
/// Modes of violence that strike from a distance or by a blast.
const BLAST: &[&str] = &[
    "aerial",
    "drone",
    "explosives",
    "heavy-weapons",
    "suicide-attack",
];
/// Modes of violence done by hand.
const BY_HAND: &[&str] = &[
    "abduct",
    "beat",
    "crowd-control",
    "primitive",
    "sexual",
    "torture",
];
/// Firearms go with neither a blast nor bare hands.
const FIREARMS: &[&str] = &["firearms"];

/// How two events stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fit {
    /// They cannot be one happening.
    Contradict,
    /// Nothing speaks against it, and too little for it.
    Open,
    /// They may be one happening: the more, the likelier.
    Match(u32),
}

/// How two events stand to each other. Symmetric.
pub(crate) fn fit(a: &Profile, b: &Profile) -> Fit {
    if a.report == b.report || a.realis != b.realis || a.series != b.series {
        return Fit::Contradict;
    }
    let Some((evidence, need, place)) = weigh(a, b) else {
        return Fit::Contradict;
    };
    if a.realis == Realis::Generic || a.window.is_none() || b.window.is_none() {
        return Fit::Open;
    }
    evidence.checked_sub(need).map_or(Fit::Open, |margin| {
        Fit::Match(margin + closeness(a, b, place))
    })
}

/// The points that the participants bring and the points needed; none when some test fails.
fn weigh(a: &Profile, b: &Profile) -> Option<(u32, u32, PlaceFit)> {
    let kind = kind_need(a, b)?;
    let time = time_need(a.window, b.window)?;
    let place = fit_place(a.place.as_ref(), b.place.as_ref())?;
    let settled = time == 0 && place == PlaceFit::Same;
    let evidence = fit_parties(a, b, settled && (a.disputed || b.disputed))?;
    Some((evidence, kind + time + place.need(a, b), place))
}

/// Points that only decide which of several possible partners comes first.
fn closeness(a: &Profile, b: &Profile, place: PlaceFit) -> u32 {
    let same_window = a.window == b.window;
    let same_toll = a.killed.iter().any(|low| b.killed.contains(low));
    let same_mode = a.mode.is_some() && a.mode == b.mode;
    let close = match place {
        PlaceFit::Same => 3,
        PlaceFit::Within => 1,
        PlaceFit::Unknown => 0,
    };
    close + 2 * u32::from(same_window) + u32::from(same_toll) + u32::from(same_mode)
}

fn kind_need(a: &Profile, b: &Profile) -> Option<u32> {
    let same_type = a.event_type == b.event_type;
    let root = |profile: &Profile| profile.cameo.get(..2).map(str::to_owned);
    if !same_type && (root(a).is_none() || root(a) != root(b)) {
        return None;
    }
    let (Some(one), Some(other)) = (&a.mode, &b.mode) else {
        return Some(if same_type { 0 } else { 2 });
    };
    let violent = a.event_type == EventType::Assault && b.event_type == EventType::Assault;
    if violent {
        return compatible_means(one, other).then_some(0);
    }
    Some(u32::from(one != other) + if same_type { 0 } else { 2 })
}

fn compatible_means(one: &str, other: &str) -> bool {
    let family = |mode: &str| {
        [BLAST, BY_HAND, FIREARMS]
            .iter()
            .position(|family| family.contains(&mode))
    };
    match (family(one), family(other)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

fn time_need(a: Option<Window>, b: Option<Window>) -> Option<u32> {
    let (Some(a), Some(b)) = (a, b) else {
        return Some(2);
    };
    let gap = (a.first - b.last).max(b.first - a.last);
    if gap > SLACK_DAYS {
        return None;
    }
    let loose = if a.firm && b.firm { 0 } else { 2 };
    Some(loose + u32::from(gap > 0))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PlaceFit {
    /// The same site or town.
    Same,
    /// One may hold the other.
    Within,
    /// At least one is not known.
    Unknown,
}

impl PlaceFit {
    fn need(self, a: &Profile, b: &Profile) -> u32 {
        let local = LOCAL.contains(&a.event_type) && LOCAL.contains(&b.event_type);
        match self {
            Self::Same if local => 0,
            Self::Same | Self::Within => 2,
            Self::Unknown => 4,
        }
    }
}

fn fit_place(a: Option<&Spot>, b: Option<&Spot>) -> Option<PlaceFit> {
    let (Some(a), Some(b)) = (a, b) else {
        return Some(PlaceFit::Unknown);
    };
    let both_fine = is_fine(a) && is_fine(b);
    let named = a.name == b.name && a.country == b.country;
    let same = a.geonames_id.is_some() && a.geonames_id == b.geonames_id;
    if both_fine {
        return (same || near(a, b).unwrap_or(named)).then_some(PlaceFit::Same);
    }
    (same || named || may_hold(a, b)).then_some(PlaceFit::Within)
}

const fn is_fine(spot: &Spot) -> bool {
    matches!(spot.precision, PlacePrecision::Point | PlacePrecision::Town)
}

/// Whether two sites or towns may be one; none without coordinates.
fn near(a: &Spot, b: &Spot) -> Option<bool> {
    let distance = distance_km(a.point?, b.point?);
    let towns = a.precision == PlacePrecision::Town && b.precision == PlacePrecision::Town;
    let radius = |spot: &Spot| spot.radius_km.unwrap_or(0.0).min(WIDEST_TOWN_KM);
    let allowed = if towns {
        NEAR_KM
    } else {
        NEAR_KM.max(radius(a).max(radius(b)))
    };
    Some(distance <= allowed)
}

/// Whether the coarser of two places may hold the other.
fn may_hold(a: &Spot, b: &Spot) -> bool {
    let vague = |spot: &Spot| {
        matches!(
            spot.precision,
            PlacePrecision::Region | PlacePrecision::Border
        )
    };
    if let (Some(one), Some(other)) = (&a.country, &b.country)
        && one != other
        && !(vague(a) || vague(b))
    {
        return false;
    }
    if a.precision == PlacePrecision::Country || b.precision == PlacePrecision::Country {
        return a.country.is_some() && (a.country == b.country);
    }
    if let (Some(one), Some(other)) = (division(a), division(b)) {
        return one == other;
    }
    let (Some(one), Some(other)) = (a.point, b.point) else {
        return a.country.is_some() && a.country == b.country;
    };
    let radius = |spot: &Spot| match (spot.radius_km, vague(spot)) {
        (Some(radius), _) => radius,
        (None, true) => REGION_KM,
        (None, false) => NEAR_KM,
    };
    distance_km(one, other) <= radius(a) + radius(b) + NEAR_KM
}

/// The first-order division that a place is or lies in; none for regions and borders, which cut across.
fn division(spot: &Spot) -> Option<&str> {
    match spot.precision {
        PlacePrecision::Admin1 => spot.admin1.as_deref().or(Some(&spot.name)),
        PlacePrecision::Region | PlacePrecision::Border | PlacePrecision::Country => None,
        _ => spot.admin1.as_deref(),
    }
}

/// Great-circle distance in kilometres between two points in degrees (north, east).
fn distance_km(a: (f64, f64), b: (f64, f64)) -> f64 {
    const EARTH_KM: f64 = 6371.0;
    let (north_a, north_b) = (a.0.to_radians(), b.0.to_radians());
    let north = ((north_b - north_a) / 2.0).sin();
    let east = ((b.1 - a.1).to_radians() / 2.0).sin();
    let chord = north * north + north_a.cos() * north_b.cos() * east * east;
    2.0 * EARTH_KM * chord.clamp(0.0, 1.0).sqrt().asin()
}

/// The points that the participants bring; none when they contradict each other.
fn fit_parties(a: &Profile, b: &Profile, disputed: bool) -> Option<u32> {
    let home: Vec<&str> = [&a.place, &b.place]
        .into_iter()
        .flatten()
        .filter_map(|spot| spot.country.as_deref())
        .collect();
    let home = home.as_slice();
    if MUTUAL.contains(&a.event_type) && MUTUAL.contains(&b.event_type) {
        let pool =
            |profile: &Profile| [profile.actors.clone(), profile.recipients.clone()].concat();
        return fit_mutual(&pool(a), &pool(b), home);
    }
    let actors = fit_side(&a.actors, &b.actors, home);
    let recipients = fit_side(&a.recipients, &b.recipients, home);
    if disputed {
        return Some(actors.unwrap_or(0) + recipients.unwrap_or(0));
    }
    Some(actors? + recipients?)
}

/// Meetings: each shared party counts, and at least one must be shared where both name somebody.
fn fit_mutual(a: &[Party], b: &[Party], home: &[&str]) -> Option<u32> {
    fit_side(a, b, home)?;
    Some(two_best(a, b, home).min(two_best(b, a, home)))
}

/// The points of the two parties of `a` that are best matched in `b`.
fn two_best(a: &[Party], b: &[Party], home: &[&str]) -> u32 {
    let mut best: Vec<u32> = a
        .iter()
        .map(|one| {
            let points = b.iter().map(|other| alike(one, other, home));
            points.max().unwrap_or(0)
        })
        .collect();
    best.sort_unstable();
    best.iter().rev().take(2).sum()
}

fn fit_side(a: &[Party], b: &[Party], home: &[&str]) -> Option<u32> {
    let best = a
        .iter()
        .flat_map(|one| b.iter().map(move |other| alike(one, other, home)))
        .max()
        .unwrap_or(0);
    if best < SAME_PARTY && contradict(a, b, best) {
        return None;
    }
    Some(best)
}

/// Whether two sides name somebody of the same sort and share nobody: other countries, or other groups.
fn contradict(a: &[Party], b: &[Party], best: u32) -> bool {
    match (sort(a), sort(b)) {
        (Some("country"), Some("country")) => best == 0,
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}

/// The sort of id ("country", "group", …) that all identified parties of a side have; none when mixed or unknown.
fn sort(parties: &[Party]) -> Option<&str> {
    let mut sorts = parties
        .iter()
        .filter_map(|party| party.id.as_deref())
        .filter_map(|id| id.split_once(':'))
        .map(|(sort, _)| sort);
    let first = sorts.next()?;
    sorts.all(|sort| sort == first).then_some(first)
}

fn alike(a: &Party, b: &Party, home: &[&str]) -> u32 {
    let specific = |party: &Party| {
        party
            .id
            .as_deref()
            .is_some_and(|id| !id.starts_with("country:"))
    };
    if a.id.is_some() && a.id == b.id && specific(a) {
        return SAME_PARTY;
    }
    if a.id.is_none() && b.id.is_none() && a.name.is_some() && a.name == b.name {
        return SAME_PARTY;
    }
    match (a.country.as_deref(), b.country.as_deref()) {
        (Some(one), Some(other)) if one == other => {
            if home.contains(&one) {
                HOME_COUNTRY
            } else {
                SAME_COUNTRY
            }
        }
        _ => 0,
    }
}
