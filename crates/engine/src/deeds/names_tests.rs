//! What a process goes by, and that no other name of its choice makes it easier to end.

use domain::Gap;
use domain::process::{Exe, Holder};

use super::*;

fn identity(name: &str, exe: &str, arguments: &[&str]) -> Identity {
    Identity {
        name: name.to_owned(),
        comm: name.chars().take(15).collect(),
        exe: Ok(Exe { path: exe.to_owned(), deleted: false }),
        cmdline: Ok(arguments.iter().map(|argument| (*argument).to_owned()).collect()),
        uid: Ok(1000),
        username: Ok(None),
        unit: Ok(None),
        container: Ok(None),
        tty: Ok(None),
        holder: Holder::of_user(1000),
    }
}

fn names(identity: &Identity) -> Vec<String> {
    let known = identify(&Subject {
        platform: Platform::Linux,
        name: &identity.name,
        exe: identity.exe.as_ref().ok().map(|exe| exe.path.as_str()),
        arguments: identity.cmdline.as_deref().unwrap_or_default(),
    });
    Names::of(identity, known).all(identity).into_iter().map(str::to_owned).collect()
}

#[test]
fn whoever_renames_itself_goes_by_its_file_and_its_script_all_the_same() {
    let names = names(&identity("harmless", "/usr/bin/python3.12", &["x", "/srv/shop/worker.py"]));
    for name in ["harmless", "python3.12", "worker.py"] {
        assert!(names.iter().any(|one| one == name), "{name} is not among {names:?}");
    }
}

#[test]
fn a_name_that_the_kernel_cut_is_asked_for_too_and_none_twice() {
    let long = identity("a-name-longer-than-the-kernel", "/opt/a-name-longer-than-the-kernel", &[]);
    assert_eq!(names(&long), ["a-name-longer-than-the-kernel", "a-name-longer-t"]);
}

#[test]
fn a_borrowed_name_is_left_out_and_nothing_else() {
    assert_eq!(names(&identity("nginx", "/usr/sbin/nginx", &[])), ["nginx"]);
    assert_eq!(names(&identity("nginx", "/tmp/nginx", &[])), [""; 0], "its file lies elsewhere");
    assert_eq!(names(&identity("nginx", "/opt/agent/agent", &[])), ["agent"]);
    // Without its file nobody can tell; `decide` refuses it.
    let unseen = Identity { exe: Err(Gap::Denied), ..identity("nginx", "", &[]) };
    assert_eq!(names(&unseen), ["nginx"]);
}

/// Every program below every name, against every single name that a policy could forbid: whatever it goes by under the
/// name of its file, it goes by under every other name.
#[test]
fn no_other_name_takes_a_protection_away() {
    let python = ["python3", "/srv/shop/worker.py"];
    let programs: [(&str, &[&str]); 12] = [
        ("/opt/agent/agent", &["agent"]),
        ("/srv/shop/shop", &["shop"]),
        ("/usr/sbin/nginx", &["nginx: master process"]),
        ("/tmp/nginx", &["nginx"]),
        ("/usr/sbin/mysqld", &["mysqld"]),
        ("/usr/lib/postgresql/16/bin/postgres", &["postgres: checkpointer"]),
        ("/usr/bin/python3.12", &python),
        ("/usr/bin/python3.12", &["python3", "/srv/venv/bin/gunicorn"]),
        ("/usr/bin/node", &["node", "server.js"]),
        ("/usr/bin/bash", &["bash", "/srv/job.sh"]),
        ("/bin/busybox", &["crond"]),
        ("/tmp/python3", &python),
    ];
    let called = [
        "nginx",
        "agent",
        "redis-server",
        "mysqld",
        "python3",
        "gunicorn",
        "sh",
        "crond",
        "kworker/0:1",
        "systemd",
        "postgres",
        "harmless",
        "a-name-longer-t",
    ];
    let mut more = 0;
    for (exe, arguments) in programs {
        let own = names(&identity(file_name(exe), exe, arguments));
        for name in called {
            let renamed = names(&identity(name, exe, arguments));
            for protected in &own {
                assert!(
                    renamed.contains(protected),
                    "{exe} as {name} is not {protected} any more: {renamed:?}"
                );
            }
            more += usize::from(renamed.len() > own.len());
        }
    }
    assert!(more > 0, "no name adds anything");
}
