//! Who is left alone and why, each with its exit code, and what a dry run is.

use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};

use crate::house::{self, House, json};
use crate::victim::{PERSON, Victim, audited, done, is_root, open_to_all, row};

#[test]
fn what_belongs_to_root_is_left_alone_with_the_reason_and_the_refusal_is_in_the_audit() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let mut victim = Victim::sleep(0);
    let said = house.run(&["end", &victim.pid(), "--yes"]);
    assert_eq!(said.code, 3, "{}\n{}", said.out, said.err);
    assert!(said.out.contains("root"), "{}", said.out);
    assert_eq!(audited(&house)[0], row("end", "refused", "root"));
    let korean = house.run(&["--lang", "ko", "end", &victim.pid(), "--yes"]);
    assert!(korean.code == 3 && korean.out.contains("그대로 둡니다"), "{}", korean.out);
    let plan = house.run(&["--json", "end", &victim.pid(), "--yes"]);
    let (plan, code) = (json(&plan.out), plan.code);
    assert_eq!((code, &plan["permitted"], &plan["code"]), (3, &false.into(), &"root".into()));
    assert!(victim.lives());
}

#[test]
fn a_dry_run_sends_nothing_writes_nothing_and_ends_as_the_deed_would() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let (mut mine, mut roots) = (Victim::sleep(PERSON), Victim::sleep(0));
    let said = house.run(&["end", &mine.pid(), "--dry-run"]);
    assert!(done(&said).out.contains("TERM"), "{}", said.out);
    let plan = json(&done(&house.run(&["--json", "end", &mine.pid(), "--dry-run"])).out);
    assert_eq!(
        (&plan["permitted"], &plan["kind"], &plan["key"]),
        (&true.into(), &"end".into(), &mine.key().into())
    );
    assert_eq!(plan["steps"][1], serde_json::json!({"signal": "KILL", "after_s": 5}));
    assert_eq!(house.run(&["end", &roots.pid(), "--dry-run"]).code, 3);
    assert!(mine.lives() && roots.lives());
    assert_eq!(audited(&house), []);
}

#[test]
fn a_process_that_is_not_there_and_a_key_of_another_one_are_told_apart() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let mut victim = Victim::sleep(PERSON);
    let gone = "4194303";
    assert_eq!(house.run(&["end", gone, "--yes"]).code, 4);
    let stale = format!("{}-1", victim.pid);
    assert_eq!(house.run(&["end", &victim.pid(), "--key", &stale, "--yes"]).code, 4);
    for wrong in ["1-1", "nonsense", ""] {
        assert_eq!(house.run(&["end", &victim.pid(), "--key", wrong, "--yes"]).code, 2, "{wrong}");
    }
    for wrong in ["0x1", "-1", "one"] {
        assert_eq!(house.run(&["end", wrong, "--yes"]).code, 2, "{wrong}");
    }
    assert!(victim.lives());
}

#[test]
fn a_store_that_may_not_be_read_is_exit_5_and_nothing_is_ended() {
    if !is_root() {
        return;
    }
    let house = House::new();
    done(&house.run(&["policy", "set", "x", "--platform", "linux"]));
    open_to_all(&house.path(""));
    let binary = house.copy_of_binary();
    let mut victim = Victim::sleep(PERSON);
    let mut command = Command::new(&binary);
    command.uid(PERSON).gid(PERSON).current_dir("/").env_clear().env("LANG", "C.UTF-8").stdin(Stdio::null());
    command.args(["end", &victim.pid(), "--yes", "--state-dir"]).arg(house.state());
    let said = house::said(command.output().unwrap());
    assert_eq!(said.code, 5, "{}\n{}", said.out, said.err);
    assert!(victim.lives());
}

#[test]
fn what_the_system_does_not_let_somebody_see_is_exit_5_with_what_to_do() {
    if !is_root() {
        return;
    }
    let house = House::new();
    open_to_all(&house.path(""));
    let binary = house.copy_of_binary();
    // A store of that person's own: what is in the way is whose the process is.
    let state = house.path("own");
    let mut others = Victim::sleep(PERSON + 1);
    let run = |args: &[&str]| {
        let mut command = Command::new(&binary);
        command.uid(PERSON).gid(PERSON).current_dir("/").env_clear().stdin(Stdio::null());
        command.args(args).arg("--state-dir").arg(&state);
        house::said(command.output().unwrap())
    };
    let pid = others.pid();
    for (lang, way_out) in
        [("en", "Run it as the owner of the process or as root"), ("ko", "root로 실행하세요")]
    {
        for last in ["--yes", "--dry-run"] {
            for deed in ["end", "pause", "resume"] {
                let said = run(&["--lang", lang, deed, &pid, last]);
                assert_eq!(said.code, 5, "{deed} {last}: {}\n{}", said.out, said.err);
                assert!(said.out.contains(way_out), "{}", said.out);
            }
        }
    }
    let rows = json(&run(&["audit", "--json"]).out)["audit"].as_array().unwrap().clone();
    let refused = rows.iter().filter(|row| row["outcome"] == "refused" && row["code"] == "unread").count();
    assert_eq!((refused, rows.len()), (6, 6), "{rows:?}");
    assert!(others.lives() && others.state() != Some('T'));
}

