//! What belongs to the machine is left alone by every door: over HTTP, among several, paused, and in a terminal. Each refusal
//! has its own reason and stands in the audit, and not one signal reaches whoever was meant.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::machine::{self, Machine};
use crate::server::Server;

on_both! { the_system_is_left_alone_by_every_door_and_hears_no_signal }

const LIMIT: Duration = Duration::from_secs(120);

/// As the manager of containers would number one.
const CONTAINER: &str = "5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed";

/// Writes down every signal that a program can hear, and ends by the one that asks for it. That it was stopped, killed or
/// started again is seen from outside.
const LISTENER: &str = r#"#!/bin/sh
heard=/var/tmp/${0##*/}.heard
for signal in HUP INT QUIT ILL TRAP ABRT USR1 SEGV USR2 PIPE ALRM TERM CONT TSTP TTIN TTOU XCPU WINCH PWR; do
    trap "echo $signal >>$heard" $signal
done
trap "echo TERM >>$heard; exit" TERM
echo ready >>$heard
while :; do sleep 0.2; done
"#;

/// Starts all who are meant, and somebody's own program beside them. `systemd-run` in `systemd-run`: the inner one puts
/// itself where systemd puts the programs of people and of containers, and the outer one keeps it running.
const PLANT: &str = r#"set -e
for name in main worker contained elsewhere; do
    printf %s "$1" >/usr/local/bin/sm-$name; chmod 755 /usr/local/bin/sm-$name
done
cp /bin/sleep /usr/local/bin/sm-own
cd /etc/systemd/system
printf '[Service]\nUser=dweller\nExecStart=/usr/local/bin/sm-main\nRestart=always\n' >sm-again.service
drop='setpriv --reuid=4711 --regid=4711 --clear-groups'
printf '[Service]\nExecStart=/bin/sh -c "%s /usr/local/bin/sm-worker & wait"\n' "$drop" >sm-parent.service
systemctl daemon-reload
systemctl start sm-again sm-parent
behind() { unit=$1; shift; systemd-run --quiet --unit=$unit systemd-run --quiet --scope "$@"; }
behind contains --unit=docker-$2.scope unshare --pid --fork $drop /usr/local/bin/sm-contained
session() { behind logs-in-$1 --slice=user-4711.slice --unit=session-$1.scope $drop "$2" "$3" "$4"; }
session 77 unshare --user /usr/local/bin/sm-elsewhere
session 78 env /usr/local/bin/sm-own 5000
"#;

/// Somebody who must not hear anything.
struct Protected {
    name: &'static str,
    /// Why it is left alone.
    code: &'static str,
    /// What the reason says beside that.
    said: &'static str,
}

const PROTECTED: [Protected; 5] = [
    Protected { name: "sm-main", code: "system_service", said: "`systemctl stop sm-again.service`" },
    Protected { name: "sm-worker", code: "system_service", said: "`systemctl stop sm-parent.service`" },
    Protected { name: "sm-contained", code: "other_container", said: CONTAINER },
    Protected { name: "sm-elsewhere", code: "foreign_users", said: "user namespace" },
    Protected { name: "systemd", code: "init", said: "the first process" },
];

fn the_system_is_left_alone_by_every_door_and_hears_no_signal(shared: &Machine) {
    // A container would be one too many for the tests that share a machine.
    machine::alone(shared.kind, by_every_door);
}

fn by_every_door(machine: &Machine) {
    machine.tool(&["sh", "-c", PLANT, "sh", LISTENER, CONTAINER]);
    let server = Server::start(machine, "left-alone", 8200, "operator", &[]);
    let before = PROTECTED.map(|one| Untouched::of(machine, one.name));
    let mut keys = Vec::new();
    for (one, there) in PROTECTED.iter().zip(&before) {
        let key = seen(&server, &there.pid, one.code);
        planned(&server, &key, one);
        over_http(&server, &key, one);
        in_a_terminal(&server, &there.pid, one);
        keys.push(key);
    }
    let (status, several) = server.ask("ends", Some(&json!({ "keys": keys }).to_string()));
    assert_eq!(status, 200, "{several}");
    for (row, one) in several["ends"].as_array().unwrap().iter().zip(&PROTECTED) {
        assert_eq!((row["code"].as_str(), &row["outcome"]), (Some(one.code), &Value::Null), "{row}");
    }
    audited(&server, &keys);
    assert_eq!(PROTECTED.map(|one| Untouched::of(machine, one.name)), before);
    // The first process tells of signals, but it does not end by them.
    let told = machine.tool(&["journalctl", "--no-pager", "--output=cat", "_PID=1"]);
    assert!(!told.contains("Received SIG"), "{told}");
    others_do_hear(&server);
}

/// What tells that nobody touched a program.
#[derive(Debug, PartialEq)]
struct Untouched {
    pid: String,
    /// The kernel's raw start value.
    started: String,
    stopped: bool,
    heard: String,
}

impl Untouched {
    /// Waits until the program is ready.
    fn of(machine: &Machine, name: &str) -> Self {
        let heard = format!("/var/tmp/{name}.heard");
        let pid = match name {
            "systemd" => "1".to_owned(),
            name => {
                until("a program that is ready", || machine.run(&["test", "-s", &heard]).status.success());
                pid_of(machine, name)
            }
        };
        let stat = machine.tool(&["cat", &format!("/proc/{pid}/stat")]);
        let fields: Vec<&str> = stat.rsplit(") ").next().unwrap().split(' ').collect();
        let heard = String::from_utf8(machine.run(&["cat", &heard]).stdout).unwrap();
        Self { started: fields[19].to_owned(), stopped: matches!(fields[0], "T" | "t"), heard, pid }
    }
}

/// Of one that just starts another program, which has its name for a moment, the oldest.
fn pid_of(machine: &Machine, name: &str) -> String {
    machine.tool(&["pgrep", "--exact", "--oldest", name]).trim().to_owned()
}

/// The key of a process, once the server sees it and says why it is left alone.
fn seen(server: &Server<'_>, pid: &str, code: &str) -> String {
    let mut key = None;
    until("a process that is left alone", || {
        let (_, process) = server.ask(&format!("processes/{pid}"), None);
        let is_so = process["end_code"] == code && process["endable"] == false;
        key = is_so.then(|| process["key"].as_str().unwrap().to_owned());
        is_so
    });
    key.unwrap()
}

fn planned(server: &Server<'_>, key: &str, one: &Protected) {
    let (status, plan) = server.ask(&format!("processes/{key}/plan"), None);
    assert_eq!((status, &plan["permitted"], &plan["code"]), (200, &false.into(), &one.code.into()), "{plan}");
    assert!(plan["reason"].as_str().unwrap().contains(one.said), "{plan}");
    if one.name == "sm-main" {
        let again = json!({
            "by": "systemd (sm-again.service)", "what_to_do": "systemctl stop sm-again.service",
        });
        assert_eq!(plan["restarts"], again, "{plan}");
        let (_, plan) = server.ask(&format!("processes/{key}/plan?lang=ko"), None);
        let korean = plan["reason"].as_str().unwrap();
        assert!(korean.contains(one.said) && korean.contains("시스템 서비스"), "{plan}");
    } else {
        assert_eq!(plan["restarts"], Value::Null, "{plan}");
    }
}

fn over_http(server: &Server<'_>, key: &str, one: &Protected) {
    let (_, plan) = server.ask(&format!("processes/{key}/plan"), None);
    let agreed = json!({ "plan": plan["id"] }).to_string();
    for (deed, body) in [("end", "{}"), ("end", agreed.as_str()), ("pause", "{}")] {
        let (status, problem) = server.ask(&format!("processes/{key}/{deed}"), Some(body));
        assert_eq!((status, &problem["code"]), (403, &one.code.into()), "{deed} {}: {problem}", one.name);
        assert!(problem["detail"].as_str().unwrap().contains(one.said), "{problem}");
    }
}

/// On a terminal, without `--yes`: nobody is asked about what is refused.
fn in_a_terminal(server: &Server<'_>, pid: &str, one: &Protected) {
    let typed = format!("server-monitor end {pid} --state-dir {}", server.state);
    let unit = ["systemd-run", "--quiet", "--pipe", "--wait", "--collect", "--setenv=COLUMNS=500"];
    let script = ["script", "--quiet", "--return", "--command", &typed, "/dev/null"];
    let said = server.machine.run(&[&unit[..], &script].concat());
    let text = String::from_utf8_lossy(&said.stdout);
    assert_eq!(said.status.code(), Some(3), "{}: {text}", one.name);
    assert!(text.contains(one.said), "{}: {text}", one.name);
}

/// Each of them was refused four times over HTTP and once in the terminal, and nothing else was ever meant.
fn audited(server: &Server<'_>, keys: &[String]) {
    let (_, audit) = server.ask("audit", None);
    for (key, one) in keys.iter().zip(&PROTECTED) {
        let rows = audit["audit"].as_array().unwrap().iter().filter(|row| row["key"] == **key);
        let mut told: Vec<[&str; 4]> = rows
            .map(|row| ["actor", "action", "outcome", "code"].map(|part| row[part].as_str().unwrap()))
            .collect();
        told.sort_unstable();
        let row = |actor, action| [actor, action, "refused", one.code];
        let [http, terminal] = [row("token:t", "end"), row("cli:root", "end")];
        assert_eq!(told, [terminal, http, http, http, row("token:t", "pause")], "{}", one.name);
    }
    let deeds: BTreeSet<&str> = audit["audit"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| ["end", "pause", "resume"].map(Value::from).contains(&row["action"]))
        .map(|row| row["outcome"].as_str().unwrap())
        .collect();
    assert_eq!(deeds, BTreeSet::from(["refused"]));
}

/// The same server ends what is somebody's own, and what it advises instead is heard and ends what it names.
fn others_do_hear(server: &Server<'_>) {
    let machine = server.machine;
    let pid = pid_of(machine, "sm-own");
    let mut own = Value::Null;
    until("one that may be ended", || {
        own = server.ask(&format!("processes/{pid}"), None).1;
        own["endable"] == true
    });
    let (status, outcome) =
        server.ask(&format!("processes/{}/end", own["key"].as_str().unwrap()), Some("{}"));
    assert_eq!((status, &outcome["result"]), (200, &"ended".into()), "{outcome}");
    machine.tool(&["systemctl", "stop", "sm-again.service"]);
    assert!(machine.tool(&["cat", "/var/tmp/sm-main.heard"]).contains("TERM"));
    assert_eq!(machine.run(&["pgrep", "--exact", "sm-main"]).status.code(), Some(1));
}

/// Waits until it is so, within a limit.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < LIMIT, "{what}: it never came");
        std::thread::sleep(Duration::from_millis(50));
    }
}
