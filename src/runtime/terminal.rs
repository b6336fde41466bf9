//! The terminal: taken over at the start, given back as it was at the end, on a panic, and while suspended.

use std::{
    io::{self, Stdout, Write, stdout},
    mem::ManuallyDrop,
    panic,
    sync::{
        Once,
        atomic::{AtomicBool, Ordering},
    },
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

/// Whether the terminal is taken over now. It is given back once and no more: a second time would undo what belongs to
/// the shell, such as its own keyboard mode, or move its cursor over the message of a panic.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal, taken over.
pub(super) struct Screen {
    /// Never dropped: it would show the cursor once more, and panic where the terminal is gone.
    terminal: ManuallyDrop<Terminal<CrosstermBackend<Stdout>>>,
    mouse: Mouse,
}

impl Screen {
    /// Takes the terminal over.
    pub(super) fn enter(mouse: Mouse) -> io::Result<Self> {
        restore_on_panic();
        take_over(mouse)?;
        let terminal = Terminal::new(CrosstermBackend::new(stdout())).inspect_err(|_| give_back())?;
        Ok(Self { terminal: ManuallyDrop::new(terminal), mouse })
    }

    /// Its size.
    pub(super) fn size() -> io::Result<Size> {
        size().map(|(width, height)| Size { width, height })
    }

    /// Draws a frame; the terminal shows it whole. While the terminal is given back, nothing is drawn onto it.
    pub(super) fn draw(&mut self, frame: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        if !TAKEN.load(Ordering::Relaxed) {
            return Ok(());
        }
        stdout().queue(BeginSynchronizedUpdate)?;
        self.terminal.draw(frame)?;
        stdout().queue(EndSynchronizedUpdate)?.flush()
    }

    /// Forgets what is on the screen, so that the next frame is drawn whole.
    ///
    /// ratatui's own `clear` asks the terminal where its cursor is. The answer would come among the keys, and a terminal
    /// that gives none would end the session; a new size, even the same, is taken in without a question.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        let size = self.terminal.size()?;
        self.terminal.resize(size.into())
    }

    /// Puts a text on the clipboard of the terminal.
    pub(super) fn copy(&mut self, text: &str) -> io::Result<()> {
        self.terminal.backend_mut().queue(CopyToClipboard::to_clipboard_from(text))?.flush()
    }

    /// Gives the terminal back and stops the process; it goes on when its shell says so.
    #[cfg(unix)]
    pub(super) fn suspend() -> io::Result<()> {
        give_back();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)
    }

    /// Elsewhere there is no shell that could bring a stopped process back.
    #[cfg(not(unix))]
    #[expect(clippy::unnecessary_wraps, reason = "as on Unix")]
    pub(super) fn suspend() -> io::Result<()> {
        Ok(())
    }

    /// Takes the terminal over again after the process was stopped. Where it was stopped without a word, its shell has
    /// set the terminal up for itself meanwhile, so that all has to be said anew.
    pub(super) fn resume(&mut self) -> io::Result<()> {
        give_back();
        take_over(self.mouse)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

fn take_over(mouse: Mouse) -> io::Result<()> {
    TAKEN.store(true, Ordering::Relaxed);
    claim(mouse).inspect_err(|_| give_back())
}

fn claim(mouse: Mouse) -> io::Result<()> {
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
    if !TAKEN.swap(false, Ordering::Relaxed) {
        return;
    }
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

#[cfg(all(test, unix))]
#[path = "../../tests/pty/mod.rs"]
mod pty;

#[cfg(all(test, unix))]
mod tests {
    use portable_pty::CommandBuilder;

    use super::*;

    #[test]
    #[ignore = "runs on the terminal that the test below gives it"]
    fn panics() {
        let mut screen = Screen::enter(Mouse::On).unwrap();
        screen.draw(|frame| frame.render_widget("a frame", frame.area())).unwrap();
        stdout().queue(BeginSynchronizedUpdate).unwrap();
        panic!("half way through a frame");
    }

    #[test]
    fn a_panic_is_told_on_the_terminal_as_it_was() {
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args(["--ignored", "--exact", "--nocapture", "runtime::terminal::tests::panics"]);
        command.env("RUST_BACKTRACE", "0");
        let mut terminal = pty::Terminal::run(command, 80, 24);
        assert_ne!(terminal.wait_for_end(), 0);
        terminal.check_given_back();
        assert!(terminal.screen().contents().contains("half way through a frame"), "{}", terminal.screen().contents());
        assert!(terminal.sent().contains("a frame"));
    }
}
