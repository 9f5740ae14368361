//! The chart for the README: a group of bars for each work, a bar for each library.

use std::error::Error;
use std::path::Path;

use plotters::prelude::*;

use crate::machine::Machine;
use crate::peer::Peer;
use crate::sample::Group;
use crate::summary::Summary;

const WIDTH: u32 = 860;
const ROW: u32 = 15;
const GAP: u32 = 14;
const LEFT: i32 = 130;
const TOP: i32 = 60;

pub fn draw(path: &Path, machine: &Machine, summaries: &[Summary]) -> Result<(), Box<dyn Error>> {
    let summaries: Vec<&Summary> =
        summaries.iter().filter(|summary| summary.group == Group::Documents).collect();
    let bars: u32 = summaries.iter().map(|summary| summary.speeds.len() as u32).sum();
    let height = TOP as u32 + bars * ROW + summaries.len() as u32 * GAP + 40;
    let most = summaries
        .iter()
        .flat_map(|summary| &summary.speeds)
        .map(|speed| speed.1)
        .fold(0.1, f64::max);

    let area = SVGBackend::new(path, (WIDTH, height)).into_drawing_area();
    area.fill(&WHITE)?;
    let label = |size: i32| ("sans-serif", size).into_font();
    area.draw(&Text::new(
        "Reading and writing JSON in Rust: GB/s, geometric mean over all documents",
        (14, 14),
        label(17),
    ))?;
    let mut left = 14;
    for peer in Peer::ALL {
        area.draw(&Rectangle::new([(left, 38), (left + 11, 49)], colour(peer).filled()))?;
        area.draw(&Text::new(peer.name(), (left + 16, 38), label(12)))?;
        left += 110;
    }

    let mut top = TOP;
    for summary in &summaries {
        area.draw(&Text::new(summary.work.name(), (14, top + 4), label(14)))?;
        for (peer, speed) in &summary.speeds {
            let right = LEFT + (speed / most * f64::from(WIDTH as i32 - LEFT - 70)) as i32;
            let bar = [(LEFT, top + 2), (right.max(LEFT + 1), top + ROW as i32 - 1)];
            area.draw(&Rectangle::new(bar, colour(*peer).filled()))?;
            area.draw(&Text::new(format!("{speed:.2}"), (right + 6, top + 2), label(12)))?;
            top += ROW as i32;
        }
        top += GAP as i32;
    }
    let small = label(10).color(&RGBColor(110, 110, 110));
    area.draw(&Text::new(machine.line(), (14, height as i32 - 22), small))?;
    area.present()?;
    Ok(())
}

fn colour(peer: Peer) -> RGBColor {
    match peer {
        Peer::Ours => RGBColor(214, 84, 32),
        Peer::SerdeJson => RGBColor(88, 110, 140),
        Peer::SonicRs => RGBColor(122, 150, 120),
        Peer::SimdJson => RGBColor(170, 150, 180),
        Peer::SimdJsonKept => RGBColor(205, 192, 212),
        Peer::Jiter => RGBColor(190, 185, 150),
    }
}
