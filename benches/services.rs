//! What services do, ours beside what it replaces: JSON lines, the codec, the axum extractor, writing into a kept buffer.
//!
//! `cargo bench --bench services --features axum,rayon,tokio [-- FILTER]`. The contenders of a line take turns in one
//! process, and each line shows the least time of many rounds: ratios stand on a noisy machine. Each first shows that it
//! gives the same answer. The cell phones come from the folder that the environment variable FASTJSON_DATA names; without
//! it their lines are left out.

mod models;

use std::hint::black_box;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::response::IntoResponse;
use bytes::BytesMut;
use fastjson_api::axum::Json;
use fastjson_api::lines;
use fastjson_api::tokio::JsonLinesCodec;
use models::Text;
use models::phones::Phone;
use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio_util::codec::{Decoder, Encoder, LinesCodec};

/// Each contender runs for about this long a round.
const ROUND: Duration = Duration::from_millis(4);
const ROUNDS: usize = 60;

type Contender<'a> = (&'static str, Box<dyn FnMut() -> u64 + 'a>);

fn main() {
    let filter = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let wanted = |name: &str| filter.as_ref().is_none_or(|filter| name.contains(filter.as_str()));

    let log = log(20_000);
    if let Some(phones) = phones()
        && wanted("lines phones")
    {
        read_lines::<Phone<String, String>>("phones", &phones);
        read_lines_borrowed(
            "phones",
            &phones,
            |line| serde_json::from_slice::<Phone<Text<'_>, Text<'_>>>(line).is_ok(),
            |input| {
                lines::from_slice::<Phone<Text<'_>, Text<'_>>>(input).filter(Result::is_ok).count()
                    as u64
            },
        );
    }
    if wanted("lines log") {
        read_lines::<Event<String>>("log", &log);
        read_lines_borrowed(
            "log",
            &log,
            |line| serde_json::from_slice::<Event<Text<'_>>>(line).is_ok(),
            |input| {
                lines::from_slice::<Event<Text<'_>>>(input).filter(Result::is_ok).count() as u64
            },
        );
    }
    if wanted("stream") {
        if let Some(phones) = phones()
            && let Some(first) = phones.iter().position(|&byte| byte == b'\n')
        {
            // Behind the line that names the columns.
            let phones = &phones[first..];
            read_stream::<Phone<String, String>>("phones, owned", phones);
            read_stream::<Phone<Text<'_>, Text<'_>>>("phones, borrowed", phones);
        }
        read_stream::<Event<String>>("log, owned", &log);
        read_stream::<Event<Text<'_>>>("log, borrowed", &log);
    }
    for size in [200, 1000, 16_000] {
        let order = Order::of_size(size);
        let name = format!("{} B", serde_json::to_vec(&order).unwrap().len());
        if wanted("codec") {
            codec(&name, &order);
        }
        if wanted("axum") {
            extract(&name, &order);
            respond(&name, &order);
        }
        if wanted("write") {
            write(&name, &order);
        }
    }
}

fn read_lines<T: DeserializeOwned + Send + PartialEq + std::fmt::Debug>(name: &str, input: &[u8]) {
    let by_serde: Vec<Option<T>> =
        split(input).map(|line| serde_json::from_slice(line).ok()).collect();
    let ours: Vec<Option<T>> = lines::from_slice(input).map(Result::ok).collect();
    assert!(ours == by_serde, "{name}");
    let parallel: Vec<Option<T>> = lines::par_from_slice(input).map(Result::ok).collect();
    assert!(parallel == by_serde, "{name}");

    let count = |records: &mut dyn Iterator<Item = bool>| records.filter(|ok| *ok).count() as u64;
    compare(
        &format!("lines {name}, owned"),
        input.len(),
        vec![
            (
                "serde_json",
                Box::new(|| {
                    count(&mut split(input).map(|line| serde_json::from_slice::<T>(line).is_ok()))
                }),
            ),
            ("slice", Box::new(|| count(&mut lines::from_slice::<T>(input).map(|r| r.is_ok())))),
            (
                "2 threads",
                Box::new(|| lines::par_from_slice::<T>(input).filter(Result::is_ok).count() as u64),
            ),
        ],
    );
    compare(
        &format!("lines {name}, owned, from a reader"),
        input.len(),
        vec![
            (
                "serde_json",
                Box::new(|| {
                    let (mut reader, mut line, mut good) = (BufReader::new(input), Vec::new(), 0);
                    while reader.read_until(b'\n', &mut line).unwrap() > 0 {
                        good += u64::from(serde_json::from_slice::<T>(&line).is_ok());
                        line.clear();
                    }
                    good
                }),
            ),
            (
                "reader",
                Box::new(|| {
                    count(&mut lines::Reader::new(input).records::<T>().map(|r| r.is_ok()))
                }),
            ),
        ],
    );
}

