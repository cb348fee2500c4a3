//! Meters of characters, and the level that a value has reached.

use words::Words;

use crate::config::Thresholds;

/// Cells of a meter; each is 5 %.
const CELLS: usize = 20;

/// How much of a resource is used, as a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// Below the first threshold.
    Good,
    /// From the first threshold on.
    Warn,
    /// From the second on.
    Bad,
}

impl Level {
    /// The level of `percent`.
    pub(crate) fn of(percent: f64, thresholds: Thresholds) -> Self {
        match percent {
            percent if percent >= thresholds.bad => Self::Bad,
            percent if percent >= thresholds.warn => Self::Warn,
            _ => Self::Good,
        }
    }

    /// Its silhouette and its word: shape and word say it, colour only repeats it.
    pub(crate) fn word(self, words: &Words) -> String {
        let (shape, id) = match self {
            Self::Good => ('●', "level-good"),
            Self::Warn => ('▲', "level-warn"),
            Self::Bad => ('◆', "level-bad"),
        };
        format!("{shape} {}", words.text(id, &[]))
    }

    /// `text` in the colour of the level (ECMA-48 SGR), or as it is.
    pub(crate) fn paint(self, text: &str, colour: bool) -> String {
        let code = match self {
            Self::Good => 32,
            Self::Warn => 33,
            Self::Bad => 31,
        };
        if colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// Lit and unlit cells; a cell is lit when it is full.
pub(crate) fn meter(percent: f64) -> String {
    let lit = (percent.clamp(0.0, 100.0) / 100.0 * CELLS as f64) as usize;
    format!("{}{}", "▓".repeat(lit), "░".repeat(CELLS - lit))
}

/// In the place of a meter whose value is missing.
pub(crate) fn blank() -> String {
    "┄".repeat(CELLS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_five_percent() {
        assert_eq!(meter(0.0), "░".repeat(20));
        assert_eq!(meter(4.9), "░".repeat(20));
        assert_eq!(meter(35.2), format!("{}{}", "▓".repeat(7), "░".repeat(13)));
        assert_eq!(meter(250.0), "▓".repeat(20));
    }

    #[test]
    fn a_level_begins_at_its_threshold() {
        let thresholds = Thresholds { warn: 60.0, bad: 80.0 };
        for (percent, expected) in
            [(59.9, Level::Good), (60.0, Level::Warn), (79.9, Level::Warn), (80.0, Level::Bad)]
        {
            assert_eq!(Level::of(percent, thresholds), expected, "{percent}");
        }
    }

    #[test]
    fn without_colour_there_is_no_escape() {
        assert_eq!(Level::Bad.paint("x", false), "x");
        assert_eq!(Level::Bad.paint("x", true), "\u{1b}[31mx\u{1b}[0m");
    }
}
