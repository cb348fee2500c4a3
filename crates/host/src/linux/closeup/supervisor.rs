//! Supervisors that are known by standing above their service: runit, s6 and OpenRC have a process for each one, which starts it
//! again (runsv(8), s6-supervise, supervise-daemon(8)). Not here: systemd, which is known by its units ([`super::restarter`]).

use domain::plan::Restarter;
use domain::supervisor::Supervisor;
use rustix::fd::BorrowedFd;

use super::{proc, text};
use crate::linux::one;
use crate::parse::{cmdline, status};

const RUNIT: &[u8] = b"runsv";
const S6: &[u8] = b"s6-supervise";
/// `supervise-daemon`, as the kernel cuts it.
const OPENRC: &[u8] = b"supervise-daemo";

/// Longest path that the kernel gives for a link (`PATH_MAX`), and one to tell a cut one.
const LINK: usize = 4097;

/// What the process of this folder keeps running, if it is such a supervisor.
pub(super) fn service_of(parent: BorrowedFd<'_>) -> Option<Restarter> {
    const ACTION: &str = "read what a supervisor keeps";
    let mut line = [0; one::LINE];
    let name = one::stat(parent, &mut line).ok()??.comm;
    if ![RUNIT, S6, OPENRC].contains(&name) {
        return None;
    }
    // Anybody may call a program so: only root's is believed.
    let users = status::uids(&text(parent, "status", ACTION).ok()?)?;
    if users.all() != [0; 4] {
        return None;
    }
    let arguments = cmdline::parse(&text(parent, "cmdline", ACTION).ok()?, false);
    let mut link = vec![0; LINK];
    let folder = proc::link(parent, "cwd", &mut link).ok().map(String::from_utf8_lossy);
    let (supervisor, name) = kept_by(name, &arguments, folder.as_deref())?;
    Some(Restarter::Service { supervisor, name })
}

/// What a supervisor of this name keeps, by its arguments and its working folder, which may not be seen.
fn kept_by(name: &[u8], arguments: &[String], folder: Option<&str>) -> Option<(Supervisor, String)> {
    let service = || {
        let named =
            arguments.iter().skip(1).find(|argument| !argument.is_empty() && !argument.starts_with('-'));
        // A path from somewhere is none from elsewhere; sv and rc-service look for the bare name where services are.
        let whole = |name: &&String| name.starts_with('/');
        let last = |name: &String| name.rsplit('/').find(|part| !part.is_empty()).map(str::to_owned);
        named.filter(whole).cloned().or_else(|| named.and_then(last))
    };
    match name {
        RUNIT => Some((Supervisor::Runit, service()?)),
        OPENRC => Some((Supervisor::OpenRc, service()?)),
        // Its argument is a path from where it was started; it goes into that folder.
        S6 => {
            let folder = folder.filter(|path| path.starts_with('/') && !path.ends_with(" (deleted)"))?;
            Some((Supervisor::S6, folder.to_owned()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_supervisor_tells_what_it_keeps() {
        type Row = (
            &'static [u8],
            &'static [&'static str],
            Option<&'static str>,
            Option<(Supervisor, &'static str)>,
        );
        let table: [Row; 11] = [
            (RUNIT, &["runsv", "nginx"], None, Some((Supervisor::Runit, "nginx"))),
            (RUNIT, &["runsv", "-P", "./nginx/"], None, Some((Supervisor::Runit, "nginx"))),
            (RUNIT, &["runsv", "/srv/sv/nginx"], None, Some((Supervisor::Runit, "/srv/sv/nginx"))),
            (RUNIT, &["runsv"], None, None),
            (OPENRC, &["supervise-daemon", "nginx", "--start"], None, Some((Supervisor::OpenRc, "nginx"))),
            (S6, &["s6-supervise", "nginx"], Some("/run/s6/nginx"), Some((Supervisor::S6, "/run/s6/nginx"))),
            (S6, &["s6-supervise", "nginx"], Some("/run/s6/nginx (deleted)"), None),
            (S6, &["s6-supervise", "nginx"], None, None),
            (b"s6-svscan", &["s6-svscan", "/run/service"], Some("/run/service"), None),
            (b"bash", &["runsv", "nginx"], None, None),
            (b"supervise", &["supervise", "nginx"], Some("/service/nginx"), None),
        ];
        for (name, arguments, folder, expected) in table {
            let arguments: Vec<_> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
            let expected = expected.map(|(supervisor, service)| (supervisor, service.to_owned()));
            assert_eq!(kept_by(name, &arguments, folder), expected, "{arguments:?}");
        }
    }
}
