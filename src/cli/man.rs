//! `byline man` and `byline completions`: the manual page and what a shell completes, made of the tables that the
//! program itself goes by.

use std::io::{self, Write};

use clap::{Args, Command};
use clap_complete::Shell;
use clap_mangen::{
    Man,
    roff::{Roff, bold, roman},
};

use super::{Broken, Outcome};
use crate::app::keys::{BINDINGS, Keymap, Mode};

/// What `completions` takes.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// For which shell
    shell: Shell,
}

/// Prints what a shell is to complete.
pub(super) fn completions(wanted: &Completions, mut command: Command) -> Result<Outcome, Broken> {
    // Made in memory: writing to a pipe that is closed would be a panic.
    let mut script = Vec::new();
    clap_complete::generate(wanted.shell, &mut command, "byline", &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(Outcome::Done)
}

/// Prints the manual page.
pub(super) fn man(mut command: Command) -> Result<Outcome, Broken> {
    command.build();
    let mut page = Vec::new();
    let man = Man::new(command.clone());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    verbs(&command).to_writer(&mut page)?;
    for verb in command.get_subcommands().filter(|verb| verb.get_name() != "help") {
        heading(&format!("byline {}", verb.get_name())).to_writer(&mut page)?;
        let verb = Man::new(verb.clone());
        verb.render_synopsis_section(&mut page)?;
        verb.render_description_section(&mut page)?;
        verb.render_options_section(&mut page)?;
    }
    keys().to_writer(&mut page)?;
    files().to_writer(&mut page)?;
    io::stdout().lock().write_all(&page)?;
    Ok(Outcome::Done)
}

fn heading(text: &str) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", [text.to_uppercase().as_str()]);
    roff
}

fn verbs(command: &Command) -> Roff {
    let mut roff = heading("verbs");
    for verb in command.get_subcommands().filter(|verb| verb.get_name() != "help") {
        roff.control("TP", []);
        roff.text([bold(verb.get_name())]);
        roff.text([roman(verb.get_about().map(ToString::to_string).unwrap_or_default())]);
    }
    roff
}

/// The table of keys.
fn keys() -> Roff {
    let keymap = Keymap::default();
    let mut roff = heading("keys");
    for mode in Mode::ALL {
        roff.control("SS", [mode.title()]);
        for binding in BINDINGS.iter().filter(|binding| binding.mode == mode) {
            let keys: Vec<_> = keymap.keys_of(binding.mode, binding.command).collect();
            roff.control("TP", []);
            roff.text([bold(keys.join("  "))]);
            roff.text([roman(format!("{} ({})", binding.help, binding.command.name()))]);
        }
    }
    roff
}

fn files() -> Roff {
    let mut roff = heading("exit status");
    roff.text([roman("0: done. 1: something that was named failed. 2: the arguments make no sense.")]);
    roff.control("SH", ["FILES"]);
    roff.text([roman(
        "The library is library.sqlite in the user's data folder (on Linux ~/.local/share/byline), the configuration \
         config.toml in the configuration folder (~/.config/byline).",
    )]);
    roff
}
