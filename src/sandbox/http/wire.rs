//! Connections that can be cut: a lost answer is only real when the socket under it dies.

use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

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
#[derive(Debug)]
pub struct CuttableListener(pub TcpListener);

impl Listener for CuttableListener {
    type Io = CuttableStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (CuttableStream, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        // Without it, small answers wait for the peer's delayed acknowledgement.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "no TCP_NODELAY on an accepted connection");
        }
        (
            CuttableStream {
                stream,
                knife: Knife(Arc::new(AtomicU64::new(WHOLE))),
            },
            address,
        )
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

/// A TCP connection with its knife.
#[derive(Debug)]
pub struct CuttableStream {
    stream: TcpStream,
    knife: Knife,
}

impl CuttableStream {
    /// How many of `wanted` bytes may still be written.
    fn allowed(&self, wanted: usize) -> io::Result<Option<usize>> {
        match self.knife.0.load(Ordering::SeqCst) {
            WHOLE => Ok(None),
            RESET => {
                // The peer then sees a reset even if all it sent was read.
                let _ = self.stream.set_zero_linger();
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
        Pin::new(&mut self.stream).poll_read(cx, buf)
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
        let done = Pin::new(&mut self.stream).poll_write(cx, piece);
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
        Pin::new(&mut self.stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.knife.0.load(Ordering::SeqCst) == RESET {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
