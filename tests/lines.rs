//! JSON lines and long arrays: records, places of errors, limits, readers that give little at a time.
#![cfg(all(feature = "std", feature = "serde"))]

#[path = "common/backend.rs"]
mod backend;

use std::io::{self, Read, Write};

use fastjson_api::lines::{self, Elements, Reader, Writer};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Event {
    id: u64,
    text: String,
    tags: Vec<String>,
}

fn event(id: u64) -> Event {
    let text = "line one\nline \"two\" ü ".repeat(id as usize % 5);
    Event { id, text, tags: (0..id % 4).map(|tag| format!("t{tag}")).collect() }
}

/// Lines good and bad, blank ones, both line ends, none at the end.
fn mixed(count: u64) -> Vec<u8> {
    let mut input = Vec::new();
    for id in 0..count {
        match id % 11 {
            3 => input.extend_from_slice(b"{\"id\": nope}\n"),
            5 => input.extend_from_slice(b" \t\r\n\n"),
            7 => input.extend_from_slice(b"{\"id\":\"x\",\"text\":\"\",\"tags\":[]}\r\n"),
            9 => input.extend_from_slice(b"{\"id\":1,\n"),
            _ => {
                input.extend_from_slice(&serde_json::to_vec(&event(id)).unwrap());
                input.extend_from_slice(if id % 2 == 0 { b"\n" } else { b"\r\n" });
            }
        }
    }
    input.extend_from_slice(b"[1]");
    input
}

/// What any reader of these lines must answer: by serde_json, line by line.
fn expected(input: &[u8]) -> Vec<Result<Event, String>> {
    let mut results = Vec::new();
    let (mut record, mut offset) = (0, 0);
    for (line, text) in input.split(|&byte| byte == b'\n').enumerate() {
        let start: usize = offset;
        offset += text.len() + 1;
        if text.trim_ascii().is_empty() {
            continue;
        }
        record += 1;
        results.push(serde_json::from_slice(text).map_err(|error| {
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap();
            let (line, column) = (line + 1, error.column());
            // An early end is behind the last byte, all else at it.
            let byte = start + column.saturating_sub(usize::from(!error.is_eof()));
            format!("{message} at line {line} column {column} (record {record}, byte {byte})")
        }));
    }
    results
}

fn told<T>(results: impl Iterator<Item = Result<T, lines::LineError>>) -> Vec<Result<T, String>> {
    results.map(|result| result.map_err(|error| error.to_string())).collect()
}

/// Gives 1, 2, 3, … bytes a read, interrupted now and then.
struct Trickle<'a> {
    rest: &'a [u8],
    step: usize,
}

impl Read for Trickle<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.step = self.step % 97 + 1;
        if self.step.is_multiple_of(13) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let step = self.step;
        (&mut self.rest).take(step as u64).read(into)
    }
}

#[test]
fn slice_reader_and_serde_json_agree() {
    for count in [0, 1, 4, 100] {
        let input = mixed(count);
        let expected = expected(&input);
        assert_eq!(told(lines::from_slice(&input)), expected);
        assert_eq!(told(Reader::new(&input[..]).records()), expected);
        let trickle = Trickle { rest: &input, step: 0 };
        assert_eq!(told(Reader::new(trickle).records()), expected);
    }
}

