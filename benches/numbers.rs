//! Numbers read and written, ours beside the crates that others use.
//!
//! `cargo bench --bench numbers [-- FILTER]`. The contenders of a line take turns in one process,
//! and each line shows the least time per number of many rounds: ratios stand on a noisy machine. A
//! writer must leave its text in the output, so a peer's own buffer and the copy out of it count; a
//! reader must find where the number ends (std cannot, it is told). The documents come from the
//! folder that the environment variable FASTJSON_DATA names; without it their lines are left out.
#![expect(unsafe_code, reason = "the output's length is set after a writer has filled it")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use fastjson_api::internals::Backend;
use fastjson_api::internals::number::{
    self, FLAT, Found, INTEGER_ROOM, Numbers, Parsed, ReadTogether, Rests, Together,
};

const COUNT: usize = 10_000;
const ROUNDS: usize = 300;

type Contender<'a> = (&'static str, Box<dyn FnMut() -> u64 + 'a>);

fn main() {
    let filter = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let wanted = |name: &str| filter.as_ref().is_none_or(|filter| name.contains(filter.as_str()));
    let mut random = Random(1);

    let mut floats: Vec<(&str, Vec<f64>)> = vec![
        ("random", random.list(|bits| f64::from_bits(bits & !(1 << 62)))),
        ("uniform", random.list(|bits| (bits >> 11) as f64 / (1_u64 << 53) as f64)),
        ("prices", random.list(|bits| (bits % 100_000) as f64 / 100.0)),
        ("integral", random.list(|bits| (bits >> 12 >> (bits % 50)) as f64)),
    ];
    for name in ["canada", "mesh", "numbers"] {
        if let Some(list) = document(name) {
            floats.push((name, list));
        }
    }
    for (name, list) in &floats {
        if wanted(&format!("write f64 {name}")) {
            write_f64(name, list);
        }
    }
    let singles = random.list(|bits| f32::from_bits(bits as u32 & !(1 << 30)));
    if wanted("write f32 random") {
        write_f32("random", &singles);
    }

    let integers: Vec<(&str, Vec<u64>)> = vec![
        (
            "mixed",
            random.list(|bits| {
                let digits = 1 + (bits % 19) as u32;
                let bound = 10_u64.pow(digits);
                bound / 10 + (bits >> 5) % (bound - bound / 10)
            }),
        ),
        ("tiny", random.list(|bits| (bits % 100) >> ((bits >> 32) % 7))),
        ("small", random.list(|bits| bits % 256)),
        ("ids", random.list(|bits| 10_000_000 + bits % 4_000_000_000)),
        ("timestamps", random.list(|bits| 1_700_000_000_000 + bits % 100_000_000_000)),
    ];
    for (name, list) in &integers {
        if wanted(&format!("write u64 {name}")) {
            write_u64(name, list);
        }
    }

    for (name, list) in &floats {
        if wanted(&format!("read f64 {name}")) {
            read_f64(name, list);
        }
    }
    for (name, list) in &floats {
        if wanted(&format!("scan f64 {name}")) {
            scan_f64(name, list);
        }
    }
    for (name, list) in &integers {
        if wanted(&format!("read u64 {name}")) {
            read_u64(name, list);
        }
    }
}

/// Prints the least time per number of each contender, and ours in proportion to it.
fn race(title: &str, count: usize, mut contenders: Vec<Contender>) {
    let sums: Vec<_> = contenders.iter_mut().map(|(_, run)| run()).collect();
    assert!(sums.iter().all(|sum| *sum == sums[0]), "{title}: the contenders disagree: {sums:?}");
    let mut least = vec![Duration::MAX; contenders.len()];
    for _ in 0..ROUNDS {
        for ((_, run), least) in contenders.iter_mut().zip(&mut least) {
            let start = Instant::now();
            black_box(run());
            *least = start.elapsed().min(*least);
        }
    }
    let nanoseconds = |time: &Duration| time.as_secs_f64() * 1e9 / count as f64;
    let ours = nanoseconds(&least[0]);
    print!("{title:22}");
    for ((name, _), least) in contenders.iter().zip(&least) {
        let time = nanoseconds(least);
        print!("  {name} {time:5.2} ({:.2})", ours / time);
    }
    println!();
}

