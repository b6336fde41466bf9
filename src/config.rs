//! Where byline keeps its things, and what the environment sets.

use std::path::PathBuf;

use directories::ProjectDirs;

use crate::view::Colours;

/// Where the library is unless something else is named: in the user's data folder. `None` without a home.
pub fn library_path() -> Option<PathBuf> {
    ProjectDirs::from("", "", "byline").map(|dirs| dirs.data_dir().join("library.sqlite"))
}

/// Whether colours may be used: not where `NO_COLOR` is set to anything, nor on a terminal that has none.
pub fn colours() -> Colours {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let monochrome = std::env::var("TERM").is_ok_and(|term| term == "dumb" || term.ends_with("-m") || term == "vt100");
    if set("NO_COLOR") || monochrome { Colours::None } else { Colours::Sixteen }
}
