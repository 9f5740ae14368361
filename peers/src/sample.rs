//! The documents and their types.

use std::error::Error;
use std::fs;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::messages::{self, Accounts, Ack, Article, Metrics, Order, Shape};
use crate::models::{self, Document, Kind, Text, generated, tree::Tree};

/// Which summary a sample counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Whole documents, 10 KB to 3 MB.
    Documents,
    /// 60 B to 3 KB.
    Messages,
    /// Values one after the other.
    Lines,
}

impl Group {
    pub fn name(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Messages => "messages",
            Self::Lines => "lines",
        }
    }
}

/// One or more texts of the same type.
pub struct Sample {
    pub name: String,
    pub group: Group,
    pub texts: Vec<String>,
    form: Form,
}

enum Form {
    Model(Kind),
    Message(Shape),
    Kubernetes,
    Webhook,
    Phone,
}

/// A document's types.
pub trait Model {
    type Owned: DeserializeOwned + Serialize + 'static;
    type Borrowed<'x>: Deserialize<'x> + Serialize;
    /// The groups that have this type: what no sample needs is not compiled, and that is much.
    const DOCUMENTS: bool;
    const LINES: bool;
}

/// What is done with a sample's types.
pub trait Visitor {
    fn visit<M: Model>(&mut self, sample: &Sample);
}

/// Names a pair of types; `'x` is the borrowed one's lifetime.
macro_rules! model {
    ($name:ident, $owned:ty, $borrowed:ty) => {
        model!($name, $owned, $borrowed, true, false);
    };
    ($name:ident, $owned:ty, $borrowed:ty, $documents:literal, $lines:literal) => {
        struct $name;
        impl Model for $name {
            type Owned = $owned;
            type Borrowed<'x> = $borrowed;
            const DOCUMENTS: bool = $documents;
            const LINES: bool = $lines;
        }
    };
}

