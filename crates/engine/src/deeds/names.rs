//! Under which names the policies are asked about a process, and whether it only borrows its name.
//!
//! A record that forbids counts under any of them: whoever renames a process does not get round it.

use domain::catalogue::{Known, Nature, Platform, Subject, Trust, identify, is_called, runs};
use domain::process::Identity;

/// What a process goes by. What it calls itself can only add to what it goes by otherwise: whoever takes another name
/// loses no protection that it had.
pub(super) struct Names {
    /// As what it is recognised.
    known: Option<Known>,
    /// As what it would be recognised had it kept the name of its file.
    by_file: Option<Known>,
}

impl Names {
    /// `known` is what the catalogue makes of it.
    pub(super) fn of(identity: &Identity, known: Option<Known>) -> Self {
        let exe = identity.exe.as_ref().ok().map(|exe| exe.path.as_str());
        let by_file = match exe.map(|exe| (exe, file_name(exe))) {
            Some((exe, name)) if name != identity.name => identify(&Subject {
                platform: Platform::Linux,
                name,
                exe: Some(exe),
                arguments: identity.cmdline.as_deref().unwrap_or_default(),
            }),
            _ => known.clone(),
        };
        Self { known, by_file }
    }

    /// Its own name, its executable's, the catalogue's, and that of the script that it runs; each once. A name of a program that
    /// lies elsewhere is only borrowed: the record of that name does not speak for it (DESIGN §3.3).
    pub(super) fn all<'a>(&'a self, identity: &'a Identity) -> Vec<&'a str> {
        let exe = identity.exe.as_ref().ok().map(|exe| file_name(&exe.path));
        let own = [identity.name.as_str(), &identity.comm];
        let own = own.into_iter().filter(|name| !is_borrowed(name, self.known.as_ref()));
        let file = exe.filter(|name| !is_borrowed(name, self.by_file.as_ref()));
        let recognised = [&self.known, &self.by_file].into_iter().flatten().flat_map(catalogued);
        let mut names: Vec<&str> = Vec::with_capacity(8);
        for name in own.chain(file).chain(recognised).chain(script(identity)) {
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

/// Whether it is by this name that a process was taken for a program that lies elsewhere.
fn is_borrowed(name: &str, known: Option<&Known>) -> bool {
    known.is_some_and(|known| known.trust == Trust::Mismatch && is_called(known.entry, name, Platform::Linux))
}

/// The names under which the catalogue has what it was rightly recognised as.
fn catalogued(known: &Known) -> impl Iterator<Item = &str> {
    let is_it = known.trust != Trust::Mismatch;
    let runtime = known.runtime.map(|runtime| runtime.name);
    let app = (known.entry.nature != Nature::Program).then_some(known.app.as_str());
    [Some(known.entry.name), runtime, app].into_iter().flatten().filter(move |_| is_it)
}

/// The script that it runs, if its program is one that runs scripts.
pub(super) fn script(identity: &Identity) -> Option<&str> {
    let exe = identity.exe.as_ref().ok().map(|exe| file_name(&exe.path));
    let arguments = identity.cmdline.as_deref().ok()?;
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

#[cfg(test)]
#[path = "names_tests.rs"]
mod tests;