#[test]
fn reading_ahead_is_the_same_as_line_by_line() {
    // Values that spill over their line, share it, or leave it half read: all among many good ones.
    let odd = [
        "[1,2] [3]",
        "[1,",
        "2]",
        "1 2",
        "1",
        "\"a\" ",
        "\t[ ]\r",
        "{}x",
        "x{}",
        "[1]]",
        "]",
        "\"a",
        "\"",
        "1\r2",
        "nul",
        "-",
        "[\r]",
        "{\"a\":1}{\"b\":2}",
    ];
    for spread in [1, 7, 40] {
        let mut input = String::new();
        for at in 0..3000 {
            match at % spread {
                0 => input.push_str(odd[at / spread % odd.len()]),
                _ => input
                    .push_str(&format!("{{\"number\": [{at}, \"some text to fill the line\"]}}")),
            }
            input.push_str(if at % 5 == 0 { "\r\n" } else { "\n" });
            if at % 11 == 0 {
                input.push_str(" \n");
            }
        }
        let by_line: Vec<_> = input
            .split('\n')
            .filter(|line| !line.trim_ascii().is_empty())
            .map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
            .collect();
        let ahead: Vec<_> = lines::from_slice(input.as_bytes()).map(Result::ok).collect();
        assert!(ahead == by_line, "{spread}");
        let mut records = lines::from_slice::<serde_json::Value>(input.as_bytes());
        for line in input.split('\n').filter(|line| !line.trim_ascii().is_empty()) {
            assert!(records.next().is_some());
            assert_eq!(records.record(), line.as_bytes());
            let rest = records.rest().as_ptr();
            assert_eq!(rest.addr(), line.as_bytes().as_ptr_range().end.addr() + 1);
        }
        assert!(records.next().is_none() && records.rest().is_empty());
        let read: Vec<_> = Reader::new(input.as_bytes()).records().map(Result::ok).collect();
        assert!(read == by_line, "{spread}");
        // The reader's single reads are line by line.
        let (mut reader, mut single) = (Reader::new(input.as_bytes()), Vec::new());
        while let Some(record) = reader.read::<serde_json::Value>() {
            single.push(record.map_err(|error| error.to_string()));
        }
        assert!(told(lines::from_slice(input.as_bytes())) == single, "{spread}");
        assert!(told(Reader::new(input.as_bytes()).records()) == single, "{spread}");
    }
}

#[cfg(feature = "rayon")]
#[test]
fn parallel_is_the_same_in_the_same_order() {
    use rayon::prelude::*;
    for count in [0, 1, 40, 9000] {
        let input = mixed(count);
        let parallel: Vec<_> = lines::par_from_slice(&input)
            .map(|result| result.map_err(|error| error.to_string()))
            .collect();
        assert!(parallel == expected(&input), "{count}");
    }
}

/// Consumers that want an order, an end, or nothing more, from outside of a pool and from its threads.
#[cfg(feature = "rayon")]
#[test]
fn parallel_serves_every_consumer() {
    use rayon::prelude::*;
    let input: String = (0..60_000).map(|number| format!("{number}\n")).collect();
    let numbers = || lines::par_from_slice::<u32>(input.as_bytes()).map(Result::unwrap);
    let try_all = || {
        assert_eq!(numbers().sum::<u32>(), (0..60_000_u32).sum::<u32>());
        assert_eq!(numbers().find_first(|number| number % 7_001 == 7_000), Some(7_000));
        assert_eq!(numbers().find_last(|number| number % 7_001 == 0), Some(56_008));
        assert!(numbers().any(|number| number == 59_999));
        assert!(numbers().filter(|number| number % 2 == 0).collect::<Vec<_>>().is_sorted());
        let failed = numbers().map(|number| if number == 31_000 { Err(number) } else { Ok(()) });
        assert_eq!(failed.collect::<Result<Vec<_>, _>>(), Err(31_000));
        let reduced = numbers().map(|number| number.to_string()).reduce(String::new, |a, b| a + &b);
        assert_eq!(reduced, input.replace('\n', ""));
    };
    try_all();
    for threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(try_all);
        pool.install(|| rayon::join(try_all, try_all));
    }
}

/// Who has enough is not read for any more.
#[cfg(feature = "rayon")]
#[test]
fn parallel_stops_where_enough_was_found() {
    use rayon::prelude::*;
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
    let input = "1\n".repeat(1 << 20);
    let read = AtomicUsize::new(0);
    let numbers = lines::par_from_slice::<u8>(input.as_bytes()).inspect(|_| {
        read.fetch_add(1, Relaxed);
    });
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert!(pool.install(|| numbers.any(|number| number.is_ok())));
    assert!(read.into_inner() <= 2);
}

/// A panic comes out where the records are asked for, once all threads are done with them.
#[cfg(feature = "rayon")]
#[test]
fn parallel_hands_a_panic_on() {
    use rayon::prelude::*;
    let input = "1\n".repeat(40_000) + "2\n" + &"1\n".repeat(40_000);
    let sum = || {
        let numbers = lines::par_from_slice::<u32>(input.as_bytes()).map(Result::unwrap);
        numbers.inspect(|&number| assert_eq!(number, 1)).sum::<u32>()
    };
    assert!(std::panic::catch_unwind(sum).is_err());
}

