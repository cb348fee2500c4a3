//! What the commands on users and tokens share: the store, who acts, and refusals in words.

use std::path::{Path, PathBuf};

use domain::Role;
use domain::text::visible;
use server::auth::{AuthError, By, Clock as _, SystemClock};
use store::{Actor, Name, RemoteFault, SqliteStore, StateDir, StoreError, Subject};
use words::Words;

use crate::config::{Loaded, Origin, SYSTEM_STATE_DIR};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::unix;

/// The state directory on which a command acts: the one that was named, else that of the system's server
/// if there is one, else the caller's own (CONTRACTS §1).
pub(super) fn state_dir(loaded: &Loaded) -> PathBuf {
    let system = Path::new(SYSTEM_STATE_DIR);
    if *loaded.origin("state_dir") == Origin::Default && system.exists() {
        return system.to_owned();
    }
    loaded.config.state_dir.clone()
}

/// The store, to change it; made if there is none.
pub(super) fn changing(loaded: &Loaded, words: &Words) -> Result<SqliteStore, Failure> {
    let path = state_dir(loaded);
    let opened = match StateDir::open_existing(&path) {
        Err(StoreError::Missing { .. }) => StateDir::open_or_create(&path),
        opened => opened,
    };
    opened.and_then(|dir| SqliteStore::open(&dir)).map_err(|error| refused(&error, words))
}

/// The store, to read it; `None` (and the path) if there is none yet.
pub(super) fn reading(loaded: &Loaded, words: &Words) -> Result<Result<SqliteStore, PathBuf>, Failure> {
    let path = state_dir(loaded);
    match StateDir::open_existing(&path).and_then(|dir| SqliteStore::open_reading(&dir)) {
        Ok(store) => Ok(Ok(store)),
        Err(StoreError::Missing { .. }) => Ok(Err(path)),
        Err(error) => Err(refused(&error, words)),
    }
}

/// Who acts, now.
pub(super) fn by() -> By {
    let uid = rustix::process::getuid().as_raw();
    let name = unix::user_name(uid).unwrap_or_else(|| uid.to_string());
    By { at: SystemClock::new().wall(), actor: Actor::cli(&name), address: None }
}

/// A name of a user or token.
pub(super) fn name(typed: &str, words: &Words) -> Result<Name, Failure> {
    typed.parse().map_err(|error| refused(&StoreError::InvalidName(error), words))
}

/// A role.
pub(super) fn role(typed: &str, words: &Words) -> Result<Role, Failure> {
    let unknown = || words.text("role-unknown", &[("role", visible(typed).as_ref().into())]);
    typed.parse().map_err(|_| Failure::new(Exit::Usage, unknown()))
}

/// Why access could not be changed, in words.
pub(super) fn auth_refused(error: &AuthError, words: &Words) -> Failure {
    match error {
        AuthError::Store(error) => refused(error, words),
        AuthError::Password(problem) => {
            let id = format!("password-{}", problem.code().trim_start_matches("password_").replace('_', "-"));
            Failure::new(Exit::Usage, words.text(&id, &[]))
        }
        other => Failure::new(Exit::Failed, other.to_string()),
    }
}

/// Why the store did not do it, in words, with the exit code that fits.
pub(super) fn refused(error: &StoreError, words: &Words) -> Failure {
    Failure::new(exit_of(error), say(error, words))
}

/// Whatever keeps the store from being read or written is 5 (CONTRACTS §1).
fn exit_of(error: &StoreError) -> Exit {
    match error {
        StoreError::InvalidName(_) | StoreError::Remote { fault: RemoteFault::Address, .. } => Exit::Usage,
        StoreError::Remote { fault: RemoteFault::Conflict, .. } => Exit::Failed,
        StoreError::LastAdmin { .. } => Exit::Refused,
        StoreError::Unreadable { .. }
        | StoreError::Unwritable { .. }
        | StoreError::NoSpace { .. }
        | StoreError::Newer { .. }
        | StoreError::Older { .. }
        | StoreError::Foreign { .. }
        | StoreError::Exposed { .. }
        | StoreError::Planted { .. }
        | StoreError::Damaged { .. }
        | StoreError::Replaced { .. }
        | StoreError::Remote { .. } => Exit::Denied,
        _ => Exit::Failed,
    }
}

