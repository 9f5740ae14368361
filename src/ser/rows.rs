//! Arrays of numbers, and of short rows of them, written eight numbers at once where the CPU can.
//!
//! serde hands over an array's elements one by one, so what is to be written together has to be known by its type: vectors and
//! slices of floats, of points, and of [`Value`]s. All of it is compiled here, not into the caller's types.

use alloc::vec::Vec;
use core::iter;

use serde_core::ser::Serialize;

use super::fast::Fast;
use super::value_tree::Part;
use crate::error::Result;
use crate::number::{Numbers, Rests, Together};
use crate::simd::known::{Elements, known};
use crate::simd::prefetch;
#[cfg(not(feature = "arbitrary_precision"))]
use crate::value::Repr;
use crate::value::Value;
use crate::write::{Compact, Layout, Pen, Place};

/// Fewer numbers than these are not written sooner together.
const FEW: usize = 4;
/// How long rows are that are written together.
const ROWS: core::ops::RangeInclusive<usize> = 2..=4;

static COMMAS: Rests = Rests::COMMAS;
static PAIRS: Rests = Rests::rows(2);
static TRIPLES: Rests = Rests::rows(3);
static QUADRUPLES: Rests = Rests::rows(4);

/// An array of a type that is known.
pub(super) enum Rows<'a> {
    Floats(&'a [f64]),
    Singles(&'a [f32]),
    Points(Points<'a>),
    Values(&'a [Value]),
}

/// Rows of two floats, or of three.
pub(super) enum Points<'a> {
    Pairs(&'a [(f64, f64)]),
    Triples(&'a [(f64, f64, f64)]),
    Twos(&'a [[f64; 2]]),
    Threes(&'a [[f64; 3]]),
}

impl<'a> Rows<'a> {
    /// What `serialize` of a vector or slice gives to `collect_seq`, if it is one of those.
    #[inline(always)]
    pub(super) fn of<I>(elements: &'a I) -> Option<Self> {
        if let Some(floats) = list(elements) {
            return Some(Rows::Floats(floats));
        }
        if let Some(singles) = list(elements) {
            return Some(Rows::Singles(singles));
        }
        if let Some(pairs) = list(elements) {
            return Some(Rows::Points(Points::Pairs(pairs)));
        }
        if let Some(triples) = list(elements) {
            return Some(Rows::Points(Points::Triples(triples)));
        }
        if let Some(pairs) = list(elements) {
            return Some(Rows::Points(Points::Twos(pairs)));
        }
        if let Some(triples) = list(elements) {
            return Some(Rows::Points(Points::Threes(triples)));
        }
        known::<Elements<Value>, I>(elements)
            .map(|values| &values.0)
            .or_else(|| list(elements))
            .map(Rows::Values)
    }

    /// Writes the array.
    #[inline]
    pub(super) fn write<'b>(self, pen: Pen<'b, '_>) -> Result<Place<'b>> {
        match self {
            Rows::Floats(floats) => write_floats(pen, floats),
            Rows::Singles(singles) => write_singles(pen, singles),
            Rows::Points(points) => points.write(pen),
            Rows::Values(values) => write_values(pen, values),
        }
    }
}

impl Points<'_> {
    /// Writes the array. Not inline, or each crate that writes any array would compile all of it.
    #[inline(never)]
    fn write<'b>(self, pen: Pen<'b, '_>) -> Result<Place<'b>> {
        match self {
            Points::Pairs(pairs) => write_rows(pen, pairs, |&(x, y)| [x, y]),
            Points::Triples(triples) => write_rows(pen, triples, |&(x, y, z)| [x, y, z]),
            Points::Twos(pairs) => write_rows(pen, pairs, |pair| *pair),
            Points::Threes(triples) => write_rows(pen, triples, |triple| *triple),
        }
    }
}

#[inline(always)]
fn list<K: 'static, I>(elements: &I) -> Option<&[K]> {
    known::<Vec<K>, I>(elements).map(Vec::as_slice).or_else(|| known::<[K], I>(elements))
}

#[inline(never)]
fn write_floats<'b>(mut pen: Pen<'b, '_>, floats: &[f64]) -> Result<Place<'b>> {
    Compact::open(&mut pen, "[")?;
    let mut rest = floats;
    if let Some(together) = Together::active() {
        let (eights, few) = floats.as_chunks();
        for floats in eights {
            pen.numbers(
                together,
                Numbers { floats, count: 8, integers: 0, singles: false },
                &COMMAS,
            )?;
        }
        rest = few;
        if few.len() >= FEW {
            let mut floats = [0.0; 8];
            floats[..few.len()].copy_from_slice(few);
            let numbers =
                Numbers { floats: &floats, count: few.len(), integers: 0, singles: false };
            pen.numbers(together, numbers, &COMMAS)?;
            rest = &[];
        }
    }
    pen.each(rest.iter(), true, |pen, float| pen.f64(*float))?;
    Compact::close(pen, "]")
}

#[inline(never)]
fn write_singles<'b>(mut pen: Pen<'b, '_>, singles: &[f32]) -> Result<Place<'b>> {
    Compact::open(&mut pen, "[")?;
    let mut rest = singles;
    if let Some(together) = Together::active() {
        while rest.len() >= FEW {
            let (singles, others) = rest.split_at(rest.len().min(8));
            let mut floats = [0.0; 8];
            floats.iter_mut().zip(singles).for_each(|(to, single)| *to = (*single).into());
            let numbers =
                Numbers { floats: &floats, count: singles.len(), integers: 0, singles: true };
            pen.numbers(together, numbers, &COMMAS)?;
            rest = others;
        }
    }
    pen.each(rest.iter(), true, |pen, single| pen.f32(*single))?;
    Compact::close(pen, "]")
}

#[inline(never)]
fn write_rows<'b, R, const N: usize>(
    mut pen: Pen<'b, '_>,
    rows: &[R],
    numbers: impl Fn(&R) -> [f64; N],
) -> Result<Place<'b>> {
    Compact::open(&mut pen, "[")?;
    let mut rest = rows;
    if let Some(together) = Together::active() {
        while rest.len() * N >= FEW {
            let (rows, others) = rest.split_at(rest.len().min(8 / N));
            let mut floats = [0.0; 8];
            for (to, row) in floats.chunks_exact_mut(N).zip(rows) {
                to.copy_from_slice(&numbers(row));
            }
            let numbers =
                Numbers { floats: &floats, count: rows.len() * N, integers: 0, singles: false };
            write_numbers(&mut pen, together, numbers, N)?;
            rest = others;
        }
    }
    pen.each(rest.iter(), true, |mut pen, row| {
        Compact::open(&mut pen, "[")?;
        let any = pen.elements(numbers(row).iter(), |pen, float| pen.f64(*float))?;
        Compact::end(pen, any, "]")
    })?;
    Compact::close(pen, "]")
}

/// Writes numbers, or rows of so many, and a comma behind each.
#[inline(always)]
fn write_numbers(
    pen: &mut Pen<'_, '_>,
    together: Together,
    numbers: Numbers<'_>,
    row: usize,
) -> Result<()> {
    let rests = match row {
        0 => return pen.numbers(together, numbers, &COMMAS),
        2 => &PAIRS,
        3 => &TRIPLES,
        _ => &QUADRUPLES,
    };
    Compact::open(pen, "[")?;
    pen.numbers(together, numbers, rests)?;
    // There is no next row.
    pen.take_back(b'[');
    Ok(())
}

#[inline(never)]
fn write_values<'b>(mut pen: Pen<'b, '_>, values: &[Value]) -> Result<Place<'b>> {
    Compact::open(&mut pen, "[")?;
    // What begins with something else is written value by value, as it comes.
    match (Together::active(), values.first()) {
        (Some(together), Some(Value::Number(_) | Value::Array(_))) => {
            write_mixed_values(pen, together, values)
        }
        (_, Some(Value::Object(_))) => write_objects(pen, values),
        _ => {
            let any = pen.elements(values.iter(), |pen, value| write_value(pen, value))?;
            Compact::end(pen, any, "]")
        }
    }
}

/// Writes the values, most of which are objects, and the end of the array. An object's members lie elsewhere than it does: those of
/// the next one are asked for while one is written.
#[inline(never)]
fn write_objects<'b>(mut pen: Pen<'b, '_>, values: &[Value]) -> Result<Place<'b>> {
    let mut rest = values.iter();
    let values = iter::from_fn(|| {
        let value = rest.next();
        if let Some(Value::Object(next)) = rest.as_slice().first()
            && let Some(name) = next.first_name()
        {
            prefetch(name);
        }
        value
    });
    let any = pen.elements(values, |pen, value| write_value(pen, value))?;
    Compact::end(pen, any, "]")
}

#[inline(always)]
fn write_value<'b>(pen: Pen<'b, '_>, value: &Value) -> Result<Place<'b>> {
    Part(value).serialize(Fast::<Compact>::new(pen))
}

/// Writes the values, at least one, and the end of the array.
#[inline(never)]
fn write_mixed_values<'b>(
    mut pen: Pen<'b, '_>,
    together: Together,
    values: &[Value],
) -> Result<Place<'b>> {
    let mut rest = values.iter();
    loop {
        // Of so many values it is known that they are not written together.
        let mut single = 0;
        if rest.as_slice().first().is_some_and(begins) {
            let mut floats = [0.0; 8];
            let Leading { values, row, integers } = leading(rest.as_slice(), &mut floats);
            let count = values * row.max(1);
            if count >= FEW {
                let numbers = Numbers { floats: &floats, count, integers, singles: false };
                write_numbers(&mut pen, together, numbers, row)?;
                rest = rest.as_slice()[values..].iter();
                continue;
            }
            // Where one row is not of numbers, those behind it are not either, mostly.
            single = if values == 0 { 8 } else { values };
        }
        let others = iter::from_fn(|| match single.checked_sub(1) {
            Some(left) => {
                single = left;
                rest.next()
            }
            None if rest.as_slice().first().is_some_and(begins) => None,
            None => rest.next(),
        });
        pen.each(others, true, |pen, value| write_value(pen, value))?;
        if rest.as_slice().is_empty() {
            return Compact::close(pen, "]");
        }
    }
}

