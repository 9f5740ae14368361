//! `gsoc-2018.json`: a summer of code's projects. Long texts, many with escapes.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Project<T, W> {
    #[serde(rename = "@context")]
    pub context: W,
    #[serde(rename = "@type")]
    pub kind: W,
    pub name: T,
    pub description: T,
    pub sponsor: Sponsor<T, W>,
    pub author: Author<T, W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Author<T, W> {
    #[serde(rename = "@type")]
    pub kind: W,
    pub name: T,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sponsor<T, W> {
    #[serde(rename = "@type")]
    pub kind: W,
    pub name: T,
    pub disambiguating_description: T,
    pub description: T,
    pub url: W,
    pub logo: W,
}
