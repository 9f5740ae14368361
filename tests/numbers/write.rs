//! What is written: zmij's text, ryu's digits, itoa's integers; and it reads back.
#![expect(unsafe_code, reason = "the writers take room that need not be initialised")]

use std::mem::MaybeUninit;

use fastjson_api::internals::number::{self, Parsed};

use crate::{Random, amount, read_back};

fn written<const N: usize>(
    write: impl FnOnce(&mut [MaybeUninit<u8>; N]) -> usize,
) -> ([u8; N], usize) {
    let mut room = [MaybeUninit::new(b'#'); N];
    let length = write(&mut room);
    // SAFETY: nothing here is uninitialised, the room began as text.
    (room.map(|byte| unsafe { byte.assume_init() }), length)
}

/// The text of each hand must be zmij's.
fn check_zmij(value: impl zmij::Float, hands: [&[u8]; 2]) {
    let mut expected = zmij::Buffer::new();
    let expected = expected.format_finite(value).as_bytes();
    for text in hands {
        assert!(text == expected, "{} {}", text.escape_ascii(), expected.escape_ascii());
    }
}

/// Writes in each way that this CPU has, compares with zmij, reads back.
fn check_f64(value: f64) {
    let (room, length) = written(|room| number::write_f64(value, room));
    let (plain_room, plain_length) = written(|room| number::write_f64_plainly(value, room));
    let text = &room[..length];
    check_zmij(value, [text, &plain_room[..plain_length]]);
    match read_back::<false>(text) {
        Some((Parsed::F64(back), end)) if back.to_bits() == value.to_bits() && end == length => {}
        other => panic!("{}: {other:?}", text.escape_ascii()),
    }
}

/// Writes in each way that this CPU has, compares with zmij, reads back.
fn check_f32(value: f32) {
    let (room, length) = written(|room| number::write_f32(value, room));
    let (plain_room, plain_length) = written(|room| number::write_f32_plainly(value, room));
    let text = &room[..length];
    check_zmij(value, [text, &plain_room[..plain_length]]);
    match read_back::<true>(text) {
        Some((Parsed::F64(back), end))
            if (back as f32).to_bits() == value.to_bits()
                && back == f64::from(value)
                && end == length => {}
        other => panic!("{}: {other:?}", text.escape_ascii()),
    }
}

#[test]
fn not_finite() {
    for value in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN, -f64::NAN, f64::from_bits(!0)] {
        for (room, length) in [
            written(|room| number::write_f64(value, room)),
            written(|room| number::write_f64_plainly(value, room)),
            written(|room| number::write_f32(value as f32, room)),
            written(|room| number::write_f32_plainly(value as f32, room)),
        ] {
            assert_eq!(&room[..length], b"null", "{:#x}", value.to_bits());
        }
    }
}

