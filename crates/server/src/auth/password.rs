//! Passwords: which are accepted, how they are hashed, and how many at once.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use store::{Name, PasswordHash};
use tokio::sync::Semaphore;

use super::{AuthError, Password};

/// Why a password is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordProblem {
    /// Fewer than [`MIN_CHARS`] characters.
    #[error("a password has at least {MIN_CHARS} characters")]
    TooShort,
    /// More than [`MAX_CHARS`] characters or [`MAX_BYTES`] bytes.
    #[error("a password has at most {MAX_CHARS} characters and {MAX_BYTES} bytes")]
    TooLong,
    /// The user's name.
    #[error("a password is not the user's name")]
    IsName,
    /// Among those that are tried first, or nearly all one character.
    #[error("this password is among the first that are tried; choose another")]
    Common,
}

impl PasswordProblem {
    /// The stable word of it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooShort => "password_too_short",
            Self::TooLong => "password_too_long",
            Self::IsName => "password_is_name",
            Self::Common => "password_common",
        }
    }
}

/// The shortest password, in characters.
pub const MIN_CHARS: usize = 10;
/// The longest password, in characters.
pub const MAX_CHARS: usize = 256;
/// The longest password, in bytes.
pub const MAX_BYTES: usize = 1024;

/// The most common passwords that are long enough, in lower case, from public lists of leaked ones.
const COMMON: &[&str] = &[
    "0123456789",
    "0987654321",
    "1029384756",
    "12345678910",
    "1234567890",
    "123456789a",
    "123456789q",
    "1q2w3e4r5t",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "abcdefghij",
    "abc1234567",
    "administrator",
    "admin12345",
    "adminadmin",
    "asdfghjkl1",
    "asdfghjkl;",
    "changeme123",
    "football12",
    "iloveyou12",
    "iloveyou123",
    "letmein123",
    "p@ssw0rd123",
    "passw0rd123",
    "password01",
    "password10",
    "password11",
    "password12",
    "password123",
    "password1234",
    "password12345",
    "password123!",
    "passwordpassword",
    "princess12",
    "q1w2e3r4t5",
    "q1w2e3r4t5y6",
    "qwer1234!@",
    "qwerasdfzxcv",
    "qwerty1234",
    "qwerty12345",
    "qwerty123456",
    "qwertyuiop",
    "qwertyuiop123",
    "rootrootroot",
    "server-monitor",
    "servermonitor",
    "superman12",
    "welcome123",
    "welcome1234",
    "zaq12wsxcde3",
];

/// Judges a password that is to be set.
///
/// # Errors
/// Why it is not accepted.
pub fn check_new(name: &Name, password: &Password) -> Result<(), PasswordProblem> {
    let text = password.expose();
    let chars = text.chars().count();
    if chars < MIN_CHARS {
        return Err(PasswordProblem::TooShort);
    }
    if chars > MAX_CHARS || text.len() > MAX_BYTES {
        return Err(PasswordProblem::TooLong);
    }
    if text.eq_ignore_ascii_case(name.as_str()) {
        return Err(PasswordProblem::IsName);
    }
    let mut different: Vec<char> = text.chars().collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < 4 || COMMON.iter().any(|common| text.eq_ignore_ascii_case(common)) {
        return Err(PasswordProblem::Common);
    }
    Ok(())
}

/// Judges and hashes a password that is to be set. Takes tens of milliseconds and 19 MiB: on a blocking
/// thread, or in a command.
///
/// # Errors
/// [`AuthError::Password`], [`AuthError::Hash`].
pub fn hash_new(name: &Name, password: &Password) -> Result<PasswordHash, AuthError> {
    check_new(name, password).map_err(AuthError::Password)?;
    let failed = |cause: String| AuthError::Hash { cause };
    let argon2 = hasher().map_err(|cause| failed(cause.to_string()))?;
    let hash =
        argon2.hash_password(password.expose().as_bytes()).map_err(|cause| failed(cause.to_string()))?;
    Ok(PasswordHash::from_phc(hash.to_string()))
}

/// OWASP's second recommendation for argon2id (Password Storage Cheat Sheet): 19 MiB, two passes.
fn hasher() -> Result<Argon2<'static>, argon2::Error> {
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19_456, 2, 1, None)?))
}

/// What an unknown user's password is compared with, so that it takes as long as a known one's. No password
/// has this hash.
static NOBODY: LazyLock<PasswordHash> = LazyLock::new(|| {
    PasswordHash::from_phc(
        "$argon2id$v=19$m=19456,t=2,p=1$c2VydmVyLW1vbml0b3I$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            .to_owned(),
    )
});

