//! Connections that can be cut, under TLS or not: a lost answer is only real when the socket under it dies.

use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::server::TlsStream;
use tokio_rustls::{Accept, TlsAcceptor};

/// The knife of one connection; whoever answers a request on it may use it.
#[derive(Clone, Debug)]
pub struct Knife(Arc<AtomicU64>);

/// Above any number of bytes: the connection is whole.
const WHOLE: u64 = u64::MAX;
/// Nothing more is written and the peer sees a reset instead of an end.
const RESET: u64 = u64::MAX - 1;

impl Knife {
    /// Ends the connection after `bytes` more bytes.
    pub fn cut_after(&self, bytes: u64) {
        self.0.store(bytes.min(RESET - 1), Ordering::SeqCst);
    }

    /// Resets the connection.
    pub fn reset(&self) {
        self.0.store(RESET, Ordering::SeqCst);
    }
}

impl Connected<IncomingStream<'_, CuttableListener>> for Knife {
    fn connect_info(stream: IncomingStream<'_, CuttableListener>) -> Self {
        stream.io().knife.clone()
    }
}

/// Accepts connections that can be cut.
pub struct CuttableListener {
    /// Where they come in.
    pub listener: TcpListener,
    /// Answers TLS handshakes; without it, connections are plain.
    pub acceptor: Option<TlsAcceptor>,
}

impl Listener for CuttableListener {
    type Io = CuttableStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (CuttableStream, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.listener).await;
        // Without it, small answers wait for the peer's delayed acknowledgement.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "no TCP_NODELAY on an accepted connection");
        }
        (
            CuttableStream {
                stream: match &self.acceptor {
                    None => Carrier::Plain(stream),
                    Some(acceptor) => Carrier::Greeting(Box::new(acceptor.accept(stream))),
                },
                knife: Knife(Arc::new(AtomicU64::new(WHOLE))),
            },
            address,
        )
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// What carries the bytes of a connection.
///
/// The handshake is made by whoever reads first, so that a client which dawdles over it keeps nobody else waiting.
enum Carrier {
    /// TCP as it is.
    Plain(TcpStream),
    /// TLS, whose handshake is not finished.
    Greeting(Box<Accept<TcpStream>>),
    /// TLS.
    Encrypted(Box<TlsStream<TcpStream>>),
    /// A handshake that failed.
    Broken,
}

/// A connection with its knife.
pub struct CuttableStream {
    stream: Carrier,
    knife: Knife,
}

/// A stream that can be read and written, whatever it is.
trait Both: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Both for T {}

impl Carrier {
    /// The stream, once a handshake is finished.
    fn ready(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<Pin<&mut dyn Both>>> {
        if let Self::Greeting(accept) = self {
            match Pin::new(accept).poll(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Ok(stream)) => *self = Self::Encrypted(Box::new(stream)),
                Poll::Ready(Err(error)) => {
                    *self = Self::Broken;
                    return Poll::Ready(Err(error));
                }
            }
        }
        Poll::Ready(match self {
            Self::Plain(stream) => Ok(Pin::new(stream)),
            Self::Encrypted(stream) => Ok(Pin::new(&mut **stream)),
            Self::Greeting(_) | Self::Broken => Err(io::ErrorKind::NotConnected.into()),
        })
    }

    /// The socket at the bottom.
    fn socket(&self) -> Option<&TcpStream> {
        match self {
            Self::Plain(stream) => Some(stream),
            Self::Greeting(accept) => accept.get_ref(),
            Self::Encrypted(stream) => Some(stream.get_ref().0),
            Self::Broken => None,
        }
    }
}

impl CuttableStream {
    /// How many of `wanted` bytes may still be written.
    fn allowed(&self, wanted: usize) -> io::Result<Option<usize>> {
        match self.knife.0.load(Ordering::SeqCst) {
            WHOLE => Ok(None),
            RESET => {
                // The peer then sees a reset even if all it sent was read.
                if let Some(socket) = self.stream.socket() {
                    let _ = socket.set_zero_linger();
                }
                Err(io::ErrorKind::ConnectionReset.into())
            }
            0 => Err(io::ErrorKind::ConnectionAborted.into()),
            left => Ok(Some(
                usize::try_from(left).unwrap_or(usize::MAX).min(wanted),
            )),
        }
    }

    fn written(&self, count: usize) {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        let left = self.knife.0.load(Ordering::SeqCst);
        if left < RESET {
            self.knife
                .0
                .store(left.saturating_sub(count), Ordering::SeqCst);
        }
    }
}

impl AsyncRead for CuttableStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        ready!(self.stream.ready(cx))?.poll_read(cx, buf)
    }
}

impl AsyncWrite for CuttableStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let allowed = self.allowed(buf.len())?;
        let piece = allowed.and_then(|length| buf.get(..length)).unwrap_or(buf);
        let done = ready!(self.stream.ready(cx))?.poll_write(cx, piece);
        if let Poll::Ready(Ok(count)) = &done {
            self.written(*count);
        }
        done
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.allowed(0)?.is_some() {
            let first = bufs
                .iter()
                .find(|buf| !buf.is_empty())
                .map_or(&[][..], |buf| &**buf);
            return self.poll_write(cx, first);
        }
        ready!(self.stream.ready(cx))?.poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        matches!(self.stream, Carrier::Plain(_))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.stream.ready(cx))?.poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.knife.0.load(Ordering::SeqCst) == RESET {
            return Poll::Ready(Ok(()));
        }
        ready!(self.stream.ready(cx))?.poll_shutdown(cx)
    }
}
