//! `marine_ik.json`: an animated figure. Integers where floats are meant, short tuples, deep nesting.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Marine<W> {
    pub images: Vec<Image<W>>,
    pub geometries: Vec<Geometry<W>>,
    pub textures: Vec<Texture<W>>,
    pub metadata: Metadata<W>,
    pub materials: Vec<Material<W>>,
    pub object: Object<W>,
    pub animations: Vec<Tracks<W>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tracks<W> {
    pub tracks: Vec<()>,
    pub fps: u32,
    pub name: W,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Object<W> {
    pub children: Vec<Child<W>>,
    #[serde(rename = "type")]
    pub kind: W,
    pub matrix: Vec<u32>,
    pub uuid: W,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Child<W> {
    pub name: W,
    pub uuid: W,
    pub matrix: Vec<u32>,
    pub visible: bool,
    #[serde(rename = "type")]
    pub kind: W,
    pub material: W,
    pub cast_shadow: bool,
    pub receive_shadow: bool,
    pub geometry: W,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Material<W> {
    pub vertex_colors: u32,
    pub name: W,
    #[serde(rename = "type")]
    pub kind: W,
    pub uuid: W,
    pub blending: W,
    pub map: W,
    pub transparent: bool,
    pub depth_test: bool,
    pub color: u32,
    pub shininess: u32,
    pub emissive: u32,
    pub depth_write: bool,
    pub specular: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Metadata<W> {
    pub source_file: W,
    pub generator: W,
    #[serde(rename = "type")]
    pub kind: W,
    pub version: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Texture<W> {
    pub repeat: Vec<u32>,
    pub wrap: Vec<u32>,
    pub anisotropy: u32,
    pub image: W,
    pub name: W,
    pub mapping: u32,
    pub min_filter: u32,
    pub uuid: W,
    pub mag_filter: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Geometry<W> {
    #[serde(rename = "type")]
    pub kind: W,
    pub uuid: W,
    pub data: Data<W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Data<W> {
    pub uvs: Vec<Vec<f64>>,
    pub animations: Vec<Animation<W>>,
    pub vertices: Vec<f64>,
    pub metadata: GeometryMetadata<W>,
    pub name: W,
    pub skin_weights: Vec<f64>,
    pub skin_indices: Vec<u32>,
    pub influences_per_vertex: u32,
    pub normals: Vec<f64>,
    pub bones: Vec<Bone<W>>,
    pub faces: Vec<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bone<W> {
    pub parent: i32,
    pub pos: [f64; 3],
    pub rotq: [f64; 4],
    pub scl: [f64; 3],
    pub name: W,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GeometryMetadata<W> {
    pub uvs: u32,
    pub version: u32,
    pub faces: u32,
    pub generator: W,
    pub normals: u32,
    pub bones: u32,
    pub vertices: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Animation<W> {
    pub hierarchy: Vec<Joint>,
    pub length: f64,
    pub fps: u32,
    pub name: W,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Joint {
    pub parent: i32,
    pub keys: Vec<Key>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Key {
    pub pos: [f64; 3],
    pub time: f64,
    pub scl: [f64; 3],
    pub rot: [f64; 4],
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Image<W> {
    pub url: W,
    pub uuid: W,
    pub name: W,
}
