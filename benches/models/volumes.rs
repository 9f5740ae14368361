//! What Kubernetes' pods keep their files on.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::kubernetes::{Metadata, Selector};
use super::pods::{FieldRef, Reference, ResourceRef, Resources};

/// The kinds that clusters still use; older ones are drivers of `csi` now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[serde(bound(deserialize = "T: Deserialize<'de>, W: Deserialize<'de> + Ord"))]
pub struct Volume<T, W> {
    pub name: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_path: Option<HostPath<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub empty_dir: Option<EmptyDir<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<Files<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nfs: Option<Nfs<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub persistent_volume_claim: Option<Claim<W>>,
    #[serde(rename = "downwardAPI", skip_serializing_if = "Option::is_none")]
    pub downward_api: Option<PodFiles<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config_map: Option<Files<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub projected: Option<Projected<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub csi: Option<Csi<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ephemeral: Option<Ephemeral<T, W>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HostPath<W> {
    pub path: W,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EmptyDir<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medium: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size_limit: Option<W>,
}

/// A secret's (`secretName`) or a configuration map's (`name`) entries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Files<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret_name: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<File<W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_mode: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub optional: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct File<W> {
    pub key: W,
    pub path: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Nfs<W> {
    pub server: W,
    pub path: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_only: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Claim<W> {
    pub claim_name: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_only: Option<bool>,
}

/// What a pod is told of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PodFiles<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<PodFile<W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_mode: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PodFile<W> {
    pub path: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field_ref: Option<FieldRef<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_field_ref: Option<ResourceRef<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Projected<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sources: Option<Vec<Projection<W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_mode: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Projection<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<Files<W>>,
    #[serde(rename = "downwardAPI", skip_serializing_if = "Option::is_none")]
    pub downward_api: Option<PodFiles<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config_map: Option<Files<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_account_token: Option<Token<W>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Token<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiration_seconds: Option<u32>,
    pub path: W,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[serde(bound(deserialize = "W: Deserialize<'de> + Ord"))]
pub struct Csi<W> {
    pub driver: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_only: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fs_type: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume_attributes: Option<BTreeMap<W, W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node_publish_secret_ref: Option<Reference<W>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[serde(bound(deserialize = "T: Deserialize<'de>, W: Deserialize<'de> + Ord"))]
pub struct Ephemeral<T, W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume_claim_template: Option<Box<ClaimTemplate<T, W>>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>, W: Deserialize<'de> + Ord"))]
pub struct ClaimTemplate<T, W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata<T, W>>,
    pub spec: ClaimSpec<W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[serde(bound(deserialize = "W: Deserialize<'de> + Ord"))]
pub struct ClaimSpec<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_modes: Option<Vec<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selector: Option<Selector<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resources: Option<Resources<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume_name: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage_class_name: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume_mode: Option<W>,
}
