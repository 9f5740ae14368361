//! What does this crate do for my JSON? Reads and writes documents with serde_json and with this crate, checks
//! that both agree, and prints how fast each was.
//!
//! ```text
//! cargo run --release --example compare                  # $FASTJSON_DATA/corpora, or generated documents
//! cargo run --release --example compare -- my/folder a.json
//! ```
//!
//! Well-known documents are read into their own types, all others into a plain tree over serde that is the same
//! for both libraries. Rounds of the two alternate, and the fastest of each counts. It takes about ten seconds.

#[path = "../benches/models/mod.rs"]
mod models;

use std::fmt::Debug;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use std::{env, io};

use models::{Document, Kind, Work, generated};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};

/// For all documents together.
const BUDGET: Duration = Duration::from_secs(9);
/// What is timed for each document.
const JOBS: u32 = 4;

fn main() -> ExitCode {
    let documents = match documents() {
        Ok(documents) if !documents.is_empty() => documents,
        Ok(_) => {
            eprintln!("no .json file there");
            return ExitCode::FAILURE;
        }
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let share = BUDGET / (documents.len() as u32 * JOBS);
    let budget = share.clamp(Duration::from_millis(10), Duration::from_millis(400));

    println!(
        "{:<24} {:>9}  {:<13} {:>10} {:>12} {:>6}",
        "", "", "", "serde_json", "fastjson-api", ""
    );
    println!(
        "{:<24} {:>9}  {:<13} {:>10} {:>12} {:>6}",
        "document", "size", "job", "GB/s", "GB/s", "ratio"
    );
    let mut jobs = Vec::new();
    let mut agreed = true;
    for mut document in documents {
        let mut outcome = document.typed(&mut Comparison { budget });
        if outcome.is_err() && document.kind != Kind::Unknown {
            // A file that only has a well-known document's name.
            document.kind = Kind::Unknown;
            outcome = document.typed(&mut Comparison { budget });
        }
        match outcome {
            Ok(lines) => {
                print(&document, &lines);
                jobs.extend(lines);
            }
            Err(Disagreement::Rejected(error)) => {
                println!("{:<24} both reject it: {error}", document.name)
            }
            Err(Disagreement::Different(what)) => {
                agreed = false;
                println!("{:<24} THE TWO DIFFER: {what}", document.name);
            }
        }
    }
    if !jobs.is_empty() {
        let logarithms: f64 = jobs.iter().map(|job| job.ratio().ln()).sum();
        println!(
            "\n{} jobs, geometric mean of the ratios {:.2}",
            jobs.len(),
            (logarithms / jobs.len() as f64).exp()
        );
    }
    if agreed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Those of the command line, else the real ones that are there, else generated ones.
fn documents() -> io::Result<Vec<Document>> {
    let mut paths: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    if paths.is_empty() {
        let Some(data) = models::data() else { return Ok(generated::documents()) };
        paths.push(data.join("corpora"));
    }
    let mut documents = Vec::new();
    for path in paths {
        let files = if path.is_dir() { models::files(&path)? } else { vec![path] };
        documents.extend(files.iter().filter_map(|file| match Document::read(file) {
            Ok(document) => Some(document),
            Err(error) => skipped(file, &error),
        }));
    }
    Ok(documents)
}

fn skipped(file: &Path, error: &io::Error) -> Option<Document> {
    eprintln!("{}: {error}", file.display());
    None
}

/// One job on one document: nanoseconds that each library took for `bytes`.
struct Job {
    name: &'static str,
    bytes: usize,
    theirs: f64,
    ours: f64,
}

impl Job {
    fn ratio(&self) -> f64 {
        self.theirs / self.ours
    }
}

enum Disagreement {
    /// No disagreement: neither reads it, both say why in the same words.
    Rejected(String),
    Different(String),
}

struct Comparison {
    budget: Duration,
}

impl<'a> Work<'a> for Comparison {
    type Output = Result<Vec<Job>, Disagreement>;

    fn typed<O, B>(&mut self, document: &'a Document) -> Self::Output
    where
        O: DeserializeOwned + Serialize + PartialEq + Debug,
        B: Deserialize<'a> + Serialize + PartialEq + Debug,
    {
        let text = document.text.as_str();
        let bytes = text.as_bytes();
        let owned: O =
            agree("read owned", serde_json::from_slice(bytes), fastjson_api::from_slice(bytes))?;
        agree::<B>(
            "read borrowed",
            serde_json::from_slice(bytes),
            fastjson_api::from_slice(bytes),
        )?;
        agree::<IgnoredAny>(
            "skip",
            serde_json::from_slice(bytes),
            fastjson_api::from_slice(bytes),
        )?;
        let written =
            agree("write", serde_json::to_vec(&owned), fastjson_api::to_vec(&owned))?.len();

        let job = |name, bytes, (theirs, ours)| Job { name, bytes, theirs, ours };
        Ok(vec![
            job(
                "read owned",
                bytes.len(),
                self.race(
                    || serde_json::from_slice::<O>(black_box(bytes)).is_ok(),
                    || fastjson_api::from_slice::<O>(black_box(bytes)).is_ok(),
                ),
            ),
            job(
                "read borrowed",
                bytes.len(),
                self.race(
                    || serde_json::from_slice::<B>(black_box(bytes)).is_ok(),
                    || fastjson_api::from_slice::<B>(black_box(bytes)).is_ok(),
                ),
            ),
            job(
                "skip",
                bytes.len(),
                self.race(
                    || serde_json::from_slice::<IgnoredAny>(black_box(bytes)).is_ok(),
                    || fastjson_api::from_slice::<IgnoredAny>(black_box(bytes)).is_ok(),
                ),
            ),
            job(
                "write",
                written,
                self.race(
                    || serde_json::to_vec(black_box(&owned)).is_ok(),
                    || fastjson_api::to_vec(black_box(&owned)).is_ok(),
                ),
            ),
        ])
    }
}

impl Comparison {
    /// Nanoseconds of one call of each: the least over many rounds, which alternate between the two. Rounds are
    /// short, so that some of them are not disturbed even on a machine that has other work.
    fn race<R>(&self, mut theirs: impl FnMut() -> R, mut ours: impl FnMut() -> R) -> (f64, f64) {
        const ROUND: Duration = Duration::from_micros(150);
        const FEWEST: u32 = 5;
        let calls = calls_per_round(&mut theirs, ROUND);
        let (mut least_theirs, mut least_ours) = (f64::INFINITY, f64::INFINITY);
        let start = Instant::now();
        let mut rounds = 0;
        while rounds < FEWEST || start.elapsed() < self.budget {
            least_theirs = least_theirs.min(time(calls, &mut theirs));
            least_ours = least_ours.min(time(calls, &mut ours));
            rounds += 1;
        }
        (least_theirs, least_ours)
    }
}

/// So many that a round takes about `round`, so that the clock's own cost is lost in it.
fn calls_per_round<R>(call: &mut impl FnMut() -> R, round: Duration) -> u32 {
    let one = time(1, call).min(time(1, call)).max(1.0);
    (round.as_nanos() as f64 / one).clamp(1.0, 10_000.0) as u32
}

fn time<R>(calls: u32, call: &mut impl FnMut() -> R) -> f64 {
    let start = Instant::now();
    for _ in 0..calls {
        black_box(call());
    }
    start.elapsed().as_nanos() as f64 / f64::from(calls)
}

/// The common answer of both libraries.
fn agree<T: Debug + PartialEq>(
    job: &str,
    theirs: Result<T, serde_json::Error>,
    ours: Result<T, fastjson_api::Error>,
) -> Result<T, Disagreement> {
    match (theirs, ours) {
        (Ok(theirs), Ok(ours)) if theirs == ours => Ok(ours),
        (Ok(_), Ok(_)) => Err(Disagreement::Different(format!("{job}: other values"))),
        (Err(theirs), Err(ours)) if theirs.to_string() == ours.to_string() => {
            Err(Disagreement::Rejected(ours.to_string()))
        }
        (theirs, ours) => {
            let outcome = |error: Option<String>| error.unwrap_or_else(|| "fine".to_owned());
            let theirs = outcome(theirs.err().map(|error| error.to_string()));
            let ours = outcome(ours.err().map(|error| error.to_string()));
            Err(Disagreement::Different(format!(
                "{job}: serde_json says `{theirs}`, fastjson-api `{ours}`"
            )))
        }
    }
}

fn print(document: &Document, jobs: &[Job]) {
    for (row, job) in jobs.iter().enumerate() {
        let (name, size) = match row {
            0 => (shortened(&document.name), size(document.text.len())),
            _ => (String::new(), String::new()),
        };
        let speed = |nanoseconds: f64| job.bytes as f64 / nanoseconds;
        println!(
            "{name:<24} {size:>9}  {:<13} {:>10.2} {:>12.2} {:>6.2} {}",
            job.name,
            speed(job.theirs),
            speed(job.ours),
            job.ratio(),
            bar(job.ratio()),
        );
    }
}

/// A name that fits its column.
fn shortened(name: &str) -> String {
    const WIDTH: usize = 24;
    match name.char_indices().nth(WIDTH) {
        Some(_) => name.chars().take(WIDTH - 1).chain(['…']).collect(),
        None => name.to_owned(),
    }
}

fn size(bytes: usize) -> String {
    match bytes {
        0..10_000 => format!("{bytes} B"),
        10_000..10_000_000 => format!("{} KB", bytes / 1000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}

/// Four columns for each time as fast, in eighths of a column; the mark is where both are equally fast.
fn bar(ratio: f64) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    const UNIT: usize = 4;
    const LONGEST: f64 = 6.0;
    let eighths = (ratio.min(LONGEST) * (8 * UNIT) as f64).round() as usize;
    let (whole, rest) = (eighths / 8, EIGHTHS[eighths % 8]);
    let more = if ratio > LONGEST { "▶" } else { "" };
    match whole.checked_sub(UNIT) {
        None => format!("{}{rest}", "█".repeat(whole)),
        Some(beyond) => format!("{}│{}{rest}{more}", "█".repeat(UNIT), "█".repeat(beyond)),
    }
}
