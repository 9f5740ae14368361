//! `Value`, `Map`, `Number`, `json!`, `to_value` and `from_value` beside the real serde_json's: the
//! same answers, and the same errors.
//!
//! The real one is built without `preserve_order` and `arbitrary_precision`. Where one of them is on
//! here, order is held against a model of it, and what depends on numbers' form is left to examples.

#[path = "../common/backend.rs"]
mod backend;

mod lenient;
mod maps;
#[cfg(feature = "raw_value")]
mod raw;
#[cfg(not(feature = "arbitrary_precision"))]
mod typed;

use std::fmt::Debug;

#[cfg(feature = "arbitrary_precision")]
use fastjson_api::Number;
use fastjson_api::{Map, Value, from_value, json, to_value};
use proptest::prelude::*;
use serde_json::Value as Real;

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: if cfg!(debug_assertions) { 200 } else { 2000 },
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

const PRESERVE_ORDER: bool = cfg!(feature = "preserve_order");

fn ours(real: &Real) -> Value {
    to_value(real).unwrap()
}

fn real(ours: &Value) -> Real {
    // By text: the real one's values have no numbers that are texts.
    serde_json::from_str(&ours.to_string()).unwrap()
}

/// Scalars with a liking for the ends of ranges.
fn scalar() -> impl Strategy<Value = Real> {
    prop_oneof![
        Just(Real::Null),
        any::<bool>().prop_map(Real::from),
        any::<u64>().prop_map(Real::from),
        any::<i64>().prop_map(Real::from),
        prop_oneof![
            Just(0_i64),
            Just(-1),
            Just(127),
            Just(128),
            Just(255),
            Just(256),
            Just(-129),
            Just(i64::MIN),
            Just(1 << 53)
        ]
        .prop_map(Real::from),
        any::<f64>().prop_map(Real::from),
        prop_oneof![Just(0.0), Just(-0.0), Just(1e16), Just(1e300), Just(4.0), Just(f64::MAX)]
            .prop_map(Real::from),
        "[a-e]{0,2}".prop_map(Real::from),
        "\\PC{0,12}".prop_map(Real::from),
        prop_oneof![Just("Unit"), Just("a/b"), Just("m~n"), Just("12"), Just("true"), Just("-7")]
            .prop_map(Real::from),
    ]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-e]{0,2}",
        "\\PC{0,6}",
        Just("Newtype".to_owned()),
        Just("Tuple".to_owned()),
        Just("Struct".to_owned()),
        Just("Unit".to_owned()),
        Just("a".to_owned()),
        Just("b/c".to_owned()),
        Just("~d".to_owned()),
        Just("true".to_owned()),
        Just("0".to_owned()),
        Just("300".to_owned()),
        Just("-5".to_owned()),
        Just("1.5".to_owned()),
        Just(" 1".to_owned()),
        Just("1 ".to_owned()),
        Just("2x".to_owned()),
    ]
}

fn value() -> impl Strategy<Value = Real> {
    scalar().prop_recursive(4, 48, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Real::from),
            prop::collection::vec((name(), inner), 0..6)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

fn same<T: Debug, E: ToString, F: ToString>(a: Result<T, E>, b: Result<T, F>, of: &dyn Debug) {
    match (a, b) {
        (Ok(a), Ok(b)) => assert_eq!(format!("{a:?}"), format!("{b:?}"), "{of:?}"),
        (Err(a), Err(b)) => assert_eq!(a.to_string(), b.to_string(), "{of:?}"),
        (a, b) => panic!(
            "{of:?}: ours {:?}, serde_json's {:?}",
            a.map_err(|e| e.to_string()),
            b.map_err(|e| e.to_string())
        ),
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn places_are_the_same(
        value in value(),
        pointer in "(/([a-e]|[0-3]|0[0-9]|[+]1|-|true|b~1c|~0d|~01)){0,3}|[/a]{0,3}",
        name in name(),
        index in 0..4_usize,
    ) {
        let mut mine = ours(&value);
        let mut theirs = value;
        prop_assert_eq!(mine.pointer(&pointer).map(real), theirs.pointer(&pointer).cloned());
        prop_assert_eq!(real(&mine[&name]), theirs[&name].clone());
        prop_assert_eq!(real(&mine[index]), theirs[index].clone());
        prop_assert_eq!(mine.get(index).map(real), theirs.get(index).cloned());
        prop_assert_eq!(mine.get(name.as_str()).map(real), theirs.get(name.as_str()).cloned());
        if let Some(place) = mine.pointer_mut(&pointer) {
            let taken = place.take();
            prop_assert_eq!(real(&taken), theirs.pointer_mut(&pointer).unwrap().take());
        }
        prop_assert_eq!(real(&mine), theirs.clone());
        let set = |index: &dyn Fn()| panic_text(index);
        let (a, b) = (std::cell::RefCell::new(mine), std::cell::RefCell::new(theirs));
        prop_assert_eq!(
            set(&|| a.borrow_mut()[&name] = json!(1)),
            set(&|| b.borrow_mut()[&name] = serde_json::json!(1))
        );
        prop_assert_eq!(
            set(&|| a.borrow_mut()[index] = json!(1)),
            set(&|| b.borrow_mut()[index] = serde_json::json!(1))
        );
        let mut mine = a.into_inner();
        prop_assert_eq!(real(&mine), b.into_inner());
        mine.sort_all_objects();
        prop_assert!(is_sorted(&mine));
    }
}

fn is_sorted(value: &Value) -> bool {
    match value {
        Value::Array(elements) => elements.iter().all(is_sorted),
        Value::Object(members) => members.keys().is_sorted() && members.values().all(is_sorted),
        _ => true,
    }
}

/// What a closure panics with.
fn panic_text(run: &dyn Fn()) -> Option<String> {
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run));
    result.err().map(|panic| match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(panic) => {
            panic.downcast::<&str>().map_or_else(|_| String::new(), |text| text.to_string())
        }
    })
}

