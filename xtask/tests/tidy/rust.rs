//! Rules for Rust files.

use crate::files::{ending, is_test, nothing, read};

/// Above this a file holds more than one job. Tests and tables may be longer.
const LONGEST: usize = 500;

#[test]
fn every_rust_file_opens_with_what_belongs_in_it() {
    let findings: Vec<String> = ending(&[".rs"])
        .into_iter()
        .filter(|name| {
            let text = read(name);
            let header: String = text.lines().take_while(|line| line.starts_with("//!")).collect();
            // The opening itself is a word. A test's name says the rest.
            header.split_whitespace().count() < if is_test(name) { 2 } else { 4 }
        })
        .collect();
    nothing(&findings, "these files do not begin with a `//!` sentence that says what belongs in them:");
}

#[test]
fn no_file_is_longer_than_one_job() {
    let generated = ["web/src/lib/api/schema.d.ts"];
    let mut findings = Vec::new();
    for name in ending(&[".rs", ".ts", ".svelte", ".css", ".py", ".c"]) {
        let lines = read(&name).lines().count();
        if lines > LONGEST && !is_test(&name) && !generated.contains(&name.as_str()) {
            findings.push(format!("{name}: {lines} lines"));
        }
    }
    nothing(&findings, "these files are longer than 500 lines; split them by job:");
}

#[test]
fn unsafe_code_stands_in_the_host_crate_only_and_says_why_it_is_sound() {
    let mut findings = Vec::new();
    for name in ending(&[".rs"]).into_iter().filter(|name| !name.starts_with("xtask/tests/")) {
        let text = read(&name);
        let lines: Vec<&str> = text.lines().collect();
        for (number, _) in lines.iter().enumerate().filter(|(_, line)| opens_unsafe(line)) {
            let at = format!("{name}:{}", number + 1);
            if !name.starts_with("crates/host/") {
                findings.push(format!("{at}: unsafe outside crates/host"));
            } else if !explained(&lines, number) {
                findings.push(format!("{at}: no `// SAFETY:` above it"));
            }
        }
    }
    nothing(&findings, "unsafe code:");
}

fn opens_unsafe(line: &str) -> bool {
    let code = line.split("//").next().unwrap_or_default();
    ["unsafe {", "unsafe fn", "unsafe impl", "unsafe extern"].iter().any(|opening| code.contains(opening))
}

/// A comment that ends right above the statement the line belongs to, or on its line.
fn explained(lines: &[&str], number: usize) -> bool {
    let from = number.saturating_sub(8);
    lines[from..=number].iter().any(|line| line.contains("// SAFETY:") || line.contains("# Safety"))
}

#[test]
fn no_test_is_switched_off() {
    let marks = [
        ["#[ig", "nore"].concat(),
        [".sk", "ip("].concat(),
        [".fix", "me("].concat(),
        [".on", "ly("].concat(),
    ];
    let mut findings = Vec::new();
    for name in ending(&[".rs", ".ts"]) {
        for (number, line) in read(&name).lines().enumerate() {
            let iterator = name.ends_with(".rs") && !line.contains("#[");
            if !iterator && marks.iter().any(|mark| line.contains(mark)) {
                findings.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    nothing(&findings, "a test that cannot run here prints `SKIPPED name: reason`; none is switched off:");
}

#[test]
fn a_crate_that_is_not_searched_for_examples_has_none() {
    let mut findings = Vec::new();
    for manifest in ending(&["Cargo.toml"]) {
        if !read(&manifest).contains("doctest = false") {
            continue;
        }
        let sources = format!("{}src/", manifest.trim_end_matches("Cargo.toml"));
        for name in ending(&[".rs"]).into_iter().filter(|name| name.starts_with(&sources)) {
            findings.extend(examples(&read(&name)).map(|line| format!("{name}:{line}")));
        }
    }
    nothing(
        &findings,
        "these examples are never run; take `doctest = false` out of the manifest of their crate:",
    );
}

/// The numbers of the lines at which an example of the documentation begins.
fn examples(text: &str) -> impl Iterator<Item = usize> {
    let fences = text.lines().enumerate().filter_map(|(number, line)| {
        let comment = line.trim_start();
        let comment = comment.strip_prefix("///").or_else(|| comment.strip_prefix("//!"))?;
        Some((number + 1, comment.trim_start().strip_prefix("```")?))
    });
    // Every other fence closes.
    fences.step_by(2).filter(|(_, language)| !language.starts_with("text")).map(|(number, _)| number)
}
