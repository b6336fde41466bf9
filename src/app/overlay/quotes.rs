//! Who said what: speech, and the phrases that have a speaker, in the order of the text; choosing one goes there. A
//! source that is no named person stands in brackets, in the words of the text.

use super::{Entry, Kind, Overlay, Tone};
use crate::{
    analysis::{Quote, QuoteKind, Who},
    app::{
        Wish,
        insight::Insight,
        reader::{Marked, OpenArticle},
    },
};

/// What is said in the open article, with the current quote selected, else the first on the screen or behind it.
pub fn quotes(open: &OpenArticle) -> Overlay {
    const TITLE: &str = "Who said what";
    let Some(insight) = &open.insight else {
        return Overlay::new(Kind::Quotes, TITLE, "byline is still reading this article", 30, Vec::new());
    };
    let listed = |quote: &Quote| quote.kind == QuoteKind::Speech || quote.speaker.is_some();
    let said: Vec<_> = insight
        .analysis()
        .quotes
        .iter()
        .enumerate()
        .filter(|(_, quote)| listed(quote))
        .map(|(index, _)| index)
        .collect();
    let entries = said.iter().map(|&quote| entry(open, insight, quote)).collect();
    let mut overlay = Overlay::new(Kind::Quotes, TITLE, &empty(insight, "Nobody speaks in this article"), 30, entries);
    let current = open.marked_quote().and_then(|marked| said.iter().position(|&quote| quote == marked));
    let is_behind = |quote: &usize| insight.extent(*quote).is_some_and(|extent| extent.end > open.top_byte());
    overlay.select(current.or_else(|| said.iter().position(is_behind)).unwrap_or(0), 1);
    overlay
}

/// Why an overlay on an article is empty: `reason`, unless byline does not read its language.
pub(super) fn empty(insight: &Insight, reason: &str) -> String {
    match &insight.analysis().language {
        Some(language) if language.code() != "en" => {
            "This article is not in English: byline finds its quotes, but neither people nor speakers".to_owned()
        }
        _ => reason.to_owned(),
    }
}

fn entry(open: &OpenArticle, insight: &Insight, index: usize) -> Entry {
    let article = &open.opened.article;
    let who = insight.quote(index).and_then(|quote| quote.speaker.as_ref()).map(|speaker| speaker.who);
    let name = insight.speaker(article, index);
    let (name, tone) = match who {
        Some(Who::Person(person)) => (name.unwrap_or_default().to_owned(), Tone::Person(insight.rank(person))),
        Some(Who::Source(_)) => (format!("({})", name.unwrap_or_default()), Tone::Source),
        None => ("—".to_owned(), Tone::Plain),
    };
    let spans = insight.quote(index).map(|quote| quote.spans.as_slice()).unwrap_or_default();
    let words: Vec<_> = spans.iter().map(|&span| article.slice(span).trim()).collect();
    let entry =
        Entry::new(&name, &format!("“{}”", words.join(" … ")), tone).leading_to([Wish::GoTo(Marked::Quote(index))]);
    Entry { explain: vec![Wish::Explain(index)], ..entry }
}
