//! Holds the speed that was reached: a fixed set of ratios to `serde_json`, none may fall far below its record.
//!
//! Ratios of one process, because seconds say more about the machine than about the code; generated documents only,
//! so that the set is the same everywhere. A row that falls through its floor is run again after a pause, several
//! times, and the best run counts: noise goes away, a regression stays.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::contest::Contest;
use crate::machine::Machine;
use crate::measure::Budget;
use crate::peer::{Peer, Work};
use crate::sample::{self, Sample};

/// A row must keep this part of its recorded ratio.
const FLOOR: f64 = 0.85;
/// On a CPU of which nothing is recorded, this part of the least that is on any other.
const FLOOR_ELSEWHERE: f64 = 0.75;
const TRIES: usize = 4;
const PAUSE: Duration = Duration::from_secs(10);

const WORKS: [Work; 6] =
    [Work::Owned, Work::Borrowed, Work::Skip, Work::Write, Work::ReadValue, Work::WriteValue];
const SAMPLES: [&str; 8] = [
    "timeline",
    "catalogue",
    "geojson",
    "user_page",
    "ack 60 B",
    "user 200 B",
    "nested 1 KB",
    "escaped 3 KB",
];

type Ratios = BTreeMap<String, f64>;

/// Recorded ratios: by back end, by CPU, by row. One CPU's ratio is not another's: `serde_json` writes floats half again
/// as fast beside us on a newer one.
#[derive(Default, Serialize, Deserialize)]
struct Record(BTreeMap<String, BTreeMap<String, Ratios>>);

impl Record {
    /// Those of this CPU, or the least of any with its back end; and the part of them that must be kept.
    fn of(&self, machine: &Machine) -> Option<(Ratios, f64)> {
        let cpus = self.0.get(&machine.backend)?;
        if let Some(ratios) = cpus.get(&machine.cpu_model) {
            return Some((ratios.clone(), FLOOR));
        }
        let mut least = Ratios::new();
        for (row, ratio) in cpus.values().flatten() {
            least
                .entry(row.clone())
                .and_modify(|known| *known = known.min(*ratio))
                .or_insert(*ratio);
        }
        Some((least, FLOOR_ELSEWHERE))
    }
}

/// Measures the guarded rows and writes them down as what must be held.
pub fn record(path: &Path, machine: &Machine) -> Result<(), Box<dyn Error>> {
    let mut record = read(path).unwrap_or_default();
    let mut all: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for _ in 0..3 {
        for sample in samples() {
            for (name, ratio) in ratios(&sample, &WORKS)? {
                all.entry(name).or_default().push(ratio);
            }
        }
    }
    // The middle of three: a record must be reachable on any day.
    let ratios = all.into_iter().map(|(name, mut ratios)| {
        ratios.sort_by(f64::total_cmp);
        (name, (ratios[ratios.len() / 2] * 100.0).round() / 100.0)
    });
    let ratios: Ratios = ratios.collect();
    println!("recorded {} rows for {} on {}", ratios.len(), machine.backend, machine.cpu_model);
    let cpus = record.0.entry(machine.backend.clone()).or_default();
    cpus.insert(machine.cpu_model.clone(), ratios);
    fs::write(path, serde_json::to_string_pretty(&record)? + "\n")?;
    Ok(())
}

/// Whether every row keeps its part of its record, or the part `floor`.
pub fn check(path: &Path, machine: &Machine, floor: Option<f64>) -> Result<bool, Box<dyn Error>> {
    let record = read(path)?;
    let Some((recorded, part)) = &record.of(machine) else {
        println!("no ratios are recorded for the back end {}: nothing to hold", machine.backend);
        return Ok(true);
    };
    let floor = floor.unwrap_or(*part);
    let mut failed = 0;
    let mut passed = 0;
    for sample in samples() {
        let mut best: Ratios = ratios(&sample, &WORKS)?.into_iter().collect();
        for _ in 1..TRIES {
            let low: Vec<Work> = WORKS
                .into_iter()
                .filter(|work| !holds(recorded, &best, floor, &row_name(&sample, *work)))
                .collect();
            if low.is_empty() {
                break;
            }
            sleep(PAUSE);
            for (name, ratio) in ratios(&sample, &low)? {
                best.entry(name).and_modify(|known| *known = known.max(ratio)).or_insert(ratio);
            }
        }
        for work in WORKS {
            let name = row_name(&sample, work);
            let Some(expected) = recorded.get(&name) else { continue };
            let found = best.get(&name).copied().unwrap_or(0.0);
            let verdict = if holds(recorded, &best, floor, &name) { "holds" } else { "FELL" };
            println!("{verdict:<6} {name:<34} {found:>6.2}x, recorded {expected:.2}x");
            if verdict == "holds" { passed += 1 } else { failed += 1 }
        }
    }
    println!("at least {:.0} % of the record", floor * 100.0);
    println!("guard: {passed} passed, {failed} failed");
    Ok(failed == 0)
}

fn holds(recorded: &Ratios, found: &Ratios, floor: f64, name: &str) -> bool {
    recorded
        .get(name)
        .is_none_or(|expected| found.get(name).is_some_and(|ratio| *ratio >= expected * floor))
}

fn samples() -> Vec<Sample> {
    sample::generated()
        .into_iter()
        .filter(|sample| SAMPLES.contains(&sample.name.as_str()))
        .collect()
}

fn row_name(sample: &Sample, work: Work) -> String {
    format!("{}, {}", sample.name, work.name())
}

fn ratios(sample: &Sample, works: &[Work]) -> Result<Vec<(String, f64)>, Box<dyn Error>> {
    // As when the records were taken; the documents are small enough for many runs a round.
    let budget = Budget { row: Duration::from_millis(150), round: Duration::from_micros(150) };
    let mut contest =
        Contest { works, peers: &[Peer::Ours, Peer::SerdeJson], budget, rows: Vec::new() };
    sample.visit(&mut contest);
    contest
        .rows
        .iter()
        .map(|row| {
            let ratio = row.ratio_to(Peer::SerdeJson).ok_or_else(|| row.notes.join("; "))?;
            Ok((row_name(sample, row.work), ratio))
        })
        .collect()
}

fn read(path: &Path) -> Result<Record, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(serde_json::from_str(&text)?)
}
