//! Forwarding headers of any content: of a stranger they change nothing; of a trusted proxy they are clear or refused, what
//! is taken of them is safe wherever it is put, and nobody behind the nearest stranger has a say.

#![no_main]

use std::net::{IpAddr, Ipv4Addr};

use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
use libfuzzer_sys::fuzz_target;

#[path = "../../crates/server/src/settings/base_path.rs"]
#[allow(dead_code, reason = "only what a header may hold is fed here")]
mod base_path;
#[path = "../../crates/server/src/http/client.rs"]
#[allow(dead_code, reason = "only who is asking is found out here")]
mod client;

/// Failures without their wording.
mod error {
    use std::fmt::Display;

    #[derive(Clone, Copy, Debug)]
    pub(crate) enum Code {
        BadRequest,
        BadForwarded,
    }

    #[derive(Debug)]
    pub(crate) struct ApiError;

    impl ApiError {
        pub(crate) fn new(_: Code) -> Self {
            Self
        }

        pub(crate) fn with(self, _: &'static str, _: impl Display) -> Self {
            self
        }

        pub(crate) fn because(self, _: impl Display) -> Self {
            self
        }
    }
}

/// A server behind proxies of its own network.
mod settings {
    use std::net::IpAddr;

    pub(crate) use crate::base_path::BasePath;

    #[derive(Default)]
    pub(crate) struct LiveSettings {
        pub(crate) base_path: BasePath,
    }

    impl LiveSettings {
        pub(crate) fn trusts(&self, address: Option<IpAddr>) -> bool {
            matches!(address, Some(IpAddr::V4(v4)) if v4.octets()[0] == 10)
        }
    }
}

use client::{Client, Peer};
use settings::LiveSettings;

const STRANGER: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 9));
const PROXY: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1));
const NAMES: [&str; 5] =
    ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-prefix", "forwarded"];

fn of(peer: IpAddr, headers: &HeaderMap) -> Result<Client, error::ApiError> {
    let peer = Peer::Tcp((peer, 40_000).into());
    Client::of(peer, &Uri::from_static("/"), headers, &LiveSettings::default())
}

fuzz_target!(|data: &[u8]| {
    let mut headers = HeaderMap::new();
    headers.insert(header::HOST, HeaderValue::from_static("mon.example"));
    // Each line is one header, by its first byte.
    for line in data.split(|byte| *byte == b'\n').take(8) {
        let Some((which, value)) = line.split_first() else { continue };
        let Ok(value) = HeaderValue::from_bytes(value) else { continue };
        headers.append(HeaderName::from_static(NAMES[usize::from(*which) % NAMES.len()]), value);
    }

    let ignored = of(STRANGER, &headers).expect("whatever a stranger forwards is not even read");
    assert_eq!((ignored.address, ignored.https), (Some(STRANGER), false));
    assert_eq!((ignored.host.as_str(), ignored.base.as_str()), ("mon.example", ""));

    let Ok(told) = of(PROXY, &headers) else { return };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-_:[]".contains(&byte);
    assert!(told.host.bytes().all(plain) && !told.host.is_empty(), "{:?}", told.host);
    assert!(!told.host.bytes().any(|byte| byte.is_ascii_uppercase()), "{:?}", told.host);
    let base = told.base.as_str();
    assert!(base.is_empty() || base.starts_with('/'), "{base:?}");
    assert!(!base.split('/').skip(1).any(|segment| ["", ".", ".."].contains(&segment)), "{base:?}");
    assert!(base.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/._~-".contains(&byte)), "{base:?}");
    claims_of_a_stranger_change_nothing(&headers, &told);
});

/// What stands left of the nearest stranger is that one's own claim.
fn claims_of_a_stranger_change_nothing(headers: &HeaderMap, told: &Client) {
    let settings = LiveSettings::default();
    if settings.trusts(told.address) || headers.contains_key(header::FORWARDED) {
        return;
    }
    let Some(list) = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok()) else { return };
    let mut claimed = headers.clone();
    let Ok(value) = HeaderValue::from_str(&format!("6.6.6.6, {list}")) else { return };
    claimed.insert("x-forwarded-for", value);
    let again = of(PROXY, &claimed).expect("a claim that is not looked at is no reason to refuse");
    assert_eq!(again.address, told.address);
}
