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
    /// For each person how much of the article is about them, and theirs.
    voices: Vec<Voice>,
    /// Words of all speech, whoever said it.
    spoken: usize,
}

/// What part a person has in an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Voice {
    /// How many times they are named.
    pub mentions: usize,
    /// How many quotes are theirs, phrases among them.
    pub quotes: usize,
    /// How many words of speech are theirs, counted as white space parts them; phrases are no speech.
    pub words: usize,
}

impl Insight {
    /// Puts an analysis in order.
    pub fn new(analysis: Arc<Analysis>, article: &Article) -> Self {
        let quotes = analysis.quotes.iter().enumerate();
        let speech =
            quotes.clone().filter(|(_, quote)| quote.kind == QuoteKind::Speech).map(|(index, _)| index).collect();
        let mut spans: Vec<_> =
            quotes.flat_map(|(index, quote)| quote.spans.iter().map(move |&span| (span, index))).collect();
        spans.sort_unstable();
        let mut voices = vec![Voice::default(); analysis.people.len()];
        let mut spoken = 0;
        for mention in &analysis.mentions {
            voices[mention.person.0 as usize].mentions += 1;
        }
        for quote in &analysis.quotes {
            let words = if quote.kind == QuoteKind::Speech { words_of(quote, article) } else { 0 };
            spoken += words;
            if let Some(Who::Person(person)) = quote.speaker.as_ref().map(|speaker| speaker.who) {
                let voice = &mut voices[person.0 as usize];
                voice.quotes += 1;
                voice.words += words;
            }
        }
        let mut order: Vec<_> = (0..voices.len()).collect();
        order.sort_by_key(|&person: &usize| (Reverse(voices[person].mentions), person));
        let mut ranks = vec![0; voices.len()];
        for (rank, person) in order.into_iter().enumerate() {
            ranks[person] = rank;
        }
        Self { analysis, speech, spans, ranks, voices, spoken }
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

    /// What part a person has in the article.
    pub fn voice(&self, person: PersonId) -> Voice {
        self.voices.get(person.0 as usize).copied().unwrap_or_default()
    }

    /// How much of the article's speech is a person's, in per cent of its words. Speech that nobody is known to have
    /// said counts in the whole, so that the shares tell how much of what was said one has heard from each.
    pub fn share(&self, person: PersonId) -> Option<usize> {
        (self.voice(person).words * 100 + self.spoken / 2).checked_div(self.spoken)
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
        Some((person, number, self.voice(person).mentions))
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

fn words_of(quote: &Quote, article: &Article) -> usize {
    quote.spans.iter().map(|&span| article.slice(span).split_whitespace().count()).sum()
}
