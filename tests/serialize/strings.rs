//! Strings: every length, every place of what must be escaped.

use crate::agree;

#[track_caller]
fn string(text: &str) {
    assert_eq!(
        fastjson_api::to_string(text).unwrap(),
        serde_json::to_string(text).unwrap(),
        "{text:?}"
    );
}

#[test]
fn every_byte_at_every_offset() {
    for length in 0..=80 {
        let plain: String = (0..length).map(|i| char::from(b'a' + (i % 26) as u8)).collect();
        string(&plain);
        for offset in 0..length.min(41) {
            for byte in 0..0x80 {
                let mut text = plain.clone();
                text.replace_range(offset..=offset, char::from(byte).encode_utf8(&mut [0; 4]));
                string(&text);
            }
        }
    }
}

#[test]
fn pairs_of_escapes() {
    for length in [15, 16, 17, 31, 32, 33, 48, 64] {
        for first in 0..length {
            for second in first..length {
                let mut text = vec![b'x'; length];
                text[first] = b'\n';
                text[second] = 0x1F;
                string(core::str::from_utf8(&text).unwrap());
            }
        }
    }
}

#[test]
fn beyond_ascii() {
    for char in
        ['\u{7f}', '\u{80}', 'é', '\u{7ff}', '日', '\u{2028}', '\u{ffff}', '😀', '\u{10ffff}']
    {
        for before in 0..40 {
            for after in [0, 1, 3, 4, 7, 8, 15, 16, 17] {
                let text = "a".repeat(before) + &char.to_string() + &"b".repeat(after);
                string(&text);
                string(&(text.clone() + "\""));
                string(&("\\".to_owned() + &text));
            }
        }
    }
}

#[test]
fn dense() {
    for length in 0..100 {
        for step in [1, 2, 3, 5, 8, 13, 19] {
            let text: String =
                (0..length).map(|i| if i % step == 0 { '\u{1}' } else { 'é' }).collect();
            string(&text);
        }
    }
}

/// Longer than what is written in one go, with and without escapes, characters across every border.
#[test]
fn long() {
    for length in [1023, 1024, 1025, 4096, 32_767, 32_768, 32_769, 70_000] {
        for pattern in
            ["a", "日本", "a日", "\"", "abc\u{1}😀", "plain text with some \"quotes\" in it, é "]
        {
            let mut text = pattern.repeat(length / pattern.len());
            string(&text);
            text.insert(0, 'x');
            text.push('\n');
            string(&text);
        }
    }
    agree(&["plain and \"quoted\" 日本語\n".repeat(2000).as_str(), "after"]);
}
