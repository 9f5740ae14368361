//! The documents that tests, benches and examples share, and typed models of them.
//!
//! Every model has two parameters: `T` for texts that may hold escapes and `W` for words that never do. With
//! `String` for both, the model owns its strings; with [`Text`] and `&str`, it borrows them from the document.
//!
//! Included with `#[path]`, so that no target has to publish it.
#![allow(
    dead_code,
    missing_docs,
    reason = "each target that includes this module uses its own part of it"
)]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{self, Debug};
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde::de::{DeserializeOwned, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

pub mod apache_builds;
pub mod canada;
pub mod citm_catalog;
pub mod distance_matrix;
pub mod generated;
pub mod github_events;
pub mod gsoc_2018;
pub mod kubernetes;
pub mod marine_ik;
pub mod mesh;
pub mod phones;
pub mod pods;
pub mod rpc_names;
pub mod tree;
pub mod twitter;
pub mod twitter_api;
pub mod volumes;
pub mod webhooks;

/// Text that is borrowed when the document has it without escapes. (serde's own `Cow` always owns, unless the
/// field is marked, and a type parameter cannot be.)
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Text<'a>(pub Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;

        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a string")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }

            fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text)))
            }
        }

        deserializer.deserialize_str(TextVisitor)
    }
}

/// For a member that may be absent, or there and null: `None`, `Some(None)`.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// What can be done with any document's types.
pub trait Work<'a> {
    type Output;

    /// `O` owns its strings, `B` borrows them from `document`.
    fn typed<O, B>(&mut self, document: &'a Document) -> Self::Output
    where
        O: DeserializeOwned + Serialize + PartialEq + Debug,
        B: Deserialize<'a> + Serialize + PartialEq + Debug;
}

/// The types that a document is read into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Twitter,
    CitmCatalog,
    Canada,
    GithubEvents,
    Gsoc2018,
    ApacheBuilds,
    Mesh,
    MarineIk,
    Numbers,
    TwitterApi,
    DistanceMatrix,
    RpcNames,
    Country,
    TrueNull,
    Timeline,
    Catalogue,
    GeoJson,
    UserPage,
    User,
    LogLine,
    Log,
    /// Anything: read into a [`tree::Tree`].
    Unknown,
}

/// One JSON text and what is known of it.
#[derive(Debug, Clone)]
pub struct Document {
    pub name: String,
    pub kind: Kind,
    pub text: String,
}

impl Document {
    /// Reads a file; its name tells which of the well-known documents it is.
    ///
    /// # Errors
    /// The file cannot be read, or it is not UTF-8.
    pub fn read(path: &Path) -> std::io::Result<Self> {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let kind = match name.as_str() {
            "twitter" => Kind::Twitter,
            "citm_catalog" => Kind::CitmCatalog,
            "canada" => Kind::Canada,
            "github_events" => Kind::GithubEvents,
            "gsoc-2018" => Kind::Gsoc2018,
            "apache_builds" => Kind::ApacheBuilds,
            "mesh" | "mesh.pretty" => Kind::Mesh,
            "marine_ik" => Kind::MarineIk,
            "numbers" => Kind::Numbers,
            "twitter_api_response" | "twitter_api_compact_response" => Kind::TwitterApi,
            "google_maps_api_response" | "google_maps_api_compact_response" => Kind::DistanceMatrix,
            "repeat" => Kind::RpcNames,
            "che-1.geo" | "che-2.geo" | "che-3.geo" => Kind::Country,
            "truenull" => Kind::TrueNull,
            _ => Kind::Unknown,
        };
        Ok(Self { name, kind, text: fs::read_to_string(path)? })
    }

    /// Calls `work` with this document's types.
    pub fn typed<'a, K: Work<'a>>(&'a self, work: &mut K) -> K::Output {
        type S = String;
        type T<'a> = Text<'a>;
        match self.kind {
            Kind::Twitter => work.typed::<twitter::Twitter<S, S>, twitter::Twitter<T<'a>, &'a str>>(self),
            Kind::CitmCatalog => {
                work.typed::<citm_catalog::Catalog<S, S>, citm_catalog::Catalog<T<'a>, &'a str>>(self)
            }
            Kind::Canada => work.typed::<canada::Canada<S>, canada::Canada<&'a str>>(self),
            Kind::GithubEvents => {
                work.typed::<Vec<github_events::Event<S, S>>, Vec<github_events::Event<T<'a>, &'a str>>>(self)
            }
            Kind::Gsoc2018 => work
                .typed::<BTreeMap<u16, gsoc_2018::Project<S, S>>, BTreeMap<u16, gsoc_2018::Project<T<'a>, &'a str>>>(
                    self,
                ),
            Kind::ApacheBuilds => {
                work.typed::<apache_builds::Builds<S, S>, apache_builds::Builds<T<'a>, &'a str>>(self)
            }
            Kind::Mesh => work.typed::<mesh::Mesh, mesh::Mesh>(self),
            Kind::MarineIk => work.typed::<marine_ik::Marine<S>, marine_ik::Marine<&'a str>>(self),
            Kind::Numbers => work.typed::<Vec<f64>, Vec<f64>>(self),
            Kind::TwitterApi => {
                work.typed::<Vec<twitter_api::Status<S, S>>, Vec<twitter_api::Status<T<'a>, &'a str>>>(self)
            }
            Kind::DistanceMatrix => work
                .typed::<distance_matrix::DistanceMatrix<S, S>, distance_matrix::DistanceMatrix<T<'a>, &'a str>>(self),
            Kind::RpcNames => work.typed::<rpc_names::Answer<S, S>, rpc_names::Answer<T<'a>, &'a str>>(self),
            Kind::Country => work
                .typed::<canada::Canada<S, canada::Country<S>>, canada::Canada<&'a str, canada::Country<&'a str>>>(self),
            Kind::TrueNull => work.typed::<Vec<Option<bool>>, Vec<Option<bool>>>(self),
            Kind::Timeline => work.typed::<generated::Timeline<S, S>, generated::Timeline<T<'a>, &'a str>>(self),
            Kind::Catalogue => {
                work.typed::<generated::Catalogue<S, S>, generated::Catalogue<T<'a>, &'a str>>(self)
            }
            Kind::GeoJson => work.typed::<canada::Canada<S>, canada::Canada<&'a str>>(self),
            Kind::UserPage => work.typed::<generated::UserPage<S>, generated::UserPage<&'a str>>(self),
            Kind::User => work.typed::<generated::User<S>, generated::User<&'a str>>(self),
            Kind::LogLine => work.typed::<generated::LogLine<S, S>, generated::LogLine<T<'a>, &'a str>>(self),
            Kind::Log => work.typed::<Vec<generated::LogLine<S, S>>, Vec<generated::LogLine<T<'a>, &'a str>>>(self),
            Kind::Unknown => work.typed::<tree::Tree<S>, tree::Tree<T<'a>>>(self),
        }
    }
}

/// The folder of real documents, if the environment names one.
pub fn data() -> Option<PathBuf> {
    env::var_os("FASTJSON_DATA").map(PathBuf::from).filter(|path| path.is_dir())
}

/// Every `.json` file under a folder, in the order of names.
///
/// # Errors
/// The folder cannot be read.
pub fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The real documents that are there and have models of their own; without the data, the generated ones.
pub fn documents() -> Vec<Document> {
    let Some(data) = data() else { return generated::documents() };
    let paths = files(&data.join("corpora")).unwrap_or_default();
    let documents = paths.iter().filter_map(|path| Document::read(path).ok());
    documents
        .filter(|document| document.kind != Kind::Unknown && document.name != "mesh.pretty")
        .collect()
}
