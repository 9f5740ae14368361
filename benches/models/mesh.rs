//! `mesh.json`: a 3D mesh. Flat arrays of floats and of integers.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Mesh {
    pub batches: Vec<Batch>,
    pub morph_targets: Empty,
    pub positions: Vec<f64>,
    pub tex0: Vec<f64>,
    pub colors: Vec<u64>,
    pub influences: Vec<(f64, u32)>,
    pub normals: Vec<f64>,
    pub indices: Vec<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Empty {}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Batch {
    pub index_range: Vec<u32>,
    pub vertex_range: Vec<u32>,
    pub used_bones: Vec<u32>,
}
