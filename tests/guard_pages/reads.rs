//! Every way of reading.

use std::borrow::Cow;
use std::collections::BTreeMap;

use fastjson_api::internals::{Backend, number, simd};
use fastjson_api::{Deserializer, Error, Kind, Reader};

use super::{LENGTHS, LONG, Pages, begins_too, on_each_back_end, texts};

/// Runs `look` on each text, at the end of the memory and at its start.
fn look_at_all(look: impl Fn(&[u8])) {
    let mut pages = Pages::new(4096);
    for length in LENGTHS.chain(LONG) {
        for text in texts(length) {
            look(pages.at_end(&text));
            if begins_too(length) {
                look(pages.at_start(&text));
            }
        }
    }
}

/// An error looks at the input again.
fn explain<T>(result: Result<T, Error>, input: &[u8]) -> Option<T> {
    result
        .map_err(|error| {
            let _ = error.path(input);
            error.report(input).to_string()
        })
        .ok()
}

/// A walk by the core's reader: everything, asked for as what it is; or skipped from `depth` on.
fn walk(reader: &mut Reader<'_>, depth: usize) -> Result<(), Error> {
    if depth == 0 {
        return reader.skip();
    }
    match reader.peek()? {
        Kind::Null => reader.null(),
        Kind::Boolean => reader.boolean().map(drop),
        Kind::Number if depth.is_multiple_of(2) => reader.number_text().map(drop),
        Kind::Number => reader.f64().map(drop),
        Kind::String if depth.is_multiple_of(2) => reader.string().map(drop),
        Kind::String => reader.text().map(drop),
        Kind::Array => {
            reader.begin_array()?;
            while reader.next_element()? {
                walk(reader, depth - 1)?;
            }
            Ok(())
        }
        Kind::Object => {
            reader.begin_object()?;
            while reader.next_name()?.is_some() {
                walk(reader, depth - 1)?;
            }
            Ok(())
        }
    }
}

#[test]
fn the_core_reader() {
    on_each_back_end(|| {
        look_at_all(|input| {
            for depth in [0, 1, 2, 9] {
                let mut reader = Reader::from_slice(input);
                explain(walk(&mut reader, depth), input);
                explain(reader.end(), input);
            }
            explain(Reader::from_slice(input).raw(), input);
            explain(Reader::from_slice(input).i128(), input);
            explain(Reader::from_slice(input).f32(), input);
            if let Ok(text) = str::from_utf8(input) {
                explain(walk(&mut Reader::from_str(text), 9), input);
                explain(Reader::from_str(text).raw(), input);
            }
        });
    });
}

#[test]
fn numbers_and_kernels() {
    look_at_all(|input| {
        // Near both ends: numbers look at what lies around them.
        let last = input.len().saturating_sub(60).max(4)..input.len();
        for from in (0..input.len().min(4)).chain(last).chain([input.len()]) {
            let rest = &input[from..];
            if rest.first().is_some_and(|byte| matches!(byte, b'-' | b'0'..=b'9')) {
                let _ = number::read::<false>(rest);
                let _ = number::read::<true>(rest);
                let _ = number::read_float::<true, true>(input, from);
                for end in (from + 1..input.len() + 3).take(30) {
                    let _ = number::read_plain_integer(input, from, end);
                    let _ = number::read_plain_number(input, from, end);
                    let _ = number::read_plain_float::<false, true>(input, from, end);
                }
                // What lies before is looked at, but not beyond.
                let _ = number::read_common(input, from);
                let _ = number::scan(input, from);
                let _ = number::scan(rest, 0);
            }
        }
        for backend in Backend::available() {
            assert!(simd::tokens(backend, input, &[]).is_some());
            assert!(simd::tokens(backend, input, &[input.len() / 2]).is_some());
        }
        if let Some(masked) = input.last_chunk() {
            let _ = simd::masks(masked);
        }
        if let Some(masked) = input.first_chunk() {
            let _ = simd::masks(masked);
        }
    });
}

#[cfg(all(feature = "std", feature = "serde"))]
mod with_serde {
    use super::*;
    use fastjson_api::{Value, from_reader, from_slice, from_str, lines};
    use serde::Deserialize;
    use serde::de::IgnoredAny;

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "read, and dropped")]
    struct Record<'a> {
        id: Option<u32>,
        #[serde(borrow)]
        name: Option<Cow<'a, str>>,
        a: Option<Vec<IgnoredAny>>,
        #[serde(rename = "true")]
        last: Option<f64>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Word {
        Id,
        Name,
        A,
    }

    #[test]
    fn values_and_types() {
        on_each_back_end(|| {
            look_at_all(|input| {
                explain(from_slice::<Value>(input), input);
                explain(from_slice::<IgnoredAny>(input), input);
                explain(from_slice::<Record<'_>>(input), input);
                explain(from_slice::<BTreeMap<i64, IgnoredAny>>(input), input);
                explain(from_slice::<BTreeMap<bool, u8>>(input), input);
                explain(from_slice::<Vec<Cow<'_, str>>>(input), input);
                explain(from_slice::<Vec<f64>>(input), input);
                explain(from_slice::<Vec<u32>>(input), input);
                explain(from_slice::<Vec<(f64, f64)>>(input), input);
                explain(from_slice::<Vec<[f64; 3]>>(input), input);
                if let Ok(text) = str::from_utf8(input) {
                    explain(from_str::<Value>(text), input);
                    explain(from_str::<IgnoredAny>(text), input);
                    explain(from_str::<Record<'_>>(text), input);
                }
            });
        });
    }

    #[test]
    fn scalars() {
        on_each_back_end(|| {
            look_at_all(|input| {
                if let Some(text) = explain(from_slice::<String>(input), input) {
                    assert!(text.len() <= input.len());
                }
                explain(from_slice::<&str>(input), input);
                explain(from_slice::<&[u8]>(input), input);
                explain(from_slice::<char>(input), input);
                explain(from_slice::<f32>(input), input);
                explain(from_slice::<f64>(input), input);
                explain(from_slice::<u64>(input), input);
                explain(from_slice::<i128>(input), input);
                explain(from_slice::<bool>(input), input);
                explain(from_slice::<()>(input), input);
                explain(from_slice::<Word>(input), input);
                #[cfg(feature = "raw_value")]
                {
                    use fastjson_api::value::RawValue;
                    explain(from_slice::<&RawValue>(input), input);
                    explain(from_slice::<Box<RawValue>>(input), input);
                    explain(from_slice::<Vec<&RawValue>>(input), input);
                }
            });
        });
    }

    #[test]
    fn streams_lines_and_readers() {
        on_each_back_end(|| {
            look_at_all(|input| {
                for value in Deserializer::from_slice(input).into_iter::<Value>() {
                    explain(value, input);
                }
                for value in Deserializer::from_slice(input).into_iter::<IgnoredAny>().take(9) {
                    explain(value, input);
                }
                let _ = lines::from_slice::<Value>(input).count();
                explain(from_reader::<_, Value>(input), input);
                // A source that is lent is read byte by byte, and may be read on from.
                let mut source = fastjson_api::de::SliceRead::new(input);
                let _ = Value::deserialize(&mut Deserializer::new(&mut source));
                let _ = Value::deserialize(&mut Deserializer::new(source));
                let mut reader = Deserializer::from_reader(input);
                explain(IgnoredAny::deserialize(&mut reader), input);
                let mut elements = lines::Elements::<_, IgnoredAny>::new(input);
                while elements.next().is_some_and(|element| element.is_ok()) {}
            });
        });
    }
}
