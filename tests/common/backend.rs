//! `FASTJSON_BACKEND=sse2` (or `avx2`, `avx512`, `neon`, `swar`): all of a test binary that includes this
//! file runs on that back end. The library itself reads no environment.
#![cfg(target_os = "linux")]
#![expect(unsafe_code, reason = "a function that runs before main is linked by a section's name")]

use fastjson_api::internals::Backend;

extern "C" fn force() {
    let Ok(name) = std::env::var("FASTJSON_BACKEND") else { return };
    let forced = Backend::available()
        .filter(|backend| format!("{backend:?}").eq_ignore_ascii_case(&name))
        .any(Backend::force);
    if !forced {
        eprintln!("FASTJSON_BACKEND={name}: no back end of this name runs here");
        std::process::abort();
    }
}

// SAFETY: the C library calls the functions in this section once, before main, and std's environment
// is there by then.
#[used]
#[unsafe(link_section = ".init_array")]
static FORCE: extern "C" fn() = force;
