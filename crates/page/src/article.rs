//! The article and the road to it.

use dateline_record::{Dropped, Problem, Published, PublishedBasis};
use jiff::civil::Date;

use crate::block::{Block, normalise};
use crate::chrome::{self, Verdict};
use crate::metadata::{self, Metadata};
use crate::{bound, day, decode, gzip, head, html, language, plain};

/// Bytes of clean text that are kept: 1 MiB, about 170,000 words. What is longer is not one report.
pub const MAX_TEXT_BYTES: usize = 1 << 20;

/// One published report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Headline.
    pub title: Option<String>,
    /// Author line, without "By".
    pub byline: Option<String>,
    /// Name of the outlet.
    pub site: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// ISO 639-1 code of the language that the text is written in, `None` when it could not be told.
    pub language: Option<String>,
    /// Publication day with basis `given`, `page` or `url`; else unknown.
    pub published: Published,
    /// Headline first if there is one, then the paragraphs, each separated by one blank line. The only control character is `\n`.
    pub text: String,
    /// Whether the first paragraph of `text` is the headline.
    pub has_title: bool,
    /// What was left out of a plain text, in source code points, in source order. Always empty for HTML.
    pub dropped: Vec<Dropped>,
    /// What could not be read, in the order found.
    pub problems: Vec<Problem>,
}

/// What the bytes are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// To be told from the bytes.
    #[default]
    Guess,
    /// Plain text, even if it looks like markup.
    Text,
    /// HTML, a page or a fragment.
    Html,
}

/// What the caller knows about a report. It is believed before the page.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints<'a> {
    /// Where it was published.
    pub url: Option<&'a str>,
    /// Its headline.
    pub title: Option<&'a str>,
    /// Its publication day.
    pub published: Option<Date>,
    /// What the bytes are.
    pub kind: Kind,
}

/// Reads a report. Never fails and never panics: [`Article::problems`] says what went wrong.
///
/// Memory is bounded by a small multiple of [`crate::MAX_SOURCE_BYTES`] (and [`crate::MAX_UNPACKED_BYTES`] for compressed
/// input), time is linear in the input.
#[must_use]
pub fn read(bytes: &[u8], hints: &Hints<'_>) -> Article {
    let (bytes, unpacking) = gzip::decompress(bytes);
    let decoded = decode::decode(&bytes, hints.kind);
    let mut problems: Vec<Problem> = unpacking.into_iter().chain(decoded.problems).collect();
    let unreadable = problems
        .iter()
        .any(|problem| matches!(problem.code.as_str(), "empty" | "binary"));
    let mut article = if unreadable {
        Draft::default().finish(hints, Vec::new())
    } else if decoded.html {
        read_html(&decoded.text, hints, &mut problems)
    } else {
        read_plain(&decoded.text, hints, &mut problems)
    };
    problems.append(&mut article.problems);
    article.problems = problems;
    article
}

/// What was read, before the hints are laid over it.
#[derive(Default)]
struct Draft {
    metadata: Metadata,
    title: Option<String>,
    paragraphs: Vec<String>,
    dropped: Vec<Dropped>,
    readable: bool,
}

fn read_plain(text: &str, hints: &Hints<'_>, problems: &mut Vec<Problem>) -> Article {
    let (blocks, cut) = plain::blocks(text);
    if cut {
        let message = "the text has more lines than any report; the rest was not read";
        problems.push(Problem::of_report("truncated", message));
    }
    let hint = hints.title.map(normalise).filter(|title| !title.is_empty());
    let verdict = chrome::judge(&blocks, hint.as_deref());
    let dropped = dropped(&blocks, &verdict);
    let mut draft = Draft {
        dropped,
        readable: true,
        ..Draft::default()
    };
    draft.take(&blocks, &verdict, hint);
    draft.finish(hints, Vec::new())
}

fn read_html(page: &str, hints: &Hints<'_>, problems: &mut Vec<Problem>) -> Article {
    let bounded = bound::bound(page);
    problems.extend(bounded.problems());
    let mut metadata = metadata::read(page, hints.url);
    let given = hints.title.map(normalise).filter(|title| !title.is_empty());
    let mut blocks = html::blocks(&bounded.html);
    if let Some(body) = metadata.body.take() {
        blocks = longer(blocks, plain::blocks(&body).0);
    }
    let stated = metadata.title.as_deref();
    let shown =
        stated.and_then(|title| head::as_shown(title, &blocks).or_else(|| Some(title.to_owned())));
    let title = given.or(shown);
    let verdict = chrome::judge(&blocks, title.as_deref());
    let mut draft = Draft {
        metadata,
        readable: true,
        ..Draft::default()
    };
    draft.take(&blocks, &verdict, title);
    draft.finish(hints, Vec::new())
}

