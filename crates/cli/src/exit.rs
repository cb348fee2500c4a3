//! How the program ends: the exit codes (CONTRACTS §1), once.

use std::process::ExitCode;

/// An exit code. Scripts rely on the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Done = 0,
    /// It was tried and failed.
    Failed = 1,
    /// Wrong usage or configuration; nothing was tried.
    Usage = 2,
    /// Refused by a policy.
    Refused = 3,
    /// No such process, or it has gone.
    NoProcess = 4,
    /// The operating system denies it.
    Denied = 5,
    /// `--check` found something.
    Found = 6,
}

impl Exit {
    /// All of them, by number.
    pub(crate) const ALL: [Self; 7] =
        [Self::Done, Self::Failed, Self::Usage, Self::Refused, Self::NoProcess, Self::Denied, Self::Found];
}

impl Exit {
    /// The message that says what it means.
    pub(crate) const fn message(self) -> &'static str {
        match self {
            Self::Done => "exit-done",
            Self::Failed => "exit-failed",
            Self::Usage => "exit-usage",
            Self::Refused => "exit-refused",
            Self::NoProcess => "exit-no-process",
            Self::Denied => "exit-denied",
            Self::Found => "exit-found",
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_contract() {
        let numbers: Vec<u8> = Exit::ALL.into_iter().map(|exit| exit as u8).collect();
        assert_eq!(numbers, [0, 1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn the_help_explains_every_number_in_both_languages() {
        for lang in words::Lang::ALL {
            let help = crate::help::exit_codes(words::Words::of(lang));
            for exit in Exit::ALL {
                assert!(
                    help.contains(&format!("\n    {} ", exit as u8)),
                    "{lang}: {exit:?} is not in {help}"
                );
            }
        }
    }
}
