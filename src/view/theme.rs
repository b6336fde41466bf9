//! How things look: the terminal's own colours and its sixteen, chosen so that everything can be told apart by weight,
//! underline and signs as well, on light and dark grounds and without colour.

use ratatui::style::{Color, Modifier, Style};

/// The styles of the screen.
#[derive(Clone, Debug)]
pub struct Theme {
    /// Running text.
    pub text: Style,
    /// What stands back: rules, origins, hints.
    pub faint: Style,
    /// Titles and headings.
    pub heading: Style,
    /// What is quoted, and the bar beside it.
    pub quote: Style,
    /// What was jumped to.
    pub marked: Style,
    /// Credit lines and captions.
    pub credit: Style,
    /// Code within a line.
    pub code: Style,
    /// Links.
    pub link: Style,
    /// The selected line of the pane that has the keys.
    pub selected: Style,
    /// The selected line of the other pane.
    pub resting: Style,
    /// Signs of what is unread or bookmarked.
    pub sign: Style,
    /// Notices.
    pub notice: Style,
    /// Faults.
    pub fault: Style,
    /// Keys in hints and in the help.
    pub key: Style,
    /// A source that is no named person.
    pub source: Style,
    /// What was searched for.
    pub found: Style,
    /// Words that are new in a text.
    pub came: Style,
    /// Words that are gone from a text.
    pub went: Style,
    people: Vec<Style>,
}

/// Whether the terminal's colours may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colours {
    /// All sixteen.
    Sixteen,
    /// None: weight, underline and reversal alone.
    None,
}

/// The colours of people by prominence. None is bright or pale, so that each can be read on a light and on a dark ground.
const PEOPLE: [Color; 4] = [Color::Magenta, Color::Cyan, Color::Red, Color::Blue];
/// What tells those apart who have the same colour: with these, each of the sixteen most prominent looks different.
const ROUNDS: [Modifier; 4] =
    [Modifier::empty(), Modifier::UNDERLINED, Modifier::ITALIC, Modifier::UNDERLINED.union(Modifier::ITALIC)];

impl Theme {
    /// The theme with or without colours.
    pub fn new(colours: Colours) -> Self {
        let plain = Style::new();
        let coloured = |style: Style, colour| if colours == Colours::Sixteen { style.fg(colour) } else { style };
        let with = |modifier| plain.add_modifier(modifier);
        let bold = with(Modifier::BOLD);
        // A page names many: colour and weight are enough to tell the first, and a line under each would unsettle it.
        let people = match colours {
            Colours::Sixteen => ROUNDS
                .iter()
                .flat_map(|&round| PEOPLE.iter().map(move |&colour| bold.fg(colour).add_modifier(round)))
                .collect(),
            Colours::None => vec![with(Modifier::BOLD | Modifier::UNDERLINED)],
        };
        Self {
            text: plain,
            faint: with(Modifier::DIM),
            heading: bold,
            quote: coloured(plain, Color::Green),
            marked: with(Modifier::REVERSED),
            credit: with(Modifier::DIM | Modifier::ITALIC),
            code: bold,
            link: with(Modifier::UNDERLINED),
            selected: with(Modifier::REVERSED),
            resting: with(Modifier::REVERSED | Modifier::DIM),
            sign: coloured(bold, Color::Yellow),
            notice: bold,
            fault: coloured(bold, Color::Red),
            key: bold,
            source: with(Modifier::BOLD | Modifier::ITALIC),
            found: coloured(with(Modifier::BOLD | Modifier::UNDERLINED), Color::Yellow),
            came: coloured(with(Modifier::BOLD | Modifier::UNDERLINED), Color::Green),
            went: coloured(with(Modifier::DIM | Modifier::CROSSED_OUT), Color::Red),
            people,
        }
    }

    /// The style of the person with this rank of prominence.
    pub fn person(&self, rank: usize) -> Style {
        self.people[rank % self.people.len()]
    }
}
