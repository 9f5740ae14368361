//! Whether the scalars of a block are numbers and literals, by masks: RFC 8259's grammar without a branch on a byte.

use super::block::{BLOCK, Skip};

/// What a block has to know of the scalar that the one before it ended in, if it did.
#[derive(Default)]
pub(super) struct Scalars {
    /// 1 if the last byte was part of a scalar; else all the others are 0, or of no effect.
    inside: u64,
    number: Number,
    exponent: Exponent,
    literal: Literal,
}

/// 1 each if the last byte was …
#[derive(Default)]
struct Number {
    /// a number's sign
    minus: u64,
    /// a number's first digit, and a zero
    zero: u64,
    /// a digit
    digit: u64,
    /// a point
    point: u64,
    /// a digit behind a point
    fraction: u64,
}

/// 1 each if the last byte was …
#[derive(Default)]
struct Exponent {
    letter: u64,
    sign: u64,
    digit: u64,
}

/// Where these started in the last block.
#[derive(Default)]
struct Literal {
    t: u64,
    f: u64,
    n: u64,
}

impl Scalars {
    /// Those of the `scalar` bytes that are wrong where they are, or bytes behind a scalar that ended too soon.
    #[inline(always)]
    pub(super) fn wrong<K: Skip>(&mut self, kernel: K, block: &[u8; BLOCK], scalar: u64) -> u64 {
        if scalar | self.inside == 0 {
            return 0;
        }
        let starts = scalar & !(scalar << 1 | self.inside);
        self.inside = scalar >> 63;
        // Digits, points and signs do not have this bit.
        let letter = kernel.bit(block, 0x40) & scalar;
        let number = &mut self.number;
        let (mut wrong, mut known) = (0, 0);
        let (mut digit, mut point, mut after_digit) = (0, 0, number.digit);
        if scalar ^ letter | number.minus | number.point != 0 {
            digit = kernel.digits(block) & scalar;
            point = kernel.equal(block, b'.') & scalar;
            let minus = kernel.equal(block, b'-') & starts;
            let zero = kernel.equal(block, b'0');

            let after_minus = minus << 1 | number.minus;
            let leading_zero = (starts | after_minus) & digit & zero;
            let after_zero = leading_zero << 1 | number.zero;
            let after_point = point << 1 | number.point;
            after_digit |= digit << 1;
            wrong = (after_minus | after_point) & !digit;
            wrong |= after_zero & digit | point & !after_digit;
            wrong |= behind(after_point, digit, &mut number.fraction) & point;
            known = digit | point | minus;
            number.minus = minus >> 63;
            number.zero = leading_zero >> 63;
            number.digit = digit >> 63;
            number.point = point >> 63;
        } else {
            *number = Number::default();
        }
        if letter & after_digit | self.exponent.due() != 0 {
            let exponents = self.exponent.find(kernel, block, scalar & !known, digit, after_digit);
            wrong |= exponents.wrong | exponents.digits_end & (point | exponents.letter);
            known |= exponents.letter | exponents.sign;
        }
        if letter & !known | self.literal.due() != 0 {
            let literals = self.literal.find(kernel, block, letter & !known, starts);
            // Behind a literal is no byte of a scalar, not even a digit.
            wrong |= literals.wrong | literals.behind & scalar;
            known |= literals.letters;
        }
        wrong | scalar & !known
    }
}

struct Exponents {
    letter: u64,
    sign: u64,
    /// The places behind their digits.
    digits_end: u64,
    wrong: u64,
}

impl Exponent {
    #[inline(always)]
    fn due(&self) -> u64 {
        self.letter | self.sign | self.digit
    }

    #[inline(always)]
    fn find<K: Skip>(
        &mut self,
        kernel: K,
        block: &[u8; BLOCK],
        others: u64,
        digit: u64,
        after_digit: u64,
    ) -> Exponents {
        let is = |byte| kernel.equal(block, byte) & others;
        let letter = (is(b'e') | is(b'E')) & after_digit;
        let after_letter = letter << 1 | self.letter;
        let sign = (is(b'-') | is(b'+')) & after_letter;
        let after_sign = sign << 1 | self.sign;
        let digits_end = behind(after_letter | after_sign, digit, &mut self.digit);
        self.letter = letter >> 63;
        self.sign = sign >> 63;
        let wrong = after_letter & !(digit | sign) | after_sign & !digit;
        Exponents { letter, sign, digits_end, wrong }
    }
}

struct Literals {
    letters: u64,
    /// The places behind them.
    behind: u64,
    wrong: u64,
}

impl Literal {
    /// Whether one may go on in the next block, or end with this one.
    #[inline(always)]
    fn due(&self) -> u64 {
        (self.t | self.f | self.n) >> (64 - 5)
    }

    #[inline(always)]
    fn find<K: Skip>(
        &mut self,
        kernel: K,
        block: &[u8; BLOCK],
        others: u64,
        starts: u64,
    ) -> Literals {
        let is = |byte| kernel.equal(block, byte) & others;
        let [t, f, n] = [is(b't') & starts, is(b'f') & starts, is(b'n') & starts];
        let before = core::mem::replace(self, Literal { t, f, n });
        let after_t = |by| t << by | before.t >> (64 - by);
        let after_f = |by| f << by | before.f >> (64 - by);
        let after_n = |by| n << by | before.n >> (64 - by);
        let due = [
            (b'a', after_f(1)),
            (b'e', after_t(3) | after_f(4)),
            (b'l', after_f(2) | after_n(2) | after_n(3)),
            (b'r', after_t(1)),
            (b's', after_f(3)),
            (b'u', after_t(2) | after_n(1)),
        ];
        let (mut letters, mut wrong) = (t | f | n, 0);
        for (letter, due) in due {
            letters |= due;
            wrong |= due & !is(letter);
        }
        Literals { letters, behind: after_t(4) | after_f(5) | after_n(4), wrong }
    }
}

/// The places behind the runs of digits that begin at one of `starts`, which are the first of their runs, or none. `carry`:
/// such a run goes on in the next block.
#[inline(always)]
fn behind(starts: u64, digit: u64, carry: &mut u64) -> u64 {
    let (sum, over) = digit.overflowing_add(starts & digit);
    let (sum, over_again) = sum.overflowing_add(*carry);
    *carry = u64::from(over | over_again);
    sum & !digit
}
