//! What holds for every request and every answer.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header, uri::Authority};
use axum::middleware::Next;
use axum::response::Response;

use crate::answer::Form;
use crate::error::PageError;

/// Nothing may be loaded but the style sheet and the icon, no script runs, nobody may frame the page.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    // Pages show what is in the ledger now.
    (header::CACHE_CONTROL, "no-store"),
];

/// Turns away requests under foreign names and adds the headers to every answer.
pub(crate) async fn guard(request: Request, next: Next) -> Response {
    let form = Form::of(request.uri());
    let mut response = match foreign_name(&request) {
        Some(name) => PageError::ForeignHost(name).response(form),
        None => next.run(request).await,
    };
    for (name, value) in HEADERS {
        let value = HeaderValue::from_static(value);
        response.headers_mut().insert(name, value);
    }
    response
}

/// The name by which the request calls this server, if it is not this machine's own.
fn foreign_name(request: &Request) -> Option<String> {
    let named = request.headers().get_all(header::HOST).iter();
    let mut names: Vec<&[u8]> = named.map(HeaderValue::as_bytes).collect();
    let in_address = request.uri().authority().map(Authority::as_str);
    names.extend(in_address.map(str::as_bytes));
    if names.is_empty() {
        return Some(String::new());
    }
    let foreign = names.into_iter().find(|name| !is_own(name))?;
    Some(String::from_utf8_lossy(foreign).chars().take(80).collect())
}

/// Whether `host`, with or without a port, names this machine.
fn is_own(host: &[u8]) -> bool {
    let Ok(host) = std::str::from_utf8(host) else {
        return false;
    };
    ["127.0.0.1", "localhost", "[::1]"].iter().any(|own| {
        let rest = host
            .get(..own.len())
            .filter(|head| head.eq_ignore_ascii_case(own));
        let rest = rest.and_then(|_| host.get(own.len()..));
        rest.is_some_and(|rest| rest.is_empty() || is_port(rest))
    })
}

fn is_port(text: &str) -> bool {
    let digits = text.strip_prefix(':');
    digits.is_some_and(|digits| digits.parse::<u16>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::is_own;

    #[test]
    fn only_names_of_this_machine_are_its_own() {
        for own in [
            "127.0.0.1",
            "127.0.0.1:8733",
            "localhost:1",
            "LOCALHOST",
            "[::1]:80",
        ] {
            assert!(is_own(own.as_bytes()), "{own}");
        }
        for foreign in [
            "",
            "evil.example",
            "127.0.0.1.evil.example",
            "localhost.evil:80",
            "localhost:x",
            "127.0.0.1:99999",
            "10.0.0.1",
        ] {
            assert!(!is_own(foreign.as_bytes()), "{foreign}");
        }
        assert!(!is_own(b"\xff"));
    }
}