#[test]
fn borrowed_records_point_into_the_slice() {
    let input = b"\"one\"\n\"two\"\n";
    let words: Vec<&str> = lines::from_slice(input).map(Result::unwrap).collect();
    assert_eq!(words, ["one", "two"]);
    assert_eq!(words[1].as_ptr(), input[7..].as_ptr());
}

#[test]
fn nothing_but_blank_lines() {
    for input in [&b""[..], b"\n", b"\r\n \n\t\n", b"   "] {
        assert!(lines::from_slice::<u8>(input).next().is_none());
        assert!(Reader::new(input).read::<u8>().is_none());
    }
}

/// Says that it read or wrote more than there was.
struct Boastful;

impl Read for Boastful {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        Ok(bytes.len() + 1)
    }
}

impl Write for Boastful {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len() + 1)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn counts_that_cannot_be_are_errors() {
    assert!(Reader::new(Boastful).read::<u8>().unwrap().unwrap_err().io_error().is_some());
    assert!(Elements::<_, u8>::new(Boastful).next().unwrap().unwrap_err().io_error().is_some());
    let mut writer = Writer::new(Boastful);
    writer.write(&1).unwrap();
    assert!(writer.flush().unwrap_err().is_io());
}

#[test]
fn too_long_records_are_skipped_in_bounded_memory() {
    let mut input = b"1\n".to_vec();
    input.resize(300_000, b'7');
    input.extend_from_slice(b"\n22\n1234567\n123456\n9999999");
    let mut reader = Reader::new(&input[..]).max_length(6);
    let mut answers = Vec::new();
    while let Some(answer) = reader.read::<u32>() {
        answers.push(answer.map_err(|error| {
            assert!(error.is_too_long());
            (error.record(), error.line(), error.offset())
        }));
    }
    assert_eq!(
        answers,
        [Ok(1), Err((2, 2, 2)), Ok(22), Err((4, 4, 300_004)), Ok(123_456), Err((6, 6, 300_019))]
    );
}

#[test]
fn long_records_within_the_limit() {
    let long = vec!["x".repeat(1000); 500];
    let mut input = serde_json::to_vec(&long).unwrap();
    input.push(b'\n');
    let input = input.repeat(3);
    let mut records = Reader::new(&input[..]).records::<Vec<String>>();
    for _ in 0..3 {
        assert_eq!(records.next().unwrap().unwrap(), long);
    }
    assert!(records.next().is_none());
}

/// Fails once, then goes on.
struct Hiccup<R>(R, u8);

impl<R: Read> Read for Hiccup<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.1 += 1;
        if self.1 == 2 { Err(io::ErrorKind::TimedOut.into()) } else { self.0.read(&mut into[..2]) }
    }
}

#[test]
fn io_errors_are_told_and_can_be_overcome() {
    let mut reader = Reader::new(Hiccup(&b"123\n4"[..], 0));
    let error = reader.read::<u32>().unwrap().unwrap_err();
    assert_eq!(error.io_error().unwrap().kind(), io::ErrorKind::TimedOut);
    assert_eq!(reader.read::<u32>().unwrap().unwrap(), 123);
    assert_eq!(reader.read::<u32>().unwrap().unwrap(), 4);
    assert!(reader.read::<u32>().is_none());

    let mut records = Reader::new(Hiccup(&b"123\n4"[..], 0)).records::<u32>();
    assert!(records.next().unwrap().is_err());
    assert!(records.next().is_none());
}

#[test]
fn what_is_written_is_read() {
    let events: Vec<Event> = (0..2000).map(event).collect();
    let mut writer = Writer::new(Vec::new());
    for event in &events {
        writer.write(event).unwrap();
    }
    let text = writer.into_inner().unwrap();
    let mut expected = Vec::new();
    for event in &events {
        serde_json::to_writer(&mut expected, event).unwrap();
        expected.push(b'\n');
    }
    assert_eq!(text, expected);
    let read: Vec<Event> = lines::from_slice(&text).map(Result::unwrap).collect();
    assert_eq!(read, events);
}

