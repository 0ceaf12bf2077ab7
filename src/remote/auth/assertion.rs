//! The proof that an application signs with its certificate instead of sending a secret (RFC 7523, signed with PS256).

use super::random_text;
use crate::model::reason::{Cause, Problem};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PSS_SHA256, RsaKeyPair};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use std::path::Path;

/// What such a proof is called in a form.
pub(super) const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// A proof lives ten minutes, and is made anew for each request.
const SECONDS: i64 = 600;

/// A certificate with its key.
pub(super) struct Signer {
    key: RsaKeyPair,
    thumbprint: String,
}

impl Signer {
    /// Reads a file with a certificate and its key, in PEM form.
    ///
    /// # Errors
    /// [`Cause::FileProblem`]; [`Cause::InvalidFile`] with what is missing in it. Nothing of its content is repeated.
    pub(super) fn from_file(path: &Path) -> Result<Self, Problem> {
        let about = |cause| Problem::new(cause).with("path", &path.display());
        let bytes = std::fs::read(path)
            .map_err(|error| about(Cause::FileProblem).saying(error.to_string()))?;
        let Ok(text) = String::from_utf8(bytes) else {
            // What Windows and Entra export: PKCS #12, or a certificate without its key.
            return Err(about(Cause::InvalidFile)
                .with("field", "certificate")
                .with("reason", "pfx"));
        };
        Self::from_pem(&SecretString::from(text)).map_err(|why| {
            about(Cause::InvalidFile)
                .with("field", "certificate")
                .saying(why)
        })
    }

    fn from_pem(pem: &SecretString) -> Result<Self, &'static str> {
        let bytes = pem.expose_secret().as_bytes();
        let certificate = CertificateDer::from_pem_slice(bytes)
            .map_err(|_hidden| "the file holds no certificate in PEM form")?;
        if pem.expose_secret().contains("BEGIN ENCRYPTED PRIVATE KEY") {
            return Err(
                "the private key in the file is encrypted; a key without a passphrase is needed",
            );
        }
        let key = PrivateKeyDer::from_pem_slice(bytes)
            .map_err(|_hidden| "the file holds no private key in PEM form")?;
        let key = match &key {
            PrivateKeyDer::Pkcs8(key) => RsaKeyPair::from_pkcs8(key.secret_pkcs8_der()),
            PrivateKeyDer::Pkcs1(key) => RsaKeyPair::from_der(key.secret_pkcs1_der()),
            _ => return Err("the private key must be an RSA key"),
        };
        Ok(Self {
            key: key
                .map_err(|_hidden| "the private key must be an RSA key of 2048 bits or more")?,
            thumbprint: URL_SAFE_NO_PAD.encode(digest(&SHA256, &certificate)),
        })
    }

    /// Signs a proof for one request to a token endpoint.
    pub(super) fn sign(&self, client_id: &str, token_url: &str) -> Result<SecretString, Problem> {
        let now = Timestamp::now().as_second();
        let head = json!({"alg": "PS256", "typ": "JWT", "x5t#S256": self.thumbprint});
        let claims = json!({
            "aud": token_url, "iss": client_id, "sub": client_id, "jti": random_text(16)?,
            "iat": now, "nbf": now, "exp": now + SECONDS,
        });
        let signed = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(head.to_string()),
            URL_SAFE_NO_PAD.encode(claims.to_string())
        );
        let mut signature = vec![0; self.key.public().modulus_len()];
        self.key
            .sign(
                &RSA_PSS_SHA256,
                &SystemRandom::new(),
                signed.as_bytes(),
                &mut signature,
            )
            .map_err(|_unspecified| Problem::new(Cause::CertificateRefused))?;
        Ok(SecretString::from(format!(
            "{signed}.{}",
            URL_SAFE_NO_PAD.encode(signature)
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_file_is_told_without_its_content() {
        let sandbox = include_str!("../../../assets/sandbox/certificate.pem");
        assert!(Signer::from_pem(&sandbox.to_owned().into()).is_ok());
        let (certificate, key) = sandbox.split_once("-----BEGIN PRIVATE KEY-----").unwrap();
        for (text, why) in [
            ("hunter2", "no certificate"),
            (certificate, "no private key"),
            (key, "no certificate"),
        ] {
            let told = Signer::from_pem(&text.to_owned().into()).err().unwrap();
            assert!(told.contains(why), "{told}");
        }
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("k.pem");
        std::fs::write(&path, "hunter2").unwrap();
        let problem = Signer::from_file(&path).err().unwrap();
        assert_eq!(problem.cause, Cause::InvalidFile);
        assert!(!format!("{problem:?}").contains("hunter2"));
        std::fs::write(&path, [0x30, 0x82, 0x0a, 0xff]).unwrap();
        let problem = Signer::from_file(&path).err().unwrap();
        assert_eq!(
            problem.params.get("reason").map(String::as_str),
            Some("pfx")
        );
    }
}
