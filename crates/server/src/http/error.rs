//! How a request fails: a stable code with its status, public arguments and, for the log alone, the inner reason.
//!
//! An [`ApiError`] carries no language. It travels as an extension of an empty response and is worded by
//! [`super::answer`], the one place that knows who reads it.

use std::fmt::Display;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::Gap;
use domain::decide::Refusal;
use serde::Serialize;
use utoipa::ToSchema;
use words::{Lang, Value, Words};

use super::dto::refusal_reason;

/// A problem (RFC 9457).
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Problem {
    /// A URN of the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// What went wrong in a few words, in the asker's language.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What went wrong here and what to do, in the asker's language.
    pub detail: String,
    /// Stable reason in snake_case.
    pub code: String,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $status:ident;)*) => {
        /// The stable reasons of failures. A code has one status, and none of them is a success.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// All codes.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The stable word.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// The HTTP status that goes with it.
            #[must_use]
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status,)* }
            }
        }
    };
}

codes! {
    /// The request is no proper HTTP for us: its target, its Host.
    BadRequest = "bad_request", BAD_REQUEST;
    /// A forwarding header of a trusted proxy cannot be understood.
    BadForwarded = "bad_forwarded_header", BAD_REQUEST;
    /// A token, password or session stands in the address.
    CredentialInUrl = "credential_in_url", BAD_REQUEST;
    /// A query parameter is unknown, repeated or has a bad value.
    BadQuery = "bad_query", BAD_REQUEST;
    /// A part of the path has a bad form.
    BadPath = "bad_path", BAD_REQUEST;
    /// The body is no JSON.
    BadJson = "bad_json", BAD_REQUEST;
    /// The live stream has no such topic.
    UnknownTopic = "unknown_topic", BAD_REQUEST;
    /// This version does not know that yet.
    NotYet = "not_yet", CONFLICT;
    /// No valid credential.
    Unauthenticated = "unauthenticated", UNAUTHORIZED;
    /// Name, password or second factor are wrong.
    WrongCredentials = "wrong_credentials", UNAUTHORIZED;
    /// The password is right, and the account asks for a code of its second factor.
    TotpRequired = "totp_required", UNAUTHORIZED;
    /// The code of the second factor is wrong, too old or used.
    TotpWrong = "totp_wrong", UNAUTHORIZED;
    /// The set-up link is wrong, used or too old.
    SetupRefused = "setup_refused", FORBIDDEN;
    /// The role does not suffice.
    Forbidden = "forbidden", FORBIDDEN;
    /// The request was started by another site.
    ForeignOrigin = "foreign_origin", FORBIDDEN;
    /// A change with a cookie names no origin.
    OriginMissing = "origin_missing", FORBIDDEN;
    /// No such route or page.
    NotFound = "not_found", NOT_FOUND;
    /// No such process was ever seen.
    NoSuchProcess = "no_such_process", NOT_FOUND;
    /// No such user.
    NoSuchUser = "no_such_user", NOT_FOUND;
    /// No such token.
    NoSuchToken = "no_such_token", NOT_FOUND;
    /// No policy has that id.
    NoSuchPolicy = "no_such_policy", NOT_FOUND;
    /// Nothing of a list of policies can be read.
    InvalidList = "invalid_list", UNPROCESSABLE_ENTITY;
    /// A list of policies has to be JSON, CSV or TOML, not compressed.
    UnsupportedList = "unsupported_list_type", UNSUPPORTED_MEDIA_TYPE;
    /// No rule of the autopilot has that id.
    NoSuchRule = "no_such_rule", NOT_FOUND;
    /// A rule of the autopilot says what none may say.
    InvalidRule = "invalid_rule", UNPROCESSABLE_ENTITY;
    /// A rule is to be enforced that was not rehearsed for long enough.
    RehearsalNeeded = "rehearsal_needed", CONFLICT;
    /// No log has that id.
    LogUnknown = "log_unknown", NOT_FOUND;
    /// The log is not there now.
    LogMissing = "log_missing", NOT_FOUND;
    /// The system denies the log, or reading it failed.
    LogDenied = "log_denied", FORBIDDEN;
    /// What lies in the place of the log is none.
    LogRefused = "log_refused", FORBIDDEN;
    /// Too many reads of logs wait.
    LogBusy = "log_busy", SERVICE_UNAVAILABLE;
    /// The route has no such method.
    MethodNotAllowed = "method_not_allowed", METHOD_NOT_ALLOWED;
    /// The request took too long to arrive or to be answered.
    TimedOut = "timed_out", REQUEST_TIMEOUT;
    /// What decides says that this process is left alone; the problem bears the code of that reason.
    Refused = "refused", FORBIDDEN;
    /// One of a group is left alone; the problem bears the code of that reason.
    ProtectedMember = "protected_member", FORBIDDEN;
    /// A process is named by its pid alone where that is not enough.
    BarePid = "bare_pid", UNPROCESSABLE_ENTITY;
    /// The plan that was shown does not hold any more.
    ChangedSincePlan = "changed_since_plan", CONFLICT;
    /// The operating system denies it.
    Denied = "denied", FORBIDDEN;
    /// The operating system failed.
    Failed = "failed", INTERNAL_SERVER_ERROR;
    /// The audit cannot be written, so that nothing is done.
    AuditUnavailable = "audit_unavailable", SERVICE_UNAVAILABLE;
    /// Too much is being done at once.
    Busy = "busy", SERVICE_UNAVAILABLE;
    /// Nothing is begun any more.
    Stopping = "stopping", SERVICE_UNAVAILABLE;
    /// The pid belongs to another process now.
    NotTheSame = "not_the_same_process", CONFLICT;
    /// The name is taken.
    AlreadyExists = "already_exists", CONFLICT;
    /// The last admin cannot be removed or lowered.
    LastAdmin = "last_admin", CONFLICT;
    /// The process has ended.
    Gone = "gone", GONE;
    /// The body is too large.
    BodyTooLarge = "body_too_large", PAYLOAD_TOO_LARGE;
    /// The address is too long.
    UriTooLong = "uri_too_long", URI_TOO_LONG;
    /// The body has to be `application/json`, not compressed.
    UnsupportedMedia = "unsupported_media_type", UNSUPPORTED_MEDIA_TYPE;
    /// The Host is not one that this server answers to.
    UnknownHost = "unknown_host", MISDIRECTED_REQUEST;
    /// The body is JSON, but not what the route wants.
    InvalidBody = "invalid_body", UNPROCESSABLE_ENTITY;
    /// The name has characters or a length that a name cannot have.
    InvalidName = "invalid_name", UNPROCESSABLE_ENTITY;
    /// The password is too short, too long or too common.
    WeakPassword = "weak_password", UNPROCESSABLE_ENTITY;
    /// The present password is wrong or missing.
    WrongPassword = "wrong_password", FORBIDDEN;
    /// The code for a change of the own second factor is wrong, used or missing.
    WrongTotpCode = "wrong_totp_code", FORBIDDEN;
    /// The account has a second factor already.
    TotpEnabled = "totp_enabled", CONFLICT;
    /// The account has no second factor.
    TotpNotEnabled = "totp_not_enabled", CONFLICT;
    /// No offered second factor waits to be confirmed.
    TotpNotOffered = "totp_not_offered", CONFLICT;
    /// There are as many users or tokens as there may be.
    TooManyExist = "too_many_exist", CONFLICT;
    /// A token has no password or account of its own.
    NotAUser = "not_a_user", FORBIDDEN;
    /// The role is none.
    UnknownRole = "unknown_role", UNPROCESSABLE_ENTITY;
    /// Too many attempts or streams of one user.
    TooMany = "too_many_requests", TOO_MANY_REQUESTS;
    /// Too many or too large headers.
    HeadersTooLarge = "headers_too_large", REQUEST_HEADER_FIELDS_TOO_LARGE;
    /// A failure inside, named in the log.
    Internal = "internal", INTERNAL_SERVER_ERROR;
    /// The first tick has not been taken, or the engine is busy.
    NotReady = "not_ready", SERVICE_UNAVAILABLE;
    /// All places are taken.
    Overloaded = "overloaded", SERVICE_UNAVAILABLE;
    /// The store of policies cannot be asked: it is away, too slow, or does not let us in.
    PoliciesUnavailable = "policies_unavailable", SERVICE_UNAVAILABLE;
    /// The store of policies answers, and does not do it.
    PoliciesRefused = "policies_refused", BAD_GATEWAY;
    /// The store of users, sessions and audit cannot be used.
    StoreUnavailable = "store_unavailable", SERVICE_UNAVAILABLE;
}

