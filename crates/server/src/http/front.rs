//! The way of every request to the router, in this order: who is the client → is the Host ours → was it
//! started by our own page → who is the caller. Only then is the path looked at.
//!
//! The order is a promise (CONTRACTS §3): nobody without a credential learns which paths below `/api/v1`
//! exist, and no body is read for somebody who may not send it.

use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, Method, Uri, Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::Role;
use futures_util::FutureExt;

use super::answer;
use super::author::Author;
use super::client::{Client, Peer, is_plain_host};
use super::compress;
use super::cookie;
use super::error::{ApiError, Code};
use super::state::App;
use crate::auth::{self, AuthError, Credential};
use crate::live::CredentialEnd;
use crate::settings::LiveSettings;

/// Below this everything needs a credential.
const API: &str = "/api/v1";
/// Excepted: here credentials are made.
const DOORS: [&str; 2] = ["/api/v1/setup", "/api/v1/session"];
/// Read by programs that hold a token.
const METRICS: &str = "/metrics";

/// Query parameters that would put a secret into logs, histories and `Referer`; lower case, without `-` and `_`.
const SECRET_PARAMS: [&str; 12] = [
    "token",
    "accesstoken",
    "auth",
    "authorization",
    "bearer",
    "apikey",
    "password",
    "passwd",
    "secret",
    "session",
    "sid",
    "sessionid",
];

/// Longest path and query together, bytes.
const LONGEST_TARGET: usize = 4096;
/// Time for ending processes, beside that of every request: a hundred at once, some of which have to be made to end.
const ACTING: Duration = Duration::from_secs(120);
/// Longest path in the access log, characters.
const LOGGED_PATH: usize = 200;

/// Somebody who was let in.
#[derive(Clone, Debug)]
pub(crate) struct Caller(pub(crate) auth::Caller);

impl Caller {
    pub(crate) const fn role(&self) -> Role {
        self.0.role()
    }

    /// Under whose name streams are counted.
    pub(crate) fn owner(&self) -> String {
        self.0.actor().to_string()
    }

    /// Ends when the credential does.
    pub(crate) fn ended(&self, app: &App) -> CredentialEnd {
        Box::pin(app.access.watch(&self.0))
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, ApiError> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Code::Unauthenticated.into())
    }
}

impl FromRequestParts<App> for Client {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, ApiError> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| ApiError::new(Code::Internal).because("a request without a client"))
    }
}

/// Proof that the caller may read `/metrics`.
pub(crate) struct MetricsReader;

impl FromRequestParts<App> for MetricsReader {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let client = Client::from_request_parts(parts, app).await?;
        let allow = &app.reload.current().metrics_allow;
        // Behind a proxy every client has the proxy's address: a forwarded request never counts as a neighbour.
        // A proxy that was told to add nothing shows by its version: nginx's own default is HTTP/1.0.
        let neighbour = !client.forwarded
            && parts.version >= Version::HTTP_11
            && client.address.is_some_and(|address| allow.iter().any(|net| net.contains(&address)));
        if neighbour || parts.extensions.get::<Caller>().is_some() {
            Ok(Self)
        } else {
            Err(Code::Unauthenticated.into())
        }
    }
}

/// Carries a request to the router and its answer back.
pub(crate) async fn front(State(app): State<App>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let settings = app.reload.current();
    let lang = answer::language(request.uri(), request.headers(), settings.lang);
    let method = request.method().clone();
    let path = request.uri().path().chars().take(LOGGED_PATH).collect::<String>();
    let peer = request.extensions().get::<Peer>().copied().unwrap_or(Peer::Unix);
    let client = Client::of(peer, request.uri(), request.headers(), &settings);
    let (https, address) =
        client.as_ref().map_or((false, peer.address()), |client| (client.https, client.address));

    let answered = AssertUnwindSafe(async {
        match pass(&app, &settings, client?, request, next).await {
            Ok(answer) => Ok::<_, ApiError>(answer),
            Err(error) => Err(error),
        }
    });
    let limit =
        app.settings.limits.request_timeout + if acts(&method, &path) { ACTING } else { Duration::ZERO };
    let answered = tokio::time::timeout(limit, answered.catch_unwind()).await;
    let response = match answered {
        Ok(Ok(Ok(response))) => response,
        Ok(Ok(Err(error))) => error.into_response(),
        // The panic hook has already logged where; the client learns nothing of it.
        Ok(Err(_panic)) => ApiError::new(Code::Internal).because("a handler panicked").into_response(),
        Err(_elapsed) => ApiError::new(Code::TimedOut).into_response(),
    };
    let mut response = answer::word(response, lang);
    answer::protect(response.headers_mut(), https);
    log(&response, &method, &path, started.elapsed(), address);
    response
}

/// Whether the answer has to wait for processes to end. The path is not yet known to be one of ours.
fn acts(method: &Method, path: &str) -> bool {
    *method == Method::POST && ["/end", "/pause", "/resume", "/ends"].iter().any(|last| path.ends_with(last))
}

