//! A terminal of our own: a tmux server that nobody else knows, with a shell in it.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long the screen may take to show what is waited for: a busy machine is slow, not wrong.
const LIMIT: Duration = Duration::from_secs(90);
const PROMPT: &str = "shell>";

pub(crate) struct Tmux {
    folder: tempfile::TempDir,
}

/// Runs a check in a terminal of 80 by 24, or says why not.
pub(crate) fn in_terminal(check: impl FnOnce(&Tmux)) {
    in_terminal_with(&[], check);
}

/// The same with more in the environment.
pub(crate) fn in_terminal_with(environment: &[(&str, &str)], check: impl FnOnce(&Tmux)) {
    match Tmux::start(environment) {
        Some(tmux) => check(&tmux),
        None => println!("SKIPPED watch: tmux is not installed"),
    }
}

impl Tmux {
    fn start(environment: &[(&str, &str)]) -> Option<Self> {
        let tmux = Self { folder: tempfile::tempdir().unwrap() };
        // A shell with job control, and nothing of whoever runs the tests.
        let mut start = tmux.command(&["-u", "new-session", "-d", "-x", "80", "-y", "24", "exec sh -i"]);
        start.envs(environment.iter().copied());
        match start.output() {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
            started => {
                let started = started.unwrap();
                assert!(started.status.success(), "{started:?}");
            }
        }
        tmux.wait("the shell", |screen| !screen.trim().is_empty());
        // Some shells take no prompt from the environment. Written so that the line itself does not hold it.
        tmux.line("PS1=shell\\>");
        tmux.wait("its prompt", |screen| screen.contains(PROMPT));
        Some(tmux)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new("tmux");
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.folder.path())
            .env("TMUX_TMPDIR", self.folder.path())
            .env("CONFIGURATION_DIRECTORY", self.folder.path())
            .env("STATE_DIRECTORY", self.folder.path().join("state"))
            .env("LANG", "C.UTF-8")
            .env("TERM", "xterm-256color")
            .env("SM", env!("CARGO_BIN_EXE_server-monitor"))
            .current_dir(self.folder.path())
            .args(["-L", "watch", "-f", "/dev/null"])
            .args(args);
        command
    }

    /// What a command of tmux prints.
    pub(crate) fn ask(&self, args: &[&str]) -> String {
        let output = self.command(args).output().unwrap();
        assert!(output.status.success(), "{args:?}: {output:?}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    pub(crate) fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// Presses keys, as tmux names them.
    pub(crate) fn press(&self, keys: &[&str]) {
        self.ask(&[&["send-keys"], keys].concat());
    }

    /// Types a text, letter for letter.
    pub(crate) fn write(&self, text: &str) {
        self.ask(&["send-keys", "-l", text]);
    }

    /// Types a line into the shell.
    pub(crate) fn line(&self, text: &str) {
        self.write(text);
        self.press(&["Enter"]);
    }

    /// Waits until tmux knows this of the pane: the cursor follows what is drawn.
    #[track_caller]
    pub(crate) fn becomes(&self, of: &str, wanted: &str) {
        until(|| self.state(of) == wanted).unwrap_or_else(|| panic!("{of} is {}", self.state(of)));
    }

    /// Presses Esc and waits for what it leads to: together with the next key it would be that key with Alt.
    #[track_caller]
    pub(crate) fn escape(&self, what: &str, holds: impl Fn(&str) -> bool) {
        self.press(&["Escape"]);
        self.wait(what, holds);
    }

    pub(crate) fn screen(&self) -> String {
        self.ask(&["capture-pane", "-p"])
    }

    /// Something that tmux knows of the pane, as `alternate_on`.
    pub(crate) fn state(&self, of: &str) -> String {
        self.ask(&["display-message", "-p", &format!("#{{{of}}}")]).trim().to_owned()
    }

    /// Waits until the screen is as it should be.
    #[track_caller]
    pub(crate) fn wait(&self, what: &str, holds: impl Fn(&str) -> bool) -> String {
        let mut screen = String::new();
        until(|| {
            screen = self.screen();
            holds(&screen)
        })
        .unwrap_or_else(|| panic!("{what} did not come up:\n{screen}"));
        screen
    }

    /// Starts the console and waits for its first rates.
    pub(crate) fn watch(&self, args: &str) -> u32 {
        self.line(&format!("$SM ps --watch {args}"));
        self.wait("the console", |screen| {
            ["▓", "░", "#.", ".#", "##"].iter().any(|cells| screen.contains(cells))
        });
        self.pid()
    }

    /// The process that runs in the shell.
    pub(crate) fn pid(&self) -> u32 {
        let shell = self.state("pane_pid");
        let mut child = None;
        until(|| {
            let children = fs::read_to_string(format!("/proc/{shell}/task/{shell}/children")).unwrap();
            child = children.split_whitespace().next().map(|pid| pid.parse().unwrap());
            child.is_some()
        });
        child.unwrap()
    }

    /// The shell asks for the next line.
    #[track_caller]
    pub(crate) fn prompt(&self) {
        self.wait("the prompt", |screen| screen.trim_end().ends_with(PROMPT));
    }

    /// The shell has its terminal back: lines, echo, the cursor, its own screen.
    #[track_caller]
    pub(crate) fn assert_restored(&self) {
        self.prompt();
        self.line("stty -a | tr ';' '\\n' | grep -w icanon; echo finished");
        let screen = self.wait("stty", |screen| screen.contains("\nfinished"));
        for mode in ["isig", "icanon", "echo", "iexten"] {
            assert!(screen.contains(&format!("{mode} ")), "{mode} is off:\n{screen}");
            assert!(!screen.contains(&format!("-{mode} ")), "{mode} is off:\n{screen}");
        }
        let states = ["alternate_on", "cursor_flag", "mouse_any_flag"].map(|state| self.state(state));
        assert_eq!(states, ["0", "1", "0"].map(str::to_owned), "other screen, cursor, mouse");
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        let _ = self.command(&["kill-server"]).stderr(Stdio::null()).status();
    }
}

/// The line above the list, which tells how many processes there are: elsewhere any text may stand.
pub(crate) fn strip(screen: &str) -> &str {
    screen.lines().find(|line| line.contains("processes ")).unwrap_or_default()
}

/// Asks until it holds; `None` when it does not in time.
pub(crate) fn until(mut holds: impl FnMut() -> bool) -> Option<()> {
    let begun = Instant::now();
    while begun.elapsed() < LIMIT {
        if holds() {
            return Some(());
        }
        std::thread::sleep(Duration::from_millis(30));
    }
    None
}

/// Whether a process is there and has not ended.
pub(crate) fn lives(pid: u32) -> bool {
    fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.contains(") Z "))
}

/// A process with a name of its own: `sleep` under that name.
pub(crate) struct Named(Child);

impl Named {
    pub(crate) fn start(tmux: &Tmux, name: &str) -> Self {
        let program = tmux.path(name);
        std::os::unix::fs::symlink("/bin/sleep", &program).unwrap();
        Self(Command::new(&program).arg("100000").spawn().unwrap())
    }

    pub(crate) fn pid(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Named {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
