//! What this x86-64 CPU has, and the operating system lets programs use.
//!
//! Asked of the CPU itself, with or without std, so that both builds choose alike.
#![expect(unsafe_code, reason = "CPU intrinsics")]

use core::arch::x86_64::{__cpuid, __cpuid_count, _xgetbv};

use super::{Backend, Kernels, avx2, avx512, sse2};

/// The back end's functions, if this CPU can run them.
pub(super) fn kernels(backend: Backend) -> Option<&'static Kernels> {
    match backend {
        Backend::Avx512 => has_avx512().then_some(&avx512::KERNELS),
        Backend::Avx2 => has_avx2().then_some(&avx2::KERNELS),
        Backend::Sse2 => Some(&sse2::KERNELS),
        Backend::Neon | Backend::Swar => None,
    }
}

/// The state of the 256-bit registers, which the operating system has to save.
const YMM: u64 = 0b110;
/// That of the 512-bit registers and the masks, above it.
const ZMM: u64 = 0b1110_0110;

/// All that `avx2` names in its `target_feature`.
fn has_avx2() -> bool {
    const PCLMULQDQ_POPCNT_AVX: u32 = 1 << 1 | 1 << 23 | 1 << 28;
    const BMI1_AVX2_BMI2: u32 = 1 << 3 | 1 << 5 | 1 << 8;
    saves(YMM) && all(cpuid(1, 0).ecx, PCLMULQDQ_POPCNT_AVX) && all(cpuid(7, 0).ebx, BMI1_AVX2_BMI2)
}

/// All that `avx512` names in its `target_feature`.
fn has_avx512() -> bool {
    const F_DQ_BW_VL: u32 = 1 << 16 | 1 << 17 | 1 << 30 | 1 << 31;
    const VBMI_VBMI2: u32 = 1 << 1 | 1 << 6;
    has_avx2() && saves(ZMM) && all(cpuid(7, 0).ebx, F_DQ_BW_VL) && all(cpuid(7, 0).ecx, VBMI_VBMI2)
}

/// Whether the operating system saves all of these registers.
fn saves(state: u64) -> bool {
    const OSXSAVE: u32 = 1 << 27;

    #[target_feature(enable = "xsave")]
    fn enabled() -> u64 {
        // SAFETY: the function needs XSAVE, and there is always a register 0.
        unsafe { _xgetbv(0) }
    }

    // SAFETY: OSXSAVE says that XSAVE is there and the operating system has enabled it.
    all(cpuid(1, 0).ecx, OSXSAVE) && unsafe { enabled() } & state == state
}

fn all(found: u32, wanted: u32) -> bool {
    found & wanted == wanted
}

struct Leaf {
    ebx: u32,
    ecx: u32,
}

/// Asks the CPU; all zeros for a leaf that it does not know, and where nobody can ask (miri, SGX).
#[allow(unused_unsafe, reason = "CPUID is a safe function since Rust 1.94")]
fn cpuid(leaf: u32, part: u32) -> Leaf {
    if cfg!(any(miri, target_env = "sgx")) {
        return Leaf { ebx: 0, ecx: 0 };
    }
    // SAFETY: every x86-64 has CPUID.
    let known = unsafe { __cpuid(0) }.eax;
    if leaf > known {
        return Leaf { ebx: 0, ecx: 0 };
    }
    // SAFETY: as above.
    let found = unsafe { __cpuid_count(leaf, part) };
    Leaf { ebx: found.ebx, ecx: found.ecx }
}
