//! Addresses that cannot be listened on, in words; a port that is taken names the process that has it.

use std::net::SocketAddr;
use std::path::Path;

use domain::text::visible;
use server::BindError;
use words::Words;

/// The process that listens on `address`, as `nginx (pid 812)`; nothing if it may not be seen.
pub(super) fn owner(address: SocketAddr) -> Option<String> {
    let (pid, name) = host::port_owner(address).ok()??;
    Some(format!("{} (pid {pid})", visible(&name)))
}

/// Why an address was not taken.
pub(super) fn say(error: &BindError, words: &Words) -> String {
    let path = |path: &Path| visible(&path.to_string_lossy()).into_owned();
    match error {
        BindError::Taken { address, owner: Some(owner) } => words
            .text("serve-taken-by", &[("address", (&address.to_string()).into()), ("owner", owner.into())]),
        BindError::Taken { address, owner: None } => {
            words.text("serve-taken", &[("address", (&address.to_string()).into())])
        }
        BindError::Tcp { address, source } => words.text(
            "serve-cannot-listen",
            &[("address", (&address.to_string()).into()), ("error", (&source.to_string()).into())],
        ),
        BindError::SocketInUse { path: socket } => {
            words.text("serve-socket-in-use", &[("path", (&path(socket)).into())])
        }
        BindError::NoSocket { path: socket } => {
            words.text("serve-no-socket", &[("path", (&path(socket)).into())])
        }
        BindError::Unix { path: socket, source } => words.text(
            "serve-cannot-make-socket",
            &[("path", (&path(socket)).into()), ("error", (&source.to_string()).into())],
        ),
        // The configuration refuses an empty list before it comes here.
        BindError::Nothing => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_worded_in_both_languages() {
        let address = "127.0.0.1:80".parse().unwrap();
        let denied = || std::io::Error::from(std::io::ErrorKind::PermissionDenied);
        for error in [
            BindError::Taken { address, owner: Some("nginx (pid 812)".to_owned()) },
            BindError::Taken { address, owner: None },
            BindError::Tcp { address, source: denied() },
            BindError::SocketInUse { path: "/x".into() },
            BindError::NoSocket { path: "/x".into() },
            BindError::Unix { path: "/x".into(), source: denied() },
        ] {
            let [ko, en] = words::Lang::ALL.map(|lang| say(&error, Words::of(lang)));
            assert!(ko != en && !en.is_empty(), "{en}");
        }
    }
}
