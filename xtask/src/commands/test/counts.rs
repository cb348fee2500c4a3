//! What the runners say at their end: how many tests passed, failed and were skipped.

/// Whose closing lines a log holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Runner {
    /// `cargo test`: one line for each test binary.
    Cargo,
    /// vitest: `Tests  81 passed (81)`.
    Vitest,
    /// Playwright: `12 passed (3.4s)`, `1 failed`.
    Playwright,
    /// No tests inside: the step itself is one check.
    Check,
}

/// The sums of one step.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
    /// What was skipped and why, as the tests said it: lines that begin with `SKIPPED `.
    pub(crate) reasons: Vec<String>,
}

impl Counts {
    /// Reads a whole log. A runner that failed without naming a failed test counts as one failure.
    pub(crate) fn read(runner: Runner, log: &str, succeeded: bool) -> Self {
        let mut counts = Self::default();
        for line in log.lines().map(str::trim) {
            if let Some(reason) = line.strip_prefix("SKIPPED ") {
                counts.reasons.push(reason.to_owned());
                continue;
            }
            match runner {
                Runner::Cargo => {
                    if let Some(sums) = line.strip_prefix("test result: ") {
                        counts.add(sums, ';');
                    }
                }
                Runner::Vitest => {
                    if let Some(sums) = line.strip_prefix("Tests ") {
                        counts.add(sums, '|');
                    }
                }
                Runner::Playwright => {
                    // The summary has one kind on a line: a number, a word, perhaps the time.
                    if line.split_whitespace().count() <= 3 {
                        counts.add(line, '|');
                    }
                }
                Runner::Check => {}
            }
        }
        if runner == Runner::Check && succeeded {
            counts.passed = 1;
        }
        if !succeeded && counts.failed == 0 {
            counts.failed = 1;
        }
        // A test that found its other half missing has passed for its runner, and has tested nothing.
        let told = counts.reasons.len() as u64;
        if runner == Runner::Cargo {
            counts.passed = counts.passed.saturating_sub(told);
            counts.skipped += told;
        }
        counts
    }

    fn add(&mut self, sums: &str, between: char) {
        for part in sums.split(between) {
            let words: Vec<&str> = part.split_whitespace().collect();
            for pair in words.windows(2) {
                let [number, kind] = pair else { continue };
                let Ok(number) = number.parse::<u64>() else { continue };
                match kind.trim_end_matches([',', ';']) {
                    "passed" => self.passed += number,
                    "failed" => self.failed += number,
                    "ignored" | "skipped" => self.skipped += number,
                    _ => {}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Counts, Runner};

    fn sums(runner: Runner, log: &str, succeeded: bool) -> (u64, u64, u64) {
        let counts = Counts::read(runner, log, succeeded);
        (counts.passed, counts.failed, counts.skipped)
    }

    #[test]
    fn cargo_sums_all_its_binaries() {
        let log = "test result: ok. 6 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
                   test result: FAILED. 2 passed; 1 failed; 3 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        assert_eq!(sums(Runner::Cargo, log, false), (8, 1, 3));
    }

    #[test]
    fn vitest_is_read_with_and_without_failures() {
        assert_eq!(
            sums(Runner::Vitest, " Test Files  9 passed (9)\n      Tests  81 passed (81)", true),
            (81, 0, 0)
        );
        assert_eq!(
            sums(Runner::Vitest, "      Tests  1 failed | 80 passed | 2 skipped (83)", false),
            (80, 1, 2)
        );
    }

    #[test]
    fn playwright_is_read_by_its_summary_and_not_by_the_titles_of_tests() {
        let log = "  ok 1 tests/list.spec.ts:3:1 › 5,000 passed processes scroll (1.2s)\n  1 failed\n  2 skipped\n  12 passed (3.4s)";
        assert_eq!(sums(Runner::Playwright, log, false), (12, 1, 2));
    }

    #[test]
    fn a_runner_that_dies_without_a_summary_is_a_failure() {
        for runner in [Runner::Cargo, Runner::Vitest, Runner::Playwright, Runner::Check] {
            assert_eq!(sums(runner, "error: could not compile", false), (0, 1, 0), "{runner:?}");
        }
    }

    #[test]
    fn a_test_that_says_it_was_skipped_is_not_counted_as_passed() {
        let log = "SKIPPED metrics: promtool is not installed\n\
                   test result: ok. 6 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        assert_eq!(sums(Runner::Cargo, log, true), (5, 0, 1));
        assert_eq!(Counts::read(Runner::Cargo, log, true).reasons, ["metrics: promtool is not installed"]);
    }
}
