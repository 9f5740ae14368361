//! Inputs that end at a page that cannot be read, and such that begin behind one: whoever looks one byte
//! too far crashes. Every back end, every length up to 256 and some beyond, every way of reading, and the texts that are
//! written.
#![cfg(unix)]

mod pages;
mod reads;
mod writes;

use std::sync::{Mutex, MutexGuard, PoisonError};

use fastjson_api::internals::Backend;

pub use pages::Pages;

/// The lengths that are tried.
const LENGTHS: std::ops::RangeInclusive<usize> = 0..=256;

/// Of texts as long as these are skipped in other ways.
const LONG: [usize; 9] = [319, 320, 321, 330, 350, 383, 384, 385, 448];

/// Whether texts of this length are also put where the memory begins: a debug build does so with every
/// fifth length beyond a vector's, to save time.
fn begins_too(length: usize) -> bool {
    !cfg!(debug_assertions) || length <= 65 || length.is_multiple_of(5)
}

/// Runs `run` on each back end that this CPU has. One test at a time: the choice is the process's.
fn on_each_back_end(run: impl Fn()) {
    static ONE: Mutex<()> = Mutex::new(());
    let _one: MutexGuard<'_, ()> = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    for backend in Backend::available() {
        assert!(backend.force());
        run();
    }
    Backend::available().next().map(Backend::force);
}

/// Texts of exactly `length` bytes. What is not JSON is as good: it has to be looked at too.
fn texts(length: usize) -> Vec<Vec<u8>> {
    let repeated = |bytes: &[u8]| bytes.iter().copied().cycle().take(length).collect::<Vec<_>>();
    // The front of a text, which is cut off somewhere, and the end of one.
    let front = |bytes: &[u8]| repeated(bytes);
    let end = |bytes: &[u8]| {
        let mut text = vec![b' '; length.saturating_sub(bytes.len())];
        text.extend(&bytes[bytes.len() - length.min(bytes.len())..]);
        text
    };
    // Something in the middle that has the length that is needed.
    let filled = |before: &str, fill: &str, after: &str| {
        let middle = length.saturating_sub(before.len() + after.len());
        let fill = fill.bytes().cycle().take(middle).collect::<Vec<_>>();
        let mut text = [before.as_bytes(), &fill, after.as_bytes()].concat();
        text.truncate(length);
        text
    };
    vec![
        front(br#"{"id":12345,"name":"A \"name\" of \u00e9\ud83c\udf0d","a":[1.5e-7,true,null,{"b":{}}]},"#),
        front("[\"東京 é🌍\", \"plain text\", -12345678901234567890.25, false]\n".as_bytes()),
        end(br#"[{"id": 7, "name": null, "list": [1, 2.50, "a\tb", {"x": [[]]}], "last": "\u0041"}]"#),
        end(br#"{"a": [0.1, 1e5, "plain", 123456789], "1": -12, "true": 18446744073709551615}"#),
        filled("\"", "a", "\""),
        filled("\"", "a\\n", "\""),
        filled("\"", "\\u00e9", "\""),
        filled("\"", "é", "\""),
        filled("\"", "text ", ""),
        filled("\"", "text ", "\\"),
        filled("\"", "text ", "\\u12"),
        filled("\"", "text ", "\\ud83c\\udf0"),
        filled("\"", "a", "\t\""),
        filled("\"", "a", "\u{7f}é"),
        filled("", "1234567890", ""),
        filled("-", "9", ""),
        filled("0.", "0", "1"),
        filled("1", "8", ".5e"),
        filled("[", "1,", "2]"),
        filled("[", "-12.5,1234567.123456,0.12345678901234567,", "2]"),
        filled("[", "[1.25,-3],", "[0,1]]"),
        filled("[", "[1,2.5,-3.25],", "[0,1"),
        filled("", " \n", "tru"),
        filled("", " \t", "false"),
        filled("", "[", ""),
        filled("", "{\"\":", "1"),
        filled("{\"", "k", "\":1}"),
        filled("{\"", "\\\\", "\":\"\"}"),
        filled("", "\\", ""),
        filled("", "\"", ""),
        filled("", "7\n{\"a\":\"b\\n\"}\n\n", ""),
        vec![0xc3; length],
        vec![0; length],
    ]
}
