//! The overlays that ask the library: a search, the people of the library, and what one of them said. What is typed is
//! no filter but a part of the question; entries come as they are found.

use jiff::tz::TimeZone;

use super::{Entry, Kind, Overlay, Tone};
use crate::{
    app::{ArticleRef, Deed, Opening, Shelved, Wish, excerpt::Excerpt, reader::Marked, screen::Pane},
    article::Date,
    library::{Figure, FigureId, Hit, KeptSearch, Prominence, RowKey, Saying, Shelf, Tag, TimeOrder},
    text::{CleanLine, Span, counted},
};

/// How near to the last entry the selection comes before more are asked for.
const NEAR: usize = 20;

/// What is asked of the library.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// The articles that a query finds, behind this one.
    Search {
        /// The query, as it was typed.
        text: String,
        /// In which order.
        order: HitOrder,
        /// Behind this one.
        after: Option<RowKey>,
    },
    /// The people of the library.
    People {
        /// In whose names these words stand; nothing for all.
        name: String,
        /// In which order.
        order: Prominence,
        /// Behind this one.
        after: Option<FigureId>,
    },
    /// What somebody said.
    Sayings {
        /// Who.
        figure: FigureId,
        /// With these words in it; nothing for all.
        about: String,
        /// In which order.
        order: TimeOrder,
        /// Behind this one.
        after: Option<Box<Saying>>,
    },
}

/// The order of what a search finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HitOrder {
    /// The newest first.
    Newest,
    /// The best first.
    Best,
}

/// What the library answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Articles, and whether there are more.
    Hits(Vec<Hit>, More),
    /// Nothing is searched for: the searches that are kept, and the tags.
    Shelves(Vec<KeptSearch>, Vec<Tag>),
    /// The query makes no sense: why, and where.
    Senseless(CleanLine, Span),
    /// People.
    People(Vec<Figure>, More),
    /// What was said.
    Sayings(Vec<Saying>, More),
}

/// Whether there is more to be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum More {
    /// There is.
    Yes,
    /// That is all.
    No,
}

/// What an overlay has asked, and what it knows.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Asking {
    question: Question,
    /// Whether the question has still to be asked.
    is_due: bool,
    more: More,
    /// Whether more is asked for and not there yet.
    is_coming: bool,
    /// Whether the reader wants to be at the end of what comes next.
    to_end: bool,
    /// Why the question makes no sense, and where.
    fault: Option<(CleanLine, Span)>,
}

/// Asks for words in articles.
pub fn search() -> Overlay {
    let empty = "Words, \"phrases\", -not, OR; title: feed: tag: by: person: quote: is:unread since:7d before:2026-01-01. C-s \
         keeps a search, which is then listed here";
    asked(
        Kind::Search,
        "Search",
        empty,
        40,
        Question::Search { text: String::new(), order: HitOrder::Newest, after: None },
    )
}

/// Asks for the people of the library.
pub fn figures() -> Overlay {
    let question = Question::People { name: String::new(), order: Prominence::Recent, after: None };
    asked(
        Kind::Figures,
        "People, those of the newest articles first",
        "Nobody is named in full in the library",
        50,
        question,
    )
}

/// Asks for what somebody said, who is called this.
pub fn sayings(figure: FigureId, name: &str) -> Overlay {
    let question = Question::Sayings { figure, about: String::new(), order: TimeOrder::OldestFirst, after: None };
    let mut overlay = asked(Kind::Sayings, "", "Nothing that was said is known", 30, question);
    name.clone_into(&mut overlay.name);
    overlay.entitle();
    overlay
}

fn asked(kind: Kind, title: &str, empty: &str, left_share: u16, question: Question) -> Overlay {
    let mut overlay = Overlay::new(kind, title, empty, left_share, Vec::new());
    let (is_coming, to_end) = (false, false);
    overlay.asking = Some(Box::new(Asking { question, is_due: true, more: More::No, is_coming, to_end, fault: None }));
    overlay
}

impl Overlay {
    /// What it has to ask now, if anything.
    pub fn due(&mut self) -> Option<Question> {
        let near_end = self.selected + NEAR >= self.shown.len();
        let asking = self.asking.as_mut()?;
        if !asking.is_due && near_end && asking.more == More::Yes && !asking.is_coming {
            // More of the same; the answer tells whether there is still more.
            asking.is_coming = true;
            return Some(asking.question.clone());
        }
        std::mem::take(&mut asking.is_due).then(|| asking.question.clone())
    }

    /// Whether it has another question than before.
    pub fn asks_anew(&self) -> bool {
        self.asking.as_ref().is_some_and(|asking| asking.is_due)
    }

    /// Whether this is a question of its.
    pub fn asks(&self, question: &Question) -> bool {
        let kind = |asking: &Asking| std::mem::discriminant(&asking.question);
        self.asking.as_deref().map(kind) == Some(std::mem::discriminant(question))
    }

