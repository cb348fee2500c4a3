//! Who a request comes from, as the proxies in front of it say.

use super::*;
use crate::settings::TrustedProxy;
use axum::http::HeaderValue;
use proptest::prelude::*;

fn settings() -> LiveSettings {
    let nets = ["10.0.0.0/8", "127.0.0.1/32"].map(|net| TrustedProxy::Net(net.parse().unwrap()));
    LiveSettings { trusted_proxies: nets.to_vec(), ..LiveSettings::default() }
}

fn headers(fields: &[(&'static str, &str)]) -> HeaderMap {
    let mut map = HeaderMap::new();
    map.insert(header::HOST, HeaderValue::from_static("mon.example"));
    for (name, value) in fields {
        map.append(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
    }
    map
}

fn of(peer: &str, fields: &[(&'static str, &str)]) -> Result<Client, Code> {
    let peer = Peer::Tcp(SocketAddr::new(peer.parse().unwrap(), 40000));
    Client::of(peer, &Uri::from_static("/"), &headers(fields), &settings()).map_err(|error| error.code)
}

fn address(peer: &str, fields: &[(&'static str, &str)]) -> Option<String> {
    of(peer, fields).ok().and_then(|client| client.address).map(|address| address.to_string())
}

#[test]
fn forwarding_headers_of_an_untrusted_peer_are_ignored() {
    let forged = [
        ("x-forwarded-for", "127.0.0.1"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-host", "evil"),
        ("x-forwarded-prefix", "//evil"),
        ("forwarded", "for=127.0.0.1;proto=https"),
    ];
    let client = of("203.0.113.9", &forged).unwrap();
    assert_eq!(client.address, Some(IpAddr::from([203, 0, 113, 9])));
    assert!(!client.https && client.forwarded);
    assert_eq!((client.host.as_str(), client.base.as_str()), ("mon.example", ""));
}

#[test]
fn the_nearest_stranger_from_the_right_is_the_client() {
    assert_eq!(
        address("10.0.0.1", &[("x-forwarded-for", "1.1.1.1, 2.2.2.2, 10.0.0.7")]).as_deref(),
        Some("2.2.2.2")
    );
    assert_eq!(address("10.0.0.1", &[("x-forwarded-for", "9.9.9.9")]).as_deref(), Some("9.9.9.9"));
    assert_eq!(address("10.0.0.1", &[("x-forwarded-for", "10.0.0.3")]).as_deref(), Some("10.0.0.3"));
    assert_eq!(
        address("10.0.0.1", &[("x-forwarded-for", "[2001:db8::1]:443")]).as_deref(),
        Some("2001:db8::1")
    );
    assert_eq!(
        address("10.0.0.1", &[("forwarded", "for=1.1.1.1, for=\"[2001:db8::2]:1\";proto=https")]).as_deref(),
        Some("2001:db8::2")
    );
    // Left of the stranger anything may stand: it is a claim that nobody believes.
    assert_eq!(address("10.0.0.1", &[("x-forwarded-for", "<script>, 2.2.2.2")]).as_deref(), Some("2.2.2.2"));
}

#[test]
fn a_trusted_proxy_that_forwards_unclearly_is_refused() {
    for fields in [
        vec![("x-forwarded-for", "1.1.1.1"), ("x-forwarded-for", "2.2.2.2")],
        vec![("x-forwarded-proto", "https"), ("x-forwarded-proto", "http")],
        vec![("x-forwarded-proto", "https, http")],
        vec![("x-forwarded-proto", "gopher")],
        vec![("x-forwarded-for", "localhost")],
        vec![("x-forwarded-for", "")],
        vec![("x-forwarded-host", "a/b")],
        vec![("x-forwarded-host", "user@host")],
        vec![("x-forwarded-host", "host:+80")],
        vec![("forwarded", "for=1.1.1.1;host=\"host:+80\"")],
        vec![("x-forwarded-prefix", "//evil")],
        vec![("x-forwarded-prefix", "/a"), ("x-forwarded-prefix", "/a")],
        vec![("x-forwarded-prefix", "/a/../b")],
        vec![("forwarded", "for=1.1.1.1;for=2.2.2.2")],
        vec![("forwarded", "for=\"1.1.1.1")],
        vec![("forwarded", "x")],
        vec![("x-forwarded-for", "1.1.1.1"), ("forwarded", "for=2.2.2.2")],
        vec![("x-forwarded-proto", "http"), ("forwarded", "for=2.2.2.2;proto=https")],
    ] {
        assert_eq!(of("10.0.0.1", &fields), Err(Code::BadForwarded), "{fields:?} was accepted");
    }
}

#[test]
fn a_request_that_names_two_hosts_or_none_is_refused() {
    let settings = LiveSettings::default();
    let mut two = headers(&[]);
    two.append(header::HOST, HeaderValue::from_static("other"));
    for (uri, fields) in [("/", HeaderMap::new()), ("/", two), ("http://other/", headers(&[]))] {
        let result = Client::of(Peer::Unix, &uri.parse().unwrap(), &fields, &settings);
        assert_eq!(result.map_err(|error| error.code), Err(Code::BadRequest), "{uri}");
    }
}

#[test]
fn only_the_same_scheme_host_and_port_is_the_same_origin() {
    let client = |host: &str, https| Client {
        address: None,
        https,
        host: host.to_owned(),
        base: BasePath::default(),
        forwarded: false,
    };
    for (host, https, origin, same) in [
        ("mon.example", false, "http://mon.example", true),
        ("mon.example:80", false, "http://mon.example", true),
        ("mon.example", true, "https://mon.example", true),
        ("mon.example", true, "http://mon.example", false),
        ("mon.example", false, "https://mon.example", true),
        ("localhost:8000", false, "http://localhost:8000", true),
        ("localhost:8000", false, "http://localhost:8001", false),
        ("localhost:8000", false, "http://localhost", false),
        ("[::1]:8000", false, "http://[::1]:8000", true),
        ("mon.example", false, "http://mon.example.evil", false),
        ("mon.example", false, "http://evil/mon.example", false),
        ("mon.example", false, "http://mon.example@evil", false),
        ("mon.example", false, "null", false),
        ("mon.example", false, "file://", false),
        ("mon.example", false, "ftp://mon.example", false),
    ] {
        assert_eq!(client(host, https).is_origin(origin), same, "{origin} asked {host}, https {https}");
    }
}

proptest! {
    #[test]
    fn no_header_makes_the_parser_panic(a in "[ -~]{0,60}", b in "[ -~]{0,60}", host in "[ -~]{0,40}") {
        let mut map = HeaderMap::new();
        for (name, value) in [("host", &host), ("x-forwarded-for", &a), ("forwarded", &b), ("x-forwarded-host", &b), ("x-forwarded-prefix", &a)] {
            map.insert(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        }
        let _ = Client::of(Peer::Tcp(SocketAddr::from(([10, 0, 0, 1], 1))), &Uri::from_static("/"), &map, &settings());
    }
}
