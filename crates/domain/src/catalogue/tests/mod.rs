//! What every entry must hold, and how processes are matched with entries.

mod default_install;
mod matching;
mod quality;
mod sentences;

use super::{Entry, entries};

fn nothing(findings: &[String]) {
    assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
}

/// Every finding of `check` over all entries, with the entry's name and chapter.
fn over_all(check: impl Fn(&Entry) -> Option<String>) {
    let found = entries().iter().filter_map(|entry| {
        check(entry)
            .map(|what| format!("{} ({}/{}): {what}", entry.name, entry.platform.word(), entry.chapter))
    });
    nothing(&found.collect::<Vec<_>>());
}

fn is_hangul(c: char) -> bool {
    ('\u{ac00}'..='\u{d7a3}').contains(&c)
}
