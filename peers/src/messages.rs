//! Messages as APIs send them one by one, made here: each sample is 32 different texts of one shape and size.

use serde::{Deserialize, Serialize};

use crate::models::generated::{Random, user};

/// What a message is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Ack,
    User,
    Flat,
    Nested,
    Strings,
    Numbers,
    Escaped,
    NonAscii,
}

/// 60 bytes.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Ack<W> {
    pub id: u64,
    pub status: W,
    pub done: bool,
    pub took: f64,
}

/// One object after the other, none in another.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Accounts<W> {
    pub total: u64,
    pub items: Vec<Account<W>>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Account<W> {
    pub id: u64,
    pub name: W,
    pub email: W,
    pub active: bool,
    pub age: u32,
    pub balance: f64,
    pub parent: Option<u64>,
    pub created_at: W,
}

/// Objects within objects.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Order<W> {
    pub id: u64,
    pub customer: Customer<W>,
    pub lines: Vec<Line<W>>,
    pub paid: bool,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Customer<W> {
    pub name: W,
    pub address: Address<W>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Address<W> {
    pub street: W,
    pub city: W,
    pub place: Place,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    pub lat: f64,
    pub lon: f64,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Line<W> {
    pub sku: W,
    pub quantity: u32,
    pub price: Price<W>,
    pub tags: Vec<W>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Price<W> {
    pub amount: f64,
    pub currency: W,
}

/// Long texts.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Article<T> {
    pub title: T,
    pub author: T,
    pub paragraphs: Vec<T>,
}

/// Hardly any text.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Metrics {
    pub from: u64,
    pub step: u32,
    pub series: Vec<Series>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    pub id: u32,
    pub values: Vec<f64>,
    pub counts: Vec<u32>,
    pub deltas: Vec<i32>,
}

const COUNT: u64 = 32;

/// Name, shape and texts of every sample.
pub fn samples() -> Vec<(String, Shape, Vec<String>)> {
    let mut samples = vec![
        ("ack 60 B".to_owned(), Shape::Ack, texts(Shape::Ack, 60, false)),
        ("user 200 B".to_owned(), Shape::User, texts(Shape::User, 200, false)),
    ];
    let shapes = [
        ("flat", Shape::Flat),
        ("nested", Shape::Nested),
        ("strings", Shape::Strings),
        ("numbers", Shape::Numbers),
        ("escaped", Shape::Escaped),
        ("non-ASCII", Shape::NonAscii),
    ];
    for (size, size_name) in [(500, "500 B"), (1000, "1 KB"), (3000, "3 KB")] {
        for (name, shape) in shapes {
            samples.push((format!("{name} {size_name}"), shape, texts(shape, size, false)));
        }
    }
    samples.push((
        "nested 1 KB pretty".to_owned(),
        Shape::Nested,
        texts(Shape::Nested, 1000, true),
    ));
    samples
}

fn texts(shape: Shape, size: usize, pretty: bool) -> Vec<String> {
    (0..COUNT).map(|seed| text(shape, size, pretty, &mut Random(seed + 1))).collect()
}

/// Grows a message until it has reached about `size`.
fn text(shape: Shape, size: usize, pretty: bool, random: &mut Random) -> String {
    let mut parts = 1;
    loop {
        let text = match shape {
            Shape::Ack => write(&ack(random), pretty),
            Shape::User => write(&user(random), pretty),
            Shape::Flat => write(&accounts(parts, random), pretty),
            Shape::Nested => write(&order(parts, random), pretty),
            Shape::Strings => write(&article(parts, PLAIN, random), pretty),
            Shape::Escaped => write(&article(parts, ESCAPED, random), pretty),
            Shape::NonAscii => write(&article(parts, NON_ASCII, random), pretty),
            Shape::Numbers => write(&metrics(parts, random), pretty),
        };
        if text.len() * 10 >= size * 9 || matches!(shape, Shape::Ack | Shape::User) {
            return text;
        }
        parts += 1;
    }
}

fn write<T: Serialize>(value: &T, pretty: bool) -> String {
    let text =
        if pretty { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) };
    text.expect("plain data is always JSON")
}

