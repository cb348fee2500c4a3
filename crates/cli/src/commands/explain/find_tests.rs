//! What is meant by a query: tried in the order of the contract.

use domain::process::Exe;

use super::*;
use crate::commands::testing::{listening, machine, process, server, socket, with};

fn pids(query: &str) -> Option<(By, Vec<u32>)> {
    let mut processes = server();
    processes.push(with(process(7000, "worker"), |it| {
        it.container = Ok(Some("c0ffee00c0ffee00".to_owned()));
        it.exe = Ok(Exe { path: "/usr/bin/python3".to_owned(), deleted: false });
        it.cmdline = Ok(["python3", "/srv/app/manage.py", "/etc/app.toml"].map(str::to_owned).into());
    }));
    processes.push(process(7001, "1324"));
    let machine = machine(processes);
    let query = Query::read(query, |_| None).unwrap();
    let (by, found) = find(&query, machine.processes.as_deref().unwrap())?;
    Some((by, found.iter().map(|process| process.sample.key.pid).collect()))
}

#[test]
fn a_number_is_a_pid_before_it_is_a_name() {
    assert_eq!(pids("1324"), Some((By::Pid, vec![1324])));
    assert_eq!(pids("99999"), None);
    assert_eq!(pids("+1324"), None, "one process has one spelling");
}

#[test]
fn a_port_is_found_by_who_waits_there() {
    assert_eq!(pids(":443"), Some((By::Port, vec![1324])));
    assert_eq!(pids(":81"), None);
    for bad in [":", ":0", ":65536", ":+80", ":ssh", ": 80"] {
        assert_eq!(Query::read(bad, |_| None), Err(Bad::Port), "{bad}");
    }
}

#[test]
fn a_path_is_an_executable_a_script_or_a_folder_of_them() {
    assert_eq!(pids("/usr/bin/redis-server"), Some((By::Path, vec![2211])));
    assert_eq!(pids("/srv/app/manage.py"), Some((By::Path, vec![7000])));
    assert_eq!(pids("/usr/sbin/"), Some((By::Path, vec![1324])));
    assert_eq!(pids("/etc/app.toml"), None, "an argument is not what runs");
    assert_eq!(pids("/usr/sb"), None, "a part of a name is no folder");
    let query = Query::read("/etc/alternatives/redis", |_| Some("/usr/bin/redis-server".to_owned())).unwrap();
    let machine = machine(server());
    assert!(find(&query, machine.processes.as_deref().unwrap()).is_some(), "a link is followed");
}

#[test]
fn a_unit_comes_before_a_container_and_that_before_a_name() {
    assert_eq!(pids("nginx.service"), Some((By::Unit, vec![1324, 1325])));
    assert_eq!(pids("nginx"), Some((By::Unit, vec![1324, 1325])));
    assert_eq!(pids("session-4"), Some((By::Unit, vec![4080])));
    assert_eq!(pids("c0ffee00"), Some((By::Container, vec![7000])));
    assert_eq!(pids("c0ff"), None, "four letters are a word");
    assert_eq!(pids("redis-server"), Some((By::Name, vec![2211])));
    assert_eq!(pids("서버감시기"), Some((By::Name, vec![5230])));
}

#[test]
fn a_part_of_a_name_is_the_last_resort() {
    assert_eq!(pids("REDIS-s"), Some((By::Part, vec![2211])));
    assert_eq!(Query::read(" ", |_| None), Err(Bad::Empty));
    assert_eq!(Query::read("", |_| None), Err(Bad::Empty));
}

#[test]
fn sockets_without_a_visible_owner_are_found_by_their_port() {
    let mut machine = machine(vec![listening(process(1, "x"), &[socket([0, 0, 0, 0], 2049)])]);
    machine.unowned_sockets = Ok(vec![socket([0, 0, 0, 0], 2049), socket([0, 0, 0, 0], 111)]);
    assert_eq!(unowned(2049, &machine).len(), 1);
    assert_eq!(unowned(1, &machine).len(), 0);
}
