//! The anchor: a place in an article that outlives a change of its text.

use serde::{Deserialize, Serialize};

use super::Article;
use crate::text::{CleanBody, Span};

/// Characters kept on either side, to tell one occurrence of the same words from another.
const CONTEXT: usize = 48;
/// Longest stretch of words kept, in characters; a longer passage is found again by its beginning.
const WORDS: usize = 4096;

/// A place in one revision of an article: the reading place, a bookmark. On another revision it is found again by
/// its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// Where, in the revision that the anchor was made on.
    pub span: Span,
    /// The words of the span.
    pub words: CleanBody,
    /// What stands before them.
    pub before: CleanBody,
    /// What stands after them.
    pub after: CleanBody,
}
