//! [`json!`](crate::json!).

/// Makes a [`Value`](crate::Value) of a JSON literal, in which expressions and variables may stand.
///
/// An expression's type must implement serde's `Serialize`, a name's `Into<String>`. A name that is
/// not a literal stands in parentheses if it is more than one token. A trailing comma is allowed.
///
/// ```
/// use fastjson_api::json;
///
/// let code = 200;
/// let features = vec!["serde", "json"];
/// let key = "number_of_features";
///
/// let value = json!({
///     "code": code,
///     "success": code == 200,
///     "payload": {
///         features[0]: features[1],
///         key: features.len(),
///     },
///     "list": [null, true, 1.5, [],],
/// });
/// assert_eq!(value["payload"], json!({"serde": "json", "number_of_features": 2}));
/// assert_eq!(value["list"].to_string(), "[null,true,1.5,[]]");
/// ```
///
/// # Panics
///
/// If an expression's `Serialize` implementation fails, or if it holds a map whose keys are not
/// strings.
#[macro_export]
macro_rules! json {
    ($($json:tt)+) => {
        $crate::json_internal!($($json)+)
    };
}

// Rocket's own `json!` calls this one, so its shape is public: it is called as
// `json_internal!($($json)+)` and names no helper but those below.
#[doc(hidden)]
#[macro_export]
macro_rules! json_internal {
    // An array's elements, one after the other: @array [elements so far, each with its comma] rest.
    (@array [$($done:expr,)*]) => {
        $crate::__private::vec![$($done,)*]
    };
    (@array [$($done:expr),*]) => {
        $crate::__private::vec![$($done),*]
    };
    (@array [$($done:expr,)*] null $($rest:tt)*) => {
        $crate::json_internal!(@array [$($done,)* $crate::json_internal!(null)] $($rest)*)
    };
    (@array [$($done:expr,)*] true $($rest:tt)*) => {
        $crate::json_internal!(@array [$($done,)* $crate::json_internal!(true)] $($rest)*)
    };
    (@array [$($done:expr,)*] false $($rest:tt)*) => {
        $crate::json_internal!(@array [$($done,)* $crate::json_internal!(false)] $($rest)*)
    };
    (@array [$($done:expr,)*] [$($array:tt)*] $($rest:tt)*) => {
        $crate::json_internal!(@array [$($done,)* $crate::json_internal!([$($array)*])] $($rest)*)
    };
    (@array [$($done:expr,)*] {$($object:tt)*} $($rest:tt)*) => {
        $crate::json_internal!(@array [$($done,)* $crate::json_internal!({$($object)*})] $($rest)*)
    };
    (@array [$($done:expr,)*] $next:expr, $($rest:tt)*) => {
        $crate::json_internal!(@array [$($done,)* $crate::json_internal!($next),] $($rest)*)
    };
    (@array [$($done:expr,)*] $last:expr) => {
        $crate::json_internal!(@array [$($done,)* $crate::json_internal!($last)])
    };
    (@array [$($done:expr),*] , $($rest:tt)*) => {
        $crate::json_internal!(@array [$($done,)*] $($rest)*)
    };
    (@array [$($done:expr),*] $unexpected:tt $($rest:tt)*) => {
        $crate::json_unexpected!($unexpected)
    };

    // An object's members, one after the other: @object map (name so far) (rest) (rest again, to
    // point at in an error), or @object map [name] (value) rest.
    (@object $object:ident () () ()) => {};
    (@object $object:ident [$($name:tt)+] ($value:expr) , $($rest:tt)*) => {
        let _ = $object.insert(($($name)+).into(), $value);
        $crate::json_internal!(@object $object () ($($rest)*) ($($rest)*));
    };
    (@object $object:ident [$($name:tt)+] ($value:expr) $unexpected:tt $($rest:tt)*) => {
        $crate::json_unexpected!($unexpected);
    };
    (@object $object:ident [$($name:tt)+] ($value:expr)) => {
        let _ = $object.insert(($($name)+).into(), $value);
    };
    (@object $object:ident ($($name:tt)+) (: null $($rest:tt)*) $copy:tt) => {
        $crate::json_internal!(@object $object [$($name)+] ($crate::json_internal!(null)) $($rest)*);
    };
    (@object $object:ident ($($name:tt)+) (: true $($rest:tt)*) $copy:tt) => {
        $crate::json_internal!(@object $object [$($name)+] ($crate::json_internal!(true)) $($rest)*);
    };
    (@object $object:ident ($($name:tt)+) (: false $($rest:tt)*) $copy:tt) => {
        $crate::json_internal!(@object $object [$($name)+] ($crate::json_internal!(false)) $($rest)*);
    };
    (@object $object:ident ($($name:tt)+) (: [$($array:tt)*] $($rest:tt)*) $copy:tt) => {
        $crate::json_internal!(@object $object [$($name)+] ($crate::json_internal!([$($array)*])) $($rest)*);
    };
    (@object $object:ident ($($name:tt)+) (: {$($inner:tt)*} $($rest:tt)*) $copy:tt) => {
        $crate::json_internal!(@object $object [$($name)+] ($crate::json_internal!({$($inner)*})) $($rest)*);
    };
    (@object $object:ident ($($name:tt)+) (: $value:expr , $($rest:tt)*) $copy:tt) => {
        $crate::json_internal!(@object $object [$($name)+] ($crate::json_internal!($value)) , $($rest)*);
    };
    (@object $object:ident ($($name:tt)+) (: $value:expr) $copy:tt) => {
        $crate::json_internal!(@object $object [$($name)+] ($crate::json_internal!($value)));
    };
    // A name without value: "unexpected end of macro invocation".
    (@object $object:ident ($($name:tt)+) (:) $copy:tt) => {
        $crate::json_internal!();
    };
    (@object $object:ident ($($name:tt)+) () $copy:tt) => {
        $crate::json_internal!();
    };
    // A colon or comma where a name should be: "no rules expected the token".
    (@object $object:ident () (: $($rest:tt)*) ($colon:tt $($copy:tt)*)) => {
        $crate::json_unexpected!($colon);
    };
    (@object $object:ident ($($name:tt)*) (, $($rest:tt)*) ($comma:tt $($copy:tt)*)) => {
        $crate::json_unexpected!($comma);
    };
    // A name in parentheses: they are dropped, which spares the caller a lint.
    (@object $object:ident () (($name:expr) : $($rest:tt)*) $copy:tt) => {
        $crate::json_internal!(@object $object ($name) (: $($rest)*) (: $($rest)*));
    };
    // What follows a colon is no expression.
    (@object $object:ident ($($name:tt)*) (: $($unexpected:tt)+) $copy:tt) => {
        $crate::json_expect_expr_comma!($($unexpected)+);
    };
    // One more token of the name.
    (@object $object:ident ($($name:tt)*) ($tt:tt $($rest:tt)*) $copy:tt) => {
        $crate::json_internal!(@object $object ($($name)* $tt) ($($rest)*) ($($rest)*));
    };

    (null) => {
        $crate::Value::Null
    };
    (true) => {
        $crate::Value::Bool(true)
    };
    (false) => {
        $crate::Value::Bool(false)
    };
    ([]) => {
        $crate::Value::Array($crate::__private::vec![])
    };
    ([ $($tt:tt)+ ]) => {
        $crate::Value::Array($crate::json_internal!(@array [] $($tt)+))
    };
    ({}) => {
        $crate::Value::Object($crate::Map::new())
    };
    ({ $($tt:tt)+ }) => {
        $crate::Value::Object({
            let mut object = $crate::Map::new();
            $crate::json_internal!(@object object () ($($tt)+) ($($tt)+));
            object
        })
    };
    ($other:expr) => {
        $crate::to_value(&$other).unwrap()
    };
}

// Old versions of Rocket call it.
#[doc(hidden)]
#[macro_export]
macro_rules! json_internal_vec {
    ($($content:tt)*) => {
        vec![$($content)*]
    };
}

// Takes no arguments: "no rules expected the token".
#[doc(hidden)]
#[macro_export]
macro_rules! json_unexpected {
    () => {};
}

#[doc(hidden)]
#[macro_export]
macro_rules! json_expect_expr_comma {
    ($e:expr , $($tt:tt)*) => {};
}
