//! Files that are served in one piece: what they import stands in them, in few bytes.
//!
//! The widget is fetched by strangers over slow networks, the desk by old computers: one file is asked for once, is packed
//! better than ten, and has one digest that a page can pin. Words of the widget are joined with those that everybody
//! shares. What is joined is written for it: `import { … } from "./x.js"` without other names, `export` before a
//! declaration, no name declared twice at the top of two files. Files of other people keep to themselves and stay imported.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::OnceLock;

use super::assets;
use super::small::{script, style};

/// The files that are served so, each made when it is first asked for.
static JOINED: [(&str, OnceLock<Option<String>>); 7] = [
    ("desk/desk.css", OnceLock::new()),
    ("desk/desk.js", OnceLock::new()),
    ("style/base.css", OnceLock::new()),
    ("widget/element.js", OnceLock::new()),
    ("widget/widget.css", OnceLock::new()),
    ("widget/words/ar.js", OnceLock::new()),
    ("widget/words/en.js", OnceLock::new()),
];

/// Words that begin so are shared by the other pages: the widget takes no promo codes.
const NOT_OF_THE_WIDGET: &str = "promo_";

const OTHERS: &str = "vendor/";

/// What the widget has in place of a file of other people that weighs too much for it.
const INSTEAD: [(&str, &str); 1] = [("vendor/lit-html/lit-html.js", "widget/html.js")];

/// The file in one piece, if it is one of those that are served so.
pub(super) fn joined(path: &str) -> Option<&'static str> {
    let (path, made) = JOINED.iter().find(|(name, _)| *name == path)?;
    made.get_or_init(|| join(path)).as_deref()
}

fn join(path: &str) -> Option<String> {
    if let Some((_, language)) = path.split_once("/words/") {
        let shared = said(&format!("words/{language}"))?;
        let is_for_it = |line: &&str| !line.trim_start().starts_with(NOT_OF_THE_WIDGET);
        let all = shared.split_inclusive('\n').filter(is_for_it).collect::<String>() + &said(path)?;
        return Some(format!("export default {}", script(&format!("{{{all}}};"))));
    }
    let mut joining = Joining::default();
    joining.add(path)?;
    Some(if path.rsplit_once('.')?.1 == "css" {
        style(&joining.text)
    } else {
        joining.imports() + &script(&joining.text)
    })
}

/// What a file of words says, without what is around it.
fn said(path: &str) -> Option<String> {
    let bytes = assets::raw(path)?;
    let text = String::from_utf8_lossy(&bytes);
    let (_, words) = text.split_once("export default {")?;
    Some(words.rsplit_once("};")?.0.to_owned())
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
        for line in text.lines() {
            if let Some((names, relative)) = imported(line) {
                self.import(path, names, relative)?;
            } else {
                let _ = writeln!(self.text, "{}", line.strip_prefix("export ").unwrap_or(line));
            }
        }
        Some(())
    }

    fn import(&mut self, from: &str, names: &str, relative: &str) -> Option<()> {
        let path = resolved(from, relative);
        if !path.starts_with(OTHERS) {
            return self.add(&path);
        }
        let instead = INSTEAD.iter().find(|(other, _)| self.is_widget() && *other == path);
        if let Some((_, own)) = instead {
            return self.add(own);
        }
        let names = names.split(',').map(|name| name.trim().to_owned());
        self.imported.entry(relative.to_owned()).or_default().extend(names);
        Some(())
    }

    /// Whether it is the widget that is joined: its file came first.
    fn is_widget(&self) -> bool {
        self.seen.first().is_some_and(|first| first.starts_with("widget/"))
    }

    fn imports(&self) -> String {
        self.imported.iter().fold(String::new(), |mut text, (file, names)| {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let _ = writeln!(text, "import {{ {} }} from \"{file}\";", names.join(", "));
            text
        })
    }
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
    fn every_file_that_is_served_in_one_piece_can_be_joined() {
        for (path, _) in &JOINED {
            let text = joined(path).unwrap();
            let exports = usize::from(path.contains("/words/"));
            assert!(text.matches("import ").count() <= 1, "{path}: {text}");
            assert_eq!(text.matches("export ").count(), exports, "{path}: {text}");
        }
    }

    #[test]
    fn no_two_joined_files_declare_a_name() {
        for path in ["desk/desk.js", "widget/element.js"] {
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
