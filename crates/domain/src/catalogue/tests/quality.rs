//! A good entry: true in form. What it says is looked at in `sentences`.

use std::collections::{BTreeMap, BTreeSet};

use super::super::glob::fits;
use super::super::{Category, Nature, Platform, entries, known_port};
use super::{nothing, over_all};

#[test]
fn the_catalogue_is_large_enough() {
    let of = |platform| entries().iter().filter(|entry| entry.platform == platform).count();
    assert!(entries().len() >= 1500, "{} entries", entries().len());
    assert!(of(Platform::Linux) >= 500, "{} of Linux", of(Platform::Linux));
    assert!(of(Platform::Windows) >= 500, "{} of Windows", of(Platform::Windows));
}

#[test]
fn the_categories_are_those_of_the_policy_format() {
    let words: Vec<&str> = Category::ALL.iter().map(|category| category.word()).collect();
    let wanted = [
        "kernel",
        "core",
        "database",
        "network-service",
        "system-service",
        "monitoring",
        "container-runtime",
        "web-server",
        "runtime",
        "infrastructure",
        "system-utility",
        "general",
    ];
    assert_eq!(words, wanted);
    for category in Category::ALL {
        assert!(entries().iter().any(|entry| entry.category == category), "{} is empty", category.word());
    }
}

#[test]
fn a_name_stands_once_on_a_platform() {
    let mut seen: BTreeMap<(String, Platform), &str> = BTreeMap::new();
    let mut findings = Vec::new();
    for entry in entries() {
        for name in std::iter::once(&entry.name).chain(entry.aliases) {
            let folded =
                if entry.platform == Platform::Linux { (*name).to_owned() } else { name.to_lowercase() };
            if let Some(other) = seen.insert((folded, entry.platform), entry.name) {
                findings.push(format!("{name} ({}) is {other} and {}", entry.platform.word(), entry.name));
            }
        }
    }
    nothing(&findings);
}

#[test]
fn a_name_of_a_common_entry_is_no_name_of_another_platform() {
    let mut common: BTreeMap<&str, &str> = BTreeMap::new();
    for entry in entries().iter().filter(|entry| entry.platform == Platform::Common) {
        std::iter::once(&entry.name).chain(entry.aliases).for_each(|name| {
            common.insert(name, entry.name);
        });
    }
    over_all(|entry| {
        let elsewhere = entry.platform != Platform::Common;
        let mut names = std::iter::once(&entry.name).chain(entry.aliases).filter(|_| elsewhere);
        names.find_map(|name| common.get(*name).map(|other| format!("{name} is common's {other} too")))
    });
}

#[test]
fn an_alias_is_another_name() {
    over_all(|entry| {
        let mut seen = BTreeSet::from([entry.name]);
        entry.aliases.iter().find(|alias| !seen.insert(**alias)).map(|alias| format!("{alias} is repeated"))
    });
}

#[test]
fn names_are_names() {
    over_all(|entry| {
        let odd = |name: &&&str| {
            name.len() > 64
                || name.trim() != **name
                || name.chars().any(|c| c.is_control() || matches!(c, '*' | '"'))
        };
        let path =
            |name: &&&str| name.contains('/') && entry.category != Category::Kernel || name.contains('\\');
        let names: Vec<&&str> = std::iter::once(&entry.name).chain(entry.aliases).collect();
        let bad = names.iter().copied().find(|name| odd(name) || path(name))?;
        Some(format!("{bad:?} is no name of a process"))
    });
}

#[test]
fn programs_of_windows_are_named_as_windows_names_them() {
    const NOT_FILES: &[&str] = &[
        "System",
        "Registry",
        "Memory Compression",
        "Secure System",
        "System Idle Process",
        "vmmem",
        "vmmemWSL",
        "LsaIso",
    ];
    over_all(|entry| {
        let fits = entry.platform != Platform::Windows
            || entry.name.to_lowercase().ends_with(".exe")
            || NOT_FILES.contains(&entry.name);
        (!fits).then(|| "does not end in .exe".to_owned())
    });
}

#[test]
fn what_the_system_stands_on_may_not_be_ended() {
    over_all(|entry| {
        let guarded = matches!(entry.category, Category::Kernel | Category::Core);
        if guarded && (entry.terminatable || !entry.system) {
            Some(format!("{} but terminatable or not of the system", entry.category.word()))
        } else if entry.system && entry.terminatable {
            Some("part of the system but terminatable".to_owned())
        } else {
            None
        }
    });
}

#[test]
fn expected_paths_are_absolute_and_not_writable_by_everybody() {
    over_all(|entry| {
        let drive = |path: &str| path.len() > 3 && path.as_bytes()[1] == b':' && path.as_bytes()[2] == b'\\';
        entry.expect.paths.iter().find_map(|path| {
            let absolute = match entry.platform {
                Platform::Linux => path.starts_with('/'),
                Platform::Windows => drive(path),
                Platform::Common => path.starts_with('/') || drive(path),
            };
            let open =
                ["/tmp/", "/var/tmp/", "/dev/shm/", "/run/user/"].iter().any(|open| path.starts_with(open));
            (!absolute || open || path.ends_with('/') || path.contains("//") || path.contains("**"))
                .then(|| format!("{path:?} is no path to expect an executable at"))
        })
    });
}

