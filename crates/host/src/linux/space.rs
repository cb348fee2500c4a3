//! How full file systems are, asked with patience: statvfs(3) on a dead network mount may never return.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::thread;
use std::time::Instant;

use domain::sample::Space;
use domain::{Cause, Gap, Reading};

/// Threads that may hang at the same time; beyond them nothing more is asked.
const MOST_THREADS: usize = 4;

/// A thread asks the kernel one question; it needs hardly any stack.
const STACK_BYTES: usize = 128 << 10;

const NO_ANSWER: Gap = Gap::failed("statvfs: the file system does not answer");
const TOO_MANY: Gap = Gap::failed("statvfs: too many file systems do not answer");

/// The question, replaceable in tests by one that hangs.
type Ask = fn(&std::path::Path) -> Reading<Space>;

/// Asks for space on threads of its own, and never a second time while a first question hangs.
pub(super) struct SpaceProbe {
    ask: Ask,
    threads: Vec<Asker>,
}

struct Asker {
    questions: Sender<PathBuf>,
    answers: Receiver<Reading<Space>>,
    /// What it has not answered yet.
    hangs_on: Option<PathBuf>,
}

impl SpaceProbe {
    pub(super) const fn new() -> Self {
        Self::asking(statvfs)
    }

    const fn asking(ask: Ask) -> Self {
        Self { ask, threads: Vec::new() }
    }

    /// The space of the file system mounted at `path`, waited for until `deadline`.
    ///
    /// # Errors
    /// `Failed` when it does not answer in time, now or since an earlier question; else what statvfs(3) said.
    pub(super) fn space(&mut self, path: &[u8], deadline: Instant) -> Reading<Space> {
        let path = PathBuf::from(OsString::from_vec(path.to_vec()));
        let mut late = None;
        self.threads.retain_mut(|thread| match thread.late_answer() {
            Late::Answered(about, answer) => {
                if about == path {
                    late = Some(answer);
                }
                true
            }
            Late::StillHangs | Late::Idle => true,
            Late::Ended => false,
        });
        if let Some(answer) = late {
            return answer;
        }
        if self.threads.iter().any(|thread| thread.hangs_on.as_ref() == Some(&path)) {
            return Err(NO_ANSWER);
        }
        let idle = self.threads.iter().position(|thread| thread.hangs_on.is_none());
        let index = match idle {
            Some(index) => index,
            None if self.threads.len() >= MOST_THREADS => return Err(TOO_MANY),
            None => {
                self.threads.push(Asker::start(self.ask)?);
                self.threads.len() - 1
            }
        };
        let Some(thread) = self.threads.get_mut(index) else { return Err(TOO_MANY) };
        thread.question(path, deadline)
    }
}

enum Late {
    Idle,
    StillHangs,
    Answered(PathBuf, Reading<Space>),
    /// The thread is gone, which takes a panic in it.
    Ended,
}

impl Asker {
    fn start(ask: Ask) -> Reading<Self> {
        let (questions, asked) = channel::<PathBuf>();
        let (answered, answers) = channel();
        thread::Builder::new()
            .name("statvfs".to_owned())
            .stack_size(STACK_BYTES)
            .spawn(move || {
                for path in asked {
                    if answered.send(ask(&path)).is_err() {
                        return;
                    }
                }
            })
            .map_err(|error| Gap::Failed(Cause { action: "start a thread", errno: error.raw_os_error() }))?;
        Ok(Self { questions, answers, hangs_on: None })
    }

    fn late_answer(&mut self) -> Late {
        match self.hangs_on.take() {
            None => Late::Idle,
            Some(path) => match self.answers.try_recv() {
                Ok(answer) => Late::Answered(path, answer),
                Err(TryRecvError::Disconnected) => Late::Ended,
                Err(TryRecvError::Empty) => {
                    self.hangs_on = Some(path);
                    Late::StillHangs
                }
            },
        }
    }

