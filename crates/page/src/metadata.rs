//! What a page says about itself: title, byline, site, language, publication day.
//!
//! Pages say it up to five times, for search engines (JSON-LD), for social media (`og:`, `article:`), for libraries
//! (`dc.`), in the visible page (`<time>`, `<h1>`) and in the address. They are asked in that order.

use jiff::civil::Date;

use crate::block::normalise;
use crate::day;
use crate::head::is_alike;
use crate::json_ld::{self, Linked};
use crate::lexicon::LEXICON;
use crate::tokens::{Tag, Token, Tokens, resolve};

/// Characters kept of a captured element.
const MAX_CAPTURE: usize = 600;

/// Names of meta elements that give the publication day, best first.
const DAY_NAMES: [&str; 22] = [
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "publishdate",
    "publish-date",
    "publish_date",
    "pubdate",
    "publication_date",
    "publicationdate",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "citation_publication_date",
    "article_date_original",
    "date",
];
const TITLE_NAMES: [&str; 4] = ["og:title", "twitter:title", "dc.title", "parsely-title"];
const SITE_NAMES: [&str; 3] = ["og:site_name", "application-name", "dc.publisher"];
const AUTHOR_NAMES: [&str; 6] = [
    "author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "byl",
    "article:author",
];

/// What was found in a page, as written.
#[derive(Debug, Default)]
pub(crate) struct Metadata {
    pub(crate) title: Option<String>,
    pub(crate) byline: Option<String>,
    pub(crate) site: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) language: Option<String>,
    /// The day and the line that says where it stands.
    pub(crate) day: Option<(Date, String)>,
    /// The article's text as given to search engines, often without paragraphs.
    pub(crate) body: Option<String>,
}

/// Everything collected on the way through the page.
#[derive(Default)]
struct Collected {
    meta: Vec<(String, String)>,
    linked: Linked,
    title: Option<String>,
    headings: Vec<String>,
    times: Vec<(bool, String)>,
    authors: Vec<String>,
    canonical: Option<String>,
    language: Option<String>,
}

/// An element whose text is being collected.
struct Capture {
    name: String,
    text: String,
    what: Captured,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Captured {
    Heading,
    Author,
    Time,
}

/// Reads the metadata of a page.
pub(crate) fn read(html: &str, address: Option<&str>) -> Metadata {
    let collected = collect(html);
    let url = address.map(str::to_owned).or_else(|| collected.address());
    let stated_site = collected.site();
    let host = url.as_deref().and_then(host).unwrap_or_default();
    Metadata {
        title: collected.choose_title(stated_site.as_deref(), &host),
        byline: collected.byline(),
        language: collected.language(),
        day: collected.day(url.as_deref()),
        body: collected.linked.body.clone(),
        site: stated_site.or_else(|| collected.site_in_title(&host)),
        url,
    }
}

fn collect(html: &str) -> Collected {
    let mut collected = Collected::default();
    let mut capture: Option<Capture> = None;
    for token in Tokens::new(html) {
        match token {
            Token::Open(tag) => {
                collected.element(&tag);
                capture = capture.or_else(|| begin(&tag));
            }
            Token::Whole(tag, content) => collected.whole(&tag, content),
            Token::Text(text) => {
                if let Some(capture) = capture
                    .as_mut()
                    .filter(|capture| capture.text.len() < MAX_CAPTURE)
                {
                    capture.text.push_str(
                        text.get(..text.floor_char_boundary(MAX_CAPTURE))
                            .unwrap_or_default(),
                    );
                }
            }
            Token::Close(name) => {
                if let Some(done) = capture.take_if(|capture| capture.name == name) {
                    collected.captured(&done);
                }
            }
        }
    }
    collected
}

fn begin(tag: &Tag<'_>) -> Option<Capture> {
    let item = tag.get("itemprop").unwrap_or_default();
    let class = tag.get("class").unwrap_or_default().to_ascii_lowercase();
    let is_author = tag.get("rel").as_deref() == Some("author")
        || item == "author"
        || class.split_whitespace().any(|class| {
            matches!(
                class,
                "byline"
                    | "author"
                    | "author-name"
                    | "article-author"
                    | "byline__name"
                    | "story-byline"
            )
        });
    let what = match tag.name.as_ref() {
        "h1" => Captured::Heading,
        "time" => Captured::Time,
        "meta" | "link" | "img" | "br" | "input" | "body" => return None,
        _ if item == "datePublished" => Captured::Time,
        _ if is_author => Captured::Author,
        _ => return None,
    };
    Some(Capture {
        name: tag.name.to_string(),
        text: String::new(),
        what,
    })
}

impl Collected {
    fn element(&mut self, tag: &Tag<'_>) {
        let content = || tag.get("content").filter(|content| !content.is_empty());
        match tag.name.as_ref() {
            "html" => {
                self.language = self
                    .language
                    .take()
                    .or_else(|| tag.get("lang").or_else(|| tag.get("xml:lang")))
            }
            "meta" => {
                let name = ["property", "name", "itemprop", "http-equiv"]
                    .iter()
                    .find_map(|key| tag.get(key));
                if let (Some(name), Some(content)) = (name, content()) {
                    self.meta.push((name.to_ascii_lowercase(), content));
                }
            }
            "link" if tag.get("rel").as_deref() == Some("canonical") => {
                self.canonical = tag.get("href")
            }
            _ => {}
        }
        let class = tag.get("class").unwrap_or_default();
        let published = tag.get("itemprop").as_deref() == Some("datePublished")
            || tag.attributes.iter().any(|(name, _)| name == "pubdate")
            || (tag.name == "time"
                && class
                    .split_whitespace()
                    .any(|class| class == "published" || class == "entry-date"));
        if tag.name == "time" || published {
            let value = tag.get("datetime").or_else(content);
            self.times.extend(value.map(|value| (published, value)));
        }
    }

