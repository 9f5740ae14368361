//! The tokio codec and single documents: pieces, cancellation, split halves, sockets.
#![cfg(feature = "tokio")]

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use fastjson_api::tokio::{JsonLinesCodec, from_async_reader, to_async_writer};
use futures_util::{SinkExt, StreamExt};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncWriteExt, ReadBuf};
use tokio_util::codec::{Framed, FramedRead, FramedWrite};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Message {
    id: u64,
    text: String,
}

fn message(id: u64) -> Message {
    Message { id, text: "ü\n\"x\" ".repeat(id as usize % 30) }
}

#[tokio::test]
async fn both_ways_over_a_narrow_pipe() {
    let (left, right) = tokio::io::duplex(7);
    let mut left = Framed::new(left, JsonLinesCodec::<Message>::new());
    let mut right = Framed::new(right, JsonLinesCodec::<Message>::new());
    let echo = tokio::spawn(async move {
        while let Some(message) = right.next().await {
            right.send(message.unwrap().unwrap()).await.unwrap();
        }
    });
    for id in 0..100 {
        left.send(message(id)).await.unwrap();
        assert_eq!(left.next().await.unwrap().unwrap().unwrap(), message(id));
    }
    drop(left);
    echo.await.unwrap();
}

#[tokio::test]
async fn over_tcp_with_split_halves() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let (read, write) = socket.split();
        let mut requests = FramedRead::new(read, JsonLinesCodec::<Message>::new());
        let mut answers = FramedWrite::new(write, JsonLinesCodec::<(), u64>::new());
        while let Some(request) = requests.next().await {
            answers.send(request.unwrap().unwrap().id).await.unwrap();
        }
    });
    let (read, write) = tokio::net::TcpStream::connect(address).await.unwrap().into_split();
    let mut requests = FramedWrite::new(write, JsonLinesCodec::<(), Message>::new());
    let sender = tokio::spawn(async move {
        for id in 0..1000 {
            requests.feed(message(id)).await.unwrap();
        }
        requests.close().await.unwrap();
    });
    let answers = FramedRead::new(read, JsonLinesCodec::<u64>::new());
    let ids: Vec<u64> = answers.map(|id| id.unwrap().unwrap()).collect().await;
    assert_eq!(ids, (0..1000).collect::<Vec<_>>());
    sender.await.unwrap();
    server.await.unwrap();
}

#[tokio::test]
async fn bad_and_long_lines_do_not_end_the_stream() {
    let input: &[u8] = b"1\nx\n\n\"2\"\n333333333\n4\r\n[\n5";
    let codec = JsonLinesCodec::<u64>::new().max_length(6);
    let items: Vec<_> = FramedRead::with_capacity(input, codec, 3)
        .map(|item| {
            item.unwrap().map_err(|error| {
                (error.record(), error.line(), error.offset(), error.is_too_long())
            })
        })
        .collect()
        .await;
    assert_eq!(
        items,
        [
            Ok(1),
            Err((2, 2, 2, false)),
            Err((3, 4, 7, false)),
            Err((4, 5, 9, true)),
            Ok(4),
            Err((6, 7, 22, false)),
            Ok(5)
        ]
    );
}

