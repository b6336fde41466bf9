//! The words that tell who said a quote, in the sentences they stand in; choosing one goes there.

use super::{Entry, Kind, Overlay, Tone};
use crate::{
    analysis::{PersonId, Quote, Speaker, Via, Who},
    app::{
        Wish,
        excerpt::{excerpt, sentence},
        insight::Insight,
        reader::{Marked, OpenArticle},
    },
    article::Article,
    text::Span,
};

/// Bytes that marks and commas may take between a quote and the sentence that tells who said it.
const BESIDE: u32 = 6;

/// What tells who said the quote with this index; `None` where the text leaves that open.
pub fn evidence(open: &OpenArticle, index: usize) -> Option<Overlay> {
    let insight = open.insight.as_ref()?;
    let quote = insight.quote(index)?;
    let speaker = quote.speaker.as_ref()?;
    let case = Case { article: &open.opened.article, insight };
    let name = case.name(speaker);
    let mut entries = case.entries(index, quote, speaker);
    if let (Via::Pronoun | Via::Description, Who::Person(person), Some(words)) =
        (speaker.via, speaker.who, speaker.words)
    {
        entries.extend(case.named_before(person, words));
    }
    Some(Overlay::new(Kind::Evidence, &format!("Why {name}"), "", 0, entries))
}

/// An article, and what it says.
struct Case<'a> {
    article: &'a Article,
    insight: &'a Insight,
}

impl Case<'_> {
    fn name(&self, speaker: &Speaker) -> String {
        let name = self.insight.analysis().speaker_name(self.article, speaker);
        match speaker.who {
            Who::Person(_) => name.to_owned(),
            Who::Source(_) => format!("({name})"),
        }
    }

    fn tone(&self, who: Who) -> Tone {
        match who {
            Who::Person(person) => Tone::Person(self.insight.rank(person)),
            Who::Source(_) => Tone::Source,
        }
    }

    /// How the speaker was found, and the sentence that tells.
    fn entries(&self, index: usize, quote: &Quote, speaker: &Speaker) -> Vec<Entry> {
        let said = speaker.cue.map(|cue| format!(", with “{}”", self.article.slice(cue))).unwrap_or_default();
        let how = match (speaker.words, speaker.via, speaker.who) {
            (Some(words), _, Who::Source(_)) => {
                format!("By the words “{}”{said}: a source without a name", self.article.slice(words))
            }
            (Some(words), Via::Name, _) => format!("By the name “{}”{said}", self.article.slice(words)),
            (Some(words), Via::Pronoun, _) => format!("By the pronoun “{}”{said}", self.article.slice(words)),
            (Some(words), ..) => format!("By the description “{}”{said}", self.article.slice(words)),
            (None, ..) => "Carried over: nothing here names anyone, and this goes on from the speech before".to_owned(),
        };
        let mut entries = vec![Entry::new("", &how, Tone::Heading)];
        match speaker.words {
            Some(_) => entries.push(self.telling(quote, speaker)),
            None => entries.extend(self.spoke_before(index, speaker.who)),
        }
        entries
    }

    /// The sentence that tells who said a quote, with the part of the quote beside it.
    fn telling(&self, quote: &Quote, speaker: &Speaker) -> Entry {
        let mut lit: Vec<_> = speaker.words.map(|words| (words, self.tone(speaker.who))).into_iter().collect();
        lit.extend(speaker.cue.map(|cue| (cue, Tone::Plain)));
        lit.sort_by_key(|(span, _)| *span);
        let words = lit.iter().map(|(span, _)| *span).reduce(hull).unwrap_or(quote.spans[0]);
        let mut shown = sentence(self.article, words);
        let is_beside = |span: &&Span| {
            self.article.block_at(span.start) == self.article.block_at(words.start)
                && span.start <= shown.end + BESIDE
                && shown.start <= span.end + BESIDE
        };
        if let Some(beside) = quote.spans.iter().filter(is_beside).copied().reduce(hull) {
            shown = sentence(self.article, hull(words, beside));
        }
        self.place(shown, &lit, words)
    }

    /// Whom a pronoun or a description means: where they were last named before it.
    fn named_before(&self, person: PersonId, words: Span) -> Vec<Entry> {
        let Some(mention) = self.insight.mention_before(words.start, Some(person), 1) else { return Vec::new() };
        let Some(mention) = self.insight.analysis().mentions.get(mention) else { return Vec::new() };
        let lit = [(mention.span, self.tone(Who::Person(person)))];
        vec![
            Entry::new("", &format!("“{}” is the person named here", self.article.slice(words)), Tone::Heading),
            self.place(sentence(self.article, mention.span), &lit, mention.span),
        ]
    }

    /// The last speech before a quote that has words which name its speaker.
    fn spoke_before(&self, index: usize, who: Who) -> Option<Entry> {
        let quotes = &self.insight.analysis().quotes;
        let before = quotes.get(..index)?.iter().rev();
        before.filter_map(|quote| Some((quote, quote.speaker.as_ref()?))).find_map(|(quote, speaker)| {
            (speaker.who == who && speaker.words.is_some()).then(|| self.telling(quote, speaker))
        })
    }

    fn place(&self, shown: Span, lit: &[(Span, Tone)], words: Span) -> Entry {
        // Both overlays close: the reader wants to see the place.
        Entry::quoting("", excerpt(self.article, shown, lit))
            .leading_to([Wish::CloseOverlay, Wish::GoTo(Marked::Passage(words))])
    }
}

/// From the first of both to the last.
fn hull(a: Span, b: Span) -> Span {
    Span { start: a.start.min(b.start), end: a.end.max(b.end) }
}
