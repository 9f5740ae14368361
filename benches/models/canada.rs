//! `canada.json`: a border in GeoJSON. Nearly all floats.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Canada<W> {
    #[serde(rename = "type")]
    pub kind: W,
    pub features: Vec<Feature<W>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Feature<W> {
    #[serde(rename = "type")]
    pub kind: W,
    pub properties: Properties<W>,
    pub geometry: Geometry<W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Geometry<W> {
    #[serde(rename = "type")]
    pub kind: W,
    pub coordinates: Vec<Vec<(f64, f64)>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Properties<W> {
    pub name: W,
}
