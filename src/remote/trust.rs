//! Whom to trust: the system's own authorities, and those of a file.
//!
//! Judging is left to the platform (Windows, macOS) or to the authorities that it has installed (Linux); what is added here
//! is only what a person needs to know when it says no.

use super::certificate;
use crate::model::reason::{Cause, Problem};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, OtherError, RootCertStore,
    SignatureScheme,
};
use rustls_platform_verifier::Verifier;
use std::path::Path;
use std::sync::Arc;

/// Makes the client's half of TLS: HTTP/2 where the server can, else HTTP/1.1.
///
/// # Errors
/// [`Cause::TlsFailed`] if the system's authorities cannot be used, or what is wrong with the file.
pub fn client_config(ca_file: Option<&Path>) -> Result<ClientConfig, Problem> {
    let provider = Arc::new(ring::default_provider());
    let failed = |error: Error| Problem::new(Cause::TlsFailed).saying(error.to_string());
    let verifier = match ca_file {
        None => Verifier::new(Arc::clone(&provider)),
        Some(path) => Verifier::new_with_extra_roots(authorities(path)?, Arc::clone(&provider)),
    }
    .map_err(failed)?;
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(failed)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Witness(Arc::new(verifier))))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// The half of TLS of a client that will never need it: it trusts nobody, and costs nothing to make.
///
/// # Errors
/// [`Cause::TlsFailed`], which a sound build never gives.
pub fn unused_config() -> Result<ClientConfig, Problem> {
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| Problem::new(Cause::TlsFailed).saying(error.to_string()))?;
    Ok(builder
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth())
}

/// The authorities in a file.
fn authorities(path: &Path) -> Result<Vec<CertificateDer<'static>>, Problem> {
    let about = |cause: Cause, why: String| {
        Problem::new(cause)
            .with("path", &path.display())
            .with("field", "network.ca_file")
            .saying(why)
    };
    let bytes =
        std::fs::read(path).map_err(|error| about(Cause::FileProblem, error.to_string()))?;
    let invalid = |why: &str| about(Cause::InvalidFile, why.to_owned());
    let found: Vec<CertificateDer<'static>> = if bytes.trim_ascii_start().starts_with(b"\x30") {
        vec![CertificateDer::from(bytes)]
    } else {
        CertificateDer::pem_slice_iter(&bytes)
            .collect::<Result<_, _>>()
            .map_err(|error| invalid(&error.to_string()))?
    };
    if found.is_empty() {
        return Err(invalid("there is no certificate in it"));
    }
    let mut trial = RootCertStore::empty();
    for certificate in &found {
        trial
            .add(certificate.clone())
            .map_err(|error| invalid(&error.to_string()))?;
    }
    Ok(found)
}

/// Why a certificate was refused, with what a person needs to know about it.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{reason}")]
pub struct Refused {
    /// What is wrong.
    pub cause: Cause,
    /// Who issued it; for a chain, its uppermost certificate.
    pub issuer: Option<String>,
    /// What the verifier said.
    pub reason: String,
}

impl Refused {
    /// What is wrong with a server's certificate, found behind an error of the connection.
    pub fn behind(error: &Error) -> Option<&Self> {
        match error {
            Error::InvalidCertificate(CertificateError::Other(OtherError(inner))) => {
                inner.downcast_ref()
            }
            _ => None,
        }
    }
}

/// Lets another verifier judge, and remembers whose certificate it refused.
#[derive(Debug)]
struct Witness(Arc<dyn ServerCertVerifier>);

impl ServerCertVerifier for Witness {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.0
            .verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
            .map_err(|error| {
                let Error::InvalidCertificate(why) = &error else {
                    return error;
                };
                let topmost = intermediates.last().unwrap_or(end_entity);
                let refused = Refused {
                    cause: cause(why),
                    issuer: certificate::issuer(topmost),
                    reason: why.to_string(),
                };
                Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(refused))))
            })
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}

fn cause(why: &CertificateError) -> Cause {
    match why {
        CertificateError::UnknownIssuer => Cause::CertificateUnknown,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            Cause::CertificateForOtherHost
        }
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => Cause::CertificateExpired,
        _ => Cause::TlsFailed,
    }
}

/// Makes the process's choice of cryptography, for libraries that ask for one.
pub fn install_provider() {
    if CryptoProvider::get_default().is_none() {
        // Somebody else may have been faster; then that one is used.
        ring::default_provider().install_default().ok();
    }
}
