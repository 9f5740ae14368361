//! Ratios, geometric means and worst rows.

use crate::contest::Row;
use crate::measure::Timing;
use crate::peer::{Peer, Work};
use crate::sample::Group;

impl Row {
    pub fn timing(&self, peer: Peer) -> Option<&Timing> {
        self.timings.iter().find(|timing| timing.peer == peer)
    }

    /// Bytes a nanosecond, which is GB a second.
    pub fn speed(&self, peer: Peer) -> Option<f64> {
        self.timing(peer).map(|timing| self.bytes as f64 / timing.shortest)
    }

    /// How many times as fast as `peer` we are.
    pub fn ratio_to(&self, peer: Peer) -> Option<f64> {
        Some(self.timing(peer)?.shortest / self.timing(Peer::Ours)?.shortest)
    }

    /// How many times as fast as the fastest serde library we are, each by the function that its users call.
    /// (jiter has a column, but serves no types.)
    pub fn ratio(&self) -> Option<f64> {
        self.ratio_to_fastest(&[Peer::SerdeJson, Peer::SonicRs, Peer::SimdJson])
    }

    /// The same, when simd-json may keep its buffers from text to text.
    pub fn ratio_kept(&self) -> Option<f64> {
        let kept = Peer::SimdJsonKept;
        self.ratio_to_fastest(&[Peer::SerdeJson, Peer::SonicRs, Peer::SimdJson, kept])
    }

    fn ratio_to_fastest(&self, peers: &[Peer]) -> Option<f64> {
        peers.iter().filter_map(|peer| self.ratio_to(*peer)).min_by(f64::total_cmp)
    }

    /// Takes what was faster in another pass over the same work.
    pub fn merge(&mut self, other: &Row) {
        for timing in &mut self.timings {
            if let Some(again) = other.timing(timing.peer) {
                timing.shortest = timing.shortest.min(again.shortest);
                timing.median = timing.median.min(again.median);
            }
        }
    }
}

/// One line of the summary.
pub struct Summary {
    pub work: Work,
    pub group: Group,
    pub rows: usize,
    /// Geometric mean of the ratios to the fastest.
    pub mean: f64,
    pub worst: f64,
    pub worst_sample: String,
    /// Geometric mean of the ratios to the fastest when simd-json may keep its buffers.
    pub kept: f64,
    /// Geometric mean of the ratios to `serde_json`.
    pub to_serde_json: f64,
    /// Geometric mean of the speeds, GB/s, over the rows that a peer took part in.
    pub speeds: Vec<(Peer, f64)>,
}

pub fn summarize(rows: &[Row]) -> Vec<Summary> {
    let mut summaries = Vec::new();
    for group in [Group::Documents, Group::Messages, Group::Lines] {
        for work in Work::ALL {
            let rows: Vec<&Row> =
                rows.iter().filter(|row| row.work == work && row.group == group).collect();
            let ratios: Vec<(f64, &str)> =
                rows.iter().filter_map(|row| Some((row.ratio()?, row.sample.as_str()))).collect();
            let Some(worst) = ratios.iter().min_by(|a, b| a.0.total_cmp(&b.0)) else { continue };
            let speeds = Peer::ALL.into_iter().filter_map(|peer| {
                let speeds: Vec<f64> = rows.iter().filter_map(|row| row.speed(peer)).collect();
                (!speeds.is_empty()).then(|| (peer, geometric_mean(&speeds)))
            });
            let kept: Vec<f64> = rows.iter().filter_map(|row| row.ratio_kept()).collect();
            let serde: Vec<f64> =
                rows.iter().filter_map(|row| row.ratio_to(Peer::SerdeJson)).collect();
            summaries.push(Summary {
                work,
                group,
                rows: ratios.len(),
                mean: geometric_mean(&ratios.iter().map(|(ratio, _)| *ratio).collect::<Vec<_>>()),
                worst: worst.0,
                worst_sample: worst.1.to_owned(),
                kept: geometric_mean(&kept),
                to_serde_json: geometric_mean(&serde),
                speeds: speeds.collect(),
            });
        }
    }
    summaries
}

fn geometric_mean(values: &[f64]) -> f64 {
    (values.iter().map(|value| value.ln()).sum::<f64>() / values.len().max(1) as f64).exp()
}
