//! Bytes that are no report, or hide one: each gives an article with problems, quickly, on a small stack.
#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::time::{Duration, Instant};

use dateline_page::{Article, Hints, Kind, MAX_TEXT_BYTES, read};
use proptest::prelude::*;

/// Generous for a busy two-core machine and our own code hardly optimised; a quadratic pass takes minutes.
const LIMIT: Duration = Duration::from_secs(30);
const CORE: &str = "<p>Rebels shelled the market of Korba on Saturday, killing at least nine people, a doctor said.</p>";

/// Reads in a thread with the default stack of 2 MiB, and within [`LIMIT`].
fn check(bytes: Vec<u8>) -> Article {
    let start = Instant::now();
    let thread = std::thread::Builder::new().stack_size(2 << 20);
    let article = thread
        .spawn(move || read(&bytes, &Hints::default()))
        .unwrap()
        .join()
        .unwrap();
    assert!(start.elapsed() < LIMIT, "took {:?}", start.elapsed());
    assert!(article.text.len() <= MAX_TEXT_BYTES);
    article
}

fn codes(article: &Article) -> Vec<&str> {
    article
        .problems
        .iter()
        .map(|problem| problem.code.as_str())
        .collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// `open` and `close` each `count` times around a report.
fn nested(open: &str, close: &str, count: usize) -> Vec<u8> {
    format!(
        "<html><body>{}{CORE}{}</body></html>",
        open.repeat(count),
        close.repeat(count)
    )
    .into_bytes()
}

#[test]
fn empty_and_blank_files() {
    for bytes in [&b""[..], b"\n \r\n\t"] {
        let article = check(bytes.to_vec());
        assert_eq!(
            (codes(&article), article.text.as_str(), article.has_title),
            (vec!["empty"], "", false)
        );
    }
}

#[test]
fn binary_files() {
    let noise: Vec<u8> = (0..200_000_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    for bytes in [
        b"\x89PNG\r\n\x1a\n....".to_vec(),
        b"%PDF-1.4 stream".to_vec(),
        vec![0; 5000],
        noise,
    ] {
        let article = check(bytes);
        assert_eq!(
            (codes(&article), article.text.as_str()),
            (vec!["binary"], "")
        );
    }
}

#[test]
fn invalid_utf8_is_replaced_and_told() {
    let article = check(
        b"Caf\xc3\xa9 owners in S\xc3\xa3o Br\xc3\xa1s said \xff on Friday that troops had left."
            .to_vec(),
    );
    assert_eq!(codes(&article), ["bad-bytes"]);
    assert!(article.text.contains("Café owners") && article.text.contains('\u{fffd}'));
}

#[test]
fn latin1_and_windows_1252() {
    let text = b"The envoy\x92s caf\xe9 meeting in Bogot\xe1 was called off on Monday, \x93for now\x94, his office said.";
    let expected =
        "The envoy’s café meeting in Bogotá was called off on Monday, “for now”, his office said.";
    let article = check(text.to_vec());
    assert_eq!((codes(&article), article.text.as_str()), (vec![], expected));
    for charset in ["iso-8859-1", "windows-1252", "latin1"] {
        let mut page = format!("<html><head><meta charset={charset}></head><body><p>").into_bytes();
        page.extend_from_slice(text);
        let article = check(page);
        assert_eq!((codes(&article), article.text.as_str()), (vec![], expected));
    }
}

#[test]
fn a_single_line_of_50_megabytes() {
    let sentence = "Soldiers opened fire on a bus near the border on Friday, officials said. ";
    let article = check(sentence.repeat(50_000_000 / sentence.len()).into_bytes());
    assert!(codes(&article).contains(&"truncated"));
    let article = check(vec![b'x'; 50_000_000]);
    assert!(codes(&article).contains(&"truncated"));
    let mut page = b"<html><body><p>".to_vec();
    page.extend(sentence.repeat(50_000_000 / sentence.len()).into_bytes());
    let article = check(page);
    assert!(codes(&article).contains(&"truncated") && article.text.starts_with("Soldiers"));
    check("<".repeat(50_000_000).into_bytes());
    check("a\n".repeat(25_000_000).into_bytes());
}

#[test]
fn deep_nesting_keeps_the_text() {
    for (open, close, count) in [
        ("<div>", "</div>", 100_000),
        ("<div>", "", 100_000),
        ("<b><i>", "</i></b>", 50_000),
        ("<b><i>", "", 50_000),
        ("<b><i>", "</b></i>", 50_000),
        ("<table><tr><td>", "</td></tr></table>", 20_000),
        ("<table>", "", 100_000),
        ("<ul><li>", "", 50_000),
        ("<blockquote><p>", "", 50_000),
        ("<a href=x>", "", 100_000),
        ("<p>", "", 100_000),
        ("<custom-element>", "", 100_000),
        ("<div><span><font><div>", "", 30_000),
    ] {
        let article = check(nested(open, close, count));
        assert!(
            article.text.contains("Rebels shelled the market"),
            "{open}: {article:?}"
        );
    }
    assert!(codes(&check(nested("<div>", "</div>", 100_000))).contains(&"too-deep"));
}

#[test]
fn unclosed_special_elements() {
    for (open, count) in [
        ("<svg>", 100_000),
        ("<noscript>", 100_000),
        ("<textarea>", 100_000),
        ("<select><option>", 50_000),
        ("<template>", 100_000),
        ("<form>", 100_000),
    ] {
        check(nested(open, "", count));
    }
    check(nested("<script>", "", 100_000));
    check(nested("<!--", "", 500_000));
    check(nested("<a x='", "", 500_000));
}

#[test]
fn many_siblings_and_wide_pages() {
    for piece in [
        "<div>a</div>",
        "<p>Police said on Friday, again, that it was over.</p>",
        "<table><tr><td>x, y, z, and so on and on",
        "<li>x<br>",
        "<div><p>Some, words, here, and more of them, on and on.</p></div>",
        "<br>",
        "<section><h2>x</h2>",
    ] {
        check(piece.repeat(8_000_000 / piece.len()).into_bytes());
    }
    // Long text under deep nesting: every level's text is looked at.
    check(nested("<div>", "</div>", 90).repeat(3000));
    check(
        format!(
            "{}<p>{}</p>",
            "<div>".repeat(95),
            "word, ".repeat(1_000_000)
        )
        .into_bytes(),
    );
}

#[test]
fn a_hundred_thousand_attributes_on_one_tag() {
    let attributes: String = (0..100_000).map(|n| format!(" a{n}=\"{n}\"")).collect();
    let article = check(format!("<html><body><div{attributes}>{CORE}</div>").into_bytes());
    assert!(codes(&article).contains(&"truncated") && article.text.contains("Rebels shelled"));
    let value = "x".repeat(5_000_000);
    let article = check(format!("<html><body><div class=\"{value}\">{CORE}</div>").into_bytes());
    assert!(article.text.contains("Rebels shelled"));
}

#[test]
fn compressed_reports() {
    let page = format!("<html><body><h1>Market shelled in Korba</h1>{CORE}</body></html>");
    let packed = gzip(page.as_bytes());
    let article = check(packed.clone());
    assert!(article.problems.is_empty() && article.text.contains("Rebels shelled"));
    let cut = packed[..packed.len() - 12].to_vec();
    assert!(codes(&check(cut)).contains(&"gzip-broken"));
    assert!(codes(&check(gzip(&vec![b' '; 300_000_000]))).contains(&"gzip-limit"));
    assert!(codes(&check(gzip(&vec![0; 300_000_000]))).contains(&"binary"));
    assert!(codes(&check(gzip(b""))).contains(&"empty"));
}

#[test]
fn reports_in_other_languages() {
    for (text, language) in [
        (
            "Bei einem Angriff auf einen Kontrollpunkt im Norden des Landes sind am Freitag drei Soldaten getötet worden, teilte die Armee mit.",
            "de",
        ),
        (
            "Trois soldats ont été tués vendredi lors d'une attaque contre un poste de contrôle dans le nord du pays, a annoncé l'armée.",
            "fr",
        ),
        (
            "قتل ثلاثة جنود يوم الجمعة في هجوم على نقطة تفتيش في شمال البلاد، حسبما أعلن الجيش في بيان له.",
            "ar",
        ),
        (
            "В пятницу при нападении на блокпост на севере страны погибли трое военных, сообщили в армии.",
            "ru",
        ),
    ] {
        let article = check(text.as_bytes().to_vec());
        assert_eq!(
            (codes(&article), article.language.as_deref()),
            (vec!["not-english"], Some(language))
        );
        assert!(article.text.len() > 50);
    }
}

#[test]
fn pages_without_an_article() {
    let links: String = (0..40)
        .map(|n| format!("<li><a href=/{n}>Headline number {n}</a></li>"))
        .collect();
    let article =
        check(format!("<html><title>Front page</title><body><ul>{links}</ul>").into_bytes());
    assert!(codes(&article).contains(&"no-article"), "{article:?}");
    assert!(codes(&check(b"<html></html>".to_vec())).contains(&"no-article"));
}

/// What holds for every article of whatever bytes.
fn holds(article: &Article, source_codepoints: usize) {
    assert!(
        article
            .text
            .chars()
            .all(|character| character == '\n' || !character.is_control())
    );
    let first = article.text.split("\n\n").next();
    assert_eq!(article.has_title, article.title.is_some());
    assert!(article.title.is_none() || article.title.as_deref() == first);
    let mut before = 0;
    for dropped in &article.dropped {
        assert!(
            before <= dropped.start
                && dropped.start < dropped.end
                && dropped.end <= source_codepoints
        );
        before = dropped.end;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..600), html in any::<bool>()) {
        let kind = if html { Kind::Html } else { Kind::Text };
        holds(&read(&bytes, &Hints { kind, ..Hints::default() }), usize::MAX);
    }

    #[test]
    fn any_text(text in "(\\PC|[ \n\r\t.“”]){0,400}") {
        let article = read(text.as_bytes(), &Hints { kind: Kind::Text, ..Hints::default() });
        holds(&article, text.chars().count());
    }

    #[test]
    fn any_markup(pieces in prop::collection::vec(prop::sample::select(vec![
        "<div>", "</div>", "<p>", "</p", ">", "<", "<table>", "<tr>", "<td", "</table>", "<a href=\"", "\"", "'", "<script>", "</script>", "<title>", "</title>", "<svg", "</svg>",
        "<!--", "-->", "<h1>", "</h1>", "<time datetime=2020-01-01>", "<meta name=date content=\"2020-02-02\">", "&amp;", "&#0;", "&#x110000;", "&nbsp", "<br><br>", "<pre>\n\n", "Police shot two men on Friday, the mayor said.", "Share", "Leave a Reply", "\u{0}", "é",
        "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"A b c d\"}</script>",
    ]), 0..60)) {
        let page = pieces.concat();
        holds(&read(page.as_bytes(), &Hints { kind: Kind::Html, ..Hints::default() }), 0);
    }
}
