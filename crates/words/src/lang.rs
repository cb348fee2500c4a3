//! The two languages, and which of them a person wants.

use std::fmt;
use std::str::FromStr;

use unic_langid::LanguageIdentifier;

/// Entries of an `Accept-Language` header that are looked at; the rest is ignored.
const MOST_ENTRIES: usize = 32;

/// A language that the program speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Korean.
    Ko,
    /// English: whoever asks for another language gets it too.
    En,
}

impl Lang {
    /// Both languages.
    pub const ALL: [Self; 2] = [Self::Ko, Self::En];

    /// The stable word: `ko` or `en`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ko => "ko",
            Self::En => "en",
        }
    }

    /// The language of a locale environment: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is
    /// set and not empty decides (locale(7)).
    #[must_use]
    pub fn from_env(lc_all: Option<&str>, lc_messages: Option<&str>, lang: Option<&str>) -> Self {
        let chosen = [lc_all, lc_messages, lang].into_iter().flatten().find(|value| !value.is_empty());
        match chosen.and_then(|value| value.split(['_', '.', '@']).next()) {
            Some(primary) if primary.eq_ignore_ascii_case("ko") => Self::Ko,
            _ => Self::En,
        }
    }

    /// The language that an `Accept-Language` header (RFC 9110 §12.5.4) prefers; English if it names neither.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Self {
        let mut best = (Self::En, 0.0_f32);
        for entry in header.split(',').take(MOST_ENTRIES) {
            let mut parts = entry.split(';').map(str::trim);
            let Some(lang) = parts.next().and_then(of_tag) else { continue };
            let quality = match parts.find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q="))) {
                Some(text) => text.parse().ok().filter(|q| (0.0..=1.0).contains(q)).unwrap_or(0.0),
                None => 1.0,
            };
            if quality > best.1 {
                best = (lang, quality);
            }
        }
        best.0
    }

    pub(crate) fn identifier(self) -> LanguageIdentifier {
        // Both words are valid tags; the undetermined language only changes plural rules.
        self.word().parse().unwrap_or_default()
    }
}

/// The language of a tag such as `ko`, `ko-KR` or `en-GB`.
fn of_tag(tag: &str) -> Option<Lang> {
    let primary = tag.split('-').next().unwrap_or(tag);
    Lang::ALL.into_iter().find(|lang| primary.eq_ignore_ascii_case(lang.word()))
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The text names no language of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownLang;

impl fmt::Display for UnknownLang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a language is ko or en")
    }
}

impl std::error::Error for UnknownLang {}

impl FromStr for Lang {
    type Err = UnknownLang;

    fn from_str(text: &str) -> Result<Self, UnknownLang> {
        Self::ALL.into_iter().find(|lang| lang.word() == text).ok_or(UnknownLang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_first_locale_variable_that_is_set_decides() {
        for (lc_all, lc_messages, lang, expected) in [
            (Some("ko_KR.UTF-8"), Some("en_US.UTF-8"), Some("C"), Lang::Ko),
            (Some("C"), Some("ko_KR"), Some("ko_KR"), Lang::En),
            (Some(""), Some("ko_KR"), Some("en_US"), Lang::Ko),
            (None, None, Some("ko"), Lang::Ko),
            (None, None, Some("ko.UTF-8@x"), Lang::Ko),
            (None, None, Some("kok_IN"), Lang::En),
            (None, None, None, Lang::En),
        ] {
            assert_eq!(
                Lang::from_env(lc_all, lc_messages, lang),
                expected,
                "{lc_all:?} {lc_messages:?} {lang:?}"
            );
        }
    }

    #[test]
    fn the_best_quality_of_a_header_wins_and_the_first_of_equals() {
        for (header, expected) in [
            ("ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7", Lang::Ko),
            ("en-US,en;q=0.9,ko;q=0.8", Lang::En),
            ("fr, de;q=0.9, ko;q=0.1", Lang::Ko),
            ("ko;q=0.5, en; q=0.8", Lang::En),
            ("ko;q=0, en;q=0.1", Lang::En),
            ("KO", Lang::Ko),
            ("ko, en", Lang::Ko),
            ("ko;q=nan, en;q=0.2", Lang::En),
            ("ko;q=7", Lang::En),
            ("fr", Lang::En),
            ("*", Lang::En),
            ("", Lang::En),
        ] {
            assert_eq!(Lang::from_accept_language(header), expected, "{header:?}");
        }
    }

    #[test]
    fn a_language_is_read_back_from_its_word_and_from_nothing_else() {
        for lang in Lang::ALL {
            assert_eq!(lang.word().parse(), Ok(lang));
        }
        for bad in ["", "KO", "ko-KR", "fr", "english"] {
            assert_eq!(bad.parse::<Lang>(), Err(UnknownLang), "{bad:?} was accepted");
        }
    }

    proptest! {
        #[test]
        fn no_header_makes_the_choice_panic(header in any::<String>()) {
            let _ = Lang::from_accept_language(&header);
        }
    }
}
