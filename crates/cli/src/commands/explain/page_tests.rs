//! Pages of invented processes, in both languages and modes.

use std::sync::Arc;

use domain::chain;
use domain::package::Package;
use domain::process::Exe;
use domain::standing::{Standing, Writers};
use words::Lang;

use super::*;
use crate::commands::testing::{child_of, init, listening, machine, process, server, socket, with};

fn teller(lang: Lang, mode: dto::Mode) -> Teller {
    Teller {
        words: Words::of(lang),
        mode,
        room: 80,
        colour: false,
        zone: TimeZone::UTC,
        lacking: vec!["CAP_SYS_PTRACE"],
        owner: |_| Err(Gap::Unsupported),
    }
}

fn page(machine: &Snapshot, pid: u32, teller: &Teller) -> String {
    let process = machine.process_by_pid(pid).unwrap();
    let lines = of(process, machine, &chain::of(machine, process.sample.key), teller);
    for line in &lines {
        assert!(width::columns(line) <= teller.room, "{} columns: {line}", width::columns(line));
    }
    lines.join("\n")
}

/// A program in /tmp that a shell from SSH started and that waits for everybody.
fn planted() -> Snapshot {
    let sshd = with(child_of(process(900, "sshd"), 1), |it| {
        it.exe = Ok(Exe { path: "/usr/sbin/sshd".to_owned(), deleted: false });
        it.unit = Ok(Some("ssh.service".to_owned()));
        it.cmdline = Ok(vec!["sshd: minsu@pts/0".to_owned()]);
    });
    let shell = with(child_of(process(950, "bash"), 900), |it| {
        it.uid = Ok(1000);
        it.unit = Ok(Some("session-4.scope".to_owned()));
    });
    let odd = with(child_of(process(7000, "updater"), 950), |it| {
        it.exe = Ok(Exe { path: "/tmp/.x/updater".to_owned(), deleted: true });
        it.cmdline = Ok(["updater", "--pool", "\u{1b}]52;c;aGk=\u{7}"].map(str::to_owned).into());
        it.uid = Ok(1000);
        it.username = Ok(Some("minsu".to_owned()));
        it.unit = Ok(Some("session-4.scope".to_owned()));
    });
    let mut odd = listening(odd, &[socket([0, 0, 0, 0], 6379), socket([127, 0, 0, 1], 45_001)]);
    odd.sample.standing = Arc::new(Standing { preloaded: Err(Gap::Denied), ..Standing::ordinary() });
    machine(vec![init(), sshd, shell, odd])
}

#[test]
fn a_healthy_server_is_explained_in_both_languages() {
    for lang in Lang::ALL {
        let page = page(&machine(server()), 1324, &teller(lang, dto::Mode::Contextual));
        insta::assert_snapshot!(format!("nginx-{lang}"), page);
    }
}

#[test]
fn a_planted_program_is_explained_in_both_languages() {
    for lang in Lang::ALL {
        let page = page(&planted(), 7000, &teller(lang, dto::Mode::Contextual));
        insta::assert_snapshot!(format!("planted-{lang}"), page);
    }
}

#[test]
fn strict_mode_has_reasons_of_its_own() {
    let page = page(&machine(server()), 1324, &teller(Lang::En, dto::Mode::Strict));
    assert!(page.starts_with("🟢") == page.contains("Why safe"), "{page}");
    assert!(page.contains("Why danger") && page.contains("PUBLIC_PORT"), "{page}");
    assert!(page.contains("contextual") && page.contains("strict"), "{page}");
}

#[test]
fn what_could_not_be_seen_is_told_with_its_remedy() {
    let page = page(&machine(server()), 4080, &teller(Lang::En, dto::Mode::Contextual));
    for part in ["executable", "Ports", "not allowed to see", "could not look", "CAP_SYS_PTRACE"] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
}

#[test]
fn a_borrowed_name_is_not_told_as_if_it_were_the_program() {
    let false_nginx = with(process(8, "nginx"), |it| {
        it.exe = Ok(Exe { path: "/home/eve/nginx".to_owned(), deleted: false });
    });
    let page = page(&machine(vec![init(), false_nginx]), 8, &teller(Lang::En, dto::Mode::Contextual));
    assert!(page.contains("Its name is that of nginx, which has another path"), "{page}");
    assert!(page.contains("it borrows the name of nginx"), "{page}");
}

#[test]
fn a_runtime_that_others_can_change_is_told_so() {
    let mut python = with(process(8, "python3"), |it| {
        it.exe = Ok(Exe { path: "/srv/venv/bin/python3".to_owned(), deleted: false });
    });
    let writers = Ok(Writers { not_root_alone: true, strangers: true });
    python.sample.standing = Arc::new(Standing { writers, ..Standing::ordinary() });
    let page = page(&machine(vec![init(), python]), 8, &teller(Lang::En, dto::Mode::Contextual));
    assert!(page.contains("others can change its file"), "{page}");
}

