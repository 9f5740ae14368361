//! What is read: core's value of the text that a slow reading of RFC 8259's grammar finds.

use std::fs;

use fastjson_api::internals::number::{self, Parsed};

use crate::{Random, amount, data, read};

/// The length of the longest number at the beginning, by RFC 8259's grammar.
fn number_length(text: &[u8]) -> Option<usize> {
    let byte = |at: usize| text.get(at).copied().unwrap_or(0);
    let digits = |mut at: usize| {
        let start = at;
        while byte(at).is_ascii_digit() {
            at += 1;
        }
        (at > start).then_some(at)
    };
    let start = usize::from(byte(0) == b'-');
    let mut at = digits(start)?;
    if byte(start) == b'0' && at > start + 1 {
        return None;
    }
    if byte(at) == b'.' {
        at = digits(at + 1)?;
    }
    if byte(at) | 0x20 == b'e' {
        at = digits(at + 1 + usize::from(matches!(byte(at + 1), b'+' | b'-')))?;
    }
    Some(at)
}

/// Kind, bits and length, as serde_json sees them.
type Seen = Option<(char, u64, usize)>;

fn expected<const SINGLE: bool>(bytes: &[u8]) -> Seen {
    let length = number_length(bytes)?;
    let text = std::str::from_utf8(&bytes[..length]).unwrap();
    if let Ok(value) = text.parse::<u64>() {
        return Some(('u', value, length));
    }
    if let Ok(value @ ..=-1) = text.parse::<i64>() {
        return Some(('i', value as u64, length));
    }
    let value =
        if SINGLE { text.parse::<f32>().unwrap().into() } else { text.parse::<f64>().unwrap() };
    value.is_finite().then_some(('f', value.to_bits(), length))
}

fn seen<const SINGLE: bool>(bytes: &[u8]) -> Seen {
    read::<SINGLE>(bytes).map(|(parsed, length)| match parsed {
        Parsed::U64(value) => ('u', value, length),
        Parsed::I64(value) => ('i', value as u64, length),
        Parsed::F64(value) => ('f', value.to_bits(), length),
    })
}

pub(crate) fn check_read(bytes: &[u8]) {
    assert_eq!(seen::<false>(bytes), expected::<false>(bytes), "{}", bytes.escape_ascii());
    assert_eq!(seen::<true>(bytes), expected::<true>(bytes), "f32 {}", bytes.escape_ascii());
    let length = number_length(bytes);
    for before in [0, 1, 31, 32, 70] {
        let input = [&[b'9'; 70][..before], bytes].concat();
        assert_eq!(number::scan(&input, before), length, "{} {before}", bytes.escape_ascii());
        for end in [length.unwrap_or(0), length.map_or(0, |length| length + 1), bytes.len()] {
            check_plain(&input, before, before + end.min(bytes.len()));
        }
    }

    // As a token that another one follows.
    let whole = length == Some(bytes.len());
    if bytes.len() < 32 {
        for around in [b'0', b',', b'.', b'e'] {
            let mut window = [around; 32];
            window[..bytes.len()].copy_from_slice(bytes);
            let decimal = number::is_decimal(&window, bytes[0], bytes.len());
            let expected = whole && !bytes.iter().any(|byte| matches!(byte, b'e' | b'E'));
            assert_eq!(decimal, expected, "{} in {}", bytes.escape_ascii(), window.escape_ascii());
        }
    } else {
        assert!(!number::is_decimal(&[b'0'; 32], b'0', bytes.len()));
    }
}

/// The integer between two tokens.
pub(crate) fn check_plain(input: &[u8], start: usize, end: usize) {
    let length = end - start;
    let mut text = &input[start..end];
    // The first bytes are looked at one by one, and may have whitespace behind them.
    if end < 16 && (length > 4 || end < 4) {
        while let [rest @ .., b' ' | b'\n' | b'\r' | b'\t'] = text {
            text = rest;
        }
    }
    let digits = text.iter().all(u8::is_ascii_digit) && (1..=20).contains(&text.len());
    let expected = match digits && (text[0] != b'0' || text.len() == 1) {
        true => std::str::from_utf8(text).unwrap().parse().ok(),
        false => None,
    };
    // Where the input does not have the bytes before it that are looked at, it is left to others.
    let near_the_start = length > 16 && end < 20;
    let seen = number::read_plain_integer(input, start, end);
    let place = || format!("{} {start} {end}", input.escape_ascii());
    if near_the_start {
        assert!(seen.is_none(), "{}", place());
    } else {
        assert_eq!(seen, expected, "{}", place());
    }
}

