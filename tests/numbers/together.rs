//! Numbers written eight at once: each as by itself, and behind it what belongs there.
#![expect(unsafe_code, reason = "the writers take room that need not be initialised")]

use std::fmt::Write;
use std::mem::MaybeUninit;

use fastjson_api::internals::number::{NUMBERS_ROOM, Numbers, Rests, Together};

use crate::{Random, amount};

/// The least float that is written without an exponent, and the one up to which powers of two need no rule of their own.
const ENDS: [f64; 2] = [1e-5, 9_007_199_254_740_992.0];

/// Compares with zmij and std, rows of so many; `integers` are written as such. Does nothing where the CPU has no such way.
fn check(floats: &[f64; 8], count: usize, integers: u8, row: usize) {
    let Some(together) = Together::active() else { return };
    let rests = if row == 0 { Rests::COMMAS } else { Rests::rows(row) };
    let mut room = [MaybeUninit::new(b'#'); NUMBERS_ROOM];
    let numbers = Numbers { floats, count, integers, singles: false };
    let length = together.write(numbers, &rests, &mut room);
    // SAFETY: nothing here is uninitialised, the room began as text.
    let room = room.map(|byte| unsafe { byte.assume_init() });

    let mut expected = String::new();
    for (i, float) in floats.iter().take(count).enumerate() {
        match integers >> i & 1 {
            1 => write!(expected, "{}", *float as i64).unwrap(),
            _ if float.is_finite() => expected += zmij::Buffer::new().format_finite(*float),
            _ => expected += "null",
        }
        expected += if row != 0 && (i + 1) % row == 0 { "],[" } else { "," };
    }
    assert_eq!(room[..length].escape_ascii().to_string(), expected, "{floats:?}");
}

/// All in one place, and each alone among others, which shall not be changed by it.
fn check_each(values: impl IntoIterator<Item = f64>) {
    for value in values {
        for value in [value, -value] {
            check(&[value; 8], 8, 0, 0);
            for at in 0..8 {
                let mut floats = [0.1, -2.5, 1e15, 123.456, 0.0, 6e-5, 1.0, 33.0];
                floats[at] = value;
                check(&floats, 8, 0, at % 5);
            }
        }
    }
}

#[test]
fn ends_and_powers() {
    check_each([0.0, f64::INFINITY, f64::NAN, f64::MIN_POSITIVE, f64::MAX, 5e-324]);
    for end in ENDS {
        let bits = end.to_bits();
        check_each((bits - 100..bits + 100).map(f64::from_bits));
    }
    check_each((-1074..1024).map(|exponent| 2_f64.powi(exponent)));
    for exponent in -20..20 {
        let bits = format!("1e{exponent}").parse::<f64>().unwrap().to_bits();
        check_each((bits - 3..=bits + 3).map(f64::from_bits));
    }
}

#[test]
fn ties_and_nines() {
    // Between two decimals of 16 digits, and where a digit carries into the next power of ten.
    let texts = (1..=17).flat_map(|digits| {
        (0..=12).map(move |point| format!("{}e-{point}", "9".repeat(digits)).parse().unwrap())
    });
    check_each(texts);
    let ties = (0..2000).map(|i| f64::from(i) + (1_u64 << 51) as f64 + 0.5);
    check_each(ties);
}

#[test]
fn random() {
    let mut random = Random(7);
    for _ in 0..amount(400_000) {
        let (count, row) = (1 + random.below(8) as usize, random.below(5) as usize);
        let mut integers = 0;
        let mut floats = [0.0; 8];
        for (i, float) in floats.iter_mut().enumerate() {
            let bits = random.next();
            let spread = f64::from_bits(bits & !(0x7FF << 52) | (1000 + random.below(80)) << 52);
            *float = match random.below(16) {
                0 => f64::from_bits(bits),
                1..=5 => spread,
                6..=9 => {
                    (bits >> 12 >> random.below(52)) as f64 / 10_f64.powi(random.below(9) as i32)
                }
                10 => (bits >> 11 >> random.below(53)) as f64,
                11 => 0.0,
                _ => {
                    integers |= 1 << i;
                    (bits >> 11 >> random.below(53)) as f64
                }
            };
            if random.below(3) == 0 && (*float != 0.0 || integers >> i & 1 == 0) {
                *float = -*float;
            }
        }
        check(&floats, count, integers, row);
    }
}

/// The same of singles.
fn check_singles(singles: &[f32; 8], count: usize) {
    let Some(together) = Together::active() else { return };
    let mut room = [MaybeUninit::new(b'#'); NUMBERS_ROOM];
    let floats = &singles.map(f64::from);
    let numbers = Numbers { floats, count, integers: 0, singles: true };
    let length = together.write(numbers, &Rests::COMMAS, &mut room);
    // SAFETY: nothing here is uninitialised, the room began as text.
    let room = room.map(|byte| unsafe { byte.assume_init() });

    let mut expected = String::new();
    for single in singles.iter().take(count) {
        match single.is_finite() {
            true => expected += zmij::Buffer::new().format_finite(*single),
            false => expected += "null",
        }
        expected += ",";
    }
    assert_eq!(room[..length].escape_ascii().to_string(), expected, "{singles:?}");
}

fn check_each_single(values: impl IntoIterator<Item = f32>) {
    for value in values {
        for value in [value, -value] {
            check_singles(&[value; 8], 8);
            for at in 0..8 {
                let mut singles = [0.1, -2.5, 1e6, 123.456, 0.0, 6e-5, 1.0, 33.0];
                singles[at] = value;
                check_singles(&singles, 8 - at % 3);
            }
        }
    }
}

#[test]
fn ends_and_powers_of_singles() {
    check_each_single([0.0, f32::INFINITY, f32::NAN, f32::MIN_POSITIVE, f32::MAX, 1e-45]);
    for end in [1e-6_f32, 16_777_216.0, 0.003_906_25, 1e13] {
        let bits = end.to_bits();
        check_each_single((bits - 1000..bits + 1000).map(f32::from_bits));
    }
    for power in (-149..128).map(|exponent| 2_f32.powi(exponent)) {
        let bits = power.to_bits();
        check_each_single((bits.saturating_sub(3)..bits + 3).map(f32::from_bits));
    }
    for exponent in -20..20 {
        let bits = format!("1e{exponent}").parse::<f32>().unwrap().to_bits();
        check_each_single((bits - 30..=bits + 30).map(f32::from_bits));
    }
    let texts = (1..=9).flat_map(|digits| {
        (0..=12).map(move |point| format!("{}e-{point}", "9".repeat(digits)).parse().unwrap())
    });
    check_each_single(texts);
    check_each_single((0..2000).map(|i| i as f32 + (1 << 22) as f32 + 0.5));
}

#[test]
fn random_singles() {
    let mut random = Random(8);
    for _ in 0..amount(1_000_000) {
        let singles = std::array::from_fn(|_| match random.below(8) {
            0 => f32::from_bits(random.next() as u32),
            1 => (random.next() as u32 >> 12) as f32 / 1000.0,
            _ => {
                let bits = random.next() as u32;
                f32::from_bits(bits & !(0xFF << 23) | (107 + random.below(45) as u32) << 23)
            }
        });
        check_singles(&singles, 1 + random.below(8) as usize);
    }
}

/// Every single that the vectors take: `cargo test --release --test numbers all_singles -- --ignored`.
#[test]
#[ignore = "takes minutes"]
fn all_singles_together() {
    for first in (1e-7_f32.to_bits()..=20_000_000_f32.to_bits()).step_by(8) {
        check_singles(&std::array::from_fn(|i| f32::from_bits(first + i as u32)), 8);
    }
}
