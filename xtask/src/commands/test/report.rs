//! What a person sees while the steps run, and the summary at their end.

use std::fs;
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::commands::test::counts::Counts;
use crate::commands::test::steps::Step;
use crate::commands::test::telling::telling;
use crate::failure::{Failure, Outcome};

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
            show_reasons(log);
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

/// Shows what tells why a step failed; its whole log is in the file.
fn show_reasons(log: &Path) {
    let Ok(text) = fs::read(log) else { return };
    let text = String::from_utf8_lossy(&text);
    println!("     … from {}:", log.display());
    for line in telling(&text) {
        println!("     | {line}");
    }
}