fn read_lines_borrowed(
    name: &str,
    input: &[u8],
    serde_reads: impl Fn(&[u8]) -> bool,
    ours: impl Fn(&[u8]) -> u64,
) {
    compare(
        &format!("lines {name}, borrowed"),
        input.len(),
        vec![
            (
                "serde_json",
                Box::new(|| split(input).filter(|line| serde_reads(line)).count() as u64),
            ),
            ("slice", Box::new(|| ours(input))),
        ],
    );
}

fn read_stream<'a, T: Deserialize<'a> + PartialEq + std::fmt::Debug>(name: &str, input: &'a [u8]) {
    let theirs = || serde_json::Deserializer::from_slice(input).into_iter::<T>();
    let ours = || fastjson_api::Deserializer::from_slice(input).into_iter::<T>();
    let values: Vec<T> = theirs().map(Result::unwrap).collect();
    assert!(ours().map(Result::unwrap).eq(values), "{name}");
    compare(
        &format!("stream {name}"),
        input.len(),
        vec![
            ("serde_json", Box::new(|| theirs().filter(Result::is_ok).count() as u64)),
            ("stream", Box::new(|| ours().filter(Result::is_ok).count() as u64)),
        ],
    );
}

/// The line loop that this replaces.
fn split(input: &[u8]) -> impl Iterator<Item = &[u8]> {
    input.split(|&byte| byte == b'\n').filter(|line| !line.is_empty())
}

/// A hundred records a call, as a connection has them in its buffer.
fn codec(name: &str, order: &Order) {
    let mut line = serde_json::to_vec(order).unwrap();
    line.push(b'\n');
    let input = line.repeat(100);
    let mut buffer = BytesMut::with_capacity(input.len());
    let mut ours = BytesMut::with_capacity(input.len());
    compare(
        &format!("codec decode {name}"),
        input.len(),
        vec![
            (
                "serde_json",
                Box::new(|| {
                    let mut codec = LinesCodec::new();
                    buffer.clear();
                    buffer.extend_from_slice(&input);
                    let mut good = 0;
                    while let Some(line) = codec.decode(&mut buffer).unwrap() {
                        good += u64::from(serde_json::from_str::<Order>(&line).is_ok());
                    }
                    good
                }),
            ),
            (
                "codec",
                Box::new(|| {
                    let mut codec = JsonLinesCodec::<Order>::new();
                    ours.clear();
                    ours.extend_from_slice(&input);
                    let mut good = 0;
                    while let Some(order) = codec.decode(&mut ours).unwrap() {
                        good += u64::from(order.is_ok());
                    }
                    good
                }),
            ),
        ],
    );
    let (mut buffer, mut kept) = (BytesMut::new(), BytesMut::new());
    let mut codec = JsonLinesCodec::<(), &Order>::new();
    let mut plain = LinesCodec::new();
    compare(
        &format!("codec encode {name}"),
        input.len(),
        vec![
            (
                "serde_json",
                Box::new(|| {
                    buffer.clear();
                    for _ in 0..100 {
                        plain.encode(serde_json::to_string(order).unwrap(), &mut buffer).unwrap();
                    }
                    buffer.len() as u64
                }),
            ),
            (
                "codec",
                Box::new(|| {
                    kept.clear();
                    for _ in 0..100 {
                        codec.encode(order, &mut kept).unwrap();
                    }
                    kept.len() as u64
                }),
            ),
        ],
    );
}

