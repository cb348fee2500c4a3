//! Users, sessions, tokens and the audit as they are asked for and answered. Secrets go in only; a new
//! token's text comes out once.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use words::Words;

use super::number::rfc3339;
use crate::auth::{Chain, ChainState};

/// Answer of `GET /healthz`.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Health {
    /// `ok` while the server answers.
    pub status: &'static str,
}

/// Who is asking.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Me {
    /// Name of the user or of the token.
    pub name: String,
    /// `viewer`, `operator` or `admin`.
    pub role: &'static str,
    /// `session` or `token`.
    pub via: &'static str,
    /// When the session ends; `null` for a token, which lasts until it is revoked.
    #[schema(required, format = DateTime)]
    pub expires_at: Option<String>,
    /// The user has a second factor.
    pub totp: bool,
    /// Recovery codes that are left; `null` without a second factor.
    #[schema(required)]
    pub recovery_codes_left: Option<usize>,
}

/// A secret in a body: never shown by `Debug`, never serialised.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, format = Password)]
pub struct Secret(String);

impl Secret {
    /// The text, for the one place that checks or hashes it.
    #[must_use]
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// The text, handed on.
    #[must_use]
    pub(crate) fn into_text(self) -> String {
        self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

/// Body of `POST setup`.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Setup {
    /// From the set-up link.
    pub token: Secret,
    /// Name of the first admin.
    pub username: String,
    /// Its password.
    pub password: Secret,
}

/// Body of `POST session`.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSession {
    /// Name of the user.
    pub username: String,
    /// The password.
    pub password: Secret,
    /// Code of the second factor, where the account has one: six digits, or a recovery code.
    #[serde(default)]
    pub totp: Option<Secret>,
}

/// A user.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct User {
    /// The name.
    pub name: String,
    /// `viewer`, `operator` or `admin`.
    pub role: &'static str,
    /// When it was added.
    #[schema(format = DateTime)]
    pub created_at: String,
    /// When it last logged in.
    #[schema(required, format = DateTime)]
    pub last_login_at: Option<String>,
    /// It has a second factor.
    pub totp: bool,
}

/// Body of `POST me/totp`.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TotpBegin {
    /// The present password.
    pub password: Secret,
}

/// Answer of `POST me/totp`: what an authenticator needs. It waits ten minutes for `PUT me/totp`.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct TotpOffer {
    /// The shared secret in base 32, to be typed.
    pub secret: String,
    /// The same as an `otpauth:` address.
    pub uri: String,
    /// That address as a QR code: an SVG document.
    pub qr_svg: String,
}

/// Body of `PUT me/totp`.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TotpConfirm {
    /// Six digits that the authenticator shows.
    pub code: Secret,
}

/// Answer of `PUT me/totp`: the only time that these are shown.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct RecoveryCodes {
    /// Each lets in once in place of a code of the authenticator.
    pub recovery_codes: Vec<String>,
}

/// Body of `DELETE me/totp`.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TotpEnd {
    /// The present password.
    pub password: Secret,
    /// Six digits of the authenticator, or a recovery code.
    pub code: Secret,
}

/// Answer of `GET users`.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct UserList {
    /// By name.
    pub users: Vec<User>,
}

/// Body of `POST users`.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// The name.
    #[schema(pattern = "^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$")]
    pub username: String,
    /// Its first password.
    pub password: Secret,
    /// `viewer`, `operator` or `admin`.
    #[schema(pattern = "^(viewer|operator|admin)$")]
    pub role: String,
}

/// Body of `PUT users/{name}`: what is left out stays.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserChange {
    /// A new role; for admins.
    #[serde(default)]
    #[schema(pattern = "^(viewer|operator|admin)$")]
    pub role: Option<String>,
    /// A new password; it ends the sessions of that user.
    #[serde(default)]
    pub password: Option<Secret>,
    /// The present password; needed to change one's own.
    #[serde(default)]
    pub current_password: Option<Secret>,
}

