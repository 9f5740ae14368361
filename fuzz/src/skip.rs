//! Skipping: `IgnoredAny`, unknown members, `RawValue`, `Reader::skip` and `Reader::raw` accept what serde_json's
//! `IgnoredAny` accepts, refuse the rest with its error, and stand at its place afterwards; and whatever a full parse
//! accepts is skipped.

use fastjson_api::Reader;
use serde::de::IgnoredAny;

use super::common::recorder::Asked;
use super::common::targets::Record;
use super::common::{Answer, check_owned, ours, same, same_stream, theirs};
use super::frame::{chunks, framed};
use super::must;

pub fn run(data: &[u8]) {
    let Some((&[how, first, second], text)) = data.split_first_chunk() else { return };
    let input = framed(how, text);
    let chunks = chunks(first, second);
    must(check_owned::<IgnoredAny>(&input, &chunks));
    must(check_owned::<Vec<IgnoredAny>>(&input, &chunks));
    must(same_stream::<IgnoredAny>(&input, &chunks));
    let member = [&b"{\"id\":1,\"unknown\":"[..], &input, b",\"name\":null}"].concat();
    must(check_owned::<Record>(&member, &chunks));

    let expected = theirs(serde_json::from_slice::<IgnoredAny>(&input));
    let skipped = pulled(&input, |reader| reader.skip());
    assert!(skipped == expected, "{skipped:?} {expected:?}: {}", input.escape_ascii());
    if let Ok(text) = str::from_utf8(&input) {
        let raw = pulled(&input, |reader| {
            let raw = reader.raw()?;
            assert_eq!(raw.len(), raw.trim_matches([' ', '\t', '\n', '\r']).len());
            assert!(text.contains(raw));
            Ok(())
        });
        assert!(raw == expected, "{raw:?} {expected:?}: {text:?}");
    }
    #[cfg(feature = "raw_value")]
    raw_values(&input, &chunks);

    let parsed = same::<Asked<0, 0>>(&input).unwrap_or_else(|found| panic!("{found}"));
    assert!(!parsed.is_ok() || expected.is_ok(), "parsed, not skipped: {}", input.escape_ascii());
}

fn pulled(input: &[u8], read: impl FnOnce(&mut Reader<'_>) -> fastjson_api::Result<()>) -> Answer {
    let mut reader = Reader::from_slice(input);
    ours(read(&mut reader).and_then(|()| reader.end()).map(|()| IgnoredAny))
}

#[cfg(feature = "raw_value")]
fn raw_values(input: &[u8], chunks: &[usize]) {
    use super::common::Chunks;
    type Theirs = Box<serde_json::value::RawValue>;
    type Ours = Box<fastjson_api::value::RawValue>;
    let same = |expected: Answer, answer: Answer| {
        assert!(expected == answer, "{answer:?} {expected:?}: {}", input.escape_ascii());
    };
    same(
        theirs(serde_json::from_slice::<Theirs>(input)),
        ours(fastjson_api::from_slice::<Ours>(input)),
    );
    same(
        theirs(serde_json::from_reader::<_, Vec<Theirs>>(input)),
        ours(fastjson_api::from_reader::<_, Vec<Ours>>(Chunks::new(input, chunks))),
    );
    let mut real = serde_json::Deserializer::from_reader(input).into_iter::<Theirs>();
    let mut mine =
        fastjson_api::Deserializer::from_reader(Chunks::new(input, chunks)).into_iter::<Ours>();
    for _ in 0..8 {
        let (Some(expected), Some(answer)) = (real.next(), mine.next()) else { break };
        let failed = expected.is_err();
        same(theirs(expected), ours(answer));
        if failed {
            break;
        }
    }
}
