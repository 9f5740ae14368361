//! Every back end that this CPU can run against a plain twin: the same tokens and the same masks,
//! whatever the bytes, wherever they stand, and however the input is cut.

use fastjson_api::internals::{Backend, simd};

/// The twins: one byte after the other, no bit tricks.
mod plain {
    /// Kind of the closing quote of a string with a backslash or a control byte in it.
    const MARKED: u8 = b'\\';
    /// The same if there is a control byte or an escape that does not exist.
    const SUSPECT: u8 = b'u';

    pub fn tokens(input: &[u8]) -> Vec<(u32, u8)> {
        let mut tokens = Vec::new();
        let (mut escaped, mut in_string, mut in_scalar) = (false, false, false);
        let (mut marked, mut suspect) = (false, false);
        // Hexadecimal digits that are still to come.
        let mut digits = 0;
        for (pos, &byte) in (0..).zip(input) {
            let quote = byte == b'"' && !escaped;
            let strange = escaped && !b"\"\\/bfnrtu".contains(&byte);
            let unit = escaped && byte == b'u';
            escaped = byte == b'\\' && !escaped;
            if quote {
                tokens.push(match (in_string, marked, suspect || digits > 0) {
                    (true, _, true) => (pos, SUSPECT),
                    (true, true, _) => (pos, MARKED),
                    _ => (pos, b'"'),
                });
                in_string = !in_string;
                (in_scalar, marked, suspect, digits) = (false, false, false, 0);
            } else if in_string {
                marked |= byte == b'\\' || byte < 0x20;
                suspect |= strange || byte < 0x20 || digits > 0 && !byte.is_ascii_hexdigit();
                digits = if unit { 4 } else { digits - i32::from(digits > 0) };
            } else if matches!(byte, b'{' | b'}' | b'[' | b']' | b':' | b',') {
                tokens.push((pos, byte));
                in_scalar = false;
            } else if matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
                in_scalar = false;
            } else {
                if !in_scalar {
                    tokens.push((pos, byte));
                }
                in_scalar = true;
            }
        }
        tokens
    }

    pub fn must_escape(byte: u8) -> bool {
        matches!(byte, 0..=0x1f | b'"' | b'\\')
    }

    /// Bytes up to the first that is not text or an escape of one byte, and what they stand for.
    pub fn unescape(from: &[u8]) -> (usize, Vec<u8>) {
        let mut text = Vec::new();
        let mut read = 0;
        while let Some(&byte) = from.get(read) {
            let letter = from.get(read + 1).copied().unwrap_or(b' ');
            let value = match (byte, letter) {
                (b'\\', b'"' | b'\\' | b'/') => letter,
                (b'\\', b'b') => 0x08,
                (b'\\', b'f') => 0x0c,
                (b'\\', b'n') => b'\n',
                (b'\\', b'r') => b'\r',
                (b'\\', b't') => b'\t',
                (b'\\' | 0..0x20, _) => break,
                _ => byte,
            };
            text.push(value);
            read += if byte == b'\\' { 2 } else { 1 };
        }
        (read, text)
    }

    /// The text as it stands in a string; `None` for the bytes that take more than a letter behind the backslash.
    pub fn escape(from: &[u8]) -> Option<Vec<u8>> {
        let mut text = Vec::new();
        for &byte in from {
            match byte {
                b'"' | b'\\' => text.extend([b'\\', byte]),
                0x08 => text.extend(b"\\b"),
                0x0c => text.extend(b"\\f"),
                b'\n' => text.extend(b"\\n"),
                b'\r' => text.extend(b"\\r"),
                b'\t' => text.extend(b"\\t"),
                0..0x20 => return None,
                _ => text.push(byte),
            }
        }
        Some(text)
    }

    pub fn mask(bytes: &[u8], found: impl Fn(u8) -> bool) -> u32 {
        (0..).zip(bytes).map(|(i, &byte)| u32::from(found(byte)) << i).sum()
    }
}

/// The bytes that some rule is about, and their neighbours in the tables and ranges of the kernels.
const SPECIAL: &[u8] =
    b"\"\\{}[]:, \t\n\r\0\x01\x08\x0b\x0c\x0e\x1a\x1b\x1f!a0-;<Z^_z|~\x7f\x80\x89\x8a\xa0\xa2\xba\xdc\xff";