/// A failed request.
#[derive(Clone, Debug)]
pub(crate) struct ApiError {
    pub(crate) code: Code,
    /// What the wording may name. Public.
    args: Vec<(&'static str, String)>,
    /// Why a process is left alone.
    refusal: Option<Box<Refusal>>,
    /// For the log alone.
    internal: Option<String>,
    /// Seconds after which to try again.
    pub(crate) retry_after: Option<u64>,
}

impl ApiError {
    pub(crate) const fn new(code: Code) -> Self {
        Self { code, args: Vec::new(), refusal: None, internal: None, retry_after: None }
    }

    /// Nothing can be said of the machine yet.
    pub(crate) const fn not_ready() -> Self {
        Self::new(Code::NotReady).retry_after(1)
    }

    /// What is asked for could not be read at the newest tick.
    pub(crate) fn unread(gap: Gap) -> Self {
        Self::not_ready().because(gap)
    }

    /// Names something in the detail; control characters are made visible, length is bounded.
    pub(crate) fn with(mut self, name: &'static str, value: impl Display) -> Self {
        let text: String = value.to_string().chars().take(200).collect();
        self.args.push((name, domain::text::visible(&text).into_owned()));
        self
    }

    /// Takes the code and the words of a decision, as the argument `reason`.
    pub(crate) fn refused(mut self, refusal: Refusal) -> Self {
        self.refusal = Some(Box::new(refusal));
        self
    }

