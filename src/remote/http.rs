//! One exchange over HTTP: a call out, an answer or the exact way in which there was none.

use super::address::Address;
use super::budget::Limits;
use super::network::Network;
use super::trust::{self, Refused};
use crate::model::reason::{Cause, Problem};
use bytes::{Bytes, BytesMut};
use secrecy::SecretString;
use std::cell::OnceCell;
use std::error::Error as _;
use std::time::Duration;
use tokio::time::Instant;

/// What every request says unless it says otherwise; the language keeps error texts as they are known.
const COMMON_HEADERS: [(&str, &str); 4] = [
    ("accept", "application/json"),
    ("accept-language", "en-US"),
    ("odata-maxversion", "4.0"),
    ("odata-version", "4.0"),
];

/// The methods in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates, runs an action, or carries a batch.
    Post,
    /// Changes, or creates under a stated id.
    Patch,
    /// Deletes.
    Delete,
}

impl Method {
    /// The method on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// One request, alone or as a part of a batch.
#[derive(Clone, Debug)]
pub struct Call {
    /// The method.
    pub method: Method,
    /// The whole address.
    pub url: String,
    /// Headers beyond those that every request has.
    pub headers: Vec<(&'static str, String)>,
    /// The content type and the body.
    pub body: Option<(String, Bytes)>,
}

impl Call {
    /// A read.
    pub fn get(url: impl Into<String>) -> Self {
        Self {
            method: Method::Get,
            url: url.into(),
            headers: Vec::new(),
            body: None,
        }
    }

    /// A request with a JSON body.
    pub fn json(method: Method, url: impl Into<String>, body: impl Into<Bytes>) -> Self {
        Self {
            method,
            url: url.into(),
            headers: Vec::new(),
            body: Some(("application/json".to_owned(), body.into())),
        }
    }

    /// Adds a header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// One answer, alone or as a part of a batch.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Bytes,
}

impl Answer {
    /// A header's value; the name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(header, _)| header == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether the request was carried out.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The service's id of the request, if it gave one.
    pub fn request_id(&self) -> Option<&str> {
        [
            "x-ms-correlation-request-id",
            "x-ms-service-request-id",
            "req_id",
            "request-id",
            "x-correlation-id",
        ]
        .into_iter()
        .find_map(|name| self.header(name))
    }
}

/// Takes the body of an answer while it arrives, instead of having it put together.
pub trait Sink {
    /// A body of success begins; what was taken of an earlier attempt counts no more.
    fn begin(&mut self);

    /// Takes the next part; whether more is wanted.
    fn take(&mut self, part: &[u8]) -> bool;
}

/// Why there was no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// Nothing was sent.
    NotSent(Problem),
    /// Something was sent; whether it was carried out is not known.
    Lost(Problem),
}

impl Broken {
    /// The problem, whatever became of the request.
    pub fn into_problem(self) -> Problem {
        match self {
            Self::NotSent(problem) | Self::Lost(problem) => problem,
        }
    }
}

/// What the clients of one connection share: the way to the services, and the half of TLS that is costly to make.
#[derive(Debug, Default)]
pub struct Transport {
    network: Network,
    proxy_password: Option<SecretString>,
    tls: OnceCell<rustls::ClientConfig>,
}

impl Transport {
    /// For the way that a connection describes.
    pub fn new(network: Network) -> Self {
        Self {
            network,
            proxy_password: None,
            tls: OnceCell::new(),
        }
    }

    /// The same, with the password of the user whom the proxy is told.
    #[must_use]
    pub fn with_proxy_password(self, proxy_password: Option<SecretString>) -> Self {
        Self {
            proxy_password,
            ..self
        }
    }

