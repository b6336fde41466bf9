//! What the store answers to overlays that ask the library.

use super::Librarian;
use crate::{
    app::overlay::{Answer, HitOrder, More, Question},
    library::{LibraryError, Query, Sought, Window},
    runtime::now,
    text::CleanLine,
};

/// How many articles, people or quotes one answer brings.
const AT_ONCE: usize = 100;
/// How many words are told that complete another.
pub(super) const NAMES: usize = 12;

impl Librarian {
    /// What the library has to say to a question.
    pub(super) fn answer_to(&self, question: &Question) -> Result<Answer, LibraryError> {
        match question {
            Question::Search { text, .. } if text.trim().is_empty() => {
                Ok(Answer::Shelves(self.library.searches()?, self.library.tags()?))
            }
            Question::Search { text, order, after } => {
                let query = match Query::parse_typed(text, now()) {
                    Ok(query) => query,
                    Err(error) => return Ok(Answer::Senseless(CleanLine::new(&error.to_string()), error.at)),
                };
                if *order == HitOrder::Best {
                    return Ok(Answer::Hits(self.library.search_ranked(&query, AT_ONCE)?, More::No));
                }
                let found = self.library.search(&query, after.map_or(Window::First, Window::After), AT_ONCE)?;
                Ok(Answer::Hits(found.hits, if found.to_last { More::No } else { More::Yes }))
            }
            Question::People { name, .. } if !name.trim().is_empty() => {
                Ok(Answer::People(self.library.people_called(name, AT_ONCE)?, More::No))
            }
            Question::People { order, after, .. } => {
                let people = self.library.people(*order, *after, now(), AT_ONCE)?;
                let more = more(people.len());
                Ok(Answer::People(people, more))
            }
            Question::Sayings { figure, about, order, after } => {
                let about = Some(CleanLine::new(about)).filter(|about| !about.is_empty());
                let sought = Sought { by: vec![*figure], about, ..Sought::default() };
                let sayings = self.library.sayings(&sought, *order, after.as_deref(), AT_ONCE)?;
                let more = more(sayings.len());
                Ok(Answer::Sayings(sayings, more))
            }
        }
    }
}

/// Whether there may be more behind an answer of this length.
fn more(length: usize) -> More {
    if length < AT_ONCE { More::No } else { More::Yes }
}
