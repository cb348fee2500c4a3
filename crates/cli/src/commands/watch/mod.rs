//! `ps --watch`: the live console. Here: whether it can start at all, and what the terminal can show.
//!
//! `input` and `keys` turn bytes into actions, `model` is what is shown, `view` draws it on a buffer, `screen` and
//! `terminal` bring that to the terminal and put it back, `feed` looks at the machine, `session` is the loop of it all.

mod feed;
mod input;
mod keyboard;
mod keys;
mod model;
mod screen;
mod session;
mod terminal;
mod view;

use std::io::{self, IsTerminal as _};

use jiff::tz::TimeZone;

use self::model::{Model, SortKey};
use self::view::{Colours, Look};
use super::{policy, sampling};
use crate::args::{Ps, Sort};
use crate::config::Loaded;
use crate::exit::Exit;
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// Runs it until it is quit.
pub(super) fn run(options: &Ps, loaded: &Loaded, out: &mut Output) -> Outcome {
    refuse(out)?;
    let sampler = sampling::sampler()?;
    let look = look(loaded, out);
    let key = match options.sort.unwrap_or(Sort::Cpu) {
        Sort::Cpu => SortKey::Cpu,
        Sort::Verdict => SortKey::Verdict,
        Sort::Memory => SortKey::Memory,
        Sort::Io => SortKey::Io,
        Sort::Pid => SortKey::Pid,
    };
    let only = options.only.map(domain::verdict::Verdict::from);
    let filter = only.map(|only| format!("verdict:{}", only.word())).unwrap_or_default();
    let model = Model::new(key).with(loaded.config.mode.into(), &filter);
    let ended = session::run(look, model, sampler, sampling::state(loaded, policy::dictionary(loaded, out)));
    // What went wrong behind the screen is told where it can be read.
    terminal::kept_panics().iter().for_each(|panic| out.say(panic));
    match ended {
        Ok(session::End::Quit) => Ok(Exit::Done),
        Ok(session::End::TerminalGone) => Err(Failure::ClosedPipe),
        Ok(session::End::NoFeed) => {
            Err(Failure::new(Exit::Failed, out.words.text("watch-ended-sampling", &[])))
        }
        Err(error) => {
            let error = error.to_string();
            Err(Failure::new(
                Exit::Failed,
                out.words.text("watch-terminal-failed", &[("error", (&error).into())]),
            ))
        }
    }
}

/// A screen needs a terminal on both sides that can move its cursor; a document is something else.
fn refuse(out: &Output) -> Result<(), Failure> {
    let usage =
        |id: &str, args: &[(&str, words::Value<'_>)]| Failure::new(Exit::Usage, out.words.text(id, args));
    if out.json {
        return Err(usage("watch-no-json", &[]));
    }
    for (terminal, stream) in [(io::stdout().is_terminal(), "stdout"), (io::stdin().is_terminal(), "stdin")] {
        if !terminal {
            return Err(usage("watch-no-terminal", &[("stream", stream.into())]));
        }
    }
    let term = variable("TERM");
    if term.is_empty() || term == "dumb" {
        let term = if term.is_empty() { "\"\"" } else { "dumb" };
        return Err(usage("watch-dumb", &[("term", term.into())]));
    }
    Ok(())
}

fn look(loaded: &Loaded, out: &Output) -> Look {
    let config = &loaded.config;
    let lacking = host::privileges().iter().map(|missing| missing.capability).collect();
    Look {
        words: out.words,
        colours: if out.colour { colours(&variable("TERM"), &variable("COLORTERM")) } else { Colours::None },
        ascii: !is_utf8(["LC_ALL", "LC_CTYPE", "LANG"].map(variable)),
        zone: TimeZone::system(),
        cpu: config.cpu,
        memory: config.memory,
        disk: config.disk,
        lacking,
    }
}

fn variable(name: &str) -> String {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The colours of a terminal by its name (terminfo(5)); those that speak of all colours have the 256 too.
fn colours(term: &str, colorterm: &str) -> Colours {
    let many = term.contains("256color") || term.contains("direct") || !colorterm.is_empty();
    if many { Colours::Many } else { Colours::Sixteen }
}

/// Whether the first of these that is set names UTF-8 (locale(7)).
fn is_utf8(variables: [String; 3]) -> bool {
    let chosen = variables.into_iter().find(|value| !value.is_empty()).unwrap_or_default().to_lowercase();
    chosen.contains("utf-8") || chosen.contains("utf8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_locale_variable_that_is_set_says_whether_it_is_utf_8() {
        let utf8 = |all: &str, ctype: &str, lang: &str| is_utf8([all, ctype, lang].map(str::to_owned));
        assert!(utf8("", "", "ko_KR.UTF-8") && utf8("", "C.utf8", "C") && utf8("en_US.utf8", "", ""));
        assert!(!utf8("C", "", "ko_KR.UTF-8") && !utf8("", "", "") && !utf8("", "", "ko_KR.eucKR"));
    }

    #[test]
    fn colours_follow_the_terminal() {
        assert_eq!(colours("xterm-256color", ""), Colours::Many);
        assert_eq!(colours("linux", ""), Colours::Sixteen);
        assert_eq!(colours("xterm", "truecolor"), Colours::Many);
    }
}
