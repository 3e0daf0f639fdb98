//! The address of a database server, and how it is spoken to: in the clear, or over TLS with a server that proves who it is.

use std::str::FromStr;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::super::error::Error;

/// Modes of other programs that ask for a server that proves who it is, as `require` does here.
const VERIFYING: [&str; 2] = ["verify-ca", "verify-full"];

/// Where a server is, and whom to trust that it is the one.
pub(super) struct Address {
    pub(super) config: Config,
    /// The file with the certificates of those who vouch for it; else those that the system trusts do.
    roots: Option<String>,
}

impl FromStr for Address {
    type Err = Error;

    /// Reads `postgres://…`, with two parameters more than the library knows: `sslmode=verify-full`, which is the same as
    /// `require`, and `sslrootcert=FILE`.
    fn from_str(url: &str) -> Result<Self, Error> {
        let (address, query) = url.split_once('?').unwrap_or((url, ""));
        let mut roots = None;
        let mut kept = Vec::new();
        for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
            match parameter.split_once('=') {
                Some(("sslrootcert", file)) => {
                    roots = Some(
                        percent_encoding::percent_decode_str(file)
                            .decode_utf8_lossy()
                            .into_owned(),
                    );
                }
                Some(("sslmode", mode)) if VERIFYING.contains(&mode) => kept.push("sslmode=require"),
                _ => kept.push(parameter),
            }
        }
        // The parser's own words would quote the address, which may hold a password.
        let config = Config::from_str(&format!("{address}?{}", kept.join("&"))).map_err(|_| {
            bad("write postgres://USER@HOST/DATABASE, and ?sslmode=require where it is to be spoken to over TLS")
        })?;
        Ok(Self { config, roots })
    }
}

impl Address {
    /// Whether what is said can be heard on the way: the server is another machine, and no TLS is asked for.
    pub(super) fn is_in_the_clear(&self) -> bool {
        let is_near = |host: &Host| match host {
            Host::Tcp(name) => {
                name == "localhost"
                    || name
                        .parse::<std::net::IpAddr>()
                        .is_ok_and(|address| address.is_loopback())
            }
            Host::Unix(_) => true,
        };
        self.config.get_ssl_mode() != SslMode::Require && !self.config.get_hosts().iter().all(is_near)
    }

    /// What speaks TLS; nothing where it is not asked for.
    ///
    /// # Errors
    /// The certificates of those who vouch for the server can't be read, or there are none.
    pub(super) fn tls(&self) -> Result<Option<MakeRustlsConnect>, Error> {
        if self.config.get_ssl_mode() != SslMode::Require {
            return Ok(None);
        }
        let mut trusted = RootCertStore::empty();
        trusted.add_parsable_certificates(match &self.roots {
            Some(file) => certificates(file)?,
            None => rustls_native_certs::load_native_certs().certs,
        });
        if trusted.is_empty() {
            return Err(bad(
                "nobody vouches for the server: sslrootcert=FILE names a file of certificates (PEM)",
            ));
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|_| bad("no version of TLS is spoken here"))?
            .with_root_certificates(trusted)
            .with_no_client_auth();
        Ok(Some(MakeRustlsConnect::new(config)))
    }
}

fn certificates(file: &str) -> Result<Vec<CertificateDer<'static>>, Error> {
    let read = CertificateDer::pem_file_iter(file).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    read.map_err(|_| bad(&format!("the certificates in {file} (sslrootcert) can't be read")))
}

fn bad(what: &str) -> Error {
    Error::BadUrl(format!("the database address is not understood: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tls_is_spoken_where_it_is_asked_for() {
        for (url, is_tls, is_in_the_clear) in [
            ("postgres://clinic@127.0.0.1/quotes", false, false),
            (
                "postgres://clinic@localhost:5433/quotes?application_name=x",
                false,
                false,
            ),
            ("postgres://clinic@%2Fvar%2Frun%2Fpostgresql/quotes", false, false),
            ("postgres://clinic@db.example.org/quotes", false, true),
            ("postgres://clinic@db.example.org/quotes?sslmode=prefer", false, true),
            ("postgres://clinic@db.example.org/quotes?sslmode=require", true, false),
            (
                "postgres://clinic@db.example.org/quotes?connect_timeout=5&sslmode=verify-full",
                true,
                false,
            ),
        ] {
            let address: Address = url.parse().unwrap();
            let mode = address.config.get_ssl_mode();
            assert_eq!(
                (mode == SslMode::Require, address.is_in_the_clear()),
                (is_tls, is_in_the_clear),
                "{url}"
            );
        }
    }

    #[test]
    fn what_is_wrong_with_an_address_is_told_without_it() {
        for url in [
            "postgres://clinic:s3cret@db/quotes?sslmode=perhaps",
            "postgres://clinic:s3cret@db:port/quotes",
            "postgres://clinic:s3cret@db/quotes?no=such",
        ] {
            let Err(Error::BadUrl(told)) = url.parse::<Address>() else {
                panic!("{url} was taken")
            };
            assert!(told.contains("sslmode=require") && !told.contains("s3cret"), "{told}");
        }
        let address: Address = "postgres://c:s3cret@db/q?sslmode=require&sslrootcert=%2Fno%2Fsuch.pem"
            .parse()
            .unwrap();
        let told = address.tls().err().map(|error| error.to_string()).unwrap_or_default();
        assert!(told.contains("/no/such.pem") && !told.contains("s3cret"), "{told}");
    }
}
