//! Policies as files: taken along, and brought along.

use axum::Json;
use axum::extract::{FromRequest, Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use domain::Role;
use domain::policy::{Document, Map};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::{Deserialize, Serialize, Serializer};
use store::DocumentJson;
use store::lists::{self, Format};
use utoipa::{IntoParams, ToSchema};
use words::Words;

use super::problems::{ExportProblems, ImportProblems};
use super::{IMPORTED, changing, with_store};
use crate::http::author::Author;
use crate::http::dto::{
    ImportReport, import, list_error, policy_document, policy_without_foreign, try_import,
};
use crate::http::error::{ApiError, Code};
use crate::http::extract::{Language, Params};
use crate::http::front::Caller;
use crate::http::state::App;

/// How the file is written.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum FileFormat {
    #[default]
    Json,
    Csv,
}

/// Which file.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExportQuery {
    /// `json` (the default) holds everything; `csv` is for spreadsheets and leaves out what cannot be read.
    #[serde(default)]
    #[param(value_type = FileFormat, required = false, inline)]
    format: Option<FileFormat>,
}

/// A document without the id of this store, which means nothing elsewhere.
struct Exported(Map);

impl Serialize for Exported {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        DocumentJson { id: None, map: &self.0 }.serialize(serializer)
    }
}

#[derive(Serialize)]
struct Export {
    policies: Vec<Exported>,
}

/// All policies as a file that `POST policies/import` takes: `{"policies":[documents]}`, or rows of CSV.
#[utoipa::path(get, path = "/api/v1/policies/export", tag = "policies", params(ExportQuery),
    responses((status = 200, content((serde_json::Value = "application/json"), (String = "text/csv"))), ExportProblems))]
pub(crate) async fn export(
    State(app): State<App>,
    caller: Caller,
    Params(query): Params<ExportQuery>,
) -> Result<Response, ApiError> {
    let document: fn(&Document) -> Map =
        if caller.role() == Role::Admin { policy_document } else { policy_without_foreign };
    let format = query.format.unwrap_or_default();
    let file = with_store(&app, move |store| {
        let held = store.policies()?;
        Ok(match format {
            // Maps have text keys and numbers are finite or null: nothing of it can fail.
            FileFormat::Json => {
                let policies = held.iter().map(|held| Exported(document(&held.document))).collect();
                serde_json::to_vec(&Export { policies }).unwrap_or_default()
            }
            FileFormat::Csv => {
                lists::write_csv(held.iter().filter_map(|held| held.document.record())).into_bytes()
            }
        })
    });
    let (media, name) = match format {
        FileFormat::Json => ("application/json", "policies.json"),
        FileFormat::Csv => ("text/csv; charset=utf-8", "policies.csv"),
    };
    let headers = [
        (header::CONTENT_TYPE, media.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, file.await?).into_response())
}

/// A list as it was sent: its format, and its bytes.
pub(crate) struct List {
    format: Format,
    bytes: Bytes,
}

impl FromRequest<App> for List {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &App) -> Result<Self, ApiError> {
        let headers = request.headers();
        let media =
            headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let essence = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        // None of them can be sent by a form on a foreign site without asking first.
        let format = match essence.as_str() {
            "application/json" | "application/x-ndjson" => Format::Json,
            "text/csv" => Format::Csv,
            "application/toml" => Format::Toml,
            _ => return Err(Code::UnsupportedList.into()),
        };
        if headers.contains_key(header::CONTENT_ENCODING) {
            return Err(Code::UnsupportedList.into());
        }
        let sent = Limited::new(request.into_body(), lists::FILE_BYTES).collect().await;
        let sent = sent.map_err(|error| {
            if error.is::<LengthLimitError>() {
                ApiError::new(Code::BodyTooLarge).with("limit", lists::FILE_BYTES)
            } else {
                ApiError::new(Code::BadRequest).because(error)
            }
        })?;
        Ok(Self { format, bytes: sent.to_bytes() })
    }
}

/// Whether to write.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ImportQuery {
    /// `true`: only say what would become of each entry.
    #[serde(default)]
    #[param(value_type = bool, required = false)]
    dry_run: Option<bool>,
}

/// Takes a list of names and descriptions, or exported policies: `application/json`, `application/x-ndjson`, `text/csv` or
/// `application/toml`, at most 8 MiB. Every entry is answered for; one that is refused stops no other.
#[utoipa::path(post, path = "/api/v1/policies/import", tag = "policies", params(ImportQuery),
    request_body(content((serde_json::Value = "application/json"), (String = "text/csv"), (String = "application/toml"))),
    responses((status = 200, body = ImportReport), ImportProblems))]
pub(crate) async fn take(
    State(app): State<App>,
    Language(lang): Language,
    author: Author,
    Params(query): Params<ImportQuery>,
    list: List,
) -> Result<Json<ImportReport>, ApiError> {
    let words = Words::of(lang);
    let entry = author.entry(&app, IMPORTED);
    let dry_run = query.dry_run.unwrap_or_default();
    let done = changing(&app, move |store| {
        let rows = match lists::read(&list.bytes, list.format) {
            Ok(rows) => rows,
            Err(error) => return Ok(Err(list_error(&error, words))),
        };
        if dry_run {
            try_import(&rows, store.policies()?, entry, words).map(Ok)
        } else {
            import(&rows, store, entry, words).map(Ok)
        }
    });
    match done.await? {
        Ok(report) => Ok(Json(report)),
        Err(why) => Err(ApiError::new(Code::InvalidList).with("reason", why)),
    }
}
