//! From one page of a list to the next.

use maud::{Markup, html};

/// Links to the neighbouring pages; nothing when there is only one. `address` gives the address of a page by its number.
pub(crate) fn paging(page: u64, pages: u64, address: impl Fn(u64) -> String) -> Markup {
    html! {
        @if pages > 1 {
            nav.paging aria-label="Pages of the list" {
                @if page > 1 {
                    a rel="prev" href=(address((page - 1).min(pages))) { "← Newer" }
                }
                span { "Page " (page) " of " (pages) }
                @if page < pages {
                    a rel="next" href=(address(page + 1)) { "Older →" }
                }
            }
        }
    }
}
