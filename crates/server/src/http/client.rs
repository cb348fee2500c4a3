//! Who is really asking: the peer of the connection, or the client that a trusted proxy speaks for.
//!
//! Forwarding headers of anybody else are not read at all. Of a trusted proxy they have to be clear:
//! repeated, malformed or contradicting ones are refused, because guessing which of two is true is how
//! such headers become an attack (THREATS A10).

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, HeaderName, Uri, header};

use super::error::{ApiError, Code};
use crate::settings::{BasePath, LiveSettings};

/// The other end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Peer {
    /// Over TCP.
    Tcp(SocketAddr),
    /// Over the unix socket.
    Unix,
}

impl Peer {
    /// The address; none on the unix socket.
    pub(crate) fn address(self) -> Option<IpAddr> {
        match self {
            Self::Tcp(address) => Some(address.ip().to_canonical()),
            Self::Unix => None,
        }
    }
}

/// The client of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Client {
    /// Its address; none for a local one on the unix socket.
    pub(crate) address: Option<IpAddr>,
    /// It speaks HTTPS with the proxy.
    pub(crate) https: bool,
    /// Host and port that it asked for, lower case.
    pub(crate) host: String,
    /// The path below which the page lies for it.
    pub(crate) base: BasePath,
    /// The request came through somebody who forwards, trusted or not.
    pub(crate) forwarded: bool,
}

const FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const PREFIX: HeaderName = HeaderName::from_static("x-forwarded-prefix");

/// Hops in a forwarding header that are looked at; no honest chain is longer.
const MOST_HOPS: usize = 32;

impl Client {
    /// The client of a request with these headers from `peer`.
    ///
    /// # Errors
    /// [`Code::BadRequest`] without one clear Host; [`Code::BadForwarded`] if a trusted proxy forwards unclearly.
    pub(crate) fn of(
        peer: Peer,
        uri: &Uri,
        headers: &HeaderMap,
        settings: &LiveSettings,
    ) -> Result<Self, ApiError> {
        let forwarded = headers.keys().any(|name| speaks_for_another(name.as_str()));
        let mut client = Self {
            address: peer.address(),
            https: false,
            host: own_host(uri, headers)?,
            base: settings.base_path.clone(),
            forwarded,
        };
        if settings.trusts(peer.address()) {
            client.believe(headers, settings)?;
        }
        Ok(client)
    }

    fn believe(&mut self, headers: &HeaderMap, settings: &LiveSettings) -> Result<(), ApiError> {
        let plain = Forwarding {
            client: match single(headers, &FOR)? {
                Some(list) => {
                    nearest_stranger(list.split(',').map(|hop| parse_address(hop.trim())), settings)?
                }
                None => None,
            },
            https: single(headers, &PROTO)?.map(parse_proto).transpose()?,
            host: single(headers, &HOST)?.map(parse_host).transpose()?,
        };
        let standard = match single(headers, &header::FORWARDED)? {
            Some(list) => parse_forwarded(list, settings)?,
            None => Forwarding::default(),
        };
        let both = plain.merge(standard)?;
        if let Some(address) = both.client {
            self.address = Some(address);
        }
        if let Some(https) = both.https {
            self.https = https;
        }
        if let Some(host) = both.host {
            self.host = host;
        }
        if let Some(prefix) = single(headers, &PREFIX)? {
            self.base = prefix.parse().map_err(|error| bad(&PREFIX).because(error))?;
        }
        Ok(())
    }

    /// The host without its port.
    pub(crate) fn host_name(&self) -> &str {
        split_port(&self.host).0
    }

    /// Whether `origin` (RFC 6454) is the site that this client asked.
    pub(crate) fn is_origin(&self, origin: &str) -> bool {
        let Some((scheme, authority)) = origin.split_once("://") else { return false };
        let default_port = match scheme {
            "https" => "443",
            // A page that came over plain HTTP is another site than the one behind TLS.
            "http" if !self.https => "80",
            _ => return false,
        };
        let (name, port) = split_port(authority);
        let (own_name, own_port) = split_port(&self.host);
        !name.is_empty()
            && name.eq_ignore_ascii_case(own_name)
            && port.unwrap_or(default_port) == own_port.unwrap_or(default_port)
    }
}

/// Whether a header is one that proxies and content networks add about whom they speak for. None of them is
/// believed for that: they only tell that the request did not start at the peer.
fn speaks_for_another(name: &str) -> bool {
    const WHOLE: [&str; 9] = [
        "forwarded",
        "via",
        "x-real-ip",
        "x-client-ip",
        "x-cluster-client-ip",
        "x-original-forwarded-for",
        "true-client-ip",
        "cf-connecting-ip",
        "fastly-client-ip",
    ];
    name.starts_with("x-forwarded") || WHOLE.contains(&name)
}

/// What forwarding headers say.
#[derive(Default)]
struct Forwarding {
    client: Option<IpAddr>,
    https: Option<bool>,
    host: Option<String>,
}

impl Forwarding {
    /// Both spellings joined; where both speak they have to agree.
    fn merge(self, other: Self) -> Result<Self, ApiError> {
        fn join<T: PartialEq>(one: Option<T>, other: Option<T>) -> Result<Option<T>, ApiError> {
            match (one, other) {
                (Some(one), Some(other)) if one != other => Err(bad(&header::FORWARDED)),
                (one, other) => Ok(one.or(other)),
            }
        }
        Ok(Self {
            client: join(self.client, other.client)?,
            https: join(self.https, other.https)?,
            host: join(self.host, other.host)?,
        })
    }
}

