//! `mesoquote keys`, `publish`, `export` and `import`, as they are typed.

use std::process::Output;

use mesoquote::store::Location;

use super::rig::{Rig, block_on, export, key, quote, quote_for, save};
use super::server;
use crate::binary::run;

fn url(rig: &Rig) -> String {
    match &rig.location {
        Location::Sqlite(file) => format!("sqlite:{}", file.display()),
        Location::Postgres(url) => url.clone(),
    }
}

/// Runs a command on a database to a good end and gives what it printed.
fn done(url: &str, arguments: &[&str], input: &str) -> String {
    let output = run(&[arguments, &["--database", url]].concat(), input);
    assert!(output.status.success(), "{}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn refused(url: &str, arguments: &[&str], input: &str) -> String {
    let output = run(&[arguments, &["--database", url]].concat(), input);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    said(&output)
}

#[test]
fn a_staff_key_is_made_listed_and_revoked() {
    let rig = Rig::sqlite();
    let url = url(&rig);
    let secret = done(&url, &["keys", "add", "Front desk 1"], "");
    let holder = block_on(async { rig.open().await.holder(secret.trim()).await.unwrap() });
    assert_eq!(holder.as_deref(), Some("Front desk 1"));
    let listed = done(&url, &["keys", "list"], "");
    assert!(
        listed.starts_with("Front desk 1  made 20") && !listed.contains(secret.trim()),
        "{listed}"
    );
    assert!(refused(&url, &["keys", "add", "Front desk 1"], "").contains("already"));
    done(&url, &["keys", "revoke", "Front desk 1"], "");
    assert!(done(&url, &["keys", "list"], "").contains("revoked"));
    assert!(refused(&url, &["keys", "revoke", "Front desk 1"], "").contains("mesoquote keys list"));
    for name in ["", "a\nb"] {
        assert!(refused(&url, &["keys", "add", name], "").contains("such as \"Front desk 1\""));
    }
}

#[test]
fn a_mistyped_file_is_said_and_not_made() {
    let rig = Rig::sqlite();
    let Location::Sqlite(file) = &rig.location else {
        unreachable!("it is a file")
    };
    for arguments in [&["keys", "list"][..], &["keys", "revoke", "Front desk 1"], &["export"]] {
        let said = refused(&url(&rig), arguments, "");
        assert!(
            said.contains("there is no database") && said.contains("--database"),
            "{said}"
        );
        assert!(!file.exists(), "{arguments:?}");
    }
}

#[test]
fn a_price_list_is_published_once_for_each_version() {
    let rig = Rig::sqlite();
    let url = url(&rig);
    let first = done(&url, &["publish", "pricing"], "");
    assert!(
        first.starts_with("pricing: version ") && first.ends_with("(number 1)\n"),
        "{first}"
    );
    assert_eq!(done(&url, &["publish", "pricing"], ""), first);
    let published = block_on(async { rig.open().await.published().await.unwrap() });
    assert!(first.contains(&published[0].version));
    let output = run(&["publish", "tests/cases/tables", "--database", &url], "");
    assert!(!output.status.success(), "a list with errors is not published");
    assert_eq!(done(&url, &["publish", "pricing"], ""), first);
}

#[test]
fn quotes_move_from_a_file_to_a_server() {
    let Some(server) = server::shared() else { return };
    let (file, url_of_server) = (Rig::sqlite(), server.new_database());
    let lines = block_on(async {
        let store = file.open().await;
        for number in 0..250 {
            store
                .save(quote_for("Fatima", "0501234567", number), key(&number.to_string()))
                .await
                .unwrap();
        }
        export(&store).await
    });
    done(&url(&file), &["publish", "pricing"], "");
    let exported = done(&url(&file), &["export"], "");
    assert_eq!(exported.lines().count(), lines.len() + 1);
    done(&url_of_server, &["import"], &exported);
    assert_eq!(done(&url_of_server, &["export"], ""), exported);
    let again = run(&["import", "--database", &url_of_server], &exported);
    assert!(
        said(&again).contains("quotes: 0 new, 0 brought up to date, 250 there already"),
        "{}",
        said(&again)
    );
}

#[test]
fn a_list_from_a_folder_of_another_name_makes_no_clinic_by_accident() {
    let rig = Rig::sqlite();
    let url = url(&rig);
    done(&url, &["publish", "pricing"], "");
    let folder = tempfile::tempdir().unwrap();
    let next = folder.path().join("pricing-next");
    std::fs::create_dir(&next).unwrap();
    for file in std::fs::read_dir("pricing").unwrap().map(Result::unwrap) {
        std::fs::copy(file.path(), next.join(file.file_name())).unwrap();
    }
    let areas = std::fs::read_to_string(next.join("areas.csv")).unwrap();
    std::fs::write(next.join("areas.csv"), format!("{areas}# one comment more\n")).unwrap();
    let next = next.display().to_string();
    let said = refused(&url, &["publish", &next], "");
    assert!(
        said.contains("--clinic pricing ") && said.contains("--clinic pricing-next "),
        "{said}"
    );
    let published = done(&url, &["publish", &next, "--clinic", "pricing"], "");
    assert!(
        published.starts_with("pricing: ") && published.ends_with("(number 2)\n"),
        "{published}"
    );
    let published = done(&url, &["publish", &next, "--clinic", "marina"], "");
    assert!(
        published.starts_with("marina: ") && published.ends_with("(number 1)\n"),
        "{published}"
    );
}

#[test]
fn an_import_without_its_price_lists_is_told() {
    let (from, to) = (Rig::sqlite(), Rig::sqlite());
    block_on(async { save(&*from.open().await, quote()).await });
    let output = run(
        &["import", "--database", &url(&to)],
        &done(&url(&from), &["export"], ""),
    );
    let said = said(&output);
    assert!(
        output.status.success()
            && said.contains("whose price list is not here, so that they can't be priced again: 1."),
        "{said}"
    );
}

#[test]
fn a_bad_line_is_named_by_its_number_and_nothing_else() {
    let rig = Rig::sqlite();
    let said = refused(&url(&rig), &["import"], "\n\n{\"document\": 1, \"name\": \"Fatima\"}\n");
    assert!(said.contains("line 3") && !said.contains("Fatima"), "{said}");
    let said = refused(&url(&rig), &["import"], "{\"document\": 1, \"name\": \"Fat");
    assert!(
        said.contains("line 1") && said.contains("cut off") && !said.contains("Fat"),
        "{said}"
    );
}

#[test]
fn what_can_not_be_done_says_what_can() {
    let rig = Rig::sqlite();
    let said = refused("sqlite:/nobody/has/this.db", &["keys", "add", "Front desk 1"], "");
    assert!(said.contains("there is no folder /nobody/has: make it"), "{said}");
    done(&url(&rig), &["keys", "add", "Front desk 1"], "");
    let said = refused(&url(&rig), &["keys", "revoke", "Front desk 2"], "");
    assert!(
        said.contains("no key of \"Front desk 2\" counts: mesoquote keys list shows all"),
        "{said}"
    );
}

#[test]
fn a_password_is_in_no_message() {
    for url in [
        "postgres://clinic:s3cret@127.0.0.1:9/q",
        "mysql://clinic:s3cret@db/q",
        "postgres://c:s3cret@[/q",
    ] {
        for command in [&["keys", "list"][..], &["export"]] {
            let said = refused(url, command, "");
            assert!(!said.contains("s3cret"), "{said}");
        }
    }
    let help = run(
        &["keys", "list", "--help", "--database", "postgres://c:s3cret@db/q"],
        "",
    );
    assert!(!String::from_utf8_lossy(&help.stdout).contains("s3cret"));
}
