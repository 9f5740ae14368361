//! The same work on fastjson-api and on its peers, interleaved in one process, results compared first.
//!
//! `cargo run --release --manifest-path peers/Cargo.toml -- --help` tells how to choose.

mod allocations;
mod chart;
mod contest;
#[cfg(feature = "rivals")]
mod further;
mod guard;
mod machine;
mod measure;
mod messages;
#[path = "../../benches/models/mod.rs"]
mod models;
mod peer;
mod report;
#[cfg_attr(not(feature = "rivals"), path = "no_rivals.rs")]
mod rivals;
mod sample;
mod summary;

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use fastjson_api::internals::Backend;

use crate::contest::Contest;
use crate::machine::Machine;
use crate::measure::Budget;
use crate::peer::{Peer, Work};

#[global_allocator]
static ALLOCATOR: allocations::Counting = allocations::Counting;

const HELP: &str = "\
fastjson-peers [options]          measure
fastjson-peers guard FILE         fail if a ratio to serde_json fell below 85 % of FILE
fastjson-peers record FILE        measure the guard's ratios and write FILE

  --floor PERCENT    what the guard asks for, instead of 85 % (75 % on a CPU that is not on record)
  --work TEXT        only the work of that name, or whose name contains TEXT (may be repeated): read owned,
                     read borrowed, skip, write, read Value, write Value, from_reader, JSON lines
  --peer TEXT        only the library of that name, or whose name contains TEXT (may be repeated)
  --document TEXT    only the document of that name, or whose name contains TEXT (may be repeated)
  --group NAME       documents, messages or lines
  --backend NAME     force ours: avx512, avx2, sse2, neon, swar
  --quick            one pass of short rows (two minutes for everything)
  --passes N         passes over the table, the best of each row counts (default 3)
  --row-ms N         milliseconds a row (default 600)
  --round-us N       microseconds a library runs before the next takes its turn (default 10000)
  --json FILE        write the record
  --markdown FILE    write the tables
  --svg FILE         draw the chart
  --allocations      count allocations and the most bytes held, instead of time
  --list             name the documents

Documents come from the folder that FASTJSON_DATA names; without it, they are generated.";

#[derive(Default)]
struct Options {
    guard: Option<Mode>,
    floor: Option<f64>,
    works: Vec<String>,
    peers: Vec<String>,
    documents: Vec<String>,
    group: Option<String>,
    backend: Option<String>,
    quick: bool,
    passes: Option<usize>,
    row_ms: Option<u64>,
    round_us: Option<u64>,
    json: Option<PathBuf>,
    markdown: Option<PathBuf>,
    svg: Option<PathBuf>,
    allocations: bool,
    list: bool,
}

/// What is asked about the guard.
enum Mode {
    Check(PathBuf),
    Record(PathBuf),
    /// Asked by the guard itself, of a process for one run.
    Ratios,
}

