//! `canada.json` and `che-1.geo.json`: borders in GeoJSON. Nearly all floats.
//!
//! `P` is what is known of the land inside the border.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Canada<W, P = Properties<W>> {
    #[serde(rename = "type")]
    pub kind: W,
    pub features: Vec<Feature<W, P>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Feature<W, P = Properties<W>> {
    #[serde(rename = "type")]
    pub kind: W,
    pub properties: P,
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

/// The properties of `che-1.geo.json`: the country's code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Country<W> {
    pub cca2: W,
}
