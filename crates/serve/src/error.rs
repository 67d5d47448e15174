//! Pages for what goes wrong: each says what, and what to do next.

use axum::http::{StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use dateline_ledger::LedgerError;
use maud::{Markup, html};

use crate::answer::{Form, json};
use crate::layout::{Here, layout};

/// Why a page cannot be shown.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PageError {
    /// Nothing has this address.
    #[error("There is no {0}.")]
    NotFound(String),
    /// The address asks for something that makes no sense.
    #[error("{0}")]
    Unclear(String),
    /// The request was made under another machine's name.
    #[error("These pages answer only to this machine's own names, not to “{0}”.")]
    ForeignHost(String),
    /// Something other than reading was asked for.
    #[error("These pages are for reading; only GET requests are answered.")]
    ReadingOnly,
    /// The ledger could not be read.
    #[error("The ledger could not be read: {0}.")]
    Ledger(#[from] LedgerError),
    /// The work behind the page was cut off.
    #[error("The page could not be made: {0}.")]
    Stopped(String),
}

impl PageError {
    pub(crate) const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Unclear(_) => StatusCode::BAD_REQUEST,
            Self::ForeignHost(_) => StatusCode::FORBIDDEN,
            Self::ReadingOnly => StatusCode::METHOD_NOT_ALLOWED,
            Self::Ledger(_) | Self::Stopped(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    const fn heading(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "Not found",
            Self::Unclear(_) => "This address cannot be read",
            Self::ForeignHost(_) => "Refused",
            Self::ReadingOnly => "Only reading",
            Self::Ledger(_) | Self::Stopped(_) => "Something failed",
        }
    }

    const fn help(&self) -> &'static str {
        match self {
            Self::NotFound(_) => {
                "Check the address. If reports were replaced since the link was made, look for it in the list of incidents or of reports."
            }
            Self::Unclear(_) => "Correct the address, or start again from the list of incidents.",
            Self::ForeignHost(_) => {
                "Open them as http://127.0.0.1 or http://localhost with the port that `dateline serve` printed."
            }
            Self::ReadingOnly => "To add reports use `dateline add`.",
            Self::Ledger(_) => "Mend what the message names, then load the page again.",
            Self::Stopped(_) => {
                "Load the page again; if it fails again, start `dateline serve` anew."
            }
        }
    }

    pub(crate) fn response(&self, form: Form) -> Response {
        match form {
            Form::Html => (self.status(), Html(self.html().into_string())).into_response(),
            Form::Json => {
                let body = serde_json::json!({"error": self.to_string(), "help": self.help()});
                json(self.status(), body.to_string().into_bytes())
            }
        }
    }

    fn html(&self) -> Markup {
        let body = html! {
            h1 { (self.heading()) }
            p { (self.to_string()) }
            p { (self.help()) }
            p { a href="/" { "All incidents" } " · " a href="/reports" { "All reports" } }
        };
        layout(self.heading(), Here::Nowhere, None, &body)
    }
}

/// Answers addresses that no page has.
pub(crate) async fn no_such_page(uri: Uri) -> Response {
    PageError::NotFound("page at this address".to_owned()).response(Form::of(&uri))
}

/// Answers requests that want to change something.
pub(crate) async fn reading_only(uri: Uri) -> Response {
    PageError::ReadingOnly.response(Form::of(&uri))
}
