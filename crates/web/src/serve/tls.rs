//! A certificate chain and its key, as files.
//!
//! It must not know what is served.

use holdpoint_app::Problem;
use std::path::Path;
use std::sync::Arc;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// What clients are shown.
pub(super) fn certificate(chain: &Path, key: &Path) -> Result<Arc<ServerConfig>, Problem> {
    let unread = |path: &Path, why: &dyn std::fmt::Display, help: &str| {
        Problem::new(format!("{}: {why}", path.display()), help.to_owned())
    };
    let help = "give --tls-cert a file with the certificate and those above it, in PEM";
    let certificates: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(chain)
        .and_then(Iterator::collect)
        .map_err(|why| unread(chain, &why, help))?;
    if certificates.is_empty() {
        return Err(unread(chain, &"there is no certificate", help));
    }
    let secret = PrivateKeyDer::from_pem_file(key)
        .map_err(|why| unread(key, &why, "give --tls-key a file with the secret key, in PEM"))?;
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|it| it.with_no_client_auth().with_single_cert(certificates, secret))
        .map_err(|why| unread(key, &why, "the key has to be that of the first certificate"))?;
    Ok(Arc::new(config))
}