/// The access log: what went well is for whoever debugs, what did not for everybody. No query, no secret.
fn log(response: &Response, method: &Method, path: &str, took: Duration, address: Option<IpAddr>) {
    let status = response.status().as_u16();
    let path = domain::text::visible(path);
    let ms = took.as_millis() as u64;
    let client = address.map_or_else(|| "unix".to_owned(), |address| address.to_string());
    if response.status().is_client_error() || response.status().is_server_error() {
        tracing::info!(target: "server::access", %method, %path, status, ms, %client, "request");
    } else {
        tracing::debug!(target: "server::access", %method, %path, status, ms, %client, "request");
    }
}

async fn pass(
    app: &App,
    settings: &LiveSettings,
    client: Client,
    mut request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    check_size(app, &request)?;
    check_host(&client, settings)?;
    strip_base(&mut request, &client)?;
    let path = request.uri().path();
    let below_api = path == API || path.strip_prefix(API).is_some_and(|rest| rest.starts_with('/'));
    if let Err(error) = check_origin(&client, request.method(), request.headers(), below_api) {
        if below_api && changes(request.method()) {
            let what = (request.method(), request.uri().path());
            note_foreign(app, &client, what, request.headers(), error.code).await;
        }
        return Err(error);
    }
    check_query(request.uri())?;
    let door = DOORS.contains(&path);
    let gzip = compress::may(request.method(), path).then(|| compress::accepts(request.headers()));
    if below_api || path == METRICS {
        match caller(app, &client, request.headers()).await {
            Ok(Some(caller)) => {
                request.extensions_mut().insert(Caller(caller));
            }
            Ok(None) if door || !below_api => {}
            Ok(None) => return Err(Code::Unauthenticated.into()),
            // Who logs in may still carry the cookie of a session that has ended.
            Err(AuthError::Unauthenticated) if door => {}
            Err(error) => return Err(error.into()),
        }
    }
    request.extensions_mut().insert(client);
    let response = next.run(request).await;
    Ok(match gzip {
        Some(wanted) => compress::gzip(response, wanted).await,
        None => response,
    })
}

/// What the connection itself lets through is larger, so that most of these get a worded answer.
fn check_size(app: &App, request: &Request) -> Result<(), ApiError> {
    if request.headers().len() > app.settings.limits.headers {
        return Err(Code::HeadersTooLarge.into());
    }
    let target = request.uri().path().len() + request.uri().query().unwrap_or_default().len();
    if target > LONGEST_TARGET { Err(Code::UriTooLong.into()) } else { Ok(()) }
}

fn check_host(client: &Client, settings: &LiveSettings) -> Result<(), ApiError> {
    let name = client.host_name();
    if is_plain_host(name) || settings.allowed_hosts.iter().any(|host| host.eq_ignore_ascii_case(name)) {
        return Ok(());
    }
    Err(ApiError::new(Code::UnknownHost).with("host", name))
}

/// Takes the base away from the path, if the proxy has not done so.
fn strip_base(request: &mut Request, client: &Client) -> Result<(), ApiError> {
    let uri = request.uri();
    let rest = match client.base.below(uri.path()) {
        Some("") => "/",
        Some(rest) => rest,
        None => return Ok(()),
    };
    let target = match uri.query() {
        Some(query) => format!("{rest}?{query}"),
        None => rest.to_owned(),
    };
    let target =
        PathAndQuery::try_from(target).map_err(|error| ApiError::new(Code::BadRequest).because(error))?;
    *request.uri_mut() = Uri::from(target);
    Ok(())
}

/// What a page of another site started is refused, whatever credential its browser added.
fn check_origin(
    client: &Client,
    method: &Method,
    headers: &HeaderMap,
    below_api: bool,
) -> Result<(), ApiError> {
    let mut origins = headers.get_all(header::ORIGIN).iter();
    match (origins.next(), origins.next()) {
        (Some(origin), None) if origin.to_str().is_ok_and(|origin| client.is_origin(origin)) => {}
        (Some(_), _) => return Err(Code::ForeignOrigin.into()),
        (None, _) => {
            if changes(method) && !headers.contains_key(header::AUTHORIZATION) && cookie::has_session(headers)
            {
                return Err(Code::OriginMissing.into());
            }
        }
    }
    // A plain GET from another site has no Origin, but browsers say where it started (Fetch Metadata).
    let cross_site = headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site");
    if below_api && cross_site { Err(Code::ForeignOrigin.into()) } else { Ok(()) }
}

