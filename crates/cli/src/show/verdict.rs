//! A verdict in a line of text: its dot, its word, and colour that only repeats them.

use domain::verdict::Verdict;
use words::Words;

/// The word of a verdict, small as inside of a sentence.
pub(crate) fn word(verdict: Verdict, words: &Words) -> String {
    words.text(&format!("verdict-{}", verdict.word()), &[]).to_lowercase()
}

/// Dot and word: two verdicts share the red dot.
pub(crate) fn chip(verdict: Verdict, words: &Words) -> String {
    format!("{} {}", verdict.dot(), word(verdict, words))
}

/// `text` in the colour of the verdict (ECMA-48 SGR), or as it is.
pub(crate) fn paint(verdict: Verdict, text: &str, colour: bool) -> String {
    let code = match verdict {
        Verdict::Safe => "32",
        Verdict::Caution => "33",
        Verdict::Danger => "31",
        // Inverse is the alarm, and nothing else is inverse.
        Verdict::Urgent => "1;7;31",
    };
    if colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::Lang;

    #[test]
    fn no_two_verdicts_look_alike_without_colour() {
        for lang in Lang::ALL {
            let mut chips: Vec<String> =
                Verdict::ALL.map(|verdict| chip(verdict, Words::of(lang))).into_iter().collect();
            chips.sort_unstable();
            chips.dedup();
            assert_eq!(chips.len(), Verdict::ALL.len(), "{chips:?}");
        }
        assert_eq!(chip(Verdict::Urgent, Words::of(Lang::En)), "🔴 urgent");
        assert_eq!(chip(Verdict::Safe, Words::of(Lang::Ko)), "🟢 안전");
    }

    #[test]
    fn colour_is_put_around_and_never_in() {
        assert_eq!(paint(Verdict::Urgent, "x", true), "\u{1b}[1;7;31mx\u{1b}[0m");
        assert!(Verdict::ALL.iter().all(|verdict| paint(*verdict, "x", false) == "x"));
    }
}
