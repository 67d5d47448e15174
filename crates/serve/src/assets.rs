//! The two files that pages load: the style sheet and the icon.

use axum::http::header;
use axum::response::{IntoResponse, Response};

/// The style sheet of all pages.
pub(crate) async fn style() -> Response {
    let kind = [(header::CONTENT_TYPE, "text/css; charset=utf-8")];
    (kind, include_str!("../../../web/style.css")).into_response()
}

/// The icon in the browser's tab.
pub(crate) async fn icon() -> Response {
    let kind = [(header::CONTENT_TYPE, "image/svg+xml")];
    (kind, include_str!("../../../web/icon.svg")).into_response()
}
