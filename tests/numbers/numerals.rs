//! Numbers read eight at once: each as core's parse reads it, up to the first that is none, and none left that is as usual.

use fastjson_api::internals::number::{
    FLAT, Found, PAIRS, QUADRUPLES, ReadTogether, Shape, TRIPLES,
};
use fastjson_api::internals::{Backend, simd};

use crate::{Random, amount};

/// What the numbers are to become.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Wanted {
    Floats,
    Integers,
    Either,
}

const ALL: [Wanted; 3] = [Wanted::Floats, Wanted::Integers, Wanted::Either];

/// The bits of a number that is wanted; `None` if it is not one.
fn expected(text: &str, wanted: Wanted) -> Option<u64> {
    let integer = match text.strip_prefix('-') {
        // A zero with a sign is a float.
        Some(digits) if digits.parse() != Ok(0_u64) => text.parse::<i64>().ok().map(|n| n as u64),
        Some(_) => None,
        None => text.parse::<u64>().ok(),
    };
    let float = text.parse::<f64>().ok().map(f64::to_bits);
    match wanted {
        Wanted::Floats => float,
        Wanted::Integers => integer,
        Wanted::Either if text.contains('.') => float,
        Wanted::Either => integer,
    }
}

/// The back ends that read numbers together on this CPU.
fn ways() -> Vec<ReadTogether> {
    Backend::available().filter_map(ReadTogether::of).collect()
}

/// An array of the texts, in rows of so many, behind enough space.
fn array(texts: &[String], row: usize) -> String {
    let array = match row {
        0 => texts.join(","),
        row => format!(
            "[{}]",
            texts.chunks(row).map(|row| row.join(",")).collect::<Vec<_>>().join("],[")
        ),
    };
    format!("{}[{array}]", " ".repeat(40))
}

/// What is found behind the first token of a text.
fn read_array(together: ReadTogether, text: &[u8], wanted: Wanted, shape: &'static Shape) -> Found {
    let tokens = simd::tokens(Backend::Swar, text, &[]).unwrap();
    let (places, kinds): (Vec<u32>, Vec<u8>) = tokens.into_iter().skip(1).unzip();
    let mut found = Found::default();
    let tokens = (&places[..], &kinds[..]);
    match wanted {
        Wanted::Floats => together.read::<true, false>(shape, text, tokens, &mut found),
        Wanted::Integers => together.read::<false, true>(shape, text, tokens, &mut found),
        Wanted::Either => together.read::<true, true>(shape, text, tokens, &mut found),
    }
    found
}

