//! Secrets in memory: made at random, wiped when dropped, never shown. What is kept of them is
//! `store::SecretHash`.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer};
use store::SecretHash;
use zeroize::Zeroizing;

use super::AuthError;

/// Every token begins so, that scanners for leaked secrets find it.
pub const TOKEN_PREFIX: &str = "smt_";

/// 256 bits in base64url without padding.
const RANDOM_LEN: usize = 43;

/// A secret that this program made: a session id, a token, a set-up token, a recovery code.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// 256 random bits as base64url.
    pub(crate) fn random() -> Result<Self, AuthError> {
        Self::random_after("")
    }

    /// A token: the prefix and 256 random bits.
    pub(crate) fn token() -> Result<Self, AuthError> {
        Self::random_after(TOKEN_PREFIX)
    }

    fn random_after(prefix: &str) -> Result<Self, AuthError> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut()).map_err(|cause| AuthError::NoRandom { cause: cause.to_string() })?;
        let mut text = Zeroizing::new(String::with_capacity(prefix.len() + RANDOM_LEN));
        text.push_str(prefix);
        URL_SAFE_NO_PAD.encode_string(bytes.as_ref(), &mut text);
        Ok(Self(text))
    }

    /// A secret in another shape than random base64url: a recovery code, a shared secret.
    pub(crate) fn of(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The secret, to be handed to its owner once.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    #[must_use]
    pub fn hash(&self) -> SecretHash {
        SecretHash::of(&self.0)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The hash of what a client sent as session id, device or set-up token; `None` if it cannot be one.
pub(crate) fn hash_of_random(sent: &str) -> Option<SecretHash> {
    let url_safe = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (sent.len() == RANDOM_LEN && sent.bytes().all(url_safe)).then(|| SecretHash::of(sent))
}

/// The hash of what a client sent as token; `None` if it cannot be one.
pub(crate) fn hash_of_token(sent: &str) -> Option<SecretHash> {
    hash_of_random(sent.strip_prefix(TOKEN_PREFIX)?).map(|_| SecretHash::of(sent))
}

/// A password as typed.
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

impl Password {
    /// Takes a password as typed; it is judged only where a new one is set.
    #[must_use]
    pub fn new(typed: String) -> Self {
        Self(Zeroizing::new(typed))
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

impl<'de> Deserialize<'de> for Password {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

/// A code of a second factor as typed.
#[derive(Clone)]
pub struct Code(Zeroizing<String>);

impl Code {
    /// Takes a code as typed, whatever its kind.
    #[must_use]
    pub fn new(typed: String) -> Self {
        Self(Zeroizing::new(typed))
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// Nothing was typed.
    pub(crate) fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_do_not_show_themselves_in_debug_output() {
        let (secret, password) = (Secret::token().unwrap(), Password::new("canary".into()));
        let code = Code::new("canary".into());
        assert_eq!(format!("{secret:?} {password:?} {code:?}"), "Secret(…) Password(…) Code(…)");
    }

    #[test]
    fn a_token_is_recognised_by_its_shape_alone() {
        let token = Secret::token().unwrap();
        assert_eq!(token.expose().len(), 47);
        assert_eq!(hash_of_token(token.expose()), Some(token.hash()));
        assert_eq!(hash_of_random(token.expose()), None, "a token passed as session id");
        let session = Secret::random().unwrap();
        assert_eq!(hash_of_random(session.expose()), Some(session.hash()));
        assert_eq!(hash_of_token(session.expose()), None, "a session id passed as token");
        for bad in ["", "smt_", "smt_\0", &format!("{}=", session.expose()), &"é".repeat(22)] {
            assert_eq!((hash_of_token(bad), hash_of_random(bad)), (None, None), "{bad:?}");
        }
    }
}