fn main() -> ExitCode {
    match parse(std::env::args().skip(1)).and_then(|options| run(&options)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Options, Box<dyn Error>> {
    let mut options = Options::default();
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value"));
        match argument.as_str() {
            "guard" => options.guard = Some(Mode::Check(value()?.into())),
            "record" => options.guard = Some(Mode::Record(value()?.into())),
            "ratios" => options.guard = Some(Mode::Ratios),
            "--floor" => options.floor = Some(value()?.parse::<f64>()? / 100.0),
            "--work" => options.works.push(value()?),
            "--peer" => options.peers.push(value()?),
            "--document" => options.documents.push(value()?),
            "--group" => options.group = Some(value()?),
            "--backend" => options.backend = Some(value()?),
            "--quick" => options.quick = true,
            "--passes" => options.passes = Some(value()?.parse()?),
            "--row-ms" => options.row_ms = Some(value()?.parse()?),
            "--round-us" => options.round_us = Some(value()?.parse()?),
            "--json" => options.json = Some(value()?.into()),
            "--markdown" => options.markdown = Some(value()?.into()),
            "--svg" => options.svg = Some(value()?.into()),
            "--allocations" => options.allocations = true,
            "--list" => options.list = true,
            _ => return Err(HELP.into()),
        }
    }
    Ok(options)
}

/// Whether all went well.
fn run(options: &Options) -> Result<bool, Box<dyn Error>> {
    let forced = options.backend.as_deref().map(force).transpose()?;
    let machine = Machine::find(forced);
    match &options.guard {
        Some(Mode::Check(path)) => return guard::check(path, &machine, options.floor),
        Some(Mode::Record(path)) => return guard::record(path, &machine).map(|()| true),
        Some(Mode::Ratios) => return guard::ratios(&options.documents).map(|()| true),
        None if !cfg!(feature = "rivals") => {
            return Err("built without the rivals, for `guard` and `record` alone".into());
        }
        None => {}
    }

    let works = chosen(Work::ALL.into_iter(), &options.works, |work| work.name());
    let peers = chosen(Peer::ALL.into_iter(), &options.peers, |peer| peer.name());
    let group = options.group.as_deref();
    let samples = chosen(sample::all()?.into_iter(), &options.documents, |sample| &sample.name);
    let samples: Vec<_> = samples
        .into_iter()
        .filter(|it| group.is_none_or(|group| group == it.group.name()))
        .collect();
    if options.list {
        for sample in &samples {
            println!(
                "{:<10} {:<34} {:>4} texts {:>9} bytes",
                sample.group.name(),
                sample.name,
                sample.texts.len(),
                sample.bytes()
            );
        }
        return Ok(true);
    }

    let row =
        Duration::from_millis(options.row_ms.unwrap_or(if options.quick { 220 } else { 600 }));
    let round = Duration::from_micros(options.round_us.unwrap_or(10_000));
    let passes = options.passes.unwrap_or(if options.quick { 1 } else { 3 });
    let mut contest =
        Contest { works: &works, peers: &peers, budget: Budget { row, round }, rows: Vec::new() };
    if options.allocations {
        contest.budget = Budget { row: Duration::ZERO, round: Duration::ZERO };
        println!("{}", report::allocations_header());
        for sample in &samples {
            let before = contest.rows.len();
            sample.visit(&mut contest);
            contest.rows[before..].iter().for_each(|row| println!("{}", report::allocations(row)));
        }
        return Ok(true);
    }
    println!("{}\n\n{}", machine.line(), report::header());
    for pass in 0..passes {
        let known = std::mem::take(&mut contest.rows);
        for sample in &samples {
            let before = contest.rows.len();
            sample.visit(&mut contest);
            for index in before..contest.rows.len() {
                if let Some(earlier) = known.get(index) {
                    contest.rows[index].merge(earlier);
                }
                if pass + 1 == passes {
                    println!("{}", report::line(&contest.rows[index]));
                }
            }
        }
    }

    let summaries = summary::summarize(&contest.rows);
    println!();
    for summary in &summaries {
        println!("{}", report::summary_line(summary));
    }
    if let Some(path) = &options.json {
        let record = report::record(&machine, &contest.rows, &summaries);
        fs::write(path, serde_json::to_string_pretty(&record)? + "\n")?;
    }
    if let Some(path) = &options.markdown {
        fs::write(path, report::markdown(&machine, &contest.rows, &summaries))?;
    }
    if let Some(path) = &options.svg {
        chart::draw(path, &machine, &summaries)?;
    }
    let wrong: Vec<_> = contest.rows.iter().filter(|row| row.wrong).collect();
    for row in &wrong {
        eprintln!("wrong: {}, {}: {}", row.sample, row.work.name(), row.notes.join("; "));
    }
    Ok(wrong.is_empty())
}

/// What the filters choose; all, if there is none. A filter that is a whole name chooses that alone, any other what
/// holds it: `write` is not `write Value`.
fn chosen<T>(
    all: impl Iterator<Item = T>,
    filters: &[String],
    name: impl Fn(&T) -> &str,
) -> Vec<T> {
    let all: Vec<T> = all.collect();
    let names: Vec<String> = all.iter().map(|one| name(one).to_owned()).collect();
    let wanted = |own: &String| {
        filters.is_empty()
            || filters.iter().any(|filter| match names.contains(filter) {
                true => own == filter,
                false => own.contains(filter.as_str()),
            })
    };
    all.into_iter().zip(&names).filter(|(_, own)| wanted(own)).map(|(one, _)| one).collect()
}

fn force(name: &str) -> Result<Backend, Box<dyn Error>> {
    let backend =
        Backend::available().find(|backend| format!("{backend:?}").eq_ignore_ascii_case(name));
    let backend = backend.ok_or_else(|| format!("this CPU has no back end {name}"))?;
    backend.force();
    Ok(backend)
}
