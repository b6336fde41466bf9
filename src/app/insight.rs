//! An analysis made ready for reading: what stands where, in the order of the text, found by halving.

use std::{cmp::Reverse, sync::Arc};

use crate::{
    analysis::{Analysis, Mention, PersonId, Quote, QuoteKind, Who},
    article::Article,
    text::Span,
};

/// An analysis and the orders in which a reader asks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insight {
    analysis: Arc<Analysis>,
    /// The quotes that are speech, in order of the text.
    speech: Vec<usize>,
    /// Every span of every quote with the quote's index, in order of the text.
    spans: Vec<(Span, usize)>,
    /// For each person their place in the order of prominence.
    ranks: Vec<usize>,
    /// For each person how many times they are named, and how many quotes are theirs.
    counts: Vec<(usize, usize)>,
}

impl Insight {
    /// Puts an analysis in order.
    pub fn new(analysis: Arc<Analysis>) -> Self {
        let quotes = analysis.quotes.iter().enumerate();
        let speech =
            quotes.clone().filter(|(_, quote)| quote.kind == QuoteKind::Speech).map(|(index, _)| index).collect();
        let mut spans: Vec<_> =
            quotes.flat_map(|(index, quote)| quote.spans.iter().map(move |&span| (span, index))).collect();
        spans.sort_unstable();
        let mut counts = vec![(0, 0); analysis.people.len()];
        for mention in &analysis.mentions {
            counts[mention.person.0 as usize].0 += 1;
        }
        for speaker in analysis.quotes.iter().filter_map(|quote| quote.speaker.as_ref()) {
            if let Who::Person(person) = speaker.who {
                counts[person.0 as usize].1 += 1;
            }
        }
        let mut order: Vec<_> = (0..counts.len()).collect();
        order.sort_by_key(|&person: &usize| (Reverse(counts[person].0), person));
        let mut ranks = vec![0; counts.len()];
        for (rank, person) in order.into_iter().enumerate() {
            ranks[person] = rank;
        }
        Self { analysis, speech, spans, ranks, counts }
    }

    /// The analysis.
    pub fn analysis(&self) -> &Arc<Analysis> {
        &self.analysis
    }

    /// The place of a person in the order of prominence, from 0.
    pub fn rank(&self, person: PersonId) -> usize {
        self.ranks.get(person.0 as usize).copied().unwrap_or_default()
    }

    /// The people, the most prominent first.
    pub fn by_prominence(&self) -> Vec<PersonId> {
        let mut people: Vec<_> = (0..self.ranks.len() as u32).map(PersonId).collect();
        people.sort_by_key(|&person| self.rank(person));
        people
    }

    /// How many times a person is named, and how many quotes are theirs.
    pub fn counts(&self, person: PersonId) -> (usize, usize) {
        self.counts.get(person.0 as usize).copied().unwrap_or_default()
    }

    /// The mentions that touch `span`.
    pub fn mentions_in(&self, span: Span) -> &[Mention] {
        let mentions = &self.analysis.mentions;
        let from = mentions.partition_point(|mention| mention.span.end <= span.start);
        let length = mentions[from..].partition_point(|mention| mention.span.start < span.end);
        &mentions[from..from + length]
    }

    /// The spans of quotes that touch `span`, each with its quote's index.
    pub fn quotes_in(&self, span: Span) -> &[(Span, usize)] {
        let from = self.spans.partition_point(|(region, _)| region.end <= span.start);
        let length = self.spans[from..].partition_point(|(region, _)| region.start < span.end);
        &self.spans[from..from + length]
    }

    /// A quote.
    pub fn quote(&self, index: usize) -> Option<&Quote> {
        self.analysis.quotes.get(index)
    }

    /// From the first to the last byte of a quote.
    pub fn extent(&self, quote: usize) -> Option<Span> {
        let spans = &self.quote(quote)?.spans;
        Some(Span::new(spans.first()?.start as usize, spans.last()?.end as usize))
    }

    /// Whom a mention names, its number among the mentions of that person, from 1, and how many there are.
    pub fn mention_number(&self, mention: usize) -> Option<(PersonId, usize, usize)> {
        let person = self.analysis.mentions.get(mention)?.person;
        let number = self.analysis.mentions[..=mention].iter().filter(|other| other.person == person).count();
        Some((person, number, self.counts(person).0))
    }

    /// The number of a speech among all speech, from 1, and how many there are.
    pub fn speech_number(&self, quote: usize) -> Option<(usize, usize)> {
        self.speech.binary_search(&quote).ok().map(|index| (index + 1, self.speech.len()))
    }

    /// The `count`th speech that starts at or after the byte `from`, or the last one on the way there.
    pub fn speech_from(&self, from: u32, count: usize) -> Option<usize> {
        let first = self.speech.partition_point(|&quote| self.start(quote) < from);
        let index = (first + count.max(1) - 1).min(self.speech.len().checked_sub(1)?);
        (first < self.speech.len()).then(|| self.speech[index])
    }

    /// The `count`th speech that starts before the byte `before`, or the first one on the way there.
    pub fn speech_before(&self, before: u32, count: usize) -> Option<usize> {
        let end = self.speech.partition_point(|&quote| self.start(quote) < before);
        (end > 0).then(|| self.speech[end.saturating_sub(count.max(1))])
    }

    /// The `count`th mention, of `person` or of anyone, that starts at or after `from`, or the last on the way.
    pub fn mention_from(&self, from: u32, person: Option<PersonId>, count: usize) -> Option<usize> {
        let first = self.analysis.mentions.partition_point(|mention| mention.span.start < from);
        let fits = |&index: &usize| person.is_none_or(|person| self.analysis.mentions[index].person == person);
        (first..self.analysis.mentions.len()).filter(fits).take(count.max(1)).last()
    }

    /// The `count`th mention, of `person` or of anyone, that starts before `before`, or the first on the way.
    pub fn mention_before(&self, before: u32, person: Option<PersonId>, count: usize) -> Option<usize> {
        let end = self.analysis.mentions.partition_point(|mention| mention.span.start < before);
        let fits = |&index: &usize| person.is_none_or(|person| self.analysis.mentions[index].person == person);
        (0..end).rev().filter(fits).take(count.max(1)).last()
    }

    /// The first byte of a quote.
    pub fn start(&self, quote: usize) -> u32 {
        self.quote(quote).and_then(|quote| quote.spans.first()).map_or(0, |span| span.start)
    }

    /// Who said a quote, as the reader is told: a name, the words that describe a source, or nobody.
    pub fn speaker<'a>(&'a self, article: &'a Article, quote: usize) -> Option<&'a str> {
        let speaker = self.quote(quote)?.speaker.as_ref()?;
        Some(self.analysis.speaker_name(article, speaker))
    }
}
