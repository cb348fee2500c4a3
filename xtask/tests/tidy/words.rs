//! Words that do not belong into the repository. Each is put together here, so that this file does not hold it.

use crate::files::{ending, nothing, read};

const TEXT: &[&str] = &[
    ".rs", ".ts", ".svelte", ".css", ".md", ".toml", ".ftl", ".html", ".json", ".py", ".c", ".sh", ".lock",
    ".yml",
];

#[test]
fn nothing_is_left_for_later() {
    let words = [
        ["TO", "DO"],
        ["FIX", "ME"],
        ["XX", "X:"],
        ["HA", "CK:"],
        ["to", "do!("],
        ["unimple", "mented!("],
        ["for n", "ow,"],
    ];
    look_for(
        &words.map(|word| word.concat()),
        &[".rs", ".ts", ".svelte", ".css", ".py", ".c", ".toml", ".ftl"],
    );
}

#[test]
fn no_path_of_the_machine_that_built_it_is_written_down() {
    let words = [["/wo", "rk/"], ["/fa", "rm/"], ["/tmp/", "plan"], ["/ro", "ot/."], ["/home/", "runner"]];
    look_for(&words.map(|word| word.concat()), TEXT);
}

/// A word counts where it does not go on a longer path or name: `/net` + the word is somebody else's folder.
fn look_for(words: &[String], kinds: &[&str]) {
    let mut findings = Vec::new();
    for name in ending(kinds) {
        for (number, line) in read(&name).lines().enumerate() {
            for word in words {
                let inside_another = |at: usize| {
                    at > 0
                        && line.as_bytes()[at - 1].is_ascii_alphanumeric()
                        && word.starts_with(|c: char| !c.is_alphanumeric())
                };
                if line.match_indices(word.as_str()).any(|(at, _)| !inside_another(at)) {
                    findings.push(format!("{name}:{}: {word}", number + 1));
                }
            }
        }
    }
    nothing(&findings, "these do not belong into the repository:");
}