/// A small generator (SplitMix64): the same bytes in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn pick(&mut self, bytes: &[u8]) -> u8 {
        bytes[self.below(bytes.len())]
    }

    fn bytes(&mut self, alphabet: &[u8], length: usize) -> Vec<u8> {
        (0..length).map(|_| self.pick(alphabet)).collect()
    }
}

#[track_caller]
fn check(input: &[u8], cuts: &[usize]) {
    let expected = plain::tokens(input);
    for backend in Backend::available() {
        let found = simd::tokens(backend, input, cuts).expect("it is available");
        assert!(
            found == expected,
            "{backend:?} {:?} {cuts:?}\n{found:?}\n{expected:?}",
            input.escape_ascii().to_string()
        );
    }
}

/// A back end may give up anywhere, but what it has read by then it has written.
#[track_caller]
fn check_unescape(from: &[u8]) {
    let (end, expected) = plain::unescape(from);
    for backend in Backend::available() {
        let context = format!("{backend:?} {:?}", from.escape_ascii().to_string());
        let (read, text) = simd::unescape(backend, from, from.len() + 64).unwrap();
        let whole = matches!(backend, Backend::Avx512 | Backend::Avx2);
        let expected = if whole { (end, expected.clone()) } else { (0, Vec::new()) };
        assert_eq!((read, text), expected, "{context}");
        for room in [0, 63, 64, 100] {
            let (read, text) = simd::unescape(backend, from, room).unwrap();
            assert_eq!(plain::unescape(&from[..read]), (read, text), "{context} {room}");
        }
    }
}

#[test]
fn escapes_are_resolved() {
    for byte in 0..=u8::MAX {
        for place in [0, 1, 7, 8, 30, 31, 61, 62, 63, 64, 65, 126, 127] {
            let mut text = [b'a'; 130];
            text[place] = byte;
            check_unescape(&text);
            text[place] = b'\\';
            text[place + 1] = byte;
            for length in [place + 1, place + 2, place + 3, 130] {
                check_unescape(&text[..length.min(130)]);
            }
        }
    }
    for run in 0..140 {
        for start in [0, 1, 62, 63] {
            check_unescape(&[&vec![b'a'; start], &vec![b'\\'; run][..], b"n"].concat());
        }
    }
    let mut random = Random(5);
    for round in 0..4000 {
        let alphabet =
            [&b"\\n"[..], b"\\\\nrtbf/\"a", b"aaaaaaaaaaaaaaaaaaaaaaaa\\\"", b"\\naaaau\xc3\x1f"];
        let length = random.below(300);
        check_unescape(&random.bytes(alphabet[round % 4], length));
        // Nothing but good escapes.
        let pieces: &[&[u8]] =
            &[b"\\n", b"\\\"", b"\\\\", b"a", b"bc", b"\xc3\xa9", b"\\/", b"\\t", b"\\u00e9"];
        let good = if round % 3 == 0 { pieces.len() } else { pieces.len() - 1 };
        let text: Vec<u8> = (0..length).flat_map(|_| pieces[random.below(good)]).copied().collect();
        check_unescape(&text);
    }
}

#[test]
fn bytes_that_are_not_ascii_are_seen() {
    for backend in Backend::available() {
        for length in 0..200 {
            let mut text = vec![b'"'; length];
            assert_eq!(simd::is_ascii(backend, &text), Some(true), "{backend:?} {length}");
            for place in 0..length {
                for byte in [0x7f, 0x80, 0xc3, 0xff] {
                    text[place] = byte;
                    let expected = byte == 0x7f;
                    let found = simd::is_ascii(backend, &text);
                    assert_eq!(found, Some(expected), "{backend:?} {length} {place} {byte}");
                }
                text[place] = b'[';
            }
        }
        // In the first of many windows, and in the last.
        let mut text = vec![b','; 10_000];
        for place in [0, 5000, 9999] {
            text[place] = 0x80;
            assert_eq!(simd::is_ascii(backend, &text), Some(false), "{backend:?} {place}");
            text[place] = b',';
        }
        assert_eq!(simd::is_ascii(backend, &text), Some(true), "{backend:?}");
    }
}

#[track_caller]
fn check_copy(from: &[u8]) {
    let plain = from.iter().position(|&byte| plain::must_escape(byte));
    for backend in Backend::available() {
        let context = format!("{backend:?} {:?}", from.escape_ascii().to_string());
        let passed = plain.unwrap_or(from.len()) / 64 * 64;
        let expected = Some((passed, from[..passed].is_ascii()));
        assert_eq!(simd::pass(backend, from, 0), expected, "{context}");
        let copied = simd::copy_plain(backend, from).unwrap();
        assert_eq!(copied, from[..copied.len()], "{context}");
        match plain {
            None => assert_eq!(copied.len(), from.len(), "{context}"),
            // Whole blocks.
            Some(plain) => assert!((plain.saturating_sub(64)..=plain).contains(&copied.len())),
        }
    }
}

