//! What a person sees while the steps run, and the summary at their end.

use std::fs;
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::commands::test::counts::Counts;
use crate::commands::test::steps::Step;
use crate::failure::{Failure, Outcome};

/// How much of a failed step's log is shown; the whole is in its file.
const TAIL_LINES: usize = 120;
const SHORT_TAIL_LINES: usize = 20;
/// How much of what one failed test printed is shown.
const BLOCK_LINES: usize = 60;

/// The run so far.
pub(crate) struct Report {
    begun: Instant,
    sums: Counts,
    failed: Vec<&'static str>,
    skipped: Vec<String>,
}

impl Report {
    pub(crate) fn start() -> Self {
        Self { begun: Instant::now(), sums: Counts::default(), failed: Vec::new(), skipped: Vec::new() }
    }

    /// A tool that could not be installed. The steps and tests that want it say what they skip.
    pub(crate) fn skipped_tool(&mut self, missing: &str) {
        self.skipped.push(format!("tool {missing}"));
    }

    pub(crate) fn begin(&self, step: &Step) {
        if std::io::stdout().is_terminal() {
            print!("     {:<10} {} …\r", step.name, step.about);
            // A terminal that does not take the line loses a hint, nothing else.
            let _ = std::io::stdout().flush();
        }
    }

    pub(crate) fn skip(&mut self, step: &Step, reason: &str) {
        println!("skip {:<10} {}: {reason}", step.name, step.about);
        self.sums.skipped += 1;
        self.skipped.push(format!("{}: {reason}", step.name));
    }

    pub(crate) fn end(&mut self, step: &Step, took: Duration, counts: &Counts, log: &Path) {
        let verdict = if counts.failed == 0 { "ok  " } else { "FAIL" };
        println!(
            "{verdict} {:<10} {:<46} {:>6.1} s  {}",
            step.name,
            step.about,
            took.as_secs_f64(),
            said(counts)
        );
        if counts.failed > 0 {
            self.failed.push(step.name);
            show_tail(log);
        }
        self.sums.passed += counts.passed;
        self.sums.failed += counts.failed;
        self.sums.skipped += counts.skipped;
        self.skipped.extend(counts.reasons.iter().map(|reason| format!("{}: {reason}", step.name)));
    }

    /// The summary. Its last line is the one that machines read.
    pub(crate) fn finish(self) -> Outcome {
        println!();
        for reason in &self.skipped {
            println!("SKIPPED {reason}");
        }
        for name in &self.failed {
            println!("FAILED {name}: `cargo xtask test {name}` runs it alone");
        }
        println!("took {:.0} s", self.begun.elapsed().as_secs_f64());
        println!("{} passed, {} failed, {} skipped", self.sums.passed, self.sums.failed, self.sums.skipped);
        if self.sums.failed == 0 {
            return Ok(());
        }
        Err(Failure::new(format!("failed: {}", self.failed.join(", "))))
    }
}

fn said(counts: &Counts) -> String {
    let mut parts = vec![format!("{} passed", counts.passed)];
    parts.extend((counts.failed > 0).then(|| format!("{} failed", counts.failed)));
    parts.extend((counts.skipped > 0).then(|| format!("{} skipped", counts.skipped)));
    parts.join(", ")
}

fn show_tail(log: &Path) {
    let Ok(text) = fs::read(log) else { return };
    let text = String::from_utf8_lossy(&text);
    println!("     … from {}:", log.display());
    for line in telling(&text) {
        println!("     | {line}");
    }
}

/// The lines of a log that tell why it failed: what each failed test of cargo printed, and the end.
fn telling(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut told = Vec::new();
    let failed = |line: &&&str| line.starts_with("test ") && line.ends_with("... FAILED");
    for name in lines.iter().filter(failed).filter_map(|line| line.split_whitespace().nth(1)) {
        let heading = format!("---- {name} stdout ----");
        let from = lines.iter().position(|line| **line == heading).unwrap_or(lines.len());
        let block = lines.iter().skip(from).take(BLOCK_LINES);
        told.push(heading);
        told.extend(
            block.skip(1).take_while(|line| !line.starts_with("---- ")).map(|line| (*line).to_owned()),
        );
    }
    let tail = if told.is_empty() { TAIL_LINES } else { SHORT_TAIL_LINES };
    told.extend(lines.iter().skip(lines.len().saturating_sub(tail)).map(|line| (*line).to_owned()));
    told
}

#[cfg(test)]
mod tests {
    use super::telling;

    #[test]
    fn what_a_failed_test_printed_is_shown_however_far_from_the_end_it_stands() {
        let mut log = String::from("test a ... ok\ntest deep::b ... FAILED\n---- a stdout ----\nfine\n");
        log.push_str("---- deep::b stdout ----\nthe reason\n---- c stdout ----\n");
        log.push_str(&"noise\n".repeat(1000));
        let told = telling(&log);
        assert!(told.contains(&"the reason".to_owned()) && !told.contains(&"fine".to_owned()));
        assert!(told.len() < 100);
    }
}