/// A path as a merged system has it; what distributions alone tell apart is one place.
fn place(path: &str) -> String {
    const SAME: [(&str, &str); 4] = [
        ("/usr/sbin/", "/usr/bin/"),
        ("/usr/libexec/", "/usr/lib/"),
        ("/usr/lib64/", "/usr/lib/"),
        ("/usr/local/sbin/", "/usr/local/bin/"),
    ];
    let same = SAME.iter().find_map(|(from, to)| path.strip_prefix(from).map(|rest| format!("{to}{rest}")));
    same.unwrap_or_else(|| path.to_owned())
}

#[test]
fn expected_paths_are_those_of_a_merged_system_and_stand_once() {
    over_all(|entry| {
        let mut seen = BTreeSet::new();
        entry.expect.paths.iter().find_map(|path| {
            let unmerged = ["/bin/", "/sbin/", "/lib/", "/lib64/"].iter().any(|top| path.starts_with(top));
            if unmerged {
                Some(format!("{path:?}: the kernel shows it below /usr"))
            } else {
                (!seen.insert(place(path))).then(|| format!("{path:?} is a place that is named already"))
            }
        })
    });
}

#[test]
fn a_star_in_a_path_leaves_something_to_recognise() {
    over_all(|entry| {
        let bare = |path: &&&str| {
            let top = path.split('/').nth(1).unwrap_or_default();
            path.starts_with('/') && (top.is_empty() || top == "*") && path.ends_with("/*")
        };
        entry.expect.paths.iter().find(bare).map(|path| format!("{path:?} fits everything"))
    });
}

#[test]
fn every_name_of_an_entry_has_a_place_among_its_paths() {
    // What programs call themselves or their threads, and programs that an interpreter runs from a file of another name.
    const TITLES: &[&str] = &[
        "(sd-pam)",
        "(udev-worker)",
        "CRON",
        "SCREEN",
        "Isolated Web Co",
        "Privileged Cont",
        "RDD Process",
        "Socket Process",
        "Utility Process",
        "Web Content",
        "WebExtensions",
        "Suricata-Main",
        "cache-main",
        "vcache",
        "fcgi-pm",
        "flb-pipeline",
        "rtorrent main",
        "runc:[1:CHILD]",
        "runc:[2:INIT]",
        "k3s-agent",
        "k3s-server",
        "smbd-cleanupd",
        "smbd-notifyd",
        "bazarr",
        "Tautulli",
        "foreman-proxy",
        "man-db",
        "metabase",
        "thingsboard",
        "usermin",
        "webmin",
    ];
    over_all(|entry| {
        let files: Vec<&str> =
            entry.expect.paths.iter().filter_map(|path| path.rsplit(['/', '\\']).next()).collect();
        let names = || std::iter::once(&entry.name).chain(entry.aliases);
        let placed = |name: &&&str| {
            let cut = name.len() == 15 && names().any(|whole| whole.len() > 15 && whole.starts_with(**name));
            let elsewhere = entry.platform == Platform::Common && name.ends_with(".exe");
            cut || elsewhere || TITLES.contains(*name) || files.iter().any(|file| fits(file, name))
        };
        let windows = entry.platform == Platform::Windows;
        names()
            .find(|name| !files.is_empty() && !windows && !placed(name))
            .map(|name| format!("{name:?} fits no path"))
    });
}

#[test]
fn expected_ports_are_known_ports() {
    over_all(|entry| {
        let unknown: Vec<u16> =
            entry.expect.ports.iter().copied().filter(|port| known_port(*port).is_none()).collect();
        (!unknown.is_empty()).then(|| format!("{unknown:?} are not in ports.toml"))
    });
}

#[test]
fn expected_users_are_names() {
    over_all(|entry| {
        let name = |user: &&&str| {
            !user.is_empty()
                && (entry.platform != Platform::Linux
                    || user.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.')))
        };
        entry.expect.users.iter().find(|user| !name(user)).map(|user| format!("{user:?} is no user"))
    });
}

#[test]
fn patterns_fit_more_than_one_name_but_not_everything() {
    over_all(|entry| {
        entry
            .patterns
            .iter()
            .find(|pattern| !pattern.contains('*') || pattern.replace('*', "").len() < 3)
            .map(|pattern| format!("{pattern:?} is no pattern"))
    });
}

#[test]
fn runtimes_and_shells_are_in_fitting_categories() {
    over_all(|entry| {
        let fits = match entry.nature {
            Nature::Runtime => entry.category == Category::Runtime,
            Nature::Shell | Nature::MultiCall => {
                matches!(entry.category, Category::Runtime | Category::SystemUtility)
            }
            Nature::Program | Nature::BuildTool => true,
        };
        (!fits).then(|| format!("{:?} in {}", entry.nature, entry.category.word()))
    });
}
