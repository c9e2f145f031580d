//! A certificate chain and its key, as files.
//!
//! It must not know what is served.

use holdpoint_app::Problem;
use std::path::Path;
use std::sync::Arc;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, ServerConfig};

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

/// Those who trust whom the certificates in a file, in PEM, sign.
pub(super) fn trust(authorities: &Path) -> Result<Arc<ClientConfig>, Problem> {
    let help = "give --notify-ca a file with certificates, in PEM";
    let unread =
        |why: &dyn std::fmt::Display| Problem::new(format!("{}: {why}", authorities.display()), help);
    let mut roots = RootCertStore::empty();
    let certificates = CertificateDer::pem_file_iter(authorities).map_err(|why| unread(&why))?;
    for certificate in certificates {
        let certificate = certificate.map_err(|why| unread(&why))?;
        roots.add(certificate).map_err(|why| unread(&why))?;
    }
    if roots.is_empty() {
        return Err(unread(&"there is no certificate"));
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|why| unread(&why))?;
    Ok(Arc::new(
        config.with_root_certificates(roots).with_no_client_auth(),
    ))
}
