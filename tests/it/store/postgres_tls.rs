//! A database server that is spoken to over TLS, and proves who it is.

use mesoquote::store::{Error, Location, Store, Trouble};

use super::rig::{block_on, quote, save};
use super::server::{Durability, Server};

#[test]
fn a_server_that_proves_who_it_is_is_spoken_to_over_tls() {
    let Some(server) = Server::start(Durability::OfTheServer) else {
        return;
    };
    let plain = server.new_database();
    let folder = tempfile::tempdir().unwrap();
    let roots = |name: &str, pem: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, pem).unwrap();
        format!("{plain}?sslmode=require&sslrootcert={}", file.display())
    };
    let other = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let other = roots("other.pem", &other.cert.pem());
    block_on(async {
        assert_eq!(why_untrusted(&other).await, "server does not support TLS");
        let own = roots("own.pem", &server.speak_tls());
        let store = open(&own).await.unwrap();
        let made = save(&store, quote()).await.reference;
        assert_eq!(store.get(made).await.unwrap().reference, made);
        let encrypted = "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
             WHERE application_name = 'mesoquote'";
        assert_eq!(server.sql("postgres", encrypted), "t");

        assert!(
            why_untrusted(&other).await.contains("certificate"),
            "others vouch for it"
        );
        let by_name = own.replace("127.0.0.1", "localhost");
        assert!(
            why_untrusted(&by_name).await.contains("not valid for name"),
            "its certificate is for another name"
        );
        assert!(open(&plain).await.is_err(), "it speaks TLS alone");
    });
}

async fn why_untrusted(url: &str) -> String {
    match open(url).await.err() {
        Some(Error::Unavailable(Trouble::Untrusted(why))) => why,
        other => panic!("{other:?}"),
    }
}

async fn open(url: &str) -> Result<Store, Error> {
    let location: Location = url.parse().unwrap();
    Store::open(&location).await
}