#[test]
fn integers_between_tokens() {
    let mut random = Random(17);
    for length in 0..24 {
        for before in 0..20 {
            for behind in [0, 1, 2, 3, 4, 12, 20] {
                for style in 0..6 {
                    let mut input = vec![b'5'; before];
                    for place in 0..length {
                        input.push(match (style, place) {
                            (0, _) => b'9',
                            (1, 1..) | (2, 0) => b'0',
                            _ => b'1' + random.below(9) as u8,
                        });
                    }
                    if length > 0 && style > 3 {
                        let place = before + random.below(length as u64) as usize;
                        input[place] = b"-.e \n/:\0\x80\xff\xb0p"[random.below(12) as usize];
                    }
                    input.extend(vec![b'7'; behind]);
                    check_plain(&input, before, before + length);
                }
            }
        }
    }
    // No places that any text has.
    let input = [b'1'; 40];
    for (start, end) in [(7, 6), (39, 41), (41, 45), (usize::MAX, 3), (2, usize::MAX), (30, 46)] {
        assert_eq!(number::read_plain_integer(&input, start, end), None);
    }
}

/// At the end of the input, near it and far from it.
pub(crate) fn check_read_everywhere(text: &str) {
    let padded = format!("{text},\"followed\": [by, more than any window]");
    for rest in (0..=40).chain([padded.len() - text.len()]) {
        check_read(&padded.as_bytes()[..(text.len() + rest).min(padded.len())]);
    }
}

impl Random {
    fn digits(&mut self, count: u64, text: &mut String) {
        let style = self.below(8);
        for _ in 0..count {
            let digit = match style {
                0 => 0,
                1 => 9,
                _ => self.below(10),
            };
            text.push(char::from(b'0' + digit as u8));
        }
    }

    /// A number of random shape: lengths from nothing to long, exponents from none to absurd.
    fn number(&mut self, text: &mut String) {
        text.clear();
        if self.below(3) == 0 {
            text.push('-');
        }
        if self.below(4) == 0 {
            text.push('0');
        } else {
            text.push(char::from(b'1' + self.below(9) as u8));
            let count = match self.below(8) {
                0 => self.below(40),
                1 => self.below(22),
                _ => self.below(4),
            };
            self.digits(count, text);
        }
        if self.below(4) != 0 {
            text.push('.');
            let count = match self.below(16) {
                0 => 1 + self.below(60),
                1..8 => 1 + self.below(20),
                _ => 1 + self.below(7),
            };
            self.digits(count, text);
        }
        if self.below(4) == 0 {
            text.push(if self.below(2) == 0 { 'e' } else { 'E' });
            text.push_str(["", "+", "-"][self.below(3) as usize]);
            let exponent = match self.below(8) {
                0 => self.below(100_000),
                1..4 => self.below(400),
                _ => self.below(30),
            };
            text.push_str(&exponent.to_string());
        }
        text.push_str(
            ["", ",", "]", "}\n  \"followed\": \"by something long\"", " ", ".", "e", "-"]
                [self.below(8) as usize],
        );
    }
}
#[test]
fn shapes() {
    for text in [
        "0",
        "-0",
        "7",
        "-7",
        "10",
        "255",
        "9999999",
        "12345678",
        "-12345678",
        "123456789012345",
        "1234567890123456",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "-9223372036854775809",
        "18446744073709551615",
        "18446744073709551616",
        "9999999999999999999",
        "10000000000000000000",
        "99999999999999999999",
        "-99999999999999999999",
        "100000000000000000000000",
        "0.0",
        "-0.0",
        "0.5",
        "1.0",
        "1.25",
        "12.5",
        "1234567.25",
        "12345678.25",
        "1700000000.123456",
        "0.1234567",
        "0.12345678",
        "0.123456789012345",
        "0.1234567890123456",
        "0.12345678901234567",
        "0.1234567890123456789",
        "0.12345678901234567890",
        "9.9999999999999999",
        "99.99999999999999999",
        "1234567.123456789012",
        "1234567.1234567890123",
        "1234.123456789012345",
        "-65.613616999999977",
        "-123.45678901234567",
        "0.000000000000000000000012345",
        "1e0",
        "1E5",
        "1e+5",
        "1e-5",
        "-1.5e300",
        "1.5e-300",
        "1e308",
        "1e309",
        "-1e309",
        "1.7976931348623157e308",
        "1.7976931348623159e308",
        "1e400",
        "1e-400",
        "0e999",
        "-0e-999",
        "0.0e99999999999999999999",
        "1e99999999999999999999",
        "1e-99999999999999999999",
        "123456789012345678901234567890e-30",
        "5e-324",
        "2.4703282292062327e-324",
        "2.4703282292062328e-324",
        "3.4028235e38",
        "3.4028236e38",
        "16777217.0",
        "16777217",
        "1.00000005960464477539",
        "0.000000000000000000000000000000000000011754942807573643",
        "7.0064923216240853e-46",
        "7.0064923216240854e-46",
    ] {
        check_read_everywhere(text);
    }
}

