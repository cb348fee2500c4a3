//! Waiting sockets of the running system, beside `ss`.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod processes_support;

use std::collections::BTreeSet;
use std::io::Write as _;
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::process::ProcessSample;
use domain::socket::Proto;
use processes_support::{Kept, Scanner, is_root, output, python};

/// One test at a time: a socket that another one opens and closes during a scan would be in no list of `ss`.
fn alone() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn ports(process: &ProcessSample) -> BTreeSet<(Proto, u16)> {
    process
        .sockets
        .as_ref()
        .map(|sockets| sockets.iter().map(|s| (s.proto, s.port)).collect())
        .unwrap_or_default()
}

fn own(scanner: &mut Scanner) -> BTreeSet<(Proto, u16)> {
    ports(&scanner.find(std::process::id()).expect("this process is listed"))
}

#[test]
fn a_listener_is_seen_in_the_next_scan_and_gone_in_the_one_after_it_closed() {
    let _alone = alone();
    let mut scanner = Scanner::live();
    scanner.scan();
    let tcp = TcpListener::bind("127.0.0.1:0").unwrap();
    let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
    let (tcp_port, udp_port) = (tcp.local_addr().unwrap().port(), udp.local_addr().unwrap().port());
    let seen = scanner.until("both ports", |scanner| {
        let ports = own(scanner);
        ports.contains(&(Proto::Tcp, tcp_port)).then_some(ports)
    });
    assert!(seen.contains(&(Proto::Udp, udp_port)));
    drop((tcp, udp));
    let seen = own(&mut scanner);
    assert!(!seen.contains(&(Proto::Tcp, tcp_port)) && !seen.contains(&(Proto::Udp, udp_port)));
}

#[test]
fn connections_are_no_ports() {
    let _alone = alone();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
    udp.connect("127.0.0.1:9").unwrap();
    let ports = own(&mut Scanner::live());
    assert!(!ports.contains(&(Proto::Tcp, client.local_addr().unwrap().port())));
    assert!(!ports.contains(&(Proto::Udp, udp.local_addr().unwrap().port())));
}

#[test]
fn every_worker_that_shares_a_listener_owns_it() {
    let _alone = alone();
    let program = "import os,socket,sys\ns=socket.socket();s.bind(('127.0.0.1',0));s.listen()\n\
                   for _ in range(2):\n  p=os.fork()\n  if p==0:\n    sys.stdin.readline();os._exit(0)\n\
                   print(s.getsockname()[1],flush=True)\nsys.stdin.readline()";
    let (child, port) = python(program);
    let port = port.parse().unwrap();
    // Somebody else may have that port at another address or in a namespace of its own.
    let family = |process: &&ProcessSample| process.key.pid == child.pid() || process.ppid == child.pid();
    let all = Scanner::live().scan();
    let owners =
        all.iter().filter(family).filter(|process| ports(process).contains(&(Proto::Tcp, port))).count();
    assert_eq!(owners, 3);
}

#[test]
fn the_ports_are_those_that_ss_shows() {
    let _alone = alone();
    let _listeners: Vec<_> =
        ["127.0.0.1:0", "0.0.0.0:0", "[::1]:0"].iter().filter_map(|at| TcpListener::bind(at).ok()).collect();
    let _udp = UdpSocket::bind("0.0.0.0:0").unwrap();
    // Others come and go on a busy machine: what `ss` shows before and after a scan, as the same socket, must be in it.
    let mut scanner = Scanner::live();
    let (before, ours, after) = (ss(), seen(&mut scanner), ss());
    let missing: Vec<_> =
        before.intersection(&after).filter(|(socket, _)| !ours.contains(socket)).map(|(s, _)| s).collect();
    assert!(missing.is_empty(), "missing {missing:?}");
    // One that was there for a moment is in one scan; one that is invented is in every scan, and `ss` never shows it.
    let shown =
        |socket: &Socket, table: &BTreeSet<(Socket, u64)>| table.iter().any(|(other, _)| other == socket);
    let mut invented = ours.clone();
    invented.retain(|socket| !shown(socket, &before) && !shown(socket, &after));
    for _ in 0..20 {
        if invented.is_empty() {
            break;
        }
        let (again, table) = (seen(&mut scanner), ss());
        invented.retain(|socket| again.contains(socket) && !shown(socket, &table));
    }
    assert!(invented.is_empty(), "invented {invented:?}");
    assert!(ours.len() >= 4);
}

/// Protocol and port.
type Socket = (String, u16);

/// What `ss` shows, and which socket it is.
fn ss() -> BTreeSet<(Socket, u64)> {
    let read = |line: &str| {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let (address, port) = columns.get(4)?.rsplit_once(':')?;
        let family = if address.starts_with('[') || address == "*" { "6" } else { "" };
        let inode = columns.iter().find_map(|column| column.strip_prefix("ino:")?.parse().ok()).unwrap_or(0);
        Some(((format!("{}{family}", columns[0]), port.parse().ok()?), inode))
    };
    output("ss", &["-ltunHe"]).lines().filter_map(read).collect()
}

/// What a scan finds in this network namespace, with and without an owner.
fn seen(scanner: &mut Scanner) -> BTreeSet<Socket> {
    let processes = scanner.scan();
    let unowned = scanner.processes.unowned_sockets().expect("the kernel lists its sockets");
    println!("{} sockets without an owner that can be seen", unowned.len());
    let owned = processes.iter().filter_map(|process| process.sockets.as_ref().ok());
    let all = owned.flat_map(|sockets| sockets.iter()).chain(&unowned);
    let here = all.filter(|socket| socket.netns.is_none());
    here.map(|socket| (socket.proto.word().to_owned(), socket.port)).collect()
}

#[test]
fn a_listener_in_another_network_namespace_is_found_and_marked() {
    let _alone = alone();
    if !is_root() {
        println!("SKIPPED sockets: only root can make a network namespace");
        return;
    }
    let program = "import socket,sys\ns=socket.socket();s.bind(('0.0.0.0',4567));s.listen()\nprint('ready',flush=True)\nsys.stdin.readline()";
    let (mut child, _) =
        Kept::ready(Command::new("unshare").args(["--net", "python3", "-c", program]).stdin(Stdio::piped()));
    // Where there are many namespaces not all of them are read in the first scan.
    let sockets = Scanner::live().until("its socket", |scanner| {
        let process = scanner.find(child.pid()).expect("it lives");
        Some(process.sockets.clone().expect("root sees its descriptors")).filter(|found| !found.is_empty())
    });
    let inode = std::fs::read_link(format!("/proc/{}/ns/net", child.pid())).unwrap().display().to_string();
    let expected = inode.trim_start_matches("net:[").trim_end_matches(']').parse().ok();
    assert_eq!(
        sockets.iter().map(|socket| (socket.port, socket.netns)).collect::<Vec<_>>(),
        [(4567, expected)]
    );
    child.0.stdin.as_mut().unwrap().write_all(b"end\n").unwrap();
}
