//! The journal through a program that stands in for `journalctl` below the roots: it writes down its arguments and
//! gives what the test wants. A real one is asked on the machines of the command's tests.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use domain::log::{Kind, Level, Notice, Trouble};
use host::Roots;
use host::logs::{LogOptions, Logs, Mark, Origin, Place};

use crate::support::{LIMIT, Said, listed, said, texts, until};

const ID: &str = "0123456789abcdef0123456789abcdef";

struct Machine {
    folder: tempfile::TempDir,
}

impl Machine {
    /// A machine whose reader of the journal is this script. In it `$here` is a folder that it may write to.
    fn new(script: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let machine = Self { folder };
        for path in ["usr/bin", "usr/lib/systemd/system", "etc", &format!("var/log/journal/{ID}")] {
            std::fs::create_dir_all(machine.path(path)).unwrap();
        }
        std::fs::write(machine.path("etc/machine-id"), format!("{ID}\n")).unwrap();
        std::fs::write(machine.path(&format!("var/log/journal/{ID}/system.journal")), "").unwrap();
        std::fs::write(machine.path("usr/lib/systemd/system/nginx.service"), "").unwrap();
        machine.script(script);
        machine
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn script(&self, script: &str) {
        let here = self.folder.path().display();
        // What an entry looks like: its number and its message.
        let entry = r#"entry() { printf '__CURSOR=s=%s\n__REALTIME_TIMESTAMP=%s000000\nSYSLOG_IDENTIFIER=app\nPRIORITY=3\nMESSAGE=%s\n\n' "$1" "$1" "$2"; }"#;
        let text = format!(
            "#!/bin/sh\nhere={here}\nPATH=/usr/bin:/bin\n{entry}\nprintf '%s\\n' \"$*\" >> $here/calls\n{script}\n"
        );
        // By another process and a rename: what is open for writing cannot be run (ETXTBSY), and what this process has open
        // is open for a moment in every child that a test beside this one starts.
        let mut writer = Command::new("sh")
            .args(["-c", "cat > new && chmod 755 new && mv new usr/bin/journalctl"])
            .current_dir(self.folder.path())
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        writer.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        assert!(writer.wait().unwrap().success());
    }

    fn calls(&self) -> Vec<String> {
        std::fs::read_to_string(self.path("calls")).unwrap_or_default().lines().map(str::to_owned).collect()
    }

    /// The process that wrote its pid down.
    fn process(&self) -> PathBuf {
        let pid = std::fs::read_to_string(self.path("pid")).unwrap();
        PathBuf::from("/proc").join(pid.trim())
    }

    /// Killed it is; a busy machine takes its time to take it away.
    fn leaves_nothing(&self) {
        let (begun, process) = (Instant::now(), self.process());
        while process.exists() {
            assert!(begun.elapsed() < LIMIT, "a process or a zombie is left");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn logs(&self) -> Logs {
        let units = vec!["nginx".to_owned(), "not-there".to_owned(), "--root=x".to_owned()];
        let configured = vec![("bad".to_owned(), Origin::Unit("-M".to_owned()))];
        Logs::new(&Roots::below(self.folder.path()), LogOptions { configured, units })
    }

    fn journal(&self) -> Place {
        self.logs().find("journal").unwrap()
    }
}

#[test]
fn the_last_entries_are_lines_of_a_console_and_those_before_are_reached_by_mark() {
    let machine = Machine::new(
        "case \"$*\" in *--cursor=s=3*) entry 3 three;; *) entry 5 five; entry 4 four; entry 3 three;; esac; entry 2 two; entry 1 one",
    );
    let tail = machine.journal().tail(3, Some(Level::Warning)).unwrap();
    assert_eq!(texts(&tail.lines), ["app: three", "app: four", "app: five"]);
    assert_eq!(
        (tail.lines[0].level, tail.lines[0].at),
        (Some(Level::Error), Some(domain::time::Wall(3_000_000_000)))
    );
    assert!(!tail.complete);
    let mark = Mark::parse(&tail.before.unwrap().to_string()).unwrap();
    let earlier = machine.journal().earlier(&mark, 5, None).unwrap();
    assert_eq!(texts(&earlier.lines), ["app: one", "app: two"]);
    assert!(earlier.complete && earlier.before.is_none());
    let fixed = "--quiet --no-pager --output=export --output-fields=MESSAGE,PRIORITY,SYSLOG_IDENTIFIER,SYSLOG_PID,_COMM,_PID --boot=0";
    assert_eq!(
        machine.calls(),
        [format!("{fixed} --priority=4 --reverse"), format!("{fixed} --cursor=s=3 --reverse")]
    );
}

#[test]
fn an_entry_of_many_lines_is_read_to_its_beginning_through_marks() {
    let machine = Machine::new(
        "printf '__CURSOR=s=7\\nMESSAGE\\n\\015\\0\\0\\0\\0\\0\\0\\0a\\nb\\nc\\nd\\ne\\nf\\ng\\n\\n'; entry 1 one",
    );
    let mut tail = machine.journal().tail(3, None).unwrap();
    let mut read = texts(&tail.lines);
    while let Some(mark) = tail.before {
        tail = machine.journal().earlier(&mark, 3, None).unwrap();
        read.splice(..0, texts(&tail.lines));
    }
    assert_eq!(read, ["app: one", "unknown: a", "b", "c", "d", "e", "f", "g"]);
}

#[test]
fn a_unit_is_asked_for_by_its_name_and_what_is_none_is_missing() {
    let machine = Machine::new("entry 1 one");
    let logs = machine.logs();
    let ids: Vec<_> =
        listed(&logs).into_iter().map(|source| (source.id, source.kind, source.state)).collect();
    assert_eq!(
        ids,
        [
            ("bad".to_owned(), Kind::Journal, Err(Trouble::Missing)),
            ("journal".to_owned(), Kind::Journal, Ok(None)),
            ("journal.previous".to_owned(), Kind::Journal, Ok(None)),
            ("unit.nginx.service".to_owned(), Kind::Journal, Ok(None)),
        ]
    );
    logs.find("unit.getty_.atty1.service").unwrap().tail(1, None).unwrap();
    assert!(machine.calls()[0].contains(" --unit=getty@tty1.service "), "{:?}", machine.calls());
    assert_eq!(logs.find("bad").unwrap().tail(1, None).unwrap_err(), Trouble::Missing);
    assert_eq!(machine.calls().len(), 1, "nothing was asked for it");
}

#[test]
fn a_unit_whose_name_does_not_fit_an_id_is_found_among_those_of_the_journal() {
    let unit = r"systemd-fsck@dev-disk-by\x2duuid-7f0a3c1e\x2d5b1d\x2d4c7e\x2d9a86.service";
    let machine = Machine::new(&format!("printf '%s\\n' ssh.service '{unit}' '--root=x'"));
    assert_eq!(machine.logs().find(&Logs::unit_id(unit)).unwrap().source().title, unit);
    assert!(
        machine
            .logs()
            .find(&Logs::unit_id("some-other-name-that-is-far-too-long-for-an-id-of-a-log-of-a-unit.service"))
            .is_none()
    );
}

#[test]
fn without_a_journal_or_the_right_to_read_it_nothing_is_run() {
    let machine = Machine::new("entry 1 one");
    std::fs::remove_file(machine.path(&format!("var/log/journal/{ID}/system.journal"))).unwrap();
    assert_eq!(machine.journal().tail(1, None).unwrap_err(), Trouble::Missing);
    assert_eq!(machine.calls(), [""; 0]);
    assert!(listed(&machine.logs()).iter().all(|source| source.id == "bad"));
}

#[test]
fn a_boot_of_which_nothing_is_known_is_missing() {
    let machine = Machine::new("exit 1");
    assert_eq!(machine.logs().find("journal.previous").unwrap().tail(1, None).unwrap_err(), Trouble::Missing);
    assert_eq!(machine.journal().tail(1, None).unwrap_err(), Trouble::Failed);
}

#[test]
fn one_that_hangs_is_ended_and_what_it_said_is_given() {
    let machine = Machine::new("entry 2 two; exec sleep 1000");
    let begun = Instant::now();
    let tail = machine.journal().tail(5, None).unwrap();
    assert_eq!((texts(&tail.lines), tail.complete), (vec!["app: two".to_owned()], false));
    machine.script("echo $$ > $here/pid; exec sleep 1000");
    assert_eq!(machine.journal().tail(5, None).unwrap_err(), Trouble::Failed);
    assert!(begun.elapsed() < LIMIT);
    machine.leaves_nothing();
}

#[test]
fn one_without_end_is_ended_when_it_said_enough() {
    let machine = Machine::new("echo $$ > $here/pid; n=0; while :; do n=$((n+1)); entry $n more; done");
    assert_eq!(machine.journal().tail(50, None).unwrap().lines.len(), 50);
    machine.leaves_nothing();
}

/// It follows from the entry after the cursor it is given, and dies after every third one.
const DYING: &str = "case \"$*\" in *--follow*) ;; *) exit 0;; esac
n=0; for word in $*; do case $word in --after-cursor=s=*) n=${word#--after-cursor=s=};; esac; done
for i in 1 2 3; do n=$((n+1)); [ $n -gt 10 ] && exec sleep 1000; entry $n \"n $n\"; done; printf '__CURSOR=s=99\\nMESS'; kill -9 $$";

#[test]
fn a_follower_whose_reader_dies_goes_on_after_the_last_entry() {
    let machine = Machine::new(DYING);
    let mut follower = machine.journal().follow(5, None).unwrap();
    let told = until(&mut follower, |told| told.lines().len() >= 10);
    let expected: Vec<String> = (1..=10).map(|number| format!("app: n {number}")).collect();
    assert_eq!(told.lines(), expected);
    assert_eq!(told.notices(), []);
    let follows: Vec<_> = machine.calls().into_iter().filter(|call| call.contains("--follow")).collect();
    assert!(
        !follows[0].contains("cursor") && follows[1].ends_with("--no-tail --after-cursor=s=3"),
        "{follows:?}"
    );
}

#[test]
fn a_follower_says_when_the_journal_is_lost_and_back() {
    let machine = Machine::new("case \"$*\" in *--follow*) exec sleep 1000;; *) entry 1 one;; esac");
    let file = machine.path(&format!("var/log/journal/{ID}/system.journal"));
    std::fs::remove_file(&file).unwrap();
    let mut follower = machine.journal().await_lines(5, None);
    let told = until(&mut follower, |told| !told.all.is_empty());
    assert_eq!(told.all, [Said::Notice(Notice::Lost(Trouble::Missing))]);
    std::fs::write(&file, "").unwrap();
    let told = until(&mut follower, |told| !told.lines().is_empty());
    assert_eq!(told.all, [Said::Notice(Notice::Back), said("app: one")]);
    // It fails at once again and again: said once, and tried ever more seldom.
    let broken = Machine::new("case \"$*\" in *--follow*) exit 1;; esac");
    let mut follower = broken.journal().follow(5, None).unwrap();
    let told = until(&mut follower, |told| !told.all.is_empty());
    assert_eq!(told.all, [Said::Notice(Notice::Lost(Trouble::Failed))]);
    assert!(broken.calls().len() <= 5, "{:?}", broken.calls());
    broken.script("case \"$*\" in *--follow*) entry 1 one; exec sleep 1000;; esac");
    let told = until(&mut follower, |told| !told.lines().is_empty());
    assert_eq!(told.all, [Said::Notice(Notice::Back), said("app: one")]);
}

#[test]
fn a_follower_that_is_let_go_leaves_no_process() {
    let machine =
        Machine::new("case \"$*\" in *--follow*) echo $$ > $here/pid; entry 1 one; exec sleep 1000;; esac");
    let mut follower = machine.journal().follow(5, None).unwrap();
    until(&mut follower, |told| !told.lines().is_empty());
    assert!(machine.process().exists());
    drop(follower);
    machine.leaves_nothing();
}

#[test]
fn the_last_boot_is_over_and_nothing_is_run_to_follow_it() {
    let machine = Machine::new("entry 2 two; entry 1 one");
    let mut follower = machine.logs().find("journal.previous").unwrap().follow(5, None).unwrap();
    let told = until(&mut follower, |told| !told.all.is_empty());
    assert_eq!(told.lines(), ["app: one", "app: two"]);
    assert!(follower.next(Duration::from_millis(50)).is_empty());
    assert!(machine.calls().iter().all(|call| call.contains("--boot=-1") && !call.contains("--follow")));
}

#[test]
fn a_flood_comes_in_bounded_batches() {
    let machine = Machine::new(
        "case \"$*\" in *--follow*) printf '__CURSOR=s=1\\nMESSAGE\\n\\000\\000\\001\\000\\000\\000\\000\\000'; head -c 65536 /dev/zero | tr '\\0' '\\n'; printf '\\n\\n'; exec sleep 1000;; esac",
    );
    let mut follower = machine.journal().follow(5, None).unwrap();
    let (mut lines, begun) = (0, Instant::now());
    while lines < 65_535 {
        let batch = follower.next(Duration::from_millis(500));
        assert!(batch.lines.len() <= host::logs::BATCH_LINES && begun.elapsed() < LIMIT);
        lines += batch.lines.len();
    }
}

#[test]
fn the_mark_of_new_entries_leads_to_those_before_them() {
    let machine = Machine::new(
        "case \"$*\" in *--follow*) until [ -e $here/go ]; do sleep 0.02; done; entry 3 three; exec sleep 1000;; *) entry 2 two; entry 1 one;; esac",
    );
    let mut follower = machine.journal().follow(5, None).unwrap();
    let first = follower.next(Duration::ZERO);
    assert_eq!((texts(&first.lines).len(), first.begin), (2, None), "whoever follows has those already");
    std::fs::write(machine.path("go"), "").unwrap();
    let next = follower.next(LIMIT);
    assert_eq!(texts(&next.lines)[0], "app: three");
    machine.journal().earlier(&next.begin.unwrap(), 5, None).unwrap();
    assert!(machine.calls().last().unwrap().ends_with("--cursor=s=3 --reverse"), "{:?}", machine.calls());
}
