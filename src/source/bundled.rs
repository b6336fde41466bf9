//! The articles that the program brings along, so that there is something to read at once.

use super::Location;

/// File names and texts, in the order in which they are offered.
const ARTICLES: [(&str, &str); 8] = [
    ("welcome.md", include_str!("../../assets/articles/welcome.md")),
    ("moon-landing.md", include_str!("../../assets/articles/moon-landing.md")),
    ("mandela-release.md", include_str!("../../assets/articles/mandela-release.md")),
    ("berlin-wall.md", include_str!("../../assets/articles/berlin-wall.md")),
    ("gravitational-waves.md", include_str!("../../assets/articles/gravitational-waves.md")),
    ("world-wide-web.md", include_str!("../../assets/articles/world-wide-web.md")),
    ("penicillin.md", include_str!("../../assets/articles/penicillin.md")),
    ("marie-curie.md", include_str!("../../assets/articles/marie-curie.md")),
];

/// The articles that the program brings along.
pub fn bundled() -> impl Iterator<Item = Location> {
    ARTICLES.iter().map(|(name, _)| Location::Bundled(name))
}

/// The text of one of them.
pub(super) fn text(name: &str) -> Option<&'static str> {
    ARTICLES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}
