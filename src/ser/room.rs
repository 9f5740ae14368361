//! How much room a text is given to begin with: as much as the last texts of its type took.
//!
//! Services write values of the same few types again and again. A text of 500 bytes that starts in 128 is allocated twice
//! and copied once, one of 3 KB three times. What is remembered is a guess, no more: for each type the length of its
//! longest text of late, once two in a row were alike. Texts that come in all lengths start small, as those of a type
//! that was never written. Each thread remembers for itself: a table that all share would be one more thing to wait for
//! where many threads write texts of all lengths.

#[cfg(feature = "std")]
use core::{any::type_name, cell::Cell};

use crate::write::Layout;

/// Room that is there from the start: a small message needs no second allocation.
pub(super) const LEAST: usize = 128;

/// What is known of a type's texts in a layout.
#[cfg(feature = "std")]
pub(super) struct Room {
    /// Of the type and the layout. Two of the same number take each other's place.
    key: u32,
}

#[cfg(feature = "std")]
impl Room {
    /// Longer texts are not remembered: what is too much for the next one should not be much.
    const MOST: usize = 1 << 22;
    /// What the last thing written may ask for beyond the text, so that it need not grow for nothing.
    const SPARE: usize = 64;

    /// More than anything asks for beyond what it takes.
    const ASKED: usize = 8 << 10;

    /// For texts of `T` in the layout `L`.
    #[inline]
    pub(super) fn of<L: Layout, T: ?Sized>() -> Self {
        // Where a name lies tells types apart without reading it. That a name may lie in two places does no harm.
        let name = type_name::<T>().as_ptr().addr() as u32;
        Room { key: name << 1 | u32::from(L::COMPACT) }
    }

    /// How much to begin with.
    #[inline]
    pub(super) fn first(&self) -> usize {
        match self.seen() {
            Seen { key, length, alike: true } if key == self.key => length as usize + Self::SPARE,
            _ => LEAST,
        }
    }

    /// Remembers the length of a text, which has got so much `room` in the end. True if that is far too much.
    #[inline]
    #[must_use]
    pub(super) fn learn(&self, length: usize, room: usize) -> bool {
        let foreseen = room == LEAST || room == self.first() && room <= 2 * length + Self::SPARE;
        !foreseen && self.learn_other(length, room)
    }

    #[cold]
    #[inline(never)]
    fn learn_other(&self, length: usize, room: usize) -> bool {
        let seen = self.seen();
        let last = if seen.key == self.key { seen.length as usize } else { 0 };
        let (remembered, alike) = if seen.alike && length <= last && room > last + Self::SPARE {
            // It would have been enough, but for escapes that were not needed, or for eight numbers at the end: they ask for
            // more than they take.
            ((last + (last / 4).min(Self::ASKED)).min(2 * length), true)
        } else {
            let alike = last <= 2 * length && length <= 2 * last;
            (if alike { last.max(length) } else { length }, alike)
        };
        let alike = alike && remembered <= Self::MOST;
        let length_seen = remembered.min(Self::MOST) as u32;
        // In a thread that ends there is nothing to be remembered for.
        let _ = SEEN.try_with(|seen| {
            seen[self.place()].set(Seen { key: self.key, length: length_seen, alike });
        });
        room > 4 * length + LEAST
    }

    #[inline]
    fn seen(&self) -> Seen {
        SEEN.try_with(|seen| seen[self.place()].get()).unwrap_or(NOTHING)
    }

    /// One of 32. The layouts of one type have each their own.
    #[inline]
    fn place(&self) -> usize {
        let name = (self.key >> 1).wrapping_mul(0x9E37_79B9) >> 28;
        (name << 1 | self.key & 1) as usize
    }
}

/// The length of the last texts of a type.
#[cfg(feature = "std")]
#[derive(Clone, Copy)]
struct Seen {
    key: u32,
    length: u32,
    /// Whether the last two were alike.
    alike: bool,
}

#[cfg(feature = "std")]
const NOTHING: Seen = Seen { key: 0, length: 0, alike: false };

#[cfg(feature = "std")]
std::thread_local! {
    static SEEN: [Cell<Seen>; 32] = const { [const { Cell::new(NOTHING) }; 32] };
}

/// Without threads to remember for, every text starts small.
#[cfg(not(feature = "std"))]
pub(super) struct Room;

#[cfg(not(feature = "std"))]
#[expect(clippy::extra_unused_type_parameters, reason = "as with threads")]
impl Room {
    pub(super) fn of<L: Layout, T: ?Sized>() -> Self {
        Room
    }

    pub(super) fn first(&self) -> usize {
        LEAST
    }

    pub(super) fn learn(&self, _length: usize, _room: usize) -> bool {
        false
    }
}
