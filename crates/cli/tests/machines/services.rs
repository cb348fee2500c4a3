//! Services of a machine: their states are those of systemctl, a change is seen, and nothing that restarts
//! beneath it makes the program lie.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::machine::{self, Machine, agree, same};
use crate::server::Server;

on_both! {
    states_are_those_of_systemctl
    a_change_is_seen_in_time_whatever_restarts_beneath
    without_the_bus_root_asks_systemctl_and_others_look_at_processes
    without_systemd_a_service_goes_by_its_process
}

/// A busy machine is slow, not wrong.
const LIMIT: Duration = Duration::from_secs(120);
/// How long a change may take to be seen there where nobody else is in the way.
const IN_TIME: Duration = Duration::from_secs(2);

/// What the tests want, and what becomes of it.
const WANTED: [&str; 8] =
    ["nginx", "sshd", "sm-fails", "sm-starts", "sm-crashes", "sm-masked", "sm-stopped", "sm-missing"];

/// Makes units in every state that lasts, and a configuration that wants them.
fn prepare(machine: &Machine) -> &'static str {
    const CONFIG: &str = "/etc/sm-services.toml";
    static PREPARED: Mutex<Vec<String>> = Mutex::new(Vec::new());
    let mut prepared = PREPARED.lock().unwrap_or_else(PoisonError::into_inner);
    if prepared.contains(&machine.name) {
        return CONFIG;
    }
    let made = format!(
        "set -e; cd /etc/systemd/system
        unit() {{ printf '[Service]\\n%b\\n' \"$2\" >$1.service.new; mv $1.service.new $1.service; }}
        unit sm-fails 'ExecStart=/bin/sh -c \"exit 3\"'
        unit sm-starts 'Type=notify\\nExecStart=/bin/sleep 1000\\nTimeoutStartSec=infinity'
        unit sm-crashes 'ExecStart=/bin/sh -c \"kill -SEGV $$$$\"\\nRestart=always\\nRestartSec=1000'
        unit sm-stopped 'ExecStart=/bin/sleep 1000'
        ln -sf /dev/null sm-masked.service
        printf 'services = [{}]\\n' >{CONFIG}.new; mv {CONFIG}.new {CONFIG}
        systemctl daemon-reload
        systemctl start sm-crashes; systemctl start --no-block sm-starts; systemctl start sm-fails",
        WANTED.map(|name| format!("\"{name}\"")).join(",")
    );
    machine.tool(&["sh", "-c", &made]);
    prepared.push(machine.name.clone());
    CONFIG
}

fn services(machine: &Machine, properties: &[&str], config: &str) -> Vec<Value> {
    let answer = machine.monitor(properties, &["services", "--json", "--config", config]);
    answer["services"].as_array().unwrap().clone()
}

fn by_name<'a>(services: &'a [Value], name: &str) -> Result<&'a Value, String> {
    services.iter().find(|service| service["name"] == name).ok_or_else(|| format!("{name} is missing"))
}

/// A property as systemctl prints it.
fn property(machine: &Machine, unit: &str, name: &str) -> String {
    machine.tool(&["systemctl", "show", "--value", "--property", name, unit]).trim().to_owned()
}

