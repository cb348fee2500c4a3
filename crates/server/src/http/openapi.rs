//! The OpenAPI document: what the handlers say about themselves, and what the table of routes says about who may call them.

use std::collections::BTreeMap;

use utoipa::ToSchema;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::schema::{Components, Schema};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{
    ContentBuilder, InfoBuilder, OpenApi, Ref, RefOr, Required, Response, ResponseBuilder,
};

use super::dto::{ActionEvent, NoticeEvent, Problem};
use super::registry::{self, Access};

/// What a route says of how it fails, by status.
pub(crate) type Problems = BTreeMap<String, RefOr<Response>>;

/// Problems with these statuses, each with what it means on that route.
pub(crate) fn problems(said: &[(u16, &str)]) -> Problems {
    let response = |(status, meaning): &(u16, &str)| (status.to_string(), RefOr::T(problem(meaning)));
    said.iter().map(response).collect()
}

fn problem(meaning: &str) -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(Problem::name()))).build();
    ResponseBuilder::new().description(meaning).content("application/problem+json", content).build()
}

/// Codes as a list in a sentence.
pub(crate) fn codes(all: &[&str]) -> String {
    let quoted: Vec<String> = all.iter().map(|code| format!("`{code}`")).collect();
    quoted.join(", ")
}

const SESSION: &str = "session";
const TOKEN: &str = "token";

/// Completes what the router collected.
pub(crate) fn complete(mut api: OpenApi) -> OpenApi {
    api.info = InfoBuilder::new()
        .title("server-monitor")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "Every failure is a problem (RFC 9457) with a stable `code`. A value that could not be read is `null` and named in `gaps`. \
             `?lang=ko|en`, else `Accept-Language`, chooses the language of `title`, `detail`, `role` and `message`.",
        ))
        .build();
    let components = api.components.get_or_insert_with(Components::new);
    add::<Problem>(components);
    // Events of the live stream, which no answer names.
    add::<ActionEvent>(components);
    add::<NoticeEvent>(components);
    components.add_security_scheme(TOKEN, SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    components.add_security_scheme(
        SESSION,
        SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("server-monitor-session"))),
    );
    for route in registry::all() {
        if let Some(operation) =
            api.paths.paths.get_mut(&route.path).and_then(|item| operation_of(item, route.method))
        {
            describe(operation, &route);
        }
    }
    api
}

fn add<T: ToSchema>(components: &mut Components) {
    components.schemas.insert(T::name().into_owned(), T::schema());
    let mut nested: Vec<(String, RefOr<Schema>)> = Vec::new();
    T::schemas(&mut nested);
    components.schemas.extend(nested);
}

fn operation_of<'a>(item: &'a mut PathItem, method: &str) -> Option<&'a mut Operation> {
    match method {
        "GET" => item.get.as_mut(),
        "POST" => item.post.as_mut(),
        "PUT" => item.put.as_mut(),
        "DELETE" => item.delete.as_mut(),
        _ => None,
    }
}

fn describe(operation: &mut Operation, route: &registry::RouteInfo) {
    let parts = route.path.trim_start_matches("/api/v1").split('/').filter(|part| !part.is_empty());
    let name: Vec<String> =
        parts.map(|part| part.replace(['{', '}', '.'], "_").trim_matches('_').to_owned()).collect();
    operation.operation_id = Some(format!("{}_{}", route.method.to_ascii_lowercase(), name.join("_")));
    let role = match route.access {
        Access::Open => "Open to everybody.",
        Access::Metrics => "Any credential, or an address in `metrics_allow`.",
        Access::Any => "Any credential.",
        Access::OwnOrAdmin => "admin; any user for their own password.",
        Access::Role(role) => match role {
            domain::Role::Viewer => "viewer or more.",
            domain::Role::Operator => "operator or more.",
            domain::Role::Admin => "admin.",
        },
    };
    let said = operation.description.take().map(|text| format!("{text}\n\n")).unwrap_or_default();
    operation.description = Some(format!("{said}Role: {role}"));
    if route.access == Access::Open {
        operation.security = Some(Vec::new());
    } else {
        let none: [String; 0] = [];
        operation.security = Some(vec![
            SecurityRequirement::new(TOKEN, none.clone()),
            SecurityRequirement::new(SESSION, none),
        ]);
    }
    without_null(operation);
    for (status, answer) in &mut operation.responses.responses {
        if let RefOr::T(answer) = answer
            && answer.description.is_empty()
        {
            answer.description = if status == "204" { "Done." } else { "The answer." }.to_owned();
        }
    }
    let failed = problem("Any other failure.");
    operation.responses.responses.insert("default".to_owned(), RefOr::T(failed));
}

/// A body that may be left out is not `null` for that.
fn without_null(operation: &mut Operation) {
    let Some(RefOr::T(body)) = &mut operation.request_body else { return };
    if body.required == Some(Required::True) {
        return;
    }
    for content in body.content.values_mut() {
        let RefOr::T(content) = content else { continue };
        let Some(RefOr::T(Schema::OneOf(either))) = &content.schema else { continue };
        let named = either.items.iter().find(|item| matches!(item, RefOr::Ref(_))).cloned();
        content.schema = named.or_else(|| content.schema.take());
    }
}
