//! Callers' code that panics at each of its calls in turn: visitors, `Serialize` and `Display`
//! implementations, readers, writers, formatters. Nothing leaks, and all that has seen the panic can be
//! used on and dropped.
#![cfg(all(feature = "std", feature = "serde"))]

#[path = "../common/backend.rs"]
mod backend;

#[path = "../common/memory.rs"]
mod memory;
mod reads;
mod writes;

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

thread_local! {
    /// How many calls of `fuse` are left until one panics.
    static FUSE: Cell<usize> = const { Cell::new(usize::MAX) };
    /// How many `Counted` there are.
    static ALIVE: Cell<isize> = const { Cell::new(0) };
}

/// What stands in all the caller's code here. Panics once, without a message.
fn fuse() {
    match FUSE.get().checked_sub(1) {
        Some(left) => FUSE.set(left),
        None => {
            FUSE.set(usize::MAX);
            resume_unwind(Box::new(()));
        }
    }
}

/// Runs `run` again and again, so that each call of `fuse` panics in one of them; returns how many.
#[track_caller]
fn at_each_call(run: impl Fn()) -> usize {
    for calls in 0.. {
        // What is made on first use, like the CPU's back end, has been made after the first round.
        let mut done = false;
        let left = memory::left(|| {
            FUSE.set(calls);
            done = catch_unwind(AssertUnwindSafe(&run)).is_ok() && FUSE.get() < usize::MAX / 2;
            FUSE.set(usize::MAX);
            drop_kept_scratch();
        });
        assert_eq!(ALIVE.get(), 0, "values are left after a panic in call {calls}");
        assert!(left == 0 || calls == 0, "{left} bytes are left after a panic in call {calls}");
        if done {
            return calls;
        }
    }
    unreachable!()
}

/// A thread keeps what a `Value` was read with, but not if it has become large.
fn drop_kept_scratch() {
    let large = format!("[null, [{}null]]", "null,".repeat(2000));
    assert!(fastjson_api::from_str::<fastjson_api::Value>(&large).is_ok());
}

/// Catches a panic of the fuse, as a caller might.
fn caught<T>(run: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(run)).ok()
}