/// Writes each value and a comma; the sum is the text's checksum.
fn writer<'a, T: Copy>(
    list: &'a [T],
    mut write: impl FnMut(T, &mut Vec<u8>) + 'a,
) -> Box<dyn FnMut() -> u64 + 'a> {
    let mut out = Vec::with_capacity(size_of_val(list) * 4 + 512);
    let mut checked = false;
    Box::new(move || {
        out.clear();
        for &value in list {
            write(value, &mut out);
            out.push(b',');
        }
        black_box(out.as_ptr());
        if checked {
            return 0;
        }
        checked = true;
        out.iter().fold(0, |sum: u64, &byte| sum.wrapping_mul(31).wrapping_add(byte.into()))
    })
}

/// As [`writer`], eight values at once where the CPU has such a way.
fn writer_of_eights(list: &[f64]) -> Box<dyn FnMut() -> u64 + '_> {
    let (eights, rest) = list.as_chunks::<8>();
    assert!(rest.is_empty() || Together::active().is_none(), "whole eights");
    let mut single = writer(list, |value, out| append(out, |room| number::write_f64(value, room)));
    let mut eight = writer(eights, |floats, out| {
        let Some(together) = Together::active() else { return };
        let numbers = Numbers { floats: &floats, count: 8, integers: 0, singles: false };
        append(out, |room| together.write(numbers, &Rests::COMMAS, room));
        // The last comma is the loop's.
        out.pop();
    });
    Box::new(move || if Together::active().is_some() { eight() } else { single() })
}

/// The room at the end of `out`, filled by `write`.
#[inline(always)]
fn append<const N: usize>(
    out: &mut Vec<u8>,
    write: impl FnOnce(&mut [std::mem::MaybeUninit<u8>; N]) -> usize,
) {
    if out.capacity() - out.len() < N {
        out.reserve(N);
    }
    let room = out.spare_capacity_mut().first_chunk_mut().expect("room was reserved");
    let length = write(room);
    // SAFETY: the writer has filled `length` bytes of the spare capacity.
    unsafe { out.set_len(out.len() + length) };
}

fn write_f64(name: &str, list: &[f64]) {
    race(
        &format!("write f64 {name}"),
        list.len(),
        vec![
            ("ours", writer(list, |value, out| append(out, |room| number::write_f64(value, room)))),
            ("eight at once", writer_of_eights(list)),
            (
                "without AVX-512",
                writer(list, |value, out| {
                    append(out, |room| number::write_f64_plainly(value, room));
                }),
            ),
            (
                "zmij",
                writer(list, |value, out| {
                    out.extend_from_slice(zmij::Buffer::new().format_finite(value).as_bytes());
                }),
            ),
        ],
    );
    // Other notations than serde_json's: their own race.
    race(
        "  other notations",
        list.len(),
        vec![
            (
                "ours",
                Box::new({
                    let mut run = writer(list, |value, out| {
                        append(out, |room| number::write_f64(value, room))
                    });
                    move || {
                        run();
                        0
                    }
                }),
            ),
            (
                "ryu",
                Box::new({
                    let mut run = writer(list, |value, out| {
                        out.extend_from_slice(ryu::Buffer::new().format_finite(value).as_bytes());
                    });
                    move || {
                        run();
                        0
                    }
                }),
            ),
            (
                "lexical",
                Box::new({
                    let mut run = writer(list, |value, out| {
                        let mut room =
                            [0; <f64 as lexical_core::FormattedSize>::FORMATTED_SIZE_DECIMAL];
                        out.extend_from_slice(lexical_core::write(value, &mut room));
                    });
                    move || {
                        run();
                        0
                    }
                }),
            ),
            (
                "std",
                Box::new({
                    let mut run = writer(list, |value, out| {
                        use std::io::Write;
                        write!(out, "{value:?}").expect("a Vec takes everything");
                    });
                    move || {
                        run();
                        0
                    }
                }),
            ),
        ],
    );
}

fn write_f32(name: &str, list: &[f32]) {
    race(
        &format!("write f32 {name}"),
        list.len(),
        vec![
            ("ours", writer(list, |value, out| append(out, |room| number::write_f32(value, room)))),
            (
                "zmij",
                writer(list, |value, out| {
                    out.extend_from_slice(zmij::Buffer::new().format_finite(value).as_bytes());
                }),
            ),
        ],
    );
}