#[test]
fn plain_text_is_copied_and_passed() {
    for byte in 0..=u8::MAX {
        for place in [0, 31, 63, 64, 65, 127, 129] {
            let mut text = [b'a'; 200];
            text[place] = byte;
            for length in [64, 65, 128, 129, 193] {
                check_copy(&text[..length.max(place + 1)]);
            }
        }
    }
    let mut random = Random(7);
    for length in 64..400 {
        check_copy(&random.bytes(b"abc \xc3\xa9\x7f\xff", length));
        let mut text = random.bytes(b"abc \xc3\xa9\x7f\xff", length);
        text[random.below(length)] = random.pick(b"\"\\\n\x00\x1f");
        check_copy(&text);
    }
}

#[track_caller]
fn check_escaping(from: &[u8]) {
    for backend in Backend::available() {
        let context = format!("{backend:?} {:?}", from.escape_ascii().to_string());
        for room in [0, 63, 64, 65, 100, 2 * from.len() + 64] {
            let (read, text) = simd::escape(backend, from, room).unwrap();
            assert_eq!(plain::escape(&from[..read]), Some(text), "{context} {room}");
            // With room enough it stops only near a byte that it cannot write.
            let whole = backend == Backend::Avx512 && room >= 2 * from.len() + 64;
            let next = &from[read..from.len().min(read + 32)];
            let stuck = plain::escape(next).is_none();
            assert!(!whole || stuck || read == from.len(), "{context} {room} {read}");
        }
    }
}

#[test]
fn text_is_escaped() {
    for byte in 0..=u8::MAX {
        for place in [0, 1, 15, 16, 30, 31, 32, 33, 62, 63, 64] {
            let mut text = [b'a'; 70];
            text[place] = byte;
            for length in [place + 1, place + 2, 70] {
                check_escaping(&text[..length.min(70)]);
            }
        }
    }
    let mut random = Random(6);
    for round in 0..4000 {
        let alphabet: [&[u8]; 4] = [
            b"\"\\",
            b"\"\\\n\r\t\x08\x0cabc",
            b"aaaaaaaaaaaaaaaa\xc3\xa9\n",
            b"aaaaaaaaaaa\"\x01\x7f",
        ];
        let length = random.below(300);
        check_escaping(&random.bytes(alphabet[round % 4], length));
    }
}

#[test]
fn every_length_at_every_offset() {
    let text =
        br#"{"id":1,"na\"me":"x\\", "tags":[ true,null,-1.5e3 ],"":"\u00e9","z":{"a":[[],{}]}} "#
            .repeat(5);
    for offset in 0..=64 {
        for length in 0..=256 {
            // Few offsets matter to few lengths: all of both, but not each with each.
            if (offset + length) % 4 == 0 || length < 4 {
                check(&text[offset..offset + length], &[]);
            }
        }
    }
}

#[test]
fn every_byte_at_every_place() {
    for background in [&b" "[..], b"x", b"\"", b"\\", b"\"x", b"[ \"a\", 1 ] "] {
        let length = if background.len() == 1 { 66 } else { 130 };
        let mut input: Vec<u8> = background.iter().copied().cycle().take(length).collect();
        for place in 0..length {
            let usual = input[place];
            for &byte in SPECIAL {
                input[place] = byte;
                check(&input, &[]);
            }
            input[place] = usual;
        }
    }
    // Every other byte too, at some places.
    for byte in 0..=u8::MAX {
        for place in [0, 1, 15, 16, 31, 32, 63, 64, 65] {
            let mut input = *b"[\"aa\", 1,  \"bb\", 22, \"cc\"] [\"aa\", 1,  \"bb\", 22, \"cc\"] [\"aa\", 1,  \"bb\"";
            input[place] = byte;
            check(&input, &[]);
        }
    }
}

#[test]
fn runs_of_backslashes() {
    for start in 0..70 {
        for run in (0..10).chain([62, 63, 64, 65, 127, 128, 129, 130]) {
            for opening in [&b"\""[..], b"", b"\"a"] {
                let mut input = vec![b' '; start];
                input.extend_from_slice(opening);
                input.extend(std::iter::repeat_n(b'\\', run));
                input.extend_from_slice(b"\"b\"\"c\\n\" \"d\" ");
                check(&input, &[]);
            }
        }
    }
}