    fn question(&mut self, path: PathBuf, deadline: Instant) -> Reading<Space> {
        const ENDED: Gap = Gap::failed("statvfs: the asking thread ended");
        self.questions.send(path.clone()).map_err(|_| ENDED)?;
        match self.answers.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(answer) => answer,
            Err(RecvTimeoutError::Disconnected) => {
                self.hangs_on = Some(path);
                Err(ENDED)
            }
            Err(RecvTimeoutError::Timeout) => {
                self.hangs_on = Some(path);
                Err(NO_ANSWER)
            }
        }
    }
}

fn statvfs(path: &std::path::Path) -> Reading<Space> {
    let found = rustix::fs::statvfs(path).map_err(|errno| match errno {
        rustix::io::Errno::ACCESS | rustix::io::Errno::PERM => Gap::Denied,
        rustix::io::Errno::NOENT => Gap::Gone,
        other => Gap::Failed(Cause { action: "statvfs", errno: Some(other.raw_os_error()) }),
    })?;
    let bytes = |blocks: u64| blocks.saturating_mul(found.f_frsize);
    Ok(Space {
        total: bytes(found.f_blocks),
        used: bytes(found.f_blocks.saturating_sub(found.f_bfree)),
        available: bytes(found.f_bavail),
        inodes: found.f_files,
        inodes_free: found.f_ffree,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Condvar, Mutex};
    use std::time::Duration;

    const LIMIT: Duration = Duration::from_secs(60);
    const SPACE: Space = Space { total: 1, used: 1, available: 0, inodes: 0, inodes_free: 0 };

    /// Everything below a folder named `dead` hangs until it is let go.
    struct Gate {
        open: Mutex<bool>,
        opened: Condvar,
    }

    impl Gate {
        const fn new() -> Self {
            Self { open: Mutex::new(false), opened: Condvar::new() }
        }

        fn wait(&self) {
            let mut open = self.open.lock().expect("not poisoned");
            while !*open {
                open = self.opened.wait(open).expect("not poisoned");
            }
        }

        fn open(&self) {
            *self.open.lock().expect("not poisoned") = true;
            self.opened.notify_all();
        }
    }

    fn soon() -> Instant {
        Instant::now() + Duration::from_millis(20)
    }

    fn wait_for(mut done: impl FnMut() -> bool) {
        let limit = Instant::now() + LIMIT;
        while !done() {
            assert!(Instant::now() < limit, "it did not come true within {LIMIT:?}");
            thread::yield_now();
        }
    }

    #[test]
    fn a_file_system_that_hangs_is_not_asked_again_until_its_call_returns() {
        static GATE: Gate = Gate::new();
        static ASKED: AtomicUsize = AtomicUsize::new(0);
        let mut probe = SpaceProbe::asking(|path| {
            if path.starts_with("/dead") {
                ASKED.fetch_add(1, Ordering::SeqCst);
                GATE.wait();
            }
            Ok(SPACE)
        });
        for _ in 0..5 {
            assert_eq!(probe.space(b"/dead", soon()), Err(NO_ANSWER));
            assert_eq!(probe.space(b"/", Instant::now() + LIMIT), Ok(SPACE), "the others go on");
        }
        wait_for(|| ASKED.load(Ordering::SeqCst) > 0);
        assert_eq!((ASKED.load(Ordering::SeqCst), probe.threads.len()), (1, 2));
        GATE.open();
        wait_for(|| probe.space(b"/dead", soon()) == Ok(SPACE));
    }

    #[test]
    fn the_threads_that_hang_are_bounded() {
        static GATE: Gate = Gate::new();
        let mut probe = SpaceProbe::asking(|_| {
            GATE.wait();
            Ok(SPACE)
        });
        for n in 0..MOST_THREADS {
            assert_eq!(probe.space(format!("/dead/{n}").as_bytes(), soon()), Err(NO_ANSWER));
        }
        assert_eq!(probe.space(b"/one/more", soon()), Err(TOO_MANY));
        assert_eq!(probe.threads.len(), MOST_THREADS);
        GATE.open();
    }

    #[test]
    fn each_failure_has_its_own_gap() {
        assert_eq!(statvfs(Path::new("/there/is/no/such/folder")), Err(Gap::Gone));
        let in_a_file = statvfs(Path::new("/proc/version/x"));
        assert_eq!(in_a_file, Err(Gap::Failed(Cause { action: "statvfs", errno: Some(libc::ENOTDIR) })));
    }
}
