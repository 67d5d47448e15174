//! From a question to an answer: open the ledger, ask, show as HTML or as JSON.

use std::path::PathBuf;
use std::sync::Arc;

use axum::http::{StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use dateline_ledger::Ledger;
use maud::Render;
use serde::Serialize;

use crate::error::PageError;

/// Where the answers come from.
#[derive(Clone, Debug)]
pub(crate) struct Library {
    ledger: Arc<PathBuf>,
}

impl Library {
    pub(crate) fn new(ledger: PathBuf) -> Self {
        Self {
            ledger: Arc::new(ledger),
        }
    }

    /// Asks the ledger away from the threads that talk to browsers, and shows what it answered.
    pub(crate) async fn answer<P>(
        &self,
        form: Form,
        ask: impl FnOnce(&Ledger) -> Result<P, PageError> + Send + 'static,
    ) -> Response
    where
        P: Serialize + Render + Send + 'static,
    {
        let path = Arc::clone(&self.ledger);
        let work = move || {
            let ledger = Ledger::open_read_only(&path)?;
            let page = ask(&ledger)?;
            form.show(&page)
        };
        match tokio::task::spawn_blocking(work).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => error.response(form),
            Err(stopped) => PageError::Stopped(stopped.to_string()).response(form),
        }
    }
}

/// How a page is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// For people.
    Html,
    /// For programs.
    Json,
}

impl Form {
    /// The form that a URL asks for.
    pub(crate) fn of(uri: &Uri) -> Self {
        if uri.path().ends_with(".json") {
            Self::Json
        } else {
            Self::Html
        }
    }

    fn show<P: Serialize + Render>(self, page: &P) -> Result<Response, PageError> {
        match self {
            Self::Html => Ok(Html(page.render().into_string()).into_response()),
            Self::Json => {
                let body = serde_json::to_vec_pretty(page)
                    .map_err(|error| PageError::Stopped(error.to_string()))?;
                Ok(json(StatusCode::OK, body))
            }
        }
    }
}

/// A JSON answer.
pub(crate) fn json(status: StatusCode, body: Vec<u8>) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}
