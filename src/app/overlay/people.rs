//! The people of the article, the most prominent first, and how much of what is said is theirs; choosing one lights
//! them alone.

use super::{Entry, Kind, Overlay, Tone};
use crate::{
    analysis::PersonId,
    app::{Wish, insight::Insight, reader::OpenArticle, screen::Rect},
    text::counted,
};

/// Below so many columns the counts are told in short.
const ROOMY: u16 = 60;

/// The people of the open article; `lit` is the one who is lit alone, `frame` where the overlay will be.
pub fn people(open: &OpenArticle, lit: Option<PersonId>, frame: Rect) -> Overlay {
    let Some(insight) = &open.insight else {
        return Overlay::new(Kind::People, "People", "byline is still reading this article", 50, Vec::new());
    };
    let is_roomy = frame.width >= ROOMY;
    let entries = insight.by_prominence().into_iter().map(|person| {
        let mut part = if is_roomy { in_full(insight, person) } else { in_short(insight, person) };
        if lit == Some(person) {
            part.push_str(" · lit alone");
        }
        let next = (lit != Some(person)).then_some(person);
        Entry::new(insight.analysis().name(person), &part, Tone::Person(insight.rank(person)))
            .leading_to([Wish::Light(next)])
    });
    let entries = entries.collect();
    let empty = super::quotes::empty(insight, "Nobody is named in this article");
    let title = if is_roomy { "People" } else { "People: named, quotes, speech" };
    Overlay::new(Kind::People, title, &empty, 60, entries)
}

fn in_full(insight: &Insight, person: PersonId) -> String {
    let voice = insight.voice(person);
    let mut parts = vec![counted(voice.mentions, "mention")];
    if voice.quotes > 0 {
        parts.push(counted(voice.quotes, "quote"));
    }
    parts.extend(share(insight, person).map(|share| format!("{share} of what is said")));
    parts.join(", ")
}

fn in_short(insight: &Insight, person: PersonId) -> String {
    let voice = insight.voice(person);
    let mut parts = vec![format!("{}×", voice.mentions)];
    if voice.quotes > 0 {
        parts.push(counted(voice.quotes, "quote"));
    }
    parts.extend(share(insight, person));
    parts.join(", ")
}

/// How much of the words of speech is a person's, if any is.
fn share(insight: &Insight, person: PersonId) -> Option<String> {
    let share = insight.share(person).filter(|_| insight.voice(person).words > 0)?;
    Some(if share == 0 { "under 1 %".to_owned() } else { format!("{share} %") })
}
