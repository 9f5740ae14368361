//! Numbers against the standard library: a text's value is `str::parse`'s, as `f64`, as `f32` rounded once and as an
//! integer of every width; the grammar is RFC 8259's, written down once more below; a float's text is serde_json's
//! and read back as the same bits. No byte beyond the text is touched.

use std::fmt::Debug;
use std::mem::MaybeUninit;

use fastjson_api::internals::number::{self, FLOAT_ROOM, Parsed};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::common;
use super::cursor::Cursor;

pub fn run(data: &[u8]) {
    let Some((&how, rest)) = data.split_first() else { return };
    if how % 4 == 0 {
        write(&mut Cursor::new(rest));
    } else {
        // An allocation that ends where the text does, or some bytes of any kind later.
        read(&rest.to_vec().into_boxed_slice());
    }
}

/// The length of the longest number that `bytes` start with, or `None`: a byte at a time, by the RFC's rules.
fn grammar(bytes: &[u8]) -> Option<usize> {
    let digits =
        |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut at = usize::from(bytes.first() == Some(&b'-'));
    let whole = digits(at);
    if whole == 0 || (whole > 1 && bytes[at] == b'0') {
        return None;
    }
    at += whole;
    if bytes.get(at) == Some(&b'.') {
        let fraction = digits(at + 1);
        if fraction == 0 {
            return None;
        }
        at += 1 + fraction;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        let exponent = digits(at + 1 + sign);
        if exponent == 0 {
            return None;
        }
        at += 1 + sign + exponent;
    }
    Some(at)
}

fn read(bytes: &[u8]) {
    if !matches!(bytes.first(), Some(b'-' | b'0'..=b'9')) {
        return;
    }
    let length = grammar(bytes);
    assert_eq!(number::scan(bytes, 0), length, "{}", bytes.escape_ascii());
    let double = number::read::<false>(bytes);
    let single = number::read::<true>(bytes);
    let Some(length) = length else {
        assert!(double.is_none() && single.is_none(), "{}", bytes.escape_ascii());
        return;
    };
    let text = str::from_utf8(&bytes[..length]).expect("digits");
    check(text, length, double, text.parse::<f64>().expect("std reads JSON's numbers"));
    // As an f64 that has an f32's value: it was rounded once.
    let float: f32 = text.parse().expect("std reads JSON's numbers");
    check(text, length, single, f64::from(float));

    // Alone, between others, and with what stood behind it.
    through_serde(&bytes[..length]);
    through_serde(bytes);
    let list = format!("[{text},{text} , {text},{text}\n{:40}]", "");
    if let Ok(floats) = fastjson_api::from_str::<Vec<f64>>(&list) {
        let expected: f64 = text.parse().expect("a number");
        assert!(floats.iter().all(|float| float.to_bits() == expected.to_bits()), "{text}");
    }
}

fn check(text: &str, length: usize, found: Option<(Parsed, usize)>, float: f64) {
    let integral = text.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit());
    let expected = match (text.parse::<u64>(), text.parse::<i64>()) {
        (Ok(integer), _) if integral => Some(Parsed::U64(integer)),
        (_, Ok(integer)) if integral && integer != 0 => Some(Parsed::I64(integer)),
        _ => float.is_finite().then_some(Parsed::F64(float)),
    };
    let words = |parsed: Option<Parsed>| format!("{parsed:?}");
    assert_eq!(words(found.map(|found| found.0)), words(expected), "{text}");
    assert!(found.is_none_or(|found| found.1 == length), "{text}");
}

fn same<T: DeserializeOwned + Debug>(bytes: &[u8]) {
    super::must(common::same::<T>(bytes).map(drop));
}

/// By every type, as serde_json does.
fn through_serde(bytes: &[u8]) {
    same::<u8>(bytes);
    same::<i32>(bytes);
    same::<u64>(bytes);
    same::<i64>(bytes);
    same::<u128>(bytes);
    same::<i128>(bytes);
    same::<f32>(bytes);
    same::<f64>(bytes);
    same::<Option<Untyped>>(bytes);
    array(bytes);
}

