//! What is written is serde_json's, byte for byte and error for error.

use std::collections::BTreeMap;

use serde::Serialize;

#[derive(Serialize)]
struct User<'u> {
    id: u64,
    name: &'u str,
    #[serde(rename = "quo\"te")]
    quoted: Option<f64>,
    tags: Vec<&'u str>,
    map: BTreeMap<u8, i16>,
    nothing: (),
    shapes: Vec<Shape>,
}

#[derive(Serialize)]
enum Shape {
    Unit,
    Newtype(u8),
    Tuple(u8, i8),
    Struct { a: bool, b: char },
    Empty {},
}

#[test]
fn smoke() {
    let user = User {
        id: 7,
        name: "Ada \"L\"\n",
        quoted: Some(1.5),
        tags: vec!["a", "", "a longer text that has no escapes at all"],
        map: [(1, -1), (2, -2)].into(),
        nothing: (),
        shapes: vec![
            Shape::Unit,
            Shape::Newtype(1),
            Shape::Tuple(1, -1),
            Shape::Struct { a: true, b: 'é' },
            Shape::Empty {},
        ],
    };
    assert_eq!(fastjson_api::to_string(&user).unwrap(), serde_json::to_string(&user).unwrap());
    assert_eq!(
        fastjson_api::to_string_pretty(&user).unwrap(),
        serde_json::to_string_pretty(&user).unwrap()
    );
    let mut out = Vec::new();
    fastjson_api::to_writer_pretty(&mut out, &user).unwrap();
    assert_eq!(out, serde_json::to_vec_pretty(&user).unwrap());
    let mut out = Vec::new();
    user.serialize(&mut fastjson_api::Serializer::pretty(&mut out)).unwrap();
    assert_eq!(out, serde_json::to_vec_pretty(&user).unwrap());
}
