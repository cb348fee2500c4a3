//! Whom a process waits for, and who started it: its ports with what they are known for, and the chain of its parents.

use std::net::IpAddr;

use domain::catalogue::{Role, known_port};
use domain::chain::{Kind, Link};
use domain::snapshot::Process;
use domain::socket::{Exposure, Socket};
use domain::text::visible;
use words::Lang;

use super::page::Teller;
use crate::show::page::Page;

/// Most sockets and links that are told.
const MOST_SOCKETS: usize = 64;
const MOST_LINKS: usize = 40;
/// Deepest indent of the chain, in steps.
const DEEPEST: usize = 8;

/// The ports of a process; nothing for one that waits on none.
pub(super) fn ports(page: &mut Page, process: &Process, teller: &Teller) {
    let sockets = process.sample.sockets.as_deref().unwrap_or_default();
    if sockets.is_empty() {
        return;
    }
    page.section(&teller.say("explain-ports"));
    self::sockets(page, sockets.iter(), sockets.len(), teller);
}

/// Sockets, each port with what it is known for, once.
pub(super) fn sockets<'a>(
    page: &mut Page,
    sockets: impl Iterator<Item = &'a Socket>,
    count: usize,
    teller: &Teller,
) {
    let mut shown: Vec<&Socket> = sockets.take(MOST_SOCKETS).collect();
    shown.sort_by_key(|socket| socket.port);
    for same in shown.chunk_by(|a, b| a.port == b.port) {
        for socket in same {
            page.fact(&format!("{}/{}", socket.port, socket.proto.word()), &reach(socket, teller));
        }
        if let Some(widest) = same.iter().map(|socket| socket.exposure()).max() {
            custom(page, same[0].port, widest, teller);
        }
    }
    if let Some(more) = count.checked_sub(MOST_SOCKETS).filter(|more| *more > 0) {
        page.sentence(&teller.tell("watch-more", &[("count", more.into())]));
    }
}

/// The address it is bound to and who could reach it, in words.
fn reach(socket: &Socket, teller: &Teller) -> String {
    let reach = teller.say(&format!("watch-reach-{}", socket.exposure().word()));
    let address = match socket.address {
        IpAddr::V6(address) => format!("[{address}]"),
        IpAddr::V4(address) => address.to_string(),
    };
    let netns = socket.netns.map(|netns| netns.to_string());
    let netns =
        netns.map(|netns| format!(" · {}", teller.tell("watch-netns", &[("netns", (&netns).into())])));
    format!("{address} · {reach}{}", netns.unwrap_or_default())
}

/// What waits at a port by custom, and why it matters where others can reach it.
fn custom(page: &mut Page, port: u16, widest: Exposure, teller: &Teller) {
    let Some(known) = known_port(port) else {
        page.fact("", &teller.say("explain-port-unknown"));
        return;
    };
    let worded = |role: Role| match teller.words.lang() {
        Lang::Ko => role.ko,
        Lang::En => role.en,
    };
    let what = worded(known.what).trim_end_matches('.');
    let exposed = if widest == Exposure::Loopback { "" } else { worded(known.exposed) };
    page.fact("", format!("{}: {what}. {exposed}", known.service).trim_end());
}

/// Who started it, the first cause on top and the process itself last.
pub(super) fn origin(page: &mut Page, chain: &[Link], teller: &Teller) {
    let Some(origin) = chain.last() else { return };
    page.section(&teller.say("explain-started-by"));
    for (depth, link) in chain.iter().rev().take(MOST_LINKS).enumerate() {
        let indent = 2 + 2 * depth.min(DEEPEST);
        let branch = if depth == 0 { "" } else { "└ " };
        page.hanging(
            &format!("{}{branch}", " ".repeat(indent)),
            indent + branch.chars().count(),
            &of(link, teller),
        );
    }
    page.sentence(&teller.say(&format!("chain-origin-{}", origin.kind.word())));
}

fn of(link: &Link, teller: &Teller) -> String {
    let kind = teller.say(&format!("chain-{}", link.kind.word()));
    let kind = if link.kind == Kind::Process { "" } else { kind.as_str() };
    let pid = link.pid.map(|pid| format!("PID {pid}")).unwrap_or_default();
    let parts = [kind, &*visible(&link.name), &pid];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
