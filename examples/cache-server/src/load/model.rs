//! What the cache may answer: the documents, and how old one may be.

use std::sync::atomic::{AtomicU64, Ordering::SeqCst};

use tokio::sync::{Mutex, RwLock};

/// Keys in a group, which has its prefix and its tag.
const KEYS: usize = 50;

/// All that the load writes to.
#[derive(Debug)]
pub struct Model {
    pub groups: Vec<Group>,
}

/// Keys that are invalidated together.
#[derive(Debug)]
pub struct Group {
    pub prefix: String,
    pub tag: String,
    /// Shared by writers of keys, owned by whoever invalidates the group: so each key has one writer at a time, and it is known
    /// what the cache must not show any more.
    pub lock: RwLock<()>,
    pub keys: Vec<Key>,
}

/// A key, and what is known of it.
#[derive(Debug)]
pub struct Key {
    pub name: String,
    pub lock: Mutex<()>,
    /// The newest version that a write was begun for.
    newest: AtomicU64,
    /// The oldest version that a read begun now may still find.
    oldest: AtomicU64,
}

/// Why an answer is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Replaced or removed before the read began.
    Stale,
    /// Not what was written.
    Corrupt,
}

impl Model {
    /// `groups` groups; none of their names begins another's.
    pub fn new(groups: usize) -> Self {
        let group = |at: usize| {
            let prefix = format!("group{at}/");
            let key = |number: usize| Key {
                name: format!("{prefix}document{number}"),
                lock: Mutex::new(()),
                newest: AtomicU64::new(0),
                oldest: AtomicU64::new(0),
            };
            let keys = (0..KEYS).map(key).collect();
            Group { prefix: prefix.clone(), tag: format!("tag{at}"), lock: RwLock::new(()), keys }
        };
        Model { groups: (0..groups).map(group).collect() }
    }
}

impl Key {
    /// A version to write; the caller holds the lock.
    pub fn next_version(&self) -> u64 {
        self.newest.fetch_add(1, SeqCst) + 1
    }

    /// The write of a version was acknowledged.
    pub fn written(&self, version: u64) {
        self.oldest.store(version, SeqCst);
    }

    /// The removal of whatever was there was acknowledged.
    pub fn removed(&self) {
        self.oldest.store(self.newest.load(SeqCst) + 1, SeqCst);
    }

    /// To be asked before a read is sent.
    pub fn oldest(&self) -> u64 {
        self.oldest.load(SeqCst)
    }

    /// Whether a read, before which `oldest` was that, may have found this.
    pub fn check(&self, oldest: u64, text: &[u8]) -> Result<u64, Wrong> {
        let version = version(text).ok_or(Wrong::Corrupt)?;
        self.check_version(oldest, version)?;
        if document(&self.name, version) == text { Ok(version) } else { Err(Wrong::Corrupt) }
    }

    /// The same, of a version alone.
    pub fn check_version(&self, oldest: u64, version: u64) -> Result<(), Wrong> {
        match version {
            _ if version < oldest => Err(Wrong::Stale),
            _ if version > self.newest.load(SeqCst) => Err(Wrong::Corrupt),
            _ => Ok(()),
        }
    }
}

const START: &str = "{\"version\":";

/// The text of a version: no two have the same, and lengths run from 150 bytes to 4 KB.
pub fn document(key: &str, version: u64) -> Vec<u8> {
    use std::io::Write;
    let mut text = Vec::with_capacity(1024);
    let number = mix(version ^ key.len() as u64);
    let count = 1 << (number % 7);
    // Writing to a Vec cannot fail.
    _ = write!(
        text,
        "{START}{version},\"key\":\"{key}\",\"user\":{{\"name\":\"Zoë \\\"{}\\\"\",",
        number % 997
    );
    _ = write!(text, "\"active\":{}}},\"items\":[", number.is_multiple_of(2));
    for at in 0..count {
        let number = mix(number + at);
        let comma = if at == 0 { "" } else { "," };
        _ = write!(
            text,
            "{comma}{{\"id\":{number},\"price\":{}.5,\"tags\":[\"a\"]}}",
            number % 1000
        );
    }
    text.extend_from_slice(b"]}");
    text
}

fn version(text: &[u8]) -> Option<u64> {
    let rest = text.strip_prefix(START.as_bytes())?;
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&rest[..digits]).ok()?.parse().ok()
}

/// Spreads a number's bits (splitmix64).
pub fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}
