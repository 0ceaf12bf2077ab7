//! Where the browser comes back to: a port of this machine, for one answer.

use super::Pages;
use super::browser::Came;
use crate::model::reason::{Cause, Problem};
use reqwest::Url;
use secrecy::SecretString;
use std::net::Ipv4Addr;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// A request longer than this is not one of a browser that comes back.
const MOST: usize = 32 * 1024;
/// A browser sends its request at once.
const REQUEST_WITHIN: Duration = Duration::from_secs(5);

/// A port that was free, bound to 127.0.0.1 alone: no other machine reaches it.
pub(super) struct Listener {
    listener: TcpListener,
    port: u16,
}

impl Listener {
    pub(super) async fn bind() -> Result<Self, Problem> {
        let failed = |error: std::io::Error| {
            Problem::new(Cause::SignInRefused)
                .saying(format!("no port of this machine is free: {error}"))
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .map_err(failed)?;
        let port = listener.local_addr().map_err(failed)?.port();
        Ok(Self { listener, port })
    }

    /// The address that the browser is to come back to. Entra takes any port of `localhost` for programs that people
    /// install; browsers that try `[::1]` first go on to 127.0.0.1.
    pub(super) fn redirect(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Waits for the answer. Requests that are none, like those for an icon, are refused; the first answer ends it.
    pub(super) async fn answer(
        self,
        pages: &Pages,
        is_ours: impl Fn(&str) -> bool,
    ) -> Result<Came, Problem> {
        loop {
            let Ok((mut stream, _)) = self.listener.accept().await else {
                continue;
            };
            let request = tokio::time::timeout(REQUEST_WITHIN, head(&mut stream)).await;
            let Ok(Some(request)) = request else {
                continue;
            };
            let Some(came) = self.understood(&request, &is_ours) else {
                reply(&mut stream, "404 Not Found", "").await;
                continue;
            };
            match &came {
                Came::Code(_) => reply(&mut stream, "200 OK", &pages.done).await,
                Came::Refused { .. } | Came::Forged => {
                    reply(&mut stream, "400 Bad Request", &pages.failed).await;
                }
            }
            return Ok(came);
        }
    }

    /// Reads a request, if it is an answer to a sign-in: a GET of `/` of this very host with a state.
    fn understood(&self, request: &str, is_ours: impl Fn(&str) -> bool) -> Option<Came> {
        let mut lines = request.split("\r\n");
        let mut words = lines.next()?.split(' ');
        let ("GET", target) = (words.next()?, words.next()?) else {
            return None;
        };
        let host = lines
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("host"))
            .map(|(_, value)| value.trim())?;
        let names = [
            format!("localhost:{}", self.port),
            format!("127.0.0.1:{}", self.port),
        ];
        if !names.iter().any(|name| name.eq_ignore_ascii_case(host)) {
            return None;
        }
        let url = Url::parse(&self.redirect()).ok()?.join(target).ok()?;
        if url.path() != "/" {
            return None;
        }
        let value = |name: &str| {
            let mut found = url.query_pairs().filter(|(key, _)| key == name);
            found.next().map(|(_, value)| value.into_owned())
        };
        let state = value("state");
        let (code, error) = (value("code"), value("error"));
        if code.is_none() && error.is_none() {
            return None;
        }
        if !state.is_some_and(|state| is_ours(&state)) {
            return Some(Came::Forged);
        }
        Some(match (error, code) {
            (Some(error), _) => Came::Refused {
                error,
                description: value("error_description").unwrap_or_default(),
            },
            (None, Some(code)) => Came::Code(SecretString::from(code)),
            (None, None) => return None,
        })
    }
}

/// The head of a request.
async fn head(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut part = [0; 2_048];
    while !bytes.windows(4).any(|four| four == b"\r\n\r\n") {
        let read = stream.read(&mut part).await.ok()?;
        if read == 0 || bytes.len() > MOST {
            return None;
        }
        bytes.extend_from_slice(part.get(..read)?);
    }
    String::from_utf8(bytes).ok()
}

/// Sends a page that nothing is loaded into and that leads nowhere.
async fn reply(stream: &mut TcpStream, status: &str, text: &str) {
    let page = format!(
        "<!doctype html><html><head><meta charset=\"utf-8\"><title>Raccord</title></head><body><p>{text}</p></body></html>"
    );
    let whole = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\
         Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nContent-Security-Policy: default-src 'none'\r\n\
         X-Content-Type-Options: nosniff\r\n\r\n{page}",
        page.len()
    );
    // A browser that is gone has nothing to read.
    stream.write_all(whole.as_bytes()).await.ok();
    stream.shutdown().await.ok();
}