/// Whether it is worth to look if numbers begin here, or rows of them. Integers alone are written as quickly one by one.
#[inline(always)]
fn begins(value: &Value) -> bool {
    match value {
        Value::Array(row) => ROWS.contains(&row.len()),
        value => matches!(number(value), Some((_, false))),
    }
}

/// What an array begins with: so many numbers, or rows.
struct Leading {
    values: usize,
    /// The numbers in each; 0 if these are no rows.
    row: usize,
    integers: u8,
}

/// Puts the numbers, or the rows of numbers, that `values` begin with into `floats`, as many as there is room for.
#[inline(never)]
fn leading(values: &[Value], floats: &mut [f64; 8]) -> Leading {
    let mut integers = 0;
    let Some(Value::Array(first)) = values.first() else {
        return Leading {
            values: take_numbers(values, floats, 0, &mut integers),
            row: 0,
            integers,
        };
    };
    let row = first.len();
    let mut rows = 0;
    for (to, value) in floats.chunks_exact_mut(row).zip(values) {
        match value {
            Value::Array(numbers)
                if numbers.len() == row
                    && take_numbers(numbers, to, rows * row, &mut integers) == row =>
            {
                rows += 1;
            }
            _ => break,
        }
    }
    Leading { values: rows, row, integers }
}

