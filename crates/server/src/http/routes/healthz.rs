//! Whether the server answers.

use axum::Json;

use crate::http::dto::Health;

/// Whether the server answers. Says nothing else, to nobody.
#[utoipa::path(get, path = "/healthz", tag = "server", responses((status = 200, body = Health)))]
pub(crate) async fn read() -> Json<Health> {
    Json(Health { status: "ok" })
}
