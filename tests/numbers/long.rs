//! What `number/long_read.rs` reads: exponents, more digits than a mantissa has, and integers of 128 bits.

use super::read::check_read;
use super::{Random, amount, number};
use fastjson_api::internals::number::Parsed;
use serde::de::DeserializeOwned;

const MANTISSAS: [&str; 12] = [
    "0",
    "1",
    "5",
    "123",
    "1.5",
    "0.0",
    "-6.02214",
    "-1.7976931348623157",
    "4.9406564584124654",
    "12345678.12345678",
    "9999999999999999",
    "123456789.0123456789",
];
const EXPONENTS: [&str; 12] =
    ["e0", "e5", "E+10", "e-05", "e-7", "e+22", "e23", "e-22", "e-23", "e100", "e-290", "e-0003"];

/// The number is found where another token follows it, and is what core says.
fn is_plain(text: &str) {
    let input = format!("[\"some text before\",{text},\"and behind\"]");
    let (start, end) = (20, 20 + text.len());
    let seen = number::read_plain_number(input.as_bytes(), start, end);
    let Some(Parsed::F64(value)) = seen else { panic!("{text}: {seen:?}") };
    assert_eq!(value.to_bits(), text.parse::<f64>().unwrap().to_bits(), "{text}");
    let value = number::read_plain_float::<false, false>(input.as_bytes(), start, end);
    assert_eq!(value.to_bits(), text.parse::<f64>().unwrap().to_bits(), "{text}");
    let single = text.parse::<f32>().unwrap();
    if single.is_finite() {
        let value = number::read_plain_float::<true, false>(input.as_bytes(), start, end);
        assert_eq!(value.to_bits(), f64::from(single).to_bits(), "{text} as f32");
    }
}

#[test]
fn exponents_are_plain() {
    for mantissa in MANTISSAS {
        for exponent in EXPONENTS {
            let text = format!("{mantissa}{exponent}");
            is_plain(&text);
            check_read(text.as_bytes());
        }
    }
    for text in ["1e", "1e+", "1e-", "1e1.", "1.e1", "01e1", "-e1", "1e+-1", "1ee1", "1e400"] {
        let input = format!("[\"some text before\",{text},\"and behind\"]");
        let seen = number::read_plain_number(input.as_bytes(), 20, 20 + text.len());
        assert!(seen.is_none(), "{text}: {seen:?}");
        check_read(text.as_bytes());
    }
}

#[test]
fn long_fractions_are_plain() {
    let texts = [
        "3.14159265358979323846264338327950288",
        "-0.12345678901234567890123",
        "123.4567890123456789012345678901234567890123456789",
        "123456789012345.67890123456789012345",
        "1.00000000000000000000",
        "0.30000000000000000000000000000000000001",
    ];
    texts.into_iter().for_each(is_plain);
    let mut random = Random(23);
    for _ in 0..amount(300_000) {
        let mut text = String::new();
        for _ in 0..1 + random.below(20) {
            text.push(char::from(b'0' + random.below(10) as u8));
        }
        text.push('.');
        for _ in 0..1 + random.below(30) {
            text.push(char::from(b'0' + random.below(10) as u8));
        }
        if random.below(4) == 0 {
            text.push_str(&format!("e{}", random.below(700) as i64 - 350));
        }
        check_read(text.as_bytes());
    }
}

fn same<T: DeserializeOwned + PartialEq + std::fmt::Debug>(text: &str) {
    let theirs = serde_json::from_str::<T>(text).map_err(|error| error.to_string());
    let ours = fastjson_api::from_str::<T>(text).map_err(|error| error.to_string());
    assert_eq!(ours, theirs, "{text}");
    let ours = fastjson_api::from_reader::<_, T>(text.as_bytes()).map_err(|e| e.to_string());
    let theirs = serde_json::from_reader::<_, T>(text.as_bytes()).map_err(|e| e.to_string());
    assert_eq!(ours, theirs, "{text} from a reader");
}

#[test]
fn integers_of_128_bits() {
    let mut random = Random(24);
    for length in 1..=41 {
        for _ in 0..1 + amount(2000) {
            let mut digits: String =
                (0..length).map(|_| char::from(b'0' + random.below(10) as u8)).collect();
            if random.below(4) != 0 {
                digits.replace_range(..1, ["1", "9"][random.below(2) as usize]);
            }
            if random.below(8) == 0 {
                let at = random.below(length) as usize;
                digits.replace_range(
                    at..=at,
                    ["a", ".", "-", "e", "/", ":"][random.below(6) as usize],
                );
            }
            let sign = ["", "-"][random.below(2) as usize];
            let behind = ["", " ", ",0"][random.below(3) as usize];
            let text = format!("[{sign}{digits}{behind}]");
            same::<Vec<i128>>(&text);
            same::<Vec<u128>>(&text);
            same::<(u128, i8)>(&text);
            same::<(i128, i8)>(&text);
        }
    }
    for text in [i128::MIN.to_string(), i128::MAX.to_string(), u128::MAX.to_string(), "-0".into()] {
        for text in [
            text.clone(),
            format!("[{text}]"),
            format!("{text}0"),
            format!("[\"before it\",{text}]"),
        ] {
            same::<i128>(&text);
            same::<u128>(&text);
            same::<Vec<i128>>(&text);
            same::<(String, u128)>(&text);
            same::<(String, i128)>(&text);
        }
    }
}

#[test]
fn integers_of_twenty_digits() {
    let around = [u64::MAX - 1, u64::MAX, 10_000_000_000_000_000_000, 9_999_999_999_999_999_999];
    let beyond = ["18446744073709551616", "18446744073709551620", "20000000000000000000"];
    let texts = around.map(|value| value.to_string()).into_iter().chain(beyond.map(String::from));
    for text in texts {
        let list = format!("[{}]", vec![text.clone(); 40].join(","));
        for text in [&text, &format!("-{text}"), &list, &format!("[\"before it\",{text}]")] {
            same::<u64>(text);
            same::<i64>(text);
            same::<f64>(text);
            same::<f32>(text);
            same::<Vec<u64>>(text);
            same::<Vec<i64>>(text);
            same::<Vec<f64>>(text);
            same::<Vec<serde_json::Value>>(text);
            same::<(String, u64)>(text);
        }
    }
}
