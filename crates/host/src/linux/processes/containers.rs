//! Names of users inside other mount namespaces, as a container has them: each from the user database that the
//! namespace itself sees. Not here: this host's own names (`users`), and which number a user has inside (`identity`).

use std::collections::HashMap;

use domain::{Gap, Reading};
use rustix::fd::{AsFd, BorrowedFd, OwnedFd};
use rustix::fs::{Mode, OFlags, ResolveFlags};
use rustix::io::Errno;

use super::files;
use super::patience::{Asked, Lane};
use super::users::{FILE_LIMIT, KEPT_ROUNDS, Table};
use crate::parse::{link, passwd};

/// Namespaces that are remembered. Each keeps a descriptor, taken from the reserve of the rest of the program.
const CACHE_LIMIT: usize = 128;

/// Longer than any `mnt:[NUMBER]`.
const LINK_LIMIT: usize = 64;

const ACTION: &str = "read the user database of a container";

#[derive(Debug)]
struct Namespace {
    table: Reading<Table>,
    round: u64,
    /// The folder of the process whose root the table was read through. The number of a namespace is given to another
    /// one as soon as nobody is in it; while this process is, the number means what it meant. A descriptor of the
    /// namespace itself would say so too, but would keep its file systems mounted.
    witness: OwnedFd,
}

impl Namespace {
    fn stands(&self, number: u64) -> bool {
        number_of(self.witness.as_fd()) == Some(number)
    }
}

/// The user databases that were read, by the number of their mount namespace.
#[derive(Debug, Default)]
pub(super) struct Containers {
    known: HashMap<u64, Namespace>,
    round: u64,
}

impl Containers {
    /// Forgets what is to be read again.
    pub(super) fn begin_scan(&mut self, round: u64) {
        self.round = round;
        self.known.retain(|_, namespace| round.saturating_sub(namespace.round) < KEPT_ROUNDS);
    }

    /// The name that the user `inside` has in the mount namespace `number` of the process with that folder.
    /// Read on `lane`: it may lie on a stuck file system.
    pub(super) fn name(
        &mut self,
        number: u64,
        process: BorrowedFd<'_>,
        inside: u32,
        lane: &mut Lane,
    ) -> Reading<Option<String>> {
        if let Some(namespace) = self.known.get(&number)
            && namespace.stands(number)
        {
            return name(&namespace.table, inside);
        }
        self.known.remove(&number);
        let witness = files::reading(rustix::io::fcntl_dupfd_cloexec(process, 0), ACTION)?;
        let namespace = Namespace { table: read(process, lane)?, round: self.round, witness };
        let answer = name(&namespace.table, inside);
        // It may have entered another namespace meanwhile, and its root is of that one.
        if !namespace.stands(number) {
            return Err(Gap::NotYet);
        }
        self.make_room();
        self.known.insert(number, namespace);
        answer
    }

    fn make_room(&mut self) {
        if self.known.len() < CACHE_LIMIT {
            return;
        }
        self.known.retain(|number, namespace| namespace.stands(*number));
        let oldest =
            self.known.iter().min_by_key(|(_, namespace)| namespace.round).map(|(number, _)| *number);
        if self.known.len() >= CACHE_LIMIT
            && let Some(oldest) = oldest
        {
            self.known.remove(&oldest);
        }
    }
}

fn name(table: &Reading<Table>, inside: u32) -> Reading<Option<String>> {
    table.as_ref().map(|table| passwd::name(table, inside).map(str::to_owned)).map_err(|gap| *gap)
}

/// `None` too when the process is no more.
fn number_of(process: BorrowedFd<'_>) -> Option<u64> {
    files::link(process, "ns/mnt", &mut [0; LINK_LIMIT]).ok().and_then(link::namespace)
}

/// The outer gap says that it took too long and is asked again; the inner one is what was found, and is kept.
fn read(process: BorrowedFd<'_>, lane: &mut Lane) -> Reading<Reading<Table>> {
    let process = files::reading(rustix::io::fcntl_dupfd_cloexec(process, 0), ACTION)?;
    match lane.ask(move || table(&process)) {
        Asked::Done(table) => Ok(files::reading(table, ACTION)),
        Asked::Late(_) | Asked::Refused => Err(Gap::NotYet),
    }
}

