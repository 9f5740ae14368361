//! `apache_builds.json`: a build server's jobs. Small objects of three strings.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Builds<T, W> {
    pub assigned_labels: Vec<Empty>,
    pub mode: W,
    pub node_description: W,
    pub node_name: W,
    pub num_executors: u32,
    pub description: T,
    pub jobs: Vec<Job<W>>,
    pub overall_load: Empty,
    pub primary_view: View<W>,
    pub quieting_down: bool,
    pub slave_agent_port: u32,
    pub unlabeled_load: Empty,
    pub use_crumbs: bool,
    pub use_security: bool,
    pub views: Vec<View<W>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct View<W> {
    pub name: W,
    pub url: W,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Job<W> {
    pub name: W,
    pub url: W,
    pub color: W,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Empty {}
