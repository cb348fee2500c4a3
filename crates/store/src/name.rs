//! The names that users and tokens may have. What a name stands for belongs elsewhere.

use std::fmt;
use std::str::FromStr;

/// The name of a user or of a token: `[A-Za-z0-9][A-Za-z0-9._@-]{0,63}`. It never begins like an option
/// and is harmless in a log line, a URL and a terminal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl Name {
    /// The longest name, in bytes.
    pub const MAX_LEN: usize = 64;

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text is no name of a user or token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a name has 1 to 64 characters of A-Z a-z 0-9 . _ @ - and begins with a letter or digit")]
pub struct InvalidName;

impl FromStr for Name {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let bytes = text.as_bytes();
        let first = bytes.first().is_some_and(u8::is_ascii_alphanumeric);
        let rest = bytes.iter().all(|b| b.is_ascii_alphanumeric() || b"._@-".contains(b));
        if first && rest && bytes.len() <= Self::MAX_LEN {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidName)
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Name {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_names_are_accepted() {
        for good in ["a", "root", "kim.minji@example.org", "ci-2", "A_b", &"x".repeat(64)] {
            assert!(good.parse::<Name>().is_ok(), "{good:?} was refused");
        }
    }

    #[test]
    fn names_that_look_like_options_paths_or_markup_are_refused() {
        for bad in ["", "-x", "--root", ".hidden", "_a", "@a", "a b", "a/b", "a\n", "a\0", "é", "<b>", "a:b"]
        {
            assert_eq!(bad.parse::<Name>(), Err(InvalidName), "{bad:?} was accepted");
        }
        assert_eq!("x".repeat(65).parse::<Name>(), Err(InvalidName));
    }
}