    /// The stable reason that is answered.
    pub(crate) fn word(&self) -> &'static str {
        self.refusal.as_ref().map_or(self.code.word(), |refusal| refusal.code())
    }

    /// Adds the reason that only the log may know.
    pub(crate) fn because(mut self, reason: impl Display) -> Self {
        self.internal = Some(reason.to_string());
        self
    }

    /// Tells the client when to come again.
    pub(crate) const fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// The inner reason.
    pub(crate) fn internal(&self) -> Option<&str> {
        self.internal.as_deref()
    }

    /// The problem in the words of `lang`.
    pub(crate) fn problem(&self, lang: Lang) -> Problem {
        let words = Words::of(lang);
        let (code, message) = (self.word(), self.code.word());
        let reason = self.refusal.as_ref().map(|refusal| refusal_reason(refusal, words));
        let reason = reason.as_ref().map(|reason| ("reason", Value::from(reason)));
        let args = self.args.iter().map(|(name, value)| (*name, Value::from(value.as_str())));
        let args: Vec<(&str, Value<'_>)> = args.chain(reason).collect();
        Problem {
            kind: format!("urn:server-monitor:problem:{code}"),
            title: words.text(&format!("problem-{message}-title"), &[]),
            status: self.code.status().as_u16(),
            detail: words.text(&format!("problem-{message}-detail"), &args),
            code: code.to_owned(),
        }
    }
}

impl From<Code> for ApiError {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

impl From<engine::EngineError> for ApiError {
    fn from(error: engine::EngineError) -> Self {
        Self::not_ready().because(error)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.code.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_is_a_success_and_every_word_is_unique() {
        let words: std::collections::HashSet<_> = Code::ALL.iter().map(|code| code.word()).collect();
        assert_eq!(words.len(), Code::ALL.len());
        for code in Code::ALL {
            assert!(code.status().is_client_error() || code.status().is_server_error(), "{code:?}");
            assert!(code.word().bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{code:?}");
        }
    }

    #[test]
    fn every_code_is_worded_in_every_language() {
        for lang in Lang::ALL {
            for code in Code::ALL {
                for part in ["title", "detail"] {
                    let id = format!("problem-{}-{part}", code.word());
                    assert!(Words::of(lang).knows(&id), "{lang}: no message {id}");
                }
            }
        }
    }

    #[test]
    fn the_inner_reason_is_never_public() {
        let error = ApiError::new(Code::Internal).because("disk path /secret/db.sqlite");
        for lang in Lang::ALL {
            let text = serde_json::to_string(&error.problem(lang)).unwrap_or_default();
            assert!(!text.contains("secret"), "{text}");
        }
    }
}
