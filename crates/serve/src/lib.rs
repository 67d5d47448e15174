//! The pages a person looks at: incidents, their claims side by side, and the sentences that these were read from.
//!
//! A *page* is one struct that holds what the ledger answered. It is shown as HTML, and the same struct is the page's
//! `.json` twin, so whatever can be seen can also be fetched. All state of a view is in its URL; there is no script.
//!
//! | URL | what | twin |
//! |---|---|---|
//! | `/?event_type=ASSAULT&country=MLI` | incidents, filtered | `/incidents.json?…` |
//! | `/incident/{id}` | one incident with its claims matrix | `/incident/{id}.json` |
//! | `/reports?text=…` | reports | `/reports.json?…` |
//! | `/report/{id}?mark=120-138#s120-138` | one report with what was read from it, those words marked | `/report/{id}.json` |
//!
//! # What keeps it safe
//! The server listens on this machine only. It answers no request whose `Host` is another name (a web site could point
//! its own name at 127.0.0.1 and read the answers), it sends a policy that lets a page load nothing but the style sheet
//! and the icon, and every word of a report is escaped. The ledger is opened for reading, anew for each request.
#![forbid(unsafe_code)]

mod answer;
mod assets;
mod countries;
mod error;
mod guard;
mod highlight;
mod incident;
mod incidents;
mod layout;
mod linked;
mod links;
mod matrix;
mod paging;
mod query;
mod report;
mod reports;
mod server;
mod side;
mod words;

use std::path::PathBuf;

use axum::Router;
use axum::middleware::from_fn;
use axum::routing::get;

pub use server::{ServeError, Server, serve};

/// The pages of the ledger at `ledger`, guards included, to be served or tested.
pub fn router(ledger: PathBuf) -> Router {
    Router::new()
        .route("/", get(incidents::page))
        .route("/incidents.json", get(incidents::page))
        .route("/incident/{id}", get(incident::page))
        .route("/reports", get(reports::page))
        .route("/reports.json", get(reports::page))
        .route("/report/{id}", get(report::page))
        .route("/style.css", get(assets::style))
        .route("/icon.svg", get(assets::icon))
        .fallback(error::no_such_page)
        .method_not_allowed_fallback(error::reading_only)
        .with_state(answer::Library::new(ledger))
        .layer(from_fn(guard::guard))
}
