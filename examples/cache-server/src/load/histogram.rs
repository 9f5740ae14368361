//! Counts of durations, precise to a sixteenth of their size.

use std::fmt::{self, Display};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

/// Buckets to each power of two.
const FINE: usize = 16;
const BUCKETS: usize = 40 * FINE;

/// How often which duration was seen; shared by all tasks.
#[derive(Debug)]
pub struct Histogram {
    /// By microseconds.
    counts: Box<[AtomicU64]>,
    longest: AtomicU64,
}

impl Histogram {
    /// An empty one.
    pub fn new() -> Self {
        let counts = (0..BUCKETS).map(|_| AtomicU64::new(0)).collect();
        Histogram { counts, longest: AtomicU64::new(0) }
    }

    /// Counts a duration.
    pub fn add(&self, duration: Duration) {
        let micros = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX);
        self.counts[bucket(micros).min(BUCKETS - 1)].fetch_add(1, Relaxed);
        self.longest.fetch_max(micros, Relaxed);
    }

    /// Number of durations counted.
    pub fn total(&self) -> u64 {
        self.counts.iter().map(|count| count.load(Relaxed)).sum()
    }

    /// The duration that this share of all did not exceed.
    pub fn quantile(&self, share: f64) -> Duration {
        let wanted = (self.total() as f64 * share).ceil() as u64;
        let mut seen = 0;
        for (bucket, count) in self.counts.iter().enumerate() {
            seen += count.load(Relaxed);
            if seen >= wanted.max(1) {
                let longest = self.longest.load(Relaxed);
                return Duration::from_micros(start(bucket + 1).min(longest));
            }
        }
        Duration::ZERO
    }

    /// The longest duration.
    pub fn longest(&self) -> Duration {
        Duration::from_micros(self.longest.load(Relaxed))
    }
}

/// Below `FINE` each microsecond has its bucket, above each sixteenth of a power of two.
fn bucket(micros: u64) -> usize {
    if micros < FINE as u64 {
        return micros as usize;
    }
    let power = micros.ilog2() as usize;
    let fine = (micros >> (power - 4)) as usize - FINE;
    (power - 3) * FINE + fine
}

/// The shortest duration of a bucket.
fn start(bucket: usize) -> u64 {
    if bucket < FINE {
        return bucket as u64;
    }
    let power = bucket / FINE + 3;
    ((bucket % FINE + FINE) as u64) << (power - 4)
}

impl Display for Histogram {
    /// One bar for each power of two, as long as its share.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LONGEST_BAR: u64 = 50;
        let bars: Vec<u64> = self
            .counts
            .chunks(FINE)
            .map(|counts| counts.iter().map(|count| count.load(Relaxed)).sum())
            .collect();
        let Some(first) = bars.iter().position(|&bar| bar > 0) else { return Ok(()) };
        let last = bars.iter().rposition(|&bar| bar > 0).unwrap_or(first);
        let most = bars.iter().copied().max().unwrap_or(1).max(1);
        for (at, &count) in bars.iter().enumerate().take(last + 1).skip(first) {
            let below = Duration::from_micros(start((at + 1) * FINE));
            let length = (count * LONGEST_BAR).div_ceil(most) as usize;
            writeln!(f, "  < {:>9} {count:>9} {}", format!("{below:?}"), "#".repeat(length))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_in_order_and_hold_their_start() {
        for at in 0..BUCKETS - 1 {
            assert_eq!(bucket(start(at)), at);
            assert_eq!(bucket(start(at + 1) - 1), at);
        }
    }

    #[test]
    fn quantiles_are_close() {
        let histogram = Histogram::new();
        for micros in 1..=10_000 {
            histogram.add(Duration::from_micros(micros));
        }
        for (share, micros) in [(0.5, 5000.0), (0.99, 9900.0), (1.0, 10_000.0)] {
            let found = histogram.quantile(share).as_micros() as f64;
            assert!((found / micros - 1.0).abs() < 1.0 / 16.0, "{share}: {found}");
        }
    }
}