    /// The client's half of TLS for one service. A service without TLS does not make anybody read certificates.
    fn tls(&self, address: &Address) -> Result<rustls::ClientConfig, Problem> {
        if !address.as_str().starts_with("https:") {
            return trust::unused_config();
        }
        if let Some(config) = self.tls.get() {
            return Ok(config.clone());
        }
        let config = trust::client_config(self.network.ca_file.as_deref())?;
        Ok(self.tls.get_or_init(|| config).clone())
    }
}

/// Sends single requests. No retry happens here.
#[derive(Clone, Debug)]
pub struct Http {
    client: reqwest::Client,
    via: Option<String>,
    limits: Limits,
    address: Address,
}

impl Http {
    /// A client for one service.
    ///
    /// # Errors
    /// [`Cause::TlsFailed`] if the system's trust store cannot be used, or what is wrong with the file of authorities.
    pub fn new(address: &Address, limits: &Limits, transport: &Transport) -> Result<Self, Problem> {
        trust::install_provider();
        let failed = |error: reqwest::Error| Problem::new(Cause::TlsFailed).saying(chain(&error));
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("Raccord/", env!("CARGO_PKG_VERSION")))
            .tls_backend_preconfigured(transport.tls(address)?)
            .connect_timeout(limits.connect_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            // Services close idle connections too, some after five seconds; a request that meets that moment is lost.
            .pool_idle_timeout(Duration::from_secs(4))
            // A slow answer and a dead line look alike to a client that waits; the system can tell them apart.
            .tcp_keepalive(Duration::from_secs(30))
            .tcp_nodelay(true)
            .no_proxy();
        let via = if address.is_loopback() {
            None
        } else {
            let password = transport.proxy_password.as_ref();
            transport.network.proxy.route(&address.origin(), password)
        };
        if let Some(via) = &via {
            let mut proxy = reqwest::Proxy::all(&via.address).map_err(|error| {
                Problem::new(Cause::ProxyUnreachable)
                    .with("proxy", &via.address)
                    .saying(chain(&error))
            })?;
            if let Some(authorization) = &via.authorization {
                proxy = proxy.custom_http_auth(authorization.clone());
            }
            builder = builder.proxy(proxy);
        }
        Ok(Self {
            client: builder.build().map_err(failed)?,
            via: via.map(|via| via.address),
            limits: limits.clone(),
            address: address.clone(),
        })
    }

    /// Sends a request once.
    ///
    /// # Errors
    /// [`Broken`], which says whether anything was sent.
    pub async fn once(
        &self,
        call: &Call,
        authorization: Option<&reqwest::header::HeaderValue>,
    ) -> Result<Answer, Broken> {
        self.once_into(call, authorization, None).await
    }

    /// Sends a request once; the body of success goes into the sink, if there is one, and is not in the answer then.
    ///
    /// # Errors
    /// [`Broken`], which says whether anything was sent.
    pub async fn once_into(
        &self,
        call: &Call,
        authorization: Option<&reqwest::header::HeaderValue>,
        sink: Option<&mut dyn Sink>,
    ) -> Result<Answer, Broken> {
        let method = match call.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Patch => reqwest::Method::PATCH,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut request = self.client.request(method, &call.url);
        for (name, value) in &COMMON_HEADERS {
            if !call.headers.iter().any(|(own, _)| own == name) {
                request = request.header(*name, *value);
            }
        }
        for (name, value) in &call.headers {
            request = request.header(*name, value);
        }
        if let Some(authorization) = authorization {
            request = request.header(reqwest::header::AUTHORIZATION, authorization);
        }
        if let Some((content_type, body)) = &call.body {
            request = request
                .header(reqwest::header::CONTENT_TYPE, content_type)
                .body(body.clone());
        }
        let end = Instant::now() + self.limits.total_timeout;
        let response = self
            .within(end, Phase::FirstByte, request.send())
            .await?
            .map_err(|error| self.broken(&error))?;
        let status = response.status().as_u16();
        let headers: Vec<(String, String)> = response
            .headers()
            .iter()
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                (name.as_str().to_owned(), value)
            })
            .collect();
        let sink = sink.filter(|_| (200..300).contains(&status));
        let body = self.body(response, end, sink).await?;
        Ok(Answer {
            status,
            headers,
            body,
        })
    }

    async fn body(
        &self,
        mut response: reqwest::Response,
        end: Instant,
        mut sink: Option<&mut dyn Sink>,
    ) -> Result<Bytes, Broken> {
        let most = self.limits.answer_bytes;
        let too_large = || {
            Broken::Lost(
                Problem::new(Cause::MalformedAnswer)
                    .with("limit", &most)
                    .saying("the answer is larger than any answer may be"),
            )
        };
        let announced = response
            .content_length()
            .and_then(|length| usize::try_from(length).ok())
            .unwrap_or(0);
        if announced > most {
            return Err(too_large());
        }
        let mut body = BytesMut::new();
        match &mut sink {
            Some(sink) => sink.begin(),
            None => body.reserve(announced),
        }
        let mut taken = 0;
        while let Some(part) = self
            .within(end, Phase::Read, response.chunk())
            .await?
            .map_err(|error| self.broken(&error))?
        {
            taken += part.len();
            if taken > most {
                return Err(too_large());
            }
            match &mut sink {
                Some(sink) => {
                    if !sink.take(&part) {
                        break;
                    }
                }
                None => body.extend_from_slice(&part),
            }
        }
        Ok(body.freeze())
    }

    /// Waits for a part of an exchange: as long as that part may take, and never beyond the end of the whole.
    async fn within<T>(
        &self,
        end: Instant,
        phase: Phase,
        part: impl Future<Output = T>,
    ) -> Result<T, Broken> {
        let (patience, cause) = match phase {
            // The connection has its own limit; it must not use up the time that the service has for its answer.
            Phase::FirstByte => (
                self.limits.connect_timeout + self.limits.first_byte_timeout,
                Cause::FirstByteTimeout,
            ),
            Phase::Read => (self.limits.read_timeout, Cause::ReadTimeout),
        };
        let part_end = Instant::now() + patience;
        tokio::time::timeout_at(end.min(part_end), part)
            .await
            .map_err(|_elapsed| {
                let (cause, limit) = if end <= part_end {
                    (Cause::Timeout, self.limits.total_timeout)
                } else {
                    (cause, patience)
                };
                Broken::Lost(self.problem(cause).with("seconds", &limit.as_secs()))
            })
    }

    fn problem(&self, cause: Cause) -> Problem {
        let problem = Problem::new(cause)
            .with("host", self.address.host())
            .with("address", &self.address.origin());
        match &self.via {
            Some(proxy) => problem.with("proxy", proxy),
            None => problem,
        }
    }

    fn broken(&self, error: &reqwest::Error) -> Broken {
        let problem = |cause| self.problem(cause).saying(chain(error));
        if error.is_builder() {
            return Broken::NotSent(problem(Cause::WrongAddress));
        }
        if error.is_connect() {
            return Broken::NotSent(self.no_connection(error, problem));
        }
        Broken::Lost(problem(if error.is_timeout() {
            Cause::Timeout
        } else {
            Cause::AnswerLost
        }))
    }

    /// Why there is no connection; nothing was sent.
    fn no_connection(&self, error: &reqwest::Error, problem: impl Fn(Cause) -> Problem) -> Problem {
        if let Some(tls) = tls_error(error) {
            let Some(refused) = Refused::behind(tls) else {
                return problem(Cause::TlsFailed);
            };
            let problem = problem(refused.cause).saying(refused.reason.clone());
            return match &refused.issuer {
                Some(issuer) => problem.with("issuer", issuer),
                None => problem,
            };
        }
        if error.is_timeout() {
            let limit = self.limits.connect_timeout.as_secs();
            return problem(Cause::ConnectTimeout).with("seconds", &limit);
        }
        problem(match tunnel_state(error) {
            _ if self.via.is_none() => Cause::Unreachable,
            Tunnel::NotBegun => Cause::ProxyUnreachable,
            Tunnel::SignIn => Cause::ProxySignIn,
            Tunnel::Refused => Cause::ProxyRefused,
        })
    }
}

