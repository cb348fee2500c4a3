//! What the whole server costs while nobody looks.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::failure::{Failure, Outcome};
use crate::program::{output, program};
use crate::workspace;

/// The caches fill and the first 10 s round of slow facts passes.
const SETTLE: Duration = Duration::from_secs(12);

pub(crate) struct Idle {
    /// Percent of one core.
    pub(crate) cpu_percent: f64,
    pub(crate) rss_bytes: u64,
}

pub(crate) fn measure(seconds: u64) -> Outcome<Idle> {
    let state = workspace::scratch("bench/state")?;
    let mut server = Server::start(&state)?;
    server.wait_until_it_listens()?;
    std::thread::sleep(SETTLE);
    let ticks_per_s: f64 = output(program("getconf", workspace::root()).arg("CLK_TCK"))?
        .trim()
        .parse()
        .map_err(|_| Failure::new("`getconf CLK_TCK` did not answer with a number"))?;
    let (begun, before) = (Instant::now(), server.cpu_ticks()?);
    std::thread::sleep(Duration::from_secs(seconds));
    let ticks = server.cpu_ticks()?.saturating_sub(before);
    let cpu_percent = ticks as f64 / ticks_per_s / begun.elapsed().as_secs_f64() * 100.0;
    let rss_bytes = server.rss_bytes()?;
    drop(server);
    fs::remove_dir_all(&state).map_err(|cause| Failure::file("remove", &state, &cause))?;
    Ok(Idle { cpu_percent, rss_bytes })
}

/// The release binary as a person starts it, ended when dropped.
struct Server(Child);

impl Server {
    fn start(state: &Path) -> Outcome<Self> {
        let mut command = program(workspace::binary("release"), workspace::root());
        command.args(["serve", "--listen", "127.0.0.1:0", "--state-dir"]).arg(state);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        child.map(Self).map_err(|cause| Failure::new(format!("cannot start the server: {cause}")))
    }

    /// The set-up link is printed once the server takes connections.
    fn wait_until_it_listens(&mut self) -> Outcome {
        let Some(stdout) = self.0.stdout.take() else { return Err(Failure::new("the server has no stdout")) };
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            if line.contains("/setup#token=") {
                return Ok(());
            }
        }
        Err(Failure::new("the server ended before it printed its set-up link"))
    }

    /// User and system time of all its threads.
    fn cpu_ticks(&self) -> Outcome<u64> {
        let stat = self.proc_file("stat")?;
        // Fields are counted after the name, which may hold anything but ends with the last parenthesis.
        let fields: Vec<&str> =
            stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace().collect();
        let field = |number: usize| fields.get(number).and_then(|field| field.parse::<u64>().ok());
        match (field(11), field(12)) {
            (Some(user), Some(system)) => Ok(user + system),
            _ => Err(Failure::new("/proc/PID/stat of the server could not be understood")),
        }
    }

    fn rss_bytes(&self) -> Outcome<u64> {
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