/// The number among others, in arrays and rows.
fn array(bytes: &[u8]) {
    let others = b"1.5,-20,3,0.0625,123456,7.75,-1e3,8,".repeat(3);
    let flat = [b"[", &others[..], bytes, b",", &others, b"1]"].concat();
    same::<Vec<f64>>(&flat);
    same::<Vec<f32>>(&flat);
    let integers = [&b"[1,20,3,4,50,6,7,8,90,1,2,3,4,5,"[..], bytes, b",6,7,8]"].concat();
    same::<Vec<u64>>(&integers);
    same::<Vec<i32>>(&integers);
    let rows = [&b"[1.5,-2.25],"[..]; 9].concat();
    let rows = [b"[", &rows[..], b"[1,", bytes, b"],", &rows, b"[0,1]]"].concat();
    same::<Vec<(f64, f64)>>(&rows);
    for text in [flat, integers, rows] {
        let theirs = serde_json::from_slice::<serde_json::Value>(&text);
        let ours = fastjson_api::from_slice::<fastjson_api::Value>(&text);
        match (ours, theirs) {
            (Ok(ours), Ok(theirs)) => assert_eq!(ours.to_string(), theirs.to_string()),
            (ours, theirs) => assert_eq!(
                ours.map_err(|error| error.to_string()).map(drop),
                theirs.map_err(|error| error.to_string()).map(drop)
            ),
        }
    }
}

/// A number as it comes.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Untyped {
    Unsigned(#[expect(dead_code, reason = "shown by Debug")] u64),
    Signed(#[expect(dead_code, reason = "shown by Debug")] i64),
    Float(#[expect(dead_code, reason = "shown by Debug")] f64),
}

fn write(from: &mut Cursor<'_>) {
    let float = from.float();
    if float.is_finite() {
        let mut room = [MaybeUninit::uninit(); FLOAT_ROOM];
        let text = number::f64_text(float, &mut room);
        assert_eq!(text, serde_json::to_string(&float).expect("a float"));
        assert_eq!(text.parse::<f64>().map(f64::to_bits), Ok(float.to_bits()));
        read(text.as_bytes());
    }
    together(float, from);
    let float = float as f32;
    if float.is_finite() {
        let mut room = [MaybeUninit::uninit(); FLOAT_ROOM];
        let text = number::f32_text(float, &mut room);
        assert_eq!(text, serde_json::to_string(&float).expect("a float"));
        assert_eq!(text.parse::<f32>().map(f32::to_bits), Ok(float.to_bits()));
        read(text.as_bytes());
    }
    let integer = from.integer();
    let signed = integer as i128;
    // Every width, cut off as `as` does.
    let written = fastjson_api::to_string(&(
        (integer as u8, integer as u16, integer as u32, integer as u64, integer),
        (signed as i8, signed as i16, signed as i32, signed as i64, signed),
    ));
    let expected = format!(
        "[[{},{},{},{},{integer}],[{},{},{},{},{signed}]]",
        integer as u8,
        integer as u16,
        integer as u32,
        integer as u64,
        signed as i8,
        signed as i16,
        signed as i32,
        signed as i64
    );
    assert_eq!(written.expect("numbers"), expected);
}

/// The float among others, in arrays and rows, each as serde_json writes it.
fn together(float: f64, from: &mut Cursor<'_>) {
    let length = from.integer() as usize % 20;
    let floats: Vec<f64> =
        (0..length).map(|i| if i == length / 2 { float } else { from.float() }).collect();
    let rows: Vec<(f64, f64)> = floats.iter().map(|&other| (other, float)).collect();
    let expected = serde_json::to_string(&(&floats, &rows)).expect("floats");
    assert_eq!(fastjson_api::to_string(&(&floats, &rows)).expect("floats"), expected);
    if let Ok(value) = fastjson_api::from_str::<fastjson_api::Value>(&expected) {
        assert_eq!(value.to_string(), expected);
    }
    if let Ok((read, rows_read)) = fastjson_api::from_str::<(Vec<f64>, Vec<(f64, f64)>)>(&expected)
    {
        assert_eq!((read, rows_read), (floats, rows));
    }
}
