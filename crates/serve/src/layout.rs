//! What all pages share: head, navigation, foot.

use maud::{DOCTYPE, Markup, html};

/// Which part of the navigation a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Here {
    Incidents,
    Reports,
    Nowhere,
}

/// A whole page; `twin` is the address of the same as JSON.
pub(crate) fn layout(title: &str, here: Here, twin: Option<&str>, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · Dateline" }
                link rel="icon" href="/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/style.css";
                @if let Some(twin) = twin {
                    link rel="alternate" type="application/json" href=(twin);
                }
            }
            body {
                a.skip href="#content" { "Skip to the content" }
                header {
                    nav aria-label="Pages" {
                        span.name { "Dateline" }
                        (place("/", "Incidents", here == Here::Incidents))
                        (place("/reports", "Reports", here == Here::Reports))
                    }
                }
                main #content { (body) }
                @if let Some(twin) = twin {
                    footer { a href=(twin) { "This page as JSON" } }
                }
            }
        }
    }
}

fn place(address: &str, name: &str, here: bool) -> Markup {
    html! {
        @if here {
            a href=(address) aria-current="true" { (name) }
        } @else {
            a href=(address) { (name) }
        }
    }
}