#[test]
fn a_record_that_cannot_be_written_leaves_nothing() {
    let mut writer = Writer::new(Vec::new());
    writer.write(&1).unwrap();
    let bad = std::collections::BTreeMap::from([(vec![1], 2)]);
    assert!(writer.write(&[Some(&bad), None]).is_err());
    writer.write(&3).unwrap();
    assert_eq!(writer.into_inner().unwrap(), b"1\n3\n");
}

#[test]
fn a_dropped_writer_has_written() {
    struct Shared<'a>(&'a std::cell::RefCell<Vec<u8>>, usize);
    impl Write for Shared<'_> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().extend_from_slice(&bytes[..bytes.len().min(self.1)]);
            Ok(bytes.len().min(self.1))
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let output = std::cell::RefCell::new(Vec::new());
    let mut writer = Writer::new(Shared(&output, 1));
    writer.write("held").unwrap();
    assert!(output.borrow().is_empty());
    drop(writer);
    assert_eq!(output.take(), b"\"held\"\n");
    // An output that takes nothing more is an error, not a loop.
    let mut writer = Writer::new(Shared(&output, 0));
    writer.write("lost").unwrap();
    assert!(writer.flush().unwrap_err().is_io());
}

fn elements<T: serde::de::DeserializeOwned>(input: &[u8]) -> Vec<Result<T, String>> {
    let whole = told(Elements::<_, T>::new(input));
    let trickled = told(Elements::<_, T>::new(Trickle { rest: input, step: 0 }));
    assert_eq!(whole.len(), trickled.len());
    for (whole, trickled) in whole.iter().zip(&trickled) {
        assert_eq!(whole.as_ref().err(), trickled.as_ref().err());
    }
    whole
}

#[test]
fn elements_of_a_long_array() {
    let events: Vec<Event> = (0..3000).map(event).collect();
    for text in [serde_json::to_vec(&events).unwrap(), serde_json::to_vec_pretty(&events).unwrap()]
    {
        let read: Vec<Event> = elements(&text).into_iter().map(Result::unwrap).collect();
        assert_eq!(read, events);
    }
    assert!(elements::<u8>(b" [ ] ").is_empty());
}

#[test]
fn elements_and_serde_json_find_the_same_syntax_errors() {
    for text in [
        "",
        " ",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1}",
        "[1]x",
        "[1] 2",
        "[tru]",
        "[\"a",
        "[1,\n2,\n x]",
        "[{\"a\":1}",
        "[{\"a\" 1}]",
        "[[1,]]",
        "[1,:]",
        "[\n\"\\q\"]",
        "[-]",
        "[1.]",
    ] {
        let expected =
            serde_json::from_str::<Vec<serde_json::Value>>(text).unwrap_err().to_string();
        let results = elements::<serde_json::Value>(text.as_bytes());
        let last = results.last().unwrap().as_ref().unwrap_err();
        let message = last.split(" (record ").next().unwrap();
        if text == "[1 2]" {
            // Noticed inside the element's own text, and worded as there.
            assert_eq!(message, "trailing characters at line 1 column 4");
            continue;
        }
        assert_eq!(message, expected, "{text:?}");
    }
}

#[test]
fn elements_of_the_wrong_type_and_too_long_ones_are_passed_over() {
    let results = elements::<u8>(b"[1, {\"a\": [2]}, 300, \"]\\\"\", 5]");
    assert_eq!(
        results.iter().map(Result::is_ok).collect::<Vec<_>>(),
        [true, false, false, false, true]
    );

    let input = format!("[1, \"{}\", 3]", "x".repeat(200_000));
    let results: Vec<_> = Elements::<_, u8>::new(input.as_bytes()).max_length(1000).collect();
    assert_eq!(results.len(), 3);
    let error = results[1].as_ref().unwrap_err();
    assert!(error.is_too_long());
    assert_eq!((error.record(), error.offset()), (2, 4));
}

#[test]
fn to_vec_into_appends_or_leaves_alone() {
    let mut buffer = b"x".to_vec();
    fastjson_api::to_vec_into(&mut buffer, &event(3)).unwrap();
    assert_eq!(&buffer[1..], serde_json::to_vec(&event(3)).unwrap());
    let before = buffer.clone();
    let bad = std::collections::BTreeMap::from([((), 2)]);
    fastjson_api::to_vec_into(&mut buffer, &bad).unwrap_err();
    assert_eq!(buffer, before);
}

