//! Races contestants over the same work: short rounds in turn, the shortest and the median of each.
//!
//! A noisy machine only ever makes a round longer, so the shortest of many is what the code can do; and because the
//! rounds take turns, a slow second is slow for everyone. A round is some runs of a large document: in the first ones
//! a library finds the branch predictor and the caches as its rivals left them.

use std::time::{Duration, Instant};

use crate::allocations::{self, Allocations};
use crate::peer::Peer;

/// One library doing the work once on every text of a sample.
pub struct Contestant<'a> {
    pub peer: Peer,
    pub run: Box<dyn FnMut() + 'a>,
}

/// Nanoseconds for the work once.
#[derive(Debug, Clone, Copy)]
pub struct Timing {
    pub peer: Peer,
    pub shortest: f64,
    pub median: f64,
    /// Of the work once, in steady state: buffers that a library keeps are there already.
    pub allocations: Allocations,
}

/// How long one row may take, and how long one round should.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    pub row: Duration,
    pub round: Duration,
}

/// However slow the work is, this many rounds are run.
const LEAST_ROUNDS: usize = 7;

pub fn race(contestants: &mut [Contestant<'_>], budget: Budget) -> Vec<Timing> {
    let repeats: Vec<u32> = contestants
        .iter_mut()
        .map(|contestant| {
            (contestant.run)(); // caches, branch predictors, the allocator's lists
            let once = time(contestant, 1).max(1.0);
            (budget.round.as_nanos() as f64 / once).clamp(1.0, 100_000.0) as u32
        })
        .collect();

    let mut rounds: Vec<Vec<f64>> = contestants.iter().map(|_| Vec::new()).collect();
    let start = Instant::now();
    let mut turn = 0;
    while turn < LEAST_ROUNDS || start.elapsed() < budget.row {
        for step in 0..contestants.len() {
            let index = (turn + step) % contestants.len();
            rounds[index].push(time(&mut contestants[index], repeats[index]));
        }
        turn += 1;
    }

    contestants
        .iter_mut()
        .zip(&mut rounds)
        .map(|(contestant, rounds)| {
            rounds.sort_by(f64::total_cmp);
            Timing {
                peer: contestant.peer,
                shortest: rounds[0],
                median: rounds[rounds.len() / 2],
                allocations: allocations::count(&mut *contestant.run),
            }
        })
        .collect()
}

fn time(contestant: &mut Contestant<'_>, repeats: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..repeats {
        (contestant.run)();
    }
    start.elapsed().as_nanos() as f64 / f64::from(repeats)
}
