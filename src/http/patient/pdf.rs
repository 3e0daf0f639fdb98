//! A quote as a PDF, set by typst from a template that a clinic can edit. What it says is the sheet of the page, given to
//! the template as values: nothing is escaped by hand, and no figure can differ.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue, header};
use typst::diag::{FileError, FileResult, SourceDiagnostic, Warned};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use super::kept_by_nobody;
use super::opened::{Closed, Opened};
use super::page::Asked;
use super::sheet::Sheet;
use crate::http::App;
use crate::http::reply::{Answer, internal, set, typed};

/// The template that is compiled in.
const TEMPLATE: &str = include_str!("../../../assets/quote.typ");
/// Regular and bold of the scripts of the texts.
const FONTS: [&[u8]; 4] = [
    include_bytes!("../../../assets/fonts/NotoSans-Regular.ttf"),
    include_bytes!("../../../assets/fonts/NotoSans-Bold.ttf"),
    include_bytes!("../../../assets/fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("../../../assets/fonts/NotoSansArabic-Bold.ttf"),
];
/// For how many sheets what was set and not used again is kept.
const KEPT_FOR: usize = 20;

/// The PDF of a quote, for whoever has its token.
pub(super) async fn get_pdf(app: &Arc<App>, token: &str, asked: &Asked, headers: &HeaderMap) -> Answer {
    let opened = Opened::by(app, token).await.map_err(Closed::problem)?;
    let tag = opened.language(asked.language.as_deref(), super::accepted(headers));
    let sheet = opened.seen(&tag, asked.start(&opened)).sheet();
    let name = format!("inline; filename=\"quote-{}.pdf\"", sheet.reference);
    let press = app.press().map_err(internal)?;
    // Setting a sheet keeps a processor busy for some milliseconds: not one that serves others.
    let printed = tokio::task::spawn_blocking(move || press.print(&sheet)).await;
    let mut response = kept_by_nobody(typed(printed.map_err(internal)?.map_err(internal)?, "application/pdf"));
    let name = HeaderValue::try_from(name).map_err(internal)?;
    set(&mut response, header::CONTENT_DISPOSITION, name);
    Ok(response)
}

/// Sets sheets by one template. It reads nothing but what it was made from: neither files nor the clock.
pub(in crate::http) struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Source,
    data: FileId,
}

impl Press {
    /// A press with this template, or with the usual one.
    ///
    /// # Errors
    /// What can't be read, which for the usual one is nothing.
    pub(in crate::http) fn new(template: Option<&str>) -> Result<Self, String> {
        let file = |name: &str| {
            let path = VirtualPath::new(name).map_err(|error| format!("{error:?}"))?;
            Ok::<_, String>(RootedPath::new(VirtualRoot::Project, path).intern())
        };
        let fonts: Vec<Font> = FONTS
            .into_iter()
            .flat_map(|font| Font::iter(Bytes::new(font)))
            .collect();
        let template = Source::new(file("quote.typ")?, template.unwrap_or(TEMPLATE).to_owned());
        if let Some(error) = template.root().errors_and_warnings().0.first() {
            return Err(error.message.to_string());
        }
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            template,
            data: file("quote.json")?,
        })
    }

    /// The PDF of a sheet.
    ///
    /// # Errors
    /// What the template does wrong, with its line.
    pub(super) fn print(&self, sheet: &Sheet) -> Result<Vec<u8>, String> {
        let data = serde_json::to_vec(sheet).map_err(|error| error.to_string())?;
        let sheet_on_press = OnPress {
            press: self,
            data: Bytes::new(data),
        };
        let Warned { output, warnings } = typst::compile::<PagedDocument>(&sheet_on_press);
        for warning in &warnings {
            tracing::warn!(warning = sheet_on_press.told(warning), "the template of the PDF");
        }
        let told =
            |errors: &[SourceDiagnostic]| errors.first().map_or(String::new(), |error| sheet_on_press.told(error));
        let document = output.map_err(|errors| told(&errors))?;
        let options = PdfOptions {
            ident: Smart::Custom(sheet.title.clone()),
            creator: Smart::Custom(Some("mesoquote".into())),
            ..PdfOptions::default()
        };
        let printed = typst_pdf::pdf(&document, &options).map_err(|errors| told(&errors));
        typst::comemo::evict(KEPT_FOR);
        printed
    }
}

/// A press with the sheet that is set.
struct OnPress<'a> {
    press: &'a Press,
    data: Bytes,
}

impl OnPress<'_> {
    /// What is wrong, and in which line of the template.
    fn told(&self, wrong: &SourceDiagnostic) -> String {
        let range = self.range(wrong.span);
        let line = range.and_then(|range| self.press.template.lines().byte_to_line(range.start));
        match line {
            Some(line) => format!("line {}: {}", line + 1, wrong.message),
            None => wrong.message.to_string(),
        }
    }
}

impl World for OnPress<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.book
    }

    fn main(&self) -> FileId {
        self.press.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main() {
            Ok(self.press.template.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.press.data {
            Ok(self.data.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
