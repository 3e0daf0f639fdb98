//! The texts under `texts/` and the pages under `web/` are compiled in: a file that is added or taken away makes a new
//! build.

fn main() {
    println!("cargo:rerun-if-changed=texts");
    println!("cargo:rerun-if-changed=web");
}
