//! A good entry: true in form, in both languages, and saying something of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Category, Entry, Nature, Platform, entries, known_port, known_ports};

fn nothing(findings: &[String]) {
    assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
}

/// Every finding of `check` over all entries, with the entry's name and chapter.
fn over_all(check: impl Fn(&Entry) -> Option<String>) {
    let found = entries().iter().filter_map(|entry| {
        check(entry)
            .map(|what| format!("{} ({}/{}): {what}", entry.name, entry.platform.word(), entry.chapter))
    });
    nothing(&found.collect::<Vec<_>>());
}

fn is_hangul(c: char) -> bool {
    ('\u{ac00}'..='\u{d7a3}').contains(&c)
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
fn a_common_entry_is_not_written_again_for_one_platform() {
    let common: BTreeSet<&str> =
        entries().iter().filter(|entry| entry.platform == Platform::Common).map(|entry| entry.name).collect();
    over_all(|entry| {
        (entry.platform != Platform::Common && common.contains(entry.name))
            .then(|| "is in common too".to_owned())
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
fn roles_are_sentences_in_their_own_language() {
    over_all(|entry| {
        let (ko, en) = (entry.role.ko, entry.role.en);
        let (ko_length, en_length) = (ko.chars().count(), en.chars().count());
        if ko.chars().filter(|c| is_hangul(*c)).count() < 8 {
            Some(format!("hardly any Hangul in {ko:?}"))
        } else if en.chars().any(is_hangul) {
            Some(format!("Hangul in {en:?}"))
        } else if !(20..=200).contains(&ko_length) {
            Some(format!("{ko_length} characters of Korean, 20 to 200 are wanted"))
        } else if !(40..=280).contains(&en_length) {
            Some(format!("{en_length} characters of English, 40 to 280 are wanted"))
        } else if !ko.ends_with('.') || !en.ends_with('.') {
            Some("a sentence ends with a full stop".to_owned())
        } else {
            None
        }
    });
}

#[test]
fn no_two_entries_say_the_same() {
    let mut findings = Vec::new();
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for entry in entries() {
        for text in [entry.role.ko, entry.role.en] {
            // A sentence that differs by the name alone was not written for this program.
            let without_name: String =
                text.to_lowercase().replace(&entry.name.to_lowercase(), "").split_whitespace().collect();
            if let Some(other) = seen.insert(without_name, entry.name) {
                findings.push(format!("{} says what {other} says: {text}", entry.name));
            }
        }
    }
    nothing(&findings);
}

#[test]
fn a_role_says_something() {
    const FILLER: &[&str] = &[
        "a process that runs",
        "a process running",
        "is a program that runs on linux",
        "is a program that runs on windows",
        "is a process",
        "background process that runs in the background",
        "실행되는 프로세스입니다",
        "실행되는 프로그램입니다",
        "백그라운드에서 실행되는 프로세스",
        "lorem",
        "todo",
    ];
    over_all(|entry| {
        let (ko, en) = (entry.role.ko.to_lowercase(), entry.role.en.to_lowercase());
        FILLER
            .iter()
            .find(|filler| ko.contains(**filler) || en.contains(**filler))
            .map(|filler| format!("filler: {filler}"))
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

#[test]
fn every_port_stands_once_and_says_why_it_matters() {
    let mut findings = Vec::new();
    let mut sentences = BTreeSet::new();
    for pair in known_ports().windows(2) {
        if pair[0].port == pair[1].port {
            findings.push(format!("port {} stands twice", pair[0].port));
        }
    }
    assert!(known_ports().len() >= 150, "{} known ports", known_ports().len());
    for known in known_ports() {
        // What waits there may be a product's name; why it matters is a sentence.
        let (ko, en) = (known.exposed.ko, known.exposed.en);
        if ko.chars().filter(|c| is_hangul(*c)).count() < 8 || !ko.ends_with('.') || !en.ends_with('.') {
            findings.push(format!("port {}: no sentences: {ko} / {en}", known.port));
        }
        if known.what.en.chars().chain(en.chars()).any(is_hangul) {
            findings.push(format!("port {}: Hangul in its English", known.port));
        }
        if !sentences.insert(known.exposed.en) || !sentences.insert(known.exposed.ko) {
            findings.push(format!("port {}: its reason is another port's", known.port));
        }
    }
    nothing(&findings);
}
