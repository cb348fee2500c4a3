//! What of a failed step's log tells why it failed: what each failed test said, short, and then the end. Knows how
//! cargo, Playwright and vitest write it; of every other log only the end is told.

/// How much of a log's end is told where nothing else is known to tell, and after what does.
const TAIL_LINES: usize = 120;
const SHORT_TAIL_LINES: usize = 20;
/// How much of what one failed test said is told.
const BLOCK_LINES: usize = 60;
/// How much is told of all failed tests together.
const TOLD_LINES: usize = 400;

/// The lines of a log that tell why it failed.
pub(super) fn telling(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut told = by_cargo(&lines);
    told.extend(by_playwright(&lines));
    told.extend(by_vitest(&lines));
    if told.len() > TOLD_LINES {
        told.truncate(TOLD_LINES);
        told.push("… and more tests failed".to_owned());
    }
    let tail = if told.is_empty() { TAIL_LINES } else { SHORT_TAIL_LINES };
    told.extend(lines.iter().skip(lines.len().saturating_sub(tail)).map(|line| (*line).to_owned()));
    told
}

/// What each failed test of cargo printed.
fn by_cargo(lines: &[&str]) -> Vec<String> {
    let mut told = Vec::new();
    let failed = |line: &&&str| line.starts_with("test ") && line.ends_with("... FAILED");
    for name in lines.iter().filter(failed).filter_map(|line| line.split_whitespace().nth(1)) {
        let heading = format!("---- {name} stdout ----");
        told.extend(blocks(lines, |line| line == heading, |line| line.starts_with("---- ")));
    }
    told
}

/// The failed tests of Playwright, and of each what was expected, what was there, and in which line of the test. What
/// follows are the names of files.
fn by_playwright(lines: &[&str]) -> Vec<String> {
    let failed = lines.iter().filter(|line| line.trim_start().starts_with('✘'));
    let mut told: Vec<String> = failed.map(|line| (*line).to_owned()).collect();
    told.extend(blocks(lines, is_numbered, |line| {
        let words = line.trim_start();
        is_numbered(line) || words.starts_with("Error Context:") || words.starts_with("attachment #")
    }));
    told
}

/// `  12) tests/name.spec.ts:…`, as Playwright begins what it says of a failed test.
fn is_numbered(line: &str) -> bool {
    let number = line.strip_prefix("  ").and_then(|line| line.split_once(") "));
    number.is_some_and(|(number, _)| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// What vitest says of each failed test.
fn by_vitest(lines: &[&str]) -> Vec<String> {
    let begins = |line: &str| line.starts_with(" FAIL  ");
    blocks(lines, begins, |line| begins(line) || line.starts_with('⎯'))
}

/// Every line that begins a block, and what follows it up to a line that ends it.
fn blocks(lines: &[&str], begins: impl Fn(&str) -> bool, ends: impl Fn(&str) -> bool) -> Vec<String> {
    let mut told = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| begins(line)) {
        told.push((*line).to_owned());
        let rest = lines.iter().skip(at + 1).take(BLOCK_LINES).take_while(|line| !ends(line));
        told.extend(rest.map(|line| (*line).to_owned()));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(told: &[String], part: &str) -> bool {
        told.iter().any(|line| line.contains(part))
    }

    #[test]
    fn what_a_failed_test_printed_is_shown_however_far_from_the_end_it_stands() {
        let mut log = String::from("test a ... ok\ntest deep::b ... FAILED\n---- a stdout ----\nfine\n");
        log.push_str("---- deep::b stdout ----\nthe reason\n---- c stdout ----\n");
        log.push_str(&"noise\n".repeat(1000));
        let told = telling(&log);
        assert!(has(&told, "the reason") && !has(&told, "fine"));
        assert!(told.len() < 100);
    }

    #[test]
    fn of_the_browser_the_failed_tests_and_their_reasons_come_first() {
        let mut log = "  ✓   1 tests/a.spec.ts:1:1 › fine (1.0s)\n".repeat(90);
        log.push_str("  ✘  91 tests/b.spec.ts:153:1 › lines are read back (19.9s)\n");
        log.push_str(&"  ✓  92 tests/c.spec.ts:1:1 › fine too (1.0s)\n".repeat(90));
        log.push_str("\n\n  1) tests/b.spec.ts:153:1 › lines are read back ──────\n\n");
        log.push_str(
            "    Error: expect(locator).toHaveCount(expected) failed\n\n    Expected: 1\n    Received: 0\n",
        );
        log.push_str(
            "\n    > 185 |   await expect(lines).toHaveCount(1);\n        at tests/b.spec.ts:185:72\n",
        );
        log.push_str("\n    Error Context: target/e2e-results/error-context.md\n");
        log.push_str(&"\n    attachment #3: trace\n    Usage: show-trace\n".repeat(20));
        log.push_str(
            "\n  1 failed\n    tests/b.spec.ts:153:1 › lines are read back ──────\n  180 passed (6.6m)\n",
        );
        let told = telling(&log);
        assert!(told[0].starts_with("  ✘  91 "), "{}", told[0]);
        assert!(told[1].starts_with("  1) "), "{}", told[1]);
        for part in ["Received: 0", "> 185 |", "185:72", "180 passed"] {
            assert!(has(&told, part), "{part} is missing of {told:#?}");
        }
        assert!(!has(&told, "Error Context") && !has(&told, "fine"));
        assert!(told.len() < 40, "{}", told.len());
    }

    #[test]
    fn of_vitest_the_failed_tests_and_their_reasons_come_first() {
        let mut log = " ✓ src/a.test.ts (3 tests) 4ms\n   × a gap is closed 42ms\n⎯⎯⎯ Failed Tests 2 ⎯⎯⎯\n\n"
            .to_owned();
        for name in ["a gap is closed", "keys ascend"] {
            log.push_str(&format!(" FAIL  src/b.test.ts > {name}\nAssertionError: expected {name}\n\n"));
            log.push_str(" ❯ src/b.test.ts:60:27\n     60|     expect(1).toBe(2)\n\n⎯⎯⎯⎯[1/2]⎯\n\n");
        }
        log.push_str(&"noise\n".repeat(100));
        let told = telling(&log);
        assert_eq!(told[0], " FAIL  src/b.test.ts > a gap is closed");
        assert!(has(&told, "expected keys ascend") && has(&told, "60:27") && !has(&told, "⎯"));
        assert!(told.len() < 40, "{}", told.len());
    }

    #[test]
    fn many_failures_are_told_up_to_a_bound_and_of_an_unknown_log_the_end() {
        let told = telling(&" FAIL  src/b.test.ts > one\nwhy\n".repeat(1000));
        assert!(told.len() <= TOLD_LINES + 1 + SHORT_TAIL_LINES && has(&told, "and more"));
        let told = telling(&"noise\n".repeat(1000));
        assert_eq!(told.len(), TAIL_LINES);
    }
}
