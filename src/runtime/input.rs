//! What the terminal and the system say, in the app's words.

use std::{io, sync::mpsc::Sender, time::Duration};

use crossterm::event::{self, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};

use super::{Event, spawn};
use crate::{
    app::{
        Mouse, MouseAction, Msg,
        keys::{Code, Key},
        screen::Size,
    },
    text::CleanLine,
};

/// Listens to the terminal on a thread of its own, which blocks until there is something. No change of the terminal's
/// size is missed from here on.
pub(super) fn start(events: Sender<Event>) -> io::Result<()> {
    // This reads nothing yet, but sets up what hears of a new size; the thread would do so at some time of its own.
    event::poll(Duration::ZERO)?;
    spawn("input", move || {
        while let Ok(heard) = event::read() {
            for msg in messages(heard) {
                if events.send(msg.into()).is_err() {
                    return;
                }
            }
        }
        // The terminal is gone, and with it the reader.
        let _ = events.send(Msg::End.into());
    });
    Ok(())
}

/// Ends the session when its terminal is gone, on a thread of its own. Mostly a signal has said so before; but it does
/// not reach everyone, and crossterm asks a terminal that is gone for its keys for ever.
#[cfg(unix)]
pub(super) fn watch_terminal(events: Sender<Event>) {
    use rustix::event::{PollFd, PollFlags, poll};
    spawn("terminal", move || {
        // Standard output is the terminal in every session; asked for nothing, it wakes this thread only when it is gone.
        let stdout = io::stdout();
        let mut terminal = [PollFd::new(&stdout, PollFlags::empty())];
        while poll(&mut terminal, None) == Err(rustix::io::Errno::INTR) {}
        if terminal[0].revents().contains(PollFlags::HUP) {
            let _ = events.send(Msg::End.into());
        }
    });
}

/// Elsewhere the input itself ends.
#[cfg(not(unix))]
pub(super) fn watch_terminal(_events: Sender<Event>) {}

/// Listens to the signals that end, stop or continue the session.
#[cfg(unix)]
pub(super) fn watch_signals(events: Sender<Event>) -> io::Result<()> {
    use signal_hook::{
        consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP},
        iterator::Signals,
    };
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT])?;
    spawn("signals", move || {
        for signal in signals.forever() {
            let event = match signal {
                SIGTSTP => Event::Stop,
                SIGCONT => Event::Continue,
                _ => Msg::End.into(),
            };
            if events.send(event).is_err() {
                return;
            }
        }
    });
    Ok(())
}

/// Elsewhere the terminal's own events are all there is.
#[cfg(not(unix))]
pub(super) fn watch_signals(_events: Sender<Event>) -> io::Result<()> {
    Ok(())
}

fn messages(heard: event::Event) -> Vec<Msg> {
    match heard {
        event::Event::Key(key) if key.kind != KeyEventKind::Release => keys_of(key).into_iter().map(Msg::Key).collect(),
        heard => message(heard).into_iter().collect(),
    }
}

fn message(heard: event::Event) -> Option<Msg> {
    match heard {
        event::Event::Mouse(mouse) => {
            let action = match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => MouseAction::Click,
                MouseEventKind::ScrollDown => MouseAction::WheelDown,
                MouseEventKind::ScrollUp => MouseAction::WheelUp,
                _ => return None,
            };
            Some(Msg::Mouse(Mouse { x: mouse.column, y: mouse.row, action }))
        }
        event::Event::Resize(width, height) => Some(Msg::Resize(Size { width, height })),
        event::Event::Paste(pasted) => Some(Msg::Pasted(CleanLine::new(&pasted))),
        _ => None,
    }
}

/// The keys that were pressed: mostly one. To a terminal, Esc and then at once another key is the same as that key with
/// Alt; byline gives Alt no meaning, so it was Esc.
fn keys_of(key: KeyEvent) -> Vec<Key> {
    let after_esc = key.modifiers.contains(KeyModifiers::ALT);
    let esc = after_esc.then_some(Key::plain(Code::Esc));
    let plain = KeyEvent { modifiers: key.modifiers - KeyModifiers::ALT, ..key };
    key_of(plain).map_or_else(Vec::new, |key| esc.into_iter().chain([key]).collect())
}

fn key_of(key: KeyEvent) -> Option<Key> {
    let code = match key.code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab => Code::Tab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::F(number) => Code::Function(number),
        _ => return None,
    };
    if key.modifiers.intersects(KeyModifiers::SUPER | KeyModifiers::META) {
        return None;
    }
    let printed = matches!(code, Code::Char(c) if c != ' ');
    let shift = key.modifiers.contains(KeyModifiers::SHIFT) && !printed;
    Some(Key { code, ctrl: key.modifiers.contains(KeyModifiers::CONTROL), shift })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: KeyCode, modifiers: KeyModifiers, name: &str) {
        let keys: Vec<_> = keys_of(KeyEvent::new(code, modifiers)).iter().map(Key::to_string).collect();
        assert_eq!(keys.join(" "), name);
    }

    #[test]
    fn keys_have_the_names_of_the_table() {
        check(KeyCode::Char('j'), KeyModifiers::NONE, "j");
        check(KeyCode::Char('G'), KeyModifiers::SHIFT, "G");
        check(KeyCode::Char(' '), KeyModifiers::SHIFT, "S-Space");
        check(KeyCode::Char('d'), KeyModifiers::CONTROL, "C-d");
        check(KeyCode::PageDown, KeyModifiers::NONE, "PgDn");
        check(KeyCode::Char('q'), KeyModifiers::SUPER, "");
    }

    #[test]
    fn a_key_right_after_esc_is_both() {
        check(KeyCode::Char('q'), KeyModifiers::ALT, "Esc q");
        check(KeyCode::Char('G'), KeyModifiers::ALT | KeyModifiers::SHIFT, "Esc G");
        check(KeyCode::Char('q'), KeyModifiers::ALT | KeyModifiers::SUPER, "");
    }
}
