//! People joined across articles, kept apart where their names differ, and what they said in order of time.

use super::*;
use crate::{
    analysis::{Analysis, Person, PersonId, Quote, QuoteKind, Speaker, Via, Who},
    article::{Article, Date},
    library::{
        ArticleId, ReadState,
        tests::{article, library},
    },
    text::{CleanLine, Span},
};

/// Keeps an article of a day whose lines are each a speaker, a colon and what they said.
fn keep(library: &mut Library, identity: &str, day: &str, lines: &str) -> ArticleId {
    let article = Article { date: Date::parse(day), ..article(identity, lines) };
    let mut analysis = Analysis::default();
    for block in &article.blocks {
        let (name, said) = article.slice(block.span).split_once(": ").unwrap();
        let known = analysis.people.iter().position(|person| person.name.as_str() == name);
        let person = known.unwrap_or_else(|| {
            analysis.people.push(Person { name: CleanLine::new(name) });
            analysis.people.len() - 1
        });
        let start = block.span.end as usize - said.len();
        let who = match name {
            source if source.starts_with("the ") => {
                Who::Source(Span::new(block.span.start as usize, block.span.start as usize + name.len()))
            }
            _ => Who::Person(PersonId(person as u32)),
        };
        let speaker = (name != "nobody").then_some(Speaker { who, via: Via::Name, words: None, cue: None });
        let spans = vec![Span::new(start, block.span.end as usize)];
        analysis.quotes.push(Quote { spans, kind: QuoteKind::Speech, speaker });
    }
    analysis.people.retain(|person| person.name.as_str() != "nobody" && !person.name.as_str().starts_with("the "));
    let id = library.keep(identity, &article, 0).unwrap();
    let revision = library.fetch(id).unwrap().revision;
    library.store_analysis(revision, &analysis).unwrap();
    id
}

const NOW: i64 = 1_773_145_000; // 10 March 2026

fn stock() -> Library {
    let mut library = library();
    keep(&mut library, "a", "2026-03-01", "Ann Lee: It was rust.\nLee: Rust again.\nthe ministry: No rust.");
    keep(&mut library, "b", "2026-03-09T18:00:00Z", "ANN LÉE: Divers go down.\nBo Ek: Fog.");
    keep(&mut library, "c", "2026-03-09T06:00:00Z", "Ann Lee: All are safe.\nAnn B. Lee: I am another.");
    library
}

fn told(people: &[Figure]) -> Vec<String> {
    people.iter().map(|figure| format!("{} {}/{}", figure.name, figure.articles, figure.quotes)).collect()
}

fn people(library: &Library, order: Prominence) -> Vec<String> {
    told(&library.people(order, None, NOW, 9).unwrap())
}

fn said(library: &Library, sought: &Sought, order: TimeOrder) -> Vec<String> {
    let sayings = library.sayings(sought, order, None, 99).unwrap();
    let speaker = |saying: &Saying| saying.speaker.as_ref().map_or("–", CleanLine::as_str).to_owned();
    sayings.iter().map(|saying| format!("{}: {}", speaker(saying), saying.words.as_str())).collect()
}

fn by(library: &Library, name: &str) -> Sought {
    Sought { by: library.people_named(name).unwrap(), ..Sought::default() }
}

#[test]
fn people_are_joined_by_their_full_names_alone() {
    let library = stock();
    assert_eq!(people(&library, Prominence::Quoted), ["Ann Lee 3/3", "Ann B. Lee 1/1", "Bo Ek 1/1"]);
    assert_eq!(people(&library, Prominence::Recent), ["Ann B. Lee 1/1", "Ann Lee 3/3", "Bo Ek 1/1"]);
    let ann = library.people(Prominence::Quoted, None, NOW, 1).unwrap().remove(0);
    assert_eq!(ann.weeks, [0, 0, 0, 0, 0, 0, 1, 2]);
    assert_eq!(ann.latest, 1_773_014_400, "9 March");
    let next = library.people(Prominence::Quoted, Some(ann.id), NOW, 1).unwrap();
    assert_eq!(told(&next), ["Ann B. Lee 1/1"]);
}

#[test]
fn people_are_found_by_words_of_their_names() {
    let library = stock();
    let called = |name: &str| told(&library.people_called(name, 9).unwrap());
    assert_eq!(called("le"), ["Ann Lee 3/3", "Ann B. Lee 1/1"]);
    assert_eq!(called("lee b"), ["Ann B. Lee 1/1"]);
    assert_eq!((called(" "), called("x\"")), (vec![], vec![]));
    assert_eq!(library.people_named("ann lee").unwrap().len(), 1, "the full name is one person");
    assert_eq!(library.people_named("Lee").unwrap().len(), 2);
}

#[test]
fn a_query_finds_people_by_the_beginnings_of_their_names() {
    let library = stock();
    let found = |query: &str| {
        let query = crate::library::Query::parse(query, NOW).unwrap();
        library.search(&query, crate::library::Window::First, 9).unwrap().hits.len()
    };
    assert_eq!((found("person:ann"), found("person:lee*"), found("person:an")), (3, 3, 0));
    assert_eq!((found("person:\"Ann Le\""), found("-person:ann*")), (0, 0));
}