#[test]
fn vectors() {
    for path in data("numbers/parse-number-fxx") {
        if path.extension().is_none_or(|extension| extension != "txt") {
            continue;
        }
        let only_f64 = path.to_string_lossy().contains("f64only");
        for line in fs::read_to_string(path).unwrap().lines() {
            let mut columns = line.rsplit(' ');
            let (text, double) = (columns.next().unwrap(), columns.next().unwrap());
            if number_length(text.as_bytes()) != Some(text.len()) {
                continue; // Not JSON's grammar.
            }
            check_read(text.as_bytes());
            let value = |single: bool| {
                let read = if single {
                    read::<true>(text.as_bytes())
                } else {
                    read::<false>(text.as_bytes())
                };
                match read.map(|read| read.0) {
                    Some(Parsed::F64(value)) => value,
                    Some(Parsed::U64(value)) if single => f64::from(value as f32),
                    Some(Parsed::U64(value)) => value as f64,
                    Some(Parsed::I64(value)) if single => f64::from(value as f32),
                    Some(Parsed::I64(value)) => value as f64,
                    None if text.starts_with('-') => f64::NEG_INFINITY,
                    None => f64::INFINITY,
                }
            };
            assert_eq!(value(false).to_bits(), u64::from_str_radix(double, 16).unwrap(), "{line}");
            if !only_f64 {
                let single = u32::from_str_radix(columns.next().unwrap(), 16).unwrap();
                assert_eq!((value(true) as f32).to_bits(), single, "{line}");
            }
        }
    }
}

#[test]
fn random_texts() {
    check_random_texts(4, amount(1_000_000));
}

fn check_random_texts(seed: u64, count: u64) {
    let mut random = Random(seed);
    let mut text = String::new();
    for _ in 0..count {
        random.number(&mut text);
        check_read(text.as_bytes());
    }
}

#[test]
fn halfway_points() {
    let mut random = Random(5);
    for _ in 0..amount(20_000) {
        let bits = random.next() >> 1;
        let single = f32::from_bits(bits as u32 >> 1);
        let exact = match (f64::from_bits(bits), f64::from_bits(bits + 1)) {
            // The middle of two f32 is a double; of two doubles, only if they are large or short.
            (low, high) if bits.is_multiple_of(2) && high.is_finite() => exact_middle(low, high),
            _ if single.is_finite() => {
                format!("{:.160}", (f64::from(single) + f64::from(single.next_up())) / 2.0)
            }
            _ => continue,
        };
        check_read(exact.as_bytes());
        // A hair above and below, far behind the point.
        check_read(format!("{exact}0000000000000000000000000000001").as_bytes());
        let (rest, last) = exact.split_at(exact.len() - 1);
        if last != "0" {
            let below = last.parse::<u8>().unwrap() - 1;
            check_read(format!("{rest}{below}99999999999999999999999999").as_bytes());
        }
    }
}