fn states_are_those_of_systemctl(machine: &Machine) {
    let config = prepare(machine);
    agree(|| {
        let ours = services(machine, &[], config);
        let mut states = Vec::new();
        for name in WANTED {
            let service = by_name(&ours, name)?;
            if name == "sm-missing" {
                same!(service["state"].as_str(), Some("not_found"), "state of {name}");
                same!(service["source"].as_str(), Some("none"), "source of {name}");
                continue;
            }
            let unit = service["id"].as_str().unwrap_or_default();
            same!(service["source"].as_str(), Some("systemd"), "source of {name}");
            let keys = [
                ("state", "ActiveState"),
                ("sub_state", "SubState"),
                ("load_state", "LoadState"),
                ("result", "Result"),
                ("description", "Description"),
            ];
            for (key, theirs) in keys {
                // Of one that is not loaded systemd tells the defaults of every value.
                if service[key].is_null() && service["main_pid"].is_null() {
                    continue;
                }
                same!(
                    service[key].as_str(),
                    Some(property(machine, unit, theirs).as_str()),
                    "{key} of {name}"
                );
            }
            for (key, theirs) in [("main_pid", "MainPID"), ("restarts", "NRestarts")] {
                let expected = property(machine, unit, theirs);
                let ours = service[key].as_u64().unwrap_or(0).to_string();
                same!(ours, expected, "{key} of {name}");
            }
            let counted = property(machine, unit, "MemoryCurrent").parse::<u64>().is_ok();
            same!(service["memory_bytes"].is_u64(), counted, "whether the memory of {name} is known");
            states.push(format!("{name} {}", service["sub_state"].as_str().unwrap_or_default()));
        }
        let crashes = by_name(&ours, "sm-crashes")?;
        same!(crashes["sub_state"].as_str(), Some("auto-restart"), "what it waits for");
        same!(crashes["exit_status"].as_i64(), Some(11), "the signal that ended it");
        let fails = by_name(&ours, "sm-fails")?;
        same!(fails["exit_status"].as_i64(), Some(3), "how it ended");
        same!(by_name(&ours, "sm-masked")?["load_state"].as_str(), Some("masked"), "masked");
        same!(by_name(&ours, "sshd")?["id"].as_str(), Some("ssh.service"), "the unit of sshd");
        Ok(states.join(", "))
    });
}

/// The state of a service as the server tells it.
fn state(server: &Server<'_>, name: &str) -> String {
    let (_, snapshot) = server.ask("snapshot", None);
    let services = snapshot["services"].as_array().cloned().unwrap_or_default();
    by_name(&services, name).map_or_else(|why| why, |service| service["state"].as_str().unwrap().to_owned())
}

