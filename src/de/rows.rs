//! Arrays of numbers, and of short rows of them, read eight numbers at once where the CPU can.
//!
//! serde asks for an array's elements one by one, so what is to be read together has to be known by its type: vectors of numbers
//! and of points, and [`Value`]s. An array's elements, its errors and its end are the parser's, as of any array; what is read
//! together is only where it is as usual, and the rest one by one.

use alloc::vec::Vec;

use serde_core::de::{Deserialize, Visitor};

use super::Deserializer;
use super::access::{FOR_LISTS, is_of_vec};
use crate::error::Result;
use crate::index::source::Read;
use crate::number::{
    FLAT, Found, PAIRS, QUADRUPLES, ReadTogether, Shape, TRIPLES, has_exponent, is_tie,
};
use crate::read::Parser;
use crate::simd::known::Slot;
use crate::value::Value;

/// So many numbers are read as soon one by one; more of them, together.
pub(super) const FEW: usize = 7;
/// The same of integers whose signs are not looked at, if their lengths vary.
const FEW_VARIED: usize = 12;
/// The same of integers of any lengths, where eight go together.
const FEW_ALIKE: usize = 16;
/// The same of integers of which the first stand where too few bytes are before them to be read together.
const FEW_AT_START: usize = 32;
/// Where so many were read together, more of them are expected.
const MANY: usize = 32;

/// What can be read together.
pub(super) trait Row: Sized + 'static {
    /// How many numbers each has, and where they are.
    const SHAPE: (usize, &'static Shape) = (1, &FLAT);
    /// Whether these are floats, or integers.
    const FLOATS: bool = true;

    /// Adds what was found; returns how many of it.
    fn take(found: &Found, rows: &mut Vec<Self>) -> usize;
}

/// A vector of rows that is being read.
trait Rows<'de, R> {
    /// Makes room for so many more.
    fn reserve(&mut self, more: usize);

    /// Adds what was found; returns how many rows of it.
    fn take(&mut self, found: &Found) -> usize;

    /// Reads one.
    fn read(&mut self, de: &mut Deserializer<R>) -> Result<()>;
}

impl<'de, R: Read<'de>, T: Row + Deserialize<'de>> Rows<'de, R> for Vec<T> {
    fn reserve(&mut self, more: usize) {
        Vec::reserve(self, more);
    }

    fn take(&mut self, found: &Found) -> usize {
        T::take(found, self)
    }

    fn read(&mut self, de: &mut Deserializer<R>) -> Result<()> {
        self.push(T::deserialize(de)?);
        Ok(())
    }
}

impl Row for f64 {
    #[inline(always)]
    fn take(found: &Found, rows: &mut Vec<Self>) -> usize {
        rows.extend(found.words().iter().map(|&word| f64::from_bits(word)));
        found.words().len()
    }
}

