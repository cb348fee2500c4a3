//! A folder with a log in it, and waiting for what a follower tells.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use domain::log::{Line, Notice, Source, Trouble};
use host::Roots;
use host::logs::{Batch, Follower, LogOptions, Logs, Origin, Place};
use tempfile::TempDir;

/// How long anything is waited for.
pub(crate) const LIMIT: Duration = Duration::from_secs(60);

pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // Other users must get as far as the files themselves.
        std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).unwrap();
        Self(folder)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), text).unwrap();
    }

    pub(crate) fn append(&self, name: &str, text: impl AsRef<[u8]>) {
        appending(self.path(name)).write_all(text.as_ref()).unwrap();
    }

    pub(crate) fn rename(&self, from: &str, to: &str) {
        std::fs::rename(self.path(from), self.path(to)).unwrap();
    }

    pub(crate) fn place(&self, name: &str) -> Place {
        let options =
            LogOptions { configured: vec![("it".into(), Origin::File(self.path(name)))], units: Vec::new() };
        Logs::new(&Roots::default(), options).find("it").unwrap()
    }

    /// A follower that has its first lines already.
    pub(crate) fn follow(&self, name: &str) -> (Follower, Vec<String>) {
        let mut follower = self.place(name).follow(10, None).unwrap();
        let first = follower.next(Duration::ZERO);
        assert_eq!(first.notices, []);
        (follower, texts(&first.lines))
    }
}

pub(crate) fn appending(path: PathBuf) -> File {
    OpenOptions::new().append(true).create(true).open(path).unwrap()
}

pub(crate) fn texts(lines: &[Line]) -> Vec<String> {
    lines.iter().map(|line| line.text.clone()).collect()
}

/// All that a follower tells until what it told is enough.
pub(crate) fn until(follower: &mut Follower, enough: impl Fn(&Told) -> bool) -> Told {
    let begun = Instant::now();
    let mut told = Told::default();
    while !enough(&told) {
        assert!(begun.elapsed() < LIMIT, "not within {LIMIT:?}: {told:?}");
        told.add(follower.next(Duration::from_millis(200)));
    }
    told
}

/// Lines and notices as they came, the notices of a batch before its lines.
#[derive(Debug, Default)]
pub(crate) struct Told {
    pub(crate) all: Vec<Said>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    Line(String),
    Notice(Notice),
}

impl Told {
    pub(crate) fn add(&mut self, batch: Batch) {
        self.all.extend(batch.notices.into_iter().map(Said::Notice));
        self.all.extend(batch.lines.into_iter().map(|line| Said::Line(line.text)));
    }

    pub(crate) fn lines(&self) -> Vec<&str> {
        self.all
            .iter()
            .filter_map(|said| if let Said::Line(text) = said { Some(text.as_str()) } else { None })
            .collect()
    }

    pub(crate) fn notices(&self) -> Vec<Notice> {
        self.all
            .iter()
            .filter_map(|said| if let Said::Notice(notice) = said { Some(*notice) } else { None })
            .collect()
    }
}

/// The list of logs, once every one answered: a busy machine may need another look.
pub(crate) fn listed(logs: &Logs) -> Vec<Source> {
    let begun = Instant::now();
    loop {
        let list = logs.list();
        if list.iter().all(|source| source.state != Err(Trouble::Failed)) {
            return list;
        }
        assert!(begun.elapsed() < LIMIT, "not within {LIMIT:?}: {list:?}");
    }
}

/// As it stands in an array of expectations.
pub(crate) fn said(text: &str) -> Said {
    Said::Line(text.to_owned())
}
