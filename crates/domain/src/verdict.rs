//! From the worst finding to a verdict (M8, DESIGN §3).

use crate::finding::Severity;

/// How warnings are weighed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// By what is expected of each program.
    #[default]
    Contextual,
    /// By the five plain rules alone, each a warning.
    Strict,
}

/// What a person should make of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Known, and nothing speaks against it.
    Safe,
    /// Confirm its use.
    Caution,
    /// Check soon.
    Danger,
    /// Act now.
    Urgent,
}

impl Verdict {
    /// From the least to the most grave.
    pub const ALL: [Self; 4] = [Self::Safe, Self::Caution, Self::Danger, Self::Urgent];

    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Caution => "caution",
            Self::Danger => "danger",
            Self::Urgent => "urgent",
        }
    }

    /// The dot of the console form.
    #[must_use]
    pub const fn dot(self) -> &'static str {
        match self {
            Self::Safe => "🟢",
            Self::Caution => "🟡",
            Self::Danger | Self::Urgent => "🔴",
        }
    }

    /// The table of DESIGN §3, contextual mode.
    #[must_use]
    pub const fn of(known: bool, worst: Option<Severity>) -> Self {
        match (worst, known) {
            (None | Some(Severity::Info | Severity::Notice), true) => Self::Safe,
            (None | Some(Severity::Info | Severity::Notice), false) => Self::Caution,
            (Some(Severity::Warning), true) => Self::Caution,
            (Some(Severity::Warning), false) => Self::Danger,
            (Some(Severity::Critical), true) => Self::Danger,
            (Some(Severity::Critical), false) => Self::Urgent,
        }
    }

    /// M8: any warning is danger, and urgent for what is unknown.
    #[must_use]
    pub const fn strict(known: bool, warned: bool) -> Self {
        match (known, warned) {
            (true, false) => Self::Safe,
            (false, false) => Self::Caution,
            (true, true) => Self::Danger,
            (false, true) => Self::Urgent,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contextual_table_is_the_one_of_the_design() {
        use Severity::{Critical, Info, Notice, Warning};
        for (worst, known, unknown) in [
            (None, Verdict::Safe, Verdict::Caution),
            (Some(Info), Verdict::Safe, Verdict::Caution),
            (Some(Notice), Verdict::Safe, Verdict::Caution),
            (Some(Warning), Verdict::Caution, Verdict::Danger),
            (Some(Critical), Verdict::Danger, Verdict::Urgent),
        ] {
            assert_eq!((Verdict::of(true, worst), Verdict::of(false, worst)), (known, unknown), "{worst:?}");
        }
    }

    #[test]
    fn the_strict_table_is_the_one_that_was_asked_for() {
        assert_eq!(Verdict::strict(true, false), Verdict::Safe);
        assert_eq!(Verdict::strict(false, false), Verdict::Caution);
        assert_eq!(Verdict::strict(true, true), Verdict::Danger);
        assert_eq!(Verdict::strict(false, true), Verdict::Urgent);
    }
}
