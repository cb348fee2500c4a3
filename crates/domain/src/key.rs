//! The identity of a process within one boot of one host.

use std::fmt;
use std::str::FromStr;

/// A process: its pid and the kernel's raw start value (`starttime` of proc_pid_stat(5), clock ticks
/// since boot). A pid alone is reused; the pair is not, except within one clock tick (DESIGN §6.4).
///
/// Written `PID-STARTED`. Whatever is stored or sent away adds host and boot id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProcessKey {
    /// The process id in this program's pid namespace.
    pub pid: u32,
    /// Start time in clock ticks since boot, as the kernel gives it.
    pub started: u64,
}

impl fmt::Display for ProcessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.pid, self.started)
    }
}

/// The text is no `PID-STARTED`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyError {
    /// It is a pid alone, which names whoever has the number now.
    BarePid(u32),
    /// It is something else.
    Malformed,
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BarePid(pid) => write!(f, "{pid} is a bare pid, write it as PID-STARTED"),
            Self::Malformed => f.write_str("a process key is written PID-STARTED, as 1324-88120"),
        }
    }
}

impl std::error::Error for KeyError {}

/// Digits only: `u32::from_str` would accept a leading `+`, and one process must have one spelling.
fn digits<T: FromStr>(text: &str) -> Option<T> {
    let canonical = !text.is_empty()
        && text.bytes().all(|b| b.is_ascii_digit())
        && (text.len() == 1 || !text.starts_with('0'));
    if canonical { text.parse().ok() } else { None }
}

impl FromStr for ProcessKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        match text.split_once('-') {
            Some((pid, started)) => match (digits(pid), digits(started)) {
                (Some(pid), Some(started)) if pid > 0 => Ok(Self { pid, started }),
                _ => Err(KeyError::Malformed),
            },
            None => match digits(text) {
                Some(pid) if pid > 0 => Err(KeyError::BarePid(pid)),
                _ => Err(KeyError::Malformed),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_the_canonical_spelling_is_a_key() {
        for bad in [
            "",
            "-",
            "1",
            "0-1",
            "+1-2",
            "1-+2",
            "01-2",
            "1-02",
            "1-2-3",
            "1- 2",
            "1-",
            "-1",
            "1-99999999999999999999",
        ] {
            assert!(bad.parse::<ProcessKey>().is_err(), "{bad:?} was accepted");
        }
        assert_eq!("7".parse::<ProcessKey>(), Err(KeyError::BarePid(7)));
    }

    proptest! {
        #[test]
        fn a_key_survives_being_written(pid in 1u32.., started: u64) {
            let key = ProcessKey { pid, started };
            prop_assert_eq!(key.to_string().parse(), Ok(key));
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC{0,40}") {
            let _ = text.parse::<ProcessKey>();
        }
    }
}
