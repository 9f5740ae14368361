//! The run: connect, mix, check, count.

use std::collections::HashMap;
use std::fmt::{self, Display};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use serde::Deserialize;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::client::Client;
use super::histogram::Histogram;
use super::model::{Group, Key, Model, Wrong, document, mix};
use crate::json;

/// What to do.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the server is.
    pub address: SocketAddr,
    /// Connections held from the start to the end.
    pub connections: usize,
    /// How long requests are sent once all are connected.
    pub time: Duration,
    /// Groups of fifty keys.
    pub groups: usize,
}

/// What happened.
#[derive(Debug)]
pub struct Report {
    options: Options,
    held: usize,
    took: Duration,
    latency: Histogram,
    counts: Counts,
    /// Bytes that the server asked of its allocator, from its `/stats`.
    allocated: u64,
}

#[derive(Debug, Default)]
struct Counts {
    reads: AtomicU64,
    hits: AtomicU64,
    not_modified: AtomicU64,
    projections: AtomicU64,
    batches: AtomicU64,
    writes: AtomicU64,
    removals: AtomicU64,
    invalidations: AtomicU64,
    refused_input: AtomicU64,
    failed_connects: AtomicU64,
    failed_requests: AtomicU64,
    wrong_statuses: AtomicU64,
    stale: AtomicU64,
    corrupt: AtomicU64,
}

struct Shared {
    model: Model,
    latency: Histogram,
    counts: Counts,
    end: std::sync::OnceLock<Instant>,
}

/// Opens all connections, then sends on all of them until the time is over.
///
/// # Errors
/// The server does not answer at all.
pub async fn run(options: Options) -> io::Result<Report> {
    let before = allocated(options.address).await?;
    let shared = Arc::new(Shared {
        model: Model::new(options.groups),
        latency: Histogram::new(),
        counts: Counts::default(),
        end: std::sync::OnceLock::new(),
    });

    // A few hundred at a time, so that the backlog holds them.
    let gate = Arc::new(Semaphore::new(256));
    let mut connecting = JoinSet::new();
    for _ in 0..options.connections {
        let (gate, address) = (Arc::clone(&gate), options.address);
        connecting.spawn(async move {
            let _permit = gate.acquire_owned().await;
            Client::connect(address).await
        });
    }
    let mut clients = Vec::with_capacity(options.connections);
    while let Some(client) = connecting.join_next().await {
        match client {
            Ok(Ok(client)) => clients.push(client),
            _ => count(&shared.counts.failed_connects),
        }
    }

    let held = clients.len();
    let start = Instant::now();
    _ = shared.end.set(start + options.time);
    let mut working = JoinSet::new();
    for (seed, client) in clients.into_iter().enumerate() {
        let worker = Worker { shared: Arc::clone(&shared), client, random: mix(seed as u64) };
        working.spawn(worker.work());
    }
    // Every client stays connected until the last one is done.
    let clients = working.join_all().await;
    let took = start.elapsed();
    drop(clients);

    let allocated = allocated(options.address).await?.saturating_sub(before);
    let shared = Arc::into_inner(shared).ok_or_else(|| io::Error::other("a worker is left"))?;
    let Shared { latency, counts, .. } = shared;
    Ok(Report { options, held, took, latency, counts, allocated })
}

async fn allocated(address: SocketAddr) -> io::Result<u64> {
    #[derive(Deserialize)]
    struct Stats {
        allocated: u64,
    }
    let mut client = Client::connect(address).await?;
    let answer = client.send("GET", "/stats", "", b"").await?;
    let stats: Stats = json::read(answer.body).map_err(|_| io::Error::other("no statistics"))?;
    Ok(stats.allocated)
}

fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Relaxed);
}

struct Worker {
    shared: Arc<Shared>,
    client: Client,
    random: u64,
}

/// A check that failed, or a request that did.
enum Fault {
    Io,
    Status,
    Wrong(Wrong),
}

impl From<io::Error> for Fault {
    fn from(_: io::Error) -> Self {
        Fault::Io
    }
}

impl From<Wrong> for Fault {
    fn from(wrong: Wrong) -> Self {
        Fault::Wrong(wrong)
    }
}

impl Worker {
    /// Sends until the end, and hands the connection back still open.
    async fn work(mut self) -> Client {
        let shared = Arc::clone(&self.shared);
        let end = shared.end.get().copied().unwrap_or_else(Instant::now);
        while Instant::now() < end {
            let counts = &shared.counts;
            match self.step(&shared).await {
                Ok(()) => {}
                Err(Fault::Status) => count(&counts.wrong_statuses),
                Err(Fault::Wrong(Wrong::Stale)) => count(&counts.stale),
                Err(Fault::Wrong(Wrong::Corrupt)) => count(&counts.corrupt),
                Err(Fault::Io) => {
                    count(&counts.failed_requests);
                    break;
                }
            }
        }
        self.client
    }

