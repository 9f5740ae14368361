//! Short texts of one scalar, which are not indexed, whose numbers are read one byte at a time: all there are of a few
//! bytes, and random ones around the lengths at which that ends.

#[path = "../common/random.rs"]
pub mod random;

use crate::common::recorder::Asked;
use crate::common::{Check, assert_none, check_owned, differences, same_stream};
use random::Random;
use serde::de::IgnoredAny;

fn scalars() -> [Check; 11] {
    [
        check_owned::<u8>,
        check_owned::<u64>,
        check_owned::<i64>,
        check_owned::<i128>,
        check_owned::<f32>,
        check_owned::<f64>,
        check_owned::<bool>,
        check_owned::<Option<bool>>,
        check_owned::<String>,
        check_owned::<IgnoredAny>,
        check_owned::<Asked<0, 0>>,
    ]
}

#[test]
fn all_of_four_bytes() {
    let alphabet = b"019-.e+tn \n\x0c\0";
    let mut found = Vec::new();
    for length in 0..=4 {
        for number in 0..alphabet.len().pow(length) {
            let byte = |place| alphabet[number / alphabet.len().pow(place) % alphabet.len()];
            let text: Vec<u8> = (0..length).map(byte).collect();
            found.extend(differences(&scalars(), &text, &[1]));
        }
    }
    assert_none(&found);
}

#[test]
fn around_the_longest() {
    let mut random = Random(5);
    let mut found = Vec::new();
    for round in 0..20_000 {
        let length = 1 + random.below(24) as usize;
        let mut text: Vec<u8> = (0..length).map(|_| b'0' + random.below(10) as u8).collect();
        if round % 3 > 0 {
            text[random.below(length as u64) as usize] = b'.';
        }
        if round % 4 == 0 {
            text[random.below(length as u64) as usize] =
                b"-+eE \n\x0c,]\xc3"[random.below(10) as usize];
        }
        if round % 5 == 0 {
            text.insert(0, b'-');
        }
        text.extend(&b" \n\r\t"[..random.below(5) as usize]);
        found.extend(differences(&scalars(), &text, &[3]));
        found.extend(same_stream::<u64>(&text, &[1]).err());
        found.extend(same_stream::<f64>(&text, &[1]).err());
    }
    assert_none(&found);
}

#[test]
fn literals_and_what_follows() {
    let mut found = Vec::new();
    for literal in ["true", "false", "null"] {
        for cut in 0..=literal.len() {
            for behind in
                ["", " ", "\n", "x", "1", "\0", "\x0c", " x", "\n,", "é", "\t\r\n          "]
            {
                let text = format!("{}{behind}", &literal[..cut]);
                found.extend(differences(&scalars(), text.as_bytes(), &[1]));
                found.extend(same_stream::<bool>(text.as_bytes(), &[1]).err());
                found.extend(same_stream::<Option<bool>>(text.as_bytes(), &[1]).err());
            }
        }
    }
    assert_none(&found);
}
