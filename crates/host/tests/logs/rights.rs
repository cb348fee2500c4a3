//! The right to read a log, given and taken away, as a user has it who is not root.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::mpsc::{SyncSender, sync_channel};

use domain::log::{Notice, Trouble};
use host::Roots;
use host::logs::{LogOptions, Logs};
use rustix::process::{Uid, getuid};
use rustix::thread::{
    CapabilitySet, capabilities, configure_capability_in_ambient_set, set_capabilities, set_keep_capabilities,
};

use crate::support::{Folder, Said, said, until};

/// Changes of rights, which are made by the owner.
struct Owner(SyncSender<(PathBuf, u32, SyncSender<()>)>);

impl Owner {
    fn allow(&self, path: PathBuf, mode: u32) {
        let (done, wait) = sync_channel(0);
        self.0.send((path, mode, done)).unwrap();
        wait.recv().unwrap();
    }
}

/// Runs this as a user without rights, beside whom the owner of the files stays.
fn as_stranger(check: impl FnOnce(&Owner) + Send) {
    if !getuid().is_root() {
        return println!("SKIPPED rights: only root can become another user");
    }
    let (sender, requests) = sync_channel::<(PathBuf, u32, SyncSender<()>)>(0);
    std::thread::scope(|threads| {
        threads.spawn(move || {
            let stranger = Uid::from_raw(65_534);
            // For this thread and those that it starts; the other tests keep their rights.
            rustix::thread::set_thread_res_uid(stranger, stranger, stranger).unwrap();
            check(&Owner(sender));
        });
        for (path, mode, done) in requests {
            std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
            done.send(()).unwrap();
        }
    });
}

/// A capability of our own opens files to us and not to `journalctl`, which does the reading.
#[test]
fn the_journal_is_denied_when_only_this_program_could_read_it() {
    if !getuid().is_root() {
        return println!("SKIPPED rights: only root can become another user");
    }
    let folder = Folder::new();
    for name in ["usr/bin", "etc", "var/log/journal/aa"] {
        std::fs::create_dir_all(folder.path(name)).unwrap();
    }
    folder.write("usr/bin/journalctl", "");
    folder.write("etc/machine-id", "aa\n");
    folder.write("var/log/journal/aa/system.journal", "");
    folder.write("app.log", "");
    for name in ["var/log/journal/aa/system.journal", "app.log"] {
        std::fs::set_permissions(folder.path(name), PermissionsExt::from_mode(0o600)).unwrap();
    }
    let journal = Logs::new(&Roots::below(&folder.path("")), LogOptions::default()).find("journal").unwrap();
    std::thread::scope(|threads| {
        threads.spawn(|| {
            let stranger = Uid::from_raw(65_534);
            set_keep_capabilities(true).unwrap();
            rustix::thread::set_thread_res_uid(stranger, stranger, stranger).unwrap();
            let mut sets = capabilities(None).unwrap();
            sets.effective = CapabilitySet::DAC_READ_SEARCH;
            set_capabilities(None, sets).unwrap();
            assert_eq!(folder.place("app.log").source().state, Ok(Some(0)), "the capability is there");
            assert_eq!(journal.source().state, Err(Trouble::Denied));
            sets.inheritable = CapabilitySet::DAC_READ_SEARCH;
            set_capabilities(None, sets).unwrap();
            configure_capability_in_ambient_set(CapabilitySet::DAC_READ_SEARCH, true).unwrap();
            assert_eq!(journal.source().state, Ok(None), "handed on");
        });
    });
}

#[test]
fn what_may_not_be_read_is_denied_and_is_a_log_all_the_same() {
    let folder = Folder::new();
    folder.write("app.log", "secret\n");
    as_stranger(|owner| {
        let place = folder.place("app.log");
        assert_eq!(place.source().state, Ok(Some(7)));
        owner.allow(folder.path("app.log"), 0o600);
        assert_eq!(place.source().state, Err(Trouble::Denied));
        assert_eq!(place.tail(5, None).unwrap_err(), Trouble::Denied);
        assert_eq!(place.follow(5, None).map(drop).unwrap_err(), Trouble::Denied);
        owner.allow(folder.path("app.log"), 0o644);
        owner.allow(folder.path(""), 0o700);
        assert_eq!(place.tail(5, None).unwrap_err(), Trouble::Denied, "its folder is closed");
        owner.allow(folder.path(""), 0o755);
        assert!(place.tail(5, None).is_ok());
    });
}

#[test]
fn a_right_that_is_taken_away_and_given_back_while_the_log_is_followed_loses_nothing() {
    let folder = Folder::new();
    folder.write("app.log", "");
    as_stranger(|owner| {
        let (mut follower, _) = folder.follow("app.log");
        for _ in 0..3 {
            owner.allow(folder.path("app.log"), 0o600);
            let told = until(&mut follower, |told| !told.all.is_empty());
            assert_eq!(told.all, [Said::Notice(Notice::Lost(Trouble::Denied))]);
            owner.allow(folder.path("app.log"), 0o644);
            let told = until(&mut follower, |told| !told.all.is_empty());
            assert_eq!(told.all, [Said::Notice(Notice::Back)]);
        }
    });
}

#[test]
fn lines_written_while_the_log_was_denied_come_when_it_is_not_and_no_sooner() {
    let folder = Folder::new();
    folder.write("app.log", "a\n");
    let mut writer = crate::support::appending(folder.path("app.log"));
    as_stranger(move |owner| {
        use std::io::Write as _;
        let (mut follower, first) = folder.follow("app.log");
        assert_eq!(first, ["a"]);
        owner.allow(folder.path("app.log"), 0o600);
        until(&mut follower, |told| told.notices().contains(&Notice::Lost(Trouble::Denied)));
        writer.write_all(b"b\n").unwrap();
        assert!(follower.next(std::time::Duration::from_millis(1200)).is_empty(), "it is denied");
        owner.allow(folder.path("app.log"), 0o644);
        let told = until(&mut follower, |told| !told.lines().is_empty());
        assert_eq!(told.all, [Said::Notice(Notice::Back), said("b")]);
    });
}

#[test]
fn a_log_that_was_denied_from_the_start_begins_with_its_last_lines() {
    let folder = Folder::new();
    folder.write("app.log", "a\nb\nc\n");
    as_stranger(|owner| {
        owner.allow(folder.path("app.log"), 0o600);
        let mut follower = folder.place("app.log").await_lines(2, None);
        let told = until(&mut follower, |told| !told.all.is_empty());
        assert_eq!(told.all, [Said::Notice(Notice::Lost(Trouble::Denied))]);
        owner.allow(folder.path("app.log"), 0o644);
        let told = until(&mut follower, |told| !told.lines().is_empty());
        assert_eq!(told.all, [Said::Notice(Notice::Back), said("b"), said("c")]);
    });
}
