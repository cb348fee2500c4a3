//! Processes that get one pid after the other, in a pid namespace of the tests' own.

use std::fs;
use std::process::Command;

use crate::pet::Pet;

/// Set in the test that runs inside the namespace.
const INSIDE: &str = "DEEDS_NURSERY";

/// Whether this is the run inside.
pub(crate) fn is_inside() -> bool {
    std::env::var_os(INSIDE).is_some()
}

/// Runs a test of this program once more, as the first process of a pid namespace; what it printed. `None` where this
/// user may make none.
pub(crate) fn run_inside(test: &str) -> Option<String> {
    // Ahead of others where that is allowed: what is to happen within one clock tick should not wait for them.
    let mut again = Command::new("nice");
    again.args(["-n", "-20", "unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "--"]);
    again.arg(std::env::current_exe().unwrap()).args(["--exact", test, "--nocapture"]).env(INSIDE, "1");
    let output = again.output().expect("unshare");
    let (said, failed) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if failed.contains("Operation not permitted") {
        println!("SKIPPED {test}: this user may not make a pid namespace");
        return None;
    }
    assert!(output.status.success() && said.contains("1 passed"), "{said}\n{failed}");
    Some(said.into_owned())
}

/// Has one child at a time, always with the same pid: an ordinary user's, that lets every signal wait, so that
/// whatever it was sent can be seen.
pub(crate) struct Nursery(Pet);

impl Nursery {
    /// The pid of every child.
    pub(crate) const PID: u32 = 20_000;

    pub(crate) fn new() -> Self {
        let program = format!(
            "import os, signal, sys, time
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
user, child, tick = {USER}, 0, 1 / os.sysconf('SC_CLK_TCK')
for line in sys.stdin:
    if child:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    if line == 'first\\n':
        # At the beginning of a clock tick, so that most successors start within it too.
        time.sleep(tick - time.clock_gettime(time.CLOCK_BOOTTIME) % tick)
    with open('/proc/sys/kernel/ns_last_pid', 'w') as last: last.write(str({PID} - 1))
    ready, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgroups([]); os.setresgid(user, user, user); os.setresuid(user, user, user)
        os.write(tell, b'.')
        while True: signal.pause()
    os.read(ready, 1)
    os.close(ready); os.close(tell)
    print(child, flush=True)
",
            USER = crate::pet::USER,
            PID = Self::PID
        );
        Self(Pet::of_this_user(Command::new("python3").args(["-I", "-S", "-c", &program])))
    }

    /// A new child, at the beginning of a clock tick.
    pub(crate) fn first(&mut self) {
        self.ask("first");
    }

    /// Ends the child and has another one with its pid.
    pub(crate) fn next(&mut self) {
        self.ask("next");
    }

    fn ask(&mut self, what: &str) {
        self.0.hears(what);
        self.0.says(&Self::PID.to_string());
    }

    /// The start of the child, in the kernel's ticks.
    pub(crate) fn started() -> u64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", Self::PID)).expect("a child");
        let after = stat.rsplit_once(") ").unwrap().1;
        after.split(' ').nth(19).unwrap().parse().unwrap()
    }

    /// The child lives, goes on, and was not sent any signal.
    pub(crate) fn assert_untouched(what: &str) {
        let status = fs::read_to_string(format!("/proc/{}/status", Self::PID)).expect("it lives");
        let line =
            |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).expect("a line").trim();
        assert!(line("State:").starts_with(['S', 'R']), "{what}: {}", line("State:"));
        for pending in ["SigPnd:", "ShdPnd:"] {
            assert_eq!(u64::from_str_radix(line(pending), 16), Ok(0), "{what}: {pending} {}", line(pending));
        }
    }
}
