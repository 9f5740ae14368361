//! `google_maps_api_response.json`: how far it is from each of some towns to each of others. Small objects.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DistanceMatrix<T, W> {
    pub destination_addresses: Vec<T>,
    pub origin_addresses: Vec<T>,
    pub rows: Vec<Row<W>>,
    pub status: W,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row<W> {
    pub elements: Vec<Element<W>>,
}

/// Without a way between the two towns, only the status is there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Element<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distance: Option<Measure<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration: Option<Measure<W>>,
    pub status: W,
}

/// Metres or seconds, and the same for people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measure<W> {
    pub text: W,
    pub value: u32,
}
