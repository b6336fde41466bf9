//! The address of a feed to follow, typed or pasted.

use super::{Kind, Overlay};
use crate::{app::Wish, text::CleanLine};

/// Asks for an address; `begun` is what is there of it already.
pub fn add_feed(begun: &str) -> Overlay {
    let told = "Enter follows it, Esc closes. The address of a site will do: byline looks for its feed.";
    let mut overlay = Overlay::new(Kind::AddFeed, "Add a feed", told, 0, Vec::new());
    overlay.type_text(begun);
    overlay
}

pub(super) fn chosen(typed: &str) -> Vec<Wish> {
    let address = CleanLine::new(typed);
    if address.is_empty() {
        return vec![Wish::CloseOverlay];
    }
    let told = format!("Looking for the feed at {address}…");
    vec![Wish::CloseOverlay, Wish::Follow(address), Wish::notice(told)]
}