fn write_u64(name: &str, list: &[u64]) {
    race(
        &format!("write u64 {name}"),
        list.len(),
        vec![
            (
                "ours",
                writer(list, |value, out| {
                    append(out, |room: &mut [_; INTEGER_ROOM]| number::write_u64(value, room));
                }),
            ),
            (
                "itoa",
                writer(list, |value, out| {
                    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
                }),
            ),
            (
                "lexical",
                writer(list, |value, out| {
                    let mut room =
                        [0; <u64 as lexical_core::FormattedSize>::FORMATTED_SIZE_DECIMAL];
                    out.extend_from_slice(lexical_core::write(value, &mut room));
                }),
            ),
            (
                "std",
                writer(list, |value, out| {
                    use std::io::Write;
                    write!(out, "{value}").expect("a Vec takes everything");
                }),
            ),
        ],
    );
}

/// Numbers with commas between them, and where each begins and ends.
fn text(numbers: impl Iterator<Item = String>) -> (Vec<u8>, Vec<(usize, usize)>) {
    let (mut bytes, mut places) = (Vec::new(), Vec::new());
    for number in numbers {
        places.push((bytes.len(), bytes.len() + number.len()));
        bytes.extend(number.bytes());
        bytes.push(b',');
    }
    (bytes, places)
}

fn reader<'a>(
    places: &'a [(usize, usize)],
    read: impl Fn(usize, usize) -> (u64, usize) + 'a,
) -> Box<dyn FnMut() -> u64 + 'a> {
    Box::new(move || {
        let mut sum = 0_u64;
        for &(start, end) in places {
            let (bits, length) = read(start, end);
            sum = sum.rotate_left(1) ^ bits ^ length as u64;
        }
        sum
    })
}

/// As [`reader`], eight numbers at once where the CPU has such a way and they are as usual, `single` ones otherwise.
fn reader_of_eights<'a, const FLOATS: bool>(
    bytes: &'a [u8],
    places: &'a [(usize, usize)],
    together: Option<ReadTogether>,
    single: impl Fn(usize, usize) -> (u64, usize) + 'a,
) -> Box<dyn FnMut() -> u64 + 'a> {
    let tokens: Vec<u32> =
        places.iter().flat_map(|&(start, end)| [start as u32, end as u32]).collect();
    let kinds: Vec<u8> = tokens.iter().map(|&at| bytes[at as usize]).collect();
    let mut found = Found::default();
    Box::new(move || {
        let (mut sum, mut at) = (0_u64, 0);
        // As the deserializer does it: the more often there were few, the more are read before it is tried again.
        let (mut singles, mut next) = (0, 1);
        let mut add = |bits: u64, length: usize| sum = sum.rotate_left(1) ^ bits ^ length as u64;
        while let Some(&(start, end)) = places.get(at) {
            if singles > 0 {
                let (bits, length) = single(start, end);
                add(bits, length);
                (at, singles) = (at + 1, singles - 1);
                continue;
            }
            if let Some(together) = together {
                let tokens = (&tokens[2 * at..], &kinds[2 * at..]);
                match FLOATS {
                    true => together.read::<true, false>(&FLAT, bytes, tokens, &mut found),
                    false => together.read::<false, true>(&FLAT, bytes, tokens, &mut found),
                }
            }
            for (word, (start, end)) in found.words().iter().zip(&places[at..]) {
                add(*word, end - start);
            }
            at += found.words().len();
            let few = found.words().len() < 32;
            next = if few { (2 * next).min(64) } else { 1 };
            singles = if few { next } else { 0 };
        }
        sum
    })
}

