//! What server-monitor keeps on this machine: about access (users, their second factors, sessions, tokens),
//! the audit, and the policies of processes with the lists they come from.
//!
//! Two traits, [`LocalStore`] and [`PolicyStore`], and two backends of both: [`MemoryStore`] for tests and [`SqliteStore`] for use.
//! Policies may also lie in a MongoDB that other programs use too: [`MongoStore`]; the rules of the autopilot too
//! ([`MongoRules`]), and there the audit is copied ([`AuditCopy`]).
//! Every call is synchronous and may wait for the disk or the network; an async caller uses a blocking thread.
//!
//! ```no_run
//! use store::{Entry, Actor, LocalStore, SqliteStore, StateDir};
//! # fn main() -> Result<(), store::StoreError> {
//! # let now = domain::time::Wall(0);
//! // The server: makes the folder (0700) and the database (0600) if there are none.
//! let dir = StateDir::open_or_create("/var/lib/server-monitor".as_ref())?;
//! let store = SqliteStore::open(&dir)?;
//!
//! // A command that changes something: the folder must exist, files keep its owner.
//! let dir = StateDir::open_existing("/var/lib/server-monitor".as_ref())?;
//! let store = SqliteStore::open(&dir)?;
//! let by = Entry::new(now, Actor::cli("root"), "user_remove");
//! store.remove_user(&"mallory".parse()?, by)?;
//!
//! // A command that only reads: nothing is created, nothing is changed.
//! let store = SqliteStore::open_reading(&dir)?;
//! for user in store.users()? {
//!     println!("{} {}", user.name, user.role);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Whatever changes access takes the audit [`Entry`] of that change and writes both in one transaction:
//! there is no change without its record. [`LocalStore::revision`] rises with every change that may end
//! a credential, also when another process made it.
//!
//! Does not belong here: hashing passwords, making secrets and codes, deciding who may do what (`server::auth`),
//! the wording of anything.

mod audit;
mod error;
mod factor;
mod journal;
pub mod lists;
mod local;
mod memory;
mod model;
mod mongo;
mod name;
mod policy;
mod remote;
mod rules;
mod secret;
mod sqlite;
mod state_dir;

pub use audit::{
    Actor, AuditAbout, AuditBreak, AuditCheck, AuditMark, AuditRow, AuditStep, Entry, InvalidMark, Outcome,
};
pub use error::{StoreError, Subject};
pub use factor::{Factor, NewTotp, SecondFactor, Totp, TotpSecret};
pub use journal::Journal;
pub use local::{LocalStore, limits};
pub use memory::MemoryStore;
pub use model::{Ended, NewSession, NewToken, NewUser, Session, SetUp, Token, User};
pub use mongo::{AuditCopy, Copied, MongoRules, MongoStore, is_taken as is_taken_collection};
pub use name::{InvalidName, Name};
pub use policy::{
    DocumentJson, DocumentText, Held, InvalidPolicyId, JsonError, PolicyId, PolicyStore, PolicyTrouble,
    Seeded, Written, document, parse_json, policy_limits,
};
pub use remote::RemoteFault;
pub use rules::{HeldRule, RuleFault, RuleStore, Standing, Stopped, rule_limits};
pub use secret::{PasswordHash, SecretHash};
pub use sqlite::SqliteStore;
pub use state_dir::StateDir;