#[test]
fn nothing_hostile_reaches_the_page_and_it_stays_short() {
    let names =
        ["\u{1b}[2J", "\u{9b}31m", "\u{202e}gpj", "a\nb\r\tc", "<img src=x onerror=alert(1)>", "a) (b"];
    for name in names {
        let hostile = with(process(8, name), |it| {
            it.exe = Ok(Exe { path: format!("/tmp/{name}"), deleted: false });
            it.cmdline = Ok(vec![name.to_owned(), "가".repeat(4096), format!("{name}\u{7}")]);
            it.username = Ok(Some(name.to_owned()));
            it.unit = Ok(Some(name.repeat(50)));
            it.container = Ok(Some(name.to_owned()));
            it.tty = Ok(Some(name.to_owned()));
        });
        for lang in Lang::ALL {
            let page = page(&machine(vec![init(), hostile.clone()]), 8, &teller(lang, dto::Mode::Contextual));
            let harmless = |c: char| c == '\n' || !(c.is_control() || c == '\u{202e}');
            assert!(page.chars().all(harmless), "{page:?}");
            assert!(page.lines().count() < 100, "{page}");
        }
    }
}

#[test]
fn a_narrow_terminal_has_narrow_lines() {
    for room in [40, 50, 61, 79, 200] {
        let teller = Teller { room, ..teller(Lang::Ko, dto::Mode::Contextual) };
        page(&planted(), 7000, &teller);
    }
}

#[test]
fn the_package_of_the_executable_is_told_and_so_is_that_there_is_none() {
    let by = |owner| {
        let teller = Teller { owner, ..teller(Lang::En, dto::Mode::Contextual) };
        page(&planted(), 900, &teller)
    };
    let owned = by(|_| Ok(Some(Package { manager: "dpkg", name: "nginx-core".to_owned() })));
    assert!(owned.contains("nginx-core (dpkg)"), "{owned}");
    assert!(by(|_| Ok(None)).contains("of no package"), "it was installed by hand");
    assert!(!by(|_| Err(Gap::Unsupported)).contains("package  "), "a system without packages");
}

#[test]
fn colour_is_added_to_the_same_page() {
    let plain = page(&planted(), 7000, &teller(Lang::En, dto::Mode::Contextual));
    let teller = Teller { colour: true, room: 80, ..teller(Lang::En, dto::Mode::Contextual) };
    let machine = planted();
    let process = machine.process_by_pid(7000).unwrap();
    let coloured = of(process, &machine, &chain::of(&machine, process.sample.key), &teller).join("\n");
    let mut bare = coloured.clone();
    for code in ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[1;7;31m"] {
        bare = bare.replace(code, "");
    }
    assert_eq!(bare, plain);
    assert!(coloured.contains("\u{1b}[1;7;31murgent\u{1b}[0m"), "{coloured}");
}

#[test]
fn what_to_do_names_the_process_and_its_unit_and_never_an_odd_one() {
    let page = page(&machine(server()), 1324, &teller(Lang::En, dto::Mode::Contextual));
    assert!(page.contains("systemctl restart nginx.service"), "{page}");
    let odd = with(process(8, "x"), |it| it.unit = Ok(Some("a.service; reboot".to_owned())));
    let told = told::to_do("CRASH_LOOP", &odd, Words::of(Lang::En));
    assert!(told.contains("journalctl -u UNIT"), "{told}");
    assert!(told::to_do("DELETED_EXE", &odd, Words::of(Lang::Ko)).contains("/proc/8/exe"));
}

#[test]
fn every_way_to_finish_an_upgrade_has_words_of_its_own_and_a_command_is_named() {
    use domain::finding::{Arg, Finding, Severity};
    for lang in Lang::ALL {
        let told = ["command", "login", "container", "boot", "program"].map(|way| {
            let mut args = vec![("way", Arg::Text(way.to_owned()))];
            if way == "command" {
                args.push(("command", Arg::Text("systemctl daemon-reexec".to_owned())));
            }
            let finding =
                Finding { id: "NEEDS_RESTART", severity: Severity::Info, args, evidence: Vec::new() };
            dto::finding_message(&finding, Words::of(lang))
        });
        assert!(told[0].contains("systemctl daemon-reexec"), "{told:?}");
        let different: std::collections::HashSet<_> = told.iter().collect();
        assert_eq!(different.len(), told.len(), "{told:?}");
    }
}
