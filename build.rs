//! The texts under `texts/` are compiled in: a folder that is added or taken away makes a new build.

fn main() {
    println!("cargo:rerun-if-changed=texts");
}
