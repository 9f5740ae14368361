//! The typed models miss nothing: what they read from a document and write again has all of its data.

#[path = "common/backend.rs"]
mod backend;

#[path = "../benches/models/mod.rs"]
mod models;

use std::fmt::Debug;

use models::{Document, Work, generated};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[test]
fn models_hold_all_of_a_documents_data() {
    for document in
        models::documents().iter().chain(&generated::documents()).chain(&generated::messages())
    {
        document.typed(&mut RoundTrip);
    }
}

#[test]
fn a_user_is_about_two_hundred_bytes() {
    let messages = generated::messages();
    assert!(
        messages
            .iter()
            .any(|message| message.name == "user" && (190..=220).contains(&message.text.len()))
    );
    assert!(
        messages.iter().all(|message| (90..=2100).contains(&message.text.len())),
        "{messages:#?}"
    );
}

#[test]
fn models_of_services_say_nothing_that_a_document_does_not() {
    use models::{Text, kubernetes, webhooks};
    type S = String;
    for document in apis("api/kubernetes-objects") {
        Part.typed::<kubernetes::Object<S, S>, kubernetes::Object<Text<'_>, &str>>(&document);
    }
    for document in apis("api/github-webhooks") {
        Part.typed::<webhooks::Event<S, S>, webhooks::Event<Text<'_>, &str>>(&document);
    }
}

fn apis(folder: &str) -> Vec<Document> {
    let paths = models::data().and_then(|data| models::files(&data.join(folder)).ok());
    paths.unwrap_or_default().iter().map(|path| Document::read(path).unwrap()).collect()
}

/// What a document's data is once it has been a `T`.
fn again<'a, T: Deserialize<'a> + Serialize>(document: &'a Document) -> Value {
    let value: T = serde_json::from_str(&document.text)
        .unwrap_or_else(|error| panic!("{}: {error}", document.name));
    serde_json::to_value(value).unwrap()
}

/// These models leave members out, and say the same with them again.
struct Part;

impl<'a> Work<'a> for Part {
    type Output = ();

    fn typed<O, B>(&mut self, document: &'a Document)
    where
        O: DeserializeOwned + Serialize + PartialEq + Debug,
        B: Deserialize<'a> + Serialize + PartialEq + Debug,
    {
        let name = &document.name;
        let whole: Value = serde_json::from_str(&document.text).unwrap();
        for again in [again::<O>(document), again::<B>(document)] {
            assert!(is_part(&again, &whole), "{name}: the model makes something up");
        }
    }
}

/// Whether all members of `part` are in `whole` as they are.
fn is_part(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Object(part), Value::Object(whole)) => part
            .iter()
            .all(|(name, member)| whole.get(name).is_some_and(|whole| is_part(member, whole))),
        (Value::Array(part), Value::Array(whole)) => {
            part.len() == whole.len()
                && part.iter().zip(whole).all(|(part, whole)| is_part(part, whole))
        }
        _ => part == whole,
    }
}

struct RoundTrip;

impl<'a> Work<'a> for RoundTrip {
    type Output = ();

    fn typed<O, B>(&mut self, document: &'a Document)
    where
        O: DeserializeOwned + Serialize + PartialEq + Debug,
        B: Deserialize<'a> + Serialize + PartialEq + Debug,
    {
        let name = &document.name;
        let mut whole: Value = serde_json::from_str(&document.text).unwrap();
        floats(&mut whole);
        for mut again in [again::<O>(document), again::<B>(document)] {
            floats(&mut again);
            assert!(again == whole, "{name}: the model loses data");
        }
    }
}

/// A model may read an integer as a float: `0` is `0.0` then.
fn floats(value: &mut Value) {
    match value {
        Value::Number(number) => *value = Value::from(number.as_f64()),
        Value::Array(elements) => elements.iter_mut().for_each(floats),
        Value::Object(members) => members.values_mut().for_each(floats),
        _ => {}
    }
}
