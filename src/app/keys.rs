//! The keys: what each is called, and what it means by the one table of `bindings`. Lookup, footer hints, the help, the
//! README's table and the names that a configuration may use are all read from it.

mod bindings;

use std::{fmt, str::FromStr};

pub use self::bindings::{BINDINGS, Binding};
use super::{list::ListCommand, overlay::OverlayCommand, reader::ReaderCommand};

/// A key on the keyboard, without regard to what terminal it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which.
    pub code: Code,
    /// Whether Control was held.
    pub ctrl: bool,
    /// Whether Shift was held; always false for characters that Shift itself changes.
    pub shift: bool,
}

/// A key's own name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Code {
    Char(char),
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    Function(u8),
}

impl Key {
    /// The key alone.
    pub const fn plain(code: Code) -> Self {
        Self { code, ctrl: false, shift: false }
    }

    /// The character that the key types.
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl => Some(c),
            _ => None,
        }
    }
}

const NAMES: [(&str, Code); 15] = [
    ("Space", Code::Char(' ')),
    ("Enter", Code::Enter),
    ("Esc", Code::Esc),
    ("Tab", Code::Tab),
    ("Backspace", Code::Backspace),
    ("Del", Code::Delete),
    ("↑", Code::Up),
    ("↓", Code::Down),
    ("←", Code::Left),
    ("→", Code::Right),
    ("Home", Code::Home),
    ("End", Code::End),
    ("PgUp", Code::PageUp),
    ("PgDn", Code::PageDown),
    ("F1", Code::Function(1)),
];

/// A key's name that none has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownKey(pub String);

impl FromStr for Key {
    type Err = UnknownKey;

    /// Reads `j`, `C-d`, `S-Space`, `PgDn`.
    fn from_str(name: &str) -> Result<Self, UnknownKey> {
        let (ctrl, rest) =
            name.strip_prefix("C-").filter(|rest| !rest.is_empty()).map_or((false, name), |rest| (true, rest));
        let (shift, rest) =
            rest.strip_prefix("S-").filter(|rest| !rest.is_empty()).map_or((false, rest), |rest| (true, rest));
        let named = NAMES.iter().find(|(name, _)| *name == rest).map(|&(_, code)| code);
        let mut chars = rest.chars();
        let code = match (named, chars.next(), chars.next()) {
            (Some(code), ..) => code,
            (None, Some(c), None) => Code::Char(c),
            _ => return Err(UnknownKey(name.to_owned())),
        };
        Ok(Self { code, ctrl, shift })
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("C-")?;
        }
        if self.shift {
            f.write_str("S-")?;
        }
        match (NAMES.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => f.write_str(name),
            (None, Code::Char(c)) => write!(f, "{c}"),
            (None, Code::Function(number)) => write!(f, "F{number}"),
            (None, code) => write!(f, "{code:?}"),
        }
    }
}

/// Where a binding holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// In both panes.
    Everywhere,
    /// In the list.
    List,
    /// In the reader, and in the list where the list has no use for the key.
    Reader,
    /// In every overlay; the everywhere keys that type nothing hold there too.
    Overlay,
    /// In the overlay that lists who said what.
    Quotes,
    /// In the overlay of a search.
    Search,
    /// In the overlays of the library's people and what they said.
    Library,
    /// In the overlay of bookmarks.
    Bookmarks,
}

impl Command {
    /// Its name in a configuration: the command's own name, in small letters with hyphens.
    pub fn name(self) -> String {
        let name = match self {
            Self::Desk(command) => format!("{command:?}"),
            Self::List(command) => format!("{command:?}"),
            Self::Reader(command) => format!("{command:?}"),
            Self::Overlay(command) => format!("{command:?}"),
        };
        let mut hyphened = String::new();
        for (index, letter) in name.char_indices() {
            if index > 0 && letter.is_uppercase() {
                hyphened.push('-');
            }
            hyphened.extend(letter.to_lowercase());
        }
        hyphened
    }
}

impl Mode {
    /// The modes in the order in which the help shows them.
    pub const ALL: [Self; 8] = [
        Self::Everywhere,
        Self::List,
        Self::Reader,
        Self::Overlay,
        Self::Quotes,
        Self::Search,
        Self::Library,
        Self::Bookmarks,
    ];

    /// As the help heads them.
    pub fn title(self) -> &'static str {
        match self {
            Self::Everywhere => "everywhere",
            Self::List => "list",
            Self::Reader => "reader",
            Self::Overlay => "overlays",
            Self::Quotes => "who said what",
            Self::Search => "search",
            Self::Library => "people of the library",
            Self::Bookmarks => "bookmarks",
        }
    }
}

