//! Holds the speed that was reached: a fixed set of ratios to `serde_json`, none may fall far below its record.
//!
//! Ratios of one process, because seconds say more about the machine than about the code; generated documents only,
//! so that the set is the same everywhere. A row that falls through its floor is run again after a pause, several
//! times, and the best run counts: noise goes away, a regression stays. Each run is a process of its own, since where one
//! happens to lie in memory stays as it is until it ends: a skip of 60 bytes was 0.84 of itself in one of thirty.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::contest::{Contest, Row};
use crate::machine::Machine;
use crate::measure::Budget;
use crate::peer::{Peer, Work};
use crate::sample;

/// A row must keep this part of its recorded ratio.
const FLOOR: f64 = 0.85;
/// On a CPU of which nothing is recorded, this part of the least that is on any other.
const FLOOR_ELSEWHERE: f64 = 0.75;
/// Processes of which a record is the middle: it must be reachable on any day.
const RECORDED: usize = 5;
const TRIES: usize = 4;
const PAUSE: Duration = Duration::from_secs(10);

const WORKS: [Work; 6] =
    [Work::Owned, Work::Borrowed, Work::Skip, Work::Write, Work::ReadValue, Work::WriteValue];
const SAMPLES: [&str; 10] = [
    "timeline",
    "catalogue",
    "geojson",
    "user_page",
    "ack 60 B",
    "user 200 B",
    "nested 1 KB",
    "escaped 3 KB",
    "strings 500 B",
    "non-ASCII 1 KB",
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
        Some((row_by_row(cpus.values().cloned(), |_| 0), FLOOR_ELSEWHERE))
    }
}

/// One of each row's ratios, sorted: which, by how many there are.
fn row_by_row(all: impl Iterator<Item = Ratios>, which: impl Fn(usize) -> usize) -> Ratios {
    let mut rows: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for (row, ratio) in all.flatten() {
        rows.entry(row).or_default().push(ratio);
    }
    let one = |mut ratios: Vec<f64>| {
        ratios.sort_by(f64::total_cmp);
        ratios[which(ratios.len())]
    };
    rows.into_iter().map(|(row, ratios)| (row, one(ratios))).collect()
}

/// Measures the guarded rows and writes them down as what must be held.
pub fn record(path: &Path, machine: &Machine) -> Result<(), Box<dyn Error>> {
    let mut record = read(path).unwrap_or_default();
    let runs: Result<Vec<Ratios>, _> = (0..RECORDED).map(|_| measured(machine, &SAMPLES)).collect();
    let rounded = |(row, ratio): (String, f64)| (row, (ratio * 100.0).round() / 100.0);
    let middle = row_by_row(runs?.into_iter(), |runs| runs / 2);
    let ratios: Ratios = middle.into_iter().map(rounded).collect();
    println!("recorded {} rows for {} on {}", ratios.len(), machine.backend, machine.cpu_model);
    let cpus = record.0.entry(machine.backend.clone()).or_default();
    cpus.insert(machine.cpu_model.clone(), ratios);
    fs::write(path, serde_json::to_string_pretty(&record)? + "\n")?;
    Ok(())
}

/// Whether every row keeps its part of its record, or the part `floor`.
pub fn check(path: &Path, machine: &Machine, floor: Option<f64>) -> Result<bool, Box<dyn Error>> {
    let record = read(path)?;
    let Some((recorded, part)) = record.of(machine) else {
        println!("no ratios are recorded for the back end {}: nothing to hold", machine.backend);
        return Ok(true);
    };
    let floor = floor.unwrap_or(part);
    let mut best = measured(machine, &SAMPLES)?;
    for _ in 1..TRIES {
        let low = SAMPLES.into_iter().filter(|sample| {
            !WORKS.iter().all(|work| holds(&recorded, &best, floor, &row_name(sample, *work)))
        });
        let low: Vec<&str> = low.collect();
        if low.is_empty() {
            break;
        }
        sleep(PAUSE);
        for (name, ratio) in measured(machine, &low)? {
            best.entry(name).and_modify(|known| *known = known.max(ratio)).or_insert(ratio);
        }
    }
    let mut failed = 0;
    for (name, expected) in &recorded {
        let found = best.get(name).copied().unwrap_or(0.0);
        let verdict = match holds(&recorded, &best, floor, name) {
            true => "holds",
            false => "FELL",
        };
        println!("{verdict:<6} {name:<34} {found:>6.2}x, recorded {expected:.2}x");
        failed += usize::from(verdict == "FELL");
    }
    println!("at least {:.0} % of the record", floor * 100.0);
    println!("guard: {} passed, {failed} failed", recorded.len() - failed);
    Ok(failed == 0)
}

fn holds(recorded: &Ratios, found: &Ratios, floor: f64, name: &str) -> bool {
    recorded
        .get(name)
        .is_none_or(|expected| found.get(name).is_some_and(|ratio| *ratio >= expected * floor))
}

fn row_name(sample: &str, work: Work) -> String {
    format!("{sample}, {}", work.name())
}

/// The ratios of some of the samples, by a process of its own.
fn measured(machine: &Machine, samples: &[&str]) -> Result<Ratios, Box<dyn Error>> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["ratios", "--backend", &machine.backend]);
    command.args(samples.iter().flat_map(|sample| ["--document", sample]));
    let output = command.output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Measures the guarded rows of these samples, and prints their ratios.
pub fn ratios(names: &[String]) -> Result<(), Box<dyn Error>> {
    // As when the records were taken; the documents are small enough for many runs a round.
    let budget = Budget { row: Duration::from_millis(150), round: Duration::from_micros(150) };
    let peers = &[Peer::Ours, Peer::SerdeJson];
    let mut contest = Contest { works: &WORKS, peers, budget, rows: Vec::new() };
    sample::generated()
        .iter()
        .filter(|sample| names.contains(&sample.name))
        .for_each(|sample| sample.visit(&mut contest));
    let ratio = |row: &Row| match row.ratio_to(Peer::SerdeJson) {
        Some(ratio) => Ok((row_name(&row.sample, row.work), ratio)),
        None => Err(row.notes.join("; ")),
    };
    let ratios: Ratios = contest.rows.iter().map(ratio).collect::<Result<_, _>>()?;
    println!("{}", serde_json::to_string(&ratios)?);
    Ok(())
}

fn read(path: &Path) -> Result<Record, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(serde_json::from_str(&text)?)
}
