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

#[cfg(test)]
mod tests {
    use domain::Gap;
    use domain::catalogue::{Platform, Subject, identify};
    use domain::process::{Exe, Holder};

    use super::*;

    fn identity(name: &str, exe: &str, arguments: &[&str]) -> Identity {
        Identity {
            name: name.to_owned(),
            comm: name.chars().take(15).collect(),
            exe: Ok(Exe { path: exe.to_owned(), deleted: false }),
            cmdline: Ok(arguments.iter().map(|argument| (*argument).to_owned()).collect()),
            uid: Ok(1000),
            username: Ok(None),
            unit: Ok(None),
            container: Ok(None),
            tty: Ok(None),
            holder: Holder::of_user(1000),
        }
    }

    fn known(identity: &Identity) -> Option<Known> {
        identify(&Subject {
            platform: Platform::Linux,
            name: &identity.name,
            exe: identity.exe.as_ref().ok().map(|exe| exe.path.as_str()),
            arguments: identity.cmdline.as_deref().unwrap_or_default(),
        })
    }

    #[test]
    fn whoever_renames_itself_goes_by_its_file_and_its_script_all_the_same() {
        let renamed = identity("harmless", "/usr/bin/python3.12", &["x", "/srv/shop/worker.py"]);
        let known = known(&renamed);
        let names = names(&renamed, known.as_ref());
        for name in ["harmless", "python3.12", "worker.py"] {
            assert!(names.contains(&name), "{name} is not among {names:?}");
        }
    }

    #[test]
    fn a_name_that_the_kernel_cut_is_asked_for_too_and_none_twice() {
        let long = identity("a-name-longer-than-the-kernel", "/opt/a-name-longer-than-the-kernel", &[]);
        assert_eq!(names(&long, None), ["a-name-longer-than-the-kernel", "a-name-longer-t"]);
    }

    #[test]
    fn who_borrows_a_name_is_told_by_its_file_and_nobody_is_without_one() {
        let (real, borrowed) =
            (identity("nginx", "/usr/sbin/nginx", &[]), identity("nginx", "/tmp/nginx", &[]));
        assert_eq!(impostor(&real, known(&real).as_ref()), Ok(false));
        assert_eq!(impostor(&borrowed, known(&borrowed).as_ref()), Ok(true));
        let unseen = Identity { exe: Err(Gap::Denied), ..borrowed };
        assert_eq!(impostor(&unseen, known(&unseen).as_ref()), Err(Gap::Denied));
    }
}