    fn whole(&mut self, tag: &Tag<'_>, content: &str) {
        if tag.name == "title" {
            let title = normalise(&resolve(content));
            self.title = self
                .title
                .take()
                .or(Some(title).filter(|title| !title.is_empty()));
        } else if tag.name == "script"
            && tag
                .get("type")
                .is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json"))
        {
            json_ld::read(content, &mut self.linked);
        }
    }

    fn captured(&mut self, capture: &Capture) {
        let text = normalise(&resolve(&capture.text));
        if text.is_empty() {
            return;
        }
        match capture.what {
            Captured::Heading => self.headings.push(text),
            Captured::Author => self.authors.push(text),
            Captured::Time => self.times.push((false, text)),
        }
    }

    fn meta(&self, names: &[&str]) -> Option<(&str, &str)> {
        let find = |name: &&str| self.meta.iter().find(|(key, _)| key == *name);
        names
            .iter()
            .find_map(find)
            .map(|(name, content)| (name.as_str(), content.as_str()))
    }

    fn address(&self) -> Option<String> {
        let stated = self
            .canonical
            .clone()
            .or_else(|| self.meta(&["og:url"]).map(|(_, url)| url.to_owned()));
        stated
            .or_else(|| self.linked.url.clone())
            .filter(|url| url.starts_with("http"))
    }

    fn site(&self) -> Option<String> {
        let named = self.meta(&SITE_NAMES).map(|(_, name)| normalise(name));
        named
            .or_else(|| self.linked.publisher.clone())
            .filter(|name| !name.is_empty())
    }

    /// What stands behind the headline in the window title.
    fn site_in_title(&self, host: &str) -> Option<String> {
        let title = self.title.as_deref()?;
        let front = without_site(title, None, host, &self.headings);
        let tail = title.strip_prefix(front.as_str())?;
        let name = tail
            .rsplit(['|', '-', '–', '—', ':', '«', '»', '•', '·'])
            .next()?
            .trim();
        (!name.is_empty()).then(|| name.to_owned())
    }

    fn language(&self) -> Option<String> {
        let stated = || {
            self.meta(&["content-language", "og:locale", "dc.language"])
                .map(|(_, language)| language.to_owned())
        };
        self.language
            .clone()
            .or_else(stated)
            .or_else(|| self.linked.language.clone())
    }

    fn byline(&self) -> Option<String> {
        let stated = self
            .meta(&AUTHOR_NAMES)
            .map(|(_, author)| author.to_owned());
        let found = self
            .linked
            .author
            .clone()
            .or(stated)
            .or_else(|| self.authors.first().cloned())?;
        let clean = normalise(&found);
        let clean = clean
            .strip_prefix("By ")
            .or_else(|| clean.strip_prefix("by "))
            .unwrap_or(&clean);
        let is_name =
            !clean.starts_with("http") && !clean.is_empty() && clean.chars().count() <= 200;
        is_name.then(|| clean.to_owned())
    }

    /// The headline as the reader sees it, unless the visible heading is something else (a section name, a logo).
    fn choose_title(&self, site: Option<&str>, host: &str) -> Option<String> {
        let meta = TITLE_NAMES
            .iter()
            .filter_map(|name| self.meta(&[name]))
            .map(|(_, title)| normalise(title));
        let stated: Vec<String> = self
            .linked
            .headline
            .iter()
            .cloned()
            .chain(meta)
            .chain(self.title.clone())
            .collect();
        let stated: Vec<String> = stated
            .iter()
            .map(|title| without_site(title, site, host, &self.headings))
            .filter(|title| !title.is_empty())
            .collect();
        let visible = self.headings.iter().find(|heading| {
            stated
                .iter()
                .any(|title| is_alike(title, heading) || title == *heading)
        });
        let only = || {
            self.headings
                .first()
                .filter(|heading| heading.split_whitespace().count() >= 4)
                .cloned()
        };
        visible
            .cloned()
            .or_else(|| stated.first().cloned())
            .or_else(only)
    }