/// What is being waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// A connection and the first byte of the answer.
    FirstByte,
    /// The next part of the answer.
    Read,
}

/// How far a connection through a proxy came.
enum Tunnel {
    /// The proxy was not reached.
    NotBegun,
    /// The proxy wants user and password.
    SignIn,
    /// The proxy answered that it will not, or not at all.
    Refused,
}

/// What the connector says about the tunnel. Its error type is not public, only its words are; a test watches them.
fn tunnel_state(error: &reqwest::Error) -> Tunnel {
    let said = chain(error);
    match said.split_once("tunnel error: ") {
        Some((_, why)) if why.starts_with("proxy authorization required") => Tunnel::SignIn,
        Some((_, why)) if !why.starts_with("failed to create underlying connection") => {
            Tunnel::Refused
        }
        _ => Tunnel::NotBegun,
    }
}

/// Whether trying again would end the same way, since a person has to change something first.
pub fn is_lasting(cause: Cause) -> bool {
    matches!(
        cause,
        Cause::TlsFailed
            | Cause::CertificateUnknown
            | Cause::CertificateForOtherHost
            | Cause::CertificateExpired
            | Cause::ProxySignIn
            | Cause::WrongAddress
            | Cause::Cancelled
    )
}

/// What an error and the errors behind it say, without the address (it may hold a filter with people's data).
fn chain(error: &reqwest::Error) -> String {
    let mut words = Vec::new();
    let mut source = error.source();
    while let Some(inner) = source {
        words.push(inner.to_string());
        source = inner.source();
    }
    words.dedup();
    if words.is_empty() {
        "the request could not be sent".to_owned()
    } else {
        words.join(": ")
    }
}

fn tls_error(error: &reqwest::Error) -> Option<&rustls::Error> {
    let mut source = error.source();
    while let Some(inner) = source {
        if let Some(tls) = inner.downcast_ref() {
            return Some(tls);
        }
        // TLS errors travel inside I/O errors, sometimes several deep, which do not name them as their source.
        let mut io = inner.downcast_ref::<std::io::Error>();
        while let Some(outer) = io {
            let Some(held) = outer.get_ref() else { break };
            if let Some(tls) = held.downcast_ref() {
                return Some(tls);
            }
            io = held.downcast_ref::<std::io::Error>();
        }
        source = inner.source();
    }
    None
}
