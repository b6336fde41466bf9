//! The help: every key and what it does, from the one table. Choosing a row does what its keys do.

use super::{Entry, Kind, Overlay, Tone};
use crate::app::{
    Wish,
    keys::{BINDINGS, Command, Keymap, Mode},
};

/// The help, for the keys that are bound. The modes of where one is come first, in the order in which keys are looked up.
pub fn help(keymap: &Keymap, here: &[Mode]) -> Overlay {
    let mut entries = Vec::new();
    let others = Mode::ALL.into_iter().filter(|mode| !here.contains(mode));
    for mode in here.iter().copied().chain(others) {
        entries.push(Entry::new(mode.title(), "", Tone::Heading));
        for binding in BINDINGS.iter().filter(|binding| binding.mode == mode) {
            let keys: Vec<_> = keymap.keys_of(binding.mode, binding.command).collect();
            let mut entry = Entry::new(&keys.join("  "), binding.help, Tone::Plain);
            if !matches!(binding.command, Command::Overlay(_)) {
                entry.choose.push(Wish::Run(binding.command, None));
            }
            entries.push(entry);
        }
        if mode == Mode::Reader {
            entries.push(Entry::new("1 … 9", "a number before a key does it that many times", Tone::Plain));
        }
    }
    Overlay::new(Kind::Help, "Keys", "No key does that", 40, entries)
}
