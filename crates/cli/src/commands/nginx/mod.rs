//! `config nginx`: a server block that puts nginx in front of this server, and the keys that this server
//! then needs. Here: what was asked for, checked. The text is written in `block`.
//!
//! Nothing that was typed reaches the text unchecked: a `;`, a brace or a line end would be a directive.

mod block;

use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;

use domain::text::visible;
use serde_json::json;
use server::{BasePath, Listen};
use words::Words;

use crate::args::Nginx as Options;
use crate::config::{Loaded, one_host};
use crate::exit::Exit;
use crate::failure::{Failure, Outcome};
use crate::output::Output;
use crate::unix;
use block::{Site, Upstream};

/// Longest path of a unix socket, bytes: `sun_path` of unix(7) without its end.
const LONGEST_SOCKET: usize = 107;
/// The port when the configuration lets the system choose one: nginx has to be told.
const USUAL_PORT: u16 = 8000;
/// Groups under which distributions run nginx's workers; the first that exists here is meant.
const WORKER_GROUPS: [&str; 2] = ["www-data", "nginx"];
/// There if, and only if, the kernel speaks IPv6 (proc(5)). Without it nginx cannot listen on `[::]`.
const IPV6: &str = "/proc/net/if_inet6";

/// Prints the block.
pub(super) fn run(options: &Options, loaded: &Loaded, out: &mut Output) -> Outcome {
    let words = out.words;
    let site = site(options, loaded, words)?;
    let text = block::write(&site, words);
    if out.json {
        out.document(&json!({ "nginx": text, "config": block::keys(&site) }))?;
    } else {
        out.write_all(text.as_bytes())?;
    }
    // nginx does not start without the file; one that may not be looked at is left to `nginx -t`.
    if let Some(path) = site.certificate().filter(|path| Path::new(path).try_exists().is_ok_and(|is| !is)) {
        out.say(&words.text("nginx-no-certificate", &[("path", (&path).into())]));
    }
    Ok(Exit::Done)
}

fn site(options: &Options, loaded: &Loaded, words: &Words) -> Result<Site, Failure> {
    let config = &loaded.config;
    let refused = |id: &str, got: &str| {
        let got = got.chars().take(80).collect::<String>();
        Failure::new(Exit::Usage, words.text(id, &[("got", visible(&got).as_ref().into())]))
    };
    let domain = match &options.domain {
        None => None,
        Some(typed) => Some(one_host(typed).ok_or_else(|| refused("nginx-bad-domain", typed))?),
    };
    let base = match &options.sub_path {
        None => config.base_path.clone(),
        Some(typed) => typed.parse::<BasePath>().map_err(|_| refused("nginx-bad-sub-path", typed))?,
    };
    let upstream = match (&options.socket, config.listen.first()) {
        (Some(typed), _) => {
            Upstream::Unix(socket(typed).ok_or_else(|| refused("nginx-bad-socket", typed))?.to_owned())
        }
        (None, Some(Listen::Unix(path))) => {
            let typed = path.to_string_lossy();
            Upstream::Unix(socket(&typed).ok_or_else(|| refused("nginx-bad-socket", &typed))?.to_owned())
        }
        (None, Some(Listen::Tcp(address))) => Upstream::Tcp(reachable(*address)),
        (None, None) => Upstream::Tcp(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), USUAL_PORT)),
    };
    let here = || WORKER_GROUPS.into_iter().find(|group| unix::group_id(group).is_some());
    let group = config.socket_group.clone().unwrap_or_else(|| here().unwrap_or(WORKER_GROUPS[0]).to_owned());
    let clears_base = base.as_str().is_empty() && !config.base_path.as_str().is_empty();
    Ok(Site { domain, base, clears_base, upstream, group, ipv6: Path::new(IPV6).exists() })
}

/// A path that nginx takes without quoting, and that a socket can have.
fn socket(text: &str) -> Option<&str> {
    let text = text.strip_prefix("unix:").unwrap_or(text);
    let plain =
        |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.' | b'_' | b'-' | b'+' | b'@' | b'~');
    let climbs = text.split('/').any(|part| part == "..");
    let fits = text.starts_with('/') && !text.ends_with('/') && !climbs && text.len() <= LONGEST_SOCKET;
    (fits && text.bytes().all(plain)).then_some(text)
}

/// The address at which nginx, on the same machine, finds what listens on `address`.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, if address.port() == 0 { USUAL_PORT } else { address.port() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_absolute_paths_are_sockets() {
        for path in ["/run/server-monitor/http.sock", "/a", "/run/a+b@c~d_e-f.g"] {
            assert_eq!(socket(path), Some(path));
        }
        assert_eq!(socket("unix:/run/x.sock"), Some("/run/x.sock"));
        let long = format!("/{}", "a".repeat(LONGEST_SOCKET));
        for bad in [
            "",
            "x.sock",
            "/",
            "/run/",
            "/run/../x",
            "/a b",
            "/a;b",
            "/a}b",
            "/a\nb",
            "/a\"b",
            "/a'b",
            "/a$b",
            "/a:b",
            "/a\\b",
            "/a#b",
            "/é",
            &long,
        ] {
            assert_eq!(socket(bad), None, "{bad:?} was accepted");
        }
    }

    #[test]
    fn nginx_is_sent_to_an_address_it_can_reach() {
        for (listens, reached) in [
            ("0.0.0.0:9000", "127.0.0.1:9000"),
            ("[::]:9000", "[::1]:9000"),
            ("10.0.0.5:1", "10.0.0.5:1"),
            ("127.0.0.1:0", "127.0.0.1:8000"),
        ] {
            assert_eq!(reachable(listens.parse().unwrap()).to_string(), reached);
        }
    }
}
