//! The rooms of the house: who may import whom, and what the ground floor must not know.

use std::fs;
use std::path::{Path, PathBuf};

/// In reading order: a room imports only from rooms before it.
const ROOMS: [&str; 9] = [
    "money",
    "price_list",
    "texts",
    "tables",
    "estimate",
    "files",
    "store",
    "http",
    "cli",
];

/// Rooms that don't know each other although one stands before the other.
const STRANGERS: [(&str, &str); 1] = [("estimate", "tables")];

/// Rooms without I/O, async, clock, random numbers and serde.
const PURE: [&str; 5] = ["money", "price_list", "texts", "tables", "estimate"];

/// What a pure room must not name.
const IMPURE: [&str; 14] = [
    "std::fs",
    "std::io",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "std::time",
    "SystemTime",
    "Instant::",
    "Zoned::now",
    "Timestamp::now",
    "tokio",
    "async fn",
    "serde",
];

#[test]
fn a_room_imports_only_from_rooms_before_it() {
    let wrong: Vec<String> = sources().iter().flat_map(|file| wrong_imports(file)).collect();
    assert!(
        wrong.is_empty(),
        "imports against the order of rooms:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn the_ground_floor_is_pure() {
    let mut wrong = Vec::new();
    for file in sources().iter().filter(|file| PURE.contains(&room_of(file).as_str())) {
        for (number, line) in code_lines(file) {
            let named = IMPURE.iter().filter(|word| line.contains(**word));
            wrong.extend(named.map(|word| format!("{}:{number}: {word}", file.display())));
        }
    }
    assert!(
        wrong.is_empty(),
        "a pure room names what it must not know:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn every_room_is_in_the_order() {
    for file in sources() {
        let room = room_of(&file);
        let is_entrance = ["main", "lib"].contains(&room.as_str());
        assert!(
            is_entrance || ROOMS.contains(&room.as_str()),
            "{} is in no room of the order",
            file.display()
        );
    }
}

#[test]
fn an_import_against_the_order_is_found() {
    let is_wrong = |room: &str, line: &str| !wrong_in_line(room, line).is_empty();
    assert!(is_wrong("money", "use crate::price_list::PriceList;"));
    assert!(is_wrong("estimate", "let x = crate::tables::read();"));
    assert!(is_wrong("files", "use crate::{estimate::Request, http::wire};"));
    assert!(!is_wrong("http", "use crate::{estimate::Request, files::load};"));
}

fn wrong_imports(file: &Path) -> Vec<String> {
    let room = room_of(file);
    let mut wrong = Vec::new();
    for (number, line) in code_lines(file) {
        let imported = wrong_in_line(&room, &line);
        wrong.extend(
            imported
                .iter()
                .map(|to| format!("{}:{number}: {room} imports {to}", file.display())),
        );
    }
    wrong
}

/// The rooms named in a line of a room's file that it may not import.
fn wrong_in_line(room: &str, line: &str) -> Vec<&'static str> {
    let Some(place) = ROOMS.iter().position(|r| *r == room) else {
        return Vec::new();
    };
    let named = |other: &str| {
        line.contains(&format!("crate::{other}"))
            || (line.contains("crate::{") && line.split(['{', ',', ' ']).any(|w| w.split("::").next() == Some(other)))
    };
    let forbidden =
        |at: usize, other: &str| at > place || STRANGERS.contains(&(room, other)) || STRANGERS.contains(&(other, room));
    let later = ROOMS
        .iter()
        .enumerate()
        .filter(|(at, other)| **other != room && forbidden(*at, other));
    later
        .filter(|(_, other)| named(other))
        .map(|(_, other)| *other)
        .collect()
}

/// Lines of code with their numbers, comments left out, statements of several lines joined by their first.
fn code_lines(file: &Path) -> Vec<(usize, String)> {
    let text = fs::read_to_string(file).unwrap();
    let mut lines: Vec<(usize, String)> = Vec::new();
    let mut is_open = false;
    for (number, line) in (1..).zip(text.lines()) {
        let code = line.trim();
        if code.starts_with("//") {
            continue;
        }
        match lines.last_mut() {
            Some((_, statement)) if is_open => statement.push_str(code),
            _ => lines.push((number, code.to_owned())),
        }
        let last = &lines.last().unwrap().1;
        is_open = last.starts_with("use ") && !last.ends_with(';');
    }
    lines
}

fn room_of(file: &Path) -> String {
    let inside = file.strip_prefix(src()).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

fn sources() -> Vec<PathBuf> {
    let mut folders = vec![src()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.extension() {
                _ if path.is_dir() => folders.push(path),
                Some(extension) if extension == "rs" => files.push(path),
                _ => {}
            }
        }
    }
    assert!(files.len() > 10, "the sources were not found");
    files
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}
