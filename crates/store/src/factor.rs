//! The second factor of a user as plain data: a shared secret for codes by time (RFC 6238), the step used
//! last, and hashes of recovery codes. Reckoning and reading codes is `server::auth`'s work.

use std::fmt;

use domain::time::Wall;

use crate::SecretHash;

/// The secret that this program shares with an authenticator: 160 bits, as RFC 4226 §4 recommends. It has
/// to be kept as it is, since codes are reckoned from it; the database that holds it is 0600.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret([u8; Self::BYTES]);

impl TotpSecret {
    /// Its length.
    pub const BYTES: usize = 20;

    /// Takes the bytes of a secret.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
        Self(bytes)
    }

    /// The bytes of the secret.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(…)")
    }
}

/// What is kept of a user's second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totp {
    /// The shared secret.
    pub secret: TotpSecret,
    /// The time step of the code that was used last; codes of it and of earlier ones are void.
    pub last_step: u64,
}

/// A second factor to be switched on. From when it is there is taken from the audit entry.
#[derive(Clone, Debug)]
pub struct NewTotp {
    /// The shared secret.
    pub secret: TotpSecret,
    /// The step of the code that proved that the user has the secret.
    pub last_step: u64,
    /// Hashes of the recovery codes.
    pub recovery_codes: Vec<SecretHash>,
}

/// What may be told of a second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    /// Since when the user has it.
    pub since: Wall,
    /// How many recovery codes are left.
    pub recovery_codes: usize,
}

/// What was proven beside the password. A code is used up in the same transaction as what it lets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    /// Nothing: the user has no second factor.
    None,
    /// A code of this time step.
    Step(u64),
    /// A recovery code.
    Recovery(SecretHash),
    /// The session that is being replaced had it: after a change that ends all sessions of the user.
    Kept,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shared_secret_does_not_show_itself_in_debug_output() {
        let secret = TotpSecret::from_bytes([0xC4; 20]);
        let totp = Totp { secret: secret.clone(), last_step: 7 };
        let new = NewTotp { secret, last_step: 7, recovery_codes: vec![SecretHash::of("canary")] };
        let shown = format!("{totp:?} {new:?} {:?}", Factor::Recovery(SecretHash::of("canary")));
        assert!(!shown.contains("196") && !shown.contains("canary"), "{shown}");
    }
}