fn read_f64(name: &str, list: &[f64]) {
    let (bytes, places) =
        text(list.iter().map(|value| zmij::Buffer::new().format_finite(*value).to_owned()));
    let bytes = &bytes[..];
    // As the deserializer does it.
    let single = |start, end| {
        let value = number::read_plain_float::<false, true>(bytes, start, end);
        let bits = if value.is_nan() { rare(&bytes[start..]) } else { value.to_bits() };
        (bits, end - start)
    };
    race(
        &format!("read f64 {name}"),
        list.len(),
        vec![
            ("ours", reader(&places, single)),
            ("together", reader_of_eights::<true>(bytes, &places, ReadTogether::active(), single)),
            (
                "by AVX2",
                reader_of_eights::<true>(bytes, &places, ReadTogether::of(Backend::Avx2), single),
            ),
            (
                "fast-float2",
                reader(&places, |start, _| {
                    let (value, length) =
                        fast_float2::parse_partial::<f64, _>(&bytes[start..]).expect("valid");
                    (value.to_bits(), length)
                }),
            ),
            (
                "lexical",
                reader(&places, |start, _| {
                    let (value, length) =
                        lexical_core::parse_partial::<f64>(&bytes[start..]).expect("valid");
                    (value.to_bits(), length)
                }),
            ),
            (
                "std",
                reader(&places, |start, end| {
                    let text = std::str::from_utf8(&bytes[start..end]).expect("ASCII");
                    (text.parse::<f64>().expect("valid").to_bits(), end - start)
                }),
            ),
        ],
    );
}

#[inline(never)]
fn rare(bytes: &[u8]) -> u64 {
    match number::read::<false>(bytes) {
        Some((Parsed::F64(value), _)) => value.to_bits(),
        Some((Parsed::U64(value), _)) => (value as f64).to_bits(),
        Some((Parsed::I64(value), _)) => (value as f64).to_bits(),
        None => 0,
    }
}

/// The grammar alone, as what skips a value needs it, beside a reading of the same text.
fn scan_f64(name: &str, list: &[f64]) {
    let (bytes, places) =
        text(list.iter().map(|value| zmij::Buffer::new().format_finite(*value).to_owned()));
    let bytes = &bytes[..];
    race(
        &format!("scan f64 {name}"),
        list.len(),
        vec![
            ("ours", reader(&places, |start, _| (0, number::scan(bytes, start).unwrap_or(0)))),
            (
                "read",
                reader(&places, |start, _| {
                    (0, number::read::<false>(&bytes[start..]).map_or(0, |read| read.1))
                }),
            ),
        ],
    );
}

fn read_u64(name: &str, list: &[u64]) {
    let (bytes, places) = text(list.iter().map(u64::to_string));
    let bytes = &bytes[..];
    let single = |start, end| match number::read_plain_integer(bytes, start, end) {
        Some(value) => (value, end - start),
        None => match number::read_common(bytes, start) {
            Some(Parsed::U64(value)) => (value, end - start),
            _ => (0, 0),
        },
    };
    race(
        &format!("read u64 {name}"),
        list.len(),
        vec![
            ("ours", reader(&places, single)),
            ("together", reader_of_eights::<false>(bytes, &places, ReadTogether::active(), single)),
            (
                "by AVX2",
                reader_of_eights::<false>(bytes, &places, ReadTogether::of(Backend::Avx2), single),
            ),
            (
                "lexical",
                reader(&places, |start, _| {
                    lexical_core::parse_partial::<u64>(&bytes[start..]).expect("valid")
                }),
            ),
            (
                "std",
                reader(&places, |start, end| {
                    let text = std::str::from_utf8(&bytes[start..end]).expect("ASCII");
                    (text.parse().expect("valid"), end - start)
                }),
            ),
        ],
    );
}

/// The numbers with a fraction in one of the documents.
fn document(name: &str) -> Option<Vec<f64>> {
    let folder = std::env::var_os("FASTJSON_DATA")?;
    let path = std::path::Path::new(&folder).join("corpora").join(name).with_extension("json");
    let text = std::fs::read_to_string(path).ok()?;
    let part_of_number = |c: char| matches!(c, '0'..='9' | '-' | '+' | '.' | 'e' | 'E');
    let numbers = text.split(|c| !part_of_number(c)).filter(|word| word.contains('.'));
    Some(numbers.filter_map(|word| word.parse().ok()).take(COUNT).collect())
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let x = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let x = (x ^ x >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^ x >> 31
    }

    fn list<T>(&mut self, of: impl Fn(u64) -> T) -> Vec<T> {
        (0..COUNT).map(|_| of(self.next())).collect()
    }
}