    fn day(&self, url: Option<&str>) -> Option<(Date, String)> {
        let linked = || {
            let value = self.linked.published.as_deref()?;
            Some((
                day::from_value(value)?,
                format!("JSON-LD datePublished: {value}"),
            ))
        };
        let meta = || {
            DAY_NAMES.iter().find_map(|name| {
                let (name, value) = self.meta(&[name])?;
                Some((day::from_value(value)?, format!("meta {name}: {value}")))
            })
        };
        let time = |published: bool| {
            self.times
                .iter()
                .filter(move |(marked, _)| *marked || !published)
                .find_map(|(_, value)| {
                    Some((day::from_value(value)?, format!("time element: {value}")))
                })
        };
        let address = || {
            let url = url?;
            Some((day::in_url(url)?, format!("URL: {url}")))
        };
        let day = linked()
            .or_else(meta)
            .or_else(|| time(true))
            .or_else(|| match address() {
                // An unmarked time element may belong to a teaser; the address may not.
                Some((date, because)) => Some((date, because)),
                None => time(false),
            });
        day.map(|(date, because)| (date, because.chars().take(300).collect()))
    }
}

/// Lower-case host without `www.`.
fn host(url: &str) -> Option<String> {
    let rest = url.split("://").nth(1)?;
    let host = rest
        .split(['/', ':', '?', '#'])
        .next()?
        .to_ascii_lowercase();
    Some(host.strip_prefix("www.").unwrap_or(&host).to_owned())
}

/// The title without " - Site name" (or "Site name: ") when the rest shows that this is what it is.
pub(crate) fn without_site(
    title: &str,
    site: Option<&str>,
    host: &str,
    headings: &[String],
) -> String {
    for separator in [
        " | ", " - ", " – ", " — ", " :: ", " « ", " » ", " • ", " · ",
    ] {
        let Some((front, tail)) = title.rsplit_once(separator) else {
            continue;
        };
        let words = front.split_whitespace().count();
        let heading = headings.iter().any(|heading| heading == front);
        if heading || (words >= 3 && is_site(tail, site, host, separator)) {
            return without_site(front.trim(), site, host, headings);
        }
        let (first, rest) = title.split_once(separator).unwrap_or_default();
        if rest.split_whitespace().count() >= 4
            && site.is_some_and(|site| squeeze(site) == squeeze(first))
        {
            return rest.trim().to_owned();
        }
    }
    title.trim().to_owned()
}

fn is_site(tail: &str, site: Option<&str>, host: &str, separator: &str) -> bool {
    let name = squeeze(tail);
    let words: Vec<&str> = tail.split_whitespace().collect();
    let by_site = site.is_some_and(|site| squeeze(site) == name);
    let by_host = !name.is_empty() && name.len() >= 3 && squeeze(host).starts_with(&name);
    let capital = words
        .iter()
        .all(|word| !word.starts_with(char::is_lowercase) || word.len() <= 3);
    let by_word =
        words.len() <= 5 && capital && words.iter().any(|word| LEXICON.is_outlet_word(word));
    let by_bar =
        matches!(separator, " | " | " :: " | " « " | " » " | " • ") && words.len() <= 4 && capital;
    by_site || by_host || by_word || by_bar
}

/// Letters and digits only, lower case.
fn squeeze(text: &str) -> String {
    text.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn site_names_leave_the_title() {
        let strip =
            |title: &str| without_site(title, Some("Valley Ledger"), "hillcourier.example", &[]);
        assert_eq!(
            strip("Two hurt in blast at depot - Valley Ledger"),
            "Two hurt in blast at depot"
        );
        assert_eq!(
            strip("Two hurt in blast at depot | World | Hill Courier"),
            "Two hurt in blast at depot"
        );
        assert_eq!(
            strip("Border reopens - what we know so far"),
            "Border reopens - what we know so far"
        );
        assert_eq!(
            strip("Valley Ledger | Two hurt in blast at depot"),
            "Two hurt in blast at depot"
        );
    }

    #[test]
    fn sources_are_asked_in_order() {
        let page = r#"<html lang=en-GB><title>Blast at depot hurts two - Hill Courier</title><meta property="og:title" content="Blast at depot hurts two">
            <meta name=author content="By Ana Example"><meta property="article:published_time" content="2022-05-02T23:30:00-06:00">
            <h1>Blast at depot hurts two</h1><time datetime="2022-05-09">"#;
        let read = read(page, Some("https://hillcourier.example/2022/05/03/blast"));
        assert_eq!(read.title.as_deref(), Some("Blast at depot hurts two"));
        assert_eq!(read.byline.as_deref(), Some("Ana Example"));
        assert_eq!(read.language.as_deref(), Some("en-GB"));
        assert_eq!(read.day.unwrap().0.to_string(), "2022-05-02");
    }
}
