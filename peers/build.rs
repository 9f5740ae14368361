//! Tells the binary how it was built, for its record.

use std::env;
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    for name in ["CARGO_PROFILE_RELEASE_LTO", "CARGO_PROFILE_RELEASE_CODEGEN_UNITS"] {
        println!("cargo:rerun-if-env-changed={name}");
    }
    let rustc = env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let version = Command::new(rustc).arg("--version").output().ok();
    let version = version.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    println!("cargo:rustc-env=PEERS_RUSTC={}", version.unwrap_or_default());

    let profile = env::var("PROFILE").unwrap_or_default();
    let lto = env::var("CARGO_PROFILE_RELEASE_LTO").unwrap_or_else(|_| "off".to_owned());
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default().replace('\u{1f}', " ");
    let mut text = format!("{profile}, lto {lto}");
    if !flags.is_empty() {
        text = format!("{text}, {flags}");
    }
    println!("cargo:rustc-env=PEERS_PROFILE={text}");
}
