//! Documents made without data files: the same bytes on every machine and in every run.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::canada::{Canada, Feature, Geometry, Properties};
use super::{Document, Kind};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Timeline<T, W> {
    pub posts: Vec<Post<T, W>>,
    pub next: Option<W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Post<T, W> {
    pub id: u64,
    pub created_at: W,
    pub author: Author<T, W>,
    pub text: T,
    pub language: W,
    pub tags: Vec<W>,
    pub likes: u32,
    pub replies: u32,
    pub in_reply_to: Option<u64>,
    pub sensitive: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media: Option<Vec<Media<W>>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Author<T, W> {
    pub id: u64,
    pub handle: W,
    pub name: W,
    pub bio: T,
    pub followers: u32,
    pub verified: bool,
    pub avatar: W,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Media<W> {
    pub url: W,
    pub width: u16,
    pub height: u16,
    pub kind: MediaKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaKind {
    Image,
    Video,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Catalogue<T, W> {
    pub currency: W,
    pub categories: BTreeMap<u32, T>,
    pub products: Vec<Product<T, W>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Product<T, W> {
    pub sku: W,
    pub title: T,
    pub price: f64,
    pub stock: u32,
    pub category_ids: Vec<u32>,
    pub dimensions: [f64; 3],
    pub variants: Vec<Variant<W>>,
    pub discontinued: Option<W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Variant<W> {
    pub colour: W,
    pub size: W,
    pub in_stock: bool,
    pub extra_cents: i32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UserPage<W> {
    pub page: u32,
    pub pages: u32,
    pub total: u64,
    pub users: Vec<User<W>>,
}

/// Seven strings and three floats: about 200 bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct User<W> {
    pub id: W,
    pub name: W,
    pub email: W,
    pub phone: W,
    pub city: W,
    pub country: W,
    pub plan: W,
    pub latitude: f64,
    pub longitude: f64,
    pub balance: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LogLine<T, W> {
    pub timestamp: W,
    pub level: W,
    pub target: W,
    pub message: T,
    pub fields: Fields<W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fields<W> {
    pub method: W,
    pub path: W,
    pub status: u16,
    pub duration_us: u64,
    pub bytes: u64,
    pub trace_id: W,
}

/// The documents that stand in for real ones: the larger first, single messages last.
pub fn documents() -> Vec<Document> {
    vec![
        document("timeline", Kind::Timeline, &timeline(400), Layout::Compact),
        document("catalogue", Kind::Catalogue, &catalogue(900), Layout::Pretty),
        document("geojson", Kind::GeoJson, &geojson(60, 300), Layout::Compact),
        document("user_page", Kind::UserPage, &user_page(250), Layout::Compact),
        document("log", Kind::Log, &log(1000), Layout::Compact),
        document("user", Kind::User, &user(&mut Random(5)), Layout::Compact),
    ]
}

/// Messages of 100 bytes to 2 KB, as services send them one by one.
pub fn messages() -> Vec<Document> {
    vec![
        Document { name: "ack".to_owned(), kind: Kind::Unknown, text: ACK.to_owned() },
        document("user", Kind::User, &user(&mut Random(5)), Layout::Compact),
        document("log_line", Kind::LogLine, &log(1)[0], Layout::Compact),
        document("post", Kind::Timeline, &timeline(1), Layout::Compact),
        document("product", Kind::Catalogue, &catalogue(1), Layout::Pretty),
        document("user_page", Kind::UserPage, &user_page(9), Layout::Compact),
    ]
}

const ACK: &str = r#"{"jsonrpc":"2.0","id":4711,"result":{"accepted":true,"queue":"payments","position":12,"retry":null}}"#;

enum Layout {
    Compact,
    Pretty,
}

fn document<T: Serialize>(name: &str, kind: Kind, value: &T, layout: Layout) -> Document {
    let text = match layout {
        Layout::Compact => serde_json::to_string(value),
        Layout::Pretty => serde_json::to_string_pretty(value),
    };
    Document { name: name.to_owned(), kind, text: text.expect("plain data is always JSON") }
}

pub fn timeline(posts: usize) -> Timeline<String, String> {
    let mut random = Random(1);
    let posts = (0..posts as u64).map(|number| post(number, &mut random)).collect();
    Timeline { posts, next: Some("MTc2NDA1NzU5MDox".to_owned()) }
}

fn post(number: u64, random: &mut Random) -> Post<String, String> {
    let handle = random.word().to_owned();
    let media = (0..random.below(3)).map(|_| Media {
        url: format!("https://media.example/{:016x}.jpg", random.next()),
        width: 640 + random.below(1280) as u16,
        height: 480 + random.below(720) as u16,
        kind: if random.below(4) == 0 { MediaKind::Video } else { MediaKind::Image },
    });
    let media: Vec<_> = media.collect();
    Post {
        id: 1_764_057_590_000_000 + number * 7919,
        created_at: format!(
            "2025-11-{:02}T{:02}:14:{:02}Z",
            1 + number % 28,
            number % 24,
            number % 60
        ),
        author: Author {
            id: 10_000 + random.below(90_000),
            name: format!("{} {}", random.pick(&NAMES), random.pick(&NAMES)),
            bio: random.text(6),
            followers: random.below(50_000) as u32,
            verified: random.below(5) == 0,
            avatar: format!("https://avatars.example/{handle}.png"),
            handle,
        },
        text: random.text(18),
        language: (*random.pick(&["en", "ja", "de", "fr", "ar"])).to_owned(),
        tags: (0..random.below(4)).map(|_| random.word().to_owned()).collect(),
        likes: random.below(2000) as u32,
        replies: random.below(90) as u32,
        in_reply_to: (random.below(3) == 0)
            .then(|| 1_764_057_590_000_000 + random.below(1_000_000)),
        sensitive: random.below(20) == 0,
        media: (!media.is_empty()).then_some(media),
    }
}

pub fn catalogue(products: usize) -> Catalogue<String, String> {
    let mut random = Random(2);
    let categories =
        (0..24.min(products as u32)).map(|id| (337_100 + id * 17, random.text(2))).collect();
    let products = (0..products).map(|number| product(number, &mut random)).collect();
    Catalogue { currency: "EUR".to_owned(), categories, products }
}

fn product(number: usize, random: &mut Random) -> Product<String, String> {
    Product {
        sku: format!("{}-{number:05}", random.word()),
        title: random.text(5),
        price: random.below(500_000) as f64 / 100.0,
        stock: random.below(900) as u32,
        category_ids: (0..1 + random.below(3))
            .map(|_| 337_100 + random.below(24) as u32 * 17)
            .collect(),
        dimensions: [(); 3].map(|()| random.below(3000) as f64 / 10.0),
        variants: (0..1 + random.below(4))
            .map(|_| Variant {
                colour: (*random.pick(&["red", "night blue", "sand", "grün"])).to_owned(),
                size: (*random.pick(&["S", "M", "L", "XL"])).to_owned(),
                in_stock: random.below(3) != 0,
                extra_cents: random.below(900) as i32 - 200,
            })
            .collect(),
        discontinued: (random.below(9) == 0).then(|| "2025-06-30".to_owned()),
    }
}

pub fn geojson(features: usize, points: usize) -> Canada<String> {
    let mut random = Random(3);
    let features = (0..features).map(|number| Feature {
        kind: "Feature".to_owned(),
        properties: Properties { name: format!("{} {number}", random.pick(&NAMES)) },
        geometry: Geometry {
            kind: "Polygon".to_owned(),
            coordinates: vec![
                (0..points).map(|_| (random.degrees(180.0), random.degrees(90.0))).collect(),
            ],
        },
    });
    Canada { kind: "FeatureCollection".to_owned(), features: features.collect() }
}

pub fn user_page(users: usize) -> UserPage<String> {
    let mut random = Random(4);
    let users: Vec<_> = (0..users).map(|_| user(&mut random)).collect();
    UserPage { page: 3, pages: 41, total: 41 * users.len() as u64, users }
}

pub fn user(random: &mut Random) -> User<String> {
    let name = random.pick(&NAMES);
    User {
        id: format!("usr_{:010x}", random.next() >> 24),
        name: format!("{name} {}", random.pick(&NAMES)),
        email: format!("{}@mail.example", random.word()),
        phone: format!("+49 151 {:07}", random.below(10_000_000)),
        city: (*random.pick(&["Köln", "Lyon", "Oslo", "Porto", "Gdańsk"])).to_owned(),
        country: (*random.pick(&["DE", "FR", "NO", "PT", "PL"])).to_owned(),
        plan: (*random.pick(&["free", "team", "business"])).to_owned(),
        latitude: random.below(180_000_000) as f64 / 1e6 - 90.0,
        longitude: random.below(360_000_000) as f64 / 1e6 - 180.0,
        balance: random.below(1_000_000) as f64 / 100.0,
    }
}

pub fn log(lines: usize) -> Vec<LogLine<String, String>> {
    let mut random = Random(6);
    (0..lines)
        .map(|number| LogLine {
            timestamp: format!(
                "2025-11-25T{:02}:{:02}:07.{:06}Z",
                number / 60 % 24,
                number % 60,
                random.below(999_999)
            ),
            level: (*random.pick(&["INFO", "INFO", "DEBUG", "WARN"])).to_owned(),
            target: format!("gateway::{}", random.word()),
            message: random.text(7),
            fields: Fields {
                method: (*random.pick(&["GET", "POST", "PUT"])).to_owned(),
                path: format!("/v2/{}/{}", random.word(), random.below(100_000)),
                status: *random.pick(&[200, 201, 204, 404, 500]),
                duration_us: random.below(900_000),
                bytes: random.below(1 << 22),
                trace_id: format!("{:016x}{:016x}", random.next(), random.next()),
            },
        })
        .collect()
}

/// SplitMix64: small, and the same everywhere.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    pub fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len() as u64) as usize]
    }

    fn word(&mut self) -> &'static str {
        WORDS[self.below(WORDS.len() as u64) as usize]
    }

    /// Words with, now and then, an escape or letters beyond ASCII between them.
    fn text(&mut self, words: u64) -> String {
        let mut text = String::new();
        for _ in 0..1 + words / 2 + self.below(words) {
            let separator = match self.below(40) {
                0 => "\n",
                1 => " \"",
                2 => " \u{2013} ",
                3 => " \u{6771}\u{4eac} ",
                4 => " \u{1f680} ",
                _ => " ",
            };
            text.push_str(self.word());
            text.push_str(separator);
        }
        text
    }

    fn degrees(&mut self, range: f64) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64 * 2.0 * range - range
    }
}

const NAMES: [&str; 8] = ["Amira", "Björn", "Chloé", "Dmitri", "Emeka", "Fumiko", "Grace", "Hugo"];

const WORDS: [&str; 24] = [
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
    "not",
    "measured",
    "with",
    "deploy",
];
