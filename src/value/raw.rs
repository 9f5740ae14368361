//! [`RawValue`]: a JSON value's own text, carried through reading and writing as it stands.
#![expect(
    unsafe_code,
    reason = "a wrapper of str can only be made by a cast of the reference, as str's own are"
)]

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use core::fmt::{self, Debug, Display};

/// The text of one valid JSON value, without whitespace around it.
///
/// Reading one costs a skip over the value; the text is borrowed from the input (`&RawValue`) or
/// copied (`Box<RawValue>`). Writing one copies it.
///
/// ```
/// use fastjson_api::value::RawValue;
///
/// let raw: Vec<&RawValue> = fastjson_api::from_str(r#"[ {"a" : 1}, 2.50 ]"#)?;
/// assert_eq!(raw[0].get(), r#"{"a" : 1}"#);
/// assert_eq!(fastjson_api::to_string(&raw)?, r#"[{"a" : 1},2.50]"#);
/// # Ok::<(), fastjson_api::Error>(())
/// ```
#[repr(transparent)]
pub struct RawValue {
    json: str,
}

impl RawValue {
    /// `null`.
    pub const NULL: &'static RawValue = RawValue::from_borrowed("null");
    /// `true`.
    pub const TRUE: &'static RawValue = RawValue::from_borrowed("true");
    /// `false`.
    pub const FALSE: &'static RawValue = RawValue::from_borrowed("false");

    /// Takes text that is known to be one JSON value without whitespace around it.
    pub(crate) const fn from_borrowed(json: &str) -> &RawValue {
        // SAFETY: RawValue is `repr(transparent)` over `str`: same layout, same length metadata, and
        // no invariant of its own on which memory safety rests.
        unsafe { &*(core::ptr::from_ref(json) as *const RawValue) }
    }

    /// Takes text that is known to be one JSON value without whitespace around it.
    pub(crate) fn from_owned(json: Box<str>) -> Box<RawValue> {
        // SAFETY: as in `from_borrowed`; the box gives up its pointer and gets it back under a type
        // of the same layout.
        unsafe { Box::from_raw(Box::into_raw(json) as *mut RawValue) }
    }

    /// Takes a string that must be one JSON value without whitespace around it, unchecked (in debug
    /// builds it is checked).
    ///
    /// # Safety
    ///
    /// * `json` must be one well-formed JSON value, with no whitespace before or after it. Otherwise
    ///   documents written with it are not JSON, on which unsafe code elsewhere may rely.
    ///
    /// ```
    /// use fastjson_api::value::RawValue;
    ///
    /// // SAFETY: one well-formed JSON value, no whitespace around it.
    /// let raw = unsafe { RawValue::from_string_unchecked("[1, 2]".to_owned()) };
    /// assert_eq!(raw.get(), "[1, 2]");
    /// ```
    pub unsafe fn from_string_unchecked(json: String) -> Box<Self> {
        debug_assert!(
            RawValue::from_string(json.clone()).is_ok_and(|raw| raw.json.len() == json.len()),
            "from_string_unchecked: input is not a single well-formed JSON value \
             with no leading or trailing whitespace",
        );
        Self::from_owned(json.into_boxed_str())
    }

    /// The JSON text.
    ///
    /// ```
    /// # use fastjson_api::value::RawValue;
    /// assert_eq!(RawValue::TRUE.get(), "true");
    /// ```
    pub fn get(&self) -> &str {
        &self.json
    }
}

impl Clone for Box<RawValue> {
    fn clone(&self) -> Self {
        (**self).to_owned()
    }
}

impl ToOwned for RawValue {
    type Owned = Box<RawValue>;

    fn to_owned(&self) -> Box<RawValue> {
        RawValue::from_owned(self.json.into())
    }
}

/// `null`.
impl Default for Box<RawValue> {
    fn default() -> Self {
        RawValue::NULL.to_owned()
    }
}

impl Debug for RawValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RawValue").field(&format_args!("{}", &self.json)).finish()
    }
}

impl Display for RawValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.json)
    }
}

impl From<Box<RawValue>> for Box<str> {
    fn from(raw: Box<RawValue>) -> Self {
        // SAFETY: the reverse of `RawValue::from_owned`, for the same reason.
        unsafe { Box::from_raw(Box::into_raw(raw) as *mut str) }
    }
}
