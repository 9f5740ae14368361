//! One number's text in room of its own, for whoever cannot write it where it belongs.
#![expect(unsafe_code, reason = "reads the part of an array that was written")]

use core::mem::MaybeUninit;

use super::float_write::{write_f32, write_f64};
use super::integer_write::{WIDE_ROOM, write_i64, write_i128, write_u64, write_u128};

/// The text of one number.
pub struct Digits {
    /// Invariant: the first `length` bytes are initialised.
    text: [MaybeUninit<u8>; WIDE_ROOM],
    length: usize,
}

impl Digits {
    /// What `write` writes.
    ///
    /// # Safety
    ///
    /// `write` initialises as many bytes of the room, from its start, as it returns. This room's functions do.
    #[inline]
    unsafe fn new<const ROOM: usize>(
        write: impl FnOnce(&mut [MaybeUninit<u8>; ROOM]) -> usize,
    ) -> Self {
        let mut text = [MaybeUninit::uninit(); WIDE_ROOM];
        let (room, _) = text.split_first_chunk_mut().expect("no number has more room");
        let length = write(room);
        Digits { text, length }
    }

    /// An integer's.
    #[inline]
    pub fn u64(value: u64) -> Self {
        // SAFETY: it is one of this room's.
        unsafe { Digits::new(|room| write_u64(value, room)) }
    }

    /// An integer's.
    #[inline]
    pub fn i64(value: i64) -> Self {
        // SAFETY: it is one of this room's.
        unsafe { Digits::new(|room| write_i64(value, room)) }
    }

    /// An integer's.
    pub fn u128(value: u128) -> Self {
        // SAFETY: it is one of this room's.
        unsafe { Digits::new(|room| write_u128(value, room)) }
    }

    /// An integer's.
    pub fn i128(value: i128) -> Self {
        // SAFETY: it is one of this room's.
        unsafe { Digits::new(|room| write_i128(value, room)) }
    }

    /// A float that is not finite becomes zero, which is as good a number as any.
    #[inline]
    pub fn f64(value: f64) -> Self {
        // SAFETY: it is one of this room's.
        unsafe { Digits::new(|room| write_f64(if value.is_finite() { value } else { 0.0 }, room)) }
    }

    /// As [`f64`](Self::f64).
    #[inline]
    pub fn f32(value: f32) -> Self {
        // SAFETY: it is one of this room's.
        unsafe { Digits::new(|room| write_f32(if value.is_finite() { value } else { 0.0 }, room)) }
    }

    /// The text itself.
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        let text = &self.text[..self.length];
        // SAFETY: initialised (invariant of `text`).
        unsafe { core::slice::from_raw_parts(text.as_ptr().cast(), text.len()) }
    }
}
