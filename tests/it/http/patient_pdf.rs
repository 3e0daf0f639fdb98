//! The PDF of a quote, read by other programs: poppler's tools, as Debian has them.

use std::process::{Command, Stdio};

use serde_json::Value;

use super::patient::{Surgery, amounts, link, operation, read, ten, three};

/// What a program of poppler's says of a PDF.
fn poppler(program: &str, arguments: &[&str], pdf: &[u8]) -> String {
    use std::io::Write;
    let file = tempfile::NamedTempFile::new().unwrap();
    file.as_file().write_all(pdf).unwrap();
    let mut command = Command::new(program);
    command.arg(file.path()).args(arguments).stderr(Stdio::inherit());
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{program} (poppler-utils): {error}"));
    assert!(output.status.success(), "{program}: {:?}", output.status);
    String::from_utf8(output.stdout).unwrap()
}

fn pdf(surgery: &Surgery, quote: &Value, language: &str) -> Vec<u8> {
    let answer = surgery.server.get(&format!("{}.pdf?language={language}", link(quote)));
    assert_eq!(answer.status(), 200, "{}", String::from_utf8_lossy(&answer.body));
    assert_eq!(answer.header("content-type"), "application/pdf");
    assert_eq!(answer.header("cache-control"), "private, no-store");
    answer.body
}

#[test]
fn the_pdf_holds_the_figures_of_the_page_on_one_sheet() {
    let surgery = Surgery::open();
    for request in [ten(), three(), operation()] {
        let quote = surgery.save(&request);
        assert_eq!(quote["pdf"], format!("{}.pdf", link(&quote)));
        for language in ["en", "ar"] {
            let pdf = pdf(&surgery, &quote, language);
            let text = poppler("pdftotext", &["-layout", "-"], &pdf);
            let page = read(&surgery.page(&quote, language));
            assert_eq!(amounts(&text), amounts(&page), "{language}: {text}");
            assert!(text.contains(quote["reference"].as_str().unwrap()), "{text}");
            let info = poppler("pdfinfo", &[], &pdf);
            assert!(info.contains("Pages:           1\n"), "{info}");
            assert!(info.contains("(A4)"), "{info}");
        }
    }
}

#[test]
fn the_fonts_of_both_scripts_are_in_the_file() {
    let surgery = Surgery::open();
    let quote = surgery.save(&ten());
    let fonts = poppler("pdffonts", &[], &pdf(&surgery, &quote, "ar"));
    for name in ["NotoSansArabic-Regular", "NotoSans-Regular"] {
        let line = fonts.lines().find(|line| line.contains(name));
        let line = line.unwrap_or_else(|| panic!("{name}: {fonts}"));
        // Embedded, a subset, with the letters behind its shapes.
        assert!(line.contains("yes yes yes"), "{line}");
    }
    let text = poppler("pdftotext", &["-"], &pdf(&surgery, &quote, "ar"));
    assert!(text.contains("ميزوثيرابي لتقليل الدهون"), "{text}");
}

#[test]
fn a_clinic_has_a_template_of_its_own() {
    let own = "#let quote = json(\"quote.json\")\n= Ours: #quote.reference, #quote.price.headline";
    let surgery = Surgery::with(|app| app.with_pdf_template(own).unwrap());
    let quote = surgery.save(&ten());
    let text = poppler("pdftotext", &["-"], &pdf(&surgery, &quote, "en"));
    let reference = quote["reference"].as_str().unwrap();
    assert_eq!(text.trim(), format!("Ours: {reference}, AED 12,367.50"));
}

#[test]
fn a_template_that_reads_files_or_asks_for_what_is_not_there_is_a_fault_of_the_server() {
    for wrong in ["#read(\"/etc/passwd\")", "#json(\"quote.json\").nothing"] {
        let surgery = Surgery::with(|app| app.with_pdf_template(wrong).unwrap());
        let quote = surgery.save(&ten());
        let answer = surgery.server.get(&format!("{}.pdf", link(&quote)));
        assert_eq!(
            (answer.status(), &answer.json()["code"]),
            (500, &Value::from("internal_error"))
        );
    }
}