    fn random(&mut self, below: usize) -> usize {
        self.random = mix(self.random);
        (self.random % below as u64) as usize
    }

    /// One request of the mix.
    async fn step(&mut self, shared: &Shared) -> Result<(), Fault> {
        let group = &shared.model.groups[self.random(shared.model.groups.len())];
        // A few keys get most of the requests.
        let spread = self.random(group.keys.len()) + 1;
        let key = &group.keys[self.random(spread)];
        match self.random(1000) {
            0..730 => self.read(shared, key).await,
            730..800 => self.project(shared, key).await,
            800..840 => self.batch(shared, group).await,
            840..980 => self.write(shared, group, key).await,
            980..993 => self.remove(shared, group, key).await,
            // Rare: each takes fifty documents away.
            993..995 => self.invalidate(shared, group).await,
            _ => self.send_garbage(shared, key).await,
        }
    }

    async fn read(&mut self, shared: &Shared, key: &Key) -> Result<(), Fault> {
        let path = format!("/cache/{}", key.name);
        count(&shared.counts.reads);
        let oldest = key.oldest();
        let sent = Instant::now();
        let answer = self.client.send("GET", &path, "", b"").await?;
        shared.latency.add(sent.elapsed());
        let version = match answer.status {
            200 => key.check(oldest, answer.body)?,
            404 => return Ok(()),
            _ => return Err(Fault::Status),
        };
        count(&shared.counts.hits);
        let header = answer.etag.map(|etag| format!("if-none-match: {etag}\r\n"));
        let header = header.ok_or(Fault::Status)?;
        if self.random(8) > 0 {
            return Ok(());
        }
        // Ask again: if nothing has changed, that is all there is to say.
        let oldest = key.oldest();
        let sent = Instant::now();
        let answer = self.client.send("GET", &path, &header, b"").await?;
        shared.latency.add(sent.elapsed());
        match answer.status {
            304 => {
                count(&shared.counts.not_modified);
                key.check_version(oldest, version)?;
            }
            200 => _ = key.check(oldest, answer.body)?,
            404 => {}
            _ => return Err(Fault::Status),
        }
        Ok(())
    }

    async fn project(&mut self, shared: &Shared, key: &Key) -> Result<(), Fault> {
        let path = format!("/cache/{}?pointer=/key", key.name);
        let sent = Instant::now();
        let answer = self.client.send("GET", &path, "", b"").await?;
        shared.latency.add(sent.elapsed());
        count(&shared.counts.projections);
        match answer.status {
            200 if answer.body == format!("\"{}\"", key.name).as_bytes() => Ok(()),
            200 => Err(Wrong::Corrupt.into()),
            404 => Ok(()),
            _ => Err(Fault::Status),
        }
    }

