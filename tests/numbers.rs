//! Numbers between text and binary, held against zmij, ryu, core and exact arithmetic.
#![expect(unsafe_code, reason = "the numbers' writers take uninitialised room")]

use std::mem::MaybeUninit;

use fastjson_api::internals::number::{self, Parsed};

fn written<const N: usize>(write: impl FnOnce(&mut [MaybeUninit<u8>; N]) -> usize) -> String {
    let mut room = [MaybeUninit::new(b'#'); N];
    let length = write(&mut room);
    // SAFETY: nothing here is uninitialised, the room began as text.
    room[..length].iter().map(|byte| char::from(unsafe { byte.assume_init() })).collect()
}

struct Random(u64);
impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let x = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let x = (x ^ x >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^ x >> 31
    }
}

fn check_f64(value: f64) {
    if !value.is_finite() {
        return;
    }
    let text = written(|room| number::write_f64(value, room));
    assert_eq!(text, zmij::Buffer::new().format_finite(value), "{:#x}", value.to_bits());
    match number::read::<false>(text.as_bytes()) {
        Some((Parsed::F64(back), length)) => {
            assert_eq!((back.to_bits(), length), (value.to_bits(), text.len()), "{text}");
        }
        other => panic!("{text}: {other:?}"),
    }
}

fn check_f32(value: f32) {
    if !value.is_finite() {
        return;
    }
    let text = written(|room| number::write_f32(value, room));
    assert_eq!(text, zmij::Buffer::new().format_finite(value), "{:#x}", value.to_bits());
    match number::read::<true>(text.as_bytes()) {
        Some((Parsed::F64(back), length)) => {
            assert_eq!(((back as f32).to_bits(), length), (value.to_bits(), text.len()), "{text}");
        }
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn random_floats() {
    let mut random = Random(1);
    for _ in 0..1_000_000 {
        check_f64(f64::from_bits(random.next()));
        check_f32(f32::from_bits(random.next() as u32));
        check_f64((random.next() % 1_000_000_000) as f64 / 100.0);
        check_f64((random.next() >> 11) as f64);
        check_f32((random.next() % 1_000_000_000) as f32 / 100.0);
    }
    for exponent in 0..2047u64 {
        for low in 0..100 {
            check_f64(f64::from_bits(exponent << 52 | low));
            check_f64(f64::from_bits(((exponent + 1) << 52) - low));
        }
    }
    for exponent in 0..255u32 {
        for low in 0..100 {
            check_f32(f32::from_bits(exponent << 23 | low));
            check_f32(f32::from_bits(((exponent + 1) << 23) - low));
        }
    }
}

#[test]
fn integers() {
    let mut random = Random(2);
    for _ in 0..1_000_000 {
        let value = random.next() >> (random.next() % 64);
        let text = written(|room| number::write_u64(value, room));
        assert_eq!(text, value.to_string());
        assert!(matches!(
            number::read::<false>(text.as_bytes()),
            Some((Parsed::U64(v), l)) if v == value && l == text.len()
        ));
    }
}
