//! Files that are served in one piece: what they import stands in them, comments are left out.
//!
//! The widget is fetched by strangers over slow networks, the desk by old computers: one file is asked for once, is packed
//! better than ten, and has one digest that a page can pin. What is joined is written for it: `import { … } from "./x.js"` without other names,
//! `export` before a declaration, no name declared twice at the top of two files. Files of other people keep to
//! themselves and stay imported.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::assets;

/// The files that are served so.
const JOINED: &[&str] = &[
    "desk/desk.css",
    "desk/desk.js",
    "style/base.css",
    "widget/element.js",
    "widget/widget.css",
];

const OTHERS: &str = "vendor/";

/// The file in one piece, if it is one of those that are served so.
pub(super) fn joined(path: &str) -> Option<String> {
    if !JOINED.contains(&path) {
        return None;
    }
    let mut joining = Joining::default();
    joining.add(path)?;
    Some(joining.imports() + &joining.text)
}

#[derive(Default)]
struct Joining {
    seen: Vec<String>,
    /// What stays imported: the file as it is named, and the names.
    imported: BTreeMap<String, BTreeSet<String>>,
    text: String,
}

impl Joining {
    /// Adds a file, and before it what it imports.
    fn add(&mut self, path: &str) -> Option<()> {
        if self.seen.iter().any(|seen| seen == path) {
            return Some(());
        }
        self.seen.push(path.to_owned());
        let bytes = assets::raw(path)?;
        let text = String::from_utf8_lossy(&bytes);
        for line in code(&text) {
            if let Some((names, relative)) = imported(&line) {
                self.import(path, names, relative)?;
            } else {
                let _ = writeln!(self.text, "{}", line.strip_prefix("export ").unwrap_or(&line));
            }
        }
        Some(())
    }

    fn import(&mut self, from: &str, names: &str, relative: &str) -> Option<()> {
        let path = resolved(from, relative);
        if !path.starts_with(OTHERS) {
            return self.add(&path);
        }
        let names = names.split(',').map(|name| name.trim().to_owned());
        self.imported.entry(relative.to_owned()).or_default().extend(names);
        Some(())
    }

    fn imports(&self) -> String {
        self.imported.iter().fold(String::new(), |mut text, (file, names)| {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let _ = writeln!(text, "import {{ {} }} from \"{file}\";", names.join(", "));
            text
        })
    }
}

/// The lines of a file without indentation, empty lines and lines of comment.
fn code(text: &str) -> impl Iterator<Item = String> {
    let mut in_comment = false;
    text.lines().filter_map(move |line| {
        let mut line = line.trim().to_owned();
        if in_comment {
            let end = line.find("*/");
            in_comment = end.is_none();
            line.drain(..end.map_or(line.len(), |end| end + 2));
        }
        while let Some(begin) = line.find("/**").or_else(|| line.starts_with("/*").then_some(0)) {
            let end = line.get(begin..).and_then(|rest| rest.find("*/"));
            in_comment = end.is_none();
            line.drain(begin..end.map_or(line.len(), |end| begin + end + 2));
        }
        let line = line.trim();
        (!line.is_empty() && !line.starts_with("//")).then(|| line.to_owned())
    })
}

/// What a line imports, and from where: `import { a, b } from "./x.js";` of a script, `@import "x.css";` of a style.
fn imported(line: &str) -> Option<(&str, &str)> {
    let file = |text| str::strip_suffix(str::strip_prefix(text, '"')?, "\";");
    if let Some(rest) = line.strip_prefix("@import ") {
        return Some(("", file(rest)?));
    }
    let (names, from) = line.strip_prefix("import { ")?.split_once(" } from ")?;
    Some((names, file(from)?))
}

/// A path as another file names it.
fn resolved(from: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn paths_are_resolved_from_where_they_stand() {
        assert_eq!(resolved("widget/element.js", "../shared/api.js"), "shared/api.js");
        assert_eq!(resolved("widget/element.js", "./view.js"), "widget/view.js");
        assert_eq!(resolved("widget/widget.css", "../style/quote.css"), "style/quote.css");
    }

    #[test]
    fn comments_go_and_code_stays() {
        let text = "/* one\n two */\n// three\nconst a = 1; // four\n\n/** five */\n  b(/** @type {A} */ (c), `/*`);\n";
        assert_eq!(
            code(text).collect::<Vec<_>>(),
            ["const a = 1; // four", "b( (c), `/*`);"]
        );
    }

    #[test]
    fn every_file_that_is_served_in_one_piece_can_be_joined() {
        for path in JOINED {
            let text = joined(path).unwrap();
            let imports = text.lines().filter(|line| line.contains("import ")).count();
            assert!(imports <= 1 && !text.contains("export "), "{path}: {text}");
        }
    }

    #[test]
    fn no_two_joined_files_declare_a_name() {
        for path in JOINED.iter().filter(|path| !path.contains(".css")) {
            let mut joining = Joining::default();
            joining.add(path).unwrap();
            assert!(joining.seen.len() > 5);
            let mut declared = HashMap::new();
            for path in &joining.seen {
                for name in names_declared_in(path) {
                    let other = declared.insert(name.clone(), path.clone());
                    assert_eq!(other, None, "{name} is declared in {path} too");
                }
            }
        }
    }

    fn names_declared_in(path: &str) -> Vec<String> {
        let text = String::from_utf8(assets::raw(path).unwrap().into_owned()).unwrap();
        let name = |line: &str| {
            let line = line.strip_prefix("export ").unwrap_or(line);
            let line = line.strip_prefix("async ").unwrap_or(line);
            let words = ["const ", "let ", "class ", "function "];
            let rest = words.iter().find_map(|word| line.strip_prefix(word))?;
            rest.split([' ', '(', ';']).next().map(str::to_owned)
        };
        text.lines().filter_map(name).collect()
    }
}
