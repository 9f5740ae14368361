//! Counts what the work asks of the allocator: how often, how many bytes at most at a time.
//!
//! Off, it costs each allocation one load and a branch that is always predicted, the same for everyone.
#![expect(unsafe_code, reason = "a global allocator hands on what the caller promised")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

pub struct Counting;

static COUNTING: AtomicBool = AtomicBool::new(false);
static CALLS: AtomicU64 = AtomicU64::new(0);
static LIVE: AtomicU64 = AtomicU64::new(0);
static PEAK: AtomicU64 = AtomicU64::new(0);

/// What one run of a work asked for.
#[derive(Debug, Clone, Copy)]
pub struct Allocations {
    /// Allocations and reallocations.
    pub calls: u64,
    /// The most bytes that it held at a time.
    pub peak: u64,
}

/// Runs the work once and counts. `scripts/instructions.sh` knows the function by its name.
#[inline(never)]
pub fn count(work: &mut dyn FnMut()) -> Allocations {
    for counter in [&CALLS, &LIVE, &PEAK] {
        counter.store(0, Relaxed);
    }
    COUNTING.store(true, Relaxed);
    work();
    COUNTING.store(false, Relaxed);
    Allocations { calls: CALLS.load(Relaxed), peak: PEAK.load(Relaxed) }
}

#[cold]
fn grew(old: usize, new: usize) {
    CALLS.fetch_add(1, Relaxed);
    let live = LIVE.load(Relaxed).saturating_sub(old as u64) + new as u64;
    LIVE.store(live, Relaxed);
    PEAK.fetch_max(live, Relaxed);
}

#[cold]
fn shrank(size: usize) {
    // What was there before the count is none of ours.
    LIVE.store(LIVE.load(Relaxed).saturating_sub(size as u64), Relaxed);
}

// SAFETY: every call goes to `System` as it came, and what it returns goes back as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if COUNTING.load(Relaxed) {
            grew(0, layout.size());
        }
        // SAFETY: the caller keeps `GlobalAlloc`'s contract, which is `System`'s.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if COUNTING.load(Relaxed) {
            grew(0, layout.size());
        }
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if COUNTING.load(Relaxed) {
            grew(layout.size(), size);
        }
        // SAFETY: as above.
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        if COUNTING.load(Relaxed) {
            shrank(layout.size());
        }
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }
}
