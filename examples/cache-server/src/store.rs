//! The store: documents as validated text, bounded by size, found by key, prefix and tag.
//!
//! Reads go to the concurrent map alone. What changes it goes through one lock, which also keeps the index of keys and tags;
//! so once an invalidation has returned, no read finds what it removed.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Bound;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::http::HeaderValue;
use bytes::Bytes;
use moka::Expiry;
use moka::policy::EvictionPolicy;
use moka::sync::Cache;

/// A stored document.
#[derive(Debug)]
pub struct Document {
    /// Its text, checked to be JSON.
    pub body: Bytes,
    /// Its strong entity tag, quotes included.
    pub etag: HeaderValue,
    /// When it was stored.
    pub stored: Instant,
    ttl: Option<Duration>,
    /// Tells a document from an earlier one under the same key.
    id: u64,
}

/// What to store beside the text.
#[derive(Debug, Default)]
pub struct Terms {
    /// How long it may be served; as long as there is room, if not given.
    pub ttl: Option<Duration>,
    /// By what else it can be invalidated.
    pub tags: Vec<String>,
}

/// Under which condition to store (RFC 9110's preconditions).
#[derive(Debug)]
pub enum Condition<'a> {
    /// None.
    Always,
    /// `If-None-Match: *`: nothing is stored under the key.
    Absent,
    /// `If-Match`: what is stored has one of these tags.
    Matches(&'a str),
}

/// What storing did.
#[derive(Debug, PartialEq, Eq)]
pub enum Stored {
    /// The key was free.
    Created,
    /// A document was replaced.
    Replaced,
    /// The condition did not hold.
    Refused,
}

/// What happened so far.
#[derive(Debug, Default)]
pub struct Counters {
    /// Reads that found a document.
    pub hits: AtomicU64,
    /// Reads that did not.
    pub misses: AtomicU64,
    /// Documents stored.
    pub stores: AtomicU64,
    /// Documents removed on request.
    pub removals: AtomicU64,
    /// Documents that ran out of time or room.
    pub evictions: AtomicU64,
}

/// The documents.
#[derive(Debug)]
pub struct Store {
    cache: Cache<Arc<str>, Arc<Document>>,
    index: Mutex<Index>,
    gone: Arc<Gone>,
    counters: Arc<Counters>,
    next_id: AtomicU64,
}

/// Keys that the cache let go by itself, not yet taken out of the index. The cache may tell so in the middle of a store, when
/// the index is locked.
type Gone = Mutex<Vec<(Arc<str>, u64)>>;

#[derive(Debug, Default)]
struct Index {
    by_key: BTreeMap<Arc<str>, Entry>,
    by_tag: HashMap<Arc<str>, HashSet<Arc<str>>>,
}

#[derive(Debug)]
struct Entry {
    id: u64,
    tags: Box<[Arc<str>]>,
}

/// Bytes that a document takes beside key and text, roughly.
const OVERHEAD: usize = 300;

impl Store {
    /// A store of up to `capacity` bytes; the least recently used documents make room.
    pub fn new(capacity: u64) -> Self {
        let gone = Arc::new(Gone::default());
        let counters = Arc::new(Counters::default());
        let (told, counted) = (Arc::clone(&gone), Arc::clone(&counters));
        let cache = Cache::builder()
            .max_capacity(capacity)
            .weigher(|key: &Arc<str>, document: &Arc<Document>| {
                let weight = key.len() + document.body.len() + OVERHEAD;
                u32::try_from(weight).unwrap_or(u32::MAX)
            })
            .eviction_policy(EvictionPolicy::lru())
            .expire_after(PerDocument)
            .eviction_listener(move |key, document, cause| {
                if cause.was_evicted() {
                    counted.evictions.fetch_add(1, Relaxed);
                    lock(&told).push((Arc::clone(&key), document.id));
                }
            })
            .build();
        Store { cache, index: Mutex::default(), gone, counters, next_id: AtomicU64::new(1) }
    }

    /// The document under a key.
    pub fn get(&self, key: &str) -> Option<Arc<Document>> {
        let document = self.cache.get(key);
        let counter = if document.is_some() { &self.counters.hits } else { &self.counters.misses };
        counter.fetch_add(1, Relaxed);
        document
    }

