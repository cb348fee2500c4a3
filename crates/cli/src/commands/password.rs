//! A new password: asked for twice at the terminal without showing it, or one line of stdin. Never an
//! argument: those are seen by everybody on the machine.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write as _};

use rustix::termios::{self, LocalModes, OptionalActions, SpecialCodeIndex, Termios};
use server::auth::Password;
use words::Words;

use crate::exit::Exit;
use crate::failure::Failure;

/// Longest line that is read; what may be a password is shorter.
const LONGEST: u64 = 4096;
/// What Ctrl-C sends.
const INTERRUPT: u8 = 3;

/// The new password of `user`.
pub(super) fn ask(user: &str, from_stdin: bool, words: &Words) -> Result<Password, Failure> {
    if from_stdin {
        return Ok(Password::new(first_line(io::stdin().lock(), words)?));
    }
    let Ok(mut terminal) = OpenOptions::new().read(true).write(true).open("/dev/tty") else {
        return Err(Failure::new(Exit::Usage, words.text("password-no-terminal", &[])));
    };
    let first = hidden(&mut terminal, &words.text("password-ask", &[("name", user.into())]), words)?;
    let second = hidden(&mut terminal, &words.text("password-again", &[]), words)?;
    if first != second {
        return Err(Failure::new(Exit::Failed, words.text("password-differ", &[])));
    }
    Ok(Password::new(first))
}

/// A line without its end.
fn first_line(input: impl Read, words: &Words) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let unreadable = |error: io::Error| Failure::new(Exit::Failed, format!("stdin: {error}"));
    for byte in io::BufReader::new(input.take(LONGEST)).bytes() {
        match byte.map_err(unreadable)? {
            b'\n' => break,
            byte => bytes.push(byte),
        }
    }
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    String::from_utf8(bytes).map_err(|_| Failure::new(Exit::Usage, words.text("password-not-text", &[])))
}

/// Asks at the terminal while it shows nothing of what is typed.
fn hidden(terminal: &mut File, question: &str, words: &Words) -> Result<String, Failure> {
    let broken = |error: io::Error| Failure::new(Exit::Failed, format!("/dev/tty: {error}"));
    let quiet = Quiet::begin(terminal).map_err(|error| broken(error.into()))?;
    write!(&*terminal, "{question} ").map_err(broken)?;
    let mut line = vec![0; LONGEST as usize];
    let count = Read::read(&mut &*terminal, &mut line).map_err(broken)?;
    line.truncate(count);
    drop(quiet);
    writeln!(&*terminal).map_err(broken)?;
    if line.is_empty() || line.last() == Some(&INTERRUPT) {
        return Err(Failure::new(Exit::Failed, words.text("password-stopped", &[])));
    }
    first_line(&line[..], words)
}

/// A terminal that shows nothing, until this is dropped. Ctrl-C ends the line instead of the program,
/// which would leave the terminal silent.
struct Quiet {
    terminal: File,
    before: Termios,
}

impl Quiet {
    fn begin(terminal: &File) -> rustix::io::Result<Self> {
        let before = termios::tcgetattr(terminal)?;
        let mut quiet = before.clone();
        quiet.local_modes.remove(LocalModes::ECHO | LocalModes::ISIG);
        quiet.special_codes[SpecialCodeIndex::VEOL] = INTERRUPT;
        termios::tcsetattr(terminal, OptionalActions::Flush, &quiet)?;
        Ok(Self { terminal: rustix::io::dup(terminal)?.into(), before })
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        // Nothing better can be done about a terminal that went away.
        let _ = termios::tcsetattr(&self.terminal, OptionalActions::Flush, &self.before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::Lang;

    #[test]
    fn a_password_is_the_first_line_without_its_end() {
        let words = Words::of(Lang::En);
        for (input, expected) in
            [("a b\n", "a b"), ("a\r\nx", "a"), ("no end", "no end"), (" spaces \n", " spaces ")]
        {
            assert_eq!(first_line(input.as_bytes(), words).unwrap(), expected);
        }
    }

    #[test]
    fn an_endless_line_is_cut() {
        let line = first_line(io::repeat(b'a'), Words::of(Lang::En)).unwrap();
        assert_eq!(line.len() as u64, LONGEST);
    }
}
