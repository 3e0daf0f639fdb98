//! What a page may do, as its answer tells the browser.

/// A page that runs our own scripts and asks our own server, nothing else. The policies that write HTML from a
/// script are those of the hands that draw templates: the desk's and the widget's.
pub(super) const SCRIPTED: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
     require-trusted-types-for 'script'; trusted-types lit-html mesoquote";

/// A page without any script: the patient's.
pub(in crate::http) const UNSCRIPTED: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
