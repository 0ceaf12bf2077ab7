//! The services under TLS: an authority made at the start, and what it vouches for.
//!
//! Nobody trusts the authority unless told to: its certificate is written where the person asks for it, its key never.

use std::io;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::{ToSpan as _, Zoned};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

/// The authority's name, by which a client that refuses it can be told apart from one that was never asked.
pub const AUTHORITY: &str = "Raccord Sandbox Authority";

/// What the certificate of the services is like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Leaf {
    /// As it should be: for `localhost` and the loopback addresses, valid today.
    #[default]
    Good,
    /// For another host.
    WrongHost,
    /// No longer valid.
    Expired,
    /// Not valid yet.
    NotYetValid,
}

/// Which protocols a client may choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Protocols {
    /// HTTP/2 if the client can, else HTTP/1.1.
    #[default]
    Both,
    /// HTTP/1.1 only.
    Http1,
}

/// How the services are to be put under TLS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TlsOptions {
    /// What their certificate is like.
    pub leaf: Leaf,
    /// Which protocols they offer.
    pub protocols: Protocols,
}

/// A server's half of TLS.
#[derive(Clone)]
pub struct Tls {
    /// Answers handshakes.
    pub acceptor: TlsAcceptor,
    /// The authority's certificate, for clients that shall trust it.
    pub authority_pem: String,
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Tls").finish_non_exhaustive()
    }
}

impl Tls {
    /// Makes an authority and a certificate signed by it.
    ///
    /// # Errors
    /// No key could be made, which only a broken random source explains.
    pub fn new(options: TlsOptions) -> io::Result<Self> {
        let today = Zoned::now().date();
        let authority_key = KeyPair::generate().map_err(io::Error::other)?;
        let mut authority =
            CertificateParams::new(Vec::<String>::new()).map_err(io::Error::other)?;
        authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        name(&mut authority, AUTHORITY);
        valid(&mut authority, today, -2, 60);
        let authority_pem = authority
            .self_signed(&authority_key)
            .map_err(io::Error::other)?
            .pem();
        let issuer = Issuer::new(authority, authority_key);

        let hosts: &[&str] = match options.leaf {
            Leaf::WrongHost => &["elsewhere.example"],
            Leaf::Good | Leaf::Expired | Leaf::NotYetValid => &["localhost", "127.0.0.1", "::1"],
        };
        let hosts: Vec<String> = hosts.iter().map(|host| (*host).to_owned()).collect();
        let mut leaf = CertificateParams::new(hosts).map_err(io::Error::other)?;
        leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        leaf.use_authority_key_identifier_extension = true;
        name(&mut leaf, "Raccord Sandbox");
        match options.leaf {
            Leaf::Expired => valid(&mut leaf, today, -40, -10),
            Leaf::NotYetValid => valid(&mut leaf, today, 10, 40),
            Leaf::Good | Leaf::WrongHost => valid(&mut leaf, today, -2, 30),
        }
        let leaf_key = KeyPair::generate().map_err(io::Error::other)?;
        let certificate: CertificateDer<'static> = leaf
            .signed_by(&leaf_key, &issuer)
            .map_err(io::Error::other)?
            .der()
            .clone();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(leaf_key.serialize_der()));

        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .map_err(io::Error::other)?;
        config.alpn_protocols = match options.protocols {
            Protocols::Both => vec![b"h2".to_vec(), b"http/1.1".to_vec()],
            Protocols::Http1 => vec![b"http/1.1".to_vec()],
        };
        Ok(Self {
            acceptor: TlsAcceptor::from(Arc::new(config)),
            authority_pem,
        })
    }
}

fn name(certificate: &mut CertificateParams, text: &str) {
    certificate
        .distinguished_name
        .push(DnType::OrganizationName, "Raccord");
    certificate
        .distinguished_name
        .push(DnType::CommonName, text);
}

/// Makes a certificate valid from some days after today to others, either of which may be past.
fn valid(certificate: &mut CertificateParams, today: Date, from: i32, to: i32) {
    let day = |days: i32| {
        let date = today.saturating_add(i64::from(days).days());
        date_time_ymd(
            i32::from(date.year()),
            date.month().unsigned_abs(),
            date.day().unsigned_abs(),
        )
    };
    certificate.not_before = day(from);
    certificate.not_after = day(to);
}
