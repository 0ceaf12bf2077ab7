//! Who may sign in: applications, their certificates, and people.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use ring::signature::{KeyPair as _, RsaKeyPair};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use uuid::Uuid;

/// The certificate with its key that every application of the sandbox has unless it is told otherwise. It guards nothing.
pub const SANDBOX_CERTIFICATE: &str = include_str!("../../../../assets/sandbox/certificate.pem");

/// A client that may ask for tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    /// Its client id.
    pub client_id: Uuid,
    /// Its secret; this is a sandbox, so it is no secret.
    pub secret: String,
    /// Whether the secret counts as expired.
    pub secret_expired: bool,
    /// Whether Business Central's own list of Entra applications has it.
    pub known_to_bc: bool,
    /// The certificate that is registered for it.
    pub certificate: Option<Certificate>,
}

impl App {
    /// A client that both services know, with the sandbox's certificate.
    pub fn new(client_id: Uuid, secret: &str) -> Self {
        Self {
            client_id,
            secret: secret.to_owned(),
            secret_expired: false,
            known_to_bc: true,
            certificate: Certificate::from_pem(SANDBOX_CERTIFICATE),
        }
    }
}

/// What the directory keeps of a certificate: its thumbprints and its public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// SHA-1 of the certificate, as `x5t` has it.
    pub sha1: String,
    /// SHA-256 of the certificate, as `x5t#S256` has it.
    pub sha256: String,
    /// The public key as PKCS#1 has it.
    pub key: Vec<u8>,
}

impl Certificate {
    /// Reads a certificate and the key that belongs to it; nothing for what is neither.
    pub fn from_pem(pem: &str) -> Option<Self> {
        let certificate = CertificateDer::from_pem_slice(pem.as_bytes()).ok()?;
        let pair = key_pair(pem)?;
        Some(Self {
            sha1: URL_SAFE_NO_PAD.encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, &certificate)),
            sha256: URL_SAFE_NO_PAD.encode(digest(&SHA256, &certificate)),
            key: pair.public_key().as_ref().to_vec(),
        })
    }
}

/// The key in a PEM text.
pub(super) fn key_pair(pem: &str) -> Option<RsaKeyPair> {
    let PrivateKeyDer::Pkcs8(key) = PrivateKeyDer::from_pem_slice(pem.as_bytes()).ok()? else {
        return None;
    };
    RsaKeyPair::from_pkcs8(key.secret_pkcs8_der()).ok()
}

/// A person of the tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name to sign in with.
    pub name: String,
    /// The object id in the directory.
    pub id: Uuid,
}

impl Person {
    /// The one person that a sandbox knows unless it is told otherwise.
    pub fn usual() -> Self {
        Self {
            name: "sync@contoso.onmicrosoft.com".to_owned(),
            id: Uuid::from_u128(0x5a17_d0e5_0000_4000_8000_0000_0000_5e4c),
        }
    }
}
