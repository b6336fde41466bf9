//! What tells the items of a feed from one another: which of their marks are their own, and which several of them share.
//! What an item is known by in the end depends on what is known already, and is not decided here.

use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};

use super::item::Told;
use crate::article::{Identity, Key, KeyKind, Reach, without_scheme};

/// The marks that several items of a fetch share. Two items are several where their titles or links differ, or, without
/// either, their texts.
pub(super) struct Shared<'a> {
    ids: HashSet<&'a str>,
    links: HashSet<&'a str>,
    titles: HashSet<String>,
}

impl<'a> Shared<'a> {
    pub(super) fn among(items: &'a [Told]) -> Self {
        let mut of_id = HashMap::new();
        let mut of_link = HashMap::new();
        let mut of_title = HashMap::new();
        let mut shared = Self { ids: HashSet::new(), links: HashSet::new(), titles: HashSet::new() };
        for told in items {
            let (id, link, name) = (without_scheme(&told.id), link(told), name(told));
            if !id.is_empty() && *of_id.entry(id).or_insert((link, name)) != (link, name) {
                shared.ids.insert(id);
            }
            if let Some(link) = link
                && *of_link.entry(link).or_insert(name) != name
            {
                shared.links.insert(link);
            }
            let title = told.title_and_date();
            if id.is_empty() && link.is_none() && *of_title.entry(title.clone()).or_insert(told.words()) != told.words()
            {
                shared.titles.insert(title);
            }
        }
        shared
    }

    /// What an item can be known by.
    pub(super) fn identity(&self, told: &Told) -> Identity {
        let key =
            |kind, words, is_shared| Key { kind, words, reach: if is_shared { Reach::Several } else { Reach::One } };
        let id = (!told.id.is_empty()).then(|| {
            let is_shared = self.ids.contains(without_scheme(&told.id));
            key(KeyKind::Id, format!("id:{}", told.id), is_shared)
        });
        let link = told.link.as_ref().map(|address| {
            let is_shared = self.links.contains(without_scheme(address.as_str()));
            key(KeyKind::Link, format!("link:{address}"), is_shared)
        });
        let words = told.title_and_date();
        let whole = match (&link, &id) {
            (Some(by), _) | (None, Some(by)) => format!("{}\n{}", by.words, digest(name(told))),
            (None, None) => format!("{words}\n{}", digest(told.words())),
        };
        let whole = key(KeyKind::Whole, whole, false);
        // What has neither a title nor a date is known by its text alone.
        let has_title = !told.title.is_empty() || told.date.is_some();
        let is_shared = self.titles.contains(&words);
        let title = has_title.then(|| key(KeyKind::Title, words, is_shared));
        let has_mark = id.is_some() || link.is_some();
        let mut keys: Vec<_> = id.into_iter().chain(link).chain(title).collect();
        // A date may be another with every fetch: it stands back behind an id or a link.
        keys.insert(if has_mark { keys.len() - usize::from(has_title) } else { keys.len() }, whole);
        Identity(keys)
    }
}

fn link(told: &Told) -> Option<&str> {
    told.link.as_ref().map(|link| without_scheme(link.as_str()))
}

/// What an item is called: its title, or else what it says.
fn name(told: &Told) -> &str {
    if told.title.is_empty() { told.words() } else { told.title.as_str() }
}

/// Texts may be of any length, and keys are kept for all items of a feed at once.
fn digest(text: &str) -> String {
    format!("{:x}", Sha256::digest(text.as_bytes()))
}
