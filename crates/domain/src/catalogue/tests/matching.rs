//! Processes as they are on real machines, and as attackers dress theirs.

use super::super::{Known, Platform, Subject, Trust, identify, named};

fn known(name: &str, exe: Option<&str>, line: &str) -> Option<Known> {
    let arguments: Vec<String> = line.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    identify(&Subject { platform: Platform::Linux, name, exe, arguments: &arguments })
}

/// Name of the entry, the application and the trust, as one line.
fn told(name: &str, exe: &str, line: &str) -> String {
    match known(name, Some(exe), line) {
        None => "unknown".to_owned(),
        Some(Known { entry, trust, app, runtime }) => {
            let runtime = runtime.map_or_else(String::new, |runtime| format!(" in {}", runtime.name));
            format!("{} as {app}{runtime}, {trust:?}", entry.name)
        }
    }
}

#[test]
fn programs_are_known_by_name_alias_pattern_and_title() {
    for (name, exe, line, expected) in [
        ("nginx", "/usr/sbin/nginx", "nginx: worker process", "nginx as nginx, Expected"),
        ("sshd", "/usr/sbin/sshd", "sshd: /usr/sbin/sshd -D", "sshd as sshd, Expected"),
        (
            "postgres",
            "/usr/lib/postgresql/15/bin/postgres",
            "postgres: checkpointer",
            "postgres as postgres, Expected",
        ),
        ("python3.12", "/usr/bin/python3.12", "python3.12", "python as python, Expected"),
        ("no-such-program", "/usr/bin/no-such-program", "x", "unknown"),
    ] {
        assert_eq!(told(name, exe, line), expected, "{name} {exe} {line}");
    }
}

#[test]
fn a_merged_usr_is_one_place() {
    for exe in ["/sbin/nginx", "/usr/bin/nginx", "/bin/nginx"] {
        assert_eq!(told("nginx", exe, "nginx"), "nginx as nginx, Expected", "{exe}");
    }
}

#[test]
fn a_known_name_at_a_foreign_path_inherits_nothing() {
    for (name, exe) in [
        ("nginx", "/tmp/nginx"),
        ("sshd", "/home/eve/sshd"),
        ("python3", "/tmp/evil"),
        ("bash", "/dev/shm/x"),
    ] {
        assert_eq!(known(name, Some(exe), name).unwrap().trust, Trust::Mismatch, "{name} at {exe}");
    }
}

#[test]
fn a_name_of_the_kernel_inherits_nothing_from_any_path() {
    for exe in ["/tmp/x", "/usr/bin/perl", "/usr/bin/sleep"] {
        assert_eq!(known("kworker/0:1", Some(exe), "x").unwrap().trust, Trust::Mismatch, "{exe}");
    }
    assert_eq!(known("kworker/0:1", None, "x").unwrap().trust, Trust::Mismatch);
}

#[test]
fn an_interpreter_that_only_calls_itself_so_is_the_interpreter() {
    for (name, line) in
        [("nginx", "nginx: master process"), ("sshd", "perl -e sleep"), ("nginx", "perl x.pl")]
    {
        let known = known(name, Some("/usr/bin/perl"), line).unwrap();
        assert_eq!((known.entry.name, &*known.app), ("perl", name), "{line}");
    }
    assert_eq!(known("nginx", Some("/usr/bin/perl"), "perl /tmp/bin/nginx").unwrap().trust, Trust::Mismatch);
    // What is written for the interpreter may change its title as it likes.
    for (name, exe, line, expected) in [
        ("gunicorn", "/usr/bin/python3.11", "gunicorn: master [shop]", "gunicorn"),
        ("supervisord", "/usr/bin/python3.11", "/usr/bin/python3 /usr/bin/supervisord", "supervisord"),
        ("spamd", "/usr/bin/perl", "/usr/bin/perl -T -w /usr/sbin/spamd", "spamd"),
    ] {
        assert_eq!(known(name, Some(exe), line).unwrap().entry.name, expected, "{line}");
    }
}

#[test]
fn an_ordinary_word_is_no_claim() {
    assert_eq!(told("sort", "/usr/bin/sort", "sort"), "sort as sort, Expected");
    assert_eq!(told("sort", "/srv/app/sort", "sort"), "unknown");
}

#[test]
fn an_executable_that_cannot_be_read_is_not_trusted_by_its_name() {
    assert_eq!(known("nginx", None, "nginx").unwrap().trust, Trust::Unseen);
}

#[test]
fn interpreters_are_named_by_what_they_run_and_stay_known() {
    for (name, exe, line, expected) in [
        (
            "python3",
            "/usr/bin/python3.11",
            "python3 /srv/app/manage.py runserver",
            "python as manage.py, Expected",
        ),
        ("node", "/usr/bin/node", "node server.js", "node as server.js, Expected"),
        (
            "node",
            "/home/ann/.nvm/versions/node/v20/bin/node",
            "node server.js",
            "node as server.js, FromAnywhere",
        ),
        (
            "java",
            "/usr/lib/jvm/java-17-openjdk-amd64/bin/java",
            "java -jar app.jar",
            "java as app.jar, Expected",
        ),
        ("bash", "/usr/bin/bash", "bash", "bash as bash, Expected"),
    ] {
        assert_eq!(told(name, exe, line), expected, "{line}");
    }
}

#[test]
fn a_name_that_the_kernel_cut_is_completed_where_it_can_only_be_one() {
    let entry = known("containerd-shim", Some("/usr/bin/containerd-shim-runc-v2"), "x").unwrap().entry;
    assert_eq!(entry.app, "containerd");
}

#[test]
fn names_of_windows_have_no_case() {
    let upper = named("SVCHOST.EXE", Platform::Windows);
    assert!(upper.is_some() && upper == named("svchost.exe", Platform::Windows));
    assert_eq!(named("svchost.exe", Platform::Linux), None);
}

#[test]
fn a_windows_program_elsewhere_is_not_trusted() {
    let of = |exe| {
        let subject =
            Subject { platform: Platform::Windows, name: "svchost.exe", exe: Some(exe), arguments: &[] };
        identify(&subject).unwrap().trust
    };
    assert_eq!(of("c:\\windows\\SYSTEM32\\svchost.exe"), Trust::Expected);
    assert_eq!(of("C:\\Users\\Public\\svchost.exe"), Trust::Mismatch);
}

proptest::proptest! {
    #[test]
    fn hostile_facts_never_panic(name in ".{0,40}", exe in proptest::option::of(".{0,40}"), arguments in proptest::collection::vec(".{0,20}", 0..5)) {
        for platform in [Platform::Linux, Platform::Windows] {
            let _ = identify(&Subject { platform, name: &name, exe: exe.as_deref(), arguments: &arguments });
        }
    }
}
