//! What an item of a feed can be known by. A feed gives each item several marks, none of which is certain: ids that all
//! items share, links that lead to the home page, titles that come every day. Here they stand side by side.

/// What an item of a feed can be known by, the surest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity(pub Vec<Key>);

/// Something that an item can be known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// What it is.
    pub kind: KeyKind,
    /// As the feed writes it, behind a word for its kind.
    pub words: String,
    /// Whether other items of the feed have it, too.
    pub reach: Reach,
}

/// What a key is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// The id.
    Id,
    /// The link.
    Link,
    /// The title and the date.
    Title,
    /// All that may tell it from another item: what has this key is the item, without a further look.
    Whole,
}

/// Which items of a fetch have a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// One.
    One,
    /// Several, so that it tells none of them from the others.
    Several,
}

impl Identity {
    /// Whether it has a key of this kind.
    pub fn has(&self, kind: KeyKind) -> bool {
        self.0.iter().any(|key| key.kind == kind)
    }
}

impl Key {
    /// The key as it is, and as it was or will be where a site moves from http to https: that is the same item.
    pub fn spellings(&self) -> impl Iterator<Item = String> {
        let other = self.words.split_once(':').and_then(|(word, rest)| {
            let secure = rest.strip_prefix("http://").map(|rest| format!("{word}:https://{rest}"));
            secure.or_else(|| rest.strip_prefix("https://").map(|rest| format!("{word}:http://{rest}")))
        });
        std::iter::once(self.words.clone()).chain(other)
    }
}

/// What is known for certain.
impl From<&str> for Identity {
    fn from(words: &str) -> Self {
        Self(vec![Key { kind: KeyKind::Whole, words: words.to_owned(), reach: Reach::One }])
    }
}

/// An address without its scheme: whether a page is asked for securely makes it no other page.
pub fn without_scheme(address: &str) -> &str {
    ["https://", "http://"].iter().find_map(|scheme| address.strip_prefix(scheme)).unwrap_or(address)
}