/// What a key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// To the desk as a whole.
    Desk(DeskCommand),
    /// To the list.
    List(ListCommand),
    /// To the reader.
    Reader(ReaderCommand),
    /// To the overlay on top.
    Overlay(OverlayCommand),
}

/// What a key means to the desk as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the table of bindings says what each does")]
pub enum DeskCommand {
    Help,
    Back,
    Quit,
    Clear,
    OtherPane,
    ToList,
    ToReader,
    Zen,
    Narrower,
    Wider,
    Bookmarks,
    People,
    WhoSaidWhat,
    ToggleBookmark,
    ToggleRead,
    Browse,
    CopyLink,
    NextArticle,
    PreviousArticle,
    NextUnread,
    PreviousUnread,
    Search,
    Undo,
    Refresh,
    FullText,
    AlwaysFullText,
    Changes,
    AddFeed,
    MarkAllRead,
    Delete,
    Redraw,
    Suspend,
}

/// The bindings, ready to be looked up.
#[derive(Clone, Debug)]
pub struct Keymap {
    sequences: Vec<(Mode, Vec<Key>, Command)>,
}

/// What keys pressed so far mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// This.
    Command(Command),
    /// They begin one of these: what may follow, and what it means.
    Prefix(Vec<(Key, Command)>),
    /// Nothing.
    Unbound,
}

impl Default for Keymap {
    fn default() -> Self {
        let parse = |keys: &&str| keys.split(' ').filter_map(|key| key.parse().ok()).collect();
        let row = |binding: &'static Binding| {
            binding.keys.iter().map(move |keys| (binding.mode, parse(keys), binding.command))
        };
        Self { sequences: BINDINGS.iter().flat_map(row).collect() }
    }
}

/// Why keys cannot be bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BindError {
    /// No key has this name.
    UnknownKey(String),
    /// There is no such command in that mode.
    UnknownCommand(String),
    /// The keys already mean something else in that mode, or begin or continue what does.
    Taken(String),
}

impl fmt::Display for BindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownKey(key) => {
                write!(f, "no key is called {key:?}; keys are written as in the help, such as C-d or PgDn")
            }
            Self::UnknownCommand(command) => write!(f, "there is no command {command:?} there; the README lists them"),
            Self::Taken(keys) => {
                write!(f, "{keys:?} already means something there; free it first, or choose other keys")
            }
        }
    }
}

impl Keymap {
    /// Gives a command, by the title of its mode and its name, these keys in place of its own. Other bindings are
    /// looked at only by [`Keymap::check`], so that keys may change hands.
    ///
    /// # Errors
    /// There is no such command or key.
    pub fn bind(&mut self, mode: &str, command: &str, keys: &[String]) -> Result<(), BindError> {
        let wanted = |binding: &&Binding| binding.mode.title() == mode && binding.command.name() == command;
        let unknown = || BindError::UnknownCommand(format!("{mode}.{command}"));
        let binding = BINDINGS.iter().find(wanted).ok_or_else(unknown)?;
        let parse = |keys: &String| -> Result<Vec<Key>, BindError> {
            let key = |name: &str| name.parse().map_err(|UnknownKey(name)| BindError::UnknownKey(name));
            keys.split_whitespace().map(key).collect()
        };
        let sequences = keys.iter().map(parse).collect::<Result<Vec<_>, _>>()?;
        if let Some(empty) = sequences.iter().position(Vec::is_empty) {
            return Err(BindError::UnknownKey(keys[empty].clone()));
        }
        self.sequences.retain(|(of, _, bound)| (*of, *bound) != (binding.mode, binding.command));
        self.sequences.extend(sequences.into_iter().map(|sequence| (binding.mode, sequence, binding.command)));
        Ok(())
    }

    /// Whether every sequence of keys can be typed and means one thing in its mode.
    ///
    /// # Errors
    /// The keys that do not.
    pub fn check(&self) -> Result<(), BindError> {
        for (i, (mode, sequence, _)) in self.sequences.iter().enumerate() {
            for (other, longer, _) in &self.sequences[i + 1..] {
                let clash = longer.starts_with(sequence) || sequence.starts_with(longer);
                if mode == other && clash {
                    return Err(BindError::Taken(written(longer)));
                }
            }
        }
        Ok(())
    }

    /// What `keys` mean, looked up in each mode in turn.
    pub fn find(&self, modes: &[Mode], keys: &[Key]) -> Lookup {
        for &mode in modes {
            let mut longer = Vec::new();
            for (_, sequence, command) in self.sequences.iter().filter(|(of, ..)| *of == mode) {
                match sequence.strip_prefix(keys) {
                    Some([]) => return Lookup::Command(*command),
                    Some([next, ..]) => longer.push((*next, *command)),
                    None => {}
                }
            }
            if !longer.is_empty() {
                return Lookup::Prefix(longer);
            }
        }
        Lookup::Unbound
    }

