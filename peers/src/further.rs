//! The types of the samples that the guard does not measure: built with the rivals only, or most of the guard's time
//! would go into compiling them.

use crate::messages::{Accounts, Metrics, Shape};
use crate::models::{self, Kind, Text, generated, tree::Tree};
use crate::sample::{Form, Model, Sample, Visitor, model};

type S = String;
model!(Twitter, models::twitter::Twitter<S, S>, models::twitter::Twitter<Text<'x>, &'x str>);
model!(Citm, models::citm_catalog::Catalog<S, S>, models::citm_catalog::Catalog<Text<'x>, &'x str>);
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
model!(LogLine, generated::LogLine<S, S>, generated::LogLine<Text<'x>, &'x str>, false, true);
model!(Phone, models::phones::Phone<S, S>, models::phones::Phone<Text<'x>, &'x str>, false, true);
model!(Log, Vec<generated::LogLine<S, S>>, Vec<generated::LogLine<Text<'x>, &'x str>>);
model!(Any, Tree<S>, Tree<Text<'x>>);
model!(Flat, Accounts<S>, Accounts<&'x str>, false, false);
model!(MetricsModel, Metrics, Metrics, false, false);

impl Sample {
    /// [`visit`](Sample::visit) for what is not the guard's.
    pub fn visit_further<V: Visitor>(&self, visitor: &mut V) {
        match self.form {
            Form::Model(Kind::Twitter) => visitor.visit::<Twitter>(self),
            Form::Model(Kind::CitmCatalog) => visitor.visit::<Citm>(self),
            Form::Model(Kind::GithubEvents) => visitor.visit::<Events>(self),
            Form::Model(Kind::Gsoc2018) => visitor.visit::<Gsoc>(self),
            Form::Model(Kind::ApacheBuilds) => visitor.visit::<Builds>(self),
            Form::Model(Kind::Mesh) => visitor.visit::<Mesh>(self),
            Form::Model(Kind::MarineIk) => visitor.visit::<Marine>(self),
            Form::Model(Kind::Numbers) => visitor.visit::<Numbers>(self),
            Form::Model(Kind::TwitterApi) => visitor.visit::<TwitterApi>(self),
            Form::Model(Kind::DistanceMatrix) => visitor.visit::<DistanceMatrix>(self),
            Form::Model(Kind::RpcNames) => visitor.visit::<RpcNames>(self),
            Form::Model(Kind::Country) => visitor.visit::<Country>(self),
            Form::Model(Kind::TrueNull) => visitor.visit::<TrueNull>(self),
            Form::Model(Kind::LogLine) => visitor.visit::<LogLine>(self),
            Form::Model(Kind::Log) => visitor.visit::<Log>(self),
            Form::Model(Kind::Unknown) => visitor.visit::<Any>(self),
            Form::Kubernetes => visitor.visit::<Kubernetes>(self),
            Form::Webhook => visitor.visit::<Webhook>(self),
            Form::Phone => visitor.visit::<Phone>(self),
            Form::Message(Shape::Flat) => visitor.visit::<Flat>(self),
            Form::Message(Shape::Numbers) => visitor.visit::<MetricsModel>(self),
            Form::Model(
                Kind::Canada
                | Kind::GeoJson
                | Kind::Timeline
                | Kind::Catalogue
                | Kind::UserPage
                | Kind::User,
            )
            | Form::Message(
                Shape::Ack
                | Shape::User
                | Shape::Nested
                | Shape::Strings
                | Shape::Escaped
                | Shape::NonAscii,
            ) => unreachable!("{} is the guard's", self.name),
        }
    }
}
