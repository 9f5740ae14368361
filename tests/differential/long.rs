//! Long strings, whose insides are looked at for their end alone, and copied in runs if they have an escape: bytes that mean
//! something at any place of them.

use crate::common::{Check, assert_none, check_owned, differences};
use crate::lone::random::Random;
use serde::de::IgnoredAny;

fn texts() -> [Check; 3] {
    [check_owned::<Vec<String>>, check_owned::<Vec<IgnoredAny>>, check_owned::<Vec<char>>]
}

/// What stands now and then in a string: the end of it, an escape, the beginning of one, what is not allowed.
const OTHERS: [&[u8]; 14] = [
    b"\"",
    b"\",\"",
    b"\", 1, \"",
    b"\\n",
    b"\\\"",
    b"\\\\",
    b"\\u00e9",
    b"\\ud83d\\ude00",
    "\u{e9}".as_bytes(),
    "\u{1f600}".as_bytes(),
    b"\\x",
    b"\\u12",
    b"\n",
    b"\xff",
];

#[test]
fn random_texts() {
    let mut random = Random(11);
    let mut found = Vec::new();
    for round in 0..1000 {
        let length = 1 + random.below([600, 3000, 9000, 30_000][round % 4]) as usize;
        // Most texts have nothing that is not allowed, many only quotes.
        let others = [3, 3, 10, 14][random.below(4) as usize];
        let rare = [5000, 1000, 300, 60][random.below(4) as usize];
        let mut text = b"[\"".to_vec();
        while text.len() < length {
            match random.below(rare) {
                0 => text.extend(OTHERS[random.below(others) as usize]),
                other => text.push(b'a' + (other % 26) as u8),
            }
        }
        text.extend(if random.below(4) > 0 { &b"\"]"[..] } else { b"\"" });
        found.extend(differences(&texts(), &text, &[1 + random.below(5000) as usize]));
    }
    assert_none(&found);
}

#[test]
fn one_byte_at_each_place() {
    let mut found = Vec::new();
    for place in (0..700).chain(3900..4800).chain(18_350..18_500) {
        let mut text = vec![b'x'; place + 500];
        text[..2].copy_from_slice(b"[\"");
        text.extend(b"\",\"\\t\"]");
        for byte in [b'"', b'\\', b'\n', 0x80] {
            if place % 7 == usize::from(byte) % 7 || place % 64 < 2 || place % 64 > 61 {
                text[2 + place] = byte;
                found.extend(differences(&texts()[..2], &text, &[]));
            }
        }
    }
    assert_none(&found);
}

#[test]
fn where_the_first_look_comes() {
    let mut found = Vec::new();
    for other in OTHERS {
        for place in 4082..4098 {
            for length in [4160, 4161, 4224] {
                let mut text = b"[\"".to_vec();
                text.resize(place, b'x');
                text.extend(other);
                text.resize(length, b'y');
                text.extend(b"\",\"\"]");
                found.extend(differences(&texts()[..2], &text, &[]));
            }
        }
    }
    assert_none(&found);
}
