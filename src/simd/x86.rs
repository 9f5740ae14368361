//! What this x86-64 CPU has, and the operating system lets programs use.
//!
//! Asked of the CPU itself, with or without std, so that both builds choose alike.
#![expect(unsafe_code, reason = "CPU intrinsics")]

use core::arch::x86_64::{__cpuid, __cpuid_count, _xgetbv, CpuidResult};
use core::sync::atomic::{AtomicU8, Ordering};

use super::{Backend, Kernels, avx2, avx512, sse2};

/// The back end's functions, if this CPU can run them.
pub(super) fn kernels(backend: Backend) -> Option<&'static Kernels> {
    match backend {
        Backend::Avx512 => (found() & AVX512 != 0).then_some(&avx512::KERNELS),
        Backend::Avx2 => (found() & AVX2 != 0).then_some(&avx2::KERNELS),
        Backend::Sse2 => Some(&sse2::KERNELS),
        Backend::Neon | Backend::Swar => None,
    }
}

/// All that `avx2` names in its `target_feature` is there.
const AVX2: u8 = 1;
/// All that `avx512` and `wide` name in their `target_feature` is there.
const AVX512: u8 = 2;
/// The CPU has been asked.
const ASKED: u8 = 4;

/// What this CPU has. Asked once: a virtual machine takes some twenty microseconds for each answer.
fn found() -> u8 {
    static FOUND: AtomicU8 = AtomicU8::new(0);

    let mut found = FOUND.load(Ordering::Relaxed);
    if found == 0 {
        found = ask();
        FOUND.store(found, Ordering::Relaxed);
    }
    found
}

#[cold]
fn ask() -> u8 {
    const PCLMULQDQ_POPCNT_AVX: u32 = 1 << 1 | 1 << 23 | 1 << 28;
    /// To the compiler, AVX-512 F includes these.
    const FMA_F16C: u32 = 1 << 12 | 1 << 29;
    const OSXSAVE: u32 = 1 << 27;
    const BMI1_AVX2_BMI2: u32 = 1 << 3 | 1 << 5 | 1 << 8;
    const F_DQ_IFMA_CD_BW_VL: u32 = 1 << 16 | 1 << 17 | 1 << 21 | 1 << 28 | 1 << 30 | 1 << 31;
    const VBMI_VBMI2: u32 = 1 << 1 | 1 << 6;
    const LZCNT: u32 = 1 << 5;
    /// The state of the 256-bit registers, which the operating system has to save.
    const YMM: u64 = 0b110;
    /// That of the 512-bit registers and the masks, and the above.
    const ZMM: u64 = 0b1110_0110;

    let Some([basic, extended, amd]) = cpuid() else {
        return ASKED;
    };
    if !all(basic.ecx, PCLMULQDQ_POPCNT_AVX | OSXSAVE) || !all(extended.ebx, BMI1_AVX2_BMI2) {
        return ASKED;
    }
    // SAFETY: OSXSAVE says that XSAVE is there and the operating system has enabled it.
    let saved = unsafe { saved_state() };
    if saved & YMM != YMM {
        return ASKED;
    }
    let zmm = saved & ZMM == ZMM && all(basic.ecx, FMA_F16C) && all(amd.ecx, LZCNT);
    if !zmm || !all(extended.ebx, F_DQ_IFMA_CD_BW_VL) || !all(extended.ecx, VBMI_VBMI2) {
        return ASKED | AVX2;
    }
    ASKED | AVX2 | AVX512
}

fn all(found: u32, wanted: u32) -> bool {
    found & wanted == wanted
}

/// Leaves 1, 7 and 0x80000001; `None` if the CPU does not know them, and where nobody can ask (miri, SGX).
#[allow(unused_unsafe, reason = "CPUID is a safe function since Rust 1.94")]
fn cpuid() -> Option<[CpuidResult; 3]> {
    if cfg!(any(miri, target_env = "sgx")) {
        return None;
    }
    // SAFETY: every x86-64 has CPUID.
    let last = unsafe { [__cpuid(0).eax, __cpuid(0x8000_0000).eax] };
    // SAFETY: as above.
    (last[0] >= 7 && last[1] > 0x8000_0000)
        .then(|| unsafe { [__cpuid(1), __cpuid_count(7, 0), __cpuid(0x8000_0001)] })
}

/// The registers that the operating system saves.
#[target_feature(enable = "xsave")]
fn saved_state() -> u64 {
    // SAFETY: the function needs XSAVE, and there is always a register 0.
    unsafe { _xgetbv(0) }
}
