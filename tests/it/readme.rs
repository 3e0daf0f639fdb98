//! What the README shows is what the program prints.

use crate::binary::{repository, run};

#[test]
fn the_readme_shows_the_estimate_as_it_is_printed() {
    let printed = run(&["estimate", "belly", "10", "--on", "2026-11-23"], "");
    let printed = String::from_utf8(printed.stdout).unwrap();
    let shown = block("$ mesoquote estimate belly 10\n");
    let shown = shown.trim_end().strip_suffix('…').unwrap();
    assert!(
        printed.starts_with(shown.trim_end()),
        "the README shows\n{shown}\nbut it is\n{printed}"
    );
}

#[test]
fn the_readme_names_every_command() {
    let help = String::from_utf8(run(&["--help"], "").stdout).unwrap();
    let commands = help
        .split("Commands:")
        .nth(1)
        .unwrap()
        .split("Options:")
        .next()
        .unwrap();
    let names = commands
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    let names: Vec<&str> = names.filter(|name| !name.is_empty() && *name != "help").collect();
    assert!(names.len() > 4, "{help}");
    let readme = readme();
    for name in names {
        assert!(
            readme.contains(&format!("`mesoquote {name}")),
            "the README does not tell of `{name}`"
        );
    }
}

/// What stands between a line of the README and the end of its block.
fn block(first_line: &str) -> String {
    let readme = readme();
    let start = readme.find(first_line).unwrap() + first_line.len();
    readme[start..].split("```").next().unwrap().to_owned()
}

fn readme() -> String {
    std::fs::read_to_string(repository("README.md")).unwrap()
}