macro_rules! points {
    ($($row:ty, $numbers:literal, $shape:ident, [$($name:ident)*] => $make:expr;)*) => {$(
        impl Row for $row {
            const SHAPE: (usize, &'static Shape) = ($numbers, &$shape);

            #[inline(always)]
            fn take(found: &Found, rows: &mut Vec<Self>) -> usize {
                let points = found.words().as_chunks().0;
                rows.extend(points.iter().map(|&[$($name),*]| {
                    $(let $name = f64::from_bits($name);)*
                    $make
                }));
                points.len()
            }
        }
    )*};
}

points! {
    (f64, f64), 2, PAIRS, [x y] => (x, y);
    [f64; 2], 2, PAIRS, [x y] => [x, y];
    (f64, f64, f64), 3, TRIPLES, [x y z] => (x, y, z);
    [f64; 3], 3, TRIPLES, [x y z] => [x, y, z];
}

impl Row for f32 {
    /// Rounded twice, which is once but where the first made it a tie. None has so few digits before the point, or so
    /// many behind it, that it is not an f32.
    #[inline(always)]
    fn take(found: &Found, rows: &mut Vec<Self>) -> usize {
        let words = found.words();
        let once = words.iter().position(|&word| is_tie(word)).unwrap_or(words.len());
        rows.extend(words[..once].iter().map(|&word| f64::from_bits(word) as f32));
        once
    }
}

macro_rules! unsigned {
    ($($integer:ty)*) => {$(
        impl Row for $integer {
            const FLOATS: bool = false;

            #[inline(always)]
            fn take(found: &Found, rows: &mut Vec<Self>) -> usize {
                let words = found.words();
                // Those before the first that has a sign.
                let count = words.len().min(found.signs.trailing_zeros() as usize);
                let words = &words[..count];
                let fits = |word: &u64| *word <= <$integer>::MAX as u64;
                let words = match words.iter().all(fits) {
                    true => words,
                    false => &words[..words.iter().take_while(|word| fits(word)).count()],
                };
                rows.extend(words.iter().map(|word| *word as $integer));
                words.len()
            }
        }
    )*};
}

macro_rules! signed {
    ($($integer:ty)*) => {$(
        impl Row for $integer {
            const FLOATS: bool = false;

            #[inline(always)]
            fn take(found: &Found, rows: &mut Vec<Self>) -> usize {
                let before = rows.len();
                let numbers = found.words().iter().enumerate().map_while(|(i, word)| {
                    let number = word.cast_signed();
                    // What has no sign may be 2^63 and more.
                    let is_whole = (number < 0) == (found.signs >> i & 1 == 1);
                    is_whole.then(|| <$integer>::try_from(number).ok()).flatten()
                });
                rows.extend(numbers);
                rows.len() - before
            }
        }
    )*};
}

unsigned!(u8 u32 u64 usize);
signed!(i32 i64);

/// Whether `T` is a vector of rows of floats, by its name.
#[inline(always)]
fn is_of_floats<T>() -> bool {
    matches!(
        core::any::type_name::<T>(),
        "alloc::vec::Vec<f64>"
            | "alloc::vec::Vec<f32>"
            | "alloc::vec::Vec<(f64, f64)>"
            | "alloc::vec::Vec<[f64; 2]>"
            | "alloc::vec::Vec<(f64, f64, f64)>"
            | "alloc::vec::Vec<[f64; 3]>"
    )
}

/// Whether `T` is a vector of integers that can be read together, by its name.
#[inline(always)]
fn is_of_integers<T>() -> bool {
    matches!(
        core::any::type_name::<T>(),
        "alloc::vec::Vec<u8>"
            | "alloc::vec::Vec<u32>"
            | "alloc::vec::Vec<u64>"
            | "alloc::vec::Vec<usize>"
            | "alloc::vec::Vec<i32>"
            | "alloc::vec::Vec<i64>"
    )
}

impl<'de, R: Read<'de>> Deserializer<R> {
    /// The array that is next, for the visitor of a vector that is known; `None`, and nothing was read, if it is not,
    /// or another way is as good.
    #[inline(always)]
    pub(super) fn known_array<V: Visitor<'de>>(&mut self) -> Option<Result<V::Value>> {
        if !(is_of_floats::<V::Value>() || is_of_integers::<V::Value>()) || !is_of_vec::<V>() {
            return None;
        }
        let follow = match is_of_floats::<V::Value>() {
            true => self.numbers_follow(Some(b'['), FEW),
            false => self.integers_follow::<V::Value>(),
        };
        if !follow {
            return None;
        }
        let mut array = None;
        match self.array_of_numbers(Slot::new(&mut array)) {
            Ok(()) => array.map(Ok),
            Err(error) => Some(Err(error)),
        }
    }

    /// Reads the array that is next into a slot for one that is known; nothing if it is not.
    #[inline(never)]
    fn array_of_numbers(&mut self, slot: Slot<'_>) -> Result<()> {
        macro_rules! known {
            ($together:ident: $($row:ty)*) => {$(
                if slot.is_for::<Vec<$row>>() {
                    let mut rows = Vec::<$row>::new();
                    self.rows(<$row>::FLOATS, <$row>::SHAPE, &mut rows, $together)?;
                    slot.put(rows);
                    return Ok(());
                }
            )*};
        }
        if let Some(together) = ReadTogether::active() {
            known!(together: f64 f32 [f64; 2] [f64; 3] u8 u32 u64 usize i32 i64);
            known!(together: (f64, f64));
            known!(together: (f64, f64, f64));
        }
        Ok(())
    }

    /// Whether an array is next of integers that are read faster together than one by one: what their signs and lengths are
    /// cannot be foreseen, or they are many.
    #[inline(always)]
    fn integers_follow<T>(&self) -> bool {
        (!self.parser.is_near_beginning(1) || self.numbers_follow(Some(b'['), FEW_AT_START))
            && (self.signs_follow::<T>()
                || self.numbers_follow(Some(b'['), FEW_VARIED) && self.lengths_vary())
    }

    /// Whether an array is next of more than a few integers, of which one of the first has a sign, for a vector that takes such.
    #[inline(always)]
    fn signs_follow<T>(&self) -> bool {
        // Without a way out, this is a vector.
        let any_sign =
            |kinds: &[u8; 16]| kinds.iter().fold(false, |any, kind| any | (*kind == b'-'));
        matches!(core::any::type_name::<T>(), "alloc::vec::Vec<i32>" | "alloc::vec::Vec<i64>")
            && self.numbers_follow(Some(b'['), FEW)
            && self.parser.tokens.known().1.first_chunk().is_some_and(any_sign)
    }

    /// Whether of the first eight integers of the array that is next at least three have another length than the first; or
    /// there are so many that this does not matter, which is never so where only four go together.
    #[inline(never)]
    fn lengths_vary(&self) -> bool {
        let Some(together) = ReadTogether::active() else { return false };
        if together.is_wide() && self.numbers_follow(Some(b'['), FEW_ALIKE) {
            return true;
        }
        let places = self.parser.tokens.known().0;
        let places: Option<&[u32; 16]> = places.get(1..).and_then(<[u32]>::first_chunk);
        places.is_some_and(|places| {
            let length = |[start, end]: &[u32; 2]| end.wrapping_sub(*start);
            let places = places.as_chunks().0;
            let others = places.iter().filter(|place| length(place) != length(&places[0]));
            others.count() > 2
        })
    }

    /// Reads the array that is next. Compiled once, and not for each type of rows.
    #[inline(never)]
    fn rows(
        &mut self,
        floats: bool,
        shape: (usize, &'static Shape),
        rows: &mut dyn Rows<'de, R>,
        together: ReadTogether,
    ) -> Result<()> {
        self.elements(|de| {
            rows.reserve(de.parser.tokens.scalars_ahead(FOR_LISTS).unwrap_or(0));
            let mut first = true;
            let mut singles = Singles::default();
            while de.parser.next_element(first)? {
                first = false;
                if !de.parser.is_near_beginning(brackets(shape.0)) && singles.none_left() {
                    let take = |found: &Found| rows.take(found);
                    let taken = match floats {
                        true => de.parser.rows::<true, false>(together, shape, take),
                        false => de.parser.rows::<false, true>(together, shape, take),
                    };
                    if singles.after(taken) {
                        continue;
                    }
                }
                rows.read(de)?;
            }
            Ok(())
        })
    }

    /// Whether it is worth to look if there are numbers that can be read together, behind that token if there is to be one.
    #[inline(always)]
    pub(super) fn numbers_follow(&self, behind: Option<u8>, few: usize) -> bool {
        if R::EXACT {
            return false;
        }
        let mut kinds = self.parser.tokens.known().1;
        if let Some(behind) = behind {
            match kinds.split_first() {
                Some((kind, rest)) if *kind == behind => kinds = rest,
                _ => return false,
            }
        }
        match kinds {
            [b'[', ..] => row_of(kinds).is_some_and(|(row, _)| are_rows(kinds, row, few)),
            _ => are_rows(kinds, 1, few),
        }
    }

    /// Adds the values that are next and are read together; whether there were any.
    #[inline(never)]
    pub(super) fn number_values(&mut self, elements: &mut Vec<Value>) -> bool {
        let Some(together) = ReadTogether::active() else { return false };
        let shape = row_of(self.parser.tokens.known().1);
        let (row, shape) = shape.unwrap_or((1, &FLAT));
        let numbers = self.parser.rows::<true, true>(together, (row, shape), |found| {
            let words = found.words();
            if row == 1 {
                elements.extend(words.iter().enumerate().map(|(i, word)| found.value(i, *word)));
                return words.len();
            }
            let rows = words.chunks_exact(row).enumerate();
            let length = rows.len();
            elements.extend(rows.map(|(i, words)| {
                let values = words.iter().enumerate();
                Value::Array(values.map(|(j, word)| found.value(i * row + j, *word)).collect())
            }));
            length
        });
        numbers > 0
    }
}

impl Found {
    /// One of those that became floats or integers.
    #[inline(always)]
    fn value(&self, i: usize, word: u64) -> Value {
        if self.points >> i & 1 == 1 {
            f64::from_bits(word).into()
        } else if self.signs >> i & 1 == 0 {
            word.into()
        } else {
            (word as i64).into()
        }
    }
}

/// How many tokens a row of so many numbers has, with the comma behind it; 1 is a number that is in no row.
#[inline(always)]
fn stride(row: usize) -> usize {
    if row == 1 { 2 } else { 2 * row + 2 }
}

/// How many brackets are before the first number of such a row.
#[inline(always)]
fn brackets(row: usize) -> usize {
    usize::from(row > 1)
}

/// The row that is next among these tokens, if it can be read together with others.
#[inline(always)]
fn row_of(kinds: &[u8]) -> Option<(usize, &'static Shape)> {
    Some(match kinds {
        [b'[', _, b',', _, b']', ..] => (2, &PAIRS),
        [b'[', _, b',', _, b',', _, b']', ..] => (3, &TRIPLES),
        [b'[', _, b',', _, b',', _, b',', _, b']', ..] => (4, &QUADRUPLES),
        _ => return None,
    })
}

/// Whether a number and more than so `few` scalars in all are next among these tokens; or, with a row, as many rows of
/// numbers as so few make and one more bracket or scalar. Strings are no scalars here.
#[inline(always)]
fn are_rows(kinds: &[u8], row: usize, few: usize) -> bool {
    const COMMAS: u64 = u64::from_ne_bytes([0, b',', 0, b',', 0, b',', 0, b',']);
    const EVERY_SECOND: u64 = u64::from_ne_bytes([0, 0xFF, 0, 0xFF, 0, 0xFF, 0, 0xFF]);
    let first = kinds.get(brackets(row));
    if !matches!(first, Some(b'-' | b'0'..=b'9')) {
        return false;
    }
    if row > 1 {
        let mut rows = kinds.chunks_exact(stride(row)).take(few / row);
        return rows.len() == few / row
            && rows.all(|row| row.first() == Some(&b'[') && row.last() == Some(&b','));
    }
    let commas = |eight: &[u8; 8]| u64::from_ne_bytes(*eight) & EVERY_SECOND == COMMAS;
    // The last eight may overlap those before.
    kinds.get(..2 * few).is_some_and(|kinds| {
        kinds.as_chunks().0.iter().all(commas) && kinds.last_chunk().is_some_and(commas)
    })
}

/// How many elements are read one by one before it is tried again to read some together.
#[derive(Default)]
pub(super) struct Singles {
    left: u8,
    next: u8,
}

impl Singles {
    #[inline(always)]
    fn none_left(&mut self) -> bool {
        match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                false
            }
            None => true,
        }
    }

    /// After so many numbers were read together; whether any were. Where that were few, those behind them are rarely more.
    #[inline(always)]
    fn after(&mut self, taken: usize) -> bool {
        if taken >= MANY {
            self.next = 0;
        } else {
            self.next = (2 * self.next + 1).min(64);
            self.left = self.next;
        }
        taken > 0
    }
}

