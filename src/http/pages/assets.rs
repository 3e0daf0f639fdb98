//! The files of `web/`: scripts, styles and pages.
//!
//! A file's address names the version of all of them together, so that browsers and proxies may keep it for ever and
//! still never mix two versions: `/assets/VERSION/desk/desk.js`. Scripts name each other by relative paths and so stay
//! within a version.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::{LazyLock, Mutex, PoisonError};

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, header};
use bytes::Bytes;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use super::joined::joined;
use crate::http::reply::{Answer, ETag, cached, set, shared, takes, typed};
use crate::http::wire::{Problem, kinds};

#[derive(RustEmbed)]
#[folder = "web"]
#[exclude = "*.md"]
#[exclude = "*.d.ts"]
struct Web;

/// Stands in a page for the version of all files.
const VERSION_MARK: &str = "ASSETS_VERSION";

/// Names the bytes of all files together.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut digest = Sha256::new();
    for path in Web::iter() {
        digest.update(path.as_bytes());
        digest.update([0]);
        digest.update(Web::get(&path).map_or(Cow::Borrowed(&[][..]), |file| file.data));
    }
    digest.finalize().iter().take(6).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
});

/// What was compressed by brotli, by the digest of what it was: each file when it is first asked for.
static COMPRESSED: LazyLock<Mutex<HashMap<Key, Bytes>>> = LazyLock::new(Mutex::default);

/// A digest of bytes.
type Key = [u8; 32];

/// The best of brotli: it is paid once for each file.
const QUALITY: u32 = 11;
const WINDOW: u32 = 22;
const BUFFER_BYTES: usize = 4096;

/// The version of all files.
pub(in crate::http) fn version() -> &'static str {
    &VERSION
}

/// A file of a version. Another version than today's is answered from today's files, not to be kept: a page that was
/// opened before an update can still fetch what it lacks.
pub(super) async fn get_asset(Path((asked, path)): Path<(String, String)>, headers: HeaderMap) -> Answer {
    let control = if asked == version() {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let (Some(content_type), Some(bytes)) = (content_type(&path), bytes(&path)) else {
        return Err(no_such_file());
    };
    let mut response = cached(&headers, ETag::of(&["asset", version(), &path]), control, || {
        Ok(encoded(&headers, bytes, content_type))
    })?;
    for_any_site(&mut response);
    Ok(response)
}

const HTML: &str = "text/html; charset=utf-8";

/// A page of `web/`, its files addressed by the version of today, other marks replaced by what they stand for.
pub(super) fn page(headers: &HeaderMap, path: &str, marks: &[(&str, &str)]) -> Answer {
    Ok(encoded(headers, Cow::Owned(filled(path, marks)?.into_bytes()), HTML))
}

/// The same of what is another page for each who asks: it is not kept.
pub(super) fn page_of_one(path: &str, marks: &[(&str, &str)]) -> Answer {
    Ok(typed(filled(path, marks)?, HTML))
}

fn filled(path: &str, marks: &[(&str, &str)]) -> Result<String, Box<Problem>> {
    let text = text(path).ok_or_else(no_such_file)?;
    Ok(marks.iter().fold(text, |text, (mark, value)| text.replace(mark, value)))
}

/// A script of `web/` under an address of its own, its files addressed by the version of today. Any site may use it.
pub(super) fn script(headers: &HeaderMap, path: &str) -> Answer {
    let text = text(path).ok_or_else(no_such_file)?;
    let mut response = cached(headers, ETag::of(&["script", version(), path]), "no-cache", || {
        Ok(encoded(
            headers,
            Cow::Owned(text.into_bytes()),
            "text/javascript; charset=utf-8",
        ))
    })?;
    for_any_site(&mut response);
    Ok(response)
}

/// The files that a script or a page names by their version, in order.
pub(super) fn named_in(path: &str) -> Vec<String> {
    let text = text(path).unwrap_or_default();
    let prefix = format!("assets/{}/", version());
    let ends = |c: char| c == '"' || c == '\'' || c.is_whitespace();
    let named = text.split(&*prefix).skip(1);
    named
        .filter_map(|rest| rest.split(ends).next().map(str::to_owned))
        .collect()
}

/// The bytes of a file, as they are served.
pub(super) fn bytes(path: &str) -> Option<Cow<'static, [u8]>> {
    match joined(path) {
        Some(text) => Some(Cow::Borrowed(text.as_bytes())),
        None => raw(path),
    }
}

/// The bytes of a file, as it stands in `web/`.
pub(super) fn raw(path: &str) -> Option<Cow<'static, [u8]>> {
    Web::get(path).map(|file| file.data)
}

fn text(path: &str) -> Option<String> {
    bytes(path).map(|bytes| String::from_utf8_lossy(&bytes).replace(VERSION_MARK, version()))
}

/// Scripts of modules are asked for across origins wherever the widget stands; there is nothing personal in them.
fn for_any_site(response: &mut Response<Body>) {
    let all = [
        (header::VARY, "accept-encoding"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ];
    for (name, value) in all {
        set(response, name, HeaderValue::from_static(value));
    }
}

fn no_such_file() -> Box<Problem> {
    Box::new(Problem::new(&kinds::NOT_FOUND, "The pages have no such file."))
}

/// The files that are served by themselves, by their endings.
fn content_type(path: &str) -> Option<&'static str> {
    match path.rsplit_once('.')?.1 {
        "js" => Some("text/javascript; charset=utf-8"),
        "css" => Some("text/css; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        "woff2" => Some("font/woff2"),
        _ => None,
    }
}

/// The bytes as the caller takes them: compressed once and kept so, or as they are.
fn encoded(headers: &HeaderMap, bytes: Cow<'static, [u8]>, content_type: &'static str) -> Response<Body> {
    let small = takes(headers, "br").then(|| compressed(&bytes)).flatten();
    let Some(small) = small else {
        return typed(shared(bytes), content_type);
    };
    let mut response = typed(small, content_type);
    set(&mut response, header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    response
}

fn compressed(bytes: &[u8]) -> Option<Bytes> {
    let key = Sha256::digest(bytes).into();
    let kept = || COMPRESSED.lock().unwrap_or_else(PoisonError::into_inner);
    let known = kept().get(&key).cloned();
    if known.is_some() {
        return known;
    }
    let mut writer = brotli::CompressorWriter::new(Vec::new(), BUFFER_BYTES, QUALITY, WINDOW);
    writer.write_all(bytes).ok()?;
    let small = Bytes::from(writer.into_inner());
    kept().insert(key, small.clone());
    Some(small)
}