#[test]
fn marks_go_to_their_own_string() {
    // Neighbours with nothing between them, before, at and after the end of a block.
    let strings = [
        &br#""""#[..],
        br#""a""#,
        b"\"\t\"",
        br#""\"""#,
        br#""\\""#,
        b"\"a\nb\"",
        br#""aa\u0000""#,
    ];
    for start in 40..70 {
        for first in strings {
            for second in strings {
                for third in strings {
                    let input = [&vec![b' '; start], first, second, third].concat();
                    check(&input, &[]);
                }
            }
        }
    }
}

#[test]
fn every_byte_after_a_backslash() {
    for byte in 0..=u8::MAX {
        for start in [0, 15, 30, 61, 62, 63] {
            let escape = [b'"', b'\\', byte, b'"', b'\\', byte];
            check(&[&vec![b' '; start][..], &escape, b"a\"\"b\"\"\""].concat(), &[]);
        }
    }
}

#[test]
fn every_byte_among_the_digits_of_an_escape() {
    for start in (0..8).chain(50..70) {
        let mut input = [&vec![b' '; start][..], br#""\u12aF","\u\u00","b"#].concat();
        for place in start..start + 8 {
            let usual = input[place];
            for byte in 0..=u8::MAX {
                input[place] = byte;
                check(&input, &[]);
            }
            input[place] = usual;
        }
    }
}

#[test]
fn random_bytes() {
    let alphabets = [
        &b"\"\\"[..],
        b"\"\\a",
        b"\"\\a \n{}[]:,1",
        b"\"aaaaaaaaaaaaaaaaaaaa\\",
        b"\\u00aaFF99\\u00aaFF99\"g",
        b"\"aaaaaaaaaaaa\t\xc3\xa9",
        b"{}[]:,\x0c\x1a\xba\xac ",
        b"{\"a\":1,\"b\":[true, null]}",
        SPECIAL,
    ];
    let mut random = Random(1);
    for round in 0..4000 {
        let length = random.below(300);
        let input = random.bytes(alphabets[round % alphabets.len()], length);
        check(&input, &[]);
    }
}

#[test]
fn more_than_a_window() {
    let mut random = Random(2);
    for alphabet in [&b","[..], b"[1,", b"\"", b"\"a\\", b"{\"a\": 1}, ", b" "] {
        for length in [1023, 1024, 1025, 1087, 1088, 1089, 5000] {
            check(&random.bytes(alphabet, length), &[]);
        }
    }
}

#[test]
fn cut_anywhere() {
    let mut random = Random(3);
    for length in [0, 1, 63, 64, 65, 130, 200] {
        let input = random.bytes(b"\"\\uaa1 \t{}:,", length);
        for cut in 0..=length {
            check(&input, &[cut]);
        }
    }
    for _ in 0..300 {
        let length = random.below(3000);
        let input = random.bytes(b"\"\\aaau1 \t{}:,", length);
        let mut cuts: Vec<usize> = (0..random.below(8)).map(|_| random.below(length + 1)).collect();
        cuts.sort_unstable();
        check(&input, &cuts);
    }
}

/// Whatever stands in a string, and wherever.
#[test]
fn special_bytes_in_strings() {
    for length in (0..20).chain([31, 32, 33, 63, 64, 65, 127, 128, 129, 200]) {
        let mut bytes = vec![b'a'; length + 2];
        (bytes[0], bytes[length + 1]) = (b'"', b'"');
        check(&bytes, &[]);
        for place in 1..=length {
            for byte in [b'"', b'\\', 0, 0x1f, b' ', 0x7f, 0x80, 0x9f, 0xff] {
                bytes[place] = byte;
                check(&bytes, &[]);
            }
            bytes[place] = b'a';
        }
    }
}

#[test]
fn digits_of_a_window() {
    let check = |window: &[u8; 32], from: usize| {
        let count = window[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let value =
            window[from..][..count].iter().fold(0, |value, &b| value * 10 + u64::from(b - b'0'));
        let expected = (value, count as u32);
        assert_eq!(simd::digits_from(window, from), [expected; 2], "{}", window.escape_ascii());
    };
    let mut random = Random(11);
    // Every number of digits, before every byte, with anything around.
    for from in 16..=32 {
        for count in 0..=32 - from {
            for next in 0..=u8::MAX {
                for (low, range) in [(b'0', 10), (b'9', 1), (b'0', 1)] {
                    let mut window = [0; 32];
                    for byte in &mut window {
                        *byte = random.below(256) as u8;
                    }
                    for byte in &mut window[from..][..count] {
                        *byte = low + random.below(range) as u8;
                    }
                    if let Some(byte) = window.get_mut(from + count) {
                        *byte = next;
                    }
                    check(&window, from);
                }
            }
        }
    }
}

#[test]
fn last_digits_of_sixteen() {
    let check = |bytes: &[u8; 16]| {
        for count in 0..=16 {
            let last = &bytes[16 - count..];
            let value =
                last.iter().fold(0, |value, &b| value * 10 + u64::from(b.wrapping_sub(b'0')));
            let expected = last.iter().all(u8::is_ascii_digit).then_some(value);
            assert_eq!(simd::last_digits(bytes, count), [expected; 2], "{}", bytes.escape_ascii());
        }
    };
    let mut random = Random(12);
    for place in 0..16 {
        for byte in 0..=u8::MAX {
            for (low, range) in [(b'0', 10), (b'9', 1), (b'0', 1)] {
                let mut bytes = [0; 16];
                bytes.fill_with(|| low + random.below(range) as u8);
                bytes[place] = byte;
                check(&bytes);
                // Anything before it.
                bytes[..place].fill_with(|| random.below(256) as u8);
                check(&bytes);
            }
        }
    }
}

#[test]
fn last_digits_around_a_point() {
    let check = |bytes: &[u8; 17]| {
        for count in 1..=17 {
            let last = &bytes[17 - count..];
            let point = last.iter().rposition(|&byte| byte == b'.');
            let point = point.filter(|&point| point > 0 && point + 1 < count);
            let expected = point.and_then(|point| {
                let digits = [&last[..point], &last[point + 1..]].concat();
                let value =
                    digits.iter().fold(0, |value, &b| value * 10 + u64::from(b.wrapping_sub(b'0')));
                digits.iter().all(u8::is_ascii_digit).then_some((value, (count - 1 - point) as u32))
            });
            assert_eq!(simd::last_decimal(bytes, count), [expected; 2], "{}", bytes.escape_ascii());
        }
    };
    let mut random = Random(13);
    for point in 0..17 {
        for place in 0..17 {
            for byte in 0..=u8::MAX {
                let mut bytes = [0; 17];
                bytes.fill_with(|| b'0' + random.below(10) as u8);
                bytes[place] = byte;
                bytes[point] = b'.';
                check(&bytes);
                // Anything before it.
                bytes[..place.min(point)].fill_with(|| random.below(256) as u8);
                check(&bytes);
            }
        }
    }
}

#[test]
fn small_masks() {
    let check = |bytes: &[u8; 16]| {
        let escapes = plain::mask(bytes, plain::must_escape);
        let inside = plain::mask(bytes, |byte| byte == b'\\' || byte < 0x20);
        let digits = plain::mask(bytes, |byte| byte.is_ascii_digit());
        assert_eq!(simd::masks(bytes), [[escapes, inside, digits]; 2], "{bytes:?}");
        for (i, part) in bytes.chunks_exact(8).enumerate() {
            let word = u64::from_le_bytes(part.try_into().unwrap());
            for (j, byte) in simd::escape_mask8(word).to_le_bytes().into_iter().enumerate() {
                assert_eq!(
                    byte,
                    if plain::must_escape(bytes[8 * i + j]) { 0x80 } else { 0 },
                    "{bytes:?}"
                );
            }
        }
    };
    for byte in 0..=u8::MAX {
        for background in [b'a', 0, 0xff, b'"'] {
            for place in 0..16 {
                let mut bytes = [background; 16];
                bytes[place] = byte;
                check(&bytes);
            }
        }
    }
    let mut random = Random(4);
    for _ in 0..5000 {
        check(&std::array::from_fn(|_| random.pick(SPECIAL)));
    }
}

#[test]
fn one_back_end_at_least_and_each_can_be_forced() {
    assert_eq!(Backend::available().last(), Some(Backend::Swar));
    for backend in Backend::available() {
        assert!(backend.force());
    }
    // The best one again.
    assert!(Backend::available().next().is_some_and(Backend::force));
    assert!(simd::tokens(Backend::Avx2, b"", &[]).is_none() || cfg!(target_arch = "x86_64"));
}