/// The same in words alone.
pub(super) fn say(error: &StoreError, words: &Words) -> String {
    let at =
        |id: &str, path: &Path| words.text(id, &[("path", visible(&path.to_string_lossy()).as_ref().into())]);
    let version = |id: &str, path: &Path, found: i64, known: i64| {
        let (path, found, known) = (path.to_string_lossy(), found.to_string(), known.to_string());
        let path = visible(&path);
        words.text(
            id,
            &[("path", path.as_ref().into()), ("found", (&found).into()), ("known", (&known).into())],
        )
    };
    let of = |id: &str, name: &Name| words.text(id, &[("name", name.as_str().into())]);
    let kind = |subject: &Subject| match subject {
        Subject::User => "user",
        Subject::Token => "token",
    };
    match error {
        StoreError::Exists { subject, name } => of(&format!("store-exists-{}", kind(subject)), name),
        StoreError::NotFound { subject, name } => of(&format!("store-not-found-{}", kind(subject)), name),
        StoreError::InvalidName(_) => words.text("store-invalid-name", &[]),
        StoreError::LastAdmin { name } => of("store-last-admin", name),
        StoreError::FactorMissing { name } => of("store-no-second-factor", name),
        StoreError::PolicyMissing { name, platform } => {
            let name = visible(name);
            words.text(
                "policy-missing",
                &[("name", name.as_ref().into()), ("platform", platform.word().into())],
            )
        }
        StoreError::DocumentMissing { id } => words.text("policy-no-such-id", &[("id", id.as_str().into())]),
        StoreError::PolicyExists { name, platform } => {
            let name = visible(name);
            words.text(
                "policy-exists",
                &[("name", name.as_ref().into()), ("platform", platform.word().into())],
            )
        }
        StoreError::PoliciesFull { limit } => {
            words.text("policy-full", &[("limit", (&limit.to_string()).into())])
        }
        StoreError::PolicyTooLarge { name, limit } => words.text(
            "policy-too-large",
            &[("name", visible(name).as_ref().into()), ("limit", (&(limit / 1024).to_string()).into())],
        ),
        StoreError::Missing { path } => at("store-missing", path),
        StoreError::Unreadable { path, cause, .. } | StoreError::Unwritable { path, cause, .. } => words
            .text(
                if matches!(error, StoreError::Unreadable { .. }) {
                    "store-unreadable"
                } else {
                    "store-unwritable"
                },
                &[("path", visible(&path.to_string_lossy()).as_ref().into()), ("cause", cause.into())],
            ),
        StoreError::NoSpace { path } => at("store-no-space", path),
        StoreError::Foreign { path, owner } => words.text(
            "store-foreign",
            &[
                ("path", visible(&path.to_string_lossy()).as_ref().into()),
                ("uid", (&owner.to_string()).into()),
            ],
        ),
        StoreError::Exposed { path, mode } => words.text(
            "store-exposed",
            &[
                ("path", visible(&path.to_string_lossy()).as_ref().into()),
                ("mode", (&format!("{mode:04o}")).into()),
            ],
        ),
        StoreError::Planted { path, .. } => at("store-planted", path),
        StoreError::Damaged { path, .. } => at("store-damaged", path),
        StoreError::Replaced { path } => at("store-replaced", path),
        StoreError::Newer { path, found, known } => version("store-newer", path, *found, *known),
        StoreError::Older { path, found, known } => version("store-older", path, *found, *known),
        StoreError::Busy { path, .. } => at("store-busy", path),
        StoreError::Remote { address, fault, said } => {
            let id = format!("store-remote-{}", fault.word().replace('_', "-"));
            words.text(&id, &[("address", address.into()), ("said", said.into())])
        }
        // Rare, and about the set-up or limits: the store's own words are clear.
        other => other.to_string(),
    }
}

