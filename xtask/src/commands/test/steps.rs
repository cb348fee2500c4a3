//! The registry of steps. A new one is a line in `STEPS`.

use std::fs::{self, File};

use crate::commands::test::counts::Runner;
use crate::commands::test::lanes;
use crate::failure::{Failure, Outcome};
use crate::program::{cargo, logged, npm};
use crate::workspace;

/// One step of `cargo xtask test`.
pub(crate) struct Step {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) runner: Runner,
    /// Programs without which it cannot run.
    pub(crate) needs: &'static [&'static str],
    /// Writes to the log, answers whether it succeeded.
    pub(crate) run: fn(&File) -> Outcome<bool>,
}

/// In the order that finds the cheap mistakes first. `page` installs what the other steps of the page use.
pub(crate) const STEPS: &[Step] = &[
    Step { name: "format", about: "cargo fmt --check", runner: Runner::Check, needs: &[], run: format },
    Step {
        name: "page",
        about: "npm ci, vite build, embedded",
        runner: Runner::Check,
        needs: &[],
        run: page,
    },
    Step {
        name: "pagecheck",
        about: "svelte-check of the page",
        runner: Runner::Check,
        needs: &[],
        run: page_check,
    },
    Step {
        name: "pagetests",
        about: "vitest of the page",
        runner: Runner::Vitest,
        needs: &[],
        run: page_tests,
    },
    Step {
        name: "clippy",
        about: "all targets, warnings denied",
        runner: Runner::Check,
        needs: &[],
        run: clippy,
    },
    Step {
        name: "tests",
        about: "cargo test, the house rules among them",
        runner: Runner::Cargo,
        needs: &[],
        run: lanes::run,
    },
    Step {
        name: "rustdoc",
        about: "cargo doc, warnings denied",
        runner: Runner::Check,
        needs: &[],
        run: rustdoc,
    },
    Step {
        name: "codegen",
        about: "API document and types are those of the handlers",
        runner: Runner::Check,
        needs: &[],
        run: codegen,
    },
    Step {
        name: "program",
        about: "the program that the next steps start",
        runner: Runner::Check,
        needs: &[],
        run: build,
    },
    Step {
        name: "docs",
        about: "the command lines of the documents",
        runner: Runner::Check,
        needs: &[],
        run: documents,
    },
    Step {
        name: "browser",
        about: "the page in Chromium, on the real program",
        runner: Runner::Playwright,
        needs: &["chromium", "ps"],
        run: browser,
    },
];

fn format(log: &File) -> Outcome<bool> {
    logged(&mut cargo(&["fmt", "--all", "--", "--check"]), log)
}

fn page(log: &File) -> Outcome<bool> {
    logged(&mut cargo(&["build", "--locked", "--package", "page"]), log)
}

fn page_check(log: &File) -> Outcome<bool> {
    logged(&mut npm(&workspace::root().join("web"), &["run", "check"]), log)
}

fn page_tests(log: &File) -> Outcome<bool> {
    logged(&mut npm(&workspace::root().join("web"), &["run", "test"]), log)
}

fn clippy(log: &File) -> Outcome<bool> {
    logged(
        &mut cargo(&["clippy", "--locked", "--workspace", "--all-targets", "--", "--deny", "warnings"]),
        log,
    )
}

fn rustdoc(log: &File) -> Outcome<bool> {
    let mut command = cargo(&["doc", "--locked", "--workspace", "--no-deps"]);
    logged(command.env("RUSTDOCFLAGS", "--deny warnings"), log)
}

fn codegen(log: &File) -> Outcome<bool> {
    ourselves(log, &["codegen", "--check"])
}

fn build(log: &File) -> Outcome<bool> {
    logged(&mut cargo(workspace::AS_TESTED), log)
}

fn documents(log: &File) -> Outcome<bool> {
    ourselves(log, &["docs"])
}

fn browser(log: &File) -> Outcome<bool> {
    if !install_browser_tests(log)? {
        return Ok(false);
    }
    let mut playwright = npm(&workspace::root().join("tests/e2e"), &["exec", "--", "playwright", "test"]);
    logged(playwright.env("SERVER_MONITOR_BIN", workspace::binary("debug")), log)
}

/// `npm ci` in `tests/e2e`, unless its packages were made from this very lock file.
pub(crate) fn install_browser_tests(log: &File) -> Outcome<bool> {
    let folder = workspace::root().join("tests/e2e");
    let lock_path = folder.join("package-lock.json");
    let lock = fs::read(&lock_path).map_err(|cause| Failure::file("read", &lock_path, &cause))?;
    let made_from = folder.join("node_modules/.made-from-lock");
    if fs::read(&made_from).is_ok_and(|made_from| made_from == lock) {
        return Ok(true);
    }
    if !logged(&mut npm(&folder, &["ci", "--no-audit", "--no-fund"]), log)? {
        return Ok(false);
    }
    fs::write(&made_from, lock).map_err(|cause| Failure::file("write", &made_from, &cause))?;
    Ok(true)
}

/// Another command of this xtask. Not this very file: the tests may have linked it anew meanwhile.
fn ourselves(log: &File, arguments: &[&str]) -> Outcome<bool> {
    let run = ["run", "--quiet", "--locked", "--package", "xtask", "--"];
    logged(&mut cargo(&[&run, arguments].concat()), log)
}
