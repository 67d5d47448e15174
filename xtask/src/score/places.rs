//! Places against LGL (local news of the United States) and GeoVirus (Wikinews).

use std::ops::Range;
use std::path::Path;

use dateline_ground::Grounder;
use dateline_parse::Reader;
use dateline_record::Published;

use super::count::{Overlap, Share};
use super::markup::{elements, plain, text};
use super::table::Table;

/// A place counts as right within this distance (100 miles).
const NEAR_KM: f64 = 161.0;

/// One document with its toponyms.
struct Document {
    text: String,
    toponyms: Vec<Toponym>,
}

/// One place name.
struct Toponym {
    bytes: Range<usize>,
    /// Degrees north and east, where the gold has them.
    coordinates: Option<(f64, f64)>,
}

/// What was found: the bytes of the name, and where it lies if that is known.
type Found = (Range<usize>, Option<Point>);

/// Degrees north and east, and the place's own radius in kilometres.
type Point = (f64, f64, f64);

#[derive(Default)]
struct Scores {
    names: Overlap,
    near: Share,
    /// The same, but the centre of a country or region may lie anywhere inside it.
    inside: Share,
    resolved: Overlap,
}

/// The table for both corpora.
pub(crate) fn score(
    reader: &Reader,
    grounder: &Grounder,
    corpora: &Path,
    verbose: bool,
) -> anyhow::Result<Table> {
    let lgl = lgl(&super::content(&corpora.join("dev/lgl/lgl.xml"))?);
    let geovirus = geovirus(&super::content(&corpora.join("dev/geovirus/GeoVirus.xml"))?);
    let mut table = Table::new("Places (names overlap; right within 161 km)");
    for (name, documents) in [("LGL", lgl), ("GeoVirus", geovirus)] {
        anyhow::ensure!(!documents.is_empty(), "{name} holds no documents");
        let mut scores = Scores::default();
        for document in &documents {
            score_document(&mut scores, reader, grounder, document, verbose);
        }
        let names = scores.names;
        let detail = format!(
            "{:.1} (P {:.1}, R {:.1})",
            names.f1(),
            names.precision(),
            names.recall()
        );
        table.text(&format!("{name} names F1"), &detail, "", "");
        table.percent(
            &format!("{name} within 161 km, of the names found"),
            scores.near.percent(),
            "",
            "",
        );
        table.percent(
            &format!("{name} within 161 km or the place's own radius, of the names found"),
            scores.inside.percent(),
            "",
            "",
        );
        table.percent(
            &format!("{name} found and within 161 km, recall"),
            scores.resolved.recall(),
            "",
            "",
        );
    }
    Ok(table)
}

fn score_document(
    scores: &mut Scores,
    reader: &Reader,
    grounder: &Grounder,
    document: &Document,
    verbose: bool,
) {
    let analysis = reader.read(&document.text, false);
    let grounded = grounder.ground(&analysis, &Published::unknown());
    let found: Vec<Found> = grounded
        .places
        .iter()
        .map(|mention| {
            let bytes = analysis.sentences[mention.sentence].bytes_of(mention.tokens.clone());
            let place = &mention.place;
            let point = place.latitude.zip(place.longitude);
            (
                bytes,
                point.map(|(north, east)| (north, east, place.radius_km.unwrap_or(0.0))),
            )
        })
        .collect();
    let overlaps = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
    scores.names.found += found.len();
    scores.names.gold += document.toponyms.len();
    for toponym in &document.toponyms {
        let partner = found
            .iter()
            .find(|(bytes, _)| overlaps(bytes, &toponym.bytes));
        scores.names.both += usize::from(partner.is_some());
        let Some(gold) = toponym.coordinates else {
            continue;
        };
        let distance =
            partner.and_then(|(_, place)| place.map(|place| (distance_km(gold, place), place.2)));
        let near = distance.is_some_and(|(distance, _)| distance <= NEAR_KM);
        let inside = distance.is_some_and(|(distance, radius)| distance <= radius.max(NEAR_KM));
        scores.resolved.gold += 1;
        scores.resolved.both += usize::from(near);
        if partner.is_some() {
            scores.near.add(near);
            scores.inside.add(inside);
        }
        if verbose && !near {
            let name = &document.text[toponym.bytes.clone()];
            eprintln!(
                "{name}\tgold {gold:?}\tfound {:?}",
                partner.map(|(_, place)| place)
            );
        }
    }
    for (bytes, _) in found.iter().filter(|_| verbose) {
        if !document
            .toponyms
            .iter()
            .any(|toponym| overlaps(&toponym.bytes, bytes))
        {
            eprintln!("{}\tnot gold", &document.text[bytes.clone()]);
        }
    }
}

/// The great-circle distance.
fn distance_km(a: (f64, f64), b: Point) -> f64 {
    let (latitude_a, latitude_b) = (a.0.to_radians(), b.0.to_radians());
    let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let h = half(b.0 - a.0) + latitude_a.cos() * latitude_b.cos() * half(b.1 - a.1);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}

fn lgl(xml: &str) -> Vec<Document> {
    elements(xml, "article")
        .into_iter()
        .filter_map(|(_, article)| {
            let body = plain(text(article, "text")?);
            let toponyms = elements(article, "toponym");
            let toponym = |(_, content): (&str, &str)| toponym(&body, content, 0);
            let toponyms = toponyms.into_iter().filter_map(toponym).collect();
            Some(Document {
                text: body,
                toponyms,
            })
        })
        .collect()
}

fn geovirus(xml: &str) -> Vec<Document> {
    elements(xml, "article")
        .into_iter()
        .filter_map(|(_, article)| {
            let body = plain(text(article, "text")?);
            let locations = elements(article, "location");
            // Positions are counted from 1 there.
            let toponym = |(_, content): (&str, &str)| toponym(&body, content, 1);
            let toponyms = locations.into_iter().filter_map(toponym).collect();
            Some(Document {
                text: body,
                toponyms,
            })
        })
        .collect()
}

/// One toponym; positions are in characters, counted from `first`.
fn toponym(body: &str, content: &str, first: usize) -> Option<Toponym> {
    let number = |name: &str| text(content, name)?.trim().parse::<usize>().ok();
    let byte = |position: usize| {
        let at = position.checked_sub(first)?;
        body.char_indices()
            .map(|(byte, _)| byte)
            .chain([body.len()])
            .nth(at)
    };
    let degree = |name: &str| text(content, name)?.trim().parse::<f64>().ok();
    Some(Toponym {
        bytes: byte(number("start")?)?..byte(number("end")?)?,
        coordinates: degree("lat").zip(degree("lon")),
    })
}
