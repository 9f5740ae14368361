//! Numbers, truth values, and floats of one array together.
#![expect(unsafe_code, reason = "stores into spare capacity: what number's functions have written")]

use core::mem::MaybeUninit;

use super::buffer::{Pen, Place};
use crate::error::Result;
use crate::number::{self, NUMBERS_ROOM, Numbers, Rests, Together};

impl<'b> Pen<'b, '_> {
    /// Writes a number.
    ///
    /// # Safety
    ///
    /// `write` initialises as many bytes of the room, from its start, as it returns, and they are ASCII. `number`'s functions
    /// do.
    #[inline(always)]
    unsafe fn number<const ROOM: usize>(
        mut self,
        write: impl FnOnce(&mut [MaybeUninit<u8>; ROOM]) -> usize,
    ) -> Result<Place<'b>> {
        if self.lacks(ROOM) {
            // SAFETY: by the caller.
            return unsafe { self.number_elsewhere(write) };
        }
        // SAFETY: there is room, and `length` bytes of it have been written, by the caller.
        unsafe {
            let length = write(self.at().cast().as_mut());
            debug_assert!(length <= ROOM);
            self.advance(length);
            Ok(self.finish())
        }
    }

    /// # Safety
    ///
    /// As for `number`.
    #[cold]
    #[inline(never)]
    unsafe fn number_elsewhere<const ROOM: usize>(
        mut self,
        write: impl FnOnce(&mut [MaybeUninit<u8>; ROOM]) -> usize,
    ) -> Result<Place<'b>> {
        self.reserve(ROOM)?;
        // SAFETY: by the caller.
        unsafe { self.number(write) }
    }

    /// Writes an integer.
    #[inline]
    pub(crate) fn u64(self, value: u64) -> Result<Place<'b>> {
        // SAFETY: a function of `number`.
        unsafe { self.number(|room| number::write_u64(value, room)) }
    }

    /// Writes an integer.
    #[inline]
    pub(crate) fn i64(self, value: i64) -> Result<Place<'b>> {
        // SAFETY: a function of `number`.
        unsafe { self.number(|room| number::write_i64(value, room)) }
    }

    /// Writes an integer.
    pub(crate) fn u128(self, value: u128) -> Result<Place<'b>> {
        // SAFETY: a function of `number`.
        unsafe { self.number(|room| number::write_u128(value, room)) }
    }

    /// Writes an integer.
    pub(crate) fn i128(self, value: i128) -> Result<Place<'b>> {
        // SAFETY: a function of `number`.
        unsafe { self.number(|room| number::write_i128(value, room)) }
    }

    /// Writes a float, `null` if it is not finite.
    #[inline]
    pub(crate) fn f64(self, value: f64) -> Result<Place<'b>> {
        // SAFETY: a function of `number`.
        unsafe { self.number(|room| number::write_f64(value, room)) }
    }

    /// Writes a float, `null` if it is not finite.
    #[inline]
    pub(crate) fn f32(self, value: f32) -> Result<Place<'b>> {
        // SAFETY: a function of `number`.
        unsafe { self.number(|room| number::write_f32(value, room)) }
    }

    /// Writes a truth value.
    #[inline]
    pub(crate) fn bool(self, value: bool) -> Result<Place<'b>> {
        match value {
            true => self.verbatim("true"),
            false => self.verbatim("false"),
        }
    }

    /// Appends numbers, `null` for what is not finite, and behind each its rest.
    #[inline(always)]
    pub(crate) fn numbers(
        &mut self,
        together: Together,
        numbers: Numbers<'_>,
        rests: &Rests,
    ) -> Result<()> {
        self.reserve(NUMBERS_ROOM)?;
        // SAFETY: there is room, and so many bytes of it have been written, all ASCII.
        unsafe {
            let room = self.at().cast().as_mut();
            self.advance(together.write(numbers, rests, room));
        }
        Ok(())
    }
}