#[test]
fn all_that_somebody_said_stands_in_order_of_time() {
    let library = stock();
    let ann = by(&library, "Ann Lee");
    let wanted = ["Ann Lee: It was rust.", "Ann Lee: All are safe.", "Ann Lee: Divers go down."];
    assert_eq!(said(&library, &ann, TimeOrder::OldestFirst), wanted);
    let mut wanted = wanted;
    wanted.reverse();
    assert_eq!(said(&library, &ann, TimeOrder::NewestFirst), wanted);
    let mut sayings = library.sayings(&ann, TimeOrder::NewestFirst, None, 1).unwrap();
    assert_eq!(sayings.len(), 2, "to the end of the day");
    let last = sayings.pop().unwrap();
    assert_eq!((last.row.title.as_str(), last.number), ("c", 0));
    let rest = library.sayings(&ann, TimeOrder::NewestFirst, Some(&last), 9).unwrap();
    assert_eq!(rest.iter().map(|saying| saying.words.as_str()).collect::<Vec<_>>(), ["It was rust."]);
}

#[test]
fn quotes_are_found_by_time_and_words() {
    let library = stock();
    let all = Sought::default();
    assert_eq!(said(&library, &all, TimeOrder::OldestFirst).len(), 7);
    let about = Sought { about: Some(CleanLine::new("RUST")), ..Sought::default() };
    let wanted = ["Ann Lee: It was rust.", "Lee: Rust again.", "the ministry: No rust."];
    assert_eq!(said(&library, &about, TimeOrder::OldestFirst), wanted);
    let ann = Sought { by: by(&library, "Ann Lee").by, ..about };
    assert_eq!(said(&library, &ann, TimeOrder::OldestFirst), wanted[..1]);
    // Noon of 9 March.
    let late = Sought { since: Some(1_773_057_600), ..Sought::default() };
    assert_eq!(said(&library, &late, TimeOrder::OldestFirst), ["Ann Lee: Divers go down.", "Bo Ek: Fog."]);
    let early = Sought { before: Some(1_773_057_600), ..by(&library, "Ann Lee") };
    assert_eq!(said(&library, &early, TimeOrder::NewestFirst), ["Ann Lee: All are safe.", "Ann Lee: It was rust."]);
}

#[test]
fn speakers_who_are_no_people_of_the_library_are_found_by_their_words() {
    let mut library = stock();
    keep(&mut library, "d", "2026-03-10", "the Rust Ministry of Gävle: Paint.");
    let named =
        |name: &str| -> Vec<String> { library.sources_named(name).unwrap().iter().map(ToString::to_string).collect() };
    assert_eq!(named("THE Ministry"), ["the ministry"], "exactly this one");
    assert_eq!(named("ministry"), ["the ministry", "the Rust Ministry of Gävle"]);
    assert_eq!(named("ministry of gavle"), ["the Rust Ministry of Gävle"]);
    assert_eq!((named("inistry"), named(" ")), (vec![], vec![]));
    let sources = library.sources_named("ministry").unwrap();
    let by_them = Sought { sources: sources.clone(), ..Sought::default() };
    let wanted = ["the ministry: No rust.", "the Rust Ministry of Gävle: Paint."];
    assert_eq!(said(&library, &by_them, TimeOrder::OldestFirst), wanted);
    let both = Sought { sources, ..by(&library, "Bo Ek") };
    assert_eq!(said(&library, &both, TimeOrder::OldestFirst), [wanted[0], "Bo Ek: Fog.", wanted[1]]);
    let about = Sought { about: Some(CleanLine::new("paint")), ..by_them };
    assert_eq!(said(&library, &about, TimeOrder::OldestFirst), wanted[1..]);
}

#[test]
fn who_is_gone_from_the_text_is_gone_from_the_library() {
    let mut library = stock();
    let id = keep(&mut library, "b", "2026-03-08", "Cy Dal: Sun.");
    assert_eq!(people(&library, Prominence::Recent), ["Ann B. Lee 1/1", "Ann Lee 2/2", "Cy Dal 1/1"]);
    library.set_read(id, ReadState::Read).unwrap();
    library.delete(&[id], 0).unwrap();
    assert_eq!(people(&library, Prominence::Recent), ["Ann B. Lee 1/1", "Ann Lee 2/2"]);
    assert_eq!(library.people_called("cy", 9).unwrap(), []);
    library.restore(&[id]).unwrap();
    assert_eq!(people(&library, Prominence::Recent)[2], "Cy Dal 1/1");
    assert_eq!(said(&library, &by(&library, "cy"), TimeOrder::NewestFirst), ["Cy Dal: Sun."]);
}

#[test]
fn an_analysis_that_is_stored_again_counts_once() {
    let mut library = stock();
    let id = library.find("a").unwrap().unwrap();
    let kept = library.fetch(id).unwrap();
    library.store_analysis(kept.revision, kept.analysis.as_deref().unwrap()).unwrap();
    assert_eq!(people(&library, Prominence::Quoted)[0], "Ann Lee 3/3");
    assert_eq!(said(&library, &Sought::default(), TimeOrder::OldestFirst).len(), 7);
}
