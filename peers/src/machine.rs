//! Where and how this was measured: no figure without it.

use std::process::Command;

use fastjson_api::internals::Backend;
use serde_json::{Value, json};

pub struct Machine {
    pub cpu: String,
    /// Vendor, family and model as numbers: the name of a virtual CPU often says less.
    pub cpu_model: String,
    pub cores: usize,
    pub features: Vec<&'static str>,
    pub backend: String,
    pub rustc: &'static str,
    pub profile: &'static str,
    pub commit: String,
    pub float_roundtrip: bool,
}

impl Machine {
    /// `forced`: the back end that the process was told to use.
    pub fn find(forced: Option<Backend>) -> Self {
        let chosen = forced.or_else(|| Backend::available().next());
        Self {
            cpu: cpuinfo("model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
            cpu_model: ["vendor_id", "cpu family", "model"]
                .map(|key| cpuinfo(key).unwrap_or_default())
                .join(" "),
            cores: std::thread::available_parallelism().map_or(0, usize::from),
            features: features(),
            backend: chosen.map_or_else(
                || "unknown".to_owned(),
                |backend| format!("{backend:?}").to_lowercase(),
            ),
            rustc: env!("PEERS_RUSTC"),
            profile: env!("PEERS_PROFILE"),
            commit: commit(),
            float_roundtrip: cfg!(feature = "float_roundtrip"),
        }
    }

    pub fn line(&self) -> String {
        let floats = if self.float_roundtrip { ", serde_json with float_roundtrip" } else { "" };
        format!(
            "{} ({} cores), back end {}, {}, profile {}, commit {}{floats}",
            self.cpu, self.cores, self.backend, self.rustc, self.profile, self.commit
        )
    }

    pub fn json(&self) -> Value {
        json!({
            "cpu": self.cpu, "cpu_model": self.cpu_model, "cores": self.cores, "features": self.features, "backend": self.backend,
            "rustc": self.rustc, "profile": self.profile, "commit": self.commit,
            "serde_json_float_roundtrip": self.float_roundtrip,
        })
    }
}

fn cpuinfo(key: &str) -> Option<String> {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    text.lines().find_map(|line| {
        let (found, value) = line.split_once(':')?;
        (found.trim() == key).then(|| value.trim().to_owned())
    })
}

#[cfg(target_arch = "x86_64")]
fn features() -> Vec<&'static str> {
    let all = [
        ("sse4.2", is_x86_feature_detected!("sse4.2")),
        ("avx2", is_x86_feature_detected!("avx2")),
        ("bmi2", is_x86_feature_detected!("bmi2")),
        ("pclmulqdq", is_x86_feature_detected!("pclmulqdq")),
        ("avx512bw", is_x86_feature_detected!("avx512bw")),
        ("avx512vl", is_x86_feature_detected!("avx512vl")),
        ("avx512vbmi2", is_x86_feature_detected!("avx512vbmi2")),
    ];
    all.into_iter().filter_map(|(name, there)| there.then_some(name)).collect()
}

#[cfg(not(target_arch = "x86_64"))]
fn features() -> Vec<&'static str> {
    Vec::new()
}

fn commit() -> String {
    let output = Command::new("git")
        .args(["-C", env!("CARGO_MANIFEST_DIR"), "describe", "--always", "--dirty", "--abbrev=10"])
        .output();
    let output = output.ok().filter(|output| output.status.success());
    output.map_or_else(
        || "unknown".to_owned(),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    )
}
