//! The terminal: taken over at the start, given back as it was at the end, on a panic, and while suspended.

use std::{
    io::{self, Stdout, Write, stdout},
    panic,
    sync::Once,
    thread,
};

use crossterm::{
    QueueableCommand,
    clipboard::CopyToClipboard,
    cursor::{Hide, Show},
    event::{
        DisableBracketedPaste, EnableBracketedPaste, KeyboardEnhancementFlags, PopKeyboardEnhancementFlags,
        PushKeyboardEnhancementFlags,
    },
    style::Print,
    terminal::{
        BeginSynchronizedUpdate, DisableLineWrap, EnableLineWrap, EndSynchronizedUpdate, EnterAlternateScreen,
        LeaveAlternateScreen, disable_raw_mode, enable_raw_mode, size,
    },
};
use ratatui::{Frame, Terminal, backend::CrosstermBackend};

use super::Mouse;
use crate::app::screen::Size;

/// Buttons and the wheel with wide coordinates; not the motion, which would wake the program at every move.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";

/// The terminal, taken over.
pub(super) struct Screen {
    terminal: Terminal<CrosstermBackend<Stdout>>,
    mouse: Mouse,
}

impl Screen {
    /// Takes the terminal over.
    pub(super) fn enter(mouse: Mouse) -> io::Result<Self> {
        restore_on_panic();
        take_over(mouse)?;
        let terminal = Terminal::new(CrosstermBackend::new(stdout())).inspect_err(|_| give_back())?;
        Ok(Self { terminal, mouse })
    }

    /// Its size.
    pub(super) fn size() -> io::Result<Size> {
        size().map(|(width, height)| Size { width, height })
    }

    /// Draws a frame; the terminal shows it whole.
    pub(super) fn draw(&mut self, frame: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        stdout().queue(BeginSynchronizedUpdate)?;
        self.terminal.draw(frame)?;
        stdout().queue(EndSynchronizedUpdate)?.flush()
    }

    /// Forgets what is on the screen, so that the next frame is drawn whole.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        self.terminal.clear()
    }

    /// Puts a text on the clipboard of the terminal.
    pub(super) fn copy(&mut self, text: &str) -> io::Result<()> {
        self.terminal.backend_mut().queue(CopyToClipboard::to_clipboard_from(text))?.flush()
    }

    /// Gives the terminal back and stops the process; it goes on when its shell says so.
    pub(super) fn suspend() -> io::Result<()> {
        give_back();
        #[cfg(unix)]
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        Ok(())
    }

    /// Takes the terminal over again.
    pub(super) fn resume(&mut self) -> io::Result<()> {
        take_over(self.mouse)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

fn take_over(mouse: Mouse) -> io::Result<()> {
    enable_raw_mode()?;
    let mut out = stdout();
    out.queue(EnterAlternateScreen)?.queue(Hide)?.queue(DisableLineWrap)?.queue(EnableBracketedPaste)?;
    // Said without asking whether the terminal knows it: the answer could come late and be taken for keys.
    out.queue(PushKeyboardEnhancementFlags(KeyboardEnhancementFlags::DISAMBIGUATE_ESCAPE_CODES))?;
    if mouse == Mouse::On {
        out.queue(Print(MOUSE_ON))?;
    }
    out.flush()
}

/// Gives the terminal back as it was; what fails here cannot be helped.
fn give_back() {
    let mut out = stdout();
    let _ = out
        .queue(Print(MOUSE_OFF))
        .and_then(|out| out.queue(PopKeyboardEnhancementFlags))
        .and_then(|out| out.queue(DisableBracketedPaste))
        .and_then(|out| out.queue(EnableLineWrap))
        .and_then(|out| out.queue(EndSynchronizedUpdate))
        .and_then(|out| out.queue(LeaveAlternateScreen))
        .and_then(|out| out.queue(Show))
        .and_then(Write::flush);
    let _ = disable_raw_mode();
}

/// A panic on the main thread is told on the terminal as it was. One on a worker ends its job alone, and is told as a
/// notice by whoever gave it the job.
fn restore_on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let tell = panic::take_hook();
        let main = thread::current().id();
        panic::set_hook(Box::new(move |panicked| {
            if thread::current().id() == main {
                give_back();
                tell(panicked);
            }
        }));
    });
}
