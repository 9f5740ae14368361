//! What a number is by default: the machine's own types, 16 bytes.

use core::fmt::{self, Display};
use core::hash::{Hash, Hasher};
use core::mem::MaybeUninit;

use super::parse;
use crate::error::Error;
use crate::number::{FLOAT_ROOM, f64_text};

/// A number. `I64` is below zero, `F64` finite.
#[derive(Clone, Copy)]
pub(crate) enum Repr {
    U64(u64),
    I64(i64),
    F64(f64),
}

impl Repr {
    pub(super) fn is_f64(&self) -> bool {
        matches!(self, Repr::F64(_))
    }

    pub(super) fn as_i64(&self) -> Option<i64> {
        match *self {
            Repr::U64(n) => i64::try_from(n).ok(),
            Repr::I64(n) => Some(n),
            Repr::F64(_) => None,
        }
    }

    pub(super) fn as_u64(&self) -> Option<u64> {
        match *self {
            Repr::U64(n) => Some(n),
            Repr::I64(_) | Repr::F64(_) => None,
        }
    }

    pub(super) fn as_f64(&self) -> Option<f64> {
        Some(match *self {
            Repr::U64(n) => n as f64,
            Repr::I64(n) => n as f64,
            Repr::F64(n) => n,
        })
    }

    pub(super) fn as_f32(&self) -> Option<f32> {
        match *self {
            // Integers go to f32 in one step: through f64 they would be rounded twice.
            Repr::U64(n) => Some(n as f32),
            Repr::I64(n) => Some(n as f32),
            Repr::F64(n) => Some(n as f32).filter(|n| n.is_finite()),
        }
    }

    pub(super) fn as_i128(&self) -> Option<i128> {
        match *self {
            Repr::U64(n) => Some(n.into()),
            Repr::I64(n) => Some(n.into()),
            Repr::F64(_) => None,
        }
    }

    pub(super) fn as_u128(&self) -> Option<u128> {
        self.as_u64().map(u128::from)
    }

    #[inline]
    pub(super) fn from_u64(n: u64) -> Self {
        Repr::U64(n)
    }

    #[inline]
    pub(super) fn from_i64(n: i64) -> Self {
        match u64::try_from(n) {
            Ok(n) => Repr::U64(n),
            Err(_) => Repr::I64(n),
        }
    }

    pub(super) fn from_i128(n: i128) -> Option<Self> {
        match u64::try_from(n) {
            Ok(n) => Some(Repr::U64(n)),
            Err(_) => i64::try_from(n).ok().map(Repr::I64),
        }
    }

    pub(super) fn from_u128(n: u128) -> Option<Self> {
        u64::try_from(n).ok().map(Repr::U64)
    }

    #[inline]
    pub(super) fn from_f64(n: f64) -> Self {
        Repr::F64(n)
    }

    pub(super) fn from_f32(n: f32) -> Self {
        Repr::F64(n.into())
    }

    pub(super) fn parse(text: &str) -> Result<Self, Error> {
        parse::check(text)?;
        let integer = !text.contains(['.', 'e', 'E']) && text != "-0";
        let n = match text.parse() {
            Ok(n) if integer => Some(Repr::U64(n)),
            _ => text.parse().ok().filter(|_| integer).map(Repr::I64),
        };
        let float = || text.parse().ok().filter(|n: &f64| n.is_finite()).map(Repr::F64);
        n.or_else(float).ok_or_else(|| parse::out_of_range(text))
    }
}

impl PartialEq for Repr {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Repr::U64(a), Repr::U64(b)) => a == b,
            (Repr::I64(a), Repr::I64(b)) => a == b,
            (Repr::F64(a), Repr::F64(b)) => a == b,
            _ => false,
        }
    }
}

// A float here is never NaN.
impl Eq for Repr {}

impl Hash for Repr {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match *self {
            Repr::U64(n) => n.hash(state),
            Repr::I64(n) => n.hash(state),
            // -0.0 equals 0.0, so it must hash like it; adding makes it 0.0.
            Repr::F64(n) => (n + 0.0).to_bits().hash(state),
        }
    }
}

impl Display for Repr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Repr::U64(n) => f.write_str(itoa::Buffer::new().format(n)),
            Repr::I64(n) => f.write_str(itoa::Buffer::new().format(n)),
            Repr::F64(n) => f.write_str(f64_text(n, &mut [MaybeUninit::uninit(); FLOAT_ROOM])),
        }
    }
}