    /// The keys that mean `command` in a mode, in their order.
    pub fn keys_of(&self, mode: Mode, command: Command) -> impl Iterator<Item = String> {
        let wanted = move |(of, _, bound): &&(Mode, Vec<Key>, Command)| (*of, *bound) == (mode, command);
        self.sequences.iter().filter(wanted).map(|(_, sequence, _)| written(sequence))
    }
}

fn written(sequence: &[Key]) -> String {
    sequence.iter().map(Key::to_string).collect::<Vec<_>>().join(" ")
}

/// The table as Markdown, as the README shows it.
pub fn markdown() -> String {
    use fmt::Write;
    let keymap = Keymap::default();
    let mut out = String::from("| where | keys | meaning | name |\n|---|---|---|---|\n");
    for mode in Mode::ALL {
        for (index, binding) in BINDINGS.iter().filter(|binding| binding.mode == mode).enumerate() {
            let keys: Vec<_> = keymap.keys_of(binding.mode, binding.command).map(|keys| format!("`{keys}`")).collect();
            let place = if index == 0 { mode.title() } else { "" };
            // Writing to a string cannot fail.
            let _ = writeln!(out, "| {place} | {} | {} | {} |", keys.join(" "), binding.help, binding.command.name());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for binding in BINDINGS {
            for keys in binding.keys {
                for name in keys.split(' ') {
                    assert_eq!(name.parse::<Key>().unwrap().to_string(), name);
                }
            }
        }
        assert_eq!("C-".parse::<Key>().unwrap_err(), UnknownKey("C-".to_owned()));
        assert!("Hyper".parse::<Key>().is_err());
    }

    #[test]
    fn no_sequence_stands_twice_or_hides_another_in_its_mode() {
        assert_eq!(Keymap::default().check(), Ok(()));
    }

    #[test]
    fn a_mode_has_one_command_of_each_name() {
        let names: Vec<_> = BINDINGS.iter().map(|binding| (binding.mode, binding.command.name())).collect();
        assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len());
        assert!(names.contains(&(Mode::Reader, "next-quote".to_owned())));
    }

    #[test]
    fn keys_can_be_given_to_another_command() {
        let bind = |bindings: &[(&str, &str, &str)]| {
            let mut keymap = Keymap::default();
            for (mode, command, keys) in bindings {
                keymap.bind(mode, command, &[(*keys).to_owned()])?;
            }
            keymap.check().map(|()| keymap)
        };
        let keymap = bind(&[("reader", "next-quote", "g q"), ("reader", "top", "g g")]).unwrap();
        let next = Command::Reader(ReaderCommand::NextQuote);
        let key = |name: &str| name.parse::<Key>().unwrap();
        assert_eq!(keymap.find(&[Mode::Reader], &[key("g"), key("q")]), Lookup::Command(next));
        assert_eq!(keymap.find(&[Mode::Reader], &[key(".")]), Lookup::Unbound);
        assert_eq!(bind(&[("reader", "next-quote", "g q")]).unwrap_err(), BindError::Taken("g q".to_owned()));
        assert_eq!(
            bind(&[("reader", "dance", "g")]).unwrap_err(),
            BindError::UnknownCommand("reader.dance".to_owned())
        );
        assert_eq!(bind(&[("reader", "top", "Hyper")]).unwrap_err(), BindError::UnknownKey("Hyper".to_owned()));
        assert_eq!(bind(&[("reader", "top", " ")]).unwrap_err(), BindError::UnknownKey(" ".to_owned()));
    }

    #[test]
    fn no_key_of_a_pane_hides_one_that_holds_everywhere() {
        let keymap = Keymap::default();
        let keys_in = |mode| keymap.sequences.iter().filter(move |(of, ..)| *of == mode).map(|(_, keys, _)| keys[0]);
        let everywhere: HashSet<_> = keys_in(Mode::Everywhere).collect();
        assert!(keys_in(Mode::List).chain(keys_in(Mode::Reader)).all(|key| !everywhere.contains(&key)));
    }

    #[test]
    fn a_prefix_tells_what_may_follow() {
        let key = |name: &str| name.parse::<Key>().unwrap();
        let quit = Command::Desk(DeskCommand::Quit);
        let keymap = Keymap { sequences: vec![(Mode::Reader, vec![key("g"), key("q")], quit)] };
        assert_eq!(keymap.find(&[Mode::List, Mode::Reader], &[key("g")]), Lookup::Prefix(vec![(key("q"), quit)]));
        assert_eq!(keymap.find(&[Mode::Reader], &[key("g"), key("q")]), Lookup::Command(quit));
        assert_eq!(keymap.find(&[Mode::Reader], &[key("q")]), Lookup::Unbound);
    }
}
