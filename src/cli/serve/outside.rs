//! What stands between the server and those who ask, and how much they may ask.

use std::net::IpAddr;

use clap::{Args, ValueEnum};
use ipnet::IpNet;

use crate::http::{App, Limits, Origin, Origins, Proxies};

/// File handles that are kept free for the database, the log and the price lists.
const OTHER_FILES: u64 = 100;

/// Who may ask, through whom, and how much.
#[derive(Args, Debug)]
pub(super) struct Outside {
    /// A site whose pages may ask for prices and frame the patient's page and the widget's demo; of one clinic alone where
    /// its code stands before. May be repeated, or parted by commas.
    #[arg(
        long,
        value_name = "[CLINIC=]ORIGIN",
        env = "MESOQUOTE_ALLOW_ORIGIN",
        value_delimiter = ','
    )]
    allow_origin: Vec<Origin>,
    /// A proxy in front, or a network of them, whose word is taken for whom it was asked by (Forwarded, X-Forwarded-For) and
    /// whether over TLS (X-Forwarded-Proto). May be repeated, or parted by commas.
    #[arg(
        long,
        value_name = "ADDRESS[/BITS]",
        env = "MESOQUOTE_TRUSTED_PROXY",
        value_delimiter = ',',
        value_parser = network
    )]
    trusted_proxy: Vec<IpNet>,
    /// Visitors come over TLS alone, whatever a proxy says: cookies and browsers are told to stay with it.
    #[arg(long, env = "MESOQUOTE_HTTPS")]
    https: bool,
    /// Whether requests and connections of one address are counted. Off behind a proxy that does so, and for measuring.
    #[arg(long, value_name = "ON|OFF", env = "MESOQUOTE_LIMITS", default_value = "on")]
    limits: Counting,
}

#[derive(Clone, Copy, ValueEnum, Debug)]
enum Counting {
    /// They are.
    On,
    /// They are not.
    Off,
}

fn network(text: &str) -> Result<IpNet, String> {
    let address = || text.parse::<IpAddr>().map(IpNet::from);
    let network = text.parse().or_else(|_| address());
    network.map_err(|_| format!("`{text}` is neither an address nor a network: write 127.0.0.1 or 10.0.0.0/8"))
}

impl Outside {
    /// The app with all of it.
    pub(super) fn set(&self, app: App) -> App {
        let limits = match self.limits {
            Counting::On => Limits::USUAL,
            Counting::Off => Limits::NOT_COUNTED,
        };
        let limits = Limits {
            connections_max: limits.connections_max.min(handles()),
            ..limits
        };
        app.with_limits(limits)
            .with_origins(Origins::new(self.allow_origin.clone()))
            .with_proxies(Proxies {
                trusted: self.trusted_proxy.clone(),
                is_encrypted: self.https,
            })
    }
}

/// How many connections the system allows, which is asked for as many as it gives.
fn handles() -> usize {
    let all = rlimit::increase_nofile_limit(u64::MAX).unwrap_or(1024);
    usize::try_from(all.saturating_sub(OTHER_FILES).max(1)).unwrap_or(usize::MAX)
}
