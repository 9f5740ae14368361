//! The results as a table for the terminal, as Markdown and as a JSON record.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::contest::Row;
use crate::machine::Machine;
use crate::peer::Peer;
use crate::sample::Group;
use crate::summary::Summary;

pub fn header() -> String {
    let peers: String = Peer::ALL.iter().map(|peer| format!("{:>15}", peer.name())).collect();
    format!("{:<34} {:<14}{peers}{:>8}", "GB/s, the shortest round", "", "ratio")
}

pub fn line(row: &Row) -> String {
    let mut line = format!("{:<34} {:<14}", row.sample, row.work.name());
    for peer in Peer::ALL {
        match row.speed(peer) {
            Some(speed) => write!(line, "{speed:>15.3}").expect("a String takes everything"),
            None => line.push_str("              -"),
        }
    }
    match row.ratio() {
        Some(ratio) => write!(line, "{ratio:>7.2}x").expect("a String takes everything"),
        None => line.push_str("       -"),
    }
    for note in &row.notes {
        write!(line, "  [{note}]").expect("a String takes everything");
    }
    line
}

pub fn allocations_header() -> String {
    let peers: String = Peer::ALL.iter().map(|peer| format!("{:>22}", peer.name())).collect();
    format!("{:<34} {:<14}{peers}", "allocations, peak bytes, per text", "")
}

pub fn allocations(row: &Row) -> String {
    let mut line = format!("{:<34} {:<14}", row.sample, row.work.name());
    for peer in Peer::ALL {
        match row.timing(peer).map(|timing| timing.allocations) {
            Some(found) => {
                let calls = found.calls as f64 / row.texts as f64;
                write!(line, "{calls:>11.1} {:>10}", found.peak)
                    .expect("a String takes everything");
            }
            None => line.push_str("                     -"),
        }
    }
    line
}

pub fn summary_line(summary: &Summary) -> String {
    format!(
        "{:<10} {:<14} {:>3} rows   {:>5.2}x the fastest, worst {:>5.2}x ({}); {:>5.2}x with buffers kept; {:>5.2}x serde_json",
        summary.group.name(),
        summary.work.name(),
        summary.rows,
        summary.mean,
        summary.worst,
        summary.worst_sample,
        summary.kept,
        summary.to_serde_json,
    )
}

pub fn markdown(machine: &Machine, rows: &[Row], summaries: &[Summary]) -> String {
    let mut text = format!(
        "GB/s, the shortest of many interleaved rounds. Ratio: fastjson-api to the fastest of serde_json, sonic-rs and \
         simd-json in each row, geometric mean; kept: the same when simd-json keeps its buffers from text to text. \
         {}.\n",
        machine.line()
    );
    for group in [Group::Documents, Group::Messages, Group::Lines] {
        let summaries: Vec<&Summary> =
            summaries.iter().filter(|summary| summary.group == group).collect();
        if summaries.is_empty() {
            continue;
        }
        write!(text, "\n| {} |", group.name()).expect("a String takes everything");
        for peer in Peer::ALL {
            write!(text, " {} |", peer.name()).expect("a String takes everything");
        }
        text.push_str(
            " ratio | worst row | kept |\n|---|---:|---:|---:|---:|---:|---:|---:|---|---:|\n",
        );
        for summary in summaries {
            write!(text, "| {} |", summary.work.name()).expect("a String takes everything");
            for peer in Peer::ALL {
                match summary.speeds.iter().find(|speed| speed.0 == peer) {
                    Some((_, speed)) if peer == Peer::Ours => write!(text, " **{speed:.2}** |"),
                    Some((_, speed)) => write!(text, " {speed:.2} |"),
                    None => write!(text, " |"),
                }
                .expect("a String takes everything");
            }
            writeln!(
                text,
                " {:.2}× | {:.2}× {} | {:.2}× |",
                summary.mean, summary.worst, summary.worst_sample, summary.kept
            )
            .expect("a String takes everything");
        }
    }
    text.push_str("\n<details><summary>Every row</summary>\n\n| document | work |");
    for peer in Peer::ALL {
        write!(text, " {} |", peer.name()).expect("a String takes everything");
    }
    text.push_str(" ratio | kept |\n|---|---|---:|---:|---:|---:|---:|---:|---:|---:|\n");
    for row in rows {
        write!(text, "| {} | {} |", row.sample, row.work.name())
            .expect("a String takes everything");
        for peer in Peer::ALL {
            match row.speed(peer) {
                Some(speed) => write!(text, " {speed:.3} |"),
                None => write!(text, " |"),
            }
            .expect("a String takes everything");
        }
        for ratio in [row.ratio(), row.ratio_kept()] {
            match ratio {
                Some(ratio) => write!(text, " {ratio:.2}× |"),
                None => write!(text, " |"),
            }
            .expect("a String takes everything");
        }
        text.push('\n');
    }
    text.push_str("\n</details>\n");
    text
}

pub fn record(machine: &Machine, rows: &[Row], summaries: &[Summary]) -> Value {
    let rows: Vec<Value> = rows
        .iter()
        .map(|row| {
            let peers: serde_json::Map<String, Value> = row
                .timings
                .iter()
                .map(|timing| {
                    let times = json!({ "shortest_ns": timing.shortest, "median_ns": timing.median,
                        "allocations": timing.allocations.calls, "peak_bytes": timing.allocations.peak });
                    (timing.peer.name().to_owned(), times)
                })
                .collect();
            json!({
                "document": row.sample, "group": row.group.name(), "work": row.work.name(), "texts": row.texts,
                "bytes": row.bytes, "peers": peers, "ratio": row.ratio(),
                "ratio_kept": row.ratio_kept(), "notes": row.notes,
            })
        })
        .collect();
    let summaries: Vec<Value> = summaries
        .iter()
        .map(|summary| {
            json!({
                "group": summary.group.name(), "work": summary.work.name(), "rows": summary.rows,
                "ratio": summary.mean, "worst": summary.worst, "worst_document": summary.worst_sample,
                "ratio_kept": summary.kept, "ratio_to_serde_json": summary.to_serde_json,
            })
        })
        .collect();
    json!({ "machine": machine.json(), "summary": summaries, "rows": rows })
}