    async fn batch(&mut self, shared: &Shared, group: &Group) -> Result<(), Fault> {
        #[derive(Deserialize)]
        struct Found<'a> {
            #[serde(borrow)]
            found: HashMap<&'a str, &'a json::RawValue>,
            missing: Vec<&'a str>,
        }
        let start = self.random(group.keys.len() - 8);
        let keys = &group.keys[start..start + 8];
        let names: Vec<&str> = keys.iter().map(|key| key.name.as_str()).collect();
        let body = format!("{{\"keys\":{names:?}}}");
        let oldest: Vec<u64> = keys.iter().map(Key::oldest).collect();
        let sent = Instant::now();
        let answer = self.client.send("POST", "/batch/get", "", body.as_bytes()).await?;
        shared.latency.add(sent.elapsed());
        count(&shared.counts.batches);
        if answer.status != 200 {
            return Err(Fault::Status);
        }
        let Ok(Found { found, missing }) = json::read(answer.body) else {
            return Err(Wrong::Corrupt.into());
        };
        if found.len() + missing.len() != keys.len() {
            return Err(Wrong::Corrupt.into());
        }
        for (key, oldest) in keys.iter().zip(oldest) {
            if let Some(text) = found.get(key.name.as_str()) {
                key.check(oldest, text.get().as_bytes())?;
            }
        }
        Ok(())
    }

    async fn write(&mut self, shared: &Shared, group: &Group, key: &Key) -> Result<(), Fault> {
        let (Ok(_group), Ok(_key)) = (group.lock.try_read(), key.lock.try_lock()) else {
            return self.read(shared, key).await;
        };
        let version = key.next_version();
        let path = format!("/cache/{}?ttl=600&tags={}", key.name, group.tag);
        let body = document(&key.name, version);
        let sent = Instant::now();
        let answer = self.client.send("PUT", &path, "", &body).await?;
        shared.latency.add(sent.elapsed());
        count(&shared.counts.writes);
        if !matches!(answer.status, 201 | 204) {
            return Err(Fault::Status);
        }
        key.written(version);
        Ok(())
    }

    async fn remove(&mut self, shared: &Shared, group: &Group, key: &Key) -> Result<(), Fault> {
        let (Ok(_group), Ok(_key)) = (group.lock.try_read(), key.lock.try_lock()) else {
            return self.read(shared, key).await;
        };
        let path = format!("/cache/{}", key.name);
        let sent = Instant::now();
        let answer = self.client.send("DELETE", &path, "", b"").await?;
        shared.latency.add(sent.elapsed());
        count(&shared.counts.removals);
        if !matches!(answer.status, 204 | 404) {
            return Err(Fault::Status);
        }
        key.removed();
        Ok(())
    }

    /// By prefix or by tag. Waits for the group's writers; new ones do something else meanwhile.
    async fn invalidate(&mut self, shared: &Shared, group: &Group) -> Result<(), Fault> {
        let _group = group.lock.write().await;
        let body = match self.random(2) {
            0 => format!("{{\"prefixes\":[\"{}\"]}}", group.prefix),
            _ => format!("{{\"tags\":[\"{}\"]}}", group.tag),
        };
        let sent = Instant::now();
        let answer = self.client.send("POST", "/invalidate", "", body.as_bytes()).await?;
        shared.latency.add(sent.elapsed());
        count(&shared.counts.invalidations);
        if answer.status != 200 {
            return Err(Fault::Status);
        }
        group.keys.iter().for_each(Key::removed);
        Ok(())
    }

    /// What is no JSON is refused, and changes nothing.
    async fn send_garbage(&mut self, shared: &Shared, key: &Key) -> Result<(), Fault> {
        let path = format!("/cache/{}", key.name);
        let sent = Instant::now();
        let answer = self.client.send("PUT", &path, "", b"{\"version\":1,\"key\":").await?;
        shared.latency.add(sent.elapsed());
        count(&shared.counts.refused_input);
        if answer.status == 400 { Ok(()) } else { Err(Fault::Status) }
    }
}

impl Report {
    /// Whether every connection was held, every request answered, and every answer right.
    pub fn is_clean(&self) -> bool {
        let counts = &self.counts;
        let faults = [
            &counts.failed_connects,
            &counts.failed_requests,
            &counts.wrong_statuses,
            &counts.stale,
            &counts.corrupt,
        ];
        self.held == self.options.connections && faults.iter().all(|fault| fault.load(Relaxed) == 0)
    }

    /// Requests that were answered.
    pub fn requests(&self) -> u64 {
        self.latency.total()
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (counts, latency) = (&self.counts, &self.latency);
        let requests = latency.total();
        let seconds = self.took.as_secs_f64();
        writeln!(
            f,
            "{} of {} connections held for {seconds:.1} s",
            self.held, self.options.connections
        )?;
        writeln!(
            f,
            "{requests} requests, {:.0} a second, {} bytes allocated for each",
            requests as f64 / seconds,
            self.allocated / requests.max(1)
        )?;
        for (name, counter) in [
            ("reads", &counts.reads),
            ("  hits", &counts.hits),
            ("  not modified", &counts.not_modified),
            ("projections", &counts.projections),
            ("batches of 8", &counts.batches),
            ("writes", &counts.writes),
            ("removals", &counts.removals),
            ("invalidations", &counts.invalidations),
            ("garbage refused", &counts.refused_input),
            ("failed connects", &counts.failed_connects),
            ("failed requests", &counts.failed_requests),
            ("wrong statuses", &counts.wrong_statuses),
            ("stale answers", &counts.stale),
            ("corrupt answers", &counts.corrupt),
        ] {
            writeln!(f, "  {name:<16} {:>9}", counter.load(Relaxed))?;
        }
        writeln!(f, "latency")?;
        for (name, share) in [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p99.9", 0.999)] {
            writeln!(f, "  {name:<5} {:>12?}", latency.quantile(share))?;
        }
        writeln!(f, "  max   {:>12?}", latency.longest())?;
        write!(f, "{latency}")
    }
}
