//! The release binary as a person starts it, with what `/proc` tells of its cost. Ended when dropped.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

use serde_json::Value;

use crate::failure::{Failure, Outcome};
use crate::program::{output, program};
use crate::workspace;

pub(crate) struct Server(Child);

impl Server {
    /// Starts it on a port that the system chooses; answers once it takes connections, with its address.
    pub(crate) fn start(state: &Path) -> Outcome<(Self, String)> {
        let mut command = program(workspace::binary("release"), workspace::root());
        command.args(["serve", "--listen", "127.0.0.1:0", "--state-dir"]).arg(state);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut server =
            child.map(Self).map_err(|cause| Failure::new(format!("cannot start the server: {cause}")))?;
        let Some(stdout) = server.0.stdout.take() else {
            return Err(Failure::new("the server has no stdout"));
        };
        // The set-up link is printed then.
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            if let Some((before, _)) = line.split_once("/setup#token=") {
                return Ok((server, before.trim_start_matches("http://").to_owned()));
            }
        }
        Err(Failure::new("the server ended before it printed its set-up link"))
    }

    /// Seconds of user and system time of all its threads.
    pub(crate) fn cpu_s(&self, ticks_per_s: f64) -> Outcome<f64> {
        let stat = self.proc_file("stat")?;
        // Fields are counted after the name, which may hold anything but ends with the last parenthesis.
        let fields: Vec<&str> =
            stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace().collect();
        let field = |number: usize| fields.get(number).and_then(|field| field.parse::<u64>().ok());
        match (field(11), field(12)) {
            (Some(user), Some(system)) => Ok((user + system) as f64 / ticks_per_s),
            _ => Err(Failure::new("/proc/PID/stat of the server could not be understood")),
        }
    }

    pub(crate) fn rss_bytes(&self) -> Outcome<u64> {
        let status = self.proc_file("status")?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        kilobytes
            .map(|kilobytes| kilobytes * 1024)
            .ok_or_else(|| Failure::new("the server's status tells no VmRSS"))
    }

    fn proc_file(&self, name: &str) -> Outcome<String> {
        let path = format!("/proc/{}/{name}", self.0.id());
        fs::read_to_string(&path).map_err(|cause| Failure::file("read", Path::new(&path), &cause))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It keeps nothing that a sudden end could harm: its state is a folder of ours.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A new token in a state directory.
pub(crate) fn token(state: &Path, name: &str, role: &str) -> Outcome<String> {
    let mut command = program(workspace::binary("release"), workspace::root());
    command.args(["token", "add", name, "--role", role, "--json", "--state-dir"]).arg(state);
    let told: Option<Value> = serde_json::from_str(&output(&mut command)?).ok();
    let token = told.as_ref().and_then(|told| told.get("token")?.as_str());
    token.map(str::to_owned).ok_or_else(|| Failure::new("`token add --json` told no token"))
}

/// Clock ticks per second of the times in `/proc`.
pub(crate) fn ticks_per_s() -> Outcome<f64> {
    output(program("getconf", workspace::root()).arg("CLK_TCK"))?
        .trim()
        .parse()
        .map_err(|_| Failure::new("`getconf CLK_TCK` did not answer with a number"))
}

/// One line about the machine and the day: enough to judge figures by, nothing that names a machine.
pub(crate) fn machine() -> Outcome<String> {
    let ask = |name: &str, arguments: &[&str]| output(program(name, workspace::root()).args(arguments));
    let date = ask("date", &["-u", "+%F"])?;
    let kernel = ask("uname", &["-r"])?;
    let kernel: Vec<&str> = kernel.trim().split('.').take(2).collect();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let memory = memory.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok());
    let memory = memory.map_or(String::new(), |kb| format!(", {:.0} GiB of memory", kb / 1024.0 / 1024.0));
    Ok(format!(
        "{}: {cores} cores of a virtual machine{memory}, Linux {}, as root.",
        date.trim(),
        kernel.join(".")
    ))
}
