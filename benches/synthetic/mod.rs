//! A library of any size that looks like one that grew over ten years: articles of 1 to 5 kB in order of time, feeds of
//! very different sizes, words as often as in a language, people and what they said. The same size gives the same
//! library. What is said is known as the text is made, so nothing has to be analysed.

use std::{fmt::Write, path::Path, sync::Arc};

use byline::{
    analysis::{Analysis, Language, Mention, Person, PersonId, Quote, QuoteKind, Speaker, Via, Who},
    article::{Article, BlockKind, BodyBuilder, Date, Title, TitleOrigin},
    library::{Brought, Extent, FeedId, Fetch, FetchOutcome, Item, Library, LibraryError, NewFeed},
    text::{CleanLine, Span},
};

/// When the newest article was published.
pub(crate) const NOW: i64 = 1_790_000_000;
/// Seconds over which a library grew.
const AGE: i64 = 10 * 365 * 86_400;
/// Most feeds that are followed; a small library has fewer.
const FEEDS: usize = 5000;
/// How many words the language has, and how many people the news knows.
const WORDS: f64 = 150_000.0;
const PEOPLE: f64 = 100_000.0;
/// Articles kept in one step.
const STEP: usize = 4000;

/// The commonest words of all, in their order.
const COMMON: &str = "the of to and in a for on that is was with said by as at from it be are has will have he an this \
    not who they his been were their but had more its after one about which would she also up out when year new last \
    people two first there or her we over you into than could all some other if time what against can government says \
    no may so three made before most president just while because him them since years police week under city house \
    court work country world day home million did only state war party part health say city school four";

/// Numbers that look random and are always the same.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// At least 0, less than 1.
    fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// From `low` to `high`, both included.
    fn between(&mut self, low: usize, high: usize) -> usize {
        low + (self.part() * (high - low + 1) as f64) as usize
    }

    /// A rank below `count` by the law of Zipf and Mandelbrot: the greater `flat`, the less the first stand out.
    fn rank(&mut self, count: f64, flat: f64) -> usize {
        (flat * ((count + flat) / flat).powf(self.part()) - flat) as usize
    }
}

/// The word of a rank: from the list of the commonest, then made of syllables.
pub(crate) fn word(rank: usize) -> String {
    const SYLLABLES: [&str; 32] = [
        "pre", "con", "ta", "ri", "mo", "ver", "sel", "in", "der", "ka", "lo", "per", "tion", "ment", "al", "est",
        "bur", "fi", "gan", "hos", "jun", "nel", "pol", "qua", "rom", "sti", "tur", "un", "vin", "wes", "yor", "zen",
    ];
    if let Some(word) = COMMON.split_whitespace().nth(rank) {
        return word.to_owned();
    }
    // Every rank has syllables of its own; a factor without a common divisor scatters them.
    let mut rest = rank * 7919 % 1_048_576;
    let mut word = String::new();
    while word.is_empty() || rest > 0 {
        word.push_str(SYLLABLES[rest % 32]);
        rest /= 32;
    }
    word
}

/// The full name of the person of a rank.
pub(crate) fn name(rank: usize) -> String {
    const FIRST: [&str; 40] = [
        "Anna", "Ben", "Carla", "David", "Elena", "Frank", "Greta", "Hassan", "Ingrid", "Jens", "Kofi", "Laura",
        "Miguel", "Nadia", "Omar", "Petra", "Quentin", "Rosa", "Stefan", "Tove", "Umar", "Vera", "William", "Xenia",
        "Yusuf", "Zoë", "Amélie", "Björn", "Chidi", "Dmitri", "Esther", "Fatima", "Goran", "Hana", "Ivan", "Julia",
        "Karim", "Lena", "Marcus", "Noor",
    ];
    let mut family = word(200 + rank / 3);
    family[..1].make_ascii_uppercase();
    format!("{} {family}", FIRST[(rank * 17 + rank / 40) % 40])
}

/// All that is made once for a library.
struct Maker {
    chance: Chance,
    words: Vec<String>,
}

impl Maker {
    fn word(&mut self) -> &str {
        let rank = self.chance.rank(WORDS, 2.7);
        self.words.get(rank).map_or("the", String::as_str)
    }

    fn sentence(&mut self, words: usize, text: &mut String) {
        let start = text.len();
        for n in 0..words {
            if n > 0 {
                text.push(' ');
            }
            let word = self.word().to_owned();
            text.push_str(&word);
        }
        text[start..=start].make_ascii_uppercase();
    }

    /// A fetch that brings the article of a number, of all those in the library.
    fn fetch(&mut self, number: usize, size: usize, feeds: &[FeedId]) -> (FeedId, Fetch) {
        let feed = self.chance.rank(feeds.len() as f64, 40.0).min(feeds.len() - 1);
        let when = NOW - AGE + (AGE as f64 * (number + 1) as f64 / size as f64) as i64;
        let (article, analysis) = self.article(number, feed, when);
        let identity = format!("https://feed{feed}.example/articles/{number}").as_str().into();
        let item =
            Item { identity, article: Arc::new(article), extent: Extent::FullText, analysis: Some(Arc::new(analysis)) };
        let outcome = FetchOutcome::Brought(Brought { items: vec![item], ..Brought::default() });
        (feeds[feed], Fetch { at: when, next_try: None, moved_to: None, outcome })
    }

