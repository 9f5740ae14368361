//! What hostile input may cost: depth in a small stack, time in proportion to the input, and memory in
//! proportion to it, whatever it claims.
#![cfg(all(feature = "std", feature = "serde"))]

#[path = "../common/backend.rs"]
mod backend;

#[path = "../common/memory.rs"]
mod memory;

mod clock;
mod depth;
mod growth;
#[cfg(target_pointer_width = "64")]
mod huge;