/// Puts the numbers that `values` begin with into `floats`, and a bit for each integer into `integers`, from bit `from` on;
/// returns how many there were room for.
#[inline(always)]
fn take_numbers(values: &[Value], floats: &mut [f64], from: usize, integers: &mut u8) -> usize {
    let mut count = 0;
    for (to, value) in floats.iter_mut().zip(values) {
        let Some((float, integer)) = number(value) else { break };
        *to = float;
        *integers |= u8::from(integer) << (from + count);
        count += 1;
    }
    count
}

/// A number, as a float, and whether it is an integer; `None` if not every digit is kept so.
#[inline(always)]
#[cfg(not(feature = "arbitrary_precision"))]
fn number(value: &Value) -> Option<(f64, bool)> {
    const MOST: u64 = 1 << 53;
    let Value::Number(number) = value else { return None };
    match *number.repr() {
        Repr::F64(float) => Some((float, false)),
        Repr::U64(integer) => (integer < MOST).then_some((integer as f64, true)),
        Repr::I64(integer) => (integer.unsigned_abs() < MOST).then_some((integer as f64, true)),
    }
}

/// A number is its text.
#[inline(always)]
#[cfg(feature = "arbitrary_precision")]
fn number(_: &Value) -> Option<(f64, bool)> {
    None
}
