//! `citm_catalog.json`: events, prices and seats. Pretty-printed, mostly whitespace, integers and maps keyed by integers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[serde(bound(deserialize = "T: Deserialize<'de>, W: Deserialize<'de> + Ord"))]
pub struct Catalog<T, W> {
    pub area_names: BTreeMap<u32, W>,
    pub audience_sub_category_names: BTreeMap<u32, W>,
    pub block_names: BTreeMap<u32, ()>,
    pub events: BTreeMap<u32, Event<T, W>>,
    pub performances: Vec<Performance<W>>,
    pub seat_category_names: BTreeMap<u32, W>,
    pub sub_topic_names: BTreeMap<u32, W>,
    pub subject_names: BTreeMap<u32, ()>,
    pub topic_names: BTreeMap<u32, W>,
    pub topic_sub_topics: BTreeMap<u32, Vec<u32>>,
    pub venue_names: BTreeMap<W, W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Performance<W> {
    pub event_id: u32,
    pub id: u64,
    pub logo: Option<W>,
    pub name: (),
    pub prices: Vec<Price>,
    pub seat_categories: Vec<SeatCategory>,
    pub seat_map_image: (),
    pub start: u64,
    pub venue_code: W,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SeatCategory {
    pub areas: Vec<Area>,
    pub seat_category_id: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Area {
    pub area_id: u32,
    pub block_ids: Vec<()>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Price {
    pub amount: u32,
    pub audience_sub_category_id: u32,
    pub seat_category_id: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event<T, W> {
    pub description: (),
    pub id: u64,
    pub logo: Option<W>,
    pub name: T,
    pub sub_topic_ids: Vec<u32>,
    pub subject_code: (),
    pub subtitle: (),
    pub topic_ids: Vec<u32>,
}