    /// Takes in what was answered to its question.
    pub fn receive(&mut self, question: &Question, answer: Answer) {
        let Some(asking) = &mut self.asking else { return };
        (asking.fault, asking.is_coming) = (None, false);
        let is_first = !question.goes_on();
        let (entries, more) = match answer {
            Answer::Senseless(why, at) => {
                (asking.fault, asking.more) = (Some((why, at)), More::No);
                // What an earlier question found is not to be gone to by mistake.
                self.entries.clear();
                self.sift();
                return;
            }
            Answer::Hits(hits, more) => {
                let last = hits.last().map(|hit| hit.row.key);
                if let (Question::Search { after, .. }, false) = (&mut asking.question, asking.is_due) {
                    *after = last.or(*after);
                }
                (hits.into_iter().map(hit_entry).collect::<Vec<_>>(), more)
            }
            Answer::Shelves(searches, tags) => {
                let searches = searches.into_iter().map(search_entry);
                (searches.chain(tags.into_iter().map(tag_entry)).collect(), More::No)
            }
            Answer::People(people, more) => {
                let last = people.last().map(|figure| figure.id);
                if let (Question::People { after, .. }, false) = (&mut asking.question, asking.is_due) {
                    *after = last.or(*after);
                }
                (people.iter().map(figure_entry).collect(), more)
            }
            Answer::Sayings(sayings, more) => {
                let last = sayings.last().cloned().map(Box::new);
                if let (Question::Sayings { after, .. }, false) = (&mut asking.question, asking.is_due) {
                    *after = last.or(after.take());
                }
                (sayings.iter().map(saying_entry).collect(), more)
            }
        };
        asking.more = more;
        let to_end = std::mem::take(&mut asking.to_end);
        if is_first {
            self.entries = entries;
            self.sift();
        } else {
            let selected = self.selected;
            self.entries.extend(entries);
            self.sift();
            if to_end { self.select_last() } else { self.select(selected, 1) }
        }
    }

    /// Whether the library has more than is listed here.
    pub fn has_more(&self) -> bool {
        self.asking.as_ref().is_some_and(|asking| asking.more == More::Yes)
    }

    /// Goes to the end, and on to that of what comes next if there is more.
    pub(super) fn go_to_end(&mut self) {
        self.select_last();
        if let Some(asking) = &mut self.asking {
            asking.to_end = asking.more == More::Yes;
        }
    }

    /// Stays where it is, whatever comes.
    pub(super) fn stay(&mut self) {
        if let Some(asking) = &mut self.asking {
            asking.to_end = false;
        }
    }

    /// Why what was typed makes no sense, and where.
    pub fn fault(&self) -> Option<(&CleanLine, Span)> {
        self.asking.as_ref()?.fault.as_ref().map(|(why, at)| (why, *at))
    }

    /// Keeps the search that is typed as a shelf, if it can be.
    pub(super) fn keep_search(&self) -> Vec<Wish> {
        if self.filter.trim().is_empty() {
            return vec![Wish::notice("Type what to search for, then keep it")];
        }
        let query = CleanLine::new(&self.filter);
        vec![Wish::Do(Deed::KeepSearch(Shelved { name: query.clone(), query }))]
    }

    /// Asks anew, for what is typed by now.
    pub(super) fn ask_typed(&mut self) {
        let Some(asking) = &mut self.asking else { return };
        match &mut asking.question {
            Question::Search { text, after, .. } => (*text, *after) = (self.filter.clone(), None),
            Question::People { name, after, .. } => (*name, *after) = (self.filter.clone(), None),
            Question::Sayings { about, after, .. } => (*about, *after) = (self.filter.clone(), None),
        }
        (asking.is_due, asking.is_coming) = (true, false);
    }

    /// Asks for the other order.
    pub(super) fn turn(&mut self) {
        if let Some(asking) = &mut self.asking {
            match &mut asking.question {
                Question::Search { order, .. } => {
                    *order = if *order == HitOrder::Newest { HitOrder::Best } else { HitOrder::Newest };
                }
                Question::People { order, .. } => {
                    *order = if *order == Prominence::Recent { Prominence::Quoted } else { Prominence::Recent };
                }
                Question::Sayings { order, .. } => {
                    let newest = TimeOrder::NewestFirst;
                    *order = if *order == newest { TimeOrder::OldestFirst } else { newest };
                }
            }
        }
        self.entitle();
        self.ask_typed();
    }

    fn entitle(&mut self) {
        let Some(asking) = &self.asking else { return };
        let title = match &asking.question {
            Question::Search { order: HitOrder::Newest, .. } => "Search, newest first".to_owned(),
            Question::Search { order: HitOrder::Best, .. } => "Search, best first".to_owned(),
            Question::People { order: Prominence::Recent, .. } => {
                "People, those of the newest articles first".to_owned()
            }
            Question::People { order: Prominence::Quoted, .. } => "People, the most quoted first".to_owned(),
            Question::Sayings { order: TimeOrder::OldestFirst, .. } => format!("{}, oldest first", self.name),
            Question::Sayings { order: TimeOrder::NewestFirst, .. } => format!("{}, newest first", self.name),
        };
        self.title = CleanLine::new(&title);
    }
}

