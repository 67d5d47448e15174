//! Areas computed from the towns of a country: its parts, its borders.

use std::collections::BTreeSet;

use super::file::Gazetteer;

/// A circle on the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Circle {
    /// Degrees north.
    pub(super) latitude: f64,
    /// Degrees east.
    pub(super) longitude: f64,
    /// Kilometres.
    pub(super) radius_km: f64,
}

/// A side of a country: how much north and east counts, each -1, 0 or 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Direction {
    pub(super) north: i8,
    pub(super) east: i8,
}

impl Direction {
    /// Reads "eastern", "north-east", "central", … in any case.
    pub(super) fn read(word: &str) -> Option<Self> {
        let word = word.to_lowercase().replace(['-', '‐', ' '], "");
        let word = word
            .strip_suffix("ernmost")
            .or_else(|| word.strip_suffix("ern"))
            .unwrap_or(&word);
        let (north, east) = match word {
            "north" | "upper" => (1, 0),
            "south" | "lower" => (-1, 0),
            "east" => (0, 1),
            "west" => (0, -1),
            "northeast" => (1, 1),
            "northwest" => (1, -1),
            "southeast" => (-1, 1),
            "southwest" => (-1, -1),
            "central" => (0, 0),
            _ => return None,
        };
        Some(Self { north, east })
    }
}

/// Kilometres between two points given as degrees north and east.
pub(super) fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (a_latitude, b_latitude) = (a.0.to_radians(), b.0.to_radians());
    let half_north = (b_latitude - a_latitude) / 2.0;
    let half_east = (b.1 - a.1).to_radians() / 2.0;
    let part =
        half_north.sin().powi(2) + a_latitude.cos() * b_latitude.cos() * half_east.sin().powi(2);
    12_742.0 * part.sqrt().min(1.0).asin()
}

/// The part of a country on one side: the middle of what towns cover in the outer third, or in the middle third.
pub(super) fn part_of_country(
    gazetteer: &Gazetteer,
    country: usize,
    direction: Direction,
) -> Option<Circle> {
    let cells = cells_of(gazetteer, country);
    let north = third(&cells, |cell| cell.0, direction.north, direction.east == 0);
    let east = third(&cells, |cell| cell.1, direction.east, direction.north == 0);
    let inside = |cell: &&Cell| north.contains(cell.0) && east.contains(cell.1);
    let chosen: Vec<Cell> = cells.iter().filter(inside).copied().collect();
    circle(&chosen)
}

/// The part of a circle on one side: half-way out, half as wide.
pub(super) fn part_of_circle(whole: Circle, direction: Direction) -> Circle {
    let away = whole.radius_km * 0.5;
    let diagonal = if direction.north != 0 && direction.east != 0 {
        0.7
    } else {
        1.0
    };
    let degrees_east = 111.2 * whole.latitude.to_radians().cos().max(0.05);
    Circle {
        latitude: whole.latitude + f64::from(direction.north) * diagonal * away / 111.2,
        longitude: whole.longitude + f64::from(direction.east) * diagonal * away / degrees_east,
        radius_km: whole.radius_km * 0.6,
    }
}

/// The land along the border of two countries: the middle of the cells of the first that touch the second.
pub(super) fn border(gazetteer: &Gazetteer, first: usize, second: usize) -> Option<Circle> {
    let (ours, theirs) = (cells_of(gazetteer, first), cells_of(gazetteer, second));
    for reach in 1..=4 {
        let near = |cell: &Cell| {
            (-reach..=reach).any(|north| {
                (-reach..=reach).any(|east| theirs.contains(&(cell.0 + north, cell.1 + east)))
            })
        };
        let mut touching: Vec<Cell> = ours.iter().filter(|cell| near(cell)).copied().collect();
        if !touching.is_empty() {
            let near_ours = |cell: &&Cell| {
                touching
                    .iter()
                    .any(|our| (our.0 - cell.0).abs() <= reach && (our.1 - cell.1).abs() <= reach)
            };
            let further: Vec<Cell> = theirs.iter().filter(near_ours).copied().collect();
            touching.extend(further);
            return circle(&touching);
        }
    }
    None
}