#[test]
fn macro_forms() {
    let (one, two) = (1, "two");
    let value = json!({
        "null": null, "list": [true, false, null, [], {}, [1, [2.5]], one + 1, two,],
        two: {"nested": {"deep": -1,},},
        ("a".to_owned() + "b"): Some(one),
        "tuple": (one, two),
    });
    let expected = serde_json::json!({
        "null": null, "list": [true, false, null, [], {}, [1, [2.5]], 2, "two"],
        "two": {"nested": {"deep": -1}}, "ab": 1, "tuple": [1, "two"],
    });
    assert_eq!(real(&value), expected);
    assert_eq!(json!(null), Value::Null);
    assert_eq!(json!([]), Value::Array(vec![]));
    assert_eq!(json!({}), Value::Object(Map::new()));
}

#[test]
fn conversions() {
    assert_eq!(Value::from(None::<u8>), Value::Null);
    assert_eq!(Value::from(Some("x")), "x");
    assert_eq!(Value::from(()), Value::Null);
    assert_eq!(Value::from(vec![1, 2]), json!([1, 2]));
    assert_eq!(Value::from([true; 2]), json!([true, true]));
    assert_eq!(Value::from(&["a", "b"][..]), json!(["a", "b"]));
    assert_eq!(Value::from(std::borrow::Cow::Borrowed("x")), json!("x"));
    assert_eq!(Value::from(f32::INFINITY), Value::Null);
    assert_eq!(Value::from_iter([("k", 1)]), json!({"k": 1}));
    assert_eq!(<&Value>::default(), &Value::Null);
}

#[test]
fn panics_name_what_was_there() {
    assert_eq!(
        panic_text(&|| json!([])[5] = json!(1)).unwrap(),
        "cannot access index 5 of JSON array of length 0"
    );
    assert_eq!(
        panic_text(&|| json!("s")["k"] = json!(1)).unwrap(),
        "cannot access key \"k\" in JSON string"
    );
    assert_eq!(
        panic_text(&|| json!({})[0] = json!(1)).unwrap(),
        "cannot access index 0 of JSON object"
    );
    assert_eq!(panic_text(&|| Map::new()["x"] = json!(1)).unwrap(), "no entry found for key");
}

#[cfg(feature = "arbitrary_precision")]
#[test]
fn numbers_keep_their_text() {
    for (text, kept) in [
        ("0.10000000000000000000000000000000001", "0.10000000000000000000000000000000001"),
        ("1e400", "1e+400"),
        ("-1E-5", "-1e-5"),
        ("-0", "-0"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
    ] {
        let number: Number = text.parse().unwrap();
        assert_eq!(number.as_str(), kept);
        let value: Value = fastjson_api::from_str(text).unwrap();
        assert_eq!(value, Value::Number(number.clone()));
        assert_eq!(value.to_string(), kept);
        assert_eq!(to_value(&number).unwrap(), value);
        // On the way through serde -0 is an integer, in serde_json too.
        let passed = if text == "-0" { json!(0) } else { value.clone() };
        assert_eq!(Value::Number(from_value(value.clone()).unwrap()), passed);
        assert_eq!(from_value::<Value>(value).unwrap(), passed);
    }
    assert_eq!(json!(f64::INFINITY), Value::Null);
    assert_eq!(Number::from_f64(1e16).unwrap().as_str(), "1e+16");
    assert_eq!(json!(u128::MAX).to_string(), u128::MAX.to_string());
    assert_eq!(json!(0.1_f32).to_string(), "0.1");
    assert_eq!(
        "1x".parse::<Number>().unwrap_err().to_string(),
        "invalid number at line 1 column 2"
    );
}

/// serde_json takes such objects for a number or a raw value (its issue 826); here they are what the
/// text says.
#[test]
fn private_names_in_a_text_are_names() {
    for text in [
        r#"{"$serde_json::private::Number":"1"}"#,
        r#"{"$serde_json::private::RawValue":"[1]"}"#,
        r#"[{"$serde_json::private::RawValue":"[1"}]"#,
    ] {
        let value: Value = fastjson_api::from_str(text).unwrap();
        assert_eq!(value.to_string(), text);
        assert_eq!(from_value::<Value>(value.clone()).unwrap(), value);
        assert_eq!(to_value(&value).unwrap(), value);
    }
}
