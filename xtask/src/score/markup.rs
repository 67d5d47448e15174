//! Just enough XML for the corpora: elements found by name, attributes, entities.

/// The contents of every `<name …>…</name>`, in order, with the attributes of the opening tag.
pub(super) fn elements<'a>(xml: &'a str, name: &str) -> Vec<(&'a str, &'a str)> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut found = Vec::new();
    let mut rest = xml;
    while let Some(start) = rest.find(&open) {
        let after = &rest[start + open.len()..];
        rest = after;
        if !after.starts_with([' ', '>', '\n', '/', '\t']) {
            continue;
        }
        let Some((attributes, body)) = after.split_once('>') else {
            break;
        };
        if attributes.ends_with('/') {
            found.push((attributes, ""));
            continue;
        }
        let Some((content, after)) = body.split_once(&close) else {
            break;
        };
        found.push((attributes, content));
        rest = after;
    }
    found
}

/// The text of the first element of that name.
pub(super) fn text<'a>(xml: &'a str, name: &str) -> Option<&'a str> {
    elements(xml, name).first().map(|(_, content)| *content)
}

/// The value of an attribute.
pub(super) fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let (_, after) = attributes.split_once(&format!(" {name}=\""))?;
    after.split_once('"').map(|(value, _)| value)
}

/// Resolves the five entities of XML.
pub(super) fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// A text given as CDATA or with entities.
pub(super) fn plain(content: &str) -> String {
    let inner = content
        .trim()
        .strip_prefix("<![CDATA[")
        .and_then(|rest| rest.strip_suffix("]]>"));
    inner.map_or_else(|| unescape(content), str::to_owned)
}
