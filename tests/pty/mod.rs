//! A pseudo-terminal with a program on it and an emulator that reads it back. Whoever waits here waits for a condition
//! with a deadline, and never for a time.

#![expect(dead_code, reason = "shared by tests and measurements, none of which needs all of it")]

use std::{
    io::{Read, Write},
    num::NonZeroU16,
    process::Command,
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system};
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};

/// How long anything may take before it counts as never.
const DEADLINE: Duration = Duration::from_secs(20);

/// A terminal and the program that runs on it.
pub(crate) struct Terminal {
    master: Option<Box<dyn MasterPty + Send>>,
    /// Held, so that the terminal's settings outlive the program.
    slave: Option<Box<dyn SlavePty + Send>>,
    keyboard: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    ended: Receiver<ExitStatus>,
    emulator: vt100::Parser,
    sent: Vec<u8>,
    settings: String,
    /// The terminal's settings at the end of the program; without anyone on it, they are lost.
    at_end: Option<String>,
    pid: Pid,
}

impl Terminal {
    /// Runs a program on a terminal of this size.
    pub(crate) fn run(mut command: CommandBuilder, columns: u16, rows: u16) -> Self {
        // Otherwise it would start in the user's home, which may not be there.
        if command.get_cwd().is_none() {
            command.cwd(env!("CARGO_MANIFEST_DIR"));
        }
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let mut screen = pair.master.try_clone_reader().unwrap();
        let keyboard = pair.master.take_writer().unwrap();
        let settings = settings(&*pair.master);
        let mut child = pair.slave.spawn_command(command).unwrap();
        let pid = Pid::from_raw(child.process_id().unwrap().cast_signed()).unwrap();
        let (bytes, output) = channel();
        thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(read @ 1..) = screen.read(&mut buffer) {
                if bytes.send(buffer[..read].to_vec()).is_err() {
                    return;
                }
            }
        });
        let (status, ended) = channel();
        thread::spawn(move || status.send(child.wait().unwrap()));
        let [columns, rows] = [columns, rows].map(|cells| NonZeroU16::new(cells).unwrap());
        let emulator = vt100::Parser::new(rows, columns, 0);
        let (master, slave) = (Some(pair.master), Some(pair.slave));
        Self { master, slave, keyboard, output, ended, emulator, sent: Vec::new(), settings, at_end: None, pid }
    }

    /// Types.
    pub(crate) fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    /// Gives the terminal another size.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        self.master.as_ref().unwrap().resize(size(columns, rows)).unwrap();
        let [columns, rows] = [columns, rows].map(|cells| NonZeroU16::new(cells).unwrap());
        self.emulator.set_size(rows, columns);
    }

    /// What is on the screen now.
    pub(crate) fn screen(&self) -> &vt100::Screen {
        self.emulator.screen()
    }

    /// All that the program has sent to the terminal so far.
    #[expect(clippy::disallowed_methods, reason = "what is looked for in it is ASCII")]
    pub(crate) fn sent(&self) -> String {
        String::from_utf8_lossy(&self.sent).into_owned()
    }

    /// The program's process.
    pub(crate) fn pid(&self) -> Pid {
        self.pid
    }

    /// Waits until the screen is as it should be.
    #[track_caller]
    pub(crate) fn wait_until(&mut self, what: &str, condition: impl Fn(&vt100::Screen) -> bool) {
        let by = Instant::now() + DEADLINE;
        while !condition(self.emulator.screen()) {
            match self.output.recv_timeout(by.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.take_in(&bytes),
                Err(why) => panic!("never came ({why}): {what}\n{}", self.emulator.screen().contents()),
            }
        }
    }

    /// Waits until the screen shows `text`.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str) {
        self.wait_until(text, |screen| screen.contents().contains(text));
    }

    /// Waits until `condition` holds, which the program brings about without a word on the screen.
    #[track_caller]
    pub(crate) fn wait_meanwhile(&mut self, what: &str, mut condition: impl FnMut() -> bool) {
        let by = Instant::now() + DEADLINE;
        while !condition() {
            assert!(Instant::now() < by, "never came: {what}");
            match self.output.recv_timeout(Duration::from_millis(10)) {
                Ok(bytes) => self.take_in(&bytes),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => panic!("the program ended before: {what}"),
            }
        }
    }

    /// Listens for so long, and says whether the program sent anything.
    pub(crate) fn hear_for(&mut self, time: Duration) -> bool {
        let by = Instant::now() + time;
        let mut heard = false;
        while let Ok(bytes) = self.output.recv_timeout(by.saturating_duration_since(Instant::now())) {
            self.take_in(&bytes);
            heard = true;
        }
        heard
    }

    /// Sends the program a signal.
    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid, signal).unwrap();
    }

    /// Waits until the program has been stopped.
    #[track_caller]
    pub(crate) fn wait_for_stop(&mut self) {
        let (stopped, stop) = channel();
        let pid = self.pid;
        thread::spawn(move || stopped.send(waitid(WaitId::Pid(pid), WaitIdOptions::STOPPED).unwrap().is_some()));
        assert!(stop.recv_timeout(DEADLINE).expect("the program should have been stopped"));
        self.output.try_iter().collect::<Vec<_>>().iter().for_each(|bytes| self.take_in(bytes));
    }

    /// Gives the terminal the settings of a shell's prompt, as a shell does behind a job that was stopped.
    pub(crate) fn make_ordinary(&self) {
        let terminal = self.master.as_ref().unwrap().tty_name().unwrap();
        assert!(Command::new("stty").arg("-F").arg(terminal).arg("sane").status().unwrap().success());
    }

    /// Waits for the end of the program and gives its exit code, after all that it sent was taken in.
    #[track_caller]
    pub(crate) fn wait_for_end(&mut self) -> u32 {
        let status =
            self.ended.recv_timeout(DEADLINE).unwrap_or_else(|_| panic!("never ended\n{}", self.screen().contents()));
        self.at_end = Some(settings(&**self.master.as_ref().unwrap()));
        // Without anyone on it, the terminal ends what there is to read.
        drop(self.slave.take());
        while let Ok(bytes) = self.output.recv_timeout(DEADLINE) {
            self.take_in(&bytes);
        }
        status.exit_code()
    }

    /// Takes the terminal away, as a lost connection does, and waits for the end of the program.
    #[track_caller]
    pub(crate) fn hang_up(mut self) {
        let (keyboard, ended) = (self.keyboard, self.ended);
        drop((self.master.take(), self.slave.take(), keyboard, self.output));
        let status = ended.recv_timeout(DEADLINE).expect("the program should end with its terminal");
        assert_ne!(status.exit_code(), 101, "a panic");
    }

    /// That the terminal is as it was before the program came.
    #[track_caller]
    pub(crate) fn check_given_back(&self) {
        let now = || settings(&**self.master.as_ref().unwrap());
        assert_eq!(self.settings, self.at_end.clone().unwrap_or_else(now), "the terminal's settings");
        let screen = self.screen();
        assert!(!screen.alternate_screen(), "the alternate screen");
        assert!(!screen.hide_cursor(), "the cursor");
        assert!(!screen.bracketed_paste(), "bracketed paste");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        assert_eq!(screen.mouse_protocol_encoding(), vt100::MouseProtocolEncoding::Default);
        let count = |sequence: &str| self.sent.windows(sequence.len()).filter(|at| *at == sequence.as_bytes()).count();
        for (on, off) in [("\x1b[?1049h", "\x1b[?1049l"), ("\x1b[>1u", "\x1b[<1u"), ("\x1b[?7l", "\x1b[?7h")] {
            assert_eq!(count(on), count(off), "{on:?}");
        }
        // A frame that was begun is shown.
        assert!(
            self.sent
                .rsplit(|&byte| byte == 0x1b)
                .find(|at| at.starts_with(b"[?2026"))
                .is_none_or(|at| at.starts_with(b"[?2026l"))
        );
    }

    fn take_in(&mut self, bytes: &[u8]) {
        self.emulator.process(bytes);
        self.sent.extend_from_slice(bytes);
    }
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, ..PtySize::default() }
}

fn settings(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().unwrap())
}
