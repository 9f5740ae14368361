//! The digits of floats to text by AVX-512: all of them at once, each where it belongs.
#![expect(unsafe_code, reason = "stores into the output, at offsets that vary")]

use super::float_write::{Hand, write_exponent, write_f32_by, write_f64_by};
use super::numbers_write::{Numbers, Rests};
use super::shortest_write::{Decimal, f32_to_decimal, f64_to_decimal};
use super::tables::{MIN_POWER, POWERS};
use crate::simd::{Decimals, LAST, MINUS, Order, POINT, Task, Tens, WHOLE, Wide, ZERO, digit};

/// Writes a float; returns the end of the text.
///
/// # Safety
///
/// `FLOAT_ROOM` bytes at `out` are writable.
#[inline(always)]
pub(super) unsafe fn write_f64(wide: Wide, bits: u64, out: *mut u8) -> *mut u8 {
    wide.run(Float { bits, out })
}

/// As [`write_f64`].
///
/// # Safety
///
/// As there.
#[inline(always)]
pub(super) unsafe fn write_f32(wide: Wide, bits: u32, out: *mut u8) -> *mut u8 {
    wide.run(Float { bits, out })
}

/// The bits of a float, and where it is to be written.
struct Float<B> {
    bits: B,
    /// Invariant: `FLOAT_ROOM` bytes are writable here.
    out: *mut u8,
}

impl Task for Float<u64> {
    type Output = *mut u8;

    #[inline(always)]
    fn run(self, wide: Wide) -> *mut u8 {
        // SAFETY: invariant of `out`.
        unsafe { write_f64_by(wide, self.bits, self.out) }
    }
}

impl Task for Float<u32> {
    type Output = *mut u8;

    #[inline(always)]
    fn run(self, wide: Wide) -> *mut u8 {
        // SAFETY: invariant of `out`.
        unsafe { write_f32_by(wide, self.bits, self.out) }
    }
}

/// `10^8`
const HALF: u64 = 100_000_000;

// SAFETY: a vector of text is stored, and of that the end returned, or what `write_exponent` returns.
unsafe impl Hand for Wide {
    #[inline(always)]
    unsafe fn short(self, hundred_millionths: u64, out: *mut u8) -> *mut u8 {
        let halves = [hundred_millionths / HALF, hundred_millionths % HALF];
        // Eight digits, a point, eight more. SAFETY: 7 is in the range.
        let text = self.text(halves, 0, unsafe { order(true, 7) });
        let digits = text.nonzero();
        // At least one digit before the point; behind it there is one that is not zero.
        let leading = (digits | 1 << 7).trailing_zeros();
        // SAFETY: 32 bytes are writable, by the caller.
        unsafe {
            text.store_from(leading, out);
            out.add((32 - digits.leading_zeros() - leading) as usize)
        }
    }

    #[inline(always)]
    unsafe fn long_f64(self, upper: u64, exponent: i32, out: *mut u8) -> *mut u8 {
        // SAFETY: by the caller.
        unsafe { write(self, f64_to_decimal(upper, exponent), -5, MOST, out) }
    }

    #[inline(always)]
    unsafe fn long_f32(self, significand: u64, exponent: i32, out: *mut u8) -> *mut u8 {
        // SAFETY: by the caller.
        unsafe { write(self, f32_to_decimal(significand, exponent), LEAST, 12, out) }
    }
}

/// As `write_decimal`.
///
/// # Safety
///
/// As there; `least` is at least `LEAST`, `most` at most `MOST`.
#[inline(always)]
unsafe fn write(hand: Wide, decimal: Decimal, least: i32, most: i32, out: *mut u8) -> *mut u8 {
    let Decimal { whole, next, long, exponent } = decimal;
    let fixed = (least..=most).contains(&exponent);
    // SAFETY: by the caller. 32 bytes are writable, and the text has at most 24.
    unsafe {
        let order = order(long, if fixed { exponent } else { 0 });
        let text = hand.text([whole / HALF, whole % HALF], next, order);
        text.store(out);
        // Up to the last byte that is no zero, which may be the point.
        let length = 32 - text.nonzero().leading_zeros() as i32;
        if fixed {
            // One digit behind the point at least.
            return out.add(length.max(exponent + 3) as usize);
        }
        let length = if length == 2 { 1 } else { length };
        write_exponent(exponent, out.add(length as usize))
    }
}

/// The exponents of floats that are written without one.
const LEAST: i32 = -6;
const MOST: i32 = 15;

/// The order of the text's bytes for `exponent`, in which the first of sixteen digits counts if they are `long`.
///
/// # Safety
///
/// `exponent` is from `LEAST` to `MOST`.
#[inline(always)]
unsafe fn order(long: bool, exponent: i32) -> &'static Order {
    debug_assert!((LEAST..=MOST).contains(&exponent));
    let at = (exponent - LEAST) as usize * 2 + usize::from(long);
    // SAFETY: by the caller.
    unsafe { FORMS.get_unchecked(at).order(0) }
}

/// How a number is written.
struct Form {
    /// A minus, then the order without one.
    order: [u8; 36],
    /// A bit for the last byte that there has to be: a digit behind the point, or before where it would be.
    last: u32,
}