    /// An article and what it says.
    fn article(&mut self, number: usize, feed: usize, when: i64) -> (Article, Analysis) {
        let mut title = String::new();
        let words = self.chance.between(5, 11);
        self.sentence(words, &mut title);
        let mut analysis = Analysis { language: Some(Language::ENGLISH), ..Analysis::default() };
        let mut ranks = Vec::new();
        let mut body = BodyBuilder::default();
        let mut start = 0;
        let length = self.chance.between(1000, 5000);
        while start < length {
            let mut text = String::new();
            if self.chance.part() < 0.35 {
                self.speech(start, &mut text, &mut analysis, &mut ranks);
            }
            for _ in 0..self.chance.between(1, 3) {
                let words = self.chance.between(8, 28);
                self.sentence(words, &mut text);
                text.push_str(". ");
            }
            body.push(text.trim_end());
            body.end_block(BlockKind::Paragraph);
            start += text.trim_end().len() + 2;
        }
        // One word in a thousand articles stands in no other.
        if number % 1000 == 500 {
            body.push(&format!("Nobody had heard of {} before.", rare(number)));
        }
        let (text, blocks, marks) = body.finish(BlockKind::Paragraph);
        let article = Article {
            title: Title { text: CleanLine::new(&title), origin: TitleOrigin::Given },
            byline: Some(CleanLine::new(&name(60_000 + number % 9000))),
            site: Some(CleanLine::new(&feed_title(feed))),
            date: jiff::Timestamp::from_second(when).ok().map(Date::Instant),
            link: Some(CleanLine::new(&format!("https://feed{feed}.example/articles/{number}"))),
            text,
            blocks,
            marks,
        };
        (article, analysis)
    }

    /// “Speech,” said Somebody.
    fn speech(&mut self, at: usize, text: &mut String, analysis: &mut Analysis, ranks: &mut Vec<usize>) {
        let rank = match ranks.last() {
            Some(&rank) if self.chance.part() < 0.5 => rank,
            _ => self.chance.rank(PEOPLE, 25.0),
        };
        let person = ranks.iter().position(|known| *known == rank).unwrap_or_else(|| {
            ranks.push(rank);
            analysis.people.push(Person { name: CleanLine::new(&name(rank)) });
            ranks.len() - 1
        });
        text.push('“');
        let words = self.chance.between(6, 30);
        let start = at + text.len();
        self.sentence(words, text);
        let end = at + text.len();
        text.push_str(",” ");
        let cue = Span::new(at + text.len(), at + text.len() + 4);
        text.push_str("said ");
        let full = name(rank);
        let named = Span::new(at + text.len(), at + text.len() + full.len());
        let _ = write!(text, "{full}. ");
        let who = Who::Person(PersonId(person as u32));
        analysis.mentions.push(Mention { span: named, person: PersonId(person as u32) });
        analysis.quotes.push(Quote {
            spans: vec![Span::new(start, end)],
            kind: QuoteKind::Speech,
            speaker: Some(Speaker { who, via: Via::Name, words: Some(named), cue: Some(cue) }),
        });
    }
}

/// A word that stands in one article alone.
pub(crate) fn rare(number: usize) -> String {
    format!("quixel{}", word(90_000 + number))
}

fn feed_title(feed: usize) -> String {
    let mut title = word(150 + feed * 11);
    title[..1].make_ascii_uppercase();
    format!("{title} Daily")
}

/// Fills a library with so many articles.
///
/// # Errors
/// The library cannot be written.
pub(crate) fn fill(path: &Path, size: usize) -> Result<(), LibraryError> {
    let mut library = Library::open(path)?;
    let feeds = FEEDS.min(size / 20).max(1);
    let new: Vec<_> = (0..feeds)
        .map(|feed| NewFeed {
            address: CleanLine::new(&format!("https://feed{feed}.example/rss")),
            title: Some(CleanLine::new(&feed_title(feed))),
            tags: vec![CleanLine::new(if feed % 10 == 0 { "science" } else { "news" })],
            ..NewFeed::default()
        })
        .collect();
    let ids: Vec<_> = library.follow_all(&new)?.into_iter().map(byline::library::Followed::id).collect();
    // One thread makes articles while the other keeps them.
    let (made, steps) = std::sync::mpsc::sync_channel(1);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let words = (0..WORDS as usize).map(word).collect();
            let mut maker = Maker { chance: Chance(0x9e37_79b9_7f4a_7c15), words };
            for start in (0..size).step_by(STEP) {
                let numbers = start..size.min(start + STEP);
                let step: Vec<_> = numbers.map(|number| maker.fetch(number, size, &ids)).collect();
                if made.send(step).is_err() {
                    return;
                }
            }
        });
        for step in steps {
            library.gather_all(&step.iter().map(|(feed, fetch)| (*feed, fetch)).collect::<Vec<_>>())?;
        }
        Ok(())
    })
}
