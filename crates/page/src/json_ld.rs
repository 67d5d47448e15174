//! JSON-LD: what publishers tell search engines about an article.

use serde_json::{Map, Value};

use crate::block::normalise;

/// What was found; the first article of a page wins, field by field.
#[derive(Debug, Default)]
pub(crate) struct Linked {
    pub(crate) headline: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) body: Option<String>,
}

/// Reads the content of one `application/ld+json` script; nonsense is passed over.
pub(crate) fn read(script: &str, linked: &mut Linked) {
    let script = script
        .trim()
        .trim_start_matches("<!--")
        .trim_end_matches("-->")
        .trim();
    let script = script
        .trim_start_matches("//<![CDATA[")
        .trim_end_matches("//]]>")
        .trim()
        .trim_end_matches(';');
    // Raw line breaks inside strings are not JSON, but common; between tokens a space does as well.
    let script: String = script
        .chars()
        .map(|character| {
            if character.is_control() {
                ' '
            } else {
                character
            }
        })
        .collect();
    if let Ok(value) = serde_json::from_str(&script) {
        visit(&value, linked);
    }
}

/// Goes through arrays, graphs and nested entities. The parser has bounded the depth to 128.
fn visit(value: &Value, linked: &mut Linked) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| visit(value, linked)),
        Value::Object(object) => {
            if is_article(object) {
                take(object, linked);
            }
            for key in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart"] {
                if let Some(inner) = object.get(key) {
                    visit(inner, linked);
                }
            }
        }
        _ => {}
    }
}

fn is_article(object: &Map<String, Value>) -> bool {
    let fits = |kind: &Value| {
        let kind = kind.as_str().unwrap_or_default();
        kind.ends_with("Article")
            || matches!(
                kind,
                "BlogPosting" | "LiveBlogPosting" | "Report" | "SocialMediaPosting"
            )
    };
    match object.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(fits),
        Some(kind) => fits(kind),
        None => false,
    }
}

fn take(object: &Map<String, Value>, linked: &mut Linked) {
    let field = |name: &str| object.get(name).and_then(name_of);
    fill(
        &mut linked.headline,
        field("headline").or_else(|| field("name")),
    );
    fill(
        &mut linked.published,
        field("datePublished").or_else(|| field("dateCreated")),
    );
    fill(
        &mut linked.author,
        field("author").or_else(|| field("creator")),
    );
    fill(&mut linked.publisher, field("publisher"));
    fill(&mut linked.language, field("inLanguage"));
    fill(
        &mut linked.url,
        field("url").or_else(|| field("mainEntityOfPage")),
    );
    let body = object
        .get("articleBody")
        .and_then(Value::as_str)
        .map(str::to_owned);
    linked.body = linked.body.take().or(body);
}

fn fill(slot: &mut Option<String>, value: Option<String>) {
    *slot = slot.take().or(value);
}

/// A string, the name (or id) of an entity, or the names of several.
fn name_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => normalise(&crate::tokens::resolve(text)),
        Value::Object(object) => object
            .get("name")
            .or_else(|| object.get("@id"))
            .and_then(name_of)?,
        Value::Array(values) => values
            .iter()
            .filter_map(name_of)
            .collect::<Vec<_>>()
            .join(", "),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn graphs_arrays_and_raw_line_breaks_are_read() {
        let script = r#"{"@context":"https://schema.org","@graph":[{"@type":"WebPage","name":"Page"},
            {"@type":["NewsArticle"],"headline":"Convoy hit&#39;s
            north","datePublished":"2022-05-02","author":[{"name":"A. Writer"},{"name":"B. Writer"}],"publisher":{"name":"Hill Courier"}}]}"#;
        let mut linked = Linked::default();
        read(script, &mut linked);
        assert_eq!(linked.headline.as_deref(), Some("Convoy hit's north"));
        assert_eq!(linked.author.as_deref(), Some("A. Writer, B. Writer"));
        assert_eq!(linked.publisher.as_deref(), Some("Hill Courier"));
        let mut linked = Linked::default();
        read(&"[".repeat(100_000), &mut linked);
        assert!(linked.headline.is_none());
    }
}
