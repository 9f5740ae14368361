//! How much room a text is given to begin with: as much as the last texts of its type took.
//!
//! Services write values of the same few types again and again. A text of 500 bytes that starts in 128 is allocated twice
//! and copied once, one of 3 KB three times. What is remembered is a guess, no more: for each type the length of its
//! longest text of late, once two in a row were alike. Texts that come in all lengths start small, as those of a type
//! that was never written.

use core::any::type_name;
#[cfg(target_has_atomic = "64")]
use core::sync::atomic::{AtomicU64, Ordering};

/// Room that is there from the start: a small message needs no second allocation.
pub(super) const LEAST: usize = 128;
/// Longer texts are not remembered: what is too much for the next one should not be much.
const MOST: usize = 1 << 22;
/// What the last thing written may ask for beyond the text, so that it need not grow for nothing.
const SPARE: usize = 64;

/// What is known of a type's texts in a layout.
pub(super) struct Room {
    /// Of the type and the layout. Two of the same number take each other's place.
    key: u32,
}

/// The key, the length, and in the lowest bit whether the last two were alike; 0 is nothing.
#[cfg(target_has_atomic = "64")]
static SEEN: [AtomicU64; 64] = [const { AtomicU64::new(0) }; 64];

impl Room {
    /// For texts of `T`; `L` is what else their lengths hang on.
    #[inline]
    pub(super) fn of<L: ?Sized, T: ?Sized>() -> Self {
        // Where a name lies tells types apart without reading it. That a name may lie in two places does no harm.
        let (layout, name) = (type_name::<L>().as_ptr().addr(), type_name::<T>().as_ptr().addr());
        Room { key: (name ^ layout << 1) as u32 }
    }

    /// How much to begin with.
    #[inline]
    pub(super) fn first(&self) -> usize {
        match self.seen() {
            Some((length, true)) => length + SPARE,
            _ => LEAST,
        }
    }

    /// Remembers the length of a text, which has got so much `room` in the end. True if that is far too much.
    #[inline]
    #[must_use]
    pub(super) fn learn(&self, length: usize, room: usize) -> bool {
        let foreseen = room == LEAST || room == self.first() && room <= 2 * length + SPARE;
        !foreseen && self.learn_other(length, room)
    }

    #[cfg(target_has_atomic = "64")]
    #[inline]
    fn slot(&self) -> &'static AtomicU64 {
        &SEEN[(self.key.wrapping_mul(0x9E37_79B9) >> 26) as usize]
    }

    /// The length of the last texts, and whether it was alike.
    #[cfg(target_has_atomic = "64")]
    #[inline]
    fn seen(&self) -> Option<(usize, bool)> {
        let seen = self.slot().load(Ordering::Relaxed);
        ((seen >> 32) as u32 == self.key).then_some((seen as u32 as usize >> 1, seen & 1 != 0))
    }

    #[cfg(target_has_atomic = "64")]
    #[cold]
    #[inline(never)]
    fn learn_other(&self, length: usize, room: usize) -> bool {
        let (remembered, alike) = match self.seen() {
            // It would have been enough, but for escapes that were not needed: they ask for more than they take.
            Some((last, true)) if length <= last && room > last + SPARE => {
                ((last + last / 4).min(2 * length), true)
            }
            Some((last, _)) if last <= 2 * length && length <= 2 * last => (last.max(length), true),
            _ => (length, false),
        };
        let seen = if remembered <= MOST { (remembered as u64) << 1 | u64::from(alike) } else { 0 };
        self.slot().store(u64::from(self.key) << 32 | seen, Ordering::Relaxed);
        room > 4 * length + LEAST
    }

    #[cfg(not(target_has_atomic = "64"))]
    fn seen(&self) -> Option<(usize, bool)> {
        None
    }

    #[cfg(not(target_has_atomic = "64"))]
    fn learn_other(&self, _length: usize, _room: usize) -> bool {
        false
    }
}