impl Form {
    /// The order, with a minus for `sign` 1, without for 0.
    ///
    /// # Safety
    ///
    /// `sign` is 0 or 1.
    #[inline(always)]
    unsafe fn order(&self, sign: usize) -> &Order {
        debug_assert!(sign < 2);
        // SAFETY: by the caller, 32 bytes begin there.
        unsafe { &*self.order.as_ptr().add(1 - sign).cast() }
    }
}

/// The forms of [`Decimals`].
static FORMS: [Form; FIXED + WHOLE] = {
    let mut forms = [const { Form { order: [MINUS; 36], last: 0 } }; _];
    let mut i = 0;
    while i < forms.len() {
        let (order, last) = if i < FIXED {
            let exponent = i as i32 / 2 + LEAST;
            // Below one, there is a digit that is not zero.
            (fixed(i % 2 == 1, exponent), if exponent < 0 { 0 } else { 1 << (exponent + 2) })
        } else {
            let exponent = (i - FIXED) as i32 / 2;
            (whole(i % 2 == 1, exponent), 1 << exponent)
        };
        forms[i].last = last;
        let mut at = 0;
        while at < order.len() {
            forms[i].order[1 + at] = order[at];
            at += 1;
        }
        i += 1;
    }
    forms
};

/// How many of them have a point.
const FIXED: usize = 2 * (MOST - LEAST + 1) as usize;

const fn fixed(long: bool, exponent: i32) -> Order {
    let mut order = [ZERO; 32];
    let mut at = 0;
    if exponent < 0 {
        order[1] = POINT;
        at = (1 - exponent) as usize;
    }
    let first = if long { 0 } else { 1 };
    let mut i = first;
    while i < 17 {
        order[at] = if i < 16 { digit(i) } else { LAST };
        at += 1;
        if i as i32 - first as i32 == exponent {
            order[at] = POINT;
            at += 1;
        }
        i += 1;
    }
    order
}

/// As [`fixed`], without a point. All digits behind it are zeros.
const fn whole(long: bool, exponent: i32) -> Order {
    let mut order = fixed(long, exponent);
    let mut at = exponent as usize + 1;
    while at < order.len() {
        order[at] = ZERO;
        at += 1;
    }
    order
}

impl Wide {
    /// Writes numbers, and behind each its rest; returns the end of the text.
    ///
    /// # Safety
    ///
    /// `NUMBERS_ROOM` bytes at `out` are writable.
    #[inline(always)]
    pub(super) unsafe fn write(self, numbers: Numbers<'_>, rests: &Rests, out: *mut u8) -> *mut u8 {
        match numbers.singles {
            true => self.run(Eight::<true> { numbers, rests, out }),
            false => self.run(Eight::<false> { numbers, rests, out }),
        }
    }
}

/// The arguments of [`Wide::write`], by its promise; whether they are singles.
struct Eight<'a, const SINGLES: bool> {
    numbers: Numbers<'a>,
    rests: &'a Rests,
    out: *mut u8,
}

impl<const SINGLES: bool> Task for Eight<'_, SINGLES> {
    type Output = *mut u8;

    #[inline(always)]
    fn run(self, wide: Wide) -> *mut u8 {
        let Self { numbers, rests, mut out } = self;
        let mut bits = [0; 8];
        let mut i = 0;
        while i < bits.len() {
            // SAFETY: it is a float's place. Volatile, or eight that have just been stored are loaded as one vector, which waits
            // until all of them, and all stores before, have reached the cache: half of the gain.
            bits[i] = unsafe { (&raw const numbers.floats[i]).cast::<i64>().read_volatile() };
            i += 1;
        }
        let decimals = match SINGLES {
            true => wide.decimals_of_singles(bits, &TENS),
            false => wide.decimals(bits, numbers.integers, &TENS),
        };
        let count = numbers.count.min(bits.len());
        // SAFETY: there is room for every number and its rest; `forms` has the form of each.
        unsafe {
            if decimals.known != u8::MAX {
                // None by the vectors, or those would have to be in memory across the calls.
                return numbers.write_one_by_one::<SINGLES>(rests, out);
            }
            let mut forms = decimals.forms;
            for (i, bits) in bits[..count].iter().enumerate() {
                let sign = bits.cast_unsigned() >> 63;
                out = write_decimal(&decimals, i, (forms & 0xFF) as usize, sign as usize, out);
                out = rests.write(i, out);
                forms >>= 8;
            }
        }
        out
    }
}

/// Writes decimal `i`; returns the end of the text.
///
/// # Safety
///
/// `FLOAT_ROOM` bytes at `out` are writable. `form` is the decimal's, `sign` 1 if it is to have a minus, else 0.
#[inline(always)]
unsafe fn write_decimal(
    decimals: &Decimals,
    i: usize,
    form: usize,
    sign: usize,
    out: *mut u8,
) -> *mut u8 {
    debug_assert!(form < FORMS.len());
    // SAFETY: by the caller.
    unsafe {
        let form = FORMS.get_unchecked(form);
        let text = decimals.text(i, form.order(sign));
        text.store(out);
        let last = text.nonzero() | form.last << sign;
        out.add((32 - last.leading_zeros()) as usize)
    }
}

/// What a float up to 2^53 that is written without an exponent is scaled by, and what the vectors have room for beyond.
static TENS: Tens = {
    let mut tens = [0; _];
    let mut i = 0;
    while i < tens.len() {
        tens[i] = POWERS[(i as i32 - 1 - MIN_POWER) as usize].hi;
        i += 1;
    }
    tens
};
