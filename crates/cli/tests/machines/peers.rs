//! What the other programs of a machine say, read.

use std::collections::{BTreeMap, BTreeSet};

use crate::machine::Machine;

/// A row of ps.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) parent: u64,
    pub(crate) uid: u64,
    pub(crate) rss_bytes: u64,
    pub(crate) tty: Option<String>,
    pub(crate) user: String,
    pub(crate) unit: Option<String>,
    /// Unix seconds.
    pub(crate) started: i64,
    pub(crate) comm: String,
}

/// `-` and `?` of ps stand for nothing.
fn some(word: &str) -> Option<String> {
    (!["-", "?"].contains(&word)).then(|| word.to_owned())
}

/// All processes of units, by pid: what a test runs from outside is in none.
pub(crate) fn ps(machine: &Machine) -> BTreeMap<u64, Row> {
    let columns = "pid=,ppid=,uid=,rss=,tty=,user:32=,unit:128=,lstart=,comm=";
    let table = machine.tool(&["ps", "-ww", "-eo", columns]);
    let rows = table.lines().map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let number = |at: usize| words[at].parse::<u64>().unwrap_or_else(|_| panic!("{line}"));
        let started = jiff::civil::DateTime::strptime("%a %b %d %H:%M:%S %Y", words[7..12].join(" "))
            .unwrap_or_else(|error| panic!("{error}: {line}"));
        let row = Row {
            parent: number(1),
            uid: number(2),
            rss_bytes: number(3) * 1024,
            tty: some(words[4]),
            user: words[5].to_owned(),
            unit: some(words[6]),
            started: started.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_second(),
            comm: words[12..].join(" "),
        };
        (number(0), row)
    });
    rows.filter(|(_, row)| row.unit.is_some()).collect()
}

/// The main process of every service, by pid.
pub(crate) fn main_processes(machine: &Machine) -> BTreeMap<u64, String> {
    let said = machine.tool(&["systemctl", "show", "--property=Id,MainPID", "*.service"]);
    let services = said.split("\n\n").filter_map(|block| {
        let value = |key: &str| block.lines().find_map(|line| line.strip_prefix(key));
        Some((value("MainPID=")?.parse().ok()?, value("Id=")?.to_owned()))
    });
    services.filter(|(pid, _)| *pid != 0).collect()
}

/// Waiting sockets of a process: protocol with its version, address and port.
pub(crate) type Sockets = BTreeSet<(String, String, u64)>;

/// The waiting sockets that ss shows, by pid.
pub(crate) fn ss(machine: &Machine) -> BTreeMap<u64, Sockets> {
    let mut found: BTreeMap<u64, Sockets> = BTreeMap::new();
    for line in machine.tool(&["ss", "-Hltnup"]).lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (address, port) = words[4].rsplit_once(':').unwrap();
        let six = if address.starts_with('[') { "6" } else { "" };
        let address = address.trim_start_matches('[').trim_end_matches(']').to_owned();
        let socket = (format!("{}{six}", words[0]), address, port.parse().unwrap());
        for owner in line.split("pid=").skip(1) {
            let pid = owner.split(',').next().unwrap().parse().unwrap();
            found.entry(pid).or_default().insert(socket.clone());
        }
    }
    found
}

/// The processes of an answer of the program, by pid.
pub(crate) fn by_pid(answer: &serde_json::Value) -> BTreeMap<u64, &serde_json::Value> {
    let processes = answer["processes"].as_array().unwrap();
    processes.iter().map(|process| (process["pid"].as_u64().unwrap(), process)).collect()
}

/// The waiting sockets that the program shows of a process.
pub(crate) fn sockets(process: &serde_json::Value) -> Sockets {
    let text = |socket: &serde_json::Value, key: &str| socket[key].as_str().unwrap().to_owned();
    let sockets = process["sockets"].as_array().into_iter().flatten();
    sockets
        .map(|socket| (text(socket, "proto"), text(socket, "address"), socket["port"].as_u64().unwrap()))
        .collect()
}
