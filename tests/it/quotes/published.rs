//! Price lists in the database, served by every process.

use serde_json::Value;

use super::program::Program;
use super::{Clinic, definite, estimate_of, expect, reference};

/// A process that was told of no folder.
fn follower(clinic: &Clinic) -> Program {
    let elsewhere = clinic.folder.path().join("elsewhere");
    std::fs::create_dir_all(&elsewhere).unwrap();
    Program::serve(&["--database", &clinic.url], &elsewhere)
}

/// Publishes the folder as it is and gives the version.
fn publish(clinic: &Clinic) -> String {
    let said = clinic.command(&["publish", &clinic.prices()], "");
    said.split_whitespace().nth(2).unwrap().to_owned()
}

fn estimate(server: &Program) -> Value {
    expect(200, &server.post("/v1/estimates", estimate_of(&definite())))
}

#[test]
fn what_is_published_is_served_by_every_process_without_a_restart() {
    for clinic in Clinic::of_each_kind() {
        let first = publish(&clinic);
        let servers = [follower(&clinic), follower(&clinic)];
        let made = expect(201, &servers[0].post("/v1/quotes", &definite()));
        assert_eq!(made["estimate"]["price_list"], first);
        clinic.change(
            "prices.csv",
            "meso-fat,abdomen,session,10,1200",
            "meso-fat,abdomen,session,10,1100",
        );
        let second = publish(&clinic);
        assert_ne!(first, second);
        for server in &servers {
            server.line_with(&second);
            assert_eq!(estimate(server)["price_list"], second);
        }
        assert_eq!(
            estimate(&follower(&clinic))["price_list"],
            second,
            "one that starts later"
        );
        let path = format!("/v1/quotes/{}/verification", reference(&made));
        let verified = expect(200, &servers[1].get(&path));
        assert_eq!(
            (&verified["same"], &verified["price_list"]),
            (&true.into(), &first.into())
        );
    }
}

#[test]
fn a_list_with_errors_is_not_published_and_changes_nothing() {
    let clinic = Clinic::with_file();
    let good = publish(&clinic);
    let server = follower(&clinic);
    clinic.change(
        "prices.csv",
        "meso-fat,abdomen,session,10,1200",
        "meso-fat,abdomen,session,10,\"1,200\"",
    );
    let output = crate::binary::run(&["publish", &clinic.prices(), "--database", &clinic.url], "");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(estimate(&server)["price_list"], good);
}