/// An access token; its text is known to its owner alone.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Token {
    /// The name.
    pub name: String,
    /// `viewer`, `operator` or `admin`.
    pub role: &'static str,
    /// When it was made.
    #[schema(format = DateTime)]
    pub created_at: String,
    /// When it was last used.
    #[schema(required, format = DateTime)]
    pub last_used_at: Option<String>,
    /// Who made it.
    pub created_by: String,
}

/// Answer of `GET tokens`.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TokenList {
    /// By name.
    pub tokens: Vec<Token>,
}

/// Body of `POST tokens`.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// The name.
    #[schema(pattern = "^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$")]
    pub name: String,
    /// `viewer`, `operator` or `admin`.
    #[schema(pattern = "^(viewer|operator|admin)$")]
    pub role: String,
}

/// Answer of `POST tokens`: the only time that the token is shown.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TokenOnce {
    /// The name.
    pub name: String,
    /// `viewer`, `operator` or `admin`.
    pub role: &'static str,
    /// What goes after `Authorization: Bearer`.
    pub token: String,
}

/// One row of the audit.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AuditRow {
    /// Rises by one from row to row; `before` takes it.
    pub id: u64,
    /// When.
    #[schema(format = DateTime)]
    pub at: String,
    /// `user:NAME`, `token:NAME`, `cli:NAME`, `autopilot:RULE`, `server` or `anonymous`.
    pub actor: String,
    /// What was wanted.
    pub action: String,
    /// The process it was about.
    #[schema(required)]
    pub key: Option<String>,
    /// The name of what it was about: a user, a token, a process.
    #[schema(required)]
    pub name: Option<String>,
    /// `ok`, `refused`, `failed` or `intended`.
    pub outcome: &'static str,
    /// Stable reason of a refusal.
    #[schema(required)]
    pub code: Option<String>,
    /// The reason in words.
    #[schema(required)]
    pub reason: Option<String>,
    /// From where: the client's address, not that of a proxy before us; `null` on this machine itself.
    #[schema(required)]
    pub address: Option<String>,
}

impl From<&store::AuditRow> for AuditRow {
    fn from(row: &store::AuditRow) -> Self {
        Self {
            id: row.id,
            at: rfc3339(row.at),
            actor: row.actor.to_string(),
            action: row.action.clone(),
            key: row.key.clone(),
            name: row.name.clone(),
            outcome: row.outcome.word(),
            code: row.code.clone(),
            reason: row.reason.clone(),
            address: row.address.map(|address| address.to_string()),
        }
    }
}

/// Rows of the audit.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AuditList {
    /// Newest first.
    pub audit: Vec<AuditRow>,
}

/// Answer of `GET audit`.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Audit {
    /// Newest first.
    pub audit: Vec<AuditRow>,
    /// Whether it is whole.
    pub chain: AuditChain,
}

/// Whether each entry of the audit follows from the one before, by hashes that are stored with it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AuditChain {
    /// `whole`, `broken`, or `unchecked`: not yet looked through, or it cannot be read.
    #[schema(pattern = "^(whole|broken|unchecked)$")]
    pub state: &'static str,
    /// When all of it was last known to be so.
    #[schema(required, format = DateTime)]
    pub checked_at: Option<String>,
    /// The first entry that does not fit.
    #[schema(required)]
    pub first_bad: Option<u64>,
    /// What does not fit there, or why it could not be looked at, in words.
    #[schema(required)]
    pub reason: Option<String>,
}

impl AuditChain {
    /// In the words of a language.
    #[must_use]
    pub fn new(chain: &Chain, words: &Words) -> Self {
        let (state, first_bad, reason) = match chain.state {
            ChainState::Unchecked => ("unchecked", None, None),
            ChainState::Unreadable => ("unchecked", None, Some(words.text("audit-chain-unreadable", &[]))),
            ChainState::Whole => ("whole", None, None),
            ChainState::Broken { id, why } => {
                let sentence = format!("audit-chain-{}", why.word().replace('_', "-"));
                ("broken", Some(id), Some(words.text(&sentence, &[("id", (&id.to_string()).into())])))
            }
        };
        Self { state, checked_at: chain.checked_at.map(rfc3339), first_bad, reason }
    }
}
