//! The documents and their types.

use std::error::Error;
use std::fs;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::messages::{self, Ack, Article, Order, Shape};
use crate::models::{self, Document, Kind, Text, generated};

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
    pub form: Form,
}

#[derive(Debug, Clone, Copy)]
pub enum Form {
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

#[cfg(feature = "rivals")]
pub(crate) use model;

// The guard's. All others are in `further`, which its build does without.
type S = String;
model!(Canada, models::canada::Canada<S>, models::canada::Canada<&'x str>);
model!(Timeline, generated::Timeline<S, S>, generated::Timeline<Text<'x>, &'x str>);
model!(Catalogue, generated::Catalogue<S, S>, generated::Catalogue<Text<'x>, &'x str>);
model!(UserPage, generated::UserPage<S>, generated::UserPage<&'x str>);
model!(User, generated::User<S>, generated::User<&'x str>, false, false);
model!(AckModel, Ack<S>, Ack<&'x str>, false, false);
model!(Nested, Order<S>, Order<&'x str>, false, false);
model!(ArticleModel, Article<S>, Article<Text<'x>>, false, false);

impl Sample {
    pub fn bytes(&self) -> usize {
        self.texts.iter().map(String::len).sum()
    }

    /// Calls `visitor` with this sample's types.
    pub fn visit<V: Visitor>(&self, visitor: &mut V) {
        match self.form {
            Form::Model(Kind::Canada | Kind::GeoJson) => visitor.visit::<Canada>(self),
            Form::Model(Kind::Timeline) => visitor.visit::<Timeline>(self),
            Form::Model(Kind::Catalogue) => visitor.visit::<Catalogue>(self),
            Form::Model(Kind::UserPage) => visitor.visit::<UserPage>(self),
            Form::Model(Kind::User) | Form::Message(Shape::User) => visitor.visit::<User>(self),
            Form::Message(Shape::Ack) => visitor.visit::<AckModel>(self),
            Form::Message(Shape::Nested) => visitor.visit::<Nested>(self),
            Form::Message(Shape::Strings | Shape::Escaped | Shape::NonAscii) => {
                visitor.visit::<ArticleModel>(self)
            }
            _ => self.visit_further(visitor),
        }
    }

    #[cfg(not(feature = "rivals"))]
    fn visit_further<V: Visitor>(&self, _: &mut V) {
        unreachable!("{} is none of the guard's, and built with the rivals only", self.name);
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