impl Question {
    /// Whether it asks for more of what was answered before.
    fn goes_on(&self) -> bool {
        match self {
            Self::Search { after, .. } => after.is_some(),
            Self::People { after, .. } => after.is_some(),
            Self::Sayings { after, .. } => after.is_some(),
        }
    }
}

fn goes_to(article: crate::library::ArticleId, mark: Option<Marked>) -> [Wish; 2] {
    let which = ArticleRef::Kept(article);
    [Wish::Open(Opening { mark, begin: true, ..Opening::preview(which) }), Wish::Focus(Pane::Reader)]
}

/// A hit: its title, and the sentence in which something was found.
fn hit_entry(hit: Hit) -> Entry {
    let Hit { row, passage, .. } = hit;
    let mark = passage.as_ref().and_then(|passage| passage.lights.first()).map(|light| Marked::Passage(*light));
    // What was found without its words, such as by a person or a tag, is told by where and when it was published.
    let origin = || {
        let parts = [row.site.as_ref().map(ToString::to_string), Some(day(row.date, row.key.when))];
        let text = CleanLine::new(&parts.into_iter().flatten().collect::<Vec<_>>().join(" · "));
        Excerpt { text, lit: Vec::new() }
    };
    let excerpt = passage.map_or_else(origin, |passage| {
        let line = CleanLine::new(passage.words.as_str());
        let is_same = line.as_str() == passage.words.as_str();
        let start = passage.span.start;
        let lit = passage
            .lights
            .iter()
            .filter(|_| is_same)
            .map(|light| (Span { start: light.start - start, end: light.end - start }, Tone::Found));
        Excerpt { lit: lit.collect(), text: line }
    });
    let mut entry = Entry::quoting(row.title.as_str(), excerpt);
    // A search may have begun from the people.
    entry.choose = vec![Wish::CloseOverlays];
    entry.leading_to(goes_to(row.key.id, mark))
}

/// A search that is kept: choosing it lists what it finds, removing it forgets it.
fn search_entry(kept: KeptSearch) -> Entry {
    let told = if kept.name == kept.query { "a kept search".to_owned() } else { kept.query.to_string() };
    let entry = Entry::new(kept.name.as_str(), &told, Tone::Plain)
        .leading_to([Wish::List(Shelf::Search(kept.id), kept.name.clone())]);
    Entry { remove: vec![Wish::Do(Deed::DropSearch(Shelved { name: kept.name, query: kept.query }))], ..entry }
}

/// A tag: choosing it lists what its feeds brought.
fn tag_entry(tag: Tag) -> Entry {
    let told = format!("a tag, {} of {} unread", tag.unread, tag.articles);
    Entry::new(tag.name.as_str(), &told, Tone::Plain).leading_to([Wish::List(Shelf::Tag(tag.id), tag.name)])
}

/// Someone of the library: the counts, and the last weeks as a line of bars.
fn figure_entry(figure: &Figure) -> Entry {
    let counts =
        format!("{}, {}", counted(figure.articles as usize, "article"), counted(figure.quotes as usize, "quote"));
    let spark = spark(&figure.weeks);
    let right = if spark.is_empty() { counts } else { format!("{spark} {counts}") };
    let leads_to = if figure.quotes > 0 {
        sayings(figure.id, figure.name.as_str())
    } else {
        // Who says nothing is in articles all the same.
        let mut articles = search();
        articles.type_text(&format!("person:\"{}\"", figure.name));
        articles
    };
    let wish = Wish::Overlay(Box::new(leads_to));
    let mut entry = Entry::new(figure.name.as_str(), &right, Tone::Plain);
    // The people stay below what one of them said.
    entry.choose = vec![wish];
    entry
}

/// Bars as high as the counts, the highest as high as a line; nothing where there is nothing.
fn spark(weeks: &[u32]) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let most = weeks.iter().copied().max().unwrap_or(0);
    if most == 0 {
        return String::new();
    }
    weeks.iter().map(|&count| BARS[(count * 7).div_ceil(most).min(7) as usize]).collect()
}

/// The day of an article; of one without a date, the day on which it was kept.
fn day(date: Option<Date>, when: i64) -> String {
    let kept = || jiff::Timestamp::from_second(when).ok().map(Date::Instant);
    let date = date.or_else(kept).map(|date| date.day(&TimeZone::UTC).strftime("%-d %b %Y").to_string());
    date.unwrap_or_default()
}

/// Something that was said: where, and the words.
fn saying_entry(saying: &Saying) -> Entry {
    let left = format!("{} · {}", day(saying.row.date, saying.row.key.when), saying.row.title);
    let words = format!("“{}”", saying.words.as_str().trim().replace("\n\n", " … "));
    let mut entry = Entry::new(&left, &words, Tone::Plain);
    entry.choose = vec![Wish::CloseOverlays];
    entry.leading_to(goes_to(saying.article, Some(Marked::Quote(saying.number))))
}