/// All the digits of what lies halfway between two neighbours.
fn exact_middle(low: f64, high: f64) -> String {
    // The sum of two doubles' exact decimal texts, halved: digit by digit.
    let (low, high) = (format!("{low:.1080}"), format!("{high:.1080}"));
    let width = low.len().max(high.len());
    let (low, high) = (format!("{low:0>width$}"), format!("{high:0>width$}"));
    let mut remainder = 0;
    let mut middle = String::new();
    for (a, b) in low.bytes().zip(high.bytes()) {
        if a == b'.' {
            middle.push('.');
            continue;
        }
        // A digit's half, 0 to 9, and at most one carried down: both sums are below 20.
        let sum = remainder * 10 + u32::from(a - b'0') + u32::from(b - b'0');
        middle.push_str(&(sum / 2).to_string());
        remainder = sum % 2;
        if sum / 2 > 9 {
            // The carry into the digit before.
            let carried = sum / 2 - 10;
            middle.truncate(middle.len() - 2);
            let point = middle.ends_with('.');
            let mut digits = middle.trim_end_matches('.').to_owned();
            carry(&mut digits);
            if point {
                digits.push('.');
            }
            digits.push_str(&carried.to_string());
            middle = digits;
        }
    }
    let middle = middle.trim_end_matches('0').trim_start_matches('0');
    let middle = if middle.starts_with('.') { format!("0{middle}") } else { middle.to_owned() };
    if middle.ends_with('.') { format!("{middle}0") } else { middle }
}

/// Adds one to the last digit.
fn carry(digits: &mut String) {
    match digits.pop() {
        Some('9') => {
            carry(digits);
            digits.push('0');
        }
        Some('.') => {
            carry(digits);
            digits.push('.');
        }
        Some(digit) => digits.push(char::from(digit as u8 + 1)),
        None => digits.push('1'),
    }
}

#[test]
fn long_texts() {
    let mut random = Random(6);
    let mut digits = String::new();
    for count in 1..=800 {
        digits.clear();
        random.digits(count, &mut digits);
        for text in [
            format!("1{digits}"),
            format!("-1{digits}.5"),
            format!("0.{digits}"),
            format!("7.{digits}e-300"),
            format!("7{digits}e-{count}"),
            format!("0.{}{digits}", "0".repeat(count as usize)),
            format!("3e{}{}", "0".repeat(count as usize), count % 310),
        ] {
            check_read(text.as_bytes());
        }
    }
    for exponent in -400..=400 {
        check_read(format!("1e{exponent}").as_bytes());
        check_read(format!("9.999999999999999999e{exponent}").as_bytes());
        check_read(format!("4.9406564584124654e{exponent}").as_bytes());
    }
}

/// A million digits take no more than a few reads of them.
#[test]
fn no_quadratic_time() {
    let million = "3".repeat(1_000_000);
    let zeros = "0".repeat(1_000_000);
    for text in [
        format!("0.{million}"),
        format!("1{zeros}.{million}e-1000000"),
        format!("0.{zeros}1e1000001"),
        format!("0.{zeros}{million}e1000001"),
        format!("1.{zeros}1"),
        format!("9007199254740993{zeros}e-1000000"),
        format!("9007199254740993{zeros}1e-1000001"),
        format!("1e{million}"),
        format!("0.0e{million}"),
        format!("1e-{million}"),
    ] {
        let start = std::time::Instant::now();
        let read = seen::<false>(text.as_bytes());
        let _ = seen::<true>(text.as_bytes());
        assert!(start.elapsed().as_secs() < 2, "{}", &text[..20]);
        let value = match text.as_bytes() {
            [b'0', b'.', b'3', ..] => Some(1.0 / 3.0),
            [b'1', b'0', ..] => Some(1.0),
            [b'0', b'.', b'0', .., b'3', b'e', _, _, _, _, _, _, b'1'] => Some(10.0 / 3.0),
            [b'0', b'.', b'0', .., b'1', b'e', _, _, _, _, _, _, b'1'] => Some(1.0),
            [b'1', b'.', ..] => Some(1.0),
            [b'9', .., b'0', b'0'] => Some(9007199254740992.0),
            [b'9', ..] => Some(9007199254740994.0),
            [b'1', b'e', b'3', ..] => None,
            _ => Some(0.0),
        };
        let value = value.map(|value: f64| ('f', value.to_bits(), text.len()));
        assert_eq!(read, value, "{}…{}", &text[..20], &text[text.len() - 20..]);
    }
}

#[test]
#[ignore = "minutes; see the head of main.rs"]
fn hundred_million_texts() {
    for part in 0..100 {
        check_random_texts(2000 + part, 1_000_000);
        println!("texts {} of 100", part + 1);
    }
}
