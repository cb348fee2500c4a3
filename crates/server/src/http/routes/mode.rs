//! The query parameter `mode`, for routes that take no other.

use serde::Deserialize;
use utoipa::IntoParams;

use crate::http::dto::Mode;
use crate::http::state::App;

/// How processes are judged.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ModeQuery {
    /// `contextual` or `strict`; the configured mode without it.
    #[serde(default)]
    #[param(value_type = Mode, required = false, inline)]
    mode: Option<Mode>,
}

impl ModeQuery {
    /// The mode asked for, else the configured one.
    pub(super) fn mode(&self, app: &App) -> Mode {
        self.mode.unwrap_or_else(|| configured(app))
    }
}

/// The configured mode.
pub(super) fn configured(app: &App) -> Mode {
    app.reload.current().mode
}