/// The digits without zeros at either end, and the power of ten of the first.
fn digits_and_exponent(text: &str) -> (String, i32) {
    let (mantissa, exponent) =
        text.trim_start_matches('-').split_once('e').unwrap_or((text.trim_start_matches('-'), "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let leading = digits.len() - digits.trim_start_matches('0').len();
    let exponent = exponent.parse::<i32>().unwrap() + whole.len() as i32 - 1 - leading as i32;
    (digits.trim_matches('0').to_owned(), exponent)
}

/// The digits of ryu's text, which is in another notation.
fn check_ryu(value: f64) {
    let (room, length) = written(|room| number::write_f64(value, room));
    let ours = std::str::from_utf8(&room[..length]).unwrap();
    let mut buffer = ryu::Buffer::new();
    let theirs = buffer.format_finite(value);
    // The same notation but for a sign, most of the time.
    let same = match (ours.split_once('e'), theirs.split_once('e')) {
        (Some((ours, up)), Some((theirs, to))) => {
            ours == theirs && up.trim_start_matches('+') == to
        }
        _ => ours == theirs,
    };
    if !same && value != 0.0 {
        let bits = value.to_bits();
        assert_eq!(digits_and_exponent(ours), digits_and_exponent(theirs), "{bits:#x}");
    }
}

fn check_integer(value: u64) {
    let (room, length) = written(|room| number::write_u64(value, room));
    let mut buffer = itoa::Buffer::new();
    assert_eq!(&room[..length], buffer.format(value).as_bytes());
    for value in [value as i64, (value as i64).wrapping_neg()] {
        let (room, length) = written(|room| number::write_i64(value, room));
        assert_eq!(&room[..length], buffer.format(value).as_bytes());
    }
}

#[test]
fn f32_by_stride() {
    let stride = (u64::from(u32::MAX) / amount(20_500_000)) | 1;
    for bits in (0..=u64::from(u32::MAX)).step_by(stride as usize) {
        let value = f32::from_bits(bits as u32);
        if value.is_finite() {
            check_f32(value);
        }
    }
}

#[test]
fn f64_random() {
    let mut random = Random(1);
    for _ in 0..amount(10_000_000) {
        let value = f64::from_bits(random.next());
        if value.is_finite() {
            check_f64(value);
            check_ryu(value);
        }
    }
}

#[test]
fn f64_of_everyday_shapes() {
    let mut random = Random(2);
    for _ in 0..amount(1_000_000) {
        let bits = random.next();
        let scale = 10_f64.powi((bits % 19) as i32);
        let integer = (bits >> (1 + bits % 53)) as f64;
        for value in [integer, integer / scale, integer * scale, -(integer as i32 as f64) / scale] {
            check_f64(value);
            check_ryu(value);
            check_f32(value as f32);
        }
    }
}

/// Up to eight decimals are written in a way of their own: they, one decimal more, and the floats beside them.
#[test]
fn f64_of_few_decimals() {
    let mut random = Random(3);
    let neighbours = |value: f64| {
        for value in [value, value.next_up(), value.next_down(), -value] {
            check_f64(value);
            check_ryu(value);
        }
    };
    for _ in 0..amount(1_000_000) {
        let bits = random.next();
        let decimals = bits % 10;
        // From the least to more than the largest that go that way.
        let integer = random.next() >> (13 + (bits >> 8) % 51);
        neighbours(integer as f64 / 10_f64.powi(decimals as i32));
    }
    // Each number of eight decimals up to 0.01, and below the largest.
    for integer in 1..=amount(1_000_000) {
        neighbours(integer as f64 / 1e8);
        neighbours(f64::from(1 << 23) - integer as f64 / 1e8);
    }
}

#[test]
fn f64_corner_cases() {
    for exponent in 0..2047 {
        // Each power of two with its neighbours: the intervals are uneven there.
        for fraction in (0..200).chain([1 << 51, 1 << 32]) {
            for bits in [exponent << 52 | fraction, ((exponent + 1) << 52) - 1 - fraction] {
                check_f64(f64::from_bits(bits));
                check_ryu(f64::from_bits(bits));
                check_f64(-f64::from_bits(bits));
            }
        }
    }
    for power in -323..=308 {
        let bits = format!("1e{power}").parse::<f64>().unwrap().to_bits();
        for bits in bits.saturating_sub(1000)..bits + 1000 {
            check_f64(f64::from_bits(bits));
            check_ryu(f64::from_bits(bits));
        }
    }
    for start in [
        1_u64 << 53,
        1 << 54,
        1_000_000_000_000_000,
        10_000_000_000_000_000,
        100_000_000_000_000_000,
    ] {
        for integer in start - 5_000..start + 5_000 {
            check_f64(integer as f64);
            check_f64(integer as f64 / 8.0);
        }
    }
    // Ties and shortest intervals, from the literature.
    for value in [
        5e-324,
        2.2250738585072014e-308,
        f64::MAX,
        f64::MIN_POSITIVE,
        9.5,
        1.7e-8,
        2.9802322387695312e-8,
        9007199254740991.0,
        9007199254740993.0,
        4503599627370497.5,
        2251799813685248.25,
        9.5367431640625e-7,
        1.8014398509481984e16,
        5.764607523034235e39,
        1.152921504606847e40,
        2.305843009213694e40,
        1e23,
        9e22,
        8.41e21,
        2.0919495182368195e19,
        9.409340012568248e18,
        6.62607015e-34,
        0.1 + 0.2,
        1.0 / 3.0,
        4.35,
        0.3,
    ] {
        check_f64(value);
        check_ryu(value);
        check_f64(-value);
    }
}

#[test]
fn f32_corner_cases() {
    for exponent in 0..255 {
        for fraction in 0..2000 {
            for bits in [exponent << 23 | fraction, ((exponent + 1) << 23) - 1 - fraction] {
                check_f32(f32::from_bits(bits));
                check_f32(-f32::from_bits(bits));
            }
        }
    }
}

#[test]
fn text_of_floats() {
    let cases = [
        (0.0, "0.0"),
        (-0.0, "-0.0"),
        (1.0, "1.0"),
        (-1.5, "-1.5"),
        (1e15, "1000000000000000.0"),
        (1e16, "1e+16"),
        (1.2e-7, "1.2e-7"),
        (1e-5, "0.00001"),
        (1.5e-6, "1.5e-6"),
        (1e100, "1e+100"),
        (5e-324, "5e-324"),
        (9007199254740993.0, "9007199254740992.0"),
        (9999999999999998.0, "9999999999999998.0"),
    ];
    for (value, text) in cases {
        let (room, length) = written(|room| number::write_f64(value, room));
        assert_eq!(std::str::from_utf8(&room[..length]).unwrap(), text);
    }
    let cases: [(f32, &str); 5] = [
        (1e12, "1000000000000.0"),
        (1e13, "1e+13"),
        (1e-6, "0.000001"),
        (1e-7, "1e-7"),
        (f32::MAX, "3.4028235e+38"),
    ];
    for (value, text) in cases {
        let (room, length) = written(|room| number::write_f32(value, room));
        assert_eq!(std::str::from_utf8(&room[..length]).unwrap(), text);
    }
}

#[test]
fn integers() {
    let mut random = Random(3);
    for value in 0..amount(1_000_000) {
        check_integer(value);
        check_integer(random.next() >> random.below(64));
    }
    for power in 0..20 {
        let power = 10_u64.pow(power);
        for value in power.saturating_sub(20)..power.saturating_add(20) {
            check_integer(value);
        }
    }
    for value in [u64::MAX, u64::MAX - 1, 1 << 63, (1 << 63) - 1] {
        check_integer(value);
    }
    for value in [0, 1, u64::MAX.into(), 1 << 64, u128::MAX, u128::MAX / 10, 1 << 127] {
        let mut buffer = itoa::Buffer::new();
        let (room, length) = written(|room| number::write_u128(value, room));
        assert_eq!(&room[..length], buffer.format(value).as_bytes());
        let (room, length) = written(|room| number::write_i128(value as i128, room));
        assert_eq!(&room[..length], buffer.format(value as i128).as_bytes());
    }
}

#[test]
#[ignore = "minutes; see the head of main.rs"]
fn every_f32() {
    for high in 0..=0xFF_u32 {
        for low in 0..1 << 24 {
            let value = f32::from_bits(high << 24 | low);
            if value.is_finite() {
                check_f32(value);
                let (room, length) = written(|room| number::write_f32(value, room));
                let text = std::str::from_utf8(&room[..length]).unwrap();
                assert_eq!(text.parse::<f32>().unwrap().to_bits(), value.to_bits(), "{text}");
            }
        }
        println!("f32 {high:02x}000000 to {high:02x}ffffff");
    }
}

#[test]
#[ignore = "minutes; see the head of main.rs"]
fn billion_f64() {
    for part in 0..100 {
        let mut random = Random(1000 + part);
        for _ in 0..10_000_000 {
            let value = f64::from_bits(random.next());
            if value.is_finite() {
                check_f64(value);
                check_ryu(value);
            }
        }
        println!("f64 {} of 100", part + 1);
    }
}
