//! The driver's errors in terms of [`RemoteFault`]. Nothing that the driver says about an address is passed on: it
//! may hold a password.

use domain::text::visible;
use mongodb::bson::{Bson, Document};
use mongodb::error::{Error, ErrorKind, TRANSIENT_TRANSACTION_ERROR, WriteFailure};

use crate::{RemoteFault, StoreError};

/// How much of what a database said is passed on, in characters.
const SAID: usize = 300;

/// What went wrong, without the address.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    /// The kind.
    pub(super) kind: RemoteFault,
    /// What the database said, harmless and short; empty if it said nothing.
    pub(super) said: String,
    /// Its number, if it has one.
    pub(super) code: Option<i32>,
}

/// The numbers of MongoDB's errors that mean something of their own here
/// (<https://www.mongodb.com/docs/manual/reference/error-codes/>).
pub(super) mod code {
    pub(in super::super) const UNAUTHORIZED: i32 = 13;
    pub(in super::super) const AUTHENTICATION_FAILED: i32 = 18;
    pub(in super::super) const NAMESPACE_NOT_FOUND: i32 = 26;
    pub(in super::super) const TIME_LIMIT: i32 = 50;
    pub(in super::super) const OPTIONS_CONFLICT: i32 = 85;
    pub(in super::super) const KEY_CONFLICT: i32 = 86;
    pub(in super::super) const WRITE_CONFLICT: i32 = 112;
    pub(in super::super) const DUPLICATE: i32 = 11_000;
    /// Not the primary, or no primary at the moment.
    pub(in super::super) const NOT_PRIMARY: [i32; 6] = [91, 189, 10_058, 10_107, 11_600, 13_435];
}

impl Fault {
    pub(super) fn new(kind: RemoteFault, said: &str) -> Self {
        let said: String = said.chars().take(SAID).collect();
        Self { kind, said: visible(&said).into_owned(), code: None }
    }

    /// An error that the database answered with a number.
    pub(super) fn coded(code: i32, said: &str) -> Self {
        let kind = match code {
            code::UNAUTHORIZED => RemoteFault::Denied,
            code::AUTHENTICATION_FAILED => RemoteFault::Credentials,
            code::TIME_LIMIT => RemoteFault::TooSlow,
            code::DUPLICATE | code::WRITE_CONFLICT => RemoteFault::Conflict,
            code if code::NOT_PRIMARY.contains(&code) => RemoteFault::Unreachable,
            _ => RemoteFault::Other,
        };
        Self { code: Some(code), ..Self::new(kind, said) }
    }

    /// The error of the store that it is, at this address.
    pub(super) fn at(self, address: &str) -> StoreError {
        StoreError::Remote { address: address.to_owned(), fault: self.kind, said: self.said }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        if error.contains_label(TRANSIENT_TRANSACTION_ERROR)
            && let ErrorKind::Command(command) = error.kind.as_ref()
        {
            return Self { code: Some(command.code), ..Self::new(RemoteFault::Conflict, &command.message) };
        }
        match error.kind.as_ref() {
            ErrorKind::Command(command) => Self::coded(command.code, &command.message),
            ErrorKind::Write(WriteFailure::WriteError(write)) => Self::coded(write.code, &write.message),
            ErrorKind::Write(WriteFailure::WriteConcernError(concern)) => {
                Self::coded(concern.code, &concern.message)
            }
            ErrorKind::Authentication { .. } => Self::new(RemoteFault::Credentials, ""),
            ErrorKind::InvalidTlsConfig { .. } => Self::new(RemoteFault::Certificate, ""),
            ErrorKind::Io(cause) => Self::new(
                if is_certificate(&cause.to_string()) {
                    RemoteFault::Certificate
                } else {
                    RemoteFault::Unreachable
                },
                &cause.to_string(),
            ),
            // It lists every server with its last error: of all that only the kind is of use to a person.
            ErrorKind::ServerSelection { message, .. } if is_certificate(message) => {
                Self::new(RemoteFault::Certificate, "")
            }
            // Once refused, the driver asks that server no more for a moment and says this instead.
            ErrorKind::ServerSelection { message, .. } if is_refusal(message) => {
                Self::new(RemoteFault::Credentials, "")
            }
            ErrorKind::ServerSelection { .. }
            | ErrorKind::ConnectionPoolCleared { .. }
            | ErrorKind::DnsResolve { .. } => Self::new(RemoteFault::Unreachable, ""),
            ErrorKind::InvalidArgument { .. } => Self::new(RemoteFault::Other, "invalid argument"),
            other => Self::new(RemoteFault::Other, &other.to_string()),
        }
    }
}

fn is_refusal(message: &str) -> bool {
    ["SCRAM failure", "Authentication failed"].iter().any(|words| message.contains(words))
}

fn is_certificate(message: &str) -> bool {
    ["certificate", "HandshakeFailure", "UnknownIssuer"].iter().any(|word| message.contains(word))
}

/// What a command that was run as it is says about the writes in it: the driver leaves that to us.
pub(super) fn of_reply(reply: &Document) -> Result<(), Fault> {
    let of = |said: &Document| {
        Fault::coded(said.get_i32("code").unwrap_or_default(), said.get_str("errmsg").unwrap_or_default())
    };
    if let Ok(errors) = reply.get_array("writeErrors")
        && let Some(first) = errors.first().and_then(Bson::as_document)
    {
        return Err(of(first));
    }
    reply.get_document("writeConcernError").map_or(Ok(()), |concern| Err(of(concern)))
}
