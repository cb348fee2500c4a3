//! Who did what, and every refusal.

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde::Deserialize;
use store::AuditAbout;
use utoipa::IntoParams;
use words::Words;

use crate::http::dto::{Audit, AuditChain, AuditRow};
use crate::http::error::{ApiError, Code};
use crate::http::extract::{Language, Params};
use crate::http::state::App;

/// Rows that are read at once: the whole audit is never in memory.
const PAGE: usize = store::limits::AUDIT_PAGE;

/// Actions that are asked for at once.
const ACTIONS: usize = 32;

/// Which rows.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// Rows at the most; all without it.
    #[serde(default)]
    #[param(value_type = usize, required = false, minimum = 1)]
    limit: Option<usize>,
    /// Only rows whose `id` is less than this.
    #[serde(default)]
    #[param(value_type = u64, required = false, format = "uint64")]
    before: Option<u64>,
    /// Only rows of this action; of several with commas between them, at most 32.
    #[serde(default)]
    #[param(value_type = String, required = false, pattern = "^[a-z0-9_]+(,[a-z0-9_]+){0,31}$")]
    action: Option<String>,
    /// Only rows about what has exactly this name: a user, a token, a process, a policy.
    #[serde(default)]
    #[param(value_type = String, required = false)]
    name: Option<String>,
    /// Only what somebody of this name did; with its kind before it, as in `user:kim`, exactly that one.
    #[serde(default)]
    #[param(value_type = String, required = false)]
    actor: Option<String>,
}

impl Query {
    fn about(&self) -> Result<AuditAbout, ApiError> {
        let actions: Vec<String> =
            self.action.iter().flat_map(|actions| actions.split(',')).map(str::to_owned).collect();
        let is_word = |action: &String| {
            !action.is_empty()
                && action
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        };
        if actions.len() > ACTIONS || !actions.iter().all(is_word) {
            let reason = "action is one word of the audit, or several with commas between them";
            return Err(ApiError::new(Code::BadQuery).with("reason", reason));
        }
        Ok(AuditAbout { actions, name: self.name.clone(), actor: self.actor.clone() })
    }
}

/// The audit, newest first, and whether it is whole.
#[utoipa::path(get, path = "/api/v1/audit", tag = "access", params(Query), responses((status = 200, body = Audit)))]
pub(crate) async fn list(
    State(app): State<App>,
    Language(lang): Language,
    Params(query): Params<Query>,
) -> Result<Response, ApiError> {
    if query.limit == Some(0) {
        return Err(ApiError::new(Code::BadQuery).with("reason", "limit is at least 1"));
    }
    let left = query.limit.unwrap_or(usize::MAX);
    let about = query.about()?;
    let first = app.access.audit_about(about.clone(), query.before, left.min(PAGE)).await?;
    let reader = Reader { app, about, next: Some(first), left, begun: false, words: Words::of(lang) };
    let pages = futures_util::stream::unfold(reader, |mut reader| async move {
        let bytes = reader.page().await?;
        Some((Ok::<_, Infallible>(bytes), reader))
    });
    Ok(([(header::CONTENT_TYPE, "application/json")], Body::from_stream(pages)).into_response())
}

/// Writes the list page by page.
struct Reader {
    app: App,
    about: AuditAbout,
    /// Rows that were read and not yet written; nothing when the list is closed.
    next: Option<Vec<store::AuditRow>>,
    left: usize,
    begun: bool,
    words: &'static Words,
}

impl Reader {
    async fn page(&mut self) -> Option<Bytes> {
        let rows = self.next.take()?;
        let mut text = Vec::with_capacity(rows.len() * 256);
        for row in &rows {
            text.extend_from_slice(if self.begun { b"," } else { b"{\"audit\":[" });
            self.begun = true;
            serde_json::to_writer(&mut text, &AuditRow::from(row)).ok()?;
        }
        self.left = self.left.saturating_sub(rows.len());
        match rows.last() {
            Some(last) if self.left > 0 => {
                let (about, limit) = (self.about.clone(), self.left.min(PAGE));
                match self.app.access.audit_about(about, Some(last.id), limit).await {
                    Ok(more) => self.next = Some(more),
                    Err(error) => {
                        // The list stays unclosed: a reader must not take a part for the whole.
                        tracing::error!(%error, "the audit could not be read to its end");
                        return Some(Bytes::from(text));
                    }
                }
            }
            _ => {
                text.extend_from_slice(if self.begun {
                    b"],\"chain\":"
                } else {
                    b"{\"audit\":[],\"chain\":"
                });
                serde_json::to_writer(&mut text, &AuditChain::new(&self.app.access.chain(), self.words))
                    .ok()?;
                text.push(b'}');
            }
        }
        Some(Bytes::from(text))
    }
}