/// Is it the password of that hash? `None`: a user who does not exist; takes as long and answers no.
fn verify(password: &Password, hash: Option<&PasswordHash>) -> bool {
    // Argon2 takes the parameters from the hash itself, and its comparison is constant-time.
    let against = hash.unwrap_or(&NOBODY);
    let same = Argon2::default().verify_password(password.expose().as_bytes(), against.as_phc()).is_ok();
    same && hash.is_some() && password.expose().len() <= MAX_BYTES
}

/// How long a client should wait when all places for hashing are taken.
const BUSY: Duration = Duration::from_secs(1);

/// How many passwords are hashed at once: each takes 19 MiB and a core.
const PLACES: usize = 2;

/// Hashes on blocking threads, two at once; whoever comes beyond is told to come again.
#[derive(Clone, Debug)]
pub(crate) struct Hashing {
    places: Arc<Semaphore>,
}

impl Hashing {
    pub(crate) fn new() -> Self {
        Self { places: Arc::new(Semaphore::new(PLACES)) }
    }

    /// Is it the password of that hash? With `leave_one`, one place is left to others.
    pub(crate) async fn verify(
        &self,
        password: Password,
        hash: Option<PasswordHash>,
        leave_one: bool,
    ) -> Result<bool, AuthError> {
        if leave_one && self.places.available_permits() < PLACES {
            return Err(AuthError::Busy { retry_after: BUSY });
        }
        self.run(move || Ok(verify(&password, hash.as_ref()))).await
    }

    /// Judges and hashes a password that is to be set.
    pub(crate) async fn hash_new(&self, name: Name, password: Password) -> Result<PasswordHash, AuthError> {
        // What is refused anyway takes no place.
        check_new(&name, &password).map_err(AuthError::Password)?;
        self.run(move || hash_new(&name, &password)).await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, AuthError> + Send + 'static,
    ) -> Result<T, AuthError> {
        let place = Arc::clone(&self.places)
            .try_acquire_owned()
            .map_err(|_| AuthError::Busy { retry_after: BUSY })?;
        super::blocking(move || {
            // Held by the work, not by the request: a client that goes away frees no place early.
            let _place = place;
            work()
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(password: &str) -> Result<(), PasswordProblem> {
        check_new(&"Minji.Kim-2026".parse().unwrap(), &Password::new(password.to_owned()))
    }

    #[test]
    fn short_long_common_and_name_passwords_are_refused() {
        assert_eq!(judge("123456789"), Err(PasswordProblem::TooShort));
        assert_eq!(judge("비밀번호아홉글자임"), Err(PasswordProblem::TooShort));
        assert_eq!(judge(&"ab c".repeat(65)), Err(PasswordProblem::TooLong));
        assert_eq!(judge("minji.kim-2026"), Err(PasswordProblem::IsName));
        assert_eq!(judge("Password123"), Err(PasswordProblem::Common));
        assert_eq!(judge("aaaaaaaaaaaaaaaa"), Err(PasswordProblem::Common));
    }

    #[test]
    fn long_phrases_in_any_script_are_accepted() {
        for good in ["correct horse battery", "열 글자가 넘는 비밀번호", &"x1!y".repeat(64)] {
            assert_eq!(judge(good), Ok(()), "{good:?}");
        }
    }

    #[test]
    fn a_hash_says_its_parameters_and_verifies_only_its_password() {
        let name = "kim".parse().unwrap();
        let hash = hash_new(&name, &Password::new("correct horse battery".into())).unwrap();
        assert!(hash.as_phc().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.as_phc());
        assert!(verify(&Password::new("correct horse battery".into()), Some(&hash)));
        assert!(!verify(&Password::new("correct horse batterz".into()), Some(&hash)));
    }

    #[test]
    fn the_hash_for_unknown_users_is_really_computed_and_fits_nobody() {
        use argon2::password_hash::phc::PasswordHash as Phc;
        let parsed = Phc::new(NOBODY.as_phc()).unwrap();
        assert_eq!(parsed.hash.unwrap().as_bytes(), [0; 32]);
        let same_cost =
            hash_new(&"kim".parse().unwrap(), &Password::new("correct horse battery".into())).unwrap();
        let cost = |phc: &str| phc.split('$').take(4).collect::<Vec<_>>().join("$");
        assert_eq!(cost(NOBODY.as_phc()), cost(same_cost.as_phc()));
        assert!(!verify(&Password::new("correct horse battery".into()), None));
    }
}