/// A moment for a person: date and time in UTC to the minute, or a dash.
pub(super) fn moment(at: Option<domain::time::Wall>) -> String {
    let written = at.and_then(|at| jiff::Timestamp::from_nanosecond(i128::from(at.0)).ok());
    written.map_or_else(|| "-".to_owned(), |at| at.strftime("%Y-%m-%d %H:%MZ").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::Lang;

    fn path() -> PathBuf {
        "/x".into()
    }

    #[test]
    fn a_store_that_cannot_be_read_or_written_is_exit_5() {
        for error in [
            StoreError::Unreadable { path: path(), cause: String::new(), way_out: String::new() },
            StoreError::Unwritable { path: path(), cause: String::new(), way_out: String::new() },
            StoreError::NoSpace { path: path() },
            StoreError::Newer { path: path(), found: 9, known: 1 },
            StoreError::Foreign { path: path(), owner: 7 },
            StoreError::Exposed { path: path(), mode: 0o777 },
            StoreError::Planted { path: path(), found: "a link" },
            StoreError::Damaged { path: path(), cause: String::new() },
            StoreError::Replaced { path: path() },
        ] {
            assert_eq!(exit_of(&error), Exit::Denied, "{error}");
        }
    }

    #[test]
    fn every_refusal_is_worded_in_both_languages() {
        let name: Name = "kim".parse().unwrap();
        for lang in Lang::ALL {
            for error in [
                StoreError::Exists { subject: Subject::User, name: name.clone() },
                StoreError::Exists { subject: Subject::Token, name: name.clone() },
                StoreError::NotFound { subject: Subject::User, name: name.clone() },
                StoreError::NotFound { subject: Subject::Token, name: name.clone() },
                StoreError::InvalidName("-x".parse::<Name>().unwrap_err()),
                StoreError::LastAdmin { name: name.clone() },
                StoreError::FactorMissing { name: name.clone() },
                StoreError::PolicyMissing { name: "x".into(), platform: domain::policy::Platform::Linux },
                StoreError::DocumentMissing { id: "x1".parse().unwrap() },
                StoreError::PolicyExists { name: "x".into(), platform: domain::policy::Platform::Linux },
                StoreError::PoliciesFull { limit: 1 },
                StoreError::PolicyTooLarge { name: "x".into(), limit: 1024 },
                StoreError::Missing { path: path() },
                StoreError::Unreadable { path: path(), cause: "c".into(), way_out: String::new() },
                StoreError::Unwritable { path: path(), cause: "c".into(), way_out: String::new() },
                StoreError::NoSpace { path: path() },
                StoreError::Foreign { path: path(), owner: 7 },
                StoreError::Exposed { path: path(), mode: 0o777 },
                StoreError::Planted { path: path(), found: "a link" },
                StoreError::Damaged { path: path(), cause: String::new() },
                StoreError::Replaced { path: path() },
                StoreError::Newer { path: path(), found: 9, known: 1 },
                StoreError::Older { path: path(), found: 1, known: 9 },
                StoreError::Busy { path: path(), waited_s: 5 },
            ] {
                assert!(!say(&error, Words::of(lang)).is_empty());
            }
        }
    }

    #[test]
    fn every_fault_of_a_remote_store_is_worded_in_both_languages_and_has_its_exit_code() {
        for fault in RemoteFault::ALL {
            let error = StoreError::Remote { address: "mongodb://h".into(), fault, said: "no".into() };
            let exit = match fault {
                RemoteFault::Address => Exit::Usage,
                RemoteFault::Conflict => Exit::Failed,
                _ => Exit::Denied,
            };
            assert_eq!(exit_of(&error), exit, "{error}");
            for lang in Lang::ALL {
                let said = say(&error, Words::of(lang));
                assert!(!said.contains("store-remote"), "{said}");
            }
        }
    }

    #[test]
    fn every_password_problem_is_worded_in_both_languages() {
        use server::auth::PasswordProblem;
        for lang in Lang::ALL {
            for problem in [
                PasswordProblem::TooShort,
                PasswordProblem::TooLong,
                PasswordProblem::IsName,
                PasswordProblem::Common,
            ] {
                let Failure::Said { exit, .. } = auth_refused(&AuthError::Password(problem), Words::of(lang))
                else {
                    panic!("{problem:?} is not said");
                };
                assert_eq!(exit, Exit::Usage);
            }
        }
    }
}
