//! The path below which everything is served. Told by the owner, or by a trusted proxy in a header: what it takes is safe
//! wherever it is put.

/// A path prefix: empty, or `/` and plain segments without an end slash. Safe in a header, in HTML and as a cookie path.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct BasePath(String);

/// The text is no path prefix.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a base path is written /name or /name/name with letters, digits, '.', '_', '~' and '-', no part of it 'api', not {0:?}"
)]
pub struct BadBasePath(String);

/// Longest prefix that is accepted, bytes.
const LONGEST_BASE: usize = 256;

impl BasePath {
    /// The prefix; empty for the root.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The prefix with a slash at its end: what `<base href>` and a cookie's `Path` want.
    #[must_use]
    pub fn folder(&self) -> String {
        format!("{}/", self.0)
    }

    /// What follows the prefix in `path`, if it lies below it: `/x` or, for the prefix itself, nothing.
    #[must_use]
    pub fn below<'a>(&self, path: &'a str) -> Option<&'a str> {
        path.strip_prefix(self.as_str()).filter(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

impl std::str::FromStr for BasePath {
    type Err = BadBasePath;

    fn from_str(text: &str) -> Result<Self, BadBasePath> {
        let bad = || BadBasePath(text.chars().take(80).collect());
        let trimmed = text.strip_suffix('/').unwrap_or(text);
        if trimmed.is_empty() {
            return Ok(Self::default());
        }
        let plain = |segment: &str| {
            !matches!(segment, "" | "." | "..")
                && segment
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'~' | b'-'))
        };
        let segments = trimmed.strip_prefix('/').ok_or_else(bad)?;
        // Below `/api` a proxy that strips the prefix and one that does not could not be told apart.
        if trimmed.len() <= LONGEST_BASE
            && segments.split('/').all(plain)
            && !segments.split('/').any(|segment| segment == "api")
        {
            Ok(Self(trimmed.to_owned()))
        } else {
            Err(bad())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_absolute_prefixes_are_base_paths() {
        for (text, expected) in
            [("", ""), ("/", ""), ("/mon", "/mon"), ("/mon/", "/mon"), ("/a/b-c_d.e~f", "/a/b-c_d.e~f")]
        {
            assert_eq!(text.parse::<BasePath>().map(|base| base.0), Ok(expected.to_owned()));
        }
        for bad in [
            "//evil", "//", "mon", "/a//b", "/a/../b", "/.", "/a%2f", "/a?b", "/a\\b", "/a\"b", "/<x>",
            "/a\r\nb", "/é", "/a b", "http://x", "/api", "/x/api",
        ] {
            assert!(bad.parse::<BasePath>().is_err(), "{bad:?} was accepted");
        }
    }

    #[test]
    fn a_prefix_ends_at_a_slash() {
        let base: BasePath = "/mon".parse().unwrap_or_default();
        assert_eq!(base.below("/mon/healthz"), Some("/healthz"));
        assert_eq!(base.below("/mon"), Some(""));
        assert_eq!(base.below("/monitor"), None);
    }
}
