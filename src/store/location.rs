use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use super::error::Error;
use super::postgres;

/// Where a store is: `sqlite:FILE` or `postgres://USER:PASSWORD@HOST:PORT/DATABASE`. Printed, it says neither user nor
/// password.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// A file, created where there is none.
    Sqlite(PathBuf),
    /// A database server, by its address.
    Postgres(String),
}

impl FromStr for Location {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let write = "write sqlite:FILE or postgres://USER@HOST/DATABASE";
        match text.split_once(':') {
            Some(("sqlite", file)) if is_file(file) => Ok(Self::Sqlite(PathBuf::from(file))),
            Some(("sqlite", _)) => Err(Error::BadUrl(
                "a database in a file needs its name: write sqlite:FILE".to_owned(),
            )),
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres(text.to_owned())),
            Some((scheme, _)) if scheme.chars().all(|c| c.is_ascii_alphanumeric()) => {
                Err(Error::BadUrl(format!("no database is known as {scheme}: {write}")))
            }
            _ => Err(Error::BadUrl(format!("this is no address of a database: {write}"))),
        }
    }
}

impl Location {
    /// Whether what is said to it can be heard on the way: it is on another machine, and not spoken to over TLS.
    pub fn is_in_the_clear(&self) -> bool {
        matches!(self, Self::Postgres(url) if postgres::is_in_the_clear(url))
    }
}

/// Several connections can't share a database that is in one's memory, and quotes are to be kept.
fn is_file(name: &str) -> bool {
    !name.is_empty() && name != ":memory:"
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(file) => write!(f, "sqlite:{}", file.display()),
            Self::Postgres(url) => {
                let address = url.split_once("://").map_or("", |(_, rest)| rest);
                let address = address.split(['?', '#']).next().unwrap_or_default();
                let place = address.rsplit_once('@').map_or(address, |(_, place)| place);
                write!(f, "postgres://{place}")
            }
        }
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_prints_without_user_and_password() {
        for (url, printed) in [
            ("sqlite:mesoquote.db", "sqlite:mesoquote.db"),
            (
                "postgres://clinic:s3cr@t@db:5432/quotes?sslmode=disable",
                "postgres://db:5432/quotes",
            ),
            ("postgresql://db/quotes?password=s3cret", "postgres://db/quotes"),
        ] {
            let location: Location = url.parse().unwrap();
            assert_eq!(location.to_string(), printed);
            assert_eq!(format!("{location:?}"), printed);
        }
    }

    #[test]
    fn what_is_no_location_is_refused_without_being_quoted() {
        for text in [
            "",
            "mesoquote.db",
            "sqlite:",
            "sqlite::memory:",
            "mysql://root:s3cret@db/x",
            "root:s3cret@db",
        ] {
            let error = text.parse::<Location>().unwrap_err().to_string();
            assert!(!error.contains("s3cret") && (error.contains("write")), "{error}");
        }
    }
}
