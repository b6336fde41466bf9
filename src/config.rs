//! What the user has set: where byline keeps its things, the configuration file, and what the environment says.

use std::{collections::BTreeMap, fmt, io, path::PathBuf, time::Duration};

use directories::ProjectDirs;
use serde::Deserialize;

use crate::{
    app::{Settings, keys::BindError},
    runtime::Mouse,
    text::CleanLine,
    view::Colours,
};

/// How long a request to the web may take unless something else is set.
const PATIENCE: Duration = Duration::from_secs(30);

/// The configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// What the desk needs of it.
    pub settings: Settings,
    /// Whether the mouse is listened to.
    pub mouse: Mouse,
    /// How long a request to the web may take.
    pub patience: Duration,
}

/// What is wrong with the configuration file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    path: CleanLine,
    fault: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; mend the file, or move it away to use what byline sets", self.path, self.fault)
    }
}

impl std::error::Error for ConfigError {}

/// The file, as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    column: Option<u16>,
    mouse: Option<bool>,
    /// Seconds that a request to the web may take.
    timeout: Option<u64>,
    /// By mode and command, the keys in place of the command's own.
    keys: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

/// Reads the configuration file; where there is none, everything is as byline sets it.
///
/// # Errors
/// The file cannot be read or understood.
pub fn read() -> Result<Config, ConfigError> {
    let Some(path) = folders().map(|folders| folders.config_dir().join("config.toml")) else {
        return understand("").map_err(|fault| ConfigError { path: CleanLine::default(), fault });
    };
    let name = CleanLine::new(&path.display().to_string());
    let fault = |fault| ConfigError { path: name.clone(), fault };
    match std::fs::read_to_string(&path) {
        Ok(written) => understand(&written).map_err(fault),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            understand("").map_err(fault)
        }
        Err(error) => Err(fault(error.to_string())),
    }
}

fn understand(written: &str) -> Result<Config, String> {
    let Written { column, mouse, timeout, keys } = toml::from_str(written).map_err(|error| {
        let line = error.span().map_or(1, |span| 1 + written[..span.start].matches('\n').count());
        format!("line {line}: {}", error.message())
    })?;
    let mut settings = Settings { zone: jiff::tz::TimeZone::system(), ..Settings::default() };
    if let Some(column) = column {
        settings.column = column.clamp(Settings::NARROWEST, Settings::WIDEST);
    }
    let words = |error: BindError| error.to_string();
    for (mode, bindings) in &keys {
        for (command, keys) in bindings {
            settings.keymap.bind(mode, command, keys).map_err(words)?;
        }
    }
    settings.keymap.check().map_err(words)?;
    let mouse = if mouse == Some(false) { Mouse::Off } else { Mouse::On };
    let patience = timeout.map_or(PATIENCE, |seconds| Duration::from_secs(seconds.clamp(1, 600)));
    Ok(Config { settings, mouse, patience })
}

/// Where the library is unless something else is named: in the user's data folder. `None` without a home.
pub fn library_path() -> Option<PathBuf> {
    folders().map(|folders| folders.data_dir().join("library.sqlite"))
}

fn folders() -> Option<ProjectDirs> {
    ProjectDirs::from("", "", "byline")
}

/// Whether colours may be used: not where `NO_COLOR` is set to anything, nor on a terminal that has none.
pub fn colours() -> Colours {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let monochrome = std::env::var("TERM").is_ok_and(|term| term == "dumb" || term.ends_with("-m") || term == "vt100");
    if set("NO_COLOR") || monochrome { Colours::None } else { Colours::Sixteen }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_set_is_as_byline_sets_it() {
        let config = understand("").unwrap();
        assert_eq!((config.settings.column, config.mouse, config.patience), (72, Mouse::On, PATIENCE));
    }

    #[test]
    fn what_is_set_holds() {
        let config =
            understand("column = 5\nmouse = false\ntimeout = 5\n[keys.reader]\nnext-quote = [\"e\", \"'\"]\n").unwrap();
        assert_eq!((config.settings.column, config.mouse), (Settings::NARROWEST, Mouse::Off));
        assert_eq!(config.patience, Duration::from_secs(5));
        let command = crate::app::keys::Command::Reader(crate::app::reader::ReaderCommand::NextQuote);
        assert_eq!(
            config.settings.keymap.keys_of(crate::app::keys::Mode::Reader, command).collect::<Vec<_>>(),
            ["e", "'"]
        );
    }

    #[test]
    fn faults_name_the_line_or_the_key() {
        assert!(understand("column = 72\ncolour = 1\n").unwrap_err().starts_with("line 2: unknown field `colour`"));
        assert!(understand("\n\nmouse = 3").unwrap_err().starts_with("line 3: "));
        assert!(understand("[keys.reader]\ntop = [\"j\"]").unwrap_err().starts_with("\"j\" already means something"));
    }
}
