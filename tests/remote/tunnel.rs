//! A proxy that writes down who wants to go where.

use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What the proxy does with a wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Leads everybody to one port of this machine, whatever they asked for.
    LeadTo(u16),
    /// The same, for those who show this header's value.
    LeadKnown(u16, &'static str),
    /// Answers with a status.
    Refuse(u16),
}

/// A running proxy; it ends with the runtime of its test.
#[derive(Clone)]
pub struct Tunnel {
    /// Its address, as a setting names it.
    pub address: String,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Tunnel {
    /// Starts one.
    pub async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let heads = Arc::default();
        let tunnel = Self { address, heads };
        let heads = Arc::clone(&tunnel.heads);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(lead(client, manner, Arc::clone(&heads)));
            }
        });
        tunnel
    }

    /// The head of each request that came, in order.
    pub fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

async fn lead(mut client: TcpStream, manner: Manner, heads: Arc<Mutex<Vec<String>>>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let Ok(byte) = client.read_u8().await else {
            return;
        };
        head.push(byte);
    }
    let head = String::from_utf8(head).unwrap();
    heads.lock().unwrap().push(head.clone());
    let (port, status) = match manner {
        Manner::LeadTo(port) => (port, 200),
        Manner::LeadKnown(port, known) if head.contains(known) => (port, 200),
        Manner::LeadKnown(..) => (0, 407),
        Manner::Refuse(status) => (0, status),
    };
    let answer = format!("HTTP/1.1 {status} x\r\nProxy-Authenticate: Basic\r\n\r\n");
    if client.write_all(answer.as_bytes()).await.is_err() || port == 0 {
        return;
    }
    let Ok(mut service) = TcpStream::connect(("127.0.0.1", port)).await else {
        return;
    };
    let _ended = tokio::io::copy_bidirectional(&mut client, &mut service).await;
}