#[test]
fn a_policy_that_forbids_it_is_obeyed_and_its_reason_told() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let mut victim = Victim::sleep(PERSON);
    let forbid =
        ["policy", "set", "sleep", "--platform", "linux", "--terminatable", "false", "--reason", "월말 정산"];
    done(&house.run(&forbid));
    let said = house.run(&["end", &victim.pid(), "--yes"]);
    assert_eq!(said.code, 3, "{}", said.out);
    assert!(said.out.contains("월말 정산"), "{}", said.out);
    assert!(victim.lives());
    assert_eq!(audited(&house)[0], row("end", "refused", "policy_forbids"));
}

#[test]
fn the_refusal_of_a_thread_of_the_kernel_is_in_the_audit_too() {
    if !is_root() {
        return;
    }
    let house = House::new();
    // kthreadd; in a container there is none to be seen.
    if !std::fs::read_to_string("/proc/2/comm").is_ok_and(|name| name.trim() == "kthreadd") {
        println!("SKIPPED a thread of the kernel: none can be seen here");
        return;
    }
    assert_eq!(house.run(&["end", "2", "--yes"]).code, 3);
    assert_eq!(audited(&house)[0], row("end", "refused", "kernel_thread"));
}

#[test]
fn the_first_process_and_this_very_shell_are_refused_with_their_own_reasons() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let own = std::process::id().to_string();
    for (pid, code) in [("1", "init"), (own.as_str(), "ancestor")] {
        let said = house.run(&["--json", "end", pid, "--yes"]);
        assert_eq!((said.code, &json(&said.out)["code"]), (3, &code.into()), "{} {}", said.out, said.err);
        assert_eq!(audited(&house)[0], row("end", "refused", code));
    }
}

#[test]
fn an_audit_that_cannot_be_written_is_exit_5_and_nothing_is_sent() {
    if !is_root() {
        return;
    }
    let house = House::new();
    done(&house.run(&["policy", "set", "x", "--platform", "linux"]));
    let mut victim = Victim::sleep(PERSON);
    for entry in std::fs::read_dir(house.state()).unwrap() {
        set_mode(&entry.unwrap().path(), 0o400);
    }
    set_mode(&house.state(), 0o500);
    let binary = house.copy_of_binary();
    for deed in ["end", "pause", "resume"] {
        // As root, but bound by the modes of files like anybody.
        let mut command = Command::new("setpriv");
        command.args(["--reuid=0", "--clear-groups", "--bounding-set=-all", "--inh-caps=-all"]).arg(&binary);
        command.args([deed, &victim.pid(), "--yes", "--state-dir"]).arg(house.state()).stdin(Stdio::null());
        let said = house::said(command.output().unwrap());
        assert_eq!(said.code, 5, "{deed}: {}\n{}", said.out, said.err);
    }
    assert!(victim.lives() && victim.state() != Some('T'));
}

fn set_mode(path: &std::path::Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// Runs it as a person on whose machine `/var/lib` holds what this line of a shell puts there.
fn as_a_person(house: &House, var_lib: &str, args: &[&str]) -> Option<house::Said> {
    open_to_all(&house.path(""));
    let binary = house.copy_of_binary();
    let person = PERSON.to_string();
    let script = format!("mount -t tmpfs -o mode=755 none /var/lib || exit 99; {var_lib} exec \"$@\"");
    let mut command = Command::new("unshare");
    command.args(["--mount", "sh", "-c", &script, "sh", "setpriv", "--reuid", &person, "--regid", &person]);
    command.arg("--clear-groups").arg(&binary).args(args).env_clear().env("LANG", "C.UTF-8");
    command.env("PATH", std::env::var_os("PATH").unwrap()).env("HOME", house.path("")).stdin(Stdio::null());
    let said = house::said(command.current_dir("/").output().unwrap());
    (said.code != 99 && !said.err.contains("unshare:")).then_some(said)
}

#[test]
fn the_store_of_the_systems_server_is_the_one_and_whoever_may_not_use_it_ends_nobody() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let mut victim = Victim::sleep(PERSON);
    let end = ["end", &victim.pid(), "--yes"];
    let there = "mkdir -m 700 /var/lib/server-monitor;";
    let Some(said) = as_a_person(&house, there, &end) else {
        return println!("SKIPPED the store of the system: no mount can be made here");
    };
    assert_eq!(said.code, 5, "{}\n{}", said.out, said.err);
    assert!(said.err.contains("/var/lib/server-monitor"), "{}", said.err);
    assert!(victim.lives() && !house.path(".local").exists(), "a second store was made");
    let own = as_a_person(&house, "", &end).unwrap();
    assert_eq!((own.code, victim.signal()), (0, Some(15)), "{}\n{}", own.out, own.err);
    assert!(house.path(".local").exists(), "without a server the store is one's own");
}
