//! Every route in one table: the router, the role checks and the OpenAPI document are made from it, and
//! tests walk it. A route cannot be added without saying who may use it.

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter, UtoipaMethodRouterExt};
use utoipa_axum::routes;

use super::client::Client;
use super::error::{ApiError, Code};
use super::front::{Caller, refuse_role};
use super::state::App;
use super::{page, routes as r};
use domain::Role;

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Open,
    /// A token, or an address that the configuration names.
    Metrics,
    /// Whoever has a valid credential.
    Any,
    /// Admins; others only for their own account. The handler asks for it before it reads the body.
    OwnOrAdmin,
    /// At least this role.
    Role(Role),
}

impl Access {
    /// The least role that gets past the table's check; none for routes without one.
    #[must_use]
    pub const fn least_role(self) -> Option<Role> {
        match self {
            Self::Open | Self::Metrics => None,
            Self::Any | Self::OwnOrAdmin => Some(Role::Viewer),
            Self::Role(role) => Some(role),
        }
    }
}

struct Route {
    access: Access,
    mount: fn() -> UtoipaMethodRouter<App>,
}

const fn route(access: Access, mount: fn() -> UtoipaMethodRouter<App>) -> Route {
    Route { access, mount }
}

const VIEWER: Access = Access::Role(Role::Viewer);
const OPERATOR: Access = Access::Role(Role::Operator);
const ADMIN: Access = Access::Role(Role::Admin);

const ROUTES: &[Route] = &[
    route(Access::Open, || routes!(r::healthz::read)),
    route(Access::Metrics, || routes!(r::metrics::read)),
    route(Access::Open, || routes!(r::setup::create)),
    route(Access::Open, || routes!(r::session::create)),
    route(Access::Any, || routes!(r::session::remove)),
    route(Access::Any, || routes!(r::me::read)),
    route(Access::Any, || routes!(r::totp::offer, r::totp::confirm, r::totp::remove)),
    route(VIEWER, || routes!(r::snapshot::read)),
    route(VIEWER, || routes!(r::live::read)),
    route(VIEWER, || routes!(r::processes::list)),
    route(VIEWER, || routes!(r::processes::read)),
    route(VIEWER, || routes!(r::deeds::plan)),
    route(OPERATOR, || routes!(r::deeds::end)),
    route(OPERATOR, || routes!(r::deeds::pause)),
    route(OPERATOR, || routes!(r::deeds::resume)),
    route(OPERATOR, || routes!(r::deeds::several::end_several)),
    route(VIEWER, || routes!(r::cleanup::read)),
    route(VIEWER, || routes!(r::rules::list)),
    route(VIEWER, || routes!(r::services::list)),
    route(VIEWER, || routes!(r::logs::list)),
    route(VIEWER, || routes!(r::logs::tail)),
    route(VIEWER, || routes!(r::logs::stream)),
    route(VIEWER, || routes!(r::history::read)),
    route(VIEWER, || routes!(r::openapi::read)),
    route(VIEWER, || routes!(r::policies::list)),
    route(VIEWER, || routes!(r::policies::read)),
    route(VIEWER, || routes!(r::policies::exchange::export)),
    route(VIEWER, || routes!(r::policies::kept::state)),
    route(ADMIN, || routes!(r::policies::kept::document)),
    route(OPERATOR, || routes!(r::policies::history)),
    route(ADMIN, || routes!(r::policies::create)),
    route(ADMIN, || routes!(r::policies::replace, r::policies::remove)),
    route(ADMIN, || routes!(r::policies::exchange::take)),
    route(VIEWER, || routes!(r::autopilot::read)),
    route(ADMIN, || routes!(r::autopilot::put, r::autopilot::remove)),
    route(ADMIN, || routes!(r::autopilot::reset)),
    route(ADMIN, || routes!(r::autopilot::preview)),
    route(OPERATOR, || routes!(r::autopilot::stop)),
    route(ADMIN, || routes!(r::autopilot::start)),
    route(OPERATOR, || routes!(r::audit::list)),
    route(ADMIN, || routes!(r::users::list)),
    route(ADMIN, || routes!(r::users::create)),
    route(Access::OwnOrAdmin, || routes!(r::users::change)),
    route(ADMIN, || routes!(r::users::remove)),
    route(ADMIN, || routes!(r::totp::reset)),
    route(ADMIN, || routes!(r::tokens::list)),
    route(ADMIN, || routes!(r::tokens::create)),
    route(ADMIN, || routes!(r::tokens::remove)),
];

/// One route as the table has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteInfo {
    /// `GET`, `POST`, `PUT` or `DELETE`.
    pub method: &'static str,
    /// Path with `{names}`.
    pub path: String,
    /// Who may use it.
    pub access: Access,
}

/// All routes.
#[must_use]
pub fn all() -> Vec<RouteInfo> {
    ROUTES.iter().flat_map(infos).collect()
}

fn infos(route: &Route) -> Vec<RouteInfo> {
    let (_, paths, _) = (route.mount)();
    let of_path = |(path, item): (String, utoipa::openapi::PathItem)| {
        let methods = [
            ("GET", item.get.is_some()),
            ("POST", item.post.is_some()),
            ("PUT", item.put.is_some()),
            ("DELETE", item.delete.is_some()),
        ];
        let present = methods.into_iter().filter(|(_, present)| *present);
        present
            .map(|(method, _)| RouteInfo { method, path: path.clone(), access: route.access })
            .collect::<Vec<_>>()
    };
    paths.paths.into_iter().flat_map(of_path).collect()
}

/// The router and the description of its routes.
pub(crate) fn mount(app: &App) -> (Router<App>, utoipa::openapi::OpenApi) {
    let mut router = OpenApiRouter::default();
    for route in ROUTES {
        let access = route.access;
        let check =
            move |State(app): State<App>, request: Request, next: Next| check(access, app, request, next);
        let layer = from_fn_with_state(app.clone(), check);
        router = router.routes((route.mount)().map(|methods| methods.route_layer(layer)));
    }
    let (router, api) = router.split_for_parts();
    let router = router
        .method_not_allowed_fallback(|| async { ApiError::new(Code::MethodNotAllowed) })
        .fallback(page::serve);
    (router, api)
}

/// The description alone, without a server.
pub(crate) fn describe() -> utoipa::openapi::OpenApi {
    let router = ROUTES.iter().fold(OpenApiRouter::default(), |router, route| router.routes((route.mount)()));
    router.into_openapi()
}

/// Lets the caller through if its role suffices; a refusal goes into the audit.
async fn check(access: Access, app: App, request: Request, next: Next) -> Response {
    let Some(least) = access.least_role() else { return next.run(request).await };
    let Some(caller) = request.extensions().get::<Caller>().cloned() else {
        return ApiError::new(Code::Unauthenticated).into_response();
    };
    if caller.role() < least {
        let client = request.extensions().get::<Client>().cloned();
        let path = request.uri().path();
        return refuse_role(&app, &caller, client.as_ref(), request.method(), path, least)
            .await
            .into_response();
    }
    next.run(request).await
}