/// Links inside the container's root lead nowhere out of it: its owner may have planted them.
fn table(process: &OwnedFd) -> Result<Table, Errno> {
    let root = files::open_path(process, "root")?;
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    let resolve = ResolveFlags::IN_ROOT | ResolveFlags::NO_MAGICLINKS;
    let file = match rustix::fs::openat2(root.as_fd(), "etc/passwd", flags, Mode::empty(), resolve) {
        // An image of one program alone: nobody has a name in it.
        Err(Errno::NOENT) => return Ok(passwd::parse(b"")),
        opened => opened?,
    };
    if !rustix::fs::FileType::from_raw_mode(rustix::fs::fstat(&file)?.st_mode).is_file() {
        return Err(Errno::INVAL);
    }
    let mut text = Vec::new();
    files::read_open(file, &mut text, FILE_LIMIT)?;
    Ok(passwd::parse(&text))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::path::Path;
    use std::time::Duration;

    use super::*;

    /// A process as `/proc` shows it, in the mount namespace `number`, whose user 0 has that name.
    fn process(proc_root: &Path, pid: &str, number: u64, name: &str) -> OwnedFd {
        let folder = proc_root.join(pid);
        fs::create_dir_all(folder.join("ns")).unwrap();
        fs::create_dir_all(folder.join("root/etc")).unwrap();
        symlink(format!("mnt:[{number}]"), folder.join("ns/mnt")).unwrap();
        fs::write(folder.join("root/etc/passwd"), format!("{name}:x:0:0::/:/bin/sh\n")).unwrap();
        rustix::fs::open(&folder, OFlags::PATH | OFlags::CLOEXEC, Mode::empty()).unwrap()
    }

    /// What is asked, with all the patience of a test.
    fn ask(containers: &mut Containers, number: u64, process: &OwnedFd) -> Option<String> {
        let mut lane = Lane::new("test").waiting(Duration::from_secs(60));
        containers.name(number, process.as_fd(), 0, &mut lane).expect("a name")
    }

    #[test]
    fn a_number_that_a_new_namespace_was_given_does_not_bring_the_names_of_the_dead_one() {
        let (proc_root, mut containers) = (tempfile::tempdir().unwrap(), Containers::default());
        let first = process(proc_root.path(), "10", 7, "captain");
        assert_eq!(ask(&mut containers, 7, &first).as_deref(), Some("captain"));
        fs::remove_dir_all(proc_root.path().join("10")).unwrap();
        let second = process(proc_root.path(), "11", 7, "sailor");
        assert_eq!(ask(&mut containers, 7, &second).as_deref(), Some("sailor"));
    }

    #[test]
    fn a_witness_that_went_elsewhere_vouches_no_longer() {
        let (proc_root, mut containers) = (tempfile::tempdir().unwrap(), Containers::default());
        let first = process(proc_root.path(), "10", 7, "captain");
        assert_eq!(ask(&mut containers, 7, &first).as_deref(), Some("captain"));
        fs::remove_file(proc_root.path().join("10/ns/mnt")).unwrap();
        symlink("mnt:[8]", proc_root.path().join("10/ns/mnt")).unwrap();
        let second = process(proc_root.path(), "11", 7, "sailor");
        assert_eq!(ask(&mut containers, 7, &second).as_deref(), Some("sailor"));
    }

    #[test]
    fn a_database_is_read_once_while_its_first_process_lives_and_again_after_a_time() {
        let (proc_root, mut containers) = (tempfile::tempdir().unwrap(), Containers::default());
        let first = process(proc_root.path(), "10", 7, "captain");
        ask(&mut containers, 7, &first);
        let second = process(proc_root.path(), "11", 7, "promoted");
        assert_eq!(ask(&mut containers, 7, &second).as_deref(), Some("captain"));
        containers.begin_scan(KEPT_ROUNDS);
        assert_eq!(ask(&mut containers, 7, &second).as_deref(), Some("promoted"));
    }

    #[test]
    fn no_more_descriptors_are_kept_than_the_limit_however_many_containers_there_are() {
        let (proc_root, mut containers) = (tempfile::tempdir().unwrap(), Containers::default());
        for number in 0..CACHE_LIMIT as u64 + 3 {
            containers.begin_scan(number);
            let one = process(proc_root.path(), &number.to_string(), number, "captain");
            ask(&mut containers, number, &one);
        }
        assert_eq!(containers.known.len(), CACHE_LIMIT);
        assert!(!containers.known.contains_key(&0) && containers.known.contains_key(&3));
    }
}
