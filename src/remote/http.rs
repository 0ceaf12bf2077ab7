//! One exchange over HTTP: a call out, an answer or the exact way in which there was none.

use super::address::Address;
use super::budget::Limits;
use crate::model::reason::{Cause, Problem};
use bytes::{Bytes, BytesMut};
use std::error::Error as _;
use std::sync::Once;

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

/// Sends single requests. No retry happens here.
#[derive(Clone, Debug)]
pub struct Http {
    client: reqwest::Client,
    answer_bytes: usize,
    host: String,
}

impl Http {
    /// A client for one service.
    ///
    /// # Errors
    /// [`Cause::TlsFailed`] if the system's trust store or the extra authority cannot be used.
    pub fn new(
        address: &Address,
        limits: &Limits,
        authority: Option<&[u8]>,
    ) -> Result<Self, Problem> {
        static PROVIDER: Once = Once::new();
        PROVIDER.call_once(|| {
            // Somebody else may have installed one already; then that one is used.
            rustls::crypto::ring::default_provider()
                .install_default()
                .ok();
        });
        let failed = |error: reqwest::Error| Problem::new(Cause::TlsFailed).saying(chain(&error));
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("Raccord/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(limits.connect_timeout)
            .read_timeout(limits.read_timeout)
            .timeout(limits.total_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            // Services close idle connections too, some after five seconds; a request that meets that moment is lost.
            .pool_idle_timeout(std::time::Duration::from_secs(4))
            .tcp_nodelay(true);
        if address.is_loopback() {
            builder = builder.no_proxy();
        }
        if let Some(pem) = authority {
            let certificates = reqwest::Certificate::from_pem_bundle(pem).map_err(failed)?;
            builder = builder.tls_certs_merge(certificates);
        }
        Ok(Self {
            client: builder.build().map_err(failed)?,
            answer_bytes: limits.answer_bytes,
            host: address.host().to_owned(),
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
        let response = request.send().await.map_err(|error| self.broken(&error))?;
        let status = response.status().as_u16();
        let headers: Vec<(String, String)> = response
            .headers()
            .iter()
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                (name.as_str().to_owned(), value)
            })
            .collect();
        let body = self.body(response).await?;
        Ok(Answer {
            status,
            headers,
            body,
        })
    }

    async fn body(&self, mut response: reqwest::Response) -> Result<Bytes, Broken> {
        let too_large = || {
            Broken::Lost(
                Problem::new(Cause::MalformedAnswer)
                    .with("limit", &self.answer_bytes)
                    .saying("the answer is larger than any answer may be"),
            )
        };
        let announced = response
            .content_length()
            .and_then(|length| usize::try_from(length).ok())
            .unwrap_or(0);
        if announced > self.answer_bytes {
            return Err(too_large());
        }
        let mut body = BytesMut::with_capacity(announced);
        while let Some(part) = response
            .chunk()
            .await
            .map_err(|error| self.broken(&error))?
        {
            if body.len() + part.len() > self.answer_bytes {
                return Err(too_large());
            }
            body.extend_from_slice(&part);
        }
        Ok(body.freeze())
    }

    fn broken(&self, error: &reqwest::Error) -> Broken {
        let problem = |cause| {
            Problem::new(cause)
                .with("host", &self.host)
                .saying(chain(error))
        };
        if error.is_builder() {
            return Broken::NotSent(problem(Cause::WrongAddress));
        }
        if error.is_connect() {
            let cause = if is_tls(error) {
                Cause::TlsFailed
            } else if error.is_timeout() {
                Cause::Timeout
            } else {
                Cause::Unreachable
            };
            return Broken::NotSent(problem(cause));
        }
        Broken::Lost(problem(if error.is_timeout() {
            Cause::Timeout
        } else {
            Cause::AnswerLost
        }))
    }
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

fn is_tls(error: &reqwest::Error) -> bool {
    let mut source = error.source();
    while let Some(inner) = source {
        if inner.is::<rustls::Error>() {
            return true;
        }
        // TLS errors travel inside I/O errors, sometimes several deep, which do not name them as their source.
        let mut io = inner.downcast_ref::<std::io::Error>();
        while let Some(outer) = io {
            let Some(held) = outer.get_ref() else { break };
            if held.is::<rustls::Error>() {
                return true;
            }
            io = held.downcast_ref::<std::io::Error>();
        }
        source = inner.source();
    }
    false
}