/// Reads `texts` in one array behind enough space, in rows as the shape has them; how many were read, after a
/// comparison of those.
fn read(
    together: ReadTogether,
    texts: &[String],
    wanted: Wanted,
    (row, shape): (usize, &'static Shape),
) -> usize {
    let found = read_array(together, array(texts, row).as_bytes(), wanted, shape);
    for (i, (word, text)) in found.words().iter().zip(texts).enumerate() {
        assert_eq!(Some(*word), expected(text, wanted), "{text} {wanted:?}");
        if wanted != Wanted::Floats {
            assert_eq!(found.points >> i & 1 == 1, text.contains('.'), "{text}");
            assert_eq!(found.signs >> i & 1 == 1, text.starts_with('-'), "{text}");
        }
    }
    assert!(found.words().len() <= texts.len());
    found.words().len()
}

/// One among others, at each place: read if it is usual, and what comes before it if it is not.
fn check_among_others(text: &str, usual: bool) {
    for wanted in ALL {
        let usual = usual && expected(text, wanted).is_some();
        for at in if cfg!(debug_assertions) { vec![0, 3, 8] } else { (0..9).collect() } {
            let other = if wanted == Wanted::Integers { "7" } else { "1.5" };
            let mut texts = vec![other.to_owned(); 9];
            texts[at] = text.to_owned();
            for together in ways() {
                let count = read(together, &texts, wanted, (0, &FLAT));
                assert!(count >= if usual { 9 } else { at }, "{text} at {at}, {wanted:?}: {count}");
                let wrong = expected(text, wanted).is_none();
                assert!(!wrong || count == at, "{text} at {at}, {wanted:?}: {count}");
            }
        }
    }
}

#[test]
fn each_length_and_place_of_the_point() {
    for digits in
        ["1234567890123456789012345", "9999999999999999999999999", "1000000000000000000000005"]
    {
        for length in 1..=25 {
            for sign in ["", "-"] {
                check_among_others(&format!("{sign}{}", &digits[..length]), length <= 16);
                for point in 0..=length {
                    let (whole, fraction) = digits[..length].split_at(point);
                    let text = format!("{sign}{whole}.{fraction}");
                    check_among_others(&text, point > 0 && point < length && length <= 15);
                    check_among_others(&format!("{sign}0.{}", &digits[..length]), length <= 14);
                    check_among_others(&format!("{sign}0{whole}.{fraction}"), false);
                }
            }
        }
    }
    for text in [
        "0", "-0", "0.0", "-0.0", "0.5", "10", "00", "01", "-", "", ".", "0.", ".0", "1.2.3",
        "-.5", "--1",
    ] {
        check_among_others(text, false);
    }
    // The ends of what integers hold, and of what floats hold exactly.
    for text in [
        "18446744073709551615",
        "18446744073709551616",
        "9223372036854775807",
        "9223372036854775808",
    ] {
        check_among_others(text, false);
        check_among_others(&format!("-{text}"), false);
    }
    for text in ["9007199254740991", "9007199254740993", "90071992547409.93", "9007199254740.993"] {
        check_among_others(text, true);
    }
}

/// Every byte that is no token's, at every place.
#[test]
fn each_byte() {
    for length in [1, 3, 8, 9, 15, 16, 17, 20] {
        for at in 0..length {
            for byte in 0..=255 {
                let other = !b"0123456789.{}[]:,\" \t\r\n\\".contains(&byte);
                let mut text = b"12345678901234567890"[..length].to_vec();
                text[at] = byte;
                let Ok(text) = String::from_utf8(text) else { continue };
                // A sign is one in the first place, and what `parse` takes beyond JSON is none.
                if other && !(byte == b'-' && at == 0) {
                    let texts = vec!["1".to_owned(), text, "1".to_owned()];
                    for wanted in ALL {
                        for together in ways() {
                            let count = read(together, &texts, wanted, (0, &FLAT));
                            assert_eq!(count, 1, "{texts:?} {wanted:?}");
                        }
                    }
                }
            }
        }
    }
}

const SHAPES: [(usize, &Shape); 4] = [(0, &FLAT), (2, &PAIRS), (3, &TRIPLES), (4, &QUADRUPLES)];

/// Any token in the place of another ends what is read: what comes behind it is of no array, or of another.
#[test]
fn each_token_between_them() {
    for (row, shape) in SHAPES {
        let texts: Vec<String> = (10..82).map(|i| i.to_string()).collect();
        let text = array(&texts, row);
        for (at, token) in
            text.bytes().enumerate().skip(41).filter(|(_, byte)| !byte.is_ascii_digit())
        {
            let before = text[..at].matches(|c: char| c.is_ascii_digit()).count() / 2;
            for other in b"[]{}:,".iter().filter(|other| **other != token) {
                let mut text = text.clone().into_bytes();
                text[at] = *other;
                for together in ways() {
                    let found = read_array(together, &text, Wanted::Either, shape).words().len();
                    assert!(found <= before, "{found} of {before}: {}", text.escape_ascii());
                }
            }
        }
    }
}

#[test]
fn random() {
    let shapes = SHAPES;
    let mut random = Random(23);
    let (mut all, mut read_of_all) = (0, 0);
    for round in 0..amount(400_000) {
        let (row, shape) = shapes[round as usize % shapes.len()];
        let wanted = ALL[random.below(3) as usize];
        let length = (1 + random.below(70) as usize).next_multiple_of(row.max(1));
        let most = 1 + random.below(20) as u32;
        let texts: Vec<String> = (0..length)
            .map(|_| {
                let mut digits = (random.next()
                    % 10_u64.pow(random.below(most.min(19).into()) as u32 + 1))
                .to_string();
                if wanted != Wanted::Integers && (digits.len() > 1 && random.below(4) > 0) {
                    digits.insert(1 + random.below(digits.len() as u64 - 1) as usize, '.');
                }
                let digits = match digits.strip_prefix('0') {
                    Some(rest) if !rest.is_empty() && !rest.starts_with('.') => {
                        "1".to_owned() + rest
                    }
                    _ => digits,
                };
                if random.below(3) == 0 { format!("-{digits}") } else { digits }
            })
            .collect();
        for together in ways() {
            all += length.min(Found::MOST);
            read_of_all += read(together, &texts, wanted, (row, shape));
        }
    }
    assert!(read_of_all * 2 >= all, "{read_of_all} of {all}");
}
