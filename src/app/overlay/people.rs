//! The people of the article, the most prominent first; choosing one lights them alone.

use super::{Entry, Kind, Overlay, Tone};
use crate::{
    analysis::PersonId,
    app::{Wish, reader::OpenArticle},
    text::CleanLine,
};

/// The people of the open article; `lit` is the one who is lit alone.
pub fn people(open: &OpenArticle, lit: Option<PersonId>) -> Overlay {
    let Some(insight) = &open.insight else {
        return Overlay::new(Kind::People, "People", "byline is still reading this article", 50, Vec::new());
    };
    let entries = insight.by_prominence().into_iter().map(|person| {
        let (mentions, quotes) = insight.counts(person);
        let mut counts = counted(mentions, "mention");
        if quotes > 0 {
            counts = format!("{counts}, {}", counted(quotes, "quote"));
        }
        if lit == Some(person) {
            counts.push_str("  · lit alone");
        }
        let next = (lit != Some(person)).then_some(person);
        Entry {
            left: CleanLine::new(insight.analysis().name(person)),
            right: CleanLine::new(&counts),
            tone: Tone::Person(insight.rank(person)),
            choose: vec![Wish::CloseOverlay, Wish::Light(next)],
            remove: Vec::new(),
        }
    });
    let entries = entries.collect();
    let empty = super::quotes::empty(insight, "Nobody is named in this article");
    Overlay::new(Kind::People, "People", &empty, 60, entries)
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