/// A number, or nothing if it cannot be read.
#[derive(Debug, PartialEq)]
struct Forgiving(Option<u8>);

impl<'de> serde::Deserialize<'de> for Forgiving {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Forgiving(u8::deserialize(deserializer).ok()))
    }
}

#[test]
fn a_type_that_hides_errors_reads_no_line_twice() {
    let text = format!("1\n{{}}\n{}", "1\n".repeat(2000));
    let records: Vec<_> = lines::from_slice::<Forgiving>(text.as_bytes()).collect();
    assert_eq!(records.len(), 2002);
    for (i, record) in records.iter().enumerate() {
        let single = fastjson_api::from_str::<Forgiving>(text.lines().nth(i).unwrap());
        assert_eq!(record.as_ref().ok(), single.ok().as_ref(), "{i}");
    }
}

/// Panics when it is asked to read its second array.
struct Explosive(u32);

impl<'de> serde::Deserialize<'de> for Explosive {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = u32;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an array")
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<u32, A::Error> {
                let mut sum = 0;
                while let Some(number) = seq.next_element::<u32>()? {
                    assert!(number != 13, "unlucky");
                    sum += number;
                }
                Ok(sum)
            }
        }
        deserializer.deserialize_seq(Visitor).map(Explosive)
    }
}

#[test]
fn a_panic_leaves_no_line_half_read() {
    let text = format!("[1]\n[13,\n6]\n{}", "[1,2]\n".repeat(1000));
    let mut records = lines::from_slice::<Explosive>(text.as_bytes());
    assert_eq!(records.next().unwrap().unwrap().0, 1);
    let caught =
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| records.next().is_some()));
    assert!(caught.is_err());
    assert_eq!((records.record(), &records.rest()[..2]), (&b"[13,"[..], &b"6]"[..]));
    assert!(records.next().unwrap().is_err(), "`6]` is no record");
    assert!(records.all(|record| record.is_ok_and(|sum| sum.0 == 3)));
}

/// Whatever the pieces that the input comes in, and whatever was read singly before.
#[test]
fn pieces_of_any_size_are_read_alike() {
    struct Pieces<'a>(&'a [u8], std::vec::IntoIter<usize>);
    impl io::Read for Pieces<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let most = self.1.next().unwrap_or(usize::MAX);
            let (piece, rest) = self.0.split_at(self.0.len().min(into.len()).min(most));
            into[..piece.len()].copy_from_slice(piece);
            self.0 = rest;
            Ok(piece.len())
        }
    }
    let input = mixed(3000);
    let expected = expected(&input);
    for sizes in [vec![], vec![1; 5000], vec![2047, 2049, 1, 65_536, 70_000], vec![4096; 90]] {
        for singly in [0, 1, 77] {
            let mut reader = Reader::new(Pieces(&input, sizes.clone().into_iter()));
            let mut all = Vec::new();
            for _ in 0..singly {
                all.extend(told(reader.read::<Event>().into_iter()));
            }
            all.extend(told(reader.records::<Event>()));
            assert!(all == expected, "{sizes:?} {singly}");
        }
    }
    // One by one or all, with a limit or without.
    for limit in [20, 3000, 70_000] {
        let new = || Reader::new(&input[..]).max_length(limit);
        let (mut reader, mut singly) = (new(), Vec::new());
        while let Some(record) = reader.read::<Event>() {
            singly.extend(told(std::iter::once(record)));
        }
        assert!(told(new().records::<Event>()) == singly, "{limit}");
    }
}

#[test]
fn a_giant_line_costs_the_bad_ones_before_it_nothing() {
    let text = "x\n".repeat(32 << 10) + "\"" + &"a".repeat(30 << 20) + "\"\n1\n";
    let start = std::time::Instant::now();
    let good = lines::from_slice::<&str>(text.as_bytes()).filter(Result::is_ok).count();
    assert_eq!(good, 1);
    // Each bad record that starts a look ahead searched all of the giant line: minutes, in this build.
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}