impl<'de, R: Read<'de>> Parser<R> {
    /// Whether the number behind so many brackets ends where too few bytes stand before it to be read together with others, which
    /// need not be found out by the kernel, for all that follow.
    #[inline(always)]
    fn is_near_beginning(&self, brackets: usize) -> bool {
        let end = self.tokens.known().0.get(brackets + 1);
        end.is_some_and(|end| (*end as usize) < Found::BEFORE)
    }

    /// Whether the first number is one that is read alone: with more than 19 digits, or an exponent. The kernel
    /// would find that out, too, but with it all that follow.
    #[inline(always)]
    fn is_unusual<const FLOATS: bool>(&self, row: usize) -> bool {
        // A point, and a zero before it.
        let most = if FLOATS { 19 + 2 } else { 19 };
        let (places, kinds) = self.tokens.known();
        let first = brackets(row);
        match (places.get(first..), kinds.get(first)) {
            (Some([start, end, ..]), Some(kind)) => {
                end.wrapping_sub(*start) > most + u32::from(*kind == b'-')
                    || FLOATS && has_exponent(self.source.bytes(), *end as usize)
            }
            _ => false,
        }
    }

    /// Consumes the rows that are next and can be read together, up to the end of the last; `take` takes them. Returns how
    /// many numbers they had.
    #[inline(always)]
    fn rows<const FLOATS: bool, const INTEGERS: bool>(
        &mut self,
        together: ReadTogether,
        (row, shape): (usize, &'static Shape),
        mut take: impl FnMut(&Found) -> usize,
    ) -> usize {
        let (places, kinds) = self.tokens.known();
        if self.is_near_beginning(brackets(row))
            || !are_rows(kinds, row, FEW)
            || row > 1 && self.remaining_depth == 1
            || self.is_unusual::<FLOATS>(row)
        {
            return 0;
        }
        let stride = stride(row);
        let text = self.source.bytes();
        let (mut at, mut consumed, mut numbers) = (0, 0, 0);
        let mut found = Found::default();
        loop {
            let tokens = (&places[at..], &kinds[at..]);
            together.read::<FLOATS, INTEGERS>(shape, text, tokens, &mut found);
            let taken = take(&found);
            if taken == 0 {
                break;
            }
            consumed = at + taken * stride - 1;
            numbers += taken * row;
            let all = taken * row == found.words().len() && taken * row + 8 > Found::MOST;
            if !all || kinds.get(consumed) != Some(&b',') {
                break;
            }
            at = consumed + 1;
        }
        self.tokens.advance(consumed);
        numbers
    }
}