/// A cell of half a degree each way, by the number of its row and column.
type Cell = (i32, i32);

/// The cells where a country has towns.
fn cells_of(gazetteer: &Gazetteer, country: usize) -> BTreeSet<Cell> {
    let towns = gazetteer
        .countries()
        .get(country)
        .map(|country| country.towns.clone());
    let cell = |place: u32| {
        let row = gazetteer.row(place)?;
        // Degrees are at most 180, so the numbers of rows and columns are small.
        Some((
            (row.latitude * 2.0).round() as i32,
            (row.longitude * 2.0).round() as i32,
        ))
    };
    towns.into_iter().flatten().filter_map(cell).collect()
}

/// An inclusive range of rows or columns.
struct Band {
    low: i32,
    high: i32,
}

impl Band {
    fn contains(&self, number: i32) -> bool {
        (self.low..=self.high).contains(&number)
    }
}

/// The third of the range that lies on `side` (1 high, -1 low). Side 0 is everything, unless `middle` asks for the middle
/// and the other axis gives no side either.
fn third(cells: &BTreeSet<Cell>, axis: impl Fn(&Cell) -> i32, side: i8, middle: bool) -> Band {
    let mut numbers: Vec<i32> = cells.iter().map(axis).collect();
    numbers.sort_unstable();
    let at = |share: f64| {
        let last = numbers.len().saturating_sub(1) as f64;
        numbers
            .get((last * share).round() as usize)
            .copied()
            .unwrap_or_default()
    };
    let (low, high) = (at(0.02), at(0.98));
    let width = f64::from(high - low) / 3.0;
    let step = width.floor() as i32;
    match (side, middle) {
        (1, _) => Band {
            low: high - step,
            high: i32::MAX,
        },
        (-1, _) => Band {
            low: i32::MIN,
            high: low + step,
        },
        (_, true) => Band {
            low: low + step,
            high: high - step,
        },
        _ => Band {
            low: i32::MIN,
            high: i32::MAX,
        },
    }
}

/// The circle around cells: their mean, and the distance that holds nine tenths of them.
fn circle(cells: &[Cell]) -> Option<Circle> {
    if cells.is_empty() {
        return None;
    }
    let count = cells.len() as f64;
    let latitude = cells.iter().map(|cell| f64::from(cell.0)).sum::<f64>() / count / 2.0;
    let longitude = cells.iter().map(|cell| f64::from(cell.1)).sum::<f64>() / count / 2.0;
    let centre = (latitude, longitude);
    let mut distances: Vec<f64> = cells
        .iter()
        .map(|cell| kilometres(centre, (f64::from(cell.0) / 2.0, f64::from(cell.1) / 2.0)))
        .collect();
    distances.sort_by(f64::total_cmp);
    let radius_km = distances
        .get(distances.len() * 9 / 10)
        .copied()
        .unwrap_or_default()
        .max(25.0);
    Some(Circle {
        latitude,
        longitude,
        radius_km,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_are_read_in_all_spellings() {
        assert_eq!(
            Direction::read("Eastern"),
            Some(Direction { north: 0, east: 1 })
        );
        assert_eq!(
            Direction::read("north-western"),
            Some(Direction { north: 1, east: -1 })
        );
        assert_eq!(
            Direction::read("central"),
            Some(Direction { north: 0, east: 0 })
        );
        assert_eq!(Direction::read("modern"), None);
        assert_eq!(Direction::read("Eastwood"), None);
    }

    #[test]
    fn distances_are_in_kilometres() {
        let distance = kilometres((51.507, -0.128), (48.857, 2.352));
        assert!((distance - 344.0).abs() < 3.0, "{distance}");
    }
}
