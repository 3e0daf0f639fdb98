//! The texts under `texts/` are compiled in: a folder that is added or taken away makes a new build.
#![expect(clippy::print_stdout, reason = "a build script speaks to cargo on standard output")]

fn main() {
    println!("cargo:rerun-if-changed=texts");
}