fn ack(random: &mut Random) -> Ack<String> {
    Ack {
        id: 100_000_000 + random.below(900_000_000),
        status: (*random.pick(&["queued", "sending", "accepted", "failed"])).to_owned(),
        done: random.below(2) == 0,
        took: random.below(100_000) as f64 / 1000.0,
    }
}

fn accounts(count: usize, random: &mut Random) -> Accounts<String> {
    let items = (0..count).map(|_| Account {
        id: random.below(1 << 40),
        name: words(PLAIN, 2, random),
        email: format!("{}@mail.example", words(PLAIN, 1, random)),
        active: random.below(3) != 0,
        age: 18 + random.below(70) as u32,
        balance: random.below(10_000_000) as f64 / 100.0,
        parent: (random.below(3) == 0).then(|| random.below(1 << 40)),
        created_at: format!(
            "2025-{:02}-{:02}T08:30:00Z",
            1 + random.below(12),
            1 + random.below(28)
        ),
    });
    let items = items.collect();
    Accounts { total: 4 + random.below(90_000), items }
}

fn order(count: usize, random: &mut Random) -> Order<String> {
    let lines = (0..count).map(|_| Line {
        sku: format!("{}-{:05}", words(PLAIN, 1, random), random.below(100_000)),
        quantity: 1 + random.below(20) as u32,
        price: Price { amount: random.below(50_000) as f64 / 100.0, currency: "EUR".to_owned() },
        tags: (0..random.below(4)).map(|_| words(PLAIN, 1, random)).collect(),
    });
    let lines = lines.collect();
    Order {
        id: random.below(1 << 50),
        customer: Customer {
            name: words(PLAIN, 2, random),
            address: Address {
                street: format!("{} {}", words(PLAIN, 2, random), random.below(200)),
                city: words(PLAIN, 1, random),
                place: Place { lat: degrees(random), lon: degrees(random) },
            },
        },
        lines,
        paid: random.below(2) == 0,
    }
}

fn article(count: usize, from: &[&str], random: &mut Random) -> Article<String> {
    let paragraphs = (0..count).map(|_| {
        let length = 8 + random.below(14);
        words(from, length, random)
    });
    let paragraphs = paragraphs.collect();
    Article { title: words(from, 5, random), author: words(PLAIN, 2, random), paragraphs }
}

fn metrics(count: usize, random: &mut Random) -> Metrics {
    let series = (0..count).map(|id| Series {
        id: id as u32,
        values: (0..8).map(|_| degrees(random)).collect(),
        counts: (0..6).map(|_| random.below(100_000) as u32).collect(),
        deltas: (0..6).map(|_| random.below(2000) as i32 - 1000).collect(),
    });
    let series = series.collect();
    Metrics { from: 1_764_057_590_000 + random.below(1_000_000), step: 60, series }
}

fn degrees(random: &mut Random) -> f64 {
    random.below(360_000_000) as f64 / 1e6 - 180.0
}

fn words(from: &[&str], count: u64, random: &mut Random) -> String {
    let words: Vec<&str> = (0..count).map(|_| *random.pick(from)).collect();
    words.join(" ")
}

const PLAIN: &[&str] = &[
    "release",
    "engine",
    "a",
    "the",
    "of",
    "latency",
    "window",
    "service",
    "customer",
    "index",
    "and",
    "borrowed",
    "payment",
    "in",
    "token",
    "throughput",
    "is",
    "queue",
    "region",
    "cache",
];

const ESCAPED: &[&str] = &[
    "release",
    "the",
    "of",
    "\"quoted\"",
    "C:\\temp\\file",
    "line\nbreak",
    "tab\tbed",
    "customer",
    "and",
    "payment",
    "</script>",
    "queue",
];

const NON_ASCII: &[&str] = &[
    "Größe",
    "naïve",
    "東京",
    "東京都港区",
    "данные",
    "сервис",
    "🚀",
    "Ελλάδα",
    "année",
    "and",
    "قاعدة",
    "Łódź",
];