/// Does something and measures how long it takes to be seen.
fn sees(server: &Server<'_>, command: &[&str], name: &str, expected: &str) -> Duration {
    server.machine.tool(command);
    let begun = Instant::now();
    loop {
        let seen = state(server, name);
        let took = begun.elapsed();
        if seen == expected {
            println!("{command:?}: {name} is {expected} after {took:?}");
            return took;
        }
        assert!(took < LIMIT, "{command:?}: {name} is still {seen}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn a_change_is_seen_in_time_whatever_restarts_beneath(shared: &Machine) {
    machine::alone(shared.kind, changes_and_restarts);
}

fn changes_and_restarts(machine: &Machine) {
    let unit = "printf '[Service]\\nExecStart=/bin/sleep 1000\\n' >/etc/systemd/system/sm-seen.service";
    machine.tool(&["sh", "-c", unit]);
    let server =
        Server::start(machine, "services-seen", 8100, "viewer", &["--services", "nginx,sm-seen,sm-missing"]);
    let sees = |command: &[&str], name: &str, state: &str| sees(&server, command, name, state);
    let (start, stop) = (["systemctl", "start", "sm-seen"], ["systemctl", "stop", "sm-seen"]);
    let mut times = vec![
        sees(&start, "sm-seen", "active"),
        sees(&stop, "sm-seen", "inactive"),
        sees(&start, "sm-seen", "active"),
        sees(&["systemctl", "kill", "--signal=KILL", "sm-seen"], "sm-seen", "failed"),
    ];
    forged_signals_change_nothing(&server);
    for restart in [
        &["systemctl", "restart", "dbus"][..],
        &["systemctl", "restart", "systemd-journald"],
        &["systemctl", "daemon-reexec"],
        &["systemctl", "daemon-reload"],
    ] {
        machine.tool(restart);
        // Never anything but the truth, or that it is not known.
        for _ in 0..5 {
            let seen = state(&server, "nginx");
            assert!(matches!(seen.as_str(), "active" | "unknown"), "{restart:?}: nginx is {seen}");
        }
        sees(&start, "sm-seen", "active");
        times.push(sees(&stop, "sm-seen", "inactive"));
    }
    times.sort_unstable();
    println!("seen after {times:?}");
    // The slower ones may have waited for other tests of this machine.
    let quick = times[times.len() / 4];
    assert!(quick <= IN_TIME, "{quick:?} of {times:?}");
}

/// Anybody on the bus may send the server whatever looks like systemd's own.
fn forged_signals_change_nothing(server: &Server<'_>) {
    let machine = server.machine;
    let main = property(machine, &server.unit, "MainPID");
    let listed = machine.tool(&["busctl", "list", "--no-pager", "--no-legend"]);
    let ours =
        listed.lines().find(|line| line.split_whitespace().nth(1) == Some(&main)).expect("the server's name");
    let to = format!("--destination={}", ours.split_whitespace().next().unwrap());
    let unit = "/org/freedesktop/systemd1/unit/nginx_2eservice";
    let forged = [
        "PropertiesChanged",
        "sa{sv}as",
        "org.freedesktop.systemd1.Unit",
        "1",
        "ActiveState",
        "s",
        "failed",
        "0",
    ];
    let user = ["runuser", "--user", "dweller", "--", "busctl", "--system", &to, "emit", unit];
    let sent = machine.run(&[&user[..], &["org.freedesktop.DBus.Properties"], &forged].concat());
    assert!(sent.status.success(), "{sent:?}");
    let end = Instant::now() + Duration::from_millis(1500);
    while Instant::now() < end {
        assert_eq!(state(server, "nginx"), "active", "a forged signal was believed");
    }
}

fn without_the_bus_root_asks_systemctl_and_others_look_at_processes(machine: &Machine) {
    let config = prepare(machine);
    let no_bus = "--property=InaccessiblePaths=/run/dbus";
    agree(|| {
        let ours = services(machine, &[no_bus], config);
        for (name, state) in [("nginx", "active"), ("sm-fails", "failed"), ("sm-starts", "activating")] {
            let service = by_name(&ours, name)?;
            same!(service["state"].as_str(), Some(state), "state of {name} as systemctl tells");
            same!(service["source"].as_str(), Some("systemd"), "source of {name}");
            let main = property(machine, service["id"].as_str().unwrap_or_default(), "MainPID");
            same!(service["main_pid"].as_u64().unwrap_or(0).to_string(), main, "main process of {name}");
        }
        let ours = services(machine, &["--uid=dweller", no_bus], config);
        let nginx = by_name(&ours, "nginx")?;
        same!(nginx["state"].as_str(), Some("active"), "state of nginx by its process");
        same!(nginx["source"].as_str(), Some("process"), "source of nginx");
        let fails = by_name(&ours, "sm-fails")?;
        same!(fails["state"].as_str(), Some("unknown"), "what cannot be asked is not claimed");
        same!(fails["gaps"]["since"].is_string(), true, "why it is not known");
        let starts = by_name(&ours, "sm-starts")?;
        same!(starts["main_pid"].is_u64(), true, "the cgroup tells the unit of a process of another name");
        Ok("systemctl for root, processes for others".to_owned())
    });
}

fn without_systemd_a_service_goes_by_its_process(machine: &Machine) {
    let config = prepare(machine);
    agree(|| {
        let ours = services(machine, &["--property=TemporaryFileSystem=/run"], config);
        let nginx = by_name(&ours, "nginx")?;
        same!(nginx["state"].as_str(), Some("active"), "state of nginx");
        same!(nginx["source"].as_str(), Some("process"), "source of nginx");
        let main = property(machine, "nginx.service", "MainPID");
        same!(nginx["main_pid"].as_u64().unwrap_or(0).to_string(), main, "main process of nginx");
        same!(by_name(&ours, "sm-stopped")?["state"].as_str(), Some("not_found"), "what does not run");
        Ok(format!("nginx is {main}"))
    });
}