fn changes(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Writes down that another site tried to change something, and with whose credential.
async fn note_foreign(
    app: &App,
    client: &Client,
    (method, path): (&Method, &str),
    headers: &HeaderMap,
    code: Code,
) {
    let caller = caller(app, client, headers).await;
    let actor = caller.ok().flatten().map_or_else(store::Actor::anonymous, |caller| caller.actor());
    let path = path.chars().take(LOGGED_PATH).collect::<String>();
    let entry = Author::new(actor, client.address).refusal(app, "request", code.word());
    app.access.record_refusal(entry.reason(&format!("{method} {path}"))).await;
}

fn check_query(uri: &Uri) -> Result<(), ApiError> {
    let names = uri
        .query()
        .into_iter()
        .flat_map(|query| query.split(['&', ';']))
        .map(|pair| pair.split('=').next().unwrap_or(pair));
    for name in names {
        let plain: String = name
            .chars()
            .filter(|c| !matches!(c, '-' | '_'))
            .take(32)
            .collect::<String>()
            .to_ascii_lowercase();
        // Percent-encoded names are for nobody honest: no parameter of ours needs it.
        if SECRET_PARAMS.contains(&plain.as_str()) || name.contains('%') {
            return Err(ApiError::new(Code::CredentialInUrl));
        }
    }
    Ok(())
}

/// The caller by the one credential that counts: a token if `Authorization` is there, else the session.
async fn caller(app: &App, client: &Client, headers: &HeaderMap) -> Result<Option<auth::Caller>, AuthError> {
    let peer = auth_peer(client);
    let mut fields = headers.get_all(header::AUTHORIZATION).iter();
    if let Some(field) = fields.next() {
        let bearer = field
            .to_str()
            .ok()
            .and_then(|text| text.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let (Some((_, token)), None) = (bearer, fields.next()) else {
            return Err(AuthError::Unauthenticated);
        };
        return app.access.authenticate(Credential::Bearer(token.trim()), peer).await.map(Some);
    }
    match cookie::session(headers, client.https) {
        Some(session) => app.access.authenticate(Credential::Cookie(session), peer).await.map(Some),
        None => Ok(None),
    }
}

/// The client as access control sees it.
pub(crate) fn auth_peer(client: &Client) -> auth::Peer {
    client.address.map_or(auth::Peer::Local, auth::Peer::Address)
}

/// Writes a refusal for want of a role into the audit, and makes it.
pub(crate) async fn refuse_role(
    app: &App,
    caller: &Caller,
    client: Option<&Client>,
    method: &Method,
    path: &str,
    least: Role,
) -> ApiError {
    let reason = format!("{method} {} needs {least}", path.chars().take(LOGGED_PATH).collect::<String>());
    let author = Author::new(caller.0.actor(), client.and_then(|client| client.address));
    let entry = author.refusal(app, "request", Code::Forbidden.word());
    app.access.record_refusal(entry.reason(&reason)).await;
    ApiError::new(Code::Forbidden).with("role", least)
}

impl From<AuthError> for ApiError {
    fn from(error: AuthError) -> Self {
        use store::{StoreError, Subject};
        let simple = |code: Code| Self::new(code);
        match &error {
            AuthError::Unauthenticated => simple(Code::Unauthenticated),
            AuthError::WrongCredentials => simple(Code::WrongCredentials),
            AuthError::TotpRequired => simple(Code::TotpRequired),
            AuthError::TotpWrong => simple(Code::TotpWrong),
            AuthError::NoOffer => simple(Code::TotpNotOffered),
            AuthError::NeedsCode => simple(Code::WrongTotpCode),
            AuthError::TooMany { retry_after } | AuthError::Busy { retry_after } => {
                simple(Code::TooMany).retry_after(retry_after.as_secs().max(1))
            }
            AuthError::Password(problem) => simple(Code::WeakPassword).with("reason", problem),
            AuthError::NotAUser => simple(Code::NotAUser),
            AuthError::NeedsCurrent => simple(Code::WrongPassword),
            AuthError::Store(StoreError::Exists { name, .. }) => {
                simple(Code::AlreadyExists).with("name", name)
            }
            AuthError::Store(StoreError::NotFound { subject: Subject::User, name }) => {
                simple(Code::NoSuchUser).with("name", name)
            }
            AuthError::Store(StoreError::NotFound { subject: Subject::Token, name }) => {
                simple(Code::NoSuchToken).with("name", name)
            }
            AuthError::Store(StoreError::InvalidName(_)) => simple(Code::InvalidName),
            AuthError::Store(StoreError::LastAdmin { name }) => simple(Code::LastAdmin).with("name", name),
            AuthError::Store(StoreError::SetUpOver | StoreError::SetUpToken) => simple(Code::SetupRefused),
            AuthError::Store(StoreError::Changed { .. }) => simple(Code::Unauthenticated),
            AuthError::Store(StoreError::FactorExists { .. }) => simple(Code::TotpEnabled),
            AuthError::Store(StoreError::FactorMissing { name }) => {
                simple(Code::TotpNotEnabled).with("name", name)
            }
            AuthError::Store(StoreError::FactorRefused { .. }) => simple(Code::TotpWrong),
            AuthError::Store(StoreError::Full { limit, .. }) => {
                simple(Code::TooManyExist).with("limit", limit)
            }
            AuthError::Store(_) => simple(Code::StoreUnavailable).because(&error).retry_after(5),
            AuthError::NoRandom { .. }
            | AuthError::Qr { .. }
            | AuthError::Hash { .. }
            | AuthError::Interrupted { .. } => simple(Code::Internal).because(&error),
        }
    }
}
