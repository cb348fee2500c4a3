//! What does not change while the program runs.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use domain::decide::LoginUsers;
use domain::sample::HostFacts;
use domain::{Gap, Reading};

use super::kept_file::read_once;
use crate::error::HostError;
use crate::parse::login_defs;
use crate::parse::machine_id::parse_host_id;
use crate::parse::os_release::parse_os_release;
use crate::roots::Roots;

/// Reads the facts.
pub(crate) fn facts(roots: &Roots) -> Result<Arc<HostFacts>, HostError> {
    let proc = &roots.proc;
    let opened = File::open(proc).map_err(|source| HostError::NoProc { path: proc.clone(), source })?;
    if *proc == Roots::default().proc {
        trust(&opened, proc)?;
    }
    let kernel = |name: &str, action| of_kernel(roots, name, action);
    Ok(Arc::new(HostFacts {
        host_id: read_once(roots.etc.join("machine-id"), "read /etc/machine-id")
            .and_then(|text| parse_host_id(&text)),
        boot_id: boot_id(roots),
        hostname: kernel("hostname", "read /proc/sys/kernel/hostname"),
        os: os(roots),
        kernel: kernel("osrelease", "read /proc/sys/kernel/osrelease"),
        ticks_per_second: rustix::param::clock_ticks_per_second(),
        page_bytes: rustix::param::page_size() as u64,
        login_users: login_users(roots),
        nobody: kernel("overflowuid", "read /proc/sys/kernel/overflowuid").and_then(|text| {
            text.parse::<u32>().map_err(|_| Gap::failed("read /proc/sys/kernel/overflowuid"))
        }),
    }))
}

/// What names this boot: a pid and a start time mean a process within one only (random(4)).
///
/// # Errors
/// [`Gap::Unsupported`] where the kernel does not tell it; what kept it from being read otherwise.
pub fn boot_id(roots: &Roots) -> Reading<String> {
    of_kernel(roots, "random/boot_id", "read /proc/sys/kernel/random/boot_id")
}

/// Refuses a `/proc` that is no procfs, or one of another pid namespace: in procfs the link `self` is the
/// reader's pid in the namespace of the mount (proc(5)).
fn trust(opened: &File, proc: &Path) -> Result<(), HostError> {
    let failed = |errno: rustix::io::Errno| HostError::NoProc { path: proc.to_owned(), source: errno.into() };
    if rustix::fs::fstatfs(opened).map_err(failed)?.f_type != rustix::fs::PROC_SUPER_MAGIC {
        return Err(HostError::NotProc { path: proc.to_owned() });
    }
    let own = std::process::id().to_string();
    match rustix::fs::readlinkat(opened, "self", Vec::new()) {
        Ok(target) if target.to_bytes() == own.as_bytes() => Ok(()),
        _ => Err(HostError::ForeignProc { path: proc.to_owned() }),
    }
}

/// os-release(5): the file of the administrator goes before that of the vendor.
fn os(roots: &Roots) -> Reading<String> {
    let etc = read_once(roots.etc.join("os-release"), "read /etc/os-release");
    let text = match etc {
        Err(Gap::Unsupported) => read_once(roots.root.join("usr/lib/os-release"), "read /usr/lib/os-release"),
        other => other,
    };
    parse_os_release(&text?)
}

/// login.defs(5). Where there is no such file, shadow-utils go by their own numbers, and so do we.
fn login_users(roots: &Roots) -> Reading<LoginUsers> {
    match read_once(roots.etc.join("login.defs"), "read /etc/login.defs") {
        Ok(text) => Ok(login_defs::login_users(&text)),
        Err(Gap::Unsupported) => Ok(login_defs::login_users(b"")),
        Err(gap) => Err(gap),
    }
}

fn of_kernel(roots: &Roots, name: &str, action: &'static str) -> Reading<String> {
    read_once(roots.proc.join("sys/kernel").join(name), action).and_then(|text| word(&text, action))
}

/// The one word that the file holds.
fn word(text: &[u8], action: &'static str) -> Reading<String> {
    match text.trim_ascii() {
        b"" => Err(Gap::failed(action)),
        word => Ok(String::from_utf8_lossy(word).into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_facts_of_this_machine_are_those_of_uname() {
        let facts = facts(&Roots::default()).expect("/proc is there");
        let uname = rustix::system::uname();
        assert_eq!(facts.hostname.as_deref().ok(), uname.nodename().to_str().ok());
        assert_eq!(facts.kernel.as_deref().ok(), uname.release().to_str().ok());
        let raw = std::fs::read_to_string("/etc/machine-id").unwrap_or_default();
        assert_ne!(facts.host_id.as_deref().ok(), Some(raw.trim()), "the raw id must not be exposed");
    }

    #[test]
    fn a_machine_without_proc_is_an_error_that_says_what_to_do() {
        let error = facts(&Roots::below(Path::new("/there/is/no/machine"))).expect_err("it is not there");
        assert!(error.to_string().contains("mount -t proc proc /there/is/no/machine/proc"), "{error}");
    }

    #[test]
    fn each_missing_fact_is_a_gap_of_its_own() {
        let machine = tempfile::tempdir().expect("a folder");
        std::fs::create_dir_all(machine.path().join("proc/sys/kernel")).expect("made");
        std::fs::create_dir_all(machine.path().join("usr/lib")).expect("made");
        std::fs::write(machine.path().join("proc/sys/kernel/hostname"), "\n").expect("written");
        std::fs::write(machine.path().join("usr/lib/os-release"), "NAME=x\n").expect("written");
        let facts = facts(&Roots::below(machine.path())).expect("/proc is there");
        assert_eq!(facts.host_id, Err(Gap::Unsupported));
        assert_eq!(facts.boot_id, Err(Gap::Unsupported));
        assert!(matches!(facts.hostname, Err(Gap::Failed(_))), "an empty name is no name");
        assert_eq!(facts.os.as_deref(), Ok("x"), "the vendor's file stands in");
    }
}