#[tokio::test]
async fn dropping_a_waiting_future_loses_nothing() {
    let (reader, mut writer) = tokio::io::duplex(64);
    let mut lines = FramedRead::new(reader, JsonLinesCodec::<Message>::new());
    let text: Vec<u8> = (0..20)
        .flat_map(|id| [serde_json::to_vec(&message(id)).unwrap(), b"\n".to_vec()].concat())
        .collect();
    let mut read = Vec::new();
    for (at, part) in text.chunks(5).enumerate() {
        writer.write_all(part).await.unwrap();
        // Waits for a record that mostly is not there yet, and gives up.
        let wait = tokio::time::timeout(Duration::from_micros(at as u64 % 3), lines.next());
        if let Ok(item) = wait.await {
            read.push(item.unwrap().unwrap().unwrap());
        }
    }
    drop(writer);
    while let Some(item) = lines.next().await {
        read.push(item.unwrap().unwrap());
    }
    assert_eq!(read, (0..20).map(message).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_cannot_be_written_leaves_nothing() {
    type Keyed = std::collections::BTreeMap<Option<u8>, u8>;
    let (left, right) = tokio::io::duplex(64);
    let mut writer = FramedWrite::new(left, JsonLinesCodec::<(), Keyed>::new());
    writer.send(Keyed::from([(Some(1), 1)])).await.unwrap();
    let bad = Keyed::from([(None, 2), (Some(2), 2)]);
    assert_eq!(writer.send(bad).await.unwrap_err().kind(), io::ErrorKind::InvalidData);
    writer.send(Keyed::new()).await.unwrap();
    drop(writer);
    let items = FramedRead::new(right, JsonLinesCodec::<serde_json::Value>::new());
    let items: Vec<String> = items.map(|item| item.unwrap().unwrap().to_string()).collect().await;
    assert_eq!(items, [r#"{"1":1}"#, "{}"]);
}

fn messages(count: u64) -> Vec<Message> {
    (0..count).map(message).collect()
}

#[tokio::test]
async fn documents_short_and_long() {
    for count in [0, 1, 500, 2000, 20_000] {
        let value = messages(count);
        let expected = serde_json::to_vec(&value).unwrap();

        let (writer, reader) = tokio::io::duplex(10_000);
        let writing = tokio::spawn(to_async_writer(writer, value.clone()));
        let read: Vec<Message> = from_async_reader(reader).await.unwrap();
        writing.await.unwrap().unwrap();
        assert!(read == value, "{count}");

        let mut written = Vec::new();
        to_async_writer(&mut written, value).await.unwrap();
        assert!(written == expected, "{count}");
    }
}

#[tokio::test]
async fn errors_are_those_of_serde_json() {
    let long = serde_json::to_string(&messages(3000)).unwrap();
    assert!(long.len() > 100_000);
    for text in [
        "",
        "[",
        "[1]",
        "{\"id\":\"x\"}",
        &long[..long.len() - 1],
        &format!("{long} x"),
        &format!("[1,\n{}", &long[1..]),
        &long.replace("\"id\":2999", "\n\"id\":-2999"),
    ] {
        let expected = match text.len() {
            // A reader's positions count the byte that it had to look ahead.
            65536.. => serde_json::from_reader::<_, Vec<Message>>(text.as_bytes()).unwrap_err(),
            _ => serde_json::from_str::<Vec<Message>>(text).unwrap_err(),
        };
        let error = from_async_reader::<_, Vec<Message>>(text.as_bytes()).await.unwrap_err();
        assert_eq!(error.to_string(), expected.to_string());
    }
}

/// Gives `left` bytes of an endless array, then fails.
struct Failing {
    left: usize,
}

impl AsyncRead for Failing {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.left == 0 {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        let count = self.left.min(into.remaining()).min(2) / 2 * 2;
        into.put_slice(&b"[["[..count]);
        self.left -= count;
        Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn failing_readers_and_writers() {
    let error = from_async_reader::<_, u8>(Failing { left: 10 }).await.unwrap_err();
    assert_eq!(error.io_error_kind(), Some(io::ErrorKind::ConnectionReset));

    // The parser has given up long before the reader fails: its error is the answer.
    let error = from_async_reader::<_, u8>(Failing { left: 1_000_000 }).await.unwrap_err();
    assert!(error.is_data(), "{error}");

    let (writer, reader) = tokio::io::duplex(100);
    drop(reader);
    let error = to_async_writer(writer, messages(10_000)).await.unwrap_err();
    assert_eq!(error.io_error_kind(), Some(io::ErrorKind::BrokenPipe));

    let bad = std::collections::BTreeMap::from([(vec![1], 1)]);
    assert!(!to_async_writer(Vec::new(), bad).await.unwrap_err().is_io());
}

#[tokio::test]
async fn the_executor_is_not_held_up() {
    // One thread: if the document were read on it, nothing else could run meanwhile.
    let text = serde_json::to_vec(&messages(30_000)).unwrap();
    let ticks = tokio::spawn(async {
        let mut ticks = 0_u32;
        loop {
            tokio::task::yield_now().await;
            ticks += 1;
            if ticks == 50 {
                return ticks;
            }
        }
    });
    let read: Vec<Message> = from_async_reader(&text[..]).await.unwrap();
    assert_eq!(read.len(), 30_000);
    assert_eq!(ticks.await.unwrap(), 50);
}

#[tokio::test]
async fn a_dropped_read_ends_its_thread() {
    let (reader, mut writer) = tokio::io::duplex(1 << 20);
    writer.write_all(&[b'['; 200_000]).await.unwrap();
    let read = from_async_reader::<_, serde::de::IgnoredAny>(reader);
    assert!(tokio::time::timeout(Duration::from_millis(20), read).await.is_err());
    // The runtime's end waits for its blocking threads: this test returns only if they are gone.
}