fn bad(name: &HeaderName) -> ApiError {
    ApiError::new(Code::BadForwarded).with("header", name)
}

/// The value of a header that may stand there once.
fn single<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a str>, ApiError> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else { return Ok(None) };
    match value.to_str() {
        Ok(text) if values.next().is_none() => Ok(Some(text.trim())),
        _ => Err(bad(name)),
    }
}

/// From the right: the first hop that is no trusted proxy. Everything left of it is that hop's own claim.
fn nearest_stranger(
    hops: impl DoubleEndedIterator<Item = Option<IpAddr>>,
    settings: &LiveSettings,
) -> Result<Option<IpAddr>, ApiError> {
    let mut last = None;
    for (count, hop) in hops.rev().enumerate() {
        let hop = hop.filter(|_| count < MOST_HOPS).ok_or_else(|| bad(&FOR))?;
        last = Some(hop);
        if !settings.trusts(Some(hop)) {
            break;
        }
    }
    Ok(last)
}

/// An address with or without port, IPv6 with or without brackets.
fn parse_address(text: &str) -> Option<IpAddr> {
    let ip = text
        .parse::<IpAddr>()
        .or_else(|_| text.parse::<SocketAddr>().map(|address| address.ip()))
        .or_else(|_| {
            text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or("").parse::<IpAddr>()
        });
    ip.ok().map(|ip| ip.to_canonical())
}

fn parse_proto(text: &str) -> Result<bool, ApiError> {
    match text {
        _ if text.eq_ignore_ascii_case("https") => Ok(true),
        _ if text.eq_ignore_ascii_case("http") => Ok(false),
        _ => Err(bad(&PROTO)),
    }
}

fn parse_host(text: &str) -> Result<String, ApiError> {
    if is_authority(text) { Ok(text.to_ascii_lowercase()) } else { Err(bad(&HOST)) }
}

/// `Forwarded` (RFC 7239): the element of the nearest stranger gives all three facts.
fn parse_forwarded(list: &str, settings: &LiveSettings) -> Result<Forwarding, ApiError> {
    let malformed = || bad(&header::FORWARDED);
    let mut last = None;
    for (count, element) in list.rsplit(',').enumerate() {
        if count >= MOST_HOPS {
            return Err(malformed());
        }
        let hop = parse_element(element)?;
        let trusted = hop.client.is_some_and(|address| settings.trusts(Some(address)));
        last = Some(hop);
        if !trusted {
            break;
        }
    }
    last.ok_or_else(malformed)
}

fn parse_element(element: &str) -> Result<Forwarding, ApiError> {
    let malformed = || bad(&header::FORWARDED);
    let mut hop = Forwarding::default();
    for pair in element.split(';') {
        let (name, value) = pair.trim().split_once('=').ok_or_else(malformed)?;
        let value = match value.strip_prefix('"') {
            Some(quoted) => {
                quoted.strip_suffix('"').filter(|text| !text.contains(['"', '\\'])).ok_or_else(malformed)?
            }
            None => value,
        };
        let repeated = match name.to_ascii_lowercase().as_str() {
            "for" => hop.client.replace(parse_address(value).ok_or_else(malformed)?).is_some(),
            "proto" => hop.https.replace(parse_proto(value)?).is_some(),
            "host" => hop.host.replace(parse_host(value)?).is_some(),
            "by" => false,
            _ => return Err(malformed()),
        };
        if repeated {
            return Err(malformed());
        }
    }
    Ok(hop)
}

/// Host and port that the request itself names: once, or in its absolute target.
fn own_host(uri: &Uri, headers: &HeaderMap) -> Result<String, ApiError> {
    let unclear = || ApiError::new(Code::BadRequest);
    let mut values = headers.get_all(header::HOST).iter();
    let named = match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().map_err(|_| unclear())?.to_ascii_lowercase(),
        _ => return Err(unclear()),
    };
    if !is_authority(&named) {
        return Err(unclear());
    }
    match uri.authority() {
        // RFC 9112 §3.2.2 lets the target win; two names for one request are an attack or a mistake.
        Some(authority) if !authority.as_str().eq_ignore_ascii_case(&named) => Err(unclear()),
        _ => Ok(named),
    }
}

/// `name`, `name:port`, `1.2.3.4:port`, `[::1]:port`: no user, no path, nothing that needs quoting.
fn is_authority(text: &str) -> bool {
    let (name, port) = split_port(text);
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    let name_ok = match name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(v6) => v6.parse::<std::net::Ipv6Addr>().is_ok(),
        None => !name.is_empty() && name.bytes().all(plain),
    };
    // Rust takes a sign before a number; nobody else does.
    let digits = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok();
    name_ok && text.len() <= 255 && port.is_none_or(digits)
}

fn split_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, Some(port)),
        _ => (authority, None),
    }
}

/// Whether `name` is a host that is answered to without being configured: an IP literal or `localhost`.
pub(crate) fn is_plain_host(name: &str) -> bool {
    let literal = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(name);
    name == "localhost" || literal.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
#[path = "client_tests.rs"]
mod tests;