/// Whole extractions: content type, body, value.
fn extract(name: &str, order: &Order) {
    let body = serde_json::to_vec(order).unwrap();
    let request = |body: &[u8]| {
        let request = Request::post("/").header("content-type", "application/json");
        request.body(Body::from(body.to_vec())).unwrap()
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let theirs = runtime.block_on(axum::Json::<Order>::from_request(request(&body), &())).unwrap();
    let ours = runtime.block_on(Json::<Order>::from_request(request(&body), &())).unwrap();
    assert_eq!(theirs.0, ours.0);
    compare(
        &format!("axum extract {name}"),
        body.len(),
        vec![
            (
                "axum::Json",
                Box::new(|| {
                    let json = axum::Json::<Order>::from_request(request(&body), &());
                    runtime.block_on(json).unwrap().id
                }),
            ),
            (
                "Json",
                Box::new(|| {
                    let json = Json::<Order>::from_request(request(&body), &());
                    runtime.block_on(json).unwrap().id
                }),
            ),
        ],
    );
}

fn respond(name: &str, order: &Order) {
    let length = serde_json::to_vec(order).unwrap().len();
    compare(
        &format!("axum respond {name}"),
        length,
        vec![
            (
                "axum::Json",
                Box::new(|| u64::from(axum::Json(order).into_response().status().as_u16())),
            ),
            ("Json", Box::new(|| u64::from(Json(order).into_response().status().as_u16()))),
        ],
    );
}

fn write(name: &str, order: &Order) {
    let (mut theirs, mut ours) = (Vec::new(), Vec::new());
    let length = serde_json::to_vec(order).unwrap().len();
    compare(
        &format!("write into a kept buffer {name}"),
        length,
        vec![
            (
                "serde_json",
                Box::new(|| {
                    theirs.clear();
                    serde_json::to_writer(&mut theirs, order).unwrap();
                    theirs.len() as u64
                }),
            ),
            (
                "to_vec_into",
                Box::new(|| {
                    ours.clear();
                    fastjson_api::to_vec_into(&mut ours, order).unwrap();
                    ours.len() as u64
                }),
            ),
        ],
    );
}

/// Runs the contenders in turns, and prints the best speed of each and its ratio to the first.
fn compare(name: &str, bytes: usize, mut contenders: Vec<Contender<'_>>) {
    let answers: Vec<u64> = contenders.iter_mut().map(|(_, run)| run()).collect();
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{name}: {answers:?}");
    let start = Instant::now();
    black_box(contenders[0].1());
    let calls = (ROUND.as_nanos() / start.elapsed().as_nanos().max(1)).clamp(1, 100_000) as u32;
    let mut best = vec![Duration::MAX; contenders.len()];
    for _ in 0..ROUNDS {
        for ((_, run), best) in contenders.iter_mut().zip(&mut best) {
            let start = Instant::now();
            for _ in 0..calls {
                black_box(run());
            }
            *best = (*best).min(start.elapsed() / calls);
        }
    }
    print!("{name:<36}");
    for ((contender, _), time) in contenders.iter().zip(&best) {
        let speed = bytes as f64 / time.as_nanos() as f64;
        let ratio = best[0].as_nanos() as f64 / time.as_nanos() as f64;
        print!("  {contender} {speed:.2} GB/s ({ratio:.2}x)");
    }
    println!();
}

#[derive(Debug, PartialEq, Deserialize)]
struct Event<S> {
    timestamp: S,
    level: S,
    target: S,
    message: S,
    span: Span<S>,
    status: u16,
    duration_ms: f64,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Span<S> {
    id: u64,
    method: S,
    path: S,
    user: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Order {
    id: u64,
    customer: String,
    paid: bool,
    lines: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Line {
    sku: String,
    title: String,
    quantity: u32,
    price: f64,
}

impl Order {
    fn of_size(bytes: usize) -> Self {
        let line = |at: u32| Line {
            sku: format!("SKU-{:06}", at * 7919 % 1_000_000),
            title: format!("A thing to be had, number {at}"),
            quantity: at % 9 + 1,
            price: f64::from(at * 31 % 10_000) / 100.0,
        };
        let lines = (0..(bytes as u32 / 93).max(2) - 1).map(line).collect();
        Order {
            id: 4_000_000_017,
            customer: "Ada Lovelace <ada@example.org>".into(),
            paid: true,
            lines,
        }
    }
}

fn phones() -> Option<Vec<u8>> {
    let folder = std::env::var_os("FASTJSON_DATA")?;
    std::fs::read(Path::new(&folder).join("ndjson/amazon_cellphones.ndjson")).ok()
}

/// Lines as services log them.
fn log(count: u64) -> Vec<u8> {
    let mut text = String::new();
    for at in 0..count {
        let number = at.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
        let level = ["INFO", "INFO", "DEBUG", "WARN"][(number % 4) as usize];
        let method = ["GET", "GET", "POST", "PATCH"][(number / 4 % 4) as usize];
        let quoted = if number % 10 == 0 { "\\\"slow\\\" " } else { "" };
        let user = if number % 3 == 0 { "null".to_owned() } else { number.to_string() };
        text.push_str(&format!(
            "{{\"timestamp\":\"2026-01-{:02}T{:02}:{:02}:{:02}.{:06}Z\",\"level\":\"{level}\",\"target\":\"api_service::orders\",\
             \"message\":\"{quoted}request finished\",\"span\":{{\"id\":{},\"method\":\"{method}\",\"path\":\"/orders/{number}\",\"user\":{user}}},\
             \"status\":{},\"duration_ms\":{}.{:03}}}\n",
            at % 28 + 1, at % 24, at % 60, number % 60, number % 1_000_000, at * 1_000_003,
            [200, 201, 404, 500][(number / 16 % 4) as usize], number % 900, number % 1000,
        ));
    }
    text.into_bytes()
}