/// The text given to search engines stands in when the page holds less than half of it.
fn longer(found: Vec<Block>, stated: Vec<Block>) -> Vec<Block> {
    let words = |blocks: &[Block]| -> usize { blocks.iter().map(Block::word_count).sum() };
    if words(&stated) > 2 * words(&found) {
        stated
    } else {
        found
    }
}

/// Dropped blocks as stretches of the source; neighbours with one reason are one stretch.
fn dropped(blocks: &[Block], verdict: &Verdict) -> Vec<Dropped> {
    let mut all: Vec<Dropped> = Vec::new();
    let mut before: Option<&str> = None;
    for (block, reason) in blocks.iter().zip(&verdict.reasons) {
        if let Some(reason) = *reason {
            match all.last_mut().filter(|_| before == Some(reason)) {
                Some(last) => last.end = block.source.end,
                None => all.push(Dropped {
                    start: block.source.start,
                    end: block.source.end,
                    reason: reason.to_owned(),
                }),
            }
        }
        before = *reason;
    }
    all
}

impl Draft {
    /// Takes the kept blocks over.
    fn take(&mut self, blocks: &[Block], verdict: &Verdict, title: Option<String>) {
        let head = &verdict.head;
        let found = head
            .title
            .and_then(|index| blocks.get(index))
            .map(|block| block.text.clone());
        self.title = title
            .or_else(|| head.stated_title.clone())
            .or_else(|| found.clone());
        let mut kept: Vec<&Block> = Vec::new();
        for (index, block) in blocks.iter().enumerate() {
            let out = verdict.reasons.get(index).is_some_and(Option::is_some)
                || head.title == Some(index);
            let twice = kept.last().is_some_and(|last| last.text == block.text);
            if !out && !twice {
                kept.push(block);
            }
        }
        self.paragraphs = kept.into_iter().map(|block| block.text.clone()).collect();
        // A page may repeat its headline above the text.
        if let (Some(title), Some(first)) = (&self.title, self.paragraphs.first())
            && (first == title || (head::is_alike(title, first) && !first.ends_with('.')))
        {
            self.paragraphs.remove(0);
        }
        self.metadata.byline = self.metadata.byline.take().or_else(|| head.byline.clone());
        self.metadata.day = self.metadata.day.take().or_else(|| head.day.clone());
    }

    fn finish(self, hints: &Hints<'_>, mut problems: Vec<Problem>) -> Article {
        let published = self.published(hints);
        let title = self.title;
        let has_title = title.is_some();
        let paragraphs = title.iter().chain(&self.paragraphs);
        let (text, cut) = join(paragraphs.map(String::as_str));
        if cut {
            let message = format!(
                "the text is longer than {} MiB; only the beginning was kept",
                MAX_TEXT_BYTES >> 20
            );
            problems.push(Problem::of_report("truncated", message));
        }
        let language = language::of(&text, self.metadata.language.as_deref());
        if self.readable {
            problems.extend(missing(&self.paragraphs));
            problems.extend(foreign(language.as_deref()));
        }
        Article {
            title,
            byline: self.metadata.byline,
            site: self.metadata.site,
            url: hints.url.map(str::to_owned).or(self.metadata.url),
            language,
            published,
            text,
            has_title,
            dropped: self.dropped,
            problems,
        }
    }

    fn published(&self, hints: &Hints<'_>) -> Published {
        if let Some(date) = hints.published {
            let because = format!("given with the report: {date}");
            return Published::day(&date.to_string(), PublishedBasis::Given, because);
        }
        if let Some((date, because)) = &self.metadata.day {
            let basis = if because.starts_with("URL: ") {
                PublishedBasis::Url
            } else {
                PublishedBasis::Page
            };
            return Published::day(&date.to_string(), basis, because.clone());
        }
        match hints.url.and_then(|url| Some((url, day::in_url(url)?))) {
            Some((url, date)) => Published::day(
                &date.to_string(),
                PublishedBasis::Url,
                format!("URL: {url}"),
            ),
            None => Published::unknown(),
        }
    }
}

/// Paragraphs with blank lines between them, up to [`MAX_TEXT_BYTES`]; whether something was cut.
fn join<'a>(paragraphs: impl Iterator<Item = &'a str>) -> (String, bool) {
    let mut text = String::new();
    for paragraph in paragraphs {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(paragraph);
        if text.len() > MAX_TEXT_BYTES {
            text.truncate(text.floor_char_boundary(MAX_TEXT_BYTES));
            text.truncate(text.trim_end().len());
            return (text, true);
        }
    }
    (text, false)
}

fn missing(paragraphs: &[String]) -> Option<Problem> {
    let message =
        "no article text was found; if this is a front page or a list, give the report's own page";
    paragraphs
        .is_empty()
        .then(|| Problem::of_report("no-article", message))
}

fn foreign(language: Option<&str>) -> Option<Problem> {
    let language = language.filter(|language| *language != "en")?;
    let message = format!("the text is not English (`{language}`); only English is coded");
    Some(Problem::of_report("not-english", message))
}
