//! Numbers of one array, eight at once.
//!
//! Where an array's numbers stand, the tokens say. So the numbers of an array, or of rows of them, are read together where
//! AVX-512 or AVX2 can (`simd/numerals_wide.rs`, `simd/numerals_narrow.rs`): eight in the time of two to five. What is not as usual
//! (an exponent, whitespace before the token behind, more than 19 digits, a number near the input's beginning) is left to
//! the way of one by one.

use crate::simd::Backend;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
use {
    super::scale::scale_near,
    super::tables::{MIN_POWER, POWERS, SMALL_POWERS},
    crate::simd::{Divisors, Narrow, Numerals, Wanted, Wide},
};

pub use crate::simd::{Found, Shape};

/// Numbers of an array, a comma behind each.
pub static FLAT: Shape = shape(0);
/// Rows of two numbers.
pub static PAIRS: Shape = shape(2);
/// Rows of three numbers.
pub static TRIPLES: Shape = shape(3);
/// Rows of four numbers.
pub static QUADRUPLES: Shape = shape(4);

/// Numbers in rows of so many, `0` for an array that is none of rows.
const fn shape(row: usize) -> Shape {
    let mut shape = Shape {
        places: [0; 16],
        kinds: [0; 32],
        fixed: 0,
        numbers: 0,
        counts: [0; 33],
        most: 0,
        lanes: 0,
        tokens: 0,
    };
    let (mut token, mut number) = (0, 0);
    let rows = match row {
        0 => 8,
        row => 8 / row,
    };
    let mut i = 0;
    while i < rows {
        if row > 0 {
            shape.kinds[token] = b'[';
            shape.fixed |= 1 << token;
            token += 1;
        }
        let mut j = 0;
        while j < row || j == 0 {
            shape.places[2 * number] = token as u32;
            shape.places[2 * number + 1] = token as u32 + 1;
            shape.numbers |= 1 << token;
            number += 1;
            token += 1;
            j += 1;
            let last = row > 0 && j == row;
            shape.kinds[token] = if last { b']' } else { b',' };
            shape.fixed |= 1 << token;
            token += 1;
        }
        if row > 0 {
            shape.kinds[token] = b',';
            shape.fixed |= 1 << token;
            token += 1;
        }
        i += 1;
    }
    (shape.most, shape.tokens) = (number, token);
    shape.lanes = (0xFF_u16 >> (8 - number)) as u8;
    // Behind the last number of all, or the bracket that ends its row, anything may stand.
    let stride = if row == 0 { 2 } else { 2 * row + 2 };
    let each = if row == 0 { 1 } else { row };
    let mut right = 0;
    while right <= 32 {
        let whole = (right + 1) / stride;
        let whole = if whole > rows { rows } else { whole };
        shape.counts[right] = (whole * each) as u8;
        right += 1;
    }
    shape
}

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
static DIVISORS: Divisors = {
    let mut divisors = Divisors { floats: [0; 24], reciprocals: [0; 24] };
    let mut i = 0;
    while i < 24 {
        divisors.reciprocals[i] = POWERS[(-(i as i32) - MIN_POWER) as usize].hi;
        let float = match i {
            0..20 => SMALL_POWERS[i] as f64,
            _ => SMALL_POWERS[19] as f64 * SMALL_POWERS[i - 19] as f64,
        };
        divisors.floats[i] = float.to_bits();
        i += 1;
    }
    divisors
};

/// Proof that this CPU reads numbers faster together than one by one.
#[derive(Clone, Copy)]
pub struct ReadTogether(Way);

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
#[derive(Clone, Copy)]
enum Way {
    Wide(Wide),
    Narrow(Narrow),
}
/// There is none.
#[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
#[derive(Clone, Copy)]
enum Way {}

impl ReadTogether {
    /// There if this CPU does.
    #[inline(always)]
    pub fn active() -> Option<Self> {
        #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
        return match Wide::active() {
            Some(wide) => Some(Self(Way::Wide(wide))),
            None => Narrow::active().map(|narrow| Self(Way::Narrow(narrow))),
        };
        #[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
        return None;
    }

    /// There if this back end does, and this CPU has it.
    #[must_use]
    pub fn of(backend: Backend) -> Option<Self> {
        #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
        return {
            let (wide, narrow) = backend.lanes()?;
            wide.map(Way::Wide).or(narrow.map(Way::Narrow)).map(Self)
        };
        #[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
        {
            let _ = backend;
            None
        }
    }

    /// Whether eight go into one vector, and not four.
    #[inline(always)]
    pub(crate) fn is_wide(self) -> bool {
        match self.0 {
            #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
            Way::Wide(_) => true,
            #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
            Way::Narrow(_) => false,
        }
    }

    /// The numbers at the tokens that begin with the shape's first, up to the first that is not as usual, or not as it is wanted:
    /// with `FLOATS` they become floats, with `INTEGERS` integers of 64 bits, and with both those with a point become floats.
    #[inline(always)]
    pub fn read<const FLOATS: bool, const INTEGERS: bool>(
        self,
        shape: &'static Shape,
        text: &[u8],
        (places, kinds): (&[u32], &[u8]),
        found: &mut Found,
    ) {
        #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
        match self.0 {
            Way::Wide(wide) => wide.run(Numerals::<FLOATS, INTEGERS> {
                shape,
                text,
                places,
                kinds,
                divisors: &DIVISORS,
                found,
            }),
            Way::Narrow(narrow) => {
                let wanted = Wanted { floats: FLOATS, integers: INTEGERS, divisors: &DIVISORS };
                narrow.read(wanted, shape, text, (places, kinds), found);
                scale_rest(found);
            }
        }
        #[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
        match (self.0, shape, text, places, kinds, found) {}
    }
}

/// Divides what is still to be divided.
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
#[inline(always)]
fn scale_rest(found: &mut Found) {
    let Found { mut scaled, signs, decimals, .. } = *found;
    let words = found.words_mut();
    while scaled != 0 {
        let i = scaled.trailing_zeros() as usize;
        scaled &= scaled - 1;
        let Some(word) = words.get_mut(i) else { break };
        let sign = (signs >> i & 1) << 63;
        *word = scale_near::<false>(*word, decimals[i].into(), sign).to_bits();
    }
}
