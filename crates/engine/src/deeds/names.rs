//! Under which names the policies are asked about a process, and whether it only borrows its name.
//!
//! A record that forbids counts under any of them: whoever renames a process does not get round it.

use domain::Reading;
use domain::catalogue::{Known, Nature, Trust, runs};
use domain::process::Identity;

/// Its own name, its executable's, the catalogue's, and that of the script that it runs; each once.
pub(super) fn names<'a>(identity: &'a Identity, known: Option<&'a Known>) -> Vec<&'a str> {
    let exe = identity.exe.as_ref().ok().map(|exe| file_name(&exe.path));
    let script = identity.cmdline.as_deref().ok().and_then(|arguments| script(identity, exe, arguments));
    let catalogue = known.map(|known| known.entry.name);
    let runtime = known.and_then(|known| known.runtime).map(|runtime| runtime.name);
    let interpreted = known.filter(|known| known.entry.nature != Nature::Program);
    let app = interpreted.map(|known| known.app.as_str());
    let all = [Some(identity.name.as_str()), Some(&identity.comm), exe, catalogue, runtime, app, script];
    let mut names: Vec<&str> = Vec::with_capacity(all.len());
    for name in all.into_iter().flatten() {
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// It has the name of a program that lies elsewhere: no record of that name speaks for it (DESIGN §3.3).
pub(super) fn impostor(identity: &Identity, known: Option<&Known>) -> Reading<bool> {
    identity.exe.as_ref().map_err(|gap| *gap)?;
    Ok(known.is_some_and(|known| known.trust == Trust::Mismatch))
}

fn script<'a>(identity: &'a Identity, exe: Option<&'a str>, arguments: &'a [String]) -> Option<&'a str> {
    let run = exe.and_then(|exe| runs(exe, arguments)).or_else(|| runs(&identity.name, arguments))?;
    match run {
        domain::catalogue::Runs::File(path) => Some(file_name(path)),
        domain::catalogue::Runs::Module(name) => Some(name),
        _ => None,
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
