//! Kubernetes objects of any kind, as an inventory of a cluster reads them: what is there, and what its pods run.
//!
//! Specifications of other things than pods are not named.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer, StrDeserializer};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::pods::{Affinity, Container, PodSpec, Toleration};
use super::volumes::Volume;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[serde(bound(deserialize = "T: Deserialize<'de>, W: Deserialize<'de> + Ord"))]
pub struct Object<T, W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_version: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Box<Metadata<T, W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spec: Option<Box<Spec<T, W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<Box<PodTemplate<T, W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Box<Status<T, W>>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[serde(bound(deserialize = "T: Deserialize<'de>, W: Deserialize<'de> + Ord"))]
pub struct Metadata<T, W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generate_name: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub self_link: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uid: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_version: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generation: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creation_timestamp: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deletion_timestamp: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deletion_grace_period_seconds: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub labels: Option<BTreeMap<W, W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub annotations: Option<BTreeMap<W, T>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_references: Option<Vec<Owner<W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finalizers: Option<Vec<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub managed_fields: Option<Vec<Manager<W>>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Owner<W> {
    pub api_version: W,
    pub kind: W,
    pub name: W,
    pub uid: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub controller: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub block_owner_deletion: Option<bool>,
}

/// Who wrote which members; those, a tree of their own, only the server reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manager<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manager: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_version: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields_type: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subresource: Option<W>,
}

/// Of anything that runs pods, and of a pod itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[serde(bound(deserialize = "T: Deserialize<'de>, W: Deserialize<'de> + Ord"))]
pub struct Spec<T, W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suspend: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concurrency_policy: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job_template: Option<Job<T, W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parallelism: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completions: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backoff_limit: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replicas: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selector: Option<Selector<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<Box<PodTemplate<T, W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volumes: Option<Vec<Volume<T, W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub init_containers: Option<Vec<Container<T, W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub containers: Option<Vec<Container<T, W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ephemeral_containers: Option<Vec<Container<T, W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_account_name: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node_name: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub affinity: Option<Affinity<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tolerations: Option<Vec<Toleration<W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_name: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_ready_seconds: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision_history_limit: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paused: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>, W: Deserialize<'de> + Ord"))]
pub struct Job<T, W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata<T, W>>,
    pub spec: Box<Spec<T, W>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[serde(bound(deserialize = "W: Deserialize<'de> + Ord"))]
pub struct Selector<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub match_labels: Option<BTreeMap<W, W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub match_expressions: Option<Vec<Requirement<W>>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Requirement<W> {
    pub key: W,
    pub operator: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<W>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>, W: Deserialize<'de> + Ord"))]
pub struct PodTemplate<T, W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata<T, W>>,
    pub spec: PodSpec<T, W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ObjectStatus<T, W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observed_generation: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phase: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conditions: Option<Vec<Condition<T, W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<W>,
    #[serde(rename = "hostIP", skip_serializing_if = "Option::is_none")]
    pub host_ip: Option<W>,
    #[serde(rename = "podIP", skip_serializing_if = "Option::is_none")]
    pub pod_ip: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replicas: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_replicas: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ready_replicas: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_replicas: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_number_scheduled: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desired_number_scheduled: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number_ready: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub succeeded: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Condition<T, W> {
    #[serde(rename = "type")]
    pub kind: W,
    pub status: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_transition_time: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<T>,
}

/// Objects have an object here; the server's answer without one, of the kind `Status`, has a word.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Status<T, W> {
    Word(W),
    Object(ObjectStatus<T, W>),
}

impl<'de, T: Deserialize<'de>, W: Deserialize<'de>> Deserialize<'de> for Status<T, W> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StatusVisitor(PhantomData))
    }
}

struct StatusVisitor<T, W>(PhantomData<(T, W)>);

impl<'de, T: Deserialize<'de>, W: Deserialize<'de>> Visitor<'de> for StatusVisitor<T, W> {
    type Value = Status<T, W>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a status or a word")
    }

    fn visit_borrowed_str<E: Error>(self, word: &'de str) -> Result<Self::Value, E> {
        W::deserialize(BorrowedStrDeserializer::new(word)).map(Status::Word)
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Self::Value, E> {
        W::deserialize(StrDeserializer::new(word)).map(Status::Word)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
        ObjectStatus::deserialize(MapAccessDeserializer::new(members)).map(Status::Object)
    }
}
