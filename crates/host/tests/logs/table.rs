//! Which logs there are, and what an id can lead to.

use std::path::PathBuf;

use domain::log::{Kind, Trouble};
use host::Roots;
use host::logs::{LogOptions, Logs, Origin, is_log_id};

use crate::support::listed;

fn machine(files: &[&str]) -> (tempfile::TempDir, Roots) {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, format!("{file}\n")).unwrap();
    }
    let roots = Roots::below(folder.path());
    (folder, roots)
}

fn ids(logs: &Logs) -> Vec<String> {
    listed(logs).into_iter().filter(|source| source.kind == Kind::File).map(|source| source.id).collect()
}

#[test]
fn well_known_logs_are_listed_if_they_are_there() {
    let (_folder, roots) = machine(&[
        "var/log/syslog",
        "var/log/auth.log",
        "var/log/nginx/access.log",
        "var/log/nginx/shop.example.log",
        "var/log/nginx/access.log.1",
        "var/log/nginx/odd name.log",
        "var/log/unheard-of",
        "var/log/dnf.log",
    ]);
    let logs = Logs::new(&roots, LogOptions::default());
    assert_eq!(ids(&logs), ["syslog", "auth.log", "nginx-access.log", "dnf.log", "nginx-shop.example.log"]);
    let syslog = &listed(&logs)[0];
    assert_eq!((syslog.title.as_str(), &syslog.state), ("/var/log/syslog", &Ok(Some(15))));
    assert_eq!(logs.find("messages").unwrap().tail(5, None).unwrap_err(), Trouble::Missing);
}

#[test]
fn a_configured_log_comes_first_and_wins_and_is_listed_when_missing() {
    let (_folder, roots) = machine(&["var/log/syslog", "srv/app.log"]);
    let configured = vec![
        ("app".to_owned(), Origin::File(PathBuf::from("/srv/app.log"))),
        ("syslog".to_owned(), Origin::File(PathBuf::from("/srv/none.log"))),
    ];
    let logs = Logs::new(&roots, LogOptions { configured, units: Vec::new() });
    assert_eq!(ids(&logs), ["app", "syslog"]);
    assert_eq!(listed(&logs)[1].state, Err(Trouble::Missing));
    assert_eq!(logs.find("app").unwrap().tail(1, None).unwrap().lines[0].text, "srv/app.log");
}

#[test]
fn no_id_leads_to_a_path() {
    let (_folder, roots) = machine(&["var/log/syslog", "etc/shadow", "var/log/nginx/access.log"]);
    let logs = Logs::new(&roots, LogOptions::default());
    for id in [
        "",
        ".",
        "..",
        "/",
        "/etc/shadow",
        "../../etc/shadow",
        "..%2f..%2fetc%2fshadow",
        "nginx-../syslog",
        "nginx-",
        "nginx-access.log\0",
        "nginx-*.log",
        "Syslog",
        "syslog ",
        "--root=x",
        "unit.",
        "unit.../x",
        "unit.--root=x",
        "unit.*",
        "unit.a b",
        "unit.$(touch pwned)",
        "unit.;id",
        "unit._.hdeadbeef",
    ] {
        assert!(logs.find(id).is_none(), "{id:?}");
    }
}

#[test]
fn every_listed_id_is_one_and_is_found() {
    let logs =
        Logs::new(&Roots::default(), LogOptions { configured: vec![], units: vec!["nginx.service".into()] });
    for source in logs.list() {
        assert!(is_log_id(&source.id), "{}", source.id);
        assert_eq!(logs.find(&source.id).unwrap().source().title, source.title);
    }
}