    /// Stores text that was checked to be JSON; the entity tag is that of the text.
    pub fn put(
        &self,
        key: &str,
        body: Bytes,
        terms: Terms,
        condition: &Condition<'_>,
    ) -> (Stored, Arc<Document>) {
        let id = self.next_id.fetch_add(1, Relaxed);
        let etag = etag(&body);
        let document = Document { body, etag, stored: Instant::now(), ttl: terms.ttl, id };
        let document = Arc::new(document);
        let key: Arc<str> = key.into();

        let mut index = self.lock_index();
        let present = self.cache.get(&key);
        let holds = match condition {
            Condition::Always => true,
            Condition::Absent => present.is_none(),
            Condition::Matches(tags) => present.as_ref().is_some_and(|d| matches(tags, &d.etag)),
        };
        if !holds {
            return (Stored::Refused, document);
        }
        index.insert(&key, id, terms.tags);
        self.cache.insert(key, Arc::clone(&document));
        drop(index);
        self.counters.stores.fetch_add(1, Relaxed);
        (if present.is_some() { Stored::Replaced } else { Stored::Created }, document)
    }

    /// Removes a document, and says whether there was one.
    pub fn remove(&self, key: &str) -> bool {
        let mut index = self.lock_index();
        index.remove(key);
        let was_there = self.cache.remove(key).is_some();
        self.counters.removals.fetch_add(was_there.into(), Relaxed);
        was_there
    }

    /// Removes all documents whose keys start with `prefix`.
    pub fn remove_prefix(&self, prefix: &str) -> usize {
        let mut index = self.lock_index();
        let from = (Bound::Included(prefix), Bound::Unbounded);
        let keys = index.by_key.range::<str, _>(from).map(|(key, _)| key);
        let keys = keys.take_while(|key| key.starts_with(prefix)).cloned().collect();
        self.remove_all(&mut index, keys)
    }

    /// Removes all documents with a tag.
    pub fn remove_tag(&self, tag: &str) -> usize {
        let mut index = self.lock_index();
        let keys = index.by_tag.get(tag).map(|keys| keys.iter().cloned().collect());
        self.remove_all(&mut index, keys.unwrap_or_default())
    }

    fn remove_all(&self, index: &mut Index, keys: Vec<Arc<str>>) -> usize {
        let mut count = 0;
        for key in keys {
            index.remove(&key);
            count += usize::from(self.cache.remove(&*key).is_some());
        }
        self.counters.removals.fetch_add(count as u64, Relaxed);
        count
    }

    /// What happened so far.
    pub fn counters(&self) -> &Counters {
        &self.counters
    }

    /// Number of documents, and the bytes they take.
    pub fn size(&self) -> (u64, u64) {
        self.cache.run_pending_tasks();
        (self.cache.entry_count(), self.cache.weighted_size())
    }

    /// Locks the index, with all in it that the cache has let go taken out.
    fn lock_index(&self) -> MutexGuard<'_, Index> {
        let mut index = lock(&self.index);
        let gone = std::mem::take(&mut *lock(&self.gone));
        for (key, id) in gone {
            if index.by_key.get(&key).is_some_and(|entry| entry.id == id) {
                index.remove(&key);
            }
        }
        index
    }
}

impl Index {
    fn insert(&mut self, key: &Arc<str>, id: u64, tags: Vec<String>) {
        self.remove(key);
        let tags: Box<[Arc<str>]> = tags.into_iter().map(Arc::from).collect();
        for tag in &tags {
            self.by_tag.entry(Arc::clone(tag)).or_default().insert(Arc::clone(key));
        }
        self.by_key.insert(Arc::clone(key), Entry { id, tags });
    }

    fn remove(&mut self, key: &str) {
        let Some(entry) = self.by_key.remove(key) else { return };
        for tag in &entry.tags {
            if let Some(keys) = self.by_tag.get_mut(tag) {
                keys.remove(key);
                if keys.is_empty() {
                    self.by_tag.remove(tag);
                }
            }
        }
    }
}

/// Each document brings its own time to live.
struct PerDocument;

impl Expiry<Arc<str>, Arc<Document>> for PerDocument {
    fn expire_after_create(
        &self,
        _: &Arc<str>,
        document: &Arc<Document>,
        _: Instant,
    ) -> Option<Duration> {
        document.ttl
    }

    fn expire_after_update(
        &self,
        _: &Arc<str>,
        document: &Arc<Document>,
        _: Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        document.ttl
    }
}

/// Nothing that holds a lock here can panic half way; a poisoned one is as good.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A strong entity tag of a text.
fn etag(body: &[u8]) -> HeaderValue {
    use std::hash::Hasher;
    let mut hasher = std::hash::DefaultHasher::new();
    hasher.write(body);
    let tag = format!("\"{:016x}\"", hasher.finish());
    HeaderValue::from_str(&tag).unwrap_or_else(|_| HeaderValue::from_static("\"\""))
}

/// Whether a list of entity tags, or `*`, names this one. A weak tag counts as its strong twin, as `If-None-Match` wants it.
pub fn matches(tags: &str, etag: &HeaderValue) -> bool {
    tags.split(',').map(str::trim).any(|tag| {
        tag == "*" || tag.strip_prefix("W/").unwrap_or(tag).as_bytes() == etag.as_bytes()
    })
}
