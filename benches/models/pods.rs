//! What Kubernetes' pods run and where, on their own or from a template.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::kubernetes::{Requirement, Selector};
use super::volumes::Volume;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[serde(bound(deserialize = "T: Deserialize<'de>, W: Deserialize<'de> + Ord"))]
pub struct PodSpec<T, W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volumes: Option<Vec<Volume<T, W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub init_containers: Option<Vec<Container<T, W>>>,
    pub containers: Vec<Container<T, W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ephemeral_containers: Option<Vec<Container<T, W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restart_policy: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub termination_grace_period_seconds: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node_selector: Option<BTreeMap<W, W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_account_name: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node_name: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_network: Option<bool>,
    #[serde(rename = "hostPID", skip_serializing_if = "Option::is_none")]
    pub host_pid: Option<bool>,
    #[serde(rename = "hostIPC", skip_serializing_if = "Option::is_none")]
    pub host_ipc: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security_context: Option<Security<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_pull_secrets: Option<Vec<Reference<W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub affinity: Option<Affinity<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tolerations: Option<Vec<Toleration<W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority_class_name: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topology_spread_constraints: Option<Vec<Spread<W>>>,
}

/// An object of the same namespace, or a key in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reference<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub optional: Option<bool>,
}

/// Reviews of images know no name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[serde(bound(deserialize = "T: Deserialize<'de>, W: Deserialize<'de> + Ord"))]
pub struct Container<T, W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<Vec<T>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub args: Option<Vec<T>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub working_dir: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ports: Option<Vec<Port<W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub env_from: Option<Vec<EnvFrom<W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub env: Option<Vec<Env<T, W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resources: Option<Resources<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restart_policy: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume_mounts: Option<Vec<Mount<W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub liveness_probe: Option<Probe<T, W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub readiness_probe: Option<Probe<T, W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub startup_probe: Option<Probe<T, W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifecycle: Option<Lifecycle<T, W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_pull_policy: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security_context: Option<Security<W>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Port<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_port: Option<u16>,
    pub container_port: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protocol: Option<W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EnvFrom<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config_map_ref: Option<Reference<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret_ref: Option<Reference<W>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Env<T, W> {
    pub name: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_from: Option<EnvSource<W>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EnvSource<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field_ref: Option<FieldRef<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_field_ref: Option<ResourceRef<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config_map_key_ref: Option<Reference<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret_key_ref: Option<Reference<W>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldRef<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_version: Option<W>,
    pub field_path: W,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "W: Deserialize<'de> + Ord"))]
pub struct Resources<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limits: Option<BTreeMap<W, W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requests: Option<BTreeMap<W, W>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Mount<W> {
    pub name: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_only: Option<bool>,
    pub mount_path: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_path: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mount_propagation: Option<W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Probe<T, W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exec: Option<Exec<T>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_get: Option<HttpGet<T, W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tcp_socket: Option<TcpSocket<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grpc: Option<Grpc<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initial_delay_seconds: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_seconds: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period_seconds: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success_threshold: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_threshold: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub termination_grace_period_seconds: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Lifecycle<T, W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post_start: Option<Handler<T, W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pre_stop: Option<Handler<T, W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop_signal: Option<W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Handler<T, W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exec: Option<Exec<T>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_get: Option<HttpGet<T, W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tcp_socket: Option<TcpSocket<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sleep: Option<Sleep>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exec<T> {
    pub command: Vec<T>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HttpGet<T, W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<W>,
    pub port: NumberOrName<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheme: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_headers: Option<Vec<Header<T, W>>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Header<T, W> {
    pub name: W,
    pub value: T,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TcpSocket<W> {
    pub port: NumberOrName<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<W>,
}

/// A container's, or its pod's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Security<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capabilities: Option<Capabilities<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privileged: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub se_linux_options: Option<SeLinux<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_as_user: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_as_group: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_as_non_root: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplemental_groups: Option<Vec<i64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fs_group: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_only_root_filesystem: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_privilege_escalation: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seccomp_profile: Option<Profile<W>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Capabilities<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub add: Option<Vec<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drop: Option<Vec<W>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Profile<W> {
    #[serde(rename = "type")]
    pub kind: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub localhost_profile: Option<W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeLinux<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<W>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceRef<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub container_name: Option<W>,
    pub resource: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub divisor: Option<W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Grpc<W> {
    pub port: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sleep {
    pub seconds: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[serde(bound(deserialize = "W: Deserialize<'de> + Ord"))]
pub struct Affinity<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node_affinity: Option<NodeAffinity<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pod_affinity: Option<PodAffinity<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pod_anti_affinity: Option<PodAffinity<W>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeAffinity<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_during_scheduling_ignored_during_execution: Option<NodeSelector<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred_during_scheduling_ignored_during_execution: Option<Vec<PreferredNode<W>>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeSelector<W> {
    pub node_selector_terms: Vec<NodeTerm<W>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeTerm<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub match_expressions: Option<Vec<Requirement<W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub match_fields: Option<Vec<Requirement<W>>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PreferredNode<W> {
    pub weight: u32,
    pub preference: NodeTerm<W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[serde(bound(deserialize = "W: Deserialize<'de> + Ord"))]
pub struct PodAffinity<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_during_scheduling_ignored_during_execution: Option<Vec<PodTerm<W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred_during_scheduling_ignored_during_execution: Option<Vec<PreferredPod<W>>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[serde(bound(deserialize = "W: Deserialize<'de> + Ord"))]
pub struct PodTerm<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label_selector: Option<Selector<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespaces: Option<Vec<W>>,
    pub topology_key: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace_selector: Option<Selector<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub match_label_keys: Option<Vec<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mismatch_label_keys: Option<Vec<W>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[serde(bound(deserialize = "W: Deserialize<'de> + Ord"))]
pub struct PreferredPod<W> {
    pub weight: u32,
    pub pod_affinity_term: PodTerm<W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[serde(bound(deserialize = "W: Deserialize<'de> + Ord"))]
pub struct Spread<W> {
    pub max_skew: u32,
    pub topology_key: W,
    pub when_unsatisfiable: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label_selector: Option<Selector<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_domains: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node_affinity_policy: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node_taints_policy: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub match_label_keys: Option<Vec<W>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Toleration<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub toleration_seconds: Option<u32>,
}

/// A number, or a container's name for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum NumberOrName<W> {
    Number(u16),
    Name(W),
}