type S = String;
model!(Twitter, models::twitter::Twitter<S, S>, models::twitter::Twitter<Text<'x>, &'x str>);
model!(Citm, models::citm_catalog::Catalog<S, S>, models::citm_catalog::Catalog<Text<'x>, &'x str>);
model!(Canada, models::canada::Canada<S>, models::canada::Canada<&'x str>);
model!(
    Events,
    Vec<models::github_events::Event<S, S>>,
    Vec<models::github_events::Event<Text<'x>, &'x str>>
);
model!(
    Gsoc,
    std::collections::BTreeMap<u16, models::gsoc_2018::Project<S, S>>,
    std::collections::BTreeMap<u16, models::gsoc_2018::Project<Text<'x>, &'x str>>
);
model!(Builds, models::apache_builds::Builds<S, S>, models::apache_builds::Builds<Text<'x>, &'x str>);
model!(Mesh, models::mesh::Mesh, models::mesh::Mesh);
model!(Marine, models::marine_ik::Marine<S>, models::marine_ik::Marine<&'x str>);
model!(Numbers, Vec<f64>, Vec<f64>);
model!(
    TwitterApi,
    Vec<models::twitter_api::Status<S, S>>,
    Vec<models::twitter_api::Status<Text<'x>, &'x str>>
);
model!(
    DistanceMatrix,
    models::distance_matrix::DistanceMatrix<S, S>,
    models::distance_matrix::DistanceMatrix<Text<'x>, &'x str>
);
model!(RpcNames, models::rpc_names::Answer<S, S>, models::rpc_names::Answer<Text<'x>, &'x str>);
model!(
    Country,
    models::canada::Canada<S, models::canada::Country<S>>,
    models::canada::Canada<&'x str, models::canada::Country<&'x str>>
);
model!(TrueNull, Vec<Option<bool>>, Vec<Option<bool>>);
model!(Kubernetes, models::kubernetes::Object<S, S>, models::kubernetes::Object<Text<'x>, &'x str>);
model!(Webhook, models::webhooks::Event<S, S>, models::webhooks::Event<Text<'x>, &'x str>);
model!(Timeline, generated::Timeline<S, S>, generated::Timeline<Text<'x>, &'x str>);
model!(Catalogue, generated::Catalogue<S, S>, generated::Catalogue<Text<'x>, &'x str>);
model!(UserPage, generated::UserPage<S>, generated::UserPage<&'x str>);
model!(User, generated::User<S>, generated::User<&'x str>, false, false);
model!(LogLine, generated::LogLine<S, S>, generated::LogLine<Text<'x>, &'x str>, false, true);
model!(Phone, models::phones::Phone<S, S>, models::phones::Phone<Text<'x>, &'x str>, false, true);
model!(Log, Vec<generated::LogLine<S, S>>, Vec<generated::LogLine<Text<'x>, &'x str>>);
model!(Any, Tree<S>, Tree<Text<'x>>);
model!(AckModel, Ack<S>, Ack<&'x str>, false, false);
model!(Flat, Accounts<S>, Accounts<&'x str>, false, false);
model!(Nested, Order<S>, Order<&'x str>, false, false);
model!(ArticleModel, Article<S>, Article<Text<'x>>, false, false);
model!(MetricsModel, Metrics, Metrics, false, false);

impl Sample {
    pub fn bytes(&self) -> usize {
        self.texts.iter().map(String::len).sum()
    }

    /// Calls `visitor` with this sample's types.
    pub fn visit<V: Visitor>(&self, visitor: &mut V) {
        match self.form {
            Form::Model(kind) => match kind {
                Kind::Twitter => visitor.visit::<Twitter>(self),
                Kind::CitmCatalog => visitor.visit::<Citm>(self),
                Kind::Canada | Kind::GeoJson => visitor.visit::<Canada>(self),
                Kind::GithubEvents => visitor.visit::<Events>(self),
                Kind::Gsoc2018 => visitor.visit::<Gsoc>(self),
                Kind::ApacheBuilds => visitor.visit::<Builds>(self),
                Kind::Mesh => visitor.visit::<Mesh>(self),
                Kind::MarineIk => visitor.visit::<Marine>(self),
                Kind::Numbers => visitor.visit::<Numbers>(self),
                Kind::TwitterApi => visitor.visit::<TwitterApi>(self),
                Kind::DistanceMatrix => visitor.visit::<DistanceMatrix>(self),
                Kind::RpcNames => visitor.visit::<RpcNames>(self),
                Kind::Country => visitor.visit::<Country>(self),
                Kind::TrueNull => visitor.visit::<TrueNull>(self),
                Kind::Timeline => visitor.visit::<Timeline>(self),
                Kind::Catalogue => visitor.visit::<Catalogue>(self),
                Kind::UserPage => visitor.visit::<UserPage>(self),
                Kind::User => visitor.visit::<User>(self),
                Kind::LogLine => visitor.visit::<LogLine>(self),
                Kind::Log => visitor.visit::<Log>(self),
                Kind::Unknown => visitor.visit::<Any>(self),
            },
            Form::Kubernetes => visitor.visit::<Kubernetes>(self),
            Form::Webhook => visitor.visit::<Webhook>(self),
            Form::Phone => visitor.visit::<Phone>(self),
            Form::Message(shape) => match shape {
                Shape::Ack => visitor.visit::<AckModel>(self),
                Shape::User => visitor.visit::<User>(self),
                Shape::Flat => visitor.visit::<Flat>(self),
                Shape::Nested => visitor.visit::<Nested>(self),
                Shape::Strings | Shape::Escaped | Shape::NonAscii => {
                    visitor.visit::<ArticleModel>(self)
                }
                Shape::Numbers => visitor.visit::<MetricsModel>(self),
            },
        }
    }
}

/// Everything: the real documents where `FASTJSON_DATA` names them, else generated ones; the messages; the lines.
pub fn all() -> Result<Vec<Sample>, Box<dyn Error>> {
    let mut samples = match models::data() {
        Some(data) => real(&data)?,
        None => generated_documents(),
    };
    samples.extend(small());
    samples.push(log_lines());
    Ok(samples)
}

/// What needs no data and is the same on every machine.
pub fn generated() -> Vec<Sample> {
    let mut samples = generated_documents();
    samples.extend(small());
    samples.push(log_lines());
    samples
}

fn real(data: &std::path::Path) -> Result<Vec<Sample>, Box<dyn Error>> {
    let mut samples = Vec::new();
    for path in models::files(&data.join("corpora"))? {
        let document = Document::read(&path)?;
        if document.kind == Kind::TrueNull {
            // What a tree over serde costs, with every library: a row that says what it is.
            let tree = Document {
                name: format!("{} as a tree", document.name),
                kind: Kind::Unknown,
                ..document.clone()
            };
            samples.push(from_document(tree));
        }
        // A file of a few bytes is a test of a parser's corners, not a document that a service meets.
        if document.text.len() > 4096 {
            samples.push(from_document(document));
        }
    }
    for (folder, name, form) in [
        ("api/kubernetes-objects", "kubernetes objects", Form::Kubernetes),
        ("api/github-webhooks", "github webhooks", Form::Webhook),
    ] {
        let texts: Result<_, _> =
            models::files(&data.join(folder))?.into_iter().map(fs::read_to_string).collect();
        samples.push(Sample {
            name: name.to_owned(),
            group: Group::Documents,
            texts: texts?,
            form,
        });
    }
    let phones = fs::read_to_string(data.join("ndjson/amazon_cellphones.ndjson"))?;
    // The first line names the columns. Without the last newline: sonic-rs's stream fails at whitespace before the end.
    let (_, phones) = phones.trim_end().split_once('\n').unwrap_or_default();
    samples.push(Sample {
        name: "amazon_cellphones".to_owned(),
        group: Group::Lines,
        texts: vec![phones.to_owned()],
        form: Form::Phone,
    });
    Ok(samples)
}

fn from_document(document: Document) -> Sample {
    Sample {
        name: document.name,
        group: Group::Documents,
        texts: vec![document.text],
        form: Form::Model(document.kind),
    }
}

fn generated_documents() -> Vec<Sample> {
    let documents =
        generated::documents().into_iter().filter(|document| document.text.len() > 4096);
    documents.map(from_document).collect()
}

fn small() -> Vec<Sample> {
    let samples = messages::samples().into_iter().map(|(name, shape, texts)| Sample {
        name,
        group: Group::Messages,
        texts,
        form: Form::Message(shape),
    });
    samples.collect()
}

fn log_lines() -> Sample {
    let lines: Vec<String> = generated::log(1000)
        .iter()
        .map(|line| serde_json::to_string(line).expect("plain data is always JSON"))
        .collect();
    Sample {
        name: "log".to_owned(),
        group: Group::Lines,
        texts: vec![lines.join("\n")],
        form: Form::Model(Kind::LogLine),
    }
}
