//! `status` and `ps`: the same shapes as over HTTP, right in 80 columns, harmless whatever a process is called.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod house;

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};

use house::{House, json};
use unicode_width::UnicodeWidthStr as _;

/// A process with a name of its own: `cat` under that name. By a link: a copy could be "busy" while another
/// thread starts a process.
struct Named(Child);

impl Named {
    fn start(house: &House, name: &str) -> Self {
        let program = house.path(name);
        std::os::unix::fs::symlink("/bin/cat", &program).unwrap();
        let mut child = Command::new(&program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        // What it echoes says that it runs under its new name.
        child.stdin.as_mut().unwrap().write_all(b"ready\n").unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let named = Self(child);
        named.rests();
        named
    }
}

impl Named {
    /// Waits until it waits for its input again, which takes no CPU any more.
    fn rests(&self) {
        let stat = format!("/proc/{}/stat", self.0.id());
        while !std::fs::read_to_string(&stat).unwrap().rsplit(") ").next().unwrap().starts_with('S') {
            std::thread::yield_now();
        }
    }
}

impl Drop for Named {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn ps_as_json_is_the_list_of_the_api() {
    let house = House::new();
    let child = Named::start(&house, "plain");
    let said = house.run(&["ps", "--json"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let list = json(&said.out);
    assert_eq!(list.as_object().unwrap().len(), 1, "only the list");
    let mine =
        list["processes"].as_array().unwrap().iter().find(|row| row["pid"] == child.0.id()).unwrap().clone();
    assert_eq!(mine["name"], "plain");
    assert_eq!(mine["ppid"], std::process::id());
    assert_eq!(mine["ports"], serde_json::json!([]));
    assert_eq!(mine["cpu_percent"].as_f64(), Some(0.0));
    assert!(["safe", "caution", "danger", "urgent"].contains(&mine["verdict"].as_str().unwrap()), "{mine}");
    assert!(mine["key"].as_str().unwrap().starts_with(&format!("{}-", child.0.id())));
}

#[test]
fn status_as_json_is_the_snapshot_of_the_api() {
    let said = House::new().run(&["status", "--json"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let snapshot = json(&said.out);
    assert_eq!(snapshot["v"], 1);
    assert!(snapshot["memory"]["total"].as_u64().unwrap() > 0);
    assert!(snapshot["cpu"]["percent"].as_f64().is_some(), "{}", snapshot["gaps"]);
    let counts = snapshot["verdicts"].as_object().unwrap().values().map(|count| count.as_u64().unwrap());
    assert!(counts.sum::<u64>() > 0, "{}", snapshot["verdicts"]);
}

#[test]
fn a_hostile_name_is_shown_escaped() {
    let house = House::new();
    let _child = Named::start(&house, "a\u{1b}[31m\u{202e}b");
    let said = house.run(&["ps"]);
    assert!(!said.out.contains(['\u{1b}', '\u{202e}']), "an escape came through");
    assert!(said.out.contains("a\\x1b[31m\\u{202e}b"), "{}", said.out);
}

#[test]
fn no_line_is_wider_than_80_columns_in_either_language() {
    let house = House::new();
    let _child = Named::start(&house, &"가".repeat(60));
    for lang in ["ko", "en"] {
        for command in [
            &["ps"][..],
            &["ps", "--members"],
            &["ps", "--flat"],
            &["status"],
            &["rules", "list"],
            &["explain", "1"],
        ] {
            let said = house.run(&[&["--lang", lang], command].concat());
            for line in said.out.lines() {
                assert!(line.width() <= 80, "{} columns: {line}", line.width());
            }
        }
    }
}

#[test]
fn ps_sorts_by_what_is_asked() {
    let house = House::new();
    let values = |sort: &str, key: &str| -> Vec<f64> {
        let list = json(&house.run(&["ps", "--json", "--sort", sort]).out);
        list["processes"].as_array().unwrap().iter().map(|row| row[key].as_f64().unwrap_or(-1.0)).collect()
    };
    assert!(values("pid", "pid").is_sorted());
    assert!(values("memory", "rss_bytes").is_sorted_by(|a, b| a >= b));
    assert!(values("cpu", "cpu_percent").is_sorted_by(|a, b| a >= b));
}

#[test]
fn reading_makes_no_store() {
    let house = House::new();
    for args in [&["status"][..], &["ps"], &["user", "list"], &["token", "list"], &["config", "show"]] {
        assert_eq!(house.run(args).code, 0, "{args:?}");
        assert!(!house::exists(&house.state()), "{args:?} made a store");
    }
}

#[test]
fn status_speaks_korean_and_marks_levels_with_words() {
    let house = House::new();
    house.write("config.toml", "memory_warn = 0\nmemory_bad = 0.001\n", 0o600);
    let said = house.run(&["--lang", "ko", "status"]);
    let memory = said.out.lines().find(|line| line.starts_with("메모리")).unwrap();
    assert!(memory.contains("◆ 한계") && memory.contains('░'), "{memory}");
}

/// The program in namespaces of its own, set up by `prepare` as root; what it says and its exit code.
fn unshared(namespaces: &[&str], prepare: &str) -> Option<(String, Option<i32>)> {
    if !rustix::process::geteuid().is_root() {
        println!("SKIPPED a faked /proc: only root can make one");
        return None;
    }
    let script = format!("{prepare}; exec \"$0\" --lang en ps");
    let output = Command::new("unshare")
        .args(namespaces)
        .args(["sh", "-c", &script, env!("CARGO_BIN_EXE_server-monitor")])
        .output()
        .unwrap();
    Some((String::from_utf8_lossy(&output.stderr).into_owned(), output.status.code()))
}

#[test]
fn a_faked_proc_is_not_taken_for_this_machine() {
    let fake = tempfile::tempdir().unwrap();
    let mount = format!("mount --bind '{}' /proc", fake.path().display());
    let Some((said, code)) = unshared(&["--mount"], &mount) else { return };
    assert!(said.contains("/proc is not a process file system"), "{said}");
    assert_eq!(code, Some(1));
}

#[test]
fn the_proc_of_another_pid_namespace_is_named_as_such() {
    let Some((said, code)) = unshared(&["--pid", "--fork"], ":") else { return };
    assert!(said.contains("/proc belongs to another pid namespace"), "{said}");
    assert_eq!(code, Some(1));
}
