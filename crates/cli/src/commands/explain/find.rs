//! What is asked about: a PID, `:PORT`, `/PATH`, a unit, a container or a name, tried in this order. Pure.

use domain::Snapshot;
use domain::catalogue::{self, Runs};
use domain::snapshot::Process;
use domain::socket::Socket;

/// Fewest characters of a container's id that name it: fewer could be a word.
const LEAST_CONTAINER: usize = 6;
/// What a unit without a suffix is taken for, as systemctl(1) does, and the others that hold processes.
const UNIT_SUFFIXES: [&str; 3] = [".service", ".scope", ".socket"];

/// What was asked, by its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Query {
    Port(u16),
    /// With the path that it leads to, where it is a link.
    Path(String, Option<String>),
    /// A pid, a unit, a container or a name.
    Word(String),
}

/// A query that says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bad {
    Empty,
    Port,
}

/// By what processes were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Pid,
    Port,
    Path,
    Unit,
    Container,
    Name,
    /// Their name holds what was asked for.
    Part,
}

impl By {
    /// The word of its message.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Pid => "pid",
            Self::Port => "port",
            Self::Path => "path",
            Self::Unit => "unit",
            Self::Container => "container",
            Self::Name => "name",
            Self::Part => "part",
        }
    }
}

impl Query {
    /// Reads what was typed. `resolve` follows links, where there is such a file.
    pub(super) fn read(text: &str, resolve: impl FnOnce(&str) -> Option<String>) -> Result<Self, Bad> {
        if let Some(port) = text.strip_prefix(':') {
            let digits = port.bytes().all(|byte| byte.is_ascii_digit());
            let port = port.parse().ok().filter(|port| digits && *port > 0);
            return port.map(Self::Port).ok_or(Bad::Port);
        }
        if text.starts_with('/') {
            let bare = text.trim_end_matches('/');
            let path = if bare.is_empty() { "/" } else { bare };
            return Ok(Self::Path(path.to_owned(), resolve(path)));
        }
        if text.trim().is_empty() { Err(Bad::Empty) } else { Ok(Self::Word(text.to_owned())) }
    }
}

/// The processes that are meant, by ascending pid, and how they were found; none when nothing is.
pub(super) fn find<'a>(query: &Query, processes: &'a [Process]) -> Option<(By, Vec<&'a Process>)> {
    match query {
        Query::Port(port) => {
            those(processes, By::Port, |process| sockets(process).iter().any(|socket| socket.port == *port))
        }
        Query::Path(path, leads_to) => {
            let paths: Vec<&str> = [Some(path.as_str()), leads_to.as_deref()].into_iter().flatten().collect();
            those(processes, By::Path, |process| paths.iter().any(|path| runs(process, path)))
        }
        Query::Word(word) => by_word(word, processes),
    }
}

/// Waiting sockets at that port whose owner could not be seen.
pub(super) fn unowned(port: u16, snapshot: &Snapshot) -> Vec<&Socket> {
    let all = snapshot.unowned_sockets.as_deref().unwrap_or_default();
    all.iter().filter(|socket| socket.port == port).collect()
}

fn those(processes: &[Process], by: By, fits: impl Fn(&Process) -> bool) -> Option<(By, Vec<&Process>)> {
    let found: Vec<&Process> = processes.iter().filter(|process| fits(process)).collect();
    (!found.is_empty()).then_some((by, found))
}

fn by_word<'a>(word: &str, processes: &'a [Process]) -> Option<(By, Vec<&'a Process>)> {
    let pid = word.parse::<u32>().ok().filter(|_| word.bytes().all(|byte| byte.is_ascii_digit()));
    let of_pid = || those(processes, By::Pid, |process| Some(process.sample.key.pid) == pid);
    let of_unit = || those(processes, By::Unit, |process| is_in_unit(process, word));
    let of_container = || those(processes, By::Container, |process| is_in_container(process, word));
    let of_name = || those(processes, By::Name, |process| is_called(process, word));
    let part = word.to_lowercase();
    let of_part =
        || those(processes, By::Part, |process| process.sample.identity.name.to_lowercase().contains(&part));
    of_pid().or_else(of_unit).or_else(of_container).or_else(of_name).or_else(of_part)
}

fn sockets(process: &Process) -> &[Socket] {
    process.sample.sockets.as_deref().unwrap_or_default()
}

/// Whether it runs this executable or script, or an executable below this folder.
fn runs(process: &Process, path: &str) -> bool {
    let identity = &process.sample.identity;
    let below = |exe: &str| exe.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
    let exe = identity.exe.as_ref().map(|exe| exe.path.as_str());
    let program = exe.map_or(identity.name.as_str(), |exe| exe.rsplit('/').next().unwrap_or(exe));
    // Only what an interpreter runs: an argument alone, as the one of this very command, says nothing.
    let script = catalogue::runs(program, identity.cmdline.as_deref().unwrap_or_default());
    exe.is_ok_and(|exe| exe == path || below(exe)) || script == Some(Runs::File(path))
}

fn is_in_unit(process: &Process, word: &str) -> bool {
    let Ok(Some(unit)) = &process.sample.identity.unit else { return false };
    unit == word || unit.strip_prefix(word).is_some_and(|suffix| UNIT_SUFFIXES.contains(&suffix))
}

fn is_in_container(process: &Process, word: &str) -> bool {
    let Ok(Some(container)) = &process.sample.identity.container else { return false };
    container == word || (word.chars().count() >= LEAST_CONTAINER && container.starts_with(word))
}

/// Its name, the application that it belongs to, or the file name of its executable.
fn is_called(process: &Process, word: &str) -> bool {
    let identity = &process.sample.identity;
    let file = identity.exe.as_ref().ok().and_then(|exe| exe.path.rsplit('/').next());
    let app = process.judged.as_ref().ok().map(|judged| judged.contextual.app.as_str());
    [Some(identity.name.as_str()), Some(identity.comm.as_str()), file, app].contains(&Some(word))
}

#[cfg(test)]
#[path = "find_tests.rs"]
mod tests;
