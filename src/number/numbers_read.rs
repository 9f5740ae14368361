//! Numbers of one array, eight at once.
//!
//! Where an array's numbers stand, the tokens say. So the numbers of an array, or of rows of them, are read together where
//! AVX-512 can (`simd/numerals.rs`): eight in less than the time of two. What is not as usual (an exponent, whitespace before the
//! token behind, more than 19 digits, a number near the input's beginning) is left to the way of one by one.

use super::numbers_write::Together;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
use {
    super::tables::{MIN_POWER, POWERS, SMALL_POWERS},
    crate::simd::{Divisors, Numerals},
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

impl Together {
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
        self.0.run(Numerals::<FLOATS, INTEGERS> {
            shape,
            text,
            places,
            kinds,
            divisors: &DIVISORS,
            found,
        });
        #[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
        match (self.0, shape, text, places, kinds, found) {}
    }
}
