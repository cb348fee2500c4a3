//! The two cookies: the session, and the mark of a device that logged in before.
//!
//! Over HTTPS they carry a name prefix that browsers enforce (RFC 6265bis §4.1.3): `__Host-` at the root,
//! `__Secure-` below a path. Another host or plain HTTP can then not plant them.

use axum::http::header::{COOKIE, HeaderMap};

use super::client::Client;

const SESSION: &str = "server-monitor-session";
const DEVICE: &str = "server-monitor-device";
/// Longest value that can be one of ours.
const LONGEST: usize = 128;
const DAY: u64 = 86_400;

/// Whether any session cookie is there, valid or not.
pub(crate) fn has_session(headers: &HeaderMap) -> bool {
    pairs(headers).any(|(name, _)| unprefixed(name) == SESSION)
}

/// The session id; none if there are several, because one of them was planted.
pub(crate) fn session(headers: &HeaderMap, https: bool) -> Option<&str> {
    value(headers, SESSION, https)
}

/// The device's mark.
pub(crate) fn device(headers: &HeaderMap, https: bool) -> Option<&str> {
    value(headers, DEVICE, https)
}

/// `Set-Cookie` that gives the session; it lasts as long as the server says, not as long as the cookie.
pub(crate) fn give_session(client: &Client, id: &str) -> String {
    write(client, SESSION, id, None)
}

/// `Set-Cookie` that takes the session away.
pub(crate) fn take_session(client: &Client) -> String {
    write(client, SESSION, "", Some(0))
}

/// `Set-Cookie` that gives the device's mark.
pub(crate) fn give_device(client: &Client, mark: &str) -> String {
    write(client, DEVICE, mark, Some(u64::from(crate::auth::DEVICE_DAYS) * DAY))
}

fn write(client: &Client, name: &str, value: &str, max_age: Option<u64>) -> String {
    let path = client.base.folder();
    let prefix = match (client.https, path.as_str()) {
        (false, _) => "",
        (true, "/") => "__Host-",
        (true, _) => "__Secure-",
    };
    let age = max_age.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    let secure = if client.https { "; Secure" } else { "" };
    format!("{prefix}{name}={value}; Path={path}; HttpOnly; SameSite=Strict{secure}{age}")
}

fn value<'a>(headers: &'a HeaderMap, name: &str, https: bool) -> Option<&'a str> {
    let mut found = pairs(headers)
        .filter(|(sent, _)| unprefixed(sent) == name && (*sent != name) == https)
        .map(|(_, value)| value);
    let value = found.next()?;
    (found.next().is_none() && value.len() <= LONGEST).then_some(value)
}

fn unprefixed(name: &str) -> &str {
    name.strip_prefix("__Host-").or_else(|| name.strip_prefix("__Secure-")).unwrap_or(name)
}

fn pairs(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let fields = headers.get_all(COOKIE).iter().filter_map(|field| field.to_str().ok());
    fields.flat_map(|field| field.split(';')).filter_map(|pair| pair.trim().split_once('='))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(cookie: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(COOKIE, axum::http::HeaderValue::from_static(cookie))])
    }

    #[test]
    fn a_planted_second_cookie_makes_both_worthless() {
        assert_eq!(session(&headers("a=1; server-monitor-session=abc"), false), Some("abc"));
        assert_eq!(session(&headers("server-monitor-session=abc; server-monitor-session=def"), false), None);
    }

    #[test]
    fn over_https_only_a_prefixed_cookie_counts_and_only_there() {
        assert_eq!(session(&headers("server-monitor-session=abc"), true), None);
        assert_eq!(session(&headers("__Host-server-monitor-session=abc"), true), Some("abc"));
        assert_eq!(session(&headers("__Secure-server-monitor-session=abc"), true), Some("abc"));
        assert_eq!(session(&headers("__Host-server-monitor-session=abc"), false), None);
        assert!(has_session(&headers("__Host-server-monitor-session=abc")));
    }
}
